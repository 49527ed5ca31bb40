"""What is made for the search of a site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from test_views import content_of

from interviewing.search import FOLDER, Indexing

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("language", "engine"), [("en", "en"), ("de", "de"), ("pl", "unknown")])
def test_the_engine_is_that_of_the_language_where_there_is_one(
    tmp_path: Path, language: str, engine: str
) -> None:
    page = f"<html lang={language}><body><h1>Café</h1><p>Łąka, bułat.</p></body></html>"
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    Indexing(tmp_path, content_of()).finish()
    names = [path.name for path in sorted((tmp_path / FOLDER).glob("*.*"))]
    assert names == [
        "names.json",
        "pagefind-entry.json",
        *[name for name in names if name.endswith(".pf_meta")],
        f"wasm.{engine}.pagefind",
    ]
