"""Taking a comment: everything is looked at once, and one row is written."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from commenting import judging, life, limits, mails, questions, spam, stamps, threads, words
from commenting.answers import Refused
from commenting.identity import browser_of
from commenting.markup import render
from commenting.models import Comment, State
from commenting.network import address_of, network_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.http import HttpRequest

    from commenting.forms import CommentForm
    from commenting.questions import Rules, Said
    from commenting.threads import Thread


@dataclass(frozen=True, slots=True)
class Writer:
    """Who sends a comment, as far as it is known."""

    browser: str
    address: str | None
    is_moderator: bool = False

    @property
    def network(self) -> str:
        """Return the network of the address."""
        return network_of(self.address)


def writer_of(request: HttpRequest) -> Writer:
    """Return who sends a request."""
    user = request.user
    is_moderator = user.is_staff and user.has_perm("comments.change_comment")
    return Writer(browser_of(request), address_of(request), is_moderator)


def check_pace(request: HttpRequest, what: str) -> None:
    """Raise Refused where too many requests come from one place."""
    if limits.is_too_fast(what, address_of(request)):
        raise Refused(HTTPStatus.TOO_MANY_REQUESTS, limits.sentence(dt.timedelta(minutes=1)))


def known_thread(address: str) -> Thread:
    """Return the thread of a page; raise Refused where it has none."""
    thread = threads.site().thread(address)
    if not thread:
        raise Refused(HTTPStatus.NOT_FOUND, "There is no page with comments at this address.")
    return thread


def is_open(thread: Thread) -> bool:
    """Return whether author and moderators let a page take comments."""
    return thread.is_open and not questions.is_closed(thread.paths)


def open_thread(address: str) -> Thread:
    """Return the thread of a page; raise Refused where it takes no comments."""
    thread = known_thread(address)
    if not is_open(thread):
        raise Refused(HTTPStatus.FORBIDDEN, "Comments on this page are closed.")
    return thread


def answered(thread: Thread, parent: int | None) -> Comment | None:
    """Return the comment that is answered; raise Refused where it is not on the page."""
    if not parent:
        return None
    found = Comment.objects.filter(pk=parent, thread__in=thread.paths, state=State.APPROVED).first()
    if not found:
        raise Refused(HTTPStatus.BAD_REQUEST, "The comment you answer is not here any more.")
    return found


def warnings(values: Mapping[str, str]) -> list[str]:
    """Return what its writer may regret, unless they have seen it."""
    if values.get("confirmed"):
        return []
    said = f"{values['name']}\n{values['text']}"
    return list(words.regrets(said, values.get("employer", "")[:100]))


def take(form: CommentForm, thread: Thread, writer: Writer) -> Comment:
    """Store a comment and return it; raise Refused where it is not taken."""
    rules = questions.rules()
    if limits.is_blocked(writer.address, rules.networks):
        raise Refused(HTTPStatus.FORBIDDEN, "Comments from your network are not taken for now.")
    if not form.is_valid():
        raise Refused(HTTPStatus.BAD_REQUEST, errors=form.problems())
    values = form.cleaned_data
    try:
        stamp = stamps.read(values["stamp"], thread.path, writer.browser)
    except stamps.StampError as error:
        raise Refused(HTTPStatus.FORBIDDEN, str(error)) from None
    if regrets := warnings(values):
        raise Refused(HTTPStatus.BAD_REQUEST, warnings=regrets)
    comment = _written(values, thread, writer)
    comment.stamp = stamp.number
    verdict = judging.verdict_on(comment, rules, values["homepage"], stamp.seconds)
    try:
        return _store(comment, verdict, rules)
    except IntegrityError:
        raise Refused(HTTPStatus.CONFLICT, "This comment has arrived already.") from None


def _written(values: Mapping[str, Any], thread: Thread, writer: Writer) -> Comment:
    """Return a comment as its writer sends it, not yet judged or stored."""
    return Comment(
        thread=thread.path,
        parent=answered(thread, values["parent"]),
        name=values["name"],
        text=values["text"],
        html=render(values["text"]),
        digest=words.digest_of(values["text"]),
        email=values["email"],
        browser=writer.browser,
        address=writer.address,
        network=writer.network,
        is_moderator=writer.is_moderator,
    )


@transaction.atomic
def _store(comment: Comment, verdict: spam.Verdict, rules: Rules) -> Comment:
    """Write a comment and its mails, if there is room; all other writers wait meanwhile.

    So those who send much at once find the limits as they are.
    """
    questions.wait_for_others()
    said = questions.said_before(comment.browser, comment.address, comment.network)
    if not comment.is_moderator:
        _check_room(comment, said)
    _decide(comment, verdict, rules, said)
    comment.save(force_insert=True)
    if comment.state == State.APPROVED:
        life.follow(comment)
    if comment.state == State.PENDING:
        mails.tell_moderators(comment)
    if comment.email and comment.state != State.SPAM:
        mails.ask_to_confirm(comment)
    return comment


def _decide(comment: Comment, verdict: spam.Verdict, rules: Rules, said: Iterable[Said]) -> None:
    """Keep what speaks against a comment, and what follows from it."""
    comment.score, comment.reasons = verdict.score, list(verdict.reasons)
    comment.state = judging.first_state(comment, rules, said)
    if comment.state == State.APPROVED:
        comment.decided = comment.created


def take_again(comment: Comment, name: str, text: str) -> Comment:
    """Store other words of a comment and return it; they are judged like those of a new one.

    What was spam stays so, as the trap that it fell into is not in its words; and what a
    moderator refused is not published by changing it.
    """
    comment.name, comment.text, comment.digest = name, text, words.digest_of(text)
    rules = questions.rules()
    verdict = judging.verdict_on(comment, rules)
    values = {"score": verdict.score, "reasons": list(verdict.reasons)}
    comment.score = verdict.score
    was = State(comment.state)
    said = questions.said_before(comment.browser, None, "")
    state = (
        was if was in {State.SPAM, State.REJECTED} else judging.first_state(comment, rules, said)
    )
    values |= {"name": name, "text": text, "digest": comment.digest}
    changed = life.revise(comment, state, **values)
    if state == State.PENDING != was:
        mails.tell_moderators(changed)
    return changed


def _check_room(comment: Comment, said: Sequence[Said]) -> None:
    if pause := limits.wait(said, comment.browser, comment.address, comment.network):
        raise Refused(HTTPStatus.TOO_MANY_REQUESTS, limits.sentence(pause))
    if any(_is_same(comment, each) for each in said):
        raise Refused(
            HTTPStatus.BAD_REQUEST, errors={"text": "You have sent this already. It is here."}
        )


def _is_same(comment: Comment, other: Said) -> bool:
    is_recent = other.created > comment.created - questions.MONTH
    place = (other.thread, other.browser, other.digest)
    return is_recent and place == (comment.thread, comment.browser, comment.digest)
