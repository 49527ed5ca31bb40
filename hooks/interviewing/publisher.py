"""Who publishes the site: read from the settings, before anything is made of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from interviewing import fields
from interviewing.feed_html import absolute
from interviewing.feed_ids import tag_uri
from interviewing.problems import ContentError, Problem, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SETTINGS = "mkdocs.yml"
# RFC 4151: a domain in lower case, and a day, month or year in which it was ours.
_AUTHORITY = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+,\d{4}(-\d\d(-\d\d)?)?")


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes the site and its feeds."""

    site_url: str  # with a slash at the end
    name: str
    author: str
    authority: str  # of every id: a domain and the year in which it was ours, for ever
    hub: str = ""  # address of the WebSub hub that tells readers of changes, if there is one
    language: str = "en"
    description: str = ""  # of the site, in a sentence

    def url(self, path: str) -> str:
        """Return the address, absolute and in ASCII, of a path relative to the site's root."""
        return absolute(self.site_url, path)

    def id(self, name: str) -> str:
        """Return the id, for ever, of what has this name."""
        return tag_uri(self.authority, name)


def _authority(value: Any) -> str:
    if not isinstance(value, str) or not _AUTHORITY.fullmatch(value):
        raise fields.Expected("a domain and a year in which it was yours: example.org,2026", value)
    return value


_READERS = {
    "site_url": fields.url,
    "site_name": fields.text("a name in words"),
    "site_author": fields.text("a name in words"),
    "site_description": fields.text("a sentence"),
    "extra.feeds.authority": _authority,
    "extra.feeds.hub": fields.url,
}
_REQUIRED = {"site_url", "site_name", "extra.feeds.authority"}


def read_publisher(
    settings: Mapping[str, Any], language: str, found: Iterable[Problem] = ()
) -> Publisher:
    """Return the publisher whom these settings name.

    Raises ContentError with every problem, and with those that were found elsewhere.
    """
    read: dict[str, str] = {}
    problems = [*found]
    for name, reader in _READERS.items():
        value = _value(settings, name)
        try:
            read[name] = reader(value) if value or name in _REQUIRED else ""
        except fields.Expected as error:
            _, expected, got = error.complaints[0]
            problems.append(Problem(SETTINGS, name, expected, shown(got), folder=""))
    if problems:
        raise ContentError(problems)
    return Publisher(
        site_url=read["site_url"],
        name=read["site_name"],
        author=read["site_author"] or read["site_name"],
        authority=read["extra.feeds.authority"],
        hub=read["extra.feeds.hub"],
        language=language,
        description=read["site_description"],
    )


def _value(settings: Any, path: str) -> Any:
    for name in path.split("."):
        settings = settings.get(name) if hasattr(settings, "get") else None
    return settings
