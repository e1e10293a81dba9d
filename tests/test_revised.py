"""Revised: a figure that was said before and is now another is marked with what it was."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from excel_scorecard.commentary import Commentary
from excel_scorecard.project import make_project
from excel_scorecard.revised import Said, revised
from excel_scorecard.scorecard import MonthlyScorecard, make_scorecard
from excel_scorecard.values import MonthFigures
from tests.figures_folder import HEADER, Folder, an_indicator

AUGUST, SEPTEMBER, OCTOBER = date(2015, 8, 1), date(2015, 9, 1), date(2015, 10, 1)
SUPPLIED = Decimal("0.54")

CASES = [  # unit; numerator, denominator and supplied value as they were and as they are; what is marked
    ("percent", (840, 1000, None), (859, 1003, None), "was 84%"),
    ("percent", (859, 1003, None), (859, 1003, None), ""),
    ("percent", (858, 1003, None), (859, 1003, None), "was 858 of 1,003"),  # 86% both times
    ("percent", ("[x]", "[x]", None), (859, 1003, None), ""),  # it was not said before
    ("percent", ("[x]", 1003, None), (859, 1003, None), ""),
    ("percent", (859, 1003, None), ("[x]", "[x]", None), "was 86%"),  # taken back
    ("percent", ("[c]", "[c]", None), (3, 12, None), "was [c]"),
    ("percent", (3, 12, None), ("[c]", "[c]", None), "was shown"),  # what it was is what is suppressed
    ("percent", ("[x]", "[x]", None), ("[c]", "[c]", None), ""),
    ("percent", (529, "[x]", SUPPLIED), (529, 980, None), ""),  # its denominator became known
    ("percent", (529, "[x]", SUPPLIED), (540, "[x]", SUPPLIED), "was 529"),
    ("percent", ("[x]", "[x]", SUPPLIED), ("[x]", "[x]", Decimal("0.56")), "was 54%"),
    ("percent", ("[x]", "[x]", SUPPLIED), (55, 100, None), "was 54%"),
    ("percent", (5, 0, None), (5, 10, None), "was [z]"),
    ("count", (102, None, None), (103, None, None), "was 102"),
    ("count", (1100, None, None), (98, None, None), "was 1,100"),
    ("count", (0, None, None), (1, None, None), "was 0"),  # zero is a figure
    ("rate", (54, 12300, None), (55, 12300, None), "was 43.9"),
    ("rate", (54, 12300, None), (54, 12301, None), "was 54 of 12,300"),  # the population alone, 43.9 both times
    ("days", (410, 10, None), (420, 10, None), "was 41"),
    ("currency", (1234, None, None), (1250, None, None), "was £1,234"),
]


@pytest.mark.parametrize(("unit", "before", "now", "marked"), CASES)
def test_a_figure_is_marked_with_what_the_page_showed(
    unit: str, before: tuple[Any, Any, Any], now: tuple[Any, Any, Any], marked: str
):
    settings = {
        "scorecard": {"organisation": "Northshire (fictional)"},
        "indicator": [an_indicator("icpc", unit, number=1, **({"decimals": 1} if unit == "rate" else {}))],
    }
    [indicator] = make_project(settings, Path()).indicators
    assert revised(indicator, Said(*before), MonthFigures(SEPTEMBER, *now)) == marked


def test_a_figure_of_which_nothing_was_said_is_new_and_not_revised():
    [indicator] = make_project(
        {"scorecard": {"organisation": "Northshire"}, "indicator": [an_indicator("icpc", "percent", number=1)]}, Path()
    ).indicators
    assert revised(indicator, None, MonthFigures(SEPTEMBER, 859, 1003)) == ""


# From the history folder, and from an earlier workbook


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path, [an_indicator("icpc", "percent"), an_indicator("calls", "count", frequency="quarter")])


def scorecard(folder: Folder, month: date = SEPTEMBER, **how: Any) -> MonthlyScorecard:
    figures, _ = folder.read(month=month)
    return make_scorecard(folder.project, figures, Commentary(month=month), month, **how)


def marked(made: MonthlyScorecard) -> dict[tuple[str, date], str]:
    """The marks, by indicator and month."""
    return {(page.indicator.id, r.figures.month): r.revised for page in made.pages for r in page.months if r.revised}


def test_a_published_figure_that_the_source_tells_otherwise_is_marked_and_counted(folder):
    folder.put("history/2015-08/icpc.csv", HEADER + "icpc,2015-07,,50,100\nicpc,2015-08,,60,100\n")
    folder.put("figures/a.csv", HEADER + "icpc,2015-07,,50,100\nicpc,2015-08,,66,100\nicpc,2015-09,,70,102\n")
    made = scorecard(folder)
    assert marked(made) == {("icpc", AUGUST): "was 60%"}
    assert made.revised_count == 1


def test_a_corrected_figure_is_marked_as_well(folder):
    folder.put("history/2015-08/icpc.csv", HEADER + "icpc,2015-08,,60,100\n")
    folder.put("figures/a.csv", HEADER + "icpc,2015-08,,60,100\nicpc,2015-09,,70,102\n")
    folder.put("corrections.csv", "indicator,period,numerator,reason\nicpc,2015-08,62,two came late\n")
    assert marked(scorecard(folder)) == {("icpc", AUGUST): "was 60%"}


def test_where_published_figures_are_kept_nothing_is_revised(folder):
    folder.settings["scorecard"]["history"] = "as-published"
    folder.put("history/2015-08/icpc.csv", HEADER + "icpc,2015-08,,60,100\n")
    folder.put("figures/a.csv", "indicator,period,numerator,denominator,source\nicpc,2015-08,66,100,computed\n")
    assert marked(scorecard(folder)) == {}


def test_the_mark_is_against_the_last_publication_before_the_report_month(folder):
    for published, numerator in (("2015-07", 50), ("2015-08", 60), ("2015-09", 61), ("2015-10", 62)):
        folder.put(f"history/{published}/icpc.csv", HEADER + f"icpc,2015-07,,{numerator},100\n")
    folder.put("figures/a.csv", HEADER + "icpc,2015-07,,61,100\nicpc,2015-09,,70,100\n")
    july = date(2015, 7, 1)
    # September's workbook says the same after it was published as before
    assert marked(scorecard(folder)) == {("icpc", july): "was 60%"}
    assert marked(scorecard(folder, OCTOBER)) == {}


def test_a_months_own_figure_is_marked_once_its_scorecard_was_published(folder):
    folder.put("history/2015-09/icpc.csv", HEADER + "icpc,2015-09,,69,100\n")
    folder.put("figures/a.csv", HEADER + "icpc,2015-09,,70,100\n")
    assert marked(scorecard(folder)) == {("icpc", SEPTEMBER): "was 69%"}


def test_of_a_quarter_the_mark_is_in_the_row_of_its_last_month(folder):
    folder.put("history/2015-08/calls.csv", HEADER + "calls,Q1 2015-16,,410,\n")
    folder.put("figures/a.csv", HEADER + "calls,Q1 2015-16,,412,\ncalls,Q2 2015-16,,400,\n")
    assert marked(scorecard(folder)) == {("calls", date(2015, 6, 1)): "was 410"}


def test_a_rate_that_was_published_without_population_divides_by_the_same_one(tmp_path: Path):
    folder = Folder(tmp_path, [an_indicator("calls", "rate", decimals=1)])
    folder.put("populations.csv", "area,year,population\nTOTAL,2014,12300\n")
    folder.put("history/2015-08/calls.csv", HEADER + "calls,2015-08,,54,\n")
    folder.put("figures/a.csv", HEADER + "calls,2015-08,,55,\ncalls,2015-09,,54,\n")
    assert marked(scorecard(folder)) == {("calls", AUGUST): "was 43.9"}


def test_an_earlier_workbook_tells_what_it_said_and_history_comes_before_it(folder):
    folder.put("figures/a.csv", HEADER + "icpc,2015-07,,50,100\nicpc,2015-08,,66,100\nicpc,2015-09,,70,102\n")
    workbook = {("icpc", date(2015, 7, 1)): Said(49, 100), ("icpc", AUGUST): Said(59, 100)}
    said = marked(scorecard(folder, published=workbook))
    assert said == {("icpc", date(2015, 7, 1)): "was 49%", ("icpc", AUGUST): "was 59%"}
    folder.put("history/2015-08/icpc.csv", HEADER + "icpc,2015-08,,60,100\n")
    assert marked(scorecard(folder, published=workbook))["icpc", AUGUST] == "was 60%"
