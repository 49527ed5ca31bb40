"""Caddy in front of all sites, with HTTPS and HTTP/2 as readers get them."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

OURS = "interviewing101.example"  # the site_url of mkdocs.yml
_CADDYFILE = Path(__file__).with_name("Caddyfile")
_ANSWERS = "http.log.access"  # as Caddy calls what it says of answers
_PATIENCE = 20  # seconds until Caddy must answer


@dataclass(frozen=True)
class Web:
    """All sites on one port, where a browser must be told to find every host."""

    port: int
    log: Path  # a line for each answer

    def bodies(self) -> dict[str, int]:
        """Return the bytes of the bodies sent, by URL: the last of each."""
        answers = map(json.loads, self.log.read_text(encoding="utf-8").splitlines())
        return {
            f"https://{each['request']['host']}{each['request']['uri']}": each["size"]
            for each in answers
        }


@contextmanager
def served(sites: Path, names: Iterable[str], work: Path) -> Iterator[Web]:
    """Serve ours and other sites, each a folder with its name; certificates are Caddy's own."""
    caddy = os.environ.get("CADDY") or shutil.which("caddy")
    if not caddy:
        sys.exit("Install Caddy 2.6 or newer first (Debian: apt-get install caddy)")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    environment = _environment(sites, work, port)
    web = Web(port, work / "answers.log")
    web.log.unlink(missing_ok=True)
    config = work / "caddy.json"
    config.write_text(json.dumps(_config(caddy, environment, web)))
    with (
        (work / "caddy.log").open("w") as log,
        subprocess.Popen(
            [caddy, "run", "--config", config], stderr=log, env=environment
        ) as process,
    ):
        try:
            for host in (OURS, *(f"{name}.test" for name in names)):
                _wait(host, port)
            yield web
        finally:
            process.terminate()


def _environment(sites: Path, work: Path, port: int) -> dict[str, str]:
    state = {name: str(work / "caddy") for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    return (
        dict(os.environ)
        | state
        | {
            "CADDY_ADMIN": "off",
            "PORT": str(port),
            "SITES": str(sites),
            "SITE_ADDRESS": f"https://{OURS}:{port}",
            "SITE_ROOT": str(sites / "ours"),
        }
    )


def _config(caddy: str, environment: dict[str, str], web: Web) -> Any:
    """Return the Caddyfile as Caddy understands it, with own certificates, one port and a log."""
    command = [caddy, "adapt", "--adapter", "caddyfile", "--config", str(_CADDYFILE)]
    run = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment)
    config = json.loads(run.stdout)
    for server in config["apps"]["http"]["servers"].values():
        server |= {
            "listen": [f"127.0.0.1:{web.port}"],
            "automatic_https": {"disable_redirects": True},  # which would need port 80
            "logs": {},
        }
    own = {"policies": [{"issuers": [{"module": "internal"}]}]}
    config["apps"]["tls"] = {"automation": own}
    config["logging"] = {
        "logs": {
            "default": {"exclude": [_ANSWERS]},
            "answers": {
                "include": [_ANSWERS],
                "writer": {"output": "file", "filename": str(web.log)},
            },
        }
    }
    return config


def _wait(host: str, port: int) -> None:
    """Return when Caddy has a certificate for a host."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        with (
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", port), 1) as bare,
            context.wrap_socket(bare, server_hostname=host),
        ):
            return
        time.sleep(0.1)
    sys.exit(f"Caddy does not answer for {host}; build/reader/caddy.log may say why")
