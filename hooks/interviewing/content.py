"""All that is in docs/: read once, checked as a whole, and put in relation."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from interviewing import fields, front_matter
from interviewing.article import published
from interviewing.letters import Letter, letters_in
from interviewing.links import Text, link_problems, page_image_problems
from interviewing.parse_article import image_problems, page_problems, parse_article
from interviewing.problems import ContentError, Problem, near
from interviewing.promises import Ledger, ledger_of, promise_problems
from interviewing.redirects import Redirect, alias_problems, page_path, redirects_of
from interviewing.series import (
    Series,
    SeriesPlan,
    parse_series,
    series_of,
    series_problems,
    stage_image_problems,
)
from interviewing.slugs import LONGEST_SLUG, slugify
from interviewing.tags import Tag, intro_problems, tag_problems, tag_sources, tags_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping

    from interviewing.article import Article


# What one file says of another in these, or a whole file, may be what others miss: where it could
# not be read, what they miss is not told, so that one mistake does not drag others behind it.
_REFERRED_TO = frozenset({"file", "promises", "series", "tags"})
_HOME = "index.md"
_TEXTS = {".markdown", ".md", ".mdown", ".mdx", ".mkd", ".mkdn", ".txt"}


@dataclass(frozen=True, slots=True)
class Content:
    """What readers may see on a day."""

    articles: tuple[Article, ...]  # newest first
    # Paths under docs/ of drafts, of what is dated later, and of tags and series without others.
    hidden: frozenset[str]
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

    `files` are the paths of everything under docs/, and of all else that a page may name. With
    `drafts`, articles that are not published yet are among them, for a preview. Raises
    ContentError with every problem of every page, and with those that were found elsewhere.
    """
    articles, plans = _checked(pages, files, found)
    visible = published(articles, today, drafts=drafts)
    series = series_of(visible, plans)
    every = _sources(articles) | {plan.source for plan in plans.values()}
    return Content(
        articles=tuple(visible),
        hidden=frozenset(every - _sources(visible) - {each.source for each in series.values()}),
        tags=tuple(tags_of(visible)),
        series=series,
        ledger=ledger_of(visible),
        redirects=tuple(redirects_of(visible)),
        updated=max((article.updated for article in visible), default=today),
    )


def _checked(
    pages: Mapping[str, bytes | str], files: Collection[str], found: Iterable[Problem]
) -> tuple[list[Article], dict[str, SeriesPlan]]:
    """Return the articles, and the plans of series by name; raise ContentError if any is wrong."""
    articles, plans, problems = _parse(pages)
    between = [
        *_problems_between(articles, plans, files),
        *_lead_problems(pages, articles),
        *_link_problems(_texts(pages, articles), articles, plans, files),
    ]
    hides = not _REFERRED_TO.isdisjoint(map(_unread, problems))
    problems += [problem for problem in between if not (problem.is_absence and hides)]
    problems += found
    if problems:
        raise ContentError(problems)
    return articles, plans


def template_problems(
    pages: Mapping[str, bytes | str], templates: Collection[str]
) -> Iterator[Problem]:
    """Yield a problem for each page (path under docs/ → text) whose template is not there."""
    for source, content in pages.items():
        name = None if source.startswith("articles/") else _page(content).fields.get("template")
        if isinstance(name, str) and name not in templates:
            expected = "a template in overrides/" + near(name, templates)
            yield Problem(source, "template", expected, repr(name))


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
    yield from stage_image_problems(plans, files)
    yield from _related_problems(articles)
    pages = [path for path in files if path.startswith("tags/") and path.endswith(".md")]
    yield from intro_problems(articles, set(pages) - {"tags/index.md"})


def _lead_problems(
    pages: Mapping[str, bytes | str], articles: Collection[Article]
) -> Iterator[Problem]:
    """Yield a problem if the front page is to be led by an article that is not there."""
    lead = _page(pages.get(_HOME, "")).fields.get("lead")
    known = {article.slug for article in articles}
    if isinstance(lead, str) and lead not in known:
        expected = f"the slug of an article{near(lead, known)}"
        yield Problem(_HOME, "lead", expected, repr(lead), is_absence=True)


def _texts(pages: Mapping[str, bytes | str], articles: Iterable[Article]) -> list[Text]:
    """Return every text in which there may be links."""
    texts = [
        Text(article.source, article.body, f"{article.url}index.html", _ids(article.letters))
        for article in articles
    ]
    for source in sorted(pages):
        if not source.startswith("articles/"):
            body = _page(pages[source]).body
            letters = (letter for _, letter in letters_in(body) if isinstance(letter, Letter))
            texts.append(Text(source, body, ids=_ids(letters)))
    return texts


def _ids(letters: Iterable[Letter]) -> tuple[str, ...]:
    return tuple(letter.slug for letter in letters)


def _link_problems(
    texts: Collection[Text],
    articles: Collection[Article],
    plans: Mapping[str, SeriesPlan],
    files: Collection[str],
) -> Iterator[Problem]:
    known = {
        *files,
        *(text.source for text in texts),
        *_sources(articles),
        *(plan.source for plan in plans.values()),
        *(redirect.path for redirect in redirects_of(articles)),
    }
    yield from link_problems(texts, known)
    for text in texts:
        if not text.source.startswith("articles/"):
            yield from page_image_problems(text, known)


@lru_cache(maxsize=1_000)  # in a preview, they are as they were
def _page(content: bytes | str) -> front_matter.Page:
    """Return a page that is no article; nothing of one that cannot be read, as that is told."""
    try:
        return front_matter.split(content)
    except fields.Expected:
        return front_matter.Page({}, "", 1)


def _unread(problem: Problem) -> str:
    """Return the field, without its parts, that could not be read; nothing if none refers to it."""
    if problem.source.startswith("series/"):
        return "series"
    is_article = problem.source.startswith("articles/")
    return problem.field.partition(".")[0].partition("[")[0] if is_article else ""


def _sources(articles: Collection[Article]) -> set[str]:
    """Return the paths under docs/ of articles and of the pages of their tags and series."""
    series = (f"series/{name}.md" for name in _series_names(articles))
    return {*tag_sources(articles), *series, *(article.source for article in articles)}


def _series_names(articles: Iterable[Article]) -> set[str]:
    return {article.series.name for article in articles if article.series}


def _site_files(articles: list[Article], files: Collection[str]) -> set[str]:
    """Return the files of the site that no redirect may take the place of."""
    tags = {slugify(name) for article in articles for name in article.tags}
    series = _series_names(articles)
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
