"""The styles as a whole: what no page would show at a glance."""

from __future__ import annotations

import re

import pytest
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


TOKENS = STYLES["tokens.css"]
# What stands on what, and the contrast that it needs: AAA for what is read, 3 for edges (WCAG
# 1.4.6, 1.4.11), AA for what only a filled-in blank or a fault makes.
CONTRASTS = [
    *(("ink", ground, 7) for ground in ("paper", "sheet", "tint", "marker")),
    *(("quiet", ground, 7) for ground in ("paper", "sheet", "tint")),
    *(("accent", ground, 7) for ground in ("paper", "sheet", "tint")),
    *(("edge", ground, 3) for ground in ("paper", "sheet", "tint")),
    ("on-accent", "accent", 7),
    ("ink", "mint", 4.5),
]


def luminance(color: str) -> float:
    """Return how bright a color is, as WCAG counts it."""
    parts = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "least"), CONTRASTS)
def test_what_is_read_stands_out(text: str, ground: str, least: float, scheme: int) -> None:
    pairs = dict(re.findall(r"--iv-([\w-]+): light-dark\(([^)]*)\)", TOKENS))
    low, high = sorted(luminance(pairs[name].split(", ")[scheme]) for name in (text, ground))
    assert (high + 0.05) / (low + 0.05) >= least


# A feed and paper stand alone; the tokens are the scale itself.
SCALED = {
    name: text
    for name, text in STYLES.items()
    if name not in {"tokens.css", "feed.css", "print.css"}
}


@pytest.mark.parametrize("name", SCALED)
def test_every_space_is_of_the_scale(name: str) -> None:
    spaces = re.findall(r"(?:margin|padding|gap)[a-z-]*: ([^;]*);", SCALED[name])
    assert [space for space in spaces if re.search(r"\d(rem|px)", space)] == []


@pytest.mark.parametrize("name", SCALED)
def test_every_size_of_type_is_of_the_scale(name: str) -> None:
    sizes = re.findall(r"font(?:-size)?: ([^;]*);", SCALED[name])
    assert [size for size in sizes if re.search(r"\d(rem|px)", size)] == []


def test_nothing_is_forced() -> None:
    assert "!important" not in EVERYTHING
