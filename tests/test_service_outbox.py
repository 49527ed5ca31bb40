"""Mail waits in the database until a server has taken it."""

from __future__ import annotations

import datetime as dt
import smtplib
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import CommandError, call_command
from django.utils import timezone

from commenting import outbox
from commenting.models import Mail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.mail import EmailMessage
    from pytest_django import Settings

pytestmark = pytest.mark.django_db


class Failing(BaseEmailBackend):
    """A mail server that has something against each mail."""

    def __init__(self, *errors: Exception) -> None:
        """Fail with these, one after the other, and then no more."""
        super().__init__()
        self.errors = list(errors)
        self.taken: list[str] = []

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        """Fail, or take it."""
        if self.errors:
            raise self.errors.pop(0)
        self.taken += [str(message.subject) for message in messages]
        return len(messages)


class Down(BaseEmailBackend):
    """A mail server that does not answer."""

    def open(self) -> bool:
        """Fail as a socket does."""
        raise ConnectionRefusedError(111, "Connection refused")


def queued(subject: str = "Hello", **fields: object) -> Mail:
    """Put a mail into the outbox."""
    return Mail.objects.create(to="ada@example.org", subject=subject, body="Words.", **fields)


def test_a_mail_is_sent_and_nothing_of_it_stays() -> None:
    each = queued(headers={"List-Unsubscribe": "<https://example.org/u>"})
    call_command("send_mail_queue")
    assert not Mail.objects.exists()
    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["ada@example.org"], "Hello", "Words.")
    message = sent.message()
    assert message["List-Unsubscribe"] == "<https://example.org/u>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].startswith(f"<comments-{each.pk}-")


def test_nothing_is_lost_while_the_server_is_down(settings: Settings) -> None:
    queued()
    settings.EMAIL_BACKEND = f"{__name__}.Down"
    with pytest.raises(CommandError, match="does not answer, so everything waits"):
        call_command("send_mail_queue")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    call_command("send_mail_queue")
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_a_sender_that_goes_on_sends_what_comes_and_ends_by_ctrl_c(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pauses: list[float] = []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 2:
            raise KeyboardInterrupt
        queued()

    monkeypatch.setattr("time.sleep", sleep)
    call_command("send_mail_queue", every=5)
    assert pauses == [5, 5]
    assert len(mail.outbox) == 1


def test_one_mail_that_fails_waits_longer_each_time_and_holds_up_no_other() -> None:
    first = queued("First")
    queued("Second")
    server = Failing(smtplib.SMTPDataError(451, b"Try later"))
    assert outbox.send_due(server) == outbox.Report(sent=1, postponed=1)
    first.refresh_from_db()
    assert (first.attempts, first.error) == (1, "(451, b'Try later')")
    assert first.due is not None
    assert 50 < (first.due - timezone.now()).total_seconds() <= 60
    assert outbox.send_due(server) == outbox.Report()
    Mail.objects.update(due=timezone.now(), attempts=9)
    assert outbox.send_due(Failing(TimeoutError())).postponed == 1
    first.refresh_from_db()
    assert (first.due - timezone.now()).total_seconds() <= 6 * 60 * 60
    Mail.objects.update(due=timezone.now())
    assert outbox.send_due(server).sent == 1
    assert server.taken == ["Second", "First"]


def test_what_is_refused_for_good_is_kept_and_tried_no_more() -> None:
    queued()
    refused = smtplib.SMTPRecipientsRefused({"ada@example.org": (550, b"Unknown")})
    assert outbox.send_due(Failing(refused)).given_up == 1
    assert outbox.send_due(Failing()) == outbox.Report()
    assert Mail.objects.get().due is None


def test_after_five_days_a_mail_is_given_up() -> None:
    queued(created=timezone.now() - dt.timedelta(days=6))
    assert outbox.send_due(Failing(TimeoutError())).given_up == 1


def test_two_senders_send_a_mail_once() -> None:
    each = queued()

    class Nosy(Failing):
        def send_messages(self, messages: Sequence[EmailMessage]) -> int:
            others.append(outbox.send_due(Failing()))
            return super().send_messages(messages)

    others: list[outbox.Report] = []
    assert outbox.send_due(Nosy()).sent == 1
    assert others == [outbox.Report()]
    assert not Mail.objects.filter(pk=each.pk).exists()
