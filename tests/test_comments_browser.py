"""Reading and writing comments in a real browser, with a stand-in for the comment service."""

from __future__ import annotations

import functools
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from conftest import ROOT, build_folder, comments_database
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Caddy
    from playwright.sync_api import Browser, Locator, Page

PATH = "/articles/declining-an-offer/"
THREAD = [
    {"id": 1, "name": "Ada", "html": "<p>I called first.</p>"},
    {"id": 2, "parent": 1, "html": "<p>And <em>then</em>?</p>"},
    {"id": 3, "parent": 2, "name": "Ada", "html": "<p>They thanked me.</p>"},
    {"id": 4, "parent": 3, "name": "Grace", "html": "<p>" + "Donaudampfschiff" * 5 + "</p>"},
    {"id": 5, "parent": 4, "name": "Joan", "html": "<p>Very.</p>"},
]


class Service:
    """What the comment service would answer, and what it was asked."""

    def __init__(self) -> None:
        """Begin with a service that takes every comment and holds it."""
        self.asked: list[str] = []
        self.posted: list[dict[str, str]] = []
        self.newer: list[dict[str, Any]] = []
        self.answers: list[tuple[int, dict[str, Any]]] = []
        self.is_down = False

    def answer(self, path: str, fields: dict[str, str]) -> tuple[int, Any]:
        """Return the status and the body of an answer, as HTML if it is a string."""
        self.asked.append(path)
        if self.is_down:
            return 502, "Down."
        if path == "/comments/token/":
            known = {"token": "t0ken", "stamp": "st4mp", "open": True}
            return 200, known | {"comments": self.newer}
        if path == "/comments/post/":
            self.posted.append(fields)
            return self.answers.pop(0) if self.answers else (201, held())
        return 200, f"<h1>Preview</h1><p>{json.dumps(fields)}</p>"


def held(**fields: Any) -> dict[str, Any]:
    """Return what the service says of a comment that it has taken."""
    return {
        "id": 9,
        "state": "pending",
        "html": "<p>Mine.</p>",
        "name": "",
        "created": "2026-12-01T10:00:00Z",
        "edit_until": "2999-01-01T00:00:00Z",
    } | fields


class Handler(BaseHTTPRequestHandler):
    """The stand-in, as the web server asks it."""

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        """Answer for this service."""
        self.service = service
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        """Answer a question."""
        url = urlsplit(self.path)
        fields = {name: values[0] for name, values in parse_qs(url.query).items()}
        self._say(*self.service.answer(url.path, fields))

    def do_POST(self) -> None:
        """Take a comment."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._say(*self.service.answer(self.path, _fields(self.headers["Content-Type"], body)))

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _say(self, status: int, body: Any) -> None:
        is_page = isinstance(body, str)
        content = (body if is_page else json.dumps(body)).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html" if is_page else "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def _fields(kind: str, body: str) -> dict[str, str]:
    """Return the fields of a form, as browsers send them in either way."""
    if "boundary=" not in kind:
        return {name: values[0] for name, values in parse_qs(body).items()}
    parts = body.split("--" + kind.split("boundary=")[1])[1:-1]
    return {
        part.split('name="')[1].split('"')[0]: part.split("\r\n\r\n", 1)[1].removesuffix("\r\n")
        for part in parts
    }


@pytest.fixture(scope="session", name="server")
def _server(
    tmp_path_factory: pytest.TempPathFactory, caddy: Caddy
) -> Iterator[tuple[str, Service]]:
    """Serve the real articles with a thread, and a stand-in for the service."""
    folder = tmp_path_factory.mktemp("comments")
    rows = [row | {"thread": PATH} for row in THREAD]
    site = build_folder(
        ROOT / "docs", folder / "site", database=comments_database(folder / "c.sqlite3", rows)
    )
    service = Service()
    handler = functools.partial(Handler, service=service)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with caddy.serve(site, server.server_port) as address:
            yield address, service
        server.shutdown()


@pytest.fixture(scope="session", name="site_url")
def _site_url(server: tuple[str, Service]) -> str:
    return server[0]


@pytest.fixture(name="service")
def _service(server: tuple[str, Service]) -> Service:
    """Return the stand-in as it begins."""
    service = server[1]
    vars(service).update(vars(Service()))
    return service


def form(page: Page) -> Locator:
    """Return the one form for comments."""
    return page.locator(".iv-comment-form")


def write(page: Page, text: str = "Mine.") -> Locator:
    """Write a comment and return its form."""
    form(page).get_by_label("Your comment").fill(text)
    expect(form(page).get_by_role("button", name="Post comment")).to_be_visible()
    return form(page)


def post(page: Page, text: str = "Mine.") -> None:
    """Write a comment and send it."""
    write(page, text).get_by_role("button", name="Post comment").click()


def kept(page: Page) -> Any:
    """Return what the browser keeps of comments on this page."""
    pages = page.evaluate("JSON.parse(localStorage.getItem('iv-comments'))")
    return pages and pages[PATH]


# Reading


def test_reading_asks_the_service_nothing(page: Page, service: Service) -> None:
    scripts: list[str] = []
    page.on("request", lambda sent: scripts.append(sent.url))
    page.goto(PATH)
    page.locator("#comment-5").scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert service.asked == []
    assert not any("comments." in url for url in scripts)
    assert page.evaluate("[localStorage.length, document.cookie]") == [0, ""]


@pytest.mark.parametrize("path", [PATH, "/promised/"])
def test_a_page_with_comments_fits(page: Page, width: int, path: str, service: Service) -> None:
    page.goto(path)
    with page.expect_response("**/comments/token/**"):
        form(page).get_by_label("Your comment").focus()
    expect(form(page).get_by_role("button", name="Post comment")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert service.asked == ["/comments/token/"]
    for control in page.locator(".iv-comments :is(button, input, textarea, [data-reply])").all():
        box = control.bounding_box()
        assert box is None or min(box["width"], box["height"]) >= 43.9


def test_newer_comments_come_when_asked_for(page: Page, service: Service) -> None:
    page.goto(PATH)
    newer = page.locator(".iv-comments__newer")
    service.newer = [
        {**held(id=5), "state": "approved", "parent": 4},
        {**held(id=7, html="<p>Late.</p>", name="Mary"), "state": "approved", "parent": 2},
    ]
    newer.get_by_role("button").click()
    expect(newer.get_by_role("status")).to_have_text("1 new, shown above.")
    expect(page.locator("li:has(> #comment-2) > ol > li > #comment-7")).to_contain_text("Late.")
    expect(page.locator("#comments")).to_contain_text("6 thoughts on")
    newer.get_by_role("button").click()
    expect(newer.get_by_role("status")).to_have_text("Nothing newer.")


# Writing


def test_a_comment_is_sent_with_its_token(page: Page, service: Service) -> None:
    page.goto(PATH)
    write(page).get_by_label("Name").fill("Joan O’Neil & <b>")
    post(page)
    expect(page.locator("#comment-9")).to_contain_text("Only you see it yet")
    expect(page.locator("#comment-9")).to_be_focused()
    expect(form(page).get_by_role("status")).to_have_text("Thank you. One of us reads it first.")
    expect(form(page).get_by_label("Your comment")).to_have_value("")
    assert service.posted == [
        {
            "thread": PATH,
            "parent": "",
            "homepage": "",
            "text": "Mine.",
            "name": "Joan O’Neil & <b>",
            "email": "",
            "csrfmiddlewaretoken": "t0ken",
            "stamp": "st4mp",
            "employer": "",
        }
    ]


def test_what_waits_is_shown_again_until_it_is_on_the_page(page: Page, service: Service) -> None:
    page.goto(PATH)
    post(page)
    expect(page.locator("#comment-9")).to_be_visible()
    service.asked.clear()
    page.reload()
    expect(page.locator("#comment-9")).to_contain_text("Mine.")
    expect(page.locator("#comment-9").get_by_role("link", name="Edit")).to_have_attribute(
        "href", page.url.split("/articles/")[0] + "/comments/9/edit/"
    )
    assert service.asked == []
    page.evaluate(
        "pages => localStorage.setItem('iv-comments', JSON.stringify(pages))",
        {PATH: {"waiting": [held(id=5, own=2e12)]}},
    )
    page.reload()
    expect(form(page).get_by_role("button", name="Post comment")).to_be_visible()
    assert kept(page) is None


def test_what_its_writer_changes_is_forgotten(page: Page, service: Service) -> None:
    page.goto(PATH)
    post(page)
    page.locator("#comment-9").get_by_role("link", name="Delete").click()
    expect(page.get_by_role("heading")).to_have_text("Preview")
    assert service.asked[-1] == "/comments/9/delete/"
    page.go_back()
    page.reload()
    expect(page.locator("#comment-9")).to_have_count(0)
    assert page.evaluate("localStorage.length") == 0


def test_impatience_posts_once(page: Page, service: Service) -> None:
    page.goto(PATH)
    write(page)
    form(page).get_by_role("button", name="Post comment").dblclick()
    expect(page.locator("#comment-9")).to_be_visible()
    assert len(service.posted) == 1


def test_a_comment_that_nobody_must_read_first_is_there(page: Page, service: Service) -> None:
    page.goto(PATH)
    service.answers = [(201, held(state="approved", html="<p>Said.</p>"))]
    post(page)
    expect(form(page).get_by_role("status")).to_have_text("Thank you. It is published.")
    expect(page.locator("#comment-9")).not_to_contain_text("Only you")
    expect(page.locator("#comments")).to_contain_text("6 thoughts on “Declining an offer”")


def test_a_reply_is_written_in_its_place(page: Page, service: Service) -> None:
    page.goto(PATH)
    page.get_by_role("link", name="Reply to Anonymous").click()
    reply = page.locator("li:has(> #comment-2) > .iv-comment-form")
    expect(reply.get_by_role("heading")).to_have_text("Reply to Anonymous")
    expect(reply.get_by_label("Your comment")).to_be_focused()
    post(page)
    expect(page.locator("li:has(> #comment-2) > ol > li > #comment-9")).to_be_visible()
    assert service.posted[0]["parent"] == "2"
    expect(form(page).get_by_role("heading")).to_have_text("Add a comment")


def test_a_reply_to_the_deepest_stays_in_its_list(page: Page, service: Service) -> None:
    page.goto(PATH)
    page.get_by_role("link", name="Reply to Joan").click()
    post(page)
    expect(page.locator("ol:has(> li > #comment-5) > li > #comment-9")).to_be_visible()
    assert service.posted[0]["parent"] == "5"


def test_a_reply_can_be_left_off(page: Page, service: Service) -> None:
    page.goto(PATH)
    link = page.get_by_role("link", name="Reply to Grace")
    link.click()
    write(page, "Kept all the same.")
    page.get_by_role("button", name="Cancel the reply").click()
    expect(link).to_be_focused()
    expect(page.locator(".iv-thread form")).to_have_count(0)
    post(page, "Kept all the same.")
    expect(page.locator(".iv-thread > li > #comment-9")).to_be_visible()
    assert service.posted[0]["parent"] == ""


def test_errors_stand_where_they_happened(page: Page, service: Service, faults: list[str]) -> None:
    page.goto(PATH)
    service.answers = [(400, {"errors": {"name": "That name is taken.", "": "Look again."}})]
    write(page).get_by_label("Name").fill("Ada")
    post(page)
    name = form(page).get_by_label("Name")
    expect(name).to_be_focused()
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_have_accessible_description("That name is taken. Any name will do.")
    expect(form(page).get_by_role("status")).to_have_text("Look again.")
    expect(form(page).get_by_label("Your comment")).to_have_value("Mine.")
    post(page)
    expect(page.locator("#comment-9")).to_be_visible()
    expect(page.locator(".iv-error, [aria-invalid]")).to_have_count(0)
    faults.clear()  # The browser reports the refusal too.


def test_a_warning_can_be_overruled(page: Page, service: Service, faults: list[str]) -> None:
    page.goto(PATH)
    page.evaluate("localStorage.setItem('iv-letters', '{\"company\": \"Acme\"}')")
    service.answers = [(400, {"errors": {}, "warnings": ["This names your employer, Acme."]})]
    post(page, "Acme lied.")
    expect(form(page).get_by_role("alert")).to_contain_text("This names your employer, Acme.")
    anyway = form(page).get_by_role("button", name="Post anyway")
    expect(anyway).to_be_focused()
    anyway.click()
    expect(page.locator("#comment-9")).to_be_visible()
    first, second = service.posted
    assert (first["employer"], "confirmed" in first, second["confirmed"]) == ("Acme", False, "1")
    faults.clear()  # The browser reports the refusal too.


def test_a_draft_survives_a_reload(page: Page, service: Service) -> None:
    page.goto(PATH)
    page.get_by_role("link", name="Reply to Grace").click()
    write(page, "Half a").get_by_label("Name").fill("Joan")
    form(page).get_by_label("Email").fill("joan@example.org")
    assert kept(page) == {"draft": {"text": "Half a", "name": "Joan", "parent": "4"}}
    page.wait_for_load_state("networkidle")  # The form's own question is on its way.
    service.asked.clear()
    page.reload()
    expect(page.locator("li:has(> #comment-4) > form").get_by_label("Name")).to_have_value("Joan")
    expect(form(page).get_by_label("Your comment")).to_have_value("Half a")
    assert service.asked == []
    form(page).get_by_label("Your comment").fill("")
    assert kept(page) is None


def test_a_service_that_is_down_costs_no_word(
    page: Page, service: Service, faults: list[str]
) -> None:
    page.goto(PATH)
    service.is_down = True
    post(page, "A long answer.")
    status = form(page).get_by_role("status")
    expect(status).to_contain_text("Your text is kept in this browser")
    page.reload()
    expect(form(page).get_by_label("Your comment")).to_have_value("A long answer.")
    service.is_down = False
    post(page, "A long answer.")
    expect(page.locator("#comment-9")).to_be_visible()
    faults.clear()  # The browser reports the answers of a service that is down.


def test_a_comment_is_written_by_keyboard_alone(page: Page, service: Service) -> None:
    page.goto(PATH)
    page.get_by_role("link", name="Reply to Joan").focus()
    page.keyboard.press("Enter")
    expect(form(page).get_by_label("Your comment")).to_be_focused()
    page.keyboard.type("Yes.")
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(form(page).get_by_role("button", name="Post comment")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#comment-9")).to_be_focused()
    assert [sent["text"] for sent in service.posted] == ["Yes."]


def test_a_hostile_answer_is_text(page: Page, service: Service, faults: list[str]) -> None:
    page.goto(PATH)
    service.newer = [
        held(id=8, name="<img src=x onerror=alert(1)>", html="<p onclick=x>a<script>b</script></p>")
        | {"state": "approved", "parent": None}
    ]
    page.get_by_role("button", name="Look for newer comments").click()
    expect(page.locator("#comment-8 b")).to_have_text("<img src=x onerror=alert(1)>")
    faults.clear()  # The policy refuses the script and says so.


# Without the script


def test_without_the_script_a_comment_goes_by_the_preview(
    browser: Browser, site_url: str, service: Service
) -> None:
    context = browser.new_context(base_url=site_url, java_script_enabled=False)
    page = context.new_page()
    page.goto(PATH)
    expect(page.get_by_role("button")).to_have_text(["Preview"])
    form(page).get_by_label("Your comment").fill("Plain & simple")
    form(page).get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading")).to_have_text("Preview")
    expect(page.locator("p")).to_contain_text('"text": "Plain & simple"')
    page.goto(PATH)
    page.get_by_role("link", name="Reply to Grace").click()
    expect(page.locator("p")).to_have_text(json.dumps({"thread": PATH, "parent": "4"}))
    for name in ("received", "published"):
        page.goto("about:blank")
        page.goto(f"{PATH}#comment-{name}")
        expect(page.locator(".iv-notice:visible")).to_have_id(f"comment-{name}")
        expect(page.locator(".iv-notice:visible")).to_be_in_viewport()
    context.close()
