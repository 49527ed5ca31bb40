"""Tags: which articles carry which tag, and which tags go together."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewing.problems import Problem, near
from interviewing.slugs import LONGEST_SLUG, slugify

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from interviewing.article import Article

_NEIGHBOURS = 8


@dataclass(frozen=True, slots=True)
class TagLink:
    """A tag as another page links it."""

    name: str
    slug: str
    count: int

    @property
    def url(self) -> str:
        """Return the address of the tag's page, relative to the site's root."""
        return f"tags/{self.slug}/"


@dataclass(frozen=True, slots=True)
class Tag(TagLink):
    """A tag with its page: its articles, newest first, and the tags met most often beside it."""

    articles: tuple[Article, ...]
    neighbours: tuple[TagLink, ...]

    @property
    def source(self) -> str:
        """Return the path under docs/ of its page, which may hold an introduction."""
        return _source(self.slug)

    @property
    def feed_url(self) -> str:
        """Return the address of its feed, relative to the site's root."""
        return f"{self.url}atom.xml"

    @property
    def summary(self) -> str:
        """Return what the page holds, in a sentence."""
        newest = f"“{self.articles[0].title}”"
        if self.count == 1:
            return f"What we have written about {self.name}: {newest}."
        return f"{self.count} articles about {self.name}, the newest of them {newest}."


def tags_of(articles: Sequence[Article]) -> list[Tag]:
    """Return the tags of these articles by name, each with its articles in the given order.

    Neighbours are the tags that share most articles with it, at most eight; their counts are
    those shared articles; ties go by name.
    """
    carried: defaultdict[str, list[Article]] = defaultdict(list)
    beside: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for article in articles:
        for name in article.tags:
            carried[name].append(article)
            beside[name].update(other for other in article.tags if other != name)
    return [
        Tag(name, slugify(name), len(carried[name]), tuple(carried[name]), _links(beside[name]))
        for name in sorted(carried, key=_by_name)
    ]


def tag_sources(articles: Collection[Article]) -> set[str]:
    """Return the paths under docs/ of the pages of all tags of these articles."""
    return {_source(slugify(name)) for article in articles for name in article.tags}


def tag_problems(articles: Collection[Article]) -> Iterator[Problem]:
    """Yield a problem for each tag that most articles spell in another way, or that is too long."""
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    users: dict[str, str] = {}
    for article in articles:
        for name in article.tags:
            spellings[slugify(name)][name] += 1
            users.setdefault(name, article.source)
    for article in articles:
        for name in article.tags:
            slug = slugify(name)
            usual = min(spellings[slug], key=lambda other: (-spellings[slug][other], other))
            if name != usual:
                expected = f"{usual!r} as in docs/{users[usual]} (both would be /tags/{slug}/)"
                yield Problem(article.source, "tags", expected, repr(name))
            if len(slug.encode()) > LONGEST_SLUG:
                yield Problem(article.source, "tags", "a shorter tag", repr(name[:40] + "…"))


def intro_problems(articles: Collection[Article], sources: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each introduction (its path under docs/) to a tag no article carries."""
    known = {slugify(name) for article in articles for name in article.tags}
    for source in sorted(set(sources) - tag_sources(articles)):
        slug = source.removeprefix("tags/").removesuffix(".md")
        expected = "the slug of a tag that an article carries" + near(slug, known)
        yield Problem(source, "file name", expected, repr(slug), is_absence=True)


def _source(slug: str) -> str:
    # A tag called "index" must not take the place of the page of all tags.
    return f"tags/{slug}.md" if slug != "index" else "tags/index/index.md"


def _links(counts: Counter[str]) -> tuple[TagLink, ...]:
    ordered = sorted(counts, key=lambda name: (-counts[name], _by_name(name)))
    return tuple(TagLink(name, slugify(name), counts[name]) for name in ordered[:_NEIGHBOURS])


def _by_name(name: str) -> tuple[str, str]:
    return name.casefold(), name
