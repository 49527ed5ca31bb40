"""Related articles: which, in what order, and the reason readers see; and how that is measured."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

from interviewing.article import Choice, Place
from interviewing.letters import parse_letter
from interviewing.related import THRESHOLD, Match, explain, rank, related
from relevance.relevance import METRICS, RANKERS, CorpusError, main, measure, read_corpus

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from conftest import MakeArticle

    from interviewing.article import Article

    RunExplain = Callable[..., subprocess.CompletedProcess[str]]

FILLER = (
    "Mornings are for bread, evenings for chess.",
    "A kettle sings while rain drums on zinc.",
    "Foxes cross the meadow under a pale moon.",
    "Copper wire hums above the quiet canal.",
    "Lanterns sway along the harbour wall.",
    "Snow muffles each bell in the valley.",
)


def best(articles: Collection[Article], slug: str, limit: int | None = 5) -> list[str]:
    """Return the slugs that fit an article, best first."""
    return [match.slug for match in rank(articles, limit)[slug]]


def match(articles: Collection[Article], slug: str, other: str) -> Match:
    """Return how an article fits another."""
    return next(found for found in rank(articles, 5)[slug] if found.slug == other)


@pytest.fixture(name="others")
def _others(article: MakeArticle) -> list[Article]:
    """Return six articles that have nothing in common with any."""
    return [article(f"other-{i}", title=f"T{i}x", body=text) for i, text in enumerate(FILLER)]


def test_common_words_bring_articles_together(article: MakeArticle, others: list[Article]) -> None:
    a = article("a", title="Aa", body="An exploding offer expires at midnight.")
    b = article("b", title="Bb", body="When the offer expires, midnight has come.")
    assert best([*others, a, b], "a")[0] == "b"


def test_rare_tag_outweighs_common_one(article: MakeArticle) -> None:
    a = article("a", "common", "rare", title="A1")
    common = [article(f"c{i}", "common", title=f"C{i}", day=9) for i in range(4)]
    rare = article("z", "rare", title="Z1")
    plain = [article(f"p{i}", title=f"P{i}", day=9) for i in range(4)]
    assert best([a, *common, rare, *plain], "a")[0] == "z"


def test_a_tag_that_every_article_has_counts_nothing(article: MakeArticle) -> None:
    articles = [article(slug, "jobs", title=slug.upper()) for slug in "abcd"]
    assert {each.score for each in rank(articles, 5)["a"]} == {0}


def test_a_title_counts_more_than_the_body(article: MakeArticle, others: list[Article]) -> None:
    body = "Severance " + " ".join(FILLER[:2])
    a = article("a", title="Severance")
    titled = article("titled", title="Severance", body=" ".join(FILLER[:2]))
    mentioned = article("mentioned", title="Mm", body=body, day=9)
    assert best([*others, a, titled, mentioned], "a")[:2] == ["titled", "mentioned"]


def test_code_is_not_read(article: MakeArticle, others: list[Article]) -> None:
    code = "```python\nsabbatical\n```"
    a, b = (article(slug, title=slug.upper() * 2, body=code) for slug in "ab")
    assert {each.score for each in rank([*others, a, b], 5)["a"]} == {0}


def test_the_titles_of_letters_are_read(article: MakeArticle, others: list[Article]) -> None:
    letter = parse_letter("letter", "title: Ask\nsituation: A sabbatical\nsubject: S\n---\nHello")
    a, b = (article(slug, title=slug * 2, letters=(letter,)) for slug in "ab")
    assert best([*others, a, b], "a")[0] == "b"


def test_addresses_of_links_are_not_read(article: MakeArticle, others: list[Article]) -> None:
    body = "[{}](https://example.com/sabbatical) <https://sabbatical.org> <b class='sabbatical'>"
    a, b = (article(slug, title=slug.upper() * 2, body=body.format(slug * 3)) for slug in "ab")
    assert {each.score for each in rank([*others, a, b], 5)["a"]} == {0}


def test_ties_go_to_the_newer_then_to_the_address(
    article: MakeArticle, others: list[Article]
) -> None:
    articles = [
        *others,
        article("a", "x"),
        article("old", "x", day=1),
        article("d", "x", day=2),
        article("c", "x", day=2),
        article("new", "x", day=3),
    ]
    assert best(articles, "a") == ["new", "c", "d", "old"]


def test_the_order_of_the_input_changes_nothing(
    article: MakeArticle, others: list[Article]
) -> None:
    articles = [*others, *(article(s, "t", body=" ".join(FILLER)) for s in "abcdef")]
    shuffled = [*articles[7:], *reversed(articles[:7])]
    assert rank(articles, 5) == rank(shuffled, 5)
    assert rank(articles, None) == rank(shuffled, None)


def test_identical_articles_are_as_alike_as_can_be(
    article: MakeArticle, others: list[Article]
) -> None:
    a, b = (article(slug, title="Notice periods", body="How long is yours?") for slug in "ab")
    assert rank([*others, a, b], 5)["a"][0].score == 1
    assert rank([*others, a, b], 5)["b"][0].slug == "a"


def test_weak_ones_only_fill_up_to_three(article: MakeArticle, others: list[Article]) -> None:
    alike = [
        article(f"a{i}", title="Notice", body="Notice periods end on Fridays.") for i in range(5)
    ]
    assert len(rank([*others, *alike], 5)["a0"]) == 4
    assert all(each.score >= THRESHOLD for each in rank([*others, *alike], 5)["a0"])
    assert [each.score for each in rank([*others, *alike], 5)["other-0"]] == [0, 0, 0]


@pytest.mark.parametrize(("count", "found"), [(0, 0), (1, 1), (2, 2), (3, 3), (6, 3)])
def test_three_stay_if_there_are_three(
    article: MakeArticle, others: list[Article], count: int, found: int
) -> None:
    assert len(rank([article("a"), *others[:count]], 5)["a"]) == found


def test_a_limit_is_kept(article: MakeArticle) -> None:
    articles = [article(f"a{i}", "x") for i in range(9)] + [article("b")]
    assert [len(rank(articles, limit)["a0"]) for limit in (0, 1, 5, 99, None)] == [0, 1, 5, 8, 9]


def test_what_an_article_does_not_want_leaves_its_place_to_the_next(
    article: MakeArticle, others: list[Article]
) -> None:
    a = article("a", "x", related=Choice(never=("b", "c")))
    rest = [article(slug, "x", title=slug * 3) for slug in "bcdefg"]
    assert best([a, *rest, *others], "a") == ["d", "e", "f", "g"]
    assert "a" in best([a, *rest, *others], "b")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "😀 🎉",
        "日本語の面接",
        "Über größere Lücken im Lebenslauf",
        "\u0301\u200b",
        "12 34 1,000",
    ],
)
def test_any_text_is_ranked(article: MakeArticle, others: list[Article], body: str) -> None:
    a, b = (article(slug, title="", description="", body=body) for slug in "ab")
    assert len(rank([*others, a, b], 5)["a"]) >= 3
    assert len(rank([a, b], 5)["a"]) == 1


def test_no_article_has_no_matches() -> None:
    assert rank([], 5) == {}


def test_words_of_other_languages_and_emoji_tags_are_reasons(
    article: MakeArticle, others: list[Article]
) -> None:
    a, b = (article(slug, "🎉", title=f"Lücken {slug}") for slug in "ab")
    assert match([*others, a, b], "a", "b").about == ("🎉", "Lücken")


def test_reasons_are_tags_first_and_the_rare_before_the_common(
    article: MakeArticle, others: list[Article]
) -> None:
    a, b = (article(slug, "offers", "declining", title="Salary") for slug in "ab")
    c = article("c", "offers")
    found = match([*others, a, b, c], "a", "b")
    assert found.about == ("declining", "offers", "Salary")


def test_a_phrase_is_a_reason_as_both_write_it(article: MakeArticle, others: list[Article]) -> None:
    bodies = (
        "Exploding offers expire. Of exploding offers beware: an offer of this kind rushes you.",
        "I like no exploding offers. Exploding offers annoy.",
    )
    a = article("x0", title="When exploding offers rush you", body=bodies[0])
    b = article("x1", title="X1", body=bodies[1])
    assert match([*others, a, b], "x0", "x1").about == ("exploding offers",)


def test_a_phrase_that_neither_names_is_no_reason(
    article: MakeArticle, others: list[Article]
) -> None:
    body = "Case Western says so. Ask Case Western."
    a, b = (article(slug, title=slug * 2, body=body) for slug in "ab")
    assert match([*others, a, b], "a", "b").about == ()


def test_a_word_that_only_one_names_is_no_reason(
    article: MakeArticle, others: list[Article]
) -> None:
    a = article("a", title="Severance", body="Severance, severance.")
    b = article("b", title="Other", body="Severance, severance.")
    assert match([*others, a, b], "a", "b").about == ()


def test_a_tag_is_a_reason_until_more_than_half_have_it(article: MakeArticle) -> None:
    tagged = [article(f"t{number}", "etiquette") for number in range(4)]
    plain = [article(f"p{number}") for number in range(4)]
    assert match([*tagged, *plain], "t0", "t1").about == ("etiquette",)
    assert match([*tagged, *plain[:3]], "t0", "t1").about == ()


def test_a_neighbour_in_the_series_is_called_one(article: MakeArticle) -> None:
    a, b = article("a"), article("b")
    found = [Match("b", 0.3, ("offers",))]
    [each] = related(a, {"a": a, "b": b}, [], found, {"b": "the next part"})
    assert each.reason == "the next part, also about offers"


def test_what_only_shares_a_stage_says_so(article: MakeArticle) -> None:
    a = article("a", series=Place("way", 1, "Before"))
    b = article("b", series=Place("way", 3, "Before"))
    [each] = related(a, {"a": a, "b": b}, [], [Match("b", 0.3)], {})
    assert each.reason == "also in “Before”"


def test_a_phrase_across_a_stop_is_no_reason(article: MakeArticle, others: list[Article]) -> None:
    a, b = (
        article(slug, title=slug * 2, body="The salary. Bonus talk. A salary; bonus season.")
        for slug in "ab"
    )
    assert match([*others, a, b], "a", "b").about == ()


@pytest.mark.parametrize("word", ["2026", "tomorrow", "getting", "different", "the", "weeks"])
def test_words_that_say_nothing_are_no_reason(
    article: MakeArticle, others: list[Article], word: str
) -> None:
    a, b = (article(slug, title=f"{word} {slug * 3}") for slug in "ab")
    assert match([*others, a, b], "a", "b").about == ()


def test_a_word_in_many_articles_is_no_reason(article: MakeArticle, others: list[Article]) -> None:
    articles = [article(f"a{i}", title="Interviews") for i in range(6)]
    assert match([*others, *articles], "a0", "a1").about == ()


def test_a_word_said_once_or_named_by_neither_is_no_reason(
    article: MakeArticle, others: list[Article]
) -> None:
    a = article("a", title="Aa", body="Pension, pension! A lawyer came.")
    b = article("b", title="Bb", body="The pension. My pension. The lawyer.")
    assert match([*others, a, b], "a", "b").about == ()


def test_one_reason_is_not_given_in_two_forms(article: MakeArticle, others: list[Article]) -> None:
    a, b = (article(slug, "offers", title="Offer offered, offering") for slug in "ab")
    assert match([*others, a, b], "a", "b").about == ("offers",)


def test_a_word_is_given_in_its_usual_spelling(article: MakeArticle, others: list[Article]) -> None:
    a, b = (article(slug, title="Github", body="Use GitHub. GitHub’s fine.") for slug in "ab")
    assert match([*others, a, b], "a", "b").about == ("GitHub",)


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (Match("b", 0.3, ("declining", "counter-offers")), "also about declining, counter-offers"),
        (Match("b", 0.3), "on a similar subject"),
        (Match("b", 0.0), "another article here"),
    ],
)
def test_readers_see_why(article: MakeArticle, found: Match, reason: str) -> None:
    a, b = article("a"), article("b")
    [each] = related(a, {"a": a, "b": b}, [], [found], {})
    assert (each.article, each.reason) == (b, reason)


def test_a_link_is_a_reason_where_no_subject_is(article: MakeArticle) -> None:
    a, b = article("a", body="As [told before](b.md#how)."), article("b")
    by_slug = {"a": a, "b": b}
    [there] = related(a, by_slug, [], [Match("b", 0.0)], {})
    [back] = related(b, by_slug, [], [Match("a", 0.3)], {})
    [named] = related(a, by_slug, [], [Match("b", 0.3, ("pay",))], {})
    assert (there.reason, back.reason, named.reason) == (
        "mentioned in this article",
        "mentions this article",
        "also about pay",
    )


@pytest.mark.parametrize(
    ("telling", "shown"), [("", "bcd"), ("f", "bcf"), ("de", "bde"), ("def", "def")]
)
def test_what_has_no_reason_only_fills_up_to_three(
    article: MakeArticle, telling: str, shown: str
) -> None:
    by_slug = {slug: article(slug) for slug in "abcdef"}
    matches = [Match(slug, 0.3, ("pay",) * (slug in telling)) for slug in "bcdef"]
    found = related(by_slug["a"], by_slug, [], matches, {})
    assert "".join(each.article.slug for each in found) == shown


def test_leads_come_first_then_picks_then_matches_none_twice(article: MakeArticle) -> None:
    choice = Choice(pin=("pin", "lead", "scheduled"), never=("never",))
    a = article("a", related=choice)
    by_slug = {slug: article(slug) for slug in ("lead", "pin", "m", "n", "never")} | {"a": a}
    leads = [("lead", "next part"), ("never", "next part"), ("a", "next part")]
    matches = [Match(slug, 0.5, ("pay",)) for slug in ("pin", "m", "never", "a", "n")]
    found = related(a, by_slug, leads, matches, {})[:3]
    assert [(each.article.slug, each.reason) for each in found] == [
        ("lead", "next part"),
        ("pin", "our pick to read next"),
        ("m", "also about pay"),
    ]


def test_an_explanation_adds_up(article: MakeArticle, others: list[Article]) -> None:
    a = article("a", "pay", title="Severance", body="Ask for notice pay.")
    b = article("b", "pay", title="Bb", body="Severance and notice pay.")
    found = explain(a, b, [*others, a, b])
    assert sum(share.score for share in found.shares) == pytest.approx(found.score)
    assert found.score == rank([*others, a, b], 5)["a"][0].score
    assert {(share.term, share.is_tag, share.uses) for share in found.shares} == {
        ("pay", True, 2),
        ("pay", False, 2),
        ("Severance", False, 2),
        ("notice", False, 2),
        ("notice pay", False, 2),
    }
    assert (found.rank_of_second, found.rank_of_first, found.about) == (1, 1, ("pay",))


def test_ranks_are_explained_from_both_sides(article: MakeArticle, others: list[Article]) -> None:
    a, b, c = article("a", "x", "y"), article("b", "x"), article("c", "x", "y", day=2)
    found = explain(a, b, [*others, a, b, c])
    assert (found.rank_of_second, found.rank_of_first) == (2, 2)


def test_only_two_articles_of_the_site_are_explained(article: MakeArticle) -> None:
    a, b = article("a"), article("b")
    with pytest.raises(ValueError, match="the same one twice"):
        explain(a, a, [a, b])
    with pytest.raises(ValueError, match="not in"):
        explain(a, article("c"), [a, b])


@pytest.fixture(name="run_explain")
def _run_explain(tmp_path: Path) -> RunExplain:
    """Return the command, run where three articles are."""
    (tmp_path / "docs/articles").mkdir(parents=True)
    for slug, tags in (("ask", "[pay]"), ("accept", "[pay]"), ("leave", "[notice]")):
        text = f"---\ntitle: {slug}\ndate: 2026-01-01\ntags: {tags}\n---\n"
        (tmp_path / f"docs/articles/{slug}.md").write_text(text)

    def run(*slugs: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(ROOT / "tools/explain.py"), *slugs]
        return subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)

    return run


def test_the_command_explains_two_articles(run_explain: RunExplain) -> None:
    run = run_explain("ask", "accept")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("ask and accept: 1.000\n")
    assert "also about pay" in run.stdout
    assert run.stdout.endswith(" 1.000        2  tag pay\n")


@pytest.mark.parametrize(
    ("slugs", "message"),
    [
        (("ask", "accepted"), "There is no article 'accepted' (did you mean accept?)"),
        (("zzz", "ask"), "There is no article 'zzz'"),
        (("ask", ""), "Name two articles: make explain A=slug B=slug"),
        (("ask", "ask"), "Name two articles: make explain A=slug B=slug"),
    ],
)
def test_the_command_names_what_is_missing(
    run_explain: RunExplain, slugs: tuple[str, str], message: str
) -> None:
    run = run_explain(*slugs)
    assert (run.returncode, run.stdout, run.stderr) == (1, "", message + "\n")


@pytest.mark.parametrize(
    ("ranking", "true", "recall", "mrr", "ndcg"),
    [
        ("abcdefg", "a", 1, 1, 1),
        ("abcdefg", "b", 1, 1 / 2, 0.631),
        ("abcdefg", "ab", 1, 1, 1),
        ("abcdefg", "ag", 1 / 2, 1, 0.613),
        ("abcdefg", "f", 0, 1 / 6, 0),
        ("abcdefg", "abcdef", 1, 1, 1),
        ("abc", "z", 0, 0, 0),
        ("", "a", 0, 0, 0),
    ],
)
def test_metrics_are_those_of_the_textbook(
    ranking: str, true: str, recall: float, mrr: float, ndcg: float
) -> None:
    found = [metric(list(ranking), set(true)) for metric in METRICS.values()]
    assert found == pytest.approx([recall, mrr, ndcg], abs=0.001)


def corpus(folder: Path, links: object, count: int = 6) -> Path:
    """Write a small collection and return its folder."""
    (folder / "articles").mkdir()
    for number in range(count):
        day = dt.date(2020, 1, 1 + number)
        text = f"---\ntitle: T{number}\ndate: {day}\n---\n{FILLER[number // 2]}\n"
        (folder / "articles" / f"2020-A{number}.md").write_text(text)
    (folder / "links.json").write_text(json.dumps(links))
    return folder


def test_every_ranking_is_measured_and_ours_comes_last(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = corpus(tmp_path, {"2020-A0": ["2020-A1"], "2020-A1": ["2020-A0"]})
    assert main([str(folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "6 articles, n = 2 with links"
    assert lines[2].split() == list(METRICS)
    assert lines[-1].split() == ["ours", "1.000", "1.000", "1.000"]
    assert len(lines) == 3 + len(RANKERS)


@pytest.mark.parametrize("name", [name for name in RANKERS if name != "ours, as shown"])
def test_every_ranking_names_each_other_article_once(tmp_path: Path, name: str) -> None:
    read = read_corpus(corpus(tmp_path, {"2020-A0": ["2020-A1"]}))
    slugs = {article.slug for article in read.articles}
    for article, ranking in zip(read.articles, RANKERS[name](read.articles), strict=True):
        assert sorted(ranking) == sorted(slugs - {article.slug})


def test_only_articles_with_links_are_measured(tmp_path: Path) -> None:
    read = read_corpus(corpus(tmp_path, {"2020-A0": ["2020-A1"]}))
    assert measure(lambda articles: ([] for _ in articles), read) == [0, 0, 0]


@pytest.mark.parametrize(
    ("links", "message"),
    [
        ({}, 'links.json: expected {"article": ["other article", …], …}'),
        ([], 'links.json: expected {"article": ["other article", …], …}'),
        ({"2020-A0": []}, 'links.json: expected {"article": ["other article", …], …}'),
        ({"2020-A0": ["gone"]}, "links.json: expected articles, got 'gone'"),
        ({"2020-A0": ["2020-A0"]}, "links.json: expected others, got '2020-A0' for itself"),
    ],
)
def test_links_in_another_form_are_refused(tmp_path: Path, links: object, message: str) -> None:
    with pytest.raises(CorpusError) as error:
        read_corpus(corpus(tmp_path, links))
    assert str(error.value).endswith(message)


def test_a_folder_in_another_form_is_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 1
    folder = corpus(tmp_path, {"2020-A0": ["2020-A1"]})
    (folder / "links.json").unlink()
    assert main([str(folder)]) == 1
    (folder / "articles" / "2020-A0.md").write_text("No front matter")
    assert main([str(folder)]) == 1
    assert main([]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 4
    assert lines[0] == f"{tmp_path}: expected articles/*.md and links.json, got no articles"
    assert lines[1] == f"{tmp_path}: expected articles/*.md and links.json, got no links.json"
