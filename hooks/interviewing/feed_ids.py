"""Ids for ever: what readers know articles by, and the ledger that guards them.

Nearly every feed reader knows an entry by its id alone: one that changes comes back as new to
every subscriber.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewing.feed_html import absolute

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from interviewing.article import Article

LEDGER = "published.json"
_REMEDY = (
    "give the renamed article `uid: {name}`, or, if it is gone for good, set `gone: true` in "
    f"{LEDGER}"
)


@dataclass(frozen=True, slots=True)
class PublishedId:
    """An id that subscribers have seen."""

    id: str
    source: str  # path under docs/ when it was published
    is_gone: bool = False  # deleted on purpose


def article_id(article: Article, authority: str) -> str:
    """Return the id of an article in every feed: a tag URI of RFC 4151.

    It is made of its `uid`, or else of its path under docs/, and of a domain that was ours in a
    year, so that it outlives titles, tags, new paths and new domains.
    """
    return tag_uri(authority, article.uid or article.source.removesuffix(".md"))


def tag_uri(authority: str, name: str) -> str:
    """Return the tag URI of a name, in ASCII."""
    return f"tag:{authority}:{absolute('', name)}"


def read_ledger(text: str) -> list[PublishedId]:
    """Return the ids of a ledger in its order."""
    return [
        PublishedId(entry["id"], entry["source"], entry.get("gone", False))
        for entry in json.loads(text)
    ]


def write_ledger(ids: Iterable[PublishedId]) -> str:
    """Return a ledger in JSON, one id a line, ordered by source."""
    lines = [
        json.dumps(
            {"id": each.id, "source": each.source} | ({"gone": True} if each.is_gone else {}),
            ensure_ascii=False,
        )
        for each in sorted(ids, key=lambda each: (each.source, each.id))
    ]
    return "[\n" + ",\n".join(f"  {line}" for line in lines) + "\n]\n"


def missing(ledger: Iterable[PublishedId], ids: Iterable[str]) -> Iterator[str]:
    """Yield one line for each published id that no article has any more, with the remedy."""
    known = set(ids)
    for each in ledger:
        if each.id not in known and not each.is_gone:
            name = each.id.split(":", 2)[2]
            yield f"{LEDGER}: docs/{each.source}: its id {each.id} is gone; " + _REMEDY.format(
                name=name
            )


def with_new(
    ledger: Sequence[PublishedId], articles: Iterable[Article], authority: str
) -> list[PublishedId]:
    """Return the ledger with the ids of these articles added."""
    known = {each.id for each in ledger}
    found = {article_id(article, authority): article.source for article in articles}
    return [
        *ledger,
        *(PublishedId(id_, source) for id_, source in found.items() if id_ not in known),
    ]
