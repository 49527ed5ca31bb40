"""Send the mail that is due; run once a minute."""

from __future__ import annotations

import time
from smtplib import SMTPException
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from commenting import outbox

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Send what is due, once or again and again."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a pause in seconds, to go on for ever."""
        parser.add_argument("--every", type=float, metavar="SECONDS", help="go on, with this pause")

    def handle(self, *_: object, every: float | None = None, **__: Any) -> None:
        """Send, and say what became of it where there was something to send."""
        while True:
            try:
                self._send()
            except (OSError, SMTPException) as error:
                said = f"The mail server does not answer, so everything waits: {error}"
                if not every:
                    raise CommandError(said) from error
                self.stderr.write(said)
            if not every:
                return
            connection.close()
            try:
                time.sleep(every)
            except KeyboardInterrupt:
                return

    def _send(self) -> None:
        report = outbox.send_due()
        if report.sent or report.postponed or report.given_up:
            self.stdout.write(
                f"{report.sent} sent, {report.postponed} to try again, {report.given_up} given up"
            )
