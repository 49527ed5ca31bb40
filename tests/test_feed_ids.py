"""Ids for ever: what an article is known by stays, whatever else changes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, write
from keep_ids import main

from interviewing.feed_ids import (
    PUBLISHED,
    PublishedId,
    article_id,
    missing,
    read_published,
    with_new,
    write_published,
)
from interviewing.parse_article import parse_article, read_articles

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import BuildSite, MakeArticle

AUTHORITY = "example.org,2026"
OLD = PublishedId("tag:example.org,2026:articles/old", "articles/old.md")


def lost(*ids: str) -> list[str]:
    return list(missing([OLD], ids))


def test_an_id_is_made_of_the_first_path(article: MakeArticle) -> None:
    assert article_id(article("zürich"), AUTHORITY) == ("tag:example.org,2026:articles/z%C3%BCrich")


def test_a_uid_takes_the_place_of_the_path(article: MakeArticle) -> None:
    assert article_id(article("new", uid="articles/old"), AUTHORITY) == OLD.id


def test_a_new_title_tag_or_date_leaves_the_id(article: MakeArticle) -> None:
    changed = article("old", "other tag", day=9, title="Another title")
    assert article_id(changed, AUTHORITY) == OLD.id


def test_a_rename_without_a_uid_is_told_with_its_remedy(article: MakeArticle) -> None:
    assert lost(article_id(article("new"), AUTHORITY)) == [
        (
            "published.json: docs/articles/old.md: its id tag:example.org,2026:articles/old is gone; "
            "give the renamed article `uid: articles/old`, or, if it is gone for good, "
            "set `gone: true` in published.json"
        )
    ]
    assert lost(article_id(article("new", uid="articles/old"), AUTHORITY)) == []


def test_another_authority_loses_every_id(article: MakeArticle) -> None:
    assert len(lost(article_id(article("old"), "example.com,2027"))) == 1


def test_what_is_gone_on_purpose_is_not_missed() -> None:
    assert list(missing([PublishedId(OLD.id, OLD.source, is_gone=True)], [])) == []


def test_published_ids_only_grow(article: MakeArticle) -> None:
    published = with_new([OLD], [article("old"), article("b"), article("a")], AUTHORITY)
    assert [each.source for each in published] == [
        "articles/old.md",
        "articles/b.md",
        "articles/a.md",
    ]
    gone = PublishedId("tag:é", "articles/é.md", is_gone=True)
    text = write_published([*published, gone])
    assert read_published(text) == sorted([*published, gone], key=lambda each: each.source)
    assert write_published(read_published(text)) == text


@pytest.mark.parametrize("text", ["[{]", "{}[0]", '["a"]', '[{"id": "tag:a"}]', "7", ""])
def test_a_broken_file_is_told_in_one_line(text: str) -> None:
    with pytest.raises(
        ValueError, match=r"\Apublished\.json: expected a list .+ got another: .+\Z"
    ):
        read_published(text)


def test_no_published_id_is_lost() -> None:
    published = read_published((ROOT / PUBLISHED).read_text(encoding="utf-8"))
    articles = [each for each in read_articles(ROOT / "docs") if each.is_published(dt.date.max)]
    authority = published[0].id.split(":")[1]
    assert list(missing(published, (article_id(each, authority) for each in articles))) == []
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert f"authority: {authority}\n" in settings


@pytest.fixture(name="blog")
def _blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with settings and two articles, one of them a draft, and stay in it."""
    write(
        tmp_path,
        {
            "mkdocs.yml": f'extra: {{feeds: {{authority: "{AUTHORITY}"}}}}',
            "docs/articles/old.md": "---\ntitle: Old\ndate: 2026-01-01\n---\n",
            "docs/articles/draft.md": "---\ntitle: Draft\ndate: 2026-01-01\ndraft: true\n---\n",
        },
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BUILD_DATE", "2026-12-01")
    return tmp_path


def test_the_command_keeps_the_ids_of_what_is_published(
    blog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main() == main() == 0
    assert read_published((blog / PUBLISHED).read_text()) == [OLD]
    said = capsys.readouterr().out
    assert (
        said == "1 new ids in published.json; commit it\n0 new ids in published.json; commit it\n"
    )


def test_the_command_changes_nothing_where_an_id_is_lost(
    blog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main()
    before = (blog / PUBLISHED).read_text()
    (blog / "docs/articles/old.md").rename(blog / "docs/articles/new.md")
    assert main() == 1
    assert capsys.readouterr().err.splitlines() == lost()
    assert (blog / PUBLISHED).read_text() == before


@pytest.mark.parametrize(
    ("uid", "problem"),
    [
        ("4f1c09ab", []),
        ("articles/don-t_go", []),
        (
            "a b",
            [
                "docs/articles/a.md: uid: expected letters, digits and hyphens, parted by slashes, such as 4f1c09ab, got 'a b'"
            ],
        ),
        (
            "12",
            [
                "docs/articles/a.md: uid: expected letters, digits and hyphens, parted by slashes, such as 4f1c09ab, got 12"
            ],
        ),
    ],
)
def test_a_uid_is_plain(uid: str, problem: list[str]) -> None:
    _, problems = parse_article(
        "articles/a.md", f"---\ntitle: A\ndate: 2026-01-01\nuid: {uid}\n---\n"
    )
    assert [str(each) for each in problems] == problem


def test_a_site_keeps_its_ids_through_a_rename(build_site: BuildSite) -> None:
    text = "---\ntitle: {title}\ndate: 2026-01-01\n{more}---\nWords."
    before = build_site({"articles/old.md": text.format(title="Old", more="")})
    renamed = text.format(title="New", more="uid: articles/old\naliases: [/articles/old/]\n")
    after = build_site({"articles/new.md": renamed})
    name = "<id>tag:interviewing101.example,2026:articles/old</id>"
    assert all(name in (site / "atom.xml").read_text() for site in (before, after))
