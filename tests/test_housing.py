"""The housing examples: another service by settings alone. Their figures, words, pages and workbooks."""

import csv
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path

import pytest

from excel_scorecard.calendar import read_period
from excel_scorecard.commentary import read_commentary
from excel_scorecard.figures import Figures, read_figures
from excel_scorecard.project import Indicator, Project, read_project
from excel_scorecard.scorecard import IndicatorPage, make_scorecard
from excel_scorecard.values import rounded
from excel_scorecard.workbook.build import build
from tests.libreoffice import cells

HOUSING = Path(__file__).parents[1] / "examples" / "housing"
THIRTY = HOUSING / "thirty"
BOTH = pytest.mark.parametrize("example", [HOUSING, THIRTY], ids=lambda path: path.name)
FEBRUARY = date(2026, 2, 1)
QUARTER = date(2025, 10, 1)  # October to December 2025, the quarter that February shows

Parts = tuple[int, int | None]


def csv_rows(folder: Path) -> Iterator[dict[str, str]]:
    for path in sorted(folder.glob("figures/*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def known(project: Project) -> dict[tuple[str, date, str], Parts]:
    """Numerator and denominator as typed, by indicator, period and area; figures with a code are left out."""
    return {
        (
            row["indicator"],
            read_period(row["period"], project.indicator(row["indicator"]).period_months),
            row["area"],
        ): (
            int(row["numerator"]),
            int(row["denominator"]) if row["denominator"] else None,
        )
        for row in csv_rows(project.folder)
        if not row["code"]
    }


def pages_of(example: Path) -> dict[str, IndicatorPage]:
    project = read_project(example)
    figures, _ = read_figures(project)
    made = make_scorecard(project, figures, read_commentary(project, FEBRUARY), FEBRUARY)
    return {page.indicator.number: page for page in made.pages}


@pytest.fixture(scope="module")
def housing() -> Project:
    return read_project(HOUSING)


@pytest.fixture(scope="module")
def typed(housing) -> dict[tuple[str, date, str], Parts]:
    return known(housing)


@pytest.fixture(scope="module")
def pages() -> dict[str, IndicatorPage]:
    return pages_of(HOUSING)


@pytest.fixture(scope="module")
def thirty() -> dict[str, IndicatorPage]:
    return pages_of(THIRTY)


# ---- both


@BOTH
def test_a_housing_example_is_read_without_a_finding(example):
    project = read_project(example)
    figures, warnings = read_figures(project)
    assert warnings == ()
    assert isinstance(figures, Figures)
    assert len(figures.rows) == len(list(csv_rows(example)))


@BOTH
def test_the_figures_are_made_again_byte_for_byte(example, tmp_path):
    committed = {path.name: path.read_bytes() for path in example.glob("figures/*.csv")}
    target = tmp_path if len(committed) > 1 else tmp_path / next(iter(committed))
    subprocess.run([sys.executable, example / "make_figures.py", target], check=True)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == committed


@BOTH
def test_every_page_says_that_it_is_fictional(example):
    project = read_project(example)
    assert "(fictional)" in project.scorecard.organisation
    assert "FICTIONAL DATA" in project.scorecard.marking
    assert any("does not exist" in note for note in project.scorecard.notes)
    files = [path for path in example.iterdir() if path.suffix in {".toml", ".md", ".py"}]
    assert all(re.search("does not\\W+exist", path.read_text("utf-8")) for path in files)


@BOTH
def test_no_part_is_above_its_whole_and_the_areas_never_exceed_the_total(example):
    project = read_project(example)
    figures = known(project)
    for (indicator_id, period, area), (numerator, denominator) in figures.items():
        indicator = project.indicator(indicator_id)
        if indicator.unit == "percent":
            assert numerator <= denominator
        areas = [
            figures[key] for name in project.areas_of(indicator) if (key := (indicator_id, period, name)) in figures
        ]
        if area == "TOTAL" and areas:
            assert sum(n for n, _ in areas) < numerator
            assert sum(d or 0 for _, d in areas) < (denominator or 1)


@BOTH
def test_the_ratings_are_printed_in_the_projects_own_words(example):
    words = read_project(example).scorecard.rating_labels.words
    assert list(words.values()) == ["On track", "Close", "Off track", "No target", "To come"]
    printed = {page.judgement.rating.removesuffix(" (judgement)") for page in pages_of(example).values()}
    assert printed <= {*words.values(), "Next: Mar-26"}
    assert {"On track", "Close", "Off track", "No target"} <= printed


# ---- six indicators


def test_six_indicators_of_four_units_two_of_them_by_quarter(housing):
    assert [i.unit for i in housing.indicators] == ["days", "currency", "currency", "percent", "count", "percent"]
    assert [i.number for i in housing.indicators if i.frequency == "quarter"] == ["3", "6"]
    assert [i.is_ratio for i in housing.indicators if i.unit == "currency"] == [False, True]
    assert {i.good for i in housing.indicators} == {"low", "band", "high", "neither"}


def test_there_are_thirty_months_and_ten_quarters(housing, typed):
    for indicator in housing.indicators:
        periods = sorted(period for each, period, area in typed if (each, area) == (indicator.id, "TOTAL"))
        if indicator.frequency == "quarter":
            assert (len(periods), periods[0], periods[-1]) == (10, date(2023, 7, 1), QUARTER)
        else:
            assert (len(periods), periods[0], periods[-1]) == (30, date(2023, 9, 1), FEBRUARY)


def test_a_quarters_repairs_are_those_of_its_months(housing, typed):
    for area in ("TOTAL", *housing.areas_of(housing.indicator("repair-cost"))):
        months = [typed["repairs-in-time", date(2025, month, 1), area][1] for month in (10, 11, 12)]
        assert typed["repair-cost", QUARTER, area][1] == sum(months)


def test_the_pages_show_what_the_readme_says(pages):
    rated = {number: page.judgement.rating for number, page in pages.items()}
    assert rated == {
        "1": "Close",
        "2": "On track",
        "3": "Close",
        "4": "Close (judgement)",
        "5": "No target",
        "6": "Off track",
    }
    directions = {number: page.judgement.direction for number, page in pages.items()}
    improving, worsening = dict.fromkeys("124", "Improving"), dict.fromkeys("36", "Worsening")
    assert directions == improving | worsening | {"5": "Up"}
    assert {number for number, page in pages.items() if page.leaves_nothing or not page.areas} == {"5"}


def test_quarters_show_the_last_complete_one_and_when_the_next_is_due(pages):
    for number, page in pages.items():
        is_quarter = number in {"3", "6"}
        assert page.judgement.next_due == ("Next: Mar-26" if is_quarter else "")
        assert page.judgement.period_label == ("Quarter to Dec-25" if is_quarter else "Feb-26")


def test_areas_are_rated_on_targets_of_their_own(pages):
    ratings = {number: {row.area: row.rating for row in page.areas} for number, page in pages.items()}
    assert ratings["1"] == {"North": "On track", "Riverside": "On track", "Hill": "Off track", "Old Town": "On track"}
    assert ratings["2"] == {"North": "Close", "Riverside": "On track", "Hill": "Off track", "Old Town": "Close"}
    assert ratings["6"]["Old Town"] == "To come"


def test_the_comparators_are_the_year_before_of_the_same_figures(housing, typed):
    compared = [indicator for indicator in housing.indicators if indicator.comparators]
    assert [indicator.number for indicator in compared] == ["1", "4", "6"]
    for indicator in compared:
        year = [
            parts
            for (each, period, area), parts in typed.items()
            if (each, area) == (indicator.id, "TOTAL") and date(2024, 4, 1) <= period < date(2025, 4, 1)
        ]
        assert len(year) == 12 / indicator.period_months
        value = indicator.scale * sum(n for n, _ in year) / sum(d for _, d in year)
        assert [c.value for c in indicator.comparators] == [rounded(value, indicator.decimals)]


def quotable(project: Project, indicator: Indicator, typed: dict[tuple[str, date, str], Parts]) -> set[str]:
    """Every figure of the indicator as a sentence quotes it, its targets and comparators."""
    values = set()
    for (each, _, _), (numerator, denominator) in typed.items():
        if each == indicator.id:
            value = Decimal(numerator) if denominator is None else indicator.scale * numerator / Decimal(denominator)
            values.add(rounded(value, indicator.decimals))
    for target in indicator.targets:
        values |= {edge for edge in (target.target, target.lower, target.upper) if edge is not None}
    values |= {comparator.value for comparator in indicator.comparators}
    return {f"{value:,}" for value in values}


def test_every_pound_percentage_and_day_that_a_commentary_quotes_is_among_the_figures(housing, typed):
    texts = read_commentary(housing, FEBRUARY).texts
    assert texts.keys() == {indicator.id for indicator in housing.indicators}
    differences = {"£64,052"}  # tested below
    quoted = 0
    for indicator in housing.indicators:
        said = texts[indicator.id].commentary
        found = {text.rstrip(".,") for text in re.findall(r"£[\d.,]+", said)} - differences
        found |= set(re.findall(r"([\d.]+)%", said)) | set(re.findall(r"(\d+) days", said))
        figures = quotable(housing, indicator, typed)
        assert {text.removeprefix("£") for text in found} <= figures, indicator.id
        quoted += len(found)
    assert quoted >= 19


def test_what_the_commentaries_say_of_the_year_before_and_of_the_highest_month_holds(housing, typed):
    said = {key: remarks.commentary for key, remarks in read_commentary(housing, FEBRUARY).texts.items()}
    year_ago = date(2025, 2, 1)
    owed = {period: n for (each, period, area), (n, _) in typed.items() if (each, area) == ("rent-arrears", "TOTAL")}
    assert f"£{owed[year_ago] - owed[FEBRUARY]:,} less than a year ago" in said["rent-arrears"]
    for january in (date(2025, 1, 1), date(2026, 1, 1)):
        months = [date(january.year - 1, month, 1) for month in range(4, 13)] + [january, january.replace(month=2)]
        assert max(months, key=owed.__getitem__) == january
    came = {period: n for (each, period, _), (n, _) in typed.items() if each == "homelessness"}
    assert (
        f"{came[FEBRUARY]} households came in February, {came[FEBRUARY] - came[year_ago]} more" in said["homelessness"]
    )
    assert f"January's {max(came.values())} was the highest" in said["homelessness"]
    assert max(came, key=came.__getitem__) == date(2026, 1, 1)
    satisfied = {p: Decimal(n) / d for (i, p, a), (n, d) in typed.items() if (i, a) == ("satisfaction", "TOTAL")}
    assert min(satisfied, key=satisfied.__getitem__) == QUARTER
    cost = {p: Decimal(n) / d for (i, p, a), (n, d) in typed.items() if (i, a) == ("repair-cost", "TOTAL")}
    indicator = housing.indicator("repair-cost")
    assert [p for p, value in sorted(cost.items()) if p >= date(2025, 4, 1) and value > 165] == [
        date(2025, 7, 1),
        QUARTER,
    ]
    assert indicator.target_at(QUARTER).upper == 165
    assert "for the second quarter running" in said["repair-cost"]
    numerator, denominator = typed["repairs-in-time", FEBRUARY, "TOTAL"]
    assert f"{numerator:,} of {denominator:,}" in said["repairs-in-time"]
    assert "about 80 repairs" in said["repairs-in-time"]
    assert Decimal("0.88") < Decimal(numerator) / (denominator + 80) < Decimal("0.92")  # Close, as it is judged
    let, asked = typed["days-to-re-let", FEBRUARY, "TOTAL"][1], typed["satisfaction", QUARTER, "TOTAL"][1]
    assert f"for the {let} homes re-let in February" in said["days-to-re-let"]
    assert f"of {asked} tenants" in said["satisfaction"]


# ---- thirty indicators


def test_thirty_indicators_stand_in_six_groups_with_long_titles_among_them(thirty):
    indicators = [page.indicator for page in thirty.values()]
    assert [i.number for i in indicators] == [str(number) for number in range(1, 31)]
    groups = [group for group, _ in groupby(indicators, key=lambda indicator: indicator.group)]
    assert len(groups) == len(set(groups)) == 6
    assert sum(88 <= len(indicator.title) <= 97 for indicator in indicators) == 7
    frequencies = [indicator.frequency for indicator in indicators]
    assert [frequencies.count(each) for each in ("month", "quarter", "year")] == [22, 6, 2]
    assert {indicator.unit for indicator in indicators} == {"percent", "count", "rate", "average", "days", "currency"}


def test_what_is_not_due_before_march_says_so_and_what_is_missing_is_to_come(thirty):
    assert thirty["25"].judgement.rating == "Next: Mar-26"
    assert thirty["27"].judgement.rating == "To come"
    assert {number for number, page in thirty.items() if page.judgement.value == "[x]"} == {"25", "27"}


def test_rates_divide_by_the_population_that_is_named(thirty):
    households, homes = thirty["16"].judgement, thirty["23"].judgement
    assert (households.denominator, homes.denominator) == (61_290, 8_990)
    assert households.value == rounded(Decimal(1_000 * households.numerator) / 61_290, 2)


def test_a_certificate_that_is_missing_in_one_home_in_a_thousand_is_not_on_track(thirty):
    page = thirty["6"]
    assert page.indicator.rate_on == "exact"
    assert page.judgement.rating == "Close"


def test_each_commentary_of_the_thirty_opens_with_its_figure(thirty):
    texts = read_commentary(read_project(THIRTY), FEBRUARY).texts
    by_id = {page.indicator.id: page for page in thirty.values()}
    assert len(texts) == 5
    for indicator_id, remarks in texts.items():
        page = by_id[indicator_id]
        figure = page.judgement.value * page.indicator.scale
        sign = "%" if page.indicator.unit == "percent" else ""
        assert remarks.commentary.startswith(f"{rounded(figure, page.indicator.decimals)}{sign} ")
        whole = page.judgement.denominator
        assert page.indicator.unit != "percent" or f"{whole:,}" in remarks.commentary


# ---- the workbooks


@BOTH
def test_nothing_in_a_housing_workbook_speaks_of_children_or_of_the_trade_of_others(example, tmp_path):
    path = tmp_path / "housing.xlsx"
    build(example, output=path)
    texts = {text for text in cells(path).values() if isinstance(text, str)}
    own = " ".join(file.read_text("utf-8") for file in (*example.glob("*.toml"), *example.glob("commentary/*.toml")))
    others = re.compile(r"\b(child|children|social worker|assessment)s?\b", re.IGNORECASE)
    # a page's heading is its number and its title
    assert [text for text in texts if others.search(text) and text.rpartition("  ")[2] not in own] == []


@BOTH
def test_a_housing_workbook_holds_its_own_words_for_the_ratings(example, tmp_path):
    path = tmp_path / "housing.xlsx"
    build(example, output=path)
    said = set(cells(path).values())
    assert {"On track", "Close", "Off track", "No target"} <= said
    assert said.isdisjoint({"Green", "Amber", "Red"})
