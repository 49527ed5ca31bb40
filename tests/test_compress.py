"""Files laid beside others for the web server to send."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import brotli  # type: ignore[import-untyped]  # no py.typed
from compress import compress
from conftest import ROOT, write

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Keep the first interview, and move the second. " * 20


def test_text_is_laid_beside_itself_compressed(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write(site, {"a/index.html": TEXT, "a/picture.png": TEXT, "small.css": "a{}"})
    compress(site, tmp_path / "kept")
    assert sorted(path.name for path in site.rglob("*.*")) == [
        "index.html",
        "index.html.br",
        "index.html.gz",
        "picture.png",
        "small.css",
    ]
    assert brotli.decompress((site / "a/index.html.br").read_bytes()).decode() == TEXT
    assert gzip.decompress((site / "a/index.html.gz").read_bytes()).decode() == TEXT


def test_a_piece_of_the_search_index_is_laid_beside_itself_unpacked(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write(site, {"a.pf_index": gzip.compress(TEXT.encode())})
    compress(site, tmp_path / "kept")
    assert sorted(path.name for path in site.iterdir()) == ["a.pf_index", "a.pf_index.br"]
    assert brotli.decompress((site / "a.pf_index.br").read_bytes()).decode() == TEXT


def test_it_has_the_time_of_its_file(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write(site, {"index.html": TEXT})
    os.utime(site / "index.html", ns=(1_700_000_000_000_000_000, 1_700_000_000_000_000_000))
    compress(site, tmp_path / "kept")
    assert (site / "index.html.br").stat().st_mtime_ns == 1_700_000_000_000_000_000


def test_what_is_known_is_not_compressed_again(tmp_path: Path) -> None:
    site, kept = tmp_path / "site", tmp_path / "kept"
    write(site, {"index.html": TEXT})
    compress(site, kept)
    (known,) = kept.glob("*.br")
    known.write_bytes(b"as it was")
    compress(site, kept)
    assert (site / "index.html.br").read_bytes() == b"as it was"
    write(site, {"index.html": f"{TEXT} New."})
    compress(site, kept)
    assert brotli.decompress((site / "index.html.br").read_bytes()).decode() == f"{TEXT} New."
    assert not known.exists()


def test_the_command_says_nothing_if_all_went_well(tmp_path: Path) -> None:
    write(tmp_path, {"site/index.html": TEXT})
    command = [sys.executable, str(ROOT / "tools/compress.py"), "site"]
    run = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert (tmp_path / "site/index.html.br").exists()
