"""Where the comments of an export belong on this site, and which of them it can take."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from commenting.imports.exports import Export, Exported, Note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_LONGEST_NAME = 80
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")
_LONGEST_EMAIL = 254


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


def page_key(address: str) -> str:
    """Return what the addresses of one page have in common, whatever their host and ending."""
    try:
        path = urlsplit(address).path
    except ValueError:  # "http://[": no address at all
        path = ""
    return unquote(path).removesuffix("index.html").strip("/")


def plan_import(export: Export, pages: Mapping[str, str]) -> Plan:
    """Return where each comment of an export goes; `pages` are our threads by `page_key`."""
    notes = _Notes([*export.left_out], [*export.changed])
    unknown = Counter(
        each.address for each in export.comments if page_key(each.address) not in pages
    )
    placed = [
        Placed(_fitting(each, notes), pages[page_key(each.address)])
        for each in _each_once(export.comments, notes)
        if page_key(each.address) in pages
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
        if not comment.id or comment.id in known:
            notes.left_out.append(Note(comment.id, "no id of its own"))
        elif not comment.text and comment.state != "deleted":
            notes.left_out.append(Note(comment.id, "no words"))
        else:
            known.add(comment.id)
            yield comment


def _fitting(comment: Exported, notes: _Notes) -> Exported:
    """Return a comment that the database takes: a short name, an address or none."""
    if len(comment.name) > _LONGEST_NAME:
        notes.changed.append(Note(comment.id, f"name cut to {_LONGEST_NAME} characters"))
        comment = replace(comment, name=comment.name[:_LONGEST_NAME].strip())
    is_email = _EMAIL.fullmatch(comment.email) and len(comment.email) <= _LONGEST_EMAIL
    if comment.email and not is_email:
        notes.changed.append(Note(comment.id, "what is no e-mail address was left away"))
        comment = replace(comment, email="")
    return comment


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
