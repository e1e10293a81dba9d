"""Records settings: `[records]` in scorecard.toml, or records.toml beside it or beside a workbook of settings."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from excel_scorecard.errors import ProjectError
from excel_scorecard.project import RECORDS_FILE, read_project
from excel_scorecard.project.records_settings import RecordsSettings
from excel_scorecard.records.schema import TABLES
from excel_scorecard.setup.convert import convert

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "september-2015"
OWN = """
as_of = 2015-09-30
unallocated = ["Unallocated", "Duty"]

[referrals]
file = "extracts/referrals*.csv"
columns = { child_id = "Client ID", referred = ["Date of referral", "Referred on"] }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLE, tmp_path / "project")
    return tmp_path / "project"


def in_scorecard(folder: Path, records: str) -> None:
    file = folder / "scorecard.toml"
    records = re.sub(r"^\[(\w+)\]", r"[records.\1]", records, flags=re.MULTILINE)
    file.write_text(f"{file.read_text('utf-8')}\n[records]{records}", "utf-8")


def test_every_record_table_has_settings():
    assert list(RecordsSettings().tables) == list(TABLES)


def test_records_are_set_in_the_scorecards_file_or_in_one_of_their_own(folder: Path):
    (folder / RECORDS_FILE).write_text(OWN)
    beside = read_project(folder).records
    (folder / RECORDS_FILE).unlink()
    in_scorecard(folder, OWN)
    assert read_project(folder).records == beside
    assert beside is not None
    assert beside.as_of == date(2015, 9, 30)
    assert beside.referrals.files == ("extracts/referrals*.csv",)
    assert beside.referrals.columns["referred"] == ("Date of referral", "Referred on")


def test_records_set_in_both_files_are_refused(folder: Path):
    in_scorecard(folder, OWN)
    (folder / RECORDS_FILE).write_text(OWN)
    with pytest.raises(ProjectError, match=r"records are set here and in records\.toml"):
        read_project(folder)


def test_a_project_that_is_a_workbook_has_its_records_in_a_file_beside_it(folder: Path, tmp_path: Path):
    in_scorecard(folder, OWN)
    as_text = read_project(folder).records
    as_excel = convert(folder, tmp_path / "excel").folder
    assert sorted(file.name for file in as_excel.glob("*.toml")) == [RECORDS_FILE]
    assert read_project(as_excel).records == as_text
    back = convert(as_excel, tmp_path / "text").folder
    assert read_project(back).records == as_text


def test_how_records_are_counted_goes_into_the_same_file(folder: Path, tmp_path: Path):
    counting = '\n[calendar]\nclosures = [2024-12-27]\n\n[[measure]]\nid = "mine"\nlike = "cp-visits"\nnumber = 3\n'
    in_scorecard(folder, OWN)
    with (folder / "scorecard.toml").open("a", encoding="utf-8") as file:
        file.write(counting)
    as_text = read_project(folder)
    as_excel = convert(folder, tmp_path / "excel").folder
    read = read_project(as_excel)
    assert (read.records, read.calendar, read.measures) == (as_text.records, as_text.calendar, as_text.measures)
    assert read.measures[0].id == "mine"


def test_what_is_set_twice_is_told(folder: Path):
    with (folder / "scorecard.toml").open("a", encoding="utf-8") as file:
        file.write("\n[calendar]\nstart_day = 1\n")
    (folder / RECORDS_FILE).write_text("[calendar]\nstart_day = 0\n")
    with pytest.raises(
        ProjectError, match=r"scorecard\.toml, \[calendar\]: working days are set here and in records\.toml"
    ):
        read_project(folder)


def test_a_wrong_measure_in_the_file_of_records_is_told_there(folder: Path):
    (folder / RECORDS_FILE).write_text('[[measure]]\nid = "mine"\nmode = "gap"\n')
    with pytest.raises(ProjectError, match=r"records\.toml, measure 'mine': mode \"gap\" is not known"):
        read_project(folder)


@pytest.mark.parametrize(
    ("records", "where", "said"),
    [
        ("", "[records]", None),
        ('file = "a.csv"', "[records]", "no format says what is in it"),
        ('format = "annex-a"\nas_of = 2015-09-30', "[records]", "the format annex-a needs files"),
        ('format = "annex-a"\nfile = "a.xlsx"', "[records]", "nothing says on which day the records were taken"),
        ('format = "annex-b"', "[records]", "did you mean 'annex-a'?"),
        ('[referrals]\nfile = "a.csv"', "[records.referrals]", "nothing says on which day the records were taken"),
        ('as_of = 2015-09-30\n[referrals]\nquery = "select 1"', "[records.referrals]", "needs a database"),
        ('as_of = 2015-09-30\n[referrals]\nrelation = "a"\nfile = "a"', "[records.referrals]", "more than one of"),
        ('dates = ["DD/MM/YYYY", "MM/DD/YYYY"]', "[records]", "03/04/2015 would be two days"),
        ('as_of = 2015-09-30\n[referrals]\nfile = "a**.csv"', "[records.referrals]", "** together with other letters"),
        ('dates = ["YYYY/DD/MM"]', "[records]", "is not known"),
        ('user_from = "hunter2 x"\ndatabase = "mssql://server/db"', "[records]", "no name of an environment variable"),
        ('[referals]\nfile = "a.csv"', "[records]", "did you mean 'referrals'?"),
        ('[referrals]\nfiles = "a.csv"', "[records.referrals]", "did you mean 'file'?"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(folder: Path, records: str, where: str, said: str | None):
    in_scorecard(folder, f"\n{records}\n")
    if said is None:
        assert read_project(folder).records == RecordsSettings()
        return
    with pytest.raises(ProjectError) as caught:
        read_project(folder)
    assert said in str(caught.value)
    assert f"scorecard.toml, {where}: " in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_in_its_own_file_the_place_is_named_as_it_stands_there(folder: Path):
    (folder / RECORDS_FILE).write_text('[referrals]\nfile = "a.csv"\n')
    with pytest.raises(ProjectError, match=r"records\.toml, \[referrals\]: nothing says"):
        read_project(folder)
