"""In the workbook: what became of the records is told on the page and by the command, and nobody in them is."""

import json
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest

from excel_scorecard.cli import main
from tests.records.test_leaks import DIRTY, PLANTED

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "september-2015"
RECORDS = 'as_of = 2015-09-30\n\n[referrals]\nfile = "referrals.csv"\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "northshire"
    shutil.copytree(EXAMPLE, folder)
    (folder / "records.toml").write_text(RECORDS)
    (folder / "referrals.csv").write_text(DIRTY)
    return folder


@pytest.fixture
def workbook(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert main(["build", str(project), "-o", str(tmp_path / "september.xlsx"), "--json"]) == 0
    return tmp_path / "september.xlsx"


def test_the_data_quality_sheet_says_what_became_of_the_records(workbook: Path):
    book = openpyxl.load_workbook(workbook, read_only=True, data_only=True)
    said = [" | ".join(str(cell or "") for cell in row) for row in book["Data quality"].iter_rows(values_only=True)]
    (whole,) = [row for row in said if "10 read" in row]
    assert "Records: referrals" in whole
    assert "1 kept, 9 set aside" in whole
    assert any("This is no date in the stated form, column referred (referrals.csv)" in row for row in said)


def test_nobody_in_the_records_stands_in_any_part_of_the_workbook(workbook: Path):
    with zipfile.ZipFile(workbook) as package:
        content = b"".join(package.read(name) for name in package.namelist()).decode("utf-8", "replace")
    assert "Records: referrals" in content
    assert [planted for planted in PLANTED if planted in content] == []


def test_the_command_ends_with_the_account(project: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    assert main(["build", str(project), "-o", str(tmp_path / "september.xlsx")]) == 0
    printed = capfd.readouterr()
    assert printed.out.splitlines()[-1].startswith("  referrals: 10 read, 1 kept, 9 set aside (")
    assert "referrals.csv : line 5, column child_id : E-MISSING" in printed.err
    assert [planted for planted in PLANTED if planted in printed.out + printed.err] == []


def test_a_machine_is_told_the_same(project: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    assert main(["build", str(project), "-o", str(tmp_path / "september.xlsx"), "--json"]) == 0
    printed = capfd.readouterr().out
    (table,) = json.loads(printed)["records"]["tables"]
    assert (table["table"], table["read"], table["kept"], table["set_aside"]) == ("referrals", 10, 1, 9)
    assert [planted for planted in PLANTED if planted in printed] == []


def test_a_project_without_records_says_nothing_of_them(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    assert main(["build", str(EXAMPLE), "-o", str(tmp_path / "september.xlsx"), "--json"]) == 0
    assert "records" not in json.loads(capfd.readouterr().out)
