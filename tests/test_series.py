"""Series: parts in order, in stages, without gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interviewing.article import Place
from interviewing.series import (
    Part,
    PlannedPart,
    SeriesPlan,
    StagePlan,
    parse_series,
    series_of,
    series_problems,
)

if TYPE_CHECKING:
    from conftest import MakeArticle

    from interviewing.article import Article

PLAN = SeriesPlan(
    "s",
    "The Series",
    "All of it",
    (StagePlan("Before", "Prepare", "before.svg"), StagePlan("After")),
    (PlannedPart(2, "Two", "Before"), PlannedPart(4, "Four", "After")),
)


@pytest.fixture(name="parts")
def _parts(article: MakeArticle) -> list[Article]:
    """Return parts 3 and 1 of a series, in this order, and an article of none."""
    return [
        article("c", series=Place("s", 3, "After"), body="word " * 300),
        article("a", series=Place("s", 1, "Before")),
        article("x"),
    ]


def lines(articles: list[Article], *plans: SeriesPlan) -> list[str]:
    """Return what is wrong between the parts."""
    return [str(each) for each in series_problems(articles, {plan.name: plan for plan in plans})]


def test_a_series_is_described_by_its_file() -> None:
    content = (
        "---\ntitle: The Series\ndescription: All of it\n"
        "stages:\n  - {name: Before, description: Prepare, image: before.svg}\n  - {name: After}\n"
        "planned:\n  - {part: 2, title: Two, stage: Before}\n"
        "  - {part: 4, title: Four, stage: After}\n---\nWords.\n"
    )
    assert parse_series("series/s.md", content) == (PLAN, [])


@pytest.mark.parametrize(
    ("source", "front_matter", "found"),
    [
        ("s", "", ["title: expected the title of the series, got nothing"]),
        (
            "s",
            "title: S\nparts: 3",
            ["parts: expected a known field, got an unknown one"],
        ),
        (
            "s",
            "title: S\nstages: [{nmae: a}]\nplanned: [{part: 0, title: a}]",
            [
                "stages[0].name: expected the name of a stage, got nothing",
                (
                    "stages[0]: expected one of name, description, image (did you mean name?), "
                    "got 'nmae'"
                ),
                "planned[0].part: expected a whole number from 1 on, got 0",
            ],
        ),
        (
            "My Series",
            "title: S",
            [
                (
                    "file name: expected lower-case letters, digits and hyphens, "
                    "such as declining-an-offer, got 'My Series'"
                )
            ],
        ),
        ("s", "title: S\n---\n\n---", []),
    ],
)
def test_every_mistake_in_the_file_of_a_series_is_told(
    source: str, front_matter: str, found: list[str]
) -> None:
    plan, problems = parse_series(f"series/{source}.md", f"---\n{front_matter}\n---\n")
    assert [str(problem) for problem in problems] == [
        f"docs/series/{source}.md: {line}" for line in found
    ]
    assert (plan is None) is bool(found)


def test_a_file_of_a_series_that_cannot_be_read_is_told() -> None:
    plan, [problem] = parse_series("series/s.md", "---\ntitle: S\n")
    assert plan is None
    assert str(problem) == (
        "docs/series/s.md: file: expected a second line “---” below the fields, got none"
    )


def test_planned_parts_stand_between_the_articles(parts: list[Article]) -> None:
    series = series_of(parts, {"s": PLAN})["s"]
    c, a, _ = parts
    assert series.parts == (
        Part(1, "A", "Before", a),
        Part(2, "Two", "Before"),
        Part(3, "C", "After", c),
        Part(4, "Four", "After"),
    )
    assert [(stage.name, stage.parts) for stage in series.stages] == [
        ("Before", series.parts[:2]),
        ("After", series.parts[2:]),
    ]
    assert (series.title, series.description) == ("The Series", "All of it")
    assert (series.stages[0].description, series.stages[0].image) == (
        "Prepare",
        "assets/before.svg",
    )
    assert (series.url, series.source) == ("series/s/", "series/s.md")
    assert (series.total, series.articles, series.minutes) == (4, (a, c), 3)


def test_a_planned_part_gives_way_to_its_article(article: MakeArticle) -> None:
    made = article("b", series=Place("s", 2, "Before"))
    assert series_of([made], {"s": PLAN})["s"].parts[0] == Part(2, "B", "Before", made)


def test_without_a_plan_stages_stand_in_the_order_of_their_parts(article: MakeArticle) -> None:
    articles = [
        article("a", series=Place("my-series", 1, "Zoom")),
        article("b", series=Place("my-series", 2, "Call")),
        article("c", series=Place("my-series", 3, "Zoom")),
    ]
    series = series_of(articles, {})["my-series"]
    assert series.title == "My series"
    assert [(stage.name, stage.slug) for stage in series.stages] == [
        ("Zoom", "zoom"),
        ("Call", "call"),
    ]


def test_a_stage_without_parts_is_not_shown(article: MakeArticle) -> None:
    plan = SeriesPlan("s", "S", stages=(StagePlan("Before"), StagePlan("After")))
    series = series_of([article("a", series=Place("s", 1, "After"))], {"s": plan})["s"]
    assert [stage.name for stage in series.stages] == ["After"]


def test_a_series_without_parts_is_none(article: MakeArticle) -> None:
    assert series_of([article("a")], {"s": SeriesPlan("s", "S")}) == {}


def test_series_come_by_name(article: MakeArticle) -> None:
    articles = [article(name, series=Place(name, 1)) for name in ("b", "a")]
    assert list(series_of(articles, {})) == ["a", "b"]


def test_a_part_knows_its_place_and_its_neighbours(parts: list[Article]) -> None:
    series = series_of(parts, {"s": PLAN})["s"]
    c, a, _ = parts
    assert series.place_of(c) == (series.stages[1], series.parts[2])
    assert (series.before(a), series.after(a)) == (None, c)
    assert (series.before(c), series.after(c)) == (a, None)


def test_a_series_in_order_is_no_problem(parts: list[Article]) -> None:
    assert lines(parts, PLAN) == []


def test_a_part_has_a_number_of_its_own(article: MakeArticle) -> None:
    articles = [article(slug, series=Place("s", 1)) for slug in "ba"]
    assert lines(articles) == [
        (
            "docs/articles/b.md: series.part: expected a number of its own "
            "(docs/articles/a.md is part 1), got 1"
        )
    ]


def test_a_series_has_no_gap(article: MakeArticle) -> None:
    articles = [article("a", series=Place("s", 1)), article("d", series=Place("s", 4))]
    assert lines(articles) == [
        (
            "docs/articles/d.md: series.part: expected parts 1 to 4 of s without a gap "
            "(or planned in docs/series/s.md), got no part 2, 3"
        )
    ]


def test_a_gap_before_a_planned_part_is_told_of_the_plan() -> None:
    plan = SeriesPlan("s", "S", planned=(PlannedPart(2, "Two"),))
    assert lines([], plan) == [
        (
            "docs/series/s.md: series.part: expected parts 1 to 2 of s without a gap "
            "(or planned in docs/series/s.md), got no part 1"
        )
    ]


def test_a_gap_is_told_in_short_however_large(article: MakeArticle) -> None:
    assert lines([article("a", series=Place("s", 10**17))]) == [
        (
            "docs/articles/a.md: series.part: expected parts 1 to 100000000000000000 of s without "
            "a gap (or planned in docs/series/s.md), got no part 1, 2, 3, 4, 5, 6, 7, 8, 9, 10"
        )
    ]


def test_a_stage_is_one_of_the_plan(article: MakeArticle) -> None:
    articles = [article("a", series=Place("s", 1, "Befroe")), article("c", series=Place("s", 3))]
    plan = SeriesPlan("s", "S", stages=PLAN.stages, planned=(PlannedPart(2, "Two", "Then"),))
    assert lines(articles, plan) == [
        (
            "docs/articles/a.md: series.stage: expected one of Before, After "
            "(did you mean Before?), got 'Befroe'"
        ),
        "docs/articles/c.md: series.stage: expected one of Before, After, got nothing",
        "docs/series/s.md: planned[0].stage: expected one of Before, After, got 'Then'",
    ]


def test_a_plan_says_everything_once() -> None:
    plan = SeriesPlan(
        "s",
        "S",
        stages=(StagePlan("Before"), StagePlan("before!")),
        planned=(PlannedPart(1, "One", "Before"), PlannedPart(1, "Uno", "Before")),
    )
    assert lines([], plan) == [
        "docs/series/s.md: stages: expected each once, got before 2 times",
        "docs/series/s.md: planned: expected each once, got part 1 2 times",
    ]
