"""`make new`: the title arrives as it was typed."""

from __future__ import annotations

import shlex
import subprocess

from conftest import ROOT


def test_a_title_keeps_its_signs() -> None:
    title = 'Ask for $100k, don\'t "wait" #1'
    command = ["make", "--dry-run", "--no-print-directory", "new", f"TITLE={title}"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert shlex.split(said.splitlines()[-1])[0] == f"TITLE={title}"
