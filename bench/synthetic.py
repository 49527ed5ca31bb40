"""Articles that nobody wrote, in the size and shape of real ones, to measure with."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SYLLABLES = [a + b for a in "bdfgklmnprstv" for b in ("a", "e", "i", "o", "u", "an", "er", "ol")]
_WORDS = 20_000
_TAGS = 60
_SECTIONS = 4
_ON_TOPIC = 0.15  # of the words
_FIRST_DAY = dt.date(2000, 1, 1)


def articles(count: int, words: int = 700, seed: int = 101) -> Iterator[tuple[str, str]]:
    """Yield (file name, text) of articles; the same for the same arguments.

    Word frequencies follow Zipf's law over 20,000 words; each article leans to a topic of 200
    words of its own. Each has 3 to 5 of 60 tags, 4 headings and 2 links to earlier articles;
    every third has a letter, every tenth keeps a promise of the one before it.
    """
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    vocabulary = _vocabulary(rng)
    weights = list(itertools.accumulate(1 / rank for rank in range(1, _WORDS + 1)))
    for number in range(count):
        topic = rng.sample(vocabulary[200:4000], 200)
        common = rng.choices(vocabulary, cum_weights=weights, k=words)
        text = [rng.choice(topic) if rng.random() < _ON_TOPIC else word for word in common]
        yield f"article-{number}.md", _front_matter(number, rng, topic) + _body(number, rng, text)


def _vocabulary(rng: random.Random) -> list[str]:
    words: dict[str, None] = {}
    while len(words) < _WORDS:
        words["".join(rng.choices(_SYLLABLES, k=rng.randint(1, 4)))] = None
    return list(words)


def _front_matter(number: int, rng: random.Random, topic: list[str]) -> str:
    tags = rng.sample([f"tag {number}" for number in range(_TAGS)], rng.randint(3, 5))
    date = _FIRST_DAY + dt.timedelta(days=number)
    lines = [
        f"title: {' '.join(topic[:5]).capitalize()} {number}",
        f"description: {' '.join(topic[:15]).capitalize()}.",
        f"date: {date}",
        f"tags: [{', '.join(tags)}]",
        f"takeaways: {json.dumps(topic[5:8])}",
        f"promises: [{{id: promise-{number}, text: {' '.join(topic[8:14])}}}]",
    ]
    if number % 10 == 1:
        lines.append(f"fulfils: [promise-{number - 1}]")
    return "---\n" + "\n".join(lines) + "\n---\n"


def _body(number: int, rng: random.Random, words: list[str]) -> str:
    links = [f"[see](article-{rng.randrange(number)}.md)" for _ in range(2) if number]
    parts = []
    size = len(words) // _SECTIONS
    for section in range(_SECTIONS):
        chunk = words[section * size : (section + 1) * size]
        sentences = [" ".join(chunk[i : i + 14]).capitalize() + "." for i in range(0, size, 14)]
        half = len(sentences) // 2
        parts += [
            f"## {' '.join(chunk[:4]).capitalize()}",
            "\n".join(sentences[:half]),
            "\n".join([*sentences[half:], *links[section : section + 1]]),
        ]
    if number % 3 == 0:
        parts.append(
            f"```letter\ntitle: {words[0]} {words[1]}\nsituation: {words[2]}\n"
            f"subject: {words[3]} [[date]]\n---\nDear [[name]],\n\n{' '.join(words[:60])}\n```"
        )
    return "\n\n".join(parts) + "\n"
