"""The examples' own figures and words: made again byte for byte, true to their sources, and agreeing with each other.

Left out: what the examples' workbooks look like, which the tests of building and rendering see to.
"""

import csv
import os
import re
import subprocess
import sys
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median

import pytest

from excel_scorecard.commentary import read_commentary
from excel_scorecard.figures import read_figures
from excel_scorecard.judgement import MonthFigures, judge, rounded
from excel_scorecard.project import Indicator, Project, read_project

EXAMPLES = Path(__file__).parents[1] / "examples"
FICTIONAL = EXAMPLES / "fictional-council"
WEST_MIDLANDS = EXAMPLES / "west-midlands-referrals"
REFERRALS_FILE = "c6_children_in_need_referrals_by_month_2013_to_2024.csv"
MONTH_NAMES = ["January", "February", "March", "April", "May", "June"]
MONTH_NAMES += ["July", "August", "September", "October", "November", "December"]

Row = dict[str, str]
Parts = tuple[int, int | None]


def csv_rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def official(name: str) -> Path:
    folder = os.environ.get("OFFICIAL_DATA")
    if not folder:
        pytest.skip("OFFICIAL_DATA does not name the folder of the official statistics")
    return Path(folder) / name


def made_again(example: Path, target: Path, *sources: Path) -> bytes:
    subprocess.run([sys.executable, example / "make_figures.py", *sources, target], check=True)
    return target.read_bytes()


@pytest.fixture(scope="module")
def council() -> Project:
    return read_project(FICTIONAL)


@pytest.fixture(scope="module")
def known() -> dict[tuple[str, str, str], Parts]:
    """Numerator and denominator by indicator, month and area; figures with a code are left out."""
    return {
        (row["indicator"], row["period"], row["area"]): (int(row["numerator"]), denominator(row))
        for row in csv_rows(FICTIONAL / "figures" / "monthly.csv")
        if not row["code"]
    }


def denominator(row: Row) -> int | None:
    """As it is written; of the one rate the population in the middle of the year before the month's end."""
    if row["indicator"] != "cp-plans":
        return int(row["denominator"]) if row["denominator"] else None
    year, month = int(row["period"][:4]), int(row["period"][-2:])
    mid_year = str(year if month >= 6 else year - 1)  # 30 June is the last day of June
    people = {r["area"]: int(r["population"]) for r in csv_rows(FICTIONAL / "populations.csv") if r["year"] == mid_year}
    return sum(people.values()) if row["area"] == "TOTAL" else people[row["area"]]


@pytest.fixture(scope="module")
def referrals() -> dict[tuple[str, str], str]:
    """The committed figure or symbol by month and area."""
    rows = csv_rows(WEST_MIDLANDS / "figures" / "referrals.csv")
    return {(row["period"], row["area"]): row["numerator"] or row["code"] for row in rows}


def months_of(known: dict[tuple[str, str, str], Parts], indicator: str) -> list[str]:
    return sorted({month for each, month, area in known if each == indicator and area == "TOTAL"})


def shown(indicator: Indicator, parts: Parts) -> str:
    """The figure as a sentence quotes it: 22.4%, 39.9 or 1,000."""
    numerator, denominator = parts
    if denominator is None:
        return f"{numerator:,}"
    if indicator.unit == "rate":
        return str(rounded(Decimal(indicator.multiplier * numerator) / denominator, indicator.decimals))
    return f"{rounded(Decimal(100 * numerator) / denominator, indicator.decimals)}%"


def latest_judgement(council: Project, known: dict[tuple[str, str, str], Parts], indicator: Indicator):
    rows = []
    for text in months_of(known, indicator.id):
        month = date.fromisoformat(f"{text}-01")
        target = indicator.target_at(month)
        limit = target.limit(indicator.good) if target else None
        numerator, denominator = known[indicator.id, text, "TOTAL"]
        rows.append(
            MonthFigures(
                month,
                numerator,
                denominator,
                target=indicator.in_cells(target.target) if target else None,
                amber_limit=indicator.in_cells(limit) if limit is not None else None,
            )
        )
    return judge(indicator, rows, council.scorecard.month)


# ---- both


@pytest.mark.parametrize("example", [FICTIONAL, WEST_MIDLANDS], ids=lambda path: path.name)
def test_an_example_is_read_without_a_finding(example):
    project = read_project(example)
    figures, warnings = read_figures(project)
    assert warnings == ()
    assert figures.latest() == project.scorecard.month
    assert len(figures.rows) == len(csv_rows(next(example.glob("figures/*.csv"))))
    assert read_commentary(project, project.scorecard.month).concerns


@pytest.mark.parametrize("example", [FICTIONAL, WEST_MIDLANDS], ids=lambda path: path.name)
def test_an_example_has_figures_for_its_areas_and_no_other(example):
    project = read_project(example)
    rows = csv_rows(next(example.glob("figures/*.csv")))
    for indicator in project.indicators:
        areas = {row["area"] for row in rows if row["indicator"] == indicator.id}
        assert areas == {"TOTAL", *project.areas_of(indicator)}


# ---- the fictional council


def test_the_fictional_figures_are_made_again_byte_for_byte(tmp_path):
    committed = (FICTIONAL / "figures" / "monthly.csv").read_bytes()
    assert made_again(FICTIONAL, tmp_path / "again.csv") == committed


def test_the_fictional_council_says_on_every_page_that_it_is_fictional(council):
    assert "(fictional)" in council.scorecard.organisation
    assert "FICTIONAL DATA" in council.scorecard.marking


def test_every_fictional_indicator_has_36_months_to_march_2026():
    rows = csv_rows(FICTIONAL / "figures" / "monthly.csv")
    for indicator in {row["indicator"] for row in rows}:
        months = [row["period"] for row in rows if row["indicator"] == indicator and row["area"] == "TOTAL"]
        assert (len(months), months[0], months[-1]) == (36, "2023-04", "2026-03")
        assert months == sorted(set(months))


def test_no_fictional_numerator_is_above_its_denominator(known):
    above = [
        key for key, (numerator, denominator) in known.items() if denominator is not None and numerator > denominator
    ]
    assert above == []


@pytest.mark.parametrize(
    ("part", "whole", "which"),
    [
        ("seen-at-s47", "seen-at-assessment", "numerator"),
        ("seen-at-s47", "seen-at-assessment", "denominator"),
        ("cp-visits", "cp-plans", "children to be visited"),
        ("unallocated", "assessments-in-time", "open assessments"),
        ("high-caseloads", "supervision", "denominator"),
    ],
)
def test_children_counted_in_two_fictional_indicators_fit_into_each_other(known, part, whole, which):
    sides = {
        "numerator": (0, 0),
        "denominator": (1, 1),
        "children to be visited": (1, 0),
        "open assessments": (0, 1),
    }[which]
    months = set(months_of(known, part)) & set(months_of(known, whole))
    assert len(months) >= 35
    assert all(known[part, m, "TOTAL"][sides[0]] <= known[whole, m, "TOTAL"][sides[1]] for m in months)


def test_areas_leave_something_over_add_up_exactly_or_come_to_more_as_the_readme_says(council, known):
    left_over = {}
    for indicator in council.indicators:
        areas = council.areas_of(indicator)
        keys = [(indicator.id, "2026-03", area) for area in areas]
        if areas and all(key in known for key in keys):
            total = known[indicator.id, "2026-03", "TOTAL"]
            side = 1 if indicator.is_ratio else 0
            left_over[indicator.number] = total[side] - sum(known[key][side] for key in keys)
    assert {number for number, left in left_over.items() if left < 0} == {"9"}
    # 8 leaves no population over, but children
    assert {number for number, left in left_over.items() if left == 0} == {"8", "12"}
    assert {number for number, left in left_over.items() if left > 0} == {"1", "3", "4", "6", "7", "11"}
    plans = [known["cp-plans", "2026-03", area][0] for area in ("TOTAL", "EAST", "NWC", "SOUTH")]
    assert plans[0] > sum(plans[1:])


def test_the_fictional_pages_show_every_rating_and_direction_as_the_readme_says(council, known):
    judged = {i.number: latest_judgement(council, known, i) for i in council.indicators}

    def with_word(field: str, word: str) -> set[str]:
        return {number for number, judgement in judged.items() if getattr(judgement, field) == word}

    ratings = {word: with_word("rating", word) for word in ("Green", "Amber", "Red", "No target")}
    assert ratings == {
        "Green": {"5", "7", "11"},
        "Amber": {"1", "3", "9"},
        "Red": {"2", "4", "6", "12"},
        "No target": {"8", "10"},
    }
    directions = {w: with_word("direction", w) for w in ("Improving", "Worsening", "No change", "Up", "Down")}
    assert directions == {
        "Improving": {"1", "2", "4", "5", "7"},
        "Worsening": {"6", "9", "11", "12"},
        "No change": {"3"},
        "Up": {"10"},
        "Down": {"8"},
    }


def test_one_month_is_not_available_and_one_area_is_suppressed():
    coded = [row for row in csv_rows(FICTIONAL / "figures" / "monthly.csv") if row["code"]]
    assert {(r["indicator"], r["period"], r["code"]) for r in coded if r["area"] == "TOTAL"} == {
        ("supervision", "2024-08", "x")
    }
    assert [(r["indicator"], r["period"], r["area"]) for r in coded if r["code"] == "c"] == [
        ("unallocated", "2026-03", "SOUTH")
    ]
    assert all(row["numerator"] == row["denominator"] == "" and row["note"] for row in coded)


def test_the_longest_commentary_nearly_fills_its_space_and_two_are_not_written(council):
    texts = read_commentary(council, council.scorecard.month).texts
    lengths = {council.indicator(i).number: len(remarks.commentary) for i, remarks in texts.items()}
    assert 1400 <= lengths.pop("3") <= 1500
    assert lengths.keys() == {"1", "2", "4", "5", "6", "7", "8", "9", "12"}
    assert all(200 <= length <= 700 for length in lengths.values())


def test_each_commentary_opens_with_the_months_figure(council, known):
    for indicator_id, remarks in read_commentary(council, council.scorecard.month).texts.items():
        figure = shown(council.indicator(indicator_id), known[indicator_id, "2026-03", "TOTAL"])
        assert remarks.commentary.startswith(f"{figure} ")


def test_every_percentage_that_a_commentary_quotes_is_one_of_its_indicators_figures(council, known):
    for indicator_id, remarks in read_commentary(council, council.scorecard.month).texts.items():
        indicator = council.indicator(indicator_id)
        areas = ("TOTAL", *council.areas_of(indicator))
        keys = [(indicator_id, m, a) for m in ("2026-03", "2025-03", "2023-04") for a in areas]
        figures = {shown(indicator, known[key]) for key in keys if key in known}
        figures |= {f"{target.target}%" for target in indicator.targets}
        figures |= {f"{comparator.value}%" for comparator in indicator.comparators}
        if indicator.is_ratio:
            average = latest_judgement(council, known, indicator).average
            figures.add(f"{rounded(Decimal(100) * average, indicator.decimals)}%")
        quoted = set(re.findall(r"[\d.]+%", remarks.commentary))
        assert quoted <= figures, indicator_id


def test_every_so_many_of_so_many_in_a_commentary_is_a_count_of_the_month(council, known):
    found = 0
    for indicator_id, remarks in read_commentary(council, council.scorecard.month).texts.items():
        areas = ("TOTAL", *council.areas_of(council.indicator(indicator_id)))
        month = [known[key] for area in areas if (key := (indicator_id, "2026-03", area)) in known]
        pairs = {(n, d) for n, d in month if d is not None}
        total_outside = month[0][1] - month[0][0] if month[0][1] is not None else None
        pairs |= {(d - n, total_outside) for n, d in month if d is not None}
        for quoted in re.findall(r"(\d[\d,]*) of (?:the |its )?(\d[\d,]*)", remarks.commentary):
            assert (int(quoted[0].replace(",", "")), int(quoted[1].replace(",", ""))) in pairs, indicator_id
            found += 1
    assert found >= 5


def test_what_the_commentaries_say_of_counts_and_lowest_months_holds(council, known):
    said = read_commentary(council, council.scorecard.month).texts

    def total(indicator: str, month: str) -> int:
        return known[indicator, month, "TOTAL"][0]

    def lowest_since(indicator: str, month: str) -> bool:
        return all(
            total(indicator, m) >= total(indicator, "2026-03") for m in months_of(known, indicator) if m >= month
        )

    unallocated, plans = said["unallocated"].commentary, said["cp-plans"].commentary
    assert f"the {total('unallocated', '2024-11')} in November 2024" in unallocated
    assert f"{known['unallocated', '2026-03', 'NWC'][0]} of them are in NWC" in unallocated
    assert f"They were {total('cp-plans', '2026-03'):,} children" in plans
    assert f"{total('cp-plans', '2025-03') - total('cp-plans', '2026-03')} fewer than a year ago" in plans
    assert f"{total('cp-plans', '2024-11'):,} in November 2024" in plans
    assert max(total("cp-plans", m) for m in months_of(known, "cp-plans")) == total("cp-plans", "2024-11")
    assert lowest_since("unallocated", "2024-02")
    assert lowest_since("cp-plans", "2024-02")
    assert known["cp-plans", "2026-03", "TOTAL"][1] == 81_400 + 96_200 + 72_900
    seen = {
        m: shown(council.indicator("seen-at-s47"), known["seen-at-s47", m, "TOTAL"])
        for m in months_of(known, "cp-plans")
    }
    assert [month for month, share in seen.items() if share == min(seen.values())] == ["2026-03"]
    open_enquiries = known["s47-in-time", "2026-03", "TOTAL"][1]
    assert f"Only {open_enquiries} were open" in said["s47-in-time"].commentary
    assert 2 * open_enquiries < known["s47-in-time", "2024-03", "TOTAL"][1]


def test_the_comparators_are_as_published(council):
    rereferrals = csv_rows(official("c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv"))
    conferences = csv_rows(official("c4_children_in_need_section_47s_and_icpcs_2013_to_2024.csv"))
    plans = csv_rows(official("d1_child_protection_plans_2013_to_2024.csv"))

    def in_time(row: Row) -> Decimal:
        within = int(row["Duration_0-10_days"]) + int(row["Duration_11-15_days"])
        return rounded(Decimal(100 * within) / int(row["ICPC"]), 1)

    def of_year(rows: list[Row], year: str, level: str) -> list[Row]:
        halves = {"Inner London", "Outer London"}  # London is there as a whole as well
        of_level = [r for r in rows if r["time_period"] == year and r["geographic_level"] == level]
        return [r for r in of_level if r["region_name"] not in halves]

    def published(rows: list[Row], year: str) -> Decimal:
        return Decimal(of_year(rows, year, "National")[0]["rereferral_percent"])

    regions = [Decimal(row["rereferral_percent"]) for row in of_year(rereferrals, "2025", "Regional")]
    regions_in_time = [in_time(row) for row in of_year(conferences, "2024", "Regional")]
    assert len(regions) == len(regions_in_time) == 9
    assert [c.value for c in council.indicator("re-referrals").comparators] == [
        published(rereferrals, "2025"),
        published(rereferrals, "2024"),
        median(regions),
    ]
    assert [c.value for c in council.indicator("icpc-in-time").comparators] == [
        in_time(of_year(conferences, "2024", "National")[0]),
        median(regions_in_time),
    ]
    rate = of_year(plans, "2024", "National")[0]["CPP_At31_rate"]
    assert [c.value for c in council.indicator("cp-plans").comparators] == [Decimal(rate)]
    commentary = read_commentary(council, council.scorecard.month).of("cp-plans").commentary
    assert f"{rate} in England at 31 March 2024" in commentary


# ---- the West Midlands


def test_every_committed_referral_figure_is_the_published_one(referrals):
    rows = [r for r in csv_rows(official(REFERRALS_FILE)) if r["region_code"] == "E12000005"]
    published = {}
    for row in rows:
        for number, name in enumerate(MONTH_NAMES, start=1):
            year = int(row["time_period"]) - (1 if number >= 4 else 0)  # reporting year 2013 begins in April 2012
            published[f"{year}-{number:02}", row["la_name"] or "TOTAL"] = row[name]
    assert len(published) == 144 * 15
    assert referrals == published


def test_twelve_months_of_referrals_come_to_the_published_year(referrals):
    for row in csv_rows(official(REFERRALS_FILE)):
        if row["region_code"] != "E12000005" or row["Referrals"] == "u":
            continue
        last = int(row["time_period"])
        months = [f"{last - 1}-{n:02}" for n in range(4, 13)] + [f"{last}-{n:02}" for n in range(1, 4)]
        difference = sum(int(referrals[m, row["la_name"] or "TOTAL"]) for m in months) - int(row["Referrals"])
        # authorities are unrounded; the region's twelve months and its year are each rounded to 10
        assert abs(difference) <= (0 if row["la_name"] else 13 * 5)


def test_the_referrals_file_is_made_again_byte_for_byte(tmp_path):
    committed = (WEST_MIDLANDS / "figures" / "referrals.csv").read_bytes()
    assert made_again(WEST_MIDLANDS, tmp_path / "again.csv", official(REFERRALS_FILE)) == committed


def test_an_unreliable_authority_stays_unreliable(referrals):
    symbols = {key: figure for key, figure in referrals.items() if not figure.isdigit()}
    year = [f"2023-{n:02}" for n in range(4, 13)] + [f"2024-{n:02}" for n in range(1, 4)]
    assert symbols == {(month, "Herefordshire, County of"): "u" for month in year}


def test_the_region_differs_from_its_authorities_by_rounding_alone(referrals):
    months = sorted({month for month, _ in referrals})
    areas = {area for _, area in referrals} - {"TOTAL"}
    known = [month for month in months if all(referrals[month, area].isdigit() for area in areas)]
    assert len(known) == 132
    for month in known:
        assert abs(int(referrals[month, "TOTAL"]) - sum(int(referrals[month, area]) for area in areas)) <= 5


def test_the_referrals_commentary_quotes_the_published_figures(referrals):
    project = read_project(WEST_MIDLANDS)
    said = read_commentary(project, project.scorecard.month).of("referrals").commentary
    region = {month: int(figure) for (month, area), figure in referrals.items() if area == "TOTAL"}
    year = {month: figure for month, figure in region.items() if month >= "2023-04"}
    assert said.startswith(f"{region['2024-03']:,} referrals")
    assert f"{region['2023-03']:,} in March 2023" in said
    assert f"from {min(year.values()):,} in August to {max(year.values()):,} in June" in said
    assert (min(year, key=year.get), max(year, key=year.get)) == ("2023-08", "2023-06")
    assert f"May 2017 ({max(region.values()):,})" in said
    assert f"April 2020 ({min(region.values()):,})" in said
    assert (max(region, key=region.get), min(region, key=region.get)) == ("2017-05", "2020-04")


@pytest.mark.parametrize("folder", ["fictional-council", "west-midlands-referrals"])
def test_published_figures_carry_their_licence(folder):
    notes = " ".join(tomllib.loads((EXAMPLES / folder / "scorecard.toml").read_text("utf-8"))["scorecard"]["notes"])
    attribution = "Contains public sector information licensed under the Open Government Licence v3.0. Source: DfE"
    assert attribution in notes
