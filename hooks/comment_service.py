"""The comment service in a preview: started with it, and reached at the same address."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_HOST = "127.0.0.1"
_BELOW = "/comments/"
_LONGEST_WAIT = 30  # seconds
# What concerns one connection only, and what nobody who asks may say of himself.
_NOT_PASSED_ON = {"connection", "keep-alive", "transfer-encoding", "date", "server", "upgrade"}
_NOT_BELIEVED = "HTTP_X_FORWARDED"

_processes: list[subprocess.Popen[bytes]] = []


def on_serve(server: Any, *, config: Any, builder: object) -> Any:
    """Start the service, and rebuild the site when it says that a comment was approved."""
    if not config.extra.get("comments"):
        return server
    root = Path(config.config_file_path).parent
    python, manage = root / ".venv/comments/bin/python", root / "comments/manage.py"
    if not (python.exists() and manage.exists()):
        print("Comments are not installed: the site is complete, but nobody can post.")
        return server
    changed = root / "comments/data/changed"
    changed.parent.mkdir(exist_ok=True)
    changed.touch()
    port = _free_port()
    try:
        _start([str(python), str(manage)], port, _environment(server, changed))
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"Comments did not start: the site is complete, but nobody can post ({error}).")
        return server
    # Only Ctrl-C would end the service too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    server.watch(str(changed))
    server.set_app(one_origin(server.serve_request, Path(server.root), port))
    print(f"Moderation: {server.url}comments/admin/ (make moderator makes the first account)")
    return server


def on_shutdown() -> None:
    """End the service with the preview."""
    while _processes:
        process = _processes.pop()
        process.terminate()
        process.wait()


def _environment(server: Any, changed: Path) -> dict[str, str]:
    """Return what the service is told of the site; it touches `changed` to have pages rebuilt."""
    return os.environ | {
        "COMMENTS_PREVIEW": "1",
        "SITE_URL": server.url,
        "THREADS_FILE": str(Path(server.root, "comments/threads.json")),
        "CHANGED_FILE": str(changed),
    }


def _start(manage: list[str], port: int, environment: dict[str, str]) -> None:
    """Bring the database up to date; start the service behind this port, and what sends its mail.

    In a preview, mail is written to the terminal.
    """
    subprocess.run([*manage, "migrate", "--verbosity=0"], env=environment, check=True)
    commands = (
        ["runserver", "--noreload", f"{_HOST}:{port}"],
        ["send_mail_queue", "--every", "5"],
    )
    _processes.extend(
        subprocess.Popen([*manage, *command], env=environment) for command in commands
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        port: int = probe.getsockname()[1]
    return port


def one_origin(site: WSGIApplication, folder: Path, port: int) -> WSGIApplication:
    """Return the site with the service behind this port below /comments/.

    What the build has written there itself goes first.
    """

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if not path.startswith(_BELOW) or _is_file(folder, path):
            return site(environ, start_response)
        try:
            status, headers, body = _ask(port, environ)
        except (OSError, ValueError, http.client.HTTPException):
            status, headers = "502 Bad Gateway", [("Content-Type", "text/plain; charset=utf-8")]
            body = b"The comment service does not answer."
        start_response(status, headers)
        return [body]

    return application


def _is_file(folder: Path, path: str) -> bool:
    file = Path(os.path.normpath(f"{folder}{path}"))
    return file.is_relative_to(folder) and file.is_file()


def _ask(port: int, environ: WSGIEnvironment) -> tuple[str, list[tuple[str, str]], bytes]:
    """Hand a request on; return the status, the headers and the body of the answer."""
    target = quote(environ["PATH_INFO"].encode("latin-1"), safe="/:=@!$&'()*+,;~")
    if query := environ.get("QUERY_STRING"):
        target += f"?{query}"
    length = max(0, int(environ.get("CONTENT_LENGTH") or 0))
    connection = http.client.HTTPConnection(_HOST, port, timeout=_LONGEST_WAIT)
    try:
        body = environ["wsgi.input"].read(length)
        headers = dict(_request_headers(environ))
        connection.request(environ["REQUEST_METHOD"], target, body, headers)
        answer = connection.getresponse()
        kept = [
            (name, value)
            for name, value in answer.getheaders()
            if name.lower() not in _NOT_PASSED_ON
        ]
        return f"{answer.status} {answer.reason}", kept, answer.read()
    finally:
        connection.close()


def _request_headers(environ: WSGIEnvironment) -> Iterator[tuple[str, str]]:
    for name, value in environ.items():
        if name.startswith("HTTP_") and not name.startswith(_NOT_BELIEVED):
            header = name.removeprefix("HTTP_").replace("_", "-").title()
            if header.lower() not in _NOT_PASSED_ON:
                yield header, value
    yield "Content-Type", environ.get("CONTENT_TYPE") or ""
