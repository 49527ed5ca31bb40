"""Importing into the database, and exporting for a build elsewhere."""

from __future__ import annotations

import datetime as dt
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT
from django.core.management import CommandError, call_command
from service import PATH, write_threads
from test_imports import NOON, disqus, isso, post, wxr, wxr_comment

from commenting.models import ClosedThread, Comment, Mail, State
from interviewing.read_comments import read_closed, read_comments

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db
OLD_PATH = "/2013/09/24/dont-flake-out/"


@pytest.fixture(autouse=True)
def _threads(settings: Any, tmp_path: Path) -> None:
    settings.THREADS_FILE = tmp_path / "threads.json"
    settings.CHANGED_FILE = tmp_path / "changed"
    write_threads(settings.THREADS_FILE, {"path": PATH, "aliases": [OLD_PATH]})


def imported(system: str, path: Path, *options: str) -> list[str]:
    """Run the command and return the lines it prints."""
    said = StringIO()
    call_command("import_comments", system, path, *options, stdout=said)
    return said.getvalue().splitlines()


def test_a_database_without_tables_is_told(tmp_path: Path) -> None:
    environment = os.environ | {
        "COMMENTS_PREVIEW": "1",
        "DJANGO_SETTINGS_MODULE": "commenting.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'new.sqlite3'}",
        "THREADS_FILE": str(tmp_path / "threads.json"),
    }
    command = [sys.executable, str(ROOT / "comments/manage.py"), "import_comments", "wordpress"]
    export = wxr(tmp_path, wxr_comment(1))
    done = subprocess.run(
        [*command, str(export)], env=environment, check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (
        1,
        (
            "CommandError: database: expected the tables that `manage.py migrate` makes first, "
            "got no such table: comments_comment\n"
        ),
    )


def test_an_import_keeps_depth_time_and_words(tmp_path: Path) -> None:
    comments = [
        wxr_comment(n, parent=n - 1, date_gmt=f"2013-09-24 12:00:0{n}", content=f"<b>{n}</b>\n{n}")
        for n in (1, 2, 3, 4, 5, 6)
    ]
    assert imported("wordpress", wxr(tmp_path, *comments)) == ["6 comments imported"]
    found = {comment.source_id: comment for comment in Comment.objects.order_by("pk")}
    assert [*found] == [f"old.example/blog/{n}" for n in range(1, 7)]
    for n in range(2, 7):
        comment = found[f"old.example/blog/{n}"]
        assert comment.parent == found[f"old.example/blog/{n - 1}"]
        assert comment.created == NOON + dt.timedelta(seconds=n)
        assert (comment.thread, comment.state) == (PATH, State.APPROVED)
        assert (comment.text, comment.html) == (
            f"**{n}**  \n{n}",
            f"<p><strong>{n}</strong><br>\n{n}</p>",
        )


def test_a_second_run_adds_what_is_new_and_leaves_the_rest(tmp_path: Path) -> None:
    imported("disqus", disqus(tmp_path, post(1), post(2, parent=1)))
    Comment.objects.filter(source_id="1").update(text="Mended by a moderator.")
    path = disqus(tmp_path, post(1), post(2, parent=1), post(3, parent=2))
    assert imported("disqus", path) == [
        "1 comment imported",
        "2 comments imported before, and left as they are now",
    ]
    assert [*Comment.objects.order_by("pk").values_list("source_id", "text")] == [
        ("1", "Mended by a moderator."),
        ("2", "Yes."),
        ("3", "Yes."),
    ]
    assert Comment.objects.get(source_id="3").parent == Comment.objects.get(source_id="2")


@pytest.mark.django_db(transaction=True)
def test_a_dry_run_says_the_same_and_stores_nothing(tmp_path: Path) -> None:
    path = disqus(tmp_path, post(1), post(2, isSpam="true"))
    assert imported("disqus", path, "--dry-run") == [
        "1 comment would be imported",
        "left out: 2: spam",
    ]
    assert not Comment.objects.exists()
    assert not (tmp_path / "changed").exists()


@pytest.mark.django_db(transaction=True)
def test_an_address_without_a_page_is_reported_with_the_remedy(tmp_path: Path) -> None:
    path = disqus(tmp_path, post(1), post(2), link="https://old.example/gone/")
    assert imported("disqus", path) == [
        "0 comments imported",
        (
            "2 comments left out: no page has the address https://old.example/gone/; "
            "add it to the aliases of its article, build, and import again"
        ),
    ]
    assert not (tmp_path / "changed").exists()


def test_an_id_with_control_characters_cannot_steer_a_terminal(tmp_path: Path) -> None:
    path = isso(tmp_path, {"id": 1, "tid": 8})
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("INSERT INTO threads VALUES (8, '/\x1b[2J/', 'x')")
    assert "no page has the address '/\\x1b[2J/'" in imported("isso", path)[1]


@pytest.mark.django_db(transaction=True)
def test_an_import_asks_for_a_build_and_writes_to_nobody(tmp_path: Path) -> None:
    imported("disqus", disqus(tmp_path, post(1), post(2, parent=1, isApproved="false")))
    assert (tmp_path / "changed").exists()
    Comment.objects.get(state=State.PENDING)
    assert not Mail.objects.exists()
    assert [*Comment.objects.values_list("email", "address", "wants_replies")] == [
        ("", None, False),
        ("", None, False),
    ]


def test_a_comment_under_a_moderators_address_is_a_moderators(tmp_path: Path) -> None:
    path = disqus(tmp_path, post(1))
    imported("disqus", path, "--moderator", "Ada@example.org")
    assert Comment.objects.get().is_moderator


def test_what_was_deleted_keeps_an_empty_place(tmp_path: Path) -> None:
    imported("disqus", disqus(tmp_path, post(1, isDeleted="true"), post(2, parent=1)))
    place = Comment.objects.get(source_id="1")
    assert (place.state, place.name, place.text, place.html) == (State.DELETED, "", "", "")


def test_hostile_comments_come_out_harmless(tmp_path: Path) -> None:
    bad = '<script>alert(1)</script><a href="javascript:alert(2)" onclick="alert(3)">x</a>'
    comments = (
        wxr_comment(1, content=bad, author="&lt;script&gt;alert(4)&lt;/script&gt;"),
        (wxr_comment(2, content="&lt;img src=x onerror=alert(5)&gt; [y](javascript:alert(6))")),
    )
    imported("wordpress", wxr(tmp_path, *comments))
    first, second = Comment.objects.order_by("pk")
    assert (first.html, first.name) == ("<p>x</p>", "<script>alert(4)</script>")
    assert second.html == ("<p>&lt;img src=x onerror=alert(5)&gt; [y](javascript:alert(6))</p>")


def test_a_file_that_is_no_export_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "wordpress.xml"
    path.write_text("<html></html>")
    message = f"{path}: expected <rss>, got something else"
    with pytest.raises(CommandError, match=f"^{re.escape(message)}$"):
        imported("wordpress", path)


def test_without_the_list_of_pages_nothing_is_imported(tmp_path: Path, settings: Any) -> None:
    settings.THREADS_FILE = tmp_path / "none.json"
    write_threads(settings.THREADS_FILE)
    message = f"{settings.THREADS_FILE}: expected the list that a build writes"
    with pytest.raises(CommandError, match=f"^{re.escape(message)}$"):
        imported("disqus", disqus(tmp_path, post(1)))


# Export


def exported(path: Path) -> str:
    """Write an export and return what is said of it."""
    said = StringIO()
    call_command("export_comments", path, stdout=said)
    return said.getvalue()


def test_an_export_is_read_like_the_database(tmp_path: Path) -> None:
    states = [State.APPROVED, State.PENDING, State.DELETED, State.SPAM, State.REJECTED]
    first = None
    for n, state in enumerate(states):
        first = first or Comment.objects.create(
            thread=PATH, name="Ada “A” <3", html="<p>é</p>", state=state
        )
        if n:
            Comment.objects.create(
                thread=PATH, html="<p>b</p>", state=state, parent=first, is_moderator=True
            )
    assert exported(tmp_path / "export.json") == f"{tmp_path}/export.json: 2 comments\n"
    answered, gone = read_comments(None, tmp_path / "export.json") or ()
    assert first
    assert (answered.id, answered.thread, answered.name, answered.html, answered.created) == (
        first.pk,
        PATH,
        "Ada “A” <3",
        "<p>é</p>",
        first.created,
    )
    assert (gone.parent, gone.is_deleted, gone.is_moderator, gone.html) == (
        first.pk,
        True,
        True,
        "",
    )


def test_an_export_without_comments_is_one_too(tmp_path: Path) -> None:
    exported(tmp_path / "export.json")
    assert read_comments(None, tmp_path / "export.json") == ()
    assert read_closed(None, tmp_path / "export.json") == ()


def test_a_page_that_a_moderator_has_closed_is_exported_as_such(tmp_path: Path) -> None:
    for path in (PATH, "/articles/“é”/"):
        ClosedThread.objects.create(path=path)
    exported(tmp_path / "export.json")
    assert read_closed(None, tmp_path / "export.json") == (PATH, "/articles/“é”/")


def test_an_export_takes_the_place_of_the_old_one_at_once(tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    path.write_text("old")
    with path.open() as before:
        exported(path)
        assert before.read() == "old"
    assert [each.name for each in tmp_path.glob("*export*")] == ["export.json"]


def test_an_export_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    path = tmp_path / "none/export.json"
    with pytest.raises(CommandError, match=r": expected a file to write, got No such file"):
        exported(path)
