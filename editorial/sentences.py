"""The sentences of an article's running text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from interviewing.markdown import plain_text, prose

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINK_TARGET = re.compile(r"(?<=\])\([^()\s]*\)")
_NO_TEXT = re.compile(r"^\s*(?:\||#|!!!)")
_ITEM = re.compile(r"^\s*(?:[-*]|\d+\.)\s+")
_END = re.compile(r"(?<=[.!?])\s+|(?<=[.!?][”\"’)])\s+")


def sentences(markdown: str) -> Iterator[str]:
    """Yield the sentences outside letters, tables and headings, in order, without their marks.

    A line ends a sentence: the source has one a line.
    """
    for line in prose(markdown).splitlines():
        if not _NO_TEXT.match(line):
            text = plain_text(_LINK_TARGET.sub("", _ITEM.sub("", line)))
            yield from (part for part in _END.split(text) if part)


def paragraphs(markdown: str) -> Iterator[str]:
    """Yield the blocks outside letters as written, in order: paragraphs, lists, tables, asides."""
    blocks = re.split(r"\n\s*\n", prose(markdown))
    return (block.strip() for block in blocks if block.strip())
