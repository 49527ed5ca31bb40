"""Moderation: in the admin, and by a link in a mail."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import Permission, User
from service import ORIGIN, PATH, Reader, fields_of, one, said, stored, written

from commenting.models import Block, ClosedThread, Comment, Mail, Policy, State

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as HttpResponse
    from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("threads")]
LIST = "/comments/admin/comments/comment/"
PAGE = {"Accept": "text/html"}


def act(moderator: Reader, action: str, *comments: Comment) -> str:
    """Choose comments in the list and an action; return what the admin says."""
    token = fields_of(moderator.get(LIST))["csrfmiddlewaretoken"]
    chosen = {"action": action, "_selected_action": [each.pk for each in comments]}
    moderator.post(LIST, chosen | {"csrfmiddlewaretoken": token}, headers={"Origin": ORIGIN})
    return one(moderator.get(LIST), ".messagelist").text.strip()


def mailed(comment: Comment) -> str:
    """Return the path of the link that a moderator has in a mail."""
    mail = Mail.objects.get(comment=comment, to="admin@example.com")
    found = re.search(r"/comments/moderate/\S+", mail.body)
    assert found
    return found[0]


def press(path: str, button: str) -> HttpResponse:
    """Open a mailed link in a browser that never signed in, and press a button there."""
    reader = Reader()
    fields = fields_of(reader.get(path)) | {"act": button}
    return reader.send(path.removeprefix("/comments/"), **fields, headers=PAGE)


# In the admin


@pytest.mark.parametrize(
    ("action", "state", "said"),
    [
        ("approve", "approved", "2 now approved."),
        ("reject", "rejected", "2 now rejected."),
        ("spam", "spam", "2 now spam."),
        ("erase", "deleted", "2 erased."),
    ],
)
def test_several_comments_are_decided_at_once(
    moderator: Reader, action: str, state: str, said: str
) -> None:
    assert act(moderator, action, written("pending"), written("pending")) == said
    assert set(Comment.objects.values_list("state", flat=True)) == {state}


def test_an_approval_asks_for_a_build(
    moderator: Reader,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        act(moderator, "spam", written("pending"))
    assert not settings.CHANGED_FILE.exists()
    with django_capture_on_commit_callbacks(execute=True):
        act(moderator, "approve", written("pending"))
    assert settings.CHANGED_FILE.exists()


def test_what_waits_is_listed_first_with_what_speaks_against_it(moderator: Reader) -> None:
    written("pending", text="Waits.", score=4, reasons=["+4 <b>Repeated</b>"], name="<i>")
    written(text="Newer.")
    shown = moderator.get(LIST)
    first = one(shown, "#result_list tbody tr:first-child")
    assert first.select_one(".field-words").text == "Waits."  # type: ignore[union-attr]
    assert "+4 <b>Repeated</b>" in first.text
    assert "<i> on Ask for more" in first.text


def test_other_words_are_rendered_anew(moderator: Reader) -> None:
    comment = written(text="Call 555-1234.", name="Ada")
    where = f"{LIST}{comment.pk}/change/"
    fields = fields_of(moderator.get(where)) | {"text": "Call *somebody*.", "state": "approved"}
    moderator.post(where, fields, headers={"Origin": ORIGIN})
    assert (stored().html, stored().name) == ("<p>Call <em>somebody</em>.</p>", "Ada")


def test_a_moderator_types_no_controls_either(moderator: Reader) -> None:
    where = f"{LIST}{written().pk}/change/"
    fields = fields_of(moderator.get(where)) | {"text": "a\x07", "state": "approved"}
    answer = moderator.post(where, fields, headers={"Origin": ORIGIN})
    assert "a character that cannot be shown" in one(answer, ".errorlist").text


def test_what_was_deleted_cannot_be_changed(moderator: Reader) -> None:
    where = f"{LIST}{written('deleted').pk}/change/"
    assert moderator.post(where, {"text": "x"}, headers={"Origin": ORIGIN}).status_code == 403


def test_a_thread_is_closed_where_a_comment_stands(moderator: Reader) -> None:
    assert act(moderator, "close_threads", written(thread="/old/")) == f"Closed: {PATH}"
    assert ClosedThread.objects.get().path == PATH
    assert said(Reader().comment()) == (403, {"": "Comments on this page are closed."})


def test_a_network_is_blocked_where_a_comment_came_from(moderator: Reader) -> None:
    comments = (written(network="192.0.2.0/24"), written())
    assert act(moderator, "block_networks", *comments) == "Blocked: 192.0.2.0/24"
    assert Block.objects.get().until is not None
    assert Reader("192.0.2.7").comment().status_code == 403


def test_a_word_and_a_network_are_blocked_by_hand(moderator: Reader) -> None:
    where = "/comments/admin/comments/block/add/"
    token = fields_of(moderator.get(where))["csrfmiddlewaretoken"]

    def add(kind: str, value: str) -> HttpResponse:
        fields = {"kind": kind, "value": value, "csrfmiddlewaretoken": token}
        return moderator.post(where, fields, headers={"Origin": ORIGIN})

    add("word", "casino")
    add("network", "192.0.2.77/24")
    assert list(Block.objects.values_list("value", flat=True)) == ["192.0.2.0/24", "casino"]
    assert one(add("network", "nonsense"), ".errorlist.nonfield, .errorlist").text == (
        "Expected a network such as 192.0.2.0/24, got 'nonsense'"
    )


def test_only_a_page_with_comments_can_be_closed(moderator: Reader) -> None:
    where = "/comments/admin/comments/closedthread/add/"
    token = fields_of(moderator.get(where))["csrfmiddlewaretoken"]
    fields = {"path": "/nowhere/", "csrfmiddlewaretoken": token}
    answer = moderator.post(where, fields, headers={"Origin": ORIGIN})
    assert one(answer, ".errorlist").text == (
        "Expected a page such as /articles/dont-flake-out/, got '/nowhere/'"
    )


def test_the_policy_is_one(moderator: Reader) -> None:
    answer = moderator.get("/comments/admin/comments/policy/", follow=True)
    assert (answer.status_code, Policy.objects.count()) == (200, 1)


def test_the_admin_keeps_none_of_the_words_of_a_deleted_comment(moderator: Reader) -> None:
    comment = written(text="Secret.", name="Ada")
    where = f"{LIST}{comment.pk}/change/"
    fields = fields_of(moderator.get(where)) | {"text": "Secret too.", "state": "approved"}
    moderator.post(where, fields, headers={"Origin": ORIGIN})
    act(moderator, "erase", comment)
    history = moderator.get(f"{LIST}{comment.pk}/history/").content.decode()
    assert "Secret" not in history


def test_who_guesses_passwords_has_to_rest(settings: Settings) -> None:
    settings.AXES_ENABLED = True
    User.objects.create_superuser("mod", "mod@example.org", "right")
    reader = Reader()
    where = "/comments/admin/login/"

    def sign_in(password: str) -> int:
        fields = fields_of(reader.get(where)) | {"username": "mod", "password": password}
        return reader.post(where, fields, headers={"Origin": ORIGIN}).status_code

    assert [sign_in("wrong") for _ in range(9)] == [200] * 9
    assert sign_in("wrong") == 429
    assert sign_in("right") == 429


# By mail


@pytest.fixture(name="admin_mail")
def _admin_mail(admin_user: User) -> Comment:
    """Return a comment about which a moderator was told."""
    Reader().comment(name="Eve", text="Look: https://a.example and www.b.example")
    return stored()


def test_moderators_hear_of_what_waits(admin_mail: Comment) -> None:
    mail = Mail.objects.get()
    assert (mail.to, mail.subject) == ("admin@example.com", "A comment waits on “Ask for more”")
    assert "Look: https://a.example" in mail.body
    assert "+3 It has 2 links." in mail.body
    assert mail.comment == admin_mail


def test_looking_at_a_mailed_link_does_nothing(admin_mail: Comment) -> None:
    shown = Reader().get(mailed(admin_mail))
    assert [each.text for each in one(shown, "form").select("button")] == [
        *("Approve", "Reject", "It is spam")
    ]
    assert one(shown, ".iv-service__reasons").text.strip().startswith("+3 It has 2 links.")
    assert stored().state == State.PENDING


@pytest.mark.parametrize(
    ("button", "state"), [("approve", "approved"), ("reject", "rejected"), ("spam", "spam")]
)
def test_its_button_decides(admin_mail: Comment, button: str, state: str) -> None:
    answer = press(mailed(admin_mail), button)
    assert one(answer, "h1").text == f"It is {state} now"
    assert stored().state == state


def test_a_button_that_is_none_decides_nothing(admin_mail: Comment) -> None:
    assert press(mailed(admin_mail), "explode").status_code == 400
    assert stored().state == State.PENDING


def test_a_mailed_link_works_for_a_week(
    admin_mail: Comment, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, path = time.time(), mailed(admin_mail)
    monkeypatch.setattr("time.time", lambda: now + 6 * 24 * 60 * 60)
    assert Reader().get(path).status_code == 200
    monkeypatch.setattr("time.time", lambda: now + 8 * 24 * 60 * 60)
    assert Reader().get(path).status_code == 404


def test_a_mailed_link_ends_with_its_moderator(admin_mail: Comment, admin_user: User) -> None:
    admin_user.is_superuser = False
    admin_user.save()
    assert Reader().get(mailed(admin_mail)).status_code == 404


def test_only_who_may_decide_hears_of_it(django_user_model: type[User]) -> None:
    django_user_model.objects.create_user("staff", "staff@example.org", is_staff=True)
    chosen = django_user_model.objects.create_user("mod", "mod@example.org", is_staff=True)
    chosen.user_permissions.add(Permission.objects.get(codename="change_comment"))
    Reader().comment()
    assert [mail.to for mail in Mail.objects.all()] == ["mod@example.org"]


def test_a_flood_is_not_mailed(admin_user: User) -> None:
    assert admin_user.email
    for number in range(23):
        Reader(f"198.51.{number}.1").comment(text=f"Flood {number}.")
    assert Mail.objects.count() == 20
    assert "You will hear of no more of them" in Mail.objects.latest("id").body


def test_moderators_may_want_no_mail(admin_user: User) -> None:
    assert admin_user.email
    Policy.objects.create(mails_moderators=False)
    Reader().comment()
    assert not Mail.objects.exists()
