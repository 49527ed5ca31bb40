"""All that is in docs/: read once, checked as a whole, and put in relation."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewing.article import published
from interviewing.fields import Expected
from interviewing.front_matter import file_problems, split
from interviewing.letters import LetterError, letters_in
from interviewing.parse_article import image_problems, parse_article
from interviewing.problems import ContentError, Problem, near
from interviewing.promises import Ledger, ledger_of, promise_problems
from interviewing.redirects import Redirect, alias_problems, page_path, redirects_of
from interviewing.series import Series, SeriesPlan, parse_series, series_of, series_problems
from interviewing.slugs import LONGEST_SLUG, slugify
from interviewing.tags import Tag, intro_problems, tag_problems, tags_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator, Mapping

    from interviewing.article import Article


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


def read_content(
    pages: Mapping[str, bytes | str],
    files: Collection[str],
    today: dt.date,
    *,
    drafts: bool = False,
) -> Content:
    """Return the content of these pages (path under docs/ → text) as of a day.

    `files` are the paths of everything under docs/. With `drafts`, articles that are not
    published yet are among them, for a preview. Raises ContentError with every problem of every
    page.
    """
    problems: list[Problem] = []
    articles: list[Article] = []
    unread: set[str] = set()  # fields; "file" stands for all
    plans: dict[str, SeriesPlan] = {}
    for source in sorted(pages):
        if source.startswith("articles/"):
            article, found = parse_article(source, pages[source])
            articles += [article] if article else []
            unread |= {_field(problem) for problem in found}
        elif source.startswith("series/"):
            plan, found = parse_series(source, pages[source])
            plans |= {plan.name: plan} if plan else {}
            unread |= set() if plan else {"series"}
        else:
            found = _page_problems(source, pages[source])
        problems += found
    problems += _problems_between(articles, plans, files, unread)
    if problems:
        raise ContentError(problems)
    visible = published(articles, today, drafts=drafts)
    shown = {article.source for article in visible}
    return Content(
        articles=tuple(visible),
        hidden=frozenset(article.source for article in articles if article.source not in shown),
        tags=tuple(tags_of(visible)),
        series=series_of(visible, plans),
        ledger=ledger_of(visible),
        redirects=tuple(redirects_of(visible)),
        updated=max((article.updated for article in visible), default=today),
    )


def _page_problems(source: str, content: bytes | str) -> list[Problem]:
    """Return what is wrong with a page that is no article, and that MkDocs would not tell."""
    try:
        page = split(content)
    except Expected as error:
        return file_problems(source, error)
    return [
        Problem(source, f"letter in line {line + page.first_line - 1}", found.expected, found.got)
        for line, found in letters_in(page.body)
        if isinstance(found, LetterError)
    ]


def _problems_between(
    articles: list[Article],
    plans: Mapping[str, SeriesPlan],
    files: Collection[str],
    unread: set[str],
) -> Iterator[Problem]:
    """Yield what is wrong between files.

    What one file says of another is only checked when every file says it in a form that could be
    read, so that one mistake does not drag others behind it.
    """
    yield from _slug_problems(articles)
    yield from tag_problems(articles)
    for article in articles:
        yield from image_problems(article, files)
    yield from alias_problems(articles, _site_files(articles, files))
    if unread.isdisjoint({"file", "promises"}):
        yield from promise_problems(articles)
    if unread.isdisjoint({"file", "series"}):
        yield from series_problems(articles, plans)
    if unread.isdisjoint({"file"}):
        yield from _related_problems(articles)
    if unread.isdisjoint({"file", "tags"}):
        pages = [path for path in files if path.startswith("tags/") and path.endswith(".md")]
        yield from intro_problems(articles, set(pages) - {"tags/index.md"})


def _field(problem: Problem) -> str:
    """Return the field of front matter that a problem is about, without its parts."""
    return problem.field.partition(".")[0].partition("[")[0]


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


def _related_problems(articles: list[Article]) -> Iterator[Problem]:
    known = {article.slug for article in articles}
    for article in articles:
        for field, names in (("pin", article.related.pin), ("never", article.related.never)):
            for name in names:
                if name not in known or name == article.slug:
                    expected = "the slug of another article" + near(name, known - {article.slug})
                    yield Problem(article.source, f"related.{field}", expected, repr(name))
