"""Posting a comment: what is stored, what is said, and what is refused."""

from __future__ import annotations

import datetime as dt
import time
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from service import (
    PATH,
    TEXT,
    Reader,
    age,
    fields_of,
    one,
    page,
    said,
    stored,
    write_threads,
    written,
)

from commenting import mails, rights
from commenting.limits import LIMITS, PACES
from commenting.models import Block, ClosedThread, Comment, Policy, State

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.contrib.auth.models import User
    from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("threads")]
PAGE = {"Accept": "text/html"}


def test_a_comment_is_stored_once_with_what_was_said_of_it() -> None:
    answer = Reader().comment(name="Ada", text="Call *first*.")
    comment = stored()
    assert (answer.status_code, answer.json()) == (
        201,
        {
            "id": comment.pk,
            "name": "Ada",
            "created": f"{comment.created:%Y-%m-%dT%H:%M:%SZ}",
            "html": "<p>Call <em>first</em>.</p>",
            "state": "pending",
            "parent": None,
            "edit_until": f"{comment.created + dt.timedelta(minutes=15):%Y-%m-%dT%H:%M:%SZ}",
        },
    )


def test_a_name_is_kept_as_it_is_typed() -> None:
    Reader().comment(name="  Joan  O’Neil & <b>  ")
    assert stored().name == "Joan O’Neil & <b>"


def test_posting_is_one_row(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    reader = Reader()
    known = reader.token()
    fields = {"thread": PATH, "csrfmiddlewaretoken": known["token"], "stamp": known["stamp"]}
    with django_assert_max_num_queries(12) as asked:
        reader.send(text=TEXT, **fields)
    assert sum("INSERT" in query["sql"] for query in asked.captured_queries) == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by what is there")
def test_no_question_looks_through_the_comments_of_all_pages(admin_user: User) -> None:
    assert admin_user.email
    parent = written(email="a@example.org", confirmed=timezone.now())
    reader = Reader()
    with CaptureQueriesContext(connection) as asked:
        reader.comment(email="a@example.org", parent=str(parent.pk))
        reader.get("/comments/mine/")
        reader.get(f"/comments/unsubscribe/{rights.key('unsubscribe', parent)}/")
        mails.silence("a@example.org")
    for each in asked.captured_queries:
        if each["sql"].lstrip().startswith(("SELECT", "UPDATE")):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {each['sql'].replace('%', '%%')}")
                plan = [step for *_, step in cursor.fetchall()]
            assert not [step for step in plan if step.startswith("SCAN comments_comment")], each


# What is refused


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"text": " \n\t "}, {"text": "Write something first."}),
        ({"text": "\u200b\u2060"}, {"text": "Write something first."}),
        ({"text": "x" * 6001}, {"text": "This has 6001 characters; 6000 is the most."}),
        ({"text": "a\x07b"}, {"text": "This has a character that cannot be shown: delete it."}),
        ({"text": "a\ufffdb"}, {"text": "This is not valid UTF-8: type it again."}),
        ({"text": "a" + "\u0301" * 9}, {"text": "This has too many accents on one letter."}),
        ({"name": "x" * 81}, {"name": "This has 81 characters; 80 is the most."}),
        ({"name": "a\x00b"}, {"name": "This has a character that cannot be shown: delete it."}),
        (
            {"email": "nobody"},
            {"email": "This is not an email address. Mend it, or leave it out."},
        ),
        ({"parent": "x"}, {"": "The comment you answer is not here."}),
        ({"parent": "9" * 5000}, {"": "The comment you answer is not here."}),
        ({"parent": "77"}, {"": "The comment you answer is not here any more."}),
    ],
)
def test_what_is_wrong_is_said_where_it_is(fields: dict[str, str], errors: dict[str, str]) -> None:
    assert said(Reader().comment(**fields)) == (400, errors)
    assert not Comment.objects.exists()


def test_six_thousand_characters_of_any_kind_fit() -> None:
    assert Reader().comment(text="🙂\r\n" * 3000).status_code == 201
    assert stored().text.count("🙂") == 3000


def test_line_ends_and_turning_characters_are_made_plain() -> None:
    Reader().comment(text="one\r\ntwo\u202ethree\x0bfour", name="A\u202eda")
    assert (stored().text, stored().name) == ("one\ntwothree\nfour", "Ada")


def test_a_field_that_comes_twice_is_refused() -> None:
    assert said(Reader().comment(text=["one", "two"])) == (
        400,
        {"": "The field 'text' was sent twice."},
    )


@pytest.mark.parametrize(
    ("thread", "status", "sentence"),
    [
        ("/nowhere/", 404, "There is no page with comments at this address."),
        ("<script>", 404, "There is no page with comments at this address."),
        ("", 404, "There is no page with comments at this address."),
        ("/closed/", 403, "Comments on this page are closed."),
    ],
)
def test_only_open_pages_take_comments(thread: str, status: int, sentence: str) -> None:
    reader = Reader()
    known = reader.token()
    given = {"csrfmiddlewaretoken": known["token"], "stamp": known["stamp"]}
    assert said(reader.send(thread=thread, text=TEXT, **given)) == (status, {"": sentence})


def test_a_moderator_closes_a_page_by_any_of_its_addresses() -> None:
    ClosedThread.objects.create(path="/old/")
    reader = Reader()
    assert reader.token()["open"] is False
    assert said(reader.comment()) == (403, {"": "Comments on this page are closed."})


# Tokens


def test_a_comment_is_not_sent_twice() -> None:
    reader = Reader()
    known = reader.token()
    fields = {"thread": PATH, "csrfmiddlewaretoken": known["token"], "stamp": known["stamp"]}
    assert reader.send(text=TEXT, **fields).status_code == 201
    again = reader.send(text="Something else.", **fields)
    assert said(again) == (409, {"": "This comment has arrived already."})
    assert stored().text == TEXT


def test_the_stamp_of_another_browser_does_not_work() -> None:
    assert said(Reader().comment(stamp=Reader().token()["stamp"])) == (
        403,
        {
            "": "The form is not from this page and browser. "
            "Reload the page, allow its cookie, and send it again."
        },
    )


def test_the_stamp_of_another_page_does_not_work(threads: Path) -> None:
    write_threads(threads, {"path": PATH}, {"path": "/b/"})
    reader = Reader()
    answer = reader.comment(stamp=reader.token("/b/")["stamp"])
    assert answer.status_code == 403
    assert not Comment.objects.exists()


@pytest.mark.parametrize("stamp", ["", "x", "a:b:c", "é" * 600])
def test_a_stamp_that_is_none_does_not_work(stamp: str) -> None:
    assert Reader().comment(stamp=stamp).status_code in {400, 403}
    assert not Comment.objects.exists()


def test_a_stamp_lasts_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Reader()
    known = reader.token()
    yesterday = time.time() - 25 * 60 * 60
    with monkeypatch.context() as patch:
        patch.setattr("time.time", lambda: yesterday)
        stamp = reader.token()["stamp"]
    answer = reader.comment(stamp=stamp)
    assert said(answer) == (403, {"": "The form was open for more than a day. Send it again."})
    assert reader.comment(stamp=known["stamp"]).status_code == 201


def test_without_a_token_nothing_is_stored() -> None:
    answer = Reader().comment(csrfmiddlewaretoken="x" * 64)
    assert answer.status_code == 403
    assert answer.json()["errors"][""].startswith("The form has lost its token.")
    assert not Comment.objects.exists()


# Warnings


def test_what_a_job_seeker_may_regret_is_said_before_it_is_posted() -> None:
    text = "Acme  Corp lied: call 555-123-4567 or write to me@example.org."
    reader = Reader()
    answer = reader.comment(text=text, employer="acme corp")
    assert (answer.status_code, answer.json()) == (
        400,
        {
            "errors": {},
            "warnings": [
                (
                    "This names acme corp, the company in your letter. "
                    "People who hire there can find it."
                ),
                (
                    "This has an email address, me@example.org, "
                    "which everybody could read and write to."
                ),
                "This seems to have a phone number, 555-123-4567, which everybody could call.",
            ],
        },
    )
    assert not Comment.objects.exists()
    assert reader.comment(text=text, employer="acme corp", confirmed="1").status_code == 201
    assert "acme" not in str(vars(stored())).replace(text, "").lower().replace("acme  corp", "")


# Replies


def test_a_reply_knows_what_it_answers() -> None:
    first = written()
    answer = Reader().comment(parent=str(first.pk))
    assert answer.json()["parent"] == first.pk


@pytest.mark.parametrize("state", ["pending", "rejected", "spam", "deleted"])
def test_only_what_is_shown_can_be_answered(state: str) -> None:
    answer = Reader().comment(parent=str(written(state).pk))
    assert said(answer) == (400, {"": "The comment you answer is not here any more."})


def test_a_comment_on_another_page_cannot_be_answered() -> None:
    assert Reader().comment(parent=str(written(thread="/b/").pk)).status_code == 400


def test_a_comment_on_an_old_address_can_be_answered() -> None:
    first = written(thread="/old/")
    assert Reader().comment(parent=str(first.pk), thread="/old/").status_code == 201
    assert Comment.objects.latest("id").thread == PATH


# What the page lacks


def test_newer_comments_come_with_the_token() -> None:
    old, new = written(), written(text="New.")
    written("pending")
    written(thread="/b/")
    known = Reader().token(after=str(old.pk))
    assert [each["id"] for each in known["comments"]] == [new.pk]
    assert set(known["comments"][0]) == {"id", "name", "created", "html", "state", "parent"}


def test_a_comment_that_was_approved_late_comes_too() -> None:
    late, newest = written(decided=timezone.now()), written()
    known = Reader().token(after=str(newest.pk))
    assert [each["id"] for each in known["comments"]] == [late.pk]


@pytest.mark.parametrize("after", ["x", "-1", "9" * 40, "²", ""])
def test_a_number_that_is_none_asks_for_everything(after: str) -> None:
    written()
    assert len(Reader().token(after=after)["comments"]) == 1


# First and later comments


def test_a_first_comment_is_held_and_a_later_one_published() -> None:
    reader = Reader()
    first = reader.comment()
    assert first.json()["state"] == "pending"
    assert reader.comment(text="Second.").json()["state"] == "pending"
    Comment.objects.filter(pk=first.json()["id"]).update(state=State.APPROVED)
    assert reader.comment(text="Third.").json()["state"] == "approved"
    assert Reader().comment(text="Somebody else.").json()["state"] == "pending"


def test_moderators_may_hold_every_comment() -> None:
    Policy.objects.create(later=Policy.Later.HOLD)
    reader = Reader()
    reader.comment()
    Comment.objects.update(state=State.APPROVED)
    assert reader.comment(text="Second.").json()["state"] == "pending"


def test_an_address_that_anybody_can_give_proves_nothing() -> None:
    written(email="ada@example.org", confirmed=timezone.now(), browser="b")
    answer = Reader().comment(email="ada@example.org")
    assert answer.json()["state"] == "pending"


def test_a_new_address_is_held_even_from_a_known_browser() -> None:
    reader = Reader()
    reader.comment(email="ada@example.org")
    Comment.objects.update(state=State.APPROVED)
    assert reader.comment(text="Second.", email="ada@example.org").json()["state"] == "pending"
    Comment.objects.update(confirmed=timezone.now())
    assert reader.comment(text="Third.", email="Ada@Example.org").json()["state"] == "approved"
    assert reader.comment(text="Fourth.", email="bob@example.org").json()["state"] == "pending"


def test_what_is_published_at_once_asks_for_a_build(
    settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    reader = Reader()
    with django_capture_on_commit_callbacks(execute=True):
        reader.comment()
    assert not settings.CHANGED_FILE.exists()
    Comment.objects.update(state=State.APPROVED)
    with django_capture_on_commit_callbacks(execute=True):
        reader.comment(text="Second.")
    assert settings.CHANGED_FILE.exists()


# Abuse


def test_a_machine_in_the_trap_is_not_told() -> None:
    answer = Reader().comment(homepage="https://spam.example/")
    assert answer.json()["state"] == "pending"
    assert (stored().state, stored().reasons[0]) == (
        "spam",
        "+10 It fills in a field that no person sees.",
    )


def test_a_blocked_word_makes_spam_of_a_comment() -> None:
    Block.objects.create(kind=Block.Kind.WORD, value="Casino Royal")
    Block.objects.create(
        kind=Block.Kind.WORD, value="asked", until=timezone.now() - dt.timedelta(days=1)
    )
    Reader().comment(text="The casino\nroyal pays. I asked.")
    assert (stored().state, stored().reasons[0]) == (
        "spam",
        "+10 It has the blocked word “Casino Royal”.",
    )
    assert not any("asked" in reason for reason in stored().reasons)


@pytest.mark.parametrize(("address", "status"), [("192.0.2.9", 403), ("198.51.100.1", 201)])
def test_a_blocked_network_cannot_comment(address: str, status: int) -> None:
    Block.objects.create(kind=Block.Kind.NETWORK, value="192.0.2.0/24")
    assert Reader(address).comment().status_code == status


def test_the_same_words_again_are_refused() -> None:
    reader = Reader()
    reader.comment()
    answer = reader.comment(text=TEXT.upper() + " !")
    assert said(answer) == (400, {"text": "You have sent this already. It is here."})


def test_the_same_words_from_elsewhere_speak_against_it() -> None:
    Reader().comment()
    Reader("198.51.100.1").comment()
    assert "+4 The same words came once before in the last 30 days." in (
        Comment.objects.latest("id").reasons
    )


def test_a_browser_has_to_pause_and_may_go_on() -> None:
    reader = Reader()
    for number in range(LIMITS["browser"][0]):
        assert reader.comment(text=f"Comment {number}.").status_code == 201
        age(minutes=1)
    answer = reader.comment(text="One more.")
    assert said(answer) == (429, {"": "That was a lot at once. Try again in 5 minutes."})
    age(minutes=5, seconds=1)
    assert reader.comment(text="One more.").status_code == 201


def test_a_campus_with_one_address_can_live_with_the_limits() -> None:
    for number in range(LIMITS["address"][0]):
        assert Reader().comment(text=f"Student {number}.").status_code == 201
    assert Reader().comment(text="One more.").status_code == 429
    assert Reader("192.0.2.2").comment(text="Next door.").status_code == 201


def test_a_network_has_a_limit_of_its_own() -> None:
    for number in range(LIMITS["network"][0]):
        reader = Reader(f"2001:db8:1:{number:x}::1")
        assert reader.comment(text=f"Flood {number}.").status_code == 201
    assert Reader("2001:db8:1:ffff::1").comment(text="One more.").status_code == 429
    assert Reader("2001:db8:2::1").comment(text="Elsewhere.").status_code == 201
    age(minutes=10, seconds=1)
    assert Reader("2001:db8:1:ffff::1").comment(text="One more.").status_code == 201


TOO_FAST = (429, {"": "That was a lot at once. Try again in a minute."})


@pytest.mark.parametrize(
    ("what", "ask"),
    [
        ("form", lambda reader: reader.get("/comments/token/", {"thread": PATH})),
        ("text", lambda reader: reader.send("preview/", thread=PATH, text=TEXT)),
        ("text", Reader.comment),
    ],
    ids=["token", "preview", "post"],
)
def test_who_only_asks_has_limits_too(
    what: str, ask: Callable[[Reader], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PACES, what, (2, 3))
    monkeypatch.setattr(time, "time", lambda: 1_800_000_000.0)
    reader = Reader()
    reader.defaults["HTTP_ACCEPT"] = "application/json"
    assert [ask(reader).status_code == 429 for _ in range(3)] == [False, False, True]
    assert said(ask(reader)) == TOO_FAST
    next_door = Reader("192.0.2.2")
    next_door.defaults["HTTP_ACCEPT"] = "application/json"
    assert said(ask(next_door)) == TOO_FAST
    monkeypatch.setattr(time, "time", lambda: 1_800_000_060.0)
    assert ask(reader).status_code != 429


def test_a_day_has_a_limit_too() -> None:
    reader = Reader()
    for number in range(LIMITS["browser"][1]):
        reader.comment(text=f"Comment {number}.")
        age(minutes=3)
    assert Comment.objects.count() == LIMITS["browser"][1]
    answer = reader.comment(text="One more.")
    assert said(answer) == (429, {"": "That was a lot for one day. Try again in 22 hours."})


# Without the script


def test_a_preview_stores_nothing_and_can_be_posted() -> None:
    reader = Reader()
    shown = reader.send("preview/", thread=PATH, text="Call *first*.", name="Ada", headers=PAGE)
    assert one(shown, ".iv-service__preview .iv-prose").decode_contents().strip() == (
        "<p>Call <em>first</em>.</p>"
    )
    assert not Comment.objects.exists()
    button = one(shown, "button:-soup-contains('Post comment')")
    assert button["formaction"] == "/comments/post/"
    answer = reader.send(**fields_of(shown), headers=PAGE)
    assert (answer.status_code, answer["Location"]) == (303, f"{PATH}#comment-received")
    assert (stored().text, stored().name) == ("Call *first*.", "Ada")


def test_the_preview_says_what_is_wrong_and_keeps_the_rest() -> None:
    shown = Reader().send("preview/", thread=PATH, text="Mine.", email="nobody", headers=PAGE)
    assert shown.status_code == 400
    assert one(shown, "#comment-email-help strong").text == (
        "This is not an email address. Mend it, or leave it out."
    )
    assert one(shown, "textarea").text.strip() == "Mine."
    assert not page(shown).select("button:-soup-contains('Post comment')")


def test_the_preview_warns_before_it_posts() -> None:
    shown = Reader().send("preview/", thread=PATH, text="Call 555-123-4567.", headers=PAGE)
    button = one(shown, "button:-soup-contains('Post anyway')")
    assert (button["name"], button["value"]) == ("confirmed", "1")
    assert "This seems to have a phone number" in one(shown, "[role=alert]").text


def test_a_reply_link_leads_to_a_form_for_it() -> None:
    first = written(name="Grace & Co", text="*Why* not?")
    shown = Reader().get("/comments/preview/", {"thread": PATH, "parent": str(first.pk)})
    assert one(shown, "h1").text == "Reply to Grace & Co"
    assert one(shown, ".iv-prose em").text == "Why"
    assert one(shown, "[name=parent]")["value"] == str(first.pk)


def test_what_is_refused_on_posting_keeps_the_text() -> None:
    reader = Reader()
    known = reader.token()
    gone = written("rejected").pk
    fields = {"thread": PATH, "csrfmiddlewaretoken": known["token"], "stamp": known["stamp"]}
    shown = reader.send(text="Mine.", parent=str(gone), **fields, headers=PAGE)
    assert shown.status_code == 400
    assert one(shown, "[role=alert]").text == "The comment you answer is not here any more."
    assert one(shown, "textarea").text.strip() == "Mine."
    assert one(shown, "[name=parent]")["value"] == ""


def test_a_moderator_is_marked_and_published_at_once(moderator: Reader) -> None:
    assert moderator.comment(name="Editor").json()["state"] == "approved"
    assert stored().is_moderator
