"""Who may change a comment: the browser that wrote it, for a while, or who has a mailed link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from commenting.identity import browser_of, digest
from commenting.models import MINUTES_TO_CHANGE, Comment, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse

Purpose = Literal["confirm", "change", "unsubscribe", "silence"]
_DAY = 24 * 60 * 60
_AGES: dict[Purpose, int | None] = {
    "confirm": 7 * _DAY,
    "change": 30 * _DAY,
    "unsubscribe": None,  # who has had enough of old mail must not be told to wait for more
    "silence": None,
}
_COOKIE = "comments-mine-"


# By cookie


def grant(response: HttpResponse, comment: Comment) -> None:
    """Give the browser that wrote a comment the right to change it for a while."""
    response.set_cookie(
        f"{_COOKIE}{comment.pk}",
        signing.dumps([comment.pk, comment.browser], salt="comments.mine"),
        max_age=MINUTES_TO_CHANGE * 60,
        path="/comments/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def is_writer(request: HttpRequest, comment: Comment) -> bool:
    """Return whether this browser wrote the comment a short while ago."""
    if timezone.now() >= comment.edit_until or not comment.browser:
        return False
    try:
        value = request.COOKIES.get(f"{_COOKIE}{comment.pk}", "")
        found = signing.loads(value, salt="comments.mine", max_age=MINUTES_TO_CHANGE * 60)
    except signing.BadSignature:
        return False
    return bool(found == [comment.pk, comment.browser] and browser_of(request) == comment.browser)


def written_by(request: HttpRequest) -> Iterator[Comment]:
    """Yield the comments that this browser may change, newest first."""
    browser = browser_of(request)
    if not browser or not any(name.startswith(_COOKIE) for name in request.COOKIES):
        return
    for comment in Comment.objects.filter(browser=browser).exclude(state=State.DELETED)[:20]:
        if is_writer(request, comment):
            yield comment


# By mail


def key(purpose: Purpose, comment: Comment) -> str:
    """Return what a mailed link carries: for one purpose, comment and address."""
    return signing.dumps([comment.pk, digest("email", comment.email)], salt=f"comments.{purpose}")


def comment_of(purpose: Purpose, text: str) -> Comment | None:
    """Return the comment of a mailed link, if it is still that of the address."""
    try:
        number, email = signing.loads(text, salt=f"comments.{purpose}", max_age=_AGES[purpose])
    except signing.BadSignature:
        return None
    comment = Comment.objects.filter(pk=number).exclude(email="").first()
    return comment if comment and digest("email", comment.email) == email else None


def link(purpose: Purpose, comment: Comment) -> str:
    """Return the whole address of a mailed link."""
    return f"{settings.SITE_URL}{reverse(purpose, args=[key(purpose, comment)])}"


def may_change(request: HttpRequest, comment: Comment, text: str) -> bool:
    """Return whether a request may change a comment, by its cookie or by a mailed key."""
    if comment.state == State.DELETED:
        return False
    if text:
        found = comment_of("change", text)
        return bool(found and found.confirmed and found.pk == comment.pk)
    return is_writer(request, comment)
