"""Photographs in the widths and formats that browsers choose from, made of one file."""

from __future__ import annotations

import hashlib
import io
import posixpath
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image, ImageOps, UnidentifiedImageError

from interviewing.article import PHOTOGRAPHS
from interviewing.kept import kept
from interviewing.problems import ContentError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from interviewing.article import Article

FROM_CAMERAS = (".jpg", ".jpeg")
_WIDTHS = (480, 800, 1200, 1600)
# The first that a browser knows is taken; quality by eye, each about as good as the others.
_FORMATS = {
    "avif": {"quality": 55, "speed": 6},
    "webp": {"quality": 76, "method": 6},
    "jpeg": {"quality": 78, "optimize": True, "progressive": True},
}
_FALLBACK = "jpeg"
_SVG = "http://www.w3.org/2000/svg"
_VERSION = 1  # counts changes of the above, which make every file anew


class PictureError(Exception):
    """Why a file is no picture, in one line."""


@dataclass(frozen=True, slots=True)
class Size:
    """A picture in one width and format."""

    path: str  # in the site
    width: int
    format: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A photograph and the sizes that it comes in, narrow ones first."""

    width: int  # of the original, upright
    height: int
    sizes: tuple[Size, ...]

    @property
    def sources(self) -> dict[str, tuple[Size, ...]]:
        """Return, by format, what browsers may choose before a JPEG, the smallest files first."""
        return {name: self._of_format(name) for name in _FORMATS if name != _FALLBACK}

    @property
    def jpegs(self) -> tuple[Size, ...]:
        """Return the sizes in the format that every browser knows."""
        return self._of_format(_FALLBACK)

    @property
    def fallback(self) -> Size:
        """Return what a browser shows that chooses nothing: the middle JPEG."""
        return self.jpegs[len(self.jpegs) // 2]

    def _of_format(self, name: str) -> tuple[Size, ...]:
        return tuple(size for size in self.sizes if size.format == name)


def picture_of(source: str, content: bytes) -> Picture:
    """Return the sizes of a photograph (path in the site), none wider than itself.

    Their names hold a digest of the file, so that they may be kept for ever. Raises PictureError.
    """
    width, height = _opened(content).size
    widths = [each for each in _WIDTHS if each < width] + [min(width, _WIDTHS[-1])]
    stem = f"{posixpath.splitext(source)[0]}-{_digest(content)}"
    sizes = (
        Size(f"{stem}-{each}.{name}", each, name)
        for name in _FORMATS
        for each in dict.fromkeys(widths)
    )
    return Picture(width, height, tuple(sizes))


def pictures_of(articles: Iterable[Article], read: Callable[[str], bytes]) -> dict[str, Picture]:
    """Return the photographs among the illustrations by their path under docs/.

    Raises ContentError with all that do not open.
    """
    pictures: dict[str, Picture] = {}
    problems = []
    for article in articles:
        source = article.image_source
        if not source.lower().endswith(PHOTOGRAPHS):
            continue
        try:
            pictures[source] = picture_of(source, read(source))
        except PictureError as error:
            got = repr(article.image.src if article.image else "")
            problems.append(Problem(article.source, "image.src", str(error), got))
    if problems:
        raise ContentError(problems)
    return pictures


def cleared(photographs: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """Return each JPEG (path under docs/ → content) as it may be published under its own name.

    It is upright, no wider than its widest size, and has nothing of what the camera wrote into it,
    such as the place. Raises ContentError with all that do not open.
    """
    contents: dict[str, bytes] = {}
    problems = []
    for source, content in photographs.items():
        try:
            contents[source] = rendered(content, picture_of(source, content).sizes[-1], folder)
        except PictureError as error:
            problems.append(Problem(source, "file", str(error), "another"))
    if problems:
        raise ContentError(problems)
    return contents


def drawing_problems(drawings: Mapping[str, bytes]) -> Iterator[Problem]:
    """Yield a problem for each drawing (path under docs/ → content) that no browser shows."""
    for source, content in drawings.items():
        try:
            root = ET.fromstring(content)  # noqa: S314 - our own files
        except ET.ParseError as error:
            yield Problem(source, "file", "a drawing in SVG", str(error))
            continue
        if root.tag != f"{{{_SVG}}}svg":
            expected = f'a drawing in SVG, which begins <svg xmlns="{_SVG}"'
            yield Problem(source, "file", expected, f"<{root.tag}>")


def rendered(content: bytes, size: Size, folder: Path) -> bytes:
    """Return a photograph in one of its sizes from a folder, where it is kept once it is made.

    Nothing that a camera writes into its files (place, time, owner) is left in it.
    """
    file = folder / posixpath.basename(size.path)
    return kept(file, lambda: _encoded(_opened(content), size))


def _encoded(image: Image.Image, size: Size) -> bytes:
    height = max(1, round(image.height * size.width / image.width))
    scaled = image.resize((size.width, height), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    scaled.save(out, size.format, **_FORMATS[size.format])
    return out.getvalue()


def _opened(content: bytes) -> Image.Image:
    """Return an image upright, in red, green and blue, with nothing but its pixels."""
    try:
        image = ImageOps.exif_transpose(Image.open(io.BytesIO(content))).convert("RGB")
    except (UnidentifiedImageError, OSError) as error:
        raise PictureError("a JPEG, PNG or WebP image that opens") from error
    image.info.clear()
    return image


def _digest(content: bytes) -> str:
    return hashlib.sha256(bytes([_VERSION]) + content).hexdigest()[:8]
