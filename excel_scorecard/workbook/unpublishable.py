"""Unpublishable: where in a workbook figures stand that may not leave the house, such as those shared within a region.

A copy for a committee must go without all that is named here: cells, plot columns, what charts hold of them, and texts
that say them. The workbook's memory knows which comparators they are. What becomes of the places is the caller's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from excel_scorecard.ooxml.cells import Area, address
from excel_scorecard.ooxml.names import area_of
from excel_scorecard.workbook.officers_copy import OfficersCopy, Page

Kind = Literal["slot", "plot column", "line", "list", "chart", "memory"]
COMPARATORS_LINE: Final = "comparators_text"
FIRST: Final = "one"
"""The comparator that the summary names."""


@dataclass(frozen=True)
class Place:
    """A place that holds an unpublishable figure.

    Attributes:
        indicator: whose comparator it is.
        kind: a slot of the page; a plot column of its table, each cell of it; the line that says all comparators; a
            row's cell in a list (summary, Definitions); a chart, whose caches hold the column; the workbook's memory.
        sheet: its sheet; empty for the memory.
        area: its cells; None for a chart and the memory.
        name: slot or column by its role, the chart's part.

    """

    indicator: str
    kind: Kind
    sheet: str
    name: str
    area: Area | None = None

    def __str__(self) -> str:
        if self.area is None:
            return f"{self.sheet}: {self.name}" if self.sheet else self.name
        first, last = (self.area.first_row, self.area.first_column), (self.area.last_row, self.area.last_column)
        cells = address(*first) if first == last else f"{address(*first)}:{address(*last)}"
        return f"{self.sheet}!{cells} ({self.name})"


def unpublishable(copy: OfficersCopy) -> tuple[Place, ...]:
    """Every place of the workbook that holds a figure which is not for publication; none where all may be published.

    Officers' own texts, sheets and copies of pages are not looked through: they may repeat such a figure.
    """
    return tuple(place for page in copy.pages.values() if page.memory for place in _of_page(copy, page))


def _of_page(copy: OfficersCopy, page: Page) -> Iterator[Place]:
    withheld = page.memory.withheld if page.memory else ()
    if not withheld:
        return
    sheet, layout = page.sheet.name, page.layout
    slots = [f"comparator_{which}{ending}" for which in withheld for ending in ("", "_label", "_period")]
    for slot in slots:
        yield from (Place(page.id, "slot", sheet, slot, _cell(*at)) for at in layout.slots.get(slot, ()))
    for at in layout.slots.get(COMPARATORS_LINE, ()):
        yield Place(page.id, "line", sheet, COMPARATORS_LINE, _cell(*at))
    columns = [f"monthly_comparator_{which}_line" for which in withheld]
    yield from _plotted(page, [role for role in columns if role in layout.tables["Monthly"].columns])
    yield from _listed(copy, page, withheld)
    yield Place(page.id, "memory", "", "the workbook's memory")


def _plotted(page: Page, columns: list[str]) -> Iterator[Place]:
    body = page.tables["Monthly"].body
    areas = []
    for role in columns:
        column = page.layout.tables["Monthly"].sheet_column(role)
        areas.append(Area(body.first_row, column, body.last_row, column))
        yield Place(page.id, "plot column", page.sheet.name, role, areas[-1])
    for chart in page.sheet.charts:
        read = [found[1] for reference in chart.references() if (found := area_of(reference.formula))]
        if any(area.overlaps(each) for area in areas for cells in read for each in cells):
            yield Place(page.id, "chart", page.sheet.name, chart.part)


def _listed(copy: OfficersCopy, page: Page, withheld: tuple[str, ...]) -> Iterator[Place]:
    """The cells of the lists that name the comparators: the summary the first alone, Definitions all."""
    roles = {"Definitions": "definitions_comparators"}
    if FIRST in withheld:
        roles["Summary"] = "summary_comparator"
    for role, column in roles.items():
        layout = copy.summary if role == "Summary" else copy.lists.get(role)
        if layout is None or column not in layout.tables[role].columns:
            continue
        at = layout.tables[role].sheet_column(column)
        for row, id_ in copy.list_rows(role):
            if id_ == page.id:
                yield Place(page.id, "list", layout.sheet, column, _cell(row, at))


def _cell(row: int, column: int) -> Area:
    return Area(row, column, row, column)
