"""What keeps people out of a page, as axe-core finds it."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
# Every rule but those on trial and those of WCAG's level AAA; the size of targets is off by itself.
ALL = {"rules": {"target-size": {"enabled": True}}}
# What a scheme can break; all else is the same in light and dark.
COLORS = {"runOnly": ["color-contrast", "link-in-text-block"]}
SCHEMES: dict[Any, dict[str, Any]] = {"light": ALL, "dark": COLORS}


def barriers(page: Page, options: dict[str, Any]) -> list[str]:
    """Return what axe finds, one line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    known = {"resultTypes": ["violations"]} | options
    found = page.evaluate("options => axe.run(options)", known)["violations"]
    return [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]]
