"""The day of a build, and days in words."""

from __future__ import annotations

import datetime as dt

import pytest

from interviewing.day import build_day, day_of_year, long_date


def test_a_build_can_be_given_its_day() -> None:
    assert build_day({"BUILD_DATE": "2026-01-31"}) == dt.date(2026, 1, 31)


@pytest.mark.parametrize("environment", [{}, {"BUILD_DATE": ""}])
def test_without_a_day_a_build_is_of_today(environment: dict[str, str]) -> None:
    before = dt.datetime.now(dt.UTC).date()
    assert before <= build_day(environment) <= dt.datetime.now(dt.UTC).date()


@pytest.mark.parametrize("value", ["tomorrow", "2026-02-30", "31.01.2026", "2026-01-31T10:00", " "])
def test_a_day_that_is_none_is_refused_with_the_remedy(value: str) -> None:
    with pytest.raises(ValueError, match="BUILD_DATE") as caught:
        build_day({"BUILD_DATE": value})
    assert str(caught.value) == f"BUILD_DATE: expected a date such as 2026-01-31, got {value!r}"


def test_a_day_is_written_in_words_with_its_year_or_without() -> None:
    day = dt.date(2026, 1, 31)
    assert (long_date(day), day_of_year(day)) == ("January 31, 2026", "January 31")
