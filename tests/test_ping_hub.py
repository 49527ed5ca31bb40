"""Telling a hub which feeds have changed, against a hub of our own."""

from __future__ import annotations

import http.server
import json
import threading
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest
from conftest import write
from ping_hub import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Hub(http.server.ThreadingHTTPServer):
    told: list[str]
    status = 204


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Hub

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        assert form["hub.mode"] == ["publish"]
        self.server.told += form["hub.url"]
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing: a test's output is its own."""


@pytest.fixture(name="hub")
def _hub() -> Iterator[Hub]:
    with Hub(("127.0.0.1", 0), _Handler) as server:
        server.told = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def atom(hub: Hub, name: str, text: str = "") -> str:
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>' + text + "</title>"
        f'<link rel="self" href="https://example.org/{name}"/>'
        f'<link rel="hub" href="http://127.0.0.1:{hub.server_port}/"/></feed>'
    )


def test_only_changed_feeds_are_told(tmp_path: Path, hub: Hub) -> None:
    site, seen = tmp_path / "site", tmp_path / "cache/seen.json"
    address = f"http://127.0.0.1:{hub.server_port}/"
    write(
        site,
        {
            "atom.xml": atom(hub, "atom.xml"),
            "tags/a/atom.xml": atom(hub, "tags/a/atom.xml"),
            "articles/a/comments.xml": atom(hub, "articles/a/comments.xml"),
            "rss.xml": '<rss><channel><atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="https://example.org/rss.xml"/>'
            f'<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="hub" href="{address}"/></channel></rss>',
            "feed.json": json.dumps(
                {"feed_url": "https://example.org/feed.json", "hubs": [{"url": address}]}
            ),
            "sitemap.xml": "<urlset/>",
            "list.json": "[]",
        },
    )
    assert main(str(site), seen) == 0
    assert sorted(hub.told) == [
        f"https://example.org/{name}"
        for name in (
            "articles/a/comments.xml",
            "atom.xml",
            "feed.json",
            "rss.xml",
            "tags/a/atom.xml",
        )
    ]
    hub.told.clear()
    assert main(str(site), seen) == 0
    assert hub.told == []
    write(site, {"tags/a/atom.xml": atom(hub, "tags/a/atom.xml", "new")})
    assert main(str(site), seen) == 0
    assert hub.told == ["https://example.org/tags/a/atom.xml"]


def test_what_a_hub_refuses_is_told_again(
    tmp_path: Path, hub: Hub, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {"atom.xml": atom(hub, "atom.xml")})
    hub.status = 500
    assert main(str(tmp_path), tmp_path / "seen.json") == 1
    assert "https://example.org/atom.xml: http://127.0.0.1:" in capsys.readouterr().err
    hub.status = 204
    assert main(str(tmp_path), tmp_path / "seen.json") == 0
    assert hub.told == ["https://example.org/atom.xml"] * 2


def test_a_site_without_a_hub_says_what_to_set(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(str(tmp_path), tmp_path / "seen.json") == 1
    assert "set extra.feeds.hub in mkdocs.yml and build" in capsys.readouterr().err
