"""Pagefind's index as readers need it: plain words, in small pieces, and the same for the same pages.

Its files are gzip of a signature and CBOR (RFC 8949). That is taken apart and put together here by
its bytes, as to decode the places of all words would cost a tenth of a build.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import unicodedata
from itertools import chain, pairwise
from math import isqrt
from typing import TYPE_CHECKING

import cbor2

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    # A word, and in CBOR the pages that have it: their numbers, each with places and weights.
    Entry = tuple[str, bytes]

_SIGNATURE = b"pagefind_dcd"
_PAIR = b"\x82"  # the head of an array of two
# A pair that begins with a text, of less than 24 bytes, of less than 256 or of more. Within the
# pages of a word no text comes, and a number that ends like a pair is followed by none.
_HEAD = re.compile(_PAIR + rb"(?:[\x60-\x77]|\x78.|\x79..)", re.DOTALL)
_OUTLINE = 50  # bytes, twice those by which another piece makes the outline longer


def rewrite_index(folder: Path) -> None:
    """Write the index that Pagefind made in a folder anew. The same pages give the same files.

    Pagefind finds "resume" and "résumé" apart, makes pieces of 30 kB, and writes filters in the
    random order of a hash map, each time under other names.
    """
    (outline,) = folder.glob("*.pf_meta")
    old = outline.stem.removeprefix("pagefind.")
    start = f"{old.rpartition('_')[0]}_"
    version, pages, pieces, filters, *rest = cbor2.loads(_taken(outline))
    contents = [_taken(folder / f"index/{name}.pf_index") for _, _, name in pieces]
    words = plain_words(chain.from_iterable(map(entries, contents)))
    pieces = [
        [part[0][0], part[-1][0], _put(folder / "index", start, "pf_index", packed(part))]
        for part in parts_of(words)
    ]
    made = [version, pages, pieces, _ordered(folder, start, filters), *rest]
    new = _put(folder, f"pagefind.{start}", "pf_meta", cbor2.dumps(made))
    entry = folder / "pagefind-entry.json"
    text = entry.read_text(encoding="utf-8").replace(old, new.removeprefix("pagefind."))
    entry.write_text(text, encoding="utf-8")


def _ordered(folder: Path, start: str, filters: list[list[str]]) -> list[list[str]]:
    made = []
    for name, file in sorted(filters):
        key, values = cbor2.loads(_taken(folder / f"filter/{file}.pf_filter"))
        content = cbor2.dumps([key, sorted(values)])
        made.append([name, _put(folder / "filter", start, "pf_filter", content)])
    return made


def entries(piece: bytes) -> Iterator[Entry]:
    """Yield the words of a piece of an index and the pages that have them, in its order."""
    heads = [match.start() for match in _HEAD.finditer(piece)]
    if len(heads) != _count(piece):  # a word has the bytes of a head within
        yield from ((word, cbor2.dumps(pages)) for word, pages in cbor2.loads(piece)[0])
        return
    for start, end in pairwise([*heads, len(piece)]):
        size = max(0, piece[start + 1] - 0x77)  # bytes of the length, if it has its own
        begin = start + 2 + size
        length = int.from_bytes(piece[start + 2 : begin]) if size else piece[start + 1] - 0x60
        yield piece[begin : begin + length].decode(), piece[begin + length : end]


def _count(piece: bytes) -> int:
    """Return how many words a piece has, by the head of the array in the array that it is."""
    count = piece[1] & 0x1F
    size = {24: 1, 25: 2}.get(count, 0)
    return int.from_bytes(piece[2 : 2 + size]) if size else count


def packed(words: list[Entry]) -> bytes:
    """Return the piece of an index with these words, at most 65,535."""
    head = cbor2.dumps(len(words))
    pairs = (_PAIR + cbor2.dumps(word) + pages for word, pages in words)
    return b"\x81" + bytes([head[0] | 0x80]) + head[1:] + b"".join(pairs)


def plain_words(words: Iterable[Entry]) -> dict[str, bytes]:
    """Return words as they are asked for, in order: without accents, spellings of one together.

    Those with signs are left out: Pagefind lists them without as well, and no question has any.
    """
    plain: dict[str, bytes] = {}
    for word, pages in words:
        bare = unaccented(word)
        if not any(map(_is_sign, bare)):
            plain[bare] = _merged(plain[bare], pages) if bare in plain else pages
    return dict(sorted(plain.items()))


def _merged(some: bytes, others: bytes) -> bytes:
    pages: dict[int, list[int]] = {}
    for page, places in (*cbor2.loads(some), *cbor2.loads(others)):
        pages.setdefault(page, []).extend(places)
    return cbor2.dumps([[*each] for each in sorted(pages.items())])


def parts_of(words: Mapping[str, bytes]) -> Iterator[list[Entry]]:
    """Yield words in parts, all but those of a single word of about the same size.

    A question costs the outline, which names all parts, and one part or a few: least where these
    grow alike, with the root of the whole.
    """
    most = isqrt(_OUTLINE * sum(map(len, words.values())))
    part: list[Entry] = []
    size = 0
    for word, pages in words.items():
        if part and size + len(pages) > most:
            yield part
            part, size = [], 0
        part.append((word, pages))
        size += len(word) + len(pages)
    if part:
        yield part


def unaccented(word: str) -> str:
    """Return a word without accents: "résumé" as "resume"."""
    if word.isascii():
        return word
    letters = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(c for c in letters if not unicodedata.combining(c)))


def _is_sign(char: str) -> bool:
    kind = unicodedata.category(char)
    return kind[0] == "P" and kind != "Pc"


def _taken(path: Path) -> bytes:
    """Return what is in a file, and remove it."""
    content = gzip.decompress(path.read_bytes()).removeprefix(_SIGNATURE)
    path.unlink()
    return content


def _put(folder: Path, start: str, ending: str, content: bytes) -> str:
    """Write a file, and return its name, which its content makes."""
    name = f"{start}{hashlib.sha256(content).hexdigest()[:10]}"
    file = gzip.compress(_SIGNATURE + content, compresslevel=4, mtime=0)
    (folder / f"{name}.{ending}").write_bytes(file)
    return name
