"""A new build takes the place of the site, and what did not change keeps its time."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from conftest import write
from replace_site import main

if TYPE_CHECKING:
    from pathlib import Path


def test_only_what_changed_has_a_new_time(tmp_path: Path) -> None:
    build, site = tmp_path / "build", tmp_path / "site"
    write(site, {"a/same.xml": "same", "a/changed.xml": "old", "gone.xml": "gone"})
    for path in site.rglob("*.xml"):
        os.utime(path, (1, 1))
    write(build, {"a/same.xml": "same", "a/changed.xml": "new", "new.xml": "new"})
    main(build, site)
    times = {path.name: path.stat().st_mtime for path in site.rglob("*.xml")}
    assert {name: time == 1 for name, time in times.items()} == {
        "same.xml": True,
        "changed.xml": False,
        "new.xml": False,
    }
    assert (site / "a/changed.xml").read_text() == "new"
    assert not build.exists()


def test_the_first_build_needs_no_site(tmp_path: Path) -> None:
    write(tmp_path / "build", {"a.xml": ""})
    main(tmp_path / "build", tmp_path / "site")
    assert (tmp_path / "site/a.xml").exists()
