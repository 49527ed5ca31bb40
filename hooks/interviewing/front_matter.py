"""Front matter: the YAML above an article, and readers for what its fields may hold."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import yaml

from interviewing.problems import Problem, near, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    Reader = Callable[[Any], Any]

T = TypeVar("T")

_YAML = "YAML between two lines “---” (quotes around a value that begins with a sign or holds “: ”)"
_LARGEST = 100_000  # characters; ours have 5,000
_DEEPEST = 20  # levels; ours have three
# MkDocs writes the newest date into a compressed sitemap, as seconds since 1970 in four bytes.
_FIRST_DAY, _LAST_DAY = dt.date(1970, 1, 1), dt.date(2099, 12, 31)
_MOST_ITEMS = 500
_LONGEST_NAME = 100  # characters; it becomes the name of a file

_OPENING = re.compile(r"---[ \t]*\n")
_BLOCK = re.compile(
    r"---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
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


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # C is 8x faster
    """YAML without the silent loss of a field that is written twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - PyYAML's signature
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    raise Expected("each field once", _at(f"{key.value} again", key.start_mark))
                seen.add(key.value)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return mapping

    def construct_day(self, node: yaml.ScalarNode) -> Any:
        """Return a date, or the text itself where there is no such day."""
        try:
            return super().construct_yaml_timestamp(node)
        except ValueError:
            return node.value


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.construct_day)
# YAML 1.1 takes "no" for false, 12:30 for 750 and 010 for 8. Here they are words.
_Loader.yaml_implicit_resolvers = {}
for _kind, _form, _first in (
    ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", "0|[1-9][0-9]{0,17}", "0123456789"),
    ("null", "~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("timestamp", "[0-9]{4}-[0-9]{2}-[0-9]{2}", "0123456789"),
):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_kind}", re.compile(rf"(?:{_form})\Z"), list(_first)
    )


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown file, taken apart."""

    fields: dict[str, Any]
    body: str  # Markdown below the front matter, line ends as "\n"
    first_line: int  # of the body, in the file


def split(content: bytes | str) -> Page:
    """Return the fields above a text and the Markdown below them.

    Fields with nothing behind them count as absent. Raises Expected when the bytes are not
    UTF-8 or the block above the text is not a YAML mapping.
    """
    text = _decode(content).replace("\r\n", "\n").replace("\r", "\n")
    match = _BLOCK.match(text)
    if match:
        present = {
            str(name): value
            for name, value in _load(match["yaml"]).items()
            if value not in (None, "")
        }
        return Page(present, text[match.end() :], match[0].count("\n") + 1)
    if _OPENING.match(text):
        raise Expected("a second line “---” below the fields", "none")
    return Page({}, text, 1)


def _load(text: str) -> dict[Any, Any]:
    if len(text) > _LARGEST:
        raise Expected(f"at most {_LARGEST} characters between two lines “---”", str(len(text)))
    if char := unprintable(text):
        line = text.count("\n", 0, text.index(char)) + 2
        raise Expected("text without control characters", f"{char!r} in line {line}")
    try:
        _refuse_traps(text)
        fields = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        what = getattr(error, "problem", None) or str(error).partition("\n")[0]
        raise Expected(_YAML, _at(what, getattr(error, "problem_mark", None))) from error
    if not isinstance(fields, dict | None):
        raise Expected("lines such as “title: …” between two lines “---”", shown(fields))
    return fields or {}


def _refuse_traps(text: str) -> None:
    """Refuse the parts of YAML that no field needs and that have brought programs down.

    A few lines of anchors make a billion items, 20,000 brackets crash the parser written in C and
    Python with it, and a tag such as !!bool makes PyYAML fail on any other text with a KeyError.
    """
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if getattr(event, "anchor", None) or getattr(event, "tag", None):
            expected = "no &, * or ! in front of a value (put quotes around it)"
            raise Expected(expected, _at("one", event.start_mark))
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            expected = f"lists and fields at most {_DEEPEST} levels deep"
            raise Expected(expected, _at("one more", event.start_mark))


def _at(found: str, mark: Any) -> str:
    return f"{found} (line {mark.line + 2})" if mark else found


def _decode(content: bytes | str) -> str:
    if isinstance(content, str):
        return content.removeprefix("\ufeff")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        got = f"the byte 0x{content[error.start]:02x} in line {line} (save the file as UTF-8)"
        raise Expected("UTF-8 text", got) from error


def file_problems(source: str, error: Expected) -> list[Problem]:
    """Return what `split` found wrong with a file as a whole."""
    return [Problem(source, "file", expected, str(got)) for _, expected, got in error.complaints]


def read_fields(
    source: str, fields: Mapping[str, Any], readers: Mapping[str, Reader], required: Collection[str]
) -> tuple[dict[str, Any], list[Problem]]:
    """Return what the readers made of the fields, and a problem for each that they refused."""
    values: dict[str, Any] = {}
    problems = [
        Problem(source, name, "a known field" + near(name, readers), "an unknown one")
        for name in fields
        if name not in readers
    ]
    for name, read in readers.items():
        if name not in fields and name not in required:
            continue
        try:
            values[name] = read(fields.get(name))
        except Expected as error:
            problems += (
                Problem(source, name + place, expected, shown(got))
                for place, expected, got in error.complaints
            )
    return values, problems


def text(form: str) -> Callable[[Any], str]:
    """Return a reader of one line of text; `form` says what kind, such as "a title in words"."""

    def read(value: Any) -> str:
        if not isinstance(value, str):
            is_plain = isinstance(value, int | dt.date)
            raise Expected(form + (" (put quotes around it)" if is_plain else ""), value)
        line = " ".join(value.split())
        if not line or unprintable(line):
            raise Expected(form, value)
        return line

    return read


def unprintable(value: str) -> str:
    """Return the first control character, surrogate or non-character, or nothing.

    XML or HTML forbids them, and nobody can see them.
    """
    match = _UNPRINTABLE.search(value)
    return match[0] if match else ""


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
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise Expected("a whole number from 1 on", value)
    return value


def year(value: Any) -> int:
    """Read the year of a publication."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1900 <= value <= 2999:  # noqa: PLR2004
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
