"""What the comment service keeps when it is killed, mixes up, and takes a second.

Usage: python bench/comments_service.py [kill] [crowd] [pace]

The service runs on a port of its own, with a database that is thrown away, under gunicorn. Posts
come as from a web server in front, so that each writer has an address: no limit is switched off.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVICE = Path(__file__).parent.parent / "comments"
_THREAD = "/articles/dont-flake-out/"
_WORKERS = 4
_KILLS, _WRITERS = 8, 4
_CROWD = 400
_POSTS = 500
_COOKIE = re.compile(rb"(?i)^set-cookie: ([^=;\r\n]+)=([^;\r\n]*)", re.MULTILINE)
_TEXT = (
    "I called first, and it was over in three minutes. Then I sent the letter, and they answered "
    "the same day.\n\nWould you still give a reason & name the other company? I would *rather not*."
)


@dataclass(frozen=True, slots=True)
class Service:
    """The service as it is started, again and again on one database."""

    folder: Path
    port: int

    @property
    def database(self) -> Path:
        """Return where the comments are."""
        return self.folder / "comments.sqlite3"

    @property
    def environment(self) -> dict[str, str]:
        """Return what the service is told."""
        return os.environ | {
            "COMMENTS_PREVIEW": "1",  # plain HTTP, and a secret that is none
            "SITE_URL": f"http://127.0.0.1:{self.port}/",
            "DATABASE_URL": f"sqlite:///{self.database}",
            "THREADS_FILE": str(self.folder / "threads.json"),
            "CHANGED_FILE": str(self.folder / "changed"),
            "TRUSTED_PROXIES": "127.0.0.1",
        }

    def prepare(self) -> None:
        """Make the database and the list of pages."""
        site = {"name": "A site", "url": "https://example.org/", "icon": "", "stylesheets": []}
        thread = {"path": _THREAD, "title": "A page", "open": True, "aliases": []}
        listed = json.dumps({"version": 1, "site": site, "threads": [thread]})
        (self.folder / "threads.json").write_text(listed)
        self._run("manage.py", "migrate", "--verbosity=0").wait()

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[bytes]]:
        """Start the service; kill all of it at the end, without a word."""
        bind = f"--bind=127.0.0.1:{self.port}"
        options = (bind, f"--workers={_WORKERS}", "--log-level=error")
        process = self._run("-m", "gunicorn", *options, "commenting.wsgi")
        try:
            self._await()
            yield process
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _run(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, *arguments]
        return subprocess.Popen(command, cwd=SERVICE, env=self.environment, start_new_session=True)

    def _await(self) -> None:
        for _ in range(600):
            try:
                status = self.ask("GET", f"/comments/token/?thread={_THREAD}").status
            except OSError:
                time.sleep(0.1)
                continue
            if status != HTTPStatus.OK:
                raise RuntimeError(f"the service answers {status}")
            return
        raise TimeoutError("the service does not answer")

    def ask(
        self, method: str, path: str, fields: dict[str, str] | None = None, **headers: str
    ) -> Answer:
        """Send a request and return the answer; raise OSError where there is none."""
        body = urlencode(fields or {})
        known = {
            "Host": f"127.0.0.1:{self.port}",
            "Origin": f"http://127.0.0.1:{self.port}",
            "Accept": "application/json",
            "Connection": "close",
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": str(len(body)),
        }
        lines = [f"{name.replace('_', '-')}: {value}" for name, value in (known | headers).items()]
        request = "\r\n".join([f"{method} {path} HTTP/1.1", *lines, "", body]).encode()
        with socket.create_connection(("127.0.0.1", self.port), timeout=120) as connection:
            connection.sendall(request)
            answer = b""
            while part := connection.recv(65_536):
                answer += part
        return Answer(answer)

    def rows(self) -> dict[int, str]:
        """Return the texts in the database by their numbers, once it is found whole."""
        with closing(sqlite3.connect(self.database)) as database:
            if (found := database.execute("PRAGMA integrity_check").fetchone()) != ("ok",):
                raise RuntimeError(f"the database is broken: {found}")
            return dict(database.execute("SELECT id, text FROM comments_comment"))


@dataclass(frozen=True, slots=True)
class Answer:
    """What the service sent back."""

    raw: bytes

    @property
    def status(self) -> int:
        """Return the number of its status, or 0 where it was cut off before."""
        return int(self.raw[9:12] or 0)

    @property
    def is_whole(self) -> bool:
        """Return whether nothing of it was cut off."""
        head, _, body = self.raw.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)^content-length: (\d+)", head, re.MULTILINE)
        return bool(length and len(body) == int(length[1]))

    @property
    def body(self) -> str:
        """Return what follows the headers."""
        return self.raw.partition(b"\r\n\r\n")[2].decode()

    @property
    def cookies(self) -> dict[str, str]:
        """Return the cookies that it sets."""
        return {name.decode(): value.decode() for name, value in _COOKIE.findall(self.raw)}


@dataclass(slots=True)
class Writer:
    """A reader with a browser and an address of their own."""

    service: Service
    text: str
    cookies: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    address: str = field(
        default_factory=lambda: ".".join(str(random.randint(1, 254)) for _ in range(4))  # noqa: S311 - not a secret
    )

    def open_form(self) -> None:
        """Ask for a token and a stamp."""
        answer = self.ask("GET", f"/comments/token/?thread={_THREAD}&after={10**9}")
        known = json.loads(answer.body)
        given = {"csrfmiddlewaretoken": known["token"], "stamp": known["stamp"]}
        self.fields = {"thread": _THREAD, "text": self.text} | given

    def post(self) -> Answer:
        """Send the comment."""
        return self.ask("POST", "/comments/post/", self.fields)

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> Answer:
        """Send a request with this browser's cookies, and keep those that come."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookie, "X_Forwarded_For": self.address}
        answer = self.service.ask(method, path, fields, **headers)
        self.cookies |= answer.cookies
        return answer


@contextmanager
def a_service() -> Iterator[Service]:
    """Give a service with an empty database."""
    with tempfile.TemporaryDirectory(prefix="comments-") as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        service = Service(Path(folder), port)
        service.prepare()
        yield service


def measure_kills() -> None:
    """Kill the service among its writers, and print what became of what it had acknowledged."""
    acknowledged: dict[int, str] = {}
    with a_service() as service:
        for turn in range(_KILLS):
            stop = threading.Event()
            with ThreadPoolExecutor(_WRITERS) as pool, service.running() as process:
                for number in range(_WRITERS):
                    pool.submit(_write_on, service, f"{turn}.{number}", stop, acknowledged)
                time.sleep(1.5)
                os.killpg(process.pid, signal.SIGKILL)
                stop.set()
        rows = service.rows()
    lost = {number for number, text in acknowledged.items() if rows.get(number) != text}
    print(
        f"{_KILLS} × kill -9 under {_WRITERS} writers: {len(lost)} of {len(acknowledged)} "
        f"acknowledged comments lost; {len(rows) - len(acknowledged)} stored, not acknowledged"
    )


def _write_on(
    service: Service, name: str, stop: threading.Event, acknowledged: dict[int, str]
) -> None:
    for number in range(10**6):
        if stop.is_set():
            return
        try:
            writer = Writer(service, f"Writer {name}, comment {number}.")
            writer.open_form()
            answer = writer.post()
        except (OSError, ValueError):  # killed before it could answer
            continue
        if answer.status == HTTPStatus.CREATED and answer.is_whole:
            acknowledged[json.loads(answer.body)["id"]] = writer.text


def measure_crowd() -> None:
    """Let a crowd post at one moment, and print whether each may change its own comment only."""
    with a_service() as service, service.running():
        writers = [Writer(service, f"From writer {number}.") for number in range(_CROWD)]
        with ThreadPoolExecutor(_WRITERS) as pool:
            list(pool.map(Writer.open_form, writers))
        start = threading.Barrier(_CROWD)
        with ThreadPoolExecutor(_CROWD) as crowd:
            answers = list(crowd.map(lambda writer: _at_once(writer, start), writers))
        rows = service.rows()
        statuses = sorted({answer.status for answer in answers})
        wrong = strange = 0
        numbers = [
            json.loads(answer.body)["id"]
            for answer in answers
            if answer.status == HTTPStatus.CREATED
        ]
        for writer, number, other in zip(writers, numbers, numbers[1:] + numbers[:1], strict=True):
            grants = {name for name in writer.cookies if name.startswith("comments-mine-")}
            mine = writer.ask("GET", f"/comments/{number}/edit/")
            wrong += rows[number] != writer.text or grants != {f"comments-mine-{number}"}
            wrong += mine.status != HTTPStatus.OK or writer.text not in mine.body
            strange += writer.ask("GET", f"/comments/{other}/edit/").status != HTTPStatus.FORBIDDEN
    print(
        f"{_CROWD} posts at once, {_WORKERS} processes: statuses {statuses}, {len(rows)} stored; "
        f"{wrong} wrong rights, {strange} rights to another's comment"
    )


def _at_once(writer: Writer, start: threading.Barrier) -> Answer:
    start.wait()
    return writer.post()


def measure_pace() -> None:
    """Print how many comments a second are taken, each on the disk before it is acknowledged."""
    with a_service() as service:
        with service.running() as process, ThreadPoolExecutor(2 * _WORKERS) as pool:
            writers = [Writer(service, f"{_TEXT} {number}") for number in range(_POSTS)]
            list(pool.map(Writer.open_form, writers))
            used, start = _cpu_of(process.pid), time.perf_counter()
            answers = list(pool.map(Writer.post, writers))
            seconds, used = time.perf_counter() - start, _cpu_of(process.pid) - used
        taken = sum(answer.status == HTTPStatus.CREATED for answer in answers)
        commits = _commits_a_second(service.folder)
    each = used / _POSTS
    cores = len(os.sched_getaffinity(0))
    print(
        f"{taken} of {_POSTS} posts taken, {_POSTS / seconds:.0f} a second; {each * 1000:.1f} ms "
        f"of CPU each, so that {cores} free cores take {cores / each:.0f} a second at most"
    )
    print(
        f"meanwhile the service had {used / seconds:.2f} of {cores} cores (load "
        f"{os.getloadavg()[0]:.0f}); the disk takes {commits:.0f} bare commits a second"
    )


def _cpu_of(group: int) -> float:
    """Return the seconds of CPU that the processes of a group have had."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[2]) == group:
                ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _commits_a_second(folder: Path) -> float:
    with closing(sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.execute("CREATE TABLE bare (text)")
        start = time.perf_counter()
        for _ in range(500):
            database.execute("INSERT INTO bare VALUES (?)", [_TEXT])
        return 500 / (time.perf_counter() - start)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what was started ends too
    measures = {"kill": measure_kills, "crowd": measure_crowd, "pace": measure_pace}
    for name in sys.argv[1:] or measures:
        measures[name]()
