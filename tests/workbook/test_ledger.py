"""Every difference between a template and the workbook built from it is in the ledger, with its reason."""

import json
from pathlib import Path

import pytest

from excel_scorecard.cli import main
from excel_scorecard.commentary import read_commentary
from excel_scorecard.figures import read_figures
from excel_scorecard.ooxml.cells import row_and_column
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.project import read_project
from excel_scorecard.scorecard import make_scorecard
from excel_scorecard.workbook.build import build, report_month
from excel_scorecard.workbook.fill import fill
from tests.ledger import cells_in, unexplained
from tests.workbook.conftest import BOOKS, Shelf
from tests.workbook.designer import STANDARD
from tests.workbook.designer_freehand import freehand_project
from tests.workbook.projects import SEPTEMBER


@pytest.mark.parametrize("name", BOOKS)
def test_the_ledger_explains_all_that_a_build_does(shelf: Shelf, name: str, tmp_path: Path):
    template = shelf.project(name) / "hers.xlsx" if name == "designer's" else STANDARD
    built = build(shelf.project(name), output=tmp_path / "out.xlsx")
    assert unexplained(template, built.path, built.ledger) == []
    assert built.ledger.of("same")


@pytest.mark.parametrize("kind", ["xlsx", "xltx"])
def test_the_ledger_explains_what_is_done_to_a_template_made_freehand(tmp_path: Path, kind: str):
    project = freehand_project(tmp_path / "project", kind=kind)
    built = build(project, output=tmp_path / "out.xlsx")
    assert unexplained(project / f"her template.{kind}", built.path, built.ledger) == []


def test_what_no_reason_explains_is_found(tmp_path: Path):
    book = Workbook.open(STANDARD)
    book.sheet("Summary").write(1, 1, "a word")
    book.package.edit(book.sheet("Summary").part).find("{*}pageMargins").set("left", "3")
    book.package.edit("xl/theme/theme1.xml").set("name", "Another")
    book.save(tmp_path / "out.xlsx")
    found = unexplained(STANDARD, tmp_path / "out.xlsx", book.ledger())
    assert [line.partition(":")[0] for line in found] == ["xl/theme/theme1.xml", "xl/worksheets/sheet1.xml"]


def test_a_part_that_came_and_went_is_not_told():
    book = Workbook.open(STANDARD)
    book.package.add("xl/extra.xml", b"<a/>", "application/xml", "for a moment")
    book.package.remove("xl/extra.xml", "it is not wanted")
    count = len(book.package.names())
    assert "xl/extra.xml" not in {entry.part for entry in book.ledger().entries}
    assert len(book.ledger().entries) == count


def test_a_build_tells_a_line_and_writes_the_whole_where_it_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    out = ["-o", str(tmp_path / "out.xlsx")]
    assert main(["build", str(SEPTEMBER), *out, "--ledger", str(tmp_path / "ledger.txt")]) == 0
    line = capsys.readouterr().out.splitlines()[1].strip()
    assert line.startswith("standard.xlsx had ")
    assert "went with deleted sheets" in line
    text = (tmp_path / "ledger.txt").read_text("utf-8")
    assert text.startswith(line)
    assert "\nsame    xl/theme/theme1.xml\n" in text
    assert "changed xl/sharedStrings.xml: texts were added; none was changed" in text
    assert main(["build", str(SEPTEMBER), *out, "--ledger", str(tmp_path / "ledger.json"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["ledger"] == line
    parts = json.loads((tmp_path / "ledger.json").read_text("utf-8"))["parts"]
    assert {"part": "xl/theme/theme1.xml", "fate": "same", "why": []} in parts


def test_many_workbooks_from_one_template_have_a_ledger_each(tmp_path: Path):
    template = Workbook.open(STANDARD)
    first, second = template.copy(), template.copy()
    first.sheet("Summary").write(1, 1, "a word")
    changed = [entry.part for entry in first.ledger().of("changed")]
    assert changed == ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"]
    assert second.ledger().of("changed") == ()


@pytest.mark.parametrize("name", ["council", "thirty", "designer's"])
def test_no_cell_has_changed_that_was_not_written(shelf: Shelf, name: str):
    project = read_project(shelf.project(name))
    template = shelf.project(name) / "hers.xlsx" if name == "designer's" else STANDARD
    figures, _ = read_figures(project)
    at = report_month(project, figures)
    before, book = Workbook.open(template), Workbook.open(template)
    fill(book, make_scorecard(project, figures, read_commentary(project, at), at))
    kept = 0
    for sheet in [sheet for sheet in before.sheets() if sheet.name in book.sheet_names()]:
        after = book.sheet(sheet.name)
        grown = [table.area for table in after.tables]  # new rows look like the first, written or not
        now = cells_in(book.package.bytes(after.part))
        for place, cell in cells_in(before.package.bytes(sheet.part)).items():
            row, column = row_and_column(place)
            if (row, column) not in after.written and not any((row, column) in area for area in grown):
                assert now[place] == cell, (sheet.name, place)
                kept += 1
    assert kept > 20
