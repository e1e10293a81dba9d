"""Project: what a council has decided about its scorecard. The folder's scorecard.toml as one frozen, checked model.

Knows the settings and the rules among them. Knows no figures (figures.py), no text that officers write each month
(commentary.py) and no workbook. An indicator's own settings are in indicator.py; how a settings file is read and its
errors are worded, in settings_file.py.
"""

import functools
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from pathlib import Path, PurePath, PureWindowsPath
from typing import Any, Self, TypeVar

from pydantic import Field, ValidationInfo, field_validator, model_validator
from pydantic.json_schema import SkipJsonSchema

from excel_scorecard.errors import ProjectError
from excel_scorecard.indicator import CODES, Comparator, Indicator, Settings, Target, Unit, read_code
from excel_scorecard.settings_file import (
    FilledText,
    Location,
    Month,
    Problem,
    Text,
    broken_rules,
    nearest,
    read_toml,
    validated,
)

__all__ = [
    "CODES",
    "NOT_IN_BREAKDOWN",
    "NO_BREAKDOWN",
    "SETTINGS_FILE",
    "TOTAL",
    "Area",
    "Comparator",
    "Indicator",
    "Project",
    "Scorecard",
    "Target",
    "Unit",
    "make_project",
    "project_schema",
    "read_code",
    "read_project",
]

Name = TypeVar("Name", bound=Hashable)

SETTINGS_FILE = "scorecard.toml"
TOTAL = "TOTAL"
NOT_IN_BREAKDOWN = "Not in breakdown"
NO_BREAKDOWN = "none"


class Area(Settings):
    """A member of a breakdown's axis: an area, or a type of team."""

    name: FilledText = Field(description="Its name, as in the figures")
    axis: FilledText = Field(default="area", description="The axis it stands on: area, team type, ...")


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
    notes: tuple[Text, ...] = Field(default=(), description="Paragraphs for the Notes sheet: sources, licences")

    @model_validator(mode="after")
    def _keep_rules(self) -> Self:
        outside = [p for p in self.figures if PurePath(p).is_absolute() or PureWindowsPath(p).anchor]
        if outside:
            what = f"figures '{outside[0]}' does not start from the project folder"
            raise broken_rules([Problem(what, 'Write it relative to the folder: figures = ["figures/*.csv"].')])
        # Python's glob stops at a ** that shares its place in the path with letters.
        if half := [p for p in self.figures if any("**" in part and part != "**" for part in PurePath(p).parts)]:
            what = f"figures '{half[0]}' has ** together with other letters"
            raise broken_rules(
                [Problem(what, 'Write * for any letters, and ** alone for any folders: "figures/**/*.csv".')]
            )
        return self


class Project(Settings):
    """A project: the folder's settings, checked. Indicators and areas are in the file's order."""

    scorecard: Scorecard = Field(description="The scorecard as a whole")
    areas: tuple[Area, ...] = Field(
        default=(), alias="area", description="The areas, or team types, that figures are broken down by"
    )
    indicators: tuple[Indicator, ...] = Field(alias="indicator", description="The indicators, in the order of the page")
    folder: SkipJsonSchema[Path] = Field(default=Path(), exclude=True)

    @field_validator("indicators", mode="after")
    @classmethod
    def _fill_breakdown(cls, indicators: tuple[Indicator, ...], info: ValidationInfo) -> tuple[Indicator, ...]:
        has_areas = any(area.axis == "area" for area in info.data.get("areas", ()))
        usual = "area" if has_areas else NO_BREAKDOWN
        return tuple(i if i.breakdown else i.model_copy(update={"breakdown": usual}) for i in indicators)

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

    @functools.cached_property
    def _by_id(self) -> dict[str, Indicator]:
        return {indicator.id: indicator for indicator in self.indicators}


def read_project(path: Path) -> Project:
    """The project of a folder, or of its scorecard.toml.

    Raises:
        ProjectError: there is no such folder or file, it cannot be read as TOML, or its settings break a rule: all that
            is wrong is told at once (SettingsError, whose `problems` are one each).
        MachineError: the file cannot be opened.

    """
    file = path / SETTINGS_FILE if path.is_dir() else path
    if not file.is_file():
        missing = f"there is no {SETTINGS_FILE} in this folder." if path.is_dir() else "there is no such project."
        raise ProjectError(missing, where=str(path), mend=f"Give the folder that holds {SETTINGS_FILE}, or its path.")
    return make_project(read_toml(file, file.name), file.parent, name=file.name)


def make_project(settings: Mapping[str, Any], folder: Path, *, name: str = SETTINGS_FILE) -> Project:
    """The project that plain settings stand for, wherever they were read.

    Args:
        settings: the names and nesting of scorecard.toml; numbers as int or Decimal.
        folder: what paths in the settings are relative to.
        name: how the settings are called in errors.

    Raises:
        ProjectError: as in `read_project`.

    """
    checked = validated(Project, settings, functools.partial(_place, settings, name))
    return checked.model_copy(update={"folder": folder})


def project_schema() -> dict[str, Any]:
    """The JSON Schema of scorecard.toml: every setting with its description."""
    schema = Project.model_json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = SETTINGS_FILE
    schema["description"] = "A project of excel_scorecard: the scorecard, its areas and its indicators"
    return schema


def _place(settings: Mapping[str, Any], name: str, at: Location) -> str:
    """`scorecard.toml, indicator 'icpc-in-time', comparator 'England'`: as the officer would find it."""
    words = [name]
    inner: Any = settings
    for step, position in zip(at, (*at, None)[1:], strict=True):
        inner = _within(inner, step)
        if isinstance(step, str) and isinstance(position, int) and isinstance(_within(inner, position), Mapping):
            words.append(_called(step, position, inner))
        elif step == "scorecard":
            words.append("[scorecard]")
    return ", ".join(word for word in words if word)


def _within(settings: Any, step: str | int) -> Any:
    try:
        return settings[step]
    except (KeyError, IndexError, TypeError):
        return None


def _called(section: str, position: int, entries: list[Any]) -> str:
    entry = entries[position]
    if section == "target":
        return f"target from {entry['from']}" if len(entries) > 1 and "from" in entry else ""
    known_by = next((entry[key] for key in ("id", "name", "label") if isinstance(entry.get(key), str)), None)
    return f"{section} '{known_by}'" if known_by else f"the {_ordinal(position + 1)} {section}"


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _project_problems(project: Project) -> Iterator[Problem]:
    # Not a min_length: pydantic counts only right entries, and would call a project whose one entry is wrong empty.
    if not project.indicators:
        yield Problem("there is no indicator", "Add an [[indicator]].")
    for what, names in (
        ("id", [indicator.id for indicator in project.indicators]),
        ("number", [indicator.number for indicator in project.indicators]),
    ):
        for twice in _twice(names):
            yield Problem(f"two indicators have the {what} '{twice}'", f"Give each indicator {what} of its own.")
    yield from _area_problems(project.areas)
    for indicator in project.indicators:
        yield from _breakdown_problems(project, indicator)


def _area_problems(areas: Iterable[Area]) -> Iterator[Problem]:
    for axis, name in _twice([(area.axis, area.name.casefold()) for area in areas]):
        yield Problem(f"the area '{name}' is there twice on the axis '{axis}'", "Keep one.")
    reserved = {TOTAL.casefold(), NOT_IN_BREAKDOWN.casefold()}
    for area in areas:
        if area.name.casefold() in reserved:
            what = f"'{area.name}' cannot be an area: the total and what is not in the breakdown have rows of their own"
            yield Problem(what, "Take it out; figures for the whole council have the area TOTAL.")
        if area.axis == NO_BREAKDOWN:
            yield Problem(
                f"an axis cannot be called '{NO_BREAKDOWN}'", "Give it another name.", f", area '{area.name}'"
            )


def _breakdown_problems(project: Project, indicator: Indicator) -> Iterator[Problem]:
    within = f", indicator '{indicator.id}'"
    axes = list(dict.fromkeys(area.axis for area in project.areas))
    if indicator.breakdown not in (*axes, NO_BREAKDOWN):
        what = f"there is no area on the axis '{indicator.breakdown}'{nearest(indicator.breakdown, axes)}"
        known = ", ".join(f'"{axis}"' for axis in (*axes, NO_BREAKDOWN))
        yield Problem(what, f"Write breakdown = one of {known}, or add an [[area]] on that axis.", within)
        return
    areas = project.areas_of(indicator)
    for target in indicator.targets:
        if target.area and target.area not in areas:
            what = f"the target's area '{target.area}' is not in the indicator's breakdown{nearest(target.area, areas)}"
            yield Problem(what, f"Its areas are {', '.join(areas) or 'none'}.", within)


def _twice(names: Iterable[Name]) -> list[Name]:
    return [name for name, count in Counter(names).items() if count > 1]
