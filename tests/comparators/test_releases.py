"""Releases: the files of official statistics as downloaded, in both namings, against what is known of them."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from excel_scorecard.comparators.releases import half_up, read_release, tables_of
from excel_scorecard.figures.files import Row, Table
from excel_scorecard.published import MEASURES, RELEASES
from tests.comparators.official import C1, C4, FILE_OF, TIDY, official, published, value

# DfE: Children in need, reporting years 2015 and 2024; Children looked after 2025; social work workforce 2025
ENGLAND = [
    ("rereferrals", 2015, "24.2"),
    ("rereferrals", 2024, "22.4"),
    ("icpcs-in-15-days", 2015, "74.8"),
    ("icpcs-in-15-days", 2024, "79.7"),
    ("assessments-in-45-days", 2015, "81.5"),
    ("assessments-in-45-days", 2024, "84.5"),
    ("cp-plans-rate", 2015, "43.1"),
    ("cp-plans-rate", 2024, "41.6"),
    ("looked-after-rate", 2025, "67"),
    ("caseload", 2025, "15.2"),
    ("population-0-17", 2024, "12183016"),
]
# the same series in a table that was put together from the files by other means
IN_TIDY = {
    "rereferrals": "rereferrals_12m",
    "icpcs-in-15-days": "icpc_15wd",
    "assessments-in-45-days": "assessments_45wd",
    "cp-plans-rate": "cpp_at31march",
    "looked-after-rate": "cla_at31march",
    "caseload": "avg_caseload_fte",
    "population-0-17": "population_0_17",
}
COMMON = ["time_period", "time_identifier", "geographic_level", "region_name", "old_la_code", "new_la_code", "la_name"]


def table(*rows: list[str], name: str = "download.csv") -> Table:
    return Table(name, "", tuple(Row(line, tuple(cells)) for line, cells in enumerate(rows, start=1)))


def england(year: str, *cells: str) -> list[str]:
    return [year, "Reporting year", "National", "", "", "", "", *cells]


def authority(year: str, code: str, name: str, *cells: str) -> list[str]:
    return [year, "Reporting year", "Local authority", "West Midlands", code, f"E0{code}", name, *cells]


@pytest.mark.parametrize(("measure", "year", "figure"), ENGLAND)
def test_englands_figures_are_as_published(measure, year, figure):
    assert value(published(measure), year, "England") == Decimal(figure)


def test_birminghams_figures_are_as_published_and_an_unreliable_one_is_a_code():
    assert value(published("rereferrals"), 2015, "Birmingham") == Decimal("21.1")
    assert value(published("icpcs-in-15-days"), 2015, "Birmingham") == Decimal("40.5")
    assert value(published("cp-plans-rate"), 2015, "Birmingham") == Decimal("45.2")
    assert value(published("caseload"), 2024, "Birmingham") == "[u]"


@pytest.mark.parametrize(("measure", "series"), IN_TIDY.items())
def test_every_figure_is_that_of_a_table_made_by_other_means(measure, series):
    with official(TIDY).open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["indicator"] == series]
    level = {"National": "England", "Regional": "region", "Local authority": "authority"}
    rows = [row for row in rows if row["value"]]
    expected = {(int(row["time_period"]), level[row["level"]], row["area"]): in_tidy(row) for row in rows}
    found = published(measure)
    read = {
        (year, figure.place.level, figure.place.name): figure.value
        for year, figures in found.years.items()
        for figure in figures
        if isinstance(figure.value, Decimal)
    }
    assert len(expected) > 500
    assert {key: read.get(key) for key in expected} == expected


def in_tidy(row: dict[str, str]) -> Decimal:
    """The figure; where it was derived, from its own numbers, since it was rounded another way."""
    if "derived" not in row["source"]:
        return Decimal(row["value"])
    return half_up(100 * Decimal(row["numerator"]) / Decimal(row["denominator"]), 1)


def test_the_2024_naming_of_referrals_is_read_as_the_2025_one(tmp_path):
    """The columns as they were called in the release of 2024, over the figures of the later file."""
    names = {
        "referral_count": "Referrals",
        "rereferral_count": "Re_referrals",
        "rereferral_percent": "Re_referrals_percent",
        "no_further_action_percent": "No_Further_Action_percent",
    }
    header, _, body = official(C1).read_text("utf-8-sig").partition("\n")
    earlier = tmp_path / "download (3).csv"
    cells = [names.get(cell, cell) for cell in header.strip().split(",")]
    earlier.write_text(f"{','.join(cells)}\n{body}", "utf-8")
    assert published("rereferrals", earlier).years == published("rereferrals").years
    assert published("referrals-no-action", earlier).years == published("referrals-no-action", official(C1)).years


def test_a_file_is_known_by_its_columns_whatever_it_is_called(tmp_path):
    renamed = tmp_path / "data.csv"
    renamed.write_bytes(official(C4).read_bytes())
    assert value(published("icpcs-in-15-days", renamed), 2024, "England") == Decimal("79.7")


def test_each_file_is_recognised_as_one_release():
    for measure, name in FILE_OF.items():
        [found], _ = tables_of(official(name))
        _, release, _ = read_release(found, [])
        assert release is RELEASES[MEASURES[measure].release]


def test_codes_stay_codes_and_a_percentage_of_suppressed_parts_is_suppressed():
    header = [*COMMON, "Section47", "ICPC", "Duration_0-10_days", "Duration_11-15_days"]
    made = table(
        header,
        england("2024", "1", "8", "3", "4"),
        authority("2024", "801", "Anyton", "5", "20", "c", "14"),
        authority("2024", "802", "Otherton", "u", "u", "u", "u"),
        authority("2024", "803", "Thirdton", "5", "20", "low", "14"),
        authority("2024", "804", "Fourthton", "5", "0", "0", "0"),
        authority("2024", "805", "Fifthton", "x", "x", "x", "x"),
    )
    [found], _, findings = read_release(made, [MEASURES["icpcs-in-15-days"]])
    said = {figure.place.name: figure.value for figure in found.years[2024]}
    assert said == {
        "England": Decimal("87.5"),
        "Anyton": "[c]",
        "Otherton": "[u]",
        "Thirdton": "[x]",  # low is not zero, and no number either
        "Fourthton": "[z]",
        "Fifthton": "[x]",
    }
    assert findings == []


@pytest.mark.parametrize("code", ["c", "x", "u", "z", "k"])
def test_a_code_in_the_place_of_a_value_is_kept(code):
    made = table([*COMMON, "caseload_fte", "turnover_rate_fte"], england("2025", code, "1"))
    [found], _, _ = read_release(made, [MEASURES["caseload"]])
    assert value(found, 2025, "England") == f"[{code}]"


def test_assessments_in_time_are_known_where_the_late_ones_are_whatever_else_is_suppressed():
    bins = ["Same_day", "1-10_days", "11-20_days", "21-30_days", "31-40_days", "41-45_days"]
    header = [*COMMON, "Assessments_completed", *bins, "46-50_days", "51-60_days", "61+_days"]
    made = table(
        header,
        authority("2024", "801", "Anyton", "100", "c", "c", "10", "20", "30", "10", "5", "4", "1"),
        authority("2024", "802", "Otherton", "100", "0", "20", "10", "20", "30", "10", "c", "c", "6"),
        authority("2024", "803", "Thirdton", "100", "c", "20", "10", "20", "30", "10", "c", "c", "6"),
    )
    [found], _, _ = read_release(made, [MEASURES["assessments-in-45-days"]])
    said = {figure.place.name: figure.value for figure in found.years[2024]}
    assert said == {"Anyton": Decimal("90.0"), "Otherton": Decimal("90.0"), "Thirdton": "[c]"}


def test_low_is_the_code_k():
    made = table([*COMMON, "caseload_fte", "turnover_rate_fte"], england("2025", "low", "1"))
    [found], _, _ = read_release(made, [MEASURES["caseload"]])
    assert value(found, 2025, "England") == "[k]"


def test_a_release_that_leaves_a_column_out_is_told():
    made = table(
        [*COMMON, "referral_count", "rereferral_count", "rereferral_percent"], england("2025", "9", "2", "22.2")
    )
    found, release, findings = read_release(made, [MEASURES["referrals-rate"], MEASURES["rereferrals"]])
    assert release is RELEASES["c1"]
    assert [each.measure.id for each in found] == ["rereferrals"]
    [finding] = findings
    assert finding.level == "warning"
    assert (finding.file, finding.place, finding.code) == ("download.csv", "line 1", "B-MEASURE")
    assert "no column Referrals_rate" in finding.what


def test_a_release_without_its_places_cannot_be_used():
    made = table(["time_period", "caseload_fte", "turnover_rate_fte"], ["2025", "15.2", "1"])
    found, _, [finding] = read_release(made, [MEASURES["caseload"]])
    assert found == []
    assert (finding.level, finding.code) == ("error", "B-COLUMN")
    assert "geographic_level" in finding.what


def test_a_value_that_is_neither_number_nor_code_is_told_with_line_and_column():
    made = table([*COMMON, "caseload_fte", "turnover_rate_fte"], england("2025", "about 15", "1"))
    [found], _, [finding] = read_release(made, [MEASURES["caseload"]])
    assert value(found, 2025, "England") == "[x]"
    assert (finding.place, finding.code) == ("line 2, column caseload_fte", "B-NUMBER")


def test_a_time_period_of_six_digits_is_the_year_that_ends_it():
    made = table([*COMMON, "caseload_fte", "turnover_rate_fte"], england("202425", "15.2", "1"))
    [found], _, _ = read_release(made, [MEASURES["caseload"]])
    assert list(found.years) == [2025]


def test_a_packed_download_is_named_for_what_it_is(tmp_path: Path):
    packed = tmp_path / "children-in-need.zip"
    packed.write_bytes(b"PK\x03\x04")
    tables, [finding] = tables_of(packed)
    assert tables == []
    assert "Unpack it" in finding.mend


def test_a_period_is_said_in_words():
    assert MEASURES["rereferrals"].period(2025) == "2024-25"
    assert MEASURES["rereferrals"].period(2000) == "1999-00"
    assert MEASURES["cp-plans-rate"].period(2025) == "31 March 2025"
    assert MEASURES["caseload"].period(2025) == "30 September 2025"
    assert MEASURES["turnover"].period(2025) == "year to September 2025"
    assert MEASURES["population-0-17"].period(2024) == "mid-2024"
