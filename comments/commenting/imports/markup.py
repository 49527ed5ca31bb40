"""What other systems keep, HTML or Markdown, as the Markdown that comments may use here."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urljoin, urlsplit

import nh3
from markdown_it import MarkdownIt
from markdownify import MarkdownConverter

from commenting.imports.exports import printable

if TYPE_CHECKING:
    from bs4 import Tag

_INLINE = {"a", "b", "br", "code", "em", "i", "img", "kbd", "q", "samp", "strong"}
_LISTS = {"dd", "dl", "dt", "li", "ol", "ul"}
_HEADINGS = {f"h{level}" for level in range(1, 7)}
_CELLS = {"caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"}
_BLOCKS = {"article", "blockquote", "div", "p", "pre", "section"} | _LISTS | _HEADINGS | _CELLS
_SCHEMES = {"http", "https", "mailto"}
_UNQUOTED = "%/:=&?~#+!$,;'@*-._"  # brackets would end a link in Markdown
_PRE = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL | re.IGNORECASE)
_EDGE = rf"</?(?:{'|'.join(sorted(_BLOCKS))})\b[^>]*>"
_AT_EDGE = re.compile(rf"\s*\n\s*(?={_EDGE})|({_EDGE})\s*\n\s*", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_HTML = MarkdownIt("gfm-like", {"html": True, "linkify": False})


def from_html(html: str, base: str, *, lines_break: bool = False) -> str:
    """Return the words of some HTML as Markdown, with links, quotes, lists, emphasis and code.

    Links are completed with the address it stood at, `base`; what is neither http, https nor
    mailto keeps its words only. Where `lines_break`, a new line is one to the reader too.
    """
    clean = nh3.clean(
        _with_breaks(html) if lines_break else html,
        tags=_INLINE | _BLOCKS,
        attributes={"a": {"href"}, "img": {"alt", "src"}},
        url_schemes=_SCHEMES,
        attribute_filter=partial(_attribute, base),
        link_rel=None,
    )
    try:
        return _converted(clean)
    except RecursionError:  # tags within tags within tags
        words = nh3.clean(clean, tags={"br", "p"}, attributes={})
        return _converted(words)


def _converted(html: str) -> str:
    # Its parser warns of what is one address only; with lines around it, it knows better.
    return printable(_CONVERTER.convert(f"\n{html}\n"))


def from_markdown(text: str, base: str) -> str:
    """Return Markdown as it is, or made anew where there are tags in it."""
    return from_html(_HTML.render(text), base) if _TAG.search(text) else printable(text)


def _with_breaks(html: str) -> str:
    """Return HTML as WordPress shows it, where an empty line begins a paragraph."""
    parts = _PRE.split(html.replace("\r\n", "\n"))
    return "".join(part if number % 2 else _broken(part) for number, part in enumerate(parts))


def _broken(html: str) -> str:
    lines = _AT_EDGE.sub(r"\1", html)
    return re.sub(r"\s*\n\s*", "<br>", re.sub(r"\s*\n\s*\n\s*", "<p>", lines))


def _attribute(base: str, tag: str, name: str, value: str) -> str | None:
    """Return an attribute as it may stay; addresses are made whole."""
    if name == "alt":
        return value
    try:
        address = urljoin(base, _behind_redirect(value.strip()))
        return quote(address, safe=_UNQUOTED) if urlsplit(address).scheme in _SCHEMES else None
    except ValueError:  # "http://[": no address at all
        return None


def _behind_redirect(address: str) -> str:
    """Return where a link of Disqus leads, which counts its readers and adds a key at the end."""
    parts = urlsplit(address)
    target = parse_qs(parts.query).get("url", [""])[0]
    return target.rpartition(":")[0] if parts.hostname == "disq.us" and target else address


class _Converter(MarkdownConverter):
    """The library's converter, in which what we do not know becomes its nearest kin."""

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: N802
        return f"\n\n**{words}**\n\n" if (words := text.strip()) else ""

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        words: str = self.escape(" ".join(str(el.get("alt") or "image").split()), parent_tags)  # type: ignore[attr-defined]  # not in its stubs
        return f"[{words}]({el['src']})" if el.get("src") and "a" not in parent_tags else words

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        longest = max((len(run) for run in re.findall("`+", text)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"\n\n{fence}\n{lines}\n{fence}\n\n" if (lines := text.strip("\n")) else ""

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f" {text.strip()}"

    convert_th = convert_td

    def convert_tr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"{text.strip()}  \n"

    def convert_q(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"“{text}”"


_CONVERTER = _Converter(escape_misc=True, autolinks=False, bullets="-", wrap=True, wrap_width=None)
