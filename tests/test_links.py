"""Links in texts: which of them lead nowhere, and what HTML names instead of files."""

from __future__ import annotations

import pytest

from interviewing.links import Text, link_problems, with_addresses

B = Text(
    "articles/sub/B b.md",
    "## Isn't it *rude*? ##\n\nSay no\n------\n\n> ### `code` -- and {x: 1}\n\n## Own words {#mine}\n\n"
    "## Twice\n\n## Twice\n\n<p id='here'>",
    "articles/b-b/index.html",
    ("letter-hi",),
)
KNOWN = {"about.md", "articles/a.md", "articles/sub/B b.md", "files/c.pdf", "letters.md"}


def told(body: str) -> list[str]:
    """Return what is wrong with the links of an article beside another one."""
    text = Text("articles/a.md", body, "articles/a/index.html")
    return [str(problem).partition(": link: ")[2] for problem in link_problems([text, B], KNOWN)]


@pytest.mark.parametrize(
    "link",
    [
        *("../about.md", "/about.md", "sub/B%20b.md", "<sub/B b.md>", "a.md?x=1", "#"),
        *("sub/B%20b.md#isnt-it-rude", "sub/B%20b.md#say-no", "sub/B%20b.md#twice_1"),
        *("sub/B%20b.md#mine", "sub/B%20b.md#here", "sub/B%20b.md#letter-hi", "../letters.md#any"),
        *("https://example.org/gone.md", "mailto:a@b.example", "//example.org/x", "promise:later"),
        *("http://[half", "../files/c.pdf", "a.md#fn:1"),
    ],
)
def test_what_leads_somewhere_is_no_problem(link: str) -> None:
    assert told(f"[words]({link} 'title')") == []


@pytest.mark.parametrize(
    ("link", "line"),
    [
        (
            "abuot.md",
            (
                "expected the path of a file that is there (did you mean ../about.md?), "
                "got 'abuot.md' (no docs/articles/abuot.md)"
            ),
        ),
        (
            "../abuot.md",
            (
                "expected the path of a file that is there (did you mean ../about.md?), "
                "got '../abuot.md' (no docs/abuot.md)"
            ),
        ),
        (
            "../about/",
            (
                "expected the path of a file that is there (did you mean ../about.md?), "
                "got '../about/' (no docs/about)"
            ),
        ),
        (
            "sub/B%20b.md#isnt-it-rud",
            (
                "expected the anchor of a heading in docs/articles/sub/B b.md "
                "(did you mean isnt-it-rude?), got 'sub/B%20b.md#isnt-it-rud'"
            ),
        ),
        ("#top", "expected the anchor of a heading in docs/articles/a.md, got '#top'"),
    ],
)
def test_what_leads_nowhere_is_told_with_what_may_be_meant(link: str, line: str) -> None:
    assert told(f"[words]({link})") == [line]


@pytest.mark.parametrize(
    "body",
    [
        *("`[a](gone.md)`", "```\n[a](gone.md)\n```", "    [a](gone.md)", "\\[a](gone.md)"),
        *("<!-- [a](gone.md)\n<a href='gone/'> -->", "[a](gone.md", "[a](gone words.md)"),
        *("[a](#unclear)\n\n## With [a link](https://example.org/)", "[a](#unclear)\n\n<h2>x</h2>"),
    ],
)
def test_what_may_be_no_link_is_left_to_mkdocs(body: str) -> None:
    assert told(body) == []


@pytest.mark.parametrize(
    "link",
    [
        *("../b-b/", "/articles/b-b/", "/blog/articles/b-b/#twice", "../../about/", "sub/B b.md"),
        *("../../atom.xml", "#", "../../files/c.pdf", "/articles/a/index.html", "?print", "/"),
    ],
)
def test_a_link_in_html_may_name_an_address_too(link: str) -> None:
    known = Text("index.md", "")
    text = Text("articles/a.md", f'<a class="x" href="{link}">', "articles/a/index.html")
    assert [*link_problems([text, B, known], {*KNOWN, "index.md"})] == []


def test_what_is_gone_is_told_in_html_too() -> None:
    lines = told("<a href='../gone/'>x</a> <a href=about.md>x</a> <A HREF=\"../b-b/#x\">x</A>")
    assert lines == [
        (
            "expected the path of a file that is there (did you mean ../about.md?), "
            "got '../gone/' (no docs/gone)"
        ),
        (
            "expected the path of a file that is there (did you mean ../about.md?), "
            "got 'about.md' (no docs/articles/about.md)"
        ),
        "expected the anchor of a heading in docs/articles/sub/B b.md, got '../b-b/#x'",
    ]


def test_html_names_files_and_browsers_ask_for_addresses() -> None:
    addresses = {"articles/b.md": "../b/", "articles/a.svg": "../a.svg", "articles/draft.md": ""}
    body = (
        '<a class=x href=\'b.md#top\'>b</a> <img alt="" src=a.svg> `<a href="b.md">` '
        '<a href="draft.md" class="y">words</a> <a href="../b/">b</a> <a href="#b.md">x</a>'
    )
    assert with_addresses("articles/a.md", body, addresses.get) == (
        '<a class=x href="../b/#top">b</a> <img alt="" src="../a.svg"> `<a href="b.md">` '
        '<a class="y">words</a> <a href="../b/">b</a> <a href="#b.md">x</a>'
    )
