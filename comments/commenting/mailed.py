"""What links in mails lead to: each shows a page, and only its button does something."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.http import Http404
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from commenting import mails, rights
from commenting.answers import Refused
from commenting.models import Comment
from commenting.pages import message, page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Confirm an address."""
    comment = _mailed("confirm", key)
    if request.method != "POST":
        return page(request, "confirm", comment=comment, title=mails.title_of(comment))
    if not comment.confirmed:
        comment.confirmed = timezone.now()
        comment.save(update_fields=["confirmed"])
        mails.send_link(comment)
    text = (
        "You hear when somebody answers your comment. "
        "A mail is on its way with the link by which you can change or delete it."
    )
    return message(request, "Your address is confirmed", text, mails.path_of(comment))


@require_GET
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Show a comment to its writer, with the ways to change and to delete it."""
    comment = _mailed("change", key)
    if not comment.confirmed:
        raise Http404
    return page(request, "change", comment=comment, key=key, title=mails.title_of(comment))


@csrf_exempt  # RFC 8058: a mail program sends it, and the key in the address is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, key: str) -> HttpResponse:
    """End the mail about replies to an address."""
    comment = _mailed("unsubscribe", key)
    if request.method != "POST":
        return page(request, "unsubscribe", question="End the mail about replies?")
    Comment.objects.filter(email=comment.email).update(wants_replies=False)
    return message(request, "Done", "You get no more mail about replies to your comments.")


@csrf_exempt  # likewise
@require_http_methods(["GET", "HEAD", "POST"])
def silence(request: HttpRequest, key: str) -> HttpResponse:
    """End all mail to an address, whoever gives it."""
    comment = _mailed("silence", key)
    if request.method != "POST":
        return page(request, "unsubscribe", question="End all mail from here?")
    mails.silence(comment.email)
    return message(request, "Done", "This address gets no more mail from here.")


unsubscribe.takes_any_origin = silence.takes_any_origin = True  # type: ignore[attr-defined]


def _mailed(purpose: rights.Purpose, key: str) -> Comment:
    comment = rights.comment_of(purpose, key)
    if not comment:
        raise Refused(
            HTTPStatus.NOT_FOUND, "This link is too old, or what it was about has been deleted."
        )
    return comment
