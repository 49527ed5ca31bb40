"""What a preview keeps of articles from build to build shows nothing that a build would not."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, soup, write
from markdown import Markdown  # type: ignore[import-untyped]  # no types
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import BuildSite
    from mkdocs.config.defaults import MkDocsConfig


def article(body: str) -> str:
    return f"---\ntitle: An article\ndate: 2026-01-01\n---\n{body}\n"


def body(site: Path, slug: str) -> str:
    return str(soup(site / f"articles/{slug}/index.html").select_one(".iv-prose"))


def test_only_an_edited_article_is_rendered_anew(
    build_site: BuildSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[str] = []
    convert = Markdown.convert

    def noted(self: Markdown, source: str) -> str:
        rendered.append(source)
        html: str = convert(self, source)
        return html

    monkeypatch.setattr(Markdown, "convert", noted)
    texts = {"articles/a.md": article("Before."), "articles/b.md": article("Only once.")}
    build_site(texts)
    site = build_site(texts | {"articles/a.md": article("After.")})
    texts_rendered = [source.strip() for source in rendered if "Home" not in source]
    assert list(filter(None, texts_rendered)) == ["Before.", "Only once.", "After."]
    assert "After." in body(site, "a")
    assert "Only once." in body(site, "b")


def test_a_link_that_leads_nowhere_any_more_is_told_at_each_build(build_site: BuildSite) -> None:
    linking = {"articles/a.md": article("[Read](b.md).")}
    site = build_site(linking | {"articles/b.md": article("Here.")})
    assert 'href="../b/"' in body(site, "a")
    for _ in range(2):
        with pytest.raises(Abort):
            build_site(linking)


def test_a_link_to_a_heading_is_checked_at_each_build(build_site: BuildSite) -> None:
    linking = {"articles/a.md": article("[Read](b.md#here).")}
    build_site(linking | {"articles/b.md": article("## Here\n\nWords.")})
    for _ in range(2):
        with pytest.raises(Abort):
            build_site(linking | {"articles/b.md": article("## There\n\nWords.")})
    build_site(linking | {"articles/b.md": article("## Here\n\nWords.")})


def test_a_promise_that_is_kept_is_linked_in_a_text_that_nobody_touched(
    build_site: BuildSite,
) -> None:
    promising = (
        "---\ntitle: A\ndate: 2026-01-01\npromises: [{id: more, text: more of it}]\n---\n"
        "There will be [more](promise:more).\n"
    )
    site = build_site({"articles/a.md": promising})
    assert "href" not in body(site, "a")
    keeping = "---\ntitle: B\ndate: 2026-01-02\nfulfils: [more]\n---\nHere it is.\n"
    site = build_site({"articles/a.md": promising, "articles/b.md": keeping})
    assert 'href="../b/"' in body(site, "a")


@contextmanager
def preview(folder: Path) -> Iterator[Callable[[], None]]:
    """Start a preview of a folder, and give what builds it, as a save of a file would."""

    def load() -> MkDocsConfig:
        config = load_config(
            str(ROOT / "mkdocs.yml"), docs_dir=str(folder / "docs"), site_dir=str(folder / "site")
        )
        config.extra.pop("comments")
        return config

    config = load()
    config.plugins.on_startup(command="serve", dirty=False)
    try:
        yield lambda: build(load())
    finally:
        config.plugins.on_shutdown()


def test_an_index_follows_the_last_of_many_builds(tmp_path: Path) -> None:
    write(tmp_path, {"docs/index.md": "---\ntemplate: home.html\n---\nHome."})
    words = tmp_path / "site/pagefind/words.json"
    with preview(tmp_path) as rebuild:
        for title in ("Alpha", "Bravo", "Charlie"):
            text = article("Words.").replace("An article", title)
            write(tmp_path, {"docs/articles/a.md": text})
            rebuild()
        for _ in range(600):
            if words.exists() and words.read_text():
                break
            time.sleep(0.1)
    assert json.loads(words.read_text()) == ["charlie"]
    assert len(list(words.parent.glob("pagefind.*.pf_meta"))) == 1


def test_a_preview_that_ends_leaves_nothing_running(tmp_path: Path) -> None:
    write(tmp_path, {"docs/index.md": "---\ntemplate: home.html\n---\nHome."})
    with preview(tmp_path) as rebuild:
        rebuild()
    before = sorted(tmp_path.rglob("*"))
    time.sleep(1)
    assert sorted(tmp_path.rglob("*")) == before
