"""mkdocs-rss-plugin, made to write our items: complete, valid, and the same at every build."""

from __future__ import annotations

from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs_rss_plugin.models import PageInformation  # type: ignore[import-untyped]  # no py.typed

from interviewing import feeds

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable

    from interviewing.feeds import FeedItem
    from interviewing.publisher import Publisher


def prepare(rss: Any) -> None:
    """Have the plugin write by our template: what it ships breaks on “&”."""
    rss.tpl_folder, rss.tpl_file = feeds.TEMPLATES, Path("rss.xml")


def names(rss: Any) -> Iterable[str]:
    """Return the paths in the site of what the plugin writes."""
    files: dict[str, str] = rss.config["feeds_filenames"]
    return files.values()


def hand_over(rss: Any, items: Collection[FeedItem], publisher: Publisher, today: dt.date) -> None:
    """Hand the plugin complete items, newest first, before it writes.

    What it gathered itself is dropped: it has summaries only, and under `mkdocs serve` it would
    add the same pages again at each build.
    """
    created, updated = feeds.fitting([*items]), feeds.fitting(feeds.by_change(items))
    rss.config.length = min(len(created), len(updated))
    rss.pages_to_filter = [_entry(item) for item in dict.fromkeys([*created, *updated])]
    changed = max((item.updated for item in items), default=feeds.moment(today))
    for feed in (rss.feed_created, rss.feed_updated):
        feed.pubDate = feed.buildDate = format_datetime(changed)
        feed.hub = publisher.hub


def _entry(item: feeds.FeedItem) -> PageInformation:
    """Return an item as the plugin knows it, for its JSON; our template for RSS reads `item`."""
    entry = PageInformation(
        guid=item.id,
        link=item.url,
        title=item.title,
        description=item.content,
        authors=(item.author,),
        categories=list(item.tags),
        created=item.published,
        updated=item.updated,
    )
    entry.item = item
    return entry


def complete(rss: Any, site: Path, items: Collection[FeedItem], publisher: Publisher) -> None:
    """Complete the JSON Feeds that the plugin has written."""
    files = rss.config["feeds_filenames"]
    for name in (files["json_created"], files["json_updated"]):
        path = site / name
        text = path.read_text(encoding="utf-8")
        path.write_text(feeds.complete_json(text, items, publisher), encoding="utf-8")
