"""What a reader's phone makes of every kind of page, beside other themes, by Lighthouse.

Usage: .venv/dev/bin/python bench/reader/reader.py [--only NAME …] [--runs N] [--write]

Builds our site and the peers, serves all of them behind Caddy with HTTPS, HTTP/2 and Brotli, and
visits each page so many times, all pages in turn. A visit during which the machine was too slow
(Lighthouse's benchmarkIndex) does not count and is made again. Downloads and reports go to
build/reader. With --write, the table goes into bench/README.md.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import shutil
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from compress import compress
from pages import PAGES

from peers import ARTICLE, PEERS, ROOT, build_peers, npm_ci, run
from phone import Phone, Visit, middle
from web import OURS, served

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WORK = ROOT / "build/reader"
README = ROOT / "bench/README.md"
_DAY = "2026-12-01"  # of which our site is built
_TABLE = re.compile(r"(?<=<!-- reader -->\n).*?(?=<!-- /reader -->)", re.DOTALL)
_TRIES = 4  # visits for each that counts, at most
_HEAD = (
    "page",
    *("performance", "accessibility", "best practices", "SEO"),
    *("first paint", "largest paint", "blocked", "shift"),
    *("requests", "kB", "without fonts and pictures", "the page itself"),
)


def addresses() -> dict[str, str]:
    """Return the pages to visit by name: one of each kind of ours, and the peers' articles."""
    # A page that comes with status 404 is an error to Lighthouse.
    ours = PAGES | {"lost": "/404.html"}
    peers = {name: f"https://{name}.test{ARTICLE}" for name in PEERS}
    return {name: f"https://{OURS}{path}" for name, path in ours.items()} | peers


def build_sites(sites: Path) -> None:
    """Build ours and the peers as they are deployed, compressed."""
    shutil.rmtree(sites, ignore_errors=True)
    sites.mkdir(parents=True)
    command = (sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", sites / "ours")
    run(*command, cwd=ROOT, BUILD_DATE=_DAY)
    build_peers(sites, WORK)
    for site in sites.iterdir():
        compress(site, WORK / "compressed" / site.name)


def install_lighthouse() -> Path:
    """Return the folder of Lighthouse, installed once for what is pinned."""
    folder, here = WORK / "lighthouse", Path(__file__).parent
    lock = here / "package-lock.json"
    installed = folder / "node_modules/lighthouse/package.json"
    if not installed.exists() or (folder / lock.name).read_bytes() != lock.read_bytes():
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", lock.name):
            shutil.copy(here / name, folder)
        npm_ci(folder)
    return folder


def visit_all(
    phone: Phone, urls: dict[str, str], runs: int, floor: float
) -> dict[str, list[Visit]]:
    """Return the visits that count by page, in turns; an interrupt (Ctrl+C) ends them early."""
    visits: dict[str, list[Visit]] = {name: [] for name in urls}
    dropped = 0
    with contextlib.suppress(KeyboardInterrupt):
        for name in _turns(visits, runs):
            visit = phone.visit(urls[name], WORK / "reports" / f"{name}.json")
            counts = visit is not None and visit.speed >= floor
            print(f"{name:15} {'' if counts else 'does not count: '}{visit}", flush=True)
            if visit and counts:
                visits[name].append(visit)
            else:
                dropped += 1
    print(f"{dropped} visits do not count, as they failed or the machine was too slow")
    return visits


def _turns(visits: dict[str, list[Visit]], runs: int) -> Iterator[str]:
    """Yield the name of each page in turn that still has fewer visits than it should."""
    for _ in range(runs * _TRIES):
        yield from [name for name, made in visits.items() if len(made) < runs]


def table(visits: dict[str, list[Visit]]) -> Iterator[str]:
    """Yield the lines of a table, a line for each page, then what failed."""
    yield _line(_HEAD)
    yield _line(["---"] * len(_HEAD))
    for name, made in visits.items():
        label = f"{name}’s article" if name in PEERS else name
        yield _line([label, *_cells(made)] if made else [label, "no visit counts", *[""] * 11])
    yield ""
    for name, made in visits.items():
        if made and (failed := middle(made).failed):
            yield f"- {name} fails {', '.join(failed)}."


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(made: list[Visit]) -> Iterator[str]:
    """Yield the figures of a page; behind a performance that varies, the lowest and the highest."""
    visit = middle(made)
    performance = [each.scores[0] for each in made]
    low, high = min(performance), max(performance)
    yield f"{visit.scores[0]:.0f}" + (f" ({low:.0f} to {high:.0f})" if low < high else "")
    yield from (f"{score:.0f}" for score in visit.scores[1:])
    first, largest, blocked, shift = visit.moments
    yield from (f"{first / 1000:.2f} s", f"{largest / 1000:.2f} s", f"{blocked:.0f} ms")
    yield f"{shift:.3f}".rstrip("0").rstrip(".")
    yield f"{visit.requests}"
    yield f"{visit.sent / 1000:.1f}"
    yield f"{visit.rest}, {visit.rest_sent / 1000:.1f} kB"
    yield f"{visit.page_sent / 1000:.1f} kB"


def conditions(phone: Phone, visits: dict[str, list[Visit]], floor: float) -> str:
    """Return with what and how the table was made."""
    counts = sorted({len(made) for made in visits.values()})
    speeds = [each.speed for made in visits.values() for each in made]
    return (
        f"{phone.versions}; visits that count: {' to '.join(map(str, counts))} a page, at a benchmarkIndex of "
        f"{min(speeds, default=0):.0f} to {max(speeds, default=0):.0f} (floor {floor:.0f}); "
        f"load {os.getloadavg()[2]:.1f} on {os.cpu_count()} cores.\n"
    )


def main() -> None:
    """Visit the pages and print the table, or write it."""
    options = _options()
    urls = addresses()
    urls = {name: urls[name] for name in options.only or urls}
    sites = WORK / "sites"
    (WORK / "reports").mkdir(parents=True, exist_ok=True)
    if not options.built:
        build_sites(sites)
    with served(sites, PEERS, WORK) as web:
        phone = Phone(install_lighthouse(), web, desktop=options.desktop)
        visits = visit_all(phone, urls, options.runs, options.floor)
    kept = {name: [asdict(visit) for visit in made] for name, made in visits.items()}
    (WORK / "visits.json").write_text(json.dumps(kept, indent=1))
    text = "\n".join([conditions(phone, visits, options.floor), *table(visits), ""])
    print(f"\n{text}")
    if options.write:
        README.write_text(_TABLE.sub(lambda _: text, README.read_text(encoding="utf-8")))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    names = list(addresses())
    parser.add_argument("--only", nargs="+", choices=names, metavar="NAME", help=", ".join(names))
    parser.add_argument("--runs", type=int, default=5, help="visits that count, of each page")
    parser.add_argument(
        "--floor", type=float, default=900, help="benchmarkIndex of one that counts"
    )
    parser.add_argument("--desktop", action="store_true", help="a desktop instead of a phone")
    parser.add_argument("--built", action="store_true", help="take the sites of the last run")
    parser.add_argument("--write", action="store_true", help="put the table into bench/README.md")
    options = parser.parse_args()
    if options.write and (options.only or options.desktop):
        parser.error("--write wants every page on the phone: leave out --only and --desktop")
    return options


if __name__ == "__main__":
    main()
