"""Days: that of a build, an input so that a build can be repeated, and how pages write them."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING

from babel.dates import format_date

if TYPE_CHECKING:
    from collections.abc import Mapping


def build_day(environment: Mapping[str, str]) -> dt.date:
    """Return the day named by BUILD_DATE, or today in UTC, the same all over the world.

    Raises ValueError, with the remedy, if BUILD_DATE is no date.
    """
    value = environment.get("BUILD_DATE", "")
    if not value:
        return dt.datetime.now(dt.UTC).date()
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"BUILD_DATE: expected a date such as 2026-01-31, got {value!r}") from None


@cache
def long_date(date: dt.date) -> str:
    """Return a day in words, with its year: "January 31, 2026"."""
    return format_date(date, "long", locale="en_US")


@cache
def day_of_year(date: dt.date) -> str:
    """Return a day in words, without its year: "January 31"."""
    return format_date(date, "MMMM d", locale="en_US")
