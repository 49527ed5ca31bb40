"""Nothing that keeps people out: axe-core with best practices, on every kind of page and in its states.

On a phone and on a desk, in light and dark, with scripts and without. What is looked at with scripts is
photographed too, into build/screenshots/, for whoever judges its looks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from barriers import ALL, COLORS, SCHEMES, barriers
from conftest import ROOT
from pages import PAGES
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import BuildSite, Caddy
    from playwright.sync_api import Browser, Locator, Page

SCREENSHOTS = ROOT / "build/screenshots"
# With scripting off, the browser calls nothing later, as axe asks it to; a promise is kept all the same.
AT_ONCE = "setTimeout = (run, _, ...given) => { Promise.resolve().then(() => run(...given)) }"
LOADED = """Promise.all([...document.images].map((image) => {
  image.loading = "eager";
  return image.decode();
}))"""


def photograph(page: Page, name: str, *, is_whole: bool = True) -> None:
    """Keep a picture of a page, or of what is seen of it."""
    page.evaluate(LOADED)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=is_whole)


def look(page: Page, name: str, *, is_whole: bool = True) -> None:
    """Photograph a page in light and dark, and find no barrier in either."""
    for scheme, options in SCHEMES.items():
        page.emulate_media(color_scheme=scheme)
        photograph(page, f"{name}-{scheme}", is_whole=is_whole)
        assert barriers(page, options) == []


@pytest.mark.parametrize("name", PAGES)
def test_no_page_keeps_anyone_out(page: Page, faults: list[str], name: str, width: int) -> None:
    page.goto(PAGES[name])
    page.wait_for_load_state("networkidle")
    look(page, f"{name}-{width}")
    if name == "lost":
        faults.clear()  # The browser reports the missing page itself.


@pytest.fixture(name="plain")
def _plain(browser: Browser, deployed: str, width: int) -> Iterator[Page]:
    """Return a page of the site as deployed, in a browser that runs no scripts."""
    context = browser.new_context(
        base_url=deployed, java_script_enabled=False, viewport={"width": width, "height": 844}
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_no_page_keeps_anyone_out_without_scripts(plain: Page, name: str, width: int) -> None:
    plain.goto(PAGES[name])
    plain.evaluate(AT_ONCE)
    assert plain.evaluate("matchMedia('(scripting: none)').matches")
    for scheme, options in SCHEMES.items():
        plain.emulate_media(color_scheme=scheme)
        assert barriers(plain, options) == []


def test_a_barrier_would_be_found(page: Page, plain: Page) -> None:
    for each in (page, plain):
        each.goto("/about/")
        if each is plain:
            each.evaluate(AT_ONCE)
        each.evaluate(
            """document.querySelector("main").insertAdjacentHTML("beforeend",
              "<img src='/favicon.ico'><p class='pale'>Pale</p><button>A</button><button>B</button>");
            document.querySelector(".pale").style = "color: #999; background: #aaa";
            for (const button of document.querySelectorAll("main button"))
              button.style = "width: 9px; height: 9px; padding: 0; min-height: 0; border: 0"
            """
        )
        found = {line.split(":")[0] for line in barriers(each, ALL)}
        assert {"image-alt", "color-contrast", "target-size"} <= found
        assert [line.split(":")[0] for line in barriers(each, COLORS)] == ["color-contrast"]


# An article in use


def search(page: Page, words: str) -> Locator:
    """Search, and return where it is said what was found."""
    page.get_by_role("button", name="Search").click()
    page.get_by_role("searchbox").fill(words)
    return page.get_by_role("dialog").get_by_role("status")


def found(page: Page) -> None:
    """Search for what many pages have."""
    expect(search(page, "ghosting")).to_contain_text("for “ghosting”")


def found_nothing(page: Page) -> None:
    """Search for what no page has."""
    expect(search(page, "zyzzyva")).to_contain_text("Nothing here has")


def letter(page: Page) -> None:
    """Fill in a part of a letter."""
    form = page.locator("[data-letter=letter]").first
    form.get_by_role("button", name="Fill in and copy").click()
    form.get_by_role("textbox").first.fill("Ada")
    form.get_by_role("button", name="Copy the letter").scroll_into_view_if_needed()


def contents(page: Page) -> None:
    """Unfold the contents; on a wide screen they stand beside the text."""
    folded = page.locator(".iv-toc--folded summary")
    if folded.is_visible():
        folded.click()
    page.locator(".iv-toc a:visible").first.scroll_into_view_if_needed()


def source(page: Page) -> None:
    """Show a source where it is cited."""
    page.locator(".iv-prose .iv-cite a").first.click()
    expect(page.get_by_role("note", name="Source 1")).to_be_focused()


def comment(page: Page) -> None:
    """Begin a comment while the service is away, which is said."""
    page.get_by_label("Your comment").fill("Mine.")
    page.get_by_role("button", name="Post comment").click()
    said = page.locator(".iv-comment-form").get_by_role("status")
    expect(said).to_contain_text("do not answer")
    said.scroll_into_view_if_needed()


@pytest.mark.parametrize("use", [found, found_nothing, letter, contents, source, comment])
def test_an_article_in_use_keeps_nobody_out(
    page: Page, faults: list[str], width: int, use: Any
) -> None:
    page.goto(PAGES["article"])
    use(page)
    look(page, f"article-{use.__name__.replace('_', '-')}-{width}", is_whole=False)
    if use is comment:
        faults.clear()  # The browser reports that the service does not answer.


def test_the_list_of_what_is_kept_keeps_nobody_out(page: Page, width: int) -> None:
    page.goto("/subscribe/")
    page.get_by_role("button", name="Keep the pages I open").click()
    expect(page.locator("[data-offline] li")).to_have_count(1)
    page.locator("[data-offline]").scroll_into_view_if_needed()
    look(page, f"subscribe-kept-{width}", is_whole=False)


ARTICLE = "---\ntitle: Ask for more\ndate: 2026-11-01\ntags: [salary]\n---\nIn writing, and once.\n"
THREAD = [
    {"id": 1, "name": "A sample", "html": "<p>A sample of what is said first.</p>"},
    {
        "id": 2,
        "parent": 1,
        "html": "<p>A sample with <em>stress</em> and <a href='/'>more</a>.</p>",
    },
    {"id": 3, "parent": 2, "name": "A sample", "html": "<blockquote>So?</blockquote><p>So.</p>"},
    {"id": 4, "parent": 3, "moderator": True, "html": f"<p>{'Donaudampfschiff' * 6}</p>"},
    {"id": 5, "parent": 4, "name": "A sample", "html": "<ul><li>One</li><li>Two</li></ul>"},
    {"id": 6, "name": "A sample", "html": "<p>One more.</p>"},
]


def test_a_thread_keeps_nobody_out(
    browser: Browser, build_site: BuildSite, caddy: Caddy, width: int
) -> None:
    site: Path = build_site({"articles/a.md": ARTICLE}, comments=THREAD)
    with caddy.serve(site) as address:
        context = browser.new_context(viewport={"width": width, "height": 844})
        page = context.new_page()
        page.goto(f"{address}/articles/a/")
        assert page.locator(".iv-comment").count() == len(THREAD)
        look(page, f"thread-{width}")
        context.close()
