"""Asides are announced as notes, by their titles."""

from __future__ import annotations

import markdown
import pytest
from bs4 import BeautifulSoup

from interviewing.asides import Asides
from interviewing.punctuation import Punctuation


def rendered(text: str) -> BeautifulSoup:
    html = markdown.markdown(text, extensions=["admonition", Punctuation(), Asides()])
    return BeautifulSoup(html, "html.parser")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ('chair "From the other chair"', "From the other chair"),
        ("note", "Note"),
        ('note "What *they* don\'t say"', "What they don't say"),
        ('note "More <sup>1</sup> & <b>less</b>"', "More 1 & less"),
    ],
)
def test_an_aside_is_a_note_with_the_name_of_its_title(title: str, name: str) -> None:
    (note,) = rendered(f"Before.\n\n!!! {title}\n\n    They wait too.").select("[role]")
    assert (note["role"], note["aria-label"]) == ("note", name)
    assert "They wait too." in note.get_text()


def test_an_aside_without_a_title_has_no_name() -> None:
    (note,) = rendered('!!! note ""\n\n    They wait too.').select("[role=note]")
    assert "aria-label" not in note.attrs


def test_nothing_else_is_a_note() -> None:
    assert rendered('<div class="box">\n\nText.\n\n</div>').select("[role]") == []
