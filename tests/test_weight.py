"""What a first visit costs: what the browser was sent, behind Caddy, in Brotli.

Bytes are those of bodies; kB are thousands of them. The budgets are those of the design.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import brotli  # type: ignore[import-untyped]  # no py.typed
import pytest

from synthetic import articles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import BuildSite
    from playwright.sync_api import Browser, BrowserContext, Request

LARGEST_WINDOW = 10 * 1460  # bytes that a server sends before the first is acknowledged


@dataclass
class Sent:
    """An answer that the browser received."""

    path: str
    kind: str  # as Chromium calls it: Document, Script, Image
    priority: str  # likewise, when it is asked for: VeryHigh, High, Medium, Low
    headers: int = 0  # bytes
    body: int = 0


@pytest.fixture(name="phone")
def _phone(browser: Browser, deployed: str) -> Iterator[BrowserContext]:
    """Return a phone that has never been here."""
    context = browser.new_context(base_url=deployed, viewport={"width": 390, "height": 844})
    yield context
    context.close()


def visit(phone: BrowserContext, path: str) -> list[Sent]:
    """Return what the first visit to a page brings, in the order in which it was asked for."""
    page = phone.new_page()
    session = phone.new_cdp_session(page)
    sent: dict[str, Sent] = {}

    def asked(event: dict[str, Any]) -> None:
        request = event["request"]
        kind, path = event.get("type", "Other"), urlsplit(request["url"]).path
        sent[event["requestId"]] = Sent(path, kind, request["initialPriority"])

    def answered(event: dict[str, Any]) -> None:
        sent[event["requestId"]].headers = event["response"]["encodedDataLength"]

    def finished(event: dict[str, Any]) -> None:
        answer = sent[event["requestId"]]
        answer.body = event["encodedDataLength"] - answer.headers

    session.on("Network.requestWillBeSent", asked)
    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", finished)
    session.send("Network.enable")
    page.goto(path)
    page.wait_for_load_state("networkidle")
    return list(sent.values())


def heaviest(site: Path) -> str:
    """Return the path of the article with the most bytes."""
    pages = site.glob("articles/*/index.html.br")
    folder = max(pages, key=lambda path: path.stat().st_size).parent
    return f"/articles/{folder.name}/"


def test_the_heaviest_article_keeps_to_its_budget(phone: BrowserContext, real_site: Path) -> None:
    sent = visit(phone, heaviest(real_site))
    fonts = [each for each in sent if each.kind == "Font"]
    drawings = [each for each in sent if each.path.startswith("/articles/images/")]
    rest = [each for each in sent if each not in fonts + drawings]
    assert rest[0].kind == "Document"
    assert 5_000 < rest[0].body <= 13_500
    assert rest[0].headers + rest[0].body <= LARGEST_WINDOW
    assert sum(each.body for each in rest) <= 16_000, rest
    assert len(rest) <= 6, rest
    assert sum(each.body for each in rest if each.kind == "Script") <= 2_000, rest
    assert len(fonts) == 2
    assert sum(each.body for each in fonts) <= 50_000


@pytest.mark.parametrize("path", ["/", "/series/interviewing-101/", "/letters/", "/tags/", "/no/"])
def test_every_other_page_does_so_too(phone: BrowserContext, path: str) -> None:
    sent = visit(phone, path)
    rest = [each for each in sent if each.kind not in {"Font", "Image"}]
    if path == "/no/":  # It looks for what resembles the address, which is the search.
        rest = [each for each in rest if "pagefind" not in each.path]
    assert sum(each.body for each in rest if each.kind in {"Document", "Stylesheet"}) <= 13_500
    scripts = [each for each in rest if each.path.endswith("/main.js")]
    assert 0 < sum(each.body for each in scripts) <= 2_000


def test_the_first_answer_paints_the_text(phone: BrowserContext, real_site: Path) -> None:
    phone.route(
        "**/*",
        lambda route: (
            route.continue_() if route.request.resource_type == "document" else route.abort()
        ),
    )
    page = phone.new_page()
    page.goto(heaviest(real_site), wait_until="commit")
    page.evaluate(
        "new Promise(done => new PerformanceObserver(list =>"
        " list.getEntriesByName('first-contentful-paint').length && done())"
        ".observe({type: 'paint', buffered: true}))"
    )
    title = page.locator("h1").evaluate(
        "title => [getComputedStyle(title).fontFamily, title.getBoundingClientRect().height]"
    )
    assert title[0].startswith("Newsreader")
    assert title[1] > 30


def test_the_text_does_not_wait_for_the_styles_of_what_follows_it(phone: BrowserContext) -> None:
    asked: list[str] = []
    phone.route("**/below.css", lambda route: asked.append(route.request.url))  # for ever
    page = phone.new_page()
    page.goto("/articles/dont-flake-out/", wait_until="commit")
    last = page.locator(".iv-prose > :last-child")
    last.wait_for(state="visible")
    assert asked
    assert page.locator(".iv-sources").count() == 0
    assert last.evaluate("element => getComputedStyle(element).fontFamily").startswith('"Source')


def test_what_paints_comes_before_what_adds(phone: BrowserContext) -> None:
    sent = visit(phone, "/articles/dont-flake-out/")
    names = [each.path.rpartition("/")[2] for each in sent]
    needed = ["newsreader.woff2", "source-sans-3.woff2", "main.js"]
    assert [name for name in names if name in needed] == needed
    assert {each.priority for each in sent if each.path.endswith("out.svg")} == {"High"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_without_scripts_the_systems_scheme_is_followed(
    browser: Browser, deployed: str, scheme: Any
) -> None:
    context = browser.new_context(base_url=deployed, color_scheme=scheme, java_script_enabled=False)
    page = context.new_page()
    brightness = []
    for path in ("/", "/articles/dont-flake-out/"):
        page.goto(path)
        color = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
        brightness.append(int(color.removeprefix("rgb(").split(",")[0]))
    assert all((each > 200) == (scheme == "light") for each in brightness)
    context.close()


def test_the_search_keeps_to_its_budget(phone: BrowserContext, real_site: Path) -> None:
    page = phone.new_page()
    page.goto("/privacy/")
    page.wait_for_load_state("networkidle")
    finished: list[Request] = []  # the workers' too

    def note(request: Request) -> None:
        finished.append(request)

    page.on("requestfinished", note)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("searchbox").fill("offer")
    page.locator(".iv-search__page").first.wait_for()
    sizes = {each.url.rpartition("/")[2]: each.sizes()["responseBodySize"] for each in finished}
    code = {name: size for name, size in sizes.items() if name.endswith((".js", ".pagefind"))}
    assert {"search.js", "finder.js", "engine.js", "wasm.en.pagefind"} < code.keys()
    assert 50_000 < sum(code.values()) <= 60_000, code
    rest = sum(sizes.values()) - sum(code.values())
    assert 0 < rest <= 1_000 * len([*real_site.glob("articles/*/index.html")]), sizes


def test_what_the_reader_points_at_is_fetched_ahead(browser: Browser, deployed: str) -> None:
    context = browser.new_context(base_url=deployed)
    page = context.new_page()
    page.goto("/")
    page.wait_for_load_state("networkidle")
    page.locator(".iv-masthead").get_by_role("link", name="Archive").hover()
    page.wait_for_timeout(500)
    page.locator(".iv-masthead").get_by_role("link", name="Archive").click()
    page.wait_for_url("**/archive/")
    entry = "performance.getEntriesByType('navigation')[0].deliveryType"
    assert page.evaluate(entry) == "navigational-prefetch"
    context.close()


def test_an_article_stays_as_light_among_a_hundred(build_site: BuildSite) -> None:
    def weight(count: int) -> int:
        texts = {f"articles/{name}": text for name, text in articles(count, words=300)}
        site = build_site(texts)
        pages = (site / f"articles/article-{number}/index.html" for number in range(10))
        return sum(len(brotli.compress(page.read_bytes())) for page in pages)

    assert weight(100) <= 1.02 * weight(12)
