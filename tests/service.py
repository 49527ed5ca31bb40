"""What tests of the comment service share: a list of threads, a browser, a writer."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup, Tag
from django.db.models import F
from django.test import Client

from commenting.markup import render
from commenting.models import Comment

if TYPE_CHECKING:
    from pathlib import Path

    from django.test.client import _MonkeyPatchedWSGIResponse as HttpResponse

PATH = "/articles/ask-for-more/"
ORIGIN = "http://127.0.0.1:8000"
TEXT = "I asked for more, in writing, and they said yes."


def write_threads(path: Path, *threads: dict[str, Any], name: str = "Interviewing 101") -> None:
    """Write the list of threads as the build does; a thread states only what it is about."""
    looks = {
        "icon": "/assets/a.svg",
        "stylesheets": ["/assets/a.css"],
        "fonts": ["/assets/a.woff2"],
    }
    about = {"name": name, "url": "https://example.org/"} | looks
    listed = [{"title": "Ask for more", "open": True, "aliases": []} | each for each in threads]
    document = {"version": 1, "site": about, "threads": listed}
    path.write_text(json.dumps(document), encoding="utf-8")


class Reader(Client):
    """A browser with its cookies, which sends what browsers send."""

    def __init__(self, address: str = "192.0.2.1") -> None:
        """Open it at this address, with the token's check on."""
        super().__init__(
            enforce_csrf_checks=True, REMOTE_ADDR=address, headers={"Host": "127.0.0.1:8000"}
        )

    def token(self, path: str = PATH, **query: str) -> dict[str, Any]:
        """Ask for a token, as the form does on its first use."""
        answer = self.get("/comments/token/", {"thread": path, **query})
        return dict(answer.json())

    def send(self, address: str = "post/", **fields: Any) -> HttpResponse:
        """Send a form to the service, without its token unless that is among the fields."""
        given = {"Origin": ORIGIN, "Accept": "application/json"} | fields.pop("headers", {})
        headers = {name: value for name, value in given.items() if value}
        return self.post(f"/comments/{address}", fields, headers=headers)

    def comment(self, **fields: Any) -> HttpResponse:
        """Write a comment as the script does; a field states only what the test is about."""
        known = self.token(fields.get("thread", PATH))
        given = {"csrfmiddlewaretoken": known["token"], "stamp": known["stamp"]}
        return self.send(**{"thread": PATH, "text": TEXT} | given | fields)


def stored() -> Comment:
    """Return the one comment that there is."""
    return Comment.objects.get()


def written(state: str = "approved", **fields: Any) -> Comment:
    """Return a comment that is there already; a test states only what it is about."""
    text = fields.get("text", "I called first.")
    known = {"thread": PATH, "state": state, "text": text, "html": render(text)}
    return Comment.objects.create(**known | fields)


def said(answer: HttpResponse) -> tuple[int, dict[str, str]]:
    """Return the status of a refusal and its errors."""
    return answer.status_code, answer.json()["errors"]


def age(**passed: float) -> None:
    """Let time pass for every comment."""
    Comment.objects.update(created=F("created") - dt.timedelta(**passed))


def page(answer: HttpResponse) -> BeautifulSoup:
    """Return a page of the service to select from."""
    return BeautifulSoup(answer.content, "html.parser")


def one(answer: HttpResponse, selector: str) -> Tag:
    """Return the one element of a page that a selector finds."""
    (found,) = page(answer).select(selector)
    return found


def fields_of(answer: HttpResponse) -> dict[str, Any]:
    """Return what a browser would send for the form on a page, with no button pressed."""
    form = one(answer, "main form[method=post], .login form")
    inputs = {str(each["name"]): each.get("value", "") for each in form.select("input[name]")}
    areas = {str(each["name"]): each.text.removeprefix("\n") for each in form.select("textarea")}
    return inputs | areas
