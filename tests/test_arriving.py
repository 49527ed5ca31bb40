"""Nothing moves while a page arrives in pieces, as it does on a train, or on a machine that is busy.

What comes later may neither push nor pull what is there; a scrollbar that takes room is part of it.
"""

from __future__ import annotations

import os
import shutil
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from conftest import CHROMIUM_OPTIONS
from pages import PAGES, WHOLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

PIECE = 600  # bytes, and the rest of the line, as words that are half there may go on to the next
KINDS = {".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript"}
# With the parts that moved, from where to where.
WATCH = """window.moved = []; new PerformanceObserver(list => list.getEntries().forEach(entry => {
  const place = ({ x, y, width, height }) => [x, y, width, height].map(Math.round);
  const parts = entry.sources.map(({ node, previousRect, currentRect }) =>
    `${node?.className || node?.nodeName} ${place(previousRect)} to ${place(currentRect)}`);
  moved.push(`${entry.value}: ${parts.join("; ")}`);
})).observe({ type: "layout-shift", buffered: true })"""


class Slow(BaseHTTPRequestHandler):
    """Answers with the files of a site, and lets the browser paint after each piece of a page."""

    site: Path

    def do_GET(self) -> None:
        """Send a file; an address without one has nothing."""
        path = self.site / self.path.lstrip("/")
        path = path / "index.html" if path.is_dir() else path
        self.send_response(200 if path.exists() else 404)
        kind = KINDS.get(path.suffix)
        if kind:
            self.send_header("Content-Type", kind)
        self.end_headers()
        content = path.read_bytes() if path.exists() else b""
        for piece in pieces(content) if path.suffix == ".html" else [content]:
            self.wfile.write(piece)
            time.sleep(0.03 if path.suffix == ".html" else 0)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def pieces(content: bytes) -> Iterator[bytes]:
    """Cut a page at ends of lines."""
    piece = b""
    for line in content.splitlines(keepends=True):
        piece += line
        if len(piece) >= PIECE:
            yield piece
            piece = b""
    yield piece


@pytest.fixture(scope="module", name="slow_site")
def _slow_site(real_site: Path) -> Iterator[str]:
    """Serve the real site slowly, and give its address."""
    handler = type("SlowSite", (Slow,), {"site": real_site})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module", name="with_scrollbars")
def _with_scrollbars(browser: Browser) -> Iterator[Browser]:
    """Return a browser whose scrollbars take room; Playwright hides them."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    other = browser.browser_type.launch(
        executable_path=path, args=CHROMIUM_OPTIONS, ignore_default_args=["--hide-scrollbars"]
    )
    yield other
    other.close()


@pytest.mark.parametrize("name", sorted(PAGES.keys() - WHOLE))
def test_nothing_moves_while_a_page_arrives_in_pieces(
    with_scrollbars: Browser, slow_site: str, name: str, width: int
) -> None:
    page = with_scrollbars.new_page(viewport={"width": width, "height": 844})
    page.add_init_script(WATCH)
    page.goto(slow_site + PAGES[name])
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(100)
    assert page.evaluate("moved") == []
    page.close()


def test_what_moves_would_be_seen(with_scrollbars: Browser, slow_site: str) -> None:
    page = with_scrollbars.new_page(viewport={"width": 1280, "height": 844})
    page.add_init_script(WATCH)
    page.goto(f"{slow_site}/archive/")
    page.evaluate("document.querySelector('h1').style.paddingTop = '2rem'")
    page.wait_for_function("moved.length")
    page.close()
