"""The approved comments, read from the service's database or from the file it exports."""

from __future__ import annotations

import datetime as dt
import functools
import json
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, Any, TypeVar

import nh3

from interviewing import fields
from interviewing.comments import REQUESTS, Comment, answer_problems, threads_of
from interviewing.problems import ContentError, Problem, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from pathlib import Path

    from interviewing.article import Article
    from interviewing.comments import Thread

T = TypeVar("T")

_QUERY = """
SELECT id, thread, created, parent_id, name, html, state = 'deleted', is_moderator
FROM comments_comment
WHERE state IN ('approved', 'deleted')
ORDER BY id
"""
_CLOSED_QUERY = "SELECT path FROM comments_closedthread ORDER BY path"
_CLEANER = nh3.Cleaner(
    tags={"p", "br", "em", "strong", "a", "blockquote", "ul", "ol", "li", "code", "pre"},
    attributes={"a": {"href"}, "*": set()},
    url_schemes={"http", "https", "mailto"},
    link_rel="nofollow ugc",
)
_BLOCK_END = re.compile(r"</(?:p|li|pre|blockquote)>|<br>")
_TAG = re.compile(r'<(?:[^<>"]|"[^"]*")*>')


def read_threads(
    database: Path | None, export: Path | None, articles: Collection[Article], requests_title: str
) -> dict[str, Thread]:
    """Return what was said of each article and of requests, by the addresses of their pages.

    The database goes first. Raises ContentError where neither can be understood, or where a promise
    answers a comment that was never approved.
    """
    said = read_comments(database, export)
    threads = threads_of(articles, requests_title, said or (), read_closed(database, export))
    if said and (problems := list(answer_problems(articles, threads[REQUESTS], said))):
        raise ContentError(problems)
    return threads


def read_comments(database: Path | None, export: Path | None) -> tuple[Comment, ...] | None:
    """Return the approved comments and those deleted since, or None where there is no source.

    The database goes first. Raises ContentError, with one line, where neither can be understood.
    """
    if database and database.is_file():
        return _from_database(database)
    if export and export.is_file():
        return _from_export(export)
    return None


def read_closed(database: Path | None, export: Path | None) -> tuple[str, ...]:
    """Return the pages that moderators have closed, in order.

    The database goes first. Raises ContentError, with one line, where neither can be understood.
    """
    if database and database.is_file():
        return tuple(str(path) for (path,) in _rows(database, _CLOSED_QUERY))
    if export and export.is_file():
        return tuple(sorted(_from_list(export, "closed", _address)))
    return ()


def plain(html: str) -> str:
    """Return the words of a comment, a line for each paragraph."""
    text = unescape(_TAG.sub("", _BLOCK_END.sub("\n", html)))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _safe(comment: Comment) -> Comment:
    """Return a comment that may be printed; what is deleted has neither name nor words."""
    if comment.is_deleted:
        return replace(comment, name="", html="")
    html = _CLEANER.clean(fields.printable(comment.html))
    return replace(comment, name=fields.printable(comment.name).strip(), html=html)


# The database


def _from_database(path: Path) -> tuple[Comment, ...]:
    return tuple(_row(path, row) for row in _rows(path, _QUERY))


def _rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            # A broken byte in one name is no reason to show none of the comments.
            database.text_factory = functools.partial(str, encoding="utf-8", errors="replace")
            return database.execute(query).fetchall()
    except sqlite3.Error as error:
        if str(error).startswith("no such table: comments_"):
            return []  # The service was installed and never started.
        expected = "a database of the comment service, which this user may read"
        raise _refusal(path, "file", expected, str(error)) from error


def _row(path: Path, row: tuple[Any, ...]) -> Comment:
    number, thread, created, parent, name, html, is_deleted, is_moderator = row
    try:
        moment = dt.datetime.fromisoformat(created).replace(tzinfo=dt.UTC)
    except (TypeError, ValueError):
        expected = "a time in UTC such as 2026-01-31 09:30:00"
        raise _refusal(path, f"comment {number}: created", expected, shown(created)) from None
    flags = {"is_deleted": bool(is_deleted), "is_moderator": bool(is_moderator)}
    return _safe(Comment(number, thread, moment, parent, name, html, **flags))


# The export


def _moment(value: Any) -> dt.datetime:
    form = "a time such as 2026-01-31T09:30:00Z"
    try:
        moment = dt.datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise fields.Expected(form, value) from None
    if not moment.tzinfo:
        raise fields.Expected(form, value)
    return moment.astimezone(dt.UTC)


def _address(value: Any) -> str:
    if not isinstance(value, str) or not value.startswith("/"):
        raise fields.Expected("the address of a page such as /articles/dont-flake-out/", value)
    return value


def _words(value: Any) -> str:
    if not isinstance(value, str):
        raise fields.Expected("text", value)
    return value


def _exported(state: str = "approved", *, moderator: bool = False, **values: Any) -> Comment:
    return _safe(Comment(**values, is_deleted=state == "deleted", is_moderator=moderator))


_READ_ITEM: Callable[[Any], Comment] = fields.mapping(
    _exported,
    {
        "id": fields.whole_number,
        "thread": _address,
        "parent": fields.whole_number,
        "name": _words,
        "html": _words,
        "created": _moment,
        "state": fields.one_of("approved", "deleted"),
        "moderator": fields.truth,
    },
    ("id", "thread", "created", "state"),
)


def _from_export(path: Path) -> tuple[Comment, ...]:
    return tuple(_each_once(path, _from_list(path, "comments", _READ_ITEM)))


def _from_list(path: Path, name: str, read: Callable[[Any], T]) -> Iterator[T]:
    """Return what the items of a list in the export say."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise _refusal(path, "file", "JSON in UTF-8", str(error)) from error
    if not isinstance(document, dict) or document.get("version") != 1:
        got = shown(document.get("version") if isinstance(document, dict) else document)
        raise _refusal(path, "version", "1, as written by export_comments", got)
    items = document.get(name)
    if not isinstance(items, list):
        raise _refusal(path, name, "a list", shown(items))
    return _each_read(path, name, items, read)


def _each_read(path: Path, name: str, items: list[Any], read: Callable[[Any], T]) -> Iterator[T]:
    for number, item in enumerate(items):
        try:
            yield read(item)
        except fields.Expected as error:
            place, expected, got = error.complaints[0]
            raise _refusal(path, f"{name}[{number}]{place}", expected, shown(got)) from None


def _each_once(path: Path, comments: Iterable[Comment]) -> Iterator[Comment]:
    known = set()
    for number, comment in enumerate(comments):
        if comment.id in known:
            raise _refusal(path, f"comments[{number}].id", "an id of its own", str(comment.id))
        known.add(comment.id)
        yield comment


def _refusal(path: Path, field: str, expected: str, got: str) -> ContentError:
    name = "/".join(path.parts[-2:])
    return ContentError([Problem(name, field, expected, got, folder="")])
