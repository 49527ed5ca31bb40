"""Print why two articles are related, and how much: make explain A=slug B=slug."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "hooks"))

from typing import TYPE_CHECKING

from interviewing.parse_article import read_articles
from interviewing.problems import near
from interviewing.related import THRESHOLD, Explanation, explain

if TYPE_CHECKING:
    from interviewing.article import Article

DOCS = Path("docs")
_SHOWN = 15


def main(arguments: list[str]) -> int:
    """Explain the score of two articles named by their slugs; return 1 if they are not there."""
    articles = {article.slug: article for article in read_articles(DOCS)}
    slugs = [argument.strip() for argument in arguments if argument.strip()]
    if len(slugs) != 2 or slugs[0] == slugs[1]:  # noqa: PLR2004 - two articles
        print("Name two articles: make explain A=slug B=slug", file=sys.stderr)
        return 1
    for slug in slugs:
        if slug not in articles:
            print(f"There is no article {slug!r}{near(slug, articles)}", file=sys.stderr)
            return 1
    first, second = (articles[slug] for slug in slugs)
    found = explain(first, second, articles.values())
    print("\n".join(_lines(first, second, found, len(articles))))
    return 0


def _lines(first: Article, second: Article, found: Explanation, articles: int) -> list[str]:
    verdict = "above" if found.score >= THRESHOLD else "below"
    others = articles - 1
    lines = [
        f"{first.slug} and {second.slug}: {found.score:.3f}",
        "",
        f"  The threshold is {THRESHOLD}: this is {verdict} it.",
        f"  For {first.slug}, {second.slug} is number {found.rank_of_second} of {others}.",
        f"  For {second.slug}, {first.slug} is number {found.rank_of_first} of {others}.",
        f"  Readers are told: also about {', '.join(found.about)}."
        if found.about
        else "  Nothing that they share says more to a reader than “on a similar subject”.",
        *_wishes(first, second),
        *_wishes(second, first),
        "",
        f"  {'adds':>6}  {'used by':>7}  what",
    ]
    for share in found.shares[:_SHOWN]:
        kind = "tag " if share.is_tag else ""
        lines.append(f"  {share.score:>6.3f}  {share.uses:>7}  {kind}{share.term}")
    if rest := found.shares[_SHOWN:]:
        lines.append(f"  {sum(share.score for share in rest):>6.3f}  {'':>7}  {len(rest)} more")
    return lines


def _wishes(article: Article, other: Article) -> list[str]:
    """Return what the author of an article said of the other by hand."""
    if other.slug in article.related.never:
        return [f"  But {article.slug} never shows {other.slug}."]
    if other.slug in article.related.pin:
        return [f"  Besides, {article.slug} shows {other.slug} by hand."]
    return []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
