"""Settings by which a site would come out broken are refused."""

from __future__ import annotations

from typing import Any

import pytest

from interviewing.settings import setting_problems

GOOD: dict[str, Any] = {"use_directory_urls": True, "theme": {"favicon": "assets/mark.svg"}}
RSS: dict[str, Any] = {"match_path": "(?!)"}
FILES = {"assets/mark.svg", "assets/mark.png"}


def test_good_settings_are_taken() -> None:
    assert [*setting_problems(GOOD, RSS, FILES)] == []


@pytest.mark.parametrize(
    ("settings", "rss", "problem"),
    [
        (
            {"use_directory_urls": False},
            RSS,
            "use_directory_urls: expected true, as addresses end with a slash, got false",
        ),
        ({}, None, "plugins: expected rss among them, which writes feeds, got none"),
        (
            {},
            {"match_path": ".*"},
            (
                "plugins.rss.match_path: expected (?!), as the plugin is handed complete articles, "
                "got '.*'"
            ),
        ),
        *(
            (
                {"theme": {"favicon": name}},
                RSS,
                (
                    "theme.favicon: expected the path of an SVG in overrides/, of which all icons "
                    f"are made, got '{name}'"
                ),
            )
            for name in ("assets/gone.svg", "assets/mark.png")
        ),
    ],
)
def test_what_would_break_the_site_is_refused(
    settings: dict[str, Any], rss: dict[str, Any] | None, problem: str
) -> None:
    told = setting_problems(GOOD | settings, rss, FILES)
    assert [*map(str, told)] == [f"mkdocs.yml: {problem}"]
