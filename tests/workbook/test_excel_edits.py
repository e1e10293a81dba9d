"""The tests' own Excel: rows, cells and sheets moved as Excel moves them. LibreOffice computes what is kept."""

from collections.abc import Callable
from pathlib import Path

import pytest

from excel_scorecard.ooxml.lint import lint
from tests.libreoffice import differences, needs_libreoffice, recalculated
from tests.workbook.excel_formulas import with_cells, with_sheet, with_tables
from tests.workbook.excel_package import Opened
from tests.workbook.excel_rows import cut_and_paste, delete_rows, insert_rows, is_blank
from tests.workbook.excel_save import saved_as_excel
from tests.workbook.excel_sheets import add_sheet, copy_sheet, delete_sheet, move_sheet, rename_sheet
from tests.workbook.reading import Book

PAGE = "1 Re-referrals"


def rows_inserted(book: Opened) -> None:
    for row, count in ((62, 1), (35, 1), (19, 2), (4, 1), (1, 1)):
        insert_rows(book, PAGE, row, count)


def rows_deleted(book: Opened) -> None:
    for row in (35, 31, 6, 3):
        if is_blank(book, PAGE, row):
            delete_rows(book, PAGE, row, 1)


def slots_moved(book: Opened) -> None:
    cut_and_paste(book, PAGE, (30, 8, 30, 9), 32, 2)
    cut_and_paste(book, PAGE, (29, 1, 29, 9), 45, 1)
    cut_and_paste(book, PAGE, (4, 13, 4, 13), 3, 15)


EDITS: dict[str, Callable[[Opened], object]] = {
    "rows inserted": rows_inserted,
    "rows deleted": rows_deleted,
    "slots moved": slots_moved,
    "sheet moved": lambda book: move_sheet(book, PAGE, 9),
    "sheet renamed": lambda book: rename_sheet(book, PAGE, "O'Neill's [1] & co".replace("[1]", "1")),
    "sheet copied": lambda book: copy_sheet(book, PAGE, 2),
    "sheet added": lambda book: add_sheet(book, "Hers", 0),
}


def edited(council: Book, folder: Path, edit: Callable[[Opened], object]) -> Path:
    book = Opened(council.path)
    edit(book)
    return saved_as_excel(book.write(folder / "edited.xlsx"), folder / "saved.xlsx", 5)


@needs_libreoffice
def test_every_formula_still_comes_to_what_is_kept_of_it(council: Book, tmp_path: Path):
    paths = []
    for number, edit in enumerate(EDITS.values()):
        folder = tmp_path / str(number)
        folder.mkdir()
        paths.append(edited(council, folder, edit))
    computed = recalculated(paths, tmp_path)
    wrong = {name: differences(*both) for name, *both in zip(EDITS, paths, computed, strict=True)}
    assert {name: found for name, found in wrong.items() if found} == {}


@pytest.mark.parametrize("edit", [*EDITS.values(), lambda book: delete_sheet(book, PAGE)], ids=[*EDITS, "deleted"])
def test_lint_finds_no_error_after(council: Book, tmp_path: Path, edit: Callable[[Opened], object]):
    assert [str(f) for f in lint(edited(council, tmp_path, edit)) if f.level == "error"] == []


def test_what_stands_below_inserted_rows_moves_with_all_that_leads_to_it(council: Book, tmp_path: Path):
    after = Book(edited(council, tmp_path, lambda book: insert_rows(book, PAGE, 20, 3)))
    before = council
    assert after.names[PAGE, "commentary"] == f"'{PAGE}'!$A$32"
    assert after.names[PAGE, "_xlnm.Print_Area"] == f"'{PAGE}'!$A$1:$I$33"
    assert after.tables["Monthly_re_referrals"].area == "L39:AL64"
    assert after.slot(PAGE, "commentary") == before.slot(PAGE, "commentary")
    charts = {p.reference for p in after.plotted if p.sheet == PAGE}
    assert f"'{PAGE}'!$L$40:$L$64" in charts
    sparklines = Opened(after.path).sheet("Summary").iter("{http://schemas.microsoft.com/office/excel/2006/main}f")
    assert f"'{PAGE}'!W52:W64" in [(e.text or "").replace("$", "") for e in sparklines]


def test_a_copy_has_tables_names_and_charts_of_its_own(council: Book, tmp_path: Path):
    after = Book(edited(council, tmp_path, lambda book: copy_sheet(book, PAGE, 2)))
    copy = f"{PAGE} (2)"
    assert [t.sheet for t in after.tables.values()].count(copy) == 2
    assert after.tables["Monthly_re_referrals"].sheet == PAGE
    assert after.names[copy, "value"] == after.names[PAGE, "value"].replace(PAGE, copy)
    assert {p.reference.partition("!")[0] for p in after.plotted if p.sheet == copy} == {f"'{copy}'"}
    assert {after.cells[place] for place in after.places(copy, "value")} == {council.slot(PAGE, "value")}


def test_a_deleted_sheet_leaves_its_readers_with_an_error(council: Book, tmp_path: Path):
    after = Book(edited(council, tmp_path, lambda book: delete_sheet(book, PAGE)))
    assert PAGE not in after.sheets
    assert [v for (sheet, _), v in after.cells.items() if sheet == "Summary" and v == "#REF!"]
    assert not [name for name in after.names if name[0] is None and name[1] == "value"]


def test_a_renamed_sheets_hyperlinks_keep_its_old_name(council: Book, tmp_path: Path):
    after = Book(edited(council, tmp_path, lambda book: rename_sheet(book, PAGE, "Other")))
    links = [e.get("location", "") for e in Opened(after.path).sheet("Summary").iter("{*}hyperlink")]
    assert f"'{PAGE}'!A1" in links
    assert "Other!title" in after.formulas.values()


# on the sheet "O'N x": the formula, with two rows before row 5, with the sheet called Z, with the sheet gone
FORMULAS = [
    ("A5+$B$4+Z1!C5", "A7+$B$4+Z1!C5", "A5+$B$4+Z1!C5", "A5+$B$4+Z1!C5"),
    ("'O''N x'!C5:D9*2", "'O''N x'!C7:D11*2", "Z!C5:D9*2", "#REF!C5:D9*2"),
    ('"A5"&A5', '"A5"&A7', '"A5"&A5', '"A5"&A5'),
    ("LOG10(A5)+AB12C", "LOG10(A7)+AB12C", "LOG10(A5)+AB12C", "LOG10(A5)+AB12C"),
    ("T[[#This Row],[A5]]+T[A5 '[x']]", *["T[[#This Row],[A5]]+T[A5 '[x']]"] * 3),
    ("SUM($5:$6)+SUM(A:A)", "SUM($7:$8)+SUM(A:A)", "SUM($5:$6)+SUM(A:A)", "SUM($5:$6)+SUM(A:A)"),
    ("'O''N x'!value", "'O''N x'!value", "Z!value", "#REF!value"),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "shifted", "renamed", "gone"), FORMULAS)
def test_references_are_rewritten_and_nothing_else_in_a_formula(formula: str, shifted: str, renamed: str, gone: str):
    sheet = "O'N x"

    def down(on: str, box: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
        top, bottom = (row + 2 if row >= 5 and on == sheet else row for row in (box[0], box[2]))
        return (top, box[1], bottom, box[3])

    assert with_cells(formula, sheet, down) == shifted
    assert with_sheet(formula, sheet, "Z") == renamed
    assert with_sheet(formula, sheet, None) == gone
    assert with_tables('T[A]+Table_T[A]+"T[A]"', {"T": "U"}) == 'U[A]+Table_T[A]+"T[A]"'
