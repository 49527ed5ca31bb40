"""Pagefind's index as readers need it: words without accents, and filters in a lasting order."""

from __future__ import annotations

import gzip
import hashlib
import re
import unicodedata
from bisect import bisect_right
from typing import TYPE_CHECKING

import cbor2

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    # The pages that have a word: their numbers, each with places, and weights below zero.
    Pages = Sequence[tuple[int, list[int]]]

_SIGNATURE = b"pagefind_dcd"  # before the CBOR in each of its files
# Of a small site, Pagefind makes pieces of several hundred words, to look for one.
_MOST_WORDS, _MOST_PLACES = 64, 1_500
_SHORT, _LONG = 0x98, 0x99  # arrays whose length has one byte, or two, in CBOR
# A pair that begins with a word of which a letter may have an accent. To read all of the pieces,
# and write them anew, would cost a tenth of a build.
_ACCENTED = re.compile(b"\x82(?:[\x62-\x77]|\x78.)[\x20-\x7f]*[\xc3-\xcf\xe1]")


def rewrite_index(folder: Path) -> None:
    """Write the index that Pagefind made in a folder anew. The same pages give the same files.

    Pagefind finds "resume" and "résumé" apart, and writes filters in the random order of a hash
    map, each time under other names.
    """
    (outline,) = folder.glob("*.pf_meta")
    old = outline.stem.removeprefix("pagefind.")
    start = f"{old.rpartition('_')[0]}_"
    version, pages, ranges, filters, *rest = cbor2.loads(_content(outline))
    made = [version, pages, _plain(folder, start, ranges), _ordered(folder, start, filters), *rest]
    new = _put(folder, f"pagefind.{start}", "pf_meta", made).removeprefix("pagefind.")
    outline.unlink()
    entry = folder / "pagefind-entry.json"
    entry.write_text(entry.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def _plain(folder: Path, start: str, ranges: list[list[str]]) -> list[list[str]]:
    """Write pieces anew where they change; return the first word, the last and the name of all."""
    paths = [folder / f"index/{name}.pf_index" for _, _, name in ranges]
    starts = [first for first, _, _ in ranges]
    pieces = _changing([_content(path) for path in paths], starts)
    made = {number: [each] for number, each in enumerate(ranges)}
    for number, piece in plain_words(pieces, starts).items():
        paths[number].unlink()
        made[number] = [
            [part[0][0], part[-1][0], _put(folder / "index", start, "pf_index", [part])]
            for part in parts_of(piece)
        ]
        if piece:
            # What is typed may stand between the words of a piece and those of the next.
            first, last, _ = ranges[number]
            made[number][0][0] = min(first, *piece)
            made[number][-1][1] = max(last, *piece)
    return [each for number in sorted(made) for each in made[number]]


def _changing(contents: Sequence[bytes], starts: Sequence[str]) -> dict[int, dict[str, Pages]]:
    """Return the pieces that are large, have an accented word, or get one without its accents."""
    accented = [number for number, content in enumerate(contents) if _ACCENTED.search(content)]
    large = [number for number, content in enumerate(contents) if _is_large(content)]
    pieces = {number: _words(contents[number]) for number in {*accented, *large}}
    words = [word for number in accented for word in pieces[number] if not word.isascii()]
    for place in {place_of(unaccented(word), starts) for word in words} - {*pieces}:
        pieces[place] = _words(contents[place])
    return pieces


def _is_large(content: bytes) -> bool:
    """Tell whether a piece has more words than a part, by its first bytes: `[[`, and how many."""
    kind, count = content[1], int.from_bytes(content[2 : 4 if content[1] == _LONG else 3])
    return kind in {_SHORT, _LONG} and count > _MOST_WORDS


def _words(content: bytes) -> dict[str, Pages]:
    return dict(cbor2.loads(content)[0])


def _ordered(folder: Path, start: str, filters: list[list[str]]) -> list[list[str]]:
    made = []
    for name, file in sorted(filters):
        path = folder / f"filter/{file}.pf_filter"
        key, values = cbor2.loads(_content(path))
        path.unlink()
        made.append([name, _put(folder / "filter", start, "pf_filter", [key, sorted(values)])])
    return made


def plain_words(
    pieces: Mapping[int, Mapping[str, Pages]], starts: Sequence[str]
) -> dict[int, dict[str, Pages]]:
    """Return pieces of an index with the words in them unaccented, each where it is looked for.

    The first words of all the pieces say where; the pieces given are those that have accented
    words and those where these are looked for without. The words of a piece are in order, and so
    are the pages of a word.
    """
    plain = {number: dict(piece) for number, piece in pieces.items()}
    for number, piece in pieces.items():
        for word in piece:
            bare = unaccented(word)
            if bare != word:
                found = plain[place_of(bare, starts)]
                found[bare] = _merged(found.get(bare, ()), plain[number].pop(word))
    return {number: dict(sorted(piece.items())) for number, piece in plain.items()}


def _merged(some: Pages, others: Pages) -> Pages:
    pages: dict[int, list[int]] = {}
    for page, places in (*some, *others):
        pages.setdefault(page, []).extend(places)
    return sorted(pages.items())


def parts_of(piece: Mapping[str, Pages]) -> Iterator[list[tuple[str, Pages]]]:
    """Yield the words of a piece in parts, none of them long but that of a very common word."""
    part: list[tuple[str, Pages]] = []
    size = 0
    for word, pages in piece.items():
        added = sum(len(places) for _, places in pages)
        if part and (len(part) == _MOST_WORDS or size + added > _MOST_PLACES):
            yield part
            part, size = [], 0
        part.append((word, pages))
        size += added
    if part:
        yield part


def place_of(word: str, starts: Sequence[str]) -> int:
    """Return the number of the piece where a word is looked for, by the first words of all."""
    return max(0, bisect_right(starts, word) - 1)


def unaccented(word: str) -> str:
    """Return a word without accents: "résumé" as "resume"."""
    if word.isascii():
        return word
    letters = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(c for c in letters if not unicodedata.combining(c)))


def _content(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()).removeprefix(_SIGNATURE)


def _put(folder: Path, start: str, ending: str, data: object) -> str:
    """Write a file, and return its name, which its content makes."""
    content = gzip.compress(_SIGNATURE + cbor2.dumps(data), compresslevel=6, mtime=0)
    name = f"{start}{hashlib.sha256(content).hexdigest()[:10]}"
    (folder / f"{name}.{ending}").write_bytes(content)
    return name
