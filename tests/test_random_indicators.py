"""Five thousand random indicators: what the functions say of each, LibreOffice computes from the formulas.

A case is a row of plain cells, without tables and names: its periods side by side, then a cell for every slot that a
rule fills. Nothing is left out of the comparison: every slot of every case, text for text and numbers to 1e-9.
"""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
import python_calamine
import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from excel_scorecard.indicator import RATINGS
from excel_scorecard.judgement import SLOT_FORMULAS, column_formula, month_value, slot_formula
from excel_scorecard.values import NO_CELL
from tests.libreoffice import needs_libreoffice, recalculated
from tests.random_indicators import Case, some_cases

CASES = 5000
DAY_ZERO = date(1899, 12, 30)
OFFICERS = ("rating_override", "override_reason")
MONTHLY = ("month", "numerator", "denominator", "value", "target", "target_upper", "amber_limit")
SUPPLIED = ("average", "average_months", "numerator_average", "denominator_average")
WIDTHS = (1, 2, 4, 8, 13, 25)  # periods that a sheet has room for


def as_cell(value):
    """A function's answer as a cell without a format holds it."""
    if isinstance(value, date):
        return (value - DAY_ZERO).days
    return float(value) if isinstance(value, Decimal | int) else value


class CaseRow:
    """A row of a sheet: a block of columns for each of MONTHLY, as wide as the sheet's periods, then the slots."""

    def __init__(self, sheet, row: int, width: int, case: Case) -> None:
        self.sheet, self.row, self.width, self.case = sheet, row, width, case
        self.period = 0
        self.slots = {"month": len(MONTHLY) * width}
        for name in (*OFFICERS, *SLOT_FORMULAS):
            self.slots[name] = len(MONTHLY) * width + len(self.slots)

    # -- as the formulas ask ---------------------------------------------------------------------------------------

    def slot(self, name):
        if name in OFFICERS and self.case.officers is None:
            return NO_CELL
        return self._at(self.slots[name])

    def column(self, role):
        first = self._block(role)
        return f"{self._at(first)}:{self._at(first + self.width - 1)}"

    def this_row(self, role):
        return self._at(self._block(role) + self.period)

    def _block(self, role):
        return MONTHLY.index(role.removeprefix("monthly_")) * self.width

    def _at(self, column):
        return xl_rowcol_to_cell(self.row, column, row_abs=True, col_abs=True)

    # -- as it is written ------------------------------------------------------------------------------------------

    def write(self):
        measured = self.case.indicator
        for period, figures in enumerate(self.case.rows):
            self.period = period
            for name in MONTHLY:
                column = self._block(name) + self.period
                if name != "value":
                    self._put(column, getattr(figures, name))
                elif figures.supplied is not None:
                    self._put(column, month_value(measured, figures))
                else:
                    self._compute(column, column_formula("monthly_value", measured, self))
        self._put(self.slots["month"], self.case.month)
        for name, text in zip(OFFICERS, self.case.officers or (), strict=False):
            self._put(self.slots[name], (measured.label(text) if name == OFFICERS[0] and text else text) or None)
        said = self.case.said
        for name in SLOT_FORMULAS:
            if self.case.supplied and name in SUPPLIED:
                self._put(self.slots[name], getattr(said, name))
            else:
                self._compute(self.slots[name], slot_formula(name, measured, self))

    def _put(self, column, value):
        if value is not None:
            self.sheet.write(self.row, column, as_cell(value))

    def _compute(self, column, formula):
        self.sheet.write_formula(self.row, column, f"={formula}")


def as_computed(cases: list[Case], folder) -> list[tuple[Case, dict[str, object]]]:
    """For each case the slots as LibreOffice computes them."""
    rows: dict[int, list[CaseRow]] = {width: [] for width in WIDTHS}
    book = xlsxwriter.Workbook(path := folder / "cases.xlsx")
    sheets = {width: book.add_worksheet(f"{width} periods") for width in WIDTHS}
    for case in cases:
        width = next(width for width in WIDTHS if len(case.rows) <= width)
        row = CaseRow(sheets[width], len(rows[width]), width, case)
        row.write()
        rows[width].append(row)
    book.close()
    [after] = recalculated([path], folder)
    read = python_calamine.CalamineWorkbook.from_path(after)
    found = []
    for width, sheet in sheets.items():
        lines = read.get_sheet_by_name(sheet.get_name()).to_python(skip_empty_area=False)
        found += [(row.case, {name: lines[row.row][row.slots[name]] for name in SLOT_FORMULAS}) for row in rows[width]]
    return found


def is_same(one, other):
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= 1e-9 * max(1.0, abs(one))
    return one == other


def disagreements(cases: list[Case], folder) -> list[str]:
    """The slots that LibreOffice computes otherwise than the functions, in words; at most 20 of them."""
    found = []
    for case, computed in as_computed(cases, folder):
        said = case.said
        for name, now in computed.items():
            if not is_same(as_cell(getattr(said, name)), now):
                found.append(f"{name}: {getattr(said, name)!r} by the function, {now!r} by its formula, of {case}")
    return found[:20]


@needs_libreoffice
def test_five_thousand_random_indicators_are_judged_alike_by_functions_and_formulas(tmp_path):
    assert disagreements(list(some_cases(CASES)), tmp_path) == []


@needs_libreoffice
def test_a_rule_that_functions_and_formulas_see_otherwise_is_found(tmp_path, monkeypatch):
    def is_beyond(indicator, judged, edge, upper):
        return judged < edge if indicator.good == "low" else judged > edge

    monkeypatch.setattr("excel_scorecard.rating._reaches", is_beyond)
    found = disagreements(list(some_cases(200)), tmp_path)
    assert {each.partition(":")[0] for each in found} >= {"rating"}


def _meaning(case: Case, printed: str) -> str:
    """The rating behind the word that the project prints."""
    printed = printed.removesuffix(" (judgement)")
    return next((rating for rating, word in case.indicator.labels.items() if word == printed), printed)


def test_the_random_indicators_meet_every_rule():
    cases = list(some_cases(CASES))
    said = [case.said for case in cases]
    judged = zip(cases, said, strict=True)
    ratings = Counter(f"{case.indicator.good} {_meaning(case, each.rating)}" for case, each in judged)
    for good in ("high", "low", "band"):
        assert all(ratings[f"{good} {word}"] >= 20 for word in RATINGS), ratings
    directions = Counter(each.direction for each in said)
    assert all(directions[word] >= 100 for word in ("Improving", "Worsening", "No change", "Up", "Down", "No data"))
    on_the_edge = sum(each.value == each.target for each in said if not isinstance(each.value, str))
    assert on_the_edge >= 300
    assert sum(isinstance(each.shortfall, Decimal) and each.shortfall > 0 for each in said) >= 300
    for name, words in {
        "unit": ("percent", "count", "rate", "average", "days", "currency"),
        "decimals": range(5),
        "rate_on": ("shown", "exact"),
        "frequency": ("month", "quarter", "year"),
        "direction_against": ("average", "previous", "same_period_last_year"),
    }.items():
        met = Counter(getattr(case.indicator, name) for case in cases)
        assert all(met[word] >= 300 for word in words), (name, met)
    breaks = [case.indicator.break_at(each.period) for case, each in zip(cases, said, strict=True)]
    assert sum(change is not None for change in breaks) >= 300
    assert sum(each.direction_basis.startswith("definition changed") for each in said) >= 100
    assert sum(len(case.indicator.targets) == 2 for case in cases) >= 300
    assert sum(bool(case.supplied) for case in cases) >= 300
    overrides = Counter((bool(case.officers[0]), bool(case.officers[1].strip())) for case in cases if case.officers)
    assert all(overrides[each] >= 200 for each in ((True, True), (True, False), (False, True), (False, False)))


@pytest.mark.thorough
@needs_libreoffice
@pytest.mark.parametrize("block", range(1, 21))
def test_a_hundred_thousand_random_indicators_are_judged_alike(tmp_path, block):
    assert disagreements(list(some_cases(CASES, first=block * CASES)), tmp_path) == []
