"""Letters and scripts: words a reader can send or say, written as fenced blocks."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewing.markdown import fences
from interviewing.problems import near
from interviewing.slugs import slugify

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = ("letter", "script")
_HEADERS = {"letter": ("title", "situation", "subject"), "script": ("title", "situation")}
_MISSPELT = 0.8  # how alike a word is to a kind, by difflib; "javascript" is 0.75
_RULE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_BLANK = re.compile(r"\[\[(?!\s+\])([^\[\]\n]+)\]\]")
_MARK = '<figure class="iv-letter '
_PLACE = re.compile(_MARK + '[^>]*? id="([^"]+)"')  # as partials/letter.html writes it
_STRAY_BRACKETS = re.compile(r".{0,20}(?:\[\[|\]\]).{0,20}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a letter: words to keep, or the name of a blank to fill in."""

    text: str
    is_blank: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to send (with a subject) or a script to say (without one)."""

    kind: str
    title: str
    situation: str
    subject: tuple[Piece, ...]
    body: tuple[Piece, ...]

    @property
    def slug(self) -> str:
        """Return its anchor on the page of its article."""
        return f"{self.kind}-{slugify(self.title)}"

    @property
    def blanks(self) -> tuple[str, ...]:
        """Return the names of the blanks, each once, in order of appearance."""
        pieces = (*self.subject, *self.body)
        return tuple(dict.fromkeys(piece.text for piece in pieces if piece.is_blank))


class LetterError(ValueError):
    """What is wrong with a letter: what was expected, and what was found."""

    def __init__(self, expected: str, got: str) -> None:
        """Keep both halves apart, for whoever knows the file and the line."""
        self.expected, self.got = expected, got
        super().__init__(f"expected {expected}, got {got}")


def parse_letter(kind: str, text: str) -> Letter:
    """Return the letter written in a fenced block, or raise LetterError."""
    rule = _RULE.search(text)
    if not rule:
        form = ", ".join(f"“{name}: …”" for name in _HEADERS[kind])
        raise LetterError(f"{form}, a line “---” and the words", "no line “---”")
    headers, body = _headers(kind, text[: rule.start()].strip("\n")), text[rule.end() :]
    for name in _HEADERS[kind]:
        if not headers.get(name):
            raise LetterError(f"a line “{name}: …” above the “---”", "none")
    if not body.strip():
        raise LetterError("words below the “---”", "none")
    return Letter(
        kind=kind,
        title=headers["title"],
        situation=headers["situation"],
        subject=_pieces(headers.get("subject", "")),
        body=_pieces(body.strip("\n")),
    )


def letters_in(markdown: str) -> Iterator[tuple[int, Letter | LetterError]]:
    """Yield (line, letter or what is wrong with it) for each letter of a text, in order."""
    for fence in fences(markdown):
        kind = next(iter(fence.info.split()), "")
        try:
            if kind in KINDS:
                yield fence.line, parse_letter(kind, fence.text)
            elif meant := difflib.get_close_matches(kind.lower(), KINDS, n=1, cutoff=_MISSPELT):
                yield fence.line, LetterError(f"{fence.mark}{meant[0]}", repr(kind))
        except LetterError as error:
            yield fence.line, error


def letter_ids(html: str) -> set[str]:
    """Return the anchors of the letters on a rendered page."""
    return set(_PLACE.findall(html)) if _MARK in html else set()


def _headers(kind: str, head: str) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in head.split("\n") if head else []:
        name, colon, value = line.partition(":")
        name = name.strip()
        if not colon:
            raise LetterError("“name: value” on each line above the “---”", repr(line))
        if name not in _HEADERS[kind]:
            known = " or ".join(_HEADERS[kind])
            hint = near(name, _HEADERS[kind])
            raise LetterError(f"{known} above the “---” of a {kind}{hint}", repr(name))
        if name in headers:
            raise LetterError(f"a single line “{name}: …” above the “---”", "two")
        headers[name] = value.strip()
    return headers


def _pieces(text: str) -> tuple[Piece, ...]:
    """Return the text cut at its `[[blanks]]`; odd pieces of a split are the blanks' names."""
    parts = _BLANK.split(text)
    for part in parts[::2]:
        if stray := _STRAY_BRACKETS.search(part):
            raise LetterError("each blank as [[its name]] on one line", repr(stray[0]))
    pieces = (
        Piece(part.strip() if number % 2 else part, is_blank=bool(number % 2))
        for number, part in enumerate(parts)
    )
    return tuple(piece for piece in pieces if piece.text)
