"""Names turned into addresses."""

from __future__ import annotations

import pytest

from interviewing.slugs import slugify


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Salary", "salary"),
        ("Thank-you notes", "thank-you-notes"),
        ("  before \t the  call ", "before-the-call"),
        ("C", "c"),
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("R&D", "r-and-d"),
        ("a < b", "a-less-than-b"),
        ("a > b", "a-more-than-b"),
        ("a = b", "a-equals-b"),
        ("100 %", "100-percent"),
        ("@home", "at-home"),
        ("$", "dollar"),
        ("*", "star"),
        ("don't", "dont"),
        ("don\u2019t", "dont"),
        ("résumé", "résumé"),
        ("re\u0301sume\u0301", "résumé"),  # the same letters, written as two characters each
        ("面接", "面接"),
        ("नौकरी", "नौकरी"),
        ("ﬁt", "fit"),
        ("😀", "u1f600"),
        ("👩\u200d💻", "u1f469-u1f4bb"),
        ("❤\ufe0f", "u2764"),  # with the sign that asks for colour
        ("❤", "u2764"),
        ("\U0001fae9 tired", "u1fae9-tired"),  # younger than some releases of Python
        ("../../etc/passwd", "etc-passwd"),
        ("...", "u2e-u2e-u2e"),
        ("\ue000", "ue000"),
        ("", "untitled"),
    ],
)
def test_a_name_has_its_address(name: str, slug: str) -> None:
    assert slugify(name) == slug


def test_names_that_differ_in_a_sign_have_distinct_addresses() -> None:
    names = ["C", "C++", "C#", "C&", "C<", "C>", "C=", "C@", "C%", "C$", "C*", "C😀", "Cé", "Ce"]
    assert len({slugify(name) for name in names}) == len(names)


def test_an_address_is_its_own_address() -> None:
    for name in ("C++", "R&D", "résumé", "😀 & 面接", "don't"):
        assert slugify(slugify(name)) == slugify(name)
