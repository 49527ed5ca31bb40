"""What a reader does, in a real browser, on a phone and on a desk, under the site's strict policy."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from pages import PAGES, WHOLE
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, Route

FLAKE = "/articles/dont-flake-out/"
DECLINE = "/articles/declining-an-offer/"
SERIES = "/series/interviewing-101/"
GHOSTED = "Waiting, following up, being ghosted"
BROKEN_WORDS = """table => {
  const broken = [], texts = document.createTreeWalker(table, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    for (const word of texts.currentNode.data.matchAll(/\\p{L}+/gu)) {
      const range = document.createRange();
      range.setStart(texts.currentNode, word.index);
      range.setEnd(texts.currentNode, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map(box => box.top)).size > 1) broken.push(word[0]);
    }
  }
  return broken;
}"""


def letter(page: Page, number: int = 0) -> Locator:
    """Return a letter of the page with its form open."""
    figure = page.locator("[data-letter=letter]").nth(number)
    figure.get_by_role("button", name="Fill in and copy").click()
    figure.get_by_role("button", name="Copy the letter").wait_for()
    return figure


def search(page: Page, words: str) -> Locator:
    """Search, and return the titles of the pages found."""
    page.get_by_role("button", name="Search").click()
    page.get_by_role("searchbox").fill(words)
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text(words)
    return page.locator(".iv-search__page .iv-search__title")


def kept(page: Page) -> list[str]:
    """Return the names of what the browser keeps of this site."""
    names: list[str] = page.evaluate(
        "[...Object.keys(localStorage), ...Object.keys(sessionStorage), ...document.cookie]"
    )
    return names


# Arriving


@pytest.mark.parametrize("path", ["/", FLAKE, SERIES, "/tags/", "/letters/", "/promised/"])
def test_no_page_scrolls_sideways(page: Page, width: int, path: str) -> None:
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", ["/tags/", "/502.html"])
def test_the_footer_of_a_short_page_stands_near_the_foot_of_the_window(
    page: Page, width: int, path: str
) -> None:
    page.set_viewport_size({"width": width, "height": 2000})
    page.goto(path)
    foot = page.locator(".iv-footer").evaluate("foot => foot.getBoundingClientRect().bottom")
    assert 1950 < foot <= 2000


# The tables with the longest words in the narrowest columns.
@pytest.mark.parametrize("slug", ["reading-an-offer", "withdrawing-before-an-offer"])
def test_a_table_breaks_no_word_and_needs_no_scrolling(page: Page, width: int, slug: str) -> None:
    page.goto(f"/articles/{slug}/")
    tables = page.locator(".iv-prose table").all()
    assert tables
    for narrow in (width, 360, 320):
        page.set_viewport_size({"width": narrow, "height": 844})
        for table in tables:
            assert table.evaluate("table => table.scrollWidth <= table.clientWidth"), narrow
            assert table.evaluate(BROKEN_WORDS) == [], narrow


@pytest.mark.parametrize("path", ["/", FLAKE, SERIES, "/tags/", "/subscribe/"])
def test_nothing_is_stored_or_loaded_before_the_reader_acts(
    page: Page, width: int, path: str
) -> None:
    scripts: list[str] = []
    page.on(
        "request",
        lambda sent: scripts.append(sent.url) if sent.url.endswith((".js", ".json")) else None,
    )
    page.goto(path)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    assert kept(page) == []
    # The rule by which a page is fetched ahead, once the reader points at its link, is no script.
    assert sorted(Path(url).name for url in scripts) == ["main.js", "prefetch.json"]


# All others are looked at while they arrive in pieces, by which more can move.
@pytest.mark.parametrize("name", sorted(WHOLE))
def test_nothing_moves_while_a_page_loads(
    page: Page, width: int, faults: list[str], name: str
) -> None:
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => list.getEntries()"
        ".forEach(entry => shift += entry.value)).observe({type: 'layout-shift', buffered: true})"
    )
    page.goto(PAGES[name])
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)
    assert page.evaluate("shift") == 0
    if name == "lost":
        faults.clear()  # The browser reports the missing page itself.


# Letters


def test_a_filled_letter_is_copied(page: Page) -> None:
    page.goto(DECLINE)
    figure = letter(page)
    figure.get_by_label("Your name").fill("Ada Lovelace")
    expect(figure.locator(".iv-letter__body")).to_contain_text("Ada Lovelace")
    figure.get_by_role("button", name="Copy the letter").click()
    expect(figure.get_by_role("status")).to_contain_text("Copied. Still to fill in: ")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == figure.locator(".iv-letter__body").text_content()
    assert copied.startswith("Dear [")
    assert copied.endswith("\n\nAda Lovelace")


def test_a_complete_letter_is_copied_without_a_warning(page: Page) -> None:
    page.goto(DECLINE)
    figure = letter(page)
    for field in figure.get_by_role("textbox").all():
        field.fill("x & <y>")
    figure.get_by_role("button", name="Copy the letter").click()
    expect(figure.get_by_role("status")).to_have_text("Copied.")
    assert "[" not in page.evaluate("navigator.clipboard.readText()")


def test_an_email_carries_subject_and_body(page: Page) -> None:
    page.goto(DECLINE)
    figure = letter(page)
    figure.get_by_label("Job title").fill("R&D lead")
    address = figure.get_by_role("link", name="Email").get_attribute("href") or ""
    fields = parse_qs(urlsplit(address).query)
    assert address.startswith("mailto:?")
    assert fields["subject"] == ["Your offer for R&D lead"]
    assert fields["body"] == [
        (figure.locator(".iv-letter__body").text_content() or "").replace("\n", "\r\n")
    ]


def test_a_letter_too_long_for_an_address_is_copied_instead(page: Page) -> None:
    page.goto(DECLINE)
    figure = letter(page)
    figure.get_by_label("One thing you talked about").fill("the long road " * 150)
    link = figure.get_by_role("link", name="Email")
    assert "&body=" not in (link.get_attribute("href") or "")
    link.click()
    expect(figure.get_by_role("status")).to_contain_text("paste it into the email")
    assert "the long road" in page.evaluate("navigator.clipboard.readText()")


def test_a_letter_is_saved_with_its_subject(page: Page) -> None:
    page.goto(DECLINE)
    figure = letter(page)
    with page.expect_download() as download:
        figure.get_by_role("button", name="Save as .txt").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert download.value.suggested_filename.endswith(".txt")
    assert text.startswith("Subject: Your offer for [job title]\n\nDear ")


def test_what_is_typed_fills_all_letters_until_it_is_forgotten(page: Page) -> None:
    page.goto(DECLINE)
    letter(page).get_by_label("Your name").fill("Ada Lovelace")
    names = page.locator("[data-blank='your name']")
    expect(names).to_have_text(["Ada Lovelace"] * names.count())
    page.goto(FLAKE)
    names = page.locator("[data-blank='your name']")
    expect(names).to_have_text(["Ada Lovelace"] * names.count())
    figure = letter(page)
    expect(figure.get_by_label("Your name")).to_have_value("Ada Lovelace")
    figure.get_by_role("button", name="Forget what I typed").click()
    expect(names).to_have_text(["[your name]"] * names.count())
    expect(figure.get_by_label("Your name")).to_have_value("")
    assert kept(page) == []


def test_a_script_offers_no_email(page: Page) -> None:
    page.goto(FLAKE)
    figure = page.locator("[data-letter=script]").first
    figure.get_by_role("button", name="Fill in and copy").click()
    expect(figure.get_by_role("button", name="Copy the script")).to_be_visible()
    expect(figure.get_by_role("link", name="Email")).to_have_count(0)


def test_a_letter_is_filled_in_and_copied_by_keyboard_alone(page: Page) -> None:
    page.goto(DECLINE)
    figure = page.locator("[data-letter=letter]").first
    figure.get_by_role("button").focus()
    page.keyboard.press("Enter")
    fields = figure.get_by_role("textbox")
    expect(fields.first).to_be_focused()
    for _ in range(fields.count()):
        page.keyboard.type("word")
        page.keyboard.press("Enter")
    expect(figure.get_by_role("button", name="Copy the letter")).to_be_focused()
    page.keyboard.press("Enter")
    expect(figure.get_by_role("status")).to_have_text("Copied.")


def test_every_control_of_a_letter_is_large_enough_to_touch(page: Page, width: int) -> None:
    page.goto(DECLINE)
    for control in letter(page).locator("button, input, a").all():
        box = control.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44


def test_a_browser_that_keeps_nothing_breaks_nothing(page: Page) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused') }})"
    )
    page.goto(DECLINE)
    figure = letter(page)
    figure.get_by_label("Your name").fill("Ada")
    expect(figure.locator(".iv-blank--filled").first).to_have_text("Ada")
    page.get_by_role("button", name="Dark colors").click()
    expect(page.locator("html")).to_have_attribute("data-scheme", "dark")
    page.goto(SERIES)
    page.get_by_role("button", name="Remember what I read").click()
    expect(page.get_by_role("alert")).to_contain_text("does not let sites remember")


# The ways on


def test_a_promise_leads_to_the_article_that_keeps_it(page: Page) -> None:
    page.goto(FLAKE)
    page.locator(".iv-promises").get_by_role("link", name="Declining an offer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Declining an offer")
    back = page.locator(".iv-keeps").get_by_role("link", name="Don’t Flake Out")
    back.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Don’t Flake Out")


def test_a_tag_leads_to_its_articles(page: Page) -> None:
    page.goto(FLAKE)
    page.get_by_role("link", name="networking", exact=True).click()
    expect(page).to_have_url(re.compile("/tags/networking/$"))
    expect(page.get_by_role("main").get_by_role("link", name="Don’t Flake Out")).to_be_visible()


def test_a_related_article_says_why_and_opens(page: Page) -> None:
    page.goto(FLAKE)
    related = page.locator(".iv-related li").first
    assert related.locator(".iv-related__reason").inner_text().strip()
    title = related.get_by_role("link").inner_text().strip()
    related.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


# Search


def test_search_finds_an_article_and_opens_it(page: Page) -> None:
    page.goto("/")
    titles = search(page, "ghosting")
    expect(titles.first).to_have_text(GHOSTED)
    assert page.locator(".iv-search mark").count() > 0
    titles.first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(GHOSTED)


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("declining an offer", "Declining an offer"),
        ("thank you", "Thank-you notes"),
        ("declning", "Declining an offer"),
        ("whne offers compete", "When offers compete and deadlines explode"),
        ("thadk-you notes", "Thank-you notes"),
        ("qestions they should not ask", "Questions they should not ask"),
        ("questions to ask thm", "Questions to ask them"),
        ("declining an affer", "Declining an offer"),
        ("teh phone screen", "The phone screen"),
        ("waht to do wiht a no", "Rejected: what to do with a no"),
        ("18.5 percent", "Résumés and the robot myth"),
        ("don’t fake out", "Don’t Flake Out"),
        ("your first weak", "Your first week"),
        ("resume robot", "Résumés and the robot myth"),
        ("U.S. employers resume robot", "Résumés and the robot myth"),
    ],
)
def test_search_puts_the_plain_answer_first(page: Page, words: str, title: str) -> None:
    page.goto("/privacy/")
    expect(search(page, words).first).to_have_text(title)


@pytest.mark.parametrize("words", ["counter-offer", "counteroffer"])
def test_search_finds_a_compound_either_way(page: Page, words: str) -> None:
    page.goto("/privacy/")
    expect(search(page, words).filter(has_text="Declining an offer")).to_have_count(1)


def test_search_can_be_narrowed_to_a_tag(page: Page) -> None:
    page.goto("/")
    titles = search(page, "offer")
    before = titles.count()
    button = page.get_by_role("dialog").get_by_role("button", name=re.compile("^networking"))
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    expect(titles.filter(has_text="Declining an offer")).to_have_count(1)
    assert titles.count() < before
    button.click()
    expect(titles).to_have_count(before)


def test_search_shows_more_pages_when_asked(page: Page) -> None:
    page.goto("/")
    titles = search(page, "interview")
    status = page.get_by_role("dialog").get_by_role("status")
    expect(status).to_contain_text("the first 6 below")
    first = titles.all_text_contents()
    more = page.get_by_role("dialog").get_by_role("button", name="More pages")
    more.press("Enter")
    expect(status).to_contain_text("the first 12 below")
    assert titles.all_text_contents()[:6] == first
    expect(page.locator(".iv-search__page").nth(6)).to_be_focused()
    page.get_by_role("searchbox").fill("zyzzyva")
    expect(more).to_be_hidden()
    page.get_by_role("searchbox").fill("interview")
    expect(titles).to_have_count(6)


def test_search_with_words_that_never_meet_finds_the_most_of_them(page: Page) -> None:
    page.goto("/")
    expect(search(page, "flake zyzzyva deadlines").first).to_be_visible()


def test_search_finds_words_of_a_letter(page: Page, real_site: Path) -> None:
    page.goto(DECLINE)
    words = page.locator(".iv-letter__body").first.text_content() or ""
    texts = [path.read_text() for path in real_site.glob("articles/*/index.html")]
    # A word that many pages have finds more of them than are listed.
    word = min(
        re.findall(r"[a-z]{6,}", words), key=lambda word: sum(word in text for text in texts)
    )
    expect(search(page, word).filter(has_text="Declining an offer")).to_have_count(1)


def test_search_works_by_keyboard_alone(page: Page) -> None:
    page.goto(FLAKE)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Search")).to_be_focused()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("declining")
    expect(page.locator(".iv-search__page").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".iv-search__page").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Declining an offer")


def test_from_a_section_found_on_the_same_page_the_keyboard_goes_on(page: Page) -> None:
    page.goto(DECLINE)
    search(page, "declining")
    section = page.get_by_role("dialog").locator("a[href*='/declining-an-offer/#']").first
    address = section.get_attribute("href") or ""
    section.press("Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.wait_for_url(f"**{address}")
    page.keyboard.press("Tab")
    place = "document.activeElement.closest('.iv-article__text, .iv-masthead')?.className"
    assert page.evaluate(place) == "iv-article__text"


def test_a_slash_typed_into_a_letter_stays_there(page: Page) -> None:
    page.goto(DECLINE)
    field = letter(page).get_by_role("textbox").first
    field.press_sequentially("and/or")
    expect(field).to_have_value("and/or")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_search_shows_the_words_typed_last(page: Page) -> None:
    def late(route: Route) -> None:
        time.sleep(0.5)
        route.continue_()

    page.route("**/pagefind.*.pf_meta", late)
    page.goto("/")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("searchbox")).to_be_focused()
    for words in ("offer", "thank", "ghost", "ghosting"):
        page.get_by_role("searchbox").fill(words)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(GHOSTED)


@pytest.mark.parametrize("word", ["zyzzyva", "axolotl", "dad"])
def test_search_says_when_nothing_is_found(page: Page, word: str) -> None:
    page.goto("/")
    expect(search(page, word)).to_have_count(0)
    status = page.get_by_role("dialog").get_by_role("status")
    expect(status).to_contain_text(f"Nothing here has “{word}”")


@pytest.mark.parametrize(("slip", "word"), [("pya", "pay"), ("jbo", "job")])
def test_search_mends_a_short_word_whose_last_letters_are_swapped(
    page: Page, slip: str, word: str
) -> None:
    page.goto("/")
    expect(search(page, slip).first).to_be_visible()
    status = page.get_by_role("dialog").get_by_role("status")
    expect(status).to_contain_text(f"Nothing has “{slip}”; the nearest is “{word}”")


def test_search_says_nothing_twice(page: Page) -> None:
    page.goto("/")
    expect(search(page, "deadline").first).to_be_visible()
    found = page.locator(".iv-search__pages > li")
    for index in range(found.count()):
        texts = found.nth(index).locator(".iv-search__text").all_inner_texts()
        assert len(texts) == len({*texts})
        for link in found.nth(index).get_by_role("link").all():
            title, *text = link.locator("span").all_inner_texts()
            assert not (text and text[0].startswith(f"{title}."))


def test_search_says_when_it_cannot_load_and_tries_again(page: Page, faults: list[str]) -> None:
    page.route("**/pagefind.*.pf_meta", lambda route: route.abort())
    page.goto("/")
    page.get_by_role("button", name="Search").click()
    status = page.get_by_role("dialog").get_by_role("status")
    expect(status).to_contain_text("could not be loaded")
    faults.clear()  # The browser reports the refused request itself.
    page.unroute("**/pagefind.*.pf_meta")
    page.get_by_role("searchbox").fill("ghosting")
    expect(status).to_contain_text("for “ghosting”")


# Light and dark


def test_dark_lasts_across_pages_without_a_flash(page: Page) -> None:
    page.add_init_script(
        "new MutationObserver(() => { if (document.body) "
        "window.first ??= document.documentElement.dataset.scheme ?? 'none' })"
        ".observe(document, {childList: true, subtree: true})"
    )
    page.goto(FLAKE)
    assert page.evaluate("first") == "none"
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    switch = page.get_by_role("button", name="Dark colors")
    expect(switch).to_have_attribute("aria-pressed", "false")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    assert kept(page) == ["iv-scheme"]
    page.goto("/tags/")
    assert page.evaluate("first") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    expect(switch).to_have_attribute("aria-pressed", "true")
    page.go_back()
    expect(page.locator("html")).to_have_attribute("data-scheme", "dark")


def test_the_system_decides_until_the_reader_does(page: Page) -> None:
    page.goto("/")
    switch = page.get_by_role("button", name="Dark colors")
    expect(switch).to_have_attribute("aria-pressed", "false")
    page.emulate_media(color_scheme="dark")
    expect(switch).to_have_attribute("aria-pressed", "true")
    assert kept(page) == []


def fill(page: Page) -> str:
    """Return the color of the ground of the article's drawing, where it stands in the page."""
    color: str = page.locator(".iv-illustration rect").first.evaluate(
        "ground => getComputedStyle(ground).fill"
    )
    return color


def test_where_pictures_follow_the_system_alone_drawings_follow_the_reader(page: Page) -> None:
    page.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'vendor', {get: () => 'Apple Computer, Inc.'})"
    )
    page.goto(FLAKE)
    picture = page.locator(".iv-illustration").get_by_role("img")
    name, size = picture.get_attribute("alt"), picture.bounding_box()
    assert name
    switch = page.get_by_role("button", name="Dark colors")
    switch.click()
    drawing = page.locator(".iv-illustration span")
    expect(drawing).to_have_role("img")
    expect(drawing).to_have_accessible_name(name)
    assert drawing.bounding_box() == size
    assert fill(page) == "rgb(32, 46, 41)"
    switch.click()
    assert fill(page) == "rgb(233, 241, 236)"
    page.goto("/")
    expect(page.locator(".iv-lead span svg")).to_be_visible()


def test_elsewhere_pictures_stay_pictures(page: Page) -> None:
    page.goto(FLAKE)
    page.get_by_role("button", name="Dark colors").click()
    page.wait_for_load_state("networkidle")
    expect(page.locator(".iv-illustration img")).to_be_visible()


# The series, and what is missing


def test_reading_is_remembered_only_when_asked(page: Page) -> None:
    page.goto(FLAKE)
    page.locator(".iv-prose > *").last.scroll_into_view_if_needed()
    page.goto(SERIES)
    assert kept(page) == []
    page.get_by_role("button", name="Remember what I read").click()
    forget = page.get_by_role("button", name="Forget what I read")
    expect(forget).to_be_focused()
    page.goto(FLAKE)
    page.locator(".iv-prose > *").last.scroll_into_view_if_needed()
    page.evaluate(
        "new Promise(done => { const look = () => localStorage.getItem('iv-read')"
        " == '[\"dont-flake-out\"]' ? done() : setTimeout(look, 50); look() })"
    )
    page.goto(SERIES)
    expect(page.locator(".iv-part__read")).to_have_text(["Read"])
    expect(page.locator("[data-read]")).to_contain_text("You have read 1 of")
    forget.click()
    expect(page.locator(".iv-part__read")).to_have_count(0)
    assert kept(page) == []


def test_a_missing_page_suggests_what_resembles_it(page: Page, faults: list[str]) -> None:
    page.goto("/2013/declning-offers.html")
    suggested = page.locator("[data-lost]").get_by_role("link", name="Declining an offer")
    suggested.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Declining an offer")
    page.goto("/qqqzzz/")
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-lost]")).to_be_hidden()
    faults.clear()  # The browser reports the missing pages themselves.


# Without JavaScript


def test_without_javascript_letters_are_text_and_no_button_is_dead(
    browser: Browser, site_url: str, width: int
) -> None:
    context = browser.new_context(
        base_url=site_url, java_script_enabled=False, viewport={"width": width, "height": 844}
    )
    page = context.new_page()
    page.goto(DECLINE)
    expect(page.locator(".iv-letter__text").first).to_contain_text("Dear [recruiter's name],")
    # The form for comments needs no script.
    dead = page.locator(":is(button, input):visible:not(form[action] *)")
    expect(dead).to_have_count(0)
    page.locator(".iv-keeps").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Don’t Flake Out")
    page.goto(SERIES)
    expect(page.locator("button:visible, input:visible")).to_have_count(0)
    context.close()


def test_without_javascript_the_page_for_no_connection_promises_no_list(
    browser: Browser, site_url: str
) -> None:
    context = browser.new_context(base_url=site_url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/503.html")
    said = page.get_by_role("main").inner_text()
    assert "The list of the pages it keeps needs JavaScript." in said
    assert "Here is" not in said
    expect(page.get_by_role("main").get_by_role("heading")).to_have_count(1)
    page.get_by_role("link", name="Try this one again").click()
    assert page.url.endswith("/503.html")
    context.close()
