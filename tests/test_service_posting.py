"""Posting a comment: what is stored, what is said, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from service import PATH, TEXT, Reader, stored, write_threads

from commenting.models import Comment

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _threads(settings: Settings, tmp_path: Path) -> None:
    settings.THREADS_FILE = tmp_path / "threads.json"
    settings.CHANGED_FILE = tmp_path / "changed"
    write_threads(settings.THREADS_FILE, {"path": PATH})


def test_a_comment_is_stored_once_with_what_was_said_of_it() -> None:
    answer = Reader().comment(name="Ada", text="Call *first*.")
    comment = stored()
    assert (answer.status_code, answer.json()) == (
        201,
        {
            "id": comment.pk,
            "name": "Ada",
            "created": f"{comment.created:%Y-%m-%dT%H:%M:%SZ}",
            "html": "<p>Call <em>first</em>.</p>",
            "state": "pending",
            "parent": None,
            "edit_until": f"{comment.edit_until:%Y-%m-%dT%H:%M:%SZ}",
        },
    )


def test_a_form_of_another_site_is_refused() -> None:
    answer = Reader().comment(headers={"Origin": "https://evil.example"})
    assert (answer.status_code, answer.json()["errors"]) == (
        403,
        {"": "This form was not sent from a page of this site."},
    )
    assert not Comment.objects.exists()


def test_a_comment_is_not_sent_twice() -> None:
    reader = Reader()
    known = reader.token()
    fields = {"thread": PATH, "csrfmiddlewaretoken": known["token"], "stamp": known["stamp"]}
    assert reader.send(text=TEXT, **fields).status_code == 201
    again = reader.send(text="Something else.", **fields)
    assert (again.status_code, again.json()["errors"]) == (
        409,
        {"": "This comment has arrived already."},
    )
    assert stored().text == TEXT
