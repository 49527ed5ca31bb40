"""What writers may do with their own comments: list, change and delete them."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from commenting import life, mails, posting, rights
from commenting.answers import fields_of
from commenting.forms import LinkForm, ReviseForm
from commenting.models import Comment
from commenting.pages import back, message, page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_PAUSE = dt.timedelta(hours=1)  # between two links for one comment


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """List the comments that this browser may still change."""
    found = [(comment, mails.title_of(comment)) for comment in rights.written_by(request)]
    return page(request, "mine", comments=found)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Change the words of a comment."""
    comment, key = _own(request, number)
    if not comment:
        return _ask_for_a_link(request, number)
    if request.method != "POST":
        return page(request, "edit", comment=comment, key=key, fields=_words_of(comment))
    fields = fields_of(request.POST)
    form = ReviseForm(fields)
    problems = form.problems() if not form.is_valid() else {}
    regrets = [] if problems else posting.warnings(form.cleaned_data)
    if problems or regrets:
        return page(
            request,
            "edit",
            HTTPStatus.BAD_REQUEST,
            comment=comment,
            key=key,
            fields=fields,
            errors=problems,
            whole=problems.get("", ""),
            warnings=regrets,
        )
    return back(posting.take_again(comment, form.cleaned_data["name"], form.cleaned_data["text"]))


def _words_of(comment: Comment) -> dict[str, str]:
    return {"text": comment.text, "name": comment.name}


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Erase a comment, once its writer has pressed the button."""
    comment, key = _own(request, number)
    if not comment:
        return _ask_for_a_link(request, number)
    if request.method != "POST":
        return page(request, "delete", comment=comment, key=key)
    place = mails.path_of(comment).partition("#")[0]
    life.erase(comment)
    text = "Its text, your name, your email address and your network address are erased."
    return message(request, "Your comment is deleted", text, place)


def _own(request: HttpRequest, number: int) -> tuple[Comment | None, str]:
    """Return a comment, if whoever asks may change it, and the key of the mailed link."""
    key = fields_of(request.GET).get("key", "")
    comment = get_object_or_404(Comment, pk=number)
    return (comment if rights.may_change(request, comment, key) else None), key


def _ask_for_a_link(request: HttpRequest, number: int) -> HttpResponse:
    return page(request, "link", HTTPStatus.FORBIDDEN, number=number)


@require_POST
def link(request: HttpRequest, number: int) -> HttpResponse:
    """Mail the link for a comment to its confirmed address; say the same whether or not it is."""
    form = LinkForm(fields_of(request.POST))
    if not form.is_valid():
        sentence = "This is not an email address."
        return page(request, "link", HTTPStatus.BAD_REQUEST, number=number, error=sentence)
    hour_ago = timezone.now() - _PAUSE
    found = Comment.objects.filter(
        Q(linked=None) | Q(linked__lt=hour_ago),
        pk=number,
        email=form.cleaned_data["email"].lower(),
        confirmed__isnull=False,
    )
    if found.update(linked=timezone.now()):
        mails.send_link(Comment.objects.get(pk=number))
    text = (
        "If this is the address that you confirmed for the comment, a link is on its way to it. "
        "There is at most one an hour."
    )
    return message(request, "Look into your mail", text)
