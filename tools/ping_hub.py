"""Tell a WebSub hub which feeds have changed since the last time: make ping."""

from __future__ import annotations

import hashlib
import json
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SEEN = Path(".cache/pinged.json")
_ATOM = "{http://www.w3.org/2005/Atom}"
_TIMEOUT = 10  # seconds


def main(site: str, seen: Path = SEEN) -> int:
    """Ping the hub that the site's feeds name, for those that changed; return 1 if it refuses.

    What the hub did not take is told to it again the next time.
    """
    feeds = dict(_feeds(Path(site)))
    if not feeds:
        print(
            f"No feed in {site}/ names a hub; set extra.feeds.hub in mkdocs.yml and build",
            file=sys.stderr,
        )
        return 1
    told = json.loads(seen.read_text(encoding="utf-8")) if seen.exists() else {}
    failures = 0
    for address, (hub, digest) in sorted(feeds.items()):
        if told.get(address) == digest:
            continue
        if error := _ping(hub, address):
            failures += 1
            print(f"{address}: {hub} did not take it: {error}", file=sys.stderr)
        else:
            told[address] = digest
            print(f"{address}: told")
    _remember(seen, told)
    return 1 if failures else 0


def _feeds(site: Path) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield (own address, (hub, digest)) of each feed that names a hub."""
    for path in sorted([*site.rglob("*.xml"), *site.glob("*.json")]):
        content = path.read_bytes()
        links = _links(path, content)
        if {"self", "hub"} <= links.keys():
            yield links["self"], (links["hub"], hashlib.sha256(content).hexdigest())


def _links(path: Path, content: bytes) -> dict[str, str]:
    """Return the addresses of the hub and of the feed itself, as it names them."""
    if path.suffix == ".json":
        feed = json.loads(content)
        if not isinstance(feed, dict):
            return {}
        hubs = [hub["url"] for hub in feed.get("hubs", [])]
        return {"self": feed["feed_url"], "hub": hubs[0]} if hubs else {}
    root = etree.fromstring(content)
    parent = root if root.tag == f"{_ATOM}feed" else root.find("channel")
    links = parent.findall(f"{_ATOM}link") if parent is not None else []
    return {link.get("rel", ""): link.get("href", "") for link in links}


def _ping(hub: str, address: str) -> str:
    """Ask the hub to fetch a feed; return what went wrong, or nothing."""
    form = urllib.parse.urlencode({"hub.mode": "publish", "hub.url": address}).encode()
    try:
        with urllib.request.urlopen(hub, data=form, timeout=_TIMEOUT):  # noqa: S310 - the hub of our own settings
            return ""
    except (urllib.error.URLError, TimeoutError, ValueError) as error:
        return str(error)


def _remember(seen: Path, told: Mapping[str, str]) -> None:
    seen.parent.mkdir(parents=True, exist_ok=True)
    seen.write_text(json.dumps(told, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
