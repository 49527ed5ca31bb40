"""Front matter: what is read, and what is refused in which words."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from interviewing import fields
from interviewing import front_matter as fm

if TYPE_CHECKING:
    from collections.abc import Callable


def complaints(read: Callable[[Any], object], value: object) -> list[tuple[str, str, object]]:
    """Return (place, expected, got) for each part of a value that a reader refuses."""
    with pytest.raises(fields.Expected) as caught:
        read(value)
    return list(caught.value.complaints)


def test_a_file_is_taken_apart_into_fields_and_body() -> None:
    page = fm.split("---\ntitle: Ask\ntags: [a, b]\n---\n\nWords.\n")
    assert page == fm.Page({"title": "Ask", "tags": ["a", "b"]}, "\nWords.\n", 5)


@pytest.mark.parametrize(
    "content",
    [
        b"---\r\ntitle: Ask\r\n---\r\nWords.\r\n",
        b"---\rtitle: Ask\r---\rWords.\r",
        b"\xef\xbb\xbf---\ntitle: Ask\n---\nWords.\n",
        "\ufeff---\ntitle: Ask\n---\nWords.\n",
        "--- \ntitle: Ask\n...\t\nWords.\n",
    ],
)
def test_windows_line_ends_and_byte_order_marks_just_work(content: bytes | str) -> None:
    assert fm.split(content) == fm.Page({"title": "Ask"}, "Words.\n", 4)


@pytest.mark.parametrize(
    ("content", "page"),
    [
        ("", fm.Page({}, "", 1)),
        ("Words.\n\n---\n", fm.Page({}, "Words.\n\n---\n", 1)),
        ("---\n---\nWords.", fm.Page({}, "Words.", 3)),
        ("---\ntitle: Ask\n---", fm.Page({"title": "Ask"}, "", 3)),
    ],
)
def test_a_file_may_lack_fields_or_body(content: str, page: fm.Page) -> None:
    assert fm.split(content) == page


def test_a_field_with_nothing_behind_it_counts_as_absent() -> None:
    assert fm.split("---\na:\nb: ''\nc: ~\nd: []\n---\n").fields == {"d": []}


@pytest.mark.parametrize(
    ("plain", "value"),
    [
        ("2026-01-31", dt.date(2026, 1, 31)),
        ("2026-02-30", "2026-02-30"),
        ("2026-01-31 10:00", "2026-01-31 10:00"),
        ("101", 101),
        ("010", "010"),
        ("12:30", "12:30"),
        ("1.10", "1.10"),
        ("1_000", "1_000"),
        ("9" * 30, "9" * 30),
        ("true", True),
        ("False", False),
        ("yes", "yes"),
        ("no", "no"),
        ("truest", "truest"),
        ("nullify", "nullify"),
        ("=", "="),
    ],
)
def test_a_word_stays_as_it_was_written(plain: str, value: object) -> None:
    found = fm.split(f"---\nfield: {plain}\n---\n").fields["field"]
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("content", "expected", "got"),
    [
        (
            b"---\ntitle: caf\xe9\n---\n",
            "UTF-8 text",
            "the byte 0xe9 in line 2 (save the file as UTF-8)",
        ),
        ("---\ntitle: Ask\n", "a second line “---” below the fields", "none"),
        ("--- \ntitle: Ask\n", "a second line “---” below the fields", "none"),
        *(
            (
                f"{blanks}---\ntitle: Ask\n---\n",
                "“---” at the very beginning of the file",
                "blanks before it",
            )
            for blanks in ("\n", " ", "\r\n\r\n")
        ),
        ("---\n- a\n---\n", "lines such as “title: …” between two lines “---”", "['a']"),
        ("---\ntitle\n---\n", "lines such as “title: …” between two lines “---”", "'title'"),
        ("---\na: 1\ntitle: a\x07\n---\n", "text without control characters", "'\\x07' in line 3"),
        ("---\ntitle: \ud800\n---\n", "text without control characters", "'\\ud800' in line 2"),
        (
            f"---\ntitle: {'x' * 100_000}\n---\n",
            "at most 100000 characters between two lines “---”",
            "100008",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(
    content: bytes | str, expected: str, got: str
) -> None:
    assert complaints(fm.split, content) == [("", expected, got)]


@pytest.mark.parametrize(
    ("yaml", "got"),
    [
        (
            "title: Ask: more",
            "'title: Ask: more' in line 2 (mapping values are not allowed in this context)",
        ),
        ("a: 1\ntitle: [b", "'title: [b' in line 3 (did not find expected ',' or ']')"),
        (
            'a: 1\ntitle: "b\nc: 2',
            "'title: \"b' in line 3 (found unexpected end of stream)",
        ),
        ("a: 'don't'", "\"a: 'don't'\" in line 2 (did not find expected key)"),
        (
            "a: 1\n\tb: 2",
            "'\\tb: 2' in line 3 (found a tab character that violates indentation)",
        ),
        ("a: @b", "'a: @b' in line 2 (found character that cannot start any token)"),
        ("? [a]\n: b", "'? [a]' in line 2 (found unhashable key)"),
        (
            "a: *bold*",
            "'a: *bold*' in line 2 (did not find expected alphabetic or numeric character)",
        ),
    ],
)
def test_broken_yaml_is_refused_with_its_line(yaml: str, got: str) -> None:
    found = complaints(fm.split, f"---\n{yaml}\n---\n")
    remedy = "(double quotes around a value that begins with a sign or holds “: ”)"
    assert found == [("", f"YAML between two lines “---” {remedy}", got)]


@pytest.mark.parametrize(
    ("yaml", "expected", "got"),
    [
        ("a: 1\nb: 2\na: 3", "each field once", "a again (line 4)"),
        ("b:\n  - {a: 1, 'a': 2}", "each field once", "a again (line 3)"),
        *(
            (
                f"a: {value}",
                "no &, * or ! in front of a value (put quotes around it)",
                "one (line 2)",
            )
            for value in ("&x 1", "*bold", "!!bool b", "!b")
        ),
        *(
            (
                yaml,
                "double quotes around a value with “ #” in it, or a space after the “#”",
                "neither (line 2)",
            )
            for yaml in ("a: Rule #1 of asking", "a: #1 rule", "a: [b, Rule\t#1\n]")
        ),
        (f"a: {'[' * 50_000}", "lists and fields at most 20 levels deep", "one more (line 2)"),
    ],
)
def test_yaml_that_loses_a_field_or_breaks_the_parser_is_refused(
    yaml: str, expected: str, got: str
) -> None:
    assert complaints(fm.split, f"---\n{yaml}\n---\n") == [("", expected, got)]


def test_yaml_is_read_to_its_twentieth_level() -> None:
    assert fm.split(f"---\na: {'[' * 19}{']' * 19}\n---\n").fields.keys() == {"a"}


def test_what_is_wrong_with_a_file_as_a_whole_is_its_problem() -> None:
    problems = fm.file_problems("articles/a.md", fields.Expected("UTF-8 text", "the byte 0xff"))
    assert [str(problem) for problem in problems] == [
        "docs/articles/a.md: file: expected UTF-8 text, got the byte 0xff"
    ]


def test_every_field_is_read_or_reported() -> None:
    readers = {"title": fields.text("a title"), "part": fields.whole_number, "draft": fields.truth}
    found = {"titel": "Ask", "part": 0, "draft": True}
    values, problems = fm.read_fields("articles/a", found, readers, ["title"])
    assert values == {"draft": True}
    assert [str(problem) for problem in problems] == [
        "docs/articles/a: titel: expected a known field (did you mean title?), got an unknown one",
        "docs/articles/a: title: expected a title, got nothing",
        "docs/articles/a: part: expected a whole number from 1 on, got 0",
    ]


@pytest.mark.parametrize(
    ("read", "value", "result"),
    [
        (fields.text("a title"), "  Ask \n for\u2028more ", "Ask for more"),
        *((fields.day, day, day) for day in (dt.date(1970, 1, 1), dt.date(2099, 12, 31))),
        (fields.identifier, "interviewing-101", "interviewing-101"),
        (fields.url, "https://example.org/a?b#c", "https://example.org/a?b#c"),
        (fields.url, "http://example.org", "http://example.org"),
        (fields.whole_number, 1, 1),
        (fields.year, 1900, 1900),
        (fields.truth, False, False),
        (fields.one_of("open", "closed"), "closed", "closed"),
        (fields.list_of(fields.whole_number), [1, 2], (1, 2)),
        (fields.list_of(fields.whole_number), [], ()),
        (
            fields.mapping(dict, {"a": fields.truth, "b": fields.truth}, ["a"]),
            {"a": True},
            {"a": True},
        ),
        (fields.mapping(dict, {"a": fields.truth}, []), {"a": None}, {}),
    ],
)
def test_a_field_of_the_right_form_is_read(
    read: Callable[[Any], object], value: object, result: object
) -> None:
    assert read(value) == result


PART: Callable[[Any], dict[str, object]] = fields.mapping(
    dict, {"name": fields.text("a name"), "part": fields.whole_number}, ["name", "part"]
)


@pytest.mark.parametrize(
    ("read", "value", "expected"),
    [
        *(
            (fields.text("a title"), value, "a title")
            for value in (None, " ", "a\x07", "\ufffe", ["a"])
        ),
        *(
            (fields.text("a title"), value, "a title (put quotes around it)")
            for value in (1, True, dt.date(2026, 1, 31))
        ),
        *(
            (fields.day, value, "a date such as 2026-01-31")
            for value in ("soon", 2026, None, dt.datetime(2026, 1, 31, tzinfo=dt.UTC))
        ),
        *(
            (
                fields.identifier,
                value,
                "lower-case letters, digits and hyphens, such as declining-an-offer",
            )
            for value in ("A", "a_b", "a--b", "-a", "a-", "é", "a\n", "", 1)
        ),
        (fields.identifier, "a" * 101, "at most 100 characters"),
        *(
            (fields.day, value, "a date from 1970-01-01 to 2099-12-31")
            for value in (dt.date(1969, 12, 31), dt.date(2100, 1, 1))
        ),
        *(
            (fields.url, value, "an address such as https://example.org/page")
            for value in ("example.org", "ftp://a", "javascript:a", "https://", "https://a b", 1)
        ),
        (fields.url, "https://a\x7f", "an address such as https://example.org/page"),
        *(
            (fields.whole_number, value, "a whole number from 1 on")
            for value in (0, -1, True, "1", 1.5)
        ),
        *((fields.year, value, "a year such as 2026") for value in (1899, 3000, True, "2026")),
        *((fields.truth, value, "true or false") for value in ("true", 1, None)),
        (fields.one_of("open", "closed"), "shut", "one of open, closed"),
        (fields.one_of("open", "closed"), ["open"], "one of open, closed"),
        (fields.list_of(fields.truth), "a", "a list such as [one, two]"),
        (fields.list_of(fields.truth), {"a": True}, "a list such as [one, two]"),
        (PART, "interviewing-101", "{name: …, part: …}"),
        (PART, ["a"], "{name: …, part: …}"),
    ],
)
def test_a_field_of_the_wrong_form_is_refused(
    read: Callable[[Any], object], value: object, expected: str
) -> None:
    assert complaints(read, value) == [("", expected, value)]


def test_a_list_longer_than_anybody_reads_is_refused() -> None:
    assert len(fields.list_of(fields.truth)([True] * 500)) == 500
    assert complaints(fields.list_of(fields.truth), [True] * 501) == [
        ("", "at most 500 items", 501)
    ]


def test_every_part_of_a_field_is_reported_by_its_place() -> None:
    value = [{"name": "a", "part": 1}, {"nmae": "b", "prat": 2}, {"name": 3, "part": 0}]
    assert complaints(fields.list_of(PART), value) == [
        ("[1].name", "a name", None),
        ("[1].part", "a whole number from 1 on", None),
        ("[1]", "one of name, part (did you mean name?)", "nmae"),
        ("[1]", "one of name, part (did you mean part?)", "prat"),
        ("[2].name", "a name (put quotes around it)", 3),
        ("[2].part", "a whole number from 1 on", 0),
    ]


@pytest.mark.parametrize(
    ("text", "char"),
    [
        ("two\nlines\tand 😀 é \u00a0", ""),
        ("a\x00", "\x00"),
        ("a\x85", "\x85"),
        ("a\udfff", "\udfff"),
        ("a\uffff", "\uffff"),
        ("a\U0001ffff", "\U0001ffff"),
        ("a\ufdd0", "\ufdd0"),
    ],
)
def test_characters_that_no_feed_may_carry_are_found(text: str, char: str) -> None:
    assert fields.unprintable(text) == char
