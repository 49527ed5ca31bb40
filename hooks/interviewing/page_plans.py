"""What each page of ours is made of: its title, its template, and what the template receives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from interviewing import json_ld, views
from interviewing.samples import samples_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from interviewing.comments import Thread
    from interviewing.content import Content
    from interviewing.publisher import Publisher
    from interviewing.series import Series
    from interviewing.tags import Tag
    from interviewing.views import ArticleView

# Pages that need no file in docs/; where there is one, its words stand above the list.
LISTINGS = {
    "index.md": ("Articles", "home.html"),
    "tags/index.md": ("Tags", "tags.html"),
    "archive.md": ("Archive", "archive.html"),
    "letters.md": ("Letters", "letters.html"),
    "promised.md": ("Promised", "promised.html"),
    "subscribe.md": ("Subscribe", "subscribe.html"),
}
DESIGN = "about/design.md"  # shows every component, where there is this file


@dataclass(frozen=True, slots=True)
class PagePlan:
    """What a page of ours is made of; its own front matter may say otherwise."""

    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)  # what the template receives
    description: str = ""
    kicker: str = ""  # above the title, where the page is shared
    updated: dt.date | None = None  # when what it shows was last changed


def plans_of(
    content: Content,
    article_views: Collection[ArticleView],
    publisher: Publisher,
    requests: Thread | None,
) -> dict[str, PagePlan]:
    """Return, by path under docs/, every page that has a template of its own.

    The views are those of the content's articles; `requests` is what was said of promises.
    """
    pages = {path: _listing(path, content) for path in LISTINGS}
    pages["archive.md"].context["years"] = views.years(content.articles)
    pages["letters.md"].context["situations"] = views.situations(content.articles)
    pages["promised.md"].context["thread"] = requests
    pages[DESIGN] = PagePlan("Design", "design.html")
    pages[DESIGN].context["samples"] = samples_of(content, article_views)
    for tag in content.tags:
        pages[tag.source] = _tag_page(tag, publisher)
    for series in content.series.values():
        pages[series.source] = _series_page(series, publisher)
    for view in article_views:
        pages[view.article.source] = _article_page(view)
    return pages


def _listing(path: str, content: Content) -> PagePlan:
    title, template = LISTINGS[path]
    return PagePlan(title, template, updated=content.updated)


def _tag_page(tag: Tag, publisher: Publisher) -> PagePlan:
    crumbs = [(LISTINGS["tags/index.md"][0], "tags/"), (tag.name, tag.url)]
    data = json_ld.crumbs_data(crumbs, publisher)
    return PagePlan(
        tag.name,
        "tag.html",
        {"tag": tag, "json_ld": data},
        description=tag.summary,
        kicker="Articles about",
        updated=max(article.updated for article in tag.articles),
    )


def _series_page(series: Series, publisher: Publisher) -> PagePlan:
    return PagePlan(
        series.title,
        "series.html",
        {"series": series, "json_ld": json_ld.series_data(series, publisher)},
        description=series.description,
        kicker="The whole series",
        updated=max((article.updated for article in series.articles), default=None),
    )


def _article_page(view: ArticleView) -> PagePlan:
    article = view.article
    return PagePlan(
        article.title,
        "article.html",
        description=article.summary,
        kicker=article.stage,
        updated=article.updated,
    )
