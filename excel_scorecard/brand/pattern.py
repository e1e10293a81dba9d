"""Pattern: the sheets that are cloned for indicators: which there are, and one of them drawn whole.

Each is an indicator's page (A4 landscape, one page) with its tables under and beside it. A sheet a unit, in three
layouts: for a few areas, for many, and without a breakdown. What differs between units is units.py's.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from excel_scorecard.brand.canvas import Canvas
from excel_scorecard.brand.furniture import running_heads
from excel_scorecard.brand.grid import ACTION, LAST_COLUMN, MARGIN, plan
from excel_scorecard.brand.look import Brand, Formats
from excel_scorecard.brand.page import draw_figures, draw_head, draw_rows_beside, draw_words, set_grid
from excel_scorecard.brand.page_charts import draw_charts
from excel_scorecard.brand.rules import draw_rules
from excel_scorecard.brand.settings import draw_judgement, draw_settings
from excel_scorecard.brand.tables import draw_breakdown, draw_monthly
from excel_scorecard.brand.units import UNITS, Unit

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook


@dataclass(frozen=True)
class Pattern:
    """One pattern sheet: its name, the unit it shows, and which breakdown it has room for."""

    name: str
    unit: Unit
    areas: str  # few, many, total


PATTERNS = tuple(
    Pattern(f"{unit.name}{suffix}", unit, areas)
    for unit in UNITS
    for suffix, areas in (("", "few"), ("_many", "many"), ("_total", "total"))
)


def draw_pattern(book: "Workbook", brand: Brand, formats: Formats, pattern: Pattern) -> None:
    """Everything of one pattern sheet: page, settings, tables, charts, rules, print set-up."""
    canvas, unit = Canvas(book, brand, formats, pattern.name), pattern.unit
    planned = plan(len(unit.lines), pattern.areas, is_ratio=unit.is_ratio)
    set_grid(canvas, planned)
    draw_head(canvas, unit, planned)
    draw_figures(canvas, unit, planned)
    if pattern.areas == "few":
        draw_rows_beside(canvas, unit.areas_beside, planned)
    elif pattern.areas == "total":
        draw_rows_beside(canvas, unit.months_beside, planned)
    draw_words(canvas, planned)
    draw_judgement(canvas)
    draw_settings(canvas, unit)
    if pattern.areas != "total":
        draw_breakdown(canvas, unit)
    draw_monthly(canvas, unit)
    draw_charts(canvas, unit, planned, pattern.areas)
    draw_rules(canvas, unit)
    _print_set_up(canvas)
    canvas.finish()


def _print_set_up(canvas: Canvas) -> None:
    """A4 landscape, one page."""
    sheet = canvas.sheet
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=MARGIN, bottom=MARGIN)
    sheet.print_area(0, 0, ACTION, LAST_COLUMN)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    running_heads(sheet, canvas.brand)
