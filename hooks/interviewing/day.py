"""The day of a build: an input, so that a build can be repeated."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

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
