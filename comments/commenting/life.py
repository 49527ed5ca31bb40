"""What becomes of a comment, and what follows from it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from commenting import mails
from commenting.markup import render
from commenting.models import Comment, State

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger(__name__)


def decide(comment: Comment, state: State) -> Comment:
    """Return a comment in its new state; one that was deleted stays so."""
    return _change(comment, lambda found: _enter(found, state))


def revise(comment: Comment, state: State, **values: object) -> Comment:
    """Return a comment with other words and what is known of them, in a state of its own."""

    def change(found: Comment) -> None:
        for name, value in values.items():
            setattr(found, name, value)
        found.html = render(found.text)
        _enter(found, state)

    return _change(comment, change)


def erase(comment: Comment) -> Comment:
    """Return what stays of a comment when its writer or a moderator deletes it: its place."""

    def change(found: Comment) -> None:
        found.mails.all().delete()
        found.name = found.text = found.html = found.email = found.browser = ""
        found.network = found.digest = ""
        found.address = found.confirmed = found.linked = found.stamp = None
        found.reasons, found.score = [], 0
        _enter(found, State.DELETED)

    return _change(comment, change)


@transaction.atomic
def _change(comment: Comment, change: Callable[[Comment], None]) -> Comment:
    found = Comment.objects.select_for_update().get(pk=comment.pk)
    if found.state == State.DELETED:
        return found
    was_visible = found.is_visible
    change(found)
    found.save()
    if found.is_visible or was_visible:
        follow(found)
    return found


def _enter(comment: Comment, state: State) -> None:
    if comment.state != state:
        comment.state, comment.decided = state, timezone.now()


def follow(comment: Comment) -> None:
    """Do what follows from a change that readers can see."""
    transaction.on_commit(ask_for_a_build)
    if comment.state == State.APPROVED and not comment.announced:
        comment.announced = True
        comment.save(update_fields=["announced"])
        mails.tell_of_a_reply(comment)


def ask_for_a_build() -> None:
    """Touch the file that a build of the site waits for."""
    try:
        settings.CHANGED_FILE.touch()
    except OSError:
        _log.exception("%s: expected a file that may be written", settings.CHANGED_FILE)
