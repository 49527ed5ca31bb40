"""How alike articles are, by the terms they share.

TF-IDF: a term counts by the root of how often it is said and by how few articles say it, and two
articles are as alike as the cosine between their weights (Salton and Buckley, 1988, "Term-weighting
approaches in automatic text retrieval"). bench/README.md tells what each choice gains. numpy,
because plain Python takes a minute for 10,000 articles; scipy would compare a third faster, and
cost 0.6 s to import and 140 MB to install.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from interviewing.article import newest_first
from interviewing.text import Terms, Text, count_terms, read_text

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from interviewing.article import Article
    from interviewing.text import Integers

    Floats = NDArray[np.float64]

# What more articles than this, and a twentieth of all, say tells little and costs most to compare.
_COMMON = 200
# Above 1, the usual power: plain IDF leaves words that a whole blog uses strong beside rare ones.
_RARITY = 1.5


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Articles as weighted terms: entries in the order of terms, then articles."""

    articles: tuple[Article, ...]  # newest first, so that order settles ties
    texts: tuple[Text, ...]
    terms: Terms
    weights: Floats  # for each entry of the terms
    starts: Integers  # where the entries of each term begin
    term_of: Integers  # for each entry
    by_article: Integers  # the entries in the order of articles
    rows: Integers  # where each article begins among these

    def entries_of(self, place: int) -> Integers:
        """Return the entries of an article."""
        return self.by_article[self.rows[place] : self.rows[place + 1]]


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """The terms that two articles share, in order."""

    terms: Integers
    counts: Integers  # in the article that says it less often
    scores: Floats  # what each adds to the score


def index_articles(articles: Collection[Article]) -> Index:
    """Return the index of these articles, the same in whatever order they come."""
    ordered = tuple(sorted(articles, key=newest_first))
    texts = tuple(map(read_text, ordered))
    terms = count_terms(ordered, texts, most=max(_COMMON, len(ordered) / 20))
    by_article = np.argsort(terms.articles, kind="stable").astype(np.int32)
    return Index(
        articles=ordered,
        texts=texts,
        terms=terms,
        weights=_weights(terms, len(ordered)),
        starts=np.append(0, np.cumsum(terms.uses)),
        term_of=np.repeat(np.arange(len(terms.uses), dtype=np.int32), terms.uses),
        by_article=by_article,
        rows=np.searchsorted(terms.articles[by_article], np.arange(len(ordered) + 1)),
    )


def scores_of(index: Index, place: int) -> Floats:
    """Return how alike each article is to the one at a place, 0 to 1.

    Rounded, so that machines whose last digits differ agree on ties.
    """
    own = index.entries_of(place)
    terms = index.term_of[own]
    sizes = index.terms.uses[terms]
    # The entries of its terms, one range after the other: starts[0], starts[0] + 1, …
    offsets = index.starts[terms] - np.cumsum(sizes) + sizes
    entries = np.arange(sizes.sum()) + np.repeat(offsets, sizes)
    products = np.repeat(index.weights[own], sizes) * index.weights[entries]
    users = index.terms.articles[entries]
    scores = np.asarray(np.bincount(users, products, len(index.articles)), np.float64)
    return scores.round(9)


def best_places(scores: Floats, count: int) -> list[int]:
    """Return the places of the `count` highest scores, highest first, equal ones in order."""
    least = np.partition(scores, -count)[-count] if 0 < count < len(scores) else -np.inf
    places = np.flatnonzero(scores >= least)
    ordered = places[np.argsort(-scores[places], kind="stable")]
    return [int(place) for place in ordered[:count]]


def shared_terms(index: Index, one: int, other: int) -> Shared:
    """Return what the articles at two places share; the scores add up to how alike they are."""
    mine, theirs = index.entries_of(one), index.entries_of(other)
    terms, here, there = np.intersect1d(
        index.term_of[mine], index.term_of[theirs], assume_unique=True, return_indices=True
    )
    mine, theirs = mine[here], theirs[there]
    counts = np.minimum(index.terms.counts[mine], index.terms.counts[theirs])
    return Shared(terms, counts, index.weights[mine] * index.weights[theirs])


def _weights(terms: Terms, articles: int) -> Floats:
    """Return the weight of each entry, such that the squares of an article's add up to 1."""
    rarity = np.log(articles / terms.uses) ** _RARITY
    weights = np.sqrt(terms.counts) * np.repeat(rarity, terms.uses)
    lengths = np.sqrt(np.bincount(terms.articles, weights**2, articles))
    lengths[lengths == 0] = 1
    return weights / lengths[terms.articles]
