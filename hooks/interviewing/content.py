"""All that is in docs/: read once, checked as a whole, and put in relation."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from interviewing.article import published
from interviewing.parse_article import image_problems, page_problems, parse_article
from interviewing.problems import ContentError, Problem, near
from interviewing.promises import Ledger, ledger_of, promise_problems
from interviewing.redirects import Redirect, alias_problems, page_path, redirects_of
from interviewing.series import Series, SeriesPlan, parse_series, series_of, series_problems
from interviewing.slugs import LONGEST_SLUG, slugify
from interviewing.tags import Tag, intro_problems, tag_problems, tags_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping

    from interviewing.article import Article


# What one file says of another in these, or a whole file, may be what others miss: where it could
# not be read, what they miss is not told, so that one mistake does not drag others behind it.
_REFERRED_TO = frozenset({"file", "promises", "series", "tags"})
_TEXTS = {".markdown", ".md", ".mdown", ".mdx", ".mkd", ".mkdn", ".txt"}


@dataclass(frozen=True, slots=True)
class Content:
    """What readers may see on a day."""

    articles: tuple[Article, ...]  # newest first
    hidden: frozenset[str]  # paths under docs/ of drafts and of what is dated later
    tags: tuple[Tag, ...]  # by name
    series: Mapping[str, Series]
    ledger: Ledger
    redirects: tuple[Redirect, ...]
    updated: dt.date  # when the newest change was made

    @property
    def outline(self) -> tuple[Hashable, ...]:
        """Return what the site consists of: if it is the same, only words of pages have changed."""
        return (
            frozenset((article.url, article.image) for article in self.articles),
            self.hidden,
            frozenset(tag.source for tag in self.tags),
            frozenset(self.series),
            frozenset((redirect.path, redirect.article.url) for redirect in self.redirects),
        )


def read_content(
    pages: Mapping[str, bytes | str],
    files: Collection[str],
    today: dt.date,
    *,
    drafts: bool = False,
    found: Iterable[Problem] = (),
) -> Content:
    """Return the content of these pages (path under docs/ → text) as of a day.

    `files` are the paths of everything under docs/. With `drafts`, articles that are not
    published yet are among them, for a preview. Raises ContentError with every problem of every
    page, and with those that were found elsewhere.
    """
    articles, plans, problems = _parse(pages)
    between = _problems_between(articles, plans, files)
    hides = not _REFERRED_TO.isdisjoint(map(_unread, problems))
    problems += [problem for problem in between if not (problem.is_absence and hides)]
    problems += found
    if problems:
        raise ContentError(problems)
    visible = published(articles, today, drafts=drafts)
    return Content(
        articles=tuple(visible),
        hidden=_sources(articles) - _sources(visible),
        tags=tuple(tags_of(visible)),
        series=series_of(visible, plans),
        ledger=ledger_of(visible),
        redirects=tuple(redirects_of(visible)),
        updated=max((article.updated for article in visible), default=today),
    )


def _parse(
    pages: Mapping[str, bytes | str],
) -> tuple[list[Article], dict[str, SeriesPlan], list[Problem]]:
    """Return the articles, the plans of series by name, and what is wrong within each page."""
    articles: list[Article] = []
    plans: dict[str, SeriesPlan] = {}
    problems: list[Problem] = []
    for source, content in sorted(pages.items()):
        if source.startswith("articles/"):
            article, found = _parse_article(source, content)
            articles += [article] if article else []
        elif source.startswith("series/"):
            plan, found = parse_series(source, content)
            plans |= {plan.name: plan} if plan else {}
        else:
            found = page_problems(source, content)
        problems += found
    return articles, plans, problems


# In a preview, all articles but one are as they were.
_parse_article = lru_cache(maxsize=5_000)(parse_article)


def _problems_between(
    articles: list[Article],
    plans: Mapping[str, SeriesPlan],
    files: Collection[str],
) -> Iterator[Problem]:
    """Yield what is wrong between files."""
    yield from _slug_problems(articles)
    yield from _ending_problems(files)
    yield from _uid_problems(articles)
    yield from tag_problems(articles)
    for article in articles:
        yield from image_problems(article, files)
    yield from alias_problems(articles, _site_files(articles, files))
    yield from promise_problems(articles)
    yield from series_problems(articles, plans)
    yield from _related_problems(articles)
    pages = [path for path in files if path.startswith("tags/") and path.endswith(".md")]
    yield from intro_problems(articles, set(pages) - {"tags/index.md"})


def _unread(problem: Problem) -> str:
    """Return the field, without its parts, that could not be read; nothing if none refers to it."""
    if problem.source.startswith("series/"):
        return "series"
    is_article = problem.source.startswith("articles/")
    return problem.field.partition(".")[0].partition("[")[0] if is_article else ""


def _sources(articles: Iterable[Article]) -> frozenset[str]:
    return frozenset(article.source for article in articles)


def _site_files(articles: list[Article], files: Collection[str]) -> set[str]:
    """Return the files of the site that no redirect may take the place of."""
    tags = {slugify(name) for article in articles for name in article.tags}
    series = {article.series.name for article in articles if article.series}
    return {
        *map(page_path, files),
        *(f"{article.url}index.html" for article in articles),
        *(f"tags/{slug}/index.html" for slug in tags),
        *(f"series/{name}/index.html" for name in series),
    }


def _slug_problems(articles: list[Article]) -> Iterator[Problem]:
    sources: defaultdict[str, list[str]] = defaultdict(list)
    for article in articles:
        sources[article.slug].append(article.source)
    for slug, (first, *others) in sources.items():
        if len(slug.encode()) > LONGEST_SLUG:
            yield Problem(first, "file name", "a shorter name", repr(slug))
        for source in others:
            expected = f"a name of its own (docs/{first} is /articles/{slug}/ too)"
            yield Problem(source, "file name", expected, repr(slug))


def _ending_problems(files: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each file beside the articles that is meant to be one, by its ending."""
    for source in sorted(files):
        stem, ending = posixpath.splitext(source)
        if source.startswith("articles/") and ending != ".md" and ending.lower() in _TEXTS:
            yield Problem(source, "file name", f"docs/{stem}.md", repr(ending))


def _uid_problems(articles: list[Article]) -> Iterator[Problem]:
    """Yield a problem for each article whose id in feeds would be another's too."""
    owners: dict[str, Article] = {}
    for article in sorted(articles, key=lambda article: article.source):
        name = article.uid or article.source.removesuffix(".md")
        owner = owners.setdefault(name, article)
        if owner is not article:
            expected = f"a uid of its own (docs/{owner.source} has it)"
            yield Problem(article.source, "uid", expected, repr(name))


def _related_problems(articles: list[Article]) -> Iterator[Problem]:
    known = {article.slug for article in articles}
    for article in articles:
        for field, names in (("pin", article.related.pin), ("never", article.related.never)):
            for name in names:
                if name not in known or name == article.slug:
                    expected = "the slug of another article" + near(name, known - {article.slug})
                    yield Problem(
                        article.source,
                        f"related.{field}",
                        expected,
                        repr(name),
                        is_absence=name not in known,
                    )
