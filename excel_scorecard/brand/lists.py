"""Lists: the Summary, Commentary, Definitions and Notes sheets of the stock template.

Each is a page with one table that grows downwards and nothing below it.
"""

from typing import TYPE_CHECKING

from excel_scorecard.brand.furniture import arrow_cells, insert_logo, rate_cells, running_heads
from excel_scorecard.brand.look import Brand, Formats
from excel_scorecard.workbook.contract import PROMPT, TABLES

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

ONE_LINE = 140  # characters of 11 points that fit the Notes page's width
ROWS = 60  # conditional formats reach this far below a table's head; resizing carries them further

SYMBOLS = (
    ("[x]", "not available"),
    ("[c]", "suppressed: a small number that could identify a child"),
    ("[z]", "not applicable, such as a share of nothing"),
    ("[u]", "of low reliability, as its publisher says"),
    ("[k]", "not zero, but rounds to zero"),
)
METHOD = (
    (
        "Rating: Green, Amber and Red compare the figure as it is shown with the target as it is shown. The rule "
        "stands under each page's figures and on Definitions."
    ),
    (
        "6-month average: the sum of the months' numerators over the sum of their denominators, for the six months "
        "that end with the month shown; for counts, the mean. Where there are fewer months, the page says how many."
    ),
    (
        "Direction: the month against its basis, which stands beside it. Improving and Worsening follow what is good "
        "for the indicator; Up and Down are for information."
    ),
    (
        "Not in breakdown: what the total holds and the areas do not. Where the areas add up to more than the total, "
        "it is [z]."
    ),
    "A missing figure is never zero: it is a symbol in a cell and a gap in a chart.",
)


class ListSheet:
    """One list as it is drawn; holds the worksheet."""

    def __init__(self, book: "Workbook", brand: Brand, formats: Formats, name: str, widths: tuple[float, ...]) -> None:
        self.book, self.brand, self.formats, self.name = book, brand, formats, name
        self.sheet: Worksheet = book.add_worksheet(name)
        self.sheet.hide_gridlines(2)
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        self.widths = widths
        self.last = len(widths) - 1

    def slot(self, name: str, row: int, column: int, look: str, text: str = "") -> None:
        """A named cell."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        if text:
            self.sheet.write_string(row, column, text, self.formats[look])
        else:
            self.sheet.write_blank(row, column, None, self.formats[look])
        self.book.define_name(f"{self.name}!{name}", f"={self.name}!{xl_rowcol_to_cell(row, column, True, True)}")

    def merged(self, name: str, row: int, first: int, last: int, look: str, text: str = "") -> None:
        """A named cell over several columns."""
        self.sheet.merge_range(row, first, row, last, text, self.formats[look])
        self.slot(name, row, first, look, text)

    def say(self, row: int, column: int, text: str, look: str) -> None:
        """Fixed words."""
        self.sheet.write_string(row, column, text, self.formats[look])

    def heading(self, title: str, name: str = "", *, merged_to: int = 0) -> None:
        """Title and logo; a title that is a slot stands in a merged cell and shrinks to it."""
        self.sheet.set_row(0, 28.5)
        if name:
            self.merged(name, 0, 0, merged_to, "title_merged", title)
        else:
            self.say(0, 0, title, "title")
        if self.brand.logo is not None:
            width = int(sum(self.widths[self.printed - 1 : self.printed]) * 7 + 5)
            insert_logo(self.sheet, self.brand, 0, self.printed - 1, right_edge=width)

    @property
    def printed(self) -> int:
        """How many columns print."""
        return self.last + 1

    def table(self, row: int, columns: tuple[tuple[str, str, str], ...]) -> dict[str, int]:
        """A table of one empty row, named by the sheet; returns each column's place (0-based)."""
        roles = {c.role for c in TABLES[self.name]}
        heads_of = {
            "row_right": "head_right",
            "row_rating": "head_centre",
            "row_indent": "head_indent",
            "row_text": "head_indent",
        }
        heads = []
        places: dict[str, int] = {}
        for place, (name, header, look) in enumerate(columns):
            role = f"{self.name.lower()}_{name}"
            assert role in roles, role  # noqa: S101  # the contract and this page are written by us
            places[name] = place
            heads.append(
                {
                    "header": header,
                    "header_format": self.formats[heads_of.get(look, "head")],
                    "format": self.formats[look],
                }
            )
        end = len(columns) - 1
        self.sheet.add_table(
            row,
            0,
            row + 1,
            end,
            {
                "name": f"{self.name}_list",  # a table must not have the name of a slot: commentary is one
                "style": None,
                "autofilter": False,
                "columns": heads,
                "description": f"{self.name}: a row an indicator",
            },
        )
        for place, (name, _, look) in enumerate(columns):
            self.sheet.write_blank(row + 1, place, None, self.formats[look])
            self.slot_of_header(f"{self.name.lower()}_{name}", row, place)
        return places

    def slot_of_header(self, role: str, row: int, column: int) -> None:
        """A column's role: a name on its header cell."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        self.book.define_name(f"{self.name}!{role}", f"={self.name}!{xl_rowcol_to_cell(row, column, True, True)}")

    def print_set_up(self, head: int, last_column: int) -> None:
        """A4 landscape, one page wide, the table's head repeated."""
        sheet = self.sheet
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.55, bottom=0.55)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(head)
        sheet.print_area(0, 0, head + 1, last_column)
        sheet.center_horizontally()
        running_heads(sheet, self.brand)


def draw_summary(book: "Workbook", brand: Brand, formats: Formats) -> None:
    """The first page: heading, month, counts, main areas of concern, a row an indicator."""
    page = SummarySheet(book, brand, formats, "Summary", (5, 42, 9, 10, 9, 11, 15, 21, 13, 3, 16, 10, 8))
    page.draw()


class SummarySheet(ListSheet):
    """The first page."""

    @property
    def printed(self) -> int:
        """The first nine; the others are for conditional formats."""
        return 9

    def draw(self) -> None:
        """All of it."""
        sheet, formats = self.sheet, self.formats
        self.heading("Performance scorecard", "heading", merged_to=7)
        self.slot("organisation", 1, 0, "quiet", self.brand.organisation)
        self.slot("marking", 1, 8, "quiet_right", "Marking")
        self.merged("month", 2, 0, 1, "month_entry")
        self.slot("agenda_item", 2, 8, "quiet_right")
        sheet.set_row(2, 19.5)
        sheet.set_row(3, 19.5)
        self.slot("counts_text", 3, 0, "key")
        self.say(4, 0, "Main areas of concern", "section")
        sheet.set_row(4, 16.5)
        self.merged("concerns", 5, 0, 8, "entry_text", f"{PROMPT} the main areas of concern this month.")
        sheet.set_row(5, 63)
        sheet.set_row(6, 6)
        head = 7
        columns = (
            ("number", "No.", "row_link"),
            ("title", "Indicator", "row_link"),
            ("value", "Latest", "row_right"),
            ("average", "6-month average", "row_right"),
            ("target", "Target", "row_right"),
            ("rating", "Rating", "row_rating"),
            ("direction", "Direction", "row_indent"),
            ("comparator", "Compared with", "row_wrap_middle"),
            ("trend", "Trend", "row"),
        )
        places = self.table(
            head, (*columns, ("id", "Id", "table"), ("unit", "Unit", "table"), ("places", "Places", "table"))
        )
        sheet.set_row(head, 27)
        sheet.set_row(head + 1, 26.25)
        first, last = head + 1, head + ROWS
        rate_cells(sheet, self.brand, formats, first, places["rating"], last)
        arrow_cells(sheet, formats, first, places["direction"], last)
        self._decimals(first, last, places)
        quiet = formats.rule(font_color=self.brand["quiet"], italic=True)
        sheet.conditional_format(
            5, 0, 5, 0, {"type": "text", "criteria": "begins with", "value": PROMPT, "format": quiet}
        )
        from xlsxwriter.utility import xl_rowcol_to_cell

        cell = xl_rowcol_to_cell(head + 1, places["value"])
        sheet.add_sparkline(
            head + 1,
            places["trend"],
            {
                # columns from zero: LibreOffice 7.4 draws no line sparklines in a PDF
                "range": f"Summary!{cell}:{cell}",
                "type": "column",
                "series_color": self.brand["spark"],
                "min": 0,
                "last_point": True,
                "last_color": self.brand["brand"],
                "show_hidden": True,
                "empty_cells": "gaps",
            },
        )
        self.print_set_up(head, 8)
        sheet.set_first_sheet()
        sheet.activate()

    def _decimals(self, first: int, last: int, places: dict[str, int]) -> None:
        """Number formats by the row's own unit and places: one column holds percentages and counts."""
        from xlsxwriter.utility import xl_col_to_name

        unit, decimals = (f"${xl_col_to_name(places[name])}{first + 1}" for name in ("unit", "places"))
        codes = [(f'AND({unit}="percent",{decimals}={n})', code) for n, code in ((2, "0%"), (3, "0.0%"), (4, "0.00%"))]
        codes += [
            (f'AND({unit}<>"percent",{decimals}={n})', code)
            for n, code in ((0, "#,##0"), (1, "#,##0.0"), (2, "#,##0.00"))
        ]
        for criteria, code in codes:
            style = self.formats.rule(num_format=code)
            self.sheet.conditional_format(
                first,
                places["value"],
                last,
                places["target"],
                {"type": "formula", "criteria": f"={criteria}", "format": style},
            )


def draw_commentary(book: "Workbook", brand: Brand, formats: Formats) -> None:
    """The officers' working list: what is written, what is signed off."""
    page = ListSheet(book, brand, formats, "Commentary", (5, 45, 23, 11, 15, 20, 16))
    page.heading("Commentary: what is written and signed off")
    _strap(page)
    columns = (
        ("number", "No.", "row_link"),
        ("title", "Indicator", "row_link"),
        ("owner", "Owner", "row_wrap_middle"),
        ("rating", "Rating", "row_rating"),
        ("direction", "Direction", "row"),
        ("length", "Commentary", "row"),
        ("signed_off", "Signed off", "row"),
    )
    places = page.table(3, columns)
    rate_cells(page.sheet, brand, formats, 4, places["rating"], 3 + ROWS)
    arrow_cells(page.sheet, formats, 4, places["direction"], 3 + ROWS)
    to_write = {
        "type": "cell",
        "criteria": "==",
        "value": '"To write"',
        "format": formats.rule(font_color=brand["concern"], bold=True),
    }
    page.sheet.conditional_format(4, places["length"], 3 + ROWS, places["length"], to_write)
    page.sheet.set_row(3, 18)
    page.sheet.set_row(4, 26.25)
    page.print_set_up(3, 6)


def draw_definitions(book: "Workbook", brand: Brand, formats: Formats) -> None:
    """What each indicator measures, how it is rated, and who set its target."""
    page = ListSheet(book, brand, formats, "Definitions", (5, 20, 29, 16, 17, 15, 21, 12))
    page.heading("Definitions, targets and sources")
    _strap(page)
    columns = (
        ("number", "No.", "row_wrap"),
        ("title", "Indicator", "row_text"),
        ("definition", "Definition", "row_text"),
        ("measured", "Measured as", "row_text"),
        ("rule", "Rating", "row_text"),
        ("target_source", "Target set by", "row_text"),
        ("comparators", "Compared with", "row_text"),
        ("owner", "Owner", "row_text"),
    )
    page.table(3, columns)
    page.sheet.set_row(3, 18)
    page.print_set_up(3, 7)


def draw_notes(book: "Workbook", brand: Brand, formats: Formats) -> None:
    """How to read the pages, the symbols, and the project's own notes."""
    page = ListSheet(book, brand, formats, "Notes", (124, 11))
    page.heading("Notes")
    page.slot("organisation", 1, 0, "quiet", brand.organisation)
    page.slot("marking", 2, 0, "quiet", "Marking")
    row = 4
    page.say(row, 0, "How to read the pages", "section")
    for text in METHOD:
        row += 1
        page.say(row, 0, text, "body")
        page.sheet.set_row(row, 30 if len(text) > ONE_LINE else 15.75)
    row += 2
    page.say(row, 0, "Symbols", "section")
    for symbol, meaning in SYMBOLS:
        row += 1
        page.say(row, 0, f"{symbol}  {meaning}", "body")
        page.sheet.set_row(row, 15.75)
    row += 2
    page.table(row, (("note", "Notes and sources", "row_wrap"),))
    page.sheet.set_row(row, 18)
    page.print_set_up(row, 1)


def _strap(page: ListSheet) -> None:
    page.slot("organisation", 1, 0, "quiet", page.brand.organisation)
    page.merged("month", 2, 0, 1, "quiet_month")
    page.slot("marking", 1, page.last, "quiet_right", "Marking")
