"""Fill, the lists: Commentary, Definitions, Notes and Data quality.

A list is a table that grows with its rows. The Summary is fill_summary.py's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from excel_scorecard.ooxml.cells import Area, Input, quoted, reference
from excel_scorecard.ooxml.names import area_of
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.ooxml.table import Table
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.scorecard import IndicatorPage, MonthlyScorecard
from excel_scorecard.wording import range_text
from excel_scorecard.workbook.fit import PADDING, row_height
from excel_scorecard.workbook.layout import Layout
from excel_scorecard.workbook.page import characters_used, population_words, with_unit
from excel_scorecard.workbook.stale import stale

NO_TEXT = [("", 10.0)]
INDENT = 1.3  # characters that a cell of running text may stand in from its left edge

Cell = tuple[Input, str | None]


@dataclass(frozen=True)
class FilledPage:
    """An indicator's sheet as it was filled: where the lists read it."""

    sheet: str
    layout: Layout
    page: IndicatorPage
    months: Area  # the body of the Monthly table

    def monthly(self, book: Workbook) -> Table:
        """Its Monthly table: a clone's has a name of its own, and stands where its body does."""
        tables = book.sheet(self.sheet).tables
        return next(table for table in tables if table.body == self.months)

    def slot(self, name: str, value: Input) -> Cell:
        """A list's cell that reads a slot of the sheet; its value alone where the template has no such slot."""
        if not self.layout.has(name):
            return value, None
        return value, f"{quoted(self.sheet)}!{self.layout.expression(name)}"


def fill_table(sheet: Sheet, layout: Layout, role: str, rows: Sequence[Mapping[str, Cell]]) -> Table | None:
    """Write `rows` into the sheet's table of that role; None where it has none. Cells not given are blank."""
    placed = layout.tables.get(role)
    if placed is None:
        return None
    table = sheet.table(placed.name)
    before = table.area
    table.resize(max(1, len(rows)))
    _print_to(sheet, before, table.area)
    first = table.body.first_row
    for number, row in enumerate(rows):
        said: dict[int, Cell] = {}
        for column_role in placed.columns:
            column = placed.sheet_column(column_role)
            said[column] = row.get(column_role) or said.get(column, (None, None))
        for column, cell in said.items():
            sheet.write(first + number, column, *cell)
    return table


def _print_to(sheet: Sheet, before: Area, after: Area) -> None:
    """A print area that ended with the table's last row ends with it still."""
    names = sheet.workbook.names
    text = names.local_names(sheet.name).get("_xlnm.print_area")
    found = area_of(text) if text else None
    if found is None:
        return
    areas = [
        Area(a.first_row, a.first_column, after.last_row, a.last_column) if a.last_row == before.last_row else a
        for a in found[1]
    ]
    names.set("_xlnm.Print_Area", ",".join(reference(sheet.name, area) for area in areas), sheet=sheet.name)


def link_pages(sheet: Sheet, layout: Layout, role: str, pages: Mapping[int, FilledPage]) -> None:
    """Let number and title, in the rows given, lead to the indicators' sheets.

    The title is a formula, which LibreOffice wraps but does not link in a PDF; the number is text, which it does link.
    """
    for part in ("number", "title"):
        column_role = f"{role.lower()}_{part}"
        if column_role not in layout.tables[role].columns:
            continue
        column = layout.tables[role].sheet_column(column_role)
        for row, filled in pages.items():
            sheet.set_hyperlink(row, column, f"{quoted(filled.sheet)}!A1", tooltip=f"Go to {filled.page.heading}")


def fill_commentary(sheet: Sheet, layout: Layout, pages: Sequence[FilledPage]) -> None:
    """The officers' working list: what is written, signed off and to be read again, beside what was written last."""
    rows = [_commentary_row(filled) for filled in pages]
    table = fill_table(sheet, layout, "Commentary", rows)
    if table is None:
        return
    link_pages(sheet, layout, "Commentary", dict(enumerate(pages, table.body.first_row)))
    at_least_as_made(sheet, layout, "Commentary", rows, table)


def at_least_as_made(sheet: Sheet, layout: Layout, role: str, rows: Sequence[Mapping[str, Cell]], table: Table) -> None:
    """Rows as high as the template's first, or higher where a text needs it."""
    given = sheet.row_height(table.body.first_row) or 0.0
    for row, height in enumerate(row_heights(sheet, layout, role, rows), table.body.first_row):
        sheet.set_row_height(row, max(height, given))


def _commentary_row(filled: FilledPage) -> dict[str, Cell]:
    page = filled.page
    signed, formula = filled.slot("signed_off", page.remarks.signed_off)
    return {
        "commentary_number": (page.indicator.number, None),
        "commentary_title": filled.slot("title", page.indicator.title),
        "commentary_owner": (page.indicator.owner or None, None),
        "commentary_rating": filled.slot("rating", page.judgement.rating),
        "commentary_direction": filled.slot("direction", page.judgement.direction),
        "commentary_length": filled.slot("characters_used", characters_used(page)),
        # a reference to a blank cell shows 0
        "commentary_signed_off": (signed, f'IF({formula}="","",{formula})' if formula else None),
        "commentary_stale": filled.slot("stale", stale(page)),
        "commentary_last_month": (page.last_month_text or None, None),
    }


def fill_definitions(sheet: Sheet, layout: Layout, pages: Sequence[FilledPage]) -> None:
    """What each indicator measures, how it is rated, and who set its target; rows as high as their text."""
    rows = [_definition_row(filled) for filled in pages]
    table = fill_table(sheet, layout, "Definitions", rows)
    if table is not None:
        _heights(sheet, layout, "Definitions", rows, table)


def _definition_row(filled: FilledPage) -> dict[str, Cell]:
    page, i = filled.page, filled.page.indicator
    by_source: dict[str, list[str]] = {}
    for c in page.comparisons:
        by_source.setdefault(c.source, []).append(f"{c.label}: {with_unit(i, c.value)}")
    compared = "\n".join("\n".join(values) + (f"\n{source}" if source else "") for source, values in by_source.items())
    kind = f"as at the {i.frequency}'s end" if i.kind == "snapshot" else f"in the {i.frequency}"
    per = f" × {i.multiplier:,}" if i.unit == "rate" else ""
    measured = f"{i.numerator_label} ÷ {i.denominator_label}{per}, {kind}" if i.is_ratio else f"{i.value_label}, {kind}"
    population = population_words(page)
    if population and i.unit == "rate":
        population = f"Population: {population}"
    texts = {
        "definitions_number": i.number,
        "definitions_title": i.title,
        "definitions_definition": "\n".join(words for words in (i.definition, population) if words),
        "definitions_measured": measured,
        "definitions_target_source": "\n".join(words for words in (page.target_source, area_targets(page)) if words),
        "definitions_comparators": compared,
        "definitions_owner": i.owner,
    }
    said: dict[str, Cell] = {role: (text or None, None) for role, text in texts.items()}
    return said | {"definitions_rule": filled.slot("rule_text", page.judgement.rule_text)}


def fill_notes(sheet: Sheet, layout: Layout, scorecard: MonthlyScorecard) -> None:
    """The project's own notes: sources, licences."""
    notes = scorecard.project.scorecard.notes or ("No notes.",)
    rows: list[Mapping[str, Cell]] = [{"notes_note": (note, None)} for note in notes]
    table = fill_table(sheet, layout, "Notes", rows)
    if table is not None:
        _heights(sheet, layout, "Notes", rows, table)


def area_targets(page: IndicatorPage) -> str:
    """The targets of areas that have one of their own: `Own targets: EAST 80%, SOUTH 75%`; empty where none has."""
    i = page.indicator
    own = {target.area for target in i.targets if target.area}
    said = ", ".join(
        f"{row.area} {range_text(i, row.target, row.target_upper)}"
        for row in page.areas
        if row.area in own and row.target is not None
    )
    return f"Own targets: {said}" if said else ""


def fill_quality(sheet: Sheet, layout: Layout, scorecard: MonthlyScorecard) -> None:
    """What was corrected, and which published figures were kept: the figure set aside, the one used, and why."""
    rows: list[Mapping[str, Cell]] = [
        {
            "quality_number": (row.number, None),
            "quality_title": (row.title, None),
            "quality_period": (row.period, None),
            "quality_area": (row.area, None),
            "quality_was": (row.was, None),
            "quality_now": (row.now, None),
            "quality_why": (row.why, None),
        }
        for row in scorecard.replaced
    ]
    rows = rows or [{"quality_title": ("No figure was corrected or replaced.", None)}]
    table = fill_table(sheet, layout, "Quality", rows)
    if table is not None:
        _heights(sheet, layout, "Quality", rows, table)


def _heights(sheet: Sheet, layout: Layout, role: str, rows: Sequence[Mapping[str, Cell]], table: Table) -> None:
    for row, height in enumerate(row_heights(sheet, layout, role, rows), table.body.first_row):
        sheet.set_row_height(row, height)


def row_heights(
    sheet: Sheet, layout: Layout, role: str, rows: Sequence[Mapping[str, Cell]], padding: float = PADDING
) -> list[float]:
    """How high each row of a list must be, in points, for its texts to show whole."""
    placed = layout.tables[role]
    widths = {r: sheet.column_width(placed.sheet_column(r)) - INDENT for r in placed.columns}
    return [
        row_height([(str(row[r][0] or ""), widths[r]) for r in placed.columns if r in row] or NO_TEXT, padding)
        for row in rows
    ]
