"""The words of a comment as HTML: made once, when they are written."""

from __future__ import annotations

import nh3
from markdown_it import MarkdownIt

# Paragraphs and lines, emphasis, links, quotes, lists, code; no headings, pictures or HTML.
_MARKDOWN = MarkdownIt("zero", {"breaks": True, "maxNesting": 20}).enable(
    [
        "blockquote",
        "list",
        "code",
        "fence",
        "newline",
        "escape",
        "backticks",
        "emphasis",
        "link",
        "autolink",
    ]
)
_CLEANER = nh3.Cleaner(
    tags={"p", "br", "em", "strong", "a", "blockquote", "ul", "ol", "li", "code", "pre"},
    attributes={"a": {"href"}, "*": set()},
    url_schemes={"http", "https", "mailto"},
    link_rel="nofollow ugc",
)


def render(text: str) -> str:
    """Return the words of a comment as HTML that is safe to print."""
    return _CLEANER.clean(_MARKDOWN.render(text)).strip()
