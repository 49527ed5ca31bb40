"""Reading comments: from the service's database, from its export, and safely."""

from __future__ import annotations

import datetime as dt
import json
import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from conftest import comments_database

from interviewing.comments import Comment
from interviewing.problems import ContentError
from interviewing.read_comments import plain, read_closed, read_comments

if TYPE_CHECKING:
    from pathlib import Path

NINE = dt.datetime(2026, 1, 31, 9, 30, tzinfo=dt.UTC)
ITEM = {
    "id": 1,
    "thread": "/articles/a/",
    "parent": None,
    "name": "",
    "html": "<p>Yes.</p>",
    "created": "2026-01-31T09:30:00Z",
    "state": "approved",
    "moderator": False,
}


def database(folder: Path, *rows: dict[str, Any]) -> Path:
    """Write a database with these rows."""
    return comments_database(folder / "data/comments.sqlite3", rows)


def export(folder: Path, *items: Any, **document: Any) -> Path:
    """Write an export with these comments."""
    path = folder / "comments/export.json"
    path.parent.mkdir()
    path.write_text(json.dumps({"version": 1, "comments": items} | document))
    return path


def refusal(database: Path | None, export: Path | None) -> str:
    """Return the line that an operator reads."""
    with pytest.raises(ContentError) as caught:
        read_comments(database, export)
    head, line = str(caught.value).split("\n")
    assert head == "1 problem"
    return line


def html_of(folder: Path, html: str) -> str:
    """Return a comment's text as it is printed."""
    (found,) = read_comments(database(folder, {"id": 1, "html": html}), None) or ()
    return found.html


# Where they are


def test_only_approved_and_deleted_comments_are_read(tmp_path: Path) -> None:
    states = ("pending", "approved", "rejected", "spam", "deleted")
    rows = [
        {"id": number, "state": state, "name": "Ada", "html": "<p>Hm</p>", "parent": 9}
        for number, state in enumerate(states, start=1)
    ]
    created = dt.datetime(2026, 11, 1, 10, tzinfo=dt.UTC)
    assert read_comments(database(tmp_path, *rows), None) == (
        Comment(2, "/articles/a/", created, 9, "Ada", "<p>Hm</p>"),
        Comment(5, "/articles/a/", created, 9, is_deleted=True),
    )


def test_the_database_goes_before_the_export(tmp_path: Path) -> None:
    rows = {"id": 7, "created": "2026-01-31 09:30:00.123456", "moderator": True}
    found = read_comments(database(tmp_path, rows), export(tmp_path, ITEM)) or ()
    assert [(comment.id, comment.is_moderator) for comment in found] == [(7, True)]
    assert found[0].time == "2026-01-31T09:30:00Z"


def test_the_export_stands_in_for_a_database_elsewhere(tmp_path: Path) -> None:
    second = ITEM | {"id": 2, "parent": 1, "created": "2026-01-31T10:30:00+01:00"}
    third = {name: ITEM[name] for name in ("thread", "created")} | {"id": 3, "state": "deleted"}
    found = read_comments(tmp_path / "none.sqlite3", export(tmp_path, ITEM, second, third))
    assert found == (
        Comment(1, "/articles/a/", NINE, html="<p>Yes.</p>"),
        Comment(2, "/articles/a/", NINE, 1, html="<p>Yes.</p>"),
        Comment(3, "/articles/a/", NINE, is_deleted=True),
    )


def test_without_a_source_there_is_nothing_to_check_against(tmp_path: Path) -> None:
    assert read_comments(tmp_path / "none", tmp_path / "neither") is None
    assert read_comments(None, None) is None


def test_reading_changes_nothing(tmp_path: Path) -> None:
    path = database(tmp_path, {"id": 1})
    before = path.read_bytes()
    path.chmod(0o444)
    assert len(read_comments(path, None) or ()) == 1
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_what_the_service_has_just_written_is_read(tmp_path: Path) -> None:
    path = database(tmp_path, {"id": 1})
    with closing(sqlite3.connect(path)) as service:
        service.execute("PRAGMA journal_mode = WAL")
        service.execute(
            "INSERT INTO comments_comment SELECT 2, thread, parent_id, name, html, text, state, "
            "created, is_moderator FROM comments_comment"
        )
        service.commit()
        assert [comment.id for comment in read_comments(path, None) or ()] == [1, 2]


def test_the_pages_that_moderators_closed_are_read(tmp_path: Path) -> None:
    path = database(tmp_path)
    assert read_closed(path, None) == ()
    with closing(sqlite3.connect(path)) as opened, opened:
        opened.execute("CREATE TABLE comments_closedthread (path TEXT)")
        opened.executemany(
            "INSERT INTO comments_closedthread VALUES (?)", [("/b/",), ("/articles/a/",)]
        )
    elsewhere = export(tmp_path, closed=["/c/", "/articles/b/"])
    assert read_closed(path, elsewhere) == ("/articles/a/", "/b/")
    assert read_closed(tmp_path / "none", elsewhere) == ("/articles/b/", "/c/")
    assert read_closed(tmp_path / "none", tmp_path / "neither") == read_closed(None, None) == ()


@pytest.mark.parametrize(
    ("closed", "line"),
    [
        (None, "closed: expected a list, got nothing"),
        (
            ["/a/", "b"],
            (
                "closed[1]: expected the address of a page such as /articles/dont-flake-out/, "
                "got 'b'"
            ),
        ),
    ],
)
def test_a_wrong_closed_page_of_an_export_is_named(tmp_path: Path, closed: Any, line: str) -> None:
    with pytest.raises(ContentError, match=rf"comments/export.json: {re.escape(line)}$"):
        read_closed(None, export(tmp_path, closed=closed))


def test_a_service_that_was_never_started_has_no_comments(tmp_path: Path) -> None:
    path = tmp_path / "comments.sqlite3"
    path.touch()
    assert read_comments(path, None) == ()


# What may be printed


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("<p>a<script>alert(1)</script></p>", "<p>a</p>"),
        ('<p onclick="x" style="x" class="iv-x" id="comments" title="t">a</p>', "<p>a</p>"),
        ("<h1>a</h1><img src=x onerror=y><iframe></iframe>", "a"),
        ('<a href="javascript:alert(1)">a</a>', '<a rel="nofollow ugc">a</a>'),
        (
            '<a href="https://x.org/?a&amp;b" rel="me" target="_blank">a</a>',
            '<a href="https://x.org/?a&amp;b" rel="nofollow ugc">a</a>',
        ),
        ("<p>a<br>b</p><blockquote><p>c</p></blockquote>",) * 2,
        ("<ul><li>a</li></ul><ol><li>b</li></ol><pre><code>c &lt; d\n</code></pre>",) * 2,
        ("<p><em>a</em> <strong>b</strong></p>",) * 2,
        ("</div></article><p>a", "<p>a</p>"),
        ("a\x00b\x0b\u202ac\ufffe\nd", "ab\u202ac\nd"),
    ],
)
def test_only_plain_markup_is_printed(tmp_path: Path, written: str, printed: str) -> None:
    assert html_of(tmp_path, written) == printed


def test_a_broken_byte_costs_one_character(tmp_path: Path) -> None:
    path = database(tmp_path, {"id": 1})
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE comments_comment SET name = CAST(x'4164e9' AS TEXT)")
    assert [comment.name for comment in read_comments(path, None) or ()] == ["Ad\ufffd"]


def test_the_words_of_a_comment_stand_in_lines() -> None:
    html = '<p>a &amp; b<br>c</p><ul><li>d</li><li>e </li></ul><a href="x>y">f</a>&lt;g&gt;'
    assert plain(html) == "a & b\nc\nd\ne\nf<g>"


# What cannot be understood


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "data/comments.sqlite3"
    path.parent.mkdir()
    path.write_text("SQL" * 1000)
    assert refusal(path, None) == (
        "data/comments.sqlite3: file: expected a database of the comment service, "
        "which this user may read, got file is not a database"
    )


def test_a_time_that_is_none_is_named(tmp_path: Path) -> None:
    assert refusal(database(tmp_path, {"id": 3, "created": "soon"}), None) == (
        "data/comments.sqlite3: comment 3: created: "
        "expected a time in UTC such as 2026-01-31 09:30:00, got 'soon'"
    )


@pytest.mark.parametrize(
    ("item", "line"),
    [
        ({"id": "1"}, "comments[1].id: expected a whole number from 1 on, got '1'"),
        ({"id": 1}, "comments[1].id: expected an id of its own, got 1"),
        ({"parent": 0}, "comments[1].parent: expected a whole number from 1 on, got 0"),
        (
            {"thread": "articles/a/"},
            (
                "comments[1].thread: expected the address of a page such as "
                "/articles/dont-flake-out/, got 'articles/a/'"
            ),
        ),
        (
            {"created": "2026-01-31T09:30:00"},
            (
                "comments[1].created: expected a time such as 2026-01-31T09:30:00Z, "
                "got '2026-01-31T09:30:00'"
            ),
        ),
        (
            {"created": 5},
            "comments[1].created: expected a time such as 2026-01-31T09:30:00Z, got 5",
        ),
        ({"state": "spam"}, "comments[1].state: expected one of approved, deleted, got 'spam'"),
        ({"name": 5}, "comments[1].name: expected text, got 5"),
        ({"moderator": "no"}, "comments[1].moderator: expected true or false, got 'no'"),
        (
            {"naem": "Ada"},
            (
                "comments[1]: expected one of id, thread, parent, name, html, created, state, "
                "moderator (did you mean name?), got 'naem'"
            ),
        ),
    ],
)
def test_a_wrong_field_of_an_export_is_named(
    tmp_path: Path, item: dict[str, Any], line: str
) -> None:
    path = export(tmp_path, ITEM, ITEM | {"id": 2} | item)
    assert refusal(None, path) == f"comments/export.json: {line}"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{", "file: expected JSON in UTF-8, got Expecting property name enclosed"),
        ("\xff", "file: expected JSON in UTF-8, got 'utf-8' codec can't decode"),
        ("[" * 100_000, "file: expected JSON in UTF-8, got maximum recursion depth"),
        ("[]", "version: expected 1, as written by export_comments, got []"),
        ('{"version": 2}', "version: expected 1, as written by export_comments, got 2"),
        ('{"version": 1}', "comments: expected a list, got nothing"),
        ('{"version": 1, "comments": [7]}', "comments[0]: expected {id: …, thread: …"),
    ],
)
def test_a_file_that_is_no_export_is_named(tmp_path: Path, text: str, line: str) -> None:
    path = tmp_path / "comments/export.json"
    path.parent.mkdir()
    path.write_bytes(text.encode("latin-1"))
    assert refusal(None, path).startswith(f"comments/export.json: {line}")
