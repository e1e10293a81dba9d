"""Fill, a sheet's charts: number formats, ticks, legend and alternative text, as the figures ask for.

Their ranges follow the tables and their caches are refreshed by ooxml/; all else of their look is the template's.
"""

from collections.abc import Mapping
from decimal import Decimal

from excel_scorecard.ooxml.chart import Chart
from excel_scorecard.ooxml.names import area_of
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.ooxml.table import Table
from excel_scorecard.scorecard import IndicatorPage
from excel_scorecard.wording import number_format
from excel_scorecard.workbook.axis import axis_window, window_words
from excel_scorecard.workbook.contract import COMPARATORS
from excel_scorecard.workbook.fit import LINE, text_points
from excel_scorecard.workbook.layout import Layout, TableLayout

POINTS_OF_A_CHARACTER = 5.25  # of a column's width
ENTRY = 48.0  # points of a legend's entry beside its name: the piece of line, and the space to the next
MARKED_MONTHS = 60  # with more, markers of their own size would hide the line


def dress_charts(sheet: Sheet, layout: Layout, tables: Mapping[str, Table], page: IndicatorPage) -> None:
    """Fit the charts of an indicator's sheet that read its Breakdown or Monthly table to what they show."""
    for chart in sheet.charts:
        if not _description(chart, tables, page):
            continue
        if not _reads(chart, tables.get("Breakdown")):
            _dress_trend(sheet, chart, layout.tables["Monthly"], page)
        chart.set_alt_text(_description(chart, tables, page))
        for series in range(chart.series_count):
            chart.set_data_label_format(number_format(page.indicator), series)


def alternative_text(sheet: Sheet, tables: Mapping[str, Table], page: IndicatorPage) -> int:
    """Describe the charts that nothing describes, since another program has dropped the words. Returns how many."""
    count = 0
    for chart in sheet.charts:
        if not chart.alt_text and (text := _description(chart, tables, page)):
            chart.set_alt_text(text)
            count += 1
    return count


def follow_periods(sheet: Sheet, tables: Mapping[str, Table], page: IndicatorPage) -> None:
    """Ticks of the trend for the months that it has now; its window where something would lie outside."""
    window = axis_window(page)
    for chart in sheet.charts:
        if _reads(chart, tables.get("Monthly")) and not _reads(chart, tables.get("Breakdown")):
            _set_ticks(chart, page)
            least, most = chart.axis_range
            if window and ((least is not None and window.least < least) or (most is not None and window.most > most)):
                chart.set_axis_range(*window)


def _description(chart: Chart, tables: Mapping[str, Table], page: IndicatorPage) -> str:
    """What a chart shows, in words; empty for one of the designer's or the officers' own."""
    title = page.indicator.title
    if _reads(chart, tables.get("Breakdown")):
        by = f"{_kind(chart)} by {page.indicator.breakdown}: {title}."
        return f"{by} The figures are in the table under the page."
    if _reads(chart, tables.get("Monthly")):
        shown = "target and comparators" if page.control is None else "target, mean and process limits"
        lines = f"{_kind(chart)} by {page.indicator.frequency}: {title}, with {shown}."
        if (window := axis_window(page)) and chart.axis_range == window[:2]:
            lines += f" {window_words(page.indicator, window)}"
        return f"{lines} The sentence under it gives the latest figures."
    return ""


def _set_ticks(chart: Chart, page: IndicatorPage) -> None:
    length = page.indicator.period_months
    chart.set_major_unit(max(length, tick_months((len(page.months) - 1) * length + 1)), "months")


def _kind(chart: Chart) -> str:
    """What a reader calls it: `Line chart`; a combined one is a chart."""
    words = [kind.removesuffix("Chart").removesuffix("3D") for kind in chart.kinds]
    return f"{words[0].capitalize()} chart" if len(words) == 1 else "Chart"


def _reads(chart: Chart, table: Table | None) -> bool:
    if table is None:
        return False
    found = [area_of(r.formula) for r in chart.references() if r.kind == "values"]
    whole = table.area
    return any(whole.overlaps(area) for reference in found if reference for area in reference[1])


def _dress_trend(sheet: Sheet, chart: Chart, monthly: TableLayout, page: IndicatorPage) -> None:
    periods = len(page.months)
    _set_ticks(chart, page)
    if periods == 1:
        chart.centre_points()
    drawn = _lines_drawn(page)
    # one line needs no legend: the title names it
    drawn["monthly_line"] = any(drawn.values())
    shown = {monthly.sheet_column(role): is_drawn for role, is_drawn in drawn.items() if role in monthly.columns}
    columns = _series_columns(chart)
    if _draws_limits(columns, monthly) and (window := axis_window(page)):
        chart.set_axis_range(*window)
    for series, column in columns.items():
        if column in shown:
            chart.show_in_legend(series, shown[column])
    if periods > MARKED_MONTHS:
        signals = {monthly.sheet_column(role) for role in SIGNAL_POINTS if role in monthly.columns}
        marked = {series for series, column in columns.items() if column in signals}
        chart.shrink_markers(5, marked)
        chart.shrink_markers(2, columns.keys() - marked)
    _fit_legend(sheet, chart, _names(page, drawn))


def _draws_limits(columns: Mapping[int, int], monthly: TableLayout) -> bool:
    """Whether a chart draws process limits: the axis of one that does not is the designer's."""
    return "monthly_upper" in monthly.columns and monthly.sheet_column("monthly_upper") in columns.values()


def _series_columns(chart: Chart) -> dict[int, int]:
    """The sheet's column that each series of a chart reads."""
    found = {r.series: area_of(r.formula) for r in chart.references() if r.kind == "values" and r.series is not None}
    return {series: areas[1][0].first_column for series, areas in found.items() if areas}


def _names(page: IndicatorPage, drawn: Mapping[str, bool]) -> list[str]:
    """What the legend says."""
    names = {"monthly_line": page.indicator.value_label, "monthly_target_line": "Target"} | SIGNAL_NAMES
    for which, comparison in zip(COMPARATORS, page.comparisons, strict=False):
        names[f"monthly_comparator_{which}_line"] = comparison.label
    return [name for role, name in names.items() if drawn.get(role)]


SIGNAL_NAMES = {
    "monthly_upper": "Mean and limits",
    "monthly_improvement": "Improvement",
    "monthly_concern": "Concern",
    "monthly_change": "Change",
}
SIGNAL_POINTS = ("monthly_improvement", "monthly_concern", "monthly_change")


def _fit_legend(sheet: Sheet, chart: Chart, names: list[str]) -> None:
    """A legend that stands right above the plot gives it the lines that its names do not take."""
    cells, box = chart.cells, chart.legend_above_plot()
    if cells is None or box is None:
        return
    width = box[0] * sum(sheet.column_width(column) for column in cells.columns) * POINTS_OF_A_CHARACTER
    rows = range(cells.first_row, cells.last_row + 1)
    height = sum(sheet.row_height(row) or LINE for row in rows)
    if sum(text_points(name) + ENTRY for name in names) > width:
        return
    needed = (LINE if names else LINE / 2) / height  # no name: a gap under the title
    if needed < box[1]:
        chart.lower_legend(needed)


def _lines_drawn(page: IndicatorPage) -> dict[str, bool]:
    """Whether a line is drawn, which takes two months, or points of a signal: what has none is not in the legend."""
    drawn = {f"monthly_comparator_{which}_line": False for which in COMPARATORS}
    for which, comparison in zip(COMPARATORS, page.comparisons, strict=False):
        is_drawn = isinstance(comparison.value, Decimal) and len(page.months) > 1 and page.control is None
        drawn[f"monthly_comparator_{which}_line"] = is_drawn
    points = page.control.points if page.control else ()
    drawn["monthly_upper"] = any(point.mean is not None for point in points)
    found = {point.variation for point in points if point.rule}
    drawn |= {f"monthly_{word.lower()}": word in found for word in ("Improvement", "Concern", "Change")}
    targets = sum(row.figures.target is not None for row in page.months)
    # a band's upper edge is drawn as the target is, under the one name
    return drawn | {"monthly_target_line": targets > 1, "monthly_target_upper_line": False}


def tick_months(months: int) -> int:
    """Months between the ticks of a trend: every third, fewer as the trend grows longer, so that none is tilted."""
    return next((step for limit, step in ((8, 1), (27, 3), (54, 6), (108, 12)) if months <= limit), 24)
