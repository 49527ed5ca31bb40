"""What each page's template receives."""

from __future__ import annotations

import math
import posixpath
from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from statistics import median
from typing import TYPE_CHECKING

from interviewing.related import Related, rank, related
from interviewing.slugs import slugify

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from interviewing.article import Article
    from interviewing.content import Content
    from interviewing.letters import Letter
    from interviewing.promises import Promise
    from interviewing.related import Match
    from interviewing.series import Part, Series, Stage
    from interviewing.tags import Tag

_NEWEST = 6
_OWED = 5
_RELATED = 5


@dataclass(frozen=True, slots=True)
class SeriesView:
    """The series of an article: its stage, its part, and the published parts beside it."""

    series: Series
    stage: Stage
    part: Part
    previous: Article | None
    next: Article | None


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article with everything around it."""

    article: Article
    tags: tuple[Tag, ...]
    place: SeriesView | None
    promises: tuple[Promise, ...]  # made here
    keeps: tuple[Promise, ...]  # made elsewhere, kept here
    related: tuple[Related, ...]

    def promise_link(self, name: str) -> str | None:
        """Return where, seen from this article's file, a promise made here is kept."""
        kept_by = next((made.kept_by for made in self.promises if made.id == name), None)
        if not kept_by:
            return None
        return posixpath.relpath(kept_by.source, posixpath.dirname(self.article.source))


@dataclass(frozen=True, slots=True)
class PlacedLetter:
    """A letter and the article it stands in."""

    letter: Letter
    article: Article

    @property
    def url(self) -> str:
        """Return its address, relative to the site's root."""
        return f"{self.article.url}#{self.letter.slug}"


@dataclass(frozen=True, slots=True)
class Situation:
    """The letters for one situation, in the order of their articles."""

    name: str
    letters: tuple[PlacedLetter, ...]

    @property
    def slug(self) -> str:
        """Return its anchor on the page of all letters."""
        return slugify(self.name)

    @property
    def count(self) -> int:
        """Return how many letters there are."""
        return len(self.letters)


@dataclass(frozen=True, slots=True)
class Year:
    """The articles of one year, newest first."""

    year: int
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class HomeView:
    """The front page: a lead article, the newest of the others, the longest series, what is owed."""

    lead: Article | None
    newest: tuple[Article, ...]
    series: Series | None
    owed: tuple[Promise, ...]


def matches_of(content: Content) -> dict[str, tuple[Match, ...]]:
    """Return, by slug, as many of the articles that fit each best as a page shows."""
    return rank(content.articles, limit=_RELATED)


def article_views(
    content: Content, matches: Mapping[str, Sequence[Match]] | None = None
) -> Iterator[ArticleView]:
    """Yield the view of each article, in the order of the content.

    What fits each best is asked anew, unless it is given.
    """
    tags = {tag.name: tag for tag in content.tags}
    by_slug = {article.slug: article for article in content.articles}
    matches = matches_of(content) if matches is None else matches
    for article in content.articles:
        leads = list(_leads(article, content))
        place = _place(article, content)
        chosen = related(article, by_slug, leads, matches[article.slug], _beside(place))
        yield ArticleView(
            article=article,
            tags=tuple(tags[name] for name in article.tags),
            place=place,
            promises=content.ledger.made_by.get(article.slug, ()),
            keeps=content.ledger.kept_by.get(article.slug, ()),
            related=chosen[:_RELATED],
        )


def _place(article: Article, content: Content) -> SeriesView | None:
    if not article.series:
        return None
    series = content.series[article.series.name]
    stage, part = series.place_of(article)
    return SeriesView(series, stage, part, series.before(article), series.after(article))


def _leads(article: Article, content: Content) -> Iterator[tuple[str, str]]:
    """Yield (slug, reason) for the articles that a promise ties to this one."""
    for promise in content.ledger.made_by.get(article.slug, ()):
        if promise.kept_by:
            yield promise.kept_by.slug, "keeps the promise made here"
    for promise in content.ledger.kept_by.get(article.slug, ()):
        yield promise.made_by.slug, "promised this article"


def _beside(place: SeriesView | None) -> dict[str, str]:
    """Return what the neighbours (slug) of a part are called among its related articles."""
    if not place:
        return {}
    neighbours = ((place.next, "the next part"), (place.previous, "the part before"))
    return {article.slug: name for article, name in neighbours if article}


def situations(articles: Sequence[Article]) -> tuple[Situation, ...]:
    """Return every letter by situation.

    Situations come in the order of the journey, by the median part that their letters stand in,
    those outside a series last; ties go by name. Letters go by series and part, then as given.
    Situations with one anchor are one, called as the first letter spells it.
    """
    placed: defaultdict[str, list[PlacedLetter]] = defaultdict(list)
    for article in sorted(articles, key=_place_in_a_series):
        for letter in article.letters:
            placed[slugify(letter.situation)].append(PlacedLetter(letter, article))
    groups = (Situation(group[0].letter.situation, tuple(group)) for group in placed.values())
    return tuple(sorted(groups, key=_on_the_way))


def _on_the_way(situation: Situation) -> tuple[float, str]:
    """Return the sort key of situations."""
    places = [placed.article.series for placed in situation.letters if placed.article.series]
    part = median(place.part for place in places) if places else math.inf
    return part, situation.name.casefold()


def _place_in_a_series(article: Article) -> tuple[bool, str, int]:
    """Return what sorts articles by series and part, those of none last."""
    place = article.series
    return (False, place.name, place.part) if place else (True, "", 0)


def years(articles: Sequence[Article]) -> tuple[Year, ...]:
    """Return articles, which come newest first, year by year."""
    groups = groupby(articles, key=lambda article: article.date.year)
    return tuple(Year(year, tuple(group)) for year, group in groups)


def home(content: Content, lead: str) -> HomeView:
    """Return the front page, led by the article of this slug or else by the newest.

    Its series is the one with most parts, the first by name on a tie. Of the promises still open
    it has the oldest.
    """
    first = next(
        (article for article in content.articles if article.slug == lead),
        next(iter(content.articles), None),
    )
    newest = tuple(article for article in content.articles[: _NEWEST + 1] if article is not first)
    longest = max(content.series.values(), key=lambda series: series.total, default=None)
    return HomeView(first, newest[:_NEWEST], longest, content.ledger.open[:_OWED])
