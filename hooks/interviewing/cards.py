"""Cards: the picture that stands for a page where it is shared."""

from __future__ import annotations

import hashlib
import io
import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import resvg_py
from PIL import Image, ImageColor, ImageDraw

from interviewing.kept import kept
from interviewing.typesetting import BASELINE, Box, Typeface, fit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Color = tuple[int, int, int]

FILE = "card.png"  # beside the page
WIDTH, HEIGHT = 1200, 630  # what the networks ask for

_FONTS = Path(__file__).parent.parent / "fonts"
_LEFT = 64
_KICKER_SIZE, _KICKER_BASE = 38, 88
_TITLE_TOP = 100
_TITLE = Box((100, 92, 84, 76, 68, 60, 52), width=1072, height=220, leading=1.06)
_NAME_SIZE, _NAME_BASE = 46, 570  # on the ground that most drawings stand on
_WIDE, _NARROW = 704, 544  # drawings, under a title of one line and under a longer one
_SHADES = 16  # from the background to a color of the letters
_INK, _ACCENT, _SUN, _DRAWING = range(0, 4 * _SHADES, _SHADES)  # where their colors begin
_DRAWING_COLORS = 200
_RUNS = 3  # zlib's Z_RLE: for flat drawings smaller than its default, and faster
_MADE_BY = ("numpy", "pillow", "resvg_py", "uharfbuzz")
_TOKEN = re.compile(r"--iv-([\w-]+):\s*light-dark\(\s*(#[0-9a-f]{6})")


class CardError(Exception):
    """Why a card cannot be drawn, in one line."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colors of a card."""

    tint: Color
    ink: Color
    accent: Color
    sun: Color


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture for cards: SVG on the tint, or a photograph."""

    path: Path
    content: bytes


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says and shows."""

    title: str
    kicker: str  # above the title, such as the stage; or nothing
    name: str  # of the site
    drawing: Drawing


@dataclass(frozen=True, slots=True)
class _Ground:
    """What lies under the letters: indices into a palette."""

    pixels: Pixels
    colors: bytes  # of the drawing, red, green and blue in turn


def palette_of(tokens: str) -> Palette:
    """Return the light colors that a style sheet names `--iv-…: light-dark(…)`."""
    colors = {name: ImageColor.getrgb(value)[:3] for name, value in _TOKEN.findall(tokens)}
    return Palette(*(colors[name] for name in ("tint", "ink", "accent", "sun")))


def read_drawing(path: Path) -> Drawing:
    """Return the drawing or photograph in a file."""
    return Drawing(path, path.read_bytes())


def card_png(card: Card, palette: Palette, folder: Path) -> bytes:
    """Return a card as PNG from a folder, where it is kept once it is drawn.

    Raises CardError if its drawing cannot be read.
    """
    said = [card.title, card.kicker, card.name, palette.tint, palette.ink, palette.accent]
    digest = _made_by().copy()
    digest.update(json.dumps([said, palette.sun]).encode())
    digest.update(card.drawing.content)
    return kept(folder / f"{digest.hexdigest()[:32]}.png", lambda: draw(card, palette))


@cache
def _made_by() -> hashlib._Hash:
    """Return a digest of what makes all cards look as they do; when it changes, so do their names."""
    files = [Path(__file__), Path(__file__).with_name("typesetting.py"), *sorted(_FONTS.iterdir())]
    versions = [f"{name} {version(name)}" for name in _MADE_BY]
    return hashlib.sha256(
        b"".join([*(path.read_bytes() for path in files), *map(str.encode, versions)])
    )


def draw(card: Card, palette: Palette) -> bytes:
    """Return a card as PNG; the same card gives the same bytes.

    Raises CardError if its drawing cannot be read.
    """
    serif, sans = _face("newsreader"), _face("source-sans-3")
    words = printable(card.title, serif) or card.name
    title = fit(words, serif, _TITLE)
    width = _WIDE if len(title.lines) == 1 else _NARROW
    ground = _ground(card.drawing, width, palette.tint)
    pixels = ground.pixels.copy()
    for number, line in enumerate(title.lines):
        base = _TITLE_TOP + round(title.size * (0.85 + number * _TITLE.leading))
        _write(pixels, serif.mask(line, title.size), (_LEFT, base), title.size, _INK)
    kicker = sans.mask(printable(card.kicker, sans), _KICKER_SIZE)
    _write(pixels, kicker, (_LEFT, _KICKER_BASE), _KICKER_SIZE, _ACCENT)
    sun = round(0.6 * _NAME_SIZE)
    _lay(pixels, _disk(sun), (_LEFT, _NAME_BASE - sun), _SUN)
    place = (_LEFT + round(0.95 * _NAME_SIZE), _NAME_BASE)
    _write(pixels, _name(card.name), place, _NAME_SIZE, _INK)
    shades = [_shades(palette.tint, color) for color in (palette.ink, palette.accent, palette.sun)]
    return _png(pixels, b"".join(shades) + ground.colors)


@cache  # it is the same on every card
def _name(name: str) -> Image.Image:
    return _face("newsreader").mask(name, _NAME_SIZE)


@cache
def _face(name: str) -> Typeface:
    return Typeface(_FONTS / f"{name}.ttf")


def printable(text: str, face: Typeface) -> str:
    """Return a text in the characters of a font: without accents that it lacks, or left out."""
    kept = (
        face.printable(char) or face.printable(unicodedata.normalize("NFKD", char)) for char in text
    )
    return " ".join("".join(kept).split())


def _write(
    pixels: Pixels, line: Image.Image, place: tuple[int, int], size: int, color: int
) -> None:
    """Lay a line down, its baseline at a place."""
    left, base = place
    _lay(pixels, line, (left, base - round(BASELINE * size)), color)


def _lay(pixels: Pixels, mask: Image.Image, place: tuple[int, int], color: int) -> None:
    """Lay a mask down in the shades of a color (its first index); its left top is at a place."""
    left, top = place
    height, width = min(mask.height, HEIGHT - top), min(mask.width, WIDTH - left)
    shades = np.asarray(mask)[:height, :width] // _SHADES
    np.copyto(pixels[top : top + height, left : left + width], shades + color, where=shades > 0)


@cache
def _disk(diameter: int) -> Image.Image:
    """Return a circle, drawn large and made small so that it is round."""
    side = 8 * diameter
    large = Image.new("L", (side, side))
    ImageDraw.Draw(large).ellipse((0, 0, side - 1, side - 1), fill=255)
    return large.resize((diameter, diameter))


@lru_cache(maxsize=4)  # one for all pages without a drawing of their own
def _ground(drawing: Drawing, width: int, tint: Color) -> _Ground:
    """Return the background with a drawing at the bottom right, 16 by 9."""
    height = width * 9 // 16
    picture = _picture(drawing, width, height, tint)
    few = picture.quantize(_DRAWING_COLORS)
    indices = np.asarray(few) + np.uint8(_DRAWING)
    indices[(np.asarray(picture) == tint).all(axis=2)] = 0
    pixels = np.zeros((HEIGHT, WIDTH), np.uint8)
    pixels[HEIGHT - height :, WIDTH - width :] = indices
    return _Ground(pixels, bytes(few.getpalette() or ()))


def _is_svg(drawing: Drawing) -> bool:
    return drawing.path.suffix.lower() == ".svg"


def _picture(drawing: Drawing, width: int, height: int, tint: Color) -> Image.Image:
    """Return a drawing or photograph that covers these pixels."""
    try:
        image = _read(drawing, width, tint)
    except (OSError, ValueError) as error:
        expected = "expected an SVG drawing or a photograph"
        raise CardError(
            f"{drawing.path}: {expected}, got one that cannot be drawn: {error}"
        ) from error
    scale = max(width / image.width, height / image.height)
    size = (max(width, round(image.width * scale)), max(height, round(image.height * scale)))
    left, top = (size[0] - width) // 2, (size[1] - height) // 2
    fitted = image if size == image.size else image.resize(size)
    return fitted.crop((left, top, left + width, top + height))


def _read(drawing: Drawing, width: int, tint: Color) -> Image.Image:
    if not _is_svg(drawing):
        return Image.open(io.BytesIO(drawing.content)).convert("RGB")
    svg = drawing.content.decode()
    color = "#" + "".join(f"{part:02x}" for part in tint)
    data = resvg_py.svg_to_bytes(
        svg_string=svg, width=width, background=color, skip_system_fonts=True
    )
    return Image.open(io.BytesIO(data)).convert("RGB")


@cache
def _shades(paper: Color, ink: Color) -> bytes:
    """Return the palette from the one color to the other."""
    steps = _SHADES - 1
    return bytes(
        round(p + (i - p) * step / steps)
        for step in range(_SHADES)
        for p, i in zip(paper, ink, strict=True)
    )


def _png(pixels: Pixels, colors: bytes) -> bytes:
    image = Image.fromarray(pixels)
    image.putpalette(colors)
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=3, compress_type=_RUNS)
    return file.getvalue()
