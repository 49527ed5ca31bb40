"""What is asked of the database with every comment, in plain SQL that SQLite and PostgreSQL share.

Django takes a millisecond to put a question together, ten times as long as its answer takes: with
questions of its own, a post cost twice the CPU. All else is asked through Django.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Sequence

DAY, MONTH = dt.timedelta(days=1), dt.timedelta(days=30)
_HOUR = dt.timedelta(hours=1)

_RULES = """
SELECT kind, value FROM comments_block WHERE until IS NULL OR until > CURRENT_TIMESTAMP
UNION ALL SELECT 'later', later FROM comments_policy
"""
_CLOSED = "SELECT 1 FROM comments_closedthread WHERE path IN ({}) LIMIT 1"
# Each part finds an index of its own. NULL, of what is not known, is equal to nothing.
_SAID = """
SELECT id, created, source, thread, browser, address, network, digest, state, email, confirmed
FROM comments_comment
WHERE browser = %s OR (address = %s AND created > %s) OR (network = %s AND created > %s)
ORDER BY created, id
"""
_REPEATS = "SELECT count(*) FROM comments_comment WHERE digest = %s AND created > %s AND id <> %s"
_WAITING = "SELECT created FROM comments_comment WHERE state = 'pending' ORDER BY id DESC LIMIT %s"
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(1)"


@dataclass(frozen=True, slots=True)
class Rules:
    """What moderators have chosen."""

    networks: tuple[str, ...]  # blocked
    words: tuple[str, ...]  # blocked
    holds_all: bool  # later comments of a browser too


@dataclass(frozen=True, slots=True)
class Said:
    """A comment that a writer, or somebody near them, has sent before."""

    id: int
    created: dt.datetime
    source: str
    thread: str
    browser: str
    address: str | None
    network: str
    digest: str
    state: str
    email: str
    confirmed: Any  # a time, if there is one


def rules() -> Rules:
    """Return what moderators have chosen, blocks in the order of their values."""
    found = sorted(_rows(_RULES))
    kinds = {kind: tuple(value for each, value in found if each == kind) for kind, _ in found}
    later = kinds.get("later", ())
    return Rules(kinds.get("network", ()), kinds.get("word", ()), later == ("hold",))


def is_closed(paths: Sequence[str]) -> bool:
    """Return whether moderators have closed the page with these addresses."""
    return bool(_rows(_CLOSED.format(", ".join(["%s"] * len(paths))), *paths))


def said_before(browser: str, address: str | None, network: str) -> list[Said]:
    """Return all comments of a browser, and those of a day from its surroundings, oldest first."""
    day = timezone.now() - DAY
    rows = _rows(_SAID, browser or None, address, day, network or None, day)
    return [Said(number, _aware(created), *rest) for number, created, *rest in rows]


def repeats(digest: str, number: int | None) -> int:
    """Return how many comments of a month have the same words, but for the one of this number."""
    ((count,),) = _rows(_REPEATS, digest, timezone.now() - MONTH, number or 0)
    return int(count)


def waiting(most: int) -> int:
    """Return how many comments of the last hour wait for a moderator, or `most` if they are more."""
    hour = timezone.now() - _HOUR
    return sum(_aware(created) > hour for (created,) in _rows(_WAITING, most))


def wait_for_others() -> None:
    """Let no other comment be taken before this transaction ends: SQLite has seen to it already."""
    if connection.vendor == "postgresql":
        _rows(_ONE_AT_A_TIME)


def _rows(question: str, *values: Any) -> list[tuple[Any, ...]]:
    adapted = [
        connection.ops.adapt_datetimefield_value(value) if isinstance(value, dt.datetime) else value
        for value in values
    ]
    with connection.cursor() as cursor:
        cursor.execute(question, adapted)
        return list(cursor.fetchall())


def _aware(time: dt.datetime) -> dt.datetime:
    return time if time.tzinfo else time.replace(tzinfo=dt.UTC)
