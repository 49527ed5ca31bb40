"""A preview: what was saved is shown at once, and the whole site follows.

A build of everything takes a second for twenty articles and many for a thousand. So a save renders
the saved pages alone, among all others as the last build left them. Then the site is built anew
beside the one that is served, and takes its place; it is given up when something else is saved.
"""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.commands.build import _build_page, _populate_page
from mkdocs.plugins import event_priority

from article_page import ArticlePage
from interviewing import search
from saves import Saves

if TYPE_CHECKING:
    from collections.abc import Iterator

    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

_MAIN = "hooks/main.py"  # as mkdocs.yml calls it
_SERVED = "served"  # a link to the folder of the last whole build
_FOLDERS = ("a", "b")  # where they are made
_AT_ONCE = 5  # pages; more of them are no edit, but another state of the site

_log = logging.getLogger("interviewing")


@dataclass(slots=True)
class _Site:
    """A whole build: what its pages were made with, and what came of them."""

    config: MkDocsConfig
    files: Files = field(init=False)
    nav: Navigation = field(init=False)
    env: jinja2.Environment = field(init=False)
    state: Any = None  # what the main hook knows
    pages: dict[str, int] = field(default_factory=dict)  # digests by address

    @property
    def folder(self) -> Path:
        """Return where its files are."""
        return Path(self.config.site_dir)

    @property
    def main(self) -> Any:
        """Return the hook that translates the events of a build."""
        return self.config.hooks[_MAIN]  # type: ignore[call-overload]  # typed as a list


class Preview:
    """The site that is served, and the one that is made to follow it."""

    making: _Site

    def __init__(self) -> None:
        """Begin with none."""
        self.served: _Site | None = None
        self.may_be_given_up = False  # what is built now
        self._indexing: search.Indexing | None = None

    @property
    def pages(self) -> dict[str, int]:
        """Return what is served, as digests by address."""
        return self.served.pages if self.served else {}

    def begin(self, config: MkDocsConfig) -> None:
        """Have a site made beside the one that is served."""
        taken = self.served.folder.name if self.served else ""
        free = next(name for name in _FOLDERS if name != taken)
        config.site_dir = str(Path(config.site_dir, free))
        self.making = _Site(config)

    def finish(self) -> None:
        """Serve the site that was made, and make its search index."""
        self.may_be_given_up = False
        self.stop()
        site = self.making
        site.state = site.main.state()
        link = site.folder.with_name("next")
        link.unlink(missing_ok=True)
        link.symlink_to(site.folder.name)
        link.replace(link.with_name(_SERVED))
        self.served = site
        self._indexing = search.Indexing(site.folder, site.state.content)
        threading.Thread(target=_finish, args=(self._indexing,)).start()

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Know again what is served, and no more, if what is tried here fails."""
        served = self.served
        try:
            yield
        except BaseException:
            self.may_be_given_up = False
            if served:
                served.main.restore(served.state)
            raise

    def stop(self) -> None:
        """Leave a search index unfinished."""
        if self._indexing:
            self._indexing.stop()
            self._indexing = None

    def show(self, sources: list[str]) -> bool:
        """Render these pages (paths under docs/) anew in the site that is served.

        Return whether it is done: not if there is no such page, or if others come or go with it.
        """
        site = self.served
        if not site or not 0 < len(sources) <= _AT_ONCE:
            return False
        pages = [file.page for name in sources if (file := site.files.src_uris.get(name))]
        if len(pages) < len(sources) or not all(pages):
            return False
        if not site.main.read_again(sources, config=site.config, files=site.files):
            return False
        site.main.on_env(site.env, config=site.config, files=site.files)
        self.making = site
        for page in filter(None, pages):
            _render(page, site)
        site.state = site.main.state()
        return True


def _render(page: Page, site: _Site) -> None:
    """Write a page as a whole build would."""
    new = type(page)(None, page.file, site.config)
    if isinstance(page, ArticlePage) and isinstance(new, ArticlePage):
        new.among, new.renderer = page.among, page.renderer
    _populate_page(new, site.config, site.files)
    _build_page(new, site.config, site.files.documentation_pages(), site.nav, site.env)


def _finish(indexing: search.Indexing) -> None:
    try:
        indexing.finish()
    except search.SearchError as error:
        _log.error(str(error))


_preview: Preview | None = None  # none in a plain build


def on_startup(*, command: str, dirty: bool) -> None:
    """Know whether this is a preview."""
    global _preview
    _preview = Preview() if command == "serve" else None


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Have the site made beside the one that is served."""
    if _preview:
        _preview.begin(config)
    return config


def on_nav(nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
    """Keep what a single page is rendered with."""
    if _preview:
        _preview.making.nav, _preview.making.files = nav, files
    return nav


def on_env(env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
    """Keep the templates, compiled."""
    if _preview:
        _preview.making.env = env
    return env


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    """Keep a digest of a page."""
    if _preview:
        _preview.making.pages[page.url] = hash(output)
    return output


@event_priority(-200)  # when everything is written
def on_post_build(*, config: MkDocsConfig) -> None:
    """Serve what was made."""
    if _preview:
        _preview.finish()


def on_serve(
    server: LiveReloadServer, *, config: MkDocsConfig, builder: object
) -> LiveReloadServer:
    """Have the server serve what is made here, and ask here when files were saved."""
    if not _preview:
        return server
    root = _preview.making.folder.with_name(_SERVED)
    server.root = str(root)
    server.error_handler = lambda code: _read(root / f"{code}.html")
    server.builder = Saves(_preview, server, config)
    return server


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def on_shutdown() -> None:
    """End what is left in the background."""
    if _preview:
        _preview.stop()
