"""New sheet: how the sheet looks in which a month's figures are typed. One row a figure, the last one beside it.

Knows columns, entries that are allowed, and marks. Which figures are wanted is for new.py. Texts of the project are
written as text: nothing of it becomes a formula.
"""

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Any

from excel_scorecard.calendar import month_name
from excel_scorecard.codes import CODES
from excel_scorecard.figures.rows import called
from excel_scorecard.figures.waist import Figure
from excel_scorecard.project import TOTAL, Indicator, Population, Project

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# A change by more than this share on the last figure is marked: rare in a council, usual for a slip of the keyboard.
LARGE_CHANGE = Decimal("0.5")

# Headers, and widths in characters of the standard font.
_WIDTHS = {
    "Indicator": 19.0, "Title": 20.0, "Area": 12.0, "Period": 12.5, "What to type": 27.0,
    "Numerator": 12.0, "Denominator": 13.0, "Value": 9.0, "Code": 7.0, "Note": 17.0,
    "Last period": 12.5, "Last numerator": 11.0, "Last denominator": 13.0, "Last value": 11.0, "Change": 10.0,
}  # fmt: skip
_COLUMN = {header: column for column, header in enumerate(_WIDTHS)}
_LETTER = {header: chr(ord("A") + column) for header, column in _COLUMN.items()}
_PARTS = ("Numerator", "Denominator", "Value")
# Wrapped text needs more room than its letters: words do not break. Points of a line of Arial 10, and of a row.
_WIDER, _LINE, _LEAST_HEIGHT, _MOST_LINES = 1.15, 13.0, 21.0, 5
_HEADER_ROW = 2  # counted from 0, under the title and the instructions

_NAVY, _TEXT, _QUIET, _RULE, _ENTRY, _EDGE, _CLOSED = (
    "#1D3A5F", "#222222", "#5A6470", "#D5DAE0", "#FFFBEA", "#D9D2B0", "#E9ECEF",
)  # fmt: skip
_MARKED = {"bg_color": "#FFE9BF", "font_color": "#6B4300", "bold": True, "border": 1, "border_color": "#6B4300"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A figure to be typed: `last` is the one known before it, `population` what its rate divides by."""

    indicator: Indicator
    area: str
    period: date
    last: Figure | None
    population: Population | None


def draw(project: Project, month: date, wanted: Sequence[Wanted]) -> bytes:
    """The workbook, as bytes: the same for the same figures on any day."""
    import xlsxwriter

    blob = io.BytesIO()
    with xlsxwriter.Workbook(blob, {"in_memory": True}) as book:
        book.set_properties(
            {
                "title": f"Figures for {month_name(month)}",
                "author": project.scorecard.organisation,
                "created": dt.datetime(month.year, month.month, 1),  # noqa: DTZ001  # document dates carry no zone
            }
        )
        _Sheet(book, project, month).draw(wanted)
    return blob.getvalue()


class _Sheet:
    """The one sheet while it is drawn."""

    def __init__(self, book: "Workbook", project: Project, month: date) -> None:
        self._book = book
        self._project = project
        self._month = month
        self._sheet: Worksheet = book.add_worksheet(f"Figures {month:%Y-%m}")
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._marked: Format = book.add_format(_MARKED)

    def draw(self, wanted: Sequence[Wanted]) -> None:
        last_row = _HEADER_ROW + len(wanted)
        self._page(last_row)
        self._head()
        self._sheet.add_table(
            _HEADER_ROW,
            0,
            last_row,
            len(_WIDTHS) - 1,
            {
                "name": f"Figures_{self._month:%Y_%m}",
                "style": None,
                "autofilter": False,
                "columns": [{"header": header, "header_format": self._header_format(header)} for header in _WIDTHS],
            },
        )
        for row, figure in enumerate(wanted, start=_HEADER_ROW + 1):
            self._draw_row(row, figure, is_first=row == _HEADER_ROW + 1 or figure.area == TOTAL)
        self._mark(_HEADER_ROW + 1, last_row)

    def _format(self, **look: Any) -> "Format":
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            base = {"font_name": "Arial", "font_size": 10, "font_color": _TEXT, "valign": "vcenter"}
            self._formats[key] = self._book.add_format(base | look)
        return self._formats[key]

    def _header_format(self, header: str) -> "Format":
        is_number = header in _PARTS or header.startswith("Last ") or header == "Change"
        is_known = header.startswith("Last ") or header == "Change"
        return self._format(
            bold=True, font_color="#FFFFFF", bg_color=_QUIET if is_known else _NAVY, text_wrap=True,
            align="center" if header == "Code" else "right" if is_number and header != "Last period" else "left",
        )  # fmt: skip

    def _page(self, last_row: int) -> None:
        sheet = self._sheet
        for header, width in _WIDTHS.items():
            sheet.set_column(_COLUMN[header], _COLUMN[header], width)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.center_horizontally()
        sheet.hide_gridlines(2)
        sheet.repeat_rows(_HEADER_ROW)
        sheet.print_area(0, 0, last_row, len(_WIDTHS) - 1)
        sheet.ignore_errors({"two_digit_text_year": f"{_LETTER['Period']}1:{_LETTER['Last period']}{last_row + 1}"})
        sheet.freeze_panes(_HEADER_ROW + 1, _COLUMN["Area"] + 1)
        organisation = self._project.scorecard.organisation.replace("&", "&&")[:100]
        sheet.set_header(f'&L&"Arial,Regular"&9{organisation}&R&"Arial,Regular"&9Small numbers not suppressed')
        sheet.set_footer('&L&"Arial,Regular"&9&A&R&"Arial,Regular"&9Page &P of &N')

    def _head(self) -> None:
        name = f"Figures for {month_name(self._month)}: {self._project.scorecard.organisation}"
        self._sheet.write_string(0, 0, name, self._format(font_size=16, bold=True, font_color=_NAVY))
        self._sheet.set_row(0, 26)
        codes = ", ".join(f"{code} {meaning}" for code, meaning in CODES.items())
        words = (
            "Type the numbers into the pale yellow cells and save; then build the scorecard. Grey cells stay blank. "
            "Leave blank what is not known yet. The value is worked out from numerator and denominator: type it only "
            f"where these are not known.\nWhere there is no figure, a code says why: {codes}.\n"
            f"A cell that turns amber is more than {LARGE_CHANGE:.0%} above or below the last figure: look at it "
            "again, and say in the note why it is right. Small numbers are not suppressed here: not for publication."
        )
        look = self._format(font_color=_QUIET, text_wrap=True, valign="top")
        self._sheet.merge_range(1, 0, 1, len(_WIDTHS) - 1, "", look)
        self._sheet.write_string(1, 0, words, look)
        self._sheet.set_row(1, 56)
        self._sheet.set_row(_HEADER_ROW, 30)

    def _draw_row(self, row: int, wanted: Wanted, *, is_first: bool) -> None:
        indicator, line = wanted.indicator, {"top": 1, "top_color": _RULE if not is_first else _QUIET}
        named = self._format(**line, bold=is_first, text_wrap=True)
        texts = [
            ("Indicator", indicator.id, named),
            ("Title", indicator.short, named),
            ("Area", wanted.area, named),
            # as text: whoever types Mar-26 again would make Excel take it for 26 March
            ("Period", called(indicator, wanted.period), self._format(**line, text_wrap=True, num_format="@")),
            ("What to type", _what_to_type(wanted), self._format(**line, font_color=_QUIET, text_wrap=True)),
        ]
        for header, text, look in texts:
            self._sheet.write_string(row, _COLUMN[header], text, look)
        self._sheet.set_row(row, _height([(header, text) for header, text, _ in texts]))
        for part in _PARTS:
            self._entry(row, part, wanted)
        entry = {"bg_color": _ENTRY, "border": 1, "border_color": _EDGE}
        self._sheet.write_blank(row, _COLUMN["Code"], None, self._format(**entry, align="center"))
        self._sheet.write_blank(row, _COLUMN["Note"], None, self._format(**entry, text_wrap=True))
        self._last(row, wanted, line)

    def _entry(self, row: int, part: str, wanted: Wanted) -> None:
        column = _COLUMN[part]
        number = {"num_format": _number_format(wanted.indicator, part), "align": "right"}
        if part == "Denominator" and wanted.population:
            # Blank when it is read: a space whose number format shows the population. So the row stays without a
            # figure until the numerator is typed, and a later estimate comes in by itself.
            shown = f'#,##0;-#,##0;0;"{wanted.population.population:,}"'
            look = self._format(bg_color=_CLOSED, font_color=_QUIET, align="right", num_format=shown)
            self._sheet.write_string(row, column, " ", look)
        elif part != "Numerator" and not wanted.indicator.is_ratio:
            self._sheet.write_blank(row, column, None, self._format(bg_color=_CLOSED))
        else:
            look = self._format(bg_color=_ENTRY, border=1, border_color=_EDGE, **number)
            self._sheet.write_blank(row, column, None, look)
        self._sheet.data_validation(row, column, row, column, _allowed(row, part, wanted.indicator))

    def _last(self, row: int, wanted: Wanted, line: dict[str, Any]) -> None:
        last, look = wanted.last, {**line, "font_color": _QUIET}
        cells: dict[str, object] = dict.fromkeys(
            ("Last period", "Last numerator", "Last denominator", "Last value"), ""
        )
        if last is not None:
            code = f"[{last.code}]" if last.code else ""
            cells["Last period"] = called(wanted.indicator, last.period)
            cells["Last numerator"] = code if last.numerator is None else float(last.numerator)
            if wanted.indicator.is_ratio:
                value = _value(wanted.indicator, last)
                cells["Last denominator"] = code if last.denominator is None else float(last.denominator)
                cells["Last value"] = code if value is None else value
        for header, cell in cells.items():
            if isinstance(cell, float):
                shown = _number_format(wanted.indicator, header.removeprefix("Last ").capitalize())
                self._sheet.write_number(row, _COLUMN[header], cell, self._format(**look, num_format=shown))
            else:
                side = "left" if header == "Last period" else "right"
                self._sheet.write_string(
                    row, _COLUMN[header], str(cell), self._format(**look, align=side, text_wrap=True)
                )
        change = self._format(**look, num_format="+0%;-0%;0%", align="right")
        self._sheet.write_formula(row, _COLUMN["Change"], _change(row), change, "")

    def _mark(self, first: int, last: int) -> None:
        """Amber for what is far from the last figure, as soon as it is typed."""
        limit, line = float(LARGE_CHANGE), first + 1
        for part in _PARTS:
            typed, known = f"${_LETTER[part]}{line}", f"${_LETTER['Last ' + part.lower()]}{line}"
            criteria = f"=IF(AND(ISNUMBER({typed}),ISNUMBER({known})),ABS({typed}-{known})>{limit}*ABS({known}),FALSE)"
            rule = {"type": "formula", "criteria": criteria, "format": self._marked}
            self._sheet.conditional_format(first, _COLUMN[part], last, _COLUMN[part], rule)
        change = f"${_LETTER['Change']}{line}"
        criteria = f"=IF(ISNUMBER({change}),ABS({change})>{limit},FALSE)"
        rule = {"type": "formula", "criteria": criteria, "format": self._marked}
        self._sheet.conditional_format(first, _COLUMN["Change"], last, _COLUMN["Change"], rule)


def _what_to_type(wanted: Wanted) -> str:
    indicator = wanted.indicator
    if not indicator.is_ratio:
        return indicator.numerator_label
    denominator = indicator.denominator_label
    if wanted.population:
        denominator = f"{denominator}, mid-{wanted.population.year} (shown)"
    return f"{indicator.numerator_label}, out of: {denominator}"


def _height(texts: Sequence[tuple[str, str]]) -> float:
    """Points for a row: room for the longest of the wrapped texts, each with its column's header."""
    shares = [len(text) / _WIDTHS[header] for header, text in texts]
    lines = max(1 if share <= 1 else ceil(share * _WIDER) for share in shares)
    return max(_LINE * min(lines, _MOST_LINES) + 5, _LEAST_HEIGHT)


def _value(indicator: Indicator, figure: Figure) -> float | None:
    """The figure's value as a cell holds it, unrounded; None where it is not known."""
    if figure.value is not None:
        return float(indicator.in_cells(figure.value))
    if figure.numerator is None or not figure.denominator:
        return None
    return float(Fraction(figure.numerator) / Fraction(figure.denominator) * indicator.multiplier)


def _change(row: int) -> str:
    """The change on the last figure, as a share of it: of the value where it is typed alone, else of the numerator."""
    typed, known = f"{_LETTER['Numerator']}{row + 1}", f"{_LETTER['Last numerator']}{row + 1}"
    value, last_value = f"{_LETTER['Value']}{row + 1}", f"{_LETTER['Last value']}{row + 1}"

    def against(typed: str, known: str, otherwise: str) -> str:
        both = f"AND(ISNUMBER({typed}),ISNUMBER({known}))"
        return f'IF({both},IF({known}=0,"",({typed}-{known})/ABS({known})),{otherwise})'

    return f"={against(typed, known, against(value, last_value, chr(34) * 2))}"


def _number_format(indicator: Indicator, part: str) -> str:
    if part == "Value" and indicator.unit == "percent":
        # In a cell that shows per cent Excel takes 54, 54% and 0.54 all for 54%.
        return "0%" if indicator.decimals == 0 else f"0.{'0' * indicator.decimals}%"
    if indicator.unit == "currency" and part != "Denominator":
        return "£#,##0.00" if indicator.decimals else "£#,##0"
    if part == "Value":
        return f"#,##0.{'0' * indicator.decimals}" if indicator.decimals else "#,##0"
    return "#,##0" if indicator.unit in {"percent", "count", "rate"} else "General"


def _allowed(row: int, part: str, indicator: Indicator) -> dict[str, Any]:
    """What Excel lets an officer type into the cell, and what it says of anything else."""
    numerator, denominator, value = (f"${_LETTER[name]}{row + 1}" for name in _PARTS)
    cell = f"${_LETTER[part]}{row + 1}"
    rule, words = f"ISNUMBER({cell})", "Type a number; where there is none, a code into the column Code."
    if part != "Numerator" and not indicator.is_ratio:
        words = "This figure is a number by itself: type it as the numerator, and leave this cell blank."
        return {
            "validate": "custom",
            "value": f"=AND({rule},FALSE)",
            "error_title": "Leave it blank",
            "error_message": words,
        }
    if indicator.unit != "currency" or part == "Denominator":
        rule, words = f"{rule},{cell}>=0", "Type a number, 0 or more; where there is none, a code into the column Code."
    if indicator.unit == "percent" and part == "Value":
        rule, words = f"{rule},{value}<=1", "Type a percentage between 0% and 100%."
    elif indicator.unit == "percent":
        rule = f"{rule},OR(NOT(ISNUMBER({numerator})),NOT(ISNUMBER({denominator})),{numerator}<={denominator})"
        words = "The numerator cannot be above the denominator: look whether the two have changed places."
    return {"validate": "custom", "value": f"=AND({rule})", "error_title": f"{part}", "error_message": words}
