"""What a whole build costs at 100, 1,000 and 5,000 articles, with everything the site does.

Usage: python bench/build.py [count …]
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from synthetic import articles

ROOT = Path(__file__).parent.parent
_BUILD = """
import logging, sys
logging.basicConfig(level=logging.WARNING)
from mkdocs.commands.build import build
from mkdocs.config import load_config
config = load_config(sys.argv[1], docs_dir=sys.argv[2], site_dir=sys.argv[3])
config.plugins.on_startup(command="build", dirty=False)
build(config)
"""


def measure(count: int) -> tuple[float, float, float]:
    """Return CPU seconds, wall seconds and peak MB of building so many articles."""
    with tempfile.TemporaryDirectory() as name:
        docs = Path(name, "docs")
        (docs / "articles").mkdir(parents=True)
        (docs / "index.md").write_text("---\ntemplate: home.html\n---\nHome.\n")
        for file, text in articles(count):
            (docs / "articles" / file).write_text(text)
        command = [sys.executable, "-c", _BUILD, ROOT / "mkdocs.yml", docs, Path(name, "site")]
        start = time.perf_counter()
        process = subprocess.Popen(list(map(str, command)))
        _, status, usage = os.wait4(process.pid, 0)
        if status:
            sys.exit(f"The build of {count} articles failed")
        cpu = usage.ru_utime + usage.ru_stime
        return cpu, time.perf_counter() - start, usage.ru_maxrss / 1024


def main(counts: list[int]) -> None:
    """Print a line for each count; `growth` is the CPU time against linear from the line above."""
    print(
        f"{'articles':>8} {'CPU s':>7} {'wall s':>7} {'peak MB':>8} {'ms/article':>10} {'growth':>7}"
    )
    last: tuple[int, float] | None = None
    for count in counts:
        cpu, wall, peak = measure(count)
        growth = f"{cpu / last[1] / (count / last[0]):.2f}" if last else ""
        print(
            f"{count:>8} {cpu:>7.1f} {wall:>7.1f} {peak:>8.0f} {cpu / count * 1000:>10.1f} {growth:>7}"
        )
        last = count, cpu


if __name__ == "__main__":
    main([int(count) for count in sys.argv[1:]] or [100, 1_000, 5_000])
