"""What it costs to find the related articles of 1,000, 5,000 and 10,000.

Usage: python bench/related_scale.py [count …]

Each count runs in a process of its own; seconds are CPU time. `index` reads the words and counts
them, `compare` finds the best five for each article and why; `together` has the imports too, but
not the making of the articles, which are there already when a site is built. `growth` is against
linear, from the line above. `peak` is the whole process.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_RANK = """
import sys, time
sys.path[:0] = sys.argv[1:3]
from interviewing import related
print(time.process_time())
from interviewing.parse_article import parse_article
from synthetic import articles
made = [parse_article(f"articles/{name}", text)[0] for name, text in articles(int(sys.argv[3]))]
index_articles = related.index_articles
def timed(*arguments):
    index = index_articles(*arguments)
    print(time.process_time() - start)
    return index
related.index_articles = timed
start = time.process_time()
matches = related.rank(made, limit=5)
print(time.process_time() - start)
"""


def measure(count: int) -> tuple[float, float, float, float]:
    """Return CPU seconds to import, to index and to compare, and the peak in MB."""
    here = Path(__file__).parent
    command = [sys.executable, "-c", _RANK, here.parent / "hooks", here, count]
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, text=True)
    printed = process.stdout.read().split() if process.stdout else []
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"Ranking {count} articles failed")
    imported, indexed, ranked = map(float, printed)
    return imported, indexed, ranked - indexed, usage.ru_maxrss / 1024


def main(counts: list[int]) -> None:
    """Print a line for each count."""
    names = ("articles", "index", "growth", "compare", "growth", "together", "peak MB")
    print(*(f"{name:>8}" for name in names))
    last: tuple[int, float, float] | None = None
    for count in counts:
        imports, index, compare, peak = measure(count)
        growth = ["", ""]
        if last:
            growth = [
                f"{now / then / (count / last[0]):.2f}"
                for now, then in zip((index, compare), last[1:], strict=True)
            ]
        print(
            f"{count:>8} {index:>8.1f} {growth[0]:>8} {compare:>8.1f} {growth[1]:>8}"
            f" {imports + index + compare:>8.1f} {peak:>8.0f}"
        )
        last = count, index, compare


if __name__ == "__main__":
    main([int(count) for count in sys.argv[1:]] or [1_000, 5_000, 10_000])
