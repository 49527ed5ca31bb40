"""Letters and scripts: their words, their blanks, their mistakes."""

from __future__ import annotations

import pytest

from interviewing.letters import Letter, LetterError, Piece, letters_in, parse_letter

LETTER = """\
title: Move an interview
situation: Two interviews collide
subject: Our interview on [[date]]
---
Dear [[ name ]],

could we move [[date]]?
"""
SCRIPT = "title: Say no\nsituation: An offer\n---\nThank you.\n"


def test_a_letter_is_read_into_words_and_blanks() -> None:
    assert parse_letter("letter", LETTER) == Letter(
        kind="letter",
        title="Move an interview",
        situation="Two interviews collide",
        subject=(Piece("Our interview on ", is_blank=False), Piece("date", is_blank=True)),
        body=(
            Piece("Dear ", is_blank=False),
            Piece("name", is_blank=True),
            Piece(",\n\ncould we move ", is_blank=False),
            Piece("date", is_blank=True),
            Piece("?", is_blank=False),
        ),
    )


def test_a_script_has_no_subject() -> None:
    script = parse_letter("script", SCRIPT)
    assert (script.kind, script.title, script.subject) == ("script", "Say no", ())
    assert script.body == (Piece("Thank you.", is_blank=False),)


def test_each_blank_is_named_once_in_order_of_appearance() -> None:
    assert parse_letter("letter", LETTER).blanks == ("date", "name")


def test_the_anchor_of_a_letter_names_its_kind_and_title() -> None:
    assert parse_letter("letter", LETTER).slug == "letter-move-an-interview"
    assert parse_letter("script", SCRIPT).slug == "script-say-no"


def test_a_letter_keeps_its_lines_and_single_brackets() -> None:
    text = SCRIPT.replace("Thank you.", "One [1]\n\n  two\n---\nthree")
    assert parse_letter("script", text).body == (
        Piece("One [1]\n\n  two\n---\nthree", is_blank=False),
    )


def test_a_value_may_hold_a_colon_and_the_rule_may_trail_spaces() -> None:
    text = SCRIPT.replace("Say no", "Say: no").replace("---", "--- \t")
    assert parse_letter("script", text).title == "Say: no"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "---",
            "",
            (
                "expected “title: …”, “situation: …”, “subject: …”, a line “---” and the words, "
                "got no line “---”"
            ),
        ),
        ("title: Move an interview\n", "", "expected a line “title: …” above the “---”, got none"),
        ("Two interviews collide", "", "expected a line “situation: …” above the “---”, got none"),
        (
            "subject: Our interview on [[date]]\n",
            "",
            "expected a line “subject: …” above the “---”, got none",
        ),
        (
            "situation: Two",
            "Two",
            "expected “name: value” on each line above the “---”, got 'Two interviews collide'",
        ),
        (
            "subject:",
            "subjct:",
            (
                "expected title or situation or subject above the “---” of a letter "
                "(did you mean subject?), got 'subjct'"
            ),
        ),
        (
            "situation:",
            "title: Another\nsituation:",
            "expected a single line “title: …” above the “---”, got two",
        ),
        (
            LETTER.partition("---\n")[2],
            " \n",
            "expected words below the “---”, got none",
        ),
        (
            "[[ name ]]",
            "[[name",
            "expected each blank as [[its name]] on one line, got 'Dear [[name,'",
        ),
        (
            "[[ name ]]",
            "name]]",
            "expected each blank as [[its name]] on one line, got 'Dear name]],'",
        ),
        (
            "[[ name ]]",
            "[[your\nname]]",
            "expected each blank as [[its name]] on one line, got 'Dear [[your'",
        ),
        (
            "[[ name ]]",
            "[[ ]]",
            "expected each blank as [[its name]] on one line, got 'Dear [[ ]],'",
        ),
        (
            "on [[date]]",
            "on [[]]",
            "expected each blank as [[its name]] on one line, got 'Our interview on [[]]'",
        ),
    ],
)
def test_a_letter_with_a_mistake_is_refused(old: str, new: str, message: str) -> None:
    assert old in LETTER
    with pytest.raises(LetterError) as caught:
        parse_letter("letter", LETTER.replace(old, new, 1))
    assert str(caught.value) == message


def test_a_script_that_has_a_subject_is_refused() -> None:
    with pytest.raises(LetterError) as caught:
        parse_letter("script", "subject: Hello\n" + SCRIPT)
    assert str(caught.value) == (
        "expected title or situation above the “---” of a script, got 'subject'"
    )


def test_the_letters_of_an_article_are_found_with_their_lines() -> None:
    text = (
        f"Text\n\n```letter\n{LETTER}```\n\n"
        "```python\ntitle: none\n```\n\n"
        "````\n```letter\nshown, not meant\n```\n````\n\n"
        "~~~ script\nno rule\n~~~\n"
    )
    found = [(line, type(each).__name__) for line, each in letters_in(text)]
    assert found == [(3, "Letter"), (23, "LetterError")]


@pytest.mark.parametrize(
    ("kind", "meant"), [("Letter", "letter"), ("leter", "letter"), ("scripts", "script")]
)
def test_a_misspelt_letter_is_not_taken_for_code(kind: str, meant: str) -> None:
    [(line, error)] = letters_in(f"Text\n\n```{kind}\n{LETTER}```\n")
    assert (line, str(error)) == (3, f"expected ```{meant}, got '{kind}'")


@pytest.mark.parametrize("kind", ["javascript", "latex", "text", ""])
def test_other_blocks_are_code(kind: str) -> None:
    assert list(letters_in(f"```{kind}\n{LETTER}```\n")) == []


@pytest.mark.parametrize("indent", ["    ", "> ", "\t"])
def test_a_letter_may_stand_inside_a_list_or_a_quotation(indent: str) -> None:
    lines = f"```script\n{SCRIPT}```".split("\n")
    text = "\n".join(indent + line for line in lines)
    assert list(letters_in(text)) == [(1, parse_letter("script", SCRIPT))]
