"""Comments as trees, in words, and on the list of threads."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest

from interviewing.article import Announcement
from interviewing.comments import (
    REQUESTS,
    Branch,
    Comment,
    CommentItem,
    Thread,
    allow_list,
    answer_problems,
    comment_items,
    requests_of,
    threads_of,
)
from interviewing.promises import ledger_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conftest import MakeArticle

HERE = "/articles/a/"


def comment(number: int, parent: int | None = None, minute: int = 0, **fields: Any) -> Comment:
    """Return a comment that was written in this minute."""
    created = dt.datetime(2026, 1, 1, 9, minute, tzinfo=dt.UTC)
    defaults: dict[str, Any] = {"thread": HERE, "html": f"<p>{number}</p>"}
    return Comment(id=number, created=created, parent=parent, **defaults | fields)


def thread(article: MakeArticle, said: Iterable[Comment], **fields: Any) -> Thread:
    """Return the thread of one article."""
    return threads_of([article("a", **fields)], "Promised", said)["articles/a/"]


def tree(branches: Iterable[Branch]) -> list[Any]:
    """Return ids; what has replies is followed by their list."""
    found: list[Any] = []
    for branch in branches:
        found += (
            [branch.comment.id, tree(branch.replies)] if branch.replies else [branch.comment.id]
        )
    return found


# The tree


def test_siblings_come_oldest_first_and_ties_by_id(article: MakeArticle) -> None:
    said = [comment(4, minute=1), comment(2, minute=2), comment(3, minute=2), comment(1, minute=9)]
    assert tree(thread(article, said).branches) == [4, 2, 3, 1]


def test_replies_stand_below_what_they_answer(article: MakeArticle) -> None:
    said = [comment(1), comment(2, 1, minute=5), comment(3, 1, minute=4), comment(4, 2), comment(5)]
    assert tree(thread(article, said).branches) == [1, [3, 2, [4]], 5]


def test_a_thread_is_indented_to_four_levels_and_names_what_deeper_ones_answer(
    article: MakeArticle,
) -> None:
    said = [comment(number, number - 1 or None) for number in range(1, 7)]
    said.append(comment(7, 4, minute=1))
    branches = thread(article, said).branches
    assert tree(branches) == [1, [2, [3, [4, 5, 6, 7]]]]
    deepest = branches[0].replies[0].replies[0].replies
    answered = [branch.answers.id if branch.answers else None for branch in deepest]
    assert answered == [None, 4, 5, 4]


def test_a_thread_may_be_deeper_than_any_stack(article: MakeArticle) -> None:
    said = [comment(number, number - 1 or None) for number in range(1, 20_001)]
    found = thread(article, said)
    assert (found.count, found.newest) == (20_000, 20_000)
    assert [line.id for line in found.comments] == list(range(1, 20_001))


def test_an_answer_to_what_is_not_shown_stands_at_the_top(article: MakeArticle) -> None:
    elsewhere = comment(8, thread="/articles/b/")
    assert tree(
        thread(article, [comment(1), comment(2, 99), comment(3, 8), elsewhere]).branches
    ) == [
        1,
        2,
        3,
    ]


def test_a_circle_is_cut_at_its_oldest(article: MakeArticle) -> None:
    said = [comment(1, 3), comment(2, 1), comment(3, 2), comment(4, 4), comment(5)]
    assert tree(thread(article, said).branches) == [5, 1, [2, [3]], 4]


def test_a_deleted_comment_keeps_its_place_while_it_has_an_answer(article: MakeArticle) -> None:
    said = [
        comment(1, is_deleted=True, html=""),
        comment(2, 1, is_deleted=True, html=""),
        comment(3, 2),
        comment(4, 1, is_deleted=True, html=""),
        comment(5, is_deleted=True, html=""),
    ]
    found = thread(article, said)
    assert tree(found.branches) == [1, [2, [3]]]
    assert (found.count, [line.id for line in found.comments]) == (1, [3])


# The threads


@pytest.mark.parametrize(
    "path", [HERE, "/articles/a", "/articles/a/index.html", "/old/", "/caf%C3%A9/", "/café/"]
)
def test_a_renamed_article_keeps_its_thread(article: MakeArticle, path: str) -> None:
    said = [comment(1, thread=path), comment(2, 1)]
    found = thread(article, said, aliases=("/old/", "/caf%C3%A9/"))
    assert tree(found.branches) == [1, [2]]


def test_comments_on_a_page_that_is_gone_are_left_out(article: MakeArticle) -> None:
    found = threads_of([article("a")], "Promised", [comment(1, thread="/articles/gone/")])
    assert {url: each.count for url, each in found.items()} == {"articles/a/": 0, REQUESTS: 0}


def test_requests_have_a_thread_of_their_own(article: MakeArticle) -> None:
    found = threads_of([article("a")], "Promised", [comment(1, thread="/promised/")])
    assert (found[REQUESTS].title, found[REQUESTS].count, found[REQUESTS].is_open) == (
        "Promised",
        1,
        True,
    )


def test_an_article_closes_its_thread(article: MakeArticle) -> None:
    assert thread(article, []).is_open
    assert not thread(article, [], comments="closed").is_open


@pytest.mark.parametrize(
    ("count", "heading"),
    [
        (0, "Your thoughts"),
        (1, "One thought"),
        (3, "Three thoughts"),
        (12, "Twelve thoughts"),
        (13, "13 thoughts"),
        (1234, "1,234 thoughts"),
    ],
)
def test_a_heading_counts_in_words_to_twelve(
    article: MakeArticle, count: int, heading: str
) -> None:
    said = [comment(number) for number in range(1, count + 1)]
    assert thread(article, said).heading == heading


def test_a_closed_thread_without_comments_says_so(article: MakeArticle) -> None:
    assert thread(article, [], comments="closed").heading == "No thoughts"


def test_who_gives_no_name_is_anonymous() -> None:
    assert (comment(1).author, comment(1, name="Ada").author) == ("Anonymous", "Ada")


def test_the_service_accepts_what_is_listed(article: MakeArticle) -> None:
    articles = [
        article("b", title="Zoë & “you”", comments="closed"),
        article("a", aliases=("/z/", "/old/")),
    ]
    site = {"name": "Interviewing 101", "stylesheets": ["/a.css"]}
    text = allow_list(threads_of(articles, "Promised", []), site)
    assert "Zoë & “you”" in text
    assert json.loads(text) == {
        "version": 1,
        "site": site,
        "threads": [
            {"path": "/articles/a/", "title": "A", "open": True, "aliases": ["/old/", "/z/"]},
            {"path": "/articles/b/", "title": "Zoë & “you”", "open": False, "aliases": []},
            {"path": "/promised/", "title": "Promised", "open": True, "aliases": []},
        ],
    }


def test_what_moderators_close_is_closed_by_any_address(article: MakeArticle) -> None:
    articles = [article("a", aliases=("/old/",)), article("b")]
    found = threads_of(articles, "Promised", [], closed=["/old/", "/promised/", "/gone/"])
    assert {url: thread.is_open for url, thread in found.items()} == {
        "articles/a/": False,
        "articles/b/": True,
        "promised/": False,
    }


# Feeds


def test_feeds_have_the_newest_first_and_nothing_deleted(article: MakeArticle) -> None:
    said = [
        comment(1, minute=5, name="Ada"),
        comment(2, 1, minute=9),
        comment(3, minute=9),
        comment(4, is_deleted=True, html=""),
        comment(5, 4, minute=1),
    ]
    items = comment_items([thread(article, said, title="On A")])
    assert [item.id for item in items] == [3, 2, 1, 5]
    assert items[2] == CommentItem(
        id=1,
        url="articles/a/#comment-1",
        title="On A",
        author="Ada",
        created=dt.datetime(2026, 1, 1, 9, 5, tzinfo=dt.UTC),
        html="<p>1</p>",
    )
    assert [item.id for item in comment_items([thread(article, said)], 2)] == [3, 2]


# Promises that answer comments


def test_a_promise_links_the_comment_that_asked_for_it(article: MakeArticle) -> None:
    promises = (
        Announcement("more", "more", answers_comment=12),
        Announcement("gone", "gone", answers_comment=13),
        Announcement("own", "our own idea"),
    )
    made = article("a", promises=promises)
    said = [
        comment(12, thread="/promised/"),
        comment(13, thread="/promised/", is_deleted=True),
    ]
    requests = threads_of([made], "Promised", said)[REQUESTS]
    assert requests_of(ledger_of([made]), requests) == {"more": "promised/#comment-12"}
    assert list(answer_problems([made], requests, said)) == []


def test_a_promise_answers_a_request(article: MakeArticle) -> None:
    promises = (Announcement("a", "a"), Announcement("more", "more", answers_comment=12))
    made = article("a", promises=promises)
    said = [comment(12)]
    requests = threads_of([made], "Promised", said)[REQUESTS]
    assert [str(problem) for problem in answer_problems([made], requests, said)] == [
        (
            "docs/articles/a.md: promises[1].answers_comment: "
            "expected the number of an approved comment on /promised/, got 12"
        )
    ]
