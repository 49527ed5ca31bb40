"""What a preview keeps of articles from build to build shows nothing that a build would not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import soup
from markdown import Markdown  # type: ignore[import-untyped]  # no types
from mkdocs.exceptions import Abort

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import BuildSite


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
