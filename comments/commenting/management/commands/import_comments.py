"""Take over the comments of WordPress, Disqus or Isso; a second run adds what is new."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from commenting import threads
from commenting.imports.disqus import read_disqus
from commenting.imports.exports import UnreadableError
from commenting.imports.isso import read_isso
from commenting.imports.placing import plan_import
from commenting.imports.storing import known_ids, store
from commenting.imports.wxr import read_wxr
from commenting.models import Comment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.core.management.base import CommandParser

    from commenting.imports.exports import Note
    from commenting.imports.placing import Plan

_READERS = {"wordpress": read_wxr, "disqus": read_disqus, "isso": read_isso}


class Command(BaseCommand):
    """Import, and report what was left out or changed, and why."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the system, its export, and what to do with it."""
        parser.add_argument("system", choices=_READERS)
        parser.add_argument("file", type=Path, help="an export in XML, or the database of Isso")
        parser.add_argument("--dry-run", action="store_true", help="report, and store nothing")
        parser.add_argument(
            "--moderator",
            action="append",
            default=[],
            metavar="EMAIL",
            help="the address under which one of you wrote; may be given more than once",
        )

    def handle(self, *_: object, **options: Any) -> None:
        """Import, and report."""
        site = threads.site()
        if not site.threads:
            raise CommandError(f"{settings.THREADS_FILE}: expected the list that a build writes")
        try:
            Comment.objects.exists()
        except DatabaseError as error:
            expected = "expected the tables that `manage.py migrate` makes first"
            raise CommandError(f"database: {expected}, got {error}") from error
        try:
            export = _READERS[options["system"]](options["file"])
        except UnreadableError as error:
            raise CommandError(str(error)) from error
        plan = plan_import(
            export, lambda path: found.path if (found := site.thread(path)) else None
        )
        before = known_ids(plan.source)
        again = sum(each.comment.id in before for each in plan.placed)
        if options["dry_run"]:
            self._say(f"{_comments(len(plan.placed) - again)} would be imported")
        else:
            moderators = {each.lower() for each in options["moderator"]}
            self._say(f"{_comments(store(plan, moderators))} imported")
        self._report(plan, again)

    def _report(self, plan: Plan, again: int) -> None:
        if again:
            self._say(f"{_comments(again)} imported before, and left as they are now")
        for address, count in plan.unknown:
            self._say(
                f"{_comments(count)} left out: no page has the address {_shown(address)}; "
                "add it to the aliases of its article, build, and import again"
            )
        self._list("left out", plan.left_out)
        self._list("changed", plan.changed)

    def _list(self, fate: str, notes: Iterable[Note]) -> None:
        for note in notes:
            self._say(f"{fate}: {_shown(note.id)}: {note.what}")

    def _say(self, line: str) -> None:
        self.stdout.write(line)


def _comments(count: int) -> str:
    return f"{count:,} comment{'' if count == 1 else 's'}"


def _shown(value: str) -> str:
    """Return what a stranger wrote as a terminal may show it."""
    return repr(value) if not value.isprintable() or not value else value
