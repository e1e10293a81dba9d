"""Consistent figures in a workbook: what a build, a refresh and a check tell of figures that do not fit each other."""

from pathlib import Path

import pytest

from excel_scorecard.errors import Finding
from excel_scorecard.workbook.build import build
from excel_scorecard.workbook.check import check
from excel_scorecard.workbook.refresh import refresh
from tests.workbook.projects import COUNCIL, MARCH, copied, with_numerators
from tests.workbook.reading import Book, places, with_cells

CODES = {"C-CONSISTENT", "C-AREAS"}
RULE = """
[[consistency]]
left = "icpc-in-time"
is = "at most"
right = "unallocated"
tolerance = "2%"
note = "Made up."
"""


@pytest.fixture
def council(tmp_path: Path) -> Path:
    """The council, with a rule that its figures do not keep."""
    project = copied(COUNCIL, tmp_path / "council")
    file = project / "scorecard.toml"
    file.write_text(file.read_text("utf-8") + RULE, "utf-8")
    return project


def told(findings: tuple[Finding, ...]) -> list[Finding]:
    return [each for each in findings if each.code in CODES]


def test_the_council_keeps_its_own_rules(tmp_path: Path):
    assert told(build(COUNCIL, output=tmp_path / "council.xlsx").findings) == []


def test_a_build_names_both_cells_of_a_rule_that_is_broken(council: Path, tmp_path: Path):
    built = build(council, output=tmp_path / "built.xlsx")
    book = Book(built.path)
    of_total = told(built.findings)[0]
    assert (of_total.level, of_total.file, of_total.code) == ("warning", "built.xlsx", "C-CONSISTENT")
    [(left_sheet, left_cell)] = places(of_total.place)
    [(right_sheet, right_cell)] = places(of_total.what)
    assert (left_sheet, left_cell) == book.month_row("7 ICPC in time", "monthly_numerator", MARCH)
    assert (right_sheet, right_cell) == book.month_row("2 Unallocated", "monthly_numerator", MARCH)
    left, right = book.cells[left_sheet, left_cell], book.cells[right_sheet, right_cell]
    assert f"No. within (7 ICPC in time) is {left} in Mar-26" in of_total.what
    assert f"should be at most Unallocated (2 Unallocated), {right} in" in of_total.what
    assert ", give or take 2%; so in " in of_total.what
    assert of_total.what.endswith(". Made up.")


def test_a_check_says_the_same_of_the_workbook_as_it_stands(council: Path, tmp_path: Path):
    built = build(council, output=tmp_path / "built.xlsx")
    at_build = {(each.place, each.what) for each in told(built.findings)}
    assert at_build
    assert {(each.place, each.what) for each in told(check(built.path, council))} == at_build
    assert told(check(built.path)) == []  # the rules are the project's
    book = Book(built.path)
    place = book.month_row("7 ICPC in time", "monthly_numerator", MARCH)
    few = with_cells(built.path, tmp_path / "few.xlsx", {place: 1})
    now = [each for each in told(check(few, council)) if places(each.place) == [place]]
    assert now == []


def test_a_refresh_tells_of_new_figures_that_do_not_fit(tmp_path: Path):
    project = copied(COUNCIL, tmp_path / "council")
    path = build(project, output=tmp_path / "council.xlsx").path
    with_numerators(project, MARCH, {"unallocated": "4000"})
    [found] = told(refresh(path, project).findings)
    assert found.code == "C-CONSISTENT"
    assert "Unallocated (2 Unallocated) is 4,000 in Mar-26, and should be at most Total (3 " in found.what


def test_a_build_tells_of_a_target_whose_review_is_overdue(tmp_path: Path):
    project = copied(COUNCIL, tmp_path / "council")
    file = project / "scorecard.toml"
    late, _, after = file.read_text("utf-8").partition('id = "unallocated"')
    file.write_text(
        f'{late}id = "unallocated"{after.replace("review = 2026-04-01", "review = 2026-02-28", 1)}', "utf-8"
    )
    built = build(project, output=tmp_path / "council.xlsx")
    [found] = [each for each in built.findings if each.code == "C-REVIEW"]
    assert (found.file, found.place, found.level) == ("scorecard.toml", "indicator 'unallocated'", "warning")
    said = "Local, agreed by the improvement board; review due Feb-26, overdue"
    assert said in found.what
    assert Book(built.path).slot("2 Unallocated", "target_source") == said
    [again] = [each for each in check(built.path, project) if each.code == "C-REVIEW"]
    assert places(again.place) == Book(built.path).places("2 Unallocated", "target_source")[:1]


def test_areas_that_have_more_than_their_total_are_told_with_their_cells(tmp_path: Path):
    project = copied(COUNCIL, tmp_path / "council")
    with_numerators(project, MARCH, {"assessments-in-time": "3"})
    [found] = told(build(project, output=tmp_path / "council.xlsx").findings)
    book = Book(tmp_path / "council.xlsx")
    areas = book.column("3 Assessments in time", "breakdown_numerator")
    assert found.code == "C-AREAS"
    assert places(found.place) == areas[:1]
    assert (
        f"together ({areas[0][1]}:{areas[3][1]}) in Mar-26, and the total is 3 in '3 Assessments in time'!"
        in found.what
    )
