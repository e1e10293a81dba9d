"""Workbooks of other programs and times: what LibreOffice saves of one extract as XLS and ODS is read as the same."""

import zipfile
from datetime import date
from pathlib import Path

import pytest

from excel_scorecard.errors import ProjectError
from tests import libreoffice
from tests.records.record_folder import HEADER, RecordFolder

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
