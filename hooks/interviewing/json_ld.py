"""What an article and its comments are, in the words of schema.org, for search engines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from interviewing.feed_html import absolute
from interviewing.read_comments import plain

if TYPE_CHECKING:
    from interviewing.article import Article
    from interviewing.comments import Comment, Thread


def article_data(
    article: Article, thread: Thread | None, *, site_url: str, author: str
) -> dict[str, Any]:
    """Return an article as a BlogPosting, with the comments of its thread if it has one."""
    url = absolute(site_url, article.url)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": article.title,
        "description": article.summary,
        "url": url,
        "datePublished": article.date.isoformat(),
        "dateModified": article.updated.isoformat(),
        "author": {"@type": "Organization", "name": author, "url": site_url},
    }
    if article.image:
        data["image"] = absolute(site_url, article.image_source)
    if thread:
        data["commentCount"] = thread.count
    if thread and thread.count:
        data["comment"] = [_comment(comment, url) for comment in thread.comments]
    return data


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
