"""How much may come from one browser, one address and one network; every limit passes."""

from __future__ import annotations

import datetime as dt
import ipaddress
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q
from django.utils import timezone

from commenting.models import Block, Comment

if TYPE_CHECKING:
    from collections.abc import Iterable

# A campus or a company may have one address: there, hundreds of browsers find room in a day.
_MINUTES = 10
LIMITS = {  # in ten minutes, in a day
    "browser": (5, 40),
    "address": (20, 250),
    "network": (40, 500),
}


def wait(browser: str, address: str | None, network: str) -> dt.timedelta | None:
    """Return how long to wait before the next comment, or None where there is room."""
    keys = {"browser": browser, "address": address, "network": network}
    waits = [_wait(kind, value) for kind, value in keys.items() if value]
    return max((each for each in waits if each), default=None)


def _wait(kind: str, value: str) -> dt.timedelta | None:
    now = timezone.now()
    day, minutes = dt.timedelta(days=1), dt.timedelta(minutes=_MINUTES)
    recent = Q(created__gt=now - minutes)
    found = Comment.objects.filter(**{kind: value}, created__gt=now - day, source="").aggregate(
        few=Count("pk", filter=recent),
        many=Count("pk"),
        first_of_few=Min("created", filter=recent),
        first_of_many=Min("created"),
    )
    few, many = LIMITS[kind]
    if found["many"] >= many:
        return found["first_of_many"] + day - now  # type: ignore[no-any-return]
    if found["few"] >= few:
        return found["first_of_few"] + minutes - now  # type: ignore[no-any-return]
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
