"""What each page is made of, without building one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from interviewing.content import read_content
from interviewing.page_plans import DESIGN, LISTINGS, PagePlan, plans_of
from interviewing.publisher import Publisher
from interviewing.views import article_views, matches_of

if TYPE_CHECKING:
    from collections.abc import Mapping

TODAY = dt.date(2026, 12, 1)
PAGES = {
    "articles/a.md": "---\ntitle: A\ndate: 2026-01-01\nupdated: 2026-03-01\ntags: [b c]\n---\nWords.",
    "articles/b.md": "---\ntitle: B\ndate: 2026-02-01\n"
    "series: {name: s, part: 1, stage: Before}\ntags: [b c]\n---\nWords.",
    "articles/c.md": "---\ntitle: C\ndate: 2027-01-01\ntags: [later]\n---\nWords.",
}


@pytest.fixture(name="plans", scope="module")
def _plans() -> Mapping[str, PagePlan]:
    content = read_content(PAGES, PAGES, TODAY)
    publisher = Publisher("https://example.org/", "Us", "We", "example.org,2026")
    views = [*article_views(content, matches_of(content))]
    return plans_of(content, views, publisher, None)


def test_every_published_page_has_a_plan(plans: Mapping[str, PagePlan]) -> None:
    made = {"articles/a.md", "articles/b.md", "tags/b-c.md", "series/s.md"}
    assert plans.keys() == {*LISTINGS, DESIGN} | made


def test_an_article_is_under_its_stage(plans: Mapping[str, PagePlan]) -> None:
    assert [plans[f"articles/{name}.md"].kicker for name in "ab"] == ["", "Before"]


def test_a_page_is_as_new_as_what_it_lists(plans: Mapping[str, PagePlan]) -> None:
    changed = {path: plans[path].updated for path in ("tags/b-c.md", "series/s.md", "archive.md")}
    assert changed == {
        "tags/b-c.md": dt.date(2026, 3, 1),
        "series/s.md": dt.date(2026, 2, 1),
        "archive.md": dt.date(2026, 3, 1),
    }
