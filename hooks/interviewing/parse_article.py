"""An article's front matter and text, read once, with every rule checked."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from interviewing import fields, front_matter
from interviewing.article import (
    DRAWINGS,
    PHOTOGRAPHS,
    Announcement,
    Article,
    Change,
    Choice,
    Image,
    Place,
    Source,
    resolve,
)
from interviewing.faults import text_problems
from interviewing.letters import Letter, LetterError, letters_in
from interviewing.markdown import citations, image_targets
from interviewing.problems import Problem, near, repetitions
from interviewing.slugs import LONGEST_SLUG, slugify

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

_SOURCE_KINDS = (
    "study",
    "statistics",
    "survey",
    "vendor survey",
    "law",
    "guidance",
    "opinion",
)
_UID = re.compile(r"[\w-]+(?:/[\w-]+)*")
_ALIAS = re.compile(r"/[^\s/?#]+(?:/[^\s/?#]+)*/?")
_OWN_IMAGE = "an image kept in docs/, so that no reader is sent elsewhere"
_ELSEWHERE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)


def _alias(value: Any) -> str:
    if not isinstance(value, str) or not _ALIAS.fullmatch(value) or not _is_path(unquote(value)):
        raise fields.Expected(
            "an old address on this site such as /2013/09/24/dont-flake-out/", value
        )
    return value


def _is_path(address: str) -> bool:
    """Return whether a file of this name can be written, and stays inside the site."""
    names = address.split("/")
    return not (
        fields.unprintable(address)
        or {".", ".."} & set(names)
        or any(len(name.encode()) > LONGEST_SLUG for name in names)
    )


def _uid(value: Any) -> str:
    if not isinstance(value, str) or not _UID.fullmatch(value):
        raise fields.Expected(
            "letters, digits and hyphens, parted by slashes, such as 4f1c09ab", value
        )
    return value


_NAMES = fields.list_of(fields.identifier)
_SLUGS = fields.list_of(fields.text("the slug of an article"))
_READERS: dict[str, fields.Reader] = {
    "title": fields.text("a title in words"),
    "uid": _uid,
    "description": fields.text("one sentence that answers the article's question"),
    "date": fields.day,
    "updated": fields.day,
    "tags": fields.list_of(fields.text("a tag in words")),
    "series": fields.mapping(
        Place,
        {
            "name": fields.identifier,
            "stage": fields.text("the name of a stage"),
            "part": fields.whole_number,
        },
        ("name", "part"),
    ),
    "takeaways": fields.list_of(fields.text("a sentence")),
    "promises": fields.list_of(
        fields.mapping(
            Announcement,
            {
                "id": fields.identifier,
                "text": fields.text("what is promised, in words"),
                "withdrawn": fields.text("the reason why it will not come"),
                "answers_comment": fields.whole_number,
            },
            ("id", "text"),
        )
    ),
    "fulfils": _NAMES,
    "related": fields.mapping(Choice, {"pin": _SLUGS, "never": _SLUGS}, ()),
    "image": fields.mapping(
        Image,
        {
            "src": fields.text("the path of an image in docs/"),
            "alt": fields.text("what the image shows, in words"),
            "credit": fields.text("who made the image"),
            "licence": fields.text("the licence of the image"),
            "source": fields.url,
        },
        ("src", "alt"),
    ),
    "aliases": fields.list_of(_alias),
    "sources": fields.list_of(
        fields.mapping(
            Source,
            {
                "id": fields.identifier,
                "title": fields.text("the title of the source"),
                "publisher": fields.text("who published it"),
                "year": fields.year,
                "url": fields.url,
                "kind": fields.one_of(*_SOURCE_KINDS),
                "note": fields.text("the sample and what to mind"),
            },
            ("id", "title", "kind"),
        )
    ),
    "changes": fields.list_of(
        fields.mapping(
            Change, {"date": fields.day, "text": fields.text("what was changed")}, ("date", "text")
        )
    ),
    "comments": fields.one_of("open", "closed"),
    "draft": fields.truth,
}
_REQUIRED = ("title", "date")
_PAGE_READERS: dict[str, fields.Reader] = {
    "title": fields.text("a title in words"),
    "description": fields.text("what the page is about, in a sentence"),
    "updated": fields.day,
    "template": fields.text("the name of a template"),
    "lead": fields.text("the slug of an article"),
}


def parse_article(source: str, content: bytes | str) -> tuple[Article | None, list[Problem]]:
    """Return an article and its problems.

    `source` is its path under docs/, whose last part names its slug. An article with problems
    lacks the fields that could not be read; there is none where the file could not be.
    """
    try:
        page = front_matter.split(content)
    except fields.Expected as error:
        return None, front_matter.file_problems(source, error)
    values, problems = front_matter.read_fields(source, page.fields, _READERS, _REQUIRED)
    letters, letter_problems = read_letters(source, page)
    date = values.get("date", dt.date.min)
    stand_ins: dict[str, Any] = {"title": "", "date": date, "updated": date}
    article = Article(
        source=source,
        slug=slugify(posixpath.basename(source).removesuffix(".md")),
        body=page.body,
        letters=letters,
        **stand_ins | values,
    )
    problems += [*letter_problems, *text_problems(source, page), *_contradictions(article)]
    if "sources" in values or "sources" not in page.fields:
        problems += _citation_problems(article)
    return article, problems


def read_articles(docs: Path) -> list[Article]:
    """Return every article in a folder that can be read, drafts too, in the order of their paths."""
    paths = sorted(docs.glob("articles/**/*.md"))
    parsed = (parse_article(path.relative_to(docs).as_posix(), path.read_bytes()) for path in paths)
    return [article for article, _ in parsed if article]


def page_problems(source: str, content: bytes | str) -> list[Problem]:
    """Return what is wrong with a page that is no article, and that MkDocs would not tell."""
    try:
        page = front_matter.split(content)
    except fields.Expected as error:
        return front_matter.file_problems(source, error)
    strays = _READERS.keys() & page.fields.keys() - _PAGE_READERS.keys()
    misplaced = [
        Problem(source, name, "this field only in docs/articles/, where articles are", "it here")
        for name in strays
    ]
    known = {name: value for name, value in page.fields.items() if name not in strays}
    _, problems = front_matter.read_fields(source, known, _PAGE_READERS, ())
    _, letter_problems = read_letters(source, page)
    elsewhere = [
        Problem(source, "body", _OWN_IMAGE, repr(target))
        for target in image_targets(page.body)
        if _ELSEWHERE.match(target)
    ]
    own = [*misplaced, *problems, *letter_problems]
    return [*own, *elsewhere, *text_problems(source, page)]


def read_letters(source: str, page: front_matter.Page) -> tuple[tuple[Letter, ...], list[Problem]]:
    """Return the letters of a page in order, and what is wrong with them; each title once."""
    letters: dict[str, Letter] = {}
    problems = []
    for line, found in letters_in(page.body):
        field = f"letter in line {line + page.first_line - 1}"
        if isinstance(found, LetterError):
            problems.append(Problem(source, field, found.expected, found.got))
        elif letters.setdefault(found.slug, found) is not found:
            problems.append(Problem(source, field, "a title of its own", repr(found.title)))
    return tuple(letters.values()), problems


def image_problems(article: Article, files: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each image that is not among the files under docs/, or is no picture."""
    named = [("image.src", article.image.src)] if article.image else []
    for field, target in [*named, *(("body", target) for target in image_targets(article.body))]:
        path = resolve(article.source, target)
        if _ELSEWHERE.match(target):
            yield Problem(article.source, field, _OWN_IMAGE, repr(target))
        elif not target.startswith("data:") and path not in files:
            got = f"{target!r} (no docs/{path})"
            yield Problem(article.source, field, "an image that is there", got)
        elif field != "body" and not path.lower().endswith((*DRAWINGS, *PHOTOGRAPHS)):
            expected = "an SVG drawing, or a photograph in JPEG, PNG or WebP"
            yield Problem(article.source, field, expected, repr(target))


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
        yield from repetitions(article.source, field, names)


def _citation_problems(article: Article) -> Iterator[Problem]:
    known = {source.id for source in article.sources}
    for name in dict.fromkeys(citations(article.body)):
        if name not in known:
            expected = f"a source or a footnote named {name}{near(name, known)}"
            yield Problem(article.source, "sources", expected, "none")
