"""The pages that take comments, as the build of the site lists them."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Thread:
    """The comments on one page."""

    path: str  # address of the page, from the site's root
    title: str
    is_open: bool
    aliases: tuple[str, ...] = ()  # addresses that it had before

    @property
    def paths(self) -> tuple[str, ...]:
        """Return every address under which its comments are kept."""
        return (self.path, *self.aliases)


@dataclass(frozen=True, slots=True)
class Site:
    """What the service knows of the site around it."""

    name: str = "Comments"
    icon: str = ""
    stylesheets: tuple[str, ...] = ()
    fonts: tuple[str, ...] = ()
    threads: Mapping[str, Thread] = field(default_factory=dict)  # by each address, as `_key` has it

    def thread(self, address: str) -> Thread | None:
        """Return the thread of a page by an address that it has or had."""
        return self.threads.get(_key(address))


_known: tuple[tuple[int, int] | None, Site] = (None, Site())


def site() -> Site:
    """Return what the last build has written.

    While a build writes the file anew, what was known before holds.
    """
    global _known  # noqa: PLW0603 - a cache of one file, for one process
    try:
        about = settings.THREADS_FILE.stat()
        version = (about.st_mtime_ns, about.st_size)
        if version != _known[0]:
            _known = version, _read(json.loads(settings.THREADS_FILE.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        _log.warning(
            "%s: expected the list that the build writes: %s", settings.THREADS_FILE, error
        )
    return _known[1]


def with_site(request: HttpRequest) -> dict[str, Site]:
    """Let every page know the site around it."""
    return {"site": site()}


def _read(document: Any) -> Site:
    threads = [
        Thread(item["path"], item["title"], item["open"], tuple(item["aliases"]))
        for item in document["threads"]
    ]
    by_address = {_key(path): thread for thread in threads for path in thread.aliases}
    by_address |= {_key(thread.path): thread for thread in threads}
    about = document["site"]
    # A site that was built before the service was updated names no fonts.
    looks = {"stylesheets": tuple(about["stylesheets"]), "fonts": tuple(about.get("fonts", ()))}
    return Site(about["name"], about["icon"], **looks, threads=by_address)


def _key(address: str) -> str:
    """Return the path of the file at an address, as the build of the site compares them."""
    path = unquote(address).strip("/")
    return path if path.endswith((".html", ".htm")) else f"{path}/index.html"
