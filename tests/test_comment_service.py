"""The preview: the site and the comment service at one address."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import make_server

import pytest
from conftest import Quiet, write
from mkdocs.livereload import LiveReloadServer

import comment_service

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.client import HTTPResponse
    from pathlib import Path
    from wsgiref.types import StartResponse, WSGIEnvironment

# A service that tells what it was asked; each command leaves a trace.
MANAGE = """
import json, os, sys, time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps([self.path, os.environ["THREADS_FILE"], os.environ["CHANGED_FILE"]])
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass

Path(__file__).with_name(sys.argv[1]).write_text(str(os.getpid()))
if sys.argv[1] == "send_mail_queue":
    time.sleep(60)
elif sys.argv[1] == "runserver":
    host, port = sys.argv[-1].split(":")
    HTTPServer((host, int(port)), Handler).serve_forever()
"""


class Echo(BaseHTTPRequestHandler):
    """Answers with what it was asked."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
        heard = {"path": self.path, "body": body} | dict(self.headers)
        content = json.dumps(heard).encode()
        self.send_response(303)
        self.send_header("Location", "/articles/a/#comment-received")
        self.send_header("Set-Cookie", "a=1")
        self.send_header("Set-Cookie", "b=2")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def site(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    """Answer as the site itself would."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"The site: " + environ["PATH_INFO"].encode()]


def serve(server: Any) -> int:
    """Run a server beside the test; return its port."""
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port: int = server.server_port
    return port


@pytest.fixture(name="port")
def _port(tmp_path: Path) -> Iterator[int]:
    """Serve a site with one file below /comments/, and a service behind it."""
    write(tmp_path, {"site/comments/threads.json": "{}", "secret": "hidden"})
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as service:
        app = comment_service.one_origin(site, tmp_path / "site", serve(service))
        with make_server("127.0.0.1", 0, app, handler_class=Quiet) as server:
            yield serve(server)
            server.shutdown()
        service.shutdown()


def ask(
    port: int, path: str, method: str = "GET", body: str | None = None, **headers: str
) -> HTTPResponse:
    """Return the answer of a server, whatever the path looks like."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, body, headers)
    return connection.getresponse()


@pytest.mark.parametrize(
    "path", ["/", "/articles/a/", "/comments", "/comments/threads.json", "/commentsx/"]
)
def test_the_site_answers_for_what_it_has(port: int, path: str) -> None:
    assert ask(port, path).read() == f"The site: {path}".encode()


@pytest.mark.parametrize("path", ["/comments/post/", "/comments/", "/comments/../../secret"])
def test_the_service_answers_for_the_rest(port: int, path: str) -> None:
    assert json.loads(ask(port, path).read())["path"] == path


def test_a_request_arrives_as_it_was_sent(port: int) -> None:
    answer = ask(
        port,
        "/comments/mine/a:b%C3%A9%20=/?thread=%2Fa%2F&x=%26",
        "POST",
        "text=a%26b",
        **{"Cookie": "c=3", "X-Forwarded-For": "1.2.3.4", "Content-Type": "text/x"},
    )
    heard = json.loads(answer.read())
    assert heard["path"] == "/comments/mine/a:b%C3%A9%20=/?thread=%2Fa%2F&x=%26"
    assert (heard["body"], heard["Cookie"], heard["Content-Type"]) == (
        "text=a%26b",
        "c=3",
        "text/x",
    )
    assert heard["Host"] == f"127.0.0.1:{port}"
    assert "X-Forwarded-For" not in heard


def test_an_answer_returns_as_it_was_given(port: int) -> None:
    answer = ask(port, "/comments/post/", "POST")
    assert answer.status == 303
    assert answer.getheader("Location") == "/articles/a/#comment-received"
    assert answer.headers.get_all("Set-Cookie") == ["a=1", "b=2"]


def test_a_service_that_is_down_is_said_to_be(tmp_path: Path) -> None:
    app = comment_service.one_origin(site, tmp_path, 1)
    with make_server("127.0.0.1", 0, app, handler_class=Quiet) as server:
        answer = ask(serve(server), "/comments/token/")
        assert (answer.status, answer.read()) == (502, b"The comment service does not answer.")
        server.shutdown()


def livereload(root: Path, builds: list[str]) -> LiveReloadServer:
    """Return MkDocs' own server of a preview, not yet running."""
    (root / "site").mkdir(parents=True)
    return LiveReloadServer(
        lambda: builds.append("built"), "127.0.0.1", 0, str(root / "site"), polling_interval=0.1
    )


def config(root: Path, **extra: Any) -> SimpleNamespace:
    """Return as much of MkDocs' settings as counts here."""
    return SimpleNamespace(config_file_path=str(root / "mkdocs.yml"), extra=extra)


def test_without_the_service_the_preview_says_so_and_works(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server = livereload(tmp_path, [])
    found = comment_service.on_serve(
        server, config=config(tmp_path, comments={"database": "x"}), builder=None
    )
    assert found is server
    assert capsys.readouterr().out == (
        "Comments are not installed: the site is complete, but nobody can post.\n"
    )
    comment_service.on_shutdown()


def test_a_site_without_comments_starts_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server = livereload(tmp_path, [])
    assert comment_service.on_serve(server, config=config(tmp_path), builder=None) is server
    assert capsys.readouterr().out == ""


def test_the_service_starts_and_ends_with_the_preview(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("signal.signal", lambda *_: None)
    write(tmp_path, {"comments/manage.py": MANAGE})
    python = tmp_path / ".venv/comments/bin/python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    builds: list[str] = []
    server = livereload(tmp_path, builds)
    settings = config(tmp_path, comments={"database": "x"})
    comment_service.on_serve(server, config=settings, builder=None)
    assert (tmp_path / "comments/migrate").exists()
    assert "comments/admin/ (make moderator makes the first account)" in capsys.readouterr().out
    running = threading.Thread(target=server.serve, daemon=True)
    running.start()
    changed = tmp_path / "comments/data/changed"
    try:
        heard = _until(lambda: json.loads(ask(server.server_port, "/comments/token/").read()))
        threads = tmp_path / "site/comments/threads.json"
        assert heard == ["/comments/token/", str(threads), str(changed)]
        _until(lambda: changed.write_text("now") and builds[0])
        started = [
            _until(lambda name=name: int((tmp_path / "comments" / name).read_text()))
            for name in ("runserver", "send_mail_queue")
        ]
    finally:
        server.shutdown()
        comment_service.on_shutdown()
    running.join(10)
    for number in started:
        with pytest.raises(ProcessLookupError):
            os.kill(number, 0)


def _until(look: Any) -> Any:
    """Return what is there to see, as soon as it is."""
    for _ in range(100):
        try:
            return look()
        except (AttributeError, OSError, ValueError, IndexError):
            time.sleep(0.1)
    return look()
