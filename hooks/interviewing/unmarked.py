"""Plain words: kept from Python-Markdown's search for links, emphasis and the like.

It tries twenty patterns on every text, one after the other, which is a third of all rendering. What
has no sign that any of them could mean is left alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markdown.extensions import Extension  # type: ignore[import-untyped]
from markdown.treeprocessors import Treeprocessor  # type: ignore[import-untyped]
from markdown.util import AtomicString  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# Anything but letters, digits, and what sentences are made of; two spaces at the end of a line.
_MARK = re.compile(r"[^\w ,.;?'\"\n\u2013\u2014\u2018\u2019\u201c\u201d\u2026-]|_|  \n")
_BEFORE, _AFTER = 21, 19  # the search for marks, whose priority is 20


class Unmarked(Extension):  # type: ignore[misc]  # Python-Markdown has no types
    """The extension; the same HTML comes out."""

    def extendMarkdown(self, md: Any) -> None:  # noqa: N802 - Python-Markdown's name
        """Hide plain words before the search, and show them again after it."""
        hidden: list[Element] = []
        md.treeprocessors.register(_Hide(hidden), "hide-unmarked", _BEFORE)
        md.treeprocessors.register(_Show(hidden), "show-unmarked", _AFTER)


class _Hide(Treeprocessor):  # type: ignore[misc]  # likewise
    def __init__(self, hidden: list[Element]) -> None:
        self._hidden = hidden

    def run(self, root: Element) -> None:
        for element in root.iter():
            text = element.text
            if text and not isinstance(text, AtomicString) and not _MARK.search(text):
                element.text = AtomicString(text)
                self._hidden.append(element)


class _Show(Treeprocessor):  # type: ignore[misc]  # likewise
    def __init__(self, hidden: list[Element]) -> None:
        self._hidden = hidden

    def run(self, _: Element) -> None:
        for element in self._hidden:
            element.text = str(element.text)
        self._hidden.clear()
