"""Redirects: old addresses that lead to articles."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from interviewing.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from interviewing.article import Article


# What the build lays beside pages: cards, icons, feeds, the policy of the web server.
_MADE = (".avif", ".caddy", ".ico", ".jpeg", ".opml", ".png", ".webp", ".xml")


@dataclass(frozen=True, slots=True)
class Redirect:
    """A file that sends an old address on to its article."""

    path: str  # of the file in the site, such as "2013/09/24/dont-flake-out/index.html"
    article: Article

    @property
    def address(self) -> str:
        """Return the article's address, relative to the old one."""
        return posixpath.relpath(self.article.url, posixpath.dirname(self.path) or ".") + "/"


def redirects_of(articles: Iterable[Article]) -> list[Redirect]:
    """Return a redirect for each alias of published articles, in the articles' order."""
    return [
        Redirect(alias_path(alias), article) for article in articles for alias in article.aliases
    ]


def alias_path(alias: str) -> str:
    """Return the path of the file that answers at an old address."""
    path = unquote(alias).strip("/")
    return path if path.endswith((".html", ".htm")) else f"{path}/index.html"


def page_path(source: str) -> str:
    """Return the path in the site of what a file under docs/ becomes."""
    folder, name = posixpath.split(source)
    if name in {"index.md", "README.md"}:
        return posixpath.join(folder, "index.html")
    return f"{source.removesuffix('.md')}/index.html" if name.endswith(".md") else source


def alias_problems(articles: Collection[Article], taken: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each alias that is a file of the site, or answers like another one.

    `taken` are the paths of the site's files; none of them can be a folder on the way either, nor
    can another alias.
    """
    owners: dict[str, tuple[Article, str]] = {}
    paths = {alias_path(alias) for article in articles for alias in article.aliases}
    for article in sorted(articles, key=lambda article: article.source):
        for alias in article.aliases:
            path = alias_path(alias)
            if path in taken or any(each in taken or each in paths for each in _folders(path)):
                yield Problem(article.source, "aliases", "an address that no page has", alias)
            elif any(name.endswith(_MADE) for name in path.lower().split("/")):
                yield Problem(article.source, "aliases", "the address of a page", alias)
            other, same = owners.setdefault(path, (article, alias))
            if (other, same) != (article, alias):
                expected = f"an address of its own (docs/{other.source} has {same})"
                yield Problem(article.source, "aliases", expected, alias)


def _folders(path: str) -> Iterator[str]:
    while path := posixpath.dirname(path):
        yield path
