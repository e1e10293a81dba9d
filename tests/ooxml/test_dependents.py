from pathlib import Path

import pytest
import xlsxwriter

from excel_scorecard.ooxml.dependents import stale_caches
from excel_scorecard.ooxml.workbook import Workbook
from tests.ooxml.workbooks import opened

PATTERN = "Pattern's own"

# A formula on sheet "Two", and whether it reads cell One!B2, which is written.
CASES = [
    ("One!B2", True),
    ("One!B3", False),
    ("SUM(One!A1:C9)", True),
    ("SUM(One!A3:C9)", False),
    ("SUM(One!B:B)", True),
    ("SUM(One!C:D)", False),
    ("SUM(One!2:2)", True),
    ("SUM(One!3:9)", False),
    ("one!$B$2", True),
    ("B2", False),
    ('"One!B2"', False),
    ("the_cell", True),
    ("other_cell", False),
    ("named_name", True),
    ("One!the_cell", True),
    ("SUM(Figures[Inside])", True),
    ("SUM(Figures[Total])", False),
    ("ROWS(Figures)", True),
    ("Figures[[#Headers],[Inside]]", False),
    ("SUM(One:Three!B2)", True),
    ("SUM(Two:Three!B2)", False),
    ('INDIRECT("One!B2")', True),
    ("OFFSET(One!A1,1,1)", True),
    ("TODAY()", True),
    ("unknown_name", False),
]


@pytest.fixture(scope="module")
def cases_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dependents") / "cases.xlsx"
    book = xlsxwriter.Workbook(path)
    one, two, _ = (book.add_worksheet(name) for name in ("One", "Two", "Three"))
    one.add_table("A1:C3", {"name": "Figures", "columns": [{"header": h} for h in ("Month", "Inside", "Total")]})
    for name, target in (("the_cell", "One!$B$2"), ("other_cell", "One!$B$3"), ("named_name", "the_cell")):
        book.define_name(name, f"={target}")
    for row, (formula, _) in enumerate(CASES):
        two.write_formula(row + 9, 5, "=" + formula, None, 1)
    book.close()
    return path


@pytest.mark.parametrize(("row", "case"), list(enumerate(CASES, start=10)), ids=[formula for formula, _ in CASES])
def test_a_formula_is_stale_exactly_when_it_reads_what_was_written(row: int, case: tuple[str, bool], cases_file: Path):
    book = Workbook.open(cases_file)
    book.sheet("One").write(2, 2, 7)
    assert (f"Two!F{row}" in stale_caches(book)) == case[1]


def test_a_stale_value_is_taken_away_and_the_formula_stays(book: Workbook, tmp_path: Path):
    book.sheet(PATTERN).write(6, 2, 2)
    stale = stale_caches(book)
    assert stale == ["Summary!A2", "Summary!A3", *(f"'Pattern''s own'!{cell}" for cell in ("F1", "F2", "F3", "D6"))]
    book.save(tmp_path / "out.xlsx")
    values, formulas = opened(tmp_path / "out.xlsx", values=True)["Summary"], opened(tmp_path / "out.xlsx")["Summary"]
    assert [values[cell].value for cell in ("A2", "A3", "A4")] == [None, None, 2]
    assert formulas["A3"].value == "=A2+1"


def test_what_was_written_keeps_its_value_though_it_depends_on_what_was_written(book: Workbook):
    sheet = book.sheet(PATTERN)
    sheet.write(6, 2, 2)
    sheet.write(6, 4, 0.5, sheet.formula(6, 4))
    assert "'Pattern''s own'!D6" not in stale_caches(book)
    assert sheet.read(6, 4) == 0.5


def test_nothing_is_stale_when_nothing_was_written(book: Workbook):
    assert stale_caches(book) == []


def test_the_caller_may_say_what_was_written(book: Workbook):
    assert stale_caches(book, {"Summary": [(2, 1)]}) == ["Summary!A3"]


def test_a_name_that_leads_elsewhere_makes_its_readers_stale(book: Workbook):
    book.sheet("Summary").write(9, 1, 8, "shown*2")
    book.sheet("Summary").written.clear()
    book.names.set("shown", "'Pattern''s own'!$F$2")
    assert stale_caches(book) == ["Summary!A9"]


def test_a_formula_that_never_had_a_value_is_listed_too(book: Workbook):
    sheet = book.sheet("Summary")
    sheet.write(20, 1, None, "1+1")
    assert "Summary!A20" in stale_caches(book)
