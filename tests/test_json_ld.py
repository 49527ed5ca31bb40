"""Pages in the words of schema.org."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from interviewing.article import Image, Place
from interviewing.comments import Comment, Thread, threads_of
from interviewing.json_ld import article_data, crumbs_data, home_data, series_data
from interviewing.publisher import Publisher
from interviewing.series import PlannedPart, SeriesPlan, series_of
from interviewing.views import ArticleView, SeriesView

if TYPE_CHECKING:
    from conftest import MakeArticle

    from interviewing.article import Article

URL = "https://example.org/articles/a/"
SITE = Publisher(
    "https://example.org/", "Interviewing 101", "Us", "example.org,2026", description="What to say."
)
AUTHOR = {
    "@type": "Organization",
    "@id": "https://example.org/#author",
    "name": "Us",
    "url": "https://example.org/",
}


def data_of(
    article: Article, thread: Thread | None = None, place: SeriesView | None = None
) -> dict[str, Any]:
    """Return what is said of an article, without what is said of its place in the site."""
    view = ArticleView(article, (), place, (), (), ())
    posting: dict[str, Any] = article_data(view, thread, SITE)["@graph"][0]
    return posting


def test_an_article_is_a_posting(article: MakeArticle) -> None:
    made = article(
        "a",
        "pay",
        description="The answer.",
        image=Image("images/a b.svg", "A bridge"),
        updated=dt.date(2026, 2, 1),
        body="Three words here.",
    )
    assert data_of(made) == {
        "@type": "BlogPosting",
        "headline": "A",
        "description": "The answer.",
        "url": URL,
        "datePublished": "2026-01-01",
        "dateModified": "2026-02-01",
        "author": AUTHOR,
        "image": [f"{URL}card.png", "https://example.org/articles/images/a%20b.svg"],
        "inLanguage": "en",
        "wordCount": 3,
        "keywords": ["pay"],
    }


def test_a_part_says_which_of_what(article: MakeArticle) -> None:
    made = article("a", series=Place("way", 2, "Before"))
    plan = SeriesPlan("way", "The way", "All of it.", planned=(PlannedPart(1, "To come"),))
    series = series_of([made], {"way": plan})["way"]
    data = data_of(made, place=SeriesView(series, *series.place_of(made), None, None))
    assert data["position"] == 2
    assert data["isPartOf"] == {
        "@type": "CreativeWorkSeries",
        "@id": "https://example.org/series/way/",
        "name": "The way",
        "url": "https://example.org/series/way/",
    }
    whole = series_data(series, SITE)
    assert whole["description"] == "All of it."
    assert whole["hasPart"] == [
        {"@type": "BlogPosting", "position": 2, "headline": "A", "url": URL},
    ]


def test_the_way_to_an_article_leads_through_its_series(article: MakeArticle) -> None:
    made = article("a", series=Place("way", 1))
    series = series_of([made], {})["way"]
    place = SeriesView(series, *series.place_of(made), None, None)
    steps = [
        [step["name"] for step in article_data(view, None, SITE)["@graph"][1]["itemListElement"]]
        for view in (
            ArticleView(made, (), place, (), (), ()),
            ArticleView(made, (), None, (), (), ()),
        )
    ]
    assert steps == [["Way", "A"], ["Archive", "A"]]


def test_each_step_has_its_number_and_address() -> None:
    assert crumbs_data([("Tags", "tags/"), ("Pay", "tags/pay/")], SITE) == {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": 1,
                "name": "Tags",
                "item": "https://example.org/tags/",
            },
            {
                "@type": "ListItem",
                "position": 2,
                "name": "Pay",
                "item": "https://example.org/tags/pay/",
            },
        ],
    }


def test_the_front_page_says_whose_site_it_is() -> None:
    website, author = home_data(SITE)["@graph"]
    assert website == {
        "@type": "WebSite",
        "@id": "https://example.org/#site",
        "name": "Interviewing 101",
        "url": "https://example.org/",
        "description": "What to say.",
        "inLanguage": "en",
        "publisher": {"@id": AUTHOR["@id"]},
    }
    assert author == AUTHOR | {"logo": "https://example.org/assets/images/icon-512.png"}


def test_comments_are_counted_and_named(article: MakeArticle) -> None:
    made = article("a")
    created = dt.datetime(2026, 1, 31, 9, 30, 0, 5, tzinfo=dt.UTC)
    said = [
        Comment(1, "/articles/a/", created, name="Ada", html="<p>a &amp; b</p><p>c</p>"),
        Comment(2, "/articles/a/", created, 1),
        Comment(3, "/articles/a/", created, is_deleted=True),
    ]
    thread = threads_of([made], "Promised", said)["articles/a/"]
    data = data_of(made, thread)
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
    data = data_of(made, threads_of([made], "Promised", [])["articles/a/"])
    assert (data["commentCount"], "comment" in data) == (0, False)
