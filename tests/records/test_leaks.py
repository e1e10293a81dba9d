"""Leaks: who a record is about never leaves the records: not in a message, a log, a traceback, nor a temporary file."""

import json
import logging
import sqlite3
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from excel_scorecard import records
from excel_scorecard.errors import ScorecardError
from excel_scorecard.records import read_records
from tests.records.record_folder import HEADER, RecordFolder

PLANTED = ("Zebedee", "Quillfeather", "99887766", "QF1 2ZX", "zq-worker-7")

# every rule is broken in a row that holds what must not be told
DIRTY = HEADER + (
    "99887766,Zebedee Quillfeather,Quillfeather,,No,QF1 2ZX,zq-worker-7\n"
    "99887766,Zebedee Quillfeather,23/08/2015,Quillfeather,No,QF1 2ZX,zq-worker-7\n"
    "99887766,Zebedee Quillfeather,08/30/2015,,Quillfeather,QF1 2ZX,zq-worker-7\n"
    "99887766,,23/08/2015,,No,QF1 2ZX,zq-worker-7\n"
    "99887766,Zebedee Quillfeather,23/08/2015,02/08/2015,No,QF1 2ZX,zq-worker-7\n"
    "99887766,Zebedee Quillfeather,03/08/2025,,No,QF1 2ZX,zq-worker-7\n"
    "99887766,Zebedee Quillfeather,23/08/2015,,Quillfeather,QF1 2ZX,zq-worker-7\n"
    "99887766,Zebedee Quillfeather,23/08/2015,,Quillfeather,QF1 2ZX,zq-worker-7\n"
    "99887766,Zebedee Quillfeather,24/08/2015,,Quillfeather,QF1 2ZX,zq-worker-7\n"
    "99887766,Zebedee Quillfeather,24/08/2015,,No,QF1 2ZX,zq-worker-7,Quillfeather\n"
)
NO_HEADINGS = "99887766,Zebedee Quillfeather,03/08/2015\n99887767,Zebedee,04/08/2015\n"


def csv_file(council: RecordFolder) -> dict[str, Any]:
    council.put("referrals.csv", DIRTY)
    return {"file": "referrals.csv"}


def csv_without_headings(council: RecordFolder) -> dict[str, Any]:
    council.put("referrals.csv", NO_HEADINGS)
    return {"file": "referrals.csv"}


def csv_with_an_open_quotation_mark(council: RecordFolder) -> dict[str, Any]:
    council.put("referrals.csv", HEADER + '99887766,"Zebedee Quillfeather,03/08/2015\n')
    return {"file": "referrals.csv"}


def csv_that_is_no_text(council: RecordFolder) -> dict[str, Any]:
    council.put("referrals.csv", HEADER.encode() + b"99887766,Zebedee Quillfeather\x00\x81\n")
    return {"file": "referrals.csv"}


def workbook(council: RecordFolder) -> dict[str, Any]:
    council.put_sheets("referrals.xlsx", {"Extract": [line.split(",") for line in DIRTY.strip().split("\n")]})
    return {"file": "referrals.xlsx"}


def workbook_without_headings(council: RecordFolder) -> dict[str, Any]:
    council.put_sheets("referrals.xlsx", {"Extract": [line.split(",") for line in NO_HEADINGS.strip().split("\n")]})
    return {"file": "referrals.xlsx"}


def web_page(council: RecordFolder) -> dict[str, Any]:
    council.put("referrals.xls", "<html><table><tr><td>Zebedee Quillfeather</td></tr></table></html>")
    return {"file": "referrals.xls"}


def broken_parquet(council: RecordFolder) -> dict[str, Any]:
    council.put("referrals.parquet", "PAR1 Zebedee Quillfeather 99887766 PAR1")
    return {"file": "referrals.parquet"}


def database(council: RecordFolder) -> dict[str, Any]:
    connection = sqlite3.connect(council.path / "council.sqlite")
    header, *rows = (line.split(",")[:7] for line in DIRTY.strip().split("\n"))
    connection.execute(f"create table referrals ({', '.join(f'{name} text' for name in header)})")
    connection.executemany("insert into referrals values (?, ?, ?, ?, ?, ?, ?)", rows)
    connection.commit()
    connection.close()
    council.records["database"] = "council.sqlite"
    return {"relation": "referrals"}


def query_that_fails_on_a_value(council: RecordFolder) -> dict[str, Any]:
    import duckdb

    with duckdb.connect(str(council.path / "council.duckdb")) as made:
        made.execute("create table people (name varchar)")
        made.execute("insert into people values ('Zebedee Quillfeather')")
    council.records["database"] = "council.duckdb"
    # the database's own words are: Could not convert string 'Zebedee Quillfeather' to INT32
    return {"query": "select cast(name as int) as referral_id, name as child_id, name as referred from people"}


SOURCES = [
    csv_file, csv_without_headings, csv_with_an_open_quotation_mark, csv_that_is_no_text, workbook,
    workbook_without_headings, web_page, broken_parquet, database, query_that_fails_on_a_value,
]  # fmt: skip


def everything_told(council: RecordFolder) -> str:
    """All that a command could print of a reading, or of its failure."""
    try:
        account = read_records(council.project).account
    except ScorecardError as error:
        return "\n".join([*traceback.format_exception(error), repr(error), str(vars(error))])
    rows = [str(row) for row in account.rows()]
    findings = [f"{finding} {json.dumps(finding.as_dict())}" for finding in account.findings()]
    return "\n".join([*account.lines(), *rows, *findings, json.dumps(account.as_dict()), repr(account)])


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.__name__)
def test_what_is_planted_in_an_extract_is_told_nowhere(
    council: RecordFolder,
    source: Callable[[RecordFolder], dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
):
    council.records["referrals"] = source(council)
    council.teams = [{"name": "NWC", "area": "EAST"}]
    before = {file: file.read_bytes() for file in council.path.rglob("*") if file.is_file()}
    desk = tmp_path_factory.mktemp("desk")
    monkeypatch.setattr(tempfile, "tempdir", str(desk))
    monkeypatch.setenv("TMPDIR", str(desk))
    monkeypatch.chdir(desk)
    with caplog.at_level(logging.DEBUG):
        told = everything_told(council)
    printed = capfd.readouterr()
    for planted in PLANTED:
        assert planted not in told
        assert planted not in caplog.text
        assert planted not in printed.out + printed.err
    assert [file for file in desk.rglob("*") if file.is_file()] == []
    assert {file: file.read_bytes() for file in council.path.rglob("*") if file.is_file()} == before


def test_the_planted_rows_break_the_rules_that_they_were_made_for(council: RecordFolder):
    council.records["referrals"] = csv_file(council)
    rules = {each.rule for table in read_records(council.project).account.tables for each in table.broken}
    assert rules == {
        "unreadable-date", "foreign-date", "missing", "ends-before-start", "after-as-of", "unknown-value", "same-row",
        "same-key", "shifted-row",
    }  # fmt: skip


def test_an_error_holds_no_other_error_that_quotes_a_record(council: RecordFolder):
    council.records["referrals"] = query_that_fails_on_a_value(council)
    with pytest.raises(ScorecardError) as caught:
        read_records(council.project)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_the_account_has_no_place_for_a_value(council: RecordFolder):
    """A heading that was not looked for may be somebody's name, in a file that has none."""
    council.put("referrals.csv", HEADER.strip() + ",Zebedee Quillfeather\nR1,C1,03/08/2015,,,,,x\n")
    council.records["referrals"] = {"file": "referrals.csv"}
    assert "Zebedee" not in everything_told(council)


def test_sources_write_nothing():
    """The rooms of records that read have no word for writing."""
    folder = Path(records.__file__).parent
    words = ("write_bytes", "write_text", "to_csv", "to_parquet", "NamedTemporaryFile", "mkdtemp", "logging", "print(")
    readers = (
        "reading",
        "sources",
        "database",
        "headings",
        "cells",
        "checking",
        "quality",
        "annex_a",
        "ssd",
        "mapping",
    )
    assert [(name, word) for name in readers for word in words if word in (folder / f"{name}.py").read_text()] == []
