"""From records: what the project's measures count, as figures that are told like those of any other source.

Knows which months are wanted. How records are read and counted is records/, which figure counts is precedence.py's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from excel_scorecard.calendar import month_name, months_after, months_between
from excel_scorecard.errors import Finding
from excel_scorecard.figures.files import Row, Table
from excel_scorecard.figures.layout import Layout
from excel_scorecard.figures.reading import Told
from excel_scorecard.figures.waist import Figure
from excel_scorecard.project import TOTAL, Project
from excel_scorecard.project.records_settings import MOST_DAYS_LATE
from excel_scorecard.records import Account, Records, read_records
from excel_scorecard.records.quality import UNKNOWN_TEAM

if TYPE_CHECKING:
    from excel_scorecard.records.measures import Measure

# The average of the trend's first month reaches back half a year, and its comparison with last year a whole one.
_MONTHS_BEFORE_THE_TREND: Final = 12


def told_by_records(project: Project, month: date | None) -> tuple[list[Told], list[Finding], Account]:
    """The figures that are counted from the project's records, what was found, and what became of the records.

    Args:
        project: whose; nothing is counted where it has no records, or no indicator names a measure.
        month: the month to show; default the last one that had ended when the records were taken.

    Raises:
        ProjectError: the records are not where the settings say, or a measure is not what an indicator asks for.
        MachineError: a file or a database cannot be opened, or what counts records is not installed.

    """
    tables, account = read_records(project)
    found = list(account.findings())
    if project.records is None or not any(indicator.measure for indicator in project.indicators):
        return [], found, account
    from excel_scorecard.records.choosing import measures_of
    from excel_scorecard.records.computing import figures_of, wanted
    from excel_scorecard.records.engine import open_engine

    measures = measures_of(project)
    months = _months(project, month, tables)
    if not months:
        return [], found, account
    with open_engine() as engine:
        figures, doubtful = figures_of(
            wanted(project, measures, months), tables, project.teams, project.calendar.calendar, engine
        )
    account = replace(account, counted_in=_counted_in(project, measures))
    doubtful = [each for each in doubtful if each.file not in _teams_told(account)]
    figures = [_with_reason(figure, measures[figure.indicator], tables, account) for figure in figures]
    status = {indicator.id: indicator.status for indicator in project.indicators}
    figures = [replace(figure, status=status[figure.indicator]) for figure in figures]
    sources = {id_: tables[m.table].source for id_, m in measures.items() if m.table in tables}
    return list(_told(figures, sources)), [*found, *doubtful, *_taken_late(project, figures, tables)], account


def _taken_late(project: Project, figures: list[Figure], tables: Mapping[str, Records]) -> Iterator[Finding]:
    """That the extracts are some days younger than the last month, so that they cannot tell all of it.

    A council may find that near enough; until it says so, no figure is given that the extracts do not know.
    """
    from excel_scorecard.records.support import is_of_today

    last = max(figure.period for figure in figures)
    lengths = {indicator.id: indicator.period_months for indicator in project.indicators}
    of_last_month = [figure for figure in figures if figure.period == last and lengths[figure.indicator] == 1]
    ended = months_after(last, 1) - timedelta(days=1)
    days = max((records.as_of - ended).days for records in tables.values())
    untold = sum(figure.is_untold and is_of_today(figure.note) for figure in of_last_month)
    if untold and 0 < days <= MOST_DAYS_LATE:
        what = (
            f"{untold} figures of {month_name(last)} are [x]: the records were taken {days} days after it had ended, "
            "and tell whose team or worker a case had on that day alone"
        )
        mend = f"Take them on a month's last day; or, if that is near enough, set taken_within = {days} in [records]."
        yield Finding("warning", project.settings_file, "[records]", "R-LATE", what, mend)


def _counted_in(project: Project, measures: "Mapping[str, Measure]") -> dict[str, list[str]]:
    """The indicators that read each record table, as `7 ICPC in time`."""
    from excel_scorecard.records.support import reads

    found: dict[str, list[str]] = {}
    for indicator in project.indicators:
        if indicator.id in measures:
            for table in dict.fromkeys(read.table for read in reads(measures[indicator.id], areas=True)):
                found.setdefault(table, []).append(f"{indicator.number} {indicator.short}")
    return found


def _teams_told(account: Account) -> set[str]:
    """The sources whose unknown teams the account has told already, line by line."""
    return {
        ", ".join(table.sources)
        for table in account.tables
        if any(broken.rule == UNKNOWN_TEAM for broken in table.broken)
    }


def _with_reason(figure: Figure, measure: "Measure", tables: Mapping[str, Records], account: Account) -> Figure:
    """A figure that cannot be had says why: the account knows of each table and column that is not there."""
    if figure.code != "x":
        return figure
    from excel_scorecard.records.support import reads

    for read in reads(measure, areas=figure.area != TOTAL):
        missing = sorted(read.columns - tables[read.table].present) if read.table in tables else [""]
        if missing and (why := account.why_not(read.table, missing[0])):
            return replace(figure, note=why.rstrip("."))
    return figure


def _months(project: Project, month: date | None, tables: Mapping[str, Records]) -> list[date]:
    taken = [records.as_of for records in tables.values()]
    last = month or project.scorecard.month
    if last is None and taken:
        last = months_after(max(taken) + timedelta(days=1), -1)
    if last is None:
        return []
    return months_between(months_after(last, 1 - project.scorecard.trend_months - _MONTHS_BEFORE_THE_TREND), last)


def _told(figures: list[Figure], sources: Mapping[str, str]) -> Iterator[Told]:
    row = Row(0, ())
    for figure in figures:
        source = sources.get(figure.indicator, "records")
        layout = Layout(Table(source, "", ()), {}, {}, (), ())
        place = f"indicator {figure.indicator}, {figure.period:%Y-%m}, area {figure.area}"
        yield Told(figure, source, place, layout, row)
