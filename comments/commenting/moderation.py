"""Moderation by a link in a mail: a page with buttons."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.core import signing
from django.views.decorators.http import require_http_methods

from commenting import life, mails
from commenting.answers import Refused, fields_of
from commenting.models import Comment, State
from commenting.pages import page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_WEEK = 7 * 24 * 60 * 60
_ACTS = {"approve": State.APPROVED, "reject": State.REJECTED, "spam": State.SPAM}


@require_http_methods(["GET", "HEAD", "POST"])
def moderate(request: HttpRequest, key: str) -> HttpResponse:
    """Show a comment with its score and three buttons, and do what is pressed."""
    comment = _comment_of(key)
    if request.method == "POST":
        state = _ACTS.get(fields_of(request.POST).get("act", ""))
        if not state:
            raise Refused(HTTPStatus.BAD_REQUEST, "Press one of the buttons.")
        comment = life.decide(comment, state)
    return page(
        request,
        "moderate",
        comment=comment,
        title=mails.title_of(comment),
        place=mails.path_of(comment),
        is_done=request.method == "POST",
    )


def _comment_of(key: str) -> Comment:
    """Return the comment of a link; raise Refused where it is old or no moderator's any more."""
    try:
        number, moderator = signing.loads(key, salt=mails.MODERATE, max_age=_WEEK)
    except signing.BadSignature:
        number, moderator = 0, 0
    user = get_user_model().objects.filter(pk=moderator, is_staff=True).first()
    comment = Comment.objects.filter(pk=number).exclude(state=State.DELETED).first()
    if not (user and comment and user.has_perm("comments.change_comment")):
        raise Refused(
            HTTPStatus.NOT_FOUND, "This link is too old, or the comment has been deleted."
        )
    return comment
