"""Collect into: the merge of several copies written into the cells of one of them, the master.

Only the cells in which something else stands are written. Formulas that read them lose their value where it may be
wrong, and Excel works them out when it opens the workbook.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from excel_scorecard.calendar import last_complete
from excel_scorecard.commentary import CONCERNS, Styled
from excel_scorecard.ooxml.cells import Input
from excel_scorecard.ooxml.formulas import shifted
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.project import TOTAL, Indicator, Project
from excel_scorecard.workbook.collect.said import OVERRIDE, TextSaid, same_words, slot_at
from excel_scorecard.workbook.collect.said_figures import CODE, FigureSaid
from excel_scorecard.workbook.fill import settle_caches
from excel_scorecard.workbook.memory import Memory, remember
from excel_scorecard.workbook.officers_copy import OfficersCopy, Page, read_copy
from excel_scorecard.workbook.rich_words import styled_of, write_words


def merged_into(
    book: Workbook,
    project: Project,
    texts: Sequence[TextSaid],
    figures: Sequence[FigureSaid],
    beside: Mapping[str, Mapping[str, str]],
) -> bytes | None:
    """The master workbook with what was changed in any copy; None where it says all of it already.

    Args:
        book: the master, which is altered.
        project: whose indicators; a rating by judgement is written in the project's own word.
        texts: the texts that were changed, each once.
        figures: the parts of figures that were, likewise.
        beside: by file and indicator, what the page showed beside which a text was written.

    Raises:
        TemplateError: a cell cannot be written.

    """
    copy = read_copy(book)
    came: list[TextSaid] = []
    for each in texts:
        shown = beside.get(each.file, {}).get(each.of, "")
        if _write_text(copy, project, each) and each.slot in ("commentary", "action") and shown:
            _note_beside(copy.pages[each.of], shown)
            came.append(each)
    for figure in figures:
        if figure.of in copy.pages:
            _write_figure(copy.pages[figure.of], project.indicator(figure.of), figure)
    if not any(sheet.altered for sheet in book.sheets()):
        return None
    if copy.memory is not None:
        remember(book, _as_standing(copy.memory, came))
    settle_caches(book)
    return book.to_bytes()


def _as_standing(memory: Memory, came: Sequence[TextSaid]) -> Memory:
    """The master knows of a text that came that it stands, and was not typed into it beside what its page shows."""
    pages = dict(memory.pages)
    for each in came:
        if (page := pages.get(each.of)) is not None:
            pages[each.of] = replace(page, stood={**page.stood, each.slot: each.text})
    return replace(memory, pages=pages)


def _write_text(copy: OfficersCopy, project: Project, said: TextSaid) -> bool:
    """Write a text into its slot; whether something else stood there."""
    is_concern = said.of == CONCERNS
    page = None if is_concern else copy.pages.get(said.of)
    if page is None and not is_concern:
        return False
    where = slot_at(copy, page.sheet if page else copy.summary_sheet, page.layout if page else copy.summary, said.slot)
    if where is None:
        return False
    styled = said.styled
    if said.slot == OVERRIDE and said.text:
        styled = (Styled(project.indicator(said.of).label(said.text)),)
    return _write(where.sheet, where.row, where.column, styled)


def _note_beside(page: Page, shown: str) -> None:
    """A text that was written beside another figure than the master's page shows is to be read again."""
    for place in page.layout.slots.get("written_for", ()):
        page.sheet.write(*place, shown)


def _write(sheet: Sheet, row: int, column: int, styled: tuple[Styled, ...]) -> bool:
    value = sheet.read(row, column)
    now = styled_of(sheet, row, column, value if isinstance(value, str) else "", sheet.rich(row, column))
    if same_words(now, styled):
        return False
    if sheet.rich(row, column):
        sheet.blank(row, column)  # else plain words would keep the look of the same words there
    write_words(sheet, row, column, styled)
    return True


def _write_figure(page: Page, indicator: Indicator, said: FigureSaid) -> None:
    table = "monthly" if said.area == TOTAL else "breakdown"
    column = page.column(f"{table}_{said.part}")
    row = page.months.get(said.last) if said.area == TOTAL else page.areas.get(said.area)
    if column is None:
        return
    if row is None and said.area == TOTAL and said.last == last_complete(said.last, indicator.period_months):
        row = _new_month(page, said)
    if row is not None:
        page.sheet.write(row, column, _value(said, indicator))


def _value(said: FigureSaid, indicator: Indicator) -> Input:
    if said.part == CODE or said.text.startswith("["):
        return said.text
    number = Decimal(said.text)
    return indicator.in_cells(number) if said.part == "value" else number


def _new_month(page: Page, said: FigureSaid) -> int:
    """A row for a month that an officer typed under the table: the table grows by it."""
    table = page.tables["Monthly"]
    table.resize(table.body.height + 1)
    row = table.body.last_row
    for place in table.body.columns:
        if (formula := page.sheet.formula(row - 1, place)) is not None:
            page.sheet.write(row, place, None, shifted(formula, 1, 0))
    column = page.column("monthly_month")
    if column is not None:
        page.sheet.write(row, column, said.last)
    page.months[said.last] = row
    return row
