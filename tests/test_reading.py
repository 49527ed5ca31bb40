"""What makes reading easier, in a real browser: progress, contents, notes, addresses, sharing, paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import replace_site
from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import BuildSite, Caddy
    from playwright.sync_api import Browser, BrowserContext, Page

FLAKE = "/articles/dont-flake-out/"
ADDRESS = "https://interviewing101.example/articles/dont-flake-out/"
SECTION = "#keep-the-first-move-the-second"


def progress(page: Page) -> float:
    """Return which part of its width the line of progress has, once it is drawn."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    scale: str = page.evaluate(
        "getComputedStyle(document.querySelector('.iv-article__text'), '::before').scale"
    )
    return float(scale.split(maxsplit=1)[0]) if scale != "none" else 1.0


def copied(page: Page) -> str:
    """Return what the clipboard holds."""
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def until(page: Page, fact: str) -> None:
    """Wait for something on a page; Playwright's own way needs eval, which the policy forbids."""
    page.evaluate(
        f"new Promise(done => {{ const look = () => {fact} ? done() : setTimeout(look, 20); look() }})"
    )


# Progress and contents


def test_progress_grows_from_the_beginning_of_the_text_to_its_end(page: Page) -> None:
    page.goto(FLAKE)
    assert progress(page) == 0
    page.locator(".iv-prose h2").nth(3).scroll_into_view_if_needed()
    assert 0.1 < progress(page) < 0.9
    page.locator(".iv-related").scroll_into_view_if_needed()
    assert progress(page) == 1


def test_progress_is_not_shown_to_readers_who_want_less_motion(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(FLAKE)
    shown = page.evaluate(
        "getComputedStyle(document.querySelector('.iv-article__text'), '::before').content"
    )
    assert shown == "none"


@pytest.mark.parametrize("by_script", [False, True], ids=["by styles", "by script"])
def test_contents_follow_the_reader(page: Page, width: int, *, by_script: bool) -> None:
    if by_script:
        page.add_init_script(
            "const supports = CSS.supports.bind(CSS); CSS.supports = (name, ...rest) =>"
            " name != 'scroll-target-group' && supports(name, ...rest)"
        )
    page.goto(FLAKE)
    link = page.locator(f".iv-toc--beside a[href='{SECTION}']")
    before = link.evaluate("link => getComputedStyle(link).fontWeight")
    page.evaluate(f"document.querySelector('{SECTION}').scrollIntoView()")
    if width < 1024:
        expect(link).to_be_hidden()
        return
    expect(link).to_have_css("font-weight", "600")
    assert before == "400"
    expect(page.locator(".iv-toc--beside [aria-current]")).to_have_count(int(by_script))


def test_contents_fold_on_a_narrow_screen(page: Page, width: int) -> None:
    page.goto(FLAKE)
    folded = page.locator(".iv-toc--folded")
    if width >= 1024:
        expect(folded).to_be_hidden()
        return
    expect(folded.get_by_role("link").first).to_be_hidden()
    folded.locator("summary").click()
    folded.get_by_role("link", name="Keep the first").click()
    expect(page.locator(SECTION)).to_be_in_viewport()


# Notes


def test_a_source_is_shown_where_it_is_cited(page: Page, width: int) -> None:
    page.goto(FLAKE)
    cited = page.locator(".iv-prose .iv-cite a").first
    cited.click()
    note = page.get_by_role("note", name="Source 1")
    expect(note).to_be_focused()
    text = page.locator(".iv-sources li").first.inner_text().split(",")[0]
    expect(note).to_contain_text(text)
    box = note.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    expect(cited).to_be_focused()
    assert "#" not in page.url


def test_a_second_press_closes_the_note(page: Page) -> None:
    page.goto(FLAKE)
    cited = page.locator(".iv-prose .iv-cite a").first
    note = page.locator(".iv-note")
    cited.click()
    expect(note).to_be_visible()
    cited.click()
    expect(note).to_be_hidden()
    page.wait_for_timeout(600)
    cited.click()
    expect(note).to_be_visible()


def test_one_note_takes_the_place_of_another_and_leads_to_the_list(page: Page) -> None:
    page.goto(FLAKE)
    cited = page.locator(".iv-prose .iv-cite a")
    cited.nth(0).click()
    expect(page.get_by_role("note", name="Source 1")).to_be_visible()
    cited.nth(2).click()
    expect(page.locator(".iv-note:visible")).to_have_count(1)
    page.get_by_role("link", name="In the list").click()
    expect(page.locator(".iv-sources li:target")).to_be_in_viewport()
    expect(page.locator(".iv-note:visible")).to_have_count(0)


def test_without_javascript_a_source_is_a_link_to_the_list(
    browser: Browser, site_url: str, width: int
) -> None:
    context = browser.new_context(
        base_url=site_url, java_script_enabled=False, viewport={"width": width, "height": 844}
    )
    page = context.new_page()
    page.goto(FLAKE)
    page.locator(".iv-prose .iv-cite a").first.click()
    expect(page.locator(".iv-sources li:target")).to_be_in_viewport()
    expect(page.locator(".iv-anchor, [data-share]:visible")).to_have_count(0)
    context.close()


# Addresses and sharing


def test_a_section_has_an_address_to_copy(page: Page) -> None:
    page.goto(FLAKE)
    heading = page.get_by_role("heading", name="Keep the first, move the second", exact=True)
    heading.get_by_role("button", name="Copy the address: Keep the first, move").click()
    expect(heading.get_by_role("status")).to_have_text("Copied")
    assert copied(page) == f"{ADDRESS}{SECTION}"


def test_the_mark_of_an_address_shows_where_the_reader_points_or_tabs(page: Page) -> None:
    page.goto(FLAKE)
    mark = page.locator(".iv-anchor").first
    expect(mark).to_have_css("opacity", "0")
    page.locator(".iv-prose h2").first.hover(position={"x": 5, "y": 5})
    expect(mark).to_have_css("opacity", "1")
    page.mouse.move(0, 0)
    expect(mark).to_have_css("opacity", "0")
    page.keyboard.press("Tab")
    mark.focus()
    expect(mark).to_have_css("opacity", "1")


def test_where_copying_is_forbidden_the_address_is_in_the_bar(page: Page) -> None:
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
    page.goto(FLAKE)
    page.locator(".iv-anchor").first.click()
    expect(page.locator(".iv-said")).to_have_text("Copy it from the address bar")
    assert page.url.endswith(f"{FLAKE}{SECTION}")


def test_the_link_is_copied_where_the_system_has_no_dialog(page: Page) -> None:
    page.add_init_script("delete Navigator.prototype.share")
    page.goto(FLAKE)
    page.get_by_role("button", name="Copy the link").click()
    expect(page.locator(".iv-share").get_by_role("status")).to_have_text("Copied")
    assert copied(page) == ADDRESS


def test_the_systems_dialog_gets_title_and_address(page: Page) -> None:
    page.add_init_script("Navigator.prototype.share = async (shared) => { window.shared = shared }")
    page.goto(FLAKE)
    page.get_by_role("button", name="Share this article").click()
    until(page, "window.shared")
    assert page.evaluate("shared") == {"title": "Don’t Flake Out", "url": ADDRESS}
    expect(page.locator(".iv-said")).to_have_count(0)


@pytest.mark.parametrize(("error", "said"), [("AbortError", 0), ("NotAllowedError", 1)])
def test_a_dialog_that_fails_leaves_the_link_copied(page: Page, error: str, said: int) -> None:
    page.add_init_script(
        "Navigator.prototype.share = () => { window.asked = true;"
        f" return Promise.reject(new DOMException('', '{error}')) }}"
    )
    page.goto(FLAKE)
    page.get_by_role("button", name="Share this article").click()
    until(page, "window.asked")
    expect(page.locator(".iv-said")).to_have_count(said)


# Paper


def test_paper_has_the_article_and_its_letters_alone(context: BrowserContext, page: Page) -> None:
    page.goto(FLAKE)
    page.emulate_media(media="print")
    for shown in (".iv-article__title", ".iv-takeaways", ".iv-letter__text", ".iv-sources"):
        expect(page.locator(shown).first).to_be_visible()
    away = (".iv-masthead", ".iv-footer", ".iv-toc", ".iv-related", ".iv-share", "button", "form")
    for hidden in away:
        assert page.locator(f"{hidden}:visible").count() == 0, hidden
    assert progress_is_hidden(page)


def test_a_letter_goes_on_overleaf_where_a_sheet_ends(context: BrowserContext, page: Page) -> None:
    page.goto(FLAKE)
    page.emulate_media(media="print")
    # A sheet in which the letter's last lines have no room left.
    lines = page.locator(".iv-letter--letter .iv-letter__body").first.evaluate(
        """body => {
          const sheets = document.createElement("div"), letter = body.closest("figure");
          letter.replaceWith(sheets);
          sheets.append(letter);
          const { height } = letter.getBoundingClientRect();
          Object.assign(sheets.style, { columnCount: 2, columnFill: "auto", height: `${0.7 * height}px` });
          const range = document.createRange();
          range.selectNodeContents(body);
          const lefts = [...range.getClientRects()].map(({ left }) => Math.round(left));
          const second = Math.max(...lefts) > letter.getBoundingClientRect().left + innerWidth / 3;
          return [second, getComputedStyle(body.parentElement).boxDecorationBreak];
        }"""
    )
    assert lines == [True, "clone"]


def progress_is_hidden(page: Page) -> bool:
    content: str = page.evaluate(
        "getComputedStyle(document.querySelector('.iv-article__text'), '::before').content"
    )
    return content == "none"


# Without a connection


def test_pages_are_kept_only_for_those_who_ask(
    page: Page, context: BrowserContext, faults: list[str]
) -> None:
    page.goto("/subscribe/")
    page.goto(FLAKE)
    assert page.evaluate("caches.keys()") == []
    page.goto("/subscribe/")
    place = page.locator("[data-offline]")
    place.get_by_role("button", name="Keep the pages I open").click()
    expect(place.get_by_role("button")).to_have_text("Forget the pages kept here")
    until(page, "navigator.serviceWorker.controller")
    expect(place.get_by_role("link", name="Subscribe", exact=True)).to_be_visible()
    page.goto(FLAKE)
    page.wait_for_load_state("networkidle")
    context.set_offline(offline=True)
    page.goto("/subscribe/")
    page.locator("[data-offline]").get_by_role("link", name="Don’t Flake Out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Don’t Flake Out")
    expect(page.locator(".iv-prose")).to_have_css("position", "static")
    page.goto("/archive/")
    expect(page.get_by_role("heading", level=1)).to_have_text("No connection")
    page.get_by_role("link", name="Don’t Flake Out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Don’t Flake Out")
    context.set_offline(offline=False)
    faults.clear()  # The browser reports each file that it had to take from what it keeps.


def test_what_was_read_is_whole_without_a_connection(
    page: Page, context: BrowserContext, faults: list[str]
) -> None:
    page.goto("/subscribe/")
    page.get_by_role("button", name="Keep the pages I open").click()
    until(page, "navigator.serviceWorker.controller")
    for path in (FLAKE, "/archive/"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
    context.set_offline(offline=True)
    for path in (FLAKE, "/archive/"):
        page.goto(path)
        page.evaluate("document.fonts.ready")
        fonts = "[...document.fonts].filter(font => font.status == 'loaded').length"
        assert page.evaluate(fonts) == 2
        assert page.evaluate("document.styleSheets[0].cssRules.length") > 20
        expect(page.get_by_role("button", name="Dark colors")).to_be_visible()
    page.goto(FLAKE)
    drawing = page.locator(".iv-illustration img")
    assert drawing.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1200
    context.set_offline(offline=False)
    faults.clear()  # The browser reports each file that it had to take from what it keeps.


def test_what_is_kept_stays_up_to_date(
    browser: Browser, build_site: BuildSite, caddy: Caddy, tmp_path: Path
) -> None:
    def article(words: str) -> dict[str, str]:
        text = f"---\ntitle: A\ndate: 2026-11-01\n---\n{words}"
        return {"articles/a.md": text, "subscribe.md": "---\ntemplate: subscribe.html\n---\n"}

    site = build_site(article("As it was.")).rename(tmp_path / "site")
    with caddy.serve(site) as address:
        context = browser.new_context(base_url=address)
        page = context.new_page()
        page.goto("/subscribe/")
        page.get_by_role("button", name="Keep the pages I open").click()
        until(page, "navigator.serviceWorker.controller")
        page.goto("/articles/a/")
        expect(page.locator(".iv-prose")).to_contain_text("As it was.")
        replace_site.main(build_site(article("As it is.")), site)
        for is_offline in (False, True):
            context.set_offline(offline=is_offline)
            page.goto("/articles/a/")
            expect(page.locator(".iv-prose")).to_contain_text("As it is.")
        context.close()


def test_what_is_kept_can_be_forgotten(page: Page) -> None:
    page.goto("/subscribe/")
    button = page.locator("[data-offline]").get_by_role("button")
    button.click()
    expect(button).to_have_text("Forget the pages kept here")
    page.reload()
    expect(button).to_have_text("Forget the pages kept here")
    button.click()
    expect(button).to_have_text("Keep the pages I open")
    expect(page.locator("[data-offline] li")).to_have_count(0)
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
    page.goto(FLAKE)
    assert page.evaluate("caches.keys()") == []


def test_a_browser_that_keeps_nothing_says_so(page: Page) -> None:
    page.add_init_script("CacheStorage.prototype.open = () => Promise.reject(new Error('no'))")
    page.goto("/subscribe/")
    place = page.locator("[data-offline]")
    place.get_by_role("button").click()
    expect(place.get_by_role("status")).to_contain_text("does not let sites keep anything")
