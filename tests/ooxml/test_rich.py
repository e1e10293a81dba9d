"""Text whose words do not all look alike: read from workbooks that Excel saved, and written so that nothing is lost."""

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as some
from openpyxl.cell.rich_text import CellRichText, TextBlock

from excel_scorecard.ooxml.markup import main, parse, serialise
from excel_scorecard.ooxml.rich import Run, cell_font, normal, runs_of, string_item, text_of
from excel_scorecard.ooxml.strings import plain_text
from excel_scorecard.ooxml.workbook import Workbook
from tests.ooxml.workbooks import MAIN, rewritten, tree

BOLD_RED = (("b", None), ("sz", "11"), ("color@rgb", "FFC00000"), ("rFont", "Calibri"), ("family", "2"))
PLAIN = (("sz", "11"), ("color@theme", "1"), ("rFont", "Calibri"), ("family", "2"), ("scheme", "minor"))
TWO_VISITS = (Run("Of these, "), Run("two visits", BOLD_RED), Run(" were late.\nOne was in EAST.", PLAIN))

# Workbooks of Excel and of LibreOffice: bold, italic, superscript, colours by theme and number, inline text, charset.
REAL = [
    "xlsxwriter/rich_string06.xlsx",
    "xlsxwriter/rich_string12.xlsx",
    "closedxml/Examples__Styles__UsingRichText.xlsx",
    "closedxml/Other__InlinedRichText__ChangeRichText__inputfile.xlsx",
    "open-xml-sdk/test__DocumentFormat.OpenXml.Tests.Assets__assets__TestFiles__basicspreadsheet.xlsx",
    "closedxml/TryToLoad__LO__xlsx__formats.xlsx",
    "closedxml/TryToLoad__LO__xlsx__strike-through.xlsx",
]


def rich_cells(book: Workbook) -> dict[tuple[str, int, int], tuple[Run, ...]]:
    return {
        (sheet.name, row, column): runs
        for sheet in book.sheets()
        for row, column, value, _ in sheet.cells()
        if isinstance(value, str) and (runs := sheet.rich(row, column)) is not None
    }


@pytest.mark.parametrize("name", REAL)
def test_runs_of_real_workbooks_are_read_and_written_back_the_same(name: str, corpus_folder: Path, tmp_path: Path):
    book = Workbook.open(corpus_folder / name)
    before = rich_cells(book)
    assert before
    texts = {place: book.sheet(place[0]).read(*place[1:]) for place in before}
    assert {place: text_of(runs) for place, runs in before.items()} == texts
    for (sheet, row, column), runs in before.items():
        book.sheet(sheet).write(row, column, "x")
        book.sheet(sheet).write_rich(row, column, runs)
    book.save(tmp_path / "out.xlsx")
    after = rich_cells(Workbook.open(tmp_path / "out.xlsx"))
    assert after == {place: normal(runs) for place, runs in before.items()}


@pytest.mark.parametrize("name", REAL)
def test_what_stands_in_a_real_file_of_a_run_is_what_is_written_of_it(name: str, corpus_folder: Path):
    book = Workbook.open(corpus_folder / name)
    roots = [book.package.read(p) for p in book.package.related(book.part, "sharedStrings")]
    roots += [sheet.root for sheet in book.sheets()]
    items = [e for root in roots for e in root.iter(main("si"), main("is")) if e.find(main("r")) is not None]
    assert items
    for item in items:
        runs = runs_of(item)
        assert runs is not None
        made = string_item(runs)
        said = [[(e.tag, dict(e.attrib)) for e in r.iter() if not e.tag.endswith("}t")] for r in item.iter(main("r"))]
        assert [
            [(e.tag, dict(e.attrib)) for e in r.iter() if not e.tag.endswith("}t")] for r in made.iter(main("r"))
        ] == said
        assert plain_text(made) == plain_text(item)


def test_another_reader_sees_the_bold_word(book: Workbook, tmp_path: Path):
    book.sheet("Summary").write_rich(9, 1, TWO_VISITS)
    book.save(tmp_path / "out.xlsx")
    with pytest.warns(UserWarning, match="extension is not supported"):
        cell = openpyxl.load_workbook(tmp_path / "out.xlsx", rich_text=True)["Summary"]["A9"].value
    assert isinstance(cell, CellRichText)
    bold = [str(piece) for piece in cell if isinstance(piece, TextBlock) and piece.font.b]
    assert bold == ["two visits"]
    assert str(cell) == text_of(TWO_VISITS)


def test_runs_that_a_cell_holds_already_change_nothing(book: Workbook, tmp_path: Path):
    book.sheet("Summary").write_rich(9, 1, TWO_VISITS)
    book.save(tmp_path / "once.xlsx")
    again = Workbook.open(tmp_path / "once.xlsx")
    again.sheet("Summary").write_rich(9, 1, TWO_VISITS)
    again.save(tmp_path / "twice.xlsx")
    assert (tmp_path / "once.xlsx").read_bytes() == (tmp_path / "twice.xlsx").read_bytes()


def test_two_cells_of_the_same_runs_share_an_entry_and_the_counts_are_right(book: Workbook, tmp_path: Path):
    for row in (9, 10):
        book.sheet("Summary").write_rich(row, 1, TWO_VISITS)
    book.save(tmp_path / "out.xlsx")
    root = tree(tmp_path / "out.xlsx", "xl/sharedStrings.xml")
    assert len(root.findall(f"{MAIN}si/{MAIN}r")) == len(TWO_VISITS)
    assert root.get("uniqueCount") == str(len(root))
    cells = [tree(tmp_path / "out.xlsx", f"xl/worksheets/sheet{n}.xml").findall(f".//{MAIN}c[@t='s']") for n in (1, 2)]
    assert root.get("count") == str(sum(len(found) for found in cells))


def test_runs_without_a_look_of_their_own_are_plain_text(book: Workbook):
    sheet = book.sheet("Summary")
    sheet.write_rich(9, 1, [Run("Two "), Run("visits")])
    assert (sheet.read(9, 1), sheet.rich(9, 1)) == ("Two visits", None)
    sheet.write_rich(9, 1, [Run("", BOLD_RED)])
    assert sheet.read(9, 1) is None


def test_a_text_that_begins_like_a_formula_is_kept_from_becoming_one(book: Workbook):
    sheet = book.sheet("Summary")
    sheet.write_rich(9, 1, [Run("=1+1", BOLD_RED), Run(" was typed")])
    assert sheet.style(9, 1) in book.styles.prefixed
    assert sheet.read(9, 1) == "=1+1 was typed"


def test_only_text_has_runs(book: Workbook):
    sheet = book.sheet("Summary")
    assert [sheet.rich(row, 1) for row in (1, 2, 99)] == [None, None, None]


def test_a_cells_own_font_is_told_in_the_words_of_a_run(book: Workbook):
    font = Run("", cell_font(book.sheet("Pattern's own"), 1, 1))
    assert (font.has("b"), font.value("sz"), font.value("rFont")) == (True, "11", "Calibri")
    assert not Run("", cell_font(book.sheet("Summary"), 2, 1)).has("b")


def test_a_property_that_says_no_is_off():
    run = Run("", (("b", "0"), ("u", "none"), ("i", None), ("strike", "1")))
    assert [run.has(name) for name in ("b", "u", "i", "strike", "outline")] == [False, False, True, True, False]


def test_runs_in_a_long_table_of_texts_are_found(tmp_path: Path, book: Workbook):
    book.sheet("Summary").write_rich(9, 1, TWO_VISITS)
    book.save(tmp_path / "short.xlsx")
    filler = b"".join(b"<si><t>%06d %s</t></si>" % (number, b"x" * 100) for number in range(12_000))

    def lengthen(parts: dict[str, bytes]) -> None:
        name = "xl/sharedStrings.xml"
        parts[name] = parts[name].replace(b"</sst>", filler + b"</sst>")

    long = Workbook.open(rewritten(tmp_path / "short.xlsx", tmp_path / "long.xlsx", lengthen))
    assert long.sheet("Summary").rich(9, 1) == TWO_VISITS
    added = (Run("More", BOLD_RED), Run(" again", PLAIN))
    long.sheet("Summary").write_rich(10, 1, added)
    assert long.sheet("Summary").rich(10, 1) == added
    long.save(tmp_path / "after.xlsx")
    after = Workbook.open(tmp_path / "after.xlsx").sheet("Summary")
    assert (after.rich(9, 1), after.rich(10, 1)) == (TWO_VISITS, added)


words = some.text(min_size=1, max_size=12)
looks = some.lists(
    some.sampled_from(
        [("b", None), ("i", None), ("u", "double"), ("strike", "0"), ("vertAlign", "superscript"), *PLAIN]
    ),
    unique_by=lambda each: each[0],
).map(tuple)


@given(some.lists(some.builds(Run, words, looks), max_size=6))
def test_any_runs_are_read_back_but_for_what_xml_cannot_hold(runs: list[Run]):
    item = parse(serialise(string_item(normal(runs))))
    assert (runs_of(item) or ()) == normal(runs)
    assert plain_text(item) == text_of(normal(runs))


def test_an_escape_is_one_run_and_never_half_of_two():
    item = parse(serialise(string_item([Run("_x00", BOLD_RED), Run("41_")])))
    assert plain_text(item) == "_x0041_"
