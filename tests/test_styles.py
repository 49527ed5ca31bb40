"""The styles as a whole: what no page would show at a glance."""

from __future__ import annotations

import re

from conftest import ROOT

STYLES = {
    path.name: re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    for path in (ROOT / "overrides/assets/stylesheets").glob("*.css")
}
EVERYTHING = "\n".join(STYLES.values())
MARKUP = "\n".join(
    path.read_text()
    for pattern in ("*.html", "partials/*.html", "assets/javascripts/*.js")
    for path in (ROOT / "overrides").glob(pattern)
)


def test_every_custom_property_in_use_is_defined() -> None:
    defined = set(re.findall(r"^\s*(--iv-[\w-]+):", EVERYTHING, re.MULTILINE))
    used = set(re.findall(r"var\((--iv-[\w-]+)", EVERYTHING))
    assert used - defined == set()


def test_every_custom_property_is_used() -> None:
    defined = set(re.findall(r"^\s*(--iv-[\w-]+):", EVERYTHING, re.MULTILINE))
    used = set(re.findall(r"var\((--iv-[\w-]+)", EVERYTHING))
    assert defined - used == set()


def test_every_color_has_a_light_and_a_dark_value() -> None:
    outside = {
        name: text for name, text in STYLES.items() if name not in {"tokens.css", "print.css"}
    }
    assert [name for name, text in outside.items() if re.search(r"#[0-9a-f]{3,8}\b", text)] == []
    tokens = re.findall(r"#[0-9a-f]{3,8}\b", STYLES["tokens.css"])
    pairs = re.findall(r"light-dark\(#[0-9a-f]{6}, #[0-9a-f]{6}\)", STYLES["tokens.css"])
    assert len(tokens) == 2 * len(pairs)


def test_every_class_of_ours_is_in_use() -> None:
    styled = set(re.findall(r"\.(iv-[\w-]+)", EVERYTHING))
    unused = {name for name in styled if name not in MARKUP}
    # Made of a state or a kind by the template: iv-promise--{{ promise.state }}.
    assert {name for name in unused if name.split("--")[0] not in MARKUP} == set()


def test_nothing_is_forced() -> None:
    assert "!important" not in EVERYTHING
