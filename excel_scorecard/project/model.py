"""Project model: what a council has decided about its scorecard, as one frozen, checked model.

Knows the settings and the rules among them, not where they were read (reading.py, book.py). An indicator's own
settings are in indicator.py.
"""

import functools
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path, PurePath, PureWindowsPath
from typing import Annotated, Literal, Self, TypeVar

from pydantic import Field, ValidationInfo, field_validator, model_validator
from pydantic.json_schema import SkipJsonSchema

from excel_scorecard.errors import Finding
from excel_scorecard.indicator import RATINGS, Indicator
from excel_scorecard.project.measures import MeasureSettings
from excel_scorecard.project.records_settings import RecordsSettings
from excel_scorecard.settings_file import (
    Day,
    FilledText,
    Location,
    Month,
    Problem,
    Settings,
    Text,
    broken_rules,
    nearest,
)
from excel_scorecard.working_days import CalendarSettings

Name = TypeVar("Name", bound=Hashable)

SETTINGS_FILE = "scorecard.toml"
TOTAL = "TOTAL"
NOT_IN_BREAKDOWN = "Not in breakdown"
NO_BREAKDOWN = "none"


class Area(Settings):
    """A member of a breakdown's axis: an area, or a type of team."""

    name: FilledText = Field(description="Its name, as in the figures")
    axis: FilledText = Field(default="area", description="The axis it stands on: area, team type, ...")


class Population(Settings):
    """How many people live in an area, in the middle of a year: what a rate divides by."""

    area: FilledText = Field(default="TOTAL", description="The area, as in the figures; left out: TOTAL")
    year: int = Field(strict=True, ge=1990, le=2100, description="The year of the mid-year estimate, as at 30 June")
    population: Annotated[int, Field(strict=True, ge=1)] = Field(description="How many people")
    name: Text = Field(default="", description="Which population, where there are several: 0 to 17")
    source: Text = Field(default="", description="Whose estimate it is")


class Team(Settings):
    """A team, with the area and the type of team that its records count for. Used when records are read."""

    name: FilledText = Field(description="The team's name, as in the records")
    area: Text = Field(default="", description="The area that it works for; left out: none")
    team_type: Text = Field(default="", description="Its type, an area on the axis 'team type'; left out: none")
    from_: Day | None = Field(
        default=None, alias="from", description="First day on which this holds; left out: from the beginning"
    )
    to: Day | None = Field(default=None, description="Last day on which this holds; left out: until further notice")

    @model_validator(mode="after")
    def _keep_rules(self) -> Self:
        if self.from_ and self.to and self.to < self.from_:
            what = f"the team's last day, {self.to:%d/%m/%Y}, is before its first, {self.from_:%d/%m/%Y}"
            raise broken_rules([Problem(what, "Let the two change places, or mend the one that is wrong.", ("to",))])
        return self


WORD_ROOM = 40
"""Characters of a rating's word. Officers choose it from a drop-down, which has room for 255 in all in Excel."""


def _unfit_for_a_list(rating: str, word: str) -> Iterator[Problem]:
    if "," in word:
        what = f"'{word}' has a comma, which ends a word in the drop-down that officers choose it from"
        yield Problem(what, "Write it without a comma.", (rating,))
    if len(word) > WORD_ROOM:
        what = f"'{word}' has {len(word)} characters, and a rating has room for {WORD_ROOM}"
        yield Problem(what, "Write a shorter word.", (rating,))


class RatingLabels(Settings):
    """Words to print for the ratings; the meanings stay."""

    green: Text = Field(default="", alias="Green", description="Instead of Green: the target is met")
    amber: Text = Field(default="", alias="Amber", description="Instead of Amber: short of it, within the limit")
    red: Text = Field(default="", alias="Red", description="Instead of Red: beyond the limit")
    no_target: Text = Field(default="", alias="No target", description="Instead of No target")
    no_data: Text = Field(default="", alias="No data", description="Instead of No data")

    @property
    def words(self) -> dict[str, str]:
        """What is printed for each rating."""
        said = dict(zip(RATINGS, (self.green, self.amber, self.red, self.no_target, self.no_data), strict=True))
        return {rating: word or rating for rating, word in said.items()}

    @model_validator(mode="after")
    def _keep_rules(self) -> Self:
        if problems := [
            Problem(f"two ratings would both be called '{word}'", "Give each rating a word of its own.", (RATINGS[at],))
            for at, word in _again([word.casefold() for word in self.words.values()])
        ] + [problem for rating, word in self.words.items() for problem in _unfit_for_a_list(rating, word)]:
            raise broken_rules(problems)
        return self


class Scorecard(Settings):
    """The settings of the scorecard as a whole."""

    organisation: FilledText = Field(description="Whose scorecard it is")
    heading: FilledText = Field(default="Performance scorecard", description="The summary's heading")
    service: Text = Field(default="", description="The service it is about")
    agenda_item: Text = Field(default="", description="The agenda item of the meeting it goes to")
    marking: Text = Field(default="", description="A marking for every page, beside that of the working copy")
    month: Month | None = Field(
        default=None,
        description="The report month, 2015-09-01 or 2015-09 in quotation marks; left out: the latest in the figures",
    )
    template: FilledText = Field(
        default="standard", description="standard, or a template's path relative to the project folder"
    )
    trend_months: int = Field(
        default=25, strict=True, ge=1, le=400, description="Months in the monthly table and the trend chart"
    )
    figures: tuple[FilledText, ...] = Field(
        default=("figures/*.csv", "figures/*.xlsx"),
        min_length=1,
        description="The figures' files, relative to the project folder; * stands for any letters",
    )
    populations: Text = Field(
        default="populations.csv",
        description="A file of area, year and population (CSV or XLSX), from the project folder; may be left out",
    )
    history: Literal["as-known", "as-published"] = Field(
        default="as-known",
        description="as-known: earlier months as they are known now; as-published: as they were last published",
    )
    chart: Literal["plain", "spc"] = Field(
        default="plain",
        description="plain: trends are a line alone; spc: with process limits and signals; indicators may differ",
    )
    rating_labels: RatingLabels = Field(default_factory=RatingLabels, description="Words to print for the ratings")
    notes: tuple[Text, ...] = Field(default=(), description="Paragraphs for the Notes sheet: sources, licences")

    @model_validator(mode="after")
    def _keep_rules(self) -> Self:
        problems = []
        for position, pattern in enumerate(self.figures):
            at = ("figures", position)
            if PurePath(pattern).is_absolute() or PureWindowsPath(pattern).anchor:
                what = f"figures '{pattern}' does not start from the project folder"
                problems.append(Problem(what, "Write it relative to the folder, such as figures/*.csv.", at))
            # Python's glob stops at a ** that shares its place in the path with letters.
            elif any("**" in part and part != "**" for part in PurePath(pattern).parts):
                what = f"figures '{pattern}' has ** together with other letters"
                mend = "Write * for any letters, and ** alone for any folders: figures/**/*.csv."
                problems.append(Problem(what, mend, at))
        if problems:
            raise broken_rules(problems)
        return self


class Project(Settings):
    """A project: the folder's settings, checked. Indicators and areas are in the file's order."""

    scorecard: Scorecard = Field(description="The scorecard as a whole")
    areas: tuple[Area, ...] = Field(
        default=(), alias="area", description="The areas, or team types, that figures are broken down by"
    )
    populations: tuple[Population, ...] = Field(
        default=(), alias="population", description="Populations that rates divide by; or in the file of populations"
    )
    teams: tuple[Team, ...] = Field(
        default=(), alias="team", description="Teams, with their area and type: used when records are read"
    )
    records: RecordsSettings | None = Field(
        default=None, description="Where records are read, for measures that are counted from them"
    )
    calendar: CalendarSettings = Field(
        default_factory=CalendarSettings, description="How working days are counted: used when records are read"
    )
    measures: tuple[MeasureSettings, ...] = Field(
        default=(), alias="measure", description="Measures of the council's own, and ours counted its own way"
    )
    indicators: tuple[Indicator, ...] = Field(alias="indicator", description="The indicators, in the order of the page")
    of_area: SkipJsonSchema[str] = Field(default="", exclude=True)
    """The area that the project was narrowed to (one_area.py); empty for the whole."""
    folder: SkipJsonSchema[Path] = Field(default=Path(), exclude=True)
    settings_file: SkipJsonSchema[str] = Field(default=SETTINGS_FILE, exclude=True)
    """The name of the file that the settings were read from, in `folder`."""
    findings: SkipJsonSchema[tuple[Finding, ...]] = Field(default=(), exclude=True)
    """What was worth telling of that file, and did not stop the reading."""
    cells: SkipJsonSchema[Mapping[Location, str]] = Field(default_factory=dict, exclude=True)
    """Where settings stand, if the file is a workbook: `Targets!D9` by `("indicator", 3, "target", 0, "target")`."""

    @field_validator("indicators", mode="after")
    @classmethod
    def _fill_from_project(cls, indicators: tuple[Indicator, ...], info: ValidationInfo) -> tuple[Indicator, ...]:
        has_areas = any(area.axis == "area" for area in info.data.get("areas", ()))
        usual = "area" if has_areas else NO_BREAKDOWN
        scorecard = info.data.get("scorecard")  # missing where it is wrong itself
        labels = scorecard.rating_labels.words if scorecard else {}
        chart = scorecard.chart if scorecard else ""
        return tuple(
            i.model_copy(update={"breakdown": i.breakdown or usual, "chart": i.chart or chart, "labels": labels})
            for i in indicators
        )

    @model_validator(mode="after")
    def _keep_rules(self) -> Self:
        if problems := list(_project_problems(self)):
            raise broken_rules(problems)
        return self

    def areas_of(self, indicator: Indicator) -> tuple[str, ...]:
        """The names of the areas that the indicator is broken down by, in the file's order; may be none."""
        return tuple(area.name for area in self.areas if area.axis == indicator.breakdown)

    def indicator(self, indicator_id: str) -> Indicator:
        """The indicator of that id. Raises KeyError where there is none."""
        return self._by_id[indicator_id]

    def place(self, at: Location, otherwise: str) -> str:
        """The cell of a setting, or of what it belongs to: `Indicators!D7`; `otherwise` where the file has no cells."""
        return next((self.cells[at[:end]] for end in range(len(at), 0, -1) if at[:end] in self.cells), otherwise)

    def place_of(self, indicator: Indicator) -> str:
        """Where the file sets an indicator: its cell, or its id where the file has no cells."""
        return self.place(("indicator", self.indicators.index(indicator)), f"indicator '{indicator.id}'")

    @functools.cached_property
    def _by_id(self) -> dict[str, Indicator]:
        return {indicator.id: indicator for indicator in self.indicators}


def _project_problems(project: Project) -> Iterator[Problem]:
    # Not a min_length: pydantic counts only right entries, and would call a project whose one entry is wrong empty.
    if not project.indicators:
        yield Problem("there is no indicator", "Add one, with its id, number, title, unit and good.", ("indicator",))
    for key, names in (
        ("id", [indicator.id for indicator in project.indicators]),
        ("number", [indicator.number for indicator in project.indicators]),
    ):
        for position, name in _again(names):
            what = f"two indicators have the {key} '{name}'"
            article = "an" if key == "id" else "a"
            yield Problem(what, f"Give each indicator {article} {key} of its own.", ("indicator", position, key))
    yield from _area_problems(project.areas)
    for position, indicator in enumerate(project.indicators):
        yield from _breakdown_problems(project, indicator, ("indicator", position))
    yield from _team_problems(project)


def _area_problems(areas: Sequence[Area]) -> Iterator[Problem]:
    for position, (axis, name) in _again([(area.axis, area.name.casefold()) for area in areas]):
        what = f"the area '{name}' is there twice on the axis '{axis}'"
        yield Problem(what, "Keep one.", ("area", position, "name"))
    reserved = {TOTAL.casefold(), NOT_IN_BREAKDOWN.casefold()}
    for position, area in enumerate(areas):
        if area.name.casefold() in reserved:
            what = f"'{area.name}' cannot be an area: the total and what is not in the breakdown have rows of their own"
            mend = "Take it out; figures for the whole council have the area TOTAL."
            yield Problem(what, mend, ("area", position, "name"))
        if area.axis == NO_BREAKDOWN:
            what = f"an axis cannot be called '{NO_BREAKDOWN}'"
            yield Problem(what, "Give it another name.", ("area", position, "axis"))


def _breakdown_problems(project: Project, indicator: Indicator, at: Location) -> Iterator[Problem]:
    axes = list(dict.fromkeys(area.axis for area in project.areas))
    if indicator.breakdown not in (*axes, NO_BREAKDOWN):
        what = f"there is no area on the axis '{indicator.breakdown}'{nearest(indicator.breakdown, axes)}"
        known = ", ".join(f'"{axis}"' for axis in (*axes, NO_BREAKDOWN))
        yield Problem(what, f"Give breakdown as one of {known}, or add an area on that axis.", (*at, "breakdown"))
        return
    areas = project.areas_of(indicator)
    for position, target in enumerate(indicator.targets):
        if target.area and target.area not in areas:
            what = f"the target's area '{target.area}' is not in the indicator's breakdown{nearest(target.area, areas)}"
            mend = f"Its areas are {', '.join(areas) or 'none'}."
            yield Problem(what, mend, (*at, "target", position, "area"))


def _team_problems(project: Project) -> Iterator[Problem]:
    for key, axis in (("area", "area"), ("team_type", "team type")):
        known = [area.name for area in project.areas if area.axis == axis]
        for position, team in enumerate(project.teams):
            named = team.area if key == "area" else team.team_type
            if named and named not in known:
                what = f"the team's {key} '{named}' is not an area on the axis '{axis}'{nearest(named, known)}"
                mend = (
                    f"Its areas are {', '.join(known)}." if known else f"Add an area of that name on the axis '{axis}'."
                )
                yield Problem(what, mend, ("team", position, key))
    for position, team in enumerate(project.teams):
        for other in project.teams[:position]:
            if team.name.casefold() == other.name.casefold() and _overlap(team, other):
                what = f"the team '{team.name}' is there twice at the same time"
                mend = "Keep one, or give each its own time with from and to."
                yield Problem(what, mend, ("team", position, "name"))
                break


def _overlap(team: Team, other: Team) -> bool:
    def days(each: Team) -> tuple[date, date]:
        return each.from_ or date.min, each.to or date.max

    (first, last), (other_first, other_last) = days(team), days(other)
    return first <= other_last and other_first <= last


def _again(names: Iterable[Name]) -> list[tuple[int, Name]]:
    """The names that had been there before, each once, with the position of the second."""
    seen: dict[Name, int] = {}
    again: dict[Name, int] = {}
    for position, name in enumerate(names):
        if name in seen:
            again.setdefault(name, position)
        seen.setdefault(name, position)
    return [(position, name) for name, position in again.items()]
