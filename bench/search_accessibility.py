"""Whom our search and Material's keep out: both opened in a browser, on the same articles.

Usage: python bench/search_accessibility.py [folder of articles]

Counts what axe-core finds in the open search, with best practices, in light and in dark; presses
Tab until the search has the keyboard; and looks for a live region that tells how many were found.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # no py.typed
from playwright.sync_api import sync_playwright

from build import ROOT
from search import build, collect, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_QUERY = "offer"
_MOST_TABS = 30
_WIDTHS = {"phone": 390, "desk": 1280}
_LIVE = "[aria-live=polite], [aria-live=assertive], [role=status], [role=alert], output"
_SAID = (
    f"[...document.querySelectorAll('{_LIVE}')].map(region => region.innerText.trim()).join('|')"
)


@dataclass(frozen=True)
class Search:
    """How a search is opened and found in a page."""

    whole: str  # a selector of all of it
    field: str
    opener: str  # what opens it: reached by Tab, then Enter; or the field itself
    button: str  # what a finger taps
    answers: str
    dark: str  # a script that sets the dark scheme, where the system's is not followed


OURS = Search(
    "dialog.iv-search",
    ".iv-search__input",
    "[data-search]",
    "[data-search]",
    ".iv-search__pages mark",
    "",
)
STOCK = Search(
    ".md-search",
    ".md-search__input",
    ".md-search__input, label[for=__search]",
    ".md-header label[for=__search]",
    ".md-search-result__item mark",
    "document.body.dataset.mdColorScheme = 'slate'",
)


def reached(page: Page, search: Search) -> bool:
    """Return whether Tab, then Enter where that is a button, bring the keyboard into the field."""
    for _ in range(_MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", search.opener):
            page.keyboard.press("Enter")
            page.wait_for_timeout(1_000)
            visible = page.locator(search.field).is_visible()
            return visible and bool(
                page.evaluate("s => document.activeElement.matches(s)", search.field)
            )
    return False


def ask(page: Page, search: Search) -> bool:
    """Ask, and return whether a live region says anything other than before."""
    if not page.locator(search.field).is_visible():
        page.locator(search.button).click()
    before = page.evaluate(_SAID)
    page.locator(search.field).fill(_QUERY)
    page.keyboard.press("End")
    page.locator(search.answers).first.wait_for()
    page.wait_for_timeout(500)
    return bool(page.evaluate(_SAID) != before)


def barriers(page: Page, search: Search) -> str:
    """Return how many elements of the search axe objects to, and by which rules."""
    found: list[dict[str, Any]] = Axe().run(page, context=search.whole).response["violations"]
    rules = ", ".join(sorted(each["id"] for each in found))
    return f"{sum(len(each['nodes']) for each in found)}{f' ({rules})' if rules else ''}"


def measure(browser: Browser, site: Path, search: Search, width: int) -> list[str]:
    """Return the cells of a column."""
    with served(site) as server:
        address = f"http://127.0.0.1:{server.server_port}/articles/negotiating/"
        page = browser.new_page(viewport={"width": width, "height": 844}, reduced_motion="reduce")
        page.goto(address, wait_until="networkidle")
        keyboard = reached(page, search)
        page.goto(address, wait_until="networkidle")
        said = ask(page, search)
        light = barriers(page, search)
        page.emulate_media(color_scheme="dark")
        page.evaluate(search.dark)
        page.wait_for_timeout(500)
        dark = barriers(page, search)
        page.close()
        server.shutdown()
    return [light, dark, "yes" if keyboard else "no", "yes" if said else "no"]


def main(folder: Path) -> None:
    """Print the table."""
    labels = ("axe, light", "axe, dark", "opened by Tab and Enter", "tells what it found")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        docs = Path(name, "docs")
        collect(folder, docs)
        ours, stock = build(docs, Path(name))
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        columns = {
            f"{label}, {where}": measure(browser, site, search, width)
            for label, site, search in (("ours", ours, OURS), ("lunr", stock, STOCK))
            for where, width in _WIDTHS.items()
        }
    print(f"| | {' | '.join(columns)} |\n|---{'|---' * len(columns)}|")
    for row in zip(labels, *columns.values(), strict=True):
        print(f"| {' | '.join(row)} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs/articles")
