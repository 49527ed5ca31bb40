"""The search index: made by Pagefind from the finished pages, and names to mend a slip with."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import threading
from typing import TYPE_CHECKING

from pagefind_bin import get_executable  # type: ignore[import-untyped]  # no py.typed

from interviewing.search_index import rewrite_index

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from interviewing.content import Content

FOLDER = "pagefind"
NAMES = f"{FOLDER}/names.json"
# Its scripts, as overrides/assets/javascripts/engine.js does what this site needs of them.
_UNUSED = ("pagefind*.js", "pagefind*.css")
# A word of a source, such as the name of a journal, most often leads to a page about something else.
_NOT_TEXT = ".iv-cite, .iv-illustration figcaption, .iv-sources"
_SHORTEST_WORD = 3  # letters; in a shorter one, a slip makes another word
_WORD = re.compile(r"[^\W\d_]+")


class SearchError(Exception):
    """Why there is no index, in Pagefind's words."""


class Indexing:
    """The making of what the search needs, in the folder of a finished site."""

    def __init__(self, site: Path, content: Content) -> None:
        """Start Pagefind."""
        self._site, self._names = site, known_names(content)
        self._is_stopped, self._is_over = False, threading.Event()
        # Not by `python -m pagefind`: to start a second Python takes 0.1 s.
        command = [str(get_executable()), "--site", str(site), "--quiet"]
        command += ["--exclude-selectors", _NOT_TEXT]
        self._process = subprocess.Popen(  # noqa: S603 - our own
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def stop(self) -> None:
        """Leave it unfinished, as the folder is about to be cleared; no file is written after."""
        self._is_stopped = True
        self._process.kill()
        self._is_over.wait()

    def finish(self) -> None:
        """Wait for Pagefind, and write the rest, unless it is stopped, by Ctrl-C or otherwise.

        The same pages give the same files. Raises SearchError if Pagefind fails.
        """
        try:
            said, _ = self._process.communicate()
            if self._is_stopped or self._process.returncode == -signal.SIGINT:
                return
            if self._process.returncode:
                raise SearchError(f"Pagefind made no search index: {said.strip()}")
            _finish(self._site, self._names)
        finally:
            self._is_over.set()


def _finish(site: Path, known: dict[str, list[str]]) -> None:
    unused = [path for pattern in _UNUSED for path in (site / FOLDER).glob(pattern)]
    # One engine knows the language of the site, if Pagefind does; the other is for all that it does not.
    if len([*(site / FOLDER).glob("wasm.*")]) > 1:
        unused.append(site / FOLDER / "wasm.unknown.pagefind")
    for path in unused:
        path.unlink()
    rewrite_index(site / FOLDER)
    names = json.dumps(known, ensure_ascii=False, separators=(",", ":"))
    (site / NAMES).write_text(names, encoding="utf-8")


def known_names(content: Content) -> dict[str, list[str]]:
    """Return what is typed wrong most often: `titles` of articles, and `words` that name something.

    The words are those of titles, of tags and of the titles of letters, in lower case. Both are in
    their order in a dictionary.
    """
    titles = {article.title for article in content.articles}
    texts = [*titles, *(tag.name for tag in content.tags)]
    texts += [letter.title for article in content.articles for letter in article.letters]
    return {"titles": sorted(titles), "words": sorted(_words(texts))}


def _words(texts: Iterable[str]) -> set[str]:
    found = {word for text in texts for word in _WORD.findall(text.lower())}
    return {word for word in found if len(word) >= _SHORTEST_WORD}
