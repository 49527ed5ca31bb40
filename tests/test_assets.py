"""Styles, scripts and fonts as readers get them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, write

from interviewing.assets import AssetError, Assets, prepare

if TYPE_CHECKING:
    from pathlib import Path


def made(folder: Path, base: str = "/", **files: str) -> Assets:
    """Return what is made of files; their names have no dots or slashes here."""
    kinds = {"css": "stylesheets", "js": "javascripts", "woff2": "fonts"}
    for name, text in files.items():
        stem, _, kind = name.rpartition("_")
        write(folder, {f"{kinds[kind]}/{stem}.{kind}": text})
    return prepare(folder, base)


def test_a_style_sheet_holds_what_it_imports(tmp_path: Path) -> None:
    files = made(
        tmp_path,
        part_css="a { color: red }",
        page_css='@import "part.css" print;\nb { color: blue }',
    )
    assert files.text("stylesheets/page.css") == "@media print{a{color:red}}b{color:#00f}"


def test_an_address_in_a_style_sheet_holds_in_every_page(tmp_path: Path) -> None:
    files = made(tmp_path, "/blog/", f_woff2="font", a_css='a { src: url("../fonts/f.woff2") }')
    font = f"/blog/assets/v-{files.version}/fonts/f.woff2"
    assert files.text("stylesheets/a.css") == f"a{{src:url({font})}}"
    assert files.contents["fonts/f.woff2"] == b"font"


def test_a_script_says_the_same_in_fewer_words(tmp_path: Path) -> None:
    files = made(
        tmp_path,
        a_js="// Why.\nexport function show(subject) {\n"
        "  return `${subject && `Subject: ${subject}\\n`} // end`;\n}\n",
    )
    text = files.text("javascripts/a.js")
    assert text == "export function show(e){return`${e&&`Subject: ${e}\n`} // end`}"


def test_the_version_changes_with_any_file(tmp_path: Path) -> None:
    first = made(tmp_path / "1", a_css="a{color:red}", b_js="1")
    assert made(tmp_path / "2", a_css="a{color:red}", b_js="1").version == first.version
    assert made(tmp_path / "3", a_css="a{color:red}", b_js="2").version != first.version
    assert first.path("javascripts/b.js") == f"assets/v-{first.version}/javascripts/b.js"


def test_the_style_that_feeds_name_keeps_its_name(tmp_path: Path) -> None:
    files = made(tmp_path, part_css="a { color: red }", feed_css='@import "part.css";')
    assert files.path("stylesheets/feed.css") == "assets/stylesheets/feed.css"
    assert files.text("stylesheets/feed.css") == "a{color:red}"


def test_older_browsers_get_colors_they_know(tmp_path: Path) -> None:
    files = made(tmp_path, a_css=":root { color-scheme: light dark; --a: light-dark(red, blue) }")
    text = files.text("stylesheets/a.css")
    assert "light-dark(" not in text
    assert "@media (prefers-color-scheme:dark)" in text


def test_a_broken_style_sheet_is_named(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match=r"stylesheets/a\.css: .*Unexpected end of input"):
        made(tmp_path, a_css="a { color: red; }}}")


def test_a_broken_script_is_named(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match=r"javascripts/a\.js: "):
        made(tmp_path, a_js="const = ;")


def test_every_script_that_another_imports_is_there() -> None:
    files = prepare(ROOT / "overrides/assets", "/")
    scripts = {name: files.text(name) for name in files.contents if name.endswith(".js")}
    imported = {
        name for text in scripts.values() for name in re.findall(r'"\./([\w-]+\.js)"', text)
    }
    assert len(imported) > 5
    assert {f"javascripts/{name}" for name in imported} <= scripts.keys()
