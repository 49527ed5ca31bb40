"""Lay Brotli and gzip beside each file of a finished site, for the web server to send.

Usage: python tools/compress.py SITE

What was compressed before is kept by its content, so that a change costs only what it changed.

The pieces of a search index are gzip within. Beside each is laid what is in it, in Brotli: Pagefind
takes a piece that arrives unpacked as well, and a browser unpacks Brotli by itself.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "hooks"))

from typing import TYPE_CHECKING

import brotli  # type: ignore[import-untyped]  # no py.typed

from interviewing.failures import failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_TEXT = {".css", ".html", ".js", ".json", ".opml", ".svg", ".txt", ".webmanifest", ".xml"}
_PACKED = {".pagefind", ".pf_filter", ".pf_fragment", ".pf_index", ".pf_meta"}
_SMALLEST = 200  # bytes; less is hardly smaller compressed
_ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    ".br": lambda content: brotli.compress(content, mode=brotli.MODE_TEXT),
    ".gz": lambda content: gzip.compress(content, mtime=0),
}


def compress(site: Path, kept: Path) -> None:
    """Compress a site, and keep in a folder what the next one may need of it."""
    kept.mkdir(parents=True, exist_ok=True)
    files = [path for path in sorted(site.rglob("*")) if path.suffix in _TEXT | _PACKED]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        used = {name for names in pool.map(lambda path: _lay(path, kept), files) for name in names}
    for path in kept.iterdir():
        if path.name not in used:
            path.unlink()


def _lay(path: Path, kept: Path) -> Iterable[str]:
    """Write what is beside a file, and return under which names it is kept."""
    content, endings = path.read_bytes(), list(_ENCODERS)
    if path.suffix in _PACKED:
        content, endings = gzip.decompress(content), [".br"]
    if len(content) < _SMALLEST:
        return []
    time = path.stat().st_mtime_ns  # of which the web server makes an ETag
    digest = hashlib.sha256(content).hexdigest()
    for ending in endings:
        known = kept / f"{digest}{ending}"
        if not known.exists():
            made = known.with_suffix(f"{ending}.{os.getpid()}.{path.parent.name}")
            made.write_bytes(_ENCODERS[ending](content))
            made.replace(known)
        beside = path.with_name(path.name + ending)
        try:
            beside.write_bytes(known.read_bytes())
        except OSError:  # a half of it would be sent in the place of the file
            beside.unlink(missing_ok=True)
            raise
        os.utime(beside, ns=(time, time))
    return [f"{digest}{ending}" for ending in endings]


def main(site: Path) -> str | None:
    """Compress a site; return what is to be mended before that can be done, or None."""
    try:
        compress(site, Path(".cache/compressed"))
    except OSError as error:
        if said := failure(error):
            return said
        raise
    return None


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
