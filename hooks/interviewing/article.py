"""An article as the rest of the site sees it, and which articles readers see on a day."""

from __future__ import annotations

import dataclasses
import math
import posixpath
import re
import textwrap
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote

from interviewing.markdown import link_targets, plain_text, prose

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from interviewing.letters import Letter

# Brysbaert (2019), "How many words do we read per minute?", Journal of Memory and Language 109:
# 238 for English non-fiction read in silence, the mean of 190 studies.
_WORDS_A_MINUTE = 238
_CREATIVE_COMMONS = re.compile(r"cc (by(?:-[a-z]{2}){0,2}) (\d\.\d)")
_CC_ZERO = re.compile(r"cc0 (\d\.\d)")
PHOTOGRAPHS = (".jpg", ".jpeg", ".png", ".webp")  # endings of their files
DRAWINGS = (".svg",)
_EXCERPT_LENGTH = 155  # characters; about what a search result shows


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article stands in a series."""

    name: str
    part: int
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Announcement:
    """A follow-up that an article announces."""

    id: str
    text: str
    withdrawn: str = ""  # the reason, once it will not come
    answers_comment: int | None = None  # on the page of promises, where it was asked for


@dataclass(frozen=True, slots=True)
class Choice:
    """The author's own word on what is related: slugs to lead with, slugs to leave out."""

    pin: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Image:
    """The illustration of an article."""

    src: str  # relative to the article's file
    alt: str
    credit: str = ""
    licence: str = ""
    source: str = ""

    @property
    def licence_url(self) -> str:
        """Return where the text of a Creative Commons licence stands, or nothing."""
        if found := _CREATIVE_COMMONS.fullmatch(self.licence.lower()):
            return f"https://creativecommons.org/licenses/{found[1]}/{found[2]}/"
        if found := _CC_ZERO.fullmatch(self.licence.lower()):
            return f"https://creativecommons.org/publicdomain/zero/{found[1]}/"
        return ""


@dataclass(frozen=True, slots=True)
class Source:
    """What a claim rests on, and what kind of evidence that is."""

    id: str
    title: str
    kind: str
    publisher: str = ""
    year: int | None = None
    url: str = ""
    note: str = ""

    @property
    def imprint(self) -> str:
        """Return what follows the title: who published it, and when, with one full stop."""
        said = "".join(f", {part}" for part in (self.publisher, self.year) if part)
        return said if said.endswith(".") else f"{said}."


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed in an article, and when."""

    date: dt.date
    text: str


@dataclass(frozen=True, eq=False)
class Article:
    """One article, complete, as the rest of the site sees it; equal only to itself."""

    source: str  # path under docs/, such as "articles/dont-flake-out.md"
    slug: str
    title: str
    date: dt.date
    body: str  # Markdown, without the front matter
    updated: dt.date
    uid: str = ""  # what its id in feeds is made of; its path, where there is none
    description: str = ""
    tags: tuple[str, ...] = ()
    series: Place | None = None
    takeaways: tuple[str, ...] = ()
    promises: tuple[Announcement, ...] = ()
    fulfils: tuple[str, ...] = ()
    related: Choice = Choice()
    image: Image | None = None
    aliases: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    changes: tuple[Change, ...] = ()
    comments: str = "open"
    draft: bool = False
    letters: tuple[Letter, ...] = ()

    @property
    def url(self) -> str:
        """Return its address, relative to the site's root."""
        return f"articles/{self.slug}/"

    @property
    def stage(self) -> str:
        """Return the stage of its series that it stands in, or nothing."""
        return self.series.stage if self.series else ""

    @cached_property
    def text(self) -> str:
        """Return the words of the body as a reader sees them."""
        return plain_text(self.body)

    @cached_property
    def summary(self) -> str:
        """Return its description, or else how its text begins, or else its title."""
        return self.description or _excerpt(self.body) or self.title

    @cached_property
    def source_numbers(self) -> Mapping[str, int]:
        """Return the numbers of its sources, from 1, by their ids."""
        return {source.id: number for number, source in enumerate(self.sources, start=1)}

    @cached_property
    def linked(self) -> frozenset[str]:
        """Return the paths under docs/ of the files that its text links to."""
        return frozenset(resolve(self.source, target) for target in link_targets(self.body))

    @cached_property
    def words(self) -> int:
        """Return how many words the body has."""
        return len(self.text.split())

    @property
    def minutes(self) -> int:
        """Return the reading time, at least 1."""
        return max(1, math.ceil(self.words / _WORDS_A_MINUTE))

    @property
    def image_source(self) -> str:
        """Return the path of its illustration under docs/, or nothing."""
        return resolve(self.source, self.image.src) if self.image else ""

    def is_published(self, today: dt.date) -> bool:
        """Return whether readers may see it on this day."""
        return not self.draft and self.date <= today


def published(
    articles: Iterable[Article], today: dt.date, *, drafts: bool = False
) -> list[Article]:
    """Return what readers may see on this day, as of this day, newest first; ties by address.

    With `drafts`, what only its author may see is among them.
    """
    visible = [
        _as_of(article, today) for article in articles if drafts or article.is_published(today)
    ]
    return sorted(visible, key=newest_first)


def newest_first(article: Article) -> tuple[int, str]:
    """Return the sort key of every list of articles by date."""
    return -article.date.toordinal(), article.url


def _as_of(article: Article, today: dt.date) -> Article:
    """Return the article without the changes that are dated later."""
    if article.updated <= today and all(change.date <= today for change in article.changes):
        return article
    changes = tuple(change for change in article.changes if change.date <= today)
    updated = article.updated
    if updated > today:
        updated = max([article.date, *(change.date for change in changes)])
    return dataclasses.replace(article, changes=changes, updated=updated)


def resolve(source: str, target: str) -> str:
    """Return the path under docs/ that a file's relative (or rooted) address leads to."""
    path = unquote(re.split("[?#]", target, maxsplit=1)[0])
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(source), path)).lstrip("/")


def _excerpt(body: str) -> str:
    """Return the beginning of the first paragraph, for an article without a description."""
    paragraphs = re.split(r"\n\s*\n", prose(body))
    texts = (plain_text(text) for text in paragraphs if re.match(r"\s{0,3}[\w\"'(“‘*_\[]", text))
    first = next((text for text in texts if text), "")[: 2 * _EXCERPT_LENGTH]
    return textwrap.shorten(first, _EXCERPT_LENGTH, placeholder=" …")
