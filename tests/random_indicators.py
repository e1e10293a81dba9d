"""Random indicators with their periods: whatever a project may set, and figures that lie where rules meet.

A case is made from a seed alone, so that a case that fails can be made again. Targets lie at the edges of what is
shown, on either side of a figure and of its tie; figures are noughts, codes, blanks and supplied values now and then.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from excel_scorecard.calendar import PERIOD_MONTHS, last_complete, months_after
from excel_scorecard.indicator import Indicator, Target
from excel_scorecard.judgement import Judgement, MonthFigures, exact_value, judge, rounded

SEPTEMBER = date(2015, 9, 1)
LENGTHS = (1, 2, 4, 8, 13, 13, 13, 25)
UNITS = ("percent", "percent", "percent", "count", "count", "rate", "average", "days", "currency")
LABELS: tuple[dict[str, str], ...] = ({}, {}, {"Red": 'Off "track"', "No target": "Baseline", "No data": "To come"})
OWN_WORDS = ("", " ", "Two cases are late", "Why?")


@dataclass(frozen=True)
class Case:
    """An indicator, the rows of its Monthly table, and what else its page is told."""

    indicator: Indicator
    rows: tuple[MonthFigures, ...]
    month: date
    supplied: dict[str, Any] = field(default_factory=dict)
    """The average as it was supplied, as `judge` takes it; empty where it is worked out."""
    officers: tuple[str, str] | None = None
    """Rating and reason by judgement, each may be empty; None where the template has no cells for them."""

    @property
    def said(self) -> Judgement:
        """What the functions say."""
        by_judgement = dict(zip(("override", "override_reason"), self.officers or ("", ""), strict=True))
        return judge(self.indicator, self.rows, self.month, **self.supplied, **by_judgement)


def some_case(seed: int) -> Case:
    """The case of that number."""
    rng = random.Random(seed)  # noqa: S311  # no secret: the same case every time
    settings = _settings(rng)
    bare = Indicator(**settings)
    length = bare.period_months
    latest = last_complete(SEPTEMBER, length)
    steps = range(rng.choice(LENGTHS))
    steady = rng.choice((None, None, None, None, None, _figures(rng, bare)))
    nothing = (None, None, None) if rng.random() < 0.02 else None
    known = {
        months_after(latest, -step * length): nothing
        or (steady if steady and rng.random() < 0.7 else _figures(rng, bare))
        for step in steps
    }
    left_out = {month for month in known if rng.random() < 0.03}
    months = sorted(known.keys() - left_out) or [latest]
    known.setdefault(latest, _figures(rng, bare))
    month = rng.choice((SEPTEMBER, SEPTEMBER, SEPTEMBER, SEPTEMBER, rng.choice(months), months_after(SEPTEMBER, 1)))
    shown = known.get(last_complete(month, length), known[latest])
    measured = Indicator(**settings, target=_targets(rng, bare, shown, months))
    rows = tuple(_row(measured, at, *known[at]) for at in months)
    supplied: dict[str, Any] = {}
    if rng.random() < 0.08:
        average = rng.choice((Decimal("0.5375"), Decimal(41), Decimal("12.25"), "[c]", "[x]"))
        supplied = {"supplied_average": average, "supplied_parts": rng.choice(((None, None), (41, 78), (41, "[c]")))}
    officers = None
    if rng.random() < 0.4:
        officers = (rng.choice(("", "", "Green", "Amber", "Red")), rng.choice(OWN_WORDS))
    return Case(measured, rows, month, supplied, officers)


def _settings(rng: random.Random) -> dict[str, Any]:
    unit = rng.choice(UNITS)
    frequency = rng.choice(("month", "month", "month", "quarter", "year"))
    windows = {"month": (1, 2, 3, 6, 6, 6, 12, 24), "quarter": (3, 6, 12, 24), "year": (12, 36, 60)}
    return {
        "id": "x",
        "number": 1,
        "title": "An indicator",
        "unit": unit,
        "good": rng.choice(("high", "low", "band", "neither", "high", "low")),
        "decimals": rng.randint(0, 4),
        "rate_on": rng.choice(("shown", "shown", "exact")),
        "kind": rng.choice(("flow", "snapshot")),
        "frequency": frequency,
        "window_months": rng.choice(windows[frequency]),
        "direction_against": rng.choice(("average", "average", "previous", "same_period_last_year")),
        "labels": rng.choice(LABELS),
        **({"per": rng.choice((100, 1000, 10000, 100000))} if unit == "rate" else {}),
        **({"denominator_label": rng.choice(("Cases", ""))} if unit == "currency" else {}),
        **_changes(rng, PERIOD_MONTHS[frequency]),
    }


def _changes(rng: random.Random, period_months: int) -> dict[str, Any]:
    """None, one or two changed definitions, of which some do not break the series."""
    latest = last_complete(SEPTEMBER, period_months)
    steps = sorted(rng.sample(range(-3, 14), rng.choice((0, 0, 0, 0, 1, 1, 2))), reverse=True)
    starts = [months_after(latest, 1 - period_months - step * period_months) for step in steps]
    return {"change": [{"from": at, "note": "Counted anew", "break": rng.random() < 0.8} for at in starts]}


Figures = tuple[Any, Any, Decimal | None]  # numerator, denominator, supplied value


def _figures(rng: random.Random, measured: Indicator) -> Figures:
    """A period's figures as councils have them: mostly known, small and large, now and then missing in every way."""
    denominator: Any = rng.choice((rng.randint(1, 12), rng.randint(1, 40), rng.randint(1, 1200), 8, 200, 400, 2000))
    numerator: Any = rng.randint(0, denominator) if measured.unit in {"percent", "rate"} else rng.randint(0, 3000)
    if rng.random() < 0.08:
        numerator = rng.choice((0, 0, denominator))
    if measured.unit in {"days", "currency", "average"} and rng.random() < 0.6:
        numerator = Decimal(numerator) / 20 * (-1 if measured.unit == "currency" and rng.random() < 0.3 else 1)
    elif rng.random() < 0.01 and measured.unit != "currency":
        numerator = -numerator  # a slip of the keyboard: no figure of a run
    supplied = None
    broken = rng.random()
    if broken < 0.06:
        numerator = rng.choice((None, "[x]", "[c]"))
    if 0.04 < broken < 0.1:
        denominator = rng.choice((None, "[u]", 0))
    if 0.1 < broken < 0.16:
        numerator = denominator = rng.choice((None, "[x]"))
        scale = 1 if measured.unit == "percent" else 30
        supplied = Decimal(rng.randint(0, 10000)).scaleb(-4) * scale
    return numerator, denominator if measured.is_ratio else None, supplied


def _row(measured: Indicator, month: date, numerator: Any, denominator: Any, supplied: Decimal | None) -> MonthFigures:
    target = measured.target_at(month)
    if target is None:
        return MonthFigures(month, numerator, denominator, supplied)
    limit = target.limit(measured.good)
    return MonthFigures(
        month,
        numerator,
        denominator,
        supplied,
        target=measured.in_cells(target.goal),
        target_upper=None if target.upper is None else measured.in_cells(target.upper),
        amber_limit=None if limit is None else measured.in_cells(limit),
    )


# ---- targets at the edges of what is shown --------------------------------------------------------------------------


def _targets(rng: random.Random, measured: Indicator, shown: Figures, months: list[date]) -> list[Target]:
    """None, one or two dated targets, the one in force as near to the figure shown as a rule can tell."""
    numerator, denominator, supplied = shown
    value = exact_value(measured, numerator, denominator)
    if value is None:
        value = Fraction(supplied if supplied is not None else Decimal("0.5"))
    count = rng.choice((0, 1, 1, 1, 2, 2))
    starts = [date(2010, 4, 1), rng.choice((*months, months_after(SEPTEMBER, 1)))][:count]
    return [_target(rng, measured, value, start) for start in starts]


def _target(rng: random.Random, measured: Indicator, value: Fraction, start: date) -> Target:
    # at the places that are shown, at a tie of them, and finer
    edge = rounded(value, measured.places + rng.randint(0, 2)) * measured.scale
    step = Decimal(1).scaleb(-measured.decimals)
    goal = _within(measured, edge + step * rng.choice((-5, -1, 0, 0, 1, 5, *map(Decimal, ("-.5", ".5", ".1")))))
    away = rng.choice((None, Decimal(0), step, step / 2, 3 * step, 5 * step, Decimal("2.25"), Decimal(10)))
    if measured.good == "band":
        width = rng.choice((Decimal(0), step / 2, step, 4 * step, Decimal(7)))
        upper = _within(measured, goal + width)
        return Target(from_=start, lower=min(goal, upper), upper=upper, amber_within=away)
    if measured.good == "neither" or away is None:
        return Target(from_=start, target=goal)
    limit = _within(measured, goal + away if measured.good == "low" else goal - away)
    is_beyond = limit >= goal if measured.good == "low" else limit <= goal
    if rng.random() < 0.5 and is_beyond:
        return Target(from_=start, target=goal, amber_limit=limit)
    return Target(from_=start, target=goal, amber_within=away)


def _within(measured: Indicator, goal: Decimal) -> Decimal:
    """The nearest number that the settings allow as a target."""
    if measured.unit == "percent":
        goal = max(Decimal(0), min(Decimal(100), goal))
        return Decimal(1) if 0 < goal < 1 and measured.decimals == 0 else goal
    if measured.unit == "rate":
        goal = min(Decimal(measured.multiplier), goal)
    return goal if measured.unit == "currency" else max(Decimal(0), goal)


def some_cases(count: int, first: int = 0) -> Iterator[Case]:
    """So many cases, each of its own number."""
    return (some_case(seed) for seed in range(first, first + count))
