"""Small articles and small sites to test with, and the real one, built and served."""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import inspect
import json
import logging
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol
from urllib.parse import urlsplit
from wsgiref.simple_server import WSGIRequestHandler

import pytest
import service
from bs4 import BeautifulSoup
from compress import compress
from django.core.cache import cache
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import sync_playwright

from interviewing import policy
from interviewing.article import Article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from http.client import HTTPResponse

    from django.contrib.auth.models import User
    from playwright.sync_api import Browser, BrowserContext, Page, Route
    from pytest_django import Settings

# Playwright runs an event loop in this thread, for which Django would refuse its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
# What a shell starts in the background ignores Ctrl-C, and so would what tests start and end by it.
signal.signal(signal.SIGINT, signal.default_int_handler)

Command = Literal["build", "serve"]
ROOT = Path(__file__).parent.parent
TODAY = "2026-12-01"
# Chromium as root needs no-sandbox; the rest keeps it from calling anyone but the site.
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class MakeArticle(Protocol):
    """What the fixture `article` gives."""

    def __call__(self, slug: str = ..., *tags: str, day: int = ..., **fields: Any) -> Article: ...


class BuildSite(Protocol):
    """What the fixture `build_site` gives."""

    def __call__(
        self,
        texts: Mapping[str, str | bytes],
        today: str = ...,
        *,
        home: str = ...,
        command: Command = ...,
        comments: Iterable[Mapping[str, Any]] | None = ...,
    ) -> Path: ...


@pytest.fixture(name="article")
def _article() -> MakeArticle:
    """Return a factory of articles, so that a test states only what it is about."""

    def make(slug: str = "an-article", *tags: str, day: int = 1, **fields: Any) -> Article:
        date = dt.date(2026, 1, day)
        defaults: dict[str, Any] = {
            "source": f"articles/{slug}.md",
            "title": slug.replace("-", " ").capitalize(),
            "description": "",
            "date": date,
            "updated": date,
            "body": "",
        }
        return Article(slug=slug, tags=tags, **defaults | fields)

    return make


def write(folder: Path, texts: Mapping[str, str | bytes]) -> None:
    """Write texts by their path under a folder."""
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


@pytest.fixture(name="build_site")
def _build_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BuildSite:
    """Return a function that builds our real mkdocs.yml over a few texts and gives the site."""
    numbers = iter(range(100))

    def build_texts(
        texts: Mapping[str, str | bytes],
        today: str = TODAY,
        *,
        home: str = "---\ntemplate: home.html\n---\nHome.",
        command: Command = "build",
        comments: Iterable[Mapping[str, Any]] | None = None,
    ) -> Path:
        folder = tmp_path / str(next(numbers))
        write(folder / "docs", ({"index.md": home} if home else {}) | dict(texts))
        monkeypatch.setenv("BUILD_DATE", today)
        database = None
        if comments is not None:
            database = comments_database(folder / "comments.sqlite3", comments)
        return build_folder(folder / "docs", folder / "site", command, database=database)

    return build_texts


def build_folder(
    docs: Path,
    site: Path,
    command: Command = "build",
    *,
    database: Path | None = None,
    export: Path | None = None,
) -> Path:
    """Build our real mkdocs.yml over a folder, as `mkdocs build` or `mkdocs serve` does.

    Comments come from this database or this export alone, whatever this working copy has.
    """
    config = load_config(str(ROOT / "mkdocs.yml"), docs_dir=str(docs), site_dir=str(site))
    sources = {"database": database, "export": export}
    config.extra["comments"] = {name: str(path or "/dev/null") for name, path in sources.items()}
    config.plugins.on_startup(command=command, dirty=False)
    try:
        build(config)
    finally:
        config.plugins.on_shutdown()
    return site / "served" if command == "serve" else site


def comments_database(path: Path, rows: Iterable[Mapping[str, Any]]) -> Path:
    """Write a database as the comment service does; a row states only what it is about."""
    defaults = {
        "parent": None,
        "thread": "/articles/a/",
        "name": "",
        "html": "",
        "text": "",
        "state": "approved",
        "created": "2026-11-01 10:00:00",
        "moderator": False,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(
            "CREATE TABLE comments_comment (id INTEGER PRIMARY KEY, thread TEXT, "
            "parent_id INTEGER, name TEXT, html TEXT, text TEXT, state TEXT, created TEXT, "
            "is_moderator BOOL)"
        )
        database.executemany(
            "INSERT INTO comments_comment VALUES "
            "(:id, :thread, :parent, :name, :html, :text, :state, :created, :moderator)",
            [defaults | dict(row) for row in rows],
        )
    return path


def soup(path: Path) -> BeautifulSoup:
    """Return a built page to select from, not to change."""
    return _parsed(path.read_text(encoding="utf-8"))


@lru_cache(maxsize=50)  # a test asks one page many questions
def _parsed(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


@contextmanager
def alone(place: Path) -> Iterator[None]:
    """Keep every other process of the tests out of a place."""
    with place.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session", name="real_site")
def _real_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the real site as of today, compressed; it is built once for all processes."""
    folder = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        folder = folder.parent  # of which each of several processes has a part
    site = folder / "real"
    with alone(folder / "real.lock"):
        if not site.exists():
            made = build_folder(ROOT / "docs", folder / "unfinished")
            compress(made, ROOT / ".cache/compressed")
            made.rename(site)
    return site


@pytest.fixture(scope="session", name="pages")
def _pages(real_site: Path) -> dict[str, BeautifulSoup]:
    """Return every page of the real site, to select from, by its address from the site's root."""
    return {
        "/" + path.relative_to(real_site).as_posix().removesuffix("index.html"): soup(path)
        for path in sorted(real_site.rglob("*.html"))
    }


class Quiet(WSGIRequestHandler):
    """A handler that says nothing."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Caddy:
    """The web server in front of a site and its comment service, as deploy/Caddyfile sets it up."""

    def __init__(self, command: str, folder: Path) -> None:
        """Keep what Caddy writes in a folder."""
        self.command = command
        self.folder = folder

    @contextmanager
    def serve(
        self, site: Path, comments_port: int = 1, *, log: Path | None = None
    ) -> Iterator[str]:
        """Serve a site, log each answer as a line of JSON, and give the address without a slash."""
        address, log = f"http://127.0.0.1:{free_port()}", log or self.folder / "log"
        environment = os.environ | {
            "SITE_ADDRESS": address,
            "SITE_ROOT": str(site),
            "COMMENTS_PORT": str(comments_port),
            "CADDY_ADMIN": "off",
            "HOME": str(self.folder),
            "XDG_CONFIG_HOME": str(self.folder),
            "XDG_DATA_HOME": str(self.folder),
        }
        command = [self.command, "run", "--config", str(self._settings(environment))]
        with (
            log.open("w") as written,
            subprocess.Popen(command, stderr=written, env=environment) as process,
        ):
            try:
                self._wait(address, process, log)
                yield address
            finally:
                process.terminate()

    def _settings(self, environment: dict[str, str]) -> Path:
        """Write down what the Caddyfile says, and that answers are to be logged; return where."""
        command = [self.command, "adapt", "--config", str(ROOT / "deploy/Caddyfile")]
        run = subprocess.run(command, env=environment, check=True, capture_output=True)
        settings = json.loads(run.stdout)
        for server in settings["apps"]["http"]["servers"].values():
            server["logs"] = {}
        path = self.folder / "settings.json"
        path.write_text(json.dumps(settings))
        return path

    def _wait(self, address: str, process: subprocess.Popen[bytes], log: Path) -> None:
        port = urlsplit(address).port
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                return
            if process.poll() is not None:
                break
            time.sleep(0.05)
        pytest.fail(f"Caddy did not start: {log.read_text()}")


def answer(url: str) -> HTTPResponse:
    """Return what a server of ours answers."""
    found: HTTPResponse = urllib.request.urlopen(url)  # noqa: S310
    return found


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session", name="caddy")
def _caddy(tmp_path_factory: pytest.TempPathFactory) -> Caddy:
    """Return the installed Caddy, which `make test` finds or fetches."""
    command = os.environ.get("CADDY") or shutil.which("caddy")
    if not command:
        pytest.skip("Caddy is not installed, so nothing behind it was tested")
    return Caddy(command, tmp_path_factory.mktemp("caddy"))


def install_npm(folder: Path) -> None:
    """Install what a folder's package-lock.json pins, once; skip the test where that cannot be.

    No script of a package is run.
    """
    commands = Path(sys.executable).parent
    with alone(folder / "package-lock.json"):
        if (folder / "node_modules").exists():
            return
        run = subprocess.run(
            [commands / "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"],
            cwd=folder,
            env=os.environ
            | {"PATH": f"{commands}:{os.environ['PATH']}"},  # npm looks for node there
            capture_output=True,
            text=True,
            check=False,
        )
    if run.returncode:
        pytest.skip(f"{folder.name}: npm could not install it: {run.stderr.strip()}")


@pytest.fixture(scope="session", name="deployed")
def _deployed(real_site: Path, caddy: Caddy) -> Iterator[str]:
    """Serve the real site as readers get it, compressed, and give its address."""
    with caddy.serve(real_site) as address:
        yield address


@pytest.fixture(scope="session", name="site_url")
def _site_url(deployed: str) -> str:
    """Return the address of the site that is read, without a slash at the end."""
    return deployed


@pytest.fixture(scope="session", name="browser")
def _browser() -> Iterator[Browser]:
    """Return the installed Chromium, which `make test` finds or installs."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(name="with_policy")
def _with_policy(site_url: str) -> Callable[[Route], None] | None:
    """Return what serves a page with the build's policy, where the server does not send it."""
    with answer(site_url) as home:
        if "Content-Security-Policy" in home.headers:
            return None
    with answer(f"{site_url}/{policy.FILE}") as written:
        line = written.read().decode()
    sent = {"content-security-policy": line.split('"')[1]}

    def serve(route: Route) -> None:
        if route.request.resource_type != "document":
            route.fallback()
            return
        response = route.fetch()
        route.fulfill(response=response, headers=response.headers | sent)

    return serve


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test in the browser of a phone, and on a desk too if it asks for the width."""
    if "width" in metafunc.fixturenames:
        is_asked_for = "width" in inspect.signature(metafunc.function).parameters
        widths = {"phone": 390, "desk": 1280} if is_asked_for else {"phone": 390}
        metafunc.parametrize("width", widths.values(), ids=widths)


@pytest.fixture(name="faults")
def _faults() -> list[str]:
    """Return what went wrong in the browser; a test that provokes something clears it."""
    return []


@pytest.fixture(name="context")
def _context(
    browser: Browser, site_url: str, width: int, with_policy: Callable[[Route], None] | None
) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=site_url,
        viewport={"width": width, "height": 844},
        color_scheme="light",
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(10_000)
    if with_policy:
        context.route("**/*", with_policy)
    yield context
    context.close()


@pytest.fixture(name="page")
def _page(context: BrowserContext, site_url: str, faults: list[str]) -> Iterator[Page]:
    own = (site_url, "blob:", "data:", "mailto:")
    page = context.new_page()
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda sent: None if sent.url.startswith(own) else faults.append(sent.url))
    yield page
    assert faults == []


@pytest.fixture(name="threads")
def _threads(settings: Settings, tmp_path: Path) -> Path:
    """Let the comment service know two pages, the second of them closed; return their list."""
    cache.clear()
    settings.THREADS_FILE = tmp_path / "threads.json"
    settings.CHANGED_FILE = tmp_path / "changed"
    pages = ({"path": service.PATH, "aliases": ["/old/"]}, {"path": "/closed/", "open": False})
    service.write_threads(settings.THREADS_FILE, *pages)
    return tmp_path / "threads.json"


@pytest.fixture(name="moderator")
def _moderator(admin_user: User) -> service.Reader:
    """Return a browser in which a moderator has signed in."""
    reader = service.Reader("198.51.100.200")
    reader.force_login(admin_user, "django.contrib.auth.backends.ModelBackend")
    return reader


@pytest.fixture(autouse=True)
def _no_log_noise() -> None:
    """Leave warnings to the tests that look for them."""
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
