"""An article: its front matter, its rules and its text, read once."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
import posixpath
import re
import textwrap
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from interviewing import front_matter as fm
from interviewing.letters import Letter, LetterError, letters_in
from interviewing.markdown import citations, fences, image_targets, plain_text, prose
from interviewing.problems import Problem, near
from interviewing.slugs import LONGEST_SLUG, slugify

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

# Brysbaert (2019), "How many words do we read per minute?", Journal of Memory and Language 109:
# 238 for English non-fiction read in silence, the mean of 190 studies.
_WORDS_A_MINUTE = 238
_EXCERPT_LENGTH = 155  # characters; about what a search result shows
_ALIAS = re.compile(r"/[^\s/?#]+(?:/[^\s/?#]+)*/?")
_ELSEWHERE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)


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

    @cached_property
    def text(self) -> str:
        """Return the words of the body as a reader sees them."""
        return plain_text(self.body)

    @cached_property
    def summary(self) -> str:
        """Return its description, or else how its text begins, or else its title."""
        return self.description or _excerpt(self.body) or self.title

    @property
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


SOURCE_KINDS = (
    "study",
    "statistics",
    "survey",
    "vendor survey",
    "law",
    "guidance",
    "opinion",
)


def _alias(value: Any) -> str:
    if not isinstance(value, str) or not _ALIAS.fullmatch(value) or not _is_path(unquote(value)):
        raise fm.Expected("an old address on this site such as /2013/09/24/dont-flake-out/", value)
    return value


def _is_path(address: str) -> bool:
    """Return whether a file of this name can be written, and stays inside the site."""
    names = address.split("/")
    return not (
        fm.unprintable(address)
        or {".", ".."} & set(names)
        or any(len(name.encode()) > LONGEST_SLUG for name in names)
    )


_NAMES = fm.list_of(fm.identifier)
_SLUGS = fm.list_of(fm.text("the slug of an article"))
_READERS: dict[str, fm.Reader] = {
    "title": fm.text("a title in words"),
    "description": fm.text("one sentence that answers the article's question"),
    "date": fm.day,
    "updated": fm.day,
    "tags": fm.list_of(fm.text("a tag in words")),
    "series": fm.mapping(
        Place,
        {"name": fm.identifier, "stage": fm.text("the name of a stage"), "part": fm.whole_number},
        ("name", "part"),
    ),
    "takeaways": fm.list_of(fm.text("a sentence")),
    "promises": fm.list_of(
        fm.mapping(
            Announcement,
            {
                "id": fm.identifier,
                "text": fm.text("what is promised, in words"),
                "withdrawn": fm.text("the reason why it will not come"),
            },
            ("id", "text"),
        )
    ),
    "fulfils": _NAMES,
    "related": fm.mapping(Choice, {"pin": _SLUGS, "never": _SLUGS}, ()),
    "image": fm.mapping(
        Image,
        {
            "src": fm.text("the path of an image in docs/"),
            "alt": fm.text("what the image shows, in words"),
            "credit": fm.text("who made the image"),
            "licence": fm.text("the licence of the image"),
            "source": fm.url,
        },
        ("src", "alt"),
    ),
    "aliases": fm.list_of(_alias),
    "sources": fm.list_of(
        fm.mapping(
            Source,
            {
                "id": fm.identifier,
                "title": fm.text("the title of the source"),
                "publisher": fm.text("who published it"),
                "year": fm.year,
                "url": fm.url,
                "kind": fm.one_of(*SOURCE_KINDS),
                "note": fm.text("the sample and what to mind"),
            },
            ("id", "title", "kind"),
        )
    ),
    "changes": fm.list_of(
        fm.mapping(Change, {"date": fm.day, "text": fm.text("what was changed")}, ("date", "text"))
    ),
    "comments": fm.one_of("open", "closed"),
    "draft": fm.truth,
}
_REQUIRED = ("title", "date")


def parse_article(source: str, content: bytes | str) -> tuple[Article | None, list[Problem]]:
    """Return an article and its problems.

    `source` is its path under docs/, whose last part names its slug. An article with problems
    lacks the fields that could not be read; there is none where the file could not be.
    """
    try:
        page = fm.split(content)
    except fm.Expected as error:
        return None, fm.file_problems(source, error)
    values, problems = fm.read_fields(source, page.fields, _READERS, _REQUIRED)
    letters, letter_problems = _letters(source, page)
    date = values.get("date", dt.date.min)
    stand_ins: dict[str, Any] = {"title": "", "date": date, "updated": date}
    article = Article(
        source=source,
        slug=slugify(posixpath.basename(source).removesuffix(".md")),
        body=page.body,
        letters=letters,
        **stand_ins | values,
    )
    problems += [*letter_problems, *_line_problems(source, page), *_contradictions(article)]
    if "sources" in values or "sources" not in page.fields:
        problems += _citation_problems(article)
    return article, problems


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


def image_problems(article: Article, files: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each image that is not among the files under docs/."""
    named = [("image.src", article.image.src)] if article.image else []
    for field, target in [*named, *(("body", target) for target in image_targets(article.body))]:
        path = resolve(article.source, target)
        if _ELSEWHERE.match(target):
            expected = "an image kept in docs/, so that no reader is sent elsewhere"
            yield Problem(article.source, field, expected, repr(target))
        elif not target.startswith("data:") and path not in files:
            got = f"{target!r} (no docs/{path})"
            yield Problem(article.source, field, "an image that is there", got)


def _line_problems(source: str, page: fm.Page) -> Iterator[Problem]:
    """Yield a problem for each line that no feed may carry, or that opens what nothing closes."""
    lines = page.body.split("\n") if fm.unprintable(page.body) else []
    for number, line in enumerate(lines, start=page.first_line):
        if char := fm.unprintable(line):
            yield Problem(source, f"line {number}", "text without control characters", repr(char))
    for fence in fences(page.body):
        if not fence.is_closed:
            expected = f"a line “{fence.mark}” below, as far in, that closes what opens here"
            yield Problem(source, f"line {fence.line + page.first_line - 1}", expected, "none")


def _letters(source: str, page: fm.Page) -> tuple[tuple[Letter, ...], list[Problem]]:
    letters: dict[str, Letter] = {}
    problems = []
    for line, found in letters_in(page.body):
        field = f"letter in line {line + page.first_line - 1}"
        if isinstance(found, LetterError):
            problems.append(Problem(source, field, found.expected, found.got))
        elif letters.setdefault(found.slug, found) is not found:
            problems.append(Problem(source, field, "a title of its own", repr(found.title)))
    return tuple(letters.values()), problems


def _contradictions(article: Article) -> Iterator[Problem]:
    """Yield what is wrong between the fields of one article."""
    if article.updated < article.date:
        yield Problem(article.source, "updated", f"{article.date} or later", str(article.updated))
    for field, names in (
        ("tags", [slugify(tag) for tag in article.tags]),
        ("fulfils", article.fulfils),
        ("sources", [source.id for source in article.sources]),
        ("related", [*article.related.pin, *article.related.never]),
        ("aliases", article.aliases),
    ):
        for name, count in Counter(names).items():
            if count > 1:
                yield Problem(article.source, field, "each once", f"{name} {count} times")


def _citation_problems(article: Article) -> Iterator[Problem]:
    known = {source.id for source in article.sources}
    for name in dict.fromkeys(citations(article.body)):
        if name not in known:
            expected = f"a source or a footnote named {name}{near(name, known)}"
            yield Problem(article.source, "sources", expected, "none")


def _excerpt(body: str) -> str:
    """Return the beginning of the first paragraph, for an article without a description."""
    paragraphs = re.split(r"\n\s*\n", prose(body))
    texts = (plain_text(text) for text in paragraphs if re.match(r"\s{0,3}[\w\"'(“‘*_\[]", text))
    first = next((text for text in texts if text), "")[: 2 * _EXCERPT_LENGTH]
    return textwrap.shorten(first, _EXCERPT_LENGTH, placeholder=" …")
