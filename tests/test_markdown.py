"""What the site reads out of Markdown without rendering it."""

from __future__ import annotations

import time

import pytest

from interviewing.faults import (
    broken_asides,
    refused_html,
    tick_boxes,
    unclosed_tags,
    unnamed_images,
)
from interviewing.markdown import (
    citations,
    fences,
    headings,
    html_targets,
    image_targets,
    link_targets,
    plain_text,
    promise_links,
    prose,
    replace_citations,
    replace_promise_links,
    without_links,
)

FENCED = """\
one
```letter with more
inside
```
two
~~~~
```
~~~
~~~~

three"""


def test_fences_are_found_with_their_info_and_line() -> None:
    found = [(fence.info, fence.text, fence.line) for fence in fences(FENCED)]
    assert found == [("letter with more", "inside", 2), ("", "```\n~~~", 6)]


def test_prose_is_what_stands_outside_fences() -> None:
    assert prose(FENCED) == "one\ntwo\n\nthree"


@pytest.mark.parametrize(
    ("text", "is_closed"),
    [
        ("```\na\n```", True),
        ("```\na\n``` \t", True),
        ("  ```\n  a\n  ```", True),
        ("\t```\n\ta\n    ```", True),
        ("> ```\n> a\n> ```", True),
        ("```\na", False),
        ("```", False),
        ("```\na\n````", False),  # pymdownx wants the very mark, at the very place
        ("```\na\n  ```", False),
        ("```\na\n~~~", False),
        ("```\na\n```b", False),
    ],
)
def test_a_fence_is_closed_by_its_own_mark(text: str, *, is_closed: bool) -> None:
    assert [fence.is_closed for fence in fences(text)] == [is_closed]


def test_a_fence_that_nothing_closes_runs_to_the_end() -> None:
    assert [fence.text for fence in fences("a\n```\nb\n\nc")] == ["b\n\nc"]
    assert prose("a\n```\nb\n\nc") == "a"


def test_a_fence_loses_the_indentation_of_its_mark_only() -> None:
    text = "  ```\n  a\n    b\n\n c\n  ```"
    assert [fence.text for fence in fences(text)] == ["a\n  b\n\nc"]


def test_code_inside_a_line_opens_no_fence() -> None:
    assert not list(fences("```a``` b\ntext ```\n"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("## Say *no*, **kindly**", "Say no, kindly"),
        ("- one\n- two\n\n> three", "one two three"),
        ("[a link](https://example.org/a_(b) 'Title') to", "a link to"),
        ("![a cat](cat.png) sits", "a cat sits"),
        ("see https://example.org/ now", "see now"),
        ("said.[^study] More[^2]", "said. More"),
        ("a <b>bold</b> word<!-- a\nnote -->", "a bold word"),
        ("2 < 3 and 4 > 3", "2 < 3 and 4 > 3"),
        ("before <!-- never closed", "before"),
        ("Title {#anchor .wide}\nText", "Title Text"),
        ('!!! note "From the other chair"\n    Words', '"From the other chair" Words'),
        ("| a | b |\n|---|:-:|\n| c | d |", "a b c d"),
        ("one\n\n---\n\ntwo", "one two"),
        ("snake_case and _stress_", "snake_case and stress"),
        ("```letter\ntitle: x\n```", "title: x"),
        ("`code` counts", "code counts"),
        ("", ""),
    ],
)
def test_plain_text_is_the_words_a_reader_sees(text: str, words: str) -> None:
    assert plain_text(text) == words


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("![a](one.png) and ![](two.png 'Title')", ["one.png", "two.png"]),
        ("![a](pic_(1).png)", ["pic_(1).png"]),
        ("![a](<my pic.png>)", ["my pic.png"]),
        ("![two\nlines]( three.png )", ["three.png"]),
        ("![`code` in words](four.png)", ["four.png"]),
        ('<IMG alt="x" src="five.png">', ["five.png"]),
        ("<img src='my pic.png'><img src=six.png>", ["my pic.png", "six.png"]),
        ('<img data-src="no.png" src="seven.png">', ["seven.png"]),
        ("`![a](no.png)` ``![`](no.png)``", []),
        ("```\n![a](no.png)\n```", []),
        ("[a link](no.png) ![a] (no.png)", []),
        ("a ` mark\n\n![a](eight.png)\n\nanother `", ["eight.png"]),
        ("\\` ![a](nine.png) \\`", ["nine.png"]),
    ],
)
def test_images_are_found_outside_code(text: str, targets: list[str]) -> None:
    assert image_targets(text) == targets


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("[a](b.md) and [c](<d e.md#f> 'title')", ["b.md", "d e.md#f"]),
        ("[a](b_(c).md)", ["b_(c).md"]),
        ("![a picture](b.svg) `[code](c.md)`", []),
        ("```letter\n[a](b.md)\n```", []),
    ],
)
def test_links_are_found_outside_code(text: str, targets: list[str]) -> None:
    assert link_targets(text) == targets


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A.[^a] B.[^b][^a]", ["a", "b", "a"]),
        ("A.[^a] B.[^b]\n\n[^a]: A footnote.", ["b"]),
        ("Inside:\n\n    [^a]: one\n\n> [^b]: two\n\n[^a] [^b]", []),
        ("As in [^a]: this.", ["a"]),
        ("`[^a]` ``a ` [^b]``", []),
        ("```\n[^a]\n```", []),
        ("one ` mark\n\n[^a]\n\nanother `", ["a"]),
        ("[^ ] [^] [^a b]", []),
    ],
)
def test_citations_are_what_no_footnote_defines(text: str, names: list[str]) -> None:
    assert citations(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("[later](promise:a) and [more\nlater]( <promise:b> )", ["a", "b"]),
        ('[later](promise:a "Title")', ["a"]),
        ("[later](promise:)", [""]),
        ("`[later](promise:a)` [later](a.md)", []),
        ("```\n[later](promise:a)\n```", []),
    ],
)
def test_promise_links_are_found_outside_code(text: str, names: list[str]) -> None:
    assert promise_links(text) == names


def test_a_citation_becomes_what_is_rendered_for_it() -> None:
    text = "A.[^a] `[^a]` B.[^b]\n```\n[^a]\n```\n[^a]: not this\nC.[^a]"
    new = replace_citations(text, {"a": "<1>"}.get)
    assert new == "A.<1> `[^a]` B.[^b]\n```\n[^a]\n```\n[^a]: not this\nC.<1>"


def test_citations_in_a_row_stand_apart() -> None:
    new = replace_citations("A.[^a][^b] [^a]", {"a": "<1>", "b": "<2>"}.get)
    assert new == "A.<1>\N{NO-BREAK SPACE}<2> <1>"


def test_a_promise_link_leads_to_its_target_or_is_only_words() -> None:
    text = "[*one*](promise:a), [two](promise:b) `[c](promise:a)`\n```\n[d](promise:a)\n```"
    new = replace_promise_links(text, {"a": "kept.md"}.get)
    assert new == "[*one*](kept.md), two `[c](promise:a)`\n```\n[d](promise:a)\n```"


def test_a_link_to_what_is_hidden_is_only_words() -> None:
    text = "[*a*](a.md#b) [b](<a.md> 'B') [c](c.md) ![d](a.md) `[e](a.md)` [f](a.md"
    new = without_links(text, lambda target: target.startswith("a.md"))
    assert new == "*a* b [c](c.md) ![d](a.md) `[e](a.md)` [f](a.md"


@pytest.mark.parametrize(
    "text", ["", "\n", "a", "a\n", FENCED, "```", "```\n```", "```\n```\n", "\n```\n\n```\n\n"]
)
def test_what_is_not_replaced_stays_as_it_was(text: str) -> None:
    assert without_links(text, lambda _: True) == text


@pytest.mark.parametrize(
    "part",
    [
        *("`", "[", "![", "[^", "](", "![](", "<", "<img ", "<img src", "<!--", "{:", "~", "_"),
        *("<a ", '<a href="', "# ", "-", " id="),
        *("> ```\n", "[a](promise:x ", " \n"),
        " ".join("`" * length for length in range(2, 700)),
    ],
)
def test_half_a_mark_again_and_again_takes_no_time(part: str) -> None:
    text = f"a{part * max(1, 50_000 // len(part))}a`"
    start = time.process_time()
    for read in (plain_text, image_targets, link_targets, html_targets, headings):
        read(text)
    for read in (citations, promise_links):
        read(text)
    for find in (unnamed_images, unclosed_tags, refused_html, broken_asides, tick_boxes):
        list(find(text))
    assert time.process_time() - start < 1
