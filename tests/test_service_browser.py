"""Comments in a real browser, with the real service behind the real pages."""

from __future__ import annotations

import os
import socket
import socketserver
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIServer, make_server

import pytest
from barriers import COLORS, barriers
from conftest import ROOT, TODAY, Quiet, build_folder, free_port, write
from playwright.sync_api import expect
from whitenoise import WhiteNoise

import comment_service

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Locator, Page

PATH = "/articles/ask-for-more/"
DOCS = {
    "index.md": "---\ntemplate: home.html\n---\nHome.",
    "articles/ask-for-more.md": "---\ntitle: Ask for more\ndate: 2026-11-01\n---\nIn writing.",
}
# Django's admin has smaller targets than the site.
SCHEMES: dict[Any, dict[str, Any]] = {"light": {}, "dark": COLORS}
MODERATOR = {"DJANGO_SUPERUSER_PASSWORD": "correct horse battery"}


class Threading(socketserver.ThreadingMixIn, WSGIServer):
    """A server that answers a browser's many requests at once."""

    daemon_threads = True


@dataclass(slots=True)
class Running:
    """The pages and the service at one address."""

    folder: Path
    port: int  # of the service
    environment: dict[str, str]
    service: subprocess.Popen[bytes] | None = None

    @property
    def changed(self) -> Path:
        """Return what the service touches when the pages have to be built."""
        return self.folder / "changed"

    def manage(self, *arguments: str, **environment: str) -> None:
        """Run one of the service's commands."""
        command = [sys.executable, str(ROOT / "comments/manage.py"), *arguments]
        subprocess.run(command, env=self.environment | environment, check=True)

    def build(self) -> None:
        """Build the pages, as the preview does when the service asks for it."""
        database = self.folder / "comments.sqlite3"
        build_folder(self.folder / "docs", self.folder / "site", database=database)

    def start(self) -> None:
        """Start the service, and wait until it answers."""
        command = ["runserver", "--noreload", f"127.0.0.1:{self.port}"]
        self.service = subprocess.Popen(
            [sys.executable, str(ROOT / "comments/manage.py"), *command],
            env=self.environment,
            stdout=subprocess.DEVNULL,
        )
        for _ in range(300):
            with socket.socket() as asked:
                if not asked.connect_ex(("127.0.0.1", self.port)):
                    return
            time.sleep(0.2)
        pytest.fail("The service did not start")

    def stop(self) -> None:
        """Stop the service; the pages stay."""
        if self.service:
            self.service.terminate()
            self.service.wait()


@pytest.fixture(scope="module", name="running")
def _running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Serve a small site with the service below /comments/."""
    folder = tmp_path_factory.mktemp("service")
    write(folder / "docs", DOCS)
    settings = {
        "DJANGO_SETTINGS_MODULE": "commenting.settings",
        "COMMENTS_PREVIEW": "1",
        "DATABASE_URL": f"sqlite:///{folder / 'comments.sqlite3'}",
        "THREADS_FILE": str(folder / "site/comments/threads.json"),
        "CHANGED_FILE": str(folder / "changed"),
    }
    running = Running(folder, free_port(), os.environ | settings)
    names = ("--username=mod", "--email=mod@example.org")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BUILD_DATE", TODAY)
        running.build()
        running.manage("migrate", "--verbosity=0")
        running.manage("createsuperuser", "--noinput", "--verbosity=0", *names, **MODERATOR)
        running.start()
        yield running
        running.stop()


@pytest.fixture(scope="module", name="site_url")
def _site_url(running: Running) -> Iterator[str]:
    """Return the address of both, without a slash at the end."""
    site = running.folder / "site"
    pages = WhiteNoise(None, autorefresh=True, index_file=True)
    pages.add_files(str(site))
    app = comment_service.one_origin(pages, site, running.port)
    with make_server("127.0.0.1", 0, app, Threading, Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(autouse=True)
def _own_policy(request: pytest.FixtureRequest) -> None:
    """Let the service's pages keep the policy that they have, and its forms lead where they do."""
    if "context" in request.fixturenames:
        context: BrowserContext = request.getfixturevalue("context")
        context.route("**/comments/**", lambda route: route.continue_())


@pytest.fixture(name="plain")
def _plain(browser: Browser, site_url: str) -> Iterator[Page]:
    """Return a page of a browser that runs no scripts."""
    context = browser.new_context(base_url=site_url, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture(name="admin")
def _admin(browser: Browser, site_url: str, faults: list[str]) -> Iterator[Page]:
    """Return the list of comments, in a browser in which a moderator has signed in."""
    context: BrowserContext = browser.new_context(base_url=site_url)
    page = context.new_page()
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto("/comments/admin/comments/comment/")
    sign_in(page)
    yield page
    context.close()


def sign_in(page: Page) -> None:
    """Sign in as a moderator where the page asks for it."""
    page.get_by_label("Username").fill("mod")
    page.get_by_label("Password").fill(MODERATOR["DJANGO_SUPERUSER_PASSWORD"])
    page.get_by_role("button", name="Log in").click()


def field(page: Page, name: str = "Your comment") -> Locator:
    """Return a field of the form for comments."""
    return page.locator(".iv-comment-form").get_by_label(name)


def post(page: Page, text: str) -> Locator:
    """Post a comment with the script; return it where it stands."""
    field(page).fill(text)
    page.get_by_role("button", name="Post comment").click()
    comment = page.locator(".iv-comment", has_text=text)
    expect(comment).to_be_visible()
    return comment


def approve(admin: Page, text: str) -> None:
    """Approve a comment in the list."""
    row = admin.get_by_role("row", name=text)
    row.get_by_role("checkbox").check()
    admin.locator("select[name=action]").select_option("approve")
    admin.get_by_role("button", name="Go").click()
    expect(admin.locator(".messagelist")).to_have_text("1 now approved.")


def test_a_comment_is_written_held_approved_and_part_of_the_page(
    page: Page, running: Running, admin: Page
) -> None:
    text = "I asked, and they said yes."
    page.goto(PATH)
    field(page, "Name").fill("Joan O’Neil & <b>")
    waiting = post(page, text)
    expect(waiting).to_contain_text("Only you see it yet")
    page.reload()
    expect(waiting).to_contain_text("Only you see it yet")
    running.changed.unlink(missing_ok=True)
    admin.reload()
    approve(admin, text)
    assert running.changed.exists()
    running.build()
    page.reload()
    expect(waiting.locator("b")).to_have_text("Joan O’Neil & <b>")
    expect(waiting).not_to_contain_text("Only you see it yet")
    waiting.get_by_role("link", name="Reply").click()
    reply = "And how much was it?"
    post(page, reply)
    expect(page.locator("li", has=waiting).locator("li", has_text=reply)).to_be_visible()


def test_a_comment_is_changed_and_deleted_by_its_browser(page: Page, width: int) -> None:
    page.goto(PATH)
    post(page, f"To be changed {width}.").get_by_role("link", name="Edit").click()
    field(page).fill(f"Changed {width}.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#comment-received")).to_be_visible()
    page.goto("/comments/mine/")
    item = page.get_by_role("listitem").filter(has_text=f"Changed {width}.")
    item.get_by_role("link", name="Delete comment").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Delete it for good").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your comment is deleted")
    page.goto("/comments/mine/")
    expect(page.locator("main")).not_to_contain_text(f"Changed {width}.")


def test_a_warning_stands_before_the_button_that_posts_anyway(
    page: Page, faults: list[str]
) -> None:
    page.goto(PATH)
    page.evaluate("localStorage.setItem('iv-letters', '{\"company\": \"Acme\"}')")
    field(page).fill("Acme lied to me.")
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_role("alert")).to_contain_text("This names Acme, the company in your letter")
    page.get_by_role("button", name="Post anyway").click()
    expect(page.locator(".iv-comment--waiting").last).to_contain_text("Acme lied")
    faults.clear()  # The browser reports the refusal too.


def test_without_a_script_the_whole_way_is_open(plain: Page) -> None:
    plain.goto(PATH)
    field(plain).fill("Plain & *simple*, 555-123-4567")
    plain.get_by_role("button", name="Preview").click()
    expect(plain.locator(".iv-service__preview em")).to_have_text("simple")
    field(plain).fill("Plain & *simpler*")
    plain.get_by_role("button", name="Preview again").click()
    expect(plain.locator(".iv-service__preview em")).to_have_text("simpler")
    plain.get_by_role("button", name="Post comment").click()
    expect(plain.locator("#comment-received")).to_be_in_viewport()
    plain.locator("#comment-received").get_by_role("link").click()
    plain.get_by_role("link", name="Change comment").click()
    field(plain).fill("Plain & *simplest*")
    plain.get_by_role("button", name="Save").click()
    expect(plain.locator("#comment-received")).to_be_in_viewport()


def test_without_a_script_an_error_keeps_the_text(plain: Page) -> None:
    plain.goto(f"/comments/preview/?thread={PATH}")
    field(plain).fill("Mine.")
    field(plain, "Email").fill("nobody@nowhere")
    plain.get_by_role("button", name="Preview").click()
    expect(field(plain, "Email")).to_have_accessible_description(
        "This is not an email address. Mend it, or leave it out. "
        "Never shown. To hear of replies, once you confirm it."
    )
    expect(field(plain)).to_have_value("Mine.")


def test_a_page_of_the_service_looks_like_the_site(
    page: Page, width: int, running: Running
) -> None:
    page.goto(f"/comments/preview/?thread={PATH}")
    font = page.locator("h1").evaluate("heading => getComputedStyle(heading).fontFamily")
    assert font.startswith("Newsreader")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for control in page.locator(
        "main :is(button, textarea, input:not([hidden], [type=hidden]))"
    ).all():
        box = control.bounding_box()
        assert box is not None
        assert box["height"] >= 43.9
    page.evaluate("localStorage.setItem('iv-scheme', 'dark')")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.scheme") == "dark"


def test_on_a_page_of_the_service_no_text_becomes_html(page: Page, faults: list[str]) -> None:
    page.goto(f"/comments/preview/?thread={PATH}")
    told = page.evaluate(
        "() => { try { document.body.innerHTML = '<p>a'; } catch (error) { return error.name } }"
    )
    assert told == "TypeError"
    faults.clear()  # The browser reports it too.


def test_when_the_service_stops_the_page_is_whole_and_the_text_kept(
    page: Page, running: Running, faults: list[str]
) -> None:
    running.stop()
    try:
        page.goto(PATH)
        field(page).fill("A long answer.")
        page.get_by_role("button", name="Post comment").click()
        expect(page.locator(".iv-comment-form").get_by_role("status")).to_have_text(
            "Comments do not answer: try again later. Your text is kept in this browser."
        )
        page.reload()
        expect(field(page)).to_have_value("A long answer.")
        faults.clear()  # The browser reports the answers of a service that is down.
    finally:
        running.start()


def test_the_admin_runs_under_the_strict_policy(admin: Page, faults: list[str]) -> None:
    admin.get_by_role("link", name="Home").click()
    admin.get_by_role("link", name="Blocks").first.click()
    admin.get_by_role("link", name="Add block").first.click()
    admin.get_by_label("Value").fill("casino")
    admin.get_by_label("Kind").select_option("word")
    admin.get_by_role("link", name="Today").click()
    expect(admin.locator("#id_until_0")).not_to_have_value("")
    assert faults == []


def test_the_pages_keep_nobody_out(browser: Browser, site_url: str, width: int) -> None:
    context = browser.new_context(
        base_url=site_url,
        viewport={"width": width, "height": 844},
        bypass_csp=True,  # for axe; the policy itself is tested elsewhere
    )
    page = context.new_page()
    found: dict[str, list[str]] = {}

    def look(name: str) -> None:
        for scheme, options in SCHEMES.items():
            page.emulate_media(color_scheme=scheme)
            # The admin's buttons change their colors slowly.
            page.evaluate("document.getAnimations().forEach(each => each.finish())")
            found[f"{name}, {scheme}"] = barriers(page, options)
        page.emulate_media(color_scheme="light")

    page.goto(PATH)
    number = post(page, f"Accessible at {width}.").get_attribute("id") or ""
    look("a comment that waits")
    page.goto(f"/comments/preview/?thread={PATH}")
    look("a form")
    field(page).fill("Call 555-123-4567.")
    field(page, "Email").fill("nobody@nowhere")
    page.get_by_role("button", name="Preview").click()
    look("an error")
    field(page, "Email").fill("")
    page.get_by_role("button", name="Preview").click()
    look("a warning")
    number = number.removeprefix("comment-")
    for path in ("mine/", f"{number}/edit/", f"{number}/delete/", "9999/edit/", "admin/"):
        page.goto(f"/comments/{path}")
        look(path)
    sign_in(page)
    kinds = ("comment/", f"comment/{number}/change/", f"comment/{number}/history/")
    lists = ("block/add/", "closedthread/", "closedthread/add/", "policy/", "mail/")
    for path in ("", *(f"comments/{each}" for each in (*kinds, *lists)), "auth/user/"):
        page.goto(f"/comments/admin/{path}")
        look(f"admin/{path}")
    context.clear_cookies()
    page.goto(f"/comments/{number}/edit/")
    look("another's")
    context.close()
    assert {name: lines for name, lines in found.items() if lines} == {}
