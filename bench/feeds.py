"""What all feeds cost an article: cleaning its text, and writing every feed that has it.

Usage: python bench/feeds.py [count]
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "hooks"))

import markdown

from interviewing.atom import article_feeds, render, render_opml
from interviewing.content import read_content
from interviewing.feeds import feed_items
from interviewing.publisher import Publisher
from interviewing.views import article_views
from synthetic import articles

_PUBLISHER = Publisher("https://example.org/", "A blog", "An author", "example.org,2026")


def main(count: int) -> None:
    """Print CPU milliseconds an article, and how much is written."""
    pages = {f"articles/{name}": text for name, text in articles(count)}
    content = read_content(pages, pages, dt.date.max)
    views = list(article_views(content))
    texts = {view.article.source: markdown.markdown(view.article.body) for view in views}
    begin = time.process_time()
    items = feed_items(views, texts, _PUBLISHER, {})
    cleaned = time.process_time()
    feeds = list(article_feeds(content, items, _PUBLISHER))
    written = sum(len(render(feed, _PUBLISHER).encode()) for feed in feeds)
    render_opml(feeds, _PUBLISHER)
    done = time.process_time()
    print(f"{count:,} articles, {len(feeds):,} Atom feeds and archives, {written / 1e6:.1f} MB")
    print(f"cleaning {1000 * (cleaned - begin) / count:.2f} ms CPU an article")
    print(f"writing  {1000 * (done - cleaned) / count:.2f} ms CPU an article")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
