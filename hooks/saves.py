"""What the server of a preview does when files were saved."""

from __future__ import annotations

import _thread
import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from watchdog.events import FileSystemEvent, FileSystemEventHandler

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer

    from preview import Preview

_QUIET = 1.0  # seconds after a save, in which a browser fetches the page, or more is saved


class _Superseded(BaseException):
    """More was saved; no Exception, which MkDocs would report as a mistake on some page."""


class Saves:
    """What a server calls instead of a build of everything.

    It sets what MkDocs 1.6.1 keeps to itself: that something was saved, and for which version of
    the site (epoch) browsers wait.
    """

    def __init__(self, preview: Preview, server: LiveReloadServer, config: MkDocsConfig) -> None:
        """Know the files as they are now."""
        self._preview, self._server, self._build = preview, server, server.builder
        self._docs = Path(config.docs_dir)
        self._watched = [config.docs_dir, config.config_file_path, *config.watch]
        self._seen = dict(_times(self._watched))
        self._is_more_than_shown = False
        self._timer = threading.Timer(_QUIET, self._ask)
        self._listen()

    def _listen(self) -> None:
        """Have a save interrupt a build, as Ctrl-C would."""
        handler = FileSystemEventHandler()
        handler.on_any_event = self.interrupt  # type: ignore[method-assign]
        for path in self._watched:
            self._server.observer.schedule(handler, str(Path(path).absolute()), recursive=True)
        signal.signal(signal.SIGUSR1, self._give_up)

    def interrupt(self, event: FileSystemEvent) -> None:
        """Tell the main thread, which builds."""
        if not event.is_directory and self._preview.may_be_given_up:
            _thread.interrupt_main(signal.SIGUSR1)

    def _give_up(self, *_: object) -> None:
        if self._preview.may_be_given_up:
            self._preview.may_be_given_up = False
            raise _Superseded

    def __call__(self) -> None:
        """Show what was saved, and have the whole site follow."""
        self._timer.cancel()
        changed = self._changed()
        if self._show(changed):
            self._timer = threading.Timer(_QUIET, self._ask)
            self._timer.daemon = True
            self._timer.start()
        else:
            self._is_more_than_shown |= bool(changed)
            self._follow()

    def _changed(self) -> list[str]:
        """Return the files that are new, gone, or not what they were."""
        then, self._seen = self._seen, dict(_times(self._watched))
        every = sorted(then.keys() | self._seen.keys())
        return [path for path in every if then.get(path) != self._seen.get(path)]

    def _show(self, changed: list[str]) -> bool:
        """Show saved pages; return False if there is more to it."""
        paths = [Path(path) for path in changed]
        if not all(path.is_relative_to(self._docs) and path.exists() for path in paths):
            return False
        with self._preview.kept():
            return self._preview.show([path.relative_to(self._docs).as_posix() for path in paths])

    def _ask(self) -> None:
        """Ask for a build, as a save does."""
        with self._server._rebuild_cond:
            self._server._want_rebuild = True
            self._server._rebuild_cond.notify_all()

    def _follow(self) -> None:
        """Build the whole site, while browsers still get the one that is served."""
        before = self._preview.pages
        self._let_browsers_in()
        try:
            with self._preview.kept():
                self._preview.may_be_given_up = True
                self._build()
        except _Superseded:
            return
        if self._is_more_than_shown or self._preview.pages != before:
            self._reload_browsers()
        self._is_more_than_shown = False

    def _let_browsers_in(self) -> None:
        with self._server._epoch_cond:
            self._server._wanted_epoch = self._server._visible_epoch
            self._server._epoch_cond.notify_all()

    def _reload_browsers(self) -> None:
        """Have the server say so, once this save is dealt with."""
        with self._server._epoch_cond:
            self._server._wanted_epoch = self._server._visible_epoch + 1


def _times(paths: list[str]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the files below these paths, with what a save changes about them.

    Without what editors and Python write beside them.
    """
    for path in map(Path, paths):
        for file in path.rglob("*") if path.is_dir() else (path,):
            if not file.name.startswith(".") and file.suffix != ".pyc" and file.is_file():
                state = file.stat()
                yield str(file), (state.st_mtime_ns, state.st_size)
