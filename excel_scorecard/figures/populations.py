"""Populations: what a rate divides by in an area and a period, of all the mid-year estimates that are known.

Knows which estimate holds when, and that the whole council is the sum of its areas. Knows no file
(population_file.py) and no figure (rates.py).
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date

from excel_scorecard.calendar import months_after
from excel_scorecard.project import NO_BREAKDOWN, TOTAL, Indicator, Population, Project

# Mid-year estimates are as at 30 June.
MID_YEAR_MONTH = 6
# The axis that the whole council is the sum of, for an indicator that is not broken down.
_USUAL_AXIS = "area"

_Years = Mapping[int, Population]


class Populations:
    """The estimates of one project, each area, year and name once (whoever reads them sees to that)."""

    def __init__(self, project: Project, estimates: Iterable[Population]) -> None:
        self._project = project
        self._rates = {indicator.id: indicator for indicator in project.indicators if indicator.unit == "rate"}
        self._known: dict[str, dict[str, dict[int, Population]]] = {}
        self.names: dict[str, str] = {}
        for estimate in estimates:
            by_area = self._known.setdefault(estimate.name.casefold(), {})
            by_area.setdefault(estimate.area, {})[estimate.year] = estimate
            self.names.setdefault(estimate.name.casefold(), estimate.name)
        self._series: dict[tuple[str, str], tuple[list[int], list[Population]]] = {}

    def __len__(self) -> int:
        return sum(len(years) for by_area in self._known.values() for years in by_area.values())

    def at(self, indicator_id: str, period: date, area: str = TOTAL) -> Population | None:
        """The latest estimate as at 30 June at or before the end of the rate's period that begins with `period`.

        None where there is none, or the indicator is no rate. Of TOTAL, where it is not given for a year, the sum of
        the areas on the indicator's axis, if all of them are given for that year.
        """
        indicator = self._rates.get(indicator_id)
        if indicator is None:
            return None
        years, estimates = self._estimates(indicator, area)
        last = months_after(period, indicator.period_months - 1)
        latest = last.year if last.month >= MID_YEAR_MONTH else last.year - 1
        position = bisect_right(years, latest)
        return estimates[position - 1] if position else None

    def of_area(self, project: Project, area: str) -> "Populations":
        """The estimates of one area, as the whole of `project`."""
        theirs = (years[area].values() for years in self._known.values() if area in years)
        return Populations(project, [each.model_copy(update={"area": TOTAL}) for of in theirs for each in of])

    def name_for(self, indicator: Indicator) -> str | None:
        """Which of the populations the rate divides by, as in `names`; None where that is not said, or not known.

        The one that it names; else the one without a name; else the only one.
        """
        wanted = indicator.population.casefold()
        if wanted in self.names:
            return wanted
        return next(iter(self.names)) if not wanted and len(self.names) == 1 else None

    def _estimates(self, indicator: Indicator, area: str) -> tuple[list[int], list[Population]]:
        """The estimates for an area, by year, and the years."""
        if (indicator.id, area) not in self._series:
            name = self.name_for(indicator)
            by_area = self._known.get(name, {}) if name is not None else {}
            given = dict(by_area.get(area, {}))
            if area == TOTAL and name is not None:
                given = {**self._sums(indicator, by_area), **given}
            in_order = sorted(given)
            self._series[indicator.id, area] = in_order, [given[year] for year in in_order]
        return self._series[indicator.id, area]

    def _sums(self, indicator: Indicator, by_area: Mapping[str, _Years]) -> _Years:
        axis = _USUAL_AXIS if indicator.breakdown == NO_BREAKDOWN else indicator.breakdown
        of_areas = [by_area.get(area.name, {}) for area in self._project.areas if area.axis == axis]
        if not of_areas:
            return {}
        whole = {}
        for year in set.intersection(*(set(years) for years in of_areas)):
            parts = [years[year] for years in of_areas]
            whole[year] = Population(
                area=TOTAL,
                year=year,
                population=sum(part.population for part in parts),
                name=parts[0].name,
                source="; ".join(dict.fromkeys(part.source for part in parts if part.source)),
            )
        return whole


def mid_year(estimate: Population) -> date:
    """The month that the estimate is as at the end of."""
    return date(estimate.year, MID_YEAR_MONTH, 1)
