"""How many of the articles that authors linked by hand come up as related.

Usage: python bench/relevance/relevance.py FOLDER

The folder holds articles/*.md and links.json: for each file name without .md, those of the
articles that its author linked, the links themselves being cut out of the texts.
"""

from __future__ import annotations

import dataclasses
import json
import math
import re
import sys
from collections import Counter
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2] / "hooks"))

from interviewing.article import newest_first
from interviewing.markdown import plain_text
from interviewing.parse_article import parse_article
from interviewing.related import rank
from interviewing.text import EMPTY

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from interviewing.article import Article

    # Yields, for each of the articles in order, the slugs of the others, best first.
    Ranker = Callable[[Sequence[Article]], Iterable[list[str]]]

SHOWN = 5
_FORM = "articles/*.md and links.json"


class CorpusError(Exception):
    """Why a folder is no collection to measure with, in one line."""


@dataclasses.dataclass(frozen=True, slots=True)
class Corpus:
    """Articles, newest first, and the slugs that each should find."""

    articles: tuple[Article, ...]
    links: Mapping[str, frozenset[str]]


def recall(ranking: Sequence[str], true: Collection[str]) -> float:
    """Return the share of the true ones that is shown, of as many as can be shown."""
    return len(set(ranking[:SHOWN]) & set(true)) / min(SHOWN, len(true))


def reciprocal_rank(ranking: Sequence[str], true: Collection[str]) -> float:
    """Return 1 / rank of the first true one, 0 without any."""
    return next((1 / place for place, slug in enumerate(ranking, start=1) if slug in true), 0.0)


def ndcg(ranking: Sequence[str], true: Collection[str]) -> float:
    """Return the gain of what is shown, falling with the logarithm of its place, over the best.

    Järvelin and Kekäläinen (2002), "Cumulated gain-based evaluation of IR techniques".
    """
    gains = [1 / math.log2(place + 1) for place in range(1, SHOWN + 1)]
    got = sum(gain for gain, slug in zip(gains, ranking, strict=False) if slug in true)
    return got / sum(gains[: len(true)])


METRICS = {f"recall@{SHOWN}": recall, "MRR": reciprocal_rank, f"nDCG@{SHOWN}": ndcg}


def measure(ranker: Ranker, corpus: Corpus) -> list[float]:
    """Return the mean of each metric over the articles with links."""
    rows = [
        [metric(ranking, true) for metric in METRICS.values()]
        for article, ranking in zip(corpus.articles, ranker(corpus.articles), strict=True)
        if (true := corpus.links.get(article.slug))
    ]
    return [fmean(column) for column in zip(*rows, strict=True)]


def by_date(articles: Sequence[Article]) -> Iterator[list[str]]:
    """Yield the nearest in date first."""
    days = np.array([article.date.toordinal() for article in articles])
    return _ordered(articles, (-abs(days - day) for day in days))


def by_tags(articles: Sequence[Article]) -> Iterator[list[str]]:
    """Yield the largest share of common tags first, then the nearest in date."""
    tags = [set(article.tags) for article in articles]
    days = np.array([article.date.toordinal() for article in articles])
    return _ordered(
        articles,
        (
            [len(mine & theirs) / (len(mine | theirs) or 1) for theirs in tags]
            - abs(days - day) * 1e-9
            for mine, day in zip(tags, days, strict=True)
        ),
    )


def by_tf_idf(articles: Sequence[Article]) -> Iterator[list[str]]:
    """Yield the smallest angle between bodies first: 1 + log(count), times log(articles / uses)."""
    counts, uses = _word_counts(articles)
    weights = [
        (words, (1 + np.log(times)) * np.log(len(articles) / uses[words]))
        for words, times in counts
    ]
    weights = [(words, each / (np.linalg.norm(each) or 1)) for words, each in weights]
    return _ordered(articles, _products(weights, weights, len(uses)))


def by_bm25(articles: Sequence[Article]) -> Iterator[list[str]]:
    """Yield the best first for title, description, tags and body, the whole article as query.

    Robertson and Zaragoza (2009), "The probabilistic relevance framework", with the usual k1 = 1.2
    and b = 0.75.
    """
    counts, uses = _word_counts(articles, whole=True)
    mean = fmean(times.sum() for _, times in counts) or 1
    rarity = np.log(1 + (len(articles) - uses + 0.5) / (uses + 0.5))
    documents = [
        (words, rarity[words] * times * 2.2 / (times + 1.2 * (0.25 + 0.75 * times.sum() / mean)))
        for words, times in counts
    ]
    return _ordered(articles, _products(counts, documents, len(uses)))


def as_shown(articles: Sequence[Article]) -> Iterator[list[str]]:
    """Yield what an article shows, weak ones left out; a first true one beyond counts as none."""
    matches = rank(articles, limit=SHOWN)
    return ([match.slug for match in matches[article.slug]] for article in articles)


def ours(articles: Sequence[Article]) -> Iterator[list[str]]:
    """Yield what the site's own ranking gives, to the last."""
    matches = rank(articles, limit=None)
    return ([match.slug for match in matches[article.slug]] for article in articles)


RANKERS: dict[str, Ranker] = {
    "nearest in date": by_date,
    "shared tags (Jaccard), then date": by_tags,
    "TF-IDF of bodies": by_tf_idf,
    "BM25, whole article as query": by_bm25,
    "ours, as shown": as_shown,
    "ours": ours,
}

Vector = tuple["NDArray[np.int64]", "NDArray[np.float64]"]


def _ordered(
    articles: Sequence[Article], scores: Iterable[NDArray[np.float64]]
) -> Iterator[list[str]]:
    for place, row in enumerate(scores):
        order = np.argsort(-row, kind="stable")
        yield [articles[other].slug for other in order if other != place]


def _word_counts(
    articles: Sequence[Article], *, whole: bool = False
) -> tuple[list[Vector], NDArray[np.float64]]:
    """Return the words of each article with their counts, and how many articles use each."""
    ids: dict[str, int] = {}
    counts = []
    for article in articles:
        text = plain_text(article.body)
        if whole:
            text = " ".join((article.title, article.description, *article.tags, text))
        times = Counter(word for word in re.findall(r"\w\w+", text.lower()) if word not in EMPTY)
        words = np.array([ids.setdefault(word, len(ids)) for word in times], np.int64)
        counts.append((words, np.array(list(times.values()), float)))
    uses = np.bincount(np.concatenate([words for words, _ in counts]), minlength=len(ids))
    return counts, uses.astype(float)


def _products(
    queries: Sequence[Vector], documents: Sequence[Vector], words: int
) -> Iterator[NDArray[np.float64]]:
    """Yield the product of each query with every document."""
    for asked, weights in queries:
        query = np.zeros(words)
        query[asked] = weights
        yield np.array([query[said] @ each for said, each in documents])


def read_corpus(folder: Path) -> Corpus:
    """Return the articles and links of a folder, or raise CorpusError."""
    articles = [_article(path) for path in sorted(folder.glob("articles/*.md"))]
    if not articles:
        raise CorpusError(f"{folder}: expected {_FORM}, got no articles")
    known = {article.slug for article in articles}
    links = _links(folder / "links.json")
    for slug, others in links.items():
        for name in [slug, *others]:
            if name not in known:
                raise CorpusError(f"{folder / 'links.json'}: expected articles, got {name!r}")
        if slug in others:
            raise CorpusError(f"{folder / 'links.json'}: expected others, got {slug!r} for itself")
    return Corpus(tuple(sorted(articles, key=newest_first)), links)


def _article(path: Path) -> Article:
    article, problems = parse_article(f"articles/{path.name}", path.read_bytes())
    # A foreign collection need not keep the rules of the house, only be readable.
    fatal = [problem for problem in problems if problem.field in {"title", "date"}]
    if article is None or fatal:
        problem = (fatal or problems)[0]
        raise CorpusError(
            f"{path}: {problem.field}: expected {problem.expected}, got {problem.got}"
        )
    return dataclasses.replace(article, slug=path.stem)


def _links(path: Path) -> dict[str, frozenset[str]]:
    try:
        links = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise CorpusError(f"{path.parent}: expected {_FORM}, got no links.json") from None
    except ValueError as error:
        raise CorpusError(f"{path}: expected JSON, got an error: {error}") from None
    if not links or not isinstance(links, dict) or not all(map(_is_list, links.values())):
        raise CorpusError(f'{path}: expected {{"article": ["other article", …], …}}')
    return {slug: frozenset(others) for slug, others in links.items()}


def _is_list(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, str) for each in value)


def main(arguments: list[str]) -> int:
    """Print a row of metrics for each way of ranking; return 1 if there is nothing to measure."""
    if len(arguments) != 1 or not arguments[0]:
        print(f"Name one folder with {_FORM}", file=sys.stderr)
        return 1
    try:
        corpus = read_corpus(Path(arguments[0]))
    except (CorpusError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{len(corpus.articles)} articles, n = {len(corpus.links)} with links\n")
    width = max(map(len, RANKERS))
    print(" " * width, *(f"{name:>9}" for name in METRICS))
    for name, ranker in RANKERS.items():
        print(f"{name:<{width}}", *(f"{value:>9.3f}" for value in measure(ranker, corpus)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
