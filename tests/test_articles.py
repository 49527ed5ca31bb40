"""The articles of the series obey the rules of the house; a failure says what to write."""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ET
from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

from interviewing.content import read_content
from interviewing.markdown import citations, plain_text, prose

if TYPE_CHECKING:
    from interviewing.article import Article

DOCS = ROOT / "docs"
FILLER = (
    "in today's",
    "competitive market",
    "at the end of the day",
    "it's important to note",
    "it is important to note",
    "navigate the",
    "game-changer",
    "in conclusion",
    "delve",
    "when it comes to",
    "rest assured",
    "look no further",
    "ever-evolving",
    "landscape",
)


def _series_articles() -> list[Article]:
    paths = [path for path in DOCS.rglob("*") if path.is_file()]
    names = {path.relative_to(DOCS).as_posix(): path for path in paths}
    pages = {
        name: path.read_bytes()
        for name, path in names.items()
        if name.endswith(".md") and name.startswith(("articles/", "series/"))
    }
    content = read_content(pages, names, dt.date.max, drafts=True)
    return [article for article in content.articles if article.series]


ARTICLES = _series_articles()
each_article = pytest.mark.parametrize(
    "article", ARTICLES, ids=[article.slug for article in ARTICLES]
)


def sentences(article: Article) -> set[str]:
    """Return the sentences of the running text that are long enough to be somebody's own."""
    lines = plain_text(prose(article.body).replace("\n", " ⏎ ")).split("⏎")
    found = (part.strip() for line in lines for part in re.split(r"(?<=[.!?])\s+", line))
    return {sentence for sentence in found if len(sentence.split()) >= 7}


@each_article
def test_the_answer_fits_a_search_result(article: Article) -> None:
    assert 40 <= len(article.description) <= 155, "give a description of 40 to 155 characters"


@each_article
def test_the_length_suits_a_short_read(article: Article) -> None:
    assert 900 <= article.words <= 1600, f"{article.words} words; write 900 to 1,600"


@each_article
def test_takeaways_are_three_to_five_sentences(article: Article) -> None:
    assert 3 <= len(article.takeaways) <= 5
    for takeaway in article.takeaways:
        assert takeaway.endswith((".", "”", '"')), f"end it as a sentence: {takeaway}"


@each_article
def test_there_are_words_to_send_or_say(article: Article) -> None:
    assert article.letters, "add a letter or a script"


@each_article
def test_there_is_one_view_from_the_other_chair(article: Article) -> None:
    asides = re.findall(r'^!!! chair "From the other chair"$', article.body, re.MULTILINE)
    assert len(asides) == 1, 'write one aside: !!! chair "From the other chair"'


@each_article
def test_something_can_be_taken_in_at_a_glance(article: Article) -> None:
    table = re.search(r"^\|?\s*:?-{3,}", article.body, re.MULTILINE)
    nested_list = re.search(r"^\s{2,}(?:[-*]|\d+\.) ", article.body, re.MULTILINE)
    assert table or nested_list, "add a table, or a decision path as a nested list"


@each_article
def test_every_source_is_cited(article: Article) -> None:
    cited = set(citations(article.body))
    assert cited == {source.id for source in article.sources}
    assert len(article.sources) >= 3, "rest the article on three sources or more"


@each_article
def test_there_is_an_illustration_of_its_own(article: Article) -> None:
    assert article.image, "add an image"
    users = [other for other in ARTICLES if other.image_source == article.image_source]
    assert users == [article]
    drawing = ET.parse(DOCS / article.image_source).getroot()
    assert drawing.tag == "{http://www.w3.org/2000/svg}svg"
    assert len(article.image.alt.split()) >= 6, "say in the alt text what it shows"


@each_article
def test_headings_begin_at_the_second_level_and_skip_none(article: Article) -> None:
    levels = [len(mark) for mark in re.findall(r"^(#+) ", prose(article.body), re.MULTILINE)]
    assert levels, "structure the article with headings"
    for level, after in zip([1, *levels], levels, strict=False):
        assert 2 <= after <= level + 1, "go down one level at a time, from ##"


@each_article
def test_nothing_is_filler(article: Article) -> None:
    text = article.text.lower().replace("’", "'")
    assert [phrase for phrase in FILLER if phrase in text] == []


@each_article
def test_nobody_shouts(article: Article) -> None:
    assert "!" not in re.sub(r"!\[|^!!! ", "", prose(article.body), flags=re.MULTILINE)


def test_no_sentence_stands_in_two_articles() -> None:
    shared = [
        (one.slug, other.slug, sentence)
        for one, other in combinations(ARTICLES, 2)
        for sentence in sentences(one) & sentences(other)
    ]
    assert shared == []


def test_tags_are_few() -> None:
    tags = Counter(tag for article in ARTICLES for tag in article.tags)
    assert len(tags) <= 30


def test_every_tag_has_an_introduction() -> None:
    tags = {tag for article in ARTICLES for tag in article.tags}
    missing = [
        tag for tag in sorted(tags) if not (DOCS / f"tags/{tag.replace(' ', '-')}.md").exists()
    ]
    assert missing == [], "write docs/tags/<slug>.md"
