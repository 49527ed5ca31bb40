"""What mkdocs.yml must say for the site to hold together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from interviewing.problems import Problem, shown
from interviewing.publisher import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

_ARTICLE = "articles/a.md"


def setting_problems(
    settings: Mapping[str, Any], rss: Mapping[str, Any] | None, files: Collection[str]
) -> Iterator[Problem]:
    """Yield a problem for each setting by which pages, feeds or icons would come out broken.

    `rss` are those of the plugin that writes feeds, if there is one; `files` are the paths of the
    files in overrides/.
    """
    if not settings["use_directory_urls"]:
        yield _problem("use_directory_urls", "true, as addresses end with a slash", "false")
    if rss is None:
        yield _problem("plugins", "rss among them, which writes feeds", "none")
    elif re.match(rss["match_path"] or "", _ARTICLE):
        expected = "(?!), as the plugin is handed complete articles"
        yield _problem("plugins.rss.match_path", expected, shown(rss["match_path"]))
    favicon = settings["theme"]["favicon"]
    if favicon not in files or not favicon.endswith(".svg"):
        expected = "the path of an SVG in overrides/, of which all icons are made"
        yield _problem("theme.favicon", expected, shown(favicon))


def _problem(name: str, expected: str, got: str) -> Problem:
    return Problem(SETTINGS, name, expected, got, folder="")
