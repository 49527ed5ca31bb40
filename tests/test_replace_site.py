"""A new build takes the place of the site, and what did not change keeps its time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import write
from replace_site import main


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


def test_a_search_that_is_open_finds_the_pieces_of_one_earlier_build(tmp_path: Path) -> None:
    build, site = tmp_path / "build", tmp_path / "site"
    for number in "123":
        pieces = {f"fragment/en_{number}.pf_fragment", f"pagefind.en_{number}.pf_meta"}
        pages = {f"pagefind/{name}": number for name in {*pieces, "index/en_0.pf_index"}}
        write(build, {"index.html": number, f"{number}.html": number} | pages)
        main(build, site)
    assert sorted(path.relative_to(site).as_posix() for path in site.rglob("*.*")) == [
        "3.html",
        "index.html",
        "pagefind/fragment/en_2.pf_fragment",
        "pagefind/fragment/en_3.pf_fragment",
        "pagefind/index/en_0.pf_index",
        "pagefind/pagefind.en_2.pf_meta",
        "pagefind/pagefind.en_3.pf_meta",
    ]
    assert (site / "pagefind/index/en_0.pf_index").read_text() == "3"


def test_what_cannot_be_replaced_stays_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "site", {"a.xml": "old", "folder/b.xml": "old"})
    write(tmp_path / "build", {"a.xml": "new"})
    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(PermissionError):
        main(tmp_path / "build", tmp_path / "site")
    assert (tmp_path / "site/folder/b.xml").read_text() == "old"


def refuse(*_: object) -> None:
    """Stand in for a folder in which nothing may be written."""
    raise PermissionError


def test_the_first_build_needs_no_site(tmp_path: Path) -> None:
    write(tmp_path / "build", {"a.xml": ""})
    main(tmp_path / "build", tmp_path / "site")
    assert (tmp_path / "site/a.xml").exists()
