"""How much may come from one browser, one address and one network; every limit passes."""

from __future__ import annotations

import datetime as dt
import ipaddress
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from commenting.models import Block, Comment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# A campus or a company may have one address: there, hundreds of browsers find room in a day.
_DAY, _MINUTES = dt.timedelta(days=1), dt.timedelta(minutes=10)
LIMITS = {  # in ten minutes, in a day
    "browser": (5, 40),
    "address": (20, 250),
    "network": (40, 500),
}


def wait(browser: str, address: str | None, network: str) -> dt.timedelta | None:
    """Return how long to wait before the next comment, or None where there is room."""
    now = timezone.now()
    keys = {"browser": browser, "address": address, "network": network}
    given = {kind: value for kind, value in keys.items() if value}
    from_one = reduce(or_, (Q(**{kind: value}) for kind, value in given.items()), Q(pk=None))
    today = Comment.objects.filter(from_one, created__gt=now - _DAY, source="").order_by("created")
    # One plain query: this happens with every comment, and Django builds a count in milliseconds.
    recent = list(today.values(*LIMITS, "created"))
    waits = [
        _wait([each["created"] for each in recent if each[kind] == value], kind, now)
        for kind, value in given.items()
    ]
    return max((each for each in waits if each), default=None)


def _wait(times: Sequence[dt.datetime], kind: str, now: dt.datetime) -> dt.timedelta | None:
    """Return how long to wait after comments at these times of the last day, oldest first."""
    few, many = LIMITS[kind]
    last_few = [time for time in times if time > now - _MINUTES]
    if len(times) >= many:
        return times[0] + _DAY - now
    if len(last_few) >= few:
        return last_few[0] + _MINUTES - now
    return None


def sentence(wait: dt.timedelta) -> str:
    """Return what a reader is told who has to wait."""
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    if minutes == 1:
        return "That was a lot at once. Try again in a minute."
    if minutes < 2 * 60:
        return f"That was a lot at once. Try again in {minutes} minutes."
    return f"That was a lot for one day. Try again in {-(-minutes // 60)} hours."


def is_blocked(address: str | None) -> bool:
    """Return whether moderators have blocked the network of an address."""
    if not address:
        return False
    found = ipaddress.ip_address(address)
    return any(found in ipaddress.ip_network(each) for each in _blocked(Block.Kind.NETWORK))


def blocked_words() -> Iterable[str]:
    """Return the words that moderators have blocked, in order."""
    return _blocked(Block.Kind.WORD)


def _blocked(kind: Block.Kind) -> Iterable[str]:
    still = Q(until=None) | Q(until__gt=timezone.now())
    return Block.objects.filter(still, kind=kind).values_list("value", flat=True)
