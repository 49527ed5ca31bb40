"""Who writes, as far as it is known: a browser by its cookie, an address by a keyed hash."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_COOKIE = "comments-browser"
_YEAR = 365 * 24 * 60 * 60
_LONGEST = 200


def digest(purpose: str, value: str) -> str:
    """Return a hash that nobody without the secret can make or reverse by trying."""
    return salted_hmac(f"comments.{purpose}", value, algorithm="sha256").hexdigest()


def browser_of(request: HttpRequest) -> str:
    """Return the hash of a browser's cookie, or nothing where it has none."""
    value = request.COOKIES.get(_COOKIE, "")
    return digest("browser", value) if 0 < len(value) <= _LONGEST else ""


def know_browser(request: HttpRequest) -> str:
    """Return the hash of a browser's cookie; `remember_browser` gives it one if it has none."""
    if not browser_of(request):
        request.COOKIES[_COOKIE] = secrets.token_urlsafe(16)
    return browser_of(request)


def remember_browser(request: HttpRequest, response: HttpResponse) -> None:
    """Set the cookie, for a year from now on."""
    response.set_cookie(
        _COOKIE,
        request.COOKIES[_COOKIE],
        max_age=_YEAR,
        path="/comments/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
