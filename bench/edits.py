"""How soon an author sees in the browser what was saved.

Usage: python bench/edits.py [count …]

A preview of as many synthetic articles, asked for an edited page until it has what was saved, as a
browser that reloads would be answered; first when the preview has nothing else to do, then while
it still builds the whole site after the edit before.
"""

from __future__ import annotations

import contextlib
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from synthetic import articles

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
_EDITS = 5
_SOON = 2.5  # seconds between edits, when the whole site is being built
_PATIENCE = 300  # seconds


def main(counts: list[int]) -> None:
    """Print for each count how long edits took to be seen, on their page and on others."""
    print(f"{'articles':>8} {'':32} {'median':>7} {'slowest':>8}")
    for count in counts:
        with tempfile.TemporaryDirectory() as name, _preview(Path(name), count) as address:
            files = sorted(Path(name, "docs/articles").glob("*.md"))
            rested = [_edit_at_rest(file, address) for file in _some(files)]
            hasty = [_edit_in_haste(file, address) for file in _some(files)]
        _report(count, "seen on its page", [seen for seen, _ in rested])
        _report(count, "seen on other pages", [elsewhere for _, elsewhere in rested])
        _report(count, "seen while the site is built", hasty)


def _report(count: int, what: str, times: list[float]) -> None:
    print(f"{count:>8} {what:32} {median(times):>5.2f} s {max(times):>6.2f} s", flush=True)


def _some(files: list[Path]) -> list[Path]:
    return random.Random(1).sample(files, _EDITS)  # noqa: S311 - repeatable, not secret


def _edit_at_rest(file: Path, address: str) -> tuple[float, float]:
    """Save a new description, and return the seconds until it is on its page, and on a tag's."""
    start = time.perf_counter()
    words, tag = _save(file)
    _until(words, f"{address}articles/{file.stem}/")
    seen = time.perf_counter() - start
    _until(words, address + tag)
    elsewhere = time.perf_counter() - start
    time.sleep(8 + random.random())  # noqa: S311 - until the search index is there too
    return seen, elsewhere


def _edit_in_haste(file: Path, address: str) -> float:
    """Save a new description, and return the seconds until it is on its page; do not wait more."""
    start = time.perf_counter()
    words, _ = _save(file)
    _until(words, f"{address}articles/{file.stem}/")
    seen = time.perf_counter() - start
    time.sleep(_SOON)
    return seen


def _save(file: Path) -> tuple[str, str]:
    """Give an article another description; return it, and the address of a tag that lists it."""
    words = f"Saved at {time.monotonic_ns()}"
    text = file.read_text()
    file.write_text(re.sub("(?m)^description: .*$", f"description: {words}.", text))
    (number,) = re.findall(r"(?m)^tags: \[tag (\d+)", text)
    return words, f"tags/tag-{number}/"


def _until(words: str, address: str) -> None:
    """Return as soon as a page has these words."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), urllib.request.urlopen(address) as answer:  # noqa: S310
            if words in answer.read().decode():
                return
        time.sleep(0.02)
    sys.exit(f"{address} never had {words!r}.")


@contextmanager
def _preview(folder: Path, count: int) -> Iterator[str]:
    """Start a preview, and give its address once it answers."""
    shutil.copy(ROOT / "mkdocs.yml", folder)
    for name in ("hooks", "overrides"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "docs/articles").mkdir(parents=True)
    (folder / "docs/index.md").write_text("---\ntemplate: home.html\n---\nHome.\n")
    for file, text in articles(count):
        (folder / "docs/articles" / file).write_text(text)
    place = f"127.0.0.1:{_free_port()}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "--no-strict"]
    command += ["--quiet", "--dev-addr", place]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL
    ) as process:
        try:
            _until("Home", f"http://{place}/")
            time.sleep(10)
            yield f"http://{place}/"
        finally:
            process.send_signal(signal.SIGINT)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


if __name__ == "__main__":
    main([int(count) for count in sys.argv[1:]] or [24, 1_000])
