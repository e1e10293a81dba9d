"""The checker that other tests trust must itself find what is wrong."""

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from tests.xsd import new_errors


@pytest.fixture
def good(tmp_path: Path) -> Path:
    book = xlsxwriter.Workbook(tmp_path / "good.xlsx")
    sheet = book.add_worksheet("One")
    sheet.add_table("A1:B3", {"name": "Figures"})
    sheet.write("A5", "text")
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=One!$A$2:$A$3"})
    sheet.insert_chart("D2", chart)
    book.close()
    return tmp_path / "good.xlsx"


BREAKS = [
    ("xl/worksheets/sheet1.xml", "<pageMargins", "<sheetViews/><pageMargins", "sheetViews"),
    ("xl/worksheets/sheet1.xml", "<v>2</v>", "<v>999</v>", "a string that is not there"),
    ("xl/worksheets/sheet1.xml", 'r="B1"', 'r="A1"', "out of order"),
    ("xl/charts/chart1.xml", "<c:ptCount", "<c:pt/><c:ptCount", "pt"),
    ("xl/tables/table1.xml", "<tableColumns", "<tableStyleInfo/><tableColumns", "tableStyleInfo"),
    ("xl/_rels/workbook.xml.rels", "styles.xml", "stiles.xml", "which is not there"),
    ("xl/worksheets/sheet1.xml", 'r:id="rId2"', 'r:id="rId77"', "uses the relationship rId77"),
    ("[Content_Types].xml", "/xl/styles.xml", "/xl/stiles.xml", "not there"),
]


@pytest.mark.parametrize(("part", "old", "new", "words"), BREAKS, ids=[b[3] for b in BREAKS])
def test_a_fault_put_in_by_hand_is_found(good: Path, tmp_path: Path, part: str, old: str, new: str, words: str):
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(tmp_path / "bad.xlsx", "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode(), 1)
            target.writestr(name, content)
    assert any(words in error for error in new_errors(good, tmp_path / "bad.xlsx"))
    assert new_errors(tmp_path / "bad.xlsx", tmp_path / "bad.xlsx") == []


def test_a_good_workbook_has_no_new_error(good: Path):
    assert new_errors(good, good) == []
