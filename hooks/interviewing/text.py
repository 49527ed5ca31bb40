"""The words of articles, counted: what they are compared by."""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from interviewing.markdown import prose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from interviewing.article import Article

    Integers = NDArray[np.integer[Any]]

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
# What has letters and is not for reading. Marks without letters need no care: they are no words.
_MARKUP = re.compile(
    r"</?[a-zA-Z!][^<>]*>|\]\([^()]*\)|https?://\S+|\{[:#.][^{}\n]*\}|\[\^[^\[\]]*\]"
    r"|\]\[[^\[\]]*\]|\n {0,3}\[[^\[\]^][^\[\]]*\]:[^\n]*"  # links defined elsewhere
)
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+)$", re.MULTILINE)
# A word in the title or the description counts like so many in the body, and so does a tag.
_ON_PURPOSE = 3
# Words that say nothing of a subject, whatever the article.
EMPTY = frozenset(
    """
    a about above across actual actually after afterwards again against ago ahead al all almost
    alone along already also although always am amid among amongst an and another any anybody
    anyhow anymore anyone anything anyway anywhere apart are aren't around as aside at away back
    be became because become becomes becoming been before beforehand began begin begins behind
    being below beneath beside besides between beyond both bring brings but by came can can't
    cannot come comes coming could couldn't despite did didn't different do does doesn't doing
    don't done down due during each eg either else elsewhere enough especially et etc even ever
    every everybody everyone everything everywhere except far few fewer first five for former
    formerly forth forward found four from full further furthermore gave get gets getting give
    given gives giving go goes going gone got gotten great had hadn't half has hasn't have haven't
    having he he'd he'll he's hence her here here's hereby herein hers herself him himself his how
    however i i'd i'll i'm i've ie if in indeed inside instead into is isn't it it'd it'll it's
    its itself just keep keeps kept knew know known knows last later latter least less let let's
    like likely little long lot lots made make makes making many may maybe me meanwhile might mine
    more moreover most mostly much must my myself namely near need needed needs neither never
    nevertheless new next nine no nobody none nonetheless nor not nothing now nowhere of off often
    oh ok on once one ones only onto or other others otherwise ought our ours ourselves out
    outside over own part past per perhaps please possible probably put puts quite rather re
    really right said same saw say saying says second see seem seemed seeming seems seen seven
    several shall she she'd she'll she's should shouldn't show shows since six so some somebody
    somehow someone something sometime sometimes somewhat somewhere soon still such sure take
    taken takes taking tell tells ten than thank thanks that that'll that's the their theirs them
    themselves then thence there there's thereafter thereby therefore therein thereupon these they
    they'd they'll they're they've thing things think third this those though three through
    throughout thus till to together told too took toward towards tried tries truly try trying two
    under unless unlike until unto up upon us use used useful uses using usually various very via
    want wanted wants was wasn't way ways we we'd we'll we're we've well went were weren't what
    what's whatever when whence whenever where whereas whereby wherein whereupon wherever whether
    which while whither who who's whoever whole whom whose why will with within without won't
    would wouldn't yes yet you you'd you'll you're you've your yours yourself yourselves
    """.split()  # noqa: SIM905 - a list would be 350 lines long
)


@dataclass(frozen=True, slots=True)
class Text:
    """What an article says, without code: that tells of a language, not of a subject."""

    body: str
    names: str  # " word word … " of its title, description and headings, in small letters


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """What articles are compared by: tags, words, and pairs of words one after the other.

    Entries say which article has which term how often, in the order of terms, then articles.
    """

    tags: tuple[str, ...]
    words: tuple[str, ...]  # in their usual spelling
    codes: Integers  # for each term: a tag, else after the tags a word, else after these a pair
    uses: Integers  # for each term: how many entries
    articles: Integers  # for each entry: the place of the article among those counted
    counts: Integers  # for each entry

    def is_tag(self, terms: Integers) -> NDArray[np.bool_]:
        """Return which of these terms are tags."""
        return self.codes[terms] < len(self.tags)

    def is_pair(self, terms: Integers) -> NDArray[np.bool_]:
        """Return which of these terms are pairs."""
        return self.codes[terms] >= len(self.tags) + len(self.words)

    def spelling(self, term: int) -> str:
        """Return a term as most articles write it; for a pair, its words with a space between."""
        code = int(self.codes[term])
        if code < len(self.tags):
            return self.tags[code]
        before, last = divmod(code - len(self.tags), len(self.words))
        return f"{self.words[before - 1]} {self.words[last]}" if before else self.words[last]


@lru_cache(maxsize=5_000)  # for a preview, in which few articles change
def read_text(article: Article) -> Text:
    """Return what the article says, its letters by their titles and situations."""
    markdown = prose(article.body)
    letters = (f"{letter.title}. {letter.situation}." for letter in article.letters)
    body = "\n".join((_MARKUP.sub(" ", markdown), *letters))
    named = " ".join((article.title, article.description, *_HEADING.findall(markdown)))
    return Text(body, f" {' '.join(_spelt(word).lower() for word in _WORD.findall(named))} ")


def count_terms(articles: Sequence[Article], texts: Sequence[Text], most: float) -> Terms:
    """Return the terms that at least two and at most `most` of these articles have.

    Empty words are passed over, so that "letter of reference" has the pair "letter reference".
    """
    fields = list(_fields(articles, texts))
    spellings, read, lengths = _read(text for _, _, text in fields)
    words, word_of = _words(spellings, read)
    word, field = word_of[read], np.repeat(np.arange(len(fields), dtype=np.int32), lengths)
    word, field = word[word >= 0], field[word >= 0]
    place, weight = (np.array([each[i] for each in fields], np.int64) for i in (0, 1))
    tags, tag, tagged = _tags(articles)
    parts = [_count(tag, tagged, np.full(len(tag), _ON_PURPOSE), most)]
    for code, where in _codes(word, field, len(words)):
        parts.append(_count(code + len(tags), place[field[where]], weight[field[where]], most))
    return Terms(tags, words, *(np.concatenate(column) for column in zip(*parts, strict=True)))


def _codes(word: Integers, field: Integers, words: int) -> Iterator[tuple[Integers, Integers]]:
    """Yield words and pairs, and where they stand, 250,000 words at a time to save memory.

    Each word, and each pair by its first word, comes in one turn only.
    """
    follows = np.zeros(len(field), dtype=bool)
    follows[:-1] = field[1:] == field[:-1]
    turns = 1 + len(word) // 250_000
    for turn in range(turns):
        here = np.flatnonzero(word % turns == turn)
        first = here[follows[here]]
        pairs = (word[first] + np.int64(1)) * words + word[first + 1]
        yield np.concatenate((word[here], pairs)), np.concatenate((here, first))


def _count(
    code: Integers, place: Integers, weight: Integers, most: float
) -> tuple[Integers, Integers, Integers, Integers]:
    """Return the columns of Terms for what stands at these places.

    Term, article and weight go into one number, as numbers sort many times as fast as rows: the
    weight into two bits, so that a million articles of a million words still fit.
    """
    articles = int(place.max(initial=0)) + 1
    key = np.sort((code * articles + place) * 4 + weight)
    first = _firsts(key >> 2)
    counts = np.add.reduceat(key & 3, first) if len(first) else first
    code, place = np.divmod(key[first] >> 2, articles)
    first = _firsts(code)
    uses = np.diff(first, append=len(code))
    telling = (uses > 1) & (uses <= most)
    kept = np.repeat(telling, uses)
    return (
        code[first][telling],
        uses[telling],
        place[kept].astype(np.int32),
        counts[kept].astype(np.int32),
    )


def _firsts(ordered: Integers) -> Integers:
    """Return where each run of equal values begins."""
    return np.flatnonzero(np.diff(ordered, prepend=-1))


def _fields(articles: Sequence[Article], texts: Iterable[Text]) -> Iterator[tuple[int, int, str]]:
    """Yield (place of the article, weight, text); no pair reaches from one text into the next."""
    for place, (article, text) in enumerate(zip(articles, texts, strict=True)):
        yield place, _ON_PURPOSE, article.title
        yield place, _ON_PURPOSE, article.description
        yield place, 1, text.body


def _read(texts: Iterable[str]) -> tuple[list[str], Integers, Integers]:
    """Return every spelling, which of them stands at each place, and the length of each text."""
    ids: defaultdict[str, int] = defaultdict()
    ids.default_factory = ids.__len__
    read, lengths = array("i"), array("i")
    for text in texts:
        found = _WORD.findall(text)
        read.extend(map(ids.__getitem__, found))
        lengths.append(len(found))
    return list(ids), np.array(read, np.int32), np.array(lengths, np.int32)


def _words(spellings: Sequence[str], read: Integers) -> tuple[tuple[str, ...], Integers]:
    """Return words in their usual spelling, and which word each spelling stands for, -1 for none.

    Of spellings used as often, the one with small letters.
    """
    times = np.bincount(read, minlength=len(spellings)).tolist()
    word_of = np.full(len(spellings), -1, np.int32)
    ids: dict[str, int] = {}
    ways: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for number, spelling in enumerate(map(_spelt, spellings)):
        word = spelling.lower()
        if len(word) > 1 and word not in EMPTY:
            word_id = word_of[number] = ids.setdefault(word, len(ids))
            ways[word_id][spelling] += times[number]
    # Small letters come after capitals in the order of characters.
    return tuple(max(way, key=lambda each: (way[each], each)) for way in ways.values()), word_of


def _spelt(word: str) -> str:
    return word.replace("\u2019", "'").removesuffix("'s")


def _tags(articles: Sequence[Article]) -> tuple[tuple[str, ...], Integers, Integers]:
    """Return every tag; then, side by side, tags and the articles that have them."""
    ids: dict[str, int] = {}
    rows = [
        (ids.setdefault(tag, len(ids)), place)
        for place, article in enumerate(articles)
        for tag in article.tags
    ]
    columns = np.array(rows, np.int64).reshape(-1, 2)
    return tuple(ids), columns[:, 0], columns[:, 1]
