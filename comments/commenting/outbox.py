"""Mail that waits in the database until a server has taken it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.core import mail
from django.db.models import F
from django.utils import timezone

from commenting.models import Mail

if TYPE_CHECKING:
    from django.core.mail.backends.base import BaseEmailBackend

_AT_ONCE = 100
_LEASE = dt.timedelta(minutes=10)  # for one sender, so that a second one keeps off
_LONGEST_PAUSE = dt.timedelta(hours=6)
_PATIENCE = dt.timedelta(days=5)
_FOR_GOOD = 500  # from here on, SMTP's answers are final


@dataclass(slots=True)
class Report:
    """What became of the mails that were due."""

    sent: int = 0
    postponed: int = 0
    given_up: int = 0


def send_due(connection: BaseEmailBackend | None = None) -> Report:
    """Send what is due, and return what became of it.

    Raises OSError or SMTPException when no server answers; then everything waits as it is.
    A mail may be sent twice when the sender dies, but never less than once: both have one id.
    """
    report = Report()
    due = list(Mail.objects.filter(due__lte=timezone.now()).order_by("due")[:_AT_ONCE])
    if not due:
        return report
    connection = connection or mail.get_connection()
    connection.open()
    try:
        for each in due:
            if _claim(each):
                _send(each, connection, report)
    finally:
        connection.close()
    return report


def _claim(each: Mail) -> bool:
    mine = Mail.objects.filter(pk=each.pk, due=each.due)
    return bool(mine.update(due=timezone.now() + _LEASE, attempts=F("attempts") + 1))


def _send(each: Mail, connection: BaseEmailBackend, report: Report) -> None:
    try:
        connection.send_messages([_message(each)])
    except (SMTPException, OSError) as error:
        if _is_final(error) or timezone.now() - each.created > _PATIENCE:
            report.given_up += 1
            due = None
        else:
            report.postponed += 1
            due = timezone.now() + min(_LONGEST_PAUSE, dt.timedelta(minutes=2**each.attempts))
        Mail.objects.filter(pk=each.pk).update(due=due, error=str(error)[:300])
    else:
        report.sent += 1
        Mail.objects.filter(pk=each.pk).delete()


def _is_final(error: Exception) -> bool:
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= _FOR_GOOD for code, _ in error.recipients.values())
    return isinstance(error, SMTPResponseException) and error.smtp_code >= _FOR_GOOD


def _message(each: Mail) -> mail.EmailMessage:
    host = urlsplit(settings.SITE_URL).hostname
    headers = {
        "Message-ID": f"<comments-{each.pk}-{each.created:%Y%m%d%H%M%S}@{host}>",
        "Auto-Submitted": "auto-generated",
    }
    return mail.EmailMessage(each.subject, each.body, to=[each.to], headers=headers | each.headers)
