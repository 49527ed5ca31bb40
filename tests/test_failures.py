"""What ends a build besides mistakes in texts is said in one line, with the remedy."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
import pytest
from compress import compress, main
from conftest import write
from mkdocs.exceptions import Abort

from interviewing.failures import failure

if TYPE_CHECKING:
    from conftest import BuildSite

FULL = OSError(errno.ENOSPC, "No space left on device", "site/index.html")
SAID = (
    "site/index.html: expected space on the disk, got none left: free some, and run it again "
    "(what was there before is as it was)"
)


write_bytes = Path.write_bytes


def refuse(path: Path, content: bytes) -> int:
    """Stand in for a disk that has no room for a site."""
    if "site" in path.parts:
        raise FULL
    return write_bytes(path, content)


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (FULL, SAID),
        (
            PermissionError(errno.EACCES, "Permission denied", "build/site", None, "site"),
            (
                "site: expected to be allowed to write there, got no permission: make the folder "
                "your own, and run it again (what was there before is as it was)"
            ),
        ),
        (
            jinja2.TemplateSyntaxError("Expected an expression", 3, filename="overrides/tag.html"),
            (
                "overrides/tag.html: line 3: expected Jinja, got an error in it: "
                "Expected an expression"
            ),
        ),
        (
            jinja2.TemplateNotFound("partials/own.html"),
            "overrides/partials/own.html: expected a template that is there, got none",
        ),
        (ValueError("a mistake in the code"), ""),
        (FileNotFoundError(errno.ENOENT, "No such file"), ""),
    ],
)
def test_it_is_said_what_is_wrong_and_what_to_do(error: Exception, line: str) -> None:
    assert failure(error) == line


def test_a_full_disk_ends_a_build_in_one_line(
    build_site: BuildSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(Abort, match="expected space on the disk") as caught:
        build_site({})
    assert str(caught.value) == SAID


def test_a_full_disk_leaves_no_half_of_a_compressed_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"site/a.html": "words " * 100, "site/a.html.br": "half"})
    compress(tmp_path / "site", tmp_path / ".cache/compressed")
    monkeypatch.setattr(Path, "write_bytes", refuse)
    monkeypatch.chdir(tmp_path)
    assert main(tmp_path / "site") == SAID
    assert not (tmp_path / "site/a.html.br").exists()
