"""The content as a whole: every problem of every file at once, and what readers see."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from interviewing.content import Content, read_content, template_problems
from interviewing.problems import ContentError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

TODAY = dt.date(2026, 1, 31)


def text(front_matter: str = "", body: str = "Words.") -> str:
    """Return an article with these fields beside its title and date."""
    return f"---\ntitle: A title\ndate: 2026-01-15\n{front_matter}\n---\n{body}\n"


def read(pages: Mapping[str, str | bytes], files: Collection[str] = ()) -> Content:
    """Return the content of articles, given by their names."""
    sources = {f"articles/{name}.md": page for name, page in pages.items()}
    return read_content(sources, {*sources, *files}, TODAY)


def lines(pages: Mapping[str, str | bytes], files: Collection[str] = ()) -> list[str]:
    """Return what an author is told of articles with problems, given by their names."""
    with pytest.raises(ContentError) as caught:
        read(pages, files)
    return str(caught.value).split("\n")


def test_every_problem_of_every_file_is_told_at_once() -> None:
    pages = {
        "articles/a.md": "---\ntitle: A\ndate: soon\ntgas: [b]\nfulfils: [gone]\n---\n![a](a.png)\n",
        "articles/b.md": text("related: {pin: [c], never: [b]}\ntags: [C]\naliases: [/about]"),
        "articles/sub/A.md": text("tags: [c]\nseries: {name: s, part: 2}"),
        "series/s.md": "---\ntitle: S\n---\n",
    }
    files = {*pages, "about.md", "tags/index.md", "tags/d.md"}
    with pytest.raises(ContentError) as caught:
        read_content(pages, files, TODAY)
    assert str(caught.value).split("\n") == (
        [
            "11 problems in docs/",
            (
                "docs/articles/a.md: body: expected an image that is there, "
                "got 'a.png' (no docs/articles/a.png)"
            ),
            "docs/articles/a.md: date: expected a date such as 2026-01-31, got 'soon'",
            (
                "docs/articles/a.md: fulfils: expected the id of a promise that an article makes, "
                "got gone"
            ),
            (
                "docs/articles/a.md: tgas: expected a known field (did you mean tags?), "
                "got an unknown one"
            ),
            "docs/articles/b.md: aliases: expected an address that no page has, got /about",
            "docs/articles/b.md: related.never: expected the slug of another article, got 'b'",
            "docs/articles/b.md: related.pin: expected the slug of another article, got 'c'",
            (
                "docs/articles/sub/A.md: file name: expected a name of its own "
                "(docs/articles/a.md is /articles/a/ too), got 'a'"
            ),
            (
                "docs/articles/sub/A.md: series.part: expected parts 1 to 2 of s without a gap "
                "(or planned in docs/series/s.md), got no part 1"
            ),
            (
                "docs/articles/sub/A.md: tags: expected 'C' as in docs/articles/b.md "
                "(both would be /tags/c/), got 'c'"
            ),
            (
                "docs/tags/d.md: file name: expected the slug of a tag that an article carries, "
                "got 'd'"
            ),
        ]
    )


def test_an_article_is_related_to_another_one_that_is_there() -> None:
    pages = {"ask": text("related: {pin: [aks, no, ask], never: [gone]}"), "no": text()}
    assert lines(pages) == [
        "3 problems in docs/",
        "docs/articles/ask.md: related.never: expected the slug of another article, got 'gone'",
        "docs/articles/ask.md: related.pin: expected the slug of another article, got 'aks'",
        "docs/articles/ask.md: related.pin: expected the slug of another article, got 'ask'",
    ]


def test_two_articles_have_two_addresses() -> None:
    assert lines({"ask": text(), "Ask": text(), "sub/ask!": text()}) == [
        "2 problems in docs/",
        (
            "docs/articles/ask.md: file name: expected a name of its own "
            "(docs/articles/Ask.md is /articles/ask/ too), got 'ask'"
        ),
        (
            "docs/articles/sub/ask!.md: file name: expected a name of its own "
            "(docs/articles/Ask.md is /articles/ask/ too), got 'ask'"
        ),
    ]


def test_the_address_of_an_article_must_fit_a_file_name() -> None:
    name = "😀" * 30
    assert lines({name: text()}) == [
        "1 problem in docs/",
        (
            f"docs/articles/{name}.md: file name: expected a shorter name, "
            f"got '{'-'.join(['u1f600'] * 30)}'"
        ),
    ]


@pytest.mark.parametrize(
    "alias",
    [
        *("/about/", "/index.html", "/a.html", "/articles/a/", "/articles/be-bold/"),
        *("/tags/c-plus-plus/", "/series/s/"),
    ],
)
def test_an_alias_takes_the_place_of_no_page(alias: str) -> None:
    pages = {
        "a": text(f"aliases: ['{alias}']"),
        "Be Bold": text("draft: true\ntags: [C++]\nseries: {name: s, part: 1}"),
    }
    assert lines(pages, {"about.md", "index.md", "a.html"}) == [
        "1 problem in docs/",
        f"docs/articles/a.md: aliases: expected an address that no page has, got {alias}",
    ]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("tags: [C]", "date: 1", "file: expected each field once, got date again (line 6)"),
        (
            "{id: later, text: a}",
            "later",
            "promises[0]: expected {id: …, text: …}, got 'later'",
        ),
        ("part: 1", "part: one", "series.part: expected a whole number from 1 on, got 'one'"),
        ("[C]", "C", "tags: expected a list such as [one, two], got 'C'"),
    ],
)
def test_what_cannot_be_read_drags_nothing_behind_it(old: str, new: str, line: str) -> None:
    a = text("promises: [{id: later, text: a}]\nseries: {name: s, part: 1}\ntags: [C]")
    b = text("fulfils: [later]\nseries: {name: s, part: 2}\nrelated: {pin: [a]}")
    assert len(read({"a": a, "b": b}, {"tags/c.md"}).articles) == 2
    assert lines({"a": a.replace(old, new, 1), "b": b}, {"tags/c.md"}) == [
        "1 problem in docs/",
        f"docs/articles/a.md: {line}",
    ]


def test_a_link_to_a_tag_waits_for_articles_that_cannot_be_read() -> None:
    b = text(body="[C](../tags/c.md) [series](../series/s.md) [gone](gone.md)")
    a = text("tags: [C]\nseries: {name: s, part: 1}")
    assert lines({"a": a, "b": b}) == [
        "1 problem in docs/",
        (
            "docs/articles/b.md: link: expected the path of a file that is there, "
            "got 'gone.md' (no docs/articles/gone.md)"
        ),
    ]
    assert lines({"a": a.replace("[C]", "C"), "b": b})[1:] == [
        "docs/articles/a.md: tags: expected a list such as [one, two], got 'C'",
        (
            "docs/articles/b.md: link: expected the path of a file that is there, "
            "got 'gone.md' (no docs/articles/gone.md)"
        ),
    ]


def test_links_and_images_of_every_page_are_checked() -> None:
    pages = {
        "about.md": "[a](articles/b.md) ![x](x.png)",
        "articles/a.md": text(body="```letter\ntitle: Hi\nsituation: S\nsubject: x\n---\nHi.\n```"),
        "index.md": "---\nlead: ab\n---\n[words](articles/a.md#letter-hi)",
        "series/s.md": "---\ntitle: S\nstages: [{name: One, image: images/1.svg}]\n---\n[a](a.md)",
        "tags/x.md": "[own](#own)",
    }
    with pytest.raises(ContentError) as caught:
        read_content(pages, {*pages} - {"tags/x.md"}, TODAY)
    assert str(caught.value).split("\n") == [
        "6 problems in docs/",
        "docs/about.md: body: expected an image that is there, got 'x.png' (no docs/x.png)",
        (
            "docs/about.md: link: expected the path of a file that is there "
            "(did you mean articles/a.md?), got 'articles/b.md' (no docs/articles/b.md)"
        ),
        "docs/index.md: lead: expected the slug of an article (did you mean a?), got 'ab'",
        (
            "docs/series/s.md: link: expected the path of a file that is there (did you mean s.md?), "
            "got 'a.md' (no docs/series/a.md)"
        ),
        (
            "docs/series/s.md: stages[0].image: expected the path of an image in overrides/assets/, "
            "such as images/stage-1.svg, got 'images/1.svg'"
        ),
        "docs/tags/x.md: link: expected the anchor of a heading in docs/tags/x.md, got '#own'",
    ]


def test_a_page_names_a_template_that_is_there() -> None:
    pages: dict[str, str | bytes] = {
        "about.md": "---\ntemplate: hom.html\n---\n",
        "articles/a.md": text("template: gone.html"),  # told as a field that no article has
        "index.md": "---\ntemplate: home.html\n---\n",
        "us.md": b"\xff",
    }
    assert [*map(str, template_problems(pages, ["home.html"]))] == [
        (
            "docs/about.md: template: expected a template in overrides/ (did you mean home.html?), "
            "got 'hom.html'"
        )
    ]


def test_a_plan_that_cannot_be_read_drags_no_article_behind_it() -> None:
    pages = {
        "articles/b.md": text("series: {name: s, part: 2}"),
        "series/s.md": "---\ntitle: S\nplanned: [{part: 1}]\n---\n",
    }
    with pytest.raises(ContentError) as caught:
        read_content(pages, pages, TODAY)
    assert str(caught.value) == (
        "1 problem in docs/\n"
        "docs/series/s.md: planned[0].title: expected the title of a planned part, got nothing"
    )


def test_readers_see_what_is_published_and_all_that_hangs_on_it() -> None:
    content = read_content(
        {
            "articles/a.md": text(
                "updated: 2026-01-20\ntags: [C]\npromises: [{id: later, text: a}]\naliases: [/old]"
            ),
            "articles/b.md": text("series: {name: s, part: 2}"),
            "articles/draft.md": text(
                "draft: true\ntags: [secret]\nfulfils: [later]\nseries: {name: s, part: 3}"
            ),
            "articles/future.md": text("aliases: [/soon]").replace("2026-01-15", "2026-02-01"),
            "series/s.md": "---\ntitle: S\nplanned: [{part: 1, title: One}]\n---\n",
        },
        ["tags/c.md", "tags/secret.md"],
        TODAY,
    )
    assert [article.slug for article in content.articles] == ["a", "b"]
    assert content.hidden == {"articles/draft.md", "articles/future.md", "tags/secret.md"}
    assert [tag.name for tag in content.tags] == ["C"]
    assert [part.title for part in content.series["s"].parts] == ["One", "A title"]
    assert [promise.id for promise in content.ledger.open] == ["later"]
    assert [redirect.path for redirect in content.redirects] == ["old/index.html"]
    assert content.updated == dt.date(2026, 1, 20)


def test_a_preview_shows_drafts_and_what_is_dated_later() -> None:
    pages = {"articles/a.md": text("draft: true"), "articles/b.md": text("draft: false")}
    content = read_content(pages, pages, dt.date(2026, 1, 1), drafts=True)
    assert [article.slug for article in content.articles] == ["a", "b"]
    assert content.hidden == frozenset()


def test_a_page_that_is_no_article_must_be_readable_too() -> None:
    pages = {"about.md": b"\xff", "articles/a.md": text("fulfils: [gone]").encode()}
    with pytest.raises(ContentError) as caught:
        read_content(pages, pages, TODAY)
    assert str(caught.value).split("\n") == [
        "2 problems in docs/",
        (
            "docs/about.md: file: expected UTF-8 text, got the byte 0xff in line 1 "
            "(save the file as UTF-8)"
        ),
        (
            "docs/articles/a.md: fulfils: expected the id of a promise that an article makes, "
            "got gone"
        ),
    ]


def test_a_site_without_articles_is_of_its_day() -> None:
    content = read({})
    assert (content.articles, content.tags, content.series) == ((), (), {})
    assert content.updated == TODAY


def test_the_order_of_the_files_does_not_matter() -> None:
    pages = {"b": text("tags: [c]"), "a": text("tags: [C]")}
    assert lines(pages) == lines(dict(reversed(pages.items())))


def test_pages_that_are_no_articles_are_checked_too() -> None:
    pages: dict[str, str | bytes] = {
        "about.md": "---\ndescription: one: two\n---\nUs.",
        "letters.md": "Words.\n\n```script\ntitle: A\n---\nHello.\n```\n",
        "privacy.md": b"\xff",
        "scripts.md": 2 * "```script\ntitle: A\nsituation: B\n---\nHello.\n```\n",
    }
    with pytest.raises(ContentError) as caught:
        read_content(pages, pages, TODAY)
    assert [line.split(":")[0:2] for line in str(caught.value).split("\n")[1:]] == [
        ["docs/about.md", " file"],
        ["docs/letters.md", " letter in line 3"],
        ["docs/privacy.md", " file"],
        ["docs/scripts.md", " letter in line 7"],
    ]


def test_what_readers_would_not_get_as_it_is_meant_is_told_of_every_page() -> None:
    body = "!!! chair “From”\n    Hm.\n\n![](a.svg) <b>bold\n\n- [ ] tick"
    pages = {"articles/a.md": text(body=body), "about.md": body}
    with pytest.raises(ContentError) as caught:
        read_content(pages, {*pages, "articles/a.svg"}, TODAY)
    aside = (
        'expected an aside as !!! chair "From the other chair", with straight quotes, and its '
        "text below, indented by four spaces, got '!!! chair “From”'"
    )
    image = "body: expected what the image shows, in words: ![a desk](desk.svg), got '![](a.svg)'"
    box = (
        "body: expected a plain item “- …”, as a page cannot keep what a reader ticks, "
        "got '- [ ] tick'"
    )
    around = "'rom” Hm. ![](a.svg) <b>bold - [ ] tick'"
    tag = f"body: expected a </b> for each <b>, got one alone in {around}"
    assert str(caught.value).split("\n")[1:] == [
        *(f"docs/about.md: {problem}" for problem in (tag, box, image, f"line 1: {aside}")),
        *(f"docs/articles/a.md: {problem}" for problem in (tag, box, image, f"line 6: {aside}")),
    ]


def test_no_page_has_html_that_its_policy_refuses() -> None:
    body = "Look:\n\n<iframe src='a'></iframe> <iframe src='b'></iframe>"
    pages = {"articles/a.md": text(body=body), "about.md": body}
    with pytest.raises(ContentError) as caught:
        read_content(pages, pages, TODAY)
    problem = (
        "body: expected no scripts, styles, forms, frames or media from elsewhere, which the site's "
        "policy keeps from working (a link to them does), got '<iframe'"
    )
    assert str(caught.value).split("\n")[1:] == [
        f"docs/about.md: {problem}",
        f"docs/articles/a.md: {problem}",
    ]


def test_no_page_shows_an_image_from_elsewhere() -> None:
    body = "![A](https://example.org/a.png)"
    pages = {"articles/a.md": text(body=body), "about.md": body}
    with pytest.raises(ContentError) as caught:
        read_content(pages, pages, TODAY)
    problem = (
        "body: expected an image kept in docs/, so that no reader is sent elsewhere, "
        "got 'https://example.org/a.png'"
    )
    assert str(caught.value).split("\n")[1:] == [
        f"docs/about.md: {problem}",
        f"docs/articles/a.md: {problem}",
    ]


def test_a_page_has_the_fields_of_a_page_and_closes_what_it_opens() -> None:
    pages = {
        "about.md": "---\ntitle: 404\ndescripton: Us\nupdated: soon\n---\n```\nUs.\n",
        "articles/ask.md": text(),
        "ask.md": text("tags: [a]"),
        "index.md": "---\ntitle: Home\ntemplate: home.html\nlead: ask\n---\n",
    }
    with pytest.raises(ContentError) as caught:
        read_content(pages, pages, TODAY)
    assert str(caught.value).split("\n")[1:] == [
        (
            "docs/about.md: descripton: expected a known field (did you mean description?), "
            "got an unknown one"
        ),
        (
            "docs/about.md: line 6: expected a line “```” below, as far in, that closes what "
            "opens here, got none"
        ),
        "docs/about.md: title: expected a title in words (put quotes around it), got 404",
        "docs/about.md: updated: expected a date such as 2026-01-31, got 'soon'",
        (
            "docs/ask.md: date: expected this field only in docs/articles/, where articles are, "
            "got it here"
        ),
        (
            "docs/ask.md: tags: expected this field only in docs/articles/, where articles are, "
            "got it here"
        ),
    ]


@pytest.mark.parametrize("ending", [".markdown", ".MD", ".txt"])
def test_an_article_is_told_by_the_ending_of_its_name(ending: str) -> None:
    assert lines({"a": text()}, {"articles/a.md", f"articles/b{ending}", f"files/c{ending}"}) == [
        "1 problem in docs/",
        f"docs/articles/b{ending}: file name: expected docs/articles/b.md, got '{ending}'",
    ]


def test_an_alias_cannot_take_the_place_of_a_listing() -> None:
    assert lines({"ask": text("aliases: [/letters/]")}, {"letters.md"}) == [
        "1 problem in docs/",
        "docs/articles/ask.md: aliases: expected an address that no page has, got /letters/",
    ]


def test_a_file_that_cannot_be_read_hides_no_other_mistake() -> None:
    pages = {
        "a": text("series: {name: s, part: 1}"),
        "b": text("series: {name: s, part: 1}\nfulfils: [gone]"),
        "c": "---\ntitle: [\n---\n",
    }
    found = lines(pages)
    assert [line.split(": ")[:2] for line in found[1:]] == [
        ["docs/articles/b.md", "series.part"],
        ["docs/articles/c.md", "file"],
    ]
