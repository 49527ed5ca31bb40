"""Promises: the follow-ups that articles announce, and whether they were kept."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewing.markdown import promise_links
from interviewing.problems import Problem, near

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from interviewing.article import Article


@dataclass(frozen=True, slots=True)
class Promise:
    """A follow-up announced by an article; kept once a published article fulfils it."""

    id: str
    text: str
    made_by: Article
    kept_by: Article | None = None
    withdrawn: str = ""  # the reason
    answers_comment: int | None = None  # the comment that asked for it

    @property
    def state(self) -> str:
        """Return "open", "kept" or "withdrawn"."""
        return "withdrawn" if self.withdrawn else "kept" if self.kept_by else "open"

    @property
    def feed_url(self) -> str:
        """Return the address of its own feed, relative to the site's root."""
        return f"promised/{self.id}.xml"


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every promise of the site, by state and by article."""

    open: tuple[Promise, ...]  # oldest first
    kept: tuple[Promise, ...]  # kept last first
    withdrawn: tuple[Promise, ...]  # newest first
    made_by: Mapping[str, tuple[Promise, ...]]  # by the slug of the announcing article
    kept_by: Mapping[str, tuple[Promise, ...]]  # by the slug of the article that keeps them


def ledger_of(articles: Sequence[Article]) -> Ledger:
    """Return the promises of published articles; ties of dates go by id."""
    promises = list(_promises(articles))
    by_age = sorted(promises, key=lambda promise: (promise.made_by.date, promise.id))
    kept = [promise for promise in by_age if promise.state == "kept"]
    return Ledger(
        open=tuple(promise for promise in by_age if promise.state == "open"),
        kept=tuple(sorted(kept, key=_kept_last_first)),
        withdrawn=tuple(promise for promise in reversed(by_age) if promise.state == "withdrawn"),
        made_by=_grouped(promises, lambda promise: promise.made_by),
        kept_by=_grouped(kept, lambda promise: promise.kept_by),
    )


def _promises(articles: Sequence[Article]) -> Iterator[Promise]:
    """Yield what each article promises, in order, with the article that keeps it."""
    keepers = {name: article for article in articles for name in article.fulfils}
    for article in articles:
        for made in article.promises:
            yield Promise(
                id=made.id,
                text=made.text,
                made_by=article,
                kept_by=keepers.get(made.id),
                withdrawn=made.withdrawn,
                answers_comment=made.answers_comment,
            )


def _kept_last_first(promise: Promise) -> tuple[int, str]:
    return -promise.kept_by.date.toordinal() if promise.kept_by else 0, promise.id


def _grouped(
    promises: Iterable[Promise], article_of: Callable[[Promise], Article | None]
) -> dict[str, tuple[Promise, ...]]:
    groups: defaultdict[str, list[Promise]] = defaultdict(list)
    for promise in promises:
        if article := article_of(promise):
            groups[article.slug].append(promise)
    return {slug: tuple(group) for slug, group in groups.items()}


def promise_problems(articles: Collection[Article]) -> Iterator[Problem]:
    """Yield what is wrong between the promises of all articles, drafts included."""
    ordered = sorted(articles, key=lambda article: article.source)
    made: dict[str, Article] = {}
    for article in ordered:
        for promise in article.promises:
            if promise.id in made:
                expected = f"an id of its own (docs/{made[promise.id].source} has made it)"
                yield Problem(article.source, "promises", expected, promise.id)
            made.setdefault(promise.id, article)
    yield from _fulfilment_problems(ordered, made)
    for article in ordered:
        yield from _link_problems(article)


def _fulfilment_problems(
    articles: Iterable[Article], made: Mapping[str, Article]
) -> Iterator[Problem]:
    """Yield a problem for each promise that an article claims to keep and cannot."""
    keepers: dict[str, Article] = {}
    for article in articles:
        for name in dict.fromkeys(article.fulfils):
            if complaint := _complaint(article, name, made, keepers):
                yield Problem(
                    article.source, "fulfils", complaint, name, is_absence=name not in made
                )
            keepers.setdefault(name, article)


def _complaint(
    article: Article,
    name: str,
    made: Mapping[str, Article],
    keepers: Mapping[str, Article],
) -> str:
    """Return what was expected of a fulfilled promise, or nothing if all is well."""
    if name not in made:
        return "the id of a promise that an article makes" + near(name, made)
    if made[name] == article:
        return "the promise of another article"
    if any(promise.withdrawn for promise in made[name].promises if promise.id == name):
        return f"a promise that is not withdrawn (see docs/{made[name].source})"
    if name in keepers:
        return f"a promise that only one article keeps (docs/{keepers[name].source} does)"
    return ""


def _link_problems(article: Article) -> Iterator[Problem]:
    """Yield a problem for each link of a text to a promise that its article does not make."""
    own = {promise.id for promise in article.promises}
    for name in promise_links(article.body):
        if name not in own:
            expected = "a promise that this article makes" + near(name, own)
            yield Problem(
                article.source, "promise link", expected, f"promise:{name}", is_absence=True
            )
