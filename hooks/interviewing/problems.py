"""What is wrong with a file, said so that its author can mend it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import difflib
import re
import reprlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LONGEST_PART = 400  # characters; more is no line that anybody reads
_LONGEST_NAME = 80
_short = reprlib.Repr()
_short.maxstring = _short.maxother = 80
_short.maxlevel = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: in which file, in which field, what belongs there, what stands there."""

    source: str  # path under the folder
    field: str  # "date", "series.part", "promises[0].id", "line 12"
    expected: str
    got: str
    # Whether a file that could not be read may hold what is missed.
    is_absence: bool = dataclasses.field(default=False, kw_only=True, compare=False)
    folder: str = dataclasses.field(default="docs/", kw_only=True)

    def __str__(self) -> str:
        """Return the one line an author reads, whatever stands in the file."""
        parts = (self.folder + self.source, self.field, self.expected, self.got)
        return "{}: {}: expected {}, got {}".format(*map(_on_one_line, parts))


class ContentError(Exception):
    """Every problem of every file; below a count, its text has one line for each."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems, each once, in the order an author would work through them."""
        self.problems = tuple(sorted(set(problems), key=_reading_order))
        count = len(self.problems)
        folders = sorted({problem.folder for problem in self.problems} - {""})
        head = " in ".join([f"{count} problem{'s' if count > 1 else ''}", *folders])
        super().__init__("\n".join([head, *map(str, self.problems)]))


def repetitions(source: str, field: str, names: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem for each name that a field holds more than once, in their order."""
    for name, count in Counter(names).items():
        if count > 1:
            yield Problem(source, field, "each once", f"{name} {count} times")


def shown(value: object) -> str:
    """Return a value as one short line, however long or nested it is."""
    if value is None:
        return "nothing"
    return value.isoformat() if isinstance(value, dt.date) else _short.repr(value)


def near(name: str, known: Iterable[str]) -> str:
    """Return " (did you mean …?)" for the most similar known name, or nothing."""
    if len(name) > _LONGEST_NAME:  # comparing takes the square of its length
        return ""
    similar = difflib.get_close_matches(name, sorted(known), n=1)
    return f" (did you mean {similar[0]}?)" if similar else ""


def _on_one_line(text: str) -> str:
    cut = text if len(text) <= _LONGEST_PART else text[:_LONGEST_PART] + "…"
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in cut)


def _reading_order(problem: Problem) -> tuple[str, str, str, str]:
    """Return the sort key that puts line 9 before line 10."""
    field = re.sub("[0-9]+", lambda match: match[0].zfill(9), problem.field)
    return problem.source, field, problem.expected, problem.got
