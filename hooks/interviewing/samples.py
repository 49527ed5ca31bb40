"""What the design page shows: pieces of this very site, and samples where it has none."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewing.article import Change, Source
from interviewing.comments import Branch, Comment, Thread
from interviewing.promises import Promise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from interviewing.article import Article
    from interviewing.content import Content
    from interviewing.series import Stage
    from interviewing.tags import Tag
    from interviewing.views import ArticleView

_URL = "about/design/"
_SHOWN = 3  # of what there is a lot
_TEXT = "<p>Sample: a comment that is {}.</p>"
_DAY = dt.date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Samples:
    """One of everything, in each of its states."""

    view: ArticleView
    cards: tuple[Article, ...]
    tags: tuple[Tag, ...]
    stages: tuple[Stage, ...]  # of the article's series
    promises: tuple[Promise, ...]
    thread: Thread


def samples_of(content: Content, views: Iterable[ArticleView]) -> Samples | None:
    """Return what the design page shows, or nothing while no article is published.

    Its article is the first, newest first, that has a part before and a part after it, or else
    the newest. Promises are the site's own, with a sample of a withdrawn one.
    """
    shown = list(views)
    if not shown:
        return None
    view = next((view for view in shown if _is_between(view)), shown[0])
    withdrawn = Promise(
        "sample", "a sample of a promise", view.article, withdrawn="a sample of a reason"
    )
    promises = (*content.ledger.open[:1], *content.ledger.kept[:1], withdrawn)
    article = dataclasses.replace(view.article, sources=_sources(), changes=_changes())
    return Samples(
        view=dataclasses.replace(view, article=article, promises=promises),
        cards=tuple(view.article for view in shown[:_SHOWN]),
        tags=content.tags[:_SHOWN],
        stages=view.place.series.stages[:_SHOWN] if view.place else (),
        promises=promises,
        thread=_thread(),
    )


def _is_between(view: ArticleView) -> bool:
    return bool(view.place and view.place.previous and view.place.next)


def _sources() -> tuple[Source, ...]:
    return (
        Source("sample-1", "Sample of a source", "study", "its publisher", 2026, note="A note."),
        Source("sample-2", "Sample of a source without a year", "opinion"),
    )


def _changes() -> tuple[Change, ...]:
    return (Change(_DAY, "a sample of a correction."),)


def _thread() -> Thread:
    first = _comment(1, "answered")
    reply = _comment(2, "a moderator's reply", parent=1, is_moderator=True)
    deep = _comment(3, "too deep to be indented further", parent=2)
    deleted = dataclasses.replace(_comment(4, "deleted"), is_deleted=True)
    branches = (
        Branch(first, None, (Branch(reply, None, (Branch(deep, reply, ()),)),)),
        Branch(deleted, None, ()),
    )
    comments = (first, reply, deep)
    return Thread(_URL, "a sample", is_open=False, branches=branches, comments=comments)


def _comment(number: int, what: str, *, parent: int | None = None, **kind: bool) -> Comment:
    moment = dt.datetime.combine(_DAY, dt.time(), dt.UTC)
    html = _TEXT.format(what)
    return Comment(number, f"/{_URL}", moment, parent, "A sample", html, **kind)
