"""Check the articles of every series, and report how hard they are to read."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from editorial import rules
from interviewing.content import read_content
from interviewing.page_plans import LISTINGS
from interviewing.problems import ContentError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from interviewing.article import Article
    from interviewing.content import Content
    from interviewing.problems import Problem

DOCS = Path("docs")
THEME = Path("overrides")


def main(docs: Path = DOCS) -> int:
    """Print words and grade of each article; return 1, and say why, if a rule is broken."""
    try:
        content = _read(docs)
        articles = [article for article in content.articles if article.series]
        problems = [*_problems(docs, content, articles)]
        if problems:
            raise ContentError(problems)  # noqa: TRY301 - printed as those of reading are
    except ContentError as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join(_report(articles)))
    return 0


def _read(docs: Path) -> Content:
    """Return the content of every page, drafts and what is dated later among them."""
    names = {path.relative_to(docs).as_posix(): path for path in docs.rglob("*") if path.is_file()}
    pages = {name: path.read_bytes() for name, path in names.items() if name.endswith(".md")}
    theme = {path.relative_to(THEME).as_posix() for path in THEME.rglob("*")}
    return read_content(pages, {*names, *theme, *LISTINGS}, dt.date.max, drafts=True)


def _problems(docs: Path, content: Content, articles: Sequence[Article]) -> Iterator[Problem]:
    for article in articles:
        yield from rules.article_problems(article)
    introduced = {path.stem for path in (docs / "tags").glob("*.md")}
    waiting = [promise.id for promise in content.ledger.open]
    yield from rules.series_problems(articles, introduced, open_promises=waiting)
    images = {article.image_source for article in articles if article.image}
    drawings = {image: (docs / image).read_bytes() for image in sorted(images)}
    yield from rules.drawing_problems(drawings)


def _report(articles: Sequence[Article]) -> Iterator[str]:
    yield f"{'words':>5}  {'grade':>5}  article"
    for article in sorted(articles, key=lambda article: article.slug):
        yield f"{article.words:>5,}  {rules.difficulty(article):>5.1f}  {article.slug}"


if __name__ == "__main__":
    sys.exit(main())
