"""How much a comment looks like spam, and why: each reason is a sentence for the moderator."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HOLD = 3  # from here on a moderator reads it first, whoever wrote it
SPAM = 10  # from here on it is spam until a moderator says otherwise
LONG_ENOUGH = 40  # characters of a text that two people would not write alike
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]]*", re.IGNORECASE)
_QUICK = 3  # seconds
_LETTERS = 30


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a comment before anybody has read it."""

    text: str
    name: str = ""
    homepage: str = ""  # of the field that nobody sees
    seconds: float = 60.0  # from the form's beginning to its end
    repeats: int = 0  # the same words elsewhere, not long ago
    blocked: tuple[str, ...] = ()  # words of it that moderators have blocked


@dataclass(frozen=True, slots=True)
class Verdict:
    """The score of a comment, and each reason with its share."""

    score: int
    reasons: tuple[str, ...]


def judge(evidence: Evidence) -> Verdict:
    """Return the score of a comment with its reasons, the weightiest first."""
    found = sorted(_reasons(evidence), key=lambda each: -each[0])
    return Verdict(
        sum(points for points, _ in found), tuple(f"+{points} {why}" for points, why in found)
    )


def blocked_words(text: str, words: Iterable[str]) -> tuple[str, ...]:
    """Return the blocked words that a text has, in their own order."""
    folded = " ".join(text.casefold().split())
    return tuple(
        word
        for word in words
        if re.search(rf"(?<!\w){re.escape(' '.join(word.casefold().split()))}(?!\w)", folded)
    )


def _reasons(evidence: Evidence) -> Iterator[tuple[int, str]]:
    if evidence.homepage:
        yield 10, "It fills in a field that no person sees."
    for word in evidence.blocked:
        yield 10, f"It has the blocked word “{word}”."
    yield from _link_reasons(evidence)
    if evidence.repeats:
        times = "once" if evidence.repeats == 1 else f"{evidence.repeats} times"
        yield 4, f"The same words came {times} before in the last 30 days."
    if evidence.seconds < _QUICK:
        yield 2, f"It was sent within {_QUICK} seconds of opening the form."
    letters = [letter for letter in evidence.text if letter.isalpha()]
    if len(letters) >= _LETTERS and sum(map(str.isupper, letters)) > 0.6 * len(letters):
        yield 1, "Most of it is in capitals."


def _link_reasons(evidence: Evidence) -> Iterator[tuple[int, str]]:
    links = _LINK.findall(evidence.text)
    if links:
        points = (1, 3, 6)[min(len(links), 3) - 1]
        yield points, "It has a link." if len(links) == 1 else f"It has {len(links)} links."
        rest = len(_LINK.sub("", evidence.text))
        if 3 * rest < sum(map(len, links)):
            yield 3, "Most of it is links."
    if _LINK.search(evidence.name):
        yield 6, "The name is a link."
