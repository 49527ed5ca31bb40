"""What every request passes: nothing hostile is stored, and nothing is answered with a fault."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from service import ORIGIN, PATH, TEXT, Reader, one, page, said, stored, written

from commenting import network
from commenting.models import Comment

if TYPE_CHECKING:
    from pathlib import Path

    from django.http import HttpRequest
    from django.http.response import HttpResponse
    from pytest_django import Settings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("threads")]
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=b"
PART = b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nwords\r\n--b--\r\n'
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


NO_HTML_OF_TEXT = "; require-trusted-types-for 'script'; trusted-types 'none'"


@pytest.mark.parametrize(
    "path",
    [
        *("token/?thread=/articles/ask-for-more/", "preview/?thread=/articles/ask-for-more/"),
        *("mine/", "admin/", "admin/login/", "nowhere/", "static/admin/css/base.css"),
    ],
)
def test_every_answer_has_the_strict_policy(path: str) -> None:
    headers = Reader().get(f"/comments/{path}").headers
    # Django's own scripts in the admin make HTML of text.
    policy = POLICY if path.startswith("admin/") else POLICY + NO_HTML_OF_TEXT
    assert headers["Content-Security-Policy"] == policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    if "static" not in path:
        assert "no-store" in headers["Cache-Control"]
        assert headers["X-Robots-Tag"] == "noindex"


def test_a_page_asks_at_once_for_the_fonts_of_the_site(threads: Path) -> None:
    font = one(Reader().get("/comments/mine/"), "link[rel=preload]")
    assert (font["href"], font["as"], font["crossorigin"]) == ("/assets/a.woff2", "font", "")
    known = json.loads(threads.read_text())
    del known["site"]["fonts"]
    threads.write_text(json.dumps(known))
    assert not page(Reader().get("/comments/mine/")).select("link[rel=preload]")


def test_the_pages_have_no_script_or_style_inside() -> None:
    for path in ("preview/?thread=/articles/ask-for-more/", "mine/", "admin/login/"):
        text = Reader().get(f"/comments/{path}").content.decode()
        assert "<style" not in text
        assert "style=" not in text
        assert "<script>" not in text


def test_a_cookie_is_for_the_service_alone() -> None:
    reader = Reader()
    reader.comment()
    assert {name.rstrip("0123456789") for name in reader.cookies} == {
        *("comments-browser", "comments-form", "comments-mine-")
    }
    for cookie in reader.cookies.values():
        assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (
            *("/comments/", True),
            "Lax",
        )


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:8000.evil.example"},
        {"Origin": ""},
        {"Origin": "", "Referer": "https://evil.example/"},
        {"Origin": "", "Referer": "http://[bad"},
    ],
)
@pytest.mark.parametrize("address", ["post/", "preview/", "1/delete/"])
def test_a_form_of_another_site_is_refused(address: str, headers: dict[str, str]) -> None:
    reader = Reader()
    known = reader.token()
    given = {"csrfmiddlewaretoken": known["token"], "stamp": known["stamp"]}
    answer = reader.send(address, thread=PATH, text=TEXT, **given, headers=headers)
    assert said(answer) == (403, {"": "This form was not sent from a page of this site."})
    assert not Comment.objects.exists()


def test_a_browser_that_sends_no_origin_is_known_by_its_referrer() -> None:
    headers = {"Origin": "", "Referer": f"{ORIGIN}{PATH}"}
    assert Reader().comment(headers=headers).status_code == 201


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"x" * 1_000_000, FORM, 413),
        (b"text=" + b"a" * 101_000, FORM, 413),
        (b"thread=%2F&text=%FF%FE", FORM, 404),
        (b"thread=/articles/ask-for-more/&text=%FF%FE", FORM, 400),
        (b"thread=/articles/ask-for-more/&text=%ED%A0%80", FORM, 400),
        (b"thread=/articles/ask-for-more/&text=a\x00b", FORM, 400),
        (b"thread=/articles/ask-for-more/&text=a&text=b", FORM, 400),
        (b"thread[]=a&__proto__=b", FORM, 404),
        (b"&".join(b"a%d=" % number for number in range(400)), FORM, 400),
        (b'{"text": "\\ud800"}', "application/json", 404),
        (b"[" * 10_000, "application/json", 404),
        (b"a", "multipart/form-data", 400),
        (b"a", "multipart/form-data; boundary=", 400),
        (b"--b\r\n", "multipart/form-data; boundary=b", 404),
        (b"text=a", f"{FORM}; charset=utf-7", 400),
        (b"text=a", f"{FORM}; charset=nonsense", 400),
        (b"text=a", f"{FORM}; charset=é", 400),
        (PART, "multipart/form-data; boundary=b; charset=base64", 400),
        (PART, "multipart/form-data; boundary=b; charset=utf-16", 400),
        (PART.replace(b"form-data", b"form-data; filename=f"), MULTIPART, 404),
        (
            PART.replace(b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: base64\r\n\r\n"),
            MULTIPART,
            404,
        ),
        (b"<a/>", "text/xml", 404),
        (b"", "", 404),
    ],
)
def test_a_body_that_is_no_comment_gets_a_sentence(body: bytes, kind: str, status: int) -> None:
    answer = _raw("post/", body, kind)
    assert (answer.status_code, len(answer.json()["errors"])) == (status, 1)
    assert _raw("preview/", body, kind).status_code == status
    assert not Comment.objects.exists()


def _raw(address: str, body: bytes, kind: str) -> Any:
    """Send bytes past the token's check, so that they reach what reads them."""
    headers = {"Host": "127.0.0.1:8000", "Origin": ORIGIN, "Accept": "application/json"}
    return Client(headers=headers).generic("POST", f"/comments/{address}", body, kind)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("put", "post/", 403),
        ("get", "post/", 405),
        ("delete", "1/delete/", 403),
        ("post", "token/", 403),
        ("get", "1" + "0" * 5000 + "/edit/", 404),
        ("get", "99999999999999999999/edit/", 404),
        ("get", "0/edit/", 404),
        ("get", "confirm/a:b:c/", 404),
        ("get", "moderate/%00/", 404),
        ("get", "token/?thread=%FF", 404),
        ("get", "token/?thread=/articles/ask-for-more/&thread=b", 400),
        ("get", "preview/?thread=/articles/ask-for-more/&parent=x", 400),
        ("get", "preview/?thread=/articles/ask-for-more/&parent=" + "9" * 30, 400),
        ("get", "preview/?thread=" + "a" * 5000, 404),
        ("get", "%2e%2e/%2e%2e/etc/passwd", 404),
    ],
)
def test_an_address_that_is_none_gets_a_sentence(method: str, path: str, status: int) -> None:
    headers = {"Origin": ORIGIN}
    answer = getattr(Reader(), method)(f"/comments/{path}", headers=headers)
    assert answer.status_code == status
    assert len(one(answer, "main").text.split()) > 5


@pytest.mark.parametrize("cookie", ["comments-browser", "comments-form", "comments-session"])
@pytest.mark.parametrize("value", ["x" * 4000, "\x00", "a\x00bcdefghij", "é", "a:b:c", ""])
def test_a_broken_cookie_breaks_nothing(cookie: str, value: str) -> None:
    reader = Reader()
    reader.cookies[cookie] = value
    assert reader.get("/comments/token/", {"thread": PATH}).status_code == 200
    assert reader.get("/comments/admin/login/").status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "a b", "[", "127.0.0.1:8000@evil.example"])
def test_a_host_that_is_not_ours_is_refused(host: str) -> None:
    answer = Client(headers={"Host": host}).get("/comments/mine/")
    assert answer.status_code == 400


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "{{ 7 * 7 }}", "{% now 'Y' %}"])
def test_what_is_hostile_is_shown_as_text(text: str) -> None:
    Reader().comment(text=text, name=text[:80])
    shown = Reader().get(f"/comments/preview/?thread={PATH}&parent={written(name=text).pk}")
    assert text in one(shown, ".iv-comment").text
    assert "<script>alert" not in stored_html()


def stored_html() -> str:
    """Return the HTML of the first comment."""
    return Comment.objects.earliest("id").html


def test_a_name_that_no_database_can_look_up_is_refused() -> None:
    answer = _raw("admin/login/", b"username=a%00b&password=c", FORM)
    assert said(answer) == (400, {"": "This has a character that cannot be shown: delete it."})


def test_a_busy_database_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("commenting.posting.take", busy)
    assert said(Reader().comment()) == (
        *(503,),
        {"": "Comments are busy. Keep your text, and try again."},
    )


def test_a_fault_of_ours_is_a_sentence_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commenting.posting.take", lambda *_: 1 / 0)
    reader = Reader()
    reader.raise_request_exception = False
    assert said(reader.comment()) == (
        500,
        {"": "Comments have a fault. Your text is not stored: keep it, and try again later."},
    )


# Where a request comes from


def client_of(settings: Settings, peer: str, forwarded: str, *trusted: str) -> str:
    """Return the address that the service believes in."""
    settings.TRUSTED_PROXIES = list(trusted)
    found: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        found.append(str(network.address_of(request)))
        return None  # type: ignore[return-value]

    request = RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)
    network.trusted_proxies(view)(request)
    return found[0]


@pytest.mark.parametrize(
    ("peer", "forwarded", "trusted", "believed"),
    [
        # Nobody is trusted until somebody says so.
        ("203.0.113.9", "192.0.2.1", [], "203.0.113.9"),
        ("127.0.0.1", "192.0.2.1", [], "127.0.0.1"),
        ("203.0.113.9", "192.0.2.1", ["127.0.0.1"], "203.0.113.9"),
        # What our own server adds at the end counts; what was there before is hearsay.
        ("127.0.0.1", "192.0.2.1", ["127.0.0.1"], "192.0.2.1"),
        ("127.0.0.1", "10.0.0.1, 192.0.2.1", ["127.0.0.1"], "192.0.2.1"),
        ("127.0.0.1", "192.0.2.1, 10.0.0.2", ["127.0.0.1", "10.0.0.0/8"], "192.0.2.1"),
        ("127.0.0.1", "6.6.6.6, 10.0.0.2", ["127.0.0.1"], "10.0.0.2"),
        ("::1", "2001:db8::1", ["::1"], "2001:db8::1"),
        ("127.0.0.1", "", ["127.0.0.1"], "127.0.0.1"),
        ("127.0.0.1", "nonsense, <b>", ["127.0.0.1"], "127.0.0.1"),
        ("127.0.0.1", ", ,", ["127.0.0.1"], "127.0.0.1"),
    ],
)
def test_a_forwarded_address_is_believed_from_our_own_servers_only(
    settings: Settings, peer: str, forwarded: str, trusted: list[str], believed: str
) -> None:
    assert client_of(settings, peer, forwarded, *trusted) == believed


def test_a_forged_address_is_not_stored() -> None:
    Reader("203.0.113.9").comment(headers={"X-Forwarded-For": "192.0.2.1"})
    assert stored().address == "203.0.113.9"
