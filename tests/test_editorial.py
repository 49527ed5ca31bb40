"""The house's rules for articles, each broken once by an article that is otherwise sound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT, write

from editorial import rules
from editorial.__main__ import main
from editorial.readability import grade, syllables, words
from editorial.sentences import sentences
from interviewing.article import Image, Source
from interviewing.letters import Letter, Piece

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import MakeArticle

    from interviewing.article import Article

LETTER = Letter(
    "letter", "Ask", "Before", subject=(), body=(Piece("Please call.", is_blank=False),)
)
SOURCES = tuple(Source(name, "A page", "guidance") for name in ("one", "two", "three"))
BODY = f"""Ask for it today.[^one] See [how to wait](rejected.md#wait).[^two]

## Why it helps

People like to be asked.[^three]

!!! chair "From the other chair"
    They like it.

- If they say yes:
    - thank them.

{"The cat sat on the mat. " * 150}
""".replace("The cat", "\n\nThe cat")
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 675">'
    "<style>@media (prefers-color-scheme: dark) {}</style></svg>"
)


@pytest.fixture(name="sound")
def _sound(article: MakeArticle) -> MakeArticle:
    """Return a factory of articles that break no rule but those a test breaks."""

    def make(slug: str = "sound", *tags: str, day: int = 1, **fields: Any) -> Article:
        defaults = {
            "description": "Ask on the day you know, in one plain sentence.",
            "takeaways": ("Ask.", "Wait.", "Thank them."),
            "image": Image(f"images/{slug}.svg", "A yellow circle asks at a green desk."),
            "sources": SOURCES,
            "letters": (LETTER,),
            "body": BODY,
        }
        return article(slug, *tags, day=day, **defaults | fields)

    return make


def lines(article: Article) -> list[str]:
    return [str(problem) for problem in rules.article_problems(article)]


def test_a_sound_article_breaks_no_rule(sound: MakeArticle) -> None:
    assert lines(sound()) == []


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"description": "Ask."}, "description: expected an answer of 40 to 155 characters, got 4"),
        ({"takeaways": ("Ask.",)}, "takeaways: expected 3 to 5 sentences, got 1"),
        (
            {"takeaways": ("Ask.", "Wait.", "Thank")},
            "takeaways: expected whole sentences, got 'Thank'",
        ),
        ({"image": None}, "image: expected an illustration of its own, got none"),
        (
            {"image": Image("a.svg", "A desk")},
            "image.alt: expected what the drawing shows, got 'A desk'",
        ),
        ({"letters": ()}, "body: expected a letter or a script, got none"),
    ],
)
def test_front_matter_is_complete(sound: MakeArticle, fields: dict[str, Any], problem: str) -> None:
    assert lines(sound(**fields)) == [f"docs/articles/sound.md: {problem}"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            '"From the other chair"',
            '"Other"',
            'expected one aside: !!! chair "From the other chair", got 0',
        ),
        (
            "    - thank them.",
            "    thank them.",
            "expected a table, or a decision path as a nested list, got neither",
        ),
        (
            "rejected.md#wait",
            "rejected.md",
            "expected a link to the very section of another article, got links without one",
        ),
        (
            "## Why",
            "# Why",
            "expected headings from ## on, one level down at a time, got # after #",
        ),
        (
            "## Why it helps\n",
            "## Why it helps\n\n#### How\n",
            "expected headings from ## on, one level down at a time, got #### after ##",
        ),
        ("## Why it helps\n", "", "expected headings, got none"),
        ("like to be", "delve into being", "expected no filler, got 'delve'"),
        ("like it.", "like it!", "expected a quiet voice, got 'They like it!'"),
        (
            "People like",
            "And 9 in 10, or 90%, like it.\n\nPeople like",
            "expected a source for a percentage, got 'And 9 in 10, or 90%, like it.'",
        ),
    ],
)
def test_a_body_has_its_shape(sound: MakeArticle, old: str, new: str, problem: str) -> None:
    assert lines(sound(body=BODY.replace(old, new))) == [f"docs/articles/sound.md: body: {problem}"]


@pytest.mark.parametrize("count", [899, 1801])
def test_an_article_is_a_short_read(sound: MakeArticle, count: int) -> None:
    body = BODY.replace("\n\nThe cat sat on the mat. ", "")
    body += "\n\nYes." * (count - sound(body=body).words)
    assert lines(sound(body=body)) == [
        f"docs/articles/sound.md: body: expected 900 to 1,800 words, got {count:,}"
    ]


def test_the_source_of_a_table_may_stand_before_it(sound: MakeArticle) -> None:
    table = "They said:[^one]\n\n| yes | no |\n|---|---|\n| 60% | 40% |\n\nPeople like"
    assert lines(sound(body=BODY.replace("People like", table))) == []


def test_a_paragraph_is_short(sound: MakeArticle) -> None:
    long = "They wait. " * 56
    found = lines(sound(body=BODY.replace("People like", f"{long}\n\nPeople like")))
    assert len(found) == 1
    assert "expected paragraphs of at most 110 words, got 112: 'They wait." in found[0]


def test_three_sources_are_cited_and_figures_have_a_sample(sound: MakeArticle) -> None:
    survey = Source("four", "A poll", "vendor survey")
    assert lines(sound(sources=SOURCES[:2])) == [
        "docs/articles/sound.md: sources: expected 3 or more, got 2"
    ]
    assert lines(sound(sources=(*SOURCES, survey))) == [
        "docs/articles/sound.md: sources: expected each cited in the text, got four not",
        "docs/articles/sound.md: sources: expected a note with its sample and limits, got four without",
    ]


def test_hard_words_are_told_by_their_grade(sound: MakeArticle) -> None:
    hard = "Organizational communication necessitates considerable intentionality. " * 15
    found = lines(sound(body=BODY.replace("The cat sat on the mat.", hard)))
    assert any("expected a text for grade 9 or below, got grade " in line for line in found)


def between(*articles: Article, introduced: str = "", waiting: str = "") -> list[str]:
    """Return what is wrong between articles; ids and slugs are parted by spaces."""
    problems = rules.series_problems(articles, introduced.split(), open_promises=waiting.split())
    return [str(problem) for problem in problems]


def test_a_sentence_stands_in_one_article(article: MakeArticle) -> None:
    said = "Nobody has ever lost an offer by this."
    found = between(article("a", body=f"{said} So ask."), article("b", body=f"So ask. {said}"))
    assert found == [
        f"docs/articles/b.md: body: expected a sentence that is not in docs/articles/a.md too, got '{said}'"
    ]


def test_a_tag_is_introduced_and_has_two_articles(article: MakeArticle) -> None:
    found = between(article("a", "pay", "C#"), article("b", "pay"), introduced="pay")
    assert found == [
        "docs/tags/c-sharp.md: file: expected an introduction to C#, got none",
        "docs/tags/c-sharp.md: tag: expected two articles or more, got 1 about C#",
    ]


def test_tags_are_few(article: MakeArticle) -> None:
    tags = [f"t{number}" for number in range(31)]
    found = between(article("a", *tags), article("b", *tags), introduced=" ".join(tags))
    assert found == ["docs/tags/: tags: expected at most 30, got 31"]


def test_two_promises_may_be_open(article: MakeArticle) -> None:
    assert between(waiting="a b") == []
    assert between(waiting="c a b") == [
        "docs/promised.md: promises: expected at most 2 open ones in all, got a, b, c"
    ]


def test_a_drawing_belongs_to_one_article(article: MakeArticle) -> None:
    image = Image("images/a.svg", "A desk")
    found = between(article("a", image=image), article("b", image=image), article("c"))
    assert found == [
        "docs/articles/b.md: image: expected an illustration of its own, got articles/images/a.svg"
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (SVG, []),
        ("<svg", ["docs/a.svg: file: expected a drawing in SVG, got unclosed token"]),
        (
            "<html/>",
            [
                (
                    "docs/a.svg: file: expected a drawing in SVG, "
                    'which begins <svg xmlns="http://www.w3.org/2000/svg", got <html>'
                )
            ],
        ),
        (
            SVG.replace("1200", "800"),
            ["docs/a.svg: viewBox: expected 0 0 1200 675, got '0 0 800 675'"],
        ),
        (
            SVG.replace("prefers-color-scheme", "print"),
            ["docs/a.svg: style: expected colors for the dark too, got none"],
        ),
        (
            SVG.replace("</svg>", "<text>Hm</text></svg>"),
            ["docs/a.svg: text: expected no words inside, got some"],
        ),
        (
            SVG.replace("</svg>", " " * 5_000 + "</svg>"),
            [f"docs/a.svg: size: expected at most 5,000 bytes, got {len(SVG) + 5_000:,}"],
        ),
    ],
)
def test_a_drawing_is_svg_of_one_shape(content: str, problem: list[str]) -> None:
    found = [str(each) for each in rules.drawing_problems({"a.svg": content.encode()})]
    assert [line.partition(": line")[0] for line in found] == problem


def test_sentences_are_those_of_the_running_text() -> None:
    markdown = """## Not this one

He said “Stop.” Then [we](a.md#b "no") left.[^one]
1. Count to *ten*. Then go.

| not | this |
|---|---|

!!! chair "Nor this"
    But this.

```letter
Not this.
```
"""
    assert list(sentences(markdown)) == [
        "He said “Stop.”",
        "Then we left.",
        "Count to ten.",
        "Then go.",
        "But this.",
    ]


@pytest.mark.parametrize(
    ("word", "count"),
    [("cat", 1), ("negotiate", 4), ("résumés", 3), ("zzz", 1), ("blorptable", 3), ("glame", 1)],
)
def test_syllables_are_heard(word: str, count: int) -> None:
    assert syllables(word) == count


def test_words_are_letters_with_plain_apostrophes() -> None:
    assert words("Don’t pay 90% of it") == ["don't", "pay", "of", "it"]


def test_the_grade_is_flesch_and_kincaids() -> None:
    # Two sentences, six words, seven syllables.
    assert grade(["The cat sat.", "It never moved."]) == pytest.approx(
        0.39 * 6 / 2 + 11.8 * 7 / 6 - 15.59
    )
    assert grade([]) == 0


def test_the_command_tells_every_problem_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "---\ntitle: A\ndate: 2026-01-01\ntags: [pay]\nseries: {name: s, part: 1}\n---\nHello."
    write(tmp_path, {"articles/a.md": text})
    assert main(tmp_path) == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert "docs/articles/a.md: body: expected 900 to 1,800 words, got 1\n" in output.err
    assert "docs/tags/pay.md: file: expected an introduction to pay, got none\n" in output.err


def test_the_series_keeps_the_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(ROOT / "docs") == 0, capsys.readouterr().err
    report = capsys.readouterr().out.splitlines()
    assert report[0].split() == ["words", "grade", "article"]
    assert len(report) == 1 + len(list((ROOT / "docs/articles").glob("*.md")))
