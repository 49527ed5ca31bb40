"""The words of the search index, as they are asked for."""

from __future__ import annotations

from typing import Any

import cbor2
import pytest

from interviewing.search_index import entries, packed, parts_of, plain_words, unaccented


def plain(*words: tuple[str, Any]) -> dict[str, Any]:
    """Return words and their pages as they are in the index."""
    made = plain_words((word, cbor2.dumps(pages)) for word, pages in words)
    return {word: cbor2.loads(pages) for word, pages in made.items()}


@pytest.mark.parametrize(
    "words",
    [
        ["a", "word", "x" * 23, "y" * 24, "z" * 300],
        [f"w{number}" for number in range(23)],
        [f"w{number}" for number in range(24)],
        [f"w{number}" for number in range(256)],
        ["bułat", "łąka"],  # the bytes of this letter and the next are those of a head
    ],
)
def test_a_piece_is_read_and_written_as_cbor(words: list[str]) -> None:
    pages = [[[number, [-25, number, 130, 0x8265]] for number in (1, 30, 130, 300, 70_000)]] * 300
    piece = cbor2.dumps([[[word, each] for word, each in zip(words, pages, strict=False)]])
    found = [*entries(piece)]
    assert [[word, cbor2.loads(each)] for word, each in found] == cbor2.loads(piece)[0]
    assert packed(found) == piece


def test_a_word_is_found_without_its_accents() -> None:
    words = plain(("résumé", [[2, [-25, 7]]]), ("resign", [[1, [-25, 4]]]))
    assert [*words.items()] == [("resign", [[1, [-25, 4]]]), ("resume", [[2, [-25, 7]]])]


def test_spellings_of_a_word_become_one() -> None:
    words = plain(
        ("resume", [[1, [-25, 4]], [3, [-25, 1]]]),
        ("résume", [[4, [-25, 2]]]),
        ("résumé", [[1, [-145, 7]], [2, [-25, 5]]]),
    )
    pages = [[1, [-25, 4, -145, 7]], [2, [-25, 5]], [3, [-25, 1]], [4, [-25, 2]]]
    assert words == {"resume": pages}


def test_words_with_signs_are_left_out_as_nobody_asks_for_them() -> None:
    words = plain(("dont", []), ("don’t", []), ("snake_case", []), ("“quoted”", []))
    assert [*words] == ["dont", "snake_case"]


def test_parts_are_alike_in_size_but_for_common_words() -> None:
    rare = {f"rare{number:03}": bytes(20) for number in range(300)}
    words = rare | {"so": bytes(9_000), "to": bytes(9_000)}
    parts = [*parts_of(words)]
    assert [word for part in parts for word in part] == [*words.items()]
    assert [len(part) for part in parts[-2:]] == [1, 1]
    assert len({len(part) for part in parts[:-3]}) == 1
    assert not [*parts_of({})]


def test_letters_that_only_look_accented_stay() -> None:
    words = ("ørsted", "강남", "ﬁne", "naïve", "“don’t”")
    assert [unaccented(word) for word in words] == ["ørsted", "강남", "ﬁne", "naive", "“don’t”"]
