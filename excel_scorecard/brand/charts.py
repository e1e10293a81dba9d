"""Charts: the trend and the bars by area, as native Excel charts in a brand's colours.

XlsxWriter draws them; `explicit` then writes what it leaves out. Lines are told apart in black and white by dash and
marker. Every chart reads plot columns alone: text in a plotted cell would be drawn as zero.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lxml import etree

from excel_scorecard.brand.look import Brand

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart
    from xlsxwriter.workbook import Workbook

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
WIDE = 700  # pixels; a chart as wide as the page
POINTS = 10  # size of all text in charts: the floor of the printed page


@dataclass(frozen=True)
class Plotted:
    """A series: the plot column (0-based) with the header's row, and the cell that names it in the legend."""

    column: int
    name: str  # a reference such as percentage!$A$11


def _font(brand: Brand, **changes: Any) -> dict[str, Any]:
    return {"name": brand.font, "size": POINTS, "color": brand["text"], "bold": False} | changes


def _title(brand: Brand, reference: str, height: int) -> dict[str, Any]:
    return {
        "name": reference,
        "name_font": _font(brand, size=11, bold=True),
        "overlay": False,
        "layout": {"x": 0.01, "y": 3 / height},
    }


def trend_chart(
    book: "Workbook",
    brand: Brand,
    *,
    sheet: str,
    body: tuple[int, int],
    month_column: int,
    line: Plotted,
    latest: Plotted,
    others: tuple[tuple[Plotted, dict[str, Any]], ...],
    title: str,
    percent: bool,
    size: tuple[int, int],
) -> "Chart":
    """Our line, the latest point, target and comparators over months; `size` in pixels, `body` first and last row."""
    chart: Chart = book.add_chart({"type": "line"})
    first, last = body
    categories = [sheet, first, month_column, last, month_column]
    code = "0%" if percent else "#,##0"
    navy = brand["brand"]

    def series(plotted: Plotted, **look: Any) -> None:
        values = [sheet, first, plotted.column, last, plotted.column]
        chart.add_series({"name": f"={plotted.name}", "categories": categories, "values": values} | look)

    dot = {"type": "circle", "size": 4, "fill": {"color": navy}, "border": {"color": navy}}
    series(line, line={"color": navy, "width": 2.25}, marker=dot)
    for plotted, look in others:
        series(plotted, line=look)
    series(
        latest,
        line={"none": True},
        marker={"type": "circle", "size": 9, "fill": {"color": navy}, "border": {"color": "#FFFFFF"}},
        data_labels={
            "value": True,
            "position": "right",
            "num_format": code,
            "font": _font(brand, size=12, bold=True, color=navy),
        },
    )
    width, height = size
    chart.set_title(_title(brand, f"={title}", height))
    # four names side by side need the page's width; what does not fit LibreOffice leaves out of the legend
    named = 17 if width > WIDE else 34
    legend = {"x": 0.008, "y": 21 / height, "width": 0.985, "height": named / height}
    chart.set_legend({"position": "top", "font": _font(brand), "delete_series": [len(others) + 1], "layout": legend})
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
    scale = {"min": 0, "max": 1, "major_unit": 0.5} if percent else {"min": 0}
    chart.set_y_axis(
        {
            "num_format": code,
            "num_font": _font(brand),
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": quiet_line},
            **scale,
        }
    )
    left, right, above = 44 / width, 52 / width, 28 + named
    plot = {"x": left, "y": above / height, "width": 1 - left - right, "height": 1 - (above + 24) / height}
    chart.set_plotarea({"layout": plot})
    _plain(chart, size)
    return chart


def bar_chart(
    book: "Workbook",
    brand: Brand,
    *,
    sheet: str,
    body: tuple[int, int],
    label_column: int,
    areas: Plotted,
    rest: Plotted,
    title: str,
    percent: bool,
    size: tuple[int, int],
    label_width: int,
) -> "Chart":
    """A bar an area in the table's order, labelled at its end; what is not in the breakdown is a paler series."""
    chart: Chart = book.add_chart({"type": "bar"})
    first, last = body
    code = "0%" if percent else "#,##0"
    for plotted, colour in ((areas, brand["brand"]), (rest, brand["brand_pale"])):
        chart.add_series(
            {
                "name": f"={plotted.name}",
                "categories": [sheet, first, label_column, last, label_column],
                "values": [sheet, first, plotted.column, last, plotted.column],
                "fill": {"color": colour},
                "border": {"none": True},
                "gap": 35,
                "overlap": 100,
                "data_labels": {"value": True, "num_format": code, "position": "outside_end", "font": _font(brand)},
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
        {"visible": False, "min": 0, "major_gridlines": {"visible": False}} | ({"max": 1.12} if percent else {})
    )
    left, right = label_width / width, 50 / width
    chart.set_plotarea({"layout": {"x": left, "y": 21 / height, "width": 1 - left - right, "height": 1 - 22 / height}})
    _plain(chart, size)
    return chart


def _plain(chart: "Chart", size: tuple[int, int]) -> None:
    chart.show_blanks_as("gap")
    chart.show_hidden_data()
    chart.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    chart.set_size({"width": size[0], "height": size[1]})


_SHOWS = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
_BEFORE_SHOWS = {"dLbl", "delete", "numFmt", "spPr", "txPr", "dLblPos"}
_AFTER_TICKS = {"minorTickMark", "tickLblPos", "spPr", "txPr", "crossAx"}


def explicit(chart: etree._Element) -> None:
    """Write what XlsxWriter leaves to defaults, which differ between programs and between versions of Excel.

    Measured: without these, LibreOffice draws curves, zeros for gaps, tick forests and labels of every kind as soon as
    the file says that a newer Excel wrote it.
    """
    for series in chart.iter(f"{CHART}ser"):
        _explicit_series(series)
    for labels in chart.iter(f"{CHART}dLbls"):
        _explicit_labels(labels)
    for axis in chart.iter(f"{CHART}dateAx", f"{CHART}catAx", f"{CHART}valAx"):
        _explicit_ticks(axis)
    for axis in chart.iter(f"{CHART}dateAx"):
        if axis.find(f"{CHART}baseTimeUnit") is None:  # else a single month is drawn on an axis of years
            next(axis.iterchildren(f"{CHART}majorUnit")).addprevious(_flag("baseTimeUnit", "months"))
    for plot in chart.iter(f"{CHART}lineChart", f"{CHART}barChart"):
        if plot.find(f"{CHART}varyColors") is None:
            next(plot.iterchildren(f"{CHART}ser")).addprevious(_flag("varyColors", "0"))
    for titled in chart.iter(f"{CHART}title", f"{CHART}legend"):
        _explicit_overlay(titled)
    _explicit_blanks(next(chart.iter(f"{CHART}chart")))


def _explicit_series(series: etree._Element) -> None:
    parent = _kind(series.getparent())
    if parent == "lineChart" and series.find(f"{CHART}smooth") is None:
        series.append(_flag("smooth", "0"))
    if parent == "barChart" and series.find(f"{CHART}invertIfNegative") is None:
        head = [e for e in series if _kind(e) in {"idx", "order", "tx", "spPr"}]
        head[-1].addnext(_flag("invertIfNegative", "0"))


def _explicit_labels(labels: etree._Element) -> None:
    shown = {name: labels.find(f"{CHART}{name}") for name in _SHOWS}
    for flag in shown.values():
        if flag is not None:
            labels.remove(flag)
    place = sum(1 for e in labels if _kind(e) in _BEFORE_SHOWS)
    for offset, (name, flag) in enumerate(shown.items()):
        labels.insert(place + offset, _flag(name, "0") if flag is None else flag)


def _explicit_ticks(axis: etree._Element) -> None:
    for name in ("minorTickMark", "majorTickMark"):
        if axis.find(f"{CHART}{name}") is None:
            after = _AFTER_TICKS - ({"minorTickMark"} if name == "minorTickMark" else set())
            next(e for e in axis if _kind(e) in after).addprevious(_flag(name, "none"))


def _explicit_overlay(titled: etree._Element) -> None:
    if titled.find(f"{CHART}overlay") is not None:
        return
    look = [e for e in titled if _kind(e) in {"spPr", "txPr"}]
    if look:
        look[0].addprevious(_flag("overlay", "0"))
    else:
        titled.append(_flag("overlay", "0"))


def _explicit_blanks(body: etree._Element) -> None:
    if body.find(f"{CHART}autoTitleDeleted") is None:
        next(body.iterchildren(f"{CHART}plotArea")).addprevious(_flag("autoTitleDeleted", "0"))
    for name in ("plotVisOnly", "dispBlanksAs"):
        for old in body.findall(f"{CHART}{name}"):
            body.remove(old)
    last = [e for e in body if _kind(e) in {"plotArea", "legend"}][-1]
    gaps, hidden = _flag("dispBlanksAs", "gap"), _flag("plotVisOnly", "0")
    last.addnext(gaps)
    last.addnext(hidden)


def _kind(element: etree._Element | None) -> str:
    return "" if element is None else str(element.tag).rpartition("}")[2]


def _flag(name: str, value: str) -> etree._Element:
    element = etree.Element(f"{CHART}{name}")
    element.set("val", value)
    return element
