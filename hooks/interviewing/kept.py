"""Files that are costly to make: made once, and kept for the builds that follow."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def kept(path: Path, make: Callable[[], bytes]) -> bytes:
    """Return what is kept in a file, or else what is made, which is then kept there.

    The file is written whole or not at all: another build may read it meanwhile.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        data = make()
    unfinished = path.with_suffix(f".{os.getpid()}")
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished.write_bytes(data)
    unfinished.replace(path)
    return data
