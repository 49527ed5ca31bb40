"""Put a new build in the place of the site: replace_site.py BUILD SITE.

What did not change keeps its time. Web servers make a file's ETag of its time and size, so that
every subscriber of a feed without news is answered 304 instead of being sent all of it again.

The pieces of the last build's search index stay beside the new ones: a search that is open goes on
asking for them, by names made of their content.
"""

from __future__ import annotations

import filecmp
import os
import shutil
import sys
from pathlib import Path

_PIECES = "pagefind/**/*.pf_*"


def main(build: Path, site: Path) -> None:
    """Replace the site by the build: whole, or, if that cannot be done, not at all."""
    for new in build.rglob("*"):
        old = site / new.relative_to(build)
        if new.is_file() and old.is_file() and filecmp.cmp(new, old, shallow=False):
            then = old.stat()
            os.utime(new, ns=(then.st_atime_ns, then.st_mtime_ns))
    _keep_pieces(build, site)
    before = build.with_name(f"{build.name}-before")
    shutil.rmtree(before, ignore_errors=True)
    if site.exists():
        site.rename(before)
    build.rename(site)
    shutil.rmtree(before, ignore_errors=True)
    print(f"The site is in {site}/")


def _keep_pieces(build: Path, site: Path) -> None:
    """Lay the pieces of the last index beside those of this one, and none that are older.

    Which were made by a build is written down beside it.
    """
    record = build.with_name(f"{build.name}-pieces")
    made, there = _pieces(build), _pieces(site)
    last = set(record.read_text(encoding="utf-8").split("\n")) if record.exists() else there
    for name in sorted(there & last - made):
        kept = build / name
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(site / name, kept)
    record.write_text("\n".join(sorted(made)), encoding="utf-8")


def _pieces(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.glob(_PIECES)}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
