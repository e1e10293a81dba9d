"""Fill, the first page: the month, counts, concerns, and a row an indicator with its link and sparkline.

The figures are formulas over the indicators' sheets. Where the project has groups, each has a subheading in a row above
its indicators, or its name in a column, as the template has named the one or the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from excel_scorecard.calendar import month_label
from excel_scorecard.comparison import one
from excel_scorecard.judgement import counts_formula
from excel_scorecard.ooxml.cells import Area, Input, address, quoted, reference
from excel_scorecard.ooxml.formulas import column_specifier
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.ooxml.table import Table
from excel_scorecard.scorecard import MonthlyScorecard
from excel_scorecard.wording import literal
from excel_scorecard.workbook.contract import COMPARATORS
from excel_scorecard.workbook.fill_lists import (
    INDENT,
    Cell,
    FilledList,
    FilledPage,
    fill_table,
    least_height,
    link_pages,
    pages_by_row,
    row_heights,
    set_heights,
)
from excel_scorecard.workbook.fit import PADDING, row_height
from excel_scorecard.workbook.layout import Layout
from excel_scorecard.workbook.list_rows import Key, Standings
from excel_scorecard.workbook.stale import concerns_written_for, stale_concerns, stale_concerns_formula

SPARK_MONTHS = 13  # a month beside the same month of the year before
SPARK_LEAST = 3  # with fewer there is no trend to draw: the cell says since when there are figures
ROOMY = 14  # so many rows without groups may all be as high as the template's: they fit a page
TIGHT = 1.0  # points of space in a row where there are many
HEADING = "heading:"  # before a group's name, as a row's key
UNGROUPED = "Other indicators"
NO_TARGET = "None"


@dataclass(frozen=True)
class Entry:
    """A row of the summary: an indicator's, or a group's subheading."""

    page: FilledPage | None
    heading: str = ""

    @property
    def key(self) -> Key:
        """What tells the row from the others."""
        return f"{HEADING}{self.heading}" if self.page is None else self.page.page.indicator.id


def entries(pages: Sequence[FilledPage], *, subheadings: bool) -> list[Entry]:
    """The summary's rows: groups in the order in which they first come, each under its name where `subheadings`."""
    groups = list(dict.fromkeys(filled.page.indicator.group for filled in pages))
    ordered = sorted(pages, key=lambda filled: groups.index(filled.page.indicator.group))
    found: list[Entry] = []
    for group, members in groupby(ordered, key=lambda filled: filled.page.indicator.group):
        if subheadings and (group or found):
            found.append(Entry(None, group or UNGROUPED))
        found += [Entry(filled) for filled in members]
    return found


def fill_summary(
    sheet: Sheet,
    layout: Layout,
    scorecard: MonthlyScorecard,
    texts: Mapping[str, str],
    pages: Sequence[FilledPage],
    standings: Standings,
) -> None:
    """The first page: texts, the month, counts, a row an indicator with link and sparkline. Not the concerns."""
    placed = layout.tables["Summary"]
    listed = entries(pages, subheadings="summary_subheading" in placed.columns)
    rows = {entry.key: _summary_row(entry, sheet) for entry in listed}
    for name, text in texts.items():
        _write(sheet, layout, name, text or None)
    _write(sheet, layout, "month", scorecard.month)
    columns, table = placed.columns, sheet.table(placed.name)
    if {"summary_rating", "summary_direction"} <= columns.keys():
        rating, direction = (
            f"{table.name}[{column_specifier(table.columns[columns[role]])}]"
            for role in ("summary_rating", "summary_direction")
        )
        formula = counts_formula(rating, direction, scorecard.labels)
        _write(sheet, layout, "counts_text", scorecard.counts_text, formula)
    _written_for(sheet, layout, scorecard)
    _revised(sheet, layout, table, pages)
    filled_list = fill_table(sheet, layout, "Summary", rows, standings)
    if filled_list is None:
        return
    heading = _average_heading(pages)
    if heading and "summary_average" in columns:
        table.retitle(columns["summary_average"], heading)
    placed_pages = pages_by_row(filled_list, pages)
    link_pages(sheet, layout, "Summary", placed_pages)
    _sparklines(sheet, layout, placed_pages)
    _heights(sheet, layout, filled_list, rows, standings)


def _written_for(sheet: Sheet, layout: Layout, scorecard: MonthlyScorecard) -> None:
    """What the concerns were written for, and whether they are to be read again."""
    said = concerns_written_for(scorecard)
    _write(sheet, layout, "written_for", said)
    if all(layout.has(slot) for slot in ("concerns", "counts_text", "month")):
        concerns, month, counts = (layout.expression(slot) for slot in ("concerns", "month", "counts_text"))
        kept = layout.expression("written_for") if layout.has("written_for") else literal(said)
        formula = stale_concerns_formula(concerns, kept, month, counts)
        _write(sheet, layout, "stale", stale_concerns(scorecard), formula)


def _revised(sheet: Sheet, layout: Layout, table: Table, pages: Sequence[FilledPage]) -> None:
    """How many figures have changed since they were last published; nothing where none has."""
    count = sum(bool(row.revised) for filled in pages for row in filled.page.months)
    placed = layout.tables["Summary"].columns
    formula = None
    if "summary_revised" in placed:
        column = f"{table.name}[{column_specifier(table.columns[placed['summary_revised']])}]"
        formula = revised_text_formula(f"SUM({column})")
    _write(sheet, layout, "revised_text", revised_text(count) if count or formula else None, formula)


def revised_text(count: int) -> str:
    """The summary's line of revisions: `3 figures revised since first given`."""
    return f"{count} figure{'' if count == 1 else 's'} revised since first given" if count else ""


def revised_text_formula(count: str) -> str:
    """The formula of `revised_text`."""
    return f'IF({count}=0,"",{count}&IF({count}=1," figure"," figures")&" revised since first given")'


def _revisions(filled: FilledPage, sheet: Sheet) -> Cell:
    """How many rows of a page's Monthly table are marked as revised."""
    count = sum(bool(row.revised) for row in filled.page.months)
    placed = filled.layout.tables["Monthly"]
    if "monthly_revised" not in placed.columns:
        return count, None
    table = filled.monthly(sheet.workbook)
    column = column_specifier(table.columns[placed.columns["monthly_revised"]])
    return count, f'COUNTIF({table.name}[{column}],"?*")'


def fit_concerns(sheet: Sheet, layout: Layout, concerns: str, *, only_higher: bool = False) -> None:
    """The concerns' row as high as they are, with a line to spare for an officer's addition.

    `only_higher` leaves a row that has room as high as it is.
    """
    for row, column in layout.slots.get("concerns", ()):
        merged = next((a for a in sheet.merged if (a.first_row, a.first_column) == (row, column)), None)
        columns = merged.columns if merged else (column,)
        if merged and merged.height > 1:
            continue
        width = sum(sheet.column_width(c) for c in columns) - INDENT
        needed, now = row_height([(concerns + "\n", width)]), sheet.row_height(row)
        if not only_higher or (now is not None and needed > now):
            sheet.set_row_height(row, needed)


def _average_heading(pages: Sequence[FilledPage]) -> str:
    """The heading over the averages; empty where the template's own "6-month average" is right for every row."""
    headings = {filled.page.judgement.average_heading for filled in pages if filled.page.judgement.average_months}
    if len(headings) == 1 and headings != {"6-month average"}:
        return headings.pop()
    if headings in (set(), {"6-month average"}):
        return ""
    return "Average"  # of different lengths, a heading cannot say which: each page does


def _write(sheet: Sheet, layout: Layout, slot: str, value: Input, formula: str | None = None) -> None:
    for place in layout.slots.get(slot, ()):
        sheet.write(*place, value, formula)


def _summary_row(entry: Entry, sheet: Sheet) -> dict[str, Cell]:
    filled = entry.page
    if filled is None:
        return {"summary_subheading": (entry.heading, None)}
    page, indicator = filled.page, filled.page.indicator
    judged = page.judgement
    return {
        "summary_number": (indicator.number, None),
        "summary_title": _title(filled),
        "summary_group": (indicator.group or None, None),
        "summary_value": filled.slot("value", judged.value),
        "summary_average": filled.slot("average", judged.average),
        "summary_target": _target(filled),
        "summary_rating": filled.slot("rating", judged.rating),
        "summary_direction": filled.slot("direction", judged.direction),
        "summary_comparator": _comparator(filled),
        "summary_id": (indicator.id, None),
        "summary_unit": (indicator.unit, None),
        "summary_places": (indicator.places, None),
        "summary_revised": _revisions(filled, sheet),
    }


def _title(filled: FilledPage) -> Cell:
    """The title; of a quarter or a year with its period, which is not the summary's month."""
    indicator, judged = filled.page.indicator, filled.page.judgement
    title, formula = filled.slot("title", indicator.title)
    if indicator.period_months == 1:
        return title, formula
    said = [_within(text) for text in (judged.period_label, judged.next_due) if text]
    (_, period), (_, due) = filled.slot("period_label", ""), filled.slot("next_due", "")
    text = f"{title} ({'; '.join(said)})"
    if not (formula and period and due):
        return text, None
    first, then = (f"LOWER(LEFT({words},1))&MID({words},2,99)" for words in (period, due))
    return text, f'{formula}&" ("&{first}&IF({due}="","","; "&{then})&")"'


def _within(text: str) -> str:
    """As it is said within a sentence: quarter to Dec-25."""
    return text[:1].lower() + text[1:]


def _target(filled: FilledPage) -> Cell:
    """The target as a number; of a band as a text, 15% to 20%; where there is none, the word for it."""
    page = filled.page
    if page.indicator.good == "band" and page.judgement.target_upper != "[z]":
        return filled.slot("target_text", page.judgement.target_text)
    target, formula = filled.slot("target", page.judgement.target)
    shown = NO_TARGET if target == "[z]" else target
    return shown, f'IF({formula}="[z]","{NO_TARGET}",{formula})' if formula else None


def _comparator(filled: FilledPage) -> Cell:
    """Comparator one with its name, such as `England 2014-15: 82%`; blank where there is none."""
    page = filled.page
    if not page.comparisons:
        return None, None
    said, layout = one(page.indicator), filled.layout
    text = said.text(page.judgement.month)
    if not all(layout.has(slot) for slot in ("comparator_one", "comparator_one_label")):
        return text, None
    at = page.judgement.month

    def cell(slot: str) -> str:
        return f"{quoted(filled.sheet)}!{layout.expression(slot)}"

    month = cell("month") if layout.has("month") else f"DATE({at.year},{at.month},1)"
    return text, said.formula(COMPARATORS, month, cell)


def _sparklines(sheet: Sheet, layout: Layout, pages: Mapping[int, FilledPage]) -> None:
    summary = layout.tables["Summary"]
    if "summary_trend" not in summary.columns or not sheet.sparkline_groups:
        return
    column = summary.sheet_column("summary_trend")
    lines = []
    for row, filled in pages.items():
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


def _heights(
    sheet: Sheet,
    layout: Layout,
    filled_list: FilledList,
    rows: Mapping[Key, Mapping[str, Cell]],
    standings: Standings,
) -> None:
    """Rows as high as the template's, or higher where a text needs it; lower only where there are many, or groups."""
    given = least_height(sheet, filled_list)
    is_tight = len(rows) > ROOMY or any(key.startswith(HEADING) for key in rows)
    wrapped = ("summary_title", "summary_comparator")
    texts = [{role: row[role] for role in wrapped if role in row} for row in rows.values()]
    heights = row_heights(sheet, layout, "Summary", texts, TIGHT if is_tight else PADDING)
    least = 0.0 if is_tight or given is None else given
    needed = {key: max(height, least) for key, height in zip(rows, heights, strict=True)}
    set_heights(sheet, "Summary", filled_list, needed, standings)
