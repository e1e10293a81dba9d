from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as some
from lxml import etree

from excel_scorecard.ooxml.strings import escaped, plain_text, unescaped
from excel_scorecard.ooxml.workbook import Workbook
from tests.ooxml.workbooks import MAIN, opened, tree

STRINGS = "xl/sharedStrings.xml"


@given(some.text())
def test_any_text_can_stand_in_a_part_and_is_read_back_but_for_what_xml_cannot_hold(text: str):
    element = etree.Element("t")
    element.text = escaped(text)
    again = unescaped(etree.fromstring(etree.tostring(element)).text or "")
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    assert again == "".join(c for c in kept if c in "\t\n" or (ord(c) >= 32 and c not in "\ufffe\uffff"))


def test_text_that_looks_like_an_escape_stays_text():
    assert escaped("_x0041_") == "_x005F_x0041_"
    assert unescaped("_x005F_x0041_") == "_x0041_"


def test_a_new_string_is_appended_and_the_counts_are_right(book: Workbook, tmp_path: Path):
    before = [etree.tostring(item) for item in book.package.read(STRINGS)]
    book.sheet("Summary").write(9, 1, "entirely new")
    book.sheet("Summary").write(10, 1, "entirely new")
    book.save(tmp_path / "out.xlsx")
    root = tree(tmp_path / "out.xlsx", STRINGS)
    assert [etree.tostring(item) for item in root][:-1] == before
    assert root.get("uniqueCount") == str(len(root)) == str(len(before) + 1)
    cells = [tree(tmp_path / "out.xlsx", f"xl/worksheets/sheet{n}.xml").findall(f".//{MAIN}c[@t='s']") for n in (1, 2)]
    assert root.get("count") == str(sum(len(found) for found in cells))


def test_a_string_that_is_there_is_used_again(book: Workbook):
    count = len(book.package.read(STRINGS))
    book.sheet("Summary").write(9, 1, "Definition")
    assert len(book.package.read(STRINGS)) == count


def test_spaces_and_line_ends_are_kept(book: Workbook, tmp_path: Path):
    texts = ["  both  ", "two\nlines", "tab\t", "\u00a0", "plain"]
    for row, text in enumerate(texts, start=10):
        book.sheet("Summary").write(row, 1, text)
    book.save(tmp_path / "out.xlsx")
    sheet = opened(tmp_path / "out.xlsx")["Summary"]
    assert [sheet.cell(row, 1).value for row in range(10, 15)] == texts


def test_rich_text_is_read_without_its_phonetic_guide():
    item = etree.fromstring(
        f'<si xmlns="{MAIN[1:-1]}"><r><t>Tokyo </t></r><r><t>office</t></r><rPh sb="0" eb="1"><t>guide</t></rPh></si>'
    )
    assert plain_text(item) == "Tokyo office"


def test_a_workbook_without_shared_strings_gets_them_with_the_first(tmp_path: Path):
    plain = openpyxl.Workbook()
    plain.active["A1"] = 1
    plain.save(tmp_path / "in.xlsx")
    book = Workbook.open(tmp_path / "in.xlsx")
    for part in book.package.related("xl/workbook.xml", "sharedStrings"):
        book.package.remove(part)
        for relationship in book.package.relationships("xl/workbook.xml"):
            if relationship.kind == "sharedStrings":
                book.package.remove_relationship("xl/workbook.xml", relationship.id)
    book = Workbook(book.package.copy())
    book.sheet("Sheet").write(1, 1, "first")
    book.save(tmp_path / "out.xlsx")
    assert opened(tmp_path / "out.xlsx")["Sheet"]["A1"].value == "first"


@pytest.mark.parametrize("text", ["=1+1", "+44 121", "-5", "@here"])
def test_text_that_begins_like_a_formula_is_text_with_a_quote_before_it(text: str, book: Workbook, tmp_path: Path):
    book.sheet("Summary").write(9, 1, text)
    book.save(tmp_path / "out.xlsx")
    cell = opened(tmp_path / "out.xlsx")["Summary"]["A9"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
