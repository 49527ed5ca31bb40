"""What pages are in the words of schema.org, for search engines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from interviewing import cards, icons
from interviewing.read_comments import plain

if TYPE_CHECKING:
    from interviewing.article import Article
    from interviewing.comments import Comment, Thread
    from interviewing.publisher import Publisher
    from interviewing.series import Series
    from interviewing.views import ArticleView

_CONTEXT = "https://schema.org"


def home_data(publisher: Publisher) -> dict[str, Any]:
    """Return the site and who writes it, for its front page."""
    website = {
        "@type": "WebSite",
        "@id": f"{publisher.site_url}#site",
        "name": publisher.name,
        "url": publisher.site_url,
        "description": publisher.description,
        "inLanguage": publisher.language,
        "publisher": {"@id": f"{publisher.site_url}#author"},
    }
    return _graph(website, _author(publisher) | {"logo": publisher.url(icons.LOGO)})


def article_data(view: ArticleView, thread: Thread | None, publisher: Publisher) -> dict[str, Any]:
    """Return an article as a BlogPosting, with its place in a series and the comments it has."""
    article = view.article
    url = publisher.url(article.url)
    data: dict[str, Any] = {
        "@type": "BlogPosting",
        "headline": article.title,
        "description": article.summary,
        "url": url,
        "datePublished": article.date.isoformat(),
        "dateModified": article.updated.isoformat(),
        "author": _author(publisher),
        "image": [f"{url}{cards.FILE}"],
        "inLanguage": publisher.language,
        "wordCount": article.words,
    }
    if article.image:
        data["image"].append(publisher.url(article.image_source))
    if article.tags:
        data["keywords"] = list(article.tags)
    if place := view.place:
        data["position"] = place.part.number
        data["isPartOf"] = _series_named(place.series, publisher)
    if thread:
        data["commentCount"] = thread.count
    if thread and thread.count:
        data["comment"] = [_comment(comment, url) for comment in thread.comments]
    return _graph(data, _crumbs(_article_crumbs(view), publisher))


def _article_crumbs(view: ArticleView) -> list[tuple[str, str]]:
    """Return the way to an article, from the top: titles with addresses in the site."""
    above = ("Archive", "archive/")
    if view.place:
        above = (view.place.series.title, view.place.series.url)
    return [above, (view.article.title, view.article.url)]


def series_data(series: Series, publisher: Publisher) -> dict[str, Any]:
    """Return a series with its published parts, in order."""
    data = _series_named(series, publisher) | {"description": series.description}
    data["hasPart"] = [
        _part(part.number, part.article, publisher) for part in series.parts if part.article
    ]
    return {"@context": _CONTEXT} | data


def crumbs_data(crumbs: list[tuple[str, str]], publisher: Publisher) -> dict[str, Any]:
    """Return the way to a page that has nothing else to tell: titles with addresses in the site."""
    return {"@context": _CONTEXT} | _crumbs(crumbs, publisher)


def _author(publisher: Publisher) -> dict[str, str]:
    """Return who writes, named alike on every page."""
    return {
        "@type": "Organization",
        "@id": f"{publisher.site_url}#author",
        "name": publisher.author,
        "url": publisher.site_url,
    }


def _graph(*things: dict[str, Any]) -> dict[str, Any]:
    return {"@context": _CONTEXT, "@graph": list(things)}


def _crumbs(crumbs: list[tuple[str, str]], publisher: Publisher) -> dict[str, Any]:
    items = [
        {
            "@type": "ListItem",
            "position": number,
            "name": title,
            "item": publisher.url(address),
        }
        for number, (title, address) in enumerate(crumbs, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _series_named(series: Series, publisher: Publisher) -> dict[str, Any]:
    url = publisher.url(series.url)
    return {"@type": "CreativeWorkSeries", "@id": url, "name": series.title, "url": url}


def _part(number: int, article: Article, publisher: Publisher) -> dict[str, Any]:
    return {
        "@type": "BlogPosting",
        "position": number,
        "headline": article.title,
        "url": publisher.url(article.url),
    }


def _comment(comment: Comment, url: str) -> dict[str, Any]:
    data: dict[str, Any] = {
        "@type": "Comment",
        "@id": f"{url}#{comment.anchor}",
        "text": plain(comment.html),
        "dateCreated": comment.time,
        "author": {"@type": "Person", "name": comment.author},
    }
    if comment.parent:
        data["parentItem"] = {"@id": f"{url}#comment-{comment.parent}"}
    return data
