"""Feeds: an article as every feed shows it, whatever the format."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
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

TEMPLATES = Path(__file__).parent.parent / "templates"
_ENVIRONMENT = jinja2.Environment(
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


def feed_item(view: ArticleView, text: str, *, site_url: str, author: str) -> FeedItem:
    """Return an article, with its text in HTML and what stands around it, for feeds."""
    article = view.article
    url = absolute(site_url, article.url)
    template = _ENVIRONMENT.get_template("feed-article.html")
    return FeedItem(
        id=url,
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


def newest(views: Sequence[ArticleView], limit: int) -> list[ArticleView]:
    """Return so many views by date and so many by last change, in the given order: newest first."""
    by_change = sorted(views, key=lambda view: view.article.updated, reverse=True)
    chosen = {view.article.source for view in (*views[:limit], *by_change[:limit])}
    return [view for view in views if view.article.source in chosen]


def moment(date: dt.date) -> dt.datetime:
    """Return the time at which feeds say that something of this day happened."""
    return dt.datetime.combine(date, _TIME)


def complete_json(text: str, items: Iterable[FeedItem]) -> str:
    """Return the plugin's JSON Feed with summaries and images, and without what is empty.

    Version 1.1 of the format has no null.
    """
    feed = json.loads(text)
    added = {item.id: {"summary": item.summary, "image": item.image} for item in items}
    feed["items"] = [_filled(entry | added[entry["id"]]) for entry in feed["items"]]
    return json.dumps(_filled(feed), ensure_ascii=False, indent=2) + "\n"


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    required = {"items", "content_html"}
    return {name: value for name, value in fields.items() if value or name in required}
