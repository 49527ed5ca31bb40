"""Put a new build in the place of the site: replace_site.py BUILD SITE.

What did not change keeps its time. Web servers make a file's ETag of its time and size, so that
every subscriber of a feed without news is answered 304 instead of being sent all of it again.
"""

from __future__ import annotations

import filecmp
import os
import shutil
import sys
from pathlib import Path


def main(build: Path, site: Path) -> None:
    """Replace the site by the build: whole, or, if that cannot be done, not at all."""
    for new in build.rglob("*"):
        old = site / new.relative_to(build)
        if new.is_file() and old.is_file() and filecmp.cmp(new, old, shallow=False):
            then = old.stat()
            os.utime(new, ns=(then.st_atime_ns, then.st_mtime_ns))
    before = build.with_name(f"{build.name}-before")
    shutil.rmtree(before, ignore_errors=True)
    if site.exists():
        site.rename(before)
    build.rename(site)
    shutil.rmtree(before, ignore_errors=True)
    print(f"The site is in {site}/")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
