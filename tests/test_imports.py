"""Comments of other systems: read from their exports, and placed on our pages."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from commenting.imports.disqus import read_disqus
from commenting.imports.exports import Export, Exported, Note, UnreadableError
from commenting.imports.isso import read_isso
from commenting.imports.markup import from_html, from_markdown
from commenting.imports.placing import plan_import
from commenting.imports.wxr import read_wxr

if TYPE_CHECKING:
    from pathlib import Path

OLD = "https://old.example/2013/09/24/dont-flake-out/"
NOON = dt.datetime(2013, 9, 24, 12, 0, tzinfo=dt.UTC)
WXR = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<link>https://old.example</link><wp:base_blog_url>https://old.example/blog</wp:base_blog_url>
<item><title>Don't flake out</title><link>{link}</link>{comments}</item>
</channel></rss>"""
DISQUS = """<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
<category dsq:id="1"><forum>ours</forum><title>General</title></category>
<thread dsq:id="7"><id>wp-7</id><link>{link}</link><title>Don't flake out</title></thread>
{posts}</disqus>"""


# What they wrote


def wxr_comment(number: int = 1, **fields: Any) -> str:
    """Return a comment as WordPress 6 writes it."""
    defaults = {
        "author": "Ada",
        "author_email": "ada@example.org",
        "author_url": "https://ada.example/",
        "author_IP": "192.0.2.1",
        "date": "2013-09-24 14:00:00",
        "date_gmt": "2013-09-24 12:00:00",
        "content": "Yes.",
        "approved": "1",
        "type": "comment",
        "parent": 0,
        "user_id": 0,
    }
    parts = "".join(
        f"<wp:comment_{name}><![CDATA[{value}]]></wp:comment_{name}>"
        for name, value in ({"id": number} | defaults | fields).items()
    )
    return f"<wp:comment>{parts}</wp:comment>"


def wxr(folder: Path, *comments: str, link: str = OLD) -> Path:
    """Write an export of WordPress with these comments."""
    path = folder / "wordpress.xml"
    path.write_text(WXR.format(link=link, comments="".join(comments)))
    return path


def post(number: int = 1, message: str = "<p>Yes.</p>", parent: int = 0, **fields: Any) -> str:
    """Return a comment as Disqus writes it."""
    parts = {"createdAt": "2013-09-24T12:00:00Z", "isDeleted": "false", "isSpam": "false"} | fields
    name = parts.pop("name", "Ada")
    return (
        f'<post dsq:id="{number}"><id/><message><![CDATA[{message}]]></message>'
        + "".join(f"<{key}>{value}</{key}>" for key, value in parts.items())
        + f"<author><email>ada@example.org</email><name>{escape(name)}</name></author>"
        + '<thread dsq:id="7"/>'
        + (f'<parent dsq:id="{parent}"/>' if parent else "")
        + "</post>"
    )


def disqus(folder: Path, *posts: str, link: str = OLD) -> Path:
    """Write an export of Disqus with these comments."""
    path = folder / "disqus.xml"
    path.write_text(DISQUS.format(link=link, posts="".join(posts)))
    return path


def isso(folder: Path, *rows: dict[str, Any]) -> Path:
    """Write a database of Isso with these comments."""
    path = folder / "isso.db"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(
            "CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR, title VARCHAR)"
        )
        database.execute(
            "CREATE TABLE comments (tid REFERENCES threads(id), id INTEGER PRIMARY KEY, parent "
            "INTEGER, created FLOAT NOT NULL, modified FLOAT, mode INTEGER, remote_addr VARCHAR, "
            "text VARCHAR NOT NULL, author VARCHAR, email VARCHAR, website VARCHAR, likes INTEGER, "
            "dislikes INTEGER, voters BLOB NOT NULL, notification INTEGER)"
        )
        database.execute("INSERT INTO threads VALUES (7, '/2013/09/24/dont-flake-out/', 'Flake')")
        defaults = {"tid": 7, "created": NOON.timestamp(), "mode": 1, "text": "Yes.", "voters": b""}
        for row in rows:
            values = defaults | row
            marks = ", ".join("?" * len(values))
            database.execute(
                f"INSERT INTO comments ({', '.join(values)}) VALUES ({marks})",  # noqa: S608 - our own names
                [*values.values()],
            )
    return path


def named(export: Export) -> dict[str, Exported]:
    """Return the comments of an export by their ids."""
    return {comment.id: comment for comment in export.comments}


# WordPress


def test_wordpress_comments_keep_time_parent_and_writer(tmp_path: Path) -> None:
    answer = wxr_comment(2, parent=1, author="", author_email="", date_gmt="2013-09-25 09:30:15")
    export = read_wxr(wxr(tmp_path, wxr_comment(1), answer))
    assert export.source == "wordpress"
    assert export.comments == (
        Exported("old.example/blog/1", OLD, NOON, "Yes.", "approved", "", "Ada", "ada@example.org"),
        Exported(
            id="old.example/blog/2",
            address=OLD,
            created=dt.datetime(2013, 9, 25, 9, 30, 15, tzinfo=dt.UTC),
            text="Yes.",
            parent="old.example/blog/1",
        ),
    )
    assert (export.left_out, export.changed) == ((), ())


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"type": "pingback"}, "a pingback"),
        ({"type": "trackback"}, "a trackback"),
        ({"type": "order_note"}, "a order_note"),
        ({"approved": "spam"}, "spam"),
        ({"approved": "trash"}, "in the trash"),
        ({"approved": "post-trashed"}, "post-trashed"),
        ({"approved": ""}, "no state"),
        ({"date": "", "date_gmt": "0000-00-00 00:00:00"}, "no time"),
    ],
)
def test_what_is_no_comment_is_left_out(
    tmp_path: Path, fields: dict[str, str], reason: str
) -> None:
    export = read_wxr(wxr(tmp_path, wxr_comment(9, **fields)))
    assert export.comments == ()
    assert export.left_out == (Note("old.example/blog/9", reason),)


def test_a_held_comment_stays_held_and_an_old_one_has_no_type(tmp_path: Path) -> None:
    export = read_wxr(wxr(tmp_path, wxr_comment(1, approved="0"), wxr_comment(2, type="")))
    assert [comment.state for comment in export.comments] == ["pending", "approved"]


def test_a_time_without_utc_is_as_far_from_it_as_its_neighbor(tmp_path: Path) -> None:
    summer = wxr_comment(1, date="2013-07-01 14:00:00", date_gmt="2013-07-01 12:00:00")
    winter = wxr_comment(2, date="2013-12-01 13:00:00", date_gmt="2013-12-01 12:00:00")
    zeros = {"date_gmt": "0000-00-00 00:00:00"}
    unknown = [
        wxr_comment(3, date="2013-01-01 10:00:00", **zeros),
        wxr_comment(4, date="2013-07-02 10:00:00", **zeros),
        wxr_comment(5, date="2014-01-01 10:00:00", **zeros),
    ]
    export = read_wxr(wxr(tmp_path, summer, winter, *unknown))
    assert [f"{each.created:%m-%d %H}" for each in export.comments[2:]] == [
        "01-01 08",
        "07-02 08",
        "01-01 09",
    ]
    assert [note.id for note in export.changed] == [f"old.example/blog/{n}" for n in (3, 4, 5)]
    assert export.changed[0].what == "its time in UTC is worked out from local time"


def test_a_local_time_alone_is_taken_as_utc(tmp_path: Path) -> None:
    export = read_wxr(wxr(tmp_path, wxr_comment(date_gmt="")))
    assert export.comments[0].created == dt.datetime(2013, 9, 24, 14, tzinfo=dt.UTC)


def test_a_name_that_wordpress_escaped_is_itself_again(tmp_path: Path) -> None:
    path = wxr(tmp_path, wxr_comment(author="O&#039;Brien &amp; &lt;b&gt;Sons&lt;/b&gt;\n\x07"))
    assert read_wxr(path).comments[0].name == "O'Brien & <b>Sons</b>"


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2", "1.3"])
def test_every_version_of_wxr_is_read(tmp_path: Path, version: str) -> None:
    path = wxr(tmp_path, wxr_comment())
    path.write_text(path.read_text().replace("export/1.2/", f"export/{version}/"))
    assert len(read_wxr(path).comments) == 1


# Disqus


def test_disqus_comments_keep_time_parent_and_writer(tmp_path: Path) -> None:
    posts = post(11), post(12, parent=11, createdAt="2013-09-25T09:30:15", name="Tom & Ann")
    export = read_disqus(disqus(tmp_path, *posts))
    assert export.source == "disqus"
    assert export.comments == (
        Exported("11", OLD, NOON, "Yes.", "approved", "", "Ada", "ada@example.org"),
        Exported(
            id="12",
            address=OLD,
            created=dt.datetime(2013, 9, 25, 9, 30, 15, tzinfo=dt.UTC),
            text="Yes.",
            parent="11",
            name="Tom & Ann",
            email="ada@example.org",
        ),
    )


def test_disqus_spam_is_left_out_and_deleted_words_are_not_read(tmp_path: Path) -> None:
    posts = post(1, isSpam="true"), post(2, isDeleted="true"), post(3, createdAt="soon")
    export = read_disqus(disqus(tmp_path, *posts))
    assert [(each.id, each.state, each.text) for each in export.comments] == [("2", "deleted", "")]
    assert export.left_out == (Note("1", "spam"), Note("3", "no time"))


def test_disqus_holds_what_nobody_approved(tmp_path: Path) -> None:
    (comment,) = read_disqus(disqus(tmp_path, post(isApproved="false"))).comments
    assert comment.state == "pending"


def test_a_page_of_disqus_without_a_link_is_known_by_its_name(tmp_path: Path) -> None:
    (comment,) = read_disqus(disqus(tmp_path, post(), link="")).comments
    assert comment.address == "wp-7"


def test_a_link_through_the_counter_of_disqus_leads_where_it_led() -> None:
    counted = "https://disq.us/url?url=https%3A%2F%2Fe.example%2Fa%3Fb%3D1%3AkEy_-9&cuid=12"
    assert from_html(f'<a href="{counted}">e</a>', OLD) == "[e](https://e.example/a?b=1)"


# Isso


def test_isso_comments_keep_time_parent_and_writer(tmp_path: Path) -> None:
    rows = (
        {"id": 1, "author": "Tom &amp; Ann", "email": "tom@example.org", "text": "*Yes* & <No"},
        {"id": 2, "parent": 1, "created": NOON.timestamp() + 0.25, "mode": 2},
        {"id": 3, "parent": 2, "mode": 4, "text": ""},
    )
    address = "/2013/09/24/dont-flake-out/"
    later = NOON + dt.timedelta(milliseconds=250)
    assert read_isso(isso(tmp_path, *rows)) == Export(
        "isso",
        (
            Exported(
                "1", address, NOON, "*Yes* & <No", "approved", "", "Tom & Ann", "tom@example.org"
            ),
            Exported("2", address, later, "Yes.", "pending", "1"),
            Exported("3", address, NOON, "", "deleted", "2"),
        ),
    )


@pytest.mark.parametrize("row", [{"mode": 3}, {"created": "soon"}, {"created": 1e300}])
def test_a_row_that_isso_did_not_write_is_left_out(tmp_path: Path, row: dict[str, Any]) -> None:
    export = read_isso(isso(tmp_path, {"id": 1} | row))
    assert export.comments == ()
    assert export.left_out == (Note("1", "no time, or a state that Isso does not have"),)


def test_tags_in_markdown_become_markdown() -> None:
    assert from_markdown("a *b*\n\n- c <b>d</b> `<i>`", "") == "a *b*\n\n- c **d** `<i>`"


# What cannot be read


@pytest.mark.parametrize("read", [read_wxr, read_disqus, read_isso])
@pytest.mark.parametrize(
    "content", [None, b"", b"soon", b"<html></html>", b"\xff\xfe\x00", b"<rss>"]
)
def test_what_is_no_export_is_refused(tmp_path: Path, read: Any, content: bytes | None) -> None:
    path = tmp_path / "export"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UnreadableError, match=f"^{path}: expected ") as caught:
        read(path)
    assert "\n" not in str(caught.value)


def test_entities_are_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the words of another file")
    path = wxr(tmp_path, wxr_comment(content="]]>&file;<![CDATA["))
    kind = f'<!DOCTYPE rss [<!ENTITY file SYSTEM "{secret}">]>'
    path.write_text(path.read_text().replace("<rss", f"{kind}<rss"))
    with pytest.raises(UnreadableError, match="expected an export, which has no <!DOCTYPE>"):
        read_wxr(path)


def test_control_characters_do_not_stop_an_import(tmp_path: Path) -> None:
    path = wxr(tmp_path, wxr_comment(content="Y\x08e\x00s."))
    assert read_wxr(path).comments[0].text == "Yes."


# HTML as Markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>One</p>\n<p>two</p>", "One\n\ntwo"),
        ("<em>a</em> <i>b</i> <strong>c</strong> <b>d</b>", "*a* *b* **c** **d**"),
        ('<a href="https://e.example/a_(b) c" onclick="x()">e</a>', "[e](https://e.example/a_%28b%29%20c)"),
        ('<a href="/about/">e</a>', "[e](https://old.example/about/)"),
        ('<a href="javascript:alert(1)">e</a>', "e"),
        ('<a href="JaVaScRiPt:alert(1)">e</a>', "e"),
        ('<a href="data:text/html,x">e</a>', "e"),
        ('<a href="http://[">e</a>', "e"),
        ("<blockquote><p>a</p><p>b</p></blockquote>c", "> a\n>\n> b\n\nc"),
        ("<ul><li>a<ol><li>b</li></ol></li></ul>", "- a\n  1. b"),
        ("<pre><code>a\n  ``` b\n</code></pre>", "````\na\n  ``` b\n````"),
        ("<code>a*b</code>", "`a*b`"),
        ("a<script>alert(1)</script>b<style>*{}</style>c<!-- d -->", "abc"),
        ('a<iframe src="https://e.example/"></iframe><svg onload=alert(1)>b</svg>', "ab"),
        ('<img src="https://e.example/i.png" alt="A [dog]" onerror="x()">', "[A \\[dog\\]](https://e.example/i.png)"),
        ("<h2>Head</h2>a", "**Head**\n\na"),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table>", "a b  \nc d"),
        ("<q>a</q> <del>b</del> <u>c</u>", "“a” b c"),
        ("&lt;b&gt; *a* _b_ 1. #", "\\<b\\> \\*a\\* \\_b\\_ 1\\. \\#"),
        ("https://e.example/", "https://e.example/"),
    ],
)  # fmt: skip
def test_html_becomes_our_subset_of_markdown(html: str, markdown: str) -> None:
    assert from_html(html, OLD) == markdown


def test_lines_break_where_wordpress_breaks_them() -> None:
    html = "a\r\nb\n\n<em>c</em>\n\n\n<ul>\n<li>d</li>\n</ul>\n<pre>e\n\nf</pre>"
    expected = "a  \nb\n\n*c*\n\n- d\n\n```\ne\n\nf\n```"
    assert from_html(html, OLD, lines_break=True) == expected


def test_tags_without_end_keep_their_words() -> None:
    assert from_html("<blockquote>" * 5_000 + "a", OLD) == "a"


def words(html: str) -> list[str]:
    """Return the words that a reader sees."""
    return BeautifulSoup(html, "html.parser").get_text(" ").split()


TEXT = st.text(st.sampled_from("ab1.)-+*_`~#>=&;:!|[]()\\<\"'/ é"), min_size=1, max_size=12)
BLOCKS = st.sampled_from(["p", "blockquote", "li", "pre", "div"])


@settings(derandomize=True, deadline=None)
@given(st.lists(st.tuples(BLOCKS, TEXT), min_size=1, max_size=4))
def test_no_word_is_lost_or_added(blocks: list[tuple[str, str]]) -> None:
    html = "".join(
        f"<ul><li>{escape(text)}</li></ul>" if tag == "li" else f"<{tag}>{escape(text)}</{tag}>"
        for tag, text in blocks
    )
    assert words(MarkdownIt("commonmark").render(from_html(html, OLD))) == words(html)


# Where they belong

PAGES = {
    "/articles/dont-flake-out/": "/articles/dont-flake-out/",
    "/2013/09/24/dont-flake-out/": "/articles/dont-flake-out/",
    "/articles/other/": "/articles/other/",
}


def comment(number: str, parent: str = "", hour: int = 12, **fields: Any) -> Exported:
    """Return a comment of this id."""
    created = NOON.replace(hour=hour)
    values: dict[str, Any] = {"address": OLD, "text": "Yes.", "created": created} | fields
    return Exported(id=number, parent=parent, **values)


def lines(*comments: Exported) -> list[str]:
    """Return what an import would write, `reply<parent`, and what it would say."""
    plan = plan_import(Export("disqus", comments), PAGES.get)
    return [
        *(f"{each.comment.id}<{each.comment.parent}" for each in plan.placed),
        *(f"{note.id}: {note.what}" for note in (*plan.left_out, *plan.changed)),
    ]


@pytest.mark.parametrize(
    "address",
    [
        OLD,
        "http://www.old.example/2013/09/24/dont-flake-out/",
        "/2013/09/24/dont-flake-out/?utm_source=feed#comment-3",
        "/articles/dont-flake-out/",
    ],
)
def test_an_old_address_leads_to_its_page(address: str) -> None:
    (placed,) = plan_import(Export("disqus", (comment("1", address=address),)), PAGES.get).placed
    assert placed.thread == "/articles/dont-flake-out/"


def test_an_address_that_no_page_has_is_told_with_its_comments() -> None:
    unknown = [comment(str(number), address=f"/{number // 2}/") for number in (2, 4, 5, 8)]
    plan = plan_import(Export("disqus", (*unknown, comment("9", address="http://["))), PAGES.get)
    assert plan.placed == ()
    assert plan.unknown == (("/2/", 2), ("/1/", 1), ("/4/", 1), ("http://[", 1))


def test_what_is_answered_comes_first_and_otherwise_the_oldest() -> None:
    told = lines(comment("d", "c", 9), comment("c", "b", 10), comment("b", "", 11), comment("a"))
    assert told == ["b<", "c<b", "d<c", "a<"]


def test_a_thread_may_be_deeper_than_the_stack_of_python() -> None:
    chain = [comment(str(n), str(n - 1) if n else "") for n in range(5_000)]
    assert len(lines(*reversed(chain))) == 5_000


def test_an_answer_to_nothing_stands_at_the_top() -> None:
    elsewhere = comment("e", address="/articles/other/")
    assert lines(comment("a", "gone"), comment("b", "e"), elsewhere) == [
        "a<",
        "b<",
        "e<",
        "a: stands at the top: what it answers was left out or never there",
        "b: stands at the top: what it answers is on another page",
    ]


def test_a_circle_of_answers_is_opened() -> None:
    told = lines(comment("a", "c"), comment("b", "a"), comment("c", "b"), comment("d", "d"))
    assert told == [
        "b<",
        "c<b",
        "a<c",
        "d<",
        "b: stands at the top: it answers what answers it",
        "d: stands at the top: it answers what answers it",
    ]


def test_what_was_deleted_keeps_its_place_under_an_answer_only() -> None:
    gone: Any = {"state": "deleted", "text": ""}
    told = lines(
        comment("a", **gone),
        comment("b", "a", **gone),
        comment("c", "b"),
        comment("d", "c", **gone),
    )
    assert told == ["a<", "b<a", "c<b", "d: deleted, and nobody answered it"]


def test_a_comment_needs_an_id_of_its_own_and_words() -> None:
    told = lines(comment("a"), comment("a"), comment(""), comment("b", text=""))
    assert told == ["a<", "a: no id of its own", ": no id of its own", "b: no words"]


def test_a_long_name_is_cut() -> None:
    plan = plan_import(Export("disqus", (comment("a", name="A" * 81),)), PAGES.get)
    assert [each.comment.name for each in plan.placed] == ["A" * 80]
    assert plan.changed == (Note("a", "its name was cut to 80 characters"),)
