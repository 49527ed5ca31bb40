"""A visit to a page as Lighthouse sees it, on the phone that it simulates."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from web import Web

_CHROMIUM_OPTIONS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--ignore-certificate-errors",
]
_CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
_MOMENTS = (
    "first-contentful-paint",
    "largest-contentful-paint",
    "total-blocking-time",
    "cumulative-layout-shift",
)
_APART = {"Font", "Image"}  # what the budget of a first visit leaves out
_PATIENCE = 180  # seconds for a visit


@dataclass(frozen=True)
class Visit:
    """What Lighthouse says of a page: once, or in the median of several visits."""

    scores: tuple[float, ...]  # performance, accessibility, best practices, SEO, out of 100
    moments: tuple[float, ...]  # first paint, largest paint, blocked (ms), layout shift
    requests: int
    sent: int  # bytes of bodies, as the server sent them
    rest: int  # requests, without fonts and pictures
    rest_sent: int
    page_sent: int  # bytes of the page itself
    speed: float  # of this machine at that moment, as Lighthouse measures it: its benchmarkIndex
    failed: tuple[str, ...] = ()  # audits with weight, but those of performance


class Phone:
    """Lighthouse, with a browser that finds every host on one port of this machine."""

    def __init__(self, folder: Path, web: Web, *, desktop: bool = False) -> None:
        """Use the Lighthouse that is installed in a folder."""
        self._web = web
        self._node = shutil.which(
            "node", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        )
        self._cli = folder / "node_modules/lighthouse/cli/index.js"
        self._report = folder / "report.json"
        hosts = f'--host-resolver-rules="MAP *:443 127.0.0.1:{web.port}"'
        self._options = [f"--chrome-flags={' '.join([*_CHROMIUM_OPTIONS, hosts])}"]
        self._options += ["--preset=desktop"] * desktop
        self._browser = os.environ.get("CHROMIUM") or shutil.which("chromium")
        if not self._node or not self._browser:
            sys.exit("Install Node.js and Chromium first, or run `make test` once, which does so")

    @property
    def versions(self) -> str:
        """Return the names and versions of Lighthouse and the browser."""
        package = json.loads((self._cli.parents[1] / "package.json").read_text())
        command = [str(self._browser), "--version"]
        browser = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return f"Lighthouse {package['version']}, {' '.join(browser.split()[:2])}"

    def visit(self, url: str, keep: Path) -> Visit | None:
        """Return what Lighthouse says of a page, or None where it could not; keep its report."""
        self._report.unlink(missing_ok=True)
        output = ["--quiet", "--output=json", f"--output-path={self._report}"]
        done = subprocess.run(
            [str(self._node), self._cli, url, *output, *self._options],
            env=os.environ | {"CHROME_PATH": str(self._browser)},
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
        )
        if done.returncode or not self._report.exists():
            print(f"{url}: {done.stderr.strip()[-300:]}", file=sys.stderr)
            return None
        self._report.replace(keep)
        return read_report(json.loads(keep.read_text(encoding="utf-8")), self._web.bodies())


def read_report(report: dict[str, Any], bodies: Mapping[str, int]) -> Visit:
    """Return what counts of a report, with the bytes of bodies by URL."""
    audits, categories = report["audits"], report["categories"]
    items = audits["network-requests"]["details"]["items"]
    asked = [each for each in items if each["url"].startswith("https:")]  # not data:
    rest = [each for each in asked if each.get("resourceType") not in _APART]
    return Visit(
        scores=tuple(round(categories[name]["score"] * 100) for name in _CATEGORIES),
        moments=tuple(audits[name]["numericValue"] for name in _MOMENTS),
        requests=len(asked),
        sent=sum(bodies[each["url"]] for each in asked),
        rest=len(rest),
        rest_sent=sum(bodies[each["url"]] for each in rest),
        page_sent=bodies[asked[0]["url"]],
        speed=report["environment"]["benchmarkIndex"],
        failed=tuple(_failed(audits, categories)),
    )


def _failed(audits: dict[str, Any], categories: dict[str, Any]) -> list[str]:
    asked = [each for name in _CATEGORIES[1:] for each in categories[name]["auditRefs"]]
    scores = {each["id"]: audits[each["id"]]["score"] for each in asked if each["weight"]}
    return sorted(name for name, score in scores.items() if score is not None and score < 1)


def middle(visits: Sequence[Visit]) -> Visit:
    """Return the median of visits, figure by figure, and all that failed in any of them."""
    return Visit(
        scores=tuple(map(median, zip(*(each.scores for each in visits), strict=True))),
        moments=tuple(map(median, zip(*(each.moments for each in visits), strict=True))),
        requests=round(median(each.requests for each in visits)),
        sent=round(median(each.sent for each in visits)),
        rest=round(median(each.rest for each in visits)),
        rest_sent=round(median(each.rest_sent for each in visits)),
        page_sent=round(median(each.page_sent for each in visits)),
        speed=median(each.speed for each in visits),
        failed=tuple(sorted({name for each in visits for name in each.failed})),
    )
