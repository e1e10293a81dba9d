"""Template check, charts: what they read, whether it grows with the tables, and whether it can be told in words.

A chart that reads a column with text draws nought for what is missing; missing is never zero.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from excel_scorecard.errors import Finding
from excel_scorecard.ooxml.cells import Area
from excel_scorecard.ooxml.chart import Chart, ChartReference
from excel_scorecard.ooxml.names import area_of
from excel_scorecard.ooxml.table import Table
from excel_scorecard.workbook.contract import TABLES
from excel_scorecard.workbook.examined import Examined

PLOT = {
    "numerator": "line",
    "denominator": "line",
    "value": "line",
    "amber_limit": "target_line",
    "rating": "bar",
    "label": "bar",
}
"""The plot column for a chart that would read another, by the ends of their roles; of the Breakdown table, bar."""
NUMBERS = ("_target", "_month")  # number or blank, by contract
PLOT_COLUMNS = frozenset(column.role for columns in TABLES.values() for column in columns if column.plot)


@dataclass(frozen=True)
class _Series:
    """The values of one series: which chart, what it reads, and where that lies."""

    chart: Chart
    number: int
    sheet: str
    areas: tuple[Area, ...]
    formula: str


def check_charts(it: Examined) -> Iterator[Finding]:
    """Everything that is wrong with the charts of one sheet, and pictures without words."""
    for chart in it.sheet.charts:
        series = [s for r in chart.references() if r.kind == "values" and (s := _series(it, chart, r))]
        described = False
        if it.layout.is_pattern:
            for each in series:
                yield from _values(it, each)
            described = any(_table_of(it, each) is not None for each in series)  # the builder words it then
            yield from _points(it, chart)
            yield from _blanks(it, chart)
        if not chart.alt_text.strip() and not described:
            yield _without_words(it, f"the chart {chart.name!r}")
    for name, words in it.sheet.pictures() if it.is_ours else ():
        if not words.strip():
            yield _without_words(it, f"the picture {name!r}")


def _without_words(it: Examined, what: str) -> Finding:
    mend = "Right-click it, View Alt Text, and say in a sentence what it shows."
    return it.warning("", "T-ALT", f"{what} has no alternative text: a screen reader says nothing of it", mend)


def _series(it: Examined, chart: Chart, reference: ChartReference) -> _Series | None:
    text = reference.formula
    found = area_of(text)
    if found is None:  # a defined name, which Excel writes with its sheet or its file before it
        target = it.book.names.find(text.rpartition("!")[2], sheet=it.sheet.name)
        found = area_of(target) if target else None
    if found is None or reference.series is None:
        return None
    return _Series(chart, reference.series, found[0], found[1], text)


def _table_of(it: Examined, series: _Series) -> Table | None:
    """The scorecard's table that a series reads."""
    if series.sheet.casefold() != it.sheet.name.casefold():
        return None
    ours = {placed.name for placed in it.layout.tables.values()}
    tables = [table for table in it.sheet.tables if table.name in ours]
    return next((t for t in tables if any(t.area.overlaps(area) for area in series.areas)), None)


def _values(it: Examined, series: _Series) -> Iterator[Finding]:
    name = f"series {series.number + 1} of the chart {series.chart.name!r}"
    table = _table_of(it, series)
    if table is None:
        yield from _of_no_table(it, series, name)
        return
    placed = next(p for p in it.layout.tables.values() if p.name == table.name)
    body, area = table.body, series.areas[0]
    by_place = {placed.sheet_column(role): role for role in placed.columns}
    column = by_place.get(area.first_column)
    if column is not None and column not in PLOT_COLUMNS and not column.endswith(NUMBERS):
        instead = _instead(it, placed.role, column)
        what = f"{name} reads {column}, which can hold text such as [x]: a chart draws it as nought"
        yield it.error(
            str(area), "T-CHART-TEXT", what, f"Let it read {instead}, which is blank where there is no point."
        )
    elif (area.first_row, area.last_row) != (body.first_row, body.last_row):
        what = f"{name} reads rows {area.first_row} to {area.last_row} of the table {table.name}, not all of them"
        mend = f"Let it read rows {body.first_row} to {body.last_row}: then it grows with the table."
        yield it.warning(str(area), "T-CHART-ROWS", what, mend)


def _instead(it: Examined, role: str, column: str) -> str:
    """The plot column to read, with its place where the template has it."""
    prefix, _, end = column.partition("_")
    wanted = f"{prefix}_bar" if role == "Breakdown" else f"{prefix}_{PLOT.get(end, 'line')}"
    placed = it.layout.tables[role]
    if wanted not in placed.columns:
        return f"a column whose heading is named {wanted}"
    body = it.sheet.table(placed.name).body
    place = placed.sheet_column(wanted)
    return f"{wanted} ({Area(body.first_row, place, body.last_row, place).absolute()})"


def _of_no_table(it: Examined, series: _Series, name: str) -> Iterator[Finding]:
    ranges = {slot.name for slot in it.slots if slot.kind == "range"} | {"value", "average", "numerator", "denominator"}
    own = series.sheet.casefold() == it.sheet.name.casefold()
    for slot in sorted(ranges & it.layout.slots.keys()) if own else ():
        if any(place in area for place in it.layout.slots[slot] for area in series.areas):
            what = f"{name} reads the slot {slot}, which can hold text such as [x]: a chart draws it as nought"
            mend = "Let it read a plot column of the Monthly or Breakdown table."
            yield it.error(str(series.areas[0]), "T-CHART-TEXT", what, mend)
            return
    what = f"{name} reads {series.formula}, no table of this sheet: it shows the same for every indicator"
    mend = "Let it read a plot column of the sheet's Monthly or Breakdown table, unless that is meant."
    yield it.warning("" if not own else str(series.areas[0]), "T-CHART-OTHER", what, mend)


def _points(it: Examined, chart: Chart) -> Iterator[Finding]:
    found = chart.point_formats()
    if found:
        series, point, kind = found[0]
        more = f", and {len(found) - 1} more," if len(found) > 1 else ""
        what = f"point {point + 1} of series {series + 1} of the chart {chart.name!r}{more} has a {kind} of its own"
        mend = (
            "Make the highlight a series of its own, such as monthly_latest, and reset the point to match its series."
        )
        yield it.warning("", "T-POINT", f"{what}, which stays behind when rows are added", mend)


def _blanks(it: Examined, chart: Chart) -> Iterator[Finding]:
    if chart.draws_blanks_as == "zero":
        what = f"the chart {chart.name!r} draws empty cells as zero: missing is never zero"
        mend = "Select Data > Hidden and Empty Cells > Show empty cells as: Gaps."
        yield it.error("", "T-CHART-GAPS", what, mend)
