"""A feed reader of the terminal, newsboat, subscribed to a built site behind Caddy."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import shutil
import struct
import subprocess
import termios
import time
from typing import TYPE_CHECKING

import pytest
import replace_site
from compress import compress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import BuildSite, Caddy

ARTICLE = """\
---
title: Ask for R&D
date: 2026-11-01
---
The answer.

```letter
title: Ask & hope
situation: You wait
subject: About [[the job]]
---
Dear [[name]],

  two spaces, 1 < 2
Yours
```
"""
TEXTS = {"articles/a.md": ARTICLE}


@pytest.fixture(scope="session", name="command")
def _command() -> str:
    command = os.environ.get("NEWSBOAT") or shutil.which("newsboat")
    if not command:
        pytest.skip("newsboat is not installed, so that no reader subscribed")
    return command


class Server:
    """A site behind Caddy, with what it has answered."""

    def __init__(self, address: str, site: Path, log: Path) -> None:
        self.address, self.site, self.log = address, site, log

    def replace(self, built: Path) -> None:
        """Serve another build, as a deployment does."""
        replace_site.main(built, self.site)
        compress(self.site, self.site.with_name("compressed"))

    def answers(self) -> list[int]:
        """Return the status of each answer so far."""
        lines = (json.loads(line) for line in self.log.read_text().splitlines())
        return [line["status"] for line in lines if "status" in line]


@pytest.fixture(name="server")
def _server(build_site: BuildSite, tmp_path: Path, caddy: Caddy) -> Iterator[Server]:
    site, log = build_site(TEXTS).rename(tmp_path / "site"), tmp_path / "caddy.log"
    compress(site, tmp_path / "compressed")
    with caddy.serve(site, log=log) as address:
        yield Server(address, site, log)


class Newsboat:
    """A subscriber to one feed, with files of his own."""

    def __init__(self, command: str, folder: Path, feed: str) -> None:
        folder.mkdir()
        self.shown, self.opened = folder / "shown", folder / "opened"
        (folder / "urls").write_text(f"{feed}\n")
        (folder / "config").write_text(
            f'pager "cp %f {self.shown}"\nbrowser "echo %u > {self.opened}"\n'
        )
        files = (("-u", "urls"), ("-C", "config"), ("-c", "cache.db"))
        options = [part for flag, name in files for part in (flag, str(folder / name))]
        self.command = [command, *options]

    def reload(self) -> None:
        subprocess.run([*self.command, "-x", "reload"], check=True, capture_output=True)

    def read_and_open_the_first(self) -> tuple[str, str]:
        """Return the article as it is shown, and the address that its key opens."""
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 100, 0, 0))
        terminal = os.environ | {"TERM": "xterm", "LANG": "C.UTF-8"}
        with subprocess.Popen(
            self.command, stdin=slave, stdout=slave, stderr=slave, env=terminal
        ) as process:
            wait_until(master, lambda screen: "Your feeds" in screen)
            os.write(master, b"\r")
            wait_until(master, lambda screen: "Articles in feed" in screen)
            os.write(master, b"\r")
            wait_until(master, lambda _: self.shown.exists())
            os.write(master, b"o")
            wait_until(master, lambda _: self.opened.exists() and self.opened.stat().st_size > 0)
            process.terminate()
        return self.shown.read_text(), self.opened.read_text().strip()


def wait_until(terminal: int, is_there: Callable[[str], bool]) -> None:
    """Read from a terminal until what it has shown since is enough."""
    shown, end = "", time.monotonic() + 30
    while not is_there(shown):
        assert time.monotonic() < end, shown
        if select.select([terminal], [], [], 0.1)[0]:
            shown += os.read(terminal, 65536).decode(errors="replace")


@pytest.fixture(name="newsboat")
def _newsboat(server: Server, tmp_path: Path, command: str) -> Newsboat:
    return Newsboat(command, tmp_path / "newsboat", f"{server.address}/atom.xml")


def test_a_subscriber_reads_an_article_and_opens_it(newsboat: Newsboat) -> None:
    newsboat.reload()
    shown, opened = newsboat.read_and_open_the_first()
    lines = [line.rstrip() for line in shown.splitlines()]
    begin = lines.index("Subject: About [the job]")
    assert "Title: Ask for R&D" in lines
    assert lines[begin + 1 : begin + 6] == ["", "Dear [name],", "", "  two spaces, 1 < 2", "Yours"]
    assert opened == "https://interviewing101.example/articles/a/"


def test_a_build_without_changes_costs_a_subscriber_nothing(
    newsboat: Newsboat, server: Server, build_site: BuildSite
) -> None:
    for _ in range(2):  # it remembers what it was sent the second time
        newsboat.reload()
    server.replace(build_site(TEXTS))
    newsboat.reload()
    changed = {"articles/a.md": ARTICLE.replace("The answer.", "Another answer.")}
    server.replace(build_site(changed))
    newsboat.reload()
    assert server.answers() == [200, 200, 304, 200]
