"""The words of the search index, as they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interviewing.search_index import parts_of, place_of, plain_words, unaccented

if TYPE_CHECKING:
    from interviewing.search_index import Pages


def test_a_word_is_found_without_its_accents() -> None:
    piece: dict[str, Pages] = {"resign": [(1, [-25, 4])], "résumé": [(2, [-25, 7])]}
    plain = {"resign": [(1, [-25, 4])], "resume": [(2, [-25, 7])]}
    assert plain_words({0: piece}, ["resign"]) == {0: plain}


def test_spellings_of_a_word_become_one() -> None:
    piece: dict[str, Pages] = {
        "resume": [(1, [-25, 4]), (3, [-25, 1])],
        "résumé": [(1, [-145, 7]), (2, [-25, 5])],
        "résume": [(4, [-25, 2])],
    }
    pages = [(1, [-25, 4, -145, 7]), (2, [-25, 5]), (3, [-25, 1]), (4, [-25, 2])]
    assert plain_words({0: piece}, ["resume"]) == {0: {"resume": pages}}


def test_a_plain_word_stands_in_the_piece_where_it_is_looked_for() -> None:
    pieces: dict[int, dict[str, Pages]] = {
        0: {"a": [], "even": []},
        2: {"front": [], "élan": [], "öffnen": []},
    }
    made = plain_words(pieces, ["a", "f", "front"])
    words = {number: [*piece] for number, piece in made.items()}
    assert words == {0: ["a", "elan", "even"], 2: ["front", "offnen"]}


def test_a_piece_may_lose_all_its_words() -> None:
    assert plain_words({0: {"a": []}, 1: {"é": []}}, ["a", "é"])[1] == {}


def test_a_part_has_few_words_and_few_places() -> None:
    rare: dict[str, Pages] = {f"rare{number:03}": [(1, [number])] for number in range(100)}
    common: dict[str, Pages] = {word: [(1, [*range(1000)])] for word in ("to", "too", "two")}
    parts = [[word for word, _ in part] for part in parts_of(rare | common)]
    assert [len(part) for part in parts] == [64, 37, 1, 1]
    assert [word for part in parts for word in part] == [*rare, *common]


def test_the_only_part_of_a_small_piece_is_the_piece() -> None:
    piece: dict[str, Pages] = {"a": [(1, [*range(5000)])]}
    assert [*parts_of(piece)] == [[*piece.items()]]
    assert not [*parts_of({})]


@pytest.mark.parametrize(("word", "place"), [("a", 0), ("b", 0), ("c", 0), ("d", 1), ("é", 1)])
def test_a_word_is_looked_for_in_the_last_piece_that_begins_before_it(
    word: str, place: int
) -> None:
    assert place_of(word, ["b", "d"]) == place


def test_letters_that_only_look_accented_stay() -> None:
    words = ("ørsted", "강남", "ﬁne", "naïve", "“don’t”")
    assert [unaccented(word) for word in words] == ["ørsted", "강남", "ﬁne", "naive", "“don’t”"]
