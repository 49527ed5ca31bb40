"""How readers write: the token, the preview, and posting."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from commenting import identity, markup, posting, rights, stamps
from commenting.answers import Refused, fields_of, wants_json
from commenting.forms import CommentForm
from commenting.models import Comment, State
from commenting.pages import back, page

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from commenting.threads import Thread

_MOST_NEWER = 200
_DIGITS = 18  # of the largest number that a database takes, less one
_LATE = dt.timedelta(days=1)  # so long a build may take to show what was approved


@require_GET
def token(request: HttpRequest) -> HttpResponse:
    """Give a form its token and its stamp, and the comments that its page lacks.

    More may come than are newer: a comment approved a while after it was written has a low number.
    """
    posting.check_pace(request, "form")
    fields = fields_of(request.GET)
    thread = posting.known_thread(fields.get("thread", ""))
    browser = identity.know_browser(request)
    content = {
        "token": get_token(request),
        "stamp": stamps.give(thread.path, browser),
        "open": posting.is_open(thread),
        "comments": [_public(comment) for comment in _newer(thread, fields.get("after", ""))],
    }
    response = JsonResponse(content)
    identity.remember_browser(request, response)
    return response


def _newer(thread: Thread, after: str) -> QuerySet[Comment]:
    """Return what the page of a thread lacks that has the comments up to this number."""
    newer = Comment.objects.filter(
        Q(pk__gt=_number(after) or 0) | Q(decided__gt=timezone.now() - _LATE),
        thread__in=thread.paths,
        state=State.APPROVED,
    )
    # By number alone, SQLite would look through the comments of every page.
    return newer.order_by("created", "id")[:_MOST_NEWER]


def _number(text: str) -> int | None:
    """Return the number that a form or an address has, if it is one of 64 bits."""
    is_number = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    return int(text) if is_number else None


def _public(comment: Comment) -> dict[str, Any]:
    return {
        "id": comment.pk,
        "name": comment.name,
        "created": f"{comment.created:%Y-%m-%dT%H:%M:%SZ}",
        "html": comment.html,
        "state": comment.state,
        "parent": comment.parent_id,
    }


@csrf_exempt  # it stores nothing, and a page made beforehand cannot carry a token
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest) -> HttpResponse:
    """Show a comment before it is posted, with the form to mend and to post it."""
    posting.check_pace(request, "text")
    fields = fields_of(request.POST if request.method == "POST" else request.GET)
    thread = posting.open_thread(fields.get("thread", ""))
    return _preview(request, thread, fields, is_new=request.method != "POST")


def _preview(
    request: HttpRequest,
    thread: Thread,
    fields: dict[str, str],
    refused: Refused | None = None,
    *,
    is_new: bool = False,
) -> HttpResponse:
    try:
        answered = _answered(thread, fields)
    except Refused as gone:
        answered, refused, fields = None, gone, fields | {"parent": ""}
    form = CommentForm(fields)
    is_good = not is_new and form.is_valid()
    refused = refused or (Refused(HTTPStatus.OK) if is_new else _foreseen(form))
    response = page(
        request,
        "preview",
        refused.status,
        thread=thread,
        answered=answered,
        fields=fields,
        html=markup.render(form.cleaned_data["text"]) if is_good else "",
        name=form.cleaned_data.get("name") if is_good else "",
        errors=refused.errors,
        whole=refused.errors.get("", ""),
        warnings=refused.warnings,
        stamp=stamps.give(thread.path, identity.know_browser(request)),
    )
    identity.remember_browser(request, response)
    return response


def _foreseen(form: CommentForm) -> Refused:
    """Return why posting would be refused, or nothing, as far as it is seen without trying."""
    if not form.is_valid():
        return Refused(HTTPStatus.BAD_REQUEST, errors=form.problems())
    return Refused(HTTPStatus.OK, warnings=posting.warnings(form.cleaned_data))


def _answered(thread: Thread, fields: dict[str, str]) -> Comment | None:
    parent = fields.get("parent", "")
    if not parent:
        return None
    number = _number(parent)
    if number is None:
        raise Refused(HTTPStatus.BAD_REQUEST, "The comment you answer is not here.")
    return posting.answered(thread, number)


@require_POST
def post(request: HttpRequest) -> HttpResponse:
    """Take a comment; say so to the script, or lead back to the page."""
    posting.check_pace(request, "text")
    fields = fields_of(request.POST)
    thread = posting.open_thread(fields.get("thread", ""))
    try:
        comment = posting.take(CommentForm(fields), thread, posting.writer_of(request))
    except Refused as refused:
        if wants_json(request):
            raise
        return _preview(request, thread, fields, refused)
    if wants_json(request):
        content = _public(comment) | {"edit_until": f"{comment.edit_until:%Y-%m-%dT%H:%M:%SZ}"}
        # A machine that fell into the trap is not told so.
        content["state"] = _said_state(comment)
        response: HttpResponse = JsonResponse(content, status=HTTPStatus.CREATED)
    else:
        response = back(comment)
    rights.grant(response, comment)
    return response


def _said_state(comment: Comment) -> State:
    return State.APPROVED if comment.state == State.APPROVED else State.PENDING
