"""Where the comments of an export belong on this site, and which of them it can take."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from commenting.imports.exports import Export, Exported, Note
from commenting.models import LONGEST_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

_LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class Placed:
    """A comment on a page of ours."""

    comment: Exported
    thread: str  # address of the page, from the site's root


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do."""

    source: str
    placed: tuple[Placed, ...]  # each after what it answers, otherwise oldest first
    left_out: tuple[Note, ...]
    changed: tuple[Note, ...]
    unknown: tuple[tuple[str, int], ...]  # addresses no page has, with their comments, most first


@dataclass
class _Notes:
    """What is said on the way from an export to a plan."""

    left_out: list[Note] = field(default_factory=list)
    changed: list[Note] = field(default_factory=list)


def path_of(address: str) -> str:
    """Return the path of an address, whatever its host and query are; "" where it is none."""
    try:
        return urlsplit(address).path
    except ValueError:  # "http://["
        return ""


def plan_import(export: Export, thread_at: Callable[[str], str | None]) -> Plan:
    """Return where each comment of an export goes; `thread_at` knows our threads by a path."""
    notes = _Notes([*export.left_out], [*export.changed])
    addresses = {each.address for each in export.comments}
    threads = {each: thread for each in addresses if (thread := thread_at(path_of(each)))}
    unknown = Counter(each.address for each in export.comments if each.address not in threads)
    placed = [
        Placed(_fitting(each, notes), threads[each.address])
        for each in _each_once(export.comments, notes)
        if each.address in threads
    ]
    ordered = _in_order({each.comment.id: each for each in placed}, notes)
    kept = _without_forgotten(ordered, notes)
    return Plan(
        export.source,
        tuple(kept),
        tuple(notes.left_out),
        tuple(notes.changed),
        tuple(unknown.most_common()),
    )


def _each_once(comments: Iterable[Exported], notes: _Notes) -> Iterator[Exported]:
    """Yield the comments that have an id and words, or once had."""
    known: set[str] = set()
    for comment in comments:
        if not 0 < len(comment.id) <= _LONGEST_ID or comment.id in known:
            notes.left_out.append(Note(comment.id, "no id of its own"))
        elif not comment.text and comment.state != "deleted":
            notes.left_out.append(Note(comment.id, "no words"))
        else:
            known.add(comment.id)
            yield comment


def _fitting(comment: Exported, notes: _Notes) -> Exported:
    if len(comment.name) <= LONGEST_NAME:
        return comment
    notes.changed.append(Note(comment.id, f"its name was cut to {LONGEST_NAME} characters"))
    return replace(comment, name=comment.name[:LONGEST_NAME].strip())


def _in_order(placed: Mapping[str, Placed], notes: _Notes) -> list[Placed]:
    """Return comments with what they answer before them; what answers nobody stands at the top."""
    known = {own: _with_parent(each, placed, notes) for own, each in placed.items()}
    ordered: dict[str, Placed] = {}
    for each in sorted(known.values(), key=_age):
        # No recursion: a thread may be deeper than Python's stack.
        waiting: dict[str, Placed] = {}
        own = each.comment.id
        while own and own not in ordered and own not in waiting:
            waiting[own] = known[own]
            own = known[own].comment.parent
        if own in waiting:  # they answer one another in a circle
            last = next(reversed(waiting))
            notes.changed.append(Note(last, "stands at the top: it answers what answers it"))
            waiting[last] = _at_the_top(waiting[last])
        ordered |= dict(reversed(waiting.items()))
    return [*ordered.values()]


def _age(placed: Placed) -> tuple[object, ...]:
    return placed.comment.created, len(placed.comment.id), placed.comment.id


def _with_parent(placed: Placed, others: Mapping[str, Placed], notes: _Notes) -> Placed:
    """Return a comment whose parent is on the same page, or none."""
    comment = placed.comment
    parent = others.get(comment.parent)
    if not comment.parent or (parent and parent.thread == placed.thread):
        return placed
    why = "is on another page" if parent else "was left out or never there"
    notes.changed.append(Note(comment.id, f"stands at the top: what it answers {why}"))
    return _at_the_top(placed)


def _at_the_top(placed: Placed) -> Placed:
    return replace(placed, comment=replace(placed.comment, parent=""))


def _without_forgotten(ordered: Iterable[Placed], notes: _Notes) -> list[Placed]:
    """Return what was said, and the places of what was deleted after somebody answered."""
    answered: set[str] = set()
    kept: list[Placed] = []
    for each in reversed([*ordered]):
        if each.comment.state != "deleted" or each.comment.id in answered:
            answered.add(each.comment.parent)
            kept.append(each)
        else:
            notes.left_out.append(Note(each.comment.id, "deleted, and nobody answered it"))
    return kept[::-1]
