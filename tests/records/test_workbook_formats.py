"""Workbooks of other programs and times: one extract is the same whatever saved it, and no cell is passed over."""

import csv
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from excel_scorecard.errors import ProjectError
from excel_scorecard.records.binary_sheet import Walked, walked
from tests import libreoffice
from tests.records.record_folder import HEADER, RecordFolder, told

SAVED = Path(__file__).parent / "saved_workbooks"
COLUMNS = {
    "referral_id": "Referral ID", "child_id": "Client's ID", "referred": "Date of referral",
    "no_further_action": "No further action",
}  # fmt: skip
ROWS = [
    ["Referrals of the year"],
    HEADER.strip().split(","),
    [1234, 77, date(2015, 8, 3), None, "b) No", "NWC 1", "W1"],
    ["C-9", "0078", date(2015, 8, 4), date(2015, 9, 1), "a) Yes", "NWC\u00a02", None],
]


@libreoffice.needs_libreoffice
@pytest.mark.parametrize(("form", "ending"), [("xls:MS Excel 97", ".xls"), ("ods", ".ods")])
def test_an_extract_is_the_same_whatever_program_saved_it(
    council: RecordFolder, tmp_path_factory: pytest.TempPathFactory, form: str, ending: str
):
    council.put_sheets("referrals.xlsx", {"Extract": [list(row) for row in ROWS]})
    desk: Path = tmp_path_factory.mktemp("saved")
    [saved] = libreoffice.converted([council.path / "referrals.xlsx"], desk, form, ending)
    council.put(f"saved{ending}", saved.read_bytes())
    from_excel = council.read("referrals", {"file": "referrals.xlsx"}).tables["referrals"].frame
    from_other = council.read("referrals", {"file": f"saved{ending}"}).tables["referrals"].frame
    assert from_excel.values.tolist() == [
        ["1234", "77", date(2015, 8, 3), None, "no", "NWC 1", "W1", 3],
        ["C-9", "0078", date(2015, 8, 4), date(2015, 9, 1), "yes", "NWC 2", None, 4],
    ]
    assert from_other.equals(from_excel)


@pytest.mark.parametrize("name", ["referrals.xlsb", "referrals-short-cells.xlsb"])
@pytest.mark.parametrize("beside", ["csv", "xlsx"])
def test_excels_binary_form_gives_the_records_that_the_same_rows_give(council: RecordFolder, name: str, beside: str):
    council.put(name, (SAVED / name).read_bytes())
    listed = (SAVED / "referrals.csv").read_text("utf-8")
    council.put("rows.csv", listed)
    council.put_sheets("rows.xlsx", {"Extract": list(csv.reader(io.StringIO(listed)))})
    council.records["unallocated"] = ["Unallocated"]
    binary = council.read("referrals", {"file": name, "columns": COLUMNS})
    other = council.read("referrals", {"file": f"rows.{beside}", "columns": COLUMNS})
    frame = binary.tables["referrals"].frame
    assert frame.drop(columns=["closed", "line"]).values.tolist() == [
        ["1001", "F000123", date(2015, 8, 3), "yes", "NWC 1", "W000123"],
        ["001002", "77", date(2015, 8, 4), "no", "NWC 2", "12"],
        ["F1003", "0078", date(2015, 8, 5), "yes", "NWC 1", None],
        ["1004", "F000124", date(2015, 8, 6), "no", "NWC 2", None],
        ["1005", "F000125", date(2015, 8, 7), "unknown", "nwc 1", "W000124"],
        ["1008", "F000127", date(2015, 8, 10), "unknown", "NWC 1", "W000124"],
    ]
    assert frame.closed.tolist() == [None, date(2015, 9, 1), None, None, None, None]
    assert frame.equals(other.tables["referrals"].frame)
    broken = [(rule, lines, set_aside) for rule, _, lines, set_aside in told(binary)]
    assert broken == [
        ("unreadable-date", (11,), True), ("unknown-value", (13,), False), ("missing", (12,), True),
        ("same-row", (14,), True),
    ]  # fmt: skip
    assert told(binary) == told(other)


def with_part(name: str, part: str, content: bytes) -> bytes:
    """A saved workbook, one part of which is another."""
    blob = io.BytesIO()
    with zipfile.ZipFile(SAVED / name) as old, zipfile.ZipFile(blob, "w") as new:
        assert part in old.namelist()
        for each in old.namelist():
            new.writestr(each, content if each == part else old.read(each))
    return blob.getvalue()


BINARY_SHEET = "xl/worksheets/sheet2.bin"
BEGINS, ENDED = b"\x81\x01\0" + b"\x91\x01\0", b"\x92\x01\0"


def test_a_binary_sheet_whose_last_cell_lies_far_out_is_not_laid_out(council: RecordFolder):
    row, cell, filler = 1_048_575, 16_383, bytes(13)
    far = bytes((0, 17)) + row.to_bytes(4, "little") + filler + bytes((2, 12)) + cell.to_bytes(4, "little") + bytes(8)
    council.put("far.xlsb", with_part("referrals.xlsb", BINARY_SHEET, BEGINS + far + ENDED))
    with pytest.raises(ProjectError, match="too large"):
        council.read("referrals", {"file": "far.xlsb"})


@pytest.mark.parametrize("cut", [5, 40, 200, 700])
def test_a_broken_binary_sheet_is_said_and_not_read_in_part(council: RecordFolder, cut: int):
    with zipfile.ZipFile(SAVED / "referrals-short-cells.xlsb") as package:
        half = package.read(BINARY_SHEET)[:cut]
    council.put("broken.xlsb", with_part("referrals-short-cells.xlsb", BINARY_SHEET, half))
    with pytest.raises(ProjectError, match=r"broken\.xlsb: this is not a workbook that can be read") as caught:
        council.read("referrals", {"file": "broken.xlsb"})
    assert "F0001" not in str(caught.value)


def test_a_binary_workbook_behind_a_password_is_said_to_be_so(council: RecordFolder):
    encrypted = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptionInfo EncryptedPackage".encode("utf-16-le")
    council.put("locked.xlsb", encrypted)
    with pytest.raises(ProjectError, match="encrypted with a password"):
        council.read("referrals", {"file": "locked.xlsb"})


# ---- errors of formulas ----------------------------------------------------------------------------------------------


ENDS = {"F000130": ("=#REF!+1", "#REF!"), "F000131": ("=1/0", "#DIV/0!"), "F000132": ("=NA()", "#N/A")}


@pytest.fixture
def failing(council: RecordFolder) -> Path:
    """A workbook of assessments whose ends are formulas that fail."""
    path = council.path / "failing.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet("Failed formula")
        sheet.write_row(0, 0, ["child_id", "started", "authorised"])
        for row, (child, (formula, error)) in enumerate(ENDS.items(), start=1):
            sheet.write_row(row, 0, [child, date(2015, 8, 3)])
            sheet.write_formula(row, 2, formula, None, error)
    return path


def assert_ends_are_not_taken_for_blank(council: RecordFolder, name: str) -> None:
    """An end that is an error may be any day: its row is set aside. What is not available is blank."""
    read = council.read("assessments", {"file": name})
    assert told(read) == [("error-value", "authorised", (2, 3), True)]
    assert read.tables["assessments"].frame.child_id.tolist() == ["F000132"]


def test_a_formula_that_failed_is_not_taken_for_a_blank_cell(council: RecordFolder, failing: Path):
    assert_ends_are_not_taken_for_blank(council, failing.name)


@libreoffice.needs_libreoffice
def test_a_formula_that_failed_in_libreoffice_is_not_taken_for_a_blank_cell(
    council: RecordFolder, failing: Path, tmp_path_factory: pytest.TempPathFactory
):
    [saved] = libreoffice.converted([failing], tmp_path_factory.mktemp("saved"), "ods", ".ods")
    council.put("failing.ods", saved.read_bytes())
    assert_ends_are_not_taken_for_blank(council, "failing.ods")


def test_a_formula_that_failed_in_a_binary_sheet_is_not_taken_for_a_blank_cell(council: RecordFolder):
    council.put("failing.xlsb", (SAVED / "referrals-short-cells.xlsb").read_bytes())
    read = council.read("referrals", {"file": "failing.xlsb", "sheet": "Failed formula"})
    assert told(read) == [("error-value", "closed", (2,), True)]


@pytest.mark.parametrize(("kind", "rest"), [(3, b""), (11, b"\0\0" + b"\x03\0\0\0" + b"\x1d\x01\x02" + b"\0\0\0\0")])
def test_an_error_in_a_binary_sheet_becomes_its_word_whether_typed_or_of_a_formula(kind: int, rest: bytes):
    place, ref = b"\x02\0\0\0" + b"\x01\0\0\0", b"\x17"
    row = bytes((0, 4)) + bytes(4)
    error = bytes((kind, len(place + ref + rest))) + place + ref + rest
    text = bytes((6, 22)) + place + b"\x05\0\0\0" + "#REF!".encode("utf-16-le")
    assert walked(BEGINS + row + error + ENDED) == Walked(1, 3, BEGINS + row + text + ENDED)


def test_the_index_that_excel_puts_beside_a_binary_sheet_is_left_alone():
    index = bytes((42, 4)) + bytes(4)
    assert walked(index) == Walked(0, 0, index)


def test_a_sheet_of_libreoffice_whose_filled_row_stands_for_a_million_is_not_laid_out(council: RecordFolder):
    row = (
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="float" '
        'office:value="1" table:number-columns-repeated="16000"/></table:table-row>'
    )
    # the attributes stand in either order
    turned = row.replace(' table:number-columns-repeated="16000"', "").replace(
        "<table:table-cell", '<table:table-cell table:number-columns-repeated="16000"'
    )
    for content in (row, turned):
        with zipfile.ZipFile(council.path / "far.ods", "w") as package:
            package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            package.writestr("content.xml", f"<office:document-content>{content}</office:document-content>")
        with pytest.raises(ProjectError, match="too large"):
            council.read("referrals", {"file": "far.ods"})
