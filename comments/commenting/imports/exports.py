"""What is read from an export, whichever system wrote it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt

State = Literal["approved", "pending", "deleted"]

_SPACES = re.compile(r"\s+")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class UnreadableError(Exception):
    """A file is not the export that it should be; the message says what was expected."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A comment as the other system knew it."""

    id: str  # in the other system
    address: str  # of its page there
    created: dt.datetime  # in UTC
    text: str  # in Markdown
    state: State = "approved"
    parent: str = ""  # id of the comment that it answers
    name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What was not carried over as it was, and why."""

    id: str  # of the comment in the other system
    what: str


@dataclass(frozen=True, slots=True)
class Export:
    """What an export holds."""

    source: str  # the system
    comments: tuple[Exported, ...]  # in the order of the file
    left_out: tuple[Note, ...] = ()
    changed: tuple[Note, ...] = ()


def printable(text: str) -> str:
    """Return a text without control characters, which PostgreSQL refuses and nobody sees."""
    return _UNPRINTABLE.sub("", text).strip()


def one_line(value: str | None) -> str:
    """Return a name or an address on one line."""
    return printable(_SPACES.sub(" ", value or ""))


def unescaped(value: str | None) -> str:
    """Return a name that the other system keeps as it stands in HTML: `Tom &amp; Ann`."""
    return one_line(html.unescape(value or ""))
