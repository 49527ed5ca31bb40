"""Front matter: the YAML above a text, read without losing or guessing anything."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from interviewing.fields import Expected, unprintable
from interviewing.problems import Problem, near, shown

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from interviewing.fields import Reader

_YAML = (
    "YAML between two lines “---” "
    "(double quotes around a value that begins with a sign or holds “: ”)"
)
_OPENED = (
    "quoted scalar",
    "flow",
)  # what PyYAML's errors tell of where it begins, not where it ends
_LARGEST = 100_000  # characters; ours have 5,000
_DEEPEST = 20  # levels; ours have three

_OPENING = re.compile(r"---[ \t]*\n")
_TOO_LATE = re.compile(r"\s+---[ \t]*\n[^\n:]+:")
_CUTS_OFF = re.compile(r"[ \t]+#\S")
_BLOCK = re.compile(
    r"---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)


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
    if _TOO_LATE.match(text):
        raise Expected("“---” at the very beginning of the file", "blanks before it")
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
        raise Expected(_YAML, _fault(error, text)) from error
    if not isinstance(fields, dict | None):
        raise Expected("lines such as “title: …” between two lines “---”", shown(fields))
    return fields or {}


def _fault(error: yaml.YAMLError, text: str) -> str:
    """Return the line that YAML cannot be made of, and why."""
    what = getattr(error, "problem", None) or str(error).partition("\n")[0]
    is_opened = any(part in (getattr(error, "context", None) or "") for part in _OPENED)
    mark = getattr(error, "context_mark" if is_opened else "problem_mark", None)
    if not mark:
        return what
    line = (*text.split("\n"), "")[mark.line]
    return f"{shown(line)} in line {mark.line + 2} ({what})"


def _refuse_traps(text: str) -> None:
    """Refuse the parts of YAML that no field needs and that have lost words or brought programs down.

    A few lines of anchors make a billion items, 20,000 brackets crash the parser written in C and
    Python with it, and a tag such as !!bool makes PyYAML fail on any other text with a KeyError.
    Of the title “Rule #1 of asking”, only “Rule” is left.
    """
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if getattr(event, "anchor", None) or getattr(event, "tag", None):
            expected = "no &, * or ! in front of a value (put quotes around it)"
            raise Expected(expected, _at("one", event.start_mark))
        end = getattr(event, "end_mark", None)
        is_plain = isinstance(event, yaml.ScalarEvent) and not event.style
        if is_plain and end and _CUTS_OFF.match(text, end.index):
            expected = "double quotes around a value with “ #” in it, or a space after the “#”"
            raise Expected(expected, _at("neither", end))
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
    """Return what the readers made of the fields, and what is wrong: refused, missing, unknown."""
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
