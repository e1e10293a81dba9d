"""Leaks, from end to end: names in every column of every record table, in every form that is read, and whole commands.

A project is built, with everything that a command can print or write; only `trace` and `due` may tell of persons, each
in a file of its own.
"""

import csv
import io
import sqlite3
import tempfile
import tomllib
import zipfile
from pathlib import Path

import pandas as pd
import pytest
import tomli_w
import xlsxwriter

from excel_scorecard.cli import main
from excel_scorecard.records import reading
from excel_scorecard.records.fictional import fictional
from excel_scorecard.records.schema import TABLES

NAME = "Zebedee Quillfeather"


def planted(table: str, column: str) -> str:
    """A name that tells where it was planted."""
    return f"{NAME} {table} {column}"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fictional council's records with names in them: of each column in a row of its own, and in rows that count."""
    folder = tmp_path_factory.mktemp("planted")
    fictional(2_000, 6, 1, folder, formats=["plain"], is_clean=True)
    for name, table in TABLES.items():
        path = folder / "plain" / f"FICTIONAL-{name}.csv"
        header, *rows = csv.reader(io.StringIO(path.read_text("utf-8-sig")))
        for place, column in enumerate(header):
            row = list(rows[place])
            row[header.index(table.key)] = f"{NAME} {name} {place}"  # another record than the one it was
            row[place] = planted(name, column)
            rows.append(row)
            if column in {"child_id", "worker_id", "team"}:  # as ids that are counted
                was = rows[place][place]
                rows = [[planted(name, column) if cell == was else cell for cell in row] for row in rows]
        text = io.StringIO()
        csv.writer(text).writerows([header, *rows])
        path.write_text(text.getvalue(), encoding="utf-8")
    return folder / "plain"


def rows_of(plain: Path, name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO((plain / f"FICTIONAL-{name}.csv").read_text("utf-8"))))


def as_csv(plain: Path, folder: Path, name: str) -> dict[str, str]:
    (folder / f"{name}.csv").write_bytes((plain / f"FICTIONAL-{name}.csv").read_bytes())
    return {"file": f"{name}.csv"}


def as_workbook(plain: Path, folder: Path, name: str) -> dict[str, str]:
    with xlsxwriter.Workbook(folder / f"{name}.xlsx") as book:
        sheet = book.add_worksheet("Extract")
        for number, row in enumerate(rows_of(plain, name)):
            sheet.write_row(number, 0, row)
    return {"file": f"{name}.xlsx"}


def as_parquet(plain: Path, folder: Path, name: str) -> dict[str, str]:
    header, *rows = rows_of(plain, name)
    pd.DataFrame(rows, columns=header).to_parquet(folder / f"{name}.parquet")
    return {"file": f"{name}.parquet"}


def as_relation(plain: Path, folder: Path, name: str) -> dict[str, str]:
    header, *rows = rows_of(plain, name)
    connection = sqlite3.connect(folder / "council.sqlite")
    pd.DataFrame(rows, columns=header).to_sql(name, connection, index=False)
    connection.close()
    return {"relation": name}


@pytest.fixture(params=[as_csv, as_workbook, as_parquet, as_relation], ids=lambda form: form.__name__)
def project(request: pytest.FixtureRequest, plain: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "council"
    folder.mkdir()
    settings = tomllib.loads((plain / "scorecard.toml").read_text("utf-8"))
    records = {"as_of": settings["records"]["as_of"], "dates": ["YYYY-MM-DD"]}
    if request.param is as_relation:
        records["database"] = "council.sqlite"
    settings["records"] = records | {name: request.param(plain, folder, name) for name in TABLES}
    (folder / "scorecard.toml").write_text(tomli_w.dumps(settings), encoding="utf-8")
    return folder


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the command runs, and the machine's for temporary files."""
    desk = tmp_path / "desk"
    desk.mkdir()
    monkeypatch.chdir(desk)
    monkeypatch.setattr(tempfile, "tempdir", str(desk))
    monkeypatch.setenv("TMPDIR", str(desk))
    return desk


def everything_in(path: Path) -> str:
    """All that a file says, unpacked."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes().decode("utf-8", "replace")
    with zipfile.ZipFile(path) as package:
        return "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())


@pytest.mark.parametrize("talk", [[], ["--json"]], ids=["words", "json"])
def test_no_name_in_any_column_comes_into_a_workbook_a_message_a_ledger_or_a_file_beside(
    project: Path, desk: Path, talk: list[str], capfd: pytest.CaptureFixture[str]
):
    before = {path: path.read_bytes() for path in project.rglob("*")}
    made = [desk / "march.xlsx", desk / "ledger.json"]
    assert main(["build", str(project), "-o", str(made[0]), "--ledger", str(made[1]), *talk]) == 0
    printed = capfd.readouterr()
    assert "E-MISSING" in printed.out + printed.err or "E-UNREADABLE-DATE" in printed.out + printed.err
    assert "Zebedee" not in printed.out + printed.err
    assert "Quillfeather" not in "".join(map(everything_in, made))
    assert sorted(path for path in desk.rglob("*") if path.is_file()) == sorted(made)
    assert {path: path.read_bytes() for path in project.rglob("*")} == before


@pytest.mark.parametrize("command", ["trace", "due"])
def test_what_is_printed_of_a_file_about_persons_names_none(
    project: Path, desk: Path, command: str, capfd: pytest.CaptureFixture[str]
):
    month = ["--month", "2026-03"] if command == "trace" else []
    assert main([command, str(project), "--indicator", "assessments-in-time", *month]) == 0
    printed = capfd.readouterr()
    [path] = [path for path in desk.rglob("*") if path.is_file()]
    assert path.name.startswith("PERSON-LEVEL-")
    assert "Zebedee" not in printed.out + printed.err + path.name


def test_a_fault_of_ours_that_quotes_a_record_is_told_without_its_words(
    project: Path, desk: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    def fails(*_: object) -> None:
        try:
            {}[NAME]
        except KeyError as error:
            raise ValueError(f"no {NAME} in the list") from error

    monkeypatch.setattr(reading, "checked", fails)
    assert main(["build", str(project), "-o", str(desk / "march.xlsx")]) == 5
    printed = capfd.readouterr()
    assert "Zebedee" not in printed.out + printed.err
    assert "ValueError (its words are left out, for they may quote a record)" in printed.err
    assert 'reading.py", line' in printed.err
    assert "Please report the lines above." in printed.err
