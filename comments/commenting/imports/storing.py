"""Imported comments in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from commenting import life
from commenting.markup import render
from commenting.models import Comment, State
from commenting.words import digest_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from commenting.imports.placing import Placed, Plan


def known_ids(source: str) -> dict[str, int]:
    """Return the comments that were imported before, by their ids in the other system."""
    found = Comment.objects.filter(source=source)
    return dict(found.values_list("source_id", "pk"))


@transaction.atomic
def store(plan: Plan, moderators: Collection[str]) -> int:
    """Store what is planned and was not imported before, all or nothing; return how much it was.

    What was imported before stays as moderators and writers have left it.
    """
    known = known_ids(plan.source)
    before = len(known)
    for each in plan.placed:
        if each.comment.id not in known:
            comment = _comment(plan.source, each, known, moderators)
            comment.save(force_insert=True)
            known[each.comment.id] = comment.pk
    if len(known) > before:
        transaction.on_commit(life.ask_for_a_build)
    return len(known) - before


def _comment(
    source: str, placed: Placed, known: dict[str, int], moderators: Collection[str]
) -> Comment:
    """Return a comment that brings no mail to anybody: no address here was confirmed."""
    exported = placed.comment
    is_gone = exported.state == "deleted"
    return Comment(
        source=source,
        source_id=exported.id,
        thread=placed.thread,
        parent_id=known.get(exported.parent),
        created=exported.created,
        decided=exported.created,
        announced=True,
        state=State(exported.state),
        is_moderator=exported.email.lower() in moderators,
        name="" if is_gone else exported.name,
        text=exported.text,
        html=render(exported.text),
        digest="" if is_gone else digest_of(exported.text),
        wants_replies=False,
    )
