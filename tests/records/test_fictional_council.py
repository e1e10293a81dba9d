"""The fictional council's records: its figures come from them, month by month, and each page is the same with them.

Its extracts are made anew for a month, as its case system would give them on that month's last day: nothing of them is
committed but what makes them.
"""

import csv
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from excel_scorecard.calendar import months_between
from excel_scorecard.errors import ProjectError
from excel_scorecard.figures import read_figures
from excel_scorecard.project import read_project
from excel_scorecard.records.trace import trace
from excel_scorecard.workbook.build import build

TOP = Path(__file__).resolve().parents[2]
COUNCIL = TOP / "examples" / "fictional-council"
MONTHS = months_between(date(2023, 4, 1), date(2026, 3, 1))
MARCH = MONTHS[-1]
TWICE_A_MONTH = "cp-visits"


@pytest.fixture(scope="module")
def march(council_with_records, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("march") / "council"
    council_with_records(folder)
    return folder


@pytest.fixture(scope="module")
def committed():
    return {figure.key: figure for figure in read_figures(read_project(COUNCIL))[0].rows}


@pytest.mark.parametrize("month", MONTHS, ids=lambda month: f"{month:%Y-%m}")
def test_every_months_figures_come_from_its_extracts(council_with_records, committed, tmp_path, month):
    council_with_records(tmp_path / "council", MONTHS.index(month))
    told, findings = read_figures(read_project(tmp_path / "council"))
    assert findings == ()
    wanted = {key for key, figure in committed.items() if figure.period <= month}
    for key in wanted:
        figure, before = told.find(*key), committed[key]
        assert (figure.numerator, figure.denominator, figure.code) == (
            before.numerator, before.denominator, before.code,
        ), key  # fmt: skip
    counted = [told.find(*key) for key in wanted if key[1] == month and told.find(*key).source == "computed"]
    others = [key for key in wanted if key[1] == month and told.find(*key).source != "computed"]
    assert len(counted) + len(others) == 51
    # typed are the children of the three localities, whom no team tells, and a figure that has a code instead
    assert all(key[0] == "cp-plans" or committed[key].code for key in others)


def test_the_whole_council_is_told_of_the_months_before_too_and_its_areas_are_not(march):
    told, _ = read_figures(read_project(march))
    february = date(2026, 2, 1)
    assert told.find("re-referrals", february).source == "computed"
    assert told.find("re-referrals", february, "EAST").source == "stored"


def test_every_run_makes_the_same_records(council_with_records, march, tmp_path):
    council_with_records(tmp_path / "again")
    files = sorted(path.relative_to(march) for path in march.rglob("*") if path.is_file())
    assert len([path for path in files if path.name.startswith("FICTIONAL-")]) == 10
    for path in files:
        assert (tmp_path / "again" / path).read_bytes() == (march / path).read_bytes(), path


@pytest.mark.parametrize(
    ("month", "said"),
    [("2026-04", "it has 2023-04 to 2026-03"), ("2024-1", "is no month"), ("2026-03", "there already")],
)
def test_the_script_says_what_it_cannot_make(tmp_path, month, said):
    command = [sys.executable, COUNCIL / "make_records.py", tmp_path, month]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(TOP)}
    )
    assert done.returncode == 1
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_no_child_is_called_anything_but_a_number(march):
    for path in (march / "records").iterdir():
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                assert {row[name][:1] for name in ("child_id", "worker_id") if row.get(name)} <= {"F", "W"}


@pytest.mark.filterwarnings("ignore:Sparkline Group extension")  # openpyxl does not read it
def test_the_pages_are_those_of_the_typed_figures(march, tmp_path):
    """But that a computed figure is final, where the typed ones of March say that they are provisional."""
    counted, typed = (
        openpyxl.load_workbook(build(project, output=tmp_path / name).path, read_only=True)
        for project, name in ((march, "counted.xlsx"), (COUNCIL, "typed.xlsx"))
    )
    assert counted.sheetnames == typed.sheetnames
    pages = [name for name in typed.sheetnames if name == "Summary" or name[:1].isdigit()]
    assert len(pages) == 13
    for name in pages:
        assert _without_status(counted[name]) == _without_status(typed[name]), name


def _without_status(sheet) -> dict[str, object]:
    cells = {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}
    return {
        at: value.replace("provisional ", "") if isinstance(value, str) else value
        for at, value in cells.items()
        if value not in {"Provisional", "Final"}
    }


@pytest.mark.parametrize("area", ["TOTAL", "NWC"])
def test_a_figure_on_a_page_has_its_records_behind_it(march, committed, tmp_path, area):
    figure = committed[TWICE_A_MONTH, MARCH, area, "period"]
    missed = trace(march, TWICE_A_MONTH, MARCH, area=area, which="outside", today=MARCH, out=tmp_path)
    assert missed.rows == figure.denominator - figure.numerator


def test_children_by_where_they_live_have_none_since_teams_do_not_say_where(march, tmp_path):
    with pytest.raises(ProjectError, match="Teams say nothing of 'locality'"):
        trace(march, "cp-plans", MARCH, area="NWC", today=MARCH, out=tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.filterwarnings("ignore:Sparkline Group extension")
def test_what_is_suppressed_is_told_nowhere_though_the_records_count_it(march, committed, tmp_path):
    assert committed["unallocated", MARCH, "SOUTH", "period"].code == "c"
    book = openpyxl.load_workbook(build(march, output=tmp_path / "counted.xlsx").path, read_only=True)
    (row,) = [row for row in book["Data quality"].iter_rows(values_only=True) if "SOUTH" in row]
    assert "a number that is not shown" in row
    assert "[c] (typed)" in row
    assert not any(isinstance(cell, str) and "(computed)" in cell for cell in row)
