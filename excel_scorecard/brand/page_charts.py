"""Page charts: which charts an indicator's page has, what they read, and where they stand."""

from typing import Any

from excel_scorecard.brand.canvas import Box, Canvas
from excel_scorecard.brand.charts import Line, Reading, bar_chart, trend_chart
from excel_scorecard.brand.grid import TABLE_HEAD, Plan, pixels
from excel_scorecard.brand.units import AXIS_CODES, CODES, Unit


def draw_charts(canvas: Canvas, unit: Unit, plan: Plan, areas: str) -> None:
    """The trend, and the bars by area where there is a breakdown."""
    trend_box, bar_box = plan.trend, plan.bars
    row = TABLE_HEAD + 1
    reading = Reading(canvas.name, (row, row), next(iter(CODES[unit.kind].values())), AXIS_CODES[unit.kind])
    trend = trend_chart(
        canvas.book,
        canvas.brand,
        reading,
        months=_column(canvas, "monthly_month"),
        lines=_lines(canvas),
        title=canvas.reference("trend_title"),
        is_share=unit.kind == "percent",
        size=pixels(trend_box, plan.widths),
    )
    _insert(canvas, trend, trend_box, "Line chart of the indicator by month with its target and comparators")
    if bar_box is None:
        return
    bars = bar_chart(
        canvas.book,
        canvas.brand,
        reading,
        labels=_column(canvas, "breakdown_label"),
        areas=Line(_column(canvas, "breakdown_bar"), canvas.reference("value_label")),
        rest=Line(_column(canvas, "breakdown_rest"), canvas.reference("breakdown_rest")),
        title=canvas.reference("breakdown_title"),
        is_share=unit.kind == "percent",
        size=pixels(bar_box, plan.widths),
        # LibreOffice leaves every other name out as soon as one of many must be wrapped
        label_width=200 if areas == "many" else 150,
    )
    _insert(canvas, bars, bar_box, "Bar chart of the indicator by area")


def _lines(canvas: Canvas) -> dict[str, Line]:
    """The trend's lines by their look. The third and fourth comparator have plot columns alone."""
    names = {
        "upper": canvas.reference("name of upper"),
        "lower": canvas.reference("name of lower"),
        "mean": canvas.reference("name of mean"),
        "line_before": canvas.reference("name of line_before"),
        "line": canvas.reference("value_label"),
        "target_line": canvas.reference("name of target_line"),
        "comparator_one_line": canvas.reference("comparator_one_label"),
        "comparator_two_line": canvas.reference("comparator_two_label"),
        "target_upper_line": canvas.reference("name of target_upper_line"),
        "latest": canvas.reference("name of latest"),
        # over the latest point, which may be one of them
        "improvement": canvas.reference("name of improvement"),
        "concern": canvas.reference("name of concern"),
        "change": canvas.reference("name of change"),
    }
    return {line: Line(_column(canvas, f"monthly_{line}"), name) for line, name in names.items()}


def _column(canvas: Canvas, role: str) -> int:
    return canvas.place(role)[1]


def _insert(canvas: Canvas, chart: Any, box: Box, alt: str) -> None:
    row, column, _, _ = box
    canvas.sheet.insert_chart(
        row, column, chart, {"description": alt, "object_position": 1, "x_offset": 0, "y_offset": 1}
    )
