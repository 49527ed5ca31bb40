"""Valid HTML on every page, and no more of it than needed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, install_npm, soup

if TYPE_CHECKING:
    from pathlib import Path

CHECKER = ROOT / "tests/html_checker"
JAR = CHECKER / "node_modules/vnu-jar/build/dist/vnu.jar"


@pytest.fixture(scope="session", name="nu")
def _nu() -> list[str]:
    """Return the command of the Nu HTML checker, which is installed on first use."""
    java = os.environ.get("JAVA") or shutil.which("java")
    if not java:
        pytest.skip("The Nu HTML checker needs Java, which is not installed: HTML is not checked")
    # Its install script would download a Java; the checker itself is in the package.
    install_npm(CHECKER)
    return [java, "-Xss4m", "-jar", str(JAR)]


def complaints(nu: list[str], place: Path) -> list[str]:
    """Return what the checker says of a page, or of all below a folder."""
    command = [*nu, "--format", "json", "--skip-non-html", "--stdout", str(place)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    return [
        f"{each['url']}:{each.get('lastLine', 0)}: {each['message']}"
        for each in json.loads(run.stdout)["messages"]
    ]


def test_every_page_is_valid(nu: list[str], real_site: Path) -> None:
    assert complaints(nu, real_site) == []


def test_the_checker_would_complain(nu: list[str], tmp_path: Path) -> None:
    page = tmp_path / "bad.html"
    page.write_text("<!doctype html><title>x</title><p id=a id=b><img src=x><div></p>")
    assert len(complaints(nu, page)) > 2


def test_an_article_of_1500_words_has_at_most_400_elements(real_site: Path) -> None:
    """Comments are not counted: they are as many as readers write."""
    counts = {}
    for path in real_site.glob("articles/*/index.html"):
        page = soup(path)
        for comments in page.select(".iv-comments"):
            comments.decompose()
        (text,) = page.select(".iv-prose")
        if len(text.get_text().split()) <= 1_500:
            counts[path.parent.name] = len(page.find_all(True))
    assert len(counts) > 15
    assert {name: count for name, count in counts.items() if count > 400} == {}
