"""The next month, typed in Excel: a row under each Monthly table and the month on the summary, with no other software.

A quarter's row is typed in the month with which it ends. Excel lengthens a table when somebody types under it and fills
its calculated columns; here the table is lengthened by the same means as a build's, and LibreOffice works the formulas
out.
"""

import csv
from datetime import date
from pathlib import Path

import pytest

from excel_scorecard.calendar import last_complete, month_label, months_after
from excel_scorecard.figures import read_figures
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.project import read_project
from excel_scorecard.workbook.build import build
from excel_scorecard.workbook.layout import read_layout
from tests.libreoffice import needs_libreoffice, recalculated
from tests.workbook.projects import COUNCIL, HOUSING, copied
from tests.workbook.reading import Book, same

pytestmark = needs_libreoffice

FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)
# Not the trend's title: with a typed month the trend is a month longer, a build's begins a month later as well.
SLOTS = (
    "month", "period", "period_label", "next_due", "numerator", "remainder", "denominator", "value", "average_heading",
    "average", "average_months", "numerator_average", "remainder_average", "denominator_average", "previous",
    "same_period_last_year", "year_to_date", "target", "target_upper", "target_text", "amber_limit", "rating",
    "rating_note", "direction", "direction_basis", "shortfall", "rule_text", "message", "recent_months",
    "recent_values",
)  # fmt: skip
# March 2026, and the quarter that it ends, of the housing service; the example itself ends with February.
HOUSING_IN_MARCH = (
    ("days-to-re-let", "2026-03", 1610, 58), ("rent-arrears", "2026-03", 1_401_220, ""),
    ("repairs-in-time", "2026-03", 1900, 2180), ("homelessness", "2026-03", 121, ""),
    ("repair-cost", "Q4 2025-26", 1_011_432, 6_104), ("satisfaction", "Q4 2025-26", 478, 640),
)  # fmt: skip


@pytest.fixture(scope="module", params=["council", "housing"])
def typed_and_built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Book, Book]:
    """February's workbook with March typed into it and recalculated; and March as it is built."""
    folder = tmp_path_factory.mktemp("new month")
    project = COUNCIL if request.param == "council" else housing_in_march(folder / "project")
    typed = folder / "typed.xlsx"
    type_march(project, build(project, month=FEBRUARY, output=folder / "february.xlsx").path, typed)
    return Book(recalculated([typed], folder)[0]), Book(build(project, month=MARCH, output=folder / "march.xlsx").path)


def housing_in_march(folder: Path) -> Path:
    """The housing service with figures of March, and February's rating by judgement gone."""
    project = copied(HOUSING, folder)
    (project / "commentary" / "2026-02.toml").unlink()
    with (project / "figures" / "march.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("indicator", "period", "numerator", "denominator", "area", "status"))
        writer.writerows((*row, "TOTAL", "provisional") for row in HOUSING_IN_MARCH)
    return project


def type_march(folder: Path, february: Path, typed: Path) -> None:
    project = read_project(folder)
    figures, _ = read_figures(project)
    book = Workbook.open(february)
    for sheet in book.sheets():
        layout = read_layout(book, sheet)
        if not layout.has("indicator_id"):
            continue
        indicator = project.indicator(str(sheet.read(*layout.slots["indicator_id"][0])))
        if last_complete(MARCH, indicator.period_months) != MARCH:
            continue
        figure = figures.find(indicator.id, months_after(MARCH, 1 - indicator.period_months))
        assert figure is not None
        placed = layout.tables["Monthly"]
        table = sheet.table(placed.name)
        table.resize(table.body.height + 1)
        row = table.body.last_row
        entered: dict[str, object] = {"monthly_month": MARCH, "monthly_numerator": figure.numerator}
        entered["monthly_denominator"] = figure.denominator
        for copied_role in ("monthly_target", "monthly_target_upper", "monthly_amber_limit"):
            # as an officer would, from the month above
            entered[copied_role] = sheet.read(row - 1, placed.sheet_column(copied_role))
        for role, index in placed.columns.items():
            formula = table.calculated_formula(index)
            if formula is not None:
                sheet.write(row, placed.sheet_column(role), None, formula)
            elif role in entered:
                sheet.write(row, placed.sheet_column(role), entered[role])  # type: ignore[arg-type]
    summary = book.sheet("Summary")
    summary.write(*read_layout(book, summary).slots["month"][0], MARCH)
    book.save(typed)


@pytest.mark.parametrize("slot", SLOTS)
def test_every_sheet_shows_the_typed_month_as_a_build_would(typed_and_built, slot):
    typed, built = typed_and_built
    for indicator, sheet in built.indicators().items():
        if (sheet, slot) in built.names:
            there, here = ([book.cells.get(p) for p in book.places(sheet, slot)] for book in (built, typed))
            assert all(map(same, here, there)), (indicator, slot, here, there)


def test_the_summary_counts_the_typed_month(typed_and_built):
    typed, built = typed_and_built
    assert typed.slot("Summary", "counts_text") == built.slot("Summary", "counts_text")


def test_the_latest_point_is_the_typed_month(typed_and_built):
    typed, built = typed_and_built
    for sheet in built.indicators().values():
        months = [typed.cells.get(place) for place in typed.column(sheet, "monthly_month")]
        latest = [typed.cells.get(place) for place in typed.column(sheet, "monthly_latest")]
        drawn = [month for month, value in zip(months, latest, strict=True) if isinstance(value, float | int)]
        assert [month_label(month) for month in drawn] == ["Mar-26"]


def test_of_a_month_typed_without_a_status_the_page_says_none(typed_and_built):
    typed, built = typed_and_built
    assert {typed.slot(sheet, "status") for sheet in built.indicators().values()} == {None}
