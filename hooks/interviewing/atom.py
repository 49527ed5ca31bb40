"""Atom feeds: for the site, each tag, series and promise, and for comments; and a list of them all.

RFC 4287 is the format, RFC 5005 the archives behind a feed, RFC 4151 the ids.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import textwrap
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from interviewing.comments import comment_items
from interviewing.feed_html import clean_html
from interviewing.feeds import ENVIRONMENT, FeedItem, fitting, moment
from interviewing.read_comments import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from interviewing.article import Article
    from interviewing.comments import CommentItem, Thread
    from interviewing.content import Content
    from interviewing.promises import Promise
    from interviewing.publisher import Publisher

SITE = "atom.xml"
COMMENTS = "comments/atom.xml"
OPML = "subscribe/feeds.opml"
_NEWEST_COMMENTS = 50
_EXCERPT_LENGTH = 300  # characters of a comment, for who opens its feed in a browser
_ARCHIVED = 5  # items in an archive
_BEGINNING = dt.date(1990, 1, 1)  # readers and validators take what is older for a mistake


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed, or one archive behind it; paths are relative to the site's root."""

    path: str
    name: str  # what its id is made of
    title: str
    page: str  # what it follows
    items: tuple[FeedItem, ...]  # newest first
    began: dt.date = _BEGINNING
    # For the person who opens it in a browser:
    kind: str = "articles"  # what comes with it
    note: str = ""
    current: str = ""  # of an archive: the feed in front of it
    previous: str = ""  # the archive with the items before these
    following: str = ""  # of an archive: the one with the items after these

    @property
    def updated(self) -> dt.datetime:
        """Return when it last changed."""
        return max((item.updated for item in self.items), default=moment(self.began))


def article_feeds(
    content: Content, items: Mapping[str, FeedItem], publisher: Publisher
) -> Iterator[Feed]:
    """Yield the feeds of articles: the site's with its archives, then tags, series, promises.

    `items` are the articles by the path of their source. A promise's feed is empty until it is
    kept.
    """

    def of(articles: Iterable[Article]) -> tuple[FeedItem, ...]:
        found = (items[article.source] for article in articles if article.source in items)
        return tuple(sorted(found, key=lambda item: item.published, reverse=True))

    site = Feed(SITE, "site", publisher.name, "", of(content.articles))
    yield from _with_archives(site)
    for tag in content.tags:
        title = f"{publisher.name}: {tag.name}"
        chosen = fitting(of(tag.articles))
        yield Feed(tag.feed_url, f"tags/{tag.slug}", title, tag.url, chosen)
    for series in content.series.values():
        chosen = fitting(of(series.articles))
        title = f"{publisher.name}: the series “{series.title}”"
        yield Feed(series.feed_url, f"series/{series.name}", title, series.url, chosen)
    ledger = content.ledger
    for promise in sorted(
        (*ledger.open, *ledger.kept, *ledger.withdrawn), key=lambda each: each.id
    ):
        yield _promise_feed(promise, of([promise.kept_by] if promise.kept_by else []), publisher)


def _promise_feed(promise: Promise, kept: tuple[FeedItem, ...], publisher: Publisher) -> Feed:
    notes = {
        "open": "Empty until the article is published; then it holds that one.",
        "kept": "The promise is kept, and this is the article. Nothing more will come here.",
        "withdrawn": f"Withdrawn: {promise.withdrawn}",
    }
    return Feed(
        path=promise.feed_url,
        name=f"promised/{promise.id}",
        title=f"{publisher.name}, promised: {promise.text}",
        page=f"promised/#{promise.id}",
        items=() if promise.withdrawn else kept,
        began=promise.made_by.date,
        note=notes[promise.state],
    )


def comment_feeds(threads: Mapping[str, Thread], publisher: Publisher) -> Iterator[Feed]:
    """Yield a feed of the newest comments, if there can be any, and one for each thread with some."""
    if threads:
        newest = comment_items(threads.values(), _NEWEST_COMMENTS)
        title = f"{publisher.name}: comments"
        said = _comment_items(newest, publisher)
        yield Feed(COMMENTS, "comments", title, "", said, kind="comments")
    for _, thread in sorted(threads.items()):
        if thread.count:
            title = f"{publisher.name}: comments on “{thread.title}”"
            said = _comment_items(comment_items([thread], _NEWEST_COMMENTS), publisher)
            name, page = f"comments/{thread.url}", f"{thread.url}#comments"
            yield Feed(thread.feed_url, name, title, page, said, kind="comments")


def _comment_items(comments: Iterable[CommentItem], publisher: Publisher) -> tuple[FeedItem, ...]:
    return tuple(_comment_item(comment, publisher) for comment in comments)


def _comment_item(comment: CommentItem, publisher: Publisher) -> FeedItem:
    url, created = publisher.url(comment.url), comment.created.replace(microsecond=0)
    return FeedItem(
        id=publisher.id(f"comments/{comment.id}"),
        url=url,
        title=f"{comment.author} on “{comment.title}”",
        summary=textwrap.shorten(plain(comment.html), _EXCERPT_LENGTH, placeholder=" …"),
        content=clean_html(comment.html, url),
        author=comment.author,
        published=created,
        updated=created,
        tags=(),
    )


def _with_archives(feed: Feed) -> Iterator[Feed]:
    """Yield a feed with the newest items that fit; if some don't, archives too, newest first.

    Archives are counted from the oldest item on and are full, so that they stay the same when new
    items come. The feed has at least the items that are in none.
    """
    oldest_first = feed.items[::-1]
    room = len(fitting(feed.items))
    count = len(feed.items) // _ARCHIVED if room < len(feed.items) else 0
    shown = max(room, len(feed.items) - count * _ARCHIVED)
    paths = [feed.path.replace(".xml", f"-{number}.xml") for number in range(1, count + 1)]
    yield dataclasses.replace(feed, items=feed.items[:shown], previous=paths[-1] if paths else "")
    for number in reversed(range(count)):
        chunk = oldest_first[number * _ARCHIVED : (number + 1) * _ARCHIVED]
        yield dataclasses.replace(
            feed,
            path=paths[number],
            items=chunk[::-1],
            note="These are older articles; the newest are in the feed itself.",
            current=feed.path,
            previous=paths[number - 1] if number else "",
            following=paths[number + 1] if number + 1 < count else "",
        )


def render(feed: Feed, publisher: Publisher) -> str:
    """Return a feed as XML."""
    template = ENVIRONMENT.get_template("atom.xml")
    return template.render(feed=feed, publisher=publisher, entry=_entry)


@lru_cache(maxsize=1_000)  # an article stands in the feeds of its tags and of a promise too
def _entry(item: FeedItem) -> str:
    return ENVIRONMENT.get_template("atom-entry.xml").render(item=item)


def render_opml(feeds: Iterable[Feed], publisher: Publisher) -> str:
    """Return the list of these feeds, without archives, that readers can import."""
    listed = [feed for feed in feeds if not feed.current]
    return ENVIRONMENT.get_template("feeds.opml").render(feeds=listed, publisher=publisher)
