"""What in a text readers would not get as it is meant."""

from __future__ import annotations

import pytest

from interviewing.faults import (
    broken_asides,
    refused_html,
    tick_boxes,
    unclosed_tags,
    unnamed_images,
)


@pytest.mark.parametrize(
    ("text", "images"),
    [
        ("![](a.svg) ![ ](b.svg 'B') ![c](c.svg)", ["![](a.svg)", "![ ](b.svg 'B')"]),
        (
            "<img src='a.svg'> <IMG src=b.svg data-alt=b>",
            ["<img src='a.svg'>", "<IMG src=b.svg data-alt=b>"],
        ),
        ('<img src="a.svg" alt=""> <img alt=b src="b.svg">', []),
        ("`![](a.svg)`\n```\n![](a.svg)\n```", []),
    ],
)
def test_an_image_says_what_it_shows(text: str, images: list[str]) -> None:
    assert [*unnamed_images(text)] == images


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("<div>\n\nWords <b>here</b>", [("div", "<div> Words <b>here</b>")]),
        (
            "Words</DIV></article>",
            [("article", "Words</DIV></article>"), ("div", "Words</DIV></article>")],
        ),
        (
            f"<a>{'b ' * 20}</a> c</a> <a>{'d ' * 20}</a>",
            [("a", "b b b b b b b b b </a> c</a> <a>d d d d d d d d d d")],
        ),
        ('<details open><summary>A</summary>\n\n<a href="b">b</a>\n\n</details>', []),
        ("<p>one<br>two `<div>` <https://example.org> <b@example.org> a < b", []),
        ("```\n<div>\n```", []),
    ],
)
def test_what_is_opened_in_html_is_closed(text: str, tags: list[tuple[str, str]]) -> None:
    assert [*unclosed_tags(text)] == tags


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<script>a</script>\n\n<IFRAME src=b></IFRAME>", ["<script", "<IFRAME"]),
        ('<b class="a"\n onclick="x()">b</b>', ['<b class="a" onclick=']),
        ('<p style="x">a</p>', ["<p style="]),
        (
            'A{: .big style="x" } b{style=x} c{:onclick=x}',
            ["{: .big style=", "{style=", "{:onclick="],
        ),
        ("<video src='a.mp4'><video src='//b/c.mp4'></video>", ["<video src='//"]),
        ("`<script>` a < b style=c {: .style } {{ on=1 } <a href='/style=x'>e</a> <formula>", []),
        ("```\n<script>\n```", []),
    ],
)
def test_html_that_the_policy_refuses_is_found(text: str, html: list[str]) -> None:
    assert [*refused_html(text)] == html


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("- [ ] one\n- [X] two\n  1. [x] three", ["- [ ] one", "- [X] two", "1. [x] three"]),
        ("- one [ ]\n- [x](y.md)\n[ ] two", []),
        ("```\n- [ ] one\n```", []),
    ],
)
def test_boxes_to_tick_are_found_outside_code(text: str, items: list[str]) -> None:
    assert [*tick_boxes(text)] == items


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('!!! chair "From"\n    Words', []),
        ("!!! note\n\n    Words", []),
        ('- a\n\n    !!! chair "From" \n\n        Words', []),
        ("```\n!!! chair “From”\n```\nWhat?! Really!!! Yes", []),
        ("One\n\n!!! chair “From”\n    Words", [(3, "!!! chair “From”")]),
        ("!!! chair 'From'\n    Words", [(1, "!!! chair 'From'")]),
        ('```\na\n```\n!! chair "From"\n    Words', [(4, '!! chair "From"')]),
        ('??? chair "From"\n    Words', [(1, '??? chair "From"')]),
        ('!!! chair "From"\nWords', [(1, '!!! chair "From"')]),
        ('!!! chair "From"', [(1, '!!! chair "From"')]),
        ("!!! chair From the chair\n    Words", [(1, "!!! chair From the chair")]),
    ],
)
def test_an_aside_is_marked_as_one(text: str, lines: list[tuple[int, str]]) -> None:
    assert [*broken_asides(text)] == lines
