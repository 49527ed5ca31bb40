"""An article: what its front matter may hold, its text, and when readers see it."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

from interviewing.article import (
    Announcement,
    Change,
    Choice,
    Image,
    Place,
    Source,
    published,
    resolve,
)
from interviewing.parse_article import image_problems, parse_article

if TYPE_CHECKING:
    from conftest import MakeArticle

    from interviewing.article import Article

FULL = """\
---
title: Don't  Flake Out
description: Keep the first, move the second.
date: 2026-11-22
updated: 2026-11-29
tags: [scheduling, C++]
series: {name: interviewing-101, stage: Before, part: 3}
takeaways: [Keep the first., Move the second.]
promises:
  - {id: declining-an-offer, text: how to decline, answers_comment: 12}
  - {id: ghosting, text: what silence means, withdrawn: it means nothing}
fulfils: [two-interviews]
related: {pin: [when-offers-compete], never: [rejected]}
image: {src: images/a.svg, alt: Two doors, credit: A. Painter, licence: CC BY 4.0,
  source: "https://example.org/"}
aliases: [/2013/09/24/dont-flake-out/]
sources:
  - {id: bls, title: Job openings, kind: statistics, publisher: BLS, year: 2026,
     url: "https://example.org/bls", note: monthly}
changes: [{date: 2026-11-29, text: A second letter}]
comments: closed
draft: true
---
Two interviews.[^bls]

```script
title: Say so
situation: On the phone
---
Hello.
```
"""
MINIMAL = "---\ntitle: Ask\ndate: 2026-01-31\n---\n"


def read(text: str, source: str = "articles/ask.md") -> Article:
    """Return an article that has no problems."""
    article, problems = parse_article(source, text)
    assert problems == []
    assert article is not None
    return article


def lines(text: str) -> list[str]:
    """Return the problems of an article at articles/ask.md."""
    return [str(problem) for problem in parse_article("articles/ask.md", text)[1]]


def test_the_readme_shows_an_article() -> None:
    (text,) = re.findall(
        "^````markdown\n(.*?)^````", (ROOT / "README.md").read_text(), re.DOTALL | re.MULTILINE
    )
    assert read(text).letters


def test_an_article_holds_all_that_its_front_matter_says() -> None:
    article = read(FULL, "articles/Don't Flake Out.md")
    assert (article.source, article.slug, article.url) == (
        "articles/Don't Flake Out.md",
        "dont-flake-out",
        "articles/dont-flake-out/",
    )
    assert article.title == "Don't Flake Out"
    assert article.summary == "Keep the first, move the second."
    assert (article.date, article.updated) == (dt.date(2026, 11, 22), dt.date(2026, 11, 29))
    assert article.tags == ("scheduling", "C++")
    assert article.series == Place("interviewing-101", 3, "Before")
    assert article.takeaways == ("Keep the first.", "Move the second.")
    assert article.promises == (
        Announcement("declining-an-offer", "how to decline", answers_comment=12),
        Announcement("ghosting", "what silence means", "it means nothing"),
    )
    assert article.fulfils == ("two-interviews",)
    assert article.related == Choice(("when-offers-compete",), ("rejected",))
    assert article.image == Image(
        "images/a.svg", "Two doors", "A. Painter", "CC BY 4.0", "https://example.org/"
    )
    assert article.aliases == ("/2013/09/24/dont-flake-out/",)
    assert article.sources == (
        Source(
            "bls", "Job openings", "statistics", "BLS", 2026, "https://example.org/bls", "monthly"
        ),
    )
    assert article.changes == (Change(dt.date(2026, 11, 29), "A second letter"),)
    assert (article.comments, article.draft) == ("closed", True)
    assert [letter.title for letter in article.letters] == ["Say so"]
    assert article.body.startswith("Two interviews.[^bls]\n")


def test_a_title_and_a_date_are_enough() -> None:
    article = read(MINIMAL)
    assert (article.updated, article.description) == (article.date, "")
    assert (article.series, article.image, article.related) == (None, None, Choice())
    assert (article.tags, article.letters, article.sources) == ((), (), ())
    assert (article.comments, article.draft, article.image_source) == ("open", False, "")


@pytest.mark.parametrize(
    ("front_matter", "line"),
    [
        ("title:\ndate: 2026-01-31", "title: expected a title in words, got nothing"),
        ("title: Ask", "date: expected a date such as 2026-01-31, got nothing"),
        ("tgas: [a]", "tgas: expected a known field (did you mean tags?), got an unknown one"),
        (
            "description: [a]",
            "description: expected one sentence that answers the article's question, got ['a']",
        ),
        ("updated: soon", "updated: expected a date such as 2026-01-31, got 'soon'"),
        ("updated: 2026-01-30", "updated: expected 2026-01-31 or later, got 2026-01-30"),
        ("tags: a", "tags: expected a list such as [one, two], got 'a'"),
        ("tags: [2026]", "tags[0]: expected a tag in words (put quotes around it), got 2026"),
        (
            "takeaways: [{Rule one: keep it}]",
            "takeaways[0]: expected a sentence (put quotes around it), got {'Rule one': 'keep it'}",
        ),
        ("tags: [C++, c++]", "tags: expected each once, got c-plus-plus 2 times"),
        ("series: [a]", "series: expected {name: …, part: …}, got ['a']"),
        ("series: {name: a}", "series.part: expected a whole number from 1 on, got nothing"),
        (
            "series: {name: A b, part: 1}",
            (
                "series.name: expected lower-case letters, digits and hyphens, "
                "such as declining-an-offer, got 'A b'"
            ),
        ),
        (
            "series: {name: a, part: 1, stage: [b]}",
            "series.stage: expected the name of a stage, got ['b']",
        ),
        ("takeaways: [~]", "takeaways[0]: expected a sentence, got nothing"),
        ("promises: [a]", "promises[0]: expected {id: …, text: …}, got 'a'"),
        (
            "promises: [{id: a}]",
            "promises[0].text: expected what is promised, in words, got nothing",
        ),
        (
            "promises: [{id: a, text: b, withdrawn: true}]",
            (
                "promises[0].withdrawn: expected the reason why it will not come "
                "(put quotes around it), got True"
            ),
        ),
        (
            "promises: [{id: a, text: b, answers_comment: '#comment-12'}]",
            "promises[0].answers_comment: expected a whole number from 1 on, got '#comment-12'",
        ),
        ("fulfils: a", "fulfils: expected a list such as [one, two], got 'a'"),
        ("fulfils: [a, a]", "fulfils: expected each once, got a 2 times"),
        ("related: {pin: a}", "related.pin: expected a list such as [one, two], got 'a'"),
        ("related: {pin: [a], never: [a]}", "related: expected each once, got a 2 times"),
        ("related: {not: [a]}", "related: expected one of pin, never, got 'not'"),
        ("image: {src: a.svg}", "image.alt: expected what the image shows, in words, got nothing"),
        ("image: {alt: a}", "image.src: expected the path of an image in docs/, got nothing"),
        (
            "image: {src: a, alt: b, source: c}",
            "image.source: expected an address such as https://example.org/page, got 'c'",
        ),
        (
            "sources: [{id: a, title: b}]",
            (
                "sources[0].kind: expected one of study, statistics, survey, vendor survey, law, "
                "guidance, opinion, got nothing"
            ),
        ),
        (
            "sources: [{id: a, title: b, kind: law, year: 26}]",
            "sources[0].year: expected a year such as 2026, got 26",
        ),
        (
            "sources: [{id: a, title: b, kind: law}, {id: a, title: c, kind: law}]",
            "sources: expected each once, got a 2 times",
        ),
        (
            "changes: [{text: a}]",
            "changes[0].date: expected a date such as 2026-01-31, got nothing",
        ),
        ("comments: no", "comments: expected one of open, closed, got 'no'"),
        ("draft: yes", "draft: expected true or false, got 'yes'"),
        ("aliases: [/a, /a]", "aliases: expected each once, got /a 2 times"),
    ],
)
def test_a_mistake_in_the_front_matter_is_one_line(front_matter: str, line: str) -> None:
    text = f"---\n{front_matter}\n---\n"
    if "title:" not in front_matter[:6]:
        text = MINIMAL.replace("---\n", f"---\n{front_matter}\n", 1)
    assert lines(text) == [f"docs/articles/ask.md: {line}"]


@pytest.mark.parametrize(
    "alias",
    [
        *("a", "/", "//a", "/a b", "/a?b", "/a#b", "https://example.org/a", 1, f"/{'a' * 201}"),
        *("/../a", "/a/..", "/%2e%2e/a", "/./a", "/%00"),
    ],
)
def test_an_alias_is_a_path_inside_the_site(alias: object) -> None:
    assert len(lines(MINIMAL.replace("---\n", f"---\naliases: ['{alias}']\n", 1))) == 1


def test_an_alias_is_refused_with_an_example() -> None:
    assert lines(MINIMAL.replace("---\n", "---\naliases: [/a/../b]\n", 1)) == [
        (
            "docs/articles/ask.md: aliases[0]: expected an old address on this site "
            "such as /2013/09/24/dont-flake-out/, got '/a/../b'"
        )
    ]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("a\n\x00b\n", "line 6: expected text without control characters, got '\\x00'"),
        (
            "a\n\n  ````\n  b\n",
            (
                "line 7: expected a line “````” below, as far in, that closes what opens here, "
                "got none"
            ),
        ),
        (
            "a\n```letter\nb\n```",
            (
                "letter in line 6: expected “title: …”, “situation: …”, "
                "“subject: …”, a line “---” and the words, got no line “---”"
            ),
        ),
        (
            "A.[^a] A.[^a]",
            "sources: expected a source or a footnote named a, got none",
        ),
    ],
)
def test_a_mistake_in_the_text_is_one_line(body: str, line: str) -> None:
    assert lines(MINIMAL + body) == [f"docs/articles/ask.md: {line}"]


def test_two_letters_of_an_article_have_two_titles() -> None:
    letter = "```script\ntitle: Say so\nsituation: a\n---\nb\n```\n"
    assert lines(MINIMAL + letter + letter.replace("Say so", "say so!")) == [
        "docs/articles/ask.md: letter in line 11: expected a title of its own, got 'say so!'"
    ]


def test_a_citation_is_of_a_source_or_a_footnote() -> None:
    source = "sources: [{id: bls, title: a, kind: law}]\n"
    text = MINIMAL.replace("---\n", f"---\n{source}", 1)
    assert lines(f"{text}A.[^bls] B.[^2]\n\n[^2]: b") == []
    assert lines(f"{text}A.[^bsl]") == [
        (
            "docs/articles/ask.md: sources: expected a source or a footnote named bsl "
            "(did you mean bls?), got none"
        )
    ]


def test_sources_that_cannot_be_read_do_not_drag_citations_behind_them() -> None:
    text = MINIMAL.replace("---\n", "---\nsources: [bls]\n", 1)
    assert lines(f"{text}A.[^bls]") == [
        "docs/articles/ask.md: sources[0]: expected {id: …, title: …, kind: …}, got 'bls'"
    ]


def test_an_article_that_cannot_be_read_is_none() -> None:
    article, problems = parse_article("articles/ask.md", b"\xff")
    assert article is None
    assert [str(problem) for problem in problems] == [
        (
            "docs/articles/ask.md: file: expected UTF-8 text, got the byte 0xff in line 1 "
            "(save the file as UTF-8)"
        )
    ]


@pytest.mark.parametrize(
    ("body", "summary"),
    [
        ("# Title\n\n![a](b.png)\n\n*First*, words.\nMore.\n\nSecond.", "First, words. More."),
        ("```\ncode\n```\n\nAfter.", "After."),
        ("“Quoted.”", "“Quoted.”"),
        ("word " * 100, "word " * 30 + "…"),
        ("---\n\n<div></div>\n\n", "Ask"),
    ],
)
def test_without_a_description_an_article_is_summed_up_by_its_beginning_or_its_title(
    body: str, summary: str
) -> None:
    assert read(MINIMAL + body).summary == summary


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (238, 1), (239, 2), (476, 2), (477, 3)])
def test_the_reading_time_is_rounded_up(article: MakeArticle, words: int, minutes: int) -> None:
    made = article(body="**word** " * words)
    assert (made.words, made.minutes) == (words, minutes)


@pytest.mark.parametrize(
    ("day", "draft", "is_published"),
    [(1, False, True), (2, False, True), (3, False, False), (1, True, False)],
)
def test_drafts_and_what_is_dated_later_are_not_published(
    article: MakeArticle, day: int, *, draft: bool, is_published: bool
) -> None:
    made = article(day=day, draft=draft)
    assert made.is_published(dt.date(2026, 1, 2)) is is_published
    assert (published([made], dt.date(2026, 1, 2)) == [made]) is is_published


def test_a_preview_shows_drafts_too(article: MakeArticle) -> None:
    articles = [article("a", draft=True), article("b", day=31)]
    assert len(published(articles, dt.date(2026, 1, 2), drafts=True)) == 2


def test_articles_come_newest_first_and_ties_go_by_address(article: MakeArticle) -> None:
    articles = [article("b"), article("a"), article("c", day=2)]
    found = published(articles, dt.date(2026, 1, 31))
    assert [each.slug for each in found] == ["c", "a", "b"]


@pytest.mark.parametrize(
    ("updated", "changes", "today", "shown"),
    [
        (20, [10, 20], 31, (20, [10, 20])),
        (20, [10, 20], 15, (10, [10])),
        (20, [10, 20], 5, (1, [])),
        (20, [], 15, (1, [])),
        (10, [5, 20], 15, (10, [5])),  # updated on the 10th, whatever the changes say
    ],
)
def test_a_change_that_is_dated_later_is_not_shown_yet(
    article: MakeArticle,
    updated: int,
    changes: list[int],
    today: int,
    shown: tuple[int, list[int]],
) -> None:
    made = article(
        updated=dt.date(2026, 1, updated),
        changes=tuple(Change(dt.date(2026, 1, day), "a") for day in changes),
    )
    [found] = published([made], dt.date(2026, 1, today))
    assert (found.updated.day, [change.date.day for change in found.changes]) == shown


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("images/a.svg", "articles/images/a.svg"),
        ("../a%20b.svg", "a b.svg"),
        ("/a.svg?b#c", "a.svg"),
        ("../../../a.svg", "a.svg"),
        ("//[", "["),
    ],
)
def test_an_address_is_resolved_as_a_browser_would(target: str, path: str) -> None:
    assert resolve("articles/ask.md", target) == path


def test_images_that_are_there_are_no_problem(article: MakeArticle) -> None:
    made = article(
        image=Image("images/a.svg", "a"), body="![b](../b.png) ![c](data:image/gif;base64,R0)"
    )
    assert made.image_source == "articles/images/a.svg"
    assert list(image_problems(made, {"articles/images/a.svg", "b.png"})) == []


def test_an_image_that_is_not_there_is_a_problem(article: MakeArticle) -> None:
    made = article("a", image=Image("a.svg", "a"), body='![b](/b.png) <img src="c.png">')
    assert [str(problem) for problem in image_problems(made, {"a.svg"})] == [
        (
            "docs/articles/a.md: image.src: expected an image that is there, "
            "got 'a.svg' (no docs/articles/a.svg)"
        ),
        "docs/articles/a.md: body: expected an image that is there, got '/b.png' (no docs/b.png)",
        (
            "docs/articles/a.md: body: expected an image that is there, "
            "got 'c.png' (no docs/articles/c.png)"
        ),
    ]


@pytest.mark.parametrize("name", ["a.gif", "a.heic", "a.md", "a"])
def test_an_illustration_is_a_picture(article: MakeArticle, name: str) -> None:
    made = article("a", image=Image(name, "a"), body=f"![b]({name})")
    assert [str(problem) for problem in image_problems(made, {f"articles/{name}"})] == [
        (
            "docs/articles/a.md: image.src: expected an SVG drawing, or a photograph in JPEG, PNG or "
            f"WebP, got '{name}'"
        )
    ]


@pytest.mark.parametrize("target", ["https://example.org/a.png", "//example.org/a.png", "HTTP://["])
def test_an_image_elsewhere_is_a_problem(article: MakeArticle, target: str) -> None:
    [problem] = image_problems(article("a", body=f"![a]({target})"), ())
    assert str(problem) == (
        "docs/articles/a.md: body: expected an image kept in docs/, so that no reader is sent "
        f"elsewhere, got '{target}'"
    )


@pytest.mark.parametrize(
    ("publisher", "year", "imprint"),
    [
        ("NACE", 2018, ", NACE, 2018."),
        ("Inc.", None, ", Inc."),
        ("Inc.", 2020, ", Inc., 2020."),
        ("", None, "."),
    ],
)
def test_a_source_ends_with_one_full_stop(publisher: str, year: int | None, imprint: str) -> None:
    assert Source("a", "A page", "guidance", publisher, year).imprint == imprint
