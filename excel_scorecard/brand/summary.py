"""Summary: the template's first page: month, counts, main areas of concern, a row an indicator under its group."""

from typing import TYPE_CHECKING

from excel_scorecard.brand.furniture import arrow_cells, rate_cells
from excel_scorecard.brand.list_page import ROWS, ListPage
from excel_scorecard.brand.look import Brand, Formats
from excel_scorecard.brand.units import CODES
from excel_scorecard.workbook.contract import DRAFT, PROMPT

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

CONCERNS, HEAD = 5, 7
COLUMNS = (
    ("number", "No.", "row_wrap_middle"),
    ("title", "Indicator", "row_wrap_middle"),
    ("value", "Latest", "row_right"),
    ("average", "6-month average", "row_right"),
    ("target", "Target", "row_right"),
    ("rating", "Rating", "row_rating"),
    ("direction", "Direction", "row_indent"),
    ("comparator", "Compared with", "row_wrap_middle"),
    ("trend", "Trend", "row"),
    ("id", "Id", "table"),
    ("unit", "Unit", "table"),
    ("places", "Places", "table"),
    ("revised", "Revised", "table"),
)
WIDTHS = (4, 40, 11, 11, 12, 11.5, 13.5, 22, 10, 16, 10, 8, 8)
GAP = "_)_)"  # in a number format, room as wide as two brackets
KINDS = {"percent": '="percent"', "money": '="currency"'}  # by the row's unit; all others are plain numbers


def draw_summary(book: "Workbook", brand: Brand, formats: Formats) -> None:
    """All of it."""
    page = ListPage(book, brand, formats, "Summary", WIDTHS, printed=9)
    sheet = page.sheet
    page.heading("Performance scorecard", "heading")
    page.slot("organisation", 1, 0, "quiet", brand.organisation)
    page.slot("marking", 1, page.last, "quiet_right", "Marking")
    page.merged("month", (2, 0, 2, 1), "month_entry")
    page.slot("agenda_item", 2, page.last, "quiet_right")
    page.slot("counts_text", 3, 0, "key")
    page.slot("revised_text", 3, page.last, "quiet_right")
    page.say(4, 0, "Main areas of concern", "section")
    page.merged(
        "concerns", (CONCERNS, 0, CONCERNS, page.last), "entry_text", f"{PROMPT} the main areas of concern this month."
    )
    _beside(page)
    for row, height in ((2, 16.5), (3, 16.5), (4, 15.75), (CONCERNS, 51.75), (6, 3), (HEAD, 27), (HEAD + 1, 26.25)):
        sheet.set_row(row, height)
    page.list("Summary", HEAD, COLUMNS)
    page.call("summary_subheading", page.box("summary_title"))
    _rules(page)
    _sparkline(page)
    page.finish_list(HEAD)
    sheet.set_first_sheet()
    sheet.activate()


def _beside(page: ListPage) -> None:
    """Right of what prints: what is to do, and whether the concerns are to be read again."""
    left = page.last + 1
    page.slot("checks_text", 3, left, "quiet")
    page.slot("stale", 4, left, "quiet")
    page.say(CONCERNS, left, "written for", "quiet")
    page.slot("written_for", CONCERNS, left + 1, "quiet")
    loud = page.formats.rule(font_color=page.brand["concern"], bold=True)
    for name, unless in (("checks_text", "All clear"), ("stale", "")):
        rule = {"type": "text", "criteria": "not containing", "value": unless} if unless else {"type": "no_blanks"}
        page.sheet.conditional_format(*page.box(name), rule | {"format": loud})


def _rules(page: ListPage) -> None:
    """Groups, links, ratings, arrows, and number formats by the row's own unit. Groups first: one rule a cell."""
    from xlsxwriter.utility import xl_col_to_name

    sheet, brand, rule = page.sheet, page.brand, page.formats.rule
    first, last = HEAD + 1, HEAD + ROWS
    places = {name: place for place, (name, _, _) in enumerate(COLUMNS)}
    row = {name: f"${xl_col_to_name(place)}{first + 1}" for name, place in places.items()}
    group = {
        "type": "formula",
        "criteria": f'AND({row["id"]}="",{row["title"]}<>"")',
        "format": rule(bold=True, font_color=brand["brand"], top=1, top_color=brand["brand"]),
    }
    sheet.conditional_format(first, 0, last, page.last, group)
    link = {
        "type": "formula",
        "criteria": f'{row["id"]}<>""',
        "format": rule(font_color=brand["link"], underline=1),
    }
    sheet.conditional_format(first, places["number"], last, places["title"], link)
    rate_cells(sheet, brand, page.formats, first, places["rating"], last)
    arrow_cells(sheet, page.formats, first, places["direction"], last)
    for kind, codes in CODES.items():
        is_kind = f"{row['unit']}{KINDS[kind]}" if kind in KINDS else _none_of(row["unit"])
        for decimals, code in codes.items():
            shown = {
                "type": "formula",
                "criteria": f"AND({is_kind},{row['places']}={decimals})",
                "format": rule(num_format=code),
            }
            sheet.conditional_format(first, places["value"], last, places["average"], shown)
            # LibreOffice knows no indent of a number: the format keeps the target off the rating's fill
            kept_off = ";".join((f"{code}{GAP}", f"-{code}{GAP}", f"{code}{GAP}", f"@{GAP}"))
            beside = shown | {"format": rule(num_format=kept_off)}
            sheet.conditional_format(first, places["target"], last, places["target"], beside)
    for mark in (PROMPT, DRAFT):
        quiet = {"type": "text", "criteria": "begins with", "value": mark}
        look = {"format": rule(font_color=brand["quiet"], italic=True)}
        sheet.conditional_format(*page.box("concerns"), quiet | look)


def _none_of(unit: str) -> str:
    return "NOT(OR(" + ",".join(f"{unit}{criteria}" for criteria in KINDS.values()) + "))"


def _sparkline(page: ListPage) -> None:
    """Columns from zero: LibreOffice 7.4 draws no line sparklines in a PDF."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    row, value = page.place("summary_value")
    cell = xl_rowcol_to_cell(row + 1, value)
    page.sheet.add_sparkline(
        row + 1,
        page.place("summary_trend")[1],
        {
            "range": f"Summary!{cell}:{cell}",
            "type": "column",
            "series_color": page.brand["spark"],
            "min": 0,
            "last_point": True,
            "last_color": page.brand["brand"],
            "show_hidden": True,
            "empty_cells": "gaps",
        },
    )
