"""What is said when something is refused: a plain sentence, as a page or as JSON."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest

_HEADINGS: dict[int, str] = {
    HTTPStatus.NOT_FOUND: "Nothing here",
    HTTPStatus.SERVICE_UNAVAILABLE: "One moment",
}


class Refused(Exception):  # noqa: N818 - what happened, not a fault of ours
    """Something that is not done, with what its sender is told: by field, "" for the whole."""

    def __init__(
        self,
        status: int,
        sentence: str = "",
        errors: Mapping[str, str] | None = None,
        warnings: Sequence[str] = (),
    ) -> None:
        """Refuse with a sentence for the whole, or with one for each field."""
        super().__init__(sentence)
        self.status = status
        self.errors = dict(errors or {}) | ({"": sentence} if sentence else {})
        self.warnings = list(warnings)


def wants_json(request: HttpRequest) -> bool:
    """Return whether the script asks, and not a browser for a page."""
    return "application/json" in request.headers.get("Accept", "")


def as_json(refused: Refused) -> JsonResponse:
    """Return a refusal as the script reads it."""
    content = {"errors": refused.errors, "warnings": refused.warnings}
    return JsonResponse(content, status=refused.status)


def refusal(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    """Return a refusal as whoever asks can read it."""
    if wants_json(request):
        return as_json(Refused(status, sentence))
    heading = _HEADINGS.get(status, "That did not work")
    context = {"heading": heading, "text": sentence}
    return render(request, "commenting/message.html", context, status=status)


# What Django calls when a view does not answer.


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what cannot be understood."""
    return refusal(request, HTTPStatus.BAD_REQUEST, "This request cannot be understood.")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what is not allowed."""
    return refusal(request, HTTPStatus.FORBIDDEN, "This is not for you to do.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for what is not here."""
    return refusal(request, HTTPStatus.NOT_FOUND, "There is no such page of the comments.")


def failed(request: HttpRequest) -> HttpResponse:
    """Answer for a fault of ours, without leaning on anything that may be broken."""
    sentence = "Comments have a fault. Your text is not stored: keep it, and try again later."
    if wants_json(request):
        return as_json(Refused(HTTPStatus.INTERNAL_SERVER_ERROR, sentence))
    return HttpResponse(sentence, status=500, content_type="text/plain; charset=utf-8")


def no_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token against forgery is missing or old."""
    sentence = (
        "The form has lost its token. Allow this site's cookies, go back, reload the page "
        "and send it again."
    )
    return refusal(request, HTTPStatus.FORBIDDEN, sentence)


def fields_of(data: Any) -> dict[str, str]:
    """Return the fields of a form or a query; raise Refused where one comes twice."""
    for name, values in data.lists():
        if len(values) > 1:
            raise Refused(HTTPStatus.BAD_REQUEST, f"The field {name[:40]!r} was sent twice.")
    return {name: values[0] for name, values in data.lists() if values}
