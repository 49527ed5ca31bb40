"""Why one article is related to another, in the words of a reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from interviewing.similarity import shared_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from interviewing.similarity import Index

_MOST = 3
_FEW = 3  # articles that may say it, of however few
_CANDIDATES = 20  # words and phrases looked at
_ALIKE = 5  # letters
# "also about" one of these alone would say nothing.
_VAGUE = frozenset(
    """
    able add added adding adds agree agreed allow allowed allows answer answers april area
    areas ask asked asking asks august available bad base based basic best better big bit
    blog call called calls care careful case cases certain chance change changed changes
    changing check choose clear clearly close com common complete complicated consider
    continue cost couple course create created creates creating current currently date day
    days deal december decide decided detail details difference difficult early easier
    easily easy effective effort email end ended ending ends entire exactly example examples
    expect expected explain extra face fact fair fast february feel feeling fell felt final
    finally find finding finds fine fit fix fixed focus focused follow followed following
    follows free friday future general generally goal goals good gov group groups grow guess
    hand hands happen happened happens happy hard head hear heard held help helped helpful
    helping helps high higher hold hope hour hours html http https huge idea ideas imagine
    important improve improved include included includes including information interesting
    issue issues january join joined july june kind kinds large larger late learn learned
    learning learns leave left level life line lines list live local longer look looked
    looking looks low main major march matter matters mean meaning means meant mention
    mentioned minute minutes moment monday month months morning move moved moving multiple
    name named names nice night normal note notes notice noticed november number numbers
    october office old order org original overview page particular people perfect person
    piece pieces place places point points post posts present previous prior problem
    problems process produce proof provide provided provides providing question quick
    quickly quote read reader readers reading ready real reason reasons recent recently
    related remain remember reply result results role rule rules run running runs saturday
    section send sense sent sentence sentences separate september series set sets setting
    share shared sharing short shown side sign signed similar simple simply single situation
    slow small smaller sort special specific spend spent stage start started starting starts
    state stay step steps stop story strong stuff suggest summary sunday support talk talked
    talking tend term terms test thirty thought thoughts thursday time times today tomorrow
    tonight top topic total true tuesday turn turned turns twenty type understand
    understanding update updated version wait waiting watch wednesday week weeks welcome
    wonder wonderful word words work worked working works world worries worry worse worst
    worth write writing written wrong wrote www year years yesterday
    """.split()  # noqa: SIM905 - a list would be 200 lines long
)


def shared_subjects(index: Index, one: int, other: int) -> tuple[str, ...]:
    """Return up to three things that a reader would say both articles are about.

    Tags first, the rarest before; then words that both name in their titles, descriptions or
    headings, and phrases that both write whose words one of them names there, by what they add
    to the score. Both must say each more than once (titles and descriptions count threefold). No
    more than a third of the articles may say it, or half of them have the tag.
    """
    subjects: list[str] = []
    begun: set[str] = set()
    for subject in _candidates(index, one, other):
        # "offer" and "offers" are one reason; words that begin alike seldom are two.
        beginnings = {word[:_ALIKE] for word in subject.lower().split()}
        if not beginnings & begun:
            subjects.append(subject)
            begun |= beginnings
    return tuple(subjects[:_MOST])


def _candidates(index: Index, one: int, other: int) -> Iterator[str]:
    """Yield what both articles are about, the best reason first."""
    known, shared = index.terms, shared_terms(index, one, other)
    is_tag = known.is_tag(shared.terms)
    most = np.maximum(_FEW, len(index.articles) / np.where(is_tag, 2, 3))
    meant = (shared.scores > 0) & (shared.counts > 1) & (known.uses[shared.terms] <= most)
    tags = shared.terms[meant & is_tag]
    for tag in tags[np.argsort(known.uses[tags], kind="stable")]:
        yield known.spelling(tag)
    terms, scores = shared.terms[meant & ~is_tag], shared.scores[meant & ~is_tag]
    # A phrase says more than its words: "exploding offers" goes before "exploding".
    strength = np.where(known.is_pair(terms), 2, 1) * scores
    strongest = terms[np.lexsort((terms, -strength.round(9)))][:_CANDIDATES]
    yield from _named(index, one, other, map(known.spelling, strongest))


def _named(index: Index, one: int, other: int, spellings: Iterable[str]) -> Iterator[str]:
    """Yield the words and phrases that the articles name.

    Without numbers, what is vague, and parts of their tags: those that tell are named already.
    """
    places = (index.articles[one], index.articles[other])
    tagged = set(" ".join(tag for article in places for tag in article.tags).lower().split())
    said, names = _said(index, one, other), (index.texts[one].names, index.texts[other].names)
    for spelling in spellings:
        parts = spelling.lower().split()
        if any(part.isdecimal() for part in parts) or (_VAGUE | tagged).issuperset(parts):
            continue
        if len(parts) > 1:
            if all(any(f" {part} " in each for each in names) for part in parts):
                yield from _written(spelling, said)
        elif all(f" {parts[0]} " in each for each in names):
            yield spelling


def _said(index: Index, *places: int) -> list[str]:
    """Return all that the articles at these places say, in small letters."""
    found = ((index.articles[place], index.texts[place]) for place in places)
    return [f"{a.title}\n{a.description}\n{text.body}".lower() for a, text in found]


def _written(pair: str, said: list[str]) -> list[str]:
    """Return the pair as all write it, if none puts a stop or another word between."""
    ways = (pair, pair.replace(" ", "-"))
    return [way for way in ways if all(way.lower() in text for text in said)][:1]
