"""Write down the ids under which articles are published, for ever: make ids."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "hooks"))

import yaml

from interviewing.article import published
from interviewing.day import build_day
from interviewing.feed_ids import (
    PUBLISHED,
    article_id,
    missing,
    read_published,
    with_new,
    write_published,
)
from interviewing.parse_article import read_articles

DOCS = Path("docs")


def main() -> int:
    """Add the ids of published articles; return 1, and change nothing, if an old one is lost.

    Likewise if the file holds something else than ids.
    """
    # The loader that makes nothing but texts, lists and mappings of what mkdocs.yml holds.
    settings = yaml.load(Path("mkdocs.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - the safest one
    authority = settings["extra"]["feeds"]["authority"]
    file = Path(PUBLISHED)
    try:
        known = read_published(file.read_text(encoding="utf-8")) if file.exists() else []
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    articles = published(read_articles(DOCS), build_day(os.environ))
    if lost := [*missing(known, (article_id(article, authority) for article in articles))]:
        print("\n".join(lost), file=sys.stderr)
        return 1
    kept = with_new(known, articles, authority)
    file.write_text(write_published(kept), encoding="utf-8")
    print(f"{len(kept) - len(known)} new ids in {PUBLISHED}; commit it")
    return 0


if __name__ == "__main__":
    sys.exit(main())
