"""Lists: the Commentary, Checks, Definitions, Data quality and Notes sheets of the stock template."""

from typing import TYPE_CHECKING

from excel_scorecard.brand.furniture import arrow_cells, rate_cells
from excel_scorecard.brand.list_page import ROWS, ListPage
from excel_scorecard.brand.look import Brand, Formats

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

NOTES_WIDTHS = (126, 11)  # the text, the logo
# the last three are read beside, and do not print
COMMENTARY_WIDTHS = (4, 36, 19, 12, 13.5, 12.5, 14, 24, 62, 200, 200)

SYMBOLS = (
    ("[x]", "not available"),
    ("[c]", "suppressed: a small number that could identify a person"),
    ("[z]", "not applicable, such as a share of nothing"),
    ("[u]", "of low reliability, as its publisher says"),
    ("[k]", "not zero, but rounds to zero"),
)
METHOD = (
    "Rating: the figure as shown against the target as shown, by the rule under the figures; it says if it is exact.",
    "Rating by judgement: an officer's, and marked so; its reason and the rule's rating stand under the figures.",
    (
        "Target between two figures: the best rating between them, the middle one as far outside as the rule says, "
        "else the worst; two dashed lines."
    ),
    (
        "Average: the sum of the numerators over that of the denominators, for the periods of the heading, up to the "
        "one shown; of counts, the mean."
    ),
    (
        "Quarters and years follow the financial year from April. Between two, a page shows the latest complete one "
        "and when the next is due."
    ),
    (
        "Direction: the period as shown, against what stands beside it. Improving and Worsening follow what is good "
        "for the indicator; Up and Down do not."
    ),
    (
        "Rate: divided by the latest mid-year estimate of the population at or before the end of the period; the page "
        "names its year."
    ),
    (
        "Not in breakdown: what the total holds and the areas do not. Where the areas add up to more than the total, "
        "it is [z]."
    ),
    "A missing figure is never zero: it is a symbol in a cell and a gap in a chart.",
)


def draw_commentary(book: "Workbook", brand: Brand, formats: Formats) -> None:
    """The officers' working list: what is written, signed off and to be read again, beside last month's text."""
    page = ListPage(book, brand, formats, "Commentary", COMMENTARY_WIDTHS, printed=8)
    page.heading("Commentary: what is written and signed off")
    page.strap()
    columns = (
        ("number", "No.", "row_link"),
        ("title", "Indicator", "row_link"),
        ("owner", "Owner", "row_wrap_indent"),
        ("rating", "Rating", "row_rating"),
        ("direction", "Direction", "row_indent"),
        ("length", "Written", "row_wrap_middle"),
        ("signed_off", "Signed off", "row_wrap_middle"),
        ("stale", "Still right?", "row_wrap_middle"),
        ("concern", "Among the main areas of concern", "row_wrap_indent"),
        ("draft", "Draft from this month's figures", "row_wrap_indent"),
        ("last_month", "Last month's commentary", "row_wrap_indent"),
    )
    page.list("Commentary", 3, columns)
    rating, direction, length, stale = (
        page.place(f"commentary_{name}")[1] for name in ("rating", "direction", "length", "stale")
    )
    rate_cells(page.sheet, brand, formats, 4, rating, 3 + ROWS)
    arrow_cells(page.sheet, formats, 4, direction, 3 + ROWS)
    loud = formats.rule(font_color=brand["concern"], bold=True)
    to_write = {"type": "cell", "criteria": "==", "value": '"To write"', "format": loud}
    page.sheet.conditional_format(4, length, 3 + ROWS, length, to_write)
    page.sheet.conditional_format(4, stale, 3 + ROWS, stale, {"type": "no_blanks", "format": loud})
    page.sheet.set_row(3, 18)
    page.sheet.set_row(4, 26.25)
    page.sheet.freeze_panes(4, 2)  # last month's text is far to the right: its indicator stays beside it
    page.finish_list(3)


def draw_checks(book: "Workbook", brand: Brand, formats: Formats) -> None:
    """What is to do before the workbook is sent round, a column a check; a count in each row, and one of them all."""
    page = ListPage(book, brand, formats, "Checks", (4, 31, 17, 13, 11.5, 23, 12.5, 11, 8, 6))
    page.heading("Checks before the workbook is sent round")
    page.strap()
    page.slot("checks_text", 3, 0, "key")
    said = "An empty cell has nothing to do. Where a text still holds, clear “written for” on the right of its page."
    page.say(4, 0, said, "quiet")
    columns = (
        ("number", "No.", "row_link"),
        ("title", "Page", "row_link"),
        ("owner", "Owner", "row_wrap_indent"),
        ("commentary", "Commentary", "row_wrap_indent"),
        ("action", "Action", "row_wrap_indent"),
        ("stale", "Still right?", "row_wrap_indent"),
        ("figure", "Figure", "row_wrap_indent"),
        ("judgement", "Judgement", "row_wrap_indent"),
        ("signed_off", "Signed off", "row_wrap_indent"),
        ("todo", "To do", "row_count"),
    )
    page.list("Checks", 5, columns)
    first, last = 6, 5 + ROWS
    loud = formats.rule(font_color=brand["concern"], bold=True)
    found = page.place("checks_commentary")[1], page.place("checks_signed_off")[1]
    page.sheet.conditional_format(first, found[0], last, found[1], {"type": "no_blanks", "format": loud})
    todo = page.place("checks_todo")[1]
    some = {"type": "cell", "criteria": ">", "value": 0, "format": loud}
    page.sheet.conditional_format(first, todo, last, todo, some)
    clear = {"type": "text", "criteria": "not containing", "value": "All clear", "format": loud}
    page.sheet.conditional_format(*page.box("checks_text"), clear)
    for row, height in ((3, 18), (4, 15.75), (5, 27), (6, 26.25)):
        page.sheet.set_row(row, height)
    page.finish_list(5)


def draw_definitions(book: "Workbook", brand: Brand, formats: Formats) -> None:
    """What each indicator measures, how it is rated, and who set its target."""
    page = ListPage(book, brand, formats, "Definitions", (4, 14, 24, 12.5, 16, 17.5, 13, 21, 13))
    page.heading("Definitions, targets and sources")
    page.strap()
    columns = (
        ("number", "No.", "row_wrap"),
        ("title", "Indicator", "row_text"),
        ("definition", "Definition", "row_text"),
        ("measured", "Measured as", "row_text"),
        ("rule", "Rating", "row_text"),
        ("direction", "Direction", "row_text"),
        ("target_source", "Target set by", "row_text"),
        ("comparators", "Compared with", "row_text"),
        ("owner", "Owner", "row_text"),
    )
    page.list("Definitions", 3, columns)
    page.sheet.set_row(3, 18)
    page.finish_list(3)


def draw_quality(book: "Workbook", brand: Brand, formats: Formats) -> None:
    """Figures for which another is used: corrected, typed over a computed one, published before; and records."""
    page = ListPage(book, brand, formats, "Data quality", (5, 30, 12, 15, 20, 18, 35))
    page.heading("Data quality: what was set aside")
    page.strap()
    said = (
        "Figures for which another is used: a correction, one typed in place of a computed one, one published before. "
        "Of records: how many were read and kept."
    )
    page.say(3, 0, said, "body_line")
    page.sheet.set_row(3, 24)
    columns = (
        ("number", "No.", "row_wrap"),
        ("title", "Indicator", "row_text"),
        ("period", "Period", "row_text"),
        ("area", "Area", "row_text"),
        ("was", "Set aside", "row_text"),
        ("now", "Used instead", "row_text"),
        ("why", "Why", "row_text"),
    )
    page.list("Quality", 4, columns)
    page.sheet.set_row(4, 18)
    page.finish_list(4)


def draw_notes(book: "Workbook", brand: Brand, formats: Formats) -> None:
    """How to read the pages, the symbols, and the project's own notes."""
    page = ListPage(book, brand, formats, "Notes", NOTES_WIDTHS)
    page.heading("Notes")
    page.slot("organisation", 1, 0, "quiet", brand.organisation)
    page.slot("marking", 2, 0, "quiet", "Marking")
    row = 3
    page.say(row, 0, "How to read the pages", "section")
    for text in METHOD:
        row += 1
        page.say(row, 0, text, "body")
        page.sheet.set_row(row, 14.25)
    row += 2
    page.say(row, 0, "Symbols", "section")
    for symbol, meaning in SYMBOLS:
        row += 1
        page.say(row, 0, f"{symbol}  {meaning}", "body")
        page.sheet.set_row(row, 14.25)
    row += 2
    page.blank(row, 1, "head")  # the list's head is as wide as the page
    page.list("Notes", row, (("note", "Notes and sources", "row_wrap"),))
    page.sheet.set_row(row, 18)
    page.finish_list(row)
