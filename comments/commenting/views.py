"""What readers meet: the token, the preview, posting, and changing what they wrote."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from commenting import identity, life, mails, markup, posting, rights, stamps, threads
from commenting.answers import Refused, fields_of, wants_json
from commenting.forms import CommentForm, LinkForm, ReviseForm
from commenting.models import Comment, State

if TYPE_CHECKING:
    from django.http import HttpRequest

    from commenting.threads import Thread

_MOST_NEWER = 200
_LATE = dt.timedelta(days=1)  # so long a build may take to show what was approved
_PAUSE = dt.timedelta(hours=1)  # between two links for one comment


@require_GET
def token(request: HttpRequest) -> HttpResponse:
    """Give a form its token and its stamp, and the comments that its page lacks.

    More may come than are newer: a comment approved a while after it was written has a low number.
    """
    posting.check_pace(request, "form")
    fields = fields_of(request.GET)
    thread = posting.known_thread(fields.get("thread", ""))
    browser = identity.know_browser(request)
    after = fields.get("after", "")
    number = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else 0  # noqa: PLR2004 - 64 bits
    newer = Comment.objects.filter(
        Q(pk__gt=number) | Q(decided__gt=timezone.now() - _LATE),
        thread__in=thread.paths,
        state=State.APPROVED,
    )
    content = {
        "token": get_token(request),
        "stamp": stamps.give(thread.path, browser),
        "open": posting.is_open(thread),
        # By number alone, SQLite would look through the comments of every page.
        "comments": [_public(comment) for comment in newer.order_by("created", "id")[:_MOST_NEWER]],
    }
    response = JsonResponse(content)
    identity.remember_browser(request, response)
    return response


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
    if not refused and not is_new:
        refused = _foreseen(form)
    browser = identity.know_browser(request)
    context = {
        "thread": thread,
        "answered": answered,
        "fields": fields,
        "html": markup.render(form.cleaned_data["text"]) if is_good else "",
        "name": form.cleaned_data.get("name") if is_good else "",
        "errors": refused.errors if refused else {},
        "whole": refused.errors.get("", "") if refused else "",
        "warnings": refused.warnings if refused else [],
        "stamp": stamps.give(thread.path, browser),
    }
    status = refused.status if refused else HTTPStatus.OK
    response = render(request, "commenting/preview.html", context, status=status)
    identity.remember_browser(request, response)
    return response


def _foreseen(form: CommentForm) -> Refused | None:
    """Return why posting would be refused, as far as it is seen without trying."""
    if not form.is_valid():
        return Refused(HTTPStatus.BAD_REQUEST, errors=form.problems())
    regrets = posting.warnings(form.cleaned_data)
    return Refused(HTTPStatus.OK, warnings=regrets) if regrets else None


def _answered(thread: Thread, fields: dict[str, str]) -> Comment | None:
    parent = fields.get("parent", "")
    if not parent:
        return None
    if not parent.isascii() or not parent.isdigit() or len(parent) > 18:  # noqa: PLR2004 - 64 bits
        raise Refused(HTTPStatus.BAD_REQUEST, "The comment you answer is not here.")
    return posting.answered(thread, int(parent))


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
        response = _back(comment)
    rights.grant(response, comment)
    return response


def _said_state(comment: Comment) -> State:
    return State.APPROVED if comment.state == State.APPROVED else State.PENDING


def _back(comment: Comment) -> HttpResponse:
    """Lead back to the comment's page, and to the message there that fits."""
    name = "published" if comment.state == State.APPROVED else "received"
    thread = threads.site().thread(comment.thread)
    path = thread.path if thread else "/"
    return HttpResponseRedirect(f"{path}#comment-{name}", status=HTTPStatus.SEE_OTHER)


# What its writer may do later


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """List the comments that this browser may still change."""
    found = [(comment, mails.title_of(comment)) for comment in rights.written_by(request)]
    return _page(request, "mine", comments=found)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Change the words of a comment."""
    comment, key = _own(request, number)
    if not comment:
        return _ask_for_a_link(request, number)
    if request.method != "POST":
        return _page(request, "edit", comment=comment, key=key, fields=_words_of(comment))
    fields = fields_of(request.POST)
    form = ReviseForm(fields)
    problems = form.problems() if not form.is_valid() else {}
    regrets = [] if problems else posting.warnings(form.cleaned_data)
    if problems or regrets:
        return _page(
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
    return _back(posting.take_again(comment, form.cleaned_data["name"], form.cleaned_data["text"]))


def _words_of(comment: Comment) -> dict[str, str]:
    return {"text": comment.text, "name": comment.name}


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Erase a comment, once its writer has pressed the button."""
    comment, key = _own(request, number)
    if not comment:
        return _ask_for_a_link(request, number)
    if request.method != "POST":
        return _page(request, "delete", comment=comment, key=key)
    place = mails.path_of(comment).partition("#")[0]
    life.erase(comment)
    text = "Its text, your name, your email address and your network address are erased."
    return _message(request, "Your comment is deleted", text, place)


def _own(request: HttpRequest, number: int) -> tuple[Comment | None, str]:
    """Return a comment, if whoever asks may change it, and the key of the mailed link."""
    key = fields_of(request.GET).get("key", "")
    comment = get_object_or_404(Comment, pk=number)
    return (comment if rights.may_change(request, comment, key) else None), key


def _ask_for_a_link(request: HttpRequest, number: int) -> HttpResponse:
    return _page(request, "link", HTTPStatus.FORBIDDEN, number=number)


@require_POST
def link(request: HttpRequest, number: int) -> HttpResponse:
    """Mail the link for a comment to its confirmed address; say the same whether or not it is."""
    form = LinkForm(fields_of(request.POST))
    if not form.is_valid():
        sentence = "This is not an email address."
        return _page(request, "link", HTTPStatus.BAD_REQUEST, number=number, error=sentence)
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
    return _message(request, "Look into your mail", text)


# By links in mails: each shows a page, and only its button does something.


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Confirm an address."""
    comment = _mailed("confirm", key)
    if request.method != "POST":
        return _page(request, "confirm", comment=comment, title=mails.title_of(comment))
    if not comment.confirmed:
        comment.confirmed = timezone.now()
        comment.save(update_fields=["confirmed"])
        mails.send_link(comment)
    text = (
        "You hear when somebody answers your comment. "
        "A mail is on its way with the link by which you can change or delete it."
    )
    return _message(request, "Your address is confirmed", text, mails.path_of(comment))


@require_GET
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Show a comment to its writer, with the ways to change and to delete it."""
    comment = _mailed("change", key)
    if not comment.confirmed:
        raise Http404
    return _page(request, "change", comment=comment, key=key, title=mails.title_of(comment))


@csrf_exempt  # RFC 8058: a mail program sends it, and the key in the address is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, key: str) -> HttpResponse:
    """End the mail about replies to an address."""
    comment = _mailed("unsubscribe", key)
    if request.method != "POST":
        return _page(request, "unsubscribe", question="End the mail about replies?")
    Comment.objects.filter(email=comment.email).update(wants_replies=False)
    return _message(request, "Done", "You get no more mail about replies to your comments.")


@csrf_exempt  # likewise
@require_http_methods(["GET", "HEAD", "POST"])
def silence(request: HttpRequest, key: str) -> HttpResponse:
    """End all mail to an address, whoever gives it."""
    comment = _mailed("silence", key)
    if request.method != "POST":
        return _page(request, "unsubscribe", question="End all mail from here?")
    mails.silence(comment.email)
    return _message(request, "Done", "This address gets no more mail from here.")


unsubscribe.takes_any_origin = silence.takes_any_origin = True  # type: ignore[attr-defined]


def _mailed(purpose: rights.Purpose, key: str) -> Comment:
    comment = rights.comment_of(purpose, key)
    if not comment:
        raise Refused(
            HTTPStatus.NOT_FOUND, "This link is too old, or what it was about has been deleted."
        )
    return comment


# Pages


def _page(request: HttpRequest, name: str, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"commenting/{name}.html", context, status=status)


def _message(request: HttpRequest, heading: str, text: str, place: str = "") -> HttpResponse:
    return _page(request, "message", heading=heading, text=text, place=place)
