"""Say in one line that an address is taken, before a server fails on it."""

from __future__ import annotations

import socket
import sys

HOST, PORT = "127.0.0.1", 8000


def main() -> int:
    """Return 1, with the remedy, if something listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, PORT))
        except OSError:
            print(f"http://{HOST}:{PORT} is taken: stop what is served there", file=sys.stderr)
            return 1
    print(f"Serving Interviewing 101 at http://{HOST}:{PORT} (stop with Ctrl-C)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
