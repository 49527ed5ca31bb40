"""What a browser may do on a page of the site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conftest import ROOT, soup

from interviewing.policy import FILE, caddy_header, content_policy

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import BeautifulSoup


def directives(policy: str) -> dict[str, list[str]]:
    """Return the sources of each directive of a policy."""
    return {name: sources for name, *sources in map(str.split, policy.split(";"))}


def test_what_stands_in_a_page_is_allowed_by_its_hash() -> None:
    rules = directives(content_policy(scripts=["alert('hi')"], styles=["a{color:red}"]))
    # As OpenSSL works them out: openssl dgst -sha256 -binary | openssl base64
    assert rules["script-src"][-1] == "'sha256-XTqNqFSUlZHAW7f/OGNYSOEzxKhjdAAGMXoid2VEbJk='"
    assert rules["style-src"] == ["'self'", "'sha256-6hWWMOcF+mJesSJGYhmK2lkIIEw9Xc5XKGLPVzh8yxs='"]


def test_all_else_is_forbidden() -> None:
    rules = directives(content_policy(scripts=[], styles=[]))
    assert rules["default-src"] == ["'none'"]
    assert rules["base-uri"] == rules["frame-ancestors"] == ["'none'"]
    allowed = {source for sources in rules.values() for source in sources}
    assert allowed == {"'none'", "'self'"}


def test_the_policy_is_written_for_the_web_server(real_site: Path) -> None:
    page = soup(real_site / "articles/dont-flake-out/index.html")
    scripts = [str(each.string) for each in page.select("script:not([src], [type])")]
    styles = [str(each.string) for each in page.select("style")]
    expected = content_policy(scripts=scripts, styles=styles)
    assert (real_site / FILE).read_text() == caddy_header(expected)
    assert expected.count("sha256-") == 2
    assert "unsafe" not in expected


def test_no_page_has_anything_else_in_it(real_site: Path, pages: dict[str, BeautifulSoup]) -> None:
    policy = (real_site / FILE).read_text()
    for address, page in pages.items():
        scripts = [str(each.string) for each in page.select("script:not([src], [type])")]
        styles = [str(each.string) for each in page.select("style")]
        known = directives(content_policy(scripts=scripts, styles=styles))
        hashes = [each for name in ("script-src", "style-src") for each in known[name]]
        assert all(each in policy for each in hashes), address
        assert page.select("[style], [onclick], [onload]") == [], address


def test_the_page_on_privacy_names_all_that_a_browser_keeps(real_site: Path) -> None:
    scripts = [path.read_text() for path in (ROOT / "overrides").rglob("*.js")]
    place = re.compile(r'(?:KEY = |KEPT = |Item\(|kept\(|recall\(|keep\()"([^"]+)"')
    kept = {name for script in scripts for name in place.findall(script)}
    page = soup(real_site / "privacy/index.html")
    (table,) = page.select("#what-your-browser-keeps-once-you-act ~ table")[:1]
    assert kept == {name.string for name in table.select("td:first-child code")}
    assert len(kept) == 5
