"""Who may change a comment, and what stays of a deleted one; what mail does and does not do."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from service import ORIGIN, PATH, Reader, age, fields_of, one, page, stored, written

from commenting import life, mails, rights
from commenting.models import Comment, Mail, Silenced, State

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as HttpResponse
    from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("threads")]
PAGE = {"Accept": "text/html"}
EMAIL = "ada@example.org"


def press(reader: Reader, path: str, **fields: str) -> HttpResponse:
    """Open a page and press the button of its form."""
    shown = reader.get(path)
    address = path.removeprefix("/comments/")
    return reader.send(address, **fields_of(shown) | fields, headers=PAGE)


def local(link: str) -> str:
    """Return a mailed link without the site."""
    return link.removeprefix("http://127.0.0.1:8000")


def links(mail: Mail) -> list[str]:
    """Return the links of a mail, in order."""
    return [local(link) for link in re.findall(r"http://\S+", mail.body)]


# By cookie


def test_its_browser_changes_a_comment() -> None:
    reader = Reader()
    number = reader.comment(name="Ada").json()["id"]
    answer = press(reader, f"/comments/{number}/edit/", text="Call *later*.", name="Ada L.")
    assert (answer.status_code, answer["Location"]) == (303, f"{PATH}#comment-received")
    assert (stored().text, stored().name, stored().html) == (
        "Call *later*.",
        "Ada L.",
        "<p>Call <em>later</em>.</p>",
    )


def test_another_browser_changes_nothing() -> None:
    number = Reader().comment().json()["id"]
    other = Reader()
    other.comment(text="Another.")
    for act in ("edit", "delete"):
        assert other.get(f"/comments/{number}/{act}/").status_code == 403
        token = other.token()["token"]
        answer = other.send(f"{number}/{act}/", csrfmiddlewaretoken=token, text="Mine now.")
        assert answer.status_code == 403
    assert not Comment.objects.filter(text="Mine now.").exists()


def test_the_cookie_of_one_comment_is_for_no_other() -> None:
    reader = Reader()
    first = reader.comment().json()["id"]
    second = reader.comment(text="Second.").json()["id"]
    reader.cookies[f"comments-mine-{first}"] = reader.cookies[f"comments-mine-{second}"].value
    assert reader.get(f"/comments/{first}/edit/").status_code == 403
    assert reader.get(f"/comments/{second}/edit/").status_code == 200


def test_the_right_passes_after_a_quarter_of_an_hour() -> None:
    reader = Reader()
    number = reader.comment().json()["id"]
    age(minutes=14)
    assert reader.get(f"/comments/{number}/edit/").status_code == 200
    age(minutes=2)
    assert reader.get(f"/comments/{number}/edit/").status_code == 403
    assert "nothing in the last 15 minutes" in reader.get("/comments/mine/").content.decode()


def test_without_a_script_a_browser_finds_what_it_wrote() -> None:
    reader = Reader()
    number = reader.comment().json()["id"]
    shown = reader.get("/comments/mine/")
    assert [each["href"] for each in page(shown).select(".iv-service__buttons a")] == [
        f"/comments/{number}/edit/",
        f"/comments/{number}/delete/",
    ]


def test_changed_words_are_judged_like_new_ones() -> None:
    reader = Reader()
    number = reader.comment().json()["id"]
    life.decide(stored(), State.APPROVED)
    press(reader, f"/comments/{number}/edit/", text="Buy http://a.example now")
    assert (stored().state, stored().score) == (State.PENDING, 1)


def test_a_change_is_warned_about_too() -> None:
    reader = Reader()
    number = reader.comment().json()["id"]
    answer = press(reader, f"/comments/{number}/edit/", text="Call 555-123-4567.")
    assert answer.status_code == 400
    assert one(answer, "button").text == "Save anyway"
    press(reader, f"/comments/{number}/edit/", text="Call 555-123-4567.", confirmed="1")
    assert stored().text == "Call 555-123-4567."


def test_what_was_spam_stays_spam_when_it_is_changed() -> None:
    reader = Reader()
    number = reader.comment(homepage="x").json()["id"]
    press(reader, f"/comments/{number}/edit/", text="Nothing bad.")
    assert stored().state == State.SPAM


def test_what_a_moderator_refused_stays_refused_when_it_is_changed() -> None:
    reader = Reader()
    life.decide(Comment.objects.get(pk=reader.comment().json()["id"]), State.APPROVED)
    number = reader.comment(text="They called me names first.").json()["id"]
    refused = Comment.objects.get(pk=number)
    assert refused.state == State.APPROVED
    life.decide(refused, State.REJECTED)
    press(reader, f"/comments/{number}/edit/", text="Names, and worse ones.")
    refused.refresh_from_db()
    assert (refused.text, refused.state) == ("Names, and worse ones.", State.REJECTED)


# Deletion


def test_deletion_erases_all_but_the_place(
    settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    reader = Reader()
    number = reader.comment(name="Ada", email=EMAIL, text="Secret words.").json()["id"]
    life.decide(stored(), State.APPROVED)
    reply = written(parent_id=number)
    assert Mail.objects.filter(comment=number).exists()
    with django_capture_on_commit_callbacks(execute=True):
        answer = press(reader, f"/comments/{number}/delete/")
    assert one(answer, "h1").text == "Your comment is deleted"
    kept = Comment.objects.get(pk=number)
    empty: dict[str, object] = {
        **dict.fromkeys(["name", "text", "html", "email", "browser", "network", "digest"], ""),
        **dict.fromkeys(["address", "confirmed", "linked", "stamp"]),
        "reasons": [],
        "score": 0,
        "state": "deleted",
    }
    assert {name: getattr(kept, name) for name in empty} == empty
    assert not Mail.objects.filter(comment=number).exists()
    reply.refresh_from_db()
    assert reply.parent_id == number
    assert settings.CHANGED_FILE.exists()


def test_what_is_deleted_stays_so() -> None:
    comment = life.erase(written())
    assert life.decide(comment, State.APPROVED).state == State.DELETED


def test_looking_deletes_nothing() -> None:
    reader = Reader()
    number = reader.comment().json()["id"]
    reader.get(f"/comments/{number}/delete/")
    assert stored().state == State.PENDING


# By mail


def test_an_address_counts_once_its_owner_confirmed_it() -> None:
    reader = Reader()
    reader.comment(email="Ada@Example.org")
    asked = Mail.objects.get(to=EMAIL)
    assert asked.subject == "Is this your comment on “Ask for more”?"
    confirm, _ = links(asked)
    Reader().get(confirm)
    assert not stored().confirmed
    assert one(press(Reader(), confirm), "h1").text == "Your address is confirmed"
    assert stored().confirmed
    change, _ = links(Mail.objects.latest("id"))
    assert rights.comment_of("change", change.split("/")[-2]) == stored()


def test_the_mail_to_an_unknown_address_has_none_of_the_words() -> None:
    Reader().comment(email=EMAIL, text="Buy pills.", name="Buy pills")
    assert "pills" not in (mail := Mail.objects.get(to=EMAIL)).body + mail.subject


def test_a_mailed_link_changes_and_deletes_for_a_month(monkeypatch: pytest.MonkeyPatch) -> None:
    comment = written(email=EMAIL, confirmed=timezone.now())
    change = local(rights.link("change", comment))
    reader = Reader()
    edit, delete = (each["href"] for each in page(reader.get(change)).select("main a"))
    press(reader, str(edit), text="Other words.")
    assert stored().text == "Other words."
    press(reader, str(delete))
    assert stored().state == State.DELETED
    assert reader.get(change).status_code == 404
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + 31 * 24 * 60 * 60)
    assert reader.get(local(rights.link("confirm", comment))).status_code == 404


def test_a_link_for_one_purpose_serves_no_other() -> None:
    comment = written(email=EMAIL, confirmed=timezone.now())
    key = rights.key("unsubscribe", comment)
    reader = Reader()
    for path in (f"change/{key}/", f"confirm/{key}/", f"moderate/{key}/", "change/x/"):
        assert reader.get(f"/comments/{path}").status_code == 404
    assert reader.get(f"/comments/{comment.pk}/edit/?key={key}").status_code == 403


def test_a_link_is_mailed_to_the_confirmed_address_alone() -> None:
    comment = written(email=EMAIL, confirmed=timezone.now())
    reader = Reader()
    where = f"/comments/{comment.pk}/edit/"
    for email in (EMAIL, EMAIL, "eve@example.org"):
        shown = reader.get(where)
        answer = reader.send(
            f"{comment.pk}/link/", **fields_of(shown) | {"email": email}, headers=PAGE
        )
        assert one(answer, "h1").text == "Look into your mail"
    assert [mail.to for mail in Mail.objects.all()] == [EMAIL]  # once an hour


def test_a_reply_is_told_to_whom_it_answers_once() -> None:
    first = written(email=EMAIL, confirmed=timezone.now(), browser="a")
    reply = written("pending", parent=first, name="Grace", text="I did & it *worked*.")
    assert not Mail.objects.exists()
    for state in (State.APPROVED, State.PENDING, State.APPROVED):
        life.decide(reply, state)
    mail = Mail.objects.get()
    assert (mail.to, mail.subject) == (EMAIL, "Grace answered your comment on “Ask for more”")
    assert "I did & it *worked*." in mail.body
    assert f"{PATH}#comment-{reply.pk}" in mail.body
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    way, _, key = mail.headers["List-Unsubscribe"].strip("<>/").rpartition("/")
    assert way == f"{ORIGIN}/comments/unsubscribe"
    assert rights.comment_of("unsubscribe", key) == first


@pytest.mark.parametrize(
    "fields",
    [
        {"confirmed": None},
        {"wants_replies": False},
        {"state": "rejected"},
        {"email": "grace@example.org"},  # who answers herself
    ],
)
def test_a_reply_is_told_to_nobody_who_does_not_want_it(fields: dict[str, Any]) -> None:
    known: dict[str, Any] = {"email": EMAIL, "confirmed": timezone.now()}
    first = written(**known | fields)
    reply = written("pending", parent=first, email="grace@example.org")
    life.decide(reply, State.APPROVED)
    assert not Mail.objects.exists()


def test_one_click_of_a_mail_program_ends_the_mail() -> None:
    first = written(email=EMAIL, confirmed=timezone.now())
    other = written(email=EMAIL, confirmed=timezone.now())
    where = local(rights.link("unsubscribe", first))
    program = Client()  # without cookies, origin or token
    program.get(where)
    assert Comment.objects.filter(wants_replies=True).count() == 2
    answer = program.post(where, {"List-Unsubscribe": "One-Click"}, headers={"Host": "127.0.0.1"})
    assert answer.status_code == 200
    other.refresh_from_db()
    assert not other.wants_replies


def test_an_owner_ends_all_mail_whoever_gives_the_address() -> None:
    Reader().comment(email=EMAIL)
    _, stop = links(Mail.objects.get(to=EMAIL))
    Client().post(stop, {"List-Unsubscribe": "One-Click"}, headers={"Host": "127.0.0.1"})
    assert Silenced.objects.count() == 1
    assert not Mail.objects.filter(to=EMAIL).exists()
    Reader().comment(email=EMAIL, text="Again.")
    assert not Mail.objects.filter(to=EMAIL).exists()
    assert EMAIL not in str(Silenced.objects.values())


def test_nobody_is_flooded_by_asking_for_confirmation() -> None:
    for number in range(6):
        Reader().comment(email=EMAIL, text=f"Flood {number}.")
    assert Mail.objects.filter(to=EMAIL).count() == 3


def test_a_title_cannot_write_headers_of_a_mail() -> None:
    comment = written(email=EMAIL, thread="/gone/\r\nBcc: eve@example.org/")
    mails.ask_to_confirm(comment)
    assert "\n" not in Mail.objects.get().subject


# What is kept for a time only


def test_what_is_kept_for_a_time_goes(capsys: pytest.CaptureFixture[str]) -> None:
    where = {"address": "192.0.2.1", "network": "192.0.2.0/24"}
    waiting = written(**where, email=EMAIL)
    confirmed = written(**where, email=EMAIL, confirmed=timezone.now())
    spam = written("spam", **where)
    age(days=31)
    young = written(**where, email=EMAIL)
    call_command("tidy")
    for each in (waiting, confirmed, spam, young):
        each.refresh_from_db()
    assert [each.address for each in (waiting, confirmed, spam, young)] == [
        *(None, None),
        *("192.0.2.1", "192.0.2.1"),
    ]
    assert [each.email for each in (waiting, confirmed, young)] == ["", EMAIL, EMAIL]
    assert capsys.readouterr().out == (
        "0 refused comments, 2 network addresses and 1 unconfirmed email addresses erased\n"
    )
    age(days=60)
    call_command("tidy")
    assert not Comment.objects.filter(pk=spam.pk).exists()
