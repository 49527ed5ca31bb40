"""Erase what is kept for a time only; run once a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from commenting.models import Block, Comment, State

# docs/privacy.md promises these to readers.
_NETWORK = dt.timedelta(days=30)
_UNCONFIRMED = dt.timedelta(days=7)
_REFUSED = dt.timedelta(days=90)


class Command(BaseCommand):
    """Erase old network addresses, addresses that nobody confirmed, and old spam."""

    help = __doc__

    @transaction.atomic
    def handle(self, *_: object, **__: Any) -> None:
        """Erase, and say how much it was."""
        now = timezone.now()
        comments = Comment.objects.all()
        refused = comments.filter(
            state__in=[State.SPAM, State.REJECTED], created__lt=now - _REFUSED, replies=None
        ).delete()[0]
        networks = (
            comments.filter(created__lt=now - _NETWORK)
            .exclude(state=State.SPAM)
            .exclude(address=None, network="")
            .update(address=None, network="")
        )
        emails = (
            comments.filter(created__lt=now - _UNCONFIRMED, confirmed=None)
            .exclude(email="")
            .update(email="")
        )
        Block.objects.filter(until__lt=now).delete()
        call_command("clearsessions")
        self.stdout.write(
            f"{refused} refused comments, {networks} network addresses and "
            f"{emails} unconfirmed email addresses erased"
        )
