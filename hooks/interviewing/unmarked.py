"""Plain words: kept from all that Python-Markdown looks for in a text.

It asks of every paragraph whether it is one of sixteen other blocks, and then tries twenty patterns
on its text: half of all rendering. What has no sign that any of them could mean is a paragraph at
once, and left alone after that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown.blockprocessors import ParagraphProcessor
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown

# Anything but letters, digits, and what sentences are made of.
_SIGN = r"[^\w ,.;?'\"\n\u2013\u2014\u2018\u2019\u201c\u201d\u2026-]|_"
_IN_WORDS = re.compile(_SIGN + r"|  \n")  # a line break
_IN_BLOCKS = re.compile(_SIGN + r"|\n *-")  # a rule, or the line under a heading
_FIRST = 200  # before all other blocks
_BEFORE, _AFTER = 21, 19  # the search for marks, whose priority is 20


class Unmarked(Extension):
    """The extension; the same HTML comes out."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Take plain paragraphs first; hide plain words from the search, and show them again."""
        hidden: list[Element] = []
        md.parser.blockprocessors.register(_Paragraph(md.parser), "unmarked", _FIRST)
        md.treeprocessors.register(_Hide(hidden), "hide-unmarked", _BEFORE)
        md.treeprocessors.register(_Show(hidden), "show-unmarked", _AFTER)


class _Paragraph(ParagraphProcessor):
    def test(self, _: Element, block: str) -> bool:
        return block[:1].isalpha() and not _IN_BLOCKS.search(block)


class _Hide(Treeprocessor):
    def __init__(self, hidden: list[Element]) -> None:
        self._hidden = hidden

    def run(self, root: Element) -> None:
        for element in root.iter():
            text = element.text
            if text and not isinstance(text, AtomicString) and not _IN_WORDS.search(text):
                element.text = AtomicString(text)
                self._hidden.append(element)


class _Show(Treeprocessor):
    def __init__(self, hidden: list[Element]) -> None:
        self._hidden = hidden

    def run(self, _: Element) -> None:
        for element in self._hidden:
            element.text = str(element.text)
        self._hidden.clear()
