"""Own file: comparators.csv as officers fill it, and everything that can be wrong with it."""

from decimal import Decimal

import pytest

from excel_scorecard.comparators import read_comparators
from excel_scorecard.project import read_project
from tests.comparators.projects import COLUMNS, INDICATOR, comparators, project


def read(tmp_path, *rows: str, header: str = COLUMNS, indicators: str = INDICATOR):
    ours = project(tmp_path, indicators)
    comparators(ours, *rows, header=header)
    return read_comparators(read_project(ours))


def test_a_row_is_a_comparator(tmp_path):
    row = 're-referrals,"Statistical neighbours (median of 10, 2025 list)",2024-25,21.3,DfE,provisional,no'
    [kept], findings = read(tmp_path, row)
    assert findings == []
    c = kept.comparator
    assert (c.name, c.detail) == ("Statistical neighbours", "median of 10, 2025 list")
    assert (c.period, c.value, c.source, c.status, c.publishable) == (
        "2024-25",
        Decimal("21.3"),
        "DfE",
        "provisional",
        "no",
    )
    assert (kept.file, kept.place) == ("comparators.csv", "line 2, column label")


def test_status_publishable_and_source_may_be_left_out(tmp_path):
    [kept], findings = read(tmp_path, "re-referrals,England,2024-25,22.6%", header="indicator,label,period,value")
    assert findings == []
    assert (kept.comparator.value, kept.comparator.status, kept.comparator.publishable) == (
        Decimal("22.6"),
        "final",
        "yes",
    )


@pytest.mark.parametrize("written", ["u", "[u]", "U"])
def test_a_code_is_no_number(tmp_path, written):
    [kept], _ = read(tmp_path, f"re-referrals,England,2024-25,{written},,,")
    assert kept.comparator.value == "[u]"


def test_a_missing_file_is_no_row(tmp_path):
    assert read_comparators(read_project(project(tmp_path))) == ([], [])


def test_several_files_are_read_together(tmp_path):
    ours = project(tmp_path, comparing='files = ["comparators.csv", "regional/*.csv"]')
    comparators(ours, "re-referrals,England,2024-25,22.6,,,")
    comparators(ours, "re-referrals,Group,2024-25,20.0,,,no", name="regional/group.csv")
    kept, findings = read_comparators(read_project(ours))
    assert [row.comparator.label for row in kept] == ["England", "Group"]
    assert findings == []


MISTAKES = [  # the row, its place, the code, what is said, how it is mended
    ("re-referrals,England,soon,22.6,,,", "column period", "B-PERIOD", "'soon' is no period", "2024-25"),
    ("re-referrals,England,,22.6,,,", "column period", "B-PERIOD", "the row names no period", "2024-25"),
    ("re-referrals,England,2024-25,about 20,,,", "column value", "B-NUMBER", "'about 20'", "Write a number"),
    ("re-referrals,England,2024-25,,,,", "column value", "B-NUMBER", "there is no value", "x for not available"),
    ("re-referrals,England,2024-25,226,,,", "column value", "B-NUMBER", "226 is more than 100%", "74.8"),
    ("re-referrals,England,2024-25,-2,,,", "column value", "B-NEGATIVE", "-2 is below 0", "Write the number"),
    ("re-referrals,,2024-25,22.6,,,", "column label", "B-LABEL", "whose figure it is", "England"),
    (
        "re-referrals,England,2024-25,22.6,,draft,",
        "column status",
        "B-STATUS",
        "status 'draft'",
        "final or provisional",
    ),
    ("re-referrals,England,2024-25,22.6,,,maybe", "column publishable", "B-PUBLISHABLE", "'maybe'", "yes or no"),
    ("re-referrals,England,2024-25,22.6,a,b,c,d", "", "B-COLUMN", "8 cells, and there are 7", "quotation marks"),
]


@pytest.mark.parametrize(("row", "place", "code", "what", "mend"), MISTAKES)
def test_a_mistake_is_told_with_its_line_and_column(tmp_path, row, place, code, what, mend):
    kept, findings = read(tmp_path, row)
    first = findings[0]
    assert kept == []
    assert (first.level, first.file, first.code) == ("error", "comparators.csv", code)
    assert first.place == (f"line 2, {place}" if place else "line 2")
    assert what in first.what
    assert mend in first.mend


def test_the_same_figure_twice_is_an_error_that_names_both(tmp_path):
    rows = ["re-referrals,England,2024-25,22.6,,,", "re-referrals,england (again),31 March 2025,22.7,,,"]
    _, [finding] = read(tmp_path, *rows)
    assert (finding.level, finding.code, finding.place) == ("error", "B-DUPLICATE", "line 3, column label")
    assert "first in comparators.csv, line 2" in finding.what


def test_a_row_of_an_indicator_that_is_not_there_is_set_aside_with_the_nearest(tmp_path):
    kept, [finding] = read(tmp_path, "rereferrals,England,2024-25,22.6,,,")
    assert kept == []
    assert (finding.level, finding.code) == ("warning", "B-INDICATOR")
    assert "did you mean 're-referrals'?" in finding.what


def test_a_file_without_a_needed_column_is_refused(tmp_path):
    _, [finding] = read(tmp_path, "re-referrals,England,22.6", header="indicator,label,value")
    assert (finding.level, finding.code, finding.place) == ("error", "B-HEADER", "line 1")
    assert "no column period" in finding.what


def test_a_heading_that_is_nearly_one_of_ours_is_an_error(tmp_path):
    """A misspelt heading would let out figures that were not to be published."""
    _, [finding] = read(tmp_path, "re-referrals,Group,2024-25,20,no", header="indicator,label,period,value,publishible")
    assert (finding.level, finding.code) == ("error", "B-COLUMN")
    assert "did you mean 'publishable'?" in finding.what


def test_a_column_of_ones_own_is_told(tmp_path):
    kept, [finding] = read(
        tmp_path, "re-referrals,England,2024-25,22.6,A", header="indicator,label,period,value,checked"
    )
    assert len(kept) == 1
    assert (finding.level, finding.code) == ("warning", "B-COLUMN")
