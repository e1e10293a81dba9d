"""Fill, the lists: the Summary with its sparklines and links, Commentary, Definitions, Notes.

Every list is a table that grows to a row an indicator; the summary's figures are formulas over the indicators' sheets.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from excel_scorecard.calendar import month_label
from excel_scorecard.judgement import counts_formula
from excel_scorecard.ooxml.cells import Area, Input, address, quoted, reference
from excel_scorecard.ooxml.formulas import column_specifier
from excel_scorecard.ooxml.names import area_of
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.ooxml.table import Table
from excel_scorecard.project import Indicator
from excel_scorecard.scorecard import IndicatorPage, MonthlyScorecard
from excel_scorecard.wording import shown, shown_formula
from excel_scorecard.workbook.fit import row_height
from excel_scorecard.workbook.layout import Layout
from excel_scorecard.workbook.page import characters_used

SPARK_MONTHS = 13  # a month beside the same month of the year before
SPARK_LEAST = 3  # with fewer there is no trend to draw: the cell says since when there are figures

INDENT = 1.3  # characters that a cell of running text may stand in from its left edge

Cell = tuple[Input, str | None]


@dataclass(frozen=True)
class FilledPage:
    """An indicator's sheet as it was filled: where the lists read it."""

    sheet: str
    layout: Layout
    page: IndicatorPage
    months: Area  # the body of the Monthly table

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
        for column_role in placed.columns:
            sheet.write(first + number, placed.sheet_column(column_role), *row.get(column_role, (None, None)))
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


def fill_summary(
    sheet: Sheet, layout: Layout, scorecard: MonthlyScorecard, texts: Mapping[str, str], pages: Sequence[FilledPage]
) -> None:
    """The first page: texts, the month, counts, concerns, a row an indicator with link and sparkline."""
    table = fill_table(sheet, layout, "Summary", [_summary_row(filled) for filled in pages])
    for name, text in texts.items():
        _write(sheet, layout, name, text or None)
    _write(sheet, layout, "month", scorecard.month)
    if scorecard.concerns:
        _write(sheet, layout, "concerns", scorecard.concerns)
    if table is None:
        return
    columns = layout.tables["Summary"].columns
    if {"summary_rating", "summary_direction"} <= columns.keys():
        rating, direction = (
            f"{table.name}[{column_specifier(table.columns[columns[role]])}]"
            for role in ("summary_rating", "summary_direction")
        )
        _write(sheet, layout, "counts_text", scorecard.counts_text, counts_formula(rating, direction))
    heading = _average_heading(pages)
    if heading and "summary_average" in columns:
        table.retitle(columns["summary_average"], heading)
    _links(sheet, layout, "Summary", pages, table)
    _sparklines(sheet, layout, pages, table)


def _average_heading(pages: Sequence[FilledPage]) -> str:
    """The heading over the averages; empty where the template's own "6-month average" is right for every row."""
    windows = {filled.page.indicator.window_months for filled in pages}
    headings = {filled.page.judgement.average_heading for filled in pages if filled.page.judgement.average_months}
    if len(headings) == 1 and headings != {"6-month average"}:
        return headings.pop()
    if headings in (set(), {"6-month average"}):
        return ""
    return f"Average of up to {max(windows)} months"


def _write(sheet: Sheet, layout: Layout, slot: str, value: Input, formula: str | None = None) -> None:
    for place in layout.slots.get(slot, ()):
        sheet.write(*place, value, formula)


def _summary_row(filled: FilledPage) -> dict[str, Cell]:
    page, indicator = filled.page, filled.page.indicator
    judged = page.judgement
    return {
        "summary_number": (indicator.number, None),
        "summary_title": filled.slot("title", indicator.title),
        "summary_value": filled.slot("value", judged.value),
        "summary_average": filled.slot("average", judged.average),
        "summary_target": filled.slot("target", judged.target),
        "summary_rating": filled.slot("rating", judged.rating),
        "summary_direction": filled.slot("direction", judged.direction),
        "summary_comparator": _comparator(filled),
        "summary_id": (indicator.id, None),
        "summary_unit": (indicator.unit, None),
        "summary_places": (indicator.places, None),
    }


def _comparator(filled: FilledPage) -> Cell:
    """Comparator one with its name, such as `England 2014-15: 82%`; blank where there is none."""
    page = filled.page
    if not page.comparisons:
        return None, None
    first = page.comparisons[0]
    text = f"{first.label}: {_with_unit(page.indicator, first.value)}"
    if not (filled.layout.has("comparator_one") and filled.layout.has("comparator_one_label")):
        return text, None
    label, value = (
        f"{quoted(filled.sheet)}!{filled.layout.expression(s)}" for s in ("comparator_one_label", "comparator_one")
    )
    number = shown_formula(page.indicator, value)
    return text, f'{label}&": "&IF(ISNUMBER({value}),{number},{value})'


def _with_unit(indicator: Indicator, value: Decimal | str) -> str:
    return value if isinstance(value, str) else shown(indicator, value)


def _links(sheet: Sheet, layout: Layout, role: str, pages: Sequence[FilledPage], table: Table) -> None:
    """Number and title lead to the sheet.

    The title is a formula, which LibreOffice wraps but does not link in a PDF; the number is text, which it does link.
    """
    for part in ("number", "title"):
        column_role = f"{role.lower()}_{part}"
        if column_role not in layout.tables[role].columns:
            continue
        column = layout.tables[role].sheet_column(column_role)
        for row, filled in enumerate(pages, table.body.first_row):
            sheet.set_hyperlink(row, column, f"{quoted(filled.sheet)}!A1", tooltip=f"Go to {filled.page.heading}")


def _sparklines(sheet: Sheet, layout: Layout, pages: Sequence[FilledPage], table: Table) -> None:
    summary = layout.tables["Summary"]
    if "summary_trend" not in summary.columns or not sheet.sparkline_groups:
        return
    column = summary.sheet_column("summary_trend")
    lines = []
    for row, filled in enumerate(pages, table.body.first_row):
        if filled.months.height < SPARK_LEAST:
            first_month = month_label(filled.page.months[0].figures.month)
            sheet.write(row, column, f"from {first_month}")
            continue
        monthly = filled.layout.tables["Monthly"]
        source = "monthly_line" if "monthly_line" in monthly.columns else "monthly_value"
        place = monthly.sheet_column(source)
        first = max(filled.months.first_row, filled.months.last_row - SPARK_MONTHS + 1)
        lines.append((address(row, column), reference(filled.sheet, Area(first, place, filled.months.last_row, place))))
    sheet.set_sparklines(0, lines)


def fill_commentary(sheet: Sheet, layout: Layout, pages: Sequence[FilledPage]) -> None:
    """The officers' working list: what is written and what is signed off."""
    table = fill_table(sheet, layout, "Commentary", [_commentary_row(filled) for filled in pages])
    if table is not None:
        _links(sheet, layout, "Commentary", pages, table)


def _commentary_row(filled: FilledPage) -> dict[str, Cell]:
    page = filled.page
    signed, formula = filled.slot("signed_off", "")
    return {
        "commentary_number": (page.indicator.number, None),
        "commentary_title": filled.slot("title", page.indicator.title),
        "commentary_owner": (page.indicator.owner or None, None),
        "commentary_rating": filled.slot("rating", page.judgement.rating),
        "commentary_direction": filled.slot("direction", page.judgement.direction),
        "commentary_length": filled.slot("characters_used", characters_used(page)),
        # a reference to a blank cell shows 0
        "commentary_signed_off": (signed, f'IF({formula}="","",{formula})' if formula else None),
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
        by_source.setdefault(c.source, []).append(f"{c.label}: {_with_unit(i, c.value)}")
    compared = "\n".join("\n".join(values) + (f"\n{source}" if source else "") for source, values in by_source.items())
    kind = "as at the month's end" if i.kind == "snapshot" else "in the month"
    measured = f"{i.numerator_label} ÷ {i.denominator_label}, {kind}" if i.is_ratio else f"{i.value_label}, {kind}"
    texts = {
        "definitions_number": i.number,
        "definitions_title": i.title,
        "definitions_definition": i.definition,
        "definitions_measured": measured,
        "definitions_target_source": page.target_source,
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


def _heights(sheet: Sheet, layout: Layout, role: str, rows: Sequence[Mapping[str, Cell]], table: Table) -> None:
    placed = layout.tables[role]
    widths = {r: sheet.column_width(placed.sheet_column(r)) - INDENT for r in placed.columns}
    for number, row in enumerate(rows):
        texts = [(str(row[r][0] or ""), widths[r]) for r in placed.columns if r in row]
        sheet.set_row_height(table.body.first_row + number, row_height(texts))
