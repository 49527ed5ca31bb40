"""Faults of a text: what readers would not get as it is meant."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from interviewing.fields import unprintable
from interviewing.markdown import CODE_SPAN, fences, prose
from interviewing.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewing.front_matter import Page

# What `markdown` says of its patterns holds for these too.
_UNNAMED_IMAGE = re.compile(
    CODE_SPAN + r"|(?P<image>!\[\s*\]\([^()\n]*\)?|<img\b(?![^<>]*\salt\s*=)[^<>]*>?)",
    re.IGNORECASE,
)
_TAG = re.compile(  # those that must be closed
    CODE_SPAN
    + r"|<(?P<end>/?)(?P<tag>a|article|aside|b|blockquote|details|div|em|figure|i|main|ol|section"
    + r"|small|span|strong|sub|summary|sup|table|u|ul)(?=[\s/>])",
    re.IGNORECASE,
)
_REFUSED = re.compile(  # by the site's Content-Security-Policy
    CODE_SPAN
    + r"|(?P<html><(?:base|embed|form|iframe|link|meta|object|script|style)(?=[\s/>])"
    + r"|<(?:audio|source|video)\b[^<>]*?\ssrc\s*=\s*[\"']?(?:https?:)?//"
    + r"|<[a-z][^<>]*?\s(?:style|on[a-z]+)\s*="
    + r"|\{(?:[^{}\n]*\s|:)?(?:style|on[a-z]+)=)",
    re.IGNORECASE,
)
_AROUND = 25  # characters at each side of a fault, to find it by
_TICK_BOX = re.compile(r"^[> \t]*+(?:[-*+]|\d+\.)[ \t]+\[[ xX]\][ \t].*", re.MULTILINE)
_MEANT_AS_ASIDE = re.compile(r"(?:!!!?|\?\?\?\+?) ?[\w\"'“‘-].*")
_LINE_OF_WORDS = re.compile(r"^[> \t]*+[^\n].*", re.MULTILINE)
_ASIDE = re.compile(r"!!! ?[\w-]+(?: +\"[^\"]*\")? *")


def text_problems(source: str, page: Page) -> Iterator[Problem]:
    """Yield a problem for each part of a text that readers would not get as it is meant."""
    yield from _line_problems(source, page)
    for line, head in broken_asides(page.body):
        expected = (
            'an aside as !!! chair "From the other chair", with straight quotes, and its text below, '
            "indented by four spaces"
        )
        yield Problem(source, f"line {line + page.first_line - 1}", expected, repr(head))
    for image in unnamed_images(page.body):
        expected = "what the image shows, in words: ![a desk](desk.svg)"
        yield Problem(source, "body", expected, repr(image))
    for item in tick_boxes(page.body):
        expected = "a plain item “- …”, as a page cannot keep what a reader ticks"
        yield Problem(source, "body", expected, repr(item))
    for html in dict.fromkeys(refused_html(page.body)):
        expected = (
            "no scripts, styles, forms, frames or media from elsewhere, which the site's policy "
            "keeps from working (a link to them does)"
        )
        yield Problem(source, "body", expected, repr(html))
    for name, around in unclosed_tags(page.body):
        yield Problem(source, "body", f"a </{name}> for each <{name}>", f"one alone in {around!r}")


def _line_problems(source: str, page: Page) -> Iterator[Problem]:
    """Yield a problem for each line that no feed may carry, or that opens what nothing closes."""
    lines = page.body.split("\n") if unprintable(page.body) else []
    for number, line in enumerate(lines, start=page.first_line):
        if char := unprintable(line):
            yield Problem(source, f"line {number}", "text without control characters", repr(char))
    for fence in fences(page.body):
        if not fence.is_closed:
            expected = f"a line “{fence.mark}” below, as far in, that closes what opens here"
            yield Problem(source, f"line {fence.line + page.first_line - 1}", expected, "none")


def unnamed_images(markdown: str) -> Iterator[str]:
    """Yield, as it stands, each image outside code that does not say what it shows.

    One that only adorns is written in HTML, with `alt=""`.
    """
    text = prose(markdown) if "![" in markdown or "<" in markdown else ""
    for match in _UNNAMED_IMAGE.finditer(text):
        if match["image"]:
            yield match["image"]


def unclosed_tags(markdown: str) -> Iterator[tuple[str, str]]:
    """Yield the name of each HTML tag of which one lacks its other half, with the words around it."""
    text = prose(markdown) if "<" in markdown else ""
    alone: defaultdict[str, list[re.Match[str]]] = defaultdict(list)
    for match in _TAG.finditer(text):
        if name := match["tag"]:
            before = alone[name.lower()]
            if match["end"] and before and not before[-1]["end"]:
                before.pop()
            else:
                before.append(match)
    for name, [first, *_] in sorted((name, tags) for name, tags in alone.items() if tags):
        around = text[max(0, first.start() - _AROUND) : first.end() + _AROUND]
        yield name, " ".join(around.split())


def refused_html(markdown: str) -> Iterator[str]:
    """Yield, as far as it tells, each piece of HTML that the site's policy makes browsers ignore."""
    text = prose(markdown) if "<" in markdown or "{" in markdown else ""
    for match in _REFUSED.finditer(text):
        if match["html"]:
            yield " ".join(match["html"].split())


def tick_boxes(markdown: str) -> Iterator[str]:
    """Yield, as it stands, each item of a list that begins with a box to tick, outside code."""
    text = prose(markdown) if "[ ]" in markdown or "[x]" in markdown.lower() else ""
    for match in _TICK_BOX.finditer(text):
        yield match[0].strip()


def broken_asides(markdown: str) -> Iterator[tuple[int, str]]:
    """Yield the line, from 1, of each aside that would be shown as it is typed, or empty."""
    meant = [match for match in _MEANT_AS_ASIDE.finditer(markdown) if not _is_aside(match)]
    shown = {
        fence.line + number
        for fence in (fences(markdown) if meant else ())
        for number in range(fence.source.count("\n"))
    }
    for match in meant:
        line = markdown.count("\n", 0, match.start()) + 1
        if line not in shown:
            yield line, match[0]


def _is_aside(match: re.Match[str]) -> bool:
    """Return whether an aside begins here as it should, or nothing does."""
    markdown, start = match.string, match.start()
    indent = markdown[markdown.rfind("\n", 0, start) + 1 : start]
    if indent.strip("> \t"):
        return True
    text = _LINE_OF_WORDS.search(markdown, match.end())
    is_indented = text and text[0].startswith((f"{indent}    ", f"{indent}\t"))
    return bool(_ASIDE.fullmatch(match[0]) and is_indented)
