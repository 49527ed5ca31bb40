"""Comments: what readers say below a page, as a tree whose first branches are indented."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from interviewing.problems import Problem
from interviewing.redirects import alias_path

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from interviewing.article import Article
    from interviewing.promises import Ledger

REQUESTS = "promised/"  # the page where readers ask for topics
_DEEPEST = 4  # levels that are indented; below them a reply names what it answers
_NUMBERS = (
    *("No", "One", "Two", "Three", "Four", "Five", "Six"),
    *("Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"),
)


@dataclass(frozen=True, slots=True)
class Comment:
    """What a reader said; of a deleted one only its place is left."""

    id: int
    thread: str  # address of the page, from the site's root: "/articles/dont-flake-out/"
    created: dt.datetime  # in UTC
    parent: int | None = None  # id of the comment that it answers
    name: str = ""
    html: str = ""  # safe to print
    is_deleted: bool = False
    is_moderator: bool = False

    @property
    def author(self) -> str:
        """Return the name to show."""
        return self.name or "Anonymous"

    @property
    def time(self) -> str:
        """Return when it was written, as machines read it."""
        return f"{self.created:%Y-%m-%dT%H:%M:%SZ}"

    @property
    def anchor(self) -> str:
        """Return the name of its place on the page."""
        return f"comment-{self.id}"


@dataclass(frozen=True, slots=True)
class Branch:
    """A comment in its thread, with what was said to it."""

    comment: Comment
    answers: Comment | None  # named where the indentation does not show it
    replies: tuple[Branch, ...]


@dataclass(frozen=True)
class Thread:
    """The comments on one page."""

    url: str  # of the page, relative to the site's root
    title: str
    is_open: bool
    aliases: tuple[str, ...] = ()
    branches: tuple[Branch, ...] = ()  # the topmost, oldest first
    comments: tuple[Comment, ...] = ()  # as they are read, without the deleted ones

    @property
    def path(self) -> str:
        """Return its address from the site's root, by which the comment service knows it."""
        return f"/{self.url}"

    @property
    def feed_url(self) -> str:
        """Return the address of its feed, relative to the site's root."""
        return f"{self.url}comments.xml"

    @property
    def count(self) -> int:
        """Return how many comments there are to read."""
        return len(self.comments)

    @property
    def heading(self) -> str:
        """Return what stands before the page's title: "Three thoughts", "Your thoughts"."""
        if not self.count and self.is_open:
            return "Your thoughts"
        number = _NUMBERS[self.count] if self.count < len(_NUMBERS) else f"{self.count:,}"
        return f"{number} thought{'' if self.count == 1 else 's'}"

    @cached_property
    def newest(self) -> int:
        """Return the highest id, which says what a browser does not have yet."""
        return max((comment.id for comment in self.comments), default=0)


@dataclass(frozen=True, slots=True)
class CommentItem:
    """A comment as feeds show it."""

    id: int
    url: str  # relative to the site's root, with the place on the page
    title: str  # of the page
    author: str
    created: dt.datetime
    html: str


def threads_of(
    articles: Iterable[Article],
    requests_title: str,
    comments: Iterable[Comment],
    closed: Iterable[str] = (),
) -> dict[str, Thread]:
    """Return the threads of the articles and of requests by the addresses of their pages.

    `closed` are the pages that moderators have closed, by any address that they had. Comments on
    an address that an article had before are its own; those on a page that is not published are
    left out.
    """
    pages = [*map(_page, articles), Thread(REQUESTS, requests_title, is_open=True)]
    owners = {alias_path(path): page for page in pages for path in (page.path, *page.aliases)}
    shut = {owners[path].url for path in map(alias_path, closed) if path in owners}
    spoken: defaultdict[str, list[Comment]] = defaultdict(list)
    for path, group in _by_thread(comments).items():
        if page := owners.get(alias_path(path)):
            spoken[page.url] += group
    return {
        page.url: _filled(page, spoken[page.url], is_open=page.is_open and page.url not in shut)
        for page in pages
    }


def _page(article: Article) -> Thread:
    """Return the thread of an article, with nothing said in it yet."""
    return Thread(article.url, article.title, article.comments == "open", article.aliases)


def _by_thread(comments: Iterable[Comment]) -> dict[str, list[Comment]]:
    groups: defaultdict[str, list[Comment]] = defaultdict(list)
    for comment in comments:
        groups[comment.thread].append(comment)
    return groups


def _filled(page: Thread, comments: Sequence[Comment], *, is_open: bool) -> Thread:
    lines = _in_reading_order(comments)
    spoken = tuple(comment for comment, _ in lines if not comment.is_deleted)
    return Thread(page.url, page.title, is_open, page.aliases, _branches(lines), spoken)


def _in_reading_order(comments: Sequence[Comment]) -> list[tuple[Comment, int]]:
    """Return comments, each with its depth from 1 on, replies after what they answer.

    What answers a comment that is not shown stands at the top, and so does the oldest of those
    that answer one another in a circle. A deleted one stays as long as it has an answer.
    """
    known = {comment.id for comment in comments}
    ordered = sorted(comments, key=lambda comment: (comment.created, comment.id))
    replies: defaultdict[int | None, list[Comment]] = defaultdict(list)
    for comment in ordered:
        replies[comment.parent if comment.parent in known else None].append(comment)
    lines: list[tuple[Comment, int]] = []
    reached: set[int] = set()
    for first in (*replies[None], *ordered):
        # No recursion: a thread may be deeper than Python's stack.
        waiting = [(first, 1)]
        while waiting:
            comment, depth = waiting.pop()
            if comment.id not in reached:
                reached.add(comment.id)
                lines.append((comment, depth))
                waiting += [(reply, depth + 1) for reply in reversed(replies[comment.id])]
    return _without_forgotten(lines)


def _without_forgotten(lines: list[tuple[Comment, int]]) -> list[tuple[Comment, int]]:
    answered: set[int | None] = set()
    kept = []
    for comment, depth in reversed(lines):
        if not comment.is_deleted or comment.id in answered:
            answered.add(comment.parent)
            kept.append((comment, depth))
    return kept[::-1]


def _branches(lines: list[tuple[Comment, int]]) -> tuple[Branch, ...]:
    """Return the tree of these lines, flat from the deepest level on."""
    known = {comment.id: comment for comment, _ in lines}
    levels: list[list[Branch]] = [[] for _ in range(_DEEPEST + 2)]
    for comment, depth in reversed(lines):
        level = min(depth, _DEEPEST)
        answered = known.get(comment.parent or 0) if depth > _DEEPEST else None
        branch = Branch(comment, answered, tuple(reversed(levels[level + 1])))
        levels[level + 1] = []
        levels[level].append(branch)
    return tuple(reversed(levels[1]))


def answer_problems(
    articles: Iterable[Article], requests: Thread, comments: Iterable[Comment]
) -> Iterator[Problem]:
    """Yield a problem for each promise whose comment was never among the requests.

    One that its writer has deleted is none: no reader can stop the site from being built.
    """
    paths = {alias_path(requests.path)}
    known = {comment.id for comment in comments if alias_path(comment.thread) in paths}
    for article in articles:
        for number, promise in enumerate(article.promises):
            if promise.answers_comment and promise.answers_comment not in known:
                expected = f"the number of an approved comment on {requests.path}"
                field = f"promises[{number}].answers_comment"
                yield Problem(article.source, field, expected, str(promise.answers_comment))


def requests_of(ledger: Ledger, thread: Thread) -> dict[str, str]:
    """Return, by the id of a promise, the address of the comment that asked for it."""
    shown = {comment.id: f"{thread.url}#{comment.anchor}" for comment in thread.comments}
    return {
        promise.id: shown[promise.answers_comment]
        for promise in (*ledger.open, *ledger.kept, *ledger.withdrawn)
        if promise.answers_comment in shown
    }


def comment_items(threads: Iterable[Thread], limit: int | None = None) -> tuple[CommentItem, ...]:
    """Return the comments of these threads for a feed, newest first, at most so many."""
    items = [
        CommentItem(
            id=comment.id,
            url=f"{thread.url}#{comment.anchor}",
            title=thread.title,
            author=comment.author,
            created=comment.created,
            html=comment.html,
        )
        for thread in threads
        for comment in thread.comments
    ]
    items.sort(key=lambda item: (item.created, item.id), reverse=True)
    return tuple(items[:limit])


def allow_list(threads: Mapping[str, Thread], site: Mapping[str, str | Sequence[str]]) -> str:
    """Return, as JSON, the threads that the comment service accepts, and what its pages need.

    `site` has the `name`, `url` and `icon` of the site, and its `stylesheets` and `fonts`.
    """
    listed = [
        {
            "path": thread.path,
            "title": thread.title,
            "open": thread.is_open,
            "aliases": sorted(thread.aliases),
        }
        for _, thread in sorted(threads.items())
    ]
    document = {"version": 1, "site": site, "threads": listed}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
