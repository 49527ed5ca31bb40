"""What a reader needs who uses a keyboard, a screen reader, large type, or colors of their own."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from pages import PAGES
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import BeautifulSoup
    from conftest import BuildSite, Caddy
    from playwright.sync_api import Browser, Page

FLAKE = "/articles/dont-flake-out/"
# The browser itself reports a page that is missing.
KINDS = [*(path for name, path in PAGES.items() if name != "lost"), "/404.html"]


# What the markup says


@pytest.fixture(scope="module", name="pages")
def _pages(pages: dict[str, BeautifulSoup]) -> dict[str, BeautifulSoup]:
    """Return every page of the site by its address; old addresses only lead on."""
    return {address: page for address, page in pages.items() if page.main}


def test_headings_go_down_one_level_at_a_time(pages: dict[str, BeautifulSoup]) -> None:
    for address, page in pages.items():
        levels = [int(heading.name[1]) for heading in page.select("h1, h2, h3, h4, h5, h6")]
        assert levels.count(1) == 1, address
        assert levels[0] == 1, address
        assert all(below <= above + 1 for above, below in pairwise(levels)), address


def test_a_page_has_each_landmark_once_or_by_name(pages: dict[str, BeautifulSoup]) -> None:
    for address, page in pages.items():
        for selector in ("main", "body > header", "body > footer"):
            assert len(page.select(selector)) == 1, (address, selector)
        names = [_name(page, element) for element in page.select("nav, section")]
        assert "" not in names, address
        assert len(names) == len({*names}), (address, sorted(names))


def _name(page: BeautifulSoup, element: object) -> str:
    """Return what a landmark is called."""
    attributes = element.attrs  # type: ignore[attr-defined]  # a Tag, which select() does not say
    if label := attributes.get("aria-label"):
        return f"{element.name}: {label}"  # type: ignore[attr-defined]
    named_by = page.find(id=attributes.get("aria-labelledby", "-"))
    return " ".join(named_by.get_text().split()) if named_by else ""


def test_no_picture_is_without_words_for_it(pages: dict[str, BeautifulSoup]) -> None:
    for address, page in pages.items():
        assert not page.select("img:not([alt])"), address
        assert not page.select(".iv-illustration img[alt='']"), address


# What the keyboard reaches


def tabbed(page: Page, most: int = 400) -> Iterator[dict[str, str]]:
    """Press Tab through a page and yield what is focused, until the focus leaves the page."""
    for _ in range(most):
        page.keyboard.press("Tab")
        found: dict[str, str] | None = page.evaluate(
            """() => {
              const element = document.activeElement;
              if (!element || element == document.body) return null;
              const box = element.getBoundingClientRect();
              const style = getComputedStyle(element);
              const isSeen = element.checkVisibility({visibilityProperty: true, opacityProperty: true})
                && box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight
                && box.right > 0 && box.left < innerWidth;
              return {
                name: (element.ariaLabel ?? element.textContent.trim() ?? element.name).slice(0, 60),
                outline: `${style.outlineStyle} ${style.outlineWidth}`,
                seen: String(isSeen),
              };
            }"""
        )
        if not found:
            return
        yield found


@pytest.mark.parametrize("path", ["/", FLAKE, "/series/interviewing-101/", "/letters/"])
def test_the_keyboard_reaches_only_what_is_seen_and_shows_where_it_is(
    page: Page, width: int, faults: list[str], path: str
) -> None:
    page.goto(path)
    page.wait_for_load_state("networkidle")
    stops = list(tabbed(page))
    assert [stop for stop in stops if stop["seen"] != "true"] == []
    assert {stop["outline"] for stop in stops} == {"solid 3px"}
    names = [stop["name"] for stop in stops]
    assert names[0] == "Skip to the text"
    assert {"The series", "Search", "Dark colors", "Privacy"} <= {*names}
    page.wait_for_load_state("networkidle")
    faults.clear()  # A form that gets the focus asks the comment service, which is not there.


def test_the_skip_link_leads_past_the_masthead(page: Page) -> None:
    page.goto(FLAKE)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


# What a finger hits: WCAG 2.5.5 on a phone, 2.5.8 on a desk; both except links in running text


@pytest.mark.parametrize("path", KINDS)
def test_what_is_touched_is_large_enough(page: Page, width: int, path: str) -> None:
    page.goto(path)
    page.wait_for_load_state("networkidle")
    small = page.evaluate(
        """least => [...document.querySelectorAll('a[href], button, input, textarea, select, summary')]
          .filter(element => element.checkVisibility() && !element.closest(
            '[inert], .iv-skip, p, figcaption, td, .iv-prose li, .iv-sources li, .iv-promises li, .iv-cite'))
          .filter(element => {
            element.scrollIntoView({block: 'center'});
            const box = element.getBoundingClientRect();
            const x = box.left + Math.min(box.width / 2, 20);
            const middle = box.top + box.height / 2;
            // What covers a card belongs to its link, however small the words are.
            const hit = y => document.elementFromPoint(x, y)?.closest('a, button, summary') == element;
            return box.height < least && !(hit(middle - least / 2 + 1) && hit(middle + least / 2 - 1));
          })
          .map(element => element.textContent.trim() || element.name)""",
        44 if width == 390 else 24,
    )
    assert small == []


def test_what_is_touched_in_the_search_is_large_enough(page: Page, width: int) -> None:
    page.goto("/")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("searchbox").fill("offer")
    page.locator(".iv-search .iv-tag").first.wait_for()
    small = page.evaluate(
        """() => [...document.querySelectorAll('.iv-search :is(a, button, input)')]
          .filter(element => element.getBoundingClientRect().height < 44)
          .map(element => element.textContent)"""
    )
    assert small == []


# Large type: 1280 px at 400 % are 320


@pytest.mark.parametrize("path", KINDS)
def test_at_400_percent_nothing_scrolls_sideways(
    browser: Browser, site_url: str, path: str
) -> None:
    context = browser.new_context(base_url=site_url, viewport={"width": 320, "height": 256})
    page = context.new_page()
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    context.close()


@pytest.mark.parametrize("path", ["/", FLAKE, "/series/interviewing-101/", "/about/design/"])
def test_letters_twice_as_large_scroll_nothing_sideways_on_a_phone(
    browser: Browser, site_url: str, path: str
) -> None:
    context = browser.new_context(
        base_url=site_url, viewport={"width": 390, "height": 844}, bypass_csp=True
    )
    page = context.new_page()
    page.goto(path)
    page.add_style_tag(content="html {font-size: 200% !important}")  # As a browser's setting does.
    page.get_by_role("button", name="Search").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    context.close()


def test_at_400_percent_no_title_breaks_inside_a_word(browser: Browser, site_url: str) -> None:
    context = browser.new_context(base_url=site_url, viewport={"width": 320, "height": 256})
    page = context.new_page()
    page.goto("/")
    broken = page.evaluate(
        """() => [...document.querySelectorAll('.iv-title')].flatMap(({firstChild: text}) =>
          [...text.data.matchAll(/[^\\s-]+/g)].filter(({0: word, index}) => {
            const range = document.createRange();
            range.setStart(text, index);
            range.setEnd(text, index + word.length);
            return range.getClientRects().length > 1;
          }).map(([word]) => word))"""
    )
    assert broken == []
    context.close()


def test_a_word_longer_than_a_phone_is_wide_and_a_card_without_a_picture_fit(
    browser: Browser, build_site: BuildSite, caddy: Caddy
) -> None:
    text = f"---\ntitle: {'Donaudampfschiff' * 5}\ndate: 2026-11-01\n---\nWords."
    texts = {"articles/a.md": text, "articles/b.md": text.replace("11-01", "11-02")}
    archive = {"archive.md": "---\ntemplate: archive.html\n---\n"}
    with caddy.serve(build_site(texts | archive)) as address:
        context = browser.new_context(base_url=address, viewport={"width": 390, "height": 844})
        page = context.new_page()
        for path in ("/", "/articles/a/", "/archive/"):
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth") == 390, path
        page.goto("/")
        width = page.locator(".iv-card__title").evaluate("title => title.offsetWidth")
        assert width > 340
        context.close()


def test_twice_the_space_between_words_and_lines_cuts_nothing_off(
    browser: Browser, site_url: str
) -> None:
    context = browser.new_context(
        base_url=site_url, viewport={"width": 390, "height": 844}, bypass_csp=True
    )
    page = context.new_page()
    page.goto(FLAKE)
    # WCAG 1.4.12, as a reader's own style would set it.
    page.add_style_tag(
        content="* {line-height: 1.5 !important; letter-spacing: .12em !important;"
        " word-spacing: .16em !important} p {margin-block-end: 2em !important}"
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    cut = page.evaluate(
        """() => [...document.querySelectorAll('main *')].filter(element => {
          const style = getComputedStyle(element);
          return style.overflowY == 'hidden' && !element.matches('.iv-hidden')
            && element.scrollHeight > element.clientHeight + 1;
        }).map(element => element.className)"""
    )
    assert cut == []
    context.close()


# Motion, and colors of the reader's own


def test_nothing_moves_for_a_reader_who_wants_no_motion(browser: Browser, site_url: str) -> None:
    context = browser.new_context(base_url=site_url, reduced_motion="reduce")
    page = context.new_page()
    page.goto(FLAKE)
    page.wait_for_load_state("networkidle")
    moving = page.evaluate(
        """() => [...document.querySelectorAll('*')].filter(element => {
          const style = getComputedStyle(element);
          return element.getAnimations({subtree: true}).length
            || style.transitionDuration != '0s' || style.scrollBehavior != 'auto';
        }).map(element => element.tagName)"""
    )
    assert moving == []
    context.close()


def test_with_forced_colors_every_control_keeps_an_edge(browser: Browser, site_url: str) -> None:
    context = browser.new_context(base_url=site_url, forced_colors="active")
    page = context.new_page()
    page.goto("/articles/declining-an-offer/")
    page.get_by_role("button", name="Fill in and copy").first.click()
    page.get_by_role("button", name="Copy the letter").wait_for()
    edges = page.evaluate(
        """() => [...document.querySelectorAll('main :is(.iv-button, input, textarea)')]
          .filter(element => element.checkVisibility())
          .filter(element => getComputedStyle(element).borderTopStyle == 'none')
          .map(element => element.textContent || element.name)"""
    )
    assert edges == []
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Control+k")
    page.get_by_role("searchbox").fill("offer")
    found = page.locator(".iv-search mark").first
    found.wait_for()
    colors = found.evaluate(
        "mark => [getComputedStyle(mark).color, getComputedStyle(mark).backgroundColor]"
    )
    assert colors[0] != colors[1]
    assert "rgba(0, 0, 0, 0)" not in colors
    expect(found).to_have_css("box-shadow", "none")
    tags = page.locator(".iv-search .iv-tag")
    tags.first.click()
    expect(page.locator(".iv-search [aria-pressed=true]")).to_be_focused()
    grounds = tags.evaluate_all("tags => tags.map(tag => getComputedStyle(tag).backgroundColor)")
    assert grounds[0] not in grounds[1:]
    context.close()


# What a screen reader finds, and in which order

MASTHEAD = """
- banner:
  - /children: equal
  - link "Interviewing 101"
  - navigation "Site":
    - list:
      - /children: equal
      - listitem:
        - link "The series"
      - listitem:
        - link "Letters"
      - listitem:
        - link "Tags"
      - listitem:
        - link "Archive"
      - listitem:
        - link "About"
  - button "Search"
  - button "Dark colors"
"""
LETTER = """
- form "Decline because you took a better offer":
  - /children: equal
  - group "Fill in the blanks":
    - textbox "Job title"
    - textbox "Recruiter's name"
    - textbox "One thing you talked about"
    - textbox "Interviewer's name"
    - textbox "Your name"
  - button "Copy the letter"
  - button "Copy the subject"
  - link "Email"
  - button "Save as .txt"
  - status
  - paragraph:
    - button "Forget what I typed"
"""


def test_a_screen_reader_finds_everything_once_by_name_and_in_order(page: Page, width: int) -> None:
    page.goto("/articles/declining-an-offer/")
    expect(page.locator(".iv-masthead")).to_match_aria_snapshot(MASTHEAD)
    letter = page.locator("[data-letter=letter]").first
    letter.get_by_role("button", name="Fill in and copy").click()
    expect(letter.locator("form")).to_match_aria_snapshot(LETTER)


def test_the_name_of_a_button_beside_a_heading_has_no_quotes_in_quotes(page: Page) -> None:
    page.goto(FLAKE)
    heading = page.get_by_role("heading", name="“They only look at the job in front of them”")
    name = "Copy the address: “They only look at the job in front of them”"
    expect(heading.get_by_role("button")).to_have_accessible_name(name)


# What changes is said


def test_what_resembles_a_missing_address_is_said(pages: dict[str, BeautifulSoup]) -> None:
    assert pages["/404.html"].select("[data-lost][aria-live=polite]")


def test_what_changes_is_said(page: Page) -> None:
    page.goto("/articles/declining-an-offer/")
    page.get_by_role("button", name="Fill in and copy").first.click()
    page.get_by_role("button", name="Copy the letter").first.wait_for()
    assert page.locator(".iv-letter-form [role=status]").count() == 1
    page.keyboard.press("Control+k")
    page.get_by_role("searchbox").wait_for()
    assert page.get_by_role("dialog", name="Search").get_by_role("status").count() == 1
    page.keyboard.press("Escape")


def test_letters_are_found_by_heading_and_an_aside_by_its_name(page: Page) -> None:
    page.goto("/articles/declining-an-offer/")
    titles = page.locator("[data-letter] figcaption").get_by_role("heading", level=3)
    assert titles.count() == page.locator("[data-letter]").count() > 1
    expect(titles.first).to_have_accessible_name("Decline because you took a better offer")
    aside = page.get_by_role("note", name="From the other chair")
    expect(aside.locator("p").first).to_have_text("From the other chair")
    expect(page.get_by_role("complementary")).to_have_count(0)
