"""Populations: what rates divide by where their figures give no denominator."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from excel_scorecard.errors import FindingsError, ProjectError
from excel_scorecard.figures import figures_of_frame
from tests.figures_folder import HEADER, Folder, an_indicator, said

SEPTEMBER = date(2025, 9, 1)
POPULATIONS = "area,year,population,source\nEAST,2024,1000,ONS\nSOUTH,2024,2000,ONS\n"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path, [an_indicator("plans", "rate"), an_indicator("icpc", "percent")])


def of_plans(folder: Folder, populations: str | bytes, lines: str, name: str = "populations.csv"):
    return folder.read({name: populations, "figures/a.csv": HEADER + lines})


def test_a_rate_without_a_denominator_divides_by_the_population(folder):
    figures, found = of_plans(folder, POPULATIONS, "plans,2025-09,EAST,7,\nplans,2025-09,,20,\n")
    assert figures.find("plans", SEPTEMBER, "EAST").denominator == 1000
    assert figures.population("plans", SEPTEMBER, "EAST").source == "ONS"
    assert said(found) == []


def test_the_whole_council_is_the_sum_of_its_areas_where_it_is_not_given(folder):
    figures, _ = of_plans(folder, POPULATIONS, "plans,2025-09,,20,\n")
    assert figures.find("plans", SEPTEMBER).denominator == 3000
    whole = figures.population("plans", SEPTEMBER)
    assert (whole.area, whole.year, whole.population, whole.source) == ("TOTAL", 2024, 3000, "ONS")


def test_a_total_that_is_given_is_not_added_up(folder):
    figures, _ = of_plans(folder, POPULATIONS + "Total,2024,3100,ONS\n", "plans,2025-09,,20,\n")
    assert figures.find("plans", SEPTEMBER).denominator == 3100


def test_a_year_in_which_an_area_is_missing_has_no_sum(folder):
    figures, _ = of_plans(folder, POPULATIONS + "EAST,2025,1100,ONS\n", "plans,2025-09,,20,\nplans,2025-09,EAST,7,\n")
    assert figures.find("plans", SEPTEMBER).denominator == 3000
    assert figures.find("plans", SEPTEMBER, "EAST").denominator == 1100


@pytest.mark.parametrize(("month", "people"), [("2025-05", 1000), ("2025-06", 1100), ("2026-05", 1100)])
def test_the_estimate_is_the_latest_of_30_june_at_or_before_the_periods_end(folder, month, people):
    figures, _ = of_plans(folder, POPULATIONS + "EAST,2025,1100,\n", f"plans,{month},EAST,7,\n")
    assert figures.rows[0].denominator == people


def test_a_quarter_takes_the_estimate_of_its_last_month(tmp_path):
    folder = Folder(tmp_path, [an_indicator("plans", "rate", frequency="quarter")])
    figures, _ = of_plans(folder, POPULATIONS + "EAST,2025,1100,\n", "plans,Q1 2025-26,EAST,7,\n")
    assert figures.rows[0].denominator == 1100


def test_a_denominator_that_is_given_stays_and_is_nobodys_estimate(folder):
    figures, _ = of_plans(folder, POPULATIONS, "plans,2025-09,EAST,7,950\n")
    assert figures.rows[0].denominator == 950
    assert figures.population("plans", SEPTEMBER, "EAST") is None


@pytest.mark.parametrize("line", ["plans,2025-09,EAST,,", "plans,2025-09,EAST,x,", "plans,2025-09,EAST,7,x"])
def test_what_is_blank_or_has_a_code_stays_as_it_is(folder, line):
    figures, _ = of_plans(folder, POPULATIONS, line + "\n")
    assert figures.rows[0].denominator is None


def test_a_rate_as_supplied_stays_as_supplied(folder):
    text = "indicator,period,area,numerator,value\nplans,2025-09,EAST,7,69.8\n"
    figures, found = folder.read({"populations.csv": POPULATIONS, "figures/a.csv": text})
    assert (figures.rows[0].denominator, str(figures.rows[0].value)) == (None, "69.8")
    assert said(found) == []


def test_only_rates_divide_by_a_population(folder):
    figures, _ = of_plans(folder, POPULATIONS, "icpc,2025-09,EAST,7,\n")
    assert figures.rows[0].denominator is None
    assert figures.population("icpc", SEPTEMBER, "EAST") is None


def test_populations_may_stand_in_the_settings(folder):
    folder.settings["population"] = [{"area": "EAST", "year": 2024, "population": 1500, "source": "made up"}]
    figures, _ = folder.read({"figures/a.csv": HEADER + "plans,2025-09,EAST,7,\n"})
    assert figures.population("plans", SEPTEMBER, "EAST").source == "made up"


def test_several_populations_are_told_apart_by_name(tmp_path):
    folder = Folder(
        tmp_path,
        [an_indicator("plans", "rate", population="0 to 17"), an_indicator("calls", "rate", population="All ages")],
    )
    text = 'Locality,Mid-year,People,Ages\nEast,mid-2024,"1,000",0 to 17\neast,30/06/2024,5000,all ages\n'
    figures, _ = of_plans(folder, text, "plans,2025-09,EAST,7,\ncalls,2025-09,EAST,7,\n")
    assert [figure.denominator for figure in figures.rows] == [1000, 5000]


def test_years_may_stand_across(folder):
    figures, _ = of_plans(folder, "area,2023,mid-2024\nEAST,900,1000\nSOUTH,,2000\n", "plans,2025-09,,20,\n")
    assert figures.rows[0].denominator == 3000


def test_the_file_may_be_a_workbook(folder):
    book = openpyxl.Workbook()
    for row in (
        ["Populations of Northshire (fictional)"],
        ["Area", "Year", "Population"],
        ["Example: EAST", 2024, 1],
        ["EAST", 2024, 1000],
    ):
        book.active.append(row)
    saved = io.BytesIO()
    book.save(saved)
    folder.settings["scorecard"]["populations"] = "people.xlsx"
    figures, _ = of_plans(folder, saved.getvalue(), "plans,2025-09,EAST,7,\n", "people.xlsx")
    assert figures.rows[0].denominator == 1000


def test_figures_of_a_frame_divide_by_the_same_populations(folder):
    figures, _ = of_plans(folder, POPULATIONS, "plans,2025-09,,20,\n")
    bare = figures.frame().drop(columns="denominator")
    assert figures_of_frame(bare, folder.project).rows == figures.rows
    again = figures_of_frame(figures.frame(), folder.project)
    assert again.population("plans", SEPTEMBER) == figures.population("plans", SEPTEMBER)


# What is wrong, and what is doubtful


def test_a_file_that_is_named_and_not_there_is_an_error(folder):
    folder.settings["scorecard"]["populations"] = "people.csv"
    with pytest.raises(ProjectError, match=r"there is no file of populations 'people.csv'"):
        folder.read({"figures/a.csv": HEADER + "plans,2025-09,,20,\n"})


def test_a_rate_without_any_population_is_told_with_its_areas(folder):
    _, found = folder.read(
        {"figures/a.csv": HEADER + "plans,2025-08,,20,\nplans,2025-09,,20,\nplans,2025-09,EAST,7,\n"}
    )
    assert said(found) == [("figures/a.csv", "line 2, column indicator", "P-NONE")]
    [told] = [f.what for f in found if f.code == "P-NONE"]
    assert "neither a denominator nor a population for Aug-25, Sep-25 (TOTAL, EAST): shown as [x]" in told


def test_months_before_the_first_estimate_are_told(folder):
    _, found = of_plans(folder, POPULATIONS, "plans,2024-05,,20,\nplans,2024-06,,20,\n")
    assert ["for May-24 (TOTAL)" in f.what for f in found if f.code == "P-NONE"] == [True]


@pytest.mark.parametrize(("month", "codes"), [("2027-06", []), ("2027-07", ["P-OLD"])])
def test_an_estimate_older_than_three_years_is_told(folder, month, codes):
    _, found = of_plans(folder, POPULATIONS, f"plans,{month},,20,\nplans,{month},EAST,7,\n")
    assert [f.code for f in found if f.code.startswith("P-")] == codes
    if codes:
        assert "'plans' divides Jul-27 by the population of mid-2024 (TOTAL, EAST)" in [f.what for f in found]


def test_an_area_that_is_none_is_set_aside_with_a_warning(folder):
    figures, found = of_plans(folder, POPULATIONS + "EASTT,2025,5,\n", "plans,2025-09,EAST,7,\n")
    assert said(found) == [("populations.csv", "line 4, column area", "P-PLACE")]
    assert "did you mean 'EAST'?" in found[0].what
    assert figures.rows[0].denominator == 1000


def test_the_same_area_and_year_twice_names_both_lines(folder):
    folder.put("populations.csv", POPULATIONS + "east,2024,1000,\n")
    [found] = folder.wrong({"figures/a.csv": HEADER + "plans,2025-09,EAST,7,\n"})
    assert (found.file, found.place, found.code) == ("populations.csv", "line 4, column area", "P-DUPLICATE")
    assert "first in populations.csv, line 2" in found.what


def test_a_population_below_the_numerator_is_an_error_at_the_figure(folder):
    folder.put("populations.csv", POPULATIONS)
    [found] = folder.wrong({"figures/a.csv": HEADER + "plans,2025-09,EAST,1001,\n"})
    assert (found.file, found.place, found.code) == ("figures/a.csv", "line 2, column indicator", "P-BELOW")
    assert "numerator 1001 is above the population of EAST, 1,000 in mid-2024" in found.what


def test_a_population_that_is_not_called_so_is_an_error_with_the_one_that_was_meant(tmp_path):
    folder = Folder(tmp_path, [an_indicator("plans", "rate", population="0 to 17")])
    folder.put("populations.csv", "area,year,population,name\nEAST,2024,1000,Aged 0 to 17\nEAST,2024,1000,adults\n")
    [found] = folder.wrong({"figures/a.csv": HEADER + "plans,2025-09,EAST,7,\n"})
    assert (found.file, found.place, found.code) == ("scorecard.toml", "indicator 'plans'", "P-NAME")
    assert "there is no population called '0 to 17' - did you mean 'Aged 0 to 17'?" in found.what


def test_of_several_populations_a_rate_says_which(folder):
    folder.put("populations.csv", "area,year,population,name\nEAST,2024,1000,0 to 17\nEAST,2024,1000,adults\n")
    [found] = folder.wrong({"figures/a.csv": HEADER + "plans,2025-09,EAST,7,\n"})
    assert "there are several populations" in found.what
    assert found.mend == "Write population = one of 0 to 17, adults."


WRONG_LINES = [
    ("EAST,twenty,1000,", "line 2, column year", "'twenty' is no year"),
    ("EAST,,1000,", "line 2, column year", "the row names no year"),
    ("EAST,31/12/2024,1000,", "line 2, column year", "31/12/2024 is no mid-year"),
    ("EAST,1902,1000,", "line 2, column year", "the year 1902 is not between 1990 and 2100"),
    ("EAST,2024,138.2,", "line 2, column population", "population '138.2' is not a whole number"),
    ("EAST,2024,many,", "line 2, column population", "population 'many' is not a whole number"),
    ("EAST,2024,0,", "line 2, column population", "population 0 is below 1"),
    ("EAST,2024,,", "line 2, column population", "there is no population"),
    ("EAST,2024,138,040,", "line 2", "the line has 5 cells, and there are 4 columns"),
]


@pytest.mark.parametrize(("line", "place", "what"), WRONG_LINES)
def test_what_is_no_year_or_no_population_is_an_error_at_its_cell(folder, line, place, what):
    folder.put("populations.csv", f"area,year,population,source\n{line}\n")
    [found] = folder.wrong({"figures/a.csv": HEADER + "icpc,2025-09,EAST,7,8\n"})
    assert (found.file, found.place) == ("populations.csv", place)
    assert what in found.what


@pytest.mark.parametrize("text", ["area,year\nEAST,2024\n", "area,population\nEAST,1000\n", "one,two\n1,2\n"])
def test_a_header_without_its_columns_is_an_error(folder, text):
    folder.put("populations.csv", text)
    assert [f.code for f in folder.wrong({"figures/a.csv": HEADER + "icpc,2025-09,EAST,7,8\n"})] == ["P-HEADER"]


def test_wrong_populations_stop_the_figures_of_a_frame_too(folder):
    frame = of_plans(folder, POPULATIONS, "plans,2025-09,,20,\n")[0].frame()
    folder.put("populations.csv", POPULATIONS + "EAST,2024,1000,\n")
    with pytest.raises(FindingsError, match="there twice"):
        figures_of_frame(frame, folder.project)
