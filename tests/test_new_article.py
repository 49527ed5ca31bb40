"""`make new`: an article to write on in."""

from __future__ import annotations

import dataclasses
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT
from new_article import main

from interviewing.article import Article
from interviewing.parse_article import parse_article

TITLE = 'Ask for $100k, don\'t "wait" #1'
WRITTEN = "articles/ask-for-dollar-100k-dont-wait-sharp-1.md"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TITLE", f" {TITLE}\n")


def test_a_title_keeps_its_signs() -> None:
    command = ["make", "--dry-run", "--no-print-directory", "new", f"TITLE={TITLE}"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert shlex.split(said.splitlines()[-1])[0] == f"TITLE={TITLE}"


def test_a_new_article_is_a_draft_with_nothing_wrong_in_it() -> None:
    assert main() == 0
    article, problems = parse_article(WRITTEN, Path("docs", WRITTEN).read_bytes())
    assert problems == []
    assert article
    assert (article.title, article.draft) == (TITLE, True)
    assert article.uid


def test_every_field_is_explained() -> None:
    main()
    text = Path("docs", WRITTEN).read_text()
    explained = set(re.findall(r"^(?:# )?([a-z]+):", text, re.MULTILINE))
    of_the_file = {"source", "slug", "body", "letters"}
    fields = {field.name for field in dataclasses.fields(Article)}
    assert sorted(fields - of_the_file - explained) == []


def test_an_article_that_is_there_stays_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    main()
    Path("docs", WRITTEN).write_text("Mine.")
    assert main() == 1
    assert capsys.readouterr().err == f"docs/{WRITTEN} is there already; choose another title\n"
    assert Path("docs", WRITTEN).read_text() == "Mine."


def test_an_article_needs_a_title(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TITLE", " ")
    assert main() == 1
    assert capsys.readouterr().err == 'Name the article: make new TITLE="Ask for more"\n'
    assert not Path("docs").exists()
