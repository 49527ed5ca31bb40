"""A preview shows what was saved at once, and what a build would show soon after."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from conftest import ROOT, free_port, write
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileModifiedEvent

from article_page import ArticlePage
from interviewing.content import read_content
from interviewing.search import Indexing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mkdocs.config.defaults import MkDocsConfig

    from saves import Saves

HOME = "---\ntemplate: home.html\n---\nHome."


def article(body: str = "Words.", **fields: str) -> str:
    front = {"title": "An article", "date": "2026-01-01", "tags": "[offers]"} | fields
    return (
        "---\n" + "".join(f"{name}: {value}\n" for name, value in front.items()) + f"---\n{body}\n"
    )


@dataclass
class Author:
    """Someone who writes with a preview beside it."""

    folder: Path
    server: LiveReloadServer
    saves: Saves
    reloads: bool = (
        False  # whether browsers were told to load their page again, after the last turn
    )

    def save(self, name: str, text: str) -> None:
        """Save a file, and let the preview show what it shows at once."""
        write(self.folder / "docs", {name: text})
        _at_another_time(self.folder / "docs" / name)
        self.wait()

    def wait(self) -> None:
        """Let the preview do what it has to do next, as MkDocs' loop does."""
        before = self.server._visible_epoch
        self.server._wanted_epoch = before + 1
        self.saves()
        self.reloads = self.server._wanted_epoch > before
        self.server._visible_epoch = self.server._wanted_epoch

    def read(self, name: str) -> str:
        """Return a page, or another file of the site, as it is served."""
        return (self.site / name).read_text(encoding="utf-8")

    @property
    def site(self) -> Path:
        """Return the folder that is served."""
        return self.folder / "site/served"


def _at_another_time(path: Path) -> None:
    """Make sure that a file is seen to have changed, however fast tests are."""
    number = path.stat().st_mtime_ns + 1_000_000_000
    os.utime(path, ns=(number, number))


@contextmanager
def writing(folder: Path, **articles: str) -> Iterator[Author]:
    """Start a preview of a site, without the loop that waits for saves."""

    def load() -> MkDocsConfig:
        config = load_config(
            str(ROOT / "mkdocs.yml"),
            docs_dir=str(folder / "docs"),
            site_dir=str(folder / "site"),
            strict=False,
        )
        config.extra.pop("comments")
        return config

    def make(config: MkDocsConfig | None = None) -> None:
        build(config or load(), serve_url="http://127.0.0.1/")

    texts = {f"docs/articles/{slug}.md": text for slug, text in articles.items()}
    write(folder, {"docs/index.md": HOME} | texts)
    config = load()
    config.plugins.on_startup(command="serve", dirty=False)
    before = signal.getsignal(signal.SIGUSR1)
    server = LiveReloadServer(make, "127.0.0.1", 0, str(folder / "site"), polling_interval=0.1)
    try:
        make(config)
        config.plugins.on_serve(server, config=config, builder=make)
        yield Author(folder, server, server.builder)  # type: ignore[arg-type]  # typed as a function
    finally:
        config.plugins.on_shutdown()
        signal.signal(signal.SIGUSR1, before)


def test_a_saved_page_is_shown_at_once_and_the_others_follow(tmp_path: Path) -> None:
    with writing(tmp_path, a=article(), b=article(title="Another")) as author:
        author.save("articles/a.md", article("Other words.", description="Told anew."))
        assert "Other words." in author.read("articles/a/index.html")
        assert "Told anew." in author.read("articles/a/index.html")
        assert "Told anew." not in author.read("tags/offers/index.html")
        assert "Other words." not in author.read("atom.xml")
        author.wait()
        assert "Told anew." in author.read("tags/offers/index.html")
        assert "Other words." in author.read("atom.xml")


def test_what_is_shown_at_once_is_what_a_build_makes(tmp_path: Path) -> None:
    with writing(tmp_path, a=article(), b=article("[Read](a.md#here)", title="B")) as author:
        text = article("## Here\n\nWords[^1].\n\n[^1]: Note.", title="A", takeaways="[one, two]")
        author.save("articles/a.md", text)
        shown = author.read("articles/a/index.html")
        author.wait()
        assert author.read("articles/a/index.html") == shown
        assert "Here" in shown


def test_a_page_that_is_no_article_is_shown_at_once_too(tmp_path: Path) -> None:
    with writing(tmp_path, a=article()) as author:
        write(tmp_path, {"docs/about.md": "# About\n\nUs."})
        author.wait()
        author.save("about.md", "# About\n\nAll of us.")
        assert "All of us." in author.read("about/index.html")
        assert author.reloads
        author.wait()
        assert not author.reloads


@pytest.mark.parametrize(
    ("name", "text", "page"),
    [
        ("articles/b.md", article(title="B"), "articles/b/index.html"),
        ("articles/a.md", article(tags="[salary]"), "tags/salary/index.html"),
        ("articles/a.md", article(aliases="[/old/]"), "old/index.html"),
        ("articles/a.md", article(series="{name: s, stage: S, part: 1}"), "series/s/index.html"),
    ],
)
def test_pages_that_come_with_a_save_come_with_the_whole_site(
    tmp_path: Path, name: str, text: str, page: str
) -> None:
    with writing(tmp_path, a=article()) as author:
        assert not (author.site / page).exists()
        author.save(name, text)
        assert (author.site / page).exists()
        assert author.reloads


def test_an_article_that_is_gone_is_gone_from_the_site(tmp_path: Path) -> None:
    with writing(tmp_path, a=article(), b=article(title="B")) as author:
        (tmp_path / "docs/articles/b.md").unlink()
        author.wait()
        assert not (author.site / "articles/b").exists()
        assert author.reloads


def test_a_mistake_is_shown_until_it_is_mended(tmp_path: Path) -> None:
    with writing(tmp_path, a=article()) as author:
        author.save("articles/a.md", article(date="soon"))
        assert "expected a date such as 2026-01-31" in author.read("index.html")
        author.save("articles/a.md", article("Mended."))
        assert "Mended." in author.read("articles/a/index.html")
        assert "expected a date" not in author.read("index.html")


def test_browsers_load_again_only_what_has_changed(tmp_path: Path) -> None:
    with writing(tmp_path, a=article(description="Told.")) as author:
        author.save("articles/a.md", article("Other words.", description="Told."))
        assert author.reloads
        author.wait()
        assert not author.reloads
        author.save("articles/a.md", article("Other words.", description="Told anew."))
        author.wait()
        assert author.reloads  # for the page of its tag


def test_a_save_interrupts_a_build_and_nothing_of_it_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(tmp_path, a=article(), b=article(title="B")) as author:
        author.save("articles/a.md", article("First edit.", description="First."))
        before = {path: path.read_bytes() for path in author.site.rglob("*.html")}
        render = ArticlePage.render

        def save(self: ArticlePage, *arguments: Any) -> None:
            author.saves.interrupt(FileModifiedEvent("a.md"))
            render(self, *arguments)

        with monkeypatch.context() as patched:
            patched.setattr(ArticlePage, "render", save)
            author.wait()
        assert {path: path.read_bytes() for path in author.site.rglob("*.html")} == before
        assert not author.reloads
        author.save("articles/a.md", article("Second edit.", description="Second."))
        assert "Second edit." in author.read("articles/a/index.html")
        author.wait()
        assert "Second." in author.read("tags/offers/index.html")


def test_a_search_index_follows_the_last_of_many_builds(tmp_path: Path) -> None:
    with writing(tmp_path, a=article()) as author:
        for title in ("Alpha", "Bravo", "Charlie"):
            author.save("articles/b.md", article(title=title))
            author.wait()
        names = author.site / "pagefind/names.json"
        for _ in range(600):
            if names.exists() and "Charlie" in names.read_text():
                break
            time.sleep(0.1)
        assert json.loads(names.read_text())["titles"] == ["An article", "Charlie"]
        assert len(list(names.parent.glob("pagefind.*.pf_meta"))) == 1


def test_an_index_that_ctrl_c_ends_is_no_mistake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = tmp_path / "pagefind"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setattr("interviewing.search.get_executable", lambda: slow)
    indexing = Indexing(tmp_path / "site", read_content({}, set(), dt.date(2026, 1, 1)))
    indexing._process.send_signal(signal.SIGINT)
    indexing.finish()
    assert not (tmp_path / "site").exists()


def test_a_preview_that_ends_leaves_nothing_running(tmp_path: Path) -> None:
    with writing(tmp_path, a=article()) as author:
        author.wait()
    before = sorted(tmp_path.rglob("*"))
    time.sleep(1)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.fixture(name="address")
def _address(tmp_path: Path) -> Iterator[str]:
    """Run the command that authors run over a site of one article, and give its address."""
    write(tmp_path, {"docs/index.md": HOME, "docs/articles/a.md": article()})
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    for name in ("hooks", "overrides"):
        (tmp_path / name).symlink_to(ROOT / name)
    place = f"127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "--no-strict"]
    environment = os.environ | {"TMPDIR": str(tmp_path / "made")}
    (tmp_path / "made").mkdir()
    process = subprocess.Popen([*command, "--dev-addr", place], cwd=tmp_path, env=environment)
    try:
        _until(f"http://{place}/", "Home.")
        yield f"http://{place}/"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
    assert list((tmp_path / "made").iterdir()) == []


def _until(address: str, words: str) -> None:
    """Wait until a page has these words."""
    for _ in range(600):
        with contextlib.suppress(OSError), urlopen(address) as answer:  # noqa: S310
            if words in answer.read().decode():
                return
        time.sleep(0.1)
    pytest.fail(f"{address} never had {words!r}")


def test_the_command_shows_a_save_and_then_the_whole_site(tmp_path: Path, address: str) -> None:
    write(tmp_path, {"docs/articles/a.md": article(description="Told anew.")})
    _until(f"{address}articles/a/", "Told anew.")
    _until(f"{address}tags/offers/", "Told anew.")
    with pytest.raises(HTTPError) as lost:
        urlopen(f"{address}nowhere/")  # noqa: S310
    assert lost.value.code == 404
    assert "iv-" in lost.value.read().decode()
