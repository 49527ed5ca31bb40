"""Tags: their addresses, their articles, their neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewing.tags import TagLink, intro_problems, tag_problems, tags_of

if TYPE_CHECKING:
    from conftest import MakeArticle


def test_a_tag_has_its_articles_in_the_given_order(article: MakeArticle) -> None:
    b, a, c = article("b", "offers"), article("a", "offers", "letters"), article("c", "letters")
    found = {tag.name: (tag.articles, tag.count) for tag in tags_of([b, a, c])}
    assert found == {"letters": ((a, c), 2), "offers": ((b, a), 2)}


def test_tags_come_by_name_whatever_their_case(article: MakeArticle) -> None:
    made = article("a", "offers", "CV", "cover letters", "Zoom")
    assert [tag.name for tag in tags_of([made])] == ["cover letters", "CV", "offers", "Zoom"]


def test_a_tag_has_an_address_and_a_file(article: MakeArticle) -> None:
    found = [(tag.slug, tag.url, tag.source) for tag in tags_of([article("a", "C++", "é")])]
    assert found == [
        ("c-plus-plus", "tags/c-plus-plus/", "tags/c-plus-plus.md"),
        ("é", "tags/é/", "tags/é.md"),
    ]


def test_a_tag_called_index_leaves_the_page_of_all_tags_alone(article: MakeArticle) -> None:
    [tag] = tags_of([article("a", "Index")])
    assert (tag.url, tag.source) == ("tags/index/", "tags/index/index.md")


def test_neighbours_are_the_tags_met_most_often(article: MakeArticle) -> None:
    articles = [article("a", "x", "b", "a"), article("b", "x", "c"), article("c", "x", "c")]
    tag = next(tag for tag in tags_of(articles) if tag.name == "x")
    assert tag.neighbours == (TagLink("c", "c", 2), TagLink("a", "a", 1), TagLink("b", "b", 1))


def test_a_tag_has_eight_neighbours_at_most(article: MakeArticle) -> None:
    tag = tags_of([article("a", *"abcdefghijk")])[0]
    assert [link.name for link in tag.neighbours] == list("bcdefghi")


def test_one_spelling_has_one_address(article: MakeArticle) -> None:
    articles = [article("b", "thank you", "offers"), article("a", "Thank-you", "offers")]
    assert [str(problem) for problem in tag_problems(articles)] == [
        (
            "docs/articles/b.md: tags: expected 'Thank-you' as in docs/articles/a.md "
            "(both would be /tags/thank-you/), got 'thank you'"
        )
    ]


def test_tags_that_differ_in_a_sign_are_no_problem(article: MakeArticle) -> None:
    assert list(tag_problems([article("a", "C", "C++", "C#", "R&D", "a<b", "é", "e", "😀")])) == []


def test_a_tag_must_fit_a_file_name(article: MakeArticle) -> None:
    assert list(tag_problems([article("a", "x" * 200)])) == []
    assert [str(problem) for problem in tag_problems([article("a", "é" * 100 + "e")])] == [
        f"docs/articles/a.md: tags: expected a shorter tag, got '{'é' * 40}…'"
    ]


def test_an_introduction_belongs_to_a_tag(article: MakeArticle) -> None:
    articles = [article("a", "C++", "index")]
    sources = ["tags/c-plus-plus.md", "tags/index/index.md", "tags/c-plus.md", "tags/a/b.md"]
    assert [str(problem) for problem in intro_problems(articles, sources)] == [
        (
            "docs/tags/a/b.md: file name: expected the slug of a tag that an article carries, "
            "got 'a/b'"
        ),
        (
            "docs/tags/c-plus.md: file name: expected the slug of a tag that an article carries "
            "(did you mean c-plus-plus?), got 'c-plus'"
        ),
    ]


def test_the_spelling_of_the_fewest_is_the_wrong_one(article: MakeArticle) -> None:
    articles = [article("a", "Offers"), article("b", "offers"), article("c", "offers")]
    assert [str(problem) for problem in tag_problems(articles)] == [
        (
            "docs/articles/a.md: tags: expected 'offers' as in docs/articles/b.md "
            "(both would be /tags/offers/), got 'Offers'"
        )
    ]
