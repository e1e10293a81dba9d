"""Start here: the first sheet of scorecard.xlsx, which says in a minute how the workbook is filled in and used."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from excel_scorecard.setup.look import ENTRY, ENTRY_EDGE, LINK, NAVY, PALE, QUIET, SLATE, Look

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

NAME = "Start here"

_STEPS = (
    ("Settings", "Whose scorecard it is, and how it looks. Most of it may stay blank."),
    ("Indicators", "A row for each indicator. Five columns are needed: id, number, title, unit, good."),
    ("Targets", "What is wanted, from which day on, and how far off is still Amber."),
    ("Comparators", "England, neighbours, last year: up to four for each indicator. May stay empty."),
    ("Areas and populations", "The areas that figures are broken down by; populations only for rates."),
    ("Teams", "Only if figures are counted from records. May stay empty."),
    ("Consistency", "Figures that are to fit each other: visited children, and children with a plan. May stay empty."),
    ("Figures", "Each month: a row for an indicator and an area. Or put CSV and Excel files into the folder figures."),
    ("Commentary", "Each month: what the figures mean, what is done about it, and the main areas of concern."),
)
_AFTER = (
    "Save this workbook as scorecard.xlsx and close it. In a command window in its folder type:",
    "python -m excel_scorecard build .",
    "The scorecard is a workbook of its own. If something here is wrong, you are told sheet, cell and cure.",
)


def write_start_here(book: "Workbook", look: Look, names: Sequence[str]) -> None:
    """Write the sheet, with a link to each sheet in `names`."""
    sheet = book.add_worksheet(NAME)
    sheet.hide_gridlines(2)
    sheet.set_tab_color("#2E7D4F")
    sheet.set_column(0, 0, 4, look())
    sheet.set_column(1, 1, 26, look())
    sheet.set_column(2, 2, 96, look())
    sheet.set_row(0, 34)
    sheet.write_string(0, 0, "Your performance scorecard", look(font_size=20, bold=True, font_color=NAVY))
    about = (
        "All that is set and typed for it, on eight sheets. What is in them now is of a council that does not exist."
    )
    sheet.write_string(1, 0, about, look(font_size=11))
    row = 3
    sheet.write_string(row, 0, "Fill in, from left to right", look(font_size=12, bold=True, font_color=NAVY))
    told = look(font_size=11, valign="vcenter", bottom=4, bottom_color=PALE)
    for number, (name, what) in enumerate(_STEPS, start=1):
        row += 1
        sheet.set_row(row, 21)
        sheet.write_number(
            row, 0, number, look(font_size=11, bold=True, font_color=NAVY, align="left", valign="vcenter")
        )
        link = look(font_size=11, font_color=LINK, underline=1, valign="vcenter", bottom=4, bottom_color=PALE)
        if name in names:
            sheet.write_url(row, 1, f"internal:'{name}'!A1", link, string=name)
        sheet.write_string(row, 2, what, told)
    row += 2
    sheet.write_string(row, 0, "What the colours mean", look(font_size=12, bold=True, font_color=NAVY))
    entry = look(valign="vcenter", indent=1, bg_color=ENTRY, border=1, border_color=ENTRY_EDGE)
    needed = look(valign="vcenter", indent=1, bg_color=NAVY, font_color="#FFFFFF", bold=True)
    wanted = look(valign="vcenter", indent=1, bg_color=SLATE, font_color="#FFFFFF", bold=True)
    example = look(valign="vcenter", indent=1, bg_color=PALE, font_color=QUIET, italic=True)
    colours = (
        ("Type here", entry, "A cell to type in. Where there is a choice, an arrow beside it opens a list."),
        ("Needed", needed, "A dark heading: this column must be filled in each row."),
        ("If wanted", wanted, "A paler heading: it may be blank, and the help above says what holds then."),
        ("Example: ...", example, "A row to look at. It is not read; leave it, or delete it."),
    )
    for word, shape, what in colours:
        row += 1
        sheet.set_row(row, 18)
        sheet.write_string(row, 1, word, shape)
        sheet.write_string(row, 2, what, look(font_size=11, valign="vcenter", indent=1))
    row += 2
    sheet.write_string(row, 0, "Then", look(font_size=12, bold=True, font_color=NAVY))
    plain, command = look(font_size=11, text_wrap=True), look(font_name="Consolas", font_size=11, bg_color=PALE)
    shapes = (plain, command, plain)
    for what, shape in zip(_AFTER, shapes, strict=True):
        row += 1
        sheet.merge_range(row, 1, row, 2, what, shape)
    sheet.set_row(row, 20)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.print_area(0, 0, row, 2)
