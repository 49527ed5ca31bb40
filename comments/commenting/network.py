"""Where a request comes from."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpRequest, HttpResponse

_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST")
_BITS = {4: 24, 6: 48}


def trusted_proxies(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Put the reader's own address in REMOTE_ADDR; believe nobody but our own web servers."""
    networks = [ipaddress.ip_network(each) for each in settings.TRUSTED_PROXIES]

    def is_trusted(address: str) -> bool:
        found = _address(address)
        return bool(found) and any(found in network for network in networks)

    def middleware(request: HttpRequest) -> HttpResponse:
        peer = request.META.get("REMOTE_ADDR", "")
        if is_trusted(peer):
            chain = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
            request.META["REMOTE_ADDR"] = _client(
                [each.strip() for each in chain], peer, is_trusted
            )
        else:
            for name in _FORWARDED:
                request.META.pop(name, None)
        return get_response(request)

    return middleware


def _client(chain: Sequence[str], peer: str, is_trusted: Callable[[str], bool]) -> str:
    """Return the nearest address that is not one of ours; what lies beyond is hearsay."""
    nearest = peer
    for address in reversed(chain):
        if not is_trusted(nearest) or not _address(address):
            break
        nearest = address
    return nearest


def address_of(request: HttpRequest) -> str | None:
    """Return the address of whoever asks, if it is one."""
    found = _address(request.META.get("REMOTE_ADDR", ""))
    return str(found) if found else None


def network_of(address: str | None) -> str:
    """Return the network of an address: what one owner is likely to have."""
    found = _address(address or "")
    if not found:
        return ""
    return str(ipaddress.ip_network((found, _BITS[found.version]), strict=False))


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv6Address):
        return found.ipv4_mapped or ipaddress.IPv6Address(int(found))  # without a zone
    return found
