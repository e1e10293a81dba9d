"""The next month, typed in Excel: a row under each Monthly table and the month on the summary, with no other software.

Excel lengthens a table when somebody types under it and fills its calculated columns; here the table is lengthened by
the same means as a build's, and LibreOffice works the formulas out.
"""

from datetime import date
from pathlib import Path

import pytest

from excel_scorecard.calendar import month_label
from excel_scorecard.figures import read_figures
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.project import read_project
from excel_scorecard.workbook.build import build
from excel_scorecard.workbook.layout import read_layout
from tests.libreoffice import needs_libreoffice, recalculated
from tests.workbook.projects import COUNCIL
from tests.workbook.reading import Book, same

pytestmark = needs_libreoffice

FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)
# Not the trend's title: with a typed month the trend is a month longer, a build's begins a month later as well.
SLOTS = (
    "month", "numerator", "denominator", "value", "average", "average_months", "previous", "target", "amber_limit",
    "rating", "direction", "direction_basis", "shortfall", "rule_text", "message",
)  # fmt: skip


@pytest.fixture(scope="module")
def typed_and_built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Book, Book]:
    """February's workbook with March typed into it and recalculated; and March as it is built."""
    folder = tmp_path_factory.mktemp("new month")
    typed = folder / "typed.xlsx"
    type_march(build(COUNCIL, month=FEBRUARY, output=folder / "february.xlsx").path, typed)
    return Book(recalculated([typed], folder)[0]), Book(build(COUNCIL, month=MARCH, output=folder / "march.xlsx").path)


def type_march(february: Path, typed: Path) -> None:
    project = read_project(COUNCIL)
    figures, _ = read_figures(project)
    book = Workbook.open(february)
    for sheet in book.sheets():
        layout = read_layout(book, sheet)
        if not layout.has("indicator_id"):
            continue
        indicator = project.indicator(str(sheet.read(*layout.slots["indicator_id"][0])))
        figure = figures.find(indicator.id, MARCH)
        assert figure is not None
        placed = layout.tables["Monthly"]
        table = sheet.table(placed.name)
        table.resize(table.body.height + 1)
        row = table.body.last_row
        entered: dict[str, object] = {"monthly_month": MARCH, "monthly_numerator": figure.numerator}
        entered["monthly_denominator"] = figure.denominator
        for copied in ("monthly_target", "monthly_amber_limit"):  # as an officer would, from the month above
            entered[copied] = sheet.read(row - 1, placed.sheet_column(copied))
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
            assert same(typed.slot(sheet, slot), built.slot(sheet, slot)), (indicator, slot)


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
