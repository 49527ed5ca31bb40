"""Feeds: an article as every feed shows it, whatever the format."""

from __future__ import annotations

import datetime as dt
import json
import zlib
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2

from interviewing import icons
from interviewing.feed_html import clean_html
from interviewing.feed_ids import article_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from interviewing.publisher import Publisher
    from interviewing.views import ArticleView

# Articles have a day, feeds want a time. Readers take midnight for "no time given", and at
# midnight UTC it is still the day before in America; from nine to ten it is the same day from
# Alaska (UTC-9) to Kiribati (UTC+14).
_TIME = dt.time(9, tzinfo=dt.UTC)
_SECONDS = 3600
_NEWEST = 20  # items in a feed, if they fit
_LARGEST = 240_000  # bytes of content; a feed stays below 256 kB with what stands around it

TEMPLATES = Path(__file__).parent.parent / "templates"
ENVIRONMENT = jinja2.Environment(
    loader=jinja2.FileSystemLoader(TEMPLATES),
    auto_reload=False,  # it would look at the file for each feed and entry
    cache_size=-1,  # all of them, in a plain dictionary
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A card as feeds show it: in PNG, which every reader can show, unlike drawings in SVG."""

    url: str  # absolute
    width: int
    height: int
    length: int  # in bytes


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An article as every feed shows it; addresses are absolute."""

    id: str  # never changes once published
    url: str
    title: str  # plain text, like the summary
    summary: str
    content: str  # HTML
    author: str
    published: dt.datetime
    updated: dt.datetime
    tags: tuple[str, ...]
    thumbnail: Thumbnail | None = None


def feed_items(
    views: Iterable[ArticleView],
    texts: Mapping[str, str],
    publisher: Publisher,
    thumbnails: Mapping[str, Thumbnail],
) -> dict[str, FeedItem]:
    """Return the articles that have a text, newest first, by path under docs/.

    `texts` are in HTML, by the same paths; `thumbnails` go by the articles' addresses.
    """
    written = [
        (view, article_id(view.article, publisher.authority))
        for view in views
        if view.article.source in texts
    ]
    times = moments(
        (name, day) for view, name in written for day in (view.article.date, view.article.updated)
    )
    items = {
        view.article.source: _feed_item(
            view,
            texts[view.article.source],
            publisher,
            id=name,
            published=times[name, view.article.date],
            updated=times[name, view.article.updated],
            thumbnail=thumbnails.get(view.article.url),
        )
        for view, name in written
    }
    return dict(sorted(items.items(), key=lambda entry: entry[1].published, reverse=True))


def _feed_item(view: ArticleView, text: str, publisher: Publisher, **known: Any) -> FeedItem:
    """Return an article, with its text and what stands around it, and what else is known of it."""
    article = view.article
    url = publisher.url(article.url)
    html = ENVIRONMENT.get_template("feed-article.html").render(
        view=view, text=text, site_url=publisher.site_url
    )
    return FeedItem(
        url=url,
        title=article.title,
        summary=article.summary,
        content=clean_html(html, url),
        author=publisher.author,
        tags=article.tags,
        **known,
    )


def fitting(items: Sequence[FeedItem]) -> tuple[FeedItem, ...]:
    """Return the first of these items, as many as a feed has room for, and one at least."""
    room = _LARGEST
    for count, item in enumerate(items):
        room -= len(escape(item.content).encode()) + len(escape(item.summary).encode())
        if count == _NEWEST or (room < 0 and count):
            return tuple(items[:count])
    return tuple(items)


def by_change(items: Iterable[FeedItem]) -> list[FeedItem]:
    """Return items by their last change, newest first; ties as given."""
    return sorted(items, key=lambda item: item.updated, reverse=True)


def moment(date: dt.date) -> dt.datetime:
    """Return the time at which feeds say that something of this day happened."""
    return dt.datetime.combine(date, _TIME)


def moments(days: Iterable[tuple[str, dt.date]]) -> dict[tuple[str, dt.date], dt.datetime]:
    """Return when feeds say that what has this id happened on this day, no two at one time.

    Readers order by time, and validators warn of two entries with the same. A time depends on the
    id, not on its neighbours, so that it stays when others come; ids that meet in one second (of
    3,600) are parted in their order.
    """
    times: dict[tuple[str, dt.date], dt.datetime] = {}
    taken = set()
    for name, day in sorted(set(days)):
        second = zlib.crc32(name.encode()) % _SECONDS
        while (day, second) in taken:
            second = (second + 1) % _SECONDS
        taken.add((day, second))
        times[name, day] = moment(day) + dt.timedelta(seconds=second)
    return times


def complete_json(text: str, items: Iterable[FeedItem], publisher: Publisher) -> str:
    """Return the plugin's JSON Feed with what it leaves out, and without what is empty.

    Version 1.1 of the format has no null.
    """
    feed = json.loads(text)
    added = {
        item.id: {"summary": item.summary, "image": item.thumbnail and item.thumbnail.url}
        for item in items
    }
    feed["icon"] = publisher.url(icons.LOGO)
    feed["hubs"] = [{"type": "WebSub", "url": publisher.hub}] if publisher.hub else []
    feed["items"] = [_filled(entry | added[entry["id"]]) for entry in feed["items"]]
    return json.dumps(_filled(feed), ensure_ascii=False, indent=2) + "\n"


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    required = {"items", "content_html"}
    return {name: value for name, value in fields.items() if value or name in required}
