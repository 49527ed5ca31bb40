"""What the fields of front matter may hold: readers that return a value or say what they expect."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, TypeVar

from interviewing.problems import near

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    Reader = Callable[[Any], Any]

T = TypeVar("T")

# MkDocs writes the newest date into a compressed sitemap, as seconds since 1970 in four bytes.
_FIRST_DAY, _LAST_DAY = dt.date(1970, 1, 1), dt.date(2099, 12, 31)
_FIRST_YEAR, _LAST_YEAR = 1900, 2999
_MOST_ITEMS = 500
_LONGEST_NAME = 100  # characters; it becomes the name of a file
_URL = re.compile(r"https?://[^\s/$.?#][^\s]*")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(
        chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)
    )
    + "]"
)


class Expected(ValueError):  # noqa: N818 - it reads "raise Expected('a date …', value)"
    """What a field, or each of several parts of it, should have held."""

    def __init__(self, expected: str, got: object) -> None:
        """Complain about the whole value."""
        self.complaints: tuple[tuple[str, str, object], ...] = (("", expected, got),)
        super().__init__(expected)

    @classmethod
    def of_parts(cls, parts: Iterable[tuple[str, Expected]]) -> Expected:
        """Return one exception for the complaints of several parts, each named by its place."""
        together = cls("", None)
        together.complaints = tuple(
            (place + deeper, expected, got)
            for place, error in parts
            for deeper, expected, got in error.complaints
        )
        return together


def text(form: str) -> Callable[[Any], str]:
    """Return a reader of one line of text; `form` says what kind, such as "a title in words"."""

    def read(value: Any) -> str:
        if not isinstance(value, str):
            lacks_quotes = isinstance(value, int | dt.date | dict)  # a dict is “words: words”
            raise Expected(form + (" (put quotes around it)" if lacks_quotes else ""), value)
        line = " ".join(value.split())
        if not line or unprintable(line):
            raise Expected(form, value)
        return line

    return read


def unprintable(value: str) -> str:
    """Return the first control character, surrogate or non-character, or nothing.

    XML or HTML forbids them, and nobody can see them.
    """
    match = None if _is_printable(value) else _UNPRINTABLE.search(value)
    return match[0] if match else ""


def printable(value: str) -> str:
    """Return a text without what `unprintable` finds."""
    return value if _is_printable(value) else _UNPRINTABLE.sub("", value)


def _is_printable(value: str) -> bool:
    """Return whether every character can be seen, by Python's own test in a tenth of the time."""
    return value.replace("\n", "").isprintable()


def day(value: Any) -> dt.date:
    """Read a date; a time of day is refused, since days and times do not compare."""
    if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
        raise Expected("a date such as 2026-01-31", value)
    if not _FIRST_DAY <= value <= _LAST_DAY:
        raise Expected(f"a date from {_FIRST_DAY} to {_LAST_DAY}", value)
    return value


def identifier(value: Any) -> str:
    """Read a name for use in addresses."""
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise Expected("lower-case letters, digits and hyphens, such as declining-an-offer", value)
    if len(value) > _LONGEST_NAME:
        raise Expected(f"at most {_LONGEST_NAME} characters", value)
    return value


def url(value: Any) -> str:
    """Read the address of a page elsewhere."""
    if not isinstance(value, str) or not _URL.fullmatch(value) or unprintable(value):
        raise Expected("an address such as https://example.org/page", value)
    return value


def whole_number(value: Any) -> int:
    """Read a number from 1 on."""
    if type(value) is not int or value < 1:  # True is an int too
        raise Expected("a whole number from 1 on", value)
    return value


def year(value: Any) -> int:
    """Read the year of a publication."""
    if type(value) is not int or not _FIRST_YEAR <= value <= _LAST_YEAR:  # True is an int too
        raise Expected("a year such as 2026", value)
    return value


def truth(value: Any) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise Expected("true or false", value)
    return value


def one_of(*names: str) -> Callable[[Any], str]:
    """Return a reader of one of these names."""

    def read(value: Any) -> str:
        if value not in names:
            raise Expected("one of " + ", ".join(names), value)
        return str(value)

    return read


def list_of(read: Callable[[Any], T]) -> Callable[[Any], tuple[T, ...]]:
    """Return a reader of a list whose items `read` reads."""

    def read_list(value: Any) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise Expected("a list such as [one, two]", value)
        if len(value) > _MOST_ITEMS:
            raise Expected(f"at most {_MOST_ITEMS} items", len(value))
        return tuple(_read_all((f"[{number}]", read, item) for number, item in enumerate(value)))

    return read_list


def mapping(
    make: Callable[..., T], readers: Mapping[str, Reader], required: Collection[str]
) -> Callable[[Any], T]:
    """Return a reader of named parts, which are handed to `make` by keyword."""
    form = "{" + ", ".join(f"{name}: …" for name in readers if name in required) + "}"

    def refuse(name: object) -> None:
        raise Expected("one of " + ", ".join(readers) + near(str(name), readers), name)

    def read(value: Any) -> T:
        if not isinstance(value, dict):
            raise Expected(form, value)
        present = [
            name for name in readers if value.get(name) not in (None, "") or name in required
        ]
        known = [(f".{name}", readers[name], value.get(name)) for name in present]
        unknown = [("", refuse, name) for name in value if name not in readers]
        parts = _read_all([*known, *unknown])
        return make(**dict(zip(present, parts, strict=True)))

    return read


def _read_all(parts: Iterable[tuple[str, Callable[[Any], T], Any]]) -> list[T]:
    values, refused = [], []
    for place, read, value in parts:
        try:
            values.append(read(value))
        except Expected as error:
            refused.append((place, error))
    if refused:
        raise Expected.of_parts(refused)
    return values
