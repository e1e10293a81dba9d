"""Figures: read from files as officers save them, and held as one table."""

import csv
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from excel_scorecard.calendar import month_label, months_after
from excel_scorecard.errors import Finding, FindingsError, ProjectError
from excel_scorecard.figures import COLUMNS, Figure, Figures, figures_of_frame, read_figures
from excel_scorecard.project import Project, make_project

AUGUST, SEPTEMBER, OCTOBER = date(2015, 8, 1), date(2015, 9, 1), date(2015, 10, 1)
HEADER = "indicator,period,area,numerator,denominator\n"

Files = dict[str, str | bytes]
Reader = Callable[..., tuple[Figures, tuple[Finding, ...]]]


def a_project(folder: Path) -> Project:
    def indicator(number: int, id_: str, unit: str, **more: object) -> dict[str, object]:
        return {"id": id_, "number": number, "title": f"Title of {id_}", "unit": unit, "good": "high", **more}

    return make_project(
        {
            "scorecard": {"organisation": "Northshire Council (fictional)"},
            "area": [{"name": "EAST"}, {"name": "SOUTH"}],
            "indicator": [
                indicator(1, "icpc", "percent"),
                indicator(2, "cp-plans", "count"),
                indicator(3, "seen", "percent", breakdown="none", status="provisional"),
                indicator(4, "cost", "currency"),
            ],
        },
        folder,
    )


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "figures").mkdir()
    return a_project(tmp_path)


@pytest.fixture
def read(project: Project) -> Reader:
    def read_files(files: str | bytes | Files) -> tuple[Figures, tuple[Finding, ...]]:
        named = files if isinstance(files, dict) else {"a.csv": files}
        for name, text in named.items():
            (project.folder / "figures" / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_figures(project)

    return read_files


@pytest.fixture
def wrong(read: Reader) -> Callable[..., tuple[Finding, ...]]:
    def findings(files: str | bytes | Files) -> tuple[Finding, ...]:
        with pytest.raises(FindingsError) as caught:
            read(files)
        return tuple(finding for finding in caught.value.findings if finding.level == "error")

    return findings


def one(figures: Figures) -> Figure:
    assert len(figures) == 1
    return figures.rows[0]


def places(findings: tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    """Findings by file, place and code, without F-NONE: a small file has no figures for some indicator."""
    return [(f.file, f.place, f.code) for f in findings if f.code != "F-NONE"]


def workbook(
    rows: list[list[object]], formats: dict[tuple[int, int], str] | None = None, sheet: str = "Figures"
) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Figures"
    for row in rows:
        book.active.append(row)
    for (row, column), number_format in (formats or {}).items():
        book.active.cell(row, column).number_format = number_format
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


# Long and wide


def test_a_long_table_is_a_figure_a_row(read):
    figures, _ = read(HEADER + "icpc,2015-09,TOTAL,70,102\nicpc,2015-09,EAST,20,25\n")
    assert figures.rows == (
        Figure("icpc", SEPTEMBER, "TOTAL", numerator=70, denominator=102),
        Figure("icpc", SEPTEMBER, "EAST", numerator=20, denominator=25),
    )


@pytest.mark.parametrize("heads", [["2015-08", "2015-09"], ["Aug-15", "Sep-15"], ["31/08/2015", "30/09/2015"]])
def test_a_wide_table_has_the_months_across(read, heads):
    rows = [
        "icpc,,numerator,60,70",
        "icpc,,denominator,100,102",
        "icpc,EAST,numerator,,20",
        "icpc,EAST,denominator,,25",
    ]
    figures, _ = read("\n".join([f"indicator,area,part,{','.join(heads)}", *rows]))
    assert figures.rows == (
        Figure("icpc", AUGUST, numerator=60, denominator=100),
        Figure("icpc", SEPTEMBER, numerator=70, denominator=102),
        Figure("icpc", SEPTEMBER, "EAST", numerator=20, denominator=25),
    )


def test_a_wide_table_without_parts_holds_counts_and_values(read):
    figures, _ = read("indicator,Sep-15\ncp-plans,1068\nicpc,54%\n")
    assert figures.rows == (Figure("icpc", SEPTEMBER, value=Decimal(54)), Figure("cp-plans", SEPTEMBER, numerator=1068))


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["TOTAL", "EAST", "SOUTH"]), st.integers(0, 30)),
        st.tuples(st.integers(0, 5000), st.integers(0, 5000)).map(sorted),
        min_size=1,
    ),
    st.sampled_from(["utf-8-sig", "utf-8", "cp1252", "utf-16"]),
    st.sampled_from(",;\t"),
)
@settings(max_examples=60, deadline=None)
def test_the_same_figures_long_or_wide_in_any_encoding_and_delimiter_are_the_same(cells, encoding, delimiter):
    months = sorted({months_after(AUGUST, step) for _, step in cells})
    known = {(area, months_after(AUGUST, step)): parts for (area, step), parts in cells.items()}
    long = [["indicator", "month", "area", "numerator", "denominator", "note"]]
    long += [["icpc", month_label(month), area, f"{n:,}", str(d), "d’été"] for (area, month), (n, d) in known.items()]
    wide = [["id", "area", "part", "note", *(f"{month:%d/%m/%Y}" for month in months)]]
    for area in sorted({area for area, _ in cells}):
        for position, part in enumerate(("numerator", "denominator")):
            numbers = [known.get((area, month)) for month in months]
            wide.append(["icpc", area, part, "d’été", *(str(pair[position]) if pair else "" for pair in numbers)])
    found = []
    for rows in (long, wide):
        with tempfile.TemporaryDirectory() as folder:
            text = io.StringIO()
            csv.writer(text, delimiter=delimiter).writerows(rows)
            (Path(folder) / "figures").mkdir()
            (Path(folder) / "figures/a.csv").write_bytes(text.getvalue().encode(encoding))
            found.append(read_figures(a_project(Path(folder)))[0].rows)
    assert found[0] == found[1]
    assert {(f.area, f.period): [f.numerator, f.denominator] for f in found[0]} == known
    assert {f.note for f in found[0]} == {"d’été"}


def test_columns_may_be_called_as_officers_call_them(read):
    figures, _ = read("ID,Month,Team,Num,Den,As at,Status\nicpc,Sep-15,east,20,25,05/10/2015,provisional\n")
    row = Figure("icpc", SEPTEMBER, "EAST", "period", 20, 25, status="provisional", as_of=date(2015, 10, 5))
    assert one(figures) == row


def test_titles_may_stand_above_the_header(read):
    figures, _ = read(f"Northshire performance,,,,\n,,,,\n{HEADER}icpc,2015-09,,70,102\n")
    assert one(figures).numerator == 70


def test_a_title_with_a_comma_does_not_make_commas_the_delimiter(read):
    text = f"Northshire, September 2015\n{HEADER}icpc,2015-09,,1,102\n".replace(",", ";").replace("shire;", "shire,")
    assert one(read(text)[0]).denominator == 102


def test_blank_rows_are_no_rows_and_lines_are_still_counted(wrong):
    found = wrong("\n" + HEADER + "\n,,,,\n \nicpc,2015-09,,seventy,102\n")
    assert places(found) == [("figures/a.csv", "line 6, column numerator", "F-NUMBER")]


def test_a_note_over_two_lines_is_counted_as_two(wrong):
    text = 'indicator,period,numerator,note\ncp-plans,2015-08,5,"one\ntwo"\ncp-plans,2015-09,many,\n'
    assert places(wrong(text)) == [("figures/a.csv", "line 4, column numerator", "F-NUMBER")]


def test_rows_are_in_the_projects_order_however_the_file_is_arranged(read):
    lines = [
        "cp-plans,2015-09,,5,",
        "icpc,2015-09,SOUTH,1,2",
        "icpc,2015-09,EAST,1,2",
        "icpc,2015-09,,2,4",
        "icpc,2015-08,,1,1",
    ]
    forwards, _ = read(HEADER + "\n".join(lines))
    backwards, _ = read(HEADER + "\n".join(reversed(lines)))
    assert forwards.rows == backwards.rows
    assert [(f.indicator, f.period.month, f.area) for f in forwards.rows] == [
        ("icpc", 8, "TOTAL"),
        ("icpc", 9, "TOTAL"),
        ("icpc", 9, "EAST"),
        ("icpc", 9, "SOUTH"),
        ("cp-plans", 9, "TOTAL"),
    ]


# Numbers and codes


NUMBERS = [
    ("1068", 1068),
    ("1,068", 1068),
    ("1,234,567.5", Decimal("1234567.5")),
    ("23.5", Decimal("23.5")),
    ("12.0", 12),
]


@pytest.mark.parametrize(("written", "number"), [*NUMBERS, ("\u00a01068\u00a0", 1068), ("0", 0)])
def test_a_number_is_read_exactly(read, written, number):
    figures, _ = read(f'indicator,period,numerator\ncp-plans,2015-09,"{written}"\n')
    assert one(figures).numerator == number
    assert type(one(figures).numerator) is type(number)


UNREADABLE = [
    "seventy",
    "=1+1",
    "1,23",
    "1.234,5",
    "1 068",
    "12a",
    "1e3",
    "..",
    ":",
    "-",
    "n/a",
    "#N/A",
    "54%",
    "1234567890123456",
]


@pytest.mark.parametrize("written", UNREADABLE)
def test_what_is_no_number_is_an_error_at_its_cell(wrong, written):
    found = wrong(f'indicator,period,numerator\ncp-plans,2015-09,"{written}"\n')
    assert places(found) == [("figures/a.csv", "line 2, column numerator", "F-NUMBER")]


@pytest.mark.parametrize("written", ["x", "[x]", "X", " [ x ] "])
def test_a_code_stands_in_place_of_a_number(read, written):
    figures, _ = read(f"indicator,period,numerator\ncp-plans,2015-09,{written}\n")
    assert (one(figures).numerator, one(figures).code) == (None, "x")


@pytest.mark.parametrize("written", ["low", "[low]", "k"])
def test_low_is_its_own_code_and_not_zero(read, written):
    figures, _ = read(f"indicator,period,numerator\ncp-plans,2015-09,{written}\n")
    assert (one(figures).numerator, one(figures).code) == (None, "k")


def test_a_code_beside_a_known_part_leaves_the_part(read):
    figures, _ = read(HEADER + "icpc,2015-09,,c,102\n")
    assert (one(figures).numerator, one(figures).denominator, one(figures).code) == (None, 102, "c")


def test_a_column_of_codes_says_why_there_is_no_figure(read):
    figures, _ = read("indicator,period,numerator,code\ncp-plans,2015-09,,u\n")
    assert one(figures).code == "u"


def test_a_code_and_a_figure_contradict_each_other(wrong):
    found = wrong("indicator,period,numerator,code\ncp-plans,2015-09,12,c\n")
    assert places(found) == [("figures/a.csv", "line 2, column indicator", "F-CODE")]


def test_a_blank_is_missing_and_not_zero(read):
    figures, _ = read(HEADER + "icpc,2015-08,,60,100\nicpc,2015-09,,,\n")
    missing = figures.find("icpc", SEPTEMBER)
    assert missing == Figure("icpc", SEPTEMBER)
    assert missing.is_blank
    assert figures.latest() == AUGUST


@pytest.mark.parametrize("written", ["54%", "54", "54.0 %"])
def test_a_percentage_is_supplied_as_people_write_it(read, written):
    figures, _ = read(f"indicator,period,value\nseen,2015-09,{written}\n")
    assert one(figures) == Figure("seen", SEPTEMBER, value=Decimal(54), status="provisional")


def test_a_pound_sign_is_read_where_the_unit_is_currency(read):
    figures, _ = read('indicator,period,numerator,denominator\ncost,2015-09,"£1,234.50",3\n'.encode("cp1252"))
    assert one(figures).numerator == Decimal("1234.5")


def test_an_average_may_be_supplied_beside_the_period(read):
    text = "indicator,period,basis,numerator,denominator\nicpc,2015-09,,70,102\nicpc,2015-09,6-month average,66,140\n"
    figures, _ = read(text)
    assert figures.find("icpc", SEPTEMBER, basis="average").denominator == 140
    assert figures.find("icpc", SEPTEMBER).denominator == 102


def test_a_value_that_agrees_with_its_parts_is_left_out(read):
    figures, _ = read("indicator,period,numerator,denominator,value\nseen,2015-09,147,268,54.9\n")
    assert (one(figures).numerator, one(figures).denominator, one(figures).value) == (147, 268, None)


def test_a_value_that_disagrees_with_its_parts_is_an_error(wrong):
    found = wrong("indicator,period,numerator,denominator,value\nseen,2015-09,147,268,56\n")
    assert places(found) == [("figures/a.csv", "line 2, column value", "F-VALUE")]
    assert "value 56 is not 147 of 268, which is 54.85" in found[0].what


def test_a_value_with_one_part_keeps_both(read):
    figures, _ = read("indicator,period,numerator,denominator,value\nseen,2015-09,529,x,54%\n")
    assert (one(figures).numerator, one(figures).value, one(figures).code) == (529, Decimal(54), None)


# What is wrong


def test_a_numerator_above_the_denominator_of_a_percentage_is_an_error(wrong):
    found = wrong(HEADER + "icpc,2015-08,,102,102\nicpc,2015-09,,103,102\n")
    assert places(found) == [("figures/a.csv", "line 3, column numerator", "F-ABOVE")]


def test_a_percentage_above_a_hundred_is_an_error(wrong):
    assert places(wrong("indicator,period,value\nseen,2015-09,540\n")) == [
        ("figures/a.csv", "line 2, column value", "F-ABOVE")
    ]


def test_a_negative_count_is_an_error(wrong):
    assert places(wrong(HEADER + "cp-plans,2015-09,,-5,\n")) == [
        ("figures/a.csv", "line 2, column numerator", "F-NEGATIVE")
    ]


def test_the_same_figure_twice_names_both_lines(wrong):
    found = wrong(HEADER + "icpc,2015-09,TOTAL,70,102\nicpc,2015-08,,60,100\nicpc,30/09/2015,,70,102\n")
    assert places(found) == [("figures/a.csv", "line 4, column indicator", "F-DUPLICATE")]
    assert "'icpc', Sep-15, TOTAL is there twice: first in figures/a.csv, line 2" in found[0].what


def test_the_same_figure_in_two_files_names_both_files(wrong):
    text = HEADER + "icpc,2015-09,,70,102\n"
    found = wrong({"a.csv": text, "b.csv": text})
    assert places(found) == [("figures/b.csv", "line 2, column indicator", "F-DUPLICATE")]
    assert "figures/a.csv, line 2" in found[0].what


def test_parts_in_two_files_are_a_duplicate_too(wrong):
    found = wrong({"a.csv": HEADER + "icpc,2015-09,,70,\n", "b.csv": "indicator,part,Sep-15\nicpc,denominator,102\n"})
    assert places(found) == [("figures/b.csv", "line 2, column Sep-15", "F-DUPLICATE")]


def test_a_wide_row_that_is_there_twice_is_told_once(wrong):
    found = wrong("indicator,part,Aug-15,Sep-15\nicpc,numerator,1,2\nicpc,numerator,1,2\n")
    assert places(found) == [("figures/a.csv", "line 3, column Aug-15", "F-DUPLICATE")]


def test_an_unknown_indicator_is_told_once_with_the_one_that_was_meant(wrong):
    found = wrong(HEADER + "icpcs,2015-08,,60,100\nicpcs,2015-09,,70,102\n")
    assert places(found) == [("figures/a.csv", "line 2, column indicator", "F-INDICATOR")]
    assert "'icpcs' is not in scorecard.toml - did you mean 'icpc'? (2 rows)" in found[0].what


def test_an_indicators_title_is_answered_with_its_id(wrong):
    assert "did you mean 'cp-plans'?" in wrong(HEADER + "Title of cp-plans,2015-08,,60,\n")[0].what


@pytest.mark.parametrize("written", ["2015", "09/30/2015", "31/02/2015", "Septober 2015", ""])
def test_an_unreadable_month_is_an_error_at_its_cell(wrong, written):
    found = wrong(HEADER + f"icpc,{written},,70,102\n")
    assert places(found) == [("figures/a.csv", "line 2, column period", "F-PERIOD")]


def test_all_errors_are_told_at_once(wrong):
    found = wrong(
        {"a.csv": HEADER + "icpc,2015-09,,x1,102\nicpc,2015-13,,1,2\n", "b.csv": HEADER + "icp,2015-09,,1,2\n"}
    )
    assert {f.code for f in found} == {"F-NUMBER", "F-PERIOD", "F-INDICATOR"}


def test_a_number_that_fell_apart_at_its_comma_is_an_error(wrong):
    found = wrong(HEADER + "icpc,2015-09,,1,068,1,128\n")
    assert places(found) == [("figures/a.csv", "line 2", "F-COLUMN")]


HEADERS_THAT_DO_NOT_DO = [
    "indicator,area,numerator",
    "period,area,numerator",
    "indicator,period,area",
    "indicator,period,numerator,num",
    "indicator,part,Sep-15,30/09/2015",
    "indicator,period,Aug-15,Sep-15",
    "indicator,part,code,Sep-15",
    "one,two",
]


@pytest.mark.parametrize("header", HEADERS_THAT_DO_NOT_DO)
def test_a_header_that_does_not_do_is_an_error(wrong, header):
    assert [f.code for f in wrong(header + "\nicpc,2015-09,1,2\n")] == ["F-HEADER"]


@pytest.mark.parametrize(
    ("role", "word"), [("basis", "mean"), ("status", "finall"), ("source", "guessed"), ("code", "q")]
)
def test_a_word_that_is_not_known_is_an_error_at_its_cell(wrong, role, word):
    found = wrong(f"indicator,period,numerator,{role}\ncp-plans,2015-09,,{word}\n")
    assert [f.place for f in found] == [f"line 2, column {role}"]


def test_a_file_that_is_no_text_is_an_error(wrong):
    assert [f.code for f in wrong(b"\x81\x00\x01\x02")] == ["F-FILE"]


def test_an_open_quotation_mark_is_an_error_and_not_half_a_file(wrong):
    assert [f.code for f in wrong(HEADER + 'icpc,2015-08,,1,2\nicpc,2015-09,"EAST,70,102\n')] == ["F-FILE"]


def test_a_project_without_files_says_where_they_are_wanted(project):
    with pytest.raises(ProjectError, match=r"nothing is called figures/\*\.csv or figures/\*\.xlsx"):
        read_figures(project)


# What is told, and the work is done


def warnings_of(found: tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    assert all(finding.level == "warning" for finding in found)
    return places(found)


def test_a_gap_between_months_is_a_warning_at_the_first_figure_after_it(read):
    figures, found = read(HEADER + "icpc,2015-05,,1,2\nicpc,2015-06,,,\nicpc,2015-09,,70,102\n")
    assert warnings_of(found) == [("figures/a.csv", "line 4, column indicator", "F-GAP")]
    assert "'icpc' has no figure for Jun-15, Jul-15, Aug-15 (TOTAL)" in found[0].what
    assert figures.periods("icpc") == [date(2015, 5, 1), SEPTEMBER]


def test_a_month_that_is_said_to_be_not_available_is_no_gap(read):
    _, found = read(HEADER + "icpc,2015-07,,1,2\nicpc,2015-08,,x,x\nicpc,2015-09,,70,102\n")
    assert warnings_of(found) == []


def test_an_unknown_area_is_set_aside_with_a_warning(read):
    figures, found = read(HEADER + "icpc,2015-08,EAS,1,2\nicpc,2015-09,EAS,1,2\nicpc,2015-09,,70,102\n")
    assert warnings_of(found) == [("figures/a.csv", "line 2, column area", "F-AREA")]
    assert "did you mean 'EAST'? (2 rows)" in found[0].what
    assert [figure.area for figure in figures.rows] == ["TOTAL"]


def test_an_area_of_an_indicator_without_a_breakdown_is_set_aside(read):
    figures, found = read(HEADER + "seen,2015-09,EAST,1,2\nseen,2015-09,,70,102\n")
    assert warnings_of(found) == [("figures/a.csv", "line 2, column area", "F-AREA")]
    assert len(figures) == 1


def test_a_denominator_of_a_count_is_set_aside_with_a_warning(read):
    figures, found = read(HEADER + "cp-plans,2015-09,,5,10\n")
    assert warnings_of(found) == [("figures/a.csv", "line 2, column denominator", "F-DENOMINATOR")]
    assert one(figures).denominator is None


def test_a_column_that_is_not_read_is_a_warning(read):
    _, found = read("indicator,period,numerator,denominatr\ncp-plans,2015-09,5,\n")
    assert warnings_of(found) == [("figures/a.csv", "line 1, column denominatr", "F-COLUMN")]
    assert "did you mean 'denominator'?" in found[0].what


def test_fractions_where_percentages_are_wanted_are_a_warning(read):
    _, found = read("indicator,period,value\nseen,2015-08,0.5\nseen,2015-09,0.54\n")
    assert warnings_of(found) == [("figures/a.csv", "line 2, column indicator", "F-PERCENT")]


def test_an_indicator_without_figures_is_a_warning(read):
    _, found = read(HEADER + "icpc,2015-09,,70,102\n")
    assert [f.place for f in found if f.code == "F-NONE"] == [
        "indicator 'cp-plans'",
        "indicator 'seen'",
        "indicator 'cost'",
    ]


# Workbooks


def test_a_workbook_may_hold_its_months_as_dates_or_text(read):
    rows = [["Indicator", "Month", "Num", "Den"], ["icpc", date(2015, 9, 30), 70, 102], ["icpc", "Aug-15", "60", 100.0]]
    figures, _ = read({"a.xlsx": workbook(rows)})
    assert [(f.period, f.numerator, f.denominator) for f in figures.rows] == [(AUGUST, 60, 100), (SEPTEMBER, 70, 102)]


def test_months_across_a_workbook_may_be_dates(read):
    rows = [["indicator", "part", date(2015, 8, 31), date(2015, 9, 30)], ["cp-plans", "numerator", 1, 2]]
    figures, _ = read({"a.xlsx": workbook(rows)})
    assert [(f.period, f.numerator) for f in figures.rows] == [(AUGUST, 1), (SEPTEMBER, 2)]


@pytest.mark.parametrize("number_format", ["0%", "0.0%", '0.0%;[Red]-0.0%;"-"'])
def test_a_cell_that_shows_per_cent_is_what_it_shows(read, number_format):
    rows = [["indicator", "period", "value"], ["seen", "2015-09", 0.54]]
    figures, _ = read({"a.xlsx": workbook(rows, {(2, 3): number_format})})
    assert one(figures).value == Decimal(54)


@pytest.mark.parametrize("number_format", ["General", "0", '0"%"', "0\\%"])
def test_a_cell_that_only_has_a_per_cent_sign_written_after_it_is_its_number(read, number_format):
    rows = [["indicator", "period", "value"], ["seen", "2015-09", 54]]
    figures, _ = read({"a.xlsx": workbook(rows, {(2, 3): number_format})})
    assert one(figures).value == Decimal(54)


def test_a_long_fraction_agrees_with_its_parts(read):
    rows = [["indicator", "period", "numerator", "denominator", "value"], ["seen", "2015-09", 19, 35, 19 / 35]]
    figures, _ = read({"a.xlsx": workbook(rows, {(2, 5): "0%"})})
    assert (one(figures).numerator, one(figures).value) == (19, None)


def test_a_percentage_where_a_part_is_wanted_is_an_error(wrong):
    rows = [["indicator", "period", "numerator"], ["seen", "2015-09", 0.54]]
    assert places(wrong({"a.xlsx": workbook(rows, {(2, 3): "0%"})})) == [("figures/a.xlsx", "Figures!C2", "F-NUMBER")]


def test_an_error_in_a_cell_is_an_error_at_its_address(wrong):
    book = io.BytesIO()
    with xlsxwriter.Workbook(book, {"in_memory": True}) as made:
        sheet = made.add_worksheet("My figures")
        sheet.write_row("A3", ["indicator", "period", "numerator"])
        sheet.write_row("A4", ["cp-plans", "2015-09"])
        sheet.write_formula("C4", "=NA()", None, "#N/A")
    assert places(wrong({"a.xlsx": book.getvalue()})) == [("figures/a.xlsx", "My figures!C4", "F-NUMBER")]


def test_a_formula_is_read_as_the_result_that_was_saved(read):
    book = io.BytesIO()
    with xlsxwriter.Workbook(book, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        sheet.write_row("A1", ["indicator", "period", "numerator"])
        sheet.write_row("A2", ["cp-plans", "2015-09"])
        sheet.write_formula("C2", "=1000+68", None, 1068)
    assert one(read({"a.xlsx": book.getvalue()})[0]).numerator == 1068


def test_a_formula_without_a_saved_result_is_an_error_and_not_a_blank(wrong):
    found = wrong({"a.xlsx": workbook([["indicator", "period", "numerator"], ["cp-plans", "2015-09", "=1000+68"]])})
    assert places(found) == [("figures/a.xlsx", "Figures!C2", "F-NUMBER")]
    assert "formula" in found[0].what


@pytest.mark.parametrize("cell", [True, date(2015, 9, 30)])
def test_a_date_or_a_truth_is_no_number(wrong, cell):
    found = wrong({"a.xlsx": workbook([["indicator", "period", "numerator"], ["cp-plans", "2015-09", cell]])})
    assert places(found) == [("figures/a.xlsx", "Figures!C2", "F-NUMBER")]


def test_every_sheet_whose_header_fits_is_read_and_others_are_left(read):
    book = openpyxl.Workbook()
    book.active.append(["Notes", "These figures are fictional"])
    for month in (8, 9):
        sheet = book.create_sheet(f"Month {month}")
        sheet.append(["indicator", "period", "numerator"])
        sheet.append(["cp-plans", f"2015-0{month}", month])
    saved = io.BytesIO()
    book.save(saved)
    figures, found = read({"a.xlsx": saved.getvalue()})
    assert [f.numerator for f in figures.rows] == [8, 9]
    assert warnings_of(found) == []


def test_the_same_figure_on_two_sheets_names_both(wrong):
    book = openpyxl.Workbook()
    book.active.title = "One"
    for sheet in (book.active, book.create_sheet("Two")):
        sheet.append(["indicator", "period", "numerator"])
        sheet.append(["cp-plans", "2015-09", 5])
    saved = io.BytesIO()
    book.save(saved)
    found = wrong({"a.xlsx": saved.getvalue()})
    assert places(found) == [("figures/a.xlsx", "Two!A2", "F-DUPLICATE")]
    assert "first in figures/a.xlsx, One!A2" in found[0].what


@pytest.mark.parametrize("blob", [b"", b"not a zip", b"PK\x03\x04 cut off"])
def test_a_damaged_workbook_is_an_error(wrong, blob):
    assert places(wrong({"a.xlsx": blob})) == [("figures/a.xlsx", "the file", "F-FILE")]


def test_what_excel_keeps_beside_an_open_workbook_is_not_read(read):
    figures, _ = read({"a.csv": HEADER + "icpc,2015-09,,70,102\n", "~$b.xlsx": b"lock"})
    assert len(figures) == 1


# Whatever is in a file, the answer is figures or findings


ODD_CELLS = st.sampled_from(
    [
        "icpc",
        "cp-plans",
        "",
        "Sep-15",
        "2015-08",
        "EAST",
        "numerator",
        "70",
        "1,068",
        "[x]",
        "54%",
        "=1+1",
        '"',
        "x\ny",
        "\ufeff",
        "£5",
    ]
)


@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=200).map(lambda text: text.encode("utf-8", "ignore")),
        st.lists(st.lists(ODD_CELLS, max_size=6).map(",".join), max_size=8).map(
            lambda lines: ("\n".join([HEADER.strip(), *lines])).encode()
        ),
        st.lists(st.lists(ODD_CELLS, max_size=6).map(",".join), max_size=8).map(
            lambda lines: ("\n".join(["indicator,area,part,Aug-15,Sep-15", *lines])).encode()
        ),
    )
)
@settings(max_examples=300, deadline=None)
def test_no_file_brings_the_reader_down(blob):
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "figures").mkdir()
        (Path(folder) / "figures/a.csv").write_bytes(blob)
        try:
            figures, found = read_figures(a_project(Path(folder)))
        except FindingsError as refused:
            figures, found = Figures([]), refused.findings[:0]
        assert isinstance(figures, Figures)
        assert all(finding.level == "warning" for finding in found)


# The waist


def test_a_figure_is_found_by_its_key(read):
    figures, _ = read(HEADER + "icpc,2015-09,,70,102\nicpc,2015-09,EAST,20,25\n")
    assert figures.find("icpc", SEPTEMBER, "EAST").numerator == 20
    assert figures.find("icpc", OCTOBER) is None


def test_the_latest_period_is_that_of_any_total(read):
    figures, _ = read(HEADER + "icpc,2015-08,,60,100\ncp-plans,2015-09,,5,\nicpc,2015-10,EAST,20,25\n")
    assert figures.latest() == SEPTEMBER


def test_two_figures_with_one_key_cannot_be_held():
    with pytest.raises(ValueError, match="the same indicator"):
        Figures([Figure("icpc", SEPTEMBER), Figure("icpc", SEPTEMBER, numerator=1)])


def test_the_frame_states_its_columns_and_types(read):
    frame = read(HEADER + "icpc,2015-08,,60,100\nicpc,2015-09,,x,x\n")[0].frame()
    assert tuple(frame.columns) == COLUMNS
    types = {name: str(kind) for name, kind in frame.dtypes.items()}
    assert {types[name] for name in ("numerator", "denominator", "value")} == {"Float64"}
    assert {types[name] for name in ("period", "as_of")} == {"datetime64[s]"}
    assert {types[n] for n in ("indicator", "area", "basis", "code", "source", "status", "note")} == {"string"}
    assert frame["numerator"].isna().tolist() == [False, True]
    assert frame["code"].isna().tolist() == [True, False]


def test_figures_come_back_from_their_frame_as_they_were(read, project):
    text = (
        "indicator,period,area,numerator,denominator,value,basis,as_of,note\n"
        "icpc,2015-08,,60,100,,,05/09/2015,late\nicpc,2015-09,,x,x,,,,\nicpc,2015-09,,66,140,,average,,\n"
        "icpc,2015-09,EAST,,,,,,\nseen,2015-09,,,,54.3,,,\ncp-plans,2015-09,,23.5,,,,,\n"
    )
    figures, _ = read(text)
    assert figures_of_frame(figures.frame(), project).rows == figures.rows


def test_a_frame_of_ones_own_needs_only_the_columns_that_say_something(project):
    frame = pd.DataFrame({"indicator": ["icpc", "icpc"], "period": ["2015-08", "2015-09"], "numerator": [60, None]})
    figures = figures_of_frame(frame.assign(denominator=[100, 102]), project)
    assert [(f.numerator, f.denominator) for f in figures.rows] == [(60, 100), (None, 102)]


def test_a_frame_with_an_area_that_would_be_set_aside_is_refused(project):
    frame = pd.DataFrame({"indicator": ["icpc"], "period": ["2015-09"], "area": ["WEST"], "numerator": [1]})
    with pytest.raises(FindingsError, match="WEST"):
        figures_of_frame(frame, project)


def test_reading_csv_loads_neither_pandas_nor_openpyxl(project):
    (project.folder / "figures/a.csv").write_text(HEADER + "icpc,2015-09,,70,102\n", "utf-8")
    (project.folder / "scorecard.toml").write_text(
        '[scorecard]\norganisation="N"\n[[indicator]]\nid="icpc"\nnumber=1\ntitle="T"\nunit="percent"\ngood="high"\n',
        "utf-8",
    )
    program = (
        "import sys\nfrom pathlib import Path\nfrom excel_scorecard.project import read_project\n"
        "from excel_scorecard.figures import read_figures\nread_figures(read_project(Path(sys.argv[1])))\n"
        "print(sorted({'pandas', 'openpyxl', 'numpy', 'xlsxwriter'} & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(project.folder)], capture_output=True, text=True, check=True, env=os.environ
    )
    assert run.stdout.strip() == "[]"


# Published figures


def test_the_regions_published_months_come_back_as_they_were_published(project):
    data = os.environ.get("OFFICIAL_DATA")
    if not data:
        pytest.skip("OFFICIAL_DATA is not set: it is the folder of official statistics")
    file = next(Path(data).glob("c6_*.csv"))
    published = pd.read_csv(file, dtype=str, encoding="utf-8-sig")
    region = published[(published["region_name"] == "West Midlands") & (published["geographic_level"] == "Regional")]
    region = region.sort_values("time_period")
    names = ["April", "May", "June", "July", "August", "September", "October", "November", "December"]
    names += ["January", "February", "March"]
    heads, cells = [], []
    for year in region.to_dict("records"):
        for name in names:
            heads.append(f"{name} {int(year['time_period']) - (name not in names[9:])}")
            cells.append(year[name])
    text = io.StringIO()
    csv.writer(text).writerows([["indicator", *heads], ["cp-plans", *cells]])
    (project.folder / "figures/c6.csv").write_text(text.getvalue(), "utf-8")
    figures, found = read_figures(project)
    assert len(heads) >= 12 * 10
    assert [f.code or str(f.numerator) for f in figures.rows] == [cell.split(".")[0] for cell in cells]
    assert "F-GAP" not in {finding.code for finding in found}
