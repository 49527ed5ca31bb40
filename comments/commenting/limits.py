"""How much may come from one browser, one address and one network; every limit passes."""

from __future__ import annotations

import datetime as dt
import ipaddress
import time
from functools import lru_cache
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.utils import timezone

from commenting.network import network_of
from commenting.questions import DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from commenting.questions import Said

# A campus or a company may have one address: there, hundreds of browsers find room in a day.
_MINUTES = dt.timedelta(minutes=10)
LIMITS = {  # in ten minutes, in a day
    "browser": (5, 40),
    "address": (20, 250),
    "network": (40, 500),
}

PACES = {  # in a minute: of an address, of a network
    "form": (240, 480),
    "text": (60, 120),  # six thousand characters can keep a process busy for a fifth of a second
}


def wait(
    said: Iterable[Said], browser: str, address: str | None, network: str
) -> dt.timedelta | None:
    """Return how long to wait after what was said before, or None where there is room."""
    now = timezone.now()
    today = [each for each in said if each.created > now - DAY and not each.source]
    keys = {"browser": browser, "address": address, "network": network}
    waits = [
        _wait([each.created for each in today if getattr(each, kind) == value], kind, now)
        for kind, value in keys.items()
        if value
    ]
    return max((each for each in waits if each), default=None)


def _wait(times: Sequence[dt.datetime], kind: str, now: dt.datetime) -> dt.timedelta | None:
    """Return how long to wait after comments at these times of the last day, oldest first."""
    few, many = LIMITS[kind]
    last_few = [time for time in times if time > now - _MINUTES]
    if len(times) >= many:
        return times[0] + DAY - now
    if len(last_few) >= few:
        return last_few[0] + _MINUTES - now
    return None


def is_too_fast(what: str, address: str | None) -> bool:
    """Count a request, and return whether there are too many from its surroundings.

    Each process counts for itself and no other knows, as asking the database would cost more than
    what is asked for.
    """
    minute = int(time.time() // 60)
    counts = [
        _count(f"{what}-{value}-{minute}", most)
        for value, most in zip((address, network_of(address)), PACES[what], strict=True)
        if value
    ]
    return any(counts)


def _count(key: str, most: int) -> bool:
    cache.add(key, 0, timeout=120)
    return cache.incr(key) > most


def sentence(wait: dt.timedelta) -> str:
    """Return what a reader is told who has to wait."""
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    if minutes == 1:
        return "That was a lot at once. Try again in a minute."
    if minutes < 2 * 60:
        return f"That was a lot at once. Try again in {minutes} minutes."
    return f"That was a lot for one day. Try again in {-(-minutes // 60)} hours."


def is_blocked(address: str | None, networks: Iterable[str]) -> bool:
    """Return whether an address is in one of these networks."""
    found = ipaddress.ip_address(address) if address else None
    return bool(found) and any(found in _network(each) for each in networks)


@lru_cache(maxsize=10_000)
def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    return ipaddress.ip_network(text)
