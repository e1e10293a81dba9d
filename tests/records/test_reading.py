"""Reading: extracts in the forms that councils have them in, by headings as people write them, row by row accounted."""

import io
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from excel_scorecard.errors import MachineError, ProjectError
from excel_scorecard.records import read_records
from excel_scorecard.records.schema import TABLES
from tests.records.record_folder import AS_OF, HEADER, RecordFolder, told

ROWS = HEADER + "R1,C1,03/08/2015,,No,NWC 1,W1\nR2,C2,24/08/2015,30/09/2015,Yes,NWC 2,\n"


# ---- files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_csv_file_is_read_in_any_encoding_that_a_program_saves(council: RecordFolder, encoding: str):
    read = council.referrals(ROWS.replace("NWC 1", "Café’s team").encode(encoding))
    assert read.tables["referrals"].frame["team"].tolist() == ["Café’s team", "NWC 2"]


@pytest.mark.parametrize("mark", [";", "\t"])
def test_a_csv_file_is_read_with_any_mark_between_its_cells(council: RecordFolder, mark: str):
    assert len(council.referrals(ROWS.replace(",", mark)).tables["referrals"].frame) == 2


def test_the_frame_has_every_column_of_the_schema_in_its_kind(council: RecordFolder):
    records = council.referrals(ROWS).tables["referrals"]
    assert list(records.frame.columns) == [*(c.name for c in TABLES["referrals"].columns), "line"]
    first, second = records.frame.to_dict("records")
    assert first == {
        "referral_id": "R1", "child_id": "C1", "referred": date(2015, 8, 3), "closed": None, "no_further_action": "no",
        "team": "NWC 1", "worker_id": "W1", "line": 2,
    }  # fmt: skip
    assert second["closed"] == AS_OF
    assert second["worker_id"] is None
    assert (records.as_of, records.since, records.source) == (AS_OF, None, "referrals.csv")


def test_a_line_within_quotation_marks_does_not_shift_the_lines_that_are_told(council: RecordFolder):
    read = council.referrals(HEADER + 'R1,C1,03/08/2015,,No,"NWC\nnew",W1\nR2,,04/08/2015,,No,NWC,W1\n')
    assert told(read) == [("missing", "child_id", (4,), True)]


def test_a_workbook_gives_ids_as_text_and_dates_as_days(council: RecordFolder):
    heading = HEADER.strip().split(",")
    rows = [heading, [1234, 77.0, date(2015, 8, 3), None, "b) No", "NWC", 5]]
    council.put_sheets("referrals.xlsx", {"Extract": rows})
    frame = council.read("referrals", {"file": "referrals.xlsx"}).tables["referrals"].frame
    assert frame.iloc[0][["referral_id", "child_id", "referred", "worker_id"]].tolist() == [
        "1234", "77", date(2015, 8, 3), "5",
    ]  # fmt: skip


def test_the_sheet_whose_headings_fit_is_found_among_several(council: RecordFolder):
    rows = [line.split(",") for line in ROWS.strip().split("\n")]
    council.put_sheets("all.xlsx", {"About": [["Extract of today"]], "Referrals": rows, "Codes": [["a", "b"]]})
    read = council.read("referrals", {"file": "all.xlsx"})
    assert read.tables["referrals"].source == "all.xlsx, sheet Referrals"


def test_two_sheets_that_fit_must_be_told_apart_by_name(council: RecordFolder):
    rows = [line.split(",") for line in ROWS.strip().split("\n")]
    council.put_sheets("all.xlsx", {"August": rows, "September": rows})
    with pytest.raises(ProjectError, match="more than one sheet"):
        council.read("referrals", {"file": "all.xlsx"})
    chosen = council.read("referrals", {"file": "all.xlsx", "sheet": "september"})
    assert chosen.tables["referrals"].source == "all.xlsx, sheet September"


def test_a_parquet_file_is_read(council: RecordFolder):
    frame = pd.DataFrame({
        "referral_id": [1.0, 2.0], "child_id": [10, 11], "no_further_action": [True, False],
        "referred": pd.to_datetime(["2015-08-03 00:00", "2015-08-04 10:00"]), "closed": [None, date(2015, 9, 1)],
    })  # fmt: skip
    frame.to_parquet(council.path / "referrals.parquet")
    settings = {"file": "referrals.parquet", "dates": ["DD/MM/YYYY"]}  # a day is a day, whatever is said of texts
    kept = council.read("referrals", settings).tables["referrals"].frame
    assert kept[["referral_id", "child_id", "referred", "closed", "no_further_action"]].values.tolist() == [
        ["1", "10", date(2015, 8, 3), None, "yes"], ["2", "11", date(2015, 8, 4), date(2015, 9, 1), "no"],
    ]  # fmt: skip


def test_a_long_id_in_a_parquet_file_that_one_row_lacks_keeps_its_digits(council: RecordFolder):
    # pandas makes a float of a whole number as soon as one is missing
    frame = pd.DataFrame({"child_id": [123456789012, None, 1234567890123456789], "referred": [date(2015, 8, 3)] * 3})
    frame.to_parquet(council.path / "referrals.parquet")
    read = council.read("referrals", {"file": "referrals.parquet"})
    assert read.tables["referrals"].frame["child_id"].tolist() == ["123456789012"]
    assert told(read) == [("rounded-id", "child_id", (3,), True), ("missing", "child_id", (2,), True)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html><body><table><tr><td>1</td></tr></table></body></html>", "web page \\(HTML\\)"),
        (b"\xef\xbb\xbf\r\n<table><tr><td>1</td></tr></table>", "web page \\(HTML\\)"),
        ("<html></html>".encode("utf-16"), "web page \\(HTML\\)"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "XML Spreadsheet"),
        (b"MIME-Version: 1.0\r\n", "MHTML"),
        (b"referral_id,child_id\n", "not a workbook"),
        (b"PK\x03\x04 and nothing else", "not a workbook that"),
    ],
)  # fmt: skip
def test_what_is_saved_under_the_name_of_a_workbook_is_called_what_it_is(
    council: RecordFolder, content: bytes, said: str
):
    council.put("referrals.xls", content)
    with pytest.raises(ProjectError, match=said):
        council.read("referrals", {"file": "referrals.xls"})


def test_a_workbook_whose_last_cell_lies_far_out_is_not_laid_out(council: RecordFolder):
    council.put_sheets("far.xlsx", {"Extract": [[1]]})
    blob = io.BytesIO()
    with zipfile.ZipFile(council.path / "far.xlsx") as old, zipfile.ZipFile(blob, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                content = content.replace(b"</sheetData>", far)
            new.writestr(name, content)
    council.put("far.xlsx", blob.getvalue())
    with pytest.raises(ProjectError, match="too large"):
        council.read("referrals", {"file": "far.xlsx"})


def test_a_file_that_is_not_there_is_named(council: RecordFolder):
    with pytest.raises(ProjectError, match=r"\[records.referrals\]: there is no file nowhere/\*.csv"):
        council.read("referrals", {"file": "nowhere/*.csv"})


def test_several_files_are_one_table(council: RecordFolder):
    council.put("a.csv", HEADER + "R1,C1,03/08/2015,,,,\n")
    council.put("b.csv", HEADER + "R2,C2,03/08/2015,,,,\nR1,C1,03/08/2015,,,,\n")
    read = council.read("referrals", {"file": ["a.csv", "b.csv"]})
    assert read.tables["referrals"].frame["referral_id"].tolist() == ["R1", "R2"]
    assert read.account.tables[0].broken[0].finding().file == "b.csv"
    assert told(read) == [("same-row", "", (3,), True)]


# ---- headings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading", ["Client's ID", "CLIENT’S  ID", "client`s id?", " Client's\u00a0ID: ", "Clients_ID", "Client's ID?)"]
)  # fmt: skip
def test_a_heading_is_known_however_it_is_spelled(council: RecordFolder, heading: str):
    content = ROWS.replace("child_id", f'"{heading}"')
    read = council.referrals(content, columns={"child_id": "Client's ID"})
    assert read.tables["referrals"].frame["child_id"].tolist() == ["C1", "C2"]


def test_titles_may_stand_above_the_headings(council: RecordFolder):
    read = council.referrals("Referrals in the year,,\nPrinted on 30/09/2015\n\n" + ROWS)
    assert read.tables["referrals"].frame["line"].tolist() == [5, 6]


def test_a_heading_that_is_there_twice_is_not_chosen_from(council: RecordFolder):
    with pytest.raises(ProjectError, match="the heading 'team' is there twice"):
        council.referrals(ROWS.replace("worker_id", "Team"))


def test_a_heading_that_the_settings_name_must_be_there(council: RecordFolder):
    with pytest.raises(ProjectError, match="referrals have no column with the heading 'Closed on'"):
        council.referrals(ROWS, columns={"closed": "Closed on"})


def test_a_column_that_the_schema_lacks_is_told_with_the_one_that_was_meant(council: RecordFolder):
    with pytest.raises(ProjectError, match=r"no column 'childid' - did you mean 'child_id'\?"):
        council.referrals(ROWS, columns={"childid": "Client"})


def test_a_column_that_is_not_there_is_lacking_and_blank(council: RecordFolder):
    read = council.referrals("referral_id,child_id,referred\nR1,C1,03/08/2015\n")
    records = read.tables["referrals"]
    assert records.present == {"referral_id", "child_id", "referred"}
    assert records.frame["closed"].tolist() == [None]
    assert read.account.why_not("referrals", "closed") == "The source has no such column."
    assert read.account.why_not("referrals", "referred") == ""


# ---- settings of a table ---------------------------------------------------------------------------------------------


def test_a_fixed_value_stands_in_every_row(council: RecordFolder):
    council.put("workers.csv", "worker_id,from\nW1,01/04/2015\n")
    read = council.read("workers", {"file": "workers.csv", "fixed": {"qualified": "yes", "team": "NWC"}})
    assert read.tables["workers"].frame[["qualified", "team"]].values.tolist() == [["yes", "NWC"]]


def test_a_fixed_value_must_be_of_the_columns_kind(council: RecordFolder):
    with pytest.raises(ProjectError, match="fixed value of 'closed' is no date"):
        council.referrals(ROWS, fixed={"closed": "soon"})


def test_tokens_for_nobody_leave_the_worker_blank(council: RecordFolder):
    council.records["unallocated"] = ["Unallocated", "Duty"]
    read = council.referrals(ROWS.replace("W1", " DUTY ").replace("30/09/2015,Yes,NWC 2,", "30/09/2015,Yes,NWC 2,W2"))
    assert read.tables["referrals"].frame["worker_id"].tolist() == [None, "W2"]


def test_rows_of_another_kind_are_counted_apart(council: RecordFolder):
    content = (
        "child_id,worker_id,from,role\nC1,W1,01/04/2015,Allocated case worker\nC1,W2,01/04/2015,Reviewing officer\n"
    )
    council.put("involvements.csv", content)
    settings = {"file": "involvements.csv", "where": {"Role": ["ALLOCATED CASE WORKER"]}}
    read = council.read("allocations", settings)
    assert read.tables["allocations"].frame["worker_id"].tolist() == ["W1"]
    assert read.account.lines()[0] == "allocations: 2 read, 1 kept, 0 set aside, 1 of another kind"


def test_a_key_that_the_source_lacks_is_made_of_child_and_day(council: RecordFolder):
    read = council.referrals(ROWS.replace("referral_id", "something else"))
    assert read.tables["referrals"].frame["referral_id"].tolist() == ["C1 2015-08-03", "C2 2015-08-24"]


def test_a_table_may_have_its_own_day_and_its_own_form_of_dates(council: RecordFolder):
    settings = {"as_of": date(2015, 12, 31), "since": date(2015, 1, 1), "dates": ["MM/DD/YYYY"]}
    records = council.referrals(HEADER + "R1,C1,10/02/2015,,,,\n", **settings).tables["referrals"]
    assert (records.as_of, records.since) == (date(2015, 12, 31), date(2015, 1, 1))
    assert records.frame["referred"].tolist() == [date(2015, 10, 2)]


def test_a_project_without_records_has_none(council: RecordFolder):
    project = council.project.model_copy(update={"records": None})
    assert read_records(project).tables == {}


# ---- rules -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "rule", "column", "is_aside"),
    [
        (",C3,03/08/2015,,No,NWC,W1", "missing", "referral_id", True),
        ("R3,,03/08/2015,,No,NWC,W1", "missing", "child_id", True),
        ("R3,C3,,,No,NWC,W1", "missing", "referred", True),
        ("R3,C3,08/30/2015,,No,NWC,W1", "foreign-date", "referred", True),
        ("R3,C3,03/08/2015,soon,No,NWC,W1", "unreadable-date", "closed", True),
        ("R3,C3,03/08/2015,02/08/2015,No,NWC,W1", "ends-before-start", "closed", True),
        ("R3,C3,01/10/2015,,No,NWC,W1", "after-as-of", "referred", True),
        ("R3,C3,03/08/2015,01/10/2015,No,NWC,W1", "ends-after-as-of", "closed", False),
        ("R3,C3,03/08/2015,,perhaps,NWC,W1", "unknown-value", "no_further_action", False),
        ("R3,C3,03/08/2015,,No,NWC,1.2E+17", "rounded-id", "worker_id", True),
        ("R3,C3,03/08/2015,,No,NWC,W1,more", "shifted-row", "", True),
        ("R1,C1,03/08/2015,,No,NWC 1,W1", "same-row", "", True),
        ("R1,C1,05/08/2015,,No,NWC 1,W1", "same-key", "", True),
    ],
)
def test_a_row_that_breaks_a_rule_is_told_by_its_line(
    council: RecordFolder, row: str, rule: str, column: str, is_aside: bool
):  # fmt: skip
    read = council.referrals(ROWS + row + "\n")
    assert told(read) == [(rule, column, (4,), is_aside)]
    account = read.account.tables[0]
    assert (account.read, account.kept, account.set_aside) == (3, 2 if is_aside else 3, int(is_aside))


def test_a_row_is_set_aside_once_by_the_first_rule_it_breaks(council: RecordFolder):
    read = council.referrals(ROWS + ",,08/30/2015,,perhaps,NWC,W1\n")
    assert [each for each in told(read) if each[3]] == [("foreign-date", "referred", (4,), True)]
    assert read.account.tables[0].set_aside == 1


def test_blank_rows_are_not_read(council: RecordFolder):
    assert council.referrals(ROWS + ",,,,,,\n\n  ,,,,,,\n").account.tables[0].read == 2


def test_where_most_dates_have_the_month_first_those_that_can_be_both_are_not_read(council: RecordFolder):
    american = HEADER + "R1,C1,08/30/2015,,,,\nR2,C2,08/31/2015,,,,\nR3,C3,03/08/2015,,,,\nR4,C4,08/08/2015,,,,\n"
    read = council.referrals(american)
    assert told(read) == [("ambiguous-date", "referred", (4,), True), ("foreign-date", "referred", (2, 3), True)]
    assert read.tables["referrals"].frame["referral_id"].tolist() == ["R4"]


def test_one_foreign_date_among_stated_ones_leaves_them_as_they_are(council: RecordFolder):
    rows = HEADER + "R1,C1,08/30/2015,,,,\nR2,C2,30/08/2015,,,,\nR3,C3,03/08/2015,,,,\n"
    assert told(council.referrals(rows)) == [("foreign-date", "referred", (2,), True)]


def test_an_extract_with_headings_alone_is_not_a_count_of_nothing(council: RecordFolder):
    read = council.referrals(HEADER)
    assert read.tables == {}
    assert read.account.why_not("referrals") == "referrals.csv has the headings, and no row below them."


def test_a_team_that_the_project_does_not_know_is_told(council: RecordFolder):
    council.teams = [{"name": "nwc 1", "area": "EAST"}]
    assert told(council.referrals(ROWS)) == [("unknown-team", "team", (3,), False)]


# ---- the account -----------------------------------------------------------------------------------------------------


def test_the_account_says_what_was_read_kept_and_set_aside_and_why(council: RecordFolder):
    council.teams = [{"name": "NWC 1", "area": "EAST"}]
    read = council.referrals(ROWS + "R3,,03/08/2015,,No,NWC 1,W1\nR4,,03/08/2015,,No,,W1\n")
    account = read.account
    assert account.lines() == ("referrals: 4 read, 2 kept, 2 set aside (missing 2)",)
    rows = replace(account, counted_in={"referrals": ["1 Re-referrals"]}).rows()
    assert [(row.area, row.was, row.now) for row in rows] == [
        ("TOTAL", "4 read", "2 kept, 2 set aside"),
        ("Not in breakdown", "1 row", "set aside"),
        ("EAST", "1 row", "set aside"),
        ("Not in breakdown", "1 row", "kept"),
    ]
    assert rows[0].why == "Read from referrals.csv. Counted in 1 Re-referrals."
    (table,) = account.as_dict()["tables"]
    assert (table["read"], table["kept"], table["set_aside"]) == (4, 2, 2)
    assert table["broken"][0] == {
        "rule": "missing", "source": "referrals.csv", "column": "child_id", "rows": 2, "lines": [4, 5],
        "set_aside": True, "areas": {"Not in breakdown": 1, "EAST": 1},
    }  # fmt: skip


def test_a_finding_names_file_line_column_and_rule(council: RecordFolder):
    rows = "".join(f"R{n},,03/08/2015,,No,NWC,W1\n" for n in range(10, 23))
    (finding,) = council.referrals(ROWS + rows).account.findings()
    assert (finding.file, finding.code, finding.level) == ("referrals.csv", "E-MISSING", "warning")
    assert finding.place == "lines 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 and 3 more, column child_id"


def test_a_package_that_is_not_installed_is_told_with_the_command_that_installs_it(
    council: RecordFolder, monkeypatch: pytest.MonkeyPatch
):  # fmt: skip
    council.put_sheets("referrals.xlsx", {"Extract": [HEADER.split(",")]})
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(MachineError, match=r'pip install "excel_scorecard\[records\]"'):
        council.read("referrals", {"file": "referrals.xlsx"})


def test_an_extract_may_lie_outside_the_project(council: RecordFolder, tmp_path_factory: pytest.TempPathFactory):
    elsewhere: Path = tmp_path_factory.mktemp("extracts") / "referrals.csv"
    elsewhere.write_text(ROWS)
    for file in (elsewhere, elsewhere.parent / "ref*.csv"):
        assert len(council.read("referrals", {"file": str(file)}).tables["referrals"].frame) == 2


def test_a_source_says_that_its_teams_are_of_the_time_and_how_late_it_may_be_taken(council: RecordFolder):
    council.records["taken_within"] = 5
    read = council.referrals(ROWS, of_the_time="team")
    referrals = read.tables["referrals"]
    assert referrals.taken_within == 5
    assert (referrals.table.column("team").keeps, referrals.table.column("worker_id").keeps) == ("history", "current")
    assert TABLES["referrals"].column("team").keeps == "current"


def test_a_column_that_there_is_not_cannot_be_of_the_time(council: RecordFolder):
    with pytest.raises(ProjectError, match="did you mean 'team'"):
        council.referrals(ROWS, of_the_time="teem")


def test_without_the_extra_nothing_of_it_is_imported():
    """The core, and `demo`, go on where only the core is installed."""
    asked = "import excel_scorecard.figures, excel_scorecard.records, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True, text=True).stdout.split()
    assert not {"ibis", "duckdb", "sqlglot", "pyarrow", "python_calamine"} & set(loaded)
