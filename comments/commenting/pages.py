"""Pages that answer whoever uses no script, and the way back to the site."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from commenting import threads
from commenting.models import Comment, State

if TYPE_CHECKING:
    from django.http import HttpRequest


def page(request: HttpRequest, name: str, status: int = 200, /, **context: Any) -> HttpResponse:
    """Return the page that a template of this name makes."""
    return render(request, f"commenting/{name}.html", context, status=status)


def message(request: HttpRequest, heading: str, text: str, place: str = "") -> HttpResponse:
    """Return a page that says what was done, with the way to a place on the site."""
    return page(request, "message", heading=heading, text=text, place=place)


def back(comment: Comment) -> HttpResponse:
    """Lead back to the comment's page, and to the message there that fits."""
    name = "published" if comment.state == State.APPROVED else "received"
    thread = threads.site().thread(comment.thread)
    path = thread.path if thread else "/"
    return HttpResponseRedirect(f"{path}#comment-{name}", status=HTTPStatus.SEE_OTHER)
