"""Changes: the cells of a workbook that hold something else than when it was opened, in words.

Knows what a sheet noted as it was written. A number is said as it stands in the cell, a month as Mar-26.
"""

from collections.abc import Container, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Literal

from excel_scorecard.calendar import month_label
from excel_scorecard.ooxml.cells import Value, address, date_of, quoted
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.ooxml.workbook import Workbook

SHORT = 70  # characters of a text in a list of changes
MONTHS = (36_526, 73_415)  # day numbers of the years 2000 to 2100: a first of a month among them is a month

Kind = Literal["content", "formula", "computed", "limits"]
"""What of a cell is another: what it says; its formula alone; a value that was to be computed is there; or a process
limit or signal of a month, which all move with one figure."""


@dataclass(frozen=True)
class Change:
    """A cell that holds something else now: `'3 Assessments'!C45`, in words what it held and holds."""

    place: str
    was: str
    now: str
    kind: Kind = "content"

    def __str__(self) -> str:
        if self.kind == "formula":
            return f"{self.place}: its formula is as it should be again"
        return f"{self.place}: {_short(self.was)} -> {_short(self.now)}"

    @property
    def sheet(self) -> str:
        """The sheet, as the place says it."""
        return self.place.rpartition("!")[0]

    def as_dict(self) -> dict[str, str]:
        """The same keys for `--json`."""
        return asdict(self)


def _short(text: str) -> str:
    line = " ".join(text.split()) or "nothing"
    return line if len(line) <= SHORT else f"{line[: SHORT - 3]}..."


def changes_of(book: Workbook, limits: Container[tuple[str, int]] = ()) -> Iterator[Change]:
    """The cells that hold something else than when the workbook was opened.

    `limits` are the columns of process limits and signals, by sheet.
    """
    for sheet in book.sheets():
        for row, column in sorted(sheet.altered):
            change = _change(sheet, row, column)
            if change is not None:
                yield replace(change, kind="limits") if (sheet.name, column) in limits else change


def _change(sheet: Sheet, row: int, column: int) -> Change | None:
    was = sheet.altered[row, column]
    value, formula = sheet.read(row, column), sheet.formula(row, column)
    if (value, formula) == (was.value, was.formula):
        return None
    place, date1904 = f"{quoted(sheet.name)}!{address(row, column)}", sheet.workbook.date1904
    before, after = _in_words(was.value, was.formula, date1904), _in_words(value, formula, date1904)
    if was.value == value or before == after:
        before, after = (f"={text}" if text else said for text, said in ((was.formula, before), (formula, after)))
        return Change(place, before, after, "formula")
    is_computed = was.value is None and was.formula is not None
    return Change(place, before, after, "computed" if is_computed else "content")


def _in_words(value: Value, formula: str | None, date1904: bool) -> str:  # the workbook's own word
    if value is None:
        return "to be computed" if formula else "nothing"
    if isinstance(value, bool | str):
        return str(value)
    if MONTHS[0] <= value <= MONTHS[1] and float(value).is_integer() and date_of(value, date1904).day == 1:
        return month_label(date_of(value, date1904))
    return f"{value:.10g}"
