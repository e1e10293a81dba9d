"""Process control in the workbook: the signal on the page, its points in the chart, and what an officer's change does.

Limits and signals are worked out when the workbook is built; no formula could. So a page must never show one beside
figures that it was not worked out of.
"""

from datetime import datetime

import pytest

from excel_scorecard.signals import CHANGED_FIGURES, TO_REFRESH
from excel_scorecard.workbook.build import build
from excel_scorecard.workbook.refresh import refresh
from tests.libreoffice import needs_libreoffice
from tests.workbook.agreement import typed_into
from tests.workbook.conftest import Shelf
from tests.workbook.projects import COUNCIL, MARCH, copied, with_numerators, with_signals
from tests.workbook.reading import Book

ASSESSMENTS, SEEN, CASELOADS = "3 Assessments in time", "6 Seen at S47", "12 High caseloads"
EARLIER, LATER = datetime(2025, 12, 1), datetime(2026, 4, 1)  # noqa: DTZ001  # a cell's date has no zone


@pytest.fixture(scope="module")
def signals(shelf: Shelf) -> Book:
    return shelf["signals"]


def sheet_of(book: Book, start: str) -> str:
    return next(name for name in book.sheets if name.startswith(start))


def test_every_page_says_its_signal_in_a_word_and_why_in_a_sentence(signals: Book):
    words = {name: signals.slot(name, "signal") for name in signals.sheets if (name, "signal") in signals.names}
    assert len(words) == 12
    assert set(words.values()) <= {"Ordinary", "Improvement", "Concern", "Change", "Too few"}
    assert words[sheet_of(signals, "6 ")] == "Concern"
    text = signals.slot(sheet_of(signals, "6 "), "signal_text")
    assert text == (
        "Process limits 81% to 93%. 7 months in a row below the mean. "
        "The target lies between the limits: it is met and missed by chance."
    )
    assert {signals.slot(name, "signal_label") for name in words} == {"SIGNAL"}


def test_too_few_months_since_a_change_give_no_signal(signals: Book):
    sheet = sheet_of(signals, "1 ")
    assert signals.slot(sheet, "signal") == "Too few"
    assert signals.slot(sheet, "signal_text") == "No signal yet: limits need 7 months, and there are 3."
    assert "From Jan-26: A child's siblings count too; not comparable with before." in str(
        signals.slot(sheet, "definition")
    )


def test_a_plain_page_says_nothing_of_signals(shelf: Shelf):
    book = shelf["council"]
    for sheet, slot in book.names:
        if slot in {"signal", "signal_label", "signal_text"}:
            assert not book.cells.get(book.places(str(sheet), slot)[0])


def test_a_line_does_not_cross_a_changed_definition(signals: Book):
    sheet = sheet_of(signals, "3 ")
    months = [signals.cells.get(place) for place in signals.column(sheet, "monthly_month")]
    now, before = (
        [signals.cells.get(place) for place in signals.column(sheet, role)]
        for role in ("monthly_line", "monthly_line_before")
    )
    told = {f"{month:%Y-%m}": (n is not None, b is not None) for month, n, b in zip(months, now, before, strict=True)}
    assert told["2024-09"] == (True, False)
    assert told["2024-10"] == told["2025-07"] == (False, True), "by turns: between the two there is no line"
    assert told["2025-08"] == told["2026-03"] == (True, False)


def test_points_that_signal_are_series_of_their_own_and_blank_elsewhere(signals: Book):
    sheet = sheet_of(signals, "6 ")
    words = [str(signals.cells.get(place) or "") for place in signals.column(sheet, "monthly_signal")]
    for meaning in ("Improvement", "Concern", "Change"):
        points = [signals.cells.get(place) for place in signals.column(sheet, f"monthly_{meaning.lower()}")]
        assert [word.startswith(meaning) for word in words] == [point is not None for point in points]
    assert sum(word.startswith("Concern") for word in words) >= 7


def test_limits_stand_beside_every_month_and_never_beyond_what_can_be(signals: Book):
    for name in signals.sheets:
        if (name, "monthly_upper") not in signals.names:
            continue
        lower, upper = (
            [signals.cells.get(place) for place in signals.column(name, role)]
            for role in ("monthly_lower", "monthly_upper")
        )
        assert all(value is None or value >= 0 for value in lower)
        if signals.slot(name, "unit") == "percent":
            assert all(value is None or value <= 1 for value in upper)


@needs_libreoffice
def test_a_corrected_figure_takes_the_signal_away_until_the_workbook_is_refreshed(signals: Book, tmp_path):
    sheet = sheet_of(signals, "6 ")
    figure = signals.column(sheet, "monthly_numerator")[5]
    month = signals.places("Summary", "month")[0]
    changes = {"corrected": {figure: 100}, "earlier": {month: EARLIER}, "later": {month: LATER}}
    books = typed_into(signals, changes, tmp_path)
    assert books["later"].slot(sheet, "signal") == TO_REFRESH, "nothing was worked out of a month to come"
    assert books["corrected"].slot(sheet, "signal") == TO_REFRESH
    assert books["corrected"].slot(sheet, "signal_text") == CHANGED_FIGURES
    assert books["corrected"].slot(sheet_of(signals, "12 "), "signal") == "Concern", "other pages keep theirs"
    row = [signals.cells.get(place) for place in signals.column(sheet, "monthly_month")].index(EARLIER)
    there = str(signals.cells.get(signals.column(sheet, "monthly_signal")[row]))
    assert books["earlier"].slot(sheet, "signal") == there.partition(":")[0]
    assert books["earlier"].slot(sheet, "signal_text") == there


@needs_libreoffice
def test_a_refreshed_workbook_has_the_signals_of_a_new_build(tmp_path):
    project = with_signals(copied(COUNCIL, tmp_path / "project"))
    built = build(project, output=tmp_path / "book.xlsx", month=MARCH).path
    with_numerators(project, MARCH, {"seen-at-s47": "250", "unallocated": "90"})
    refresh(built, project, output=tmp_path / "refreshed.xlsx")
    anew, refreshed = (
        Book(path)
        for path in (build(project, output=tmp_path / "anew.xlsx", month=MARCH).path, tmp_path / "refreshed.xlsx")
    )
    roles = (
        "monthly_signal",
        "monthly_mean",
        "monthly_lower",
        "monthly_upper",
        "monthly_improvement",
        "monthly_concern",
    )
    for name in anew.sheets:
        for role in roles if (name, "monthly_signal") in anew.names else ():
            one, other = ([book.cells.get(place) for place in book.column(name, role)] for book in (anew, refreshed))
            assert other == pytest.approx(one) if role not in {"monthly_signal"} else other == one, (name, role)
        for slot in ("signal", "signal_text", "trend_title") if (name, "signal") in anew.names else ():
            assert refreshed.slot(name, slot) == anew.slot(name, slot)
