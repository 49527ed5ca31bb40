"""What each page's template receives."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from interviewing.article import Announcement, Place
from interviewing.content import Content
from interviewing.letters import Letter, Piece
from interviewing.promises import ledger_of
from interviewing.series import series_of
from interviewing.tags import tags_of
from interviewing.views import article_views, home, situations, years

if TYPE_CHECKING:
    from conftest import MakeArticle

    from interviewing.article import Article
    from interviewing.views import ArticleView

LATER = Announcement("later", "how to decline")


def content_of(*articles: Article) -> Content:
    """Return the content of these articles, given newest first."""
    return Content(
        articles=articles,
        hidden=frozenset(),
        tags=tuple(tags_of(articles)),
        series=series_of(articles, {}),
        ledger=ledger_of(articles),
        redirects=(),
        updated=dt.date(2026, 1, 31),
    )


def views_of(*articles: Article) -> dict[str, ArticleView]:
    """Return the view of each article by its slug."""
    return {view.article.slug: view for view in article_views(content_of(*articles))}


def letter(title: str, situation: str) -> Letter:
    """Return a short letter."""
    return Letter("script", title, situation, (), (Piece("Hello.", is_blank=False),))


def test_an_article_shows_its_tags_with_how_often_they_are_used(article: MakeArticle) -> None:
    view = views_of(article("a", "C++", "offers"), article("b", "offers"))["a"]
    found = [(tag.name, tag.slug, tag.count) for tag in view.tags]
    assert found == [("C++", "c-plus-plus", 1), ("offers", "offers", 2)]


def test_an_article_stands_between_the_parts_of_its_series(article: MakeArticle) -> None:
    a, b = (article(slug, series=Place("s", part)) for part, slug in enumerate("ab", start=1))
    views = views_of(b, a, article("x"))
    place = views["a"].place
    assert place is not None
    assert (place.series.name, place.stage.parts, place.part.number) == ("s", place.series.parts, 1)
    assert (place.previous, place.next) == (None, b)
    assert views["x"].place is None


def test_a_kept_promise_ties_two_articles(article: MakeArticle) -> None:
    made, keeper = article("a", promises=(LATER,)), article("b", fulfils=("later",))
    views = views_of(keeper, made)
    assert [promise.kept_by for promise in views["a"].promises] == [keeper]
    assert [promise.made_by for promise in views["b"].keeps] == [made]
    assert (views["a"].keeps, views["b"].promises) == ((), ())
    assert [(link.article, link.reason) for link in views["a"].related[:1]] == [
        (keeper, "keeps the promise made here")
    ]
    assert [(link.article, link.reason) for link in views["b"].related[:1]] == [
        (made, "promised this article")
    ]


def test_the_link_to_a_kept_promise_leads_from_file_to_file(article: MakeArticle) -> None:
    made = article("a", source="articles/sub/a.md", promises=(LATER, Announcement("b", "b")))
    view = views_of(article("k", fulfils=("later",)), made)["a"]
    assert view.promise_link("later") == "../k.md"
    assert view.promise_link("b") is None
    assert view.promise_link("unknown") is None


def test_letters_stand_by_situation_in_the_order_of_their_articles(article: MakeArticle) -> None:
    b = article("b", letters=(letter("one", "Offers"), letter("two", "a call")))
    a = article("a", letters=(letter("three", "Offers"),))
    found = [
        (group.name, group.slug, [(each.letter.title, each.article) for each in group.letters])
        for group in situations([b, a])
    ]
    assert found == [
        ("a call", "a-call", [("two", b)]),
        ("Offers", "offers", [("one", b), ("three", a)]),
    ]


def test_situations_come_in_the_order_of_the_journey(article: MakeArticle) -> None:
    def part(number: int, *names: str) -> Article:
        letters = tuple(letter(name, name) for name in names)
        return article(f"part-{number}", series=Place("s", number), letters=letters)

    parts = [part(1, "early", "often"), part(2, "later"), part(3, "often"), part(9, "often")]
    outside = article("outside", letters=(letter("anywhere", "Anywhere"),))
    found = [situation.name for situation in situations([outside, *parts])]
    assert found == ["early", "later", "often", "Anywhere"]


def test_the_letters_for_one_situation_go_by_part(article: MakeArticle) -> None:
    places = {"a": None, "b": Place("s", 2), "c": Place("s", 1)}
    made = [
        article(slug, letters=(letter(slug, "A call"),), series=place)
        for slug, place in places.items()
    ]
    [group] = situations(made)
    assert [each.article.slug for each in group.letters] == ["c", "b", "a"]


def test_situations_with_one_anchor_are_one(article: MakeArticle) -> None:
    made = article("a", letters=(letter("one", "After the call."), letter("two", "after the call")))
    [group] = situations([made])
    assert (group.name, len(group.letters)) == ("After the call.", 2)


def test_the_archive_is_cut_into_years(article: MakeArticle) -> None:
    old, older = (article(slug, date=dt.date(2025, 1, 1)) for slug in "ab")
    new = article("c")
    found = [(year.year, year.articles) for year in years([new, old, older])]
    assert found == [(2026, (new,)), (2025, (old, older))]


@pytest.mark.parametrize(("lead", "slug"), [("c", "c"), ("h", "h"), ("", "a"), ("gone", "a")])
def test_the_front_page_is_led_by_the_chosen_article_or_the_newest(
    article: MakeArticle, lead: str, slug: str
) -> None:
    articles = [article(each) for each in "abcdefgh"]
    view = home(content_of(*articles), lead)
    assert view.lead is not None
    assert view.lead.slug == slug
    assert [each.slug for each in view.newest] == [each for each in "abcdefg" if each != slug][:6]


def test_the_front_page_shows_the_longest_series(article: MakeArticle) -> None:
    view = home(
        content_of(
            article("a", series=Place("brief", 1)),
            article("b", series=Place("long", 1)),
            article("c", series=Place("long", 2)),
        ),
        "",
    )
    assert view.series is not None
    assert view.series.name == "long"


def test_an_empty_site_has_a_front_page() -> None:
    view = home(content_of(), "")
    assert (view.lead, view.newest, view.series, view.owed) == (None, (), None, ())


def test_the_front_page_names_the_oldest_promises_that_are_open(article: MakeArticle) -> None:
    made = [article(each, promises=(Announcement(f"of-{each}", each),)) for each in "abcdefg"]
    view = home(content_of(*made, article("z", fulfils=("of-b",))), "")
    assert [promise.id for promise in view.owed] == ["of-a", "of-c", "of-d", "of-e", "of-f"]
