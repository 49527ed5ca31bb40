"""What readers type: made clean, and looked through for what they may regret."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from commenting.identity import digest

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# These turn the text around them; without them, the writing of Arabic and Hebrew still works.
_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_TOO_MANY_MARKS = re.compile(r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]{6,}")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
# Nine digits or more in one go, or the seven of an American number without its area.
_PHONE = re.compile(r"(?<![\w$€£.,/=-])\+?\(?\d(?:[ .()/-]{0,2}\d){8,14}(?!\w)|\b\d{3}-\d{4}\b")
_SHORTEST_EMPLOYER = 2


def clean(text: str) -> str:
    """Return a text with one kind of line end; raise ValidationError where it is no text."""
    if "\ufffd" in text:
        raise ValidationError("This is not valid UTF-8: type it again.", "encoding")
    text = unicodedata.normalize("NFC", _TURNING.sub("", _LINE_END.sub("\n", text)))
    if _CONTROL.search(text):
        raise ValidationError("This has a character that cannot be shown: delete it.", "control")
    if _TOO_MANY_MARKS.search(text):
        raise ValidationError("This has too many accents on one letter.", "marks")
    return text.strip()


def has_words(text: str) -> bool:
    """Return whether there is something to see."""
    return any(unicodedata.category(letter)[0] in "LNPS" for letter in text)


def regrets(text: str, employer: str) -> Iterator[str]:
    """Yield a warning for each thing that a job seeker may wish not to have published."""
    employer = " ".join(employer.split())
    if len(employer) >= _SHORTEST_EMPLOYER and _names(text, employer):
        yield (
            f"This names {employer}, the company in your letter. People who hire there can find it."
        )
    if found := _EMAIL.search(text):
        yield f"This has an email address, {found[0]}, which everybody could read and write to."
    if found := _PHONE.search(text):
        yield f"This seems to have a phone number, {found[0].strip()}, which everybody could call."


def digest_of(text: str) -> str:
    """Return what two texts share that differ in case, spaces and marks only."""
    return digest("words", "".join(filter(str.isalnum, text.casefold())))


def _names(text: str, employer: str) -> bool:
    words = r"\s+".join(map(re.escape, employer.casefold().split()))
    return bool(re.search(rf"(?<!\w){words}(?!\w)", text.casefold()))
