"""Articles are rendered as MkDocs does it, and what a preview keeps of them shows nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, soup
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from article_page import ArticlePage, renderer_of

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import BuildSite


def article(body: str) -> str:
    return f"---\ntitle: An article\ndate: 2026-01-01\n---\n{body}\n"


def body(site: Path, slug: str) -> str:
    return str(soup(site / f"articles/{slug}/index.html").select_one(".iv-prose"))


# What leaves something behind in a Markdown: definitions, names that are taken, what is not closed.
_PARTS = [
    "words",
    "[^1]",
    "[^1]: A note",
    "*[HTML]: A language",
    "HTML",
    "[text]",
    "[text]: b.md#here",
    "## Here",
    "## Here {#there}",
    "```",
    "~~~ python",
    "    indented",
    "<div markdown>",
    "</div>",
    "<a id='raw'>",
    "<!--",
    "!!! note",
    "- item",
    "1. item",
    "> quote",
    "Term",
    ":   Meaning",
    "| a | b |",
    "|---|---|",
    "[to](a.md)",
    "{: .one }",
]
_CONFIG = load_config(str(ROOT / "mkdocs.yml"))


def as_rendered(page: Page, text: str, files: Files) -> dict[str, object]:
    """Return all that rendering tells of a page."""
    page.markdown = text
    page.render(_CONFIG, files)
    names = ("content", "present_anchor_ids", "links_to_anchors", "_title_from_render")
    contents = [(item.title, item.url, item.level) for item in page.toc]
    return {"toc": contents, **{name: getattr(page, name) for name in names}}


def texts_of(count: int, separator: str) -> st.SearchStrategy[list[str]]:
    text = st.lists(st.sampled_from(_PARTS), max_size=8).map(separator.join)
    return st.lists(text, min_size=1, max_size=count)


@settings(derandomize=True, deadline=None, max_examples=100)
@given(texts_of(6, "\n\n") | texts_of(6, "\n"))
def test_no_article_knows_what_was_rendered_before_it(texts: list[str]) -> None:
    a, b = (
        File(path, _CONFIG.docs_dir, _CONFIG.site_dir, use_directory_urls=True)
        for path in ("articles/a.md", "articles/b.md")
    )
    files, renderer = Files([a, b]), renderer_of(_CONFIG)
    for text in texts:
        page = ArticlePage(None, a, _CONFIG)
        page.renderer = renderer
        assert as_rendered(page, text, files) == as_rendered(Page(None, a, _CONFIG), text, files)


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
