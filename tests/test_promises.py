"""Promises: announced, open, kept or withdrawn."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from interviewing.article import Announcement, published
from interviewing.promises import Promise, ledger_of, promise_problems

if TYPE_CHECKING:
    from conftest import MakeArticle

    from interviewing.article import Article

TODAY = dt.date(2026, 1, 15)
LATER = Announcement("later", "how to decline")


def lines(*articles: Article) -> list[str]:
    """Return what is wrong between the promises of these articles."""
    return [str(problem) for problem in promise_problems(articles)]


def test_an_announced_follow_up_is_open(article: MakeArticle) -> None:
    made = article("a", promises=(LATER,))
    ledger = ledger_of([made])
    promise = Promise("later", "how to decline", made)
    assert (promise.state, ledger.open) == ("open", (promise,))
    assert (ledger.kept, ledger.withdrawn) == ((), ())
    assert (ledger.made_by, ledger.kept_by) == ({"a": (promise,)}, {})


def test_an_article_keeps_what_it_fulfils(article: MakeArticle) -> None:
    made, keeper = article("a", promises=(LATER,)), article("b", fulfils=("later",))
    ledger = ledger_of([keeper, made])
    promise = Promise("later", "how to decline", made, keeper)
    assert (promise.state, ledger.open, ledger.kept) == ("kept", (), (promise,))
    assert (ledger.made_by, ledger.kept_by) == ({"a": (promise,)}, {"b": (promise,)})


def test_a_promise_is_withdrawn_with_its_reason(article: MakeArticle) -> None:
    made = article("a", promises=(Announcement("later", "a", "nobody asked"),))
    [promise] = ledger_of([made]).withdrawn
    assert (promise.state, promise.withdrawn) == ("withdrawn", "nobody asked")
    assert ledger_of([made]).open == ()


@pytest.mark.parametrize(("draft", "day"), [(True, 1), (False, 31)])
def test_a_draft_or_an_article_dated_later_keeps_no_promise(
    article: MakeArticle, day: int, *, draft: bool
) -> None:
    made = article("a", promises=(LATER,))
    keeper = article("b", fulfils=("later",), draft=draft, day=day)
    assert lines(made, keeper) == []
    ledger = ledger_of(published([made, keeper], TODAY))
    assert [promise.state for promise in ledger.open] == ["open"]
    assert ledger.kept_by == {}


def test_a_promise_of_a_draft_is_not_told(article: MakeArticle) -> None:
    made = article("a", promises=(LATER,), draft=True)
    keeper = article("b", fulfils=("later",))
    assert lines(made, keeper) == []
    ledger = ledger_of(published([made, keeper], TODAY))
    assert (ledger.open, ledger.kept, ledger.kept_by) == ((), (), {})


def test_open_promises_come_oldest_first(article: MakeArticle) -> None:
    articles = [
        article("a", promises=(Announcement("c", "c"), Announcement("b", "b")), day=2),
        article("b", promises=(Announcement("z", "z"),), day=1),
    ]
    ledger = ledger_of(articles)
    assert [promise.id for promise in ledger.open] == ["z", "b", "c"]
    assert [promise.id for promise in ledger.made_by["a"]] == ["c", "b"]


def test_kept_promises_come_last_kept_first(article: MakeArticle) -> None:
    made = article("a", promises=tuple(Announcement(name, name) for name in "xyz"))
    early = article("b", fulfils=("y", "x"), day=2)
    late = article("c", fulfils=("z",), day=3)
    ledger = ledger_of([made, early, late])
    assert [promise.id for promise in ledger.kept] == ["z", "x", "y"]


def test_withdrawn_promises_come_newest_first(article: MakeArticle) -> None:
    articles = [
        article(name, promises=(Announcement(name, name, "why"),), day=day)
        for day, name in enumerate("ab", start=1)
    ]
    assert [promise.id for promise in ledger_of(articles).withdrawn] == ["b", "a"]


def test_a_promise_has_an_id_of_its_own(article: MakeArticle) -> None:
    b, a = article("b", promises=(LATER,)), article("a", promises=(LATER, LATER))
    assert lines(b, a) == [
        (
            "docs/articles/a.md: promises: expected an id of its own "
            "(docs/articles/a.md has made it), got later"
        ),
        (
            "docs/articles/b.md: promises: expected an id of its own "
            "(docs/articles/a.md has made it), got later"
        ),
    ]


def test_what_is_fulfilled_was_promised(article: MakeArticle) -> None:
    assert lines(article("a", promises=(LATER,)), article("b", fulfils=("latre", "unsaid"))) == [
        (
            "docs/articles/b.md: fulfils: expected the id of a promise that an article makes "
            "(did you mean later?), got latre"
        ),
        (
            "docs/articles/b.md: fulfils: expected the id of a promise that an article makes, "
            "got unsaid"
        ),
    ]


def test_an_article_cannot_keep_its_own_promise(article: MakeArticle) -> None:
    assert lines(article("a", promises=(LATER,), fulfils=("later",))) == [
        "docs/articles/a.md: fulfils: expected the promise of another article, got later"
    ]


def test_a_withdrawn_promise_is_not_kept(article: MakeArticle) -> None:
    made = article("a", promises=(Announcement("later", "a", "nobody asked"),))
    assert lines(made, article("b", fulfils=("later",))) == [
        (
            "docs/articles/b.md: fulfils: expected a promise that is not withdrawn "
            "(see docs/articles/a.md), got later"
        )
    ]


def test_a_promise_is_kept_by_one_article(article: MakeArticle) -> None:
    made = article("a", promises=(LATER,))
    twice = article("b", fulfils=("later", "later"))  # its own front matter's problem
    assert lines(made, twice, article("c", fulfils=("later",))) == [
        (
            "docs/articles/c.md: fulfils: expected a promise that only one article keeps "
            "(docs/articles/b.md does), got later"
        )
    ]


def test_a_link_to_a_promise_is_to_one_made_in_the_article(article: MakeArticle) -> None:
    a = article("a", promises=(LATER,), body="[yes](promise:later) [no](promise:latr)")
    b = article("b", body="[no](promise:later)")
    assert lines(a, b) == [
        (
            "docs/articles/a.md: promise link: expected a promise that this article makes "
            "(did you mean later?), got promise:latr"
        ),
        (
            "docs/articles/b.md: promise link: expected a promise that this article makes, "
            "got promise:later"
        ),
    ]
