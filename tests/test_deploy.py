"""What the web server sends, from deploy/Caddyfile itself in front of the real site."""

from __future__ import annotations

import contextlib
import gzip
import subprocess
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import brotli  # type: ignore[import-untyped]  # no py.typed
import pytest
from conftest import ROOT, write

from interviewing.policy import FILE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message
    from pathlib import Path

    from conftest import Caddy

FLAKE = "/articles/dont-flake-out/"


def get(url: str, *, accept: str = "", data: bytes | None = None) -> tuple[int, Message, bytes]:
    """Return the status, the headers and the body of an answer, whatever it is."""
    request = urllib.request.Request(url, data, {"Accept-Encoding": accept})  # noqa: S310 - our own
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


class Service(BaseHTTPRequestHandler):
    """A stand-in for the comment service: it tells what it was asked, with a policy of its own."""

    def do_GET(self) -> None:
        """Say what was asked."""
        self.rfile.read(int(self.headers["Content-Length"] or 0))
        client = self.headers["X-Forwarded-For"]
        body = f"{self.command} {self.path} for {client}".encode()
        self.send_response(200)
        self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'self'")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(BrokenPipeError):  # a browser that has left the page
            self.wfile.write(body)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module", name="both")
def _both(caddy: Caddy, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a small site with a service behind it, and give its address."""
    site = tmp_path_factory.mktemp("both")
    write(
        site,
        {
            FILE: "?Content-Security-Policy \"default-src 'none'\"\n",
            "404.html": "Lost",
            "comments/threads.json": "{}",
        },
    )
    with ThreadingHTTPServer(("127.0.0.1", 0), Service) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with caddy.serve(site, server.server_port) as address:
            yield address
        server.shutdown()


@pytest.mark.parametrize("path", ["/", FLAKE, "/nowhere/", "/articles/nowhere/"])
def test_every_page_carries_the_policy_of_the_build(
    deployed: str, real_site: Path, path: str
) -> None:
    _, headers, _ = get(deployed + path)
    (policy,) = headers.get_all("Content-Security-Policy", [])
    assert (real_site / FILE).read_text() == f'?Content-Security-Policy "{policy}"\n'
    assert policy.startswith("default-src 'none'; ")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Server"] is None


def test_a_page_comes_as_the_browser_can_read_it(deployed: str, real_site: Path) -> None:
    page = (real_site / FLAKE[1:] / "index.html").read_bytes()
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}
    for accept, expected in (("gzip, br", "br"), ("gzip", "gzip")):
        _, headers, body = get(deployed + FLAKE, accept=accept)
        assert headers["Content-Encoding"] == expected
        assert headers["Vary"] == "Accept-Encoding"
        assert unpack[expected](body) == page
    assert get(deployed + FLAKE)[2] == page


def test_what_has_a_hash_in_its_name_is_kept_for_ever(deployed: str, real_site: Path) -> None:
    def cached(path: Path) -> str:
        _, headers, _ = get(f"{deployed}/{path.relative_to(real_site).as_posix()}")
        return str(headers["Cache-Control"])

    forever = "public, max-age=31536000, immutable"
    assets = [path for path in real_site.glob("assets/v-*/**/*.*") if path.suffix[1:] not in "brgz"]
    pieces = [path for path in real_site.glob("pagefind/*/*") if path.suffix.startswith(".pf")]
    assert {cached(path) for path in [*assets, *pieces]} == {forever}
    assert cached(real_site / "index.html") == "no-cache"
    assert cached(real_site / "pagefind/pagefind-entry.json") == "no-cache"
    assert cached(real_site / "assets/images/lost.svg") == "public, max-age=86400"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/atom.xml", "text/xml; charset=utf-8"),
        ("/tags/salary/atom.xml", "text/xml; charset=utf-8"),
        ("/promised/negotiating.xml", "text/xml; charset=utf-8"),
        ("/feed_rss_created.xml", "text/xml; charset=utf-8"),
        ("/feed_json_updated.json", "application/feed+json; charset=utf-8"),
        ("/subscribe/feeds.opml", "text/x-opml; charset=utf-8"),
    ],
)
def test_a_feed_has_its_type_and_may_be_read_from_elsewhere(
    deployed: str, path: str, kind: str
) -> None:
    status, headers, _ = get(deployed + path)
    assert (status, headers["Content-Type"]) == (200, kind)
    assert headers["Access-Control-Allow-Origin"] == "*"


def test_pages_are_not_for_other_sites_and_the_sitemap_is_no_feed(deployed: str) -> None:
    assert get(f"{deployed}/")[1]["Access-Control-Allow-Origin"] is None
    assert get(f"{deployed}/sitemap.xml")[1]["Content-Type"] == "text/xml; charset=utf-8"


def test_an_unchanged_page_costs_no_body(deployed: str) -> None:
    _, headers, _ = get(deployed + FLAKE, accept="br")
    request = urllib.request.Request(  # noqa: S310 - our own
        deployed + FLAKE, headers={"Accept-Encoding": "br", "If-None-Match": headers["ETag"]}
    )
    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.urlopen(request)  # noqa: S310
    assert answer.value.code == 304
    answer.value.close()


def test_a_piece_of_the_search_index_is_smaller_in_brotli(deployed: str, real_site: Path) -> None:
    (piece,) = real_site.glob("pagefind/*.pf_meta")
    _, headers, body = get(f"{deployed}/pagefind/{piece.name}", accept="br")
    assert headers["Content-Encoding"] == "br"
    assert len(body) < piece.stat().st_size
    assert brotli.decompress(body) == gzip.decompress(piece.read_bytes())


def test_the_finder_alone_may_compile_webassembly(deployed: str, real_site: Path) -> None:
    for path in real_site.glob("assets/v-*/javascripts/*.js"):
        _, headers, _ = get(f"{deployed}/{path.relative_to(real_site).as_posix()}")
        (policy,) = headers.get_all("Content-Security-Policy", [])
        assert ("wasm-unsafe-eval" in policy) == (path.name == "finder.js")


def test_a_missing_page_is_the_sites_own(deployed: str, real_site: Path) -> None:
    status, headers, body = get(f"{deployed}/articles/nowhere/", accept="br")
    assert status == 404
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert brotli.decompress(body) == (real_site / "404.html").read_bytes()
    assert get(f"{deployed}/{FILE}")[0] == 404


def test_the_service_answers_below_comments(both: str) -> None:
    status, headers, body = get(f"{both}/comments/preview/?thread=/a/", data=b"x=1")
    assert (status, body) == (200, b"POST /comments/preview/?thread=/a/ for 127.0.0.1")
    assert headers.get_all("Content-Security-Policy") == ["default-src 'none'; style-src 'self'"]
    assert headers["X-Frame-Options"] == "DENY"
    assert get(f"{both}/comments/")[2] == b"GET /comments/ for 127.0.0.1"


def test_what_the_build_wrote_below_comments_goes_first(both: str) -> None:
    assert get(f"{both}/comments/threads.json")[2] == b"{}"


def test_a_huge_comment_is_refused(both: str) -> None:
    assert get(f"{both}/comments/post/", data=b"x" * 300_000)[0] in {413, 502}


@pytest.mark.parametrize("data", [None, b"text=Mine"])
def test_reading_goes_on_without_the_service(
    deployed: str, real_site: Path, data: bytes | None
) -> None:
    assert get(deployed + FLAKE)[0] == 200
    status, headers, body = get(f"{deployed}/comments/preview/", accept="br", data=data)
    assert (status, headers["Content-Type"]) == (502, "text/html; charset=utf-8")
    assert "style-src 'self'" in headers["Content-Security-Policy"]
    assert brotli.decompress(body) == (real_site / "502.html").read_bytes()


def test_the_caddyfile_is_formatted(caddy: Caddy) -> None:
    path = ROOT / "deploy/Caddyfile"
    run = subprocess.run([caddy.command, "fmt", path], capture_output=True, check=True)
    assert run.stdout == path.read_bytes()
