"""The search index: made by Pagefind from the finished pages, and names to mend a slip with."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import signal
import subprocess
import threading
from typing import TYPE_CHECKING, Any

import cbor2
from pagefind_bin import get_executable  # type: ignore[import-untyped]  # no py.typed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from interviewing.content import Content

FOLDER = "pagefind"
NAMES = f"{FOLDER}/names.json"
# Its ready-made dialogs, and the words of languages that this site is not written in.
_UNUSED = ("*-ui.*", "*-highlight.js", "wasm.unknown.*")
_SIGNATURE = b"pagefind_dcd"  # before the CBOR in each of its files
_NOT_TEXT = ".iv-cite"
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
    for pattern in _UNUSED:
        for path in (site / FOLDER).glob(pattern):
            path.unlink()
    _order_filters(site / FOLDER)
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


def _order_filters(folder: Path) -> None:
    """Put filters in order, and name them anew by their content.

    Pagefind 1.5 writes them in the random order of a hash map, each time under other names.
    """
    (meta,) = folder.glob("*.pf_meta")
    version, pages, words, filters, *rest = _unpacked(meta)
    renamed = []
    for name, file in sorted(filters):
        path = folder / "filter" / f"{file}.pf_filter"
        key, values = _unpacked(path)
        content = _packed([key, sorted(values)])
        path.unlink()
        new = f"{_language(file)}_{_digest(content)[:7]}"
        path.with_stem(new).write_bytes(content)
        renamed.append([name, new])
    content = _packed([version, pages, words, renamed, *rest])
    meta.unlink()
    old = meta.stem.removeprefix("pagefind.")
    new = f"{_language(old)}_{_digest(content)[:10]}"
    (folder / f"pagefind.{new}.pf_meta").write_bytes(content)
    entry = folder / "pagefind-entry.json"
    entry.write_text(entry.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def _language(name: str) -> str:
    return name.rpartition("_")[0]


def _unpacked(path: Path) -> Any:
    return cbor2.loads(gzip.decompress(path.read_bytes()).removeprefix(_SIGNATURE))


def _packed(data: Any) -> bytes:
    return gzip.compress(_SIGNATURE + cbor2.dumps(data), mtime=0)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
