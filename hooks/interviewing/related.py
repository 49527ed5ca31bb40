"""What to read next after each article, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewing.reasons import shared_subjects
from interviewing.similarity import best_places, index_articles, scores_of, shared_terms

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from interviewing.article import Article
    from interviewing.similarity import Index

# On nine blogs, the articles that came fourth or fifth were linked by their author one time in
# seven above this score, and one time in seventeen below.
THRESHOLD = 0.04
_AT_LEAST = 3  # articles, however low their scores
_PICKED = "our pick to read next"
_UNNAMED = "on a similar subject"
_UNLIKE = "another article here"
_VAGUE = (_UNNAMED, _UNLIKE)


@dataclass(frozen=True, slots=True)
class Match:
    """How alike another article is, from 0 to 1, and what a reader would say both are about."""

    slug: str
    score: float
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Related:
    """An article to read next, and the reason that readers see."""

    article: Article
    reason: str


@dataclass(frozen=True, slots=True)
class Share:
    """What one term adds to the score of two articles."""

    term: str
    is_tag: bool
    score: float
    uses: int  # how many articles have it


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why two articles have the score they have."""

    score: float
    shares: tuple[Share, ...]  # largest first; they add up to the score
    rank_of_second: int  # among all others for the first, from 1
    rank_of_first: int  # among all others for the second
    about: tuple[str, ...]


def rank(articles: Collection[Article], limit: int | None) -> dict[str, tuple[Match, ...]]:
    """Return, by slug, the articles that fit each best: highest score first, the newer on a tie.

    Never what the article does not want beside it; below THRESHOLD only the first three. With
    None for a limit, all others, without what they are about: that is for measuring.
    """
    index = index_articles(articles)
    return {
        article.slug: tuple(_matches(index, place, limit))
        for place, article in enumerate(index.articles)
    }


def related(
    article: Article,
    by_slug: Mapping[str, Article],
    leads: Iterable[tuple[str, str]],
    matches: Iterable[Match],
    beside: Mapping[str, str],
) -> tuple[Related, ...]:
    """Return what to read next: the leads (slug, reason), then the hand-picked, then matches.

    Each in the order given, none twice; neither the article itself, nor what it does not want,
    nor what is not in `by_slug` because it is not published yet. `beside` says of neighbours in
    a series (slug) what they are, for their reasons. A match without a reason to give only fills
    up to three.
    """
    picked = ((slug, _PICKED) for slug in article.related.pin)
    found = (
        (match.slug, _reason(match, article, by_slug[match.slug], beside.get(match.slug, "")))
        for match in matches
        if match.slug in by_slug
    )
    unwanted = {article.slug, *article.related.never}
    chosen: dict[str, str] = {}
    for slug, reason in (*leads, *picked, *found):
        if slug in by_slug and slug not in unwanted:
            chosen.setdefault(slug, reason)
    left_out = _left_out(chosen)
    return tuple(Related(by_slug[slug], chosen[slug]) for slug in chosen if slug not in left_out)


def _left_out(chosen: Mapping[str, str]) -> set[str]:
    """Return the slugs without a reason to give that need not fill the list."""
    vague = [slug for slug, reason in chosen.items() if reason in _VAGUE]
    telling = len(chosen) - len(vague)
    return set(vague[max(0, _AT_LEAST - telling) :])


def explain(first: Article, second: Article, articles: Collection[Article]) -> Explanation:
    """Return what each shared term adds to the score of two of these articles.

    Raises ValueError if they are the same, or not both among them.
    """
    index = index_articles(articles)
    one, other = index.articles.index(first), index.articles.index(second)
    if one == other:
        raise ValueError("expected two articles, got the same one twice")
    shares = sorted(_shares(index, one, other), key=lambda share: (-share.score, share.term))
    return Explanation(
        score=float(scores_of(index, one)[other]),
        shares=tuple(shares),
        rank_of_second=_rank(index, one, other),
        rank_of_first=_rank(index, other, one),
        about=shared_subjects(index, one, other),
    )


def _matches(index: Index, place: int, limit: int | None) -> Iterator[Match]:
    article, scores = index.articles[place], scores_of(index, place)
    unwanted = {article.slug, *article.related.never}
    best = best_places(scores, len(scores) if limit is None else limit + len(unwanted))
    wanted = [other for other in best if index.articles[other].slug not in unwanted][:limit]
    for number, other in enumerate(wanted):
        slug, score = index.articles[other].slug, float(scores[other])
        if limit is None:
            yield Match(slug, score)
        elif score >= THRESHOLD or number < _AT_LEAST:
            yield Match(slug, score, shared_subjects(index, place, other))


def _shares(index: Index, one: int, other: int) -> Iterator[Share]:
    terms, shared = index.terms, shared_terms(index, one, other)
    for term, score in zip(shared.terms, shared.scores, strict=True):
        is_tag, uses = bool(terms.is_tag(term)), int(terms.uses[term])
        yield Share(terms.spelling(term), is_tag, float(score), uses)


def _rank(index: Index, place: int, other: int) -> int:
    order = best_places(scores_of(index, place), len(index.articles))
    return 1 + [each for each in order if each != place].index(other)


def _reason(match: Match, article: Article, other: Article, beside: str) -> str:
    about = f"also about {', '.join(match.about)}" if match.about else ""
    if beside or about:
        return ", ".join(filter(None, (beside, about)))
    if mention := _mention(article, other):
        return mention
    if match.score < THRESHOLD:
        return _UNLIKE
    stage = _shared_stage(article, other)
    return f"also in “{stage}”" if stage else _UNNAMED


def _mention(article: Article, other: Article) -> str:
    if other.source in article.linked:
        return "mentioned in this article"
    return "mentions this article" if article.source in other.linked else ""


def _shared_stage(article: Article, other: Article) -> str:
    mine, theirs = article.series, other.series
    if mine and theirs and (mine.name, mine.stage) == (theirs.name, theirs.stage):
        return mine.stage
    return ""
