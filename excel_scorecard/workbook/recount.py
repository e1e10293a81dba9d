"""Recount: the lines that count the lists' rows, once rows are gone: how many are Red, what is revised, what is to do.

Only where the line says what would be counted beforehand: with a project's own words for ratings, or formulas that an
officer has changed, Excel counts when it opens the workbook.
"""

from dataclasses import dataclass

from excel_scorecard.calendar import month_label
from excel_scorecard.counts import counts
from excel_scorecard.ooxml.cells import Value
from excel_scorecard.workbook.checks_sheet import checks_text
from excel_scorecard.workbook.fill_summary import revised_text
from excel_scorecard.workbook.layout import Layout
from excel_scorecard.workbook.officers_copy import OfficersCopy


@dataclass(frozen=True)
class Lines:
    """What the lines say now, and what a count comes to; `is_current`: the concerns were written for these counts."""

    said: dict[str, str]
    counted: dict[str, str]
    is_current: bool


def lines_of(copy: OfficersCopy) -> Lines:
    """The summary's lines, and the rows counted."""
    said = {name: _text(_shown(copy, copy.summary, name)) for name in ("counts_text", "revised_text", "checks_text")}
    return Lines(said, _counted(copy), is_current=_shown(copy, copy.summary, "stale") in (None, ""))


def recount(copy: OfficersCopy, before: Lines) -> None:
    """Let the lines say what the rows that are left come to."""
    now = _counted(copy)
    for name, text in now.items():
        if before.said[name] == before.counted.get(name):
            for layout in (copy.summary, *copy.lists.values()):
                _say(copy, layout, name, text)
    if before.is_current and "counts_text" in now and before.said["counts_text"] == before.counted["counts_text"]:
        # the concerns are of the whole, which these counts no longer are
        _say(copy, copy.summary, "written_for", f"{month_label(copy.month)}: {now['counts_text']}")
        _say(copy, copy.summary, "stale", "")


def _counted(copy: OfficersCopy) -> dict[str, str]:
    found: dict[str, str] = {}
    ratings, directions = (
        _column(copy, copy.summary, "Summary", f"summary_{part}") for part in ("rating", "direction")
    )
    rows = [(_text(r), _text(d)) for r, d in zip(ratings, directions, strict=False) if r not in (None, "")]
    if rows:
        found["counts_text"] = counts(rows)
    revised = [value for value in _column(copy, copy.summary, "Summary", "summary_revised") if isinstance(value, float)]
    found["revised_text"] = revised_text(int(sum(revised)))
    if (checks := copy.lists.get("Checks")) is not None:
        todo = [value for value in _column(copy, checks, "Checks", "checks_todo") if isinstance(value, float)]
        found["checks_text"] = checks_text([int(value) for value in todo])
    return found


def _column(copy: OfficersCopy, layout: Layout, role: str, column: str) -> list[Value]:
    placed = layout.tables[role]
    if column not in placed.columns:
        return []
    sheet = copy.book.sheet(layout.sheet)
    return [sheet.read(row, placed.sheet_column(column)) for row in sheet.table(placed.name).body.rows]


def _shown(copy: OfficersCopy, layout: Layout, name: str) -> Value:
    return copy.book.sheet(layout.sheet).read(*layout.slots[name][0]) if layout.has(name) else None


def _say(copy: OfficersCopy, layout: Layout, name: str, text: str) -> None:
    sheet = copy.book.sheet(layout.sheet)
    for place in layout.slots.get(name, ()):
        sheet.write(*place, text, sheet.formula(*place))


def _text(value: Value) -> str:
    return "" if value is None else str(value)
