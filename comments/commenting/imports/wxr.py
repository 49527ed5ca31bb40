"""Comments in an export of WordPress (WXR)."""

from __future__ import annotations

import bisect
import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlsplit

from commenting.imports.exports import Export, Exported, Note, State, one_line, unescaped
from commenting.imports.markup import from_html
from commenting.imports.xml import elements, local, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from lxml.etree import _Element

_STATES: dict[str, State] = {
    "1": "approved",
    "approve": "approved",
    "0": "pending",
    "hold": "pending",
}
_IS_COMMENT = {"", "comment"}  # before WordPress 5.5 its type was empty
_NEVER = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - stands in for a time that is left out

_Times: TypeAlias = "Sequence[tuple[dt.datetime, dt.timedelta]]"


@dataclass(frozen=True, slots=True)
class _Found:
    """A comment whose time may be known in its author's zone only."""

    comment: Exported
    local: dt.datetime | None
    is_exact: bool


def read_wxr(path: Path) -> Export:
    """Return the comments of an export of WordPress.

    Pingbacks, trackbacks, spam and what is in the trash are left out. Raises UnreadableError.
    """
    found: list[_Found] = []
    left_out: list[Note] = []
    site = ""
    for element in elements(path, "rss", ("base_blog_url", "item")):
        if local(element) == "item":
            _read_item(element, site, found, left_out)
        else:
            site = _site(element.text)
    comments, changed = _with_times(found, left_out)
    return Export("wordpress", tuple(comments), tuple(left_out), tuple(changed))


def _site(address: str | None) -> str:
    """Return what tells the comments of several blogs apart."""
    parts = urlsplit(one_line(address))
    return f"{parts.netloc}{parts.path.rstrip('/')}/"


def _read_item(item: _Element, site: str, found: list[_Found], left_out: list[Note]) -> None:
    address = one_line(words(item, "link"))
    for element in item:
        if local(element) == "comment":
            if reason := _reason_to_leave_out(element):
                left_out.append(Note(_id(element, site), reason))
            else:
                found.append(_found(element, site, address))


def _reason_to_leave_out(element: _Element) -> str:
    kind = one_line(words(element, "comment_type"))
    if kind not in _IS_COMMENT:
        return f"a {kind}"
    state = one_line(words(element, "comment_approved"))
    return "" if state in _STATES else {"trash": "in the trash"}.get(state, state or "no state")


def _id(element: _Element, site: str) -> str:
    return site + one_line(words(element, "comment_id"))


def _found(element: _Element, site: str, address: str) -> _Found:
    parent = one_line(words(element, "comment_parent"))
    gmt = _time(words(element, "comment_date_gmt"))
    local_time = _time(words(element, "comment_date"))
    return _Found(
        Exported(
            id=_id(element, site),
            address=address,
            created=(gmt or local_time or _NEVER).replace(tzinfo=dt.UTC),
            text=from_html(words(element, "comment_content"), address, lines_break=True),
            state=_STATES[one_line(words(element, "comment_approved"))],
            parent=site + parent if parent.strip("0") else "",
            name=unescaped(words(element, "comment_author")),
            email=one_line(words(element, "comment_author_email")),
        ),
        local_time,
        is_exact=gmt is not None,
    )


def _time(value: str) -> dt.datetime | None:
    """Return a time; old versions of WordPress wrote zeros where they knew none."""
    try:
        return dt.datetime.strptime(one_line(value), "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007 - its zone is known by its field
    except ValueError:
        return None


def _with_times(found: Sequence[_Found], left_out: list[Note]) -> tuple[list[Exported], list[Note]]:
    """Return the comments in UTC; a time without one is that of the nearest that has both."""
    known = sorted(
        (each.local, each.comment.created.replace(tzinfo=None) - each.local)
        for each in found
        if each.is_exact and each.local
    )
    comments, changed = [], []
    for each in found:
        if each.is_exact:
            comments.append(each.comment)
        elif each.local:
            comments.append(replace(each.comment, created=_guess(each.local, known)))
            changed.append(Note(each.comment.id, "its time in UTC is worked out from local time"))
        else:
            left_out.append(Note(each.comment.id, "no time"))
    return comments, changed


def _guess(local_time: dt.datetime, known: _Times) -> dt.datetime:
    """Return a local time in UTC, as far from it as the nearest time that is known in both."""
    after = bisect.bisect(known, (local_time, dt.timedelta.max))
    near = known[max(0, after - 1) : after + 1]
    nearest = min(near, key=lambda each: abs(each[0] - local_time), default=(None, dt.timedelta()))
    return (local_time + nearest[1]).replace(tzinfo=dt.UTC)
