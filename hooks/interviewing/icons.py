"""The site's mark in the sizes and formats that browsers and phones ask for."""

from __future__ import annotations

import io
from functools import cache

import resvg_py
from PIL import Image

LOGO = "assets/images/icon-512.png"
# A phone cuts what it is given to a shape of its own; the middle four fifths are always seen.
_MASKABLE = "assets/images/icon-maskable.png"
_MASKABLE_SIZE, _MARK_SIZE = 512, 352
_SQUARE = "apple-touch-icon.png"  # rounded by the phone


@cache
def icon_files(svg: str) -> dict[str, bytes]:
    """Return files by their paths in the site, made of a square mark on one color."""
    return {
        "favicon.ico": _saved(_drawn(svg, 48), "ICO", sizes=[(16, 16), (32, 32), (48, 48)]),
        _SQUARE: _saved(_on_its_color(svg, 180, 180)),
        "assets/images/icon-192.png": _saved(_drawn(svg, 192)),
        LOGO: _saved(_drawn(svg, 512)),
        _MASKABLE: _saved(_on_its_color(svg, _MASKABLE_SIZE, _MARK_SIZE)),
    }


def _drawn(svg: str, size: int) -> Image.Image:
    data = resvg_py.svg_to_bytes(svg_string=svg, width=size, height=size, skip_system_fonts=True)
    return Image.open(io.BytesIO(data)).convert("RGBA")


def _on_its_color(svg: str, size: int, mark_size: int) -> Image.Image:
    """Return the mark in the middle of a full square of the color that it stands on."""
    mark = _drawn(svg, mark_size)
    square = Image.new("RGB", (size, size), mark.getpixel((mark_size // 2, 1))[:3])  # type: ignore[index]  # of RGBA, four numbers
    at = (size - mark_size) // 2
    square.paste(mark, (at, at), mark)
    return square


def _saved(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()
