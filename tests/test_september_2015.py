"""The September 2015 scorecard, cell for cell: its table as it was printed, held against the project and the workbook.

The table below is written from the document and not from the project, so that a figure changed there is found here.
"[x]" is what was lost, or never printed. A row's name is the document's where it survives; the two of indicator 9 are
without their "Number of", for which the page has no room.
"""

import csv
import os
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from excel_scorecard.commentary import read_commentary
from excel_scorecard.figures import read_figures
from excel_scorecard.project import Project, read_project
from excel_scorecard.scorecard import IndicatorPage, MonthlyScorecard, make_scorecard
from excel_scorecard.workbook.build import build

EXAMPLE = Path(__file__).parents[1] / "examples" / "september-2015"

# Indicator, row of its table, what the row is called, six-month average, Sep-15.
PRINTED = (
    ("1", "numerator", "", "[x]", "[x]"),
    ("1", "denominator", "", "[x]", "[x]"),
    ("1", "value", "", "[x]", "[x]"),
    ("2", "value", "", "[x]", "[x]"),
    ("3", "numerator", "No. inside", "1,169", "859"),
    ("3", "remainder", "No. outside", "195", "144"),
    ("3", "denominator", "Total", "1,364", "1,003"),
    ("3", "value", "% Inside", "86%", "86%"),
    ("4", "numerator", "Children seen", "[x]", "529"),
    ("4", "denominator", "", "[x]", "[x]"),
    ("4", "value", "% Seen at Assessment", "[x]", "54%"),
    ("5", "numerator", "No. S47 open < 15 days", "95", "76"),
    ("5", "denominator", "Total S47 Open", "175", "80"),
    ("5", "value", "% Inside timescale", "54%", "95%"),
    ("6", "numerator", "Children seen", "[x]", "147"),
    ("6", "denominator", "Assessments completed", "[x]", "268"),
    ("6", "value", "% Seen at Assessment", "[x]", "55%"),
    ("7", "numerator", "No. within timescale", "66", "70"),
    ("7", "denominator", "", "[x]", "[x]"),
    ("7", "value", "% within timescale", "47%", "69%"),
    ("8", "numerator", "", "[x]", "[x]"),
    ("8", "value", "", "[x]", "[x]"),
    ("9", "numerator", "CPP visited more than once", "717", "757"),
    ("9", "denominator", "CPP to be visited", "1,128", "1,068"),
    ("9", "value", "% visited in month", "64%", "71%"),
    ("10", "numerator", "", "[x]", "[x]"),
    ("10", "value", "CIC - Rate per 10k", "[x]", "[x]"),
    ("11", "numerator", "", "[x]", "[x]"),
    ("11", "denominator", "", "[x]", "[x]"),
    ("11", "value", "", "[x]", "[x]"),
    ("12", "value", "", "[x]", "[x]"),
)
# Indicator 3 by area: inside, outside, total, % inside. The last row is the total less the three.
BY_AREA = {
    "EAST": ("163", "12", "175", "93%"),
    "SOUTH": ("240", "10", "250", "96%"),
    "MASH": ("112", "5", "117", "96%"),
    "Not in breakdown": ("344", "117", "461", "75%"),
}
# Indicator 12 by type of team: six-month average, Sep-15.
BY_TEAM = {"Assessment Teams": ("24", "30"), "MASH Teams": ("23", "15")}
POPULATION = {"EAST": 102_711, "NWC": 105_477, "SOUTH": 65_947}

TITLES = {
    "2": "Number of unallocated family assessments (open >7 days)",
    "3": "On-going single assessments in timescale (45 working days incl. S47)",
    "4": "% Children seen at Assessment (S17 and S47)",
    "5": "On-going S47s within 15 working days - MASH only",
    "6": "% Children seen at Assessment S47 only",
    "7": "CP initial conferences convened and taken place within timescales",
    "8": "Number of children with a Child Protection Plan - Snapshot as of month end",
    "9": "% of child protection visits in the month",
    "10": "Number of Children in Care - Snapshot as of month end",
    "11": "% of social workers who have had supervision (in month)",
    "12": "Average caseload of qualified social workers",
}
SEEN = (
    "CareFirst is not an easy system to extract good data such as this from. Children seen is a good proxy measure for "
    "quality of assessment. We want to see this % increase."
)
COMMENTARY = {
    "1": "Performance in last 6 months is close to national average",
    "2": "The data shows that performance has improved significantly since November 2014 but the [le]vel of "
    "unallocation is still too high especially in NWC where we have had turnover of agency staff. Assessment "
    "and short term intervention teams (ASTI) have improved the quality and timeliness of assessments and "
    "support for children and their families, as has the adoption of the new 'family assessment' format in "
    "July. All unallocated cases have been screened and are child in need not child protection cases.",
    "3": "The timeliness of assessments is an area we need to work on. Ofsted in their recent improvement visit "
    "praised the approach taken in South. The Area of greatest delay is NWC [around practice and workflow "
    "needed - fragment, position uncertain].",
    "4": SEEN,
    "5": "S.47s do not have to be completed within 15 days, but timeliness is important. These figures show that "
    "the S.47 teams in MASH are managing their workloads much better. Ofsted recently commented on the low "
    "and variable threshold for some S.47 enquiries.",
    "6": SEEN,
    "7": "The number of child protection conferences remains high but reducing. Timeliness is improving and we "
    "have looked more closely at the definition to ensure we are measuring this correctly.",
    "8": "Our rate per 10,000 of children who are the subject of a child protection plan has increased "
    "significantly since January 2014, but has now fallen slightly. Our rate is now higher than the national "
    "average and statistical neighbours.",
    "9": "The standard is to see all children who are the subject of a child protection plan at least every "
    "fortnight and this is a core social work activity. The number of visits at least twice a month is "
    "improving.",
    "10": "The number of children and young people in care is gradually reducing as intended in our improvement "
    "plan. This is a combination of more adoptions and return homes and more challenge at resource panel. The"
    " edge of care teams are almost ready to begin.",
    "11": "Within a good service, we would expect to see all social work staff supervised at least 10 times per "
    "year. This would yield a percentage of 83% per month. We are performing above this level.",
}
CONCERNS = (
    "unallocated work; timeliness of assessments; children not seen at assessment; infrequent visit patterns to some "
    "children on CP plans; assessment team caseloads. In addition, we are overhauling our SGO policy and processes."
)
RATINGS = {"3", "4", "5", "6", "7", "9"}  # have a value; none of them a target
COMPARATORS = {
    "1": {"England 2014-15": "24.2%"},
    "3": {"England, completed ones 2014-15": "82%"},
    "7": {"England 2014-15": "75%"},
    "8": {"England Mar 2015": "43.1", "Statistical neighbours": "[x]"},
}


def as_printed(cell: object, places: int) -> str:
    """What a cell holds, as the document prints it: 0.86 of a percentage is 86%, 1003 is 1,003, a code stays."""
    if cell is None or isinstance(cell, str):
        return cell or ""
    number = Decimal(str(cell))
    if places >= 2:
        return f"{(100 * number).quantize(Decimal(1).scaleb(2 - places), ROUND_HALF_UP)}%"
    return f"{number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,}"


def places_of(page: IndicatorPage, row: str) -> int:
    return page.indicator.places if row == "value" else 0


AVERAGES = {"value": "average"} | {part: f"{part}_average" for part in ("numerator", "remainder", "denominator")}


# ---- the project


@pytest.fixture(scope="module")
def project() -> Project:
    return read_project(EXAMPLE)


@pytest.fixture(scope="module")
def scorecard(project) -> MonthlyScorecard:
    figures, _ = read_figures(project)
    month = project.scorecard.month
    return make_scorecard(project, figures, read_commentary(project, month), month)


@pytest.fixture(scope="module")
def pages(scorecard) -> dict[str, IndicatorPage]:
    return {page.indicator.number: page for page in scorecard.pages}


def test_the_project_is_read_without_a_finding(project):
    assert read_figures(project)[1] == ()


@pytest.mark.parametrize(("number", "row", "label", "average", "september"), PRINTED)
def test_every_figure_is_as_printed(pages, number, row, label, average, september):
    page = pages[number]
    places = places_of(page, row)
    assert as_printed(getattr(page.judgement, row), places) == september
    assert as_printed(getattr(page.judgement, AVERAGES[row]), places) == average
    if label:
        assert getattr(page.indicator, f"{row}_label") == label


def test_the_titles_are_the_documents_and_the_lost_one_says_that_it_is_lost(pages):
    assert {number: page.indicator.title for number, page in pages.items() if number != "1"} == TITLES
    lost = pages["1"].indicator
    assert lost.title.startswith("[Title lost]")
    assert "Read here, which is not proven, as" in lost.definition


def test_the_areas_are_as_printed_and_the_rest_is_not_in_breakdown(pages):
    page = pages["3"]
    shown = {
        row.area: (
            f"{row.numerator:,}",
            f"{row.denominator - row.numerator:,}",
            f"{row.denominator:,}",
            as_printed(row.value, 2),
        )
        for row in page.breakdown
    }
    assert shown == BY_AREA
    assert list(pages) == [str(number) for number in range(1, 13)]
    assert {number for number, page in pages.items() if page.areas} == {"3", "12"}


def test_the_two_types_of_team_have_their_caseloads_as_supplied(project, pages):
    figures, _ = read_figures(project)
    teams = {row.area: as_printed(row.value, 0) for row in pages["12"].areas}
    averages = {team: figures.find("caseloads", project.scorecard.month, team, "average") for team in BY_TEAM}
    assert {team: (f"{averages[team].value}", value) for team, value in teams.items()} == BY_TEAM
    assert all(row.is_supplied for row in pages["12"].areas)
    assert pages["12"].rest.value == "[x]"


def test_averages_are_as_supplied_and_no_month_but_september_has_a_figure(project, pages):
    figures, _ = read_figures(project)
    assert {figure.period for figure in figures.rows} == {project.scorecard.month}
    supplied = {"3", "5", "7", "9"}
    assert {n for n, page in pages.items() if page.judgement.average_heading.endswith("(as supplied)")} == supplied
    assert {pages[n].judgement.direction for n in ("5", "7", "9")} == {"Improving"}
    assert pages["3"].judgement.direction == "No change"


def test_nothing_is_rated_for_the_only_target_is_of_a_figure_that_is_lost(pages):
    ratings = {number: page.judgement.rating for number, page in pages.items()}
    assert {number for number, rating in ratings.items() if rating == "No target"} == RATINGS
    assert {rating for number, rating in ratings.items() if number not in RATINGS} == {"No data"}
    targets = {number: page.indicator.targets for number, page in pages.items() if page.indicator.targets}
    [(number, [target])] = targets.items()
    assert (number, target.target, target.amber_within, target.amber_limit) == ("11", 83, None, None)


def test_every_commentary_and_the_concerns_are_the_documents(scorecard, pages):
    assert {n: page.remarks.commentary for n, page in pages.items() if page.remarks.commentary} == COMMENTARY
    assert scorecard.concerns == CONCERNS
    assert scorecard.project.scorecard.agenda_item == "Agenda item 4"


def test_what_an_indicator_is_a_concern_for_is_in_the_documents_concerns(pages):
    concerns = {number: page.indicator.concern for number, page in pages.items() if page.indicator.concern}
    assert concerns.keys() == {"2", "3", "4", "6", "9", "12"}
    assert all(concern in CONCERNS for concern in concerns.values())


def test_every_lost_figure_says_in_a_note_what_was_lost(project):
    figures, _ = read_figures(project)
    lost = [figure for figure in figures.rows if figure.code or (figure.value is not None and figure.area == "TOTAL")]
    assert len(lost) == 11
    assert all(re.search("lost|survives|No six-month average", figure.note) for figure in lost)


def test_population_is_by_area_and_its_total_is_said_to_be_added_up(project, pages):
    population = {each.area: each for each in project.populations}
    assert {area: each.population for area, each in population.items()} == POPULATION
    assert all("gives no year" in each.source for each in population.values())
    assert "102.711" in population["EAST"].source
    for number in ("8", "10"):
        assert pages[number].judgement.denominator == sum(POPULATION.values()) == 274_135
        assert pages[number].indicator.population_note == "Three areas added up; no year is given"


def rounding_to(percent: int, part: int) -> list[int]:
    """The totals of which `part` is shown as `percent`."""
    return [whole for whole in range(part, 10 * part) if (200 * part + whole) // (2 * whole) == percent]


def test_derived_ranges_are_right_said_to_be_derived_and_are_no_figures(project, pages):
    assessments, conferences, average = rounding_to(54, 529), rounding_to(69, 70), rounding_to(47, 66)
    assert f"between {assessments[0]} and {assessments[-1]}" in pages["4"].indicator.definition
    assert f"{conferences[0]} or {conferences[1]} in Sep-15" in pages["7"].indicator.definition
    assert f"{average[0]} to {average[-1]} in an average month" in pages["7"].indicator.definition
    assert all("Derived, and so no figure" in pages[number].indicator.definition for number in ("4", "7"))
    figures, _ = read_figures(project)
    held = {number for figure in figures.rows for number in (figure.numerator, figure.denominator)}
    assert held.isdisjoint({*assessments, *conferences, *average})
    rate = Decimal(10_000 * 1_068) / 274_135
    assert any(f"{rate:.1f} per 10,000" in note for note in project.scorecard.notes)


def test_comparators_stand_where_a_published_series_does(pages):
    shown = {
        number: {
            c.label: c.value if number == "8" and isinstance(c.value, str) else as_printed(c.value, p.indicator.places)
            for c in p.comparisons
        }
        for number, p in pages.items()
        if p.comparisons
    }
    assert shown == COMPARATORS
    assert all(c.source for page in pages.values() for c in page.comparisons)


# ---- against the official statistics


def official(name: str) -> list[dict[str, str]]:
    folder = os.environ.get("OFFICIAL_DATA")
    if not folder:
        pytest.skip("OFFICIAL_DATA does not name the folder of the official statistics")
    with (Path(folder) / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def england_2015(name: str) -> dict[str, str]:
    [row] = [r for r in official(name) if (r["time_period"], r["geographic_level"]) == ("2015", "National")]
    return row


def share(part: int, whole: str) -> Decimal:
    return (Decimal(100 * part) / int(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def test_the_comparators_are_as_published_for_england(project):
    assessments = england_2015("c2_children_in_need_assessments_duration_2014_to_2024.csv")
    days = ("Same_day", "1-10_days", "11-20_days", "21-30_days", "31-40_days", "41-45_days")
    conferences = england_2015("c4_children_in_need_section_47s_and_icpcs_2013_to_2024.csv")
    within = int(conferences["Duration_0-10_days"]) + int(conferences["Duration_11-15_days"])
    referrals = england_2015("c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv")
    plans = england_2015("d1_child_protection_plans_2013_to_2024.csv")
    published = {
        "1": Decimal(referrals["rereferral_percent"]),
        "3": share(sum(int(assessments[column]) for column in days), assessments["Assessments_completed"]),
        "7": share(within, conferences["ICPC"]),
        "8": Decimal(plans["CPP_At31_rate"]),
    }
    assert {i.number: i.comparators[0].value for i in project.indicators if i.comparators} == published


def test_no_authority_of_england_is_named_anywhere():
    rows = official("c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv")
    names = {row["la_name"] for row in rows if row["la_name"]}
    assert len(names) > 150
    written = "\n".join(
        file.read_text("utf-8") for file in EXAMPLE.rglob("*") if file.suffix in {".toml", ".csv", ".md"}
    )
    assert [name for name in names if re.search(rf"\b{re.escape(name)}\b", written)] == []


# ---- the workbook


@pytest.fixture(scope="module")
def workbook(tmp_path_factory) -> Workbook:
    """The built workbook as another program reads it, without calculating: the values that its cells keep."""
    path = tmp_path_factory.mktemp("september") / "september-2015.xlsx"
    build(EXAMPLE, output=path)
    return load_workbook(path, data_only=True)


@pytest.fixture(scope="module")
def sheets(workbook, project) -> dict[str, Worksheet]:
    """The indicators' sheets by number, found by the id that each holds."""
    by_id = {slot(sheet, "indicator_id"): sheet for sheet in workbook if "indicator_id" in sheet.defined_names}
    return {indicator.number: by_id[indicator.id] for indicator in project.indicators}


def slot(sheet: Worksheet, name: str) -> object:
    """What the sheet's named cell holds; of a name for several cells, the first."""
    _, reference = next(sheet.defined_names[name].destinations)
    column, row, _, _ = range_boundaries(reference.replace("$", ""))
    return sheet.cell(row, column).value


def breakdown(sheet: Worksheet) -> dict[str, dict[str, object]]:
    """The Breakdown table's rows by area: what stands under each header that has a role."""
    [area] = [table.ref for table in sheet.tables.values() if table.name.startswith("Breakdown")]
    _, top, _, bottom = range_boundaries(area)
    columns = {}
    for name, defined in sheet.defined_names.items():
        if name.startswith("breakdown_"):
            _, reference = next(defined.destinations)
            column, row, _, _ = range_boundaries(reference.replace("$", ""))
            if row == top:
                columns[name.removeprefix("breakdown_")] = column
    rows = [
        {role: sheet.cell(row, column).value for role, column in columns.items()} for row in range(top + 1, bottom + 1)
    ]
    return {str(row["area"]): row for row in rows}


@pytest.mark.parametrize(("number", "row", "label", "average", "september"), PRINTED)
def test_every_cell_is_as_printed(sheets, pages, number, row, label, average, september):
    sheet, places = sheets[number], places_of(pages[number], row)
    for name, expected in ((row, september), (AVERAGES[row], average)):
        if name in sheet.defined_names:
            assert as_printed(slot(sheet, name), places) == expected
    if label:
        assert slot(sheet, f"{row}_label") == label
    assert as_printed(slot(sheet, "value"), pages[number].indicator.places)


def test_the_percentage_pages_have_a_cell_for_every_row_of_the_documents_table(sheets, pages):
    for number, row, _, _, _ in PRINTED:
        if pages[number].indicator.unit == "percent":
            assert {row, AVERAGES[row]} <= sheets[number].defined_names.keys()


def test_the_workbooks_areas_are_as_printed(sheets):
    shown = {
        area: (f"{row['numerator']:,}", f"{row['denominator']:,}", as_printed(row["value"], 2))
        for area, row in breakdown(sheets["3"]).items()
    }
    assert shown == {area: (inside, total, percent) for area, (inside, _, total, percent) in BY_AREA.items()}
    note = str(slot(sheets["3"], "breakdown_note"))
    assert "DCSC not included in area breakdown" in note
    assert "NWC" in note


def test_the_workbooks_teams_are_as_supplied(sheets):
    teams = breakdown(sheets["12"])
    assert {team: as_printed(teams[team]["value"], 0) for team in BY_TEAM} == {
        t: now for t, (_, now) in BY_TEAM.items()
    }
    note = str(slot(sheets["12"], "breakdown_note"))
    assert note.startswith("6-month average, as supplied")
    assert all(f"{team} {average}" in note for team, (average, _) in BY_TEAM.items())


def test_the_workbooks_rates_say_the_population_that_they_would_be_of(sheets):
    for number in ("8", "10"):
        assert slot(sheets[number], "denominator") == 274_135
        assert slot(sheets[number], "population_note") == "Three areas added up; no year is given"
        assert slot(sheets[number], "value") == "[x]"


def test_the_workbooks_texts_are_the_documents(workbook, sheets, pages):
    commentary = {n: slot(sheet, "commentary") for n, sheet in sheets.items() if pages[n].remarks.commentary}
    assert commentary == COMMENTARY
    summary = workbook.worksheets[0]
    assert slot(summary, "concerns") == CONCERNS
    assert "Agenda item 4" in str(slot(summary, "agenda_item"))
    assert {number: slot(sheet, "title") for number, sheet in sheets.items() if number != "1"} == TITLES


def test_the_workbooks_ratings_are_no_target_or_no_data(sheets):
    ratings = {number: slot(sheet, "rating") for number, sheet in sheets.items()}
    assert ratings == {number: "No target" if number in RATINGS else "No data" for number in ratings}
    assert slot(sheets["11"], "target") == 0.83


def test_the_workbooks_comparators_stand_beside_their_labels(sheets, pages):
    for number, comparators in COMPARATORS.items():
        sheet, places = sheets[number], pages[number].indicator.places
        for which, (label, value) in zip(("one", "two"), comparators.items(), strict=False):
            assert slot(sheet, f"comparator_{which}_label") == label
            assert as_printed(slot(sheet, f"comparator_{which}"), places) == value


def test_every_note_of_the_project_is_on_the_notes_sheet(workbook, project):
    cells = {cell for sheet in workbook for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    assert set(project.scorecard.notes) <= cells
