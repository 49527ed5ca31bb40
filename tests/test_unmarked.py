"""Plain words are left alone, and nothing else is."""

from __future__ import annotations

import markdown
import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.config import load_config

from interviewing.punctuation import Punctuation
from interviewing.unmarked import Unmarked

_CONFIG = load_config(str(ROOT / "mkdocs.yml"))
# The signs of all marks in a text, and what stands around them.
_MARKS = [
    *"*_`[]()<>&\\!^:/@#{}|-=.,;?'\"~+$% \n",
    "  \n",
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
]
# Lines that begin a block, end it or belong to the one before.
_LINES = [
    "Words.",
    "1. one",
    "- item",
    "---",
    "  - -  -",
    "===",
    "# Heading",
    "> quote",
    "    indented",
    "        more",
    "!!! note",
    ":   meaning",
    "| a | b |",
    "|---|---|",
    "a | b",
    "[^1]: note",
    "*[Words]: abbreviated",
    "<div markdown>",
    "</div>",
    "```",
    "",
    "",
    "",
]


def rendered(text: str, *more: Unmarked) -> str:
    html: str = markdown.markdown(
        text,
        extensions=[*_CONFIG.markdown_extensions, Punctuation(), *more],
        extension_configs=_CONFIG.mdx_configs,
    )
    return html


@pytest.mark.parametrize(
    "text",
    ["one  \ntwo", "one *two* three", "snake_case _one_", "Words\n---", "Words\n  - - -", "a. one"],
)
def test_what_has_a_mark_keeps_its_meaning(text: str) -> None:
    assert rendered(text, Unmarked()) == rendered(text)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(_MARKS), max_size=20).map("".join))
def test_every_text_becomes_what_it_becomes_without(text: str) -> None:
    assert rendered(text, Unmarked()) == rendered(text)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(_LINES), max_size=12).map("\n".join))
def test_every_block_becomes_what_it_becomes_without(text: str) -> None:
    assert rendered(text, Unmarked()) == rendered(text)
