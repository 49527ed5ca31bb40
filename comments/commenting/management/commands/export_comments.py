"""Write approved comments and closed pages to a file, for a build that reaches no database."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from commenting.models import ClosedThread, Comment, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.management.base import CommandParser

_FILE = Path(__file__).parents[3] / "export.json"  # where mkdocs.yml looks for it
_FIELDS = ("pk", "thread", "parent_id", "name", "html", "created", "state", "is_moderator")


class Command(BaseCommand):
    """Export; a build that reads meanwhile finds the old file or the new one."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the place of the file."""
        parser.add_argument("file", type=Path, nargs="?", default=_FILE)

    def handle(self, *_: object, **options: Any) -> None:
        """Write the file beside the old one, and put it in its place when it is on the disk."""
        path: Path = options["file"]
        new = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            count = _write(new)
            new.replace(path)
        except OSError as error:
            raise CommandError(f"{path}: expected a file to write, got {error.strerror}") from error
        finally:
            new.unlink(missing_ok=True)
        self.stdout.write(f"{path}: {count:,} comments")


def _write(path: Path) -> int:
    """Write the comments to a file, one a line, and return how many they are."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write('{"version": 1, "comments": [')
        for count, item in enumerate(_items(), start=1):
            file.write(f"{',' if count > 1 else ''}\n{json.dumps(item, ensure_ascii=False)}")
        closed = list(ClosedThread.objects.order_by("path").values_list("path", flat=True))
        file.write(f'\n], "closed": {json.dumps(closed)}}}\n')
        file.flush()
        os.fsync(file.fileno())
    return count


def _items() -> Iterator[dict[str, Any]]:
    """Yield the comments that the site shows, and those of which it shows the place, by number."""
    shown = Comment.objects.filter(state__in=[State.APPROVED, State.DELETED]).order_by("pk")
    for number, thread, parent, name, html, created, state, is_moderator in shown.values_list(
        *_FIELDS
    ).iterator():
        yield {
            "id": number,
            "thread": thread,
            "parent": parent,
            "name": name,
            "html": html,
            "created": f"{created:%Y-%m-%dT%H:%M:%S.%fZ}",
            "state": state,
            "moderator": is_moderator,
        }
