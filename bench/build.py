"""What a whole build costs, with everything the site does, and what one by Eleventy costs.

Usage: python bench/build.py [count …]

Eleventy builds the same articles in the same run, with as many of our features as it has, and
Pagefind then indexes its pages as it does ours. Nothing is read from or left in the project's .cache.
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

from synthetic import articles

ROOT = Path(__file__).parent.parent
_ELEVENTY = ROOT / "build/eleventy"  # with what npm installs
_LOCK = "package-lock.json"
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
    """Print what each count costs, cold, warm, and by Eleventy; ratios are of CPU."""
    with_eleventy = _install_eleventy()
    print(f"{'articles':>8} {'':28} {'CPU s':>7} {'wall s':>7} {'peak MB':>8} {'ratio':>6}")
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            _write(folder / "docs", count)
            costs = {"ours, nothing kept": _ours(folder), "ours, cards kept": _ours(folder)}
            if with_eleventy:
                eleventy, pagefind = _eleventy(folder / "docs"), _pagefind()
                costs |= {"Eleventy": eleventy, "Eleventy, then Pagefind": _sum(eleventy, pagefind)}
        _report(count, costs)


def _report(count: int, costs: dict[str, Cost]) -> None:
    """Print a line for each cost; the ratio is against the last of them."""
    *_, last = costs.values()
    for name, cost in costs.items():
        ratio = f"{cost.cpu / last.cpu:.2f}"
        print(
            f"{count:>8} {name:28} {cost.cpu:>7.1f} {cost.wall:>7.1f} {cost.peak:>8.0f} {ratio:>6}"
        )


def _write(docs: Path, count: int) -> None:
    (docs / "articles").mkdir(parents=True)
    (docs / "index.md").write_text("---\ntemplate: home.html\n---\nHome.\n")
    for file, text in articles(count):
        (docs / "articles" / file).write_text(text)


def _ours(folder: Path) -> Cost:
    paths = (ROOT / "mkdocs.yml", folder / "docs", folder / "site")
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


def _eleventy(docs: Path) -> Cost:
    """Build the articles of a folder from nothing."""
    shutil.rmtree(_ELEVENTY / "_site", ignore_errors=True)
    shutil.rmtree(_ELEVENTY / "src/articles")
    shutil.copytree(docs / "articles", _ELEVENTY / "src/articles")
    shutil.copy(ROOT / "bench/eleventy/src/articles/articles.json", _ELEVENTY / "src/articles")
    return _measure(["node", "node_modules/@11ty/eleventy/cmd.cjs", "--quiet"], _ELEVENTY)


def _pagefind() -> Cost:
    """Index what Eleventy has built, by the Pagefind that indexes our pages too."""
    return _measure([sys.executable, "-m", "pagefind", "--quiet", "--site", "_site"], _ELEVENTY)


def _measure(command: list[str], folder: Path) -> Cost:
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{command[0]} failed")
    cpu = usage.ru_utime + usage.ru_stime
    return Cost(cpu, time.perf_counter() - start, usage.ru_maxrss / 1024)


def _sum(one: Cost, other: Cost) -> Cost:
    return Cost(one.cpu + other.cpu, one.wall + other.wall, max(one.peak, other.peak))


if __name__ == "__main__":
    main([int(count) for count in sys.argv[1:]] or [100, 1_000, 5_000])
