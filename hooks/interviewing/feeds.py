"""Feeds: an article as every feed shows it, whatever the format."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2

from interviewing.feed_html import absolute, clean_html

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from interviewing.views import ArticleView

# Articles have a day, feeds want a time. Readers take midnight for "no time given", and at
# midnight UTC it is still the day before in America; at nine it is the same day from Alaska
# (UTC-9) to Kiribati (UTC+14).
_TIME = dt.time(9, tzinfo=dt.UTC)
_NEWEST = 20  # items in a feed, if they fit
_LARGEST = 240_000  # bytes of content; a feed stays below 256 kB with what stands around it

TEMPLATES = Path(__file__).parent.parent / "templates"
ENVIRONMENT = jinja2.Environment(
    loader=jinja2.FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


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
    image: str  # or nothing


def feed_item(view: ArticleView, text: str, *, id: str, site_url: str, author: str) -> FeedItem:  # noqa: A002 - the field's name
    """Return an article, with its text in HTML and what stands around it, for feeds."""
    article = view.article
    url = absolute(site_url, article.url)
    template = ENVIRONMENT.get_template("feed-article.html")
    return FeedItem(
        id=id,
        url=url,
        title=article.title,
        summary=article.summary,
        content=clean_html(template.render(view=view, text=text, site_url=site_url), url),
        author=author,
        published=moment(article.date),
        updated=moment(article.updated),
        tags=article.tags,
        image=absolute(site_url, article.image_source) if article.image else "",
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


def complete_json(text: str, items: Iterable[FeedItem], hub: str = "") -> str:
    """Return the plugin's JSON Feed with summaries and images, and without what is empty.

    Version 1.1 of the format has no null.
    """
    feed = json.loads(text)
    added = {item.id: {"summary": item.summary, "image": item.image} for item in items}
    feed["hubs"] = [{"type": "WebSub", "url": hub}] if hub else []
    feed["items"] = [_filled(entry | added[entry["id"]]) for entry in feed["items"]]
    return json.dumps(_filled(feed), ensure_ascii=False, indent=2) + "\n"


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    required = {"items", "content_html"}
    return {name: value for name, value in fields.items() if value or name in required}
