"""HTML for feeds: what readers can show without our styles, with absolute addresses."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urljoin

# lxml renames and filters elements in one pass over one tree, in C; nh3, the safer sanitizer,
# cannot rename, and html5lib takes twenty times as long.
import lxml.html

# What XML forbids, raw or as a reference: a single one makes the whole feed unreadable.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]+)|0*([0-9]+));?")
_LAST_CHARACTER = 0x10FFFF

_KEPT = {
    "a": {"href"},
    "audio": {"controls", "src"},
    "blockquote": {"cite"},
    "col": {"span"},
    "del": {"cite", "datetime"},
    "img": {"alt", "height", "src", "srcset", "width"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "q": {"cite"},
    "source": {"media", "src", "srcset", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "video": {"controls", "height", "poster", "src", "width"},
}
# fmt: off
_KEPT_PLAIN = {
    "abbr", "b", "bdi", "bdo", "br", "caption", "cite", "code", "colgroup", "dd", "details", "dfn",
    "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i",
    "kbd", "mark", "p", "picture", "pre", "rp", "rt", "ruby", "s", "samp", "small", "strong", "sub",
    "summary", "sup", "table", "tbody", "tfoot", "thead", "tr", "u", "ul", "var",
}
_KNOWN = _KEPT.keys() | _KEPT_PLAIN
_DROPPED = {
    "applet", "base", "button", "canvas", "dialog", "embed", "form", "frame", "frameset", "head",
    "iframe", "input", "link", "map", "meta", "object", "option", "script", "select", "style",
    "svg", "template", "textarea", "title",
}
# fmt: on
_KEPT_EVERYWHERE = {"dir", "lang", "title"}
_NEEDED = {"a": {"href"}, "img": {"src"}}
# What stands for elements that mean nothing without the site's styles.
_BECOMES_BY_CLASS = {
    "admonition": "blockquote",
    "admonition-title": "strong",
    "iv-letter__title": "strong",
}
_BECOMES = {
    "article": "div",
    "aside": "blockquote",
    "footer": "div",
    "header": "div",
    "main": "div",
    "nav": "div",
    "section": "div",
}
_DROPPED_CLASSES = {"footnote-backref", "headerlink", "iv-letter__situation"}

_MEDIA = {"audio", "img", "source", "video"}
_ADDRESSES = {"cite", "href", "poster", "src"}
_LINK_SCHEMES = {"http", "https", "mailto", "tel"}
_MEDIA_SCHEMES = {"data", "http", "https"}
_BELOW = re.compile(r"(?:[\w-]+/)*[\w-]+(?:\.\w+)?/?(?:#[\w-]+)?", re.ASCII)
_WHOLE = re.compile(rf"https?://[a-z0-9.-]+/(?:{_BELOW.pattern})?", re.ASCII)
_RESERVED = "%:/?#[]@!$&'()*+,;=~"
_CANDIDATE = re.compile(r"\s*(?P<address>\S*[^\s,])(?P<size>\s+[^\s,]+)?\s*(?:,|\Z)")

_PARSER = lxml.html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)


def absolute(base: str, address: str) -> str:
    """Return where an address on a page leads, absolute and in ASCII, or nothing if it is none."""
    # Nearly all addresses are such that joining and quoting, at 25 µs each, would change nothing.
    if _WHOLE.fullmatch(address):
        return address
    if base and _BELOW.fullmatch(address):
        return _folder(base) + address
    return _joined(base, address)


@lru_cache(maxsize=5_000)
def _folder(base: str) -> str:
    return _joined(base, ".")


def _joined(base: str, address: str) -> str:
    try:
        return quote(urljoin(base, address.strip()), safe=_RESERVED)
    except ValueError:  # such as "http://[", which Python cannot split
        return ""


@lru_cache(maxsize=5_000)  # for a preview, in which few articles change
def clean_html(html: str, base: str) -> str:
    """Return HTML that readers can show without our styles, whose addresses are absolute.

    Only known elements and attributes stay, so there is nothing that could run, ask for input
    or depend on the page at `base`, which relative addresses are resolved against.
    """
    root = lxml.html.fragment_fromstring(_printable(html), create_parent="div", parser=_PARSER)
    for element in list(root.iterdescendants()):
        _clean(element, base)
    cleaned: str = lxml.html.tostring(root, encoding="unicode")
    # libxml2 knows the void elements of HTML 4 only.
    return cleaned.removeprefix("<div>").removesuffix("</div>").replace("</source>", "").strip()


def _printable(html: str) -> str:
    def keep_or_drop(match: re.Match[str]) -> str:
        code = int(match[1][:8], 16) if match[1] else int(match[2][:8])
        return "" if code > _LAST_CHARACTER or _UNPRINTABLE.match(chr(code)) else match[0]

    return _REFERENCE.sub(keep_or_drop, _UNPRINTABLE.sub("", html))


def _clean(element: lxml.html.HtmlElement, base: str) -> None:
    tag = str(element.tag)
    if tag in _KEPT_PLAIN and not element.keys():
        return
    classes = element.get("class", "").split()
    hidden = "hidden" in element.attrib or not _DROPPED_CLASSES.isdisjoint(classes)
    if hidden or tag in _DROPPED:
        element.drop_tree()
        return
    by_class = (_BECOMES_BY_CLASS[name] for name in classes if name in _BECOMES_BY_CLASS)
    tag = next(by_class, _BECOMES.get(tag, tag))
    attributes = {
        str(name): kept
        for name, value in element.attrib.items()
        if (kept := _attribute(tag, str(name), str(value), base)) is not None
    }
    if tag == "img" and "src" not in attributes:
        element.text = attributes.get("alt")
    if tag not in _KNOWN or not _NEEDED.get(tag, set()) <= attributes.keys():
        element.drop_tag()
        return
    element.tag = tag
    element.attrib.clear()
    element.attrib.update(attributes)


def _attribute(tag: str, name: str, value: str, base: str) -> str | None:
    """Return what an attribute of this element becomes, or None if it goes."""
    if name not in _KEPT.get(tag, set()) | _KEPT_EVERYWHERE:
        return None
    if name == "srcset":
        return _srcset(base, value) or None
    if name in _ADDRESSES:
        return _usable(base, value, _MEDIA_SCHEMES if tag in _MEDIA else _LINK_SCHEMES) or None
    return value


def _usable(base: str, value: str, schemes: set[str]) -> str:
    address = absolute(base, value)
    scheme, colon, _ = address.partition(":")
    return address if colon and scheme.lower() in schemes else ""


def _srcset(base: str, value: str) -> str:
    candidates = [
        (_usable(base, match["address"], _MEDIA_SCHEMES), match["size"] or "")
        for match in _CANDIDATE.finditer(value)
    ]
    return ", ".join(address + size for address, size in candidates if address)
