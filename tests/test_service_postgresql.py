"""The comment service on PostgreSQL: its own tests once more, in a cluster that is thrown away."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import psycopg
import pytest
from conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAMS = os.environ.get("POSTGRESQL", "")
# What does not ask the database, or starts servers and browsers of its own, says the same on either.
_ELSEWHERE = ("settings", "production", "browser", "postgresql", "words")
_CHOSEN = "not made_to_be_slow"  # Markdown is, if anything
_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=")


@contextmanager
def cluster() -> Iterator[Path]:
    """Start PostgreSQL on a socket of its own, and give the socket's folder."""
    # PostgreSQL does not run as root. A socket's path must be short, unlike pytest's folders.
    user: dict[str, Any] = {"user": "nobody", "cwd": "/"} if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if user:
        shutil.chown(folder, "nobody")
    data = folder / "data"
    options = ["--auth=trust", "--username=postgres", "--no-sync", "--encoding=UTF8"]
    subprocess.run(
        [f"{PROGRAMS}/initdb", f"--pgdata={data}", "--locale=C.UTF-8", *options],
        check=True,
        stdout=subprocess.DEVNULL,
        **user,
    )
    quick = [part for option in _QUICK for part in ("-c", option)]
    server = subprocess.Popen(
        [f"{PROGRAMS}/postgres", "-D", data, "-k", folder, *quick],
        stderr=subprocess.DEVNULL,
        **user,
    )
    try:
        _await(folder)
        yield folder
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder)


def _await(folder: Path) -> None:
    for _ in range(600):
        try:
            psycopg.connect(host=str(folder), user="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("PostgreSQL does not answer")


@pytest.mark.skipif(not PROGRAMS, reason="NOT TESTED: PostgreSQL is not installed")
def test_the_service_passes_its_tests_on_postgresql_too() -> None:
    files = [*ROOT.glob("tests/test_service_*.py"), ROOT / "tests/test_import_command.py"]
    chosen = [each for each in files if not any(word in each.name for word in _ELSEWHERE)]
    with cluster() as folder:
        url = f"postgres://postgres@{quote(str(folder), safe='')}/comments"
        options = ("-q", "--reuse-db", "-p", "no:cacheprovider", "-k", _CHOSEN)
        command = [sys.executable, "-m", "pytest", *options]
        run = subprocess.run(
            [*command, *chosen],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": url},
            check=False,
            capture_output=True,
            text=True,
        )
        assert run.returncode == 0, run.stdout
        # It was this database, and not the other one.
        with psycopg.connect(host=str(folder), user="postgres", dbname="test_comments") as database:
            row = database.execute("SELECT count(*) FROM django_migrations").fetchone()
            assert row
            assert row[0] > 0
