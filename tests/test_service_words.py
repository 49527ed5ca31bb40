"""What readers type: rendered, cleaned, warned about and judged."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError

from commenting import network, spam, words
from commenting.markup import render
from commenting.threads import Thread, site

if TYPE_CHECKING:
    from pathlib import Path

LINKED = '<a href="https://example.org" rel="nofollow ugc">'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one\n\ntwo\nthree", "<p>one</p>\n<p>two<br>\nthree</p>"),
        ("*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>"),
        ("[x](https://example.org)", f"<p>{LINKED}x</a></p>"),
        ("<https://example.org>", f"<p>{LINKED}https://example.org</a></p>"),
        ("> a\n\n- b", "<blockquote>\n<p>a</p>\n</blockquote>\n<ul>\n<li>b</li>\n</ul>"),
        ("```\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>"),
        ("1 < 2 & 3", "<p>1 &lt; 2 &amp; 3</p>"),
        # What is not in the subset stays as it was typed.
        ("# a", "<p># a</p>"),
        ("![x](https://example.org)", f"<p>!{LINKED}x</a></p>"),
        ("a | b\n- | -", "<p>a | b</p>\n<ul>\n<li>| -</li>\n</ul>"),
        # What is hostile is text, or nothing.
        ("<script>a</script>", "<p>&lt;script&gt;a&lt;/script&gt;</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](data:text/html,a)", "<p>[x](data:text/html,a)</p>"),
        ('[x](https://example.org "a")', f"<p>{LINKED}x</a></p>"),
        ("<svg onload=a>", "<p>&lt;svg onload=a&gt;</p>"),
    ],
)
def test_a_small_part_of_markdown_is_rendered(text: str, html: str) -> None:
    assert render(text) == html


@pytest.mark.parametrize(
    "text",
    [
        *("[" * 6000, "*" * 6000, ">" * 6000, "`" * 6000, "a\n" * 3000, "- " * 3000),
        *("[a](" * 1500, "*a_" * 2000, "> - " * 1500, "<" * 6000, "\\" * 6000),
        *("`a``" * 1500, "[a][" * 1500, "1. " * 2000, "![](" * 1500, "**a*" * 1500),
    ],
)
def test_no_text_costs_more_than_a_blink(text: str) -> None:
    before = time.process_time()
    render(text)
    assert time.process_time() - before < 2


@pytest.mark.parametrize("text", ["👩\u200d💼", "नमस्ते", "שלום\u200f", "e\u0301", "Zoë\n\nx\ty"])
def test_the_writing_of_the_world_is_kept(text: str) -> None:
    assert words.has_words(words.clean(text))


@pytest.mark.parametrize("text", ["\x00", "a\x1b[31m", "\x7f", "\ud800", "\ufffe", "\x85\x86"])
def test_what_cannot_be_shown_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="a character that cannot be shown"):
        words.clean(f"a{text}b")


@pytest.mark.parametrize("text", ["", " \n", "\u200b", "\u2060\u00ad", "\u0301"])
def test_what_shows_nothing_is_no_text(text: str) -> None:
    assert not words.has_words(text)


@pytest.mark.parametrize(
    "text",
    [
        *("I got $120,000 in 2024.", "From 2019-2023, on 2026-01-31.", "Part 12345678."),
        *("100000 - 120000 a year", "It cost 1.000.000,00", "ISBN 978", "3/4 of 10", "@ada wrote"),
        *("see https://example.org/1234567890", "a @ b", "version 1.2.3.4"),
    ],
)
def test_no_warning_without_a_reason(text: str) -> None:
    assert list(words.regrets(text, "")) == []


@pytest.mark.parametrize(
    "text",
    ["(212) 555-0199 12", "+49 30 1234567", "212.555.0199", "555-1234", "call 2125550199!"],
)
def test_a_phone_number_is_seen(text: str) -> None:
    assert "phone number" in "".join(words.regrets(text, ""))


@pytest.mark.parametrize(
    ("text", "employer", "is_named"),
    [
        ("At ACME they lied", "Acme", True),
        ("Acme\nCorp.", "acme  corp", True),
        ("acmeist", "Acme", False),
        ("A+ (B) team", "a+ (b)", True),
        ("x marks it", "x", False),
        ("anything", "", False),
    ],
)
def test_the_employer_is_seen_as_a_whole(text: str, employer: str, *, is_named: bool) -> None:
    assert bool(list(words.regrets(text, employer))) == is_named


@pytest.mark.parametrize(
    ("evidence", "score", "first"),
    [
        (spam.Evidence("I called first."), 0, None),
        (spam.Evidence("See https://example.org for it."), 1, "+1 It has a link."),
        (
            spam.Evidence("http://a.example http://b.example http://c.example"),
            9,
            "+6 It has 3 links.",
        ),
        (spam.Evidence("Hello.", name="www.spam.example"), 6, "+6 The name is a link."),
        (
            spam.Evidence("Hello.", homepage="x"),
            10,
            "+10 It fills in a field that no person sees.",
        ),
        (
            spam.Evidence("Hello.", seconds=1.2),
            2,
            "+2 It was sent within 3 seconds of opening the form.",
        ),
        (
            spam.Evidence("Hello.", repeats=2),
            4,
            "+4 The same words came 2 times before in the last 30 days.",
        ),
        (spam.Evidence("BUY " * 20), 1, "+1 Most of it is in capitals."),
    ],
)
def test_every_point_has_its_reason(evidence: spam.Evidence, score: int, first: str | None) -> None:
    verdict = spam.judge(evidence)
    assert (verdict.score, verdict.reasons[:1]) == (score, (first,) if first else ())


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("::ffff:192.0.2.1", "192.0.2.0/24"),
        ("fe80::1%eth0", "fe80::/48"),
        ("nonsense", ""),
        (None, ""),
    ],
)
def test_a_network_is_what_one_owner_has(address: str | None, expected: str) -> None:
    assert network.network_of(address) == expected


@pytest.mark.usefixtures("threads")
@pytest.mark.parametrize(
    "address", ["/articles/ask-for-more/", "articles/ask-for-more", "/old", "/old/index.html"]
)
def test_a_page_is_known_by_every_address_that_it_had(address: str) -> None:
    thread = site().thread(address)
    assert thread == Thread("/articles/ask-for-more/", "Ask for more", True, ("/old/",))


def test_while_a_build_writes_the_list_the_last_one_holds(
    threads: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert site().thread("/old/")
    threads.write_text("{")
    assert site().thread("/old/")
    threads.unlink()
    assert site().thread("/old/")
    assert "expected the list that the build writes" in caplog.text
