"""Problems: one line each, whatever stands in the file."""

from __future__ import annotations

import datetime as dt

import pytest

from interviewing.problems import ContentError, Problem, near, shown


def test_a_problem_is_one_line_with_the_remedy() -> None:
    problem = Problem("articles/a.md", "date", "a date such as 2026-01-31", "'soon'")
    assert str(problem) == (
        "docs/articles/a.md: date: expected a date such as 2026-01-31, got 'soon'"
    )


def test_a_problem_is_one_line_whatever_stands_in_the_file() -> None:
    problem = Problem("articles/\udcff.md", "a\nb", "words\u2028", "\x1b" + "x" * 1000)
    assert str(problem) == (
        f"docs/articles/\\udcff.md: a\\nb: expected words\\u2028, got \\x1b{'x' * 399}…"
    )


def test_problems_are_told_once_in_reading_order() -> None:
    lines = [
        Problem("articles/b.md", "date", "a", "b"),
        Problem("articles/a.md", "line 10", "a", "b"),
        Problem("articles/a.md", "line 9", "a", "b"),
        Problem("articles/b.md", "date", "a", "b"),
    ]
    assert str(ContentError(lines)) == (
        "3 problems in docs/\n"
        "docs/articles/a.md: line 9: expected a, got b\n"
        "docs/articles/a.md: line 10: expected a, got b\n"
        "docs/articles/b.md: date: expected a, got b"
    )


def test_a_single_problem_is_counted_as_one() -> None:
    error = ContentError([Problem("articles/a.md", "date", "a", "b")])
    assert str(error).startswith("1 problem in docs/\n")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "nothing"),
        ("soon", "'soon'"),
        (True, "True"),
        (dt.date(2026, 1, 31), "2026-01-31"),
        ([[[["deep"]]]], "[[[...]]]"),
        (["a"] * 100, "['a', 'a', 'a', 'a', 'a', 'a', ...]"),
    ],
)
def test_a_value_is_shown_short(value: object, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("tgas", " (did you mean tags?)"),
        ("colour", ""),
    ],
)
def test_the_nearest_known_name_is_offered(name: str, hint: str) -> None:
    assert near(name, ["title", "tags"]) == hint


def test_no_name_is_offered_for_one_that_nobody_types() -> None:
    assert near("x" * 100, ["x" * 99]) == ""
