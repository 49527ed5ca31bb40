"""Redirects: old addresses that lead to articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interviewing.redirects import (
    Redirect,
    alias_path,
    alias_problems,
    page_path,
    redirects_of,
)

if TYPE_CHECKING:
    from conftest import MakeArticle


@pytest.mark.parametrize(
    ("alias", "path"),
    [
        ("/2013/09/24/ask/", "2013/09/24/ask/index.html"),
        ("/ask", "ask/index.html"),
        ("/ask.html", "ask.html"),
        ("/ask.htm", "ask.htm"),
        ("/caf%C3%A9/", "café/index.html"),
    ],
)
def test_an_old_address_is_answered_by_a_file(alias: str, path: str) -> None:
    assert alias_path(alias) == path


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ("about.md", "about/index.html"),
        ("index.md", "index.html"),
        ("tags/index.md", "tags/index.html"),
        ("README.md", "index.html"),
        ("images/a.svg", "images/a.svg"),
    ],
)
def test_a_file_becomes_a_file_of_the_site(source: str, path: str) -> None:
    assert page_path(source) == path


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("2013/09/24/old/index.html", "../../../../articles/a/"),
        ("old.html", "articles/a/"),
        ("articles/old/index.html", "../a/"),
    ],
)
def test_a_redirect_leads_from_the_old_address(
    article: MakeArticle, path: str, address: str
) -> None:
    assert Redirect(path, article("a")).address == address


def test_each_alias_has_a_redirect(article: MakeArticle) -> None:
    a, b = article("a", aliases=("/x/", "/y.html")), article("b", aliases=("/z",))
    assert redirects_of([b, a]) == [
        Redirect("z/index.html", b),
        Redirect("x/index.html", a),
        Redirect("y.html", a),
    ]


def test_an_alias_takes_no_address_that_a_page_has(article: MakeArticle) -> None:
    made = article("a", aliases=("/about/", "/old/"))
    assert [str(problem) for problem in alias_problems([made], {"about/index.html"})] == [
        "docs/articles/a.md: aliases: expected an address that no page has, got /about/"
    ]


def test_an_alias_is_no_folder_on_the_way_to_another(article: MakeArticle) -> None:
    articles = [article("a", aliases=("/x.html",)), article("b", aliases=("/x.html/y/", "/x/"))]
    assert [str(problem) for problem in alias_problems(articles, ())] == [
        "docs/articles/b.md: aliases: expected an address that no page has, got /x.html/y/"
    ]


@pytest.mark.parametrize(
    "alias", ["/atom.xml", "/favicon.ico", "/policy.caddy", "/articles/a/card.png/", "/A.PNG/b/"]
)
def test_an_alias_is_the_address_of_a_page(article: MakeArticle, alias: str) -> None:
    assert [str(problem) for problem in alias_problems([article("a", aliases=(alias,))], ())] == [
        f"docs/articles/a.md: aliases: expected the address of a page, got {alias}"
    ]


def test_an_alias_belongs_to_one_article_once(article: MakeArticle) -> None:
    articles = [article("b", aliases=("/x/",)), article("a", aliases=("/x", "/y", "/y/"))]
    assert [str(problem) for problem in alias_problems(articles, ())] == [
        (
            "docs/articles/a.md: aliases: expected an address of its own "
            "(docs/articles/a.md has /y), got /y/"
        ),
        (
            "docs/articles/b.md: aliases: expected an address of its own "
            "(docs/articles/a.md has /x), got /x/"
        ),
    ]
