"""Ids for ever: what readers know articles by, and the file that guards them.

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

PUBLISHED = "published.json"
_REMEDY = (
    "give the renamed article `uid: {name}`, or, if it is gone for good, set `gone: true` in "
    f"{PUBLISHED}"
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


def read_published(text: str) -> list[PublishedId]:
    """Return the ids in the text of published.json, in its order.

    Raises ValueError with one line if it holds anything else.
    """
    try:
        return [
            PublishedId(entry["id"], entry["source"], entry.get("gone", False))
            for entry in json.loads(text)
        ]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        expected = 'a list of entries such as {"id": "tag:…", "source": "articles/a.md"}'
        raise ValueError(f"{PUBLISHED}: expected {expected}, got another: {error}") from error


def write_published(ids: Iterable[PublishedId]) -> str:
    """Return the text of published.json for these ids, one a line, ordered by source."""
    lines = [
        json.dumps(
            {"id": each.id, "source": each.source} | ({"gone": True} if each.is_gone else {}),
            ensure_ascii=False,
        )
        for each in sorted(ids, key=lambda each: (each.source, each.id))
    ]
    return "[\n" + ",\n".join(f"  {line}" for line in lines) + "\n]\n"


def missing(published: Iterable[PublishedId], ids: Iterable[str]) -> Iterator[str]:
    """Yield one line for each published id that no article has any more, with the remedy."""
    known = set(ids)
    for each in published:
        if each.id not in known and not each.is_gone:
            name = each.id.split(":", 2)[2]
            yield f"{PUBLISHED}: docs/{each.source}: its id {each.id} is gone; " + _REMEDY.format(
                name=name
            )


def with_new(
    published: Sequence[PublishedId], articles: Iterable[Article], authority: str
) -> list[PublishedId]:
    """Return the published ids with those of these articles added."""
    known = {each.id for each in published}
    found = {article_id(article, authority): article.source for article in articles}
    return [
        *published,
        *(PublishedId(id_, source) for id_, source in found.items() if id_ not in known),
    ]
