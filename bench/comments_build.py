"""What reading 100,000 comments and drawing a page of 500 cost.

Usage: python bench/comments_build.py [comments] [on the page]
"""

from __future__ import annotations

import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent.parent / "hooks"))

from mkdocs.config import load_config

from interviewing.comments import threads_of
from interviewing.day import long_date
from interviewing.json_ld import article_data
from interviewing.parse_article import parse_article
from interviewing.publisher import Publisher
from interviewing.read_comments import read_comments
from interviewing.views import ArticleView

if TYPE_CHECKING:
    from interviewing.article import Article
    from interviewing.comments import Comment

ROOT = Path(__file__).parent.parent

_THREADS = 1_000
_TEXT = (
    "<p>I called first, and it was over in three minutes. Then I sent the letter, and they "
    'answered <em>the same day</em>. <a href="https://example.org/" rel="nofollow ugc">This</a> '
    "helped, and so did writing it the evening before, with a friend who has done it.</p>\n"
    "<p>Would you still give a reason &amp; name the other company? I would rather not.</p>"
)
_ROUNDS = 20


def comments_in(count: int, threads: int) -> tuple[tuple[Comment, ...], float]:
    """Return so many comments, two in three of them replies, and the CPU time to read them."""
    rows = (
        (
            number,
            f"/articles/a{number % threads}/",
            number - threads if number > threads and number // threads % 3 else None,
            "Ada" if number % 2 else "",
            _TEXT,
            "approved",
            f"2026-01-{1 + number * 28 // (count + 1):02} 09:30:00.123456",
            False,
        )
        for number in range(1, count + 1)
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "comments.sqlite3")
        with sqlite3.connect(path) as database:
            database.execute(
                "CREATE TABLE comments_comment (id INTEGER PRIMARY KEY, thread TEXT, parent_id "
                "INTEGER, name TEXT, html TEXT, state TEXT, created TEXT, is_moderator BOOL)"
            )
            database.executemany("INSERT INTO comments_comment VALUES (?,?,?,?,?,?,?,?)", rows)
        start = time.process_time()
        comments = read_comments(path, None) or ()
        return comments, time.process_time() - start


def articles(count: int) -> list[Article]:
    """Return the articles that the comments are on."""
    text = "---\ntitle: An article\ndate: 2026-01-01\n---\nWords.\n"
    found = (parse_article(f"articles/a{number}.md", text)[0] for number in range(count))
    return [article for article in found if article]


def measure_reading(count: int) -> None:
    """Print what reading and ordering all comments takes."""
    comments, reading = comments_in(count, _THREADS)
    pages = articles(_THREADS)
    start = time.process_time()
    threads = threads_of(pages, "Promised", comments)
    ordering = time.process_time() - start
    found = sum(thread.count for thread in threads.values())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{found:,} comments: read and sanitized in {reading:.2f} s of CPU, "
        f"put in order in {ordering:.2f} s, peak {peak:.0f} MB"
    )


def measure_page(count: int) -> None:
    """Print what drawing the comments of one page takes, for search engines too."""
    comments, _ = comments_in(count, 1)
    pages = articles(1)
    thread = threads_of(pages, "Promised", comments)["articles/a0/"]
    env = load_config(str(ROOT / "mkdocs.yml")).theme.get_env()
    env.autoescape = True
    env.filters["long_date"] = long_date
    template = env.get_template("partials/comments.html")
    data = env.get_template("partials/json-ld.html")
    view = ArticleView(pages[0], (), None, (), (), ())
    publisher = Publisher("https://example.org/", "Site", "Us", "example.org,2026")
    times = []
    for _ in range(_ROUNDS):
        start = time.process_time()
        html = template.render(thread=thread, page=None, base_url="../..")
        posting = article_data(view, thread, publisher)
        data.render(json_ld=posting)
        times.append((time.process_time() - start) * 1000)
    print(
        f"a page of {thread.count} comments: drawn in {statistics.median(times):.0f} ms "
        f"of CPU ({min(times):.0f} to {max(times):.0f}), {len(html) / 1024:.0f} kB of HTML"
    )


if __name__ == "__main__":
    numbers = [int(number) for number in sys.argv[1:]]
    measure_reading(numbers[0] if numbers else 100_000)
    measure_page(numbers[1] if len(numbers) > 1 else 500)
