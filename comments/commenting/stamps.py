"""A stamp for each form: for one thread, one browser, one comment and one day."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from django.core import signing

_SALT = "comments.stamp"
_LONGEST_AGE = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a stamp says."""

    number: str  # of its own: a comment with it is stored once
    seconds: float  # since it was given


class StampError(ValueError):
    """A stamp that is not good, with the reason for its reader."""


def give(path: str, browser: str) -> str:
    """Return a stamp for a thread and a browser."""
    values = [path, browser, secrets.token_hex(12), round(time.time(), 2)]
    return signing.dumps(values, salt=_SALT)


def read(text: str, path: str, browser: str) -> Stamp:
    """Return what a stamp says; raise StampError where it is not for this thread and browser."""
    try:
        found = signing.loads(text, salt=_SALT, max_age=_LONGEST_AGE)
    except signing.SignatureExpired:
        raise StampError("The form was open for more than a day. Send it again.") from None
    except signing.BadSignature:
        raise StampError("The form has lost its stamp. Send it again.") from None
    if not browser or found[:2] != [path, browser]:
        raise StampError(
            "The form is not from this page and browser. Reload the page, allow its cookie, "
            "and send it again."
        )
    return Stamp(found[2], time.time() - found[3])
