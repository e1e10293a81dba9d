from pathlib import Path

from lxml import etree

from excel_scorecard.ooxml.workbook import Workbook
from tests.ooxml.workbooks import MAIN, opened
from tests.xsd import new_errors

PATTERN = "Pattern's own"


def test_a_changed_style_is_added_and_the_others_keep_their_numbers(book: Workbook):
    styles = "xl/styles.xml"
    before = [etree.tostring(xf) for xf in book.package.read(styles).find(f"{MAIN}cellXfs")]
    new = book.styles.style_like(4, number_format="0.0%", wrap=True)
    after = [etree.tostring(xf) for xf in book.package.read(styles).find(f"{MAIN}cellXfs")]
    assert after[: len(before)] == before
    assert new == len(before) == len(after) - 1


def test_a_style_that_is_there_is_used_again(book: Workbook):
    first = book.styles.style_like(4, number_format="0.0%")
    assert book.styles.style_like(4, number_format="0.0%") == first
    assert Workbook(book.package.copy()).styles.style_like(4, number_format="0.0%") == first
    assert book.styles.style_like(4) == 4


def test_a_number_format_is_found_among_excels_own_and_added_where_it_is_new(book: Workbook, tmp_path: Path):
    sheet = book.sheet(PATTERN)
    assert book.styles.number_format(sheet.style(6, 4)) == "0%"
    for row, code in enumerate(("0.00%", "#,##0.0", "mmm-yy", "▲ @"), start=20):
        sheet.write(row, 1, 1, style=book.styles.style_like(sheet.style(6, 4), number_format=code))
        assert book.styles.number_format(sheet.style(row, 1)) == code
    book.save(tmp_path / "out.xlsx")
    found = opened(tmp_path / "out.xlsx")[PATTERN]
    assert [found.cell(row, 1).number_format for row in range(20, 24)] == ["0.00%", "#,##0.0", "mmm-yy", "▲ @"]
    assert found["A20"].border.left.style == found["D6"].border.left.style == "thin"


def test_the_schema_allows_every_change(book: Workbook, pattern_file: Path, tmp_path: Path):
    for style in range(5):
        book.styles.style_like(style, quote_prefix=True, number_format="0.000", wrap=True)
    book.save(tmp_path / "out.xlsx")
    assert new_errors(pattern_file, tmp_path / "out.xlsx") == []


def test_the_quote_before_a_text_goes_when_a_number_or_formula_comes(book: Workbook, tmp_path: Path):
    sheet = book.sheet("Summary")
    for row, (value, formula) in enumerate(((5, None), ("text", "A1"), ("plain", None)), start=10):
        sheet.write(row, 1, "=text")
        sheet.write(row, 1, value, formula)
    book.save(tmp_path / "out.xlsx")
    found = opened(tmp_path / "out.xlsx")["Summary"]
    assert [found.cell(row, 1).quotePrefix for row in (10, 11, 12)] == [False, False, False]
