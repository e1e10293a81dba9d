"""Plan: the finished workbook taken apart into what a rival has to write, before any clock runs.

The rivals get every formula's text, every cached value and every style ready; ours works them out while it is timed.
Knows how to read a filled workbook; writes nothing.
"""

import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from excel_scorecard.ooxml.cells import address
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.ooxml.table import Table
from excel_scorecard.ooxml.workbook import Workbook

Style = tuple[tuple[str, Any], ...]  # XlsxWriter's words for a cell's looks, with their values


@dataclass(frozen=True)
class CellPlan:
    """One cell: counted from 1; `formula` without `=`; `style` is a place in the plan's list of styles."""

    row: int
    column: int
    value: float | str | bool | None
    formula: str | None
    style: int
    is_written: bool  # by the builder; the others are the template's own


@dataclass(frozen=True)
class ChartPlan:
    """One chart: what it is called, where it stands, and (name, categories, values) of each series."""

    is_bar: bool
    title: str
    anchor: str
    series: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class TablePlan:
    """One table: its cells, and of each column the heading and the formula for new rows."""

    name: str
    area: str
    columns: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class RulePlan:
    """One conditional format."""

    area: str
    kind: str
    formula: str
    text: str
    style: Style


@dataclass(frozen=True)
class SheetPlan:
    """One sheet of the finished workbook. `pattern` is the template's sheet it was cloned from, None for a list."""

    name: str
    pattern: str | None
    cells: tuple[CellPlan, ...]
    merges: tuple[str, ...]
    widths: tuple[tuple[int, float], ...]
    heights: tuple[tuple[int, float], ...]
    tables: tuple[TablePlan, ...]
    names: tuple[tuple[str, str], ...]
    charts: tuple[ChartPlan, ...]
    rules: tuple[RulePlan, ...]
    links: tuple[tuple[str, str], ...]  # cell, place
    sparklines: tuple[tuple[str, str], ...]  # cell, data
    print_area: str
    print_titles: str
    header: str
    footer: str


@dataclass(frozen=True)
class Plan:
    """The finished workbook: its sheets in order and the looks that its cells name."""

    sheets: tuple[SheetPlan, ...]
    styles: tuple[Style, ...]


def make_plan(book: Workbook, patterns: dict[str, str]) -> Plan:
    """Take apart a workbook that was just filled.

    Args:
        book: as `fill` returns it: it still knows which cells it wrote.
        patterns: the template's pattern sheet of each cloned sheet, by the clone's name.
    """
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl cannot read sparklines and says so
        looks = openpyxl.load_workbook(BytesIO(book.to_bytes()))
    styles: dict[Any, int] = {}
    described: list[Style] = []
    sheets: list[SheetPlan] = []
    for sheet in book.sheets():
        look = looks[sheet.name]
        cells = tuple(_cells(sheet, look, styles, described))
        sheets.append(_sheet(book, sheet, look, cells, patterns.get(sheet.name)))
    return Plan(tuple(sheets), tuple(described))


def _cells(sheet: Sheet, look: Any, styles: dict[Any, int], described: list[Style]) -> Iterator[CellPlan]:
    """The cells with content, style, or written by the builder; new styles are added to the two lists."""
    said = {(row, column): (value, formula) for row, column, value, formula in sheet.cells()}
    for cell in (cell for row in look.iter_rows() for cell in row):
        place = (cell.row, cell.column)
        style = getattr(cell, "_style", None)  # the covered cells of a merged area have none
        if style is None or not (place in said or cell.has_style or place in sheet.written):
            continue
        if style not in styles:
            styles[style] = len(described)
            described.append(_style(cell))
        yield CellPlan(*place, *said.get(place, (None, None)), styles[style], place in sheet.written)


def _sheet(book: Workbook, sheet: Sheet, look: Any, cells: tuple[CellPlan, ...], pattern: str | None) -> SheetPlan:
    from openpyxl.utils import column_index_from_string

    local = [(name, text) for name, on, text in book.names.all_names() if on == sheet.name]
    widths = {
        number: width.width
        for letters, width in look.column_dimensions.items()
        for number in range(width.min or column_index_from_string(letters), (width.max or 0) + 1)
    }
    return SheetPlan(
        name=sheet.name,
        pattern=pattern,
        cells=cells,
        merges=tuple(str(area) for area in look.merged_cells.ranges),
        widths=tuple(widths.items()),
        heights=tuple((row, d.height) for row, d in look.row_dimensions.items() if d.height),
        tables=tuple(_table(table) for table in sheet.tables),
        names=tuple((name, text) for name, text in local if not name.startswith("_xlnm.")),
        charts=tuple(_charts(sheet, look)),
        rules=tuple(_rules(look)),
        links=tuple(sheet.hyperlinks.items()),
        sparklines=_sparklines(sheet),
        print_area=dict(local).get("_xlnm.Print_Area", ""),
        print_titles=dict(local).get("_xlnm.Print_Titles", ""),
        header=str(look.oddHeader.center.text or ""),
        footer=str(look.oddFooter.center.text or ""),
    )


def _table(table: Table) -> TablePlan:
    columns = tuple((name, table.calculated_formula(place)) for place, name in enumerate(table.columns))
    return TablePlan(table.name, str(table.area), columns)


def _charts(sheet: Sheet, look: Any) -> list[ChartPlan]:
    found: list[ChartPlan] = []
    for chart, drawn in zip(sheet.charts, look._charts, strict=True):  # noqa: SLF001  # openpyxl has no other word for them
        parts: dict[int, dict[str, str]] = {}
        title = ""
        for reference in chart.references():
            if reference.series is not None:
                parts.setdefault(reference.series, {})[reference.kind] = reference.formula
            elif reference.kind == "title":
                title = reference.formula
        start = drawn.anchor._from  # noqa: SLF001  # likewise
        found.append(
            ChartPlan(
                is_bar="BarChart" in type(drawn).__name__,
                title=title,
                anchor=address(start.row + 1, start.col + 1),
                series=tuple((p.get("name", ""), p.get("categories", ""), p["values"]) for p in parts.values()),
            )
        )
    return found


def _sparklines(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    found = sheet.root.iter("{*}sparkline")
    return tuple((line.findtext("{*}sqref", ""), line.findtext("{*}f", "")) for line in found)


def _rules(look: Any) -> list[RulePlan]:
    return [
        RulePlan(str(group.sqref), rule.type, (rule.formula or [""])[0], rule.text or "", _dxf(rule.dxf))
        for group in look.conditional_formatting
        for rule in group.rules
    ]


def _colour(colour: Any) -> str | None:
    return f"#{colour.rgb[-6:]}" if colour is not None and isinstance(colour.rgb, str) else None


def _dxf(dxf: Any) -> Style:
    words: dict[str, Any] = {}
    if dxf is not None and dxf.numFmt is not None:
        words["num_format"] = dxf.numFmt.formatCode
    if dxf is not None and dxf.font is not None:
        words |= {"font_color": _colour(dxf.font.color), "bold": bool(dxf.font.b)}
    if dxf is not None and dxf.fill is not None:
        words["bg_color"] = _colour(dxf.fill.bgColor)
    return _stated(words)


def _style(cell: Any) -> Style:
    font, alignment, border = cell.font, cell.alignment, cell.border
    words = {
        "font_name": font.name,
        "font_size": font.size,
        "bold": bool(font.b),
        "italic": bool(font.i),
        "font_color": _colour(font.color),
        "num_format": cell.number_format,
        "align": alignment.horizontal,
        "valign": {"center": "vcenter"}.get(alignment.vertical, alignment.vertical),
        "text_wrap": bool(alignment.wrap_text),
        "indent": int(alignment.indent),
        "bg_color": _colour(cell.fill.fgColor) if cell.fill.fill_type else None,
        **{side: 1 for side in ("left", "right", "top", "bottom") if getattr(border, side).style},
    }
    return _stated(words)


def _stated(words: dict[str, Any]) -> Style:
    return tuple((word, value) for word, value in words.items() if value)


def count_contents(data: bytes) -> Counter[str]:
    """What an .xlsx file holds, counted in its parts: cells, formulas, cached values, tables and so on."""
    found: Counter[str] = Counter()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name.startswith("xl/worksheets/sheet"):
                found["sheets"] += 1
                for word, pattern in _COUNTED.items():
                    found[word] += len(re.findall(pattern, content))
            elif name == "xl/workbook.xml":
                found["names"] += content.count(b"<definedName ")
            for word, start in (("tables", "xl/tables/"), ("charts", "xl/charts/chart"), ("pictures", "xl/media/")):
                found[word] += name.startswith(start)
            if name.startswith("xl/drawings/drawing"):
                found["logos placed"] += len(re.findall(rb"<(?:xdr:)?pic>", content))
            if name.startswith("xl/tables/"):
                found["calculated columns"] += content.count(b"<calculatedColumnFormula")
            if name.startswith("xl/charts/chart"):
                found["chart points kept"] += len(re.findall(rb"<(?:c:)?pt ", content))
        found["kilobytes"] = round(len(data) / 1024)
    return found


_COUNTED = {
    "cells": rb"<c ",
    "formulas": rb"<f[ >]",
    "formulas with their value": rb"</f><v[^>/]*>[^<]",
    "conditional formats": rb"<cfRule ",
    "links": rb"<hyperlink ",
    "sparklines": rb"<x14:sparkline>",
}
