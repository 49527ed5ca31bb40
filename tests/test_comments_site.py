"""Comments on small sites, built by our real mkdocs.yml."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from conftest import build_folder, comments_database, soup, write
from mkdocs.exceptions import Abort
from test_site import article, attribute, links, texts

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import BuildSite

HOSTILE = '</script><script>alert(1)</script> & "quotes" O’Neil <b>'
SAID: list[dict[str, Any]] = [
    {"id": 1, "name": "Ada", "html": "<p>First.</p>"},
    {"id": 2, "parent": 1, "html": "<p>Second.</p>", "created": "2026-11-02 10:00:00.25"},
    {"id": 3, "parent": 1, "state": "deleted"},
    {"id": 4, "parent": 3, "name": "Us", "html": "<p>Third.</p>", "moderator": True},
    {"id": 5, "state": "pending", "name": "Hidden", "html": "<p>Not yet.</p>"},
]
PAGE = "articles/a/index.html"
PROMISED = "promised/index.html"


def test_a_thread_stands_below_its_article(build_site: BuildSite) -> None:
    site = build_site({"articles/a.md": article("On “it”")}, comments=SAID)
    page = site / PAGE
    assert texts(page, "#comments") == ["Three thoughts on “On “it””"]
    assert texts(page, ".iv-thread > li > .iv-comment .iv-prose") == ["First."]
    assert texts(page, ".iv-thread > li > ol > li > .iv-comment") == [
        "This comment was deleted by its writer.",
        "Anonymous November 2, 2026 Second. Reply",
    ]
    assert texts(page, "#comment-4 .iv-comment__mark") == ["Moderator"]
    assert attribute(page, "#comment-2 time", "datetime") == "2026-11-02T10:00:00Z"
    assert links(page, "#comment-2 .iv-comment__head a") == ["#comment-2"]
    assert texts(page, ".iv-meta a[href='#comments']") == ["3 comments"]
    assert "Not yet." not in page.read_text()


def test_a_reply_needs_no_script(build_site: BuildSite) -> None:
    page = build_site({"articles/a.md": article()}, comments=SAID) / PAGE
    assert links(page, "#comment-2 [data-reply]") == [
        "../../comments/preview/?thread=/articles/a/&parent=2"
    ]
    form = soup(page).select(".iv-comment-form")[0]
    assert (form["action"], form["method"]) == ("../../comments/preview/", "post")
    names = [field["name"] for field in form.select("input, textarea")]
    assert names == ["thread", "parent", "homepage", "text", "name", "email"]
    assert attribute(page, "[name=thread]", "value") == "/articles/a/"


def test_no_example_of_what_can_be_written_is_broken_into_two_lines(build_site: BuildSite) -> None:
    page = soup(build_site({"articles/a.md": article()}, comments=SAID) / PAGE)
    hint = page.select("#comment-text-help")[0].get_text()
    # A word joiner and no-break spaces hold each together.
    for example in ("[words]\u2060(https://…)", ">\xa0quote", "-\xa0list"):
        assert example in hint


def test_every_field_of_the_form_is_named_and_described(build_site: BuildSite) -> None:
    page = soup(build_site({"articles/a.md": article()}, comments=SAID) / PAGE)
    for field in page.select(".iv-comments :is(input, textarea):not([type=hidden], [hidden])"):
        assert page.select(f"label[for={field['id']}]")
        assert page.find(id=str(field["aria-describedby"]))


def test_headings_stay_in_order(build_site: BuildSite) -> None:
    page = soup(build_site({"articles/a.md": article()}, comments=SAID) / PAGE)
    names = [heading.name for heading in page.select(".iv-comments :is(h1, h2, h3, h4)")]
    assert names == ["h2", "h3"]


def test_without_a_database_there_is_the_form(build_site: BuildSite) -> None:
    page = build_site({"articles/a.md": article()}) / PAGE
    assert texts(page, "#comments") == ["Your thoughts on “An article”"]
    assert texts(page, ".iv-comment") == texts(page, ".iv-meta a[href='#comments']") == []
    assert len(soup(page).select("form")) == 1


def test_a_closed_thread_is_shown_without_a_form_and_says_so(build_site: BuildSite) -> None:
    page = build_site({"articles/a.md": article(comments="closed")}, comments=SAID) / PAGE
    assert len(texts(page, ".iv-comment")) == 4
    assert texts(page, ".iv-comments__closed") == ["Comments on this page are closed."]
    assert soup(page).select("form, [data-reply], [data-comments]") == []


def test_a_build_from_an_export_shows_its_comments_and_what_is_closed(tmp_path: Path) -> None:
    said = {"id": 1, "thread": "/articles/a/", "created": "2026-11-01T10:00:00Z"}
    said |= {"state": "approved", "html": "<p>First.</p>"}
    document = {"version": 1, "comments": [said], "closed": ["/articles/a/"]}
    texts_of = {"docs/articles/a.md": article(), "docs/articles/b.md": article("Another")}
    write(tmp_path, texts_of | {"docs/index.md": "# Home", "export.json": json.dumps(document)})
    site = build_folder(tmp_path / "docs", tmp_path / "site", export=tmp_path / "export.json")
    assert texts(site / PAGE, ".iv-comment .iv-prose") == ["First."]
    assert texts(site / PAGE, ".iv-comments__closed") == ["Comments on this page are closed."]
    assert len(soup(site / "articles/b/index.html").select("form[action*=preview]")) == 1


def test_comments_can_be_followed_where_there_are_some(build_site: BuildSite) -> None:
    said: list[dict[str, Any]] = [{"id": 1}, {"id": 2, "thread": "/promised/"}]
    site = build_site({"articles/a.md": article(), "articles/b.md": article("B")}, comments=said)
    for page in (PAGE, PROMISED):
        (address,) = links(site / page, ".iv-comments__body .iv-more")
        assert (site / page).parent.joinpath(address).resolve().is_file()
    assert links(site / "articles/b/index.html", ".iv-comments__body .iv-more") == []


def test_a_renamed_article_keeps_its_comments(build_site: BuildSite) -> None:
    said = [{"id": 1, "thread": "/2013/old/", "html": "<p>Still here.</p>"}]
    site = build_site({"articles/a.md": article(aliases="[/2013/old/]")}, comments=said)
    assert texts(site / PAGE, ".iv-comment .iv-prose") == ["Still here."]


def test_names_and_texts_are_text(build_site: BuildSite) -> None:
    said = [{"id": 1, "name": HOSTILE, "html": f"<p>a{HOSTILE}</p>"}]
    page = build_site({"articles/a.md": article(HOSTILE)}, comments=said) / PAGE
    assert "<script>alert" not in page.read_text()
    assert texts(page, ".iv-comment__author") == [HOSTILE]
    assert attribute(page, "[data-reply]", "aria-label") == f"Reply to {HOSTILE}"
    (data,) = soup(page).select("script[type='application/ld+json']")
    posting = json.loads(data.get_text())["@graph"][0]
    assert posting["headline"] == HOSTILE
    assert posting["comment"][0]["author"]["name"] == HOSTILE
    assert "</script" not in data.get_text()


def test_readers_ask_for_topics_on_the_ledger(build_site: BuildSite) -> None:
    promises = "[{id: more, text: how to ask, answers_comment: 12}]"
    said = [{"id": 12, "thread": "/promised/", "html": "<p>How do I ask?</p>"}]
    site = build_site({"articles/a.md": article(promises=promises)}, comments=said)
    assert texts(site / PROMISED, "#comments") == ["One thought on what to write next"]
    assert "Which question should we answer next?" in texts(site / PROMISED, ".iv-comment-form")[0]
    assert links(site / PROMISED, ".iv-promise__where a") == [
        "../articles/a/",
        "more.xml",
        "#comment-12",
    ]
    assert links(site / PAGE, ".iv-promises li a") == [
        "../../promised/more.xml",
        "../../promised/#comment-12",
    ]
    assert soup(site / PROMISED).select("#comment-12")


def test_a_promise_that_answers_no_comment_stops_the_build(
    build_site: BuildSite, caplog: pytest.LogCaptureFixture
) -> None:
    texts = {"articles/a.md": article(promises="[{id: more, text: more, answers_comment: 13}]")}
    with pytest.raises(Abort):
        build_site(texts, comments=SAID)
    assert caplog.messages[-1].splitlines() == [
        "1 problem in docs/",
        (
            "docs/articles/a.md: promises[0].answers_comment: "
            "expected the number of an approved comment on /promised/, got 13"
        ),
    ]
    assert (build_site(texts) / PAGE).exists()


def test_what_the_service_accepts_is_listed(build_site: BuildSite) -> None:
    site = build_site({"articles/a.md": article(), "articles/b.md": article(draft="true")})
    listed = json.loads((site / "comments/threads.json").read_text())
    assert [thread["path"] for thread in listed["threads"]] == ["/articles/a/", "/promised/"]
    looks = [*listed["site"]["stylesheets"], *listed["site"]["fonts"]]
    assert len(looks) == 5
    for name in looks:
        assert (site / name.lstrip("/")).is_file()


def test_no_article_takes_an_address_of_the_service(
    build_site: BuildSite, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Abort):
        build_site({"articles/a.md": article(aliases="[/comments/post/]")})
    assert "aliases: expected an address that no page has, got /comments/post/" in caplog.text


def test_a_database_that_is_none_is_named(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    write(tmp_path, {"docs/index.md": "# Home", "data/c.sqlite3": "no database" * 99})
    with pytest.raises(Abort):
        build_folder(tmp_path / "docs", tmp_path / "site", database=tmp_path / "data/c.sqlite3")
    assert "data/c.sqlite3: file: expected a database of the comment service" in caplog.text


def test_a_preview_shows_what_is_wrong_with_the_comments(tmp_path: Path) -> None:
    write(tmp_path, {"docs/index.md": "# Home", "data/c.sqlite3": "no database" * 99})
    site = build_folder(
        tmp_path / "docs", tmp_path / "site", "serve", database=tmp_path / "data/c.sqlite3"
    )
    assert "data/c.sqlite3" in texts(site / "404.html", ".iv-problems li")[0]


def test_a_thread_of_any_depth_is_built(build_site: BuildSite) -> None:
    said = [{"id": number, "parent": number - 1 or None} for number in range(1, 2001)]
    page = build_site({"articles/a.md": article()}, comments=said) / PAGE
    assert len(soup(page).select(".iv-comment")) == 2000
    assert len(soup(page).select("ol ol ol ol > li")) == 1997
    assert soup(page).select("ol ol ol ol ol") == []


def test_comments_leave_no_trace_of_the_machine(tmp_path: Path) -> None:
    sites = []
    for name in ("one", "two"):
        write(tmp_path / name, {"docs/index.md": "# Home", "docs/articles/a.md": article()})
        database = comments_database(tmp_path / name / "c.sqlite3", SAID)
        sites.append(
            build_folder(tmp_path / name / "docs", tmp_path / name / "s", database=database)
        )
    for path in (PAGE, PROMISED, "comments/threads.json"):
        assert (sites[0] / path).read_bytes() == (sites[1] / path).read_bytes()
