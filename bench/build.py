"""What a whole build costs, with everything the site does, and what one by Eleventy costs.

Usage: python bench/build.py [count …]

Eleventy builds the same articles in the same run, with as many of our features as it has: a search
by the same Pagefind that indexes our pages, and cards by the cheapest code that we know of, then by
its plugin for them. It is measured without these as well. Every build writes into a folder of its
own, as `make build` does, and nothing is read from or left in the project's .cache.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from pagefind_bin import get_executable  # type: ignore[import-untyped]  # no py.typed

from synthetic import articles

ROOT = Path(__file__).parent.parent
_ELEVENTY = ROOT / "build/eleventy"  # with what npm installs
_LOCK = "package-lock.json"
_CARDS = {
    "Eleventy, search, cards by code": "canvas",
    "Eleventy, search, cards by plugin": "plugin",
}
_FOLDERS = {"canvas": "cards", "plugin": "og-images"}  # of _site
# A program that builds (settings, docs, site), with its .cache beside the docs.
BUILD = """
import logging, sys
from pathlib import Path
logging.basicConfig(level=logging.WARNING)
from mkdocs.commands.build import build
from mkdocs.config import load_config
config = load_config(sys.argv[1], docs_dir=sys.argv[2], site_dir=sys.argv[3])
config.config_file_path = str(Path(sys.argv[2]).parent / "mkdocs.yml")  # where .cache is looked for
config.plugins.on_startup(command="build", dirty=False)
build(config)
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took, with the commands that it called."""

    cpu: float  # seconds of all cores
    wall: float  # seconds
    peak: float  # MB


def main(counts: list[int]) -> None:
    """Print what each count costs us and Eleventy."""
    with_eleventy = _install_eleventy()
    head = f"{'CPU s':>7} {'wall s':>7} {'peak MB':>8}"
    print(f"{'articles':>8} {'':42} {head}  ours, nothing kept / this, ours, cards kept / this")
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            _write(folder / "docs", count)
            first, second = _ours(folder, "first"), _ours(folder, "second")
            costs = {"ours, nothing kept": first, "ours, cards kept": second}
            if with_eleventy:
                costs |= _eleventy(folder / "docs")
        for title, cost in costs.items():
            figures = f"{cost.cpu:>7.1f} {cost.wall:>7.1f} {cost.peak:>8.0f}"
            ratios = f"{first.cpu / cost.cpu:.2f}  {second.cpu / cost.cpu:.2f}"
            print(f"{count:>8} {title:42} {figures}  {ratios}", flush=True)


def _write(docs: Path, count: int) -> None:
    (docs / "articles").mkdir(parents=True)
    (docs / "index.md").write_text("---\ntemplate: home.html\n---\nHome.\n")
    for file, text in articles(count):
        (docs / "articles" / file).write_text(text)


def _ours(folder: Path, site: str) -> Cost:
    paths = (ROOT / "mkdocs.yml", folder / "docs", folder / site)
    return _measure([sys.executable, "-c", BUILD, *map(str, paths)], ROOT)


def _install_eleventy() -> bool:
    """Install what the lock file pins, unless it is there; return whether Eleventy can run."""
    if not (shutil.which("npm") and shutil.which("node")):
        print("npm or node is missing, so that nothing is compared with Eleventy.")
        return False
    source = ROOT / "bench/eleventy"
    lock = _ELEVENTY / _LOCK
    is_there = lock.exists() and lock.read_bytes() == (source / _LOCK).read_bytes()
    if not (is_there and (_ELEVENTY / "node_modules").exists()):
        shutil.rmtree(_ELEVENTY, ignore_errors=True)
        shutil.copytree(source, _ELEVENTY)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(command, cwd=_ELEVENTY, check=True)
    shutil.copytree(source, _ELEVENTY, dirs_exist_ok=True)
    return True


def _eleventy(docs: Path) -> dict[str, Cost]:
    """Build the articles of a folder: bare, with nothing kept, and with the cards kept."""
    shutil.rmtree(_ELEVENTY / "src/articles")
    shutil.copytree(docs / "articles", _ELEVENTY / "src/articles")
    shutil.copy(ROOT / "bench/eleventy/src/articles/articles.json", _ELEVENTY / "src/articles")
    bare = _build_eleventy()
    costs = {"Eleventy": bare, "Eleventy, search": _sum(bare, _index_eleventy())}
    for title, cards in _CARDS.items():
        first = _sum(_build_eleventy(cards=cards), _index_eleventy())
        kept = _ELEVENTY / "kept"
        (_ELEVENTY / "_site" / _FOLDERS[cards]).rename(kept)
        second = _sum(_build_eleventy(kept, cards=cards), _index_eleventy())
        costs |= {f"{title}, nothing kept": first, f"{title}, cards kept": second}
    return costs


def _build_eleventy(kept: Path | None = None, *, cards: str = "") -> Cost:
    """Build into a folder that is not there but for the cards, if they are kept."""
    site = _ELEVENTY / "_site"
    shutil.rmtree(site, ignore_errors=True)
    if kept:
        site.mkdir()
        kept.rename(site / _FOLDERS[cards])
    command = ["node", "node_modules/@11ty/eleventy/cmd.cjs", "--quiet"]
    return _measure(command, _ELEVENTY, {"CARDS": cards})


def _index_eleventy() -> Cost:
    """Index what Eleventy has built, by the Pagefind that indexes our pages too."""
    return _measure([str(get_executable()), "--quiet", "--site", "_site"], _ELEVENTY)


def _measure(command: list[str], folder: Path, environment: dict[str, str] | None = None) -> Cost:
    environ = {**os.environ, **(environment or {})}
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=environ, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{command[0]} failed")
    cpu = usage.ru_utime + usage.ru_stime
    return Cost(cpu, time.perf_counter() - start, usage.ru_maxrss / 1024)


def _sum(one: Cost, other: Cost) -> Cost:
    return Cost(one.cpu + other.cpu, one.wall + other.wall, max(one.peak, other.peak))


if __name__ == "__main__":
    main([int(count) for count in sys.argv[1:]] or [100, 1_000])
