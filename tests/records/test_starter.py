"""A records.toml to fill in: every table and column is in it, and nothing counts until a line is taken into use."""

import re
import tomllib
from pathlib import Path

import pytest

from excel_scorecard.cli import main
from excel_scorecard.errors import WouldLoseEditsError
from excel_scorecard.project import read_project
from excel_scorecard.project.records_settings import RecordsSettings
from excel_scorecard.records.schema import TABLES
from excel_scorecard.records.starter import starter, write_starter
from excel_scorecard.workbook.build import build


def taken_into_use(text: str) -> str:
    return re.sub(r"(?m)^#(?! )", "", text)


def test_every_table_and_column_is_in_it_with_what_it_means():
    settings = tomllib.loads(taken_into_use(starter()))
    for table in TABLES.values():
        assert list(settings[table.name]["columns"]) == [column.name for column in table.columns]
        for column in table.columns:
            assert column.meaning in starter()


def test_all_of_it_taken_into_use_is_right():
    settings = RecordsSettings.model_validate(tomllib.loads(taken_into_use(starter())))
    assert all(table.is_set for table in settings.tables.values())


def test_as_it_is_written_nothing_of_it_counts():
    assert tomllib.loads(starter()) == {}


@pytest.mark.parametrize("kind", [[], ["--toml"]])
def test_a_new_project_has_it_and_builds(tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: list[str]):
    folder = tmp_path / "project"
    assert main(["init", str(folder), "--records", *kind]) == 0
    assert "records.toml: where the records lie" in capsys.readouterr().out
    assert build(folder, output=tmp_path / "scorecard.xlsx").path.is_file()


def test_a_project_that_is_there_gets_the_file_alone(tmp_path: Path):
    assert main(["init", str(tmp_path / "project")]) == 0
    before = (tmp_path / "project" / "scorecard.xlsx").read_bytes()
    assert main(["init", str(tmp_path / "project"), "--records"]) == 0
    assert (tmp_path / "project" / "scorecard.xlsx").read_bytes() == before
    assert read_project(tmp_path / "project").records == RecordsSettings()


def test_one_that_is_there_is_never_written_over(tmp_path: Path):
    write_starter(tmp_path)
    (tmp_path / "records.toml").write_text("as_of = 2026-03-31\n")
    with pytest.raises(WouldLoseEditsError):
        write_starter(tmp_path)
    assert (tmp_path / "records.toml").read_text() == "as_of = 2026-03-31\n"


def test_one_line_and_a_table_are_enough(tmp_path: Path):
    """What is called as ours needs no line: a day, a file, and the two headings that differ."""
    assert main(["init", str(tmp_path), "--toml", "--records"]) == 0
    file = tmp_path / "records.toml"
    text = file.read_text("utf-8")
    for line in ("as_of = ", "[referrals]", 'file = "extracts/referrals', 'columns.child_id = "child_id"'):
        text = text.replace(f"#{line}", line, 1)
    text = text.replace('columns.child_id = "child_id"', 'columns.child_id = "Client ID"', 1)
    file.write_text(text, "utf-8")
    settings = read_project(tmp_path).records
    assert settings is not None
    assert settings.referrals.columns == {"child_id": ("Client ID",)}
    assert [name for name, table in settings.tables.items() if table.is_set] == ["referrals"]
