"""Asides such as “From the other chair”, as those hear them who do not see the box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown

_TITLE = "p[@class='admonition-title']"


class Asides(Extension):
    """Makes a note of each admonition, named by its title.

    A note is announced with its name where it begins, and stays out of the list of landmarks.
    """

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Read titles once links are in them, and while their quotes are plain."""
        md.treeprocessors.register(_Asides(md), "asides", 7)


class _Asides(Treeprocessor):
    def run(self, root: Element) -> None:
        for element in root.iter("div"):
            if "admonition" in element.get("class", "").split():
                element.set("role", "note")
                title = element.find(_TITLE)
                if title is not None:
                    # Where HTML of the author's stands in it, only a mark is there yet.
                    words = HTML_PLACEHOLDER_RE.sub("", "".join(title.itertext()))
                    element.set("aria-label", words)
