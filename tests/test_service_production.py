"""The comment service as the server runs it, by the files in deploy/."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from conftest import ROOT, free_port, write
from django.core.management import get_commands
from gunicorn.config import Config  # type: ignore[import-untyped]  # no py.typed
from service import PATH, TEXT, write_threads

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

UNITS = sorted((ROOT / "deploy").glob("*.*"))
SYSTEMD = shutil.which("systemd-analyze") or ""
HOST = "example.org"
# What Caddy adds to a request.
PROXIED = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}


@pytest.fixture(scope="module", name="served")
def _served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    """Run the service by its unit, without a home; return its port and the database."""
    folder = tmp_path_factory.mktemp("production")
    write_threads(folder / "threads.json", {"path": PATH})
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": "/dev/null",  # ProtectSystem lets the service write to its data alone
        "SITE_URL": f"https://{HOST}/",
        "SECRET_KEY": "a-secret-of-this-test-alone-and-of-enough-characters",
        "DATABASE_URL": f"sqlite:///{folder / 'comments.sqlite3'}",
        "THREADS_FILE": str(folder / "threads.json"),
        "CHANGED_FILE": str(folder / "changed"),
        "TRUSTED_PROXIES": "127.0.0.1",
    }
    manage = [sys.executable, str(ROOT / "comments/manage.py")]
    subprocess.run([*manage, "migrate", "--verbosity=0"], env=environment, check=True)
    port = free_port()
    options = [option.replace(":8001", f":{port}") for option in unit_options()]
    gunicorn = [sys.executable, "-m", "gunicorn", *options]
    with subprocess.Popen(
        gunicorn, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
    ) as service:
        _wait_for(port)
        yield port, folder / "comments.sqlite3"
        service.terminate()


def unit_options() -> list[str]:
    """Return what the unit of the service tells gunicorn."""
    unit = (ROOT / "deploy/comments.service").read_text(encoding="utf-8")
    options: str = re.findall(r"(?m)^ExecStart=\S+ (.+)$", unit)[0]
    return options.split()


def _wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as asked:
            if not asked.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.1)


def ask(
    port: int, path: str, method: str = "GET", body: str | None = None, **headers: str
) -> tuple[http.client.HTTPResponse, Any]:
    """Return the answer to a request as the web server hands it on, and its body."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request(method, path, body, PROXIED | headers)
        answer = connection.getresponse()
        return answer, answer.read()


def open_form(port: int, cookies: str = "") -> tuple[http.client.HTTPResponse, dict[str, str]]:
    """Ask for a form as a browser with these cookies does; return the answer and its fields."""
    asked, body = ask(port, f"/comments/token/?thread={PATH}", Cookie=cookies)
    known = json.loads(body)
    given = {"csrfmiddlewaretoken": known["token"], "stamp": known["stamp"]}
    return asked, {"thread": PATH, "text": TEXT} | given


def cookies_of(answer: http.client.HTTPResponse) -> str:
    """Return the cookies that an answer sets, as a browser sends them."""
    return "; ".join(
        cookie.partition(";")[0] for cookie in answer.headers.get_all("Set-Cookie") or []
    )


def send(port: int, fields: dict[str, str], cookies: str) -> http.client.HTTPResponse:
    """Post a comment as the script does."""
    headers = {
        "Origin": f"https://{HOST}",
        "Cookie": cookies,
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/json",
    }
    return ask(port, "/comments/post/", "POST", urlencode(fields), **headers)[0]


def test_the_service_opens_no_socket_for_commands() -> None:
    options = Config().parser().parse_args(unit_options())
    assert options.control_socket_disable  # it would be in the home, which the unit protects


def test_a_comment_behind_the_web_server_is_durable(served: tuple[int, Path]) -> None:
    port, database = served
    asked, fields = open_form(port)
    cookies = asked.headers.get_all("Set-Cookie") or []
    assert all("Secure" in cookie and "HttpOnly" in cookie for cookie in cookies)
    answer = send(port, fields, cookies_of(asked))
    assert answer.status == 201
    assert answer.getheader("Strict-Transport-Security") == (
        "max-age=31536000; includeSubDomains; preload"
    )
    with closing(sqlite3.connect(database)) as opened:
        assert opened.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        stored = opened.execute("SELECT text, address FROM comments_comment").fetchall()
    assert stored == [(TEXT, "192.0.2.7")]


def test_who_posts_much_at_one_moment_gets_past_no_limit(served: tuple[int, Path]) -> None:
    port, database = served
    asked, first = open_form(port)
    cookies = cookies_of(asked)
    forms = [first, *(open_form(port, cookies)[1] for _ in range(8))]

    def post(number: int) -> int:
        return send(port, forms[number] | {"text": f"Comment {number}."}, cookies).status

    assert [post(number) for number in range(4)] == [201] * 4
    with ThreadPoolExecutor() as pool, closing(sqlite3.connect(database)) as writer:
        # As if somebody else was writing, so that all of them arrive before one is stored.
        writer.execute("BEGIN IMMEDIATE")
        sent = [pool.submit(post, number) for number in range(4, len(forms))]
        time.sleep(2)
        writer.rollback()
        assert sorted(each.result() for each in sent) == [201] + [429] * 4


def test_without_https_a_reader_is_sent_there(served: tuple[int, Path]) -> None:
    answer, _ = ask(served[0], "/comments/mine/", **{"X-Forwarded-Proto": "http"})
    assert (answer.status, answer.getheader("Location")) == (301, f"https://{HOST}/comments/mine/")


def test_the_admin_has_its_styles_without_another_step(served: tuple[int, Path]) -> None:
    answer, body = ask(served[0], "/comments/static/admin/css/base.css")
    assert answer.status == 200
    assert len(body) > 10_000


# The files in deploy/


def test_every_command_of_the_units_exists() -> None:
    named = {name for unit in UNITS for name in re.findall(r"manage\.py (\w+)", unit.read_text())}
    assert {"migrate", "send_mail_queue", "tidy", "createsuperuser"} <= named
    assert named - get_commands().keys() == set()


def test_every_file_that_the_units_name_is_here() -> None:
    text = "".join(unit.read_text() for unit in UNITS)
    for name in re.findall(r"/srv/interviewing101/blog/(?!\.venv|comments/data)([\w./-]+)", text):
        assert (ROOT / name).exists(), name


def test_a_fresh_clone_has_the_folders_that_units_write_to() -> None:
    text = "".join(unit.read_text() for unit in UNITS)
    (folder,) = re.findall(r"ReadWritePaths=/srv/interviewing101/blog/(\S+)", text)
    assert (ROOT / folder / ".gitignore").read_text().endswith("*\n!.gitignore\n")


@pytest.mark.skipif(not SYSTEMD, reason="this machine has no systemd")
def test_systemd_reads_the_units() -> None:
    units = [str(unit) for unit in UNITS if unit.suffix in {".service", ".timer", ".path"}]
    said = subprocess.run(
        [SYSTEMD, "verify", *units], check=False, capture_output=True, text=True
    ).stderr.splitlines()
    # It looks for what they start, which is on the server.
    assert [line for line in said if "is not executable" not in line and "Unit " not in line] == []


def test_what_is_approved_during_a_build_asks_for_the_next(tmp_path: Path) -> None:
    said = 'printf "%s %s\\n" "$(basename "$0")" "$*" >> said'
    stub = f"#!/bin/sh\n{said}\n"
    approval = "test ! -e comments/data/changed && touch comments/data/changed\n"
    write(
        tmp_path,
        {
            "comments/data/changed": "",
            "deploy/rebuild.sh": (ROOT / "deploy/rebuild.sh").read_bytes(),
            "bin/make": stub + approval,
            "bin/rsync": stub,
        },
    )
    for name in ("bin/make", "bin/rsync", "deploy/rebuild.sh"):
        (tmp_path / name).chmod(0o755)
    path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    subprocess.run(
        [tmp_path / "deploy/rebuild.sh", "/srv/site"], env={"PATH": path}, cwd="/", check=True
    )
    made, copied = (tmp_path / "said").read_text().splitlines()
    assert made.startswith("make build")
    assert copied.endswith("site/ /srv/site/")
    assert (tmp_path / "comments/data/changed").exists()
