"""What an article of a series must have, each rule a generator of problems."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from editorial.readability import grade
from editorial.sentences import paragraphs, sentences
from interviewing import pictures
from interviewing.markdown import citations, plain_text, prose
from interviewing.problems import Problem
from interviewing.slugs import slugify

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from interviewing.article import Article

MOST_DIFFICULT = 9.0  # Flesch-Kincaid grade of the running text
MOST_TAGS = 30
MOST_OPEN_PROMISES = 2
_DESCRIPTION = range(40, 156)  # characters; what a search result shows
_WORDS = range(900, 1801)
_TAKEAWAYS = range(3, 6)
_LEAST_SOURCES = 3
_LONGEST_PARAGRAPH = 110  # words
_OWN_SENTENCE = 7  # words; a shorter one may stand in two articles by chance
_LEAST_ALT = 6  # words
_HEAVIEST_DRAWING = 5_000  # bytes
_MEASURED = {"study", "statistics", "survey", "vendor survey"}
_CHAIR = '!!! chair "From the other chair"'
_TABLE = re.compile(r"^\s*\|?\s*:?-{3,}", re.MULTILINE)
_NESTED_LIST = re.compile(r"^\s{2,}(?:[-*]|\d+\.) ", re.MULTILINE)
_ARTICLE_LINK = re.compile(r"\]\([\w-]+\.md(#[\w-]+)?\)")
_FILLER = (
    "in today's",
    "competitive market",
    "job market today",
    "at the end of the day",
    "it's important to note",
    "it is important to note",
    "it's worth noting",
    "needless to say",
    "navigate the",
    "game-changer",
    "game changer",
    "in conclusion",
    "in summary",
    "to sum up",
    "last but not least",
    "delve",
    "when it comes to",
    "rest assured",
    "look no further",
    "first and foremost",
    "ever-evolving",
    "landscape",
    "leverage your",
    "unlock your",
    "elevate your",
    "a testament to",
    "the power of",
    "dive into",
    "deep dive",
    "let's face it",
    "whether you're a",
)


def article_problems(article: Article) -> Iterator[Problem]:
    """Yield what is wrong with one article by itself."""
    yield from _front_matter_problems(article)
    yield from _source_problems(article)
    yield from _shape_problems(article)
    yield from _language_problems(article)


def _front_matter_problems(article: Article) -> Iterator[Problem]:
    source = article.source
    if len(article.description) not in _DESCRIPTION:
        expected = f"an answer of {_DESCRIPTION[0]} to {_DESCRIPTION[-1]} characters"
        yield Problem(source, "description", expected, f"{len(article.description)}")
    if len(article.takeaways) not in _TAKEAWAYS:
        expected = f"{_TAKEAWAYS[0]} to {_TAKEAWAYS[-1]} sentences"
        yield Problem(source, "takeaways", expected, f"{len(article.takeaways)}")
    for takeaway in article.takeaways:
        if not takeaway.endswith((".", "”", '"')):
            yield Problem(source, "takeaways", "whole sentences", repr(takeaway))
    if not article.image:
        yield Problem(source, "image", "an illustration of its own", "none")
    elif len(article.image.alt.split()) < _LEAST_ALT:
        yield Problem(source, "image.alt", "what the drawing shows", repr(article.image.alt))


def _source_problems(article: Article) -> Iterator[Problem]:
    if len(article.sources) < _LEAST_SOURCES:
        expected = f"{_LEAST_SOURCES} or more"
        yield Problem(article.source, "sources", expected, f"{len(article.sources)}")
    cited = set(citations(article.body))
    for source in article.sources:
        if source.id not in cited:
            yield Problem(article.source, "sources", "each cited in the text", f"{source.id} not")
        if source.kind in _MEASURED and not source.note:
            expected = "a note with its sample and limits"
            yield Problem(article.source, "sources", expected, f"{source.id} without")
    before = ""
    for block in paragraphs(article.body):
        said = (
            before + block if _TABLE.search(block) else block
        )  # a table's source may introduce it
        is_text = not block.startswith("#")
        if is_text and re.search(r"\d ?%", block) and "[^" not in said:
            yield Problem(article.source, "body", "a source for a percentage", repr(block))
        before = block


def _shape_problems(article: Article) -> Iterator[Problem]:
    source, body = article.source, article.body
    if article.words not in _WORDS:
        expected = f"{_WORDS[0]:,} to {_WORDS[-1]:,} words"
        yield Problem(source, "body", expected, f"{article.words:,}")
    if not article.letters:
        yield Problem(source, "body", "a letter or a script", "none")
    asides = body.splitlines().count(_CHAIR)
    if asides != 1:
        yield Problem(source, "body", f"one aside: {_CHAIR}", f"{asides}")
    text = prose(body)
    if not _TABLE.search(text) and not _NESTED_LIST.search(text):
        yield Problem(source, "body", "a table, or a decision path as a nested list", "neither")
    links = _ARTICLE_LINK.findall(text)
    if not any(links):
        expected = "a link to the very section of another article"
        yield Problem(source, "body", expected, "none" if not links else "links without one")
    yield from _heading_problems(source, text)


def _heading_problems(source: str, text: str) -> Iterator[Problem]:
    levels = [len(mark) for mark in re.findall(r"^(#+) ", text, re.MULTILINE)]
    if not levels:
        yield Problem(source, "body", "headings", "none")
    for above, level in zip([1, *levels], levels, strict=False):
        if level not in range(2, above + 2):
            expected = "headings from ## on, one level down at a time"
            yield Problem(source, "body", expected, f"{'#' * level} after {'#' * above}")


def _language_problems(article: Article) -> Iterator[Problem]:
    source = article.source
    text = article.text.lower().replace("’", "'")
    for phrase in _FILLER:
        if re.search(rf"\b{re.escape(phrase)}\b", text):
            yield Problem(source, "body", "no filler", repr(phrase))
    for sentence in sentences(article.body):
        if "!" in sentence:
            yield Problem(source, "body", "a quiet voice", repr(sentence))
    for block in paragraphs(article.body):
        is_text = not _TABLE.search(block) and not re.match(r"[-*\d!#]", block)
        length = len(plain_text(block).split())
        if is_text and length > _LONGEST_PARAGRAPH:
            expected = f"paragraphs of at most {_LONGEST_PARAGRAPH} words"
            yield Problem(source, "body", expected, f"{length}: {block!r}")
    found = difficulty(article)
    if found > MOST_DIFFICULT:
        expected = f"a text for grade {MOST_DIFFICULT:g} or below"
        yield Problem(source, "body", expected, f"grade {found:.1f}")


def difficulty(article: Article) -> float:
    """Return the grade of US school that the running text of an article asks for."""
    return grade(list(sentences(article.body)))


def series_problems(
    articles: Sequence[Article], introduced: Collection[str], *, open_promises: Sequence[str]
) -> Iterator[Problem]:
    """Yield what is wrong between articles.

    `introduced` are the slugs of tags with an introduction, `open_promises` the ids of promises
    that no article keeps.
    """
    yield from _sentence_problems(articles)
    yield from _tag_problems(articles, introduced)
    users: defaultdict[str, list[Article]] = defaultdict(list)
    for article in articles:
        users[article.image_source].append(article)
    for image, found in users.items():
        for article in found[1:] if image else ():
            yield Problem(article.source, "image", "an illustration of its own", image)
    if len(open_promises) > MOST_OPEN_PROMISES:
        expected = f"at most {MOST_OPEN_PROMISES} open ones in all"
        yield Problem("promised.md", "promises", expected, ", ".join(sorted(open_promises)))


def _sentence_problems(articles: Sequence[Article]) -> Iterator[Problem]:
    first: dict[str, Article] = {}
    for article in articles:
        for sentence in dict.fromkeys(sentences(article.body)):
            if len(sentence.split()) < _OWN_SENTENCE:
                continue
            if sentence in first:
                expected = f"a sentence that is not in docs/{first[sentence].source} too"
                yield Problem(article.source, "body", expected, repr(sentence))
            first.setdefault(sentence, article)


def _tag_problems(articles: Sequence[Article], introduced: Collection[str]) -> Iterator[Problem]:
    uses = Counter(tag for article in articles for tag in article.tags)
    if len(uses) > MOST_TAGS:
        yield Problem("tags/", "tags", f"at most {MOST_TAGS}", f"{len(uses)}")
    for tag, count in sorted(uses.items()):
        page = f"tags/{slugify(tag)}.md"
        if slugify(tag) not in introduced:
            yield Problem(page, "file", f"an introduction to {tag}", "none")
        if count == 1:
            yield Problem(page, "tag", "two articles or more", f"1 about {tag}")


def drawing_problems(drawings: Mapping[str, bytes]) -> Iterator[Problem]:
    """Yield what is wrong with illustrations (path under docs/ → content)."""
    for source, content in drawings.items():
        if broken := [*pictures.drawing_problems({source: content})]:
            yield from broken
            continue
        root = ET.fromstring(content)  # noqa: S314 - our own files
        if root.get("viewBox") != "0 0 1200 675":
            yield Problem(source, "viewBox", "0 0 1200 675", repr(root.get("viewBox")))
        if len(content) > _HEAVIEST_DRAWING:
            most = f"at most {_HEAVIEST_DRAWING:,} bytes"
            yield Problem(source, "size", most, f"{len(content):,}")
        if b"prefers-color-scheme" not in content:
            yield Problem(source, "style", "colors for the dark too", "none")
        if root.find(".//{*}text") is not None:
            yield Problem(source, "text", "no words inside", "some")
