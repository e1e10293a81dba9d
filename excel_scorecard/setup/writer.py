"""Writer of scorecard.xlsx: plain settings, typed figures and texts on sheets that an officer fills in.

Draws the sheets that are declared for the reader: a title, help, headings, an example that is not read, and yellow
cells with a drop-down wherever there is a choice. XlsxWriter writes; data is text and never becomes a formula.
"""

import io
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from excel_scorecard.commentary import SHEET as COMMENTARY
from excel_scorecard.errors import ProjectError
from excel_scorecard.project.sheets import COMPARING, FIGURES, LABELS, SETTINGS, SETTINGS_SHEET, SHEETS
from excel_scorecard.settings_book import EXAMPLE, Block, Column, Sheet
from excel_scorecard.setup.lists import define_lists, validate
from excel_scorecard.setup.look import ENTRY, NAVY, PALE, QUIET, TEXT, WRAPPED_FROM, Look, write_figure, write_setting
from excel_scorecard.setup.start_here import write_start_here

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Row = Mapping[str, object]

BOOK = (*SHEETS, FIGURES, COMMENTARY)
"""The sheets in the order of their tabs."""

# Rows that have a drop-down, from the first entry on; and yellow rows below the last entry.
ROWS_WITH_LISTS = 500
SPARE_ROWS = 15
SPARE_NOTES = 3

_PAPER_A4 = 9
LINE_POINTS = 12.75
LETTERS_A_CHARACTER = 1.1  # a column is as wide as so many noughts; letters are narrower
# Characters across an A4 page on its side at this scale, in Arial 10.
PRINT_SCALE = 70
PAGE_CHARACTERS = 190


def write_book(settings: Mapping[str, Any], figures: Sequence[Row] = (), remarks: Sequence[Row] = ()) -> bytes:
    """A workbook that is read as these settings.

    Args:
        settings: the names and nesting of scorecard.toml.
        figures: rows of the sheet Figures by its columns' keys, each cell as the text that a CSV file would hold.
        remarks: rows of the sheet Commentary: month, indicator, and the settings of `Remarks`.

    Raises:
        ProjectError: a text fits into no cell.

    """
    from xlsxwriter import Workbook

    blob = io.BytesIO()
    book = Workbook(blob, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "Scorecard settings", "created": datetime(2026, 1, 1, tzinfo=UTC)})
    book.set_size(2400, 1300)
    look = Look(book)
    write_start_here(book, look, [sheet.name for sheet in BOOK])
    rows = _rows(settings, figures, remarks)
    for sheet in BOOK:
        if sheet is SETTINGS_SHEET:
            _write_settings(book, look, settings.get("scorecard", {}), settings.get("comparators", {}))
        else:
            _write_sheet(book, look, sheet, rows[sheet.name])
    define_lists(book, settings, first_entry_row)
    book.close()
    return blob.getvalue()


def first_entry_row(sheet: Sheet) -> int:
    """The row, counted from 0, in which the sheet's entries begin; the example stands above it."""
    return _header_row(sheet) + 2


def _header_row(sheet: Sheet) -> int:
    return 4 if any(column.band for column in sheet.columns) else 3


def _rows(
    settings: Mapping[str, Any], figures: Sequence[Row], remarks: Sequence[Row]
) -> dict[str, list[Sequence[Row]]]:
    """The rows of every block, by the sheet's name."""
    indicators = settings.get("indicator", [])

    def within(section: str) -> list[Row]:
        return [{"indicator": i["id"], "unit": i["unit"], **row} for i in indicators for row in i.get(section, [])]

    own: dict[str, Sequence[Row]] = {
        "indicator": indicators,
        "target": within("target"),
        "comparator": within("comparator"),
        "change": within("change"),
        "rebase": within("rebase"),
        "figures": figures,
        "remarks": remarks,
    }
    return {
        sheet.name: [own.get(block.section, settings.get(block.section, [])) for block in sheet.blocks]
        for sheet in BOOK
    }


def _write_settings(book: "Workbook", look: Look, scorecard: Mapping[str, Any], comparing: Mapping[str, Any]) -> None:
    sheet = _opened(book, look, SETTINGS_SHEET)
    columns = SETTINGS_SHEET.columns
    at = _header_row(SETTINGS_SHEET)
    for number, column in enumerate(columns):
        sheet.write_string(at, number, column.header, look.head(is_needed=number < 2))
    name_look = look(bold=True, valign="top", bottom=4, bottom_color=PALE)
    help_look = look(font_color=QUIET, text_wrap=True, valign="top", bottom=4, bottom_color=PALE)
    for column in SETTINGS:
        section = comparing if column in COMPARING else scorecard
        section = scorecard.get("rating_labels", {}) if column in LABELS else section
        given = section.get(column.key)
        values = list(given) if isinstance(given, list | tuple) else [given]
        values += [None] * (SPARE_NOTES if column.is_repeated and column.key == "notes" else 0)
        for value in values:
            at += 1
            sheet.write_string(at, 0, column.header, name_look)
            write_setting(sheet, at, 1, value, _wide(column), look, place=f"Settings, {column.header}")
            _fit(sheet, at, [(str(value or ""), columns[1].width), (_help(column), columns[2].width)])
            sheet.write_string(at, 2, _help(column), help_look)
            validate(sheet, column, at, at, 1)
    sheet.print_area(0, 0, at, 2)


def _wide(column: Column) -> Column:
    return replace(column, width=SETTINGS_SHEET.columns[1].width)


def _write_sheet(book: "Workbook", look: Look, declared: Sheet, blocks: Sequence[Sequence[Row]]) -> None:
    sheet = _opened(book, look, declared)
    at, last = 0, first_entry_row(declared)
    for block, rows in zip(declared.blocks, blocks, strict=True):
        last = max(last, _write_block(sheet, look, declared, block, rows, at))
        at += len(block.columns)
    sheet.print_area(0, 0, last - SPARE_ROWS + 5, at - 1)


def _write_block(sheet: "Worksheet", look: Look, declared: Sheet, block: Block, rows: Sequence[Row], left: int) -> int:
    head, first = _header_row(declared), first_entry_row(declared)
    end = first + len(rows) + SPARE_ROWS
    said = [(_help(column), column.width) for column in declared.columns]
    _fit(sheet, head - 1, said)
    _fit(sheet, head + 1, [(str(b.example.get(c.key, "")), c.width) for b in declared.blocks for c in b.columns])
    for at, column in enumerate(block.columns, start=left):
        sheet.write_string(head - 1, at, _help(column), look(font_color=QUIET, text_wrap=True, valign="bottom"))
        sheet.write_string(head, at, column.header, look.head(is_needed=column.is_needed))
        example = block.example.get(column.key, "")
        shape = look(italic=True, font_color=QUIET, bg_color=PALE, text_wrap=True, valign="top")
        sheet.write_string(head + 1, at, str(example), shape)
        for row in range(first + len(rows), end):
            sheet.write_blank(row, at, None, look.entry(column))
        validate(sheet, column, first, first + max(ROWS_WITH_LISTS, len(rows)), at)
    for row, entry in enumerate(rows, start=first):
        _refuse_example(declared, block, entry)
        wrapped = [column for column in block.columns if column.kind == "text" and column.width >= WRAPPED_FROM]
        _fit(sheet, row, [(str(entry.get(column.key, "")), column.width) for column in wrapped])
        for at, column in enumerate(block.columns, start=left):
            place = f"{declared.name}, row {row + 1}, {column.header}"
            if declared is FIGURES:
                write_figure(sheet, row, at, str(entry.get(column.key) or ""), column, look, place)
            else:
                value = entry.get(column.key)
                write_setting(sheet, row, at, value, column, look, unit=str(entry.get("unit", "")), place=place)
    return end


def _refuse_example(declared: Sheet, block: Block, entry: Row) -> None:
    """An entry whose name begins as the examples do would not be read again."""
    filled = next((str(entry[c.key]) for c in block.columns if entry.get(c.key) not in {None, ""}), "")
    if filled.strip().casefold().startswith(EXAMPLE.casefold()):
        what = f"'{filled[:40]}' begins with '{EXAMPLE}', and such rows of the workbook are not read."
        raise ProjectError(what, where=declared.name, mend="Give it another name, or keep this project as text files.")


def _opened(book: "Workbook", look: Look, declared: Sheet) -> "Worksheet":
    """A new sheet with its title, what it is for, its bands and widths, and its pages."""
    sheet = book.add_worksheet(declared.name)
    head = _header_row(declared)
    sheet.hide_gridlines(2)
    sheet.set_tab_color(ENTRY if declared.name in {FIGURES.name, COMMENTARY.name} else NAVY)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, declared.name, look(font_size=18, bold=True, font_color=NAVY, valign="vcenter"))
    sheet.write_string(1, 0, declared.about, look(font_size=11, font_color=TEXT, valign="vcenter"))
    sheet.set_row(1, 20)
    before = ""
    for at, column in enumerate(declared.columns):
        sheet.set_column(at, at, column.width, look())
        if column.band and head == 4:
            said = column.band if column.band != before else ""
            shape = look(bold=True, font_size=11, font_color=NAVY, bottom=2, bottom_color=NAVY)
            sheet.write_string(2, at, said, shape) if said else sheet.write_blank(2, at, None, shape)
            before = column.band
    sheet.freeze_panes(head + 1, 1)
    sheet.repeat_rows(head)
    sheet.set_landscape()
    sheet.set_paper(_PAPER_A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.set_footer("&L&A&RPage &P of &N")
    _set_pages(sheet, declared)
    sheet.set_selection(
        head + 2, 1 if declared is SETTINGS_SHEET else 0, head + 2, 1 if declared is SETTINGS_SHEET else 0
    )
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD2000"})
    return sheet


def _help(column: Column) -> str:
    """The help above a column, or beside a setting."""
    return f"Needed. {column.help}" if column.is_needed else column.help


def _fit(sheet: "Worksheet", row: int, texts: Sequence[tuple[str, float]]) -> None:
    """Make a row as high as its wrapped texts need; LibreOffice does not do so by itself on opening."""
    lines = max((_lines(text, width) for text, width in texts), default=1)
    if lines > 1:
        sheet.set_row(row, min(lines * LINE_POINTS + 3, 400))


def _lines(text: str, width: float) -> int:
    return sum(max(1, len(textwrap.wrap(part, int(width * LETTERS_A_CHARACTER)))) for part in text.split("\n"))


def _set_pages(sheet: "Worksheet", declared: Sheet) -> None:
    """One page wide; a sheet of many columns has a page for its bands instead, each with the first column."""
    breaks, width = [], 0.0
    for at, column in enumerate(declared.columns):
        if at and width + column.width > PAGE_CHARACTERS:
            breaks.append(at)
            width = declared.columns[0].width
        width += column.width
    if len(breaks) < 2:
        sheet.fit_to_pages(1, 0)
        return
    sheet.set_v_pagebreaks(breaks)
    sheet.set_print_scale(PRINT_SCALE)
    sheet.repeat_columns(0)
