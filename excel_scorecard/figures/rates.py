"""Rates: figures without a denominator divide by a population, and what is wrong or doubtful about it.

Knows figures and the populations that are known. Knows no file: whoever read the figures says where one stands.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from excel_scorecard.calendar import months_after
from excel_scorecard.errors import Finding
from excel_scorecard.figures.populations import Populations, mid_year
from excel_scorecard.figures.reading import Told
from excel_scorecard.figures.rows import called
from excel_scorecard.figures.waist import Figure
from excel_scorecard.project import Indicator, Population, Project
from excel_scorecard.settings_file import nearest

# A mid-year estimate comes out a year after its day and serves for a year; three years after it, two are missing.
OLDEST_MONTHS = 36
_MOST_NAMED = 6


def with_denominator(told: Told, populations: Populations) -> Told:
    """The figure with the population as its denominator, if it is a rate that counts something and gives none."""
    if not lacks_denominator(told.figure):
        return told
    estimate = populations.at(told.figure.indicator, told.figure.period, told.figure.area)
    return replace(told, figure=replace(told.figure, denominator=estimate.population)) if estimate else told


def lacks_denominator(figure: Figure) -> bool:
    """A count without what it is out of. A value as supplied was divided already; a code says why there is none."""
    has_count = figure.numerator is not None and figure.basis == "period"
    return has_count and figure.denominator is None and figure.value is None and figure.code is None


def rate_findings(project: Project, told: Iterable[Told], populations: Populations) -> Iterator[Finding]:
    """What is wrong with the rates' populations, and what is old or missing."""
    by_indicator: dict[str, list[Told]] = defaultdict(list)
    for each in told:
        by_indicator[each.figure.indicator].append(each)
    for indicator in project.indicators:
        if indicator.unit != "rate":
            continue
        own = by_indicator[indicator.id]
        yield from _name_unknown(project, indicator, populations)
        if lacking := [each for each in own if lacks_denominator(each.figure)]:
            yield _without(project, indicator, lacking)
        for each in own:
            if above := _above(each, populations):
                yield above
        yield from _old(indicator, own, populations)


def _name_unknown(project: Project, indicator: Indicator, populations: Populations) -> Iterator[Finding]:
    if not len(populations) or populations.name_for(indicator) is not None:
        return
    names = [name or "(without a name)" for name in populations.names.values()]
    if indicator.population:
        what = f"there is no population called '{indicator.population}'{nearest(indicator.population, names)}"
    else:
        what = "there are several populations, and the indicator does not say which it divides by"
    mend = f"Write population = one of {', '.join(names)}."
    yield Finding("error", project.settings_file, project.place_of(indicator), "P-NAME", what, mend)


def _without(project: Project, indicator: Indicator, lacking: list[Told]) -> Finding:
    areas = ", ".join(dict.fromkeys(each.figure.area for each in lacking))
    periods = sorted({each.figure.period for each in lacking})
    named = ", ".join(called(indicator, period) for period in periods[:_MOST_NAMED])
    more = f" and {len(periods) - _MOST_NAMED} more" if len(periods) > _MOST_NAMED else ""
    what = f"'{indicator.id}' has neither a denominator nor a population for {named}{more} ({areas}): shown as [x]"
    mend = f"Add area, year and population to {project.scorecard.populations or 'a file named under populations'}."
    first = min(lacking, key=lambda each: each.figure.period)
    return Finding("warning", first.file, first.place, "P-NONE", what, mend)


def _above(told: Told, populations: Populations) -> Finding | None:
    figure = told.figure
    estimate = _divides_by(figure, populations)
    if estimate is None or figure.numerator is None or figure.numerator <= estimate.population:
        return None
    what = f"numerator {figure.numerator} is above the population of {figure.area}, {estimate.population:,}"
    return told.finding("P-BELOW", f"{what} in mid-{estimate.year}", "Look at both: one of them has a slip.")


def _old(indicator: Indicator, own: list[Told], populations: Populations) -> Iterator[Finding]:
    """A warning where the estimate behind the latest figures is old, one for all areas whose estimate is of a year."""
    latest: dict[str, Told] = {}
    for each in own:
        if _divides_by(each.figure, populations) and each.figure.period >= _period(latest.get(each.figure.area)):
            latest[each.figure.area] = each
    by_year: dict[tuple[int, date], list[Told]] = defaultdict(list)
    for each in latest.values():
        estimate = _divides_by(each.figure, populations)
        last = months_after(each.figure.period, indicator.period_months - 1)
        if estimate and months_after(mid_year(estimate), OLDEST_MONTHS) < last:
            by_year[estimate.year, each.figure.period].append(each)
    for (year, period), same in by_year.items():
        areas = ", ".join(each.figure.area for each in same)
        what = f"'{indicator.id}' divides {called(indicator, period)} by the population of mid-{year} ({areas})"
        yield Finding(
            "warning",
            same[0].file,
            same[0].place,
            "P-OLD",
            what,
            "Add the latest mid-year estimate to the populations.",
        )


def _divides_by(figure: Figure, populations: Populations) -> Population | None:
    """The estimate that is the figure's denominator, if it is one."""
    if figure.numerator is None or figure.denominator is None or figure.basis != "period":
        return None
    estimate = populations.at(figure.indicator, figure.period, figure.area)
    return estimate if estimate and estimate.population == figure.denominator else None


def _period(told: Told | None) -> date:
    return told.figure.period if told else date.min
