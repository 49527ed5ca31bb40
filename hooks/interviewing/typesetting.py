"""Lines of text as pixels, kerned: what cards are lettered with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import uharfbuzz as hb  # type: ignore[import-untyped]  # no py.typed
from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Pillow draws one character at a time, which no ligature survives.
_FEATURES = {"liga": False, "clig": False, "calt": False}
BASELINE = 1.4  # from the top of a drawn line, in its size
_STEPS = 4  # to a pixel; what lies between is not seen


@dataclass(frozen=True, slots=True)
class Box:
    """Where a text goes, and the sizes it may have, largest first; all in pixels."""

    sizes: tuple[int, ...]
    width: int
    height: int
    leading: float  # from line to line, in their size


@dataclass(frozen=True, slots=True)
class Lines:
    """A text that is broken into lines, and the size in pixels at which they fit."""

    size: int
    lines: tuple[str, ...]


class Typeface:
    """A font file, TrueType or OpenType; equal only to itself."""

    def __init__(self, path: Path) -> None:
        """Read the font."""
        self._path = path
        self._face = hb.Face(path.read_bytes())
        self._font = hb.Font(self._face)
        self._units: int = self._face.upem
        # Lines are tried at one size after the other, and one word shorter or longer.
        self._shaped = lru_cache(maxsize=5_000)(self._shape)

    def printable(self, text: str) -> str:
        """Return the text without the characters that the font lacks."""
        return "".join(char for char in text if self._font.get_nominal_glyph(ord(char)))

    def width(self, text: str, size: int) -> float:
        """Return how wide a line is, in pixels."""
        return self._shaped(text)[1] * size / self._units

    def mask(self, text: str, size: int) -> Image.Image:
        """Return a line as light on black, drawn from the left; it is twice its size high.

        The baseline is at BASELINE times its size.
        """
        width = int(self.width(text, size)) + 2 * size
        image = Image.new("L", (width, 2 * size))
        for char, x in self._shaped(text)[0]:
            steps = round(x * size / self._units * _STEPS)
            glyph = _glyph(self._path, size, char, steps % _STEPS)
            if glyph:
                left, top = glyph.at
                place = (steps // _STEPS + left, round(BASELINE * size) + top)
                image.paste(255, place, glyph.mask)
        return image

    def _shape(self, text: str) -> tuple[list[tuple[str, int]], int]:
        """Return the characters with their places, and the width of all, in units of the font."""
        if not text:
            return [], 0
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(self._font, buffer, _FEATURES)
        starts = [info.cluster for info in buffer.glyph_infos] + [len(text)]
        placed, x = [], 0
        for number, position in enumerate(buffer.glyph_positions):
            placed.append((text[starts[number] : starts[number + 1]], x))
            x += position.x_advance
        return placed, x


@dataclass(frozen=True, slots=True)
class _Glyph:
    mask: Image.Image
    at: tuple[int, int]  # from its origin


@cache
def _glyph(path: Path, size: int, char: str, step: int) -> _Glyph | None:
    """Return a character that begins so many steps into a pixel; None if it leaves no mark."""
    font = ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
    left, top, right, bottom = map(int, font.getbbox(char, anchor="ls"))
    if right <= left or bottom <= top:
        return None
    mask = Image.new("L", (right - left + 2, bottom - top + 2))
    place = (1 - left + step / _STEPS, 1 - top)
    ImageDraw.Draw(mask).text(place, char, fill=255, font=font, anchor="ls")
    return _Glyph(mask, (left - 1, top - 1))


def fit(text: str, face: Typeface, box: Box) -> Lines:
    """Return the text at the largest size at which it fits, in lines of about equal length.

    What fits at no size is cut off at the last, with an ellipsis.
    """
    for size in box.sizes:
        lines = list(_lines(text, face, size, box.width))
        is_low = len(lines) * size * box.leading <= box.height
        if is_low and _is_within(lines, face, size, box.width):
            return Lines(size, tuple(_balanced(lines, face, size, box.width)))
    room = max(1, int(box.height / (size * box.leading)))
    return Lines(size, tuple(_cut(lines, room, face, size, box.width)))


def _balanced(lines: list[str], face: Typeface, size: int, width: int) -> list[str]:
    """Return no more lines than these, as narrow as they can be."""
    text = " ".join(lines)
    low, high = width // (len(lines) + 1), width
    while high - low > size // 2:
        middle = (low + high) // 2
        narrower = list(_lines(text, face, size, middle))
        if len(narrower) == len(lines) and _is_within(narrower, face, size, middle):
            lines, high = narrower, middle
        else:
            low = middle
    return lines


def _lines(text: str, face: Typeface, size: int, width: int) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and face.width(longer, size) > width:
            yield line
            longer = word
        line = longer
    yield line


def _is_within(lines: list[str], face: Typeface, size: int, width: int) -> bool:
    return all(face.width(line, size) <= width for line in lines)


def _cut(lines: list[str], room: int, face: Typeface, size: int, width: int) -> Iterator[str]:
    """Yield the first of the lines, each cut to the width; the last says that it is not the end."""
    for number, line in enumerate(lines[:room]):
        end = "…" if number == room - 1 < len(lines) - 1 else ""
        while face.width(line + end, size) > width:
            line, end = line[:-1].rstrip(), "…"  # noqa: PLW2901 - it is being cut
        yield line + end
