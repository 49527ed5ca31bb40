"""Comments in an export of Disqus."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from commenting.imports.exports import Export, Exported, Note, State, one_line
from commenting.imports.markup import from_html
from commenting.imports.xml import child, elements, local, words

if TYPE_CHECKING:
    from pathlib import Path

    from lxml.etree import _Element

_ID = "{http://disqus.com/disqus-internals}id"


def read_disqus(path: Path) -> Export:
    """Return the comments of an export of Disqus; spam is left out. Raises UnreadableError."""
    addresses: dict[str, str] = {}
    comments: list[Exported] = []
    left_out: list[Note] = []
    for element in elements(path, "disqus", ("thread", "post")):
        if local(element) == "thread":
            addresses[element.get(_ID, "")] = _address(element)
            continue
        created = _time(words(element, "createdAt"))
        if words(element, "isSpam") == "true":
            left_out.append(Note(_id(element), "spam"))
        elif created is None:
            left_out.append(Note(_id(element), "no time"))
        else:
            page = addresses.get(_reference(element, "thread"), "")
            comments.append(_comment(element, page, created))
    return Export("disqus", tuple(comments), tuple(left_out))


def _address(thread: _Element) -> str:
    """Return where a page is; some sites gave its address as its name."""
    return one_line(words(thread, "link")) or one_line(words(thread, "id"))


def _id(element: _Element) -> str:
    return element.get(_ID, "")


def _reference(element: _Element, name: str) -> str:
    below = child(element, name)
    return "" if below is None else _id(below)


def _comment(post: _Element, address: str, created: dt.datetime) -> Exported:
    state = _state(post)
    return Exported(
        id=_id(post),
        address=address,
        created=created,
        text="" if state == "deleted" else from_html(words(post, "message"), address),
        state=state,
        parent=_reference(post, "parent"),
        name=one_line(words(post, "author", "name")),
        email=one_line(words(post, "author", "email")),
    )


def _state(post: _Element) -> State:
    if words(post, "isDeleted") == "true":
        return "deleted"
    return "pending" if words(post, "isApproved") == "false" else "approved"


def _time(value: str) -> dt.datetime | None:
    """Return a time; without a zone it is in UTC, as Disqus says."""
    try:
        moment = dt.datetime.fromisoformat(one_line(value))
    except ValueError:
        return None
    return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)
