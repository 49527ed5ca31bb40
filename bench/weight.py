"""Whether an article stays as light as it is while the site grows.

Usage: python bench/weight.py [count …]

What the first visit to the same articles brings, page, styles and scripts with Brotli 11, in sites
of more and more articles: ten that nobody wrote, first among few, and then all of ours among those.
Needs Chromium (CHROMIUM names another).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from build import BUILD, ROOT
from search import compressed, files_at, served
from synthetic import articles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser

_FEW = 12
_SAME = [f"article-{number}" for number in range(10)]
_APART = {".svg", ".woff2"}
_DAY = "2026-12-01"


def write_docs(docs: Path, count: int, *, real: bool) -> None:
    """Write so many articles: all that nobody wrote, or ours and as many of those as are missing."""
    if real:
        shutil.copytree(ROOT / "docs", docs)
    else:
        (docs / "articles").mkdir(parents=True)
        (docs / "index.md").write_text("---\ntemplate: home.html\n---\nHome.\n")
    missing = count - len([*(docs / "articles").glob("*.md")])
    for name, text in articles(missing):
        (docs / "articles" / name).write_text(text)


def weights(browser: Browser, count: int, slugs: Sequence[str], *, real: bool) -> dict[str, int]:
    """Return the bytes of a first visit to articles by slug, in a site of so many articles."""
    with tempfile.TemporaryDirectory() as name:
        docs, site = Path(name, "docs"), Path(name, "site")
        write_docs(docs, count, real=real)
        command = [sys.executable, "-c", BUILD, str(ROOT / "mkdocs.yml"), str(docs), str(site)]
        environment = os.environ | {"BUILD_DATE": _DAY, "NO_MKDOCS_2_WARNING": "1"}
        subprocess.run(command, check=True, env=environment)
        return {slug: sum(map(compressed, _files(browser, site, slug))) for slug in slugs}


def _files(browser: Browser, site: Path, slug: str) -> Iterator[Path]:
    """Yield what the first visit to an article fetches, but drawings and fonts."""
    path = f"articles/{slug}/"
    with served(site) as server:
        page = browser.new_page(base_url=f"http://127.0.0.1:{server.server_port}")
        page.goto(f"/{path}", wait_until="networkidle")
        fetched = [*files_at(site, server.asked)]
        page.close()
        server.shutdown()
    yield site / path / "index.html"
    yield from (file for file in fetched if file.suffix not in _APART)


def line(label: str, count: int, now: dict[str, int], first: dict[str, int]) -> str:
    """Return a line of the table: the mean, how it grew, and how the one grew that grew most."""
    grown = [now[slug] / first[slug] - 1 for slug in now]
    mean = sum(now.values()) / sum(first[slug] for slug in now) - 1
    size = f"{fmean(now.values()):,.0f}"
    growth = f"{mean:+.2%} | {max(grown):+.2%}" if any(grown) else "|"
    return f"| {label} | {count:,} | {size} | {growth} |"


def main(counts: list[int]) -> None:
    """Print the table: for each site, a line for each set of articles."""
    ours = sorted(path.stem for path in (ROOT / "docs/articles").glob("*.md"))
    least = len(ours) + len(_SAME)
    if too_few := [count for count in counts if count < least]:
        sys.exit(f"expected {least} articles or more, as those are compared, got {too_few[0]}")
    sites = [(_FEW, _SAME), (len(ours), ours), *((count, ours + _SAME) for count in counts)]
    first: dict[str, int] = {}
    print("| articles | of so many | bytes, mean | growth | of one, at most |", flush=True)
    print("|---|---|---|---|---|")
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for count, slugs in sites:
            now = weights(browser, count, slugs, real=slugs is not _SAME)
            first = now | first
            for label, group in (("ours", ours), ("nobody’s", _SAME)):
                if group[0] in now:
                    print(
                        line(label, count, {slug: now[slug] for slug in group}, first), flush=True
                    )
        browser.close()


if __name__ == "__main__":
    main([int(count) for count in sys.argv[1:]] or [100, 1_000])
