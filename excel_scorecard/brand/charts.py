"""Charts: the trend and the bars by area, as native Excel charts in a brand's colours.

XlsxWriter draws them; explicit.py then writes what it leaves out. Lines are told apart in black and white by dash and
marker. Every chart reads plot columns alone: text in a plotted cell would be drawn as zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from excel_scorecard.brand.look import Brand

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart
    from xlsxwriter.workbook import Workbook

WIDE = 700  # pixels; a chart as wide as the page
QUARTERS = 90  # pixels; a plot so high has a gridline each 25%, a lower one each 50%
UNNAMED = frozenset({"latest", "target_upper_line", "lower", "mean", "line_before"})
"""Lines that the legend leaves out: another that looks so is named."""
POINTS = 10  # size of all text in charts: the floor of the printed page


@dataclass(frozen=True)
class Reading:
    """What the charts of a sheet have in common: the sheet, the rows they read (0-based), their number formats."""

    sheet: str
    rows: tuple[int, int]
    code: str
    axis_code: str

    def column(self, place: int) -> list[Any]:
        """A column's cells, as XlsxWriter takes them."""
        first, last = self.rows
        return [self.sheet, first, place, last, place]


@dataclass(frozen=True)
class Line:
    """A series: its plot column (0-based), and the cell that names it in the legend."""

    column: int
    name: str  # a reference such as percentage!$A$11


def _font(brand: Brand, **changes: Any) -> dict[str, Any]:
    return {"name": brand.font, "size": POINTS, "color": brand["text"], "bold": False} | changes


def _title(brand: Brand, reference: str, height: int) -> dict[str, Any]:
    return {
        "name": reference,
        "name_font": _font(brand, size=11, bold=True),
        "overlay": False,
        "layout": {"x": 0.01, "y": 1 / height},
    }


def trend_chart(
    book: "Workbook",
    brand: Brand,
    reading: Reading,
    *,
    months: int,
    lines: Mapping[str, Line],
    title: str,
    is_share: bool,
    size: tuple[int, int],
) -> "Chart":
    """Our line, target and comparators over months, the latest point marked; `size` in pixels.

    `lines` by the name of their look. The legend leaves out the latest point, and of two lines that look alike one.
    """
    chart: Chart = book.add_chart({"type": "line"})
    looks = _looks(brand, reading.code)
    for name, line in lines.items():
        series = {"name": f"={line.name}", "categories": reading.column(months), "values": reading.column(line.column)}
        chart.add_series(series | looks[name])
    unnamed = [number for number, name in enumerate(lines) if name in UNNAMED]
    width, height = size
    chart.set_title(_title(brand, f"={title}", height))
    # four names side by side need the page's width; what does not fit LibreOffice leaves out of the legend
    named = 17 if width > WIDE else 34
    legend = {"x": 0.008, "y": 21 / height, "width": 0.985, "height": named / height}
    chart.set_legend({"position": "top", "font": _font(brand), "delete_series": unnamed, "layout": legend})
    quiet_line = {"color": brand["rule"], "width": 0.75}
    chart.set_x_axis(
        {
            "date_axis": True,
            "num_format": "mmm-yy",
            "major_unit": 3,
            "major_unit_type": "months",
            "num_font": _font(brand, rotation=0),
            "line": quiet_line,
            "major_tick_mark": "outside",
            "position_axis": "on_tick",
        }
    )
    above = 28 + named
    room = height - above - 24
    scale = {"min": 0, "max": 1, "major_unit": 0.25 if room > QUARTERS else 0.5} if is_share else {"min": 0}
    chart.set_y_axis(
        {
            "num_format": reading.axis_code,
            "num_font": _font(brand),
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": quiet_line},
            **scale,
        }
    )
    # money needs more room on both sides than a percentage or a count
    axis, label = (74, 84) if reading.code.startswith("£") else (44, 56)
    left, right = axis / width, label / width
    plot = {"x": left, "y": above / height, "width": 1 - left - right, "height": room / height}
    chart.set_plotarea({"layout": plot})
    _plain(chart, size)
    return chart


def _looks(brand: Brand, code: str) -> dict[str, dict[str, Any]]:
    """How each line of the trend is drawn."""
    navy = brand["brand"]
    dot = {"type": "circle", "size": 4, "fill": {"color": navy}, "border": {"color": navy}}
    target = {"line": {"color": brand["target"], "width": 1.5, "dash_type": "dash"}}
    latest = {
        "line": {"none": True},
        "marker": {"type": "circle", "size": 9, "fill": {"color": navy}, "border": {"color": "#FFFFFF"}},
        "data_labels": {
            "value": True,
            "position": "right",
            "num_format": code,
            "font": _font(brand, size=12, bold=True, color=navy),
        },
    }
    limit = {"line": {"color": brand["comparator_one"], "width": 1, "dash_type": "square_dot"}}
    return {
        "upper": limit,
        "lower": limit,
        "mean": {"line": {"color": brand["comparator_one"], "width": 0.75}},
        "line_before": {"line": {"color": navy, "width": 1.25}, "marker": dot | {"fill": {"color": "#FFFFFF"}}},
        "improvement": _marked("triangle", brand["improvement"]),
        "concern": _marked("square", brand["concern"]),
        "change": _marked("diamond", brand["text"]),
        "line": {"line": {"color": navy, "width": 2.25}, "marker": dot},
        "target_line": target,
        "target_upper_line": target,
        "comparator_one_line": {"line": {"color": brand["comparator_one"], "width": 1.25, "dash_type": "round_dot"}},
        "comparator_two_line": {
            "line": {"color": brand["comparator_two"], "width": 1.25, "dash_type": "long_dash_dot"}
        },
        "latest": latest,
    }


def _marked(shape: str, colour: str) -> dict[str, Any]:
    """Points alone, told apart by their shape too."""
    marker = {"type": shape, "size": 8, "fill": {"color": colour}, "border": {"color": "#FFFFFF"}}
    return {"line": {"none": True}, "marker": marker}


def bar_chart(
    book: "Workbook",
    brand: Brand,
    reading: Reading,
    *,
    labels: int,
    areas: Line,
    rest: Line,
    title: str,
    is_share: bool,
    size: tuple[int, int],
    label_width: int,
) -> "Chart":
    """A bar an area in the table's order, labelled at its end; what is not in the breakdown is a paler series."""
    chart: Chart = book.add_chart({"type": "bar"})
    said = {"value": True, "num_format": reading.code, "position": "outside_end", "font": _font(brand)}
    for line, colour in ((areas, brand["brand"]), (rest, brand["brand_pale"])):
        chart.add_series(
            {
                "name": f"={line.name}",
                "categories": reading.column(labels),
                "values": reading.column(line.column),
                "fill": {"color": colour},
                "border": {"none": True},
                "gap": 35,
                "overlap": 100,
                "data_labels": said,
            }
        )
    width, height = size
    chart.set_title(_title(brand, f"={title}", height))
    chart.set_legend({"none": True})
    chart.set_y_axis(
        {
            "reverse": True,
            "interval_unit": 1,
            "num_font": _font(brand),
            "line": {"none": True},
            "major_tick_mark": "none",
            "major_gridlines": {"visible": False},
        }
    )
    chart.set_x_axis(
        {"visible": False, "min": 0, "major_gridlines": {"visible": False}} | ({"max": 1.12} if is_share else {})
    )
    left, right = label_width / width, (70 if reading.code.startswith("£") else 50) / width
    chart.set_plotarea({"layout": {"x": left, "y": 21 / height, "width": 1 - left - right, "height": 1 - 21 / height}})
    _plain(chart, size)
    return chart


def _plain(chart: "Chart", size: tuple[int, int]) -> None:
    chart.show_blanks_as("gap")
    chart.show_hidden_data()
    chart.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    chart.set_size({"width": size[0], "height": size[1]})
