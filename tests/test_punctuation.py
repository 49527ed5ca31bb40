"""Quotes, dashes and ellipses are those of Python-Markdown's own extension."""

from __future__ import annotations

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewing.punctuation import Punctuation

_PARTS = [
    "'",
    '"',
    "-",
    "--",
    ".",
    "...",
    " ",
    "\n\n",
    "*",
    "**",
    "`",
    "80s",
    "s ",
    "word",
    "(",
    "é",
    "&nbsp;",
    "<b>",
    "</b>",
    "[x](y)",
    "\\",
    "# ",
]


def rendered(text: str, extension: str | Punctuation) -> str:
    html: str = markdown.markdown(text, extensions=["attr_list", "tables", extension])
    return html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            'It\'s *"fine"* -- so...',
            "<p>It&rsquo;s <em>&ldquo;fine&rdquo;</em> &ndash; so&hellip;</p>",
        ),
        ("`it's`", "<p><code>it's</code></p>"),
        ("Plain words.", "<p>Plain words.</p>"),
    ],
)
def test_marks_outside_code_become_those_of_a_printer(text: str, html: str) -> None:
    assert rendered(text, Punctuation()) == html


@settings(derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(_PARTS), max_size=20).map("".join))
def test_every_text_becomes_what_smarty_makes_of_it(text: str) -> None:
    assert rendered(text, Punctuation()) == rendered(text, "smarty")
