"""Indicator: one of the project's indicators, with its dated targets and its comparators, and the rules among them.

Knows units, polarity and the numbers as people write them and as cells hold them. Knows no other indicator and no areas
(project.py), no figures, and gives no rating (judgement.py).
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic.json_schema import SkipJsonSchema

from excel_scorecard.calendar import PERIOD_MONTHS
from excel_scorecard.changes import Change, Rebase, starts_problems
from excel_scorecard.comparator import Comparator
from excel_scorecard.published import MEASURES, misfit
from excel_scorecard.settings_file import (
    Day,
    Exact,
    FilledText,
    Problem,
    Settings,
    Text,
    broken_rules,
    nearest,
    wrong_value,
)

Unit = Literal["percent", "count", "rate", "average", "days", "currency"]

# What a unit brings with it where the project says nothing.
_DEFAULTS_BY_UNIT: Mapping[str, Mapping[str, object]] = {
    "percent": {"pattern": "percentage", "remainder_label": "Remainder", "value_label": "Per cent"},
    "count": {"value_label": "Number"},
    "rate": {"per": 10000, "decimals": 1, "denominator_label": "Population", "value_label": "Rate"},
    "average": {"decimals": 1, "value_label": "Average"},
    "days": {"numerator_label": "Days", "denominator_label": "Cases", "value_label": "Average days"},
    # an amount; with a denominator_label an average cost
    "currency": {"numerator_label": "Cost", "denominator_label": "", "value_label": "Amount"},
}

# The words of a rating; a project may print others in their place.
RATINGS = ("Green", "Amber", "Red", "No target", "No data")

# Months of the average, by frequency, where the project says nothing: six months, four quarters, three years.
_USUAL_WINDOWS = {"month": 6, "quarter": 12, "year": 36}


def _number_as_text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


_LASTING_NAME = r"^[a-z0-9]+(-[a-z0-9]+)*$"


def _lasting_name(written: str) -> str:
    if re.fullmatch(_LASTING_NAME[1:-1], written):
        return written
    near = "-".join(re.findall(r"[a-z0-9]+", written.casefold()))
    mend = f"Write it in small letters, digits and hyphens{f': {near}' if near else ', such as icpc-in-time'}."
    raise wrong_value(f'"{written[:60]}" cannot be used', mend)


def _published(written: str) -> str:
    if not written or written in MEASURES:
        return written
    known = ", ".join(MEASURES)
    raise wrong_value(
        f'"{written[:60]}" is no published measure{nearest(written, MEASURES)}', f"The measures are {known}."
    )


# The schema must not promise a default where the unit, or the project, fills the setting.
def _without_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


class Target(Settings):
    """A target, in force from a day on. Numbers are as people write them: 75 is 75%.

    Where good = "band" it is a range, from `lower` to `upper`; else `target`, a single number.
    """

    from_: Day = Field(alias="from", description="First day on which the target holds, e.g. 2015-04-01")
    target: Exact | None = Field(
        default=None, description="The target, in the indicator's unit as people write it: 75 means 75%"
    )
    lower: Exact | None = Field(default=None, description='Where good = "band": the least that is still Green')
    upper: Exact | None = Field(default=None, description='Where good = "band": the most that is still Green')
    amber_within: Exact | None = Field(
        default=None,
        ge=0,
        description="How far from the target, on the wrong side, is still Amber; in the target's unit",
    )
    amber_limit: Exact | None = Field(
        default=None, description="The last value that is still Amber, in the target's unit; instead of amber_within"
    )
    source: Text = Field(default="", description="Who set the target: national, or local and by whom")
    review: Day | None = Field(default=None, description="The day on which the target is to be looked at again")
    area: Text = Field(default="", description="The one area that the target is for; left out: for all")

    @property
    def goal(self) -> Decimal:
        """The target; of a band, its lower edge."""
        edge = self.lower if self.target is None else self.target
        assert edge is not None  # noqa: S101  # the indicator's rules asked for it
        return edge

    def limit(self, good: str) -> Decimal | None:
        """The last value that is still Amber, as people write it; None where there is no Amber.

        Of a band, the one below it; the one above is as far from the upper edge.
        """
        if self.amber_within is None:
            return self.amber_limit
        return self.goal + self.amber_within if good == "low" else self.goal - self.amber_within


class Indicator(Settings):
    """One indicator: what is counted, what is good, and what is wanted."""

    id: Annotated[str, AfterValidator(_lasting_name)] = Field(
        description="Its lasting name: small letters, digits, hyphens", json_schema_extra={"pattern": _LASTING_NAME}
    )
    number: Annotated[FilledText, BeforeValidator(_number_as_text)] = Field(
        description='Its number on the page: 7, or "7a"',
        json_schema_extra={"type": ["string", "integer"]},
    )
    title: FilledText = Field(description="Its title on the page")
    short: Text = Field(
        default="",
        description="A short title: the sheet's name; left out: the title",
        json_schema_extra=_without_default,
    )
    definition: Text = Field(default="", description="What exactly is counted, for the Definitions sheet")
    group: Text = Field(default="", description="The group under which the summary lists it")
    unit: Unit = Field(description="percent, count, rate, average, days or currency")
    per: Annotated[int, Field(strict=True, ge=1)] | None = Field(
        default=None,
        description="For unit rate: per how many people; left out: 10000",
        json_schema_extra=_without_default,
    )
    decimals: int = Field(
        default=0,
        strict=True,
        ge=0,
        le=4,
        description="Decimals shown, of a percentage as well; left out: 1 for rate and average, else 0",
        json_schema_extra=_without_default,
    )
    good: Literal["high", "low", "band", "neither"] = Field(
        description="Which way is good: high, low, band (between two edges), or neither"
    )
    rate_on: Literal["shown", "exact"] = Field(
        default="shown", description="What is rated: the figure as shown, rounded; or the exact one"
    )
    kind: Literal["flow", "snapshot"] = Field(
        default="flow", description="flow: in the month; snapshot: as at the month's end"
    )
    frequency: Literal["month", "quarter", "year"] = Field(
        default="month", description="How often there is a figure; quarters and years are of the financial year"
    )
    window_months: int = Field(
        default=6,
        strict=True,
        ge=1,
        le=60,
        description="Months in the average; left out: 6, for quarters 12, for years 36",
        json_schema_extra=_without_default,
    )
    direction_against: Literal["average", "previous", "same_period_last_year"] = Field(
        default="average",
        description="What the direction of travel compares with: average, previous, same_period_last_year",
    )
    numerator_label: Text = Field(
        default="Number", description="The numerator's name on the page", json_schema_extra=_without_default
    )
    remainder_label: Text = Field(default="Remainder", description="The name of denominator less numerator on the page")
    denominator_label: Text = Field(
        default="Total", description="The denominator's name on the page", json_schema_extra=_without_default
    )
    value_label: Text = Field(
        default="", description="The value's name on the page", json_schema_extra=_without_default
    )
    population: Text = Field(default="", description="Which population a rate divides by, where there are several")
    population_note: Text = Field(default="", description="What to know of a rate's population, or of its denominator")
    owner: Text = Field(default="", description="Who answers for the indicator")
    status: Literal["final", "provisional"] = Field(
        default="final", description="Of figures that do not say it: final or provisional"
    )
    measure: Text = Field(default="", description="The measure that computes the indicator from records")
    concern: Text = Field(default="", description="The words under which it is listed among the main areas of concern")
    breakdown: Text = Field(
        default="",
        description='The axis of the breakdown, or "none"; left out: area, where there are areas',
        json_schema_extra=_without_default,
    )
    breakdown_note: Text = Field(default="", description="What the breakdown leaves out, and why")
    area_cases: Literal["once", "several"] = Field(
        default="once", description="Whether a case is in one area alone, once, or may be in several"
    )
    pattern: Text = Field(
        default="",
        description="The template's pattern sheet; left out: the unit's own, for percent percentage",
        json_schema_extra=_without_default,
    )
    targets: tuple[Target, ...] = Field(
        default=(), alias="target", description="Targets, each from a day on, in any order"
    )
    comparators: tuple[Comparator, ...] = Field(
        default=(), alias="comparator", max_length=4, description="Figures to compare with, at most four"
    )
    chart: Literal["", "plain", "spc"] = Field(
        default="",
        description="plain: the line alone; spc: with process limits and signals; left out: as the scorecard says",
        json_schema_extra=_without_default,
    )
    changes: tuple[Change, ...] = Field(
        default=(), alias="change", description="Changed definitions, each from a month on"
    )
    rebases: tuple[Rebase, ...] = Field(
        default=(), alias="rebase", description="Months from which the process limits are worked out anew"
    )
    published: Annotated[Text, AfterValidator(_published)] = Field(
        default="",
        description="The published measure that it is compared with, such as rereferrals",
        json_schema_extra={"enum": ["", *MEASURES]},
    )
    labels: SkipJsonSchema[Mapping[str, str]] = Field(default_factory=dict, exclude=True)

    @model_validator(mode="before")
    @classmethod
    def _fill_by_unit(cls, settings: object) -> object:
        if not isinstance(settings, Mapping) or not isinstance(unit := settings.get("unit"), str):
            return settings
        filled = {"short": settings.get("title", ""), "pattern": unit, **_DEFAULTS_BY_UNIT.get(unit, {})}
        filled["window_months"] = _USUAL_WINDOWS.get(str(settings.get("frequency")), _USUAL_WINDOWS["month"])
        if unit == "currency":
            is_average = bool(settings.get("denominator_label"))
            filled |= {"value_label": "Average cost"} if is_average else {"pattern": "amount"}
        return {**filled, **settings}

    @model_validator(mode="after")
    def _keep_rules(self) -> Self:
        if problems := list(_indicator_problems(self)):
            raise broken_rules(problems)
        return self

    @property
    def is_ratio(self) -> bool:
        """A numerator over a denominator; a count, or an amount of money, is a numerator alone."""
        return self.unit != "count" and not (self.unit == "currency" and not self.denominator_label)

    @property
    def period_months(self) -> int:
        """Months of a period: 1, 3 or 12."""
        return PERIOD_MONTHS[self.frequency]

    def label(self, rating: str) -> str:
        """The word that this project prints for a rating: `Green`, or what it says instead."""
        return self.labels.get(rating, rating)

    @property
    def multiplier(self) -> int:
        """What numerator / denominator is multiplied with to give the value in cells: a rate's `per`, else 1."""
        return self.per if self.unit == "rate" and self.per else 1

    @property
    def places(self) -> int:
        """Decimals of the value as held in cells, where 54% is 0.54."""
        return self.decimals + 2 if self.unit == "percent" else self.decimals

    @property
    def scale(self) -> Decimal:
        """What people write divided by what cells hold: 100 for percent, else 1."""
        return Decimal(100 if self.unit == "percent" else 1)

    def in_cells(self, value: Decimal) -> Decimal:
        """A value as people write it (75 for 75%), as a cell holds it (0.75)."""
        return value / self.scale

    def break_at(self, month: date) -> Change | None:
        """The latest change, up to `month`, before which nothing can be compared with it; None where there is none."""
        breaks = [change for change in self.changes if change.breaks and change.from_ <= month]
        return max(breaks, key=lambda change: change.from_, default=None)

    def target_at(self, month: date, area: str = "") -> Target | None:
        """The target in force on the first of `month`: the area's own where it has one, else the target for all."""
        in_force = [target for target in self.targets if target.from_ <= month]
        own = [target for target in in_force if area and target.area == area]
        for_all = [target for target in in_force if not target.area]
        chosen = own or for_all
        return max(chosen, key=lambda target: target.from_, default=None)


def _indicator_problems(indicator: Indicator) -> Iterator[Problem]:
    if indicator.window_months % indicator.period_months:
        yield Problem(
            f"window_months {indicator.window_months} is no whole number of {indicator.frequency}s",
            f"Write a multiple of {indicator.period_months}.",
            ("window_months",),
        )
    if indicator.population and indicator.unit != "rate":
        yield Problem(
            f'population belongs to unit "rate", and the unit is "{indicator.unit}"',
            "Take population out; a denominator of your own stands in the figures.",
            ("population",),
        )
    if indicator.per is not None and indicator.unit != "rate":
        yield Problem(
            f'per belongs to unit "rate", and the unit is "{indicator.unit}"',
            f'Take per out, or write unit = "rate" for a rate per {indicator.per:,}.',
            ("per",),
        )
    if indicator.published and (wrong := misfit(indicator.published, indicator.unit, indicator.per)):
        yield Problem(*wrong, ("published",))
    days: set[tuple[date, str]] = set()
    for position, target in enumerate(indicator.targets):
        at = ("target", position)
        if (target.from_, target.area) in days:
            for_whom = f" for {target.area}" if target.area else ""
            what = f"two targets{for_whom} start on {target.from_.isoformat()}"
            yield Problem(what, "Keep one, or give the later one a day of its own.", (*at, "from"))
        days.add((target.from_, target.area))
        for problem in _target_problems(indicator, target):
            yield problem._replace(at=(*at, *problem.at))
    for name, starts in (("change", indicator.changes), ("rebase", indicator.rebases)):
        starting = [start.from_ for start in starts]
        yield from starts_problems(name, starting, indicator.period_months, indicator.frequency)
    for position, comparator in enumerate(indicator.comparators):
        if isinstance(comparator.value, Decimal) and (beyond := _out_of_range(indicator, "value", comparator.value)):
            yield beyond._replace(at=("comparator", position, "value"))


def _target_problems(indicator: Indicator, target: Target) -> Iterator[Problem]:
    numbers = {"target": target.target, "lower": target.lower, "upper": target.upper, "amber_limit": target.amber_limit}
    for name, value in numbers.items():
        if value is not None and (problem := _out_of_range(indicator, name, value)):
            yield problem
    if wrong := _wrong_kind(indicator, target):
        yield wrong
        return
    if target.amber_within is None and target.amber_limit is None:
        return
    if target.amber_within is not None and target.amber_limit is not None:
        yield Problem("amber_within and amber_limit are both given", "Keep the one that you mean.", ("amber_limit",))
    elif indicator.good == "neither":
        what = 'there can be no Amber where good = "neither": neither side of the target is the wrong one'
        given = "amber_limit" if target.amber_within is None else "amber_within"
        yield Problem(what, 'Write good = "high" or "low", or take out amber_within and amber_limit.', (given,))
    elif target.amber_limit is not None:
        is_low = indicator.good == "low"
        if target.amber_limit < target.goal if is_low else target.amber_limit > target.goal:
            side, other = ("below", "above") if is_low else ("above", "below")
            yield Problem(
                f"amber_limit {target.amber_limit} is {side} target {target.goal}, on the good side "
                f'where good = "{indicator.good}"',
                f"Write a limit {other} the target, or change good.",
                ("amber_limit",),
            )


def _wrong_kind(indicator: Indicator, target: Target) -> Problem | None:
    """A single number where a band is wanted, or the other way about."""
    edges = (target.lower, target.upper)
    if indicator.good != "band":
        if any(edge is not None for edge in edges):
            what = f'lower and upper are the edges of a band, and good = "{indicator.good}"'
            edge = "upper" if target.lower is None else "lower"
            return Problem(what, 'Write target = ..., or good = "band".', (edge,))
        if target.target is None:
            mend = "Add it. target: the target, in the indicator's unit: 75 means 75%"
            return Problem("'target' is missing", mend, ("target",))
        return None
    if target.target is not None or target.lower is None or target.upper is None:
        what = 'the target of good = "band" is a range'
        return Problem(what, "Write lower = ... and upper = ... instead of target.", ("lower",))
    if target.lower > target.upper:
        return Problem(f"lower {target.lower} is above upper {target.upper}", "Let the two change places.", ("lower",))
    if target.amber_limit is not None:
        what, mend = "amber_limit has one side, and a band has two", "Write amber_within = ...: on either side."
        return Problem(what, mend, ("amber_limit",))
    return None


def _out_of_range(indicator: Indicator, name: str, value: Decimal) -> Problem | None:
    """A target, limit or comparator that no value of the unit can be."""
    write = f"Write {name} = 75 for 75%"
    if indicator.unit == "percent":
        if not 0 <= value <= 100:
            what = f"{name} {value} is not a percentage between 0 and 100"
            return Problem(what, f'{write}, or unit = "count" if it is a number of cases.', (name,))
        if 0 < value < 1 and indicator.decimals == 0:
            what = f"{name} {value} would be less than one per cent, and no decimals are shown"
            return Problem(what, f"{write}, or decimals = 1 if {value}% is meant.", (name,))
    elif value < 0 and indicator.unit != "currency":
        what = f"{name} {value} is below 0, which no {indicator.unit} can be"
        return Problem(what, "Write it without the minus.", (name,))
    elif indicator.unit == "rate" and value > indicator.multiplier:
        what = f"{name} {value} is above the {indicator.multiplier:,} that the rate is per"
        return Problem(what, f"Write a rate per {indicator.multiplier:,}, or change per.", (name,))
    return None
