"""An article and its comments in the words of schema.org."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from interviewing.article import Image
from interviewing.comments import Comment, threads_of
from interviewing.json_ld import article_data

if TYPE_CHECKING:
    from conftest import MakeArticle

SITE = "https://example.org/"
URL = "https://example.org/articles/a/"


def test_an_article_is_a_posting(article: MakeArticle) -> None:
    image = Image("images/a b.svg", "A bridge")
    made = article("a", description="The answer.", image=image, updated=dt.date(2026, 2, 1))
    assert article_data(made, None, site_url=SITE, author="Interviewing 101") == {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": "A",
        "description": "The answer.",
        "url": URL,
        "datePublished": "2026-01-01",
        "dateModified": "2026-02-01",
        "author": {"@type": "Organization", "name": "Interviewing 101", "url": SITE},
        "image": "https://example.org/articles/images/a%20b.svg",
    }


def test_comments_are_counted_and_named(article: MakeArticle) -> None:
    made = article("a")
    created = dt.datetime(2026, 1, 31, 9, 30, 0, 5, tzinfo=dt.UTC)
    said = [
        Comment(1, "/articles/a/", created, name="Ada", html="<p>a &amp; b</p><p>c</p>"),
        Comment(2, "/articles/a/", created, 1),
        Comment(3, "/articles/a/", created, is_deleted=True),
    ]
    thread = threads_of([made], "Promised", said)["articles/a/"]
    data = article_data(made, thread, site_url=SITE, author="Us")
    assert data["commentCount"] == 2
    assert data["comment"] == [
        {
            "@type": "Comment",
            "@id": f"{URL}#comment-1",
            "text": "a & b\nc",
            "dateCreated": "2026-01-31T09:30:00Z",
            "author": {"@type": "Person", "name": "Ada"},
        },
        {
            "@type": "Comment",
            "@id": f"{URL}#comment-2",
            "text": "",
            "dateCreated": "2026-01-31T09:30:00Z",
            "author": {"@type": "Person", "name": "Anonymous"},
            "parentItem": {"@id": f"{URL}#comment-1"},
        },
    ]


def test_a_thread_that_is_empty_counts_nothing(article: MakeArticle) -> None:
    made = article("a")
    thread = threads_of([made], "Promised", [])["articles/a/"]
    data = article_data(made, thread, site_url=SITE, author="Us")
    assert (data["commentCount"], "comment" in data) == (0, False)
