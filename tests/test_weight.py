"""Figures and settings that are too much for openpyxl: refused in words, before they fill the memory."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from excel_scorecard import weight
from excel_scorecard.errors import ProjectError
from excel_scorecard.figures import files
from excel_scorecard.figures.files import read_tables
from excel_scorecard.project import read_project
from excel_scorecard.project.book import read_settings_book
from tests.setup_book import new_project, typed

SHEET = "xl/worksheets/sheet1.xml"
Parts = dict[str, bytes]


def workbook(change: Callable[[Parts], None]) -> bytes:
    """A workbook of one cell with its parts changed, packed lightly."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        book.add_worksheet().write_row(0, 0, ["words", 12345])
    with zipfile.ZipFile(made) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def rows_more(rows: bytes) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        parts[SHEET] = parts[SHEET].replace(b"</sheetData>", rows + b"</sheetData>")

    return change


def styles_more(parts: Parts) -> None:
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(b"</cellXfs>", b"<xf/>" * 170_000 + b"</cellXfs>")


def in_utf_7(parts: Parts) -> None:
    parts["xl/styles.xml"] = b"<?xml version='1.0' encoding='UTF-7'?>+ADw-a/+AD4-"


HEAVY = {
    "elements": (rows_more(b"<row r='5'>" + b"<a/>" * 500_000 + b"</row>"), "more than 250,000 cells"),
    "cells": (rows_more(b"<row r='5'><c r='A5'><v>1</v></c></row>" * 170_000), "more than 250,000 cells"),
    "styles": (styles_more, "more than 250,000 cells, or as much of other things"),
    "parts": (lambda parts: parts.update({f"x/{n}.bin": b"" for n in range(5_000)}), r"it has 5,\d+ parts"),
    "an encoding that hides its tags": (in_utf_7, "styles.xml is written in an encoding"),
}


@pytest.mark.parametrize("kind", HEAVY)
def test_too_much_of_anything_is_refused_as_figures_and_as_settings(kind: str, tmp_path: Path):
    change, words = HEAVY[kind]
    path = tmp_path / "heavy.xlsx"
    path.write_bytes(workbook(change))
    tables, [finding] = read_tables(path, path.name)
    assert tables == []
    assert finding.code == "F-FILE"
    with pytest.raises(ProjectError, match=f"too large for settings: .*{words}"):
        read_settings_book(path, path.name)
    with pytest.raises(AssertionError, match=words):  # the same words in both
        raise AssertionError(finding.what)


def test_pictures_weigh_nothing_but_their_bytes(tmp_path: Path):
    picture = bytes(range(256)) * 40_000  # forty thousand times what could be a tag
    assert weight.too_heavy(workbook(lambda parts: parts.update({"xl/media/a.png": b"\x89PNG" + picture}))) == ""


def test_what_unpacks_to_more_than_is_read_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(weight, "MOST_UNPACKED_BYTES", 1_000)
    assert "unpacks to" in weight.too_heavy(workbook(lambda _: None))


def test_figures_far_to_the_right_in_many_rows_are_refused(tmp_path: Path):
    rows = b"".join(b"<row r='%d'><c r='XFD%d'><v>1</v></c></row>" % (n, n) for n in range(5, 1_300))
    path = tmp_path / "far.xlsx"
    path.write_bytes(workbook(rows_more(rows)))
    tables, [finding] = read_tables(path, path.name)
    assert tables == []
    assert "Sheet1 has more than 20,000,000 cells" in finding.what
    assert "Ctrl+End" in finding.mend


def test_a_figure_far_to_the_right_or_below_is_read(tmp_path: Path):
    path = tmp_path / "far.xlsx"
    path.write_bytes(workbook(rows_more(b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>")))
    [table], findings = read_tables(path, path.name)
    assert findings == []
    assert [(row.line, len(row.cells)) for row in table.rows] == [(1, 2), (1_048_576, 16_384)]


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"1," * 5_000_001, "it has 10.0 MB"), (b"11\n" * 500_001, "more than 500,000 rows")],
    ids=["bytes", "rows"],
)
def test_a_csv_file_that_is_too_large_is_refused(content: bytes, words: str, tmp_path: Path):
    path = tmp_path / "figures.csv"
    path.write_bytes(content)
    tables, [finding] = read_tables(path, path.name)
    assert tables == []
    assert words in finding.what
    assert "Save the figures alone" in finding.mend


def test_settings_that_go_down_to_the_last_row_are_told_where(tmp_path: Path):
    project = new_project(tmp_path / "new")
    typed(project, lambda book: book["Indicators"].cell(1_048_576, 16_384, " "))
    with pytest.raises(ProjectError, match=r"Indicators!A1048576.*goes down to row 1,048,576; more than 10,000"):
        read_project(project)


@pytest.mark.parametrize(
    ("name", "words"),
    [("EncryptionInfo", "with a password"), ("DRMEncryptedDataSpace", "label"), ("Workbook", "97-2003")],
)
def test_a_figures_file_in_oles_form_is_called_what_it_is(name: str, words: str, tmp_path: Path):
    path = tmp_path / "figures.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + name.encode("utf-16-le"))
    tables, [finding] = files.read_tables(path, path.name)
    assert tables == []
    assert words in finding.what
