"""The Content-Security-Policy: what a browser may load and run on a page of the site."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Named by deploy/Caddyfile, which imports it.
FILE = "policy.caddy"


def content_policy(*, scripts: Iterable[str], styles: Iterable[str]) -> str:
    """Return the policy for pages in which these scripts and styles stand, and none else."""
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *map(_source, scripts))),
            " ".join(("style-src 'self'", *map(_source, styles))),
            "img-src 'self'",
            "media-src 'self'",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def caddy_header(policy: str) -> str:
    """Return the line that makes Caddy send a policy where there is none yet."""
    return f'?Content-Security-Policy "{policy}"\n'


def _source(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
