"""Links in texts: where each leads, and which lead nowhere.

What is told here is certain. What Markdown may read in another way, as in a block of code by
indentation alone, is left to MkDocs, which looks at every link once more when it is rendered.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from interviewing.article import resolve
from interviewing.markdown import (
    headings,
    html_targets,
    image_targets,
    link_targets,
    plain_text,
    replace_html_targets,
)
from interviewing.problems import Problem, near
from interviewing.redirects import page_path

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

_DOUBTFUL = re.compile(  # comments, code by indentation, and brackets that are only themselves
    r"<!--.*?(?:-->|\Z)|^(?: {4}|\t).*$|\\[][()!]", re.DOTALL | re.MULTILINE
)
_IDS = re.compile(r"(?:\s(?:id|name)\s*=\s*[\"']?|\{[^{}\n]*?#)([^\s\"'<>{}]+)", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"\{[^{}\n]*\}\s*$")
_UNCLEAR = re.compile(r"<h[1-6]\b|--8<--|\[TOC\]", re.IGNORECASE)
_UNCLEAR_HEADING = re.compile(r"[<&\\\[{]")
_AGAIN = re.compile(r"_\d+\Z")  # a heading of the same words
_FOOTNOTES = ("fn:", "fnref:")
_PAGES = ("", ".htm", ".html", ".md")  # other files may be made at the end of a build
_NOT_IN_IDS = re.compile(r"[^\w\- ]")


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a page, as far as links go."""

    source: str  # path under docs/
    body: str  # Markdown
    path: str = ""  # of the page in the site, if it does not follow from the source
    ids: tuple[str, ...] = ()  # that are made for it, besides those of headings

    @property
    def address(self) -> str:
        """Return the path of its page in the site."""
        return self.path or page_path(self.source)


@dataclass(frozen=True, slots=True)
class _Link:
    """A link as it is written, and the file under docs/ and the id it names."""

    target: str
    path: str
    anchor: str


def link_problems(texts: Collection[Text], known: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each link that leads to no file, page, or heading of the site.

    `known` are the paths under docs/ of all files, and of pages that need none.
    """
    by_source = {text.source: text for text in texts}
    pages = {page_path(path): path for path in known}
    pages |= {text.address: text.source for text in texts}
    for text in texts:
        links = [*_links(text.source, text.body)]
        for link in _html_links(text.source, text.body):
            if link.path in known:
                links.append(link)
            elif seen := _as_browsers_read(link, text, pages):
                links.append(seen)
        if lost := [link for link in links if _is_lost(link, known, by_source)]:
            certain = _certain(text)
            for link in lost:
                if link.target in certain:
                    yield _problem(text, link, known, by_source)


def page_image_problems(text: Text, known: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each image of our own that is not there, on a page that is no article."""
    missing = [
        link for link in _found(text.source, image_targets(text.body)) if link.path not in known
    ]
    for link in missing and _found(text.source, image_targets(_DOUBTFUL.sub("", text.body))):
        if link in missing:
            got = f"{link.target!r} (no docs/{link.path})"
            yield Problem(text.source, "body", "an image that is there", got)


def with_addresses(source: str, body: str, address: Callable[[str], str | None]) -> str:
    """Return a text whose HTML names each file as a browser asks for it.

    `address` gives, for a path under docs/, the address seen from the page; nothing for a page
    that readers may not see; and None where there is no such file.
    """

    def new(target: str) -> str | None:
        link = next(iter(_found(source, [target])), None)
        if not link or not urlsplit(target).path or (url := address(link.path)) is None:
            return None
        end = target[len(re.split("[?#]", target, maxsplit=1)[0]) :]
        return url and url + end

    return replace_html_targets(body, new)


def _is_lost(link: _Link, known: Collection[str], texts: Mapping[str, Text]) -> bool:
    """Return whether there is no such file, or no such heading in it."""
    if link.path not in known:
        return True
    led = texts.get(link.path)
    ids = _ids(led.body) if led and link.anchor else None
    return led is not None and ids is not None and not _has(link.anchor, {*ids, *led.ids})


def _problem(text: Text, link: _Link, known: Collection[str], texts: Mapping[str, Text]) -> Problem:
    """Return what is wrong with a link that is lost."""
    if link.path in known:
        led = texts[link.path]
        ids = {*(_ids(led.body) or ()), *led.ids}
        expected = f"the anchor of a heading in docs/{led.source}{near(link.anchor, ids)}"
        return Problem(text.source, "link", expected, repr(link.target))
    folder = posixpath.dirname(text.source) or "."
    others = (posixpath.relpath(path, folder) for path in known if path.endswith(".md"))
    meant = posixpath.relpath(_as_file(link.path), folder)
    expected = "the path of a file that is there" + near(meant, others)
    got = f"{link.target!r} (no docs/{link.path})"
    # The page of a tag or a series may be that of an article that could not be read.
    may_come = link.path.startswith(("tags/", "series/"))
    return Problem(text.source, "link", expected, got, is_absence=may_come)


def _as_file(path: str) -> str:
    """Return what the file of a page may be called that is named by its address."""
    return path if path.endswith(".md") else f"{path.removesuffix('.html')}.md"


def _as_browsers_read(link: _Link, text: Text, pages: Mapping[str, str]) -> _Link | None:
    """Return a link in HTML to a page's address as one to the page's file, if it needs a look."""
    path = unquote(urlsplit(link.target).path)
    if posixpath.splitext(path)[1].lower() not in _PAGES:
        return None
    full = posixpath.normpath(posixpath.join("/", posixpath.dirname(text.address), path))
    # The site itself may stand below a folder.
    ways = [full.lstrip("/"), full.lstrip("/").partition("/")[2]][: 1 + path.startswith("/")]
    found = (pages.get(way) or pages.get(posixpath.join(way, "index.html")) for way in ways)
    source = next(filter(None, found), None)
    return replace(link, path=source) if source else link


@lru_cache(maxsize=5_000)  # in a preview, all texts but one are as they were
def _links(source: str, body: str) -> tuple[_Link, ...]:
    return _found(source, link_targets(body)) if "](" in body else ()


@lru_cache(maxsize=5_000)
def _html_links(source: str, body: str) -> tuple[_Link, ...]:
    return _found(source, html_targets(body))


def _certain(text: Text) -> set[str]:
    """Return the targets of what is a link however the text is read."""
    body = _DOUBTFUL.sub("", text.body)
    return {*link_targets(body, whole=True), *html_targets(body)}


def _found(source: str, targets: Collection[str]) -> tuple[_Link, ...]:
    """Return the links that stay on the site."""
    links = []
    for target in targets:
        try:
            parts = urlsplit(target)
        except ValueError:  # half a bracket, as of an address of IPv6
            continue
        if not parts.scheme and not parts.netloc and (parts.path or parts.fragment):
            path = resolve(source, target) if parts.path else source
            links.append(_Link(target, path, unquote(parts.fragment)))
    return tuple(links)


@lru_cache(maxsize=5_000)
def _ids(body: str) -> frozenset[str] | None:
    """Return the ids that a text gives its parts, or None where that cannot be told for certain."""
    found = {match[1] for match in _IDS.finditer(body)}
    for heading in headings(body):
        words = _ATTRIBUTES.sub("", heading)
        if _UNCLEAR_HEADING.search(words):
            return None
        found.add(_NOT_IN_IDS.sub("", plain_text(words).lower()).replace(" ", "-"))
    return None if _UNCLEAR.search(body) else frozenset(found)


def _has(anchor: str, ids: Collection[str]) -> bool:
    """Return whether there is this id, however the site's `slugify` writes what is no letter."""
    if anchor.startswith(_FOOTNOTES):
        return True
    wanted = {_letters(anchor), _letters(_AGAIN.sub("", anchor))}
    return not wanted.isdisjoint(map(_letters, ids))


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))
