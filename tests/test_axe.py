"""Nothing that keeps people out: axe-core with best practices, on every kind of page.

Each page is also photographed, into build/screenshots/, for whoever judges its looks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # no py.typed
from conftest import ROOT
from pages import PAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

WIDTH = 390
SCREENSHOTS = ROOT / "build/screenshots"
# What a scheme can break; all else is the same in light and dark.
COLORS = {"runOnly": ["color-contrast", "link-in-text-block"]}


def barriers(page: Page, options: dict[str, Any] | None = None) -> list[str]:
    """Return what axe finds, one line each."""
    found = Axe().run(page, options=options).response["violations"]
    return [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]]


@pytest.fixture(name="visitor")
def _visitor(browser: Browser, deployed: str) -> Iterator[Page]:
    """Return a page of the site as deployed, on a phone."""
    context = browser.new_context(
        base_url=deployed,
        viewport={"width": WIDTH, "height": 844},
        color_scheme="light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    yield page
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_no_page_keeps_anyone_out(visitor: Page, name: str) -> None:
    refused: list[str] = []
    visitor.on("console", lambda said: refused.append(said.text) if "Policy" in said.text else None)
    visitor.goto(PAGES[name])
    visitor.wait_for_load_state("networkidle")
    for scheme in ("light", "dark"):
        visitor.emulate_media(color_scheme=scheme)
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        visitor.screenshot(path=SCREENSHOTS / f"{name}-{WIDTH}-{scheme}.png", full_page=True)
        assert barriers(visitor, None if scheme == "light" else COLORS) == []
    assert refused == []
