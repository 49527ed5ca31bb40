"""The publisher: settings that feeds are made of, refused before they break them."""

from __future__ import annotations

from typing import Any

import pytest

from interviewing.problems import ContentError, Problem
from interviewing.publisher import Publisher, read_publisher

SETTINGS: dict[str, Any] = {
    "site_url": "https://example.org/",
    "site_name": "S & T",
    "site_author": "",
    "extra": {"feeds": {"authority": "example.org,2026", "hub": None}},
}


def test_a_publisher_is_read_from_the_settings() -> None:
    publisher = read_publisher(SETTINGS, "en")
    assert publisher == Publisher("https://example.org/", "S & T", "S & T", "example.org,2026")
    assert publisher.id("a/ü") == "tag:example.org,2026:a/%C3%BC"
    assert publisher.url("tags/ü/") == "https://example.org/tags/%C3%BC/"


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        (
            {"site_url": None},
            "site_url: expected an address such as https://example.org/page, got nothing",
        ),
        ({"site_name": "a\x01"}, r"site_name: expected a name in words, got 'a\x01'"),
        ({"site_author": "a\x01"}, r"site_author: expected a name in words, got 'a\x01'"),
        ({"site_description": "a\x01"}, r"site_description: expected a sentence, got 'a\x01'"),
        (
            {"extra": {}},
            "extra.feeds.authority: expected a domain and a year in which it was yours: example.org,2026, got nothing",
        ),
        (
            {"extra": {"feeds": {"authority": "Example.org"}}},
            "extra.feeds.authority: expected a domain and a year in which it was yours: example.org,2026, got 'Example.org'",
        ),
        (
            {"extra": {"feeds": {"authority": "example.org,2026", "hub": "hub"}}},
            "extra.feeds.hub: expected an address such as https://example.org/page, got 'hub'",
        ),
    ],
)
def test_what_would_break_a_feed_is_refused(changed: dict[str, Any], problem: str) -> None:
    with pytest.raises(ContentError) as refused:
        read_publisher(SETTINGS | changed, "en")
    assert [str(each) for each in refused.value.problems] == [f"mkdocs.yml: {problem}"]


def test_what_was_found_elsewhere_is_told_too() -> None:
    found = [Problem("mkdocs.yml", "plugins", "rss", "none", folder="")]
    with pytest.raises(ContentError) as refused:
        read_publisher(SETTINGS | {"site_url": None}, "en", found)
    assert [problem.field for problem in refused.value.problems] == ["plugins", "site_url"]
