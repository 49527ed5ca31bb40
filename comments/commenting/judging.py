"""What becomes of a comment before anybody has read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commenting import questions, spam
from commenting.models import Comment, State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from commenting.questions import Rules, Said


def verdict_on(
    comment: Comment, rules: Rules, homepage: str = "", seconds: float = 60.0
) -> spam.Verdict:
    """Return how much a comment looks like spam; never so for a moderator's."""
    if comment.is_moderator:
        return spam.Verdict(0, ())
    repeats = 0
    if len(comment.text) >= spam.LONG_ENOUGH:
        repeats = questions.repeats(comment.digest, comment.pk)
    said = f"{comment.name}\n{comment.text}"
    blocked = spam.blocked_words(said, rules.words)
    return spam.judge(
        spam.Evidence(comment.text, comment.name, homepage, seconds, repeats, blocked)
    )


def first_state(comment: Comment, rules: Rules, said: Iterable[Said]) -> State:
    """Return whether a comment is published, held or spam, before anybody has read it."""
    if comment.is_moderator:
        return State.APPROVED
    if comment.score >= spam.SPAM:
        return State.SPAM
    if comment.score >= spam.HOLD or rules.holds_all:
        return State.PENDING
    is_known = any(_makes_known(each, comment) for each in said)
    return State.APPROVED if is_known else State.PENDING


def _makes_known(other: Said, comment: Comment) -> bool:
    """Return whether this is a comment of the same browser that a moderator has approved.

    Anybody can give any email address, so one is known only where this browser's earlier comment
    had it and its owner confirmed it.
    """
    if not comment.browser or (other.browser, other.state) != (comment.browser, State.APPROVED):
        return False
    is_another = other.id != comment.pk
    return is_another and (
        not comment.email or bool(other.email == comment.email and other.confirmed)
    )
