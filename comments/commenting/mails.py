"""The mails that the service writes, each put into the outbox."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from commenting import questions, rights, threads
from commenting.identity import digest
from commenting.models import Comment, Mail, Policy, Silenced, State

MODERATE = "comments.moderate"
_MANY = 20  # comments in an hour; beyond them moderators hear no more, and find them in the admin
_TRIES = 3  # mails in a day to an address that nobody confirms


def ask_to_confirm(comment: Comment) -> None:
    """Ask the owner of an address whether the comment is theirs."""
    day = timezone.now() - dt.timedelta(days=1)
    asked = Comment.objects.filter(email=comment.email, confirmed=None, created__gt=day)
    if asked.count() <= _TRIES and not is_silenced(comment.email):
        _queue(comment, "confirm", comment.email, confirm=rights.link("confirm", comment))


def send_link(comment: Comment) -> None:
    """Send the link by which a comment is changed or deleted."""
    _queue(comment, "change", comment.email, change=rights.link("change", comment))


def tell_of_a_reply(reply: Comment) -> None:
    """Tell the writer of the comment that is answered, if they confirmed that they want it."""
    answered = reply.parent
    if (
        answered
        and answered.state == State.APPROVED
        and answered.confirmed
        and answered.wants_replies
        and answered.email != reply.email
        and not is_silenced(answered.email)
    ):
        _queue(
            answered,
            "reply",
            answered.email,
            reply=reply,
            place=f"{settings.SITE_URL}{path_of(reply)}",
            change=rights.link("change", answered),
        )


def tell_moderators(comment: Comment) -> None:
    """Tell each moderator that a comment waits, unless too many do."""
    waiting = questions.waiting(_MANY + 1)
    if waiting > _MANY or not Policy.chosen().mails_moderators:
        return
    for user in get_user_model().objects.filter(is_active=True, is_staff=True).exclude(email=""):
        if user.has_perm("comments.change_comment"):
            key = signing.dumps([comment.pk, user.pk], salt=MODERATE)
            place = f"{settings.SITE_URL}{reverse('moderate', args=[key])}"
            _queue(comment, "moderate", user.email, moderate=place, is_last=waiting == _MANY)


def is_silenced(email: str) -> bool:
    """Return whether the owner of an address wants no mail from here."""
    return Silenced.objects.filter(digest=digest("silence", email)).exists()


def silence(email: str) -> None:
    """Write to an address no more."""
    Silenced.objects.get_or_create(digest=digest("silence", email))
    Comment.objects.filter(email=email).update(wants_replies=False)
    Mail.objects.filter(to=email, headers__has_key="List-Unsubscribe").delete()


def path_of(comment: Comment) -> str:
    """Return where a comment stands on the site."""
    thread = threads.site().thread(comment.thread)
    return f"{thread.path if thread else comment.thread}#comment-{comment.pk}"


def title_of(comment: Comment) -> str:
    """Return the title of a comment's page, or its address where it is gone."""
    thread = threads.site().thread(comment.thread)
    return thread.title if thread else comment.thread


def _queue(comment: Comment, kind: str, to: str, **context: Any) -> None:
    headers = {}
    context |= {"comment": comment, "site": threads.site(), "title": title_of(comment)}
    if kind != "moderate":
        purpose: rights.Purpose = "silence" if kind == "confirm" else "unsubscribe"
        context["stop"] = rights.link(purpose, comment)
        headers = {
            "List-Unsubscribe": f"<{context['stop']}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    subject, _, body = render_to_string(f"commenting/mail/{kind}.txt", context).partition("\n")
    Mail.objects.create(
        to=to,
        subject=" ".join(subject.split())[:200],
        body=f"{body.strip()}\n",
        headers=headers,
        comment=comment,
    )
