"""Plain words are left alone, and nothing else is."""

from __future__ import annotations

import markdown  # type: ignore[import-untyped]  # no types
from conftest import ROOT
from hypothesis import example, given, settings
from hypothesis import strategies as st
from mkdocs.config import load_config

from interviewing.punctuation import Punctuation
from interviewing.unmarked import Unmarked

_CONFIG = load_config(str(ROOT / "mkdocs.yml"))

# The signs of all marks in a text, beside what has no meaning in one.
_PARTS = [
    *"*_`[]()<>&\\!^:/@#{}|-=.,;?'\"~+$% \t\n",
    "  \n",
    "\n\n",
    "word",
    "snake_case",
    "1",
    "é",
    "—",
    "[^1]",
    "[x](y)",
    "![x](y)",
    "<b>",
    "http://a.example",
    "&amp;",
    "# ",
    "- ",
    "    ",
]


@settings(derandomize=True, deadline=None, max_examples=300)
@example("one  \ntwo")
@example("one *two* three")
@example("snake_case_word and _one_")
@given(st.lists(st.sampled_from(_PARTS), max_size=20).map("".join))
def test_every_text_becomes_what_it_becomes_without(text: str) -> None:
    one, other = (
        markdown.Markdown(
            extensions=[*_CONFIG.markdown_extensions, Punctuation(), *more],
            extension_configs=_CONFIG.mdx_configs,
        )
        for more in ([], [Unmarked()])
    )
    assert one.convert(text) == other.convert(text)
