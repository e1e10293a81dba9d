"""Pages for the drafts' tests: made from a few figures, or at random over units, polarities, gaps and areas."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

from excel_scorecard.calendar import months_after
from excel_scorecard.commentary import Commentary, Remarks
from excel_scorecard.figures import Figure, Figures
from excel_scorecard.project import make_project
from excel_scorecard.scorecard import IndicatorPage, MonthlyScorecard, make_scorecard

MARCH = date(2026, 3, 1)
TARGET = {"from": date(2020, 4, 1), "target": 90, "amber_within": 5}

Given = tuple[object, ...] | str | int | None
"""A figure: numerator and denominator, a numerator alone, a code; None where nothing is known."""


def scorecard(*pages: Mapping[str, object]) -> MonthlyScorecard:
    """A scorecard of several indicators. Each page: `months` (the last is March 2026), `areas`, settings."""
    indicators, figures, published, texts = [], [], [], {}
    names: list[str] = []
    for position, page in enumerate(pages, 1):
        given = dict(page)
        months, areas = given.pop("months"), given.pop("areas", {})
        was, remarks, notes = given.pop("was", {}), given.pop("remarks", None), given.pop("notes", {})
        at, average = given.pop("at", MARCH), given.pop("average", None)
        settings = {"id": f"i{position}", "number": position, "title": f"Indicator {position}", "unit": "percent",
                    "good": "high"} | given  # fmt: skip
        length = {"quarter": 3, "year": 12}.get(str(settings.get("frequency")), 1)
        indicators.append(settings)
        for back, figure in enumerate(reversed(months)):
            start = months_after(at, 1 - (back + 1) * length)
            figures += _figure(settings["id"], start, figure, note=notes.get(back, ""))
            if back in was:
                published += _figure(settings["id"], start, was[back])
        start = months_after(at, 1 - length)
        for area, figure in areas.items():
            figures += _figure(settings["id"], start, figure, area=area)
        if average is not None:
            figures += _figure(settings["id"], start, average, basis="average")
        names += [name for name in areas if name not in names]
        if remarks:
            texts[settings["id"]] = Remarks(**remarks)
    made = {
        "scorecard": {"organisation": "Northshire (fictional)", "trend_months": 25},
        "area": [{"name": name} for name in names],
        "indicator": indicators,
    }
    project = make_project(made, Path())
    known = Figures(figures)
    said = {(f.indicator, f.period): f for f in published}
    from excel_scorecard.revised import Said

    before = {}
    for (id_, period), figure in said.items():
        length = project.indicator(id_).period_months
        code = f"[{figure.code}]" if figure.code else None
        parts = [code if part is None and code else part for part in (figure.numerator, figure.denominator)]
        before[id_, months_after(period, length - 1)] = Said(*parts)
    return make_scorecard(project, known, Commentary(month=MARCH, texts=texts), MARCH, published=before)


def page(**given: object) -> IndicatorPage:
    """The page of one indicator."""
    return scorecard(given).pages[0]


def _figure(id_: object, period: date, given: Given, **more: object) -> list[Figure]:
    if given is None:
        return []
    parts: dict[str, object] = {"numerator": None, "denominator": None}
    if isinstance(given, str):
        parts["code"] = given
    elif isinstance(given, tuple) and len(given) == 3:
        parts["value"] = Decimal(str(given[2]))
    elif isinstance(given, tuple):
        parts |= {"numerator": given[0], "denominator": given[1]}
    else:
        parts["numerator"] = given
    return [Figure(**({"indicator": id_, "period": period} | parts | more))]


UNITS = ("percent", "count", "rate", "average", "days", "currency", "cost")


def random_page(seed: int) -> IndicatorPage:
    """A page of any kind; the same seed gives the same page."""
    random = Random(seed)  # noqa: S311  # cases, not secrets
    unit = random.choice(UNITS)
    good = random.choice(("high", "low", "band", "neither"))
    is_ratio = unit not in {"count", "currency"}
    settings: dict[str, object] = {
        "unit": "currency" if unit == "cost" else unit,
        "good": good,
        "decimals": random.choice((0, 0, 1, 2)),
        "kind": random.choice(("flow", "snapshot")),
        "frequency": random.choice(("month", "month", "month", "quarter", "year")),
        "direction_against": random.choice(("average", "average", "previous", "same_period_last_year")),
        "rate_on": random.choice(("shown", "shown", "exact")),
        "status": random.choice(("final", "provisional")),
    }
    if unit == "cost":
        settings["denominator_label"] = "Cases"
    size = random.choice((3, 20, 60, 400, 5000))
    level = random.random()

    def figure(scale: float = 1.0) -> Given:
        if random.random() < 0.08:
            return random.choice(("x", "c", "z", "u", "k"))
        whole = max(0, round(random.gauss(size * scale, size * scale / 8)))
        if not is_ratio:
            return whole * (1000 if unit == "currency" else 1)
        part = sum(random.random() < level for _ in range(whole)) if whole < 100 else round(whole * level)
        if unit == "rate":
            return part, whole * 1000
        if unit in {"average", "days", "cost"}:
            return part * 17, whole
        return part, whole

    months = [figure() for _ in range(random.choice((1, 2, 3, 7, 14, 25)))]
    if random.random() < 0.9:
        months[-1] = figure() if isinstance(months[-1], str) else months[-1]
    areas = {f"Area {letter}": figure(0.3) for letter in "ABCD"[: random.choice((0, 0, 2, 4))]}
    if random.random() < 0.7 and good != "neither":
        settings["target"] = [_target(random, unit, good, size, level)]
    if random.random() < 0.5:
        value = random.choice((round(level * 100, 1), "x")) if unit == "percent" else round(size * level, 1)
        settings["comparator"] = [
            {"label": label, "period": "2024-25", "value": value if isinstance(value, str) else Decimal(str(value))}
            for label in ("England", "Statistical neighbours")[: random.choice((1, 2))]
        ]
    given = settings | {"months": months, "areas": areas} | _circumstances(random, settings, months)
    was = {back: figure() for back in range(len(months)) if random.random() < 0.05}
    return page(**given, was={back: each for back, each in was.items() if each is not None})


def _circumstances(random: Random, settings: Mapping[str, object], months: list[Given]) -> dict[str, object]:
    """Process limits, a level that has moved so that rules fire, another definition, a rating by judgement."""
    found: dict[str, object] = {}
    if random.random() < 0.5:
        found["chart"] = "spc"
        if random.random() < 0.5:
            found["months"] = [_moved(each, 1.3) if n > len(months) - 9 else each for n, each in enumerate(months)]
    if random.random() < 0.1:
        at = 4 if settings["frequency"] == "year" else random.choice((4, 10))
        found["change"] = [{"from": date(2025, at, 1), "note": "Cases of other teams are in it"}]
    if "target" in settings and random.random() < 0.2:
        found["remarks"] = {"rating_override": "Red", "override_reason": "The records are late."}
    return found


def _moved(figure: Given, by: float) -> Given:
    if isinstance(figure, tuple):
        return (min(round(figure[0] * by), figure[1]), figure[1])  # type: ignore[arg-type,call-overload,operator]
    return round(figure * by) if isinstance(figure, int) else figure


def _target(random: Random, unit: str, good: str, size: int, level: float) -> dict[str, object]:
    middle = {"percent": level * 100, "rate": level * 10, "average": level * 17, "days": level * 17, "cost": level * 17,
              "count": size, "currency": size * 1000}[unit]  # fmt: skip
    goal = Decimal(str(round(min(max(middle * random.uniform(0.8, 1.2), 1), 100 if unit == "percent" else 9e9))))
    target: dict[str, object] = {"from": date(2015, 4, 1)}
    if good == "band":
        target |= {"lower": goal, "upper": min(goal + 5, Decimal(100)) if unit == "percent" else goal + 5}
    else:
        target["target"] = goal
    if random.random() < 0.7:
        target["amber_within"] = 5
    return target
