"""What every request and every answer passes, whatever it is about."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db import OperationalError

from commenting.answers import Refused, as_json, refusal, wants_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    Handler = Callable[[HttpRequest], HttpResponse]

_log = logging.getLogger(__name__)
_SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
_READ_AWAY = 2_000_000  # bytes; who sends less hears why it is refused
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
# Our own script makes no HTML of text, and none that got in could; the admin's scripts do.
_NO_HTML_OF_TEXT = "; require-trusted-types-for 'script'; trusted-types 'none'"


def answer_headers(get_response: Handler) -> Handler:
    """Let nothing but the site's own files run, and nothing be kept or found by search engines."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        policy = _POLICY if _is_admin(request) else _POLICY + _NO_HTML_OF_TEXT
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("X-Robots-Tag", "noindex")
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def _is_admin(request: HttpRequest) -> bool:
    match = request.resolver_match
    return bool(match and "admin" in match.namespaces)


def plain_cookies(get_response: Handler) -> Handler:
    """Leave out cookies that no browser was given here; PostgreSQL refuses to look one up."""

    def middleware(request: HttpRequest) -> HttpResponse:
        kept = {name: value for name, value in request.COOKIES.items() if value.isprintable()}
        request.COOKIES = kept
        return get_response(request)

    return middleware


class Guard:
    """Refuse bodies of any size and forms of other sites, and turn refusals into answers."""

    def __init__(self, get_response: Handler) -> None:
        """Stand before the views."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request, in a sentence if nothing else has one."""
        if refused := _size_problem(request) or _charset_problem(request):
            return refused
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            return refusal(request, 405, "This page does not take that.")
        return response

    def process_view(self, request: HttpRequest, view: object, *_: object) -> HttpResponse | None:
        """Refuse a form that another site sends; mail programs send one without an origin."""
        if request.method in _SAFE or getattr(view, "takes_any_origin", False):
            return None
        if _origin(request) != f"{request.scheme}://{request.get_host()}":
            return refusal(request, 403, "This form was not sent from a page of this site.")
        if _is_odd(request):
            return refusal(request, 400, "This has a character that cannot be shown: delete it.")
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Say what was refused; say that the database is busy, which passes."""
        if isinstance(error, Refused):
            if wants_json(request):
                return as_json(error)
            return refusal(request, error.status, " ".join(error.errors.values()))
        if isinstance(error, OperationalError):
            _log.error("The database does not answer: %s", error)
            return refusal(request, 503, "Comments are busy. Keep your text, and try again.")
        return None


def _is_odd(request: HttpRequest) -> bool:
    """Return whether a form for the admin has what PostgreSQL cannot store or look up."""
    if not _is_admin(request):
        return False
    return any("\0" in value for _, values in request.POST.lists() for value in values)


def _size_problem(request: HttpRequest) -> HttpResponse | None:
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return refusal(request, 400, "This request has no length.")
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if length <= limit:
        return None
    if length <= _READ_AWAY:
        request.read(length)
    return refusal(request, 413, "This is far too long for a comment.")


def _charset_problem(request: HttpRequest) -> HttpResponse | None:
    # Django decodes the parts of a form by any name that Python knows, even "base64".
    charset = (request.content_params or {}).get("charset", "utf-8")
    if charset.lower() in {"utf-8", "utf8"}:
        return None
    return refusal(request, 400, "This form is not written in UTF-8.")


def _origin(request: HttpRequest) -> str:
    """Return where a form was, as the browser says."""
    if origin := request.headers.get("Origin"):
        return origin
    try:
        referrer = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    return f"{referrer.scheme}://{referrer.netloc}"
