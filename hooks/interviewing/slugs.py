"""Names turned into addresses."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Signs that tell names apart get a word of their own, so that C, C++ and C# have three addresses.
_SPOKEN = {
    "&": "and",
    "+": "plus",
    "#": "sharp",
    "@": "at",
    "%": "percent",
    "<": "less-than",
    ">": "more-than",
    "=": "equals",
    "$": "dollar",
    "*": "star",
}
LONGEST_SLUG = 200  # bytes; file systems allow 255 for a name
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc]")
_VARIATION_SELECTORS = re.compile("[\ufe00-\ufe0f]")


@lru_cache(maxsize=10_000)
def slugify(name: str) -> str:
    """Return the address of a name: lower-case words joined by hyphens, never empty.

    Letters and digits of every script are kept, signs that distinguish are spelled out, and
    emoji and other symbols give their code point, so the result depends on the name alone:
    not on other names, nor on the release of Python's Unicode tables.
    """
    text = unicodedata.normalize("NFKC", name).lower()
    text = _VARIATION_SELECTORS.sub("", _APOSTROPHES.sub("", text))
    words = "".join(map(_spoken, text)).split()
    return "-".join(words) or "-".join(f"u{ord(char):x}" for char in name) or "untitled"


def _spoken(char: str) -> str:
    if char in _SPOKEN:
        return f" {_SPOKEN[char]} "
    kind = unicodedata.category(char)
    if kind[0] in "LNM":
        return char
    # Unassigned (Cn) stands for emoji that are younger than this Python.
    return f" u{ord(char):x} " if kind in {"So", "Sk", "Sm", "Sc", "Cn"} else " "
