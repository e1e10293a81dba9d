"""Figures by the quarter and by the year: read as people write them, each kept by its first month."""

from datetime import date
from pathlib import Path

import pytest

from excel_scorecard.calendar import month_label, months_after
from excel_scorecard.figures import Figure, Figures
from tests.figures_folder import HEADER, Folder, an_indicator, said

QUARTER_THREE, YEAR = date(2025, 10, 1), date(2025, 4, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(
        tmp_path,
        [
            an_indicator("plans", "count"),
            an_indicator("voids", "count", frequency="quarter"),
            an_indicator("survey", "percent", frequency="year", breakdown="none"),
        ],
    )


@pytest.mark.parametrize(
    "written", ["Q3 2025-26", "2025/26 Q3", "Quarter to Dec-25", "Dec-25", "2025-10", "17/11/2025", "November 2025"]
)
def test_any_day_or_month_of_a_quarter_is_that_quarter(folder, written):
    figures, _ = folder.read({"figures/a.csv": HEADER + f"voids,{written},,5,\n"})
    assert figures.find("voids", QUARTER_THREE).numerator == 5


@pytest.mark.parametrize("written", ["2025-26", "2025/26", "Year to Mar-26", "31/03/2026", "Jul-25"])
def test_any_day_or_month_of_a_financial_year_is_that_year(folder, written):
    figures, _ = folder.read({"figures/a.csv": HEADER + f"survey,{written},,5,10\n"})
    assert figures.find("survey", YEAR).numerator == 5


WRONG = [
    ("plans", "Q3 2025-26", "'Q3 2025-26' is a quarter, and 'plans' has a figure for each month"),
    ("plans", "2025-26", "'2025-26' is a year, and 'plans' has a figure for each month"),
    ("voids", "2025-26", "'2025-26' is a year, and 'voids' has a figure for each quarter"),
    ("survey", "Q3 2025-26", "'Q3 2025-26' is a quarter, and 'survey' has a figure for each year"),
    ("voids", "Quarter to Nov-25", "no financial quarter ends with Nov-25"),
    ("voids", "Q5 2025-26", "'Q5 2025-26' is not a month"),
    ("survey", "2025-27", "'2025-27' is no financial year"),
    ("voids", "", "the row names no quarter"),
]


@pytest.mark.parametrize(("indicator", "written", "what"), WRONG)
def test_a_period_of_another_length_is_an_error_at_its_cell(folder, indicator, written, what):
    [found] = folder.wrong({"figures/a.csv": HEADER + f"{indicator},{written},,5,\n"})
    assert (found.place, found.code) == ("line 2, column period", "F-PERIOD")
    assert what in found.what


def test_how_to_write_a_quarter_is_said_in_the_words_of_quarters(folder):
    [found] = folder.wrong({"figures/a.csv": HEADER + "voids,whenever,,5,\n"})
    assert found.mend == "Write the quarter as Q2 2015-16, Quarter to Sep-15, or any month in it."


def test_two_months_of_one_quarter_are_the_same_figure_twice(folder):
    [found] = folder.wrong({"figures/a.csv": HEADER + "voids,Nov-25,,5,\nvoids,Dec-25,,6,\n"})
    assert "'voids', Quarter to Dec-25, TOTAL is there twice: first in figures/a.csv, line 2" in found.what
    assert found.mend == "Keep one of the two: it has one for a quarter."


# Periods across


def test_quarters_and_years_may_stand_across(folder):
    quarters = "indicator,part,Q2 2025-26,Quarter to Dec-25\nvoids,numerator,4,5\n"
    years = "indicator,part,2024-25,2025/26\nsurvey,numerator,7,8\nsurvey,denominator,9,10\n"
    figures, _ = folder.read({"figures/a.csv": quarters, "figures/b.csv": years})
    assert [(f.indicator, f"{f.period:%Y-%m}", f.numerator) for f in figures.rows] == [
        ("voids", "2025-07", 4),
        ("voids", "2025-10", 5),
        ("survey", "2024-04", 7),
        ("survey", "2025-04", 8),
    ]


def test_under_months_across_a_quarterly_figure_stands_in_any_month_of_its_quarter(folder):
    months = ["Jul-25", "Aug-25", "Sep-25", "Oct-25", "Nov-25", "Dec-25"]
    text = f"indicator,{','.join(months)}\nplans,1,2,3,4,5,6\nvoids,,,4,,,5\n"
    figures, _ = folder.read({"figures/a.csv": text})
    assert [f.numerator for f in figures.rows] == [1, 2, 3, 4, 5, 6, 4, 5]
    assert figures.periods("voids") == [date(2025, 7, 1), QUARTER_THREE]


def test_two_columns_of_one_quarter_are_a_quarterly_figure_twice(folder):
    [found] = folder.wrong({"figures/a.csv": "indicator,Nov-25,Dec-25\nplans,1,2\nvoids,4,5\n"})
    assert (found.place, found.code) == ("line 3, column Dec-25", "F-DUPLICATE")
    assert "'voids', Quarter to Dec-25, TOTAL is there twice" in found.what
    assert "line 3, column Nov-25" in found.what


def test_two_columns_that_are_headed_with_one_quarter_are_an_error(folder):
    [found] = folder.wrong({"figures/a.csv": "indicator,Q3 2025-26,Quarter to Dec-25\nvoids,4,5\n"})
    assert found.code == "F-HEADER"
    assert "two columns are for Quarter to Dec-25" in found.what


def test_a_monthly_figure_under_a_quarter_is_an_error_at_its_cell(folder):
    [found] = folder.wrong({"figures/a.csv": "indicator,Q2 2025-26,Q3 2025-26\nvoids,4,5\nplans,,6\n"})
    assert (found.place, found.code) == ("line 3, column Q3 2025-26", "F-PERIOD")
    assert "'Q3 2025-26' is a quarter, and 'plans' has a figure for each month" in found.what


# Gaps, and the month to report on


def test_a_gap_is_told_by_the_indicators_own_step(folder):
    text = HEADER + "voids,Q1 2025-26,,1,\nvoids,Q4 2025-26,,2,\nsurvey,2022-23,,1,2\nsurvey,2025-26,,1,2\n"
    _, found = folder.read({"figures/a.csv": text + "plans,Sep-25,,1,\nplans,Oct-25,,1,\n"})
    told = {finding.what for finding in found if finding.code == "F-GAP"}
    assert told == {
        "'voids' has no figure for Quarter to Sep-25, Quarter to Dec-25 (TOTAL)",
        "'survey' has no figure for Year to Mar-24, Year to Mar-25 (TOTAL)",
    }
    assert {f.mend.split(",")[0] for f in found if f.code == "F-GAP"} == {"Add the quarters", "Add the years"}


REPORT_MONTHS = [  # latest month, quarter and year with a figure; the month to report on
    ("2026-02", "2025-10", "2024-04", "2026-02"),
    ("2026-02", "2026-01", "2025-04", "2026-02"),  # the quarter and the year came before March's figures
    ("2026-03", "2026-01", "2025-04", "2026-03"),
    ("2025-06", "2026-01", "2025-04", "2026-03"),  # the monthly indicator is no longer collected
    ("2026-10", "2026-07", "2026-04", "2026-10"),  # a year that still runs
    (None, "2025-10", "2025-04", "2025-12"),
    (None, None, "2025-04", "2026-03"),
    (None, None, None, None),
]


@pytest.mark.parametrize(("month", "quarter", "year", "report"), REPORT_MONTHS)
def test_the_report_month_is_the_latest_that_leaves_no_shorter_period_without_data(
    folder, month, quarter, year, report
):
    known = {"plans": month, "voids": quarter, "survey": year}
    figures = Figures(
        Figure(id_, date.fromisoformat(f"{begins}-01"), numerator=1, denominator=2)
        for id_, begins in known.items()
        if begins
    )
    latest = figures.latest_month(folder.project)
    assert (latest and f"{latest:%Y-%m}") == report


def test_three_years_of_twelve_indicators_in_five_areas_are_read_with_what_overrides_them(tmp_path):
    folder = Folder(tmp_path, [an_indicator(f"i-{number}", "percent") for number in range(12)])
    areas = ["TOTAL", "EAST", "SOUTH", "NORTH", "WEST"]
    folder.settings["area"] = [{"name": name} for name in areas[1:]]
    months = [month_label(months_after(YEAR, step)) for step in range(36)]
    lines = [f"i-{number},{month},{area},70,102" for number in range(12) for area in areas for month in months]
    folder.put("figures/a.csv", HEADER + "\n".join(lines))
    folder.put("corrections.csv", "indicator,period,numerator,reason\n" + "".join(f"i-1,{m},71,late\n" for m in months))
    folder.put("history/2026-03/a.csv", HEADER + "\n".join(lines))
    figures, _ = folder.read()
    assert (len(figures), len(figures.overrides)) == (12 * 5 * 36, 2 * 36)


def test_a_quarter_and_a_month_of_the_same_header_are_no_clash(folder):
    figures, found = folder.read({"figures/a.csv": "indicator,Q3 2025-26,Dec-25\nvoids,5,\nplans,,6\n"})
    assert [(f.indicator, f.numerator) for f in figures.rows] == [("plans", 6), ("voids", 5)]
    assert said(found) == []
