"""Series: articles in an order of their own, in stages, with the parts that are still to come."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from interviewing import fields, front_matter
from interviewing.problems import Problem, near, repetitions
from interviewing.slugs import slugify

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from interviewing.article import Article

_MISSING_SHOWN = 10  # parts; a slip of the finger may leave a million out


@dataclass(frozen=True, slots=True)
class StagePlan:
    """A stage as the series' own file describes it."""

    name: str
    description: str = ""
    image: str = ""  # path under assets/


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """A part that nobody has published yet."""

    part: int
    title: str
    stage: str = ""


@dataclass(frozen=True, slots=True)
class SeriesPlan:
    """What a file in docs/series/ says of its series."""

    name: str
    title: str
    description: str = ""
    stages: tuple[StagePlan, ...] = ()
    planned: tuple[PlannedPart, ...] = ()

    @property
    def source(self) -> str:
        """Return the path of its file under docs/."""
        return f"series/{self.name}.md"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a series: an article, or the title of what is planned."""

    number: int
    title: str
    stage: str
    article: Article | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """A stretch of a series."""

    name: str
    description: str
    image: str  # path in the site, or nothing
    parts: tuple[Part, ...]

    @property
    def slug(self) -> str:
        """Return its anchor on the page of the series."""
        return slugify(self.name)

    @property
    def written(self) -> tuple[Part, ...]:
        """Return its published parts in order."""
        return tuple(part for part in self.parts if part.article)

    @property
    def planned(self) -> tuple[Part, ...]:
        """Return its parts that are still to come, in order."""
        return tuple(part for part in self.parts if not part.article)


@dataclass(frozen=True)
class Series:
    """A series with all its parts in order."""

    name: str
    title: str
    description: str
    stages: tuple[Stage, ...]
    parts: tuple[Part, ...]

    @property
    def url(self) -> str:
        """Return its address, relative to the site's root."""
        return f"series/{self.name}/"

    @property
    def feed_url(self) -> str:
        """Return the address of its feed, relative to the site's root."""
        return f"{self.url}atom.xml"

    @property
    def source(self) -> str:
        """Return the path under docs/ of its page, which may describe it."""
        return f"series/{self.name}.md"

    @property
    def total(self) -> int:
        """Return how many parts it will have."""
        return max((part.number for part in self.parts), default=0)

    @property
    def count(self) -> int:
        """Return how many of its parts are published."""
        return len(self.articles)

    @cached_property
    def articles(self) -> tuple[Article, ...]:
        """Return its published articles in order."""
        return tuple(part.article for part in self.parts if part.article)

    @cached_property
    def minutes(self) -> int:
        """Return the reading time of what is published."""
        return sum(article.minutes for article in self.articles)

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {article.slug: number for number, article in enumerate(self.articles)}

    @cached_property
    def _places(self) -> dict[int, tuple[Stage, Part]]:
        return {part.number: (stage, part) for stage in self.stages for part in stage.parts}

    def url_of(self, stage: Stage) -> str:
        """Return the address of one of its stages, relative to the site's root."""
        return f"{self.url}#{stage.slug}"

    def place_of(self, article: Article) -> tuple[Stage, Part]:
        """Return the stage and the part that a published article of the series is."""
        return self._places[article.series.part if article.series else 0]

    def before(self, article: Article) -> Article | None:
        """Return the published part before an article of the series."""
        number = self._positions[article.slug] - 1
        return self.articles[number] if number >= 0 else None

    def after(self, article: Article) -> Article | None:
        """Return the published part after an article of the series."""
        number = self._positions[article.slug] + 1
        return self.articles[number] if number < len(self.articles) else None


_READERS: dict[str, fields.Reader] = {
    "title": fields.text("the title of the series"),
    "description": fields.text("one sentence about the series"),
    "stages": fields.list_of(
        fields.mapping(
            StagePlan,
            {
                "name": fields.text("the name of a stage"),
                "description": fields.text("one sentence about the stage"),
                "image": fields.text("the path of an image under assets/"),
            },
            ("name",),
        )
    ),
    "planned": fields.list_of(
        fields.mapping(
            PlannedPart,
            {
                "part": fields.whole_number,
                "title": fields.text("the title of a planned part"),
                "stage": fields.text("the name of a stage"),
            },
            ("part", "title"),
        )
    ),
}


def parse_series(source: str, content: bytes | str) -> tuple[SeriesPlan | None, list[Problem]]:
    """Return what a file says of its series; where it has problems there is no plan."""
    try:
        page = front_matter.split(content)
    except fields.Expected as error:
        return None, front_matter.file_problems(source, error)
    values, problems = front_matter.read_fields(source, page.fields, _READERS, ("title",))
    name = source.removeprefix("series/").removesuffix(".md")
    _, unnamed = front_matter.read_fields(
        source, {"file name": name}, {"file name": fields.identifier}, ()
    )
    if problems or unnamed:
        return None, [*problems, *unnamed]
    return SeriesPlan(name, **values), []


def series_of(articles: Iterable[Article], plans: Mapping[str, SeriesPlan]) -> dict[str, Series]:
    """Return each series by name, from published articles and what is planned.

    A planned part gives way to the article of its number. Without a plan a series is called
    after its name, and its stages stand in the order of their first parts.
    """
    members: defaultdict[str, dict[int, Part]] = defaultdict(dict)
    for name, plan in plans.items():
        members[name] = {
            planned.part: Part(planned.part, planned.title, planned.stage)
            for planned in plan.planned
        }
    for article in articles:
        if place := article.series:
            members[place.name][place.part] = Part(place.part, article.title, place.stage, article)
    return {
        name: _series(plans.get(name) or _bare_plan(name), parts)
        for name, parts in sorted(members.items())
        if parts
    }


def _bare_plan(name: str) -> SeriesPlan:
    return SeriesPlan(name, name.replace("-", " ").capitalize())


def _series(plan: SeriesPlan, parts: Mapping[int, Part]) -> Series:
    ordered = tuple(parts[number] for number in sorted(parts))
    described = {stage.name: stage for stage in plan.stages}
    names = dict.fromkeys([*described, *(part.stage for part in ordered)])
    stages = []
    for name in names:
        stage = described.get(name, StagePlan(name))
        inside = tuple(part for part in ordered if part.stage == name)
        if inside:
            image = stage.image and f"assets/{stage.image}"
            stages.append(Stage(name, stage.description, image, inside))
    return Series(plan.name, plan.title, plan.description, tuple(stages), ordered)


def series_problems(
    articles: Collection[Article], plans: Mapping[str, SeriesPlan]
) -> Iterator[Problem]:
    """Yield what is wrong between the parts of each series, drafts included."""
    numbered: defaultdict[str, dict[int, str]] = defaultdict(dict)
    for article in sorted(articles, key=lambda article: article.source):
        if not (place := article.series):
            continue
        other = numbered[place.name].setdefault(place.part, article.source)
        if other != article.source:
            expected = f"a number of its own (docs/{other} is part {place.part})"
            yield Problem(article.source, "series.part", expected, str(place.part))
        yield from _stage_problems(
            article.source, "series.stage", place.stage, plans.get(place.name)
        )
    for plan in plans.values():
        yield from _plan_problems(plan)
        for planned in plan.planned:
            numbered[plan.name].setdefault(planned.part, plan.source)
    yield from _gaps(numbered)


def stage_image_problems(
    plans: Mapping[str, SeriesPlan], files: Collection[str]
) -> Iterator[Problem]:
    """Yield a problem for each stage whose image is not among the site's files."""
    for plan in plans.values():
        for index, stage in enumerate(plan.stages):
            if stage.image and f"assets/{stage.image}" not in files:
                expected = "the path of an image in overrides/assets/, such as images/stage-1.svg"
                yield Problem(plan.source, f"stages[{index}].image", expected, repr(stage.image))


def _plan_problems(plan: SeriesPlan) -> Iterator[Problem]:
    yield from repetitions(plan.source, "stages", [slugify(stage.name) for stage in plan.stages])
    yield from repetitions(plan.source, "planned", [f"part {each.part}" for each in plan.planned])
    for index, planned in enumerate(plan.planned):
        yield from _stage_problems(plan.source, f"planned[{index}].stage", planned.stage, plan)


def _stage_problems(
    source: str, field: str, stage: str, plan: SeriesPlan | None
) -> Iterator[Problem]:
    names = [known.name for known in plan.stages] if plan else []
    if names and stage not in names:
        expected = "one of " + ", ".join(names) + near(stage, names)
        yield Problem(source, field, expected, repr(stage) if stage else "nothing")


def _gaps(numbered: Mapping[str, Mapping[int, str]]) -> Iterator[Problem]:
    for name, parts in numbered.items():
        last = max(parts, default=0)
        missing = (number for number in range(1, last) if number not in parts)
        if which := ", ".join(map(str, islice(missing, _MISSING_SHOWN))):
            expected = (
                f"parts 1 to {last} of {name} without a gap (or planned in docs/series/{name}.md)"
            )
            got = f"no part {which}"
            yield Problem(parts[last], "series.part", expected, got, is_absence=True)
