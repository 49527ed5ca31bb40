"""Styles, scripts and fonts as readers get them: small, and under a name that changes with them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import lightningcss
import minify  # type: ignore[import-untyped]  # no py.typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FOLDER = "assets"
_KINDS = ("fonts", "javascripts", "stylesheets")
# Feeds name it, and must stay the same when only the looks of pages change.
_KEEPS_ITS_NAME = "stylesheets/feed.css"
# The last that Windows 7 and 8, macOS 10.14 and the iPhone 8 run.
_BROWSERS = ["chrome >= 109", "safari >= 16", "firefox >= 115"]


class AssetError(Exception):
    """Why a style sheet or a script is not one, with its place."""


@dataclass(frozen=True, slots=True)
class Assets:
    """The files, by their names under assets/, such as `javascripts/main.js`."""

    version: str  # of them all
    contents: Mapping[str, bytes]

    def path(self, name: str) -> str:
        """Return where a file stands in the site."""
        folder = FOLDER if name == _KEEPS_ITS_NAME else self.folder
        return f"{folder}/{name}"

    @property
    def folder(self) -> str:
        """Return the folder whose name changes with the files."""
        return f"{FOLDER}/v-{self.version}"

    def text(self, name: str) -> str:
        """Return what stands in a page instead of a link to a file."""
        return self.contents[name].decode()


def prepare(folder: Path, base: str) -> Assets:
    """Return the styles, scripts and fonts of a folder, for a site below the path `base`.

    What a style sheet imports is in it. Raises AssetError where a style sheet or a script is
    not one.
    """
    contents = {path.relative_to(folder).as_posix(): _small(path) for path in _sources(folder)}
    digest = hashlib.sha256()
    for name, content in contents.items():
        digest.update(f"{name} {len(content)}\n".encode() + content)
    made = Assets(digest.hexdigest()[:8], contents)
    # In a page, an address means something else than in a file.
    anchor = f"url({base}{made.folder}/".encode()
    styled = {
        name: re.sub(rb"url\((?:\.\./)+", anchor, content) if name.endswith(".css") else content
        for name, content in contents.items()
    }
    return Assets(made.version, styled)


def _sources(folder: Path) -> Iterator[Path]:
    for kind in _KINDS:
        for path in sorted((folder / kind).rglob("*")):
            if path.is_file():
                yield path


def _small(path: Path) -> bytes:
    if path.suffix == ".css":
        try:
            return lightningcss.bundle_css(str(path), browsers_list=_BROWSERS).encode()
        except (ValueError, OSError) as error:
            raise AssetError(f"{path}: {error}") from error
    if path.suffix == ".js":
        try:
            text: str = minify.string("application/javascript", path.read_text(encoding="utf-8"))
        except minify.MinifyError as error:
            raise AssetError(f"{path}: {error}") from error
        return text.encode()
    return path.read_bytes()
