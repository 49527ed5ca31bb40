"""The design page: one of everything, and nothing invented that could be taken for real."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from conftest import ROOT, soup

from interviewing.content import read_content
from interviewing.samples import samples_of
from interviewing.views import article_views

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import BuildSite

    from interviewing.samples import Samples

DESIGN = ROOT / "docs/about/design.md"


def samples(*texts: str) -> Samples | None:
    """Return the samples of a site with these articles."""
    files = {f"articles/a{number}.md": text for number, text in enumerate(texts)}
    content = read_content(files, {*files}, dt.date(2026, 12, 1))
    return samples_of(content, article_views(content))


def part(number: int, more: str = "") -> str:
    return f"---\ntitle: Part {number}\ndate: 2026-01-0{number}\nseries: {{name: s, part: {number}}}\n{more}---\n"


def staged(number: int, tags: str) -> str:
    place = f"{{name: s, part: {number}, stage: Stage {number}}}"
    return f"---\ntitle: A title\ndate: 2026-01-01\nseries: {place}\ntags: {tags}\n---\n"


def test_without_articles_there_is_nothing_to_show() -> None:
    assert samples() is None


def test_the_article_shown_has_a_part_before_and_after() -> None:
    found = samples(part(1), part(2), part(3))
    assert found
    assert found.view.article.title == "Part 2"
    assert [article.title for article in found.cards] == ["Part 3", "Part 2", "Part 1"]


def test_of_what_there_is_a_lot_three_are_shown() -> None:
    tags = ("[a, b]", "[c, d]", "[e]", "[f]")
    found = samples(*(staged(number, each) for number, each in enumerate(tags, start=1)))
    assert found
    assert [tag.name for tag in found.tags] == ["a", "b", "c"]
    assert [stage.name for stage in found.stages] == ["Stage 1", "Stage 2", "Stage 3"]
    assert len(found.cards) == 3


def test_promises_are_shown_in_each_state() -> None:
    made = "promises:\n- {id: one, text: one}\n- {id: two, text: two}\n"
    found = samples(part(1, made), part(2, "fulfils: [two]\n"))
    assert found
    assert [promise.state for promise in found.promises] == ["open", "kept", "withdrawn"]


def test_what_is_made_up_says_that_it_is_a_sample() -> None:
    found = samples(part(1))
    assert found
    assert all("ample" in source.title for source in found.view.article.sources)
    assert all("ample" in change.text for change in found.view.article.changes)
    assert all(comment.author == "A sample" for comment in found.thread.comments)
    assert all("Sample:" in comment.html for comment in found.thread.comments)


def design(build_site: BuildSite) -> Path:
    return build_site({"about/design.md": DESIGN.read_text(), "articles/a.md": part(1)})


def test_the_design_page_is_found_but_its_samples_are_not_quoted(build_site: BuildSite) -> None:
    site = design(build_site)
    page = soup(site / "about/design/index.html")
    (canonical,) = page.select("link[rel=canonical]")
    assert f"<loc>{canonical['href']}</loc>" in (site / "sitemap.xml").read_text()
    assert not page.select("meta[name=robots]")
    made = page.select(".iv-comment, .iv-error, .iv-comment-form, #sources, #changes")
    assert len(made) > 5
    assert all(piece.find_parent(attrs={"data-nosnippet": True}) for piece in made)


def test_the_design_page_is_kept_out_of_our_own_search_and_feeds(build_site: BuildSite) -> None:
    site = design(build_site)
    assert not soup(site / "about/design/index.html").select("[data-pagefind-body]")
    feeds = [*site.glob("*atom*.xml"), *site.glob("feed_*")]
    assert feeds
    assert [path.name for path in feeds if "about/design" in path.read_text()] == []


def test_nothing_on_the_design_page_can_be_sent(build_site: BuildSite) -> None:
    page = soup(design(build_site) / "about/design/index.html")
    forms = page.select("main form")
    assert forms
    assert all(form.find_parent(inert=True) is not None for form in forms)


def test_a_site_without_the_file_has_no_design_page(build_site: BuildSite) -> None:
    assert not (build_site({"articles/a.md": part(1)}) / "about/design/index.html").exists()
