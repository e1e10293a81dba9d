"""Fill, the lists: Commentary, Definitions, Notes and Data quality.

A list is a table that grows with its rows. The Summary is fill_summary.py's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from excel_scorecard.comparison import as_published
from excel_scorecard.ooxml.cells import Area, Input, address, quoted, reference
from excel_scorecard.ooxml.names import area_of
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.ooxml.table import Table
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.published import ATTRIBUTION, LICENCE
from excel_scorecard.rule_words import average_rule, direction_rule
from excel_scorecard.scorecard import IndicatorPage, MonthlyScorecard
from excel_scorecard.wording import range_text
from excel_scorecard.workbook.contract import QUALITY
from excel_scorecard.workbook.fit import PADDING, row_height
from excel_scorecard.workbook.layout import Layout, TableLayout
from excel_scorecard.workbook.list_rows import Key, Standing, Standings, arranged, lift, put_down
from excel_scorecard.workbook.page import all_changes, as_held, characters_used, population_words
from excel_scorecard.workbook.stale import stale

NO_TEXT = [("", 10.0)]
NO_CORRECTION = "No figure was corrected or replaced."
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


@dataclass(frozen=True)
class FilledList:
    """A list that was filled: its table, the sheet's row of each key, and the keys of the rows that are new."""

    table: Table
    rows: Mapping[Key, int]
    new: frozenset[Key]


def fill_table(
    sheet: Sheet, layout: Layout, role: str, rows: Mapping[Key, Mapping[str, Cell]], standings: Standings
) -> FilledList | None:
    """Write `rows` into the sheet's table of that role; None where it has none.

    Cells not given are blank. Where the list stands already, its rows stay in their order (list_rows.py).
    """
    placed = layout.tables.get(role)
    if placed is None:
        return None
    table = sheet.table(placed.name)
    before = table.area
    arrangement = arranged(list(rows), standings.lists.get(role, Standing()), standings.strays.get(role, ()))
    lifted = lift(sheet, table, arrangement)
    table.resize(max(1, len(arrangement.order)))
    print_to(sheet, before, table.area)
    put_down(sheet, table.body, placed, arrangement, lifted)
    if not arrangement.order:
        _write_row(sheet, placed, table.body.first_row, {})
    found: dict[Key, int] = {}
    for row, item in enumerate(arrangement.order, table.body.first_row):
        if not isinstance(item, int):
            found[item] = row
            _write_row(sheet, placed, row, rows[item])
    standings.filled[role] = tuple(found)
    new = (item for item, was in zip(arrangement.order, arrangement.came_from, strict=True) if was is None)
    return FilledList(table, found, frozenset(item for item in new if not isinstance(item, int)))


def _write_row(sheet: Sheet, placed: TableLayout, row: int, said: Mapping[str, Cell]) -> None:
    by_column: dict[int, Cell] = {}
    for role in placed.columns:
        column = placed.sheet_column(role)
        by_column[column] = said.get(role) or by_column.get(column, (None, None))
    for column, cell in by_column.items():
        sheet.write(row, column, *cell)


def print_to(sheet: Sheet, before: Area, after: Area) -> None:
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


CONCERNS_ROW = "Main areas of concern"
"""What the row of the summary's text is called, and its key."""


def link_concerns(sheet: Sheet, layout: Layout, role: str, row: int, summary: Layout) -> None:
    """Let the title of that row lead to the text, where list and summary have both."""
    column_role = f"{role.lower()}_title"
    if column_role in layout.tables[role].columns and summary.has("concerns"):
        column, place = layout.tables[role].sheet_column(column_role), address(*summary.slots["concerns"][0])
        sheet.set_hyperlink(row, column, f"{quoted(summary.sheet)}!{place}", tooltip=f"Go to {CONCERNS_ROW}")


def fill_commentary(
    sheet: Sheet,
    layout: Layout,
    summary: Layout,
    scorecard: MonthlyScorecard,
    pages: Sequence[FilledPage],
    standings: Standings,
) -> None:
    """The officers' working list: what is written, signed off and to be read again, beside what was written last."""
    rows = {filled.page.indicator.id: _commentary_row(filled) for filled in pages}
    has_draft = "commentary_draft" in layout.tables["Commentary"].columns
    if scorecard.last_concerns or (scorecard.draft and has_draft):
        of_all: dict[str, Cell] = {
            "commentary_title": (CONCERNS_ROW, None),
            "commentary_draft": (scorecard.draft or None, None),
            "commentary_last_month": (scorecard.last_concerns or None, None),
        }
        rows = {CONCERNS_ROW: of_all} | rows
    filled_list = fill_table(sheet, layout, "Commentary", rows, standings)
    if filled_list is not None:
        link_pages(sheet, layout, "Commentary", pages_by_row(filled_list, pages))
        if CONCERNS_ROW in rows:
            link_concerns(sheet, layout, "Commentary", filled_list.rows[CONCERNS_ROW], summary)
        at_least_as_made(sheet, layout, "Commentary", rows, filled_list, standings)


def pages_by_row(filled_list: FilledList, pages: Sequence[FilledPage]) -> dict[int, FilledPage]:
    """The pages by the row of the sheet in which a list has each."""
    found = {filled_list.rows[filled.page.indicator.id]: filled for filled in pages}
    return dict(sorted(found.items()))


def at_least_as_made(
    sheet: Sheet,
    layout: Layout,
    role: str,
    rows: Mapping[Key, Mapping[str, Cell]],
    filled_list: FilledList,
    standings: Standings,
) -> None:
    """Rows as high as the template's first, or higher where a text needs it."""
    given = least_height(sheet, filled_list) or 0.0
    heights = row_heights(sheet, layout, role, list(rows.values()))
    needed = {key: max(height, given) for key, height in zip(rows, heights, strict=True)}
    set_heights(sheet, role, filled_list, needed, standings)


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
        "commentary_concern": (page.concern or None, None),
        "commentary_draft": (page.draft or None, None),
        "commentary_last_month": (page.last_month_text or None, None),
    }


def fill_definitions(sheet: Sheet, layout: Layout, pages: Sequence[FilledPage], standings: Standings) -> None:
    """What each indicator measures, how it is rated, and who set its target; rows as high as their text."""
    _fill_text(sheet, layout, "Definitions", {f.page.indicator.id: _definition_row(f) for f in pages}, standings)


def _fill_text(
    sheet: Sheet, layout: Layout, role: str, rows: Mapping[Key, Mapping[str, Cell]], standings: Standings
) -> None:
    """Fill a list of running text, its rows as high as their text."""
    filled_list = fill_table(sheet, layout, role, rows, standings)
    if filled_list is not None:
        heights = dict(zip(rows, row_heights(sheet, layout, role, list(rows.values())), strict=True))
        set_heights(sheet, role, filled_list, heights, standings)


def least_height(sheet: Sheet, filled_list: FilledList) -> float | None:
    """The height that the designer gave a list's rows: of a template's one row its own, later that of the lowest."""
    old = [row for key, row in filled_list.rows.items() if key not in filled_list.new]
    rows = old or [filled_list.table.body.first_row]
    return min((height for row in rows if (height := sheet.row_height(row)) is not None), default=None)


MADE_BY_PROGRAM = frozenset({"Checks"})
"""Lists in which officers write nothing: their rows are as high as what they say now."""


def set_heights(
    sheet: Sheet, role: str, filled_list: FilledList, heights: Mapping[Key, float], standings: Standings
) -> None:
    """Give the rows of a list their heights; a row that stood there before keeps its own where its text has room."""
    for key, row in filled_list.rows.items():
        now = sheet.row_height(row)
        is_ours = standings.is_template or role in MADE_BY_PROGRAM or key in filled_list.new
        if is_ours or (now is not None and heights[key] > now):
            sheet.set_row_height(row, heights[key])


def _definition_row(filled: FilledPage) -> dict[str, Cell]:
    page, i = filled.page, filled.page.indicator
    by_source: dict[str, list[str]] = {}
    for c in page.comparisons:
        known = "; ".join(words for words in (c.detail, *c.marks(page.judgement.month)) if words)
        compared_with = f"{c.label}{f' ({known})' if known else ''}: {as_published(i, c)}"
        by_source.setdefault(c.source, []).append(compared_with)
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
        "definitions_definition": "\n".join(words for words in (i.definition, all_changes(i), population) if words),
        "definitions_measured": measured,
        "definitions_direction": f"{direction_rule(i)}\n{average_rule(i)}",
        "definitions_target_source": "\n".join(words for words in (page.target_source, area_targets(page)) if words),
        "definitions_comparators": compared,
        "definitions_owner": i.owner,
    }
    said: dict[str, Cell] = {role: (text or None, None) for role, text in texts.items()}
    return said | {"definitions_rule": filled.slot("rule_text", page.judgement.rule_text)}


def fill_notes(sheet: Sheet, layout: Layout, scorecard: MonthlyScorecard, standings: Standings) -> None:
    """The project's own notes: sources, licences."""
    _fill_text(sheet, layout, "Notes", note_rows(scorecard), standings)


def note_rows(scorecard: MonthlyScorecard) -> dict[Key, dict[str, Cell]]:
    """The rows of the notes by their text."""
    notes = scorecard.project.scorecard.notes
    if any(LICENCE in c.source for page in scorecard.pages for c in page.comparisons) and ATTRIBUTION not in notes:
        notes = (*notes, ATTRIBUTION)
    notes = notes or ("No notes.",)
    return {as_held(note): {"notes_note": (note, None)} for note in notes}


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


def fill_quality(sheet: Sheet, layout: Layout, scorecard: MonthlyScorecard, standings: Standings) -> None:
    """What was corrected, and which published figures were kept: the figure set aside, the one used, and why."""
    _fill_text(sheet, layout, "Quality", quality_rows(scorecard), standings)


def quality_rows(scorecard: MonthlyScorecard) -> dict[Key, dict[str, Cell]]:
    """The rows of Data quality by what they say."""
    texts = [
        {
            "quality_number": row.number,
            "quality_title": row.title,
            "quality_period": row.period,
            "quality_area": row.area,
            "quality_was": row.was,
            "quality_now": row.now,
            "quality_why": row.why,
        }
        for row in scorecard.replaced
    ]
    roles = [column.role for column in QUALITY]
    texts = texts or [dict.fromkeys(roles, "") | {"quality_title": NO_CORRECTION}]
    return {
        text_key(said[role] for role in roles): {role: (text or None, None) for role, text in said.items()}
        for said in texts
    }


def text_key(texts: Iterable[str]) -> Key:
    """The key of a row that is known by what it says."""
    return as_held(" | ".join(texts))


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
