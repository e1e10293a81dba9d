"""Indicator: one of the project's indicators, with its dated targets and its comparators, and the rules among them.

Knows units, polarity and the numbers as people write them and as cells hold them. Knows no other indicator and no areas
(project.py), no figures, and gives no rating (judgement.py).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from excel_scorecard.settings_file import Day, Exact, FilledText, Problem, Text, broken_rules, wrong_value

# The shorthand of the Government Analysis Function for figures that are not there, as text in square brackets.
CODES: Mapping[str, str] = {
    "x": "not available",
    "c": "suppressed",
    "z": "not applicable",
    "u": "unreliable",
    "k": "low, but not zero",
}

Unit = Literal["percent", "count", "rate", "average", "days", "currency"]

# What a unit brings with it where the project says nothing.
_DEFAULTS_BY_UNIT: Mapping[str, Mapping[str, object]] = {
    "percent": {"pattern": "percentage", "remainder_label": "Remainder", "value_label": "Per cent"},
    "count": {"value_label": "Number"},
    "rate": {"per": 10000, "decimals": 1, "denominator_label": "Population", "value_label": "Rate"},
    "average": {"decimals": 1, "value_label": "Average"},
    "days": {"numerator_label": "Days", "denominator_label": "Cases", "value_label": "Average days"},
    "currency": {"numerator_label": "Cost", "value_label": "Average cost"},
}


def read_code(text: str) -> str | None:
    """The code that `x`, `[x]` or `[low]` stands for, as its letter; None where the text is no code."""
    letter = text.strip().casefold()
    if letter.startswith("[") and letter.endswith("]"):
        letter = letter[1:-1].strip()
    letter = "k" if letter == "low" else letter
    return letter if letter in CODES else None


def _number_as_text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _comparator_value(value: object) -> Decimal | str:
    if isinstance(value, str) and (code := read_code(value)):
        return f"[{code}]"
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
        known = ", ".join(f'"{code}"' for code in CODES)
        raise wrong_value(f'"{value}" is not a number', f"Write a number without quotation marks, or one of {known}.")
    return Decimal(value)


# The schema must not promise a default where the unit, or the project, fills the setting.
def _without_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


class Settings(BaseModel):
    """A section of the settings: frozen, and it takes no name but its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Target(Settings):
    """A target, in force from a day on. Numbers are as people write them: 75 is 75%."""

    from_: Day = Field(alias="from", description="First day on which the target holds, e.g. 2015-04-01")
    target: Exact = Field(description="The target, in the indicator's unit as people write it: 75 means 75%")
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

    def limit(self, good: str) -> Decimal | None:
        """The last value that is still Amber, as people write it; None where there is no Amber."""
        if self.amber_within is None:
            return self.amber_limit
        return self.target + self.amber_within if good == "low" else self.target - self.amber_within


class Comparator(Settings):
    """A figure to compare with: England, statistical neighbours, last year."""

    label: FilledText = Field(description="Whose figure it is, e.g. England")
    period: Text = Field(default="", description="The period it is for, e.g. 2014-15")
    value: Annotated[
        Decimal | str,
        BeforeValidator(_comparator_value),
        WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string"}]}),
    ] = Field(description="The figure, in the indicator's unit as people write it; or a code such as x, not available")
    source: Text = Field(default="", description="Where the figure is published")


def _by_day(targets: tuple[Target, ...]) -> tuple[Target, ...]:
    return tuple(sorted(targets, key=lambda target: (target.from_, target.area)))


class Indicator(Settings):
    """One indicator: what is counted, what is good, and what is wanted."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="Its lasting name: small letters, digits, hyphens")
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
    good: Literal["high", "low", "neither"] = Field(description="Which way is good: high, low, or neither")
    kind: Literal["flow", "snapshot"] = Field(
        default="flow", description="flow: in the month; snapshot: as at the month's end"
    )
    frequency: Literal["month", "quarter", "year"] = Field(default="month", description="How often there is a figure")
    window_months: int = Field(default=6, strict=True, ge=1, le=24, description="Months in the average")
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
    population_note: Text = Field(default="", description="Whose population a rate divides by, and of which year")
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
    pattern: Text = Field(
        default="",
        description="The template's pattern sheet; left out: the unit's own, for percent percentage",
        json_schema_extra=_without_default,
    )
    targets: Annotated[tuple[Target, ...], AfterValidator(_by_day)] = Field(
        default=(), alias="target", description="Targets, each from a day on"
    )
    comparators: tuple[Comparator, ...] = Field(
        default=(), alias="comparator", max_length=4, description="Figures to compare with, at most four"
    )

    @model_validator(mode="before")
    @classmethod
    def _fill_by_unit(cls, settings: object) -> object:
        if not isinstance(settings, Mapping) or not isinstance(unit := settings.get("unit"), str):
            return settings
        filled = {"short": settings.get("title", ""), "pattern": unit, **_DEFAULTS_BY_UNIT.get(unit, {})}
        return {**filled, **settings}

    @model_validator(mode="after")
    def _keep_rules(self) -> Self:
        if problems := list(_indicator_problems(self)):
            raise broken_rules(problems)
        return self

    @property
    def is_ratio(self) -> bool:
        """A numerator over a denominator; a count is a numerator alone."""
        return self.unit != "count"

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

    def target_at(self, month: date, area: str = "") -> Target | None:
        """The target in force on the first of `month`: the area's own where it has one, else the target for all."""
        in_force = [target for target in self.targets if target.from_ <= month]
        own = [target for target in in_force if area and target.area == area]
        for_all = [target for target in in_force if not target.area]
        chosen = own or for_all
        return chosen[-1] if chosen else None


def _indicator_problems(indicator: Indicator) -> Iterator[Problem]:
    if indicator.frequency != "month":
        yield Problem(
            f'frequency "{indicator.frequency}" is not built yet: figures are by month for now',
            'Write frequency = "month", or leave the indicator out until it is built.',
        )
    if indicator.per is not None and indicator.unit != "rate":
        yield Problem(
            f'per belongs to unit "rate", and the unit is "{indicator.unit}"',
            f'Take per out, or write unit = "rate" for a rate per {indicator.per:,}.',
        )
    days: set[tuple[date, str]] = set()
    for target in indicator.targets:
        within = f", target from {target.from_.isoformat()}" if len(indicator.targets) > 1 else ""
        if (target.from_, target.area) in days:
            for_whom = f" for {target.area}" if target.area else ""
            what = f"two targets{for_whom} start on {target.from_.isoformat()}"
            yield Problem(what, "Keep one, or give the later one its own day: from = ...")
        days.add((target.from_, target.area))
        for problem in _target_problems(indicator, target):
            yield problem._replace(within=within)
    for comparator in indicator.comparators:
        if isinstance(comparator.value, Decimal) and (beyond := _out_of_range(indicator, "value", comparator.value)):
            yield beyond._replace(within=f", comparator '{comparator.label}'")


def _target_problems(indicator: Indicator, target: Target) -> Iterator[Problem]:
    for name, value in (("target", target.target), ("amber_limit", target.amber_limit)):
        if value is not None and (problem := _out_of_range(indicator, name, value)):
            yield problem
    if target.amber_within is None and target.amber_limit is None:
        return
    if target.amber_within is not None and target.amber_limit is not None:
        yield Problem("amber_within and amber_limit are both given", "Keep the one that you mean.")
    elif indicator.good == "neither":
        what = 'there can be no Amber where good = "neither": neither side of the target is the wrong one'
        yield Problem(what, 'Write good = "high" or "low", or take out amber_within and amber_limit.')
    elif target.amber_limit is not None:
        is_low = indicator.good == "low"
        if target.amber_limit < target.target if is_low else target.amber_limit > target.target:
            side, other = ("below", "above") if is_low else ("above", "below")
            yield Problem(
                f"amber_limit {target.amber_limit} is {side} target {target.target}, on the good side "
                f'where good = "{indicator.good}"',
                f"Write a limit {other} the target, or change good.",
            )


def _out_of_range(indicator: Indicator, name: str, value: Decimal) -> Problem | None:
    """A target, limit or comparator that no value of the unit can be."""
    write = f"Write {name} = 75 for 75%"
    if indicator.unit == "percent":
        if not 0 <= value <= 100:
            what = f"{name} {value} is not a percentage between 0 and 100"
            return Problem(what, f'{write}, or unit = "count" if it is a number of cases.')
        if 0 < value < 1 and indicator.decimals == 0:
            what = f"{name} {value} would be less than one per cent, and no decimals are shown"
            return Problem(what, f"{write}, or decimals = 1 if {value}% is meant.")
    elif value < 0 and indicator.unit != "currency":
        return Problem(f"{name} {value} is below 0, which no {indicator.unit} can be", "Write it without the minus.")
    elif indicator.unit == "rate" and value > indicator.multiplier:
        what = f"{name} {value} is above the {indicator.multiplier:,} that the rate is per"
        return Problem(what, f"Write a rate per {indicator.multiplier:,}, or change per.")
    return None
