"""Said figures: the figures that officers have put right in a copy of the workbook, and those that they typed below.

What was built is the workbook's memory. Only what is typed counts: parts, values as supplied and codes; what formulas
give is theirs to give. Writes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from excel_scorecard.calendar import last_complete, month_label
from excel_scorecard.errors import Finding
from excel_scorecard.figures.cells import WrongCell, read_part
from excel_scorecard.figures.layout import PARTS
from excel_scorecard.ooxml.cells import CellError, Value, address, quoted
from excel_scorecard.project import NOT_IN_BREAKDOWN, TOTAL, Indicator, Project, read_code
from excel_scorecard.workbook.memory import Cells, Held, Memory, PageMemory
from excel_scorecard.workbook.officers_copy import OfficersCopy, Page, held, month_of

CODE: Final = "code"
_TARGETS: Final = ("target", "target_upper", "amber_limit")
_SAME: Final = Decimal("1e-12")  # of a number's size: what another program's arithmetic may change


@dataclass(frozen=True)
class FigureSaid:
    """One part of a figure in one copy, other than it was built.

    Attributes:
        of: the indicator's id; last: the period's last month; area: an area, or TOTAL; part: a part, or `code`.
        text: as corrections.csv is to have it; was: as it was built, in the same form.
        note: what the officer typed into the row's note.
        file, place: where it stands; sheet, row, column: the same for whoever writes it elsewhere.

    """

    of: str
    last: date
    area: str
    part: str
    text: str
    was: str
    note: str
    file: str
    place: str


def figures_said(copy: OfficersCopy, built: Memory, project: Project, found: list[Finding]) -> Iterator[FigureSaid]:
    """Every part of a figure that is other than it was built; what is doubtful is `found`."""
    known = {indicator.id: indicator for indicator in project.indicators}
    for id_, page in copy.pages.items():
        remembered = built.pages.get(id_)
        if id_ in known and remembered is not None:
            reader = _PageFigures(copy, page, remembered, known[id_], found)
            yield from reader.monthly()
            yield from reader.by_area(built.month, project.areas_of(known[id_]))


class _PageFigures:
    """The figures of one indicator's sheet."""

    def __init__(
        self, copy: OfficersCopy, page: Page, built: PageMemory, indicator: Indicator, found: list[Finding]
    ) -> None:
        self.copy = copy
        self.page = page
        self.built = built
        self.indicator = indicator
        self.found = found

    def monthly(self) -> Iterator[FigureSaid]:
        """The rows of the Monthly table, and the months that were typed under it."""
        seen: dict[date, int] = {}
        for row, last in self._months():
            if last in seen:
                what = f"{month_label(last)} is there twice, first in row {seen[last]}; this row is not collected"
                self._tell("monthly_month", row, "K-TWICE", what, "Keep one of the two.")
                continue
            seen[last] = row
            built = self.built.months.get(last)
            if last_complete(last, self.indicator.period_months) != last:
                what = f"{month_label(last)} ends no {self.indicator.frequency}; the row is not collected"
                self._tell(
                    "monthly_month", row, "K-PERIOD", what, f"Type the last month of the {self.indicator.frequency}."
                )
                continue
            yield from self._row("monthly", row, last, TOTAL, built)
            self._tell_of_others(row, last, built)
        for last in sorted(self.built.months.keys() - seen.keys()):
            what = f"the row of {month_label(last)} is gone from the table; its figures stay as they are"
            mend = "Put the row back if that was an accident."
            self.found.append(self._finding(quoted(self.page.sheet.name), "K-ROW", what, mend))

    def _months(self) -> Iterator[tuple[int, date]]:
        """The rows with their months; those under the table too, which a program has not taken into it."""
        table, sheet = self.page.tables["Monthly"], self.page.sheet
        column = self.page.column("monthly_month")
        if column is None:
            return
        row = table.body.first_row
        while True:
            value = sheet.read(row, column)
            last = month_of(value, date1904=sheet.workbook.date1904)
            if last is not None:
                yield row, last
            elif row <= table.body.last_row:
                if self._is_filled(row):
                    what = f"the row names no month ({'' if value is None else value}), and is not collected"
                    self._tell("monthly_month", row, "K-PERIOD", what, "Type the month as 01/09/2015.")
            else:
                return
            row += 1

    def _is_filled(self, row: int) -> bool:
        return any(self.page.cell(f"monthly_{part}", row) is not None for part in PARTS[:2])

    def by_area(self, month: date, areas: tuple[str, ...]) -> Iterator[FigureSaid]:
        """The rows of the Breakdown table, which are of one period."""
        shown = month_of(self.page.value("breakdown_month"), date1904=self.page.sheet.workbook.date1904)
        last = shown or last_complete(month, self.indicator.period_months)
        for area, row in self.page.areas.items():
            if area == NOT_IN_BREAKDOWN:
                continue
            built = self.built.areas.get(area)
            if area not in areas:
                what = f"'{area}' is no area of the indicator; its figures are not collected"
                mend = f"Its areas are {', '.join(areas)}." if areas else "Add it to the project's areas."
                self._tell("breakdown_area", row, "K-AREA", what, mend)
                continue
            yield from self._row("breakdown", row, last, area, built)

    def _row(self, table: str, row: int, last: date, area: str, built: Cells | None) -> Iterator[FigureSaid]:
        note = self._note(table, row, built)
        changed = False
        for part in PARTS[: 2 if self.indicator.is_ratio else 1]:
            if (said := self._part(table, part, row, built)) is not None:
                changed = True
                yield self._said(table, row, last, area, part, *said, note)
        if not changed and (said := self._value(table, row, built)) is not None:
            changed = True
            yield self._said(table, row, last, area, "value", *said, note)
        role = f"{table}_{CODE}"
        if not changed and self.page.column(role) is not None:
            now, was = self._now(role, row), (built or {}).get(role)
            code = read_code(now) if isinstance(now, str) else None
            if code and code != (read_code(was) if isinstance(was, str) else None):
                yield self._said(table, row, last, area, CODE, code, str(was or ""), note)

    def _part(self, table: str, part: str, row: int, built: Cells | None) -> tuple[str, str] | None:
        """A part as it is now and as it was built, in the form of the corrections; None where it is the same."""
        role = f"{table}_{part}"
        if self.page.column(role) is None or (built is not None and role not in built):
            return None
        now, was = self._now(role, row), None if built is None else built[role]
        if _same(now, was) or (now is None and (was is None or _is_code(was))):
            return None
        text = self._written(part, now, role, row)
        return None if text is None else (text, self._plain(part, was))

    def _value(self, table: str, row: int, built: Cells | None) -> tuple[str, str] | None:
        """A value that was typed: as supplied, or over its formula, where it says something else than its parts."""
        role = f"{table}_value"
        if (
            self.page.column(role) is None
            or self.page.cell_formula(role, row) is not None
            or not self.indicator.is_ratio
        ):
            return None
        now = self._now(role, row)
        was = (built or {}).get(role)
        if now is None or _same(now, was):
            return None
        if was is None and self._is_what_the_parts_give(table, row, now):
            return None
        text = self._written("value", now, role, row)
        if text is None or (text.startswith("[") and not isinstance(was, Decimal)):
            return None  # the symbol of parts that are not known
        return text, self._plain("value", was)

    def _is_what_the_parts_give(self, table: str, row: int, now: Held) -> bool:
        numerator, denominator = (self._now(f"{table}_{part}", row) for part in PARTS[:2])
        if not isinstance(numerator, Decimal) or not isinstance(denominator, Decimal) or not denominator:
            return False
        exact = numerator / denominator * self.indicator.multiplier
        return isinstance(now, Decimal) and abs(exact - now) <= Decimal(1).scaleb(-self.indicator.places)

    def _written(self, part: str, now: Held, role: str, row: int) -> str | None:
        """A cell as people write it, 54 for 54%; None, and a finding, where it is no figure."""
        if now is None:
            return "[x]"  # what is not there is not known
        if isinstance(now, str) and (code := read_code(now)):
            return f"[{code}]"
        number = now * self.indicator.scale if isinstance(now, Decimal) and part == "value" else now
        read = read_part(number if isinstance(number, str) else _number(number), part, self.indicator)
        if isinstance(read, WrongCell):
            self._tell(role, row, "K-FIGURE", f"{read.what}; it is not collected", read.mend)
            return None
        return "" if read.number is None else f"{Decimal(read.number).normalize():f}"

    def _plain(self, part: str, was: Held) -> str:
        if isinstance(was, Decimal):
            return f"{(was * self.indicator.scale if part == 'value' else was).normalize():f}"
        return was or ""

    def _now(self, role: str, row: int) -> Held:
        value: Value = self.page.cell(role, row)
        return str(value) if isinstance(value, CellError) else _tidy(held(value))

    def _note(self, table: str, row: int, built: Cells | None) -> str:
        role = f"{table}_note"
        now = self._now(role, row) if self.page.column(role) is not None else None
        was = (built or {}).get(role)
        return str(now) if now is not None and not _same(now, was) else ""

    def _tell_of_others(self, row: int, last: date, built: Cells | None) -> None:
        """What was changed in a row and has its place elsewhere: targets in the settings."""
        for name in _TARGETS if built is not None else ():
            role = f"monthly_{name}"
            if built is None or role not in built or self.page.column(role) is None:
                continue
            now, was = self._now(role, row), built[role]
            if not _same(now, was):
                what = (
                    f"the {name.replace('_', ' ')} of {month_label(last)} is {self._shown(now)} and was built as "
                    f"{self._shown(was)}; a target is no figure, and is not collected"
                )
                mend = "Set it in the project's settings: a new target, in force from its first day on."
                self._tell(role, row, "K-TARGET", what, mend)

    def _shown(self, value: Held) -> str:
        return self._plain("value", value) or "blank"

    def _said(
        self, table: str, row: int, last: date, area: str, part: str, text: str, was: str, note: str
    ) -> FigureSaid:
        place = self._place(f"{table}_{part}", row)
        return FigureSaid(self.page.id, last, area, part, text, was, note, self.copy.book.name, place)

    def _place(self, role: str, row: int) -> str:
        column = self.page.column(role)
        return f"{quoted(self.page.sheet.name)}!{address(row, column or 1)}"

    def _tell(self, role: str, row: int, code: str, what: str, mend: str) -> None:
        self.found.append(self._finding(self._place(role, row), code, what, mend))

    def _finding(self, place: str, code: str, what: str, mend: str) -> Finding:
        return Finding("warning", self.copy.book.name, place, code, f"'{self.page.id}': {what}", mend)


def _tidy(value: Held) -> Held:
    if isinstance(value, str):
        return value.strip() or None
    return value


def _number(value: Held) -> int | Decimal:
    number = Decimal(0) if not isinstance(value, Decimal) else value
    return int(number) if number == number.to_integral_value() else number


def _is_code(value: Held) -> bool:
    return isinstance(value, str) and read_code(value) is not None


def _same(now: Held, was: Held) -> bool:
    if isinstance(now, Decimal) and isinstance(was, Decimal):
        return abs(now - was) <= _SAME * max(abs(now), abs(was))
    if isinstance(now, str) and isinstance(was, str):
        return now.strip() == was.strip() or (_is_code(now) and read_code(now) == read_code(was))
    return now is None and was is None
