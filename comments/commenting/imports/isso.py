"""Comments in a database of Isso."""

from __future__ import annotations

import datetime as dt
import functools
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from commenting.imports.exports import Export, Exported, Note, State, UnreadableError, unescaped
from commenting.imports.markup import from_markdown

if TYPE_CHECKING:
    from pathlib import Path

_QUERY = """
SELECT comments.id, uri, created, text, mode, parent, author, email
FROM comments LEFT JOIN threads ON threads.id = comments.tid
ORDER BY comments.id
"""
_STATES: dict[int, State] = {1: "approved", 2: "pending", 4: "deleted"}


def read_isso(path: Path) -> Export:
    """Return the comments of a database of Isso. Raises UnreadableError."""
    comments: list[Exported] = []
    left_out: list[Note] = []
    for row in _rows(path):
        try:
            comments.append(_comment(row))
        except (KeyError, TypeError, ValueError, OverflowError, OSError):
            left_out.append(Note(str(row["id"]), "no time, or a state that Isso does not have"))
    return Export("isso", tuple(comments), tuple(left_out))


def _rows(path: Path) -> list[sqlite3.Row]:
    if not path.is_file():  # SQLite would make one
        raise UnreadableError(f"{path}: expected a file to read, got none")
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            database.row_factory = sqlite3.Row
            database.text_factory = functools.partial(str, encoding="utf-8", errors="replace")
            return database.execute(_QUERY).fetchall()
    except sqlite3.Error as error:
        raise UnreadableError(f"{path}: expected a database of Isso, got {error}") from error


def _comment(row: sqlite3.Row) -> Exported:
    state = _STATES[row["mode"]]
    address = row["uri"] or ""
    return Exported(
        id=str(row["id"]),
        address=address,
        created=dt.datetime.fromtimestamp(row["created"], dt.UTC),
        text="" if state == "deleted" else from_markdown(row["text"], address),
        state=state,
        parent=str(row["parent"] or ""),
        name=unescaped(row["author"]),
        email=unescaped(row["email"]),
    )
