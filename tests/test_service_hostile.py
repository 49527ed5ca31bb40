"""Hostile input: whatever is sent, the answer is a sentence, and nothing is stored that should not be."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_from_bytes

import nh3
import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from service import ORIGIN, PATH, TEXT, Reader, write_threads

from commenting.markup import render
from commenting.models import Comment, Mail, State

if TYPE_CHECKING:
    from pathlib import Path

    from django.test.client import _MonkeyPatchedWSGIResponse as HttpResponse

pytestmark = pytest.mark.django_db
OTHER = "/articles/other/"
CLOSED = "/articles/closed/"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(autouse=True)
def _threads(settings: Any, tmp_path: Path) -> None:
    settings.THREADS_FILE = tmp_path / "threads.json"
    settings.CHANGED_FILE = tmp_path / "changed"
    write_threads(
        settings.THREADS_FILE, {"path": PATH}, {"path": OTHER}, {"path": CLOSED, "open": False}
    )


def sentence(answer: HttpResponse) -> str:
    """Return what its reader is told, whichever form the answer has."""
    if answer.headers["Content-Type"] == "application/json":
        return " ".join(answer.json()["errors"].values())
    main = BeautifulSoup(answer.content, "html.parser").select_one("main")
    assert main
    return main.get_text(" ", strip=True)


def is_told(answer: HttpResponse) -> bool:
    """Return whether the answer has a plain sentence."""
    return bool(re.search(r"\w[.?](?= |$)", sentence(answer)))


def encoded(fields: list[tuple[str, bytes]]) -> bytes:
    """Return fields as a browser would send them, bytes and all."""
    return "&".join(f"{name}={quote_from_bytes(value)}" for name, value in fields).encode()


@pytest.mark.parametrize(
    "text",
    [
        "[" * 6_000,
        "![" * 3_000,
        ("> " * 40 + "a\n") * 70,
        "*a **b " * 850,
        "`" * 5_999 + "a",
        "- " * 2_999 + "a",
        "<" * 6_000,
        "[a](" * 1_500,
        ("a" * 60 + "@") * 98,
        "+1 (234) " * 660,
        "\\" * 6_000,
        "a\n" * 3_000,
        "é́" * 2_900,
        "1.\n" * 2_000,
    ],
    ids=lambda text: text[:8],
)
def test_a_text_made_to_be_slow_is_answered(text: str) -> None:
    start = time.process_time()
    assert Reader().comment(text=text).status_code < 500
    assert time.process_time() - start < 10  # not a measure: what is slow takes minutes


# All at once


@dataclass(frozen=True, slots=True)
class Sent:
    """A request of somebody with bad intentions, or a cat on the keyboard."""

    method: str
    path: str
    fields: tuple[tuple[str, bytes], ...]
    body: bytes | None  # instead of the fields
    content_type: str
    headers: dict[str, str]
    stamp: str  # whose: "own", "other page", "other browser", "used", "none"
    token: str  # likewise


NASTY = st.sampled_from(
    [
        *("", " ", "0", "-1", "1", "2", "9" * 40, "1e9", "NaN", "true", "[]", "{}", "null", "%00"),
        *("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)"),
        *(
            "' OR 1=1 --",
            "{{ 7*7 }}",
            "{% csrf_token %}",
            "${7*7}",
            "../../etc/passwd",
            "a\r\nb: c",
        ),
        *(
            "\x00",
            "\x1b[2J",
            "\x7f",
            "\u202e",
            "\u200b",
            "\ufeff",
            "\ufffd",
            "\U0001f600",
            "\uffff",
        ),
        *("a" * 81, "a" * 301, "a" * 6_001, "[" * 500, "*" * 500, "> " * 200, "e\u0301" * 50),
        *(PATH, OTHER, CLOSED, f"{PATH}index.html", "//evil.example/", "/" * 50, "a@example.org"),
        *(TEXT, "Ada", "a@b@c", '"a b"@example.org', "a" * 300 + "@example.org"),
    ]
).map(str.encode)
VALUES = st.one_of(
    NASTY,
    st.binary(max_size=40),
    st.text(max_size=40).map(lambda t: t.encode("utf-8", "surrogatepass")),
)
NAMES = st.sampled_from(
    [
        *("text", "name", "email", "parent", "homepage", "employer", "confirmed", "title"),
        *("website", "thread", "after", "key", "act", "state", "is_moderator", "id", "html"),
        *("created", "\x00", "é"),
    ]
)
KEYS = st.sampled_from(["x", "1", "a:b:c", "%00", "é", ":" * 30, "." * 200, "WzEsMV0:1:2", "..%2f"])
NUMBERS = st.sampled_from(["1", "2", "0", "9" * 19, "9" * 400])
PATHS = st.one_of(
    st.sampled_from(
        ["post/", "post/", "post/", "preview/", "token/", "mine/", "admin/", "nothing/"]
    ),
    st.builds("{}/{}/".format, NUMBERS, st.sampled_from(["edit", "delete", "link"])),
    st.builds(
        "{}/{}/".format,
        st.sampled_from(["confirm", "change", "unsubscribe", "silence", "moderate"]),
        KEYS,
    ),
)
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "Origin": st.sampled_from(
            [ORIGIN, ORIGIN, ORIGIN, "null", "https://evil.example", "http://["]
        ),
        "Referer": st.sampled_from([f"{ORIGIN}/", "https://evil.example/", "http://[", "x"]),
        "X-Forwarded-For": st.sampled_from(["203.0.113.9", "::1", "x", "," * 50, "127.0.0.1"]),
        "X-Forwarded-Host": st.just("evil.example"),
        "Host": st.sampled_from(["127.0.0.1:8000", "127.0.0.1:8000", "evil.example", "a b", "[::"]),
        "Accept": st.sampled_from(["application/json", "text/html", "*/*", "é"]),
        "Cookie": st.sampled_from(
            ['comments-session="a\\000bcdefghijk"', "comments-browser=" + "x" * 300, ";;=;", "a=é"]
        ),
    },
)
SOURCES = st.sampled_from(["own", "own", "own", "other page", "other browser", "used", "none"])
SENT = st.builds(
    Sent,
    method=st.sampled_from(["POST", "POST", "POST", "GET", "HEAD", "PUT", "DELETE", "OPTIONS", "X"]),
    path=PATHS,
    fields=st.lists(st.tuples(NAMES, VALUES), max_size=6).map(tuple),
    body=st.one_of(st.none(), st.none(), st.none(), st.binary(max_size=60)),
    content_type=st.sampled_from(
        [
            *(FORM, FORM, FORM, f"{FORM}; charset=utf-7", f"{FORM}; charset=nothing"),
            *("application/json", "multipart/form-data; boundary=x", "multipart/form-data", "x"),
        ]
    ),
    headers=HEADERS,
    stamp=SOURCES,
    token=SOURCES,
)  # fmt: skip


def proofs(reader: Reader) -> dict[str, dict[str, str]]:
    """Return stamps and tokens from everywhere, by whose they are."""
    used = reader.token()
    fields = {"csrfmiddlewaretoken": used["token"], "stamp": used["stamp"], "thread": PATH}
    reader.send(text=f"{TEXT} And so did I.", **fields)
    found = {"own": reader.token(), "other page": reader.token(OTHER), "used": used}
    found |= {"other browser": Reader("192.0.2.99").token(), "none": {"stamp": "", "token": ""}}
    return found


def send(reader: Reader, sent: Sent) -> HttpResponse:
    """Send it as it is."""
    known = proofs(reader)
    fields = [
        ("csrfmiddlewaretoken", known[sent.token]["token"].encode()),
        ("stamp", known[sent.stamp]["stamp"].encode()),
        *sent.fields,
    ]
    if not any(name == "thread" for name, _ in fields):
        fields.append(("thread", PATH.encode()))
    body = encoded(fields) if sent.body is None else sent.body
    query = "" if sent.method == "POST" else f"?{body.decode('ascii', 'replace')}"
    return reader.generic(
        sent.method,
        f"/comments/{sent.path}{query}",
        body,
        content_type=sent.content_type,
        headers={"Accept": "application/json"} | sent.headers,
    )


def check_stored(comment: Comment, sent: Sent, answer: HttpResponse) -> None:
    """Whatever has got in was meant to, and is harmless."""
    assert answer.status_code in {201, 303}
    assert (sent.stamp, sent.token) == ("own", "own")
    assert sent.headers.get("Origin", sent.headers.get("Referer", "")).rstrip("/") == ORIGIN
    assert comment.thread == PATH
    assert comment.parent is None or comment.parent.thread == PATH
    assert (comment.address, comment.state) == ("192.0.2.1", comment.state)
    assert comment.state in {State.PENDING, State.SPAM}
    assert not comment.is_moderator
    assert 0 < len(comment.text) <= 6_000
    assert len(comment.name) <= 80
    shown = f"{comment.name}{comment.text}".replace("\n", "").replace("\t", "")
    assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in shown)
    assert comment.html == render(comment.text)
    assert nh3.clean(comment.html, link_rel="nofollow ugc") == comment.html
    json.dumps(comment.reasons)


@settings(
    max_examples=60,
    derandomize=True,  # the same commit gives the same tests
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(SENT)
def test_whatever_is_sent_is_answered_and_only_comments_are_stored(sent: Sent) -> None:
    cache.clear()  # Each is the first to ask.
    Mail.objects.all().delete()
    Comment.objects.all().delete()
    reader = Reader()
    reader.raise_request_exception = False
    answer = send(reader, sent)
    assert answer.status_code < 500
    if answer.status_code >= 400 and sent.method != "HEAD" and "admin" not in sent.path:
        assert is_told(answer)
        assert b"<script>alert" not in answer.content
        assert b"Traceback" not in answer.content
    new = Comment.objects.exclude(text__endswith="And so did I.")
    for comment in new:
        check_stored(comment, sent, answer)
    assert len(new) == (answer.status_code in {201, 303} and sent.path == "post/")
