"""What the site reads out of Markdown without rendering it: fences, images, links, words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# No part of these may run over what could begin another match: 50,000 brackets without a second
# half would then take the square of that. And each way to match begins with a plain character, what
# must stand before it being asked after that: Python then leaps from one such character to the next.
_FENCE = re.compile(
    r"^(?P<indent>[> \t]*+)(?P<mark>`{3,}+|~{3,}+)[ \t]*+(?P<info>[^`\n]*)$", re.MULTILINE
)
CODE_SPAN = (  # ends with its paragraph; one mark of each length can lack its second half
    r"`(?<![`\\]`)(?P<ticks>`{0,4})(?!`)(?:[^\n]|\n(?![ \t]*\n))+?(?<!`)`(?P=ticks)(?!`)"
)
_IMAGE = re.compile(
    CODE_SPAN
    + r"|!\[[^\[\]]*\]\(\s*(?:<(?P<angled>[^<>\n]+)>|(?P<bare>(?:[^\s()<>]|\([^\s()]*\))+))"
    + r"|<img\b[^<>]*?(?<![\w-])src\s*=\s*[\"']?"
    + r"(?P<src>(?<=\")[^\"<>]+|(?<=')[^'<>]+|[^\s\"'<>]+)",
    re.IGNORECASE,
)
_LINK = re.compile(
    CODE_SPAN
    + r"|\[(?<!!\[)(?P<text>[^\[\]]*)\]\(\s*"
    + r"(?:<(?P<angled>[^<>\n]+)>|(?P<bare>(?:[^\s()<>]|\([^\s()]*\))+))"
    + r"(?P<end>[^()\n]*\))?"
)
_LINK_END = re.compile(r"\s*(?:\"[^\"()]*\"|'[^'()]*')?\s*\)")
_HTML_TARGET = re.compile(
    CODE_SPAN
    + r"|<(?:a|audio|img|source|track|video)\b[^<>]*?(?P<attribute>\s(?:href|src)\s*=\s*"
    + r"(?P<target>\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>]+))",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"^[> \t]*+(?:#{1,6}(?P<words>[^\n]*)|(?P<above>[^\n]+)\n[> \t]*+(?:=+|-+)[ \t]*)$",
    re.MULTILINE,
)
_FOOTNOTE = re.compile(r"^[> \t]*\[\^([^\[\]\s]+)\]:", re.MULTILINE)
_CITATION = re.compile(CODE_SPAN + r"|\[\^(?P<id>[^\[\]`\s]+)\]")
_PROMISE_LINK = re.compile(
    CODE_SPAN + r"|\[(?P<text>[^\[\]]+)\]\(\s*<?promise:(?P<id>[^\s()<>]*)[^()\n]*\)"
)
_CITED, _PROMISED = "[^", "promise:"  # in most articles there is neither
_MARKS_IN_WORDS = re.compile(  # gone without a space: "say *no*, kindly"
    r"\((?<=\]\()(?:[^()\s]|\([^()\s]*\))*(?:\s+[\"'][^()]*)?\)"  # the target of a link
    r"|\[(?:\^[^\[\]]+\]:?)?"  # footnotes and citations
    r"|!(?=\[)|\*|\]|`(?<!``)`?(?!`)|_(?<!\w_)_*|_(?<!__)_*(?!\w)"
)
_NOT_WORDS = re.compile(
    r"(?=[<h{|: \t!?#`~+>-])(?:"  # what any of them begins with: one look instead of seven
    r"<!--.*?(?:-->|\Z)|<[a-zA-Z/!?][^<>]*>"  # HTML
    r"|\bhttps?://\S+"
    r"|\{[:#.][^{}\n]*\}"  # attribute lists
    r"|^[-|: \t]+$"  # rules, and those of tables
    r"|^[ \t]*(?:!!!|\?\?\?\+?)[ \t]+[\w-]+"  # the kind of an admonition
    r"|^[ \t]*(?:#{1,6}[ \t]|[`~]{3,}[^\n]*$|[+>-][ \t])"  # marks at the line's start
    r"|[`|]+)",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block, as pymdownx.superfences understands it."""

    mark: str  # such as "```"
    info: str  # what follows the opening mark
    text: str  # its lines, without the indentation of its marks
    line: int  # of the opening mark, from 1
    is_closed: bool
    source: str  # as written, marks included


def fences(markdown: str) -> Iterator[Fence]:
    """Return the fenced blocks in order; one that is never closed runs to the end."""
    return (block for block in _blocks(markdown) if isinstance(block, Fence))


def prose(markdown: str) -> str:
    """Return the text outside fenced blocks."""
    return "\n".join(block for block in _blocks(markdown) if isinstance(block, str))


def plain_text(markdown: str) -> str:
    """Return the words a reader sees, letters included, on one line."""
    return " ".join(_NOT_WORDS.sub(" ", _MARKS_IN_WORDS.sub("", markdown)).split())


def image_targets(markdown: str) -> list[str]:
    """Return the address of every image outside code, in order."""
    if "![" not in markdown and "<img" not in markdown.lower():
        return []  # as in nearly all texts, without a look for code
    matches = _IMAGE.finditer(prose(markdown))
    targets = (match["angled"] or match["bare"] or match["src"] for match in matches)
    return [target for target in targets if target]


def link_targets(markdown: str, *, whole: bool = False) -> list[str]:
    """Return the address of every link outside code that stands beside its words, in order.

    With `whole`, only of those that end as a link must.
    """
    matches = _LINK.finditer(prose(markdown))
    found = (match for match in matches if not whole or _LINK_END.fullmatch(match["end"] or ""))
    targets = (match["angled"] or match["bare"] for match in found)
    return [target for target in targets if target]


def html_targets(markdown: str) -> list[str]:
    """Return the address of every link and medium that is written in HTML outside code, in order."""
    if "<a" not in (small := markdown.lower()) and "src" not in small:
        return []
    matches = _HTML_TARGET.finditer(prose(markdown))
    return [match["target"].strip("\"'") for match in matches if match["target"]]


def replace_html_targets(markdown: str, new: Callable[[str], str | None]) -> str:
    """Return the text with the addresses that `html_targets` returns replaced by `new(address)`.

    Where that is None, the address stays; where it is empty, its attribute goes.
    """

    def replaced(match: re.Match[str]) -> str | None:
        target = match["target"]
        text = new(target.strip("\"'")) if target else None
        if text is None:
            return None
        return (
            f'{match[0].removesuffix(target)}"{text}"'
            if text
            else match[0].removesuffix(match["attribute"])
        )

    return _replace(markdown, _HTML_TARGET, replaced) if "<" in markdown else markdown


def headings(markdown: str) -> list[str]:
    """Return the headings outside fenced blocks, as they are written, in order."""
    matches = _HEADING.finditer(prose(markdown))
    return [
        (match["words"] or match["above"] or "").strip().rstrip("#").strip() for match in matches
    ]


def citations(markdown: str) -> list[str]:
    """Return, in order, the ids cited as `[^id]` outside code that no footnote in it defines."""
    if _CITED not in markdown:
        return []
    text = prose(markdown)
    defined = set(_FOOTNOTE.findall(text))
    cited = (match["id"] for match in _CITATION.finditer(text) if _cites(match))
    return [name for name in cited if name not in defined]


def promise_links(markdown: str) -> list[str]:
    """Return, in order, the promise ids that the text links to as `[words](promise:id)`."""
    if "promise:" not in markdown:
        return []
    matches = _PROMISE_LINK.finditer(prose(markdown))
    return [match["id"] for match in matches if match["id"] is not None]


def replace_citations(markdown: str, render: Callable[[str], str | None]) -> str:
    """Return the text with each `[^id]` outside code replaced by what `render(id)` returns.

    Where that is None, the citation stays: it belongs to a footnote. One that follows another
    stands apart from it, or 1 and 2 would read as 12.
    """

    def citation(match: re.Match[str]) -> str | None:
        text = render(match["id"]) if _cites(match) else None
        follows = match.string.endswith("]", 0, match.start())
        return text and ("\N{NO-BREAK SPACE}" if follows else "") + text

    return _replace(markdown, _CITATION, citation) if _CITED in markdown else markdown


def _cites(match: re.Match[str]) -> bool:
    """Return whether this is no code, and not where a footnote is defined."""
    line = match.string[match.string.rfind("\n", 0, match.start()) + 1 : match.start()]
    defines = match.string.startswith(":", match.end()) and not line.strip("> \t")
    return match["id"] is not None and not defines


def replace_promise_links(markdown: str, target: Callable[[str], str | None]) -> str:
    """Return the text with each promise link leading to `target(id)`, or only its words."""

    def link(match: re.Match[str]) -> str | None:
        if match["id"] is None:
            return None
        address = target(match["id"])
        return f"[{match['text']}]({address})" if address else str(match["text"])

    return _replace(markdown, _PROMISE_LINK, link) if _PROMISED in markdown else markdown


def without_links(markdown: str, is_hidden: Callable[[str], bool]) -> str:
    """Return the text with only the words of each link to an address that is hidden."""

    def words(match: re.Match[str]) -> str | None:
        target = match["angled"] or match["bare"]
        return str(match["text"]) if match["end"] and is_hidden(target) else None

    return _replace(markdown, _LINK, words)


def _replace(
    markdown: str, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str | None]
) -> str:
    def keep_or_replace(match: re.Match[str]) -> str:
        text = new(match)
        return match[0] if text is None else text

    return "\n".join(
        pattern.sub(keep_or_replace, block) if isinstance(block, str) else block.source
        for block in _blocks(markdown)
    )


def _blocks(markdown: str) -> Iterator[str | Fence]:
    """Yield stretches of prose and fenced blocks; joined by line ends they are the text again."""
    opening: re.Match[str] | None = None
    start, line = 0, 1  # of the stretch or block that is being read
    for match in _FENCE.finditer(markdown):
        if opening is None:
            if match.start() > start:
                yield markdown[start : match.start() - 1]
            line += markdown.count("\n", start, match.start())
            opening, start = match, match.start()
        elif _closes(match, opening):
            yield _fence(opening, markdown[start : match.end()], line, is_closed=True)
            line += markdown.count("\n", start, match.end()) + 1
            opening, start = None, match.end() + 1
    if opening:
        yield _fence(opening, markdown[start:], line, is_closed=False)
    elif start <= len(markdown):
        yield markdown[start:]


def _closes(match: re.Match[str], opening: re.Match[str]) -> bool:
    marks = [each["indent"].expandtabs(4) + each["mark"] for each in (match, opening)]
    return not match["info"] and marks[0] == marks[1]


def _fence(opening: re.Match[str], source: str, line: int, *, is_closed: bool) -> Fence:
    inside = source.split("\n")[1 : -1 if is_closed else None]
    return Fence(
        mark=opening["mark"],
        info=opening["info"].strip(),
        text="\n".join(_dedented(each, len(opening["indent"])) for each in inside),
        line=line,
        is_closed=is_closed,
        source=source,
    )


def _dedented(line: str, width: int) -> str:
    return line[min(width, len(line) - len(line.lstrip("> \t"))) :]
