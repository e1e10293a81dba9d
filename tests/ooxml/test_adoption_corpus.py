"""Sheets of workbooks that Excel saved, brought into others: each looks as it did, or is refused with its reason.

EXCEL_CORPUS names the folder of the workbooks (corpus.py says how to get it), XSD_DIR that of the schemas.
"""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import openpyxl
import pytest

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.lint import lint
from excel_scorecard.ooxml.workbook import Workbook
from tests.ledger import unexplained
from tests.libreoffice import needs_libreoffice, recalculated
from tests.ooxml.corpus import OPENED, Entry, busiest, entries
from tests.ooxml.seen import unlike
from tests.xsd import new_errors

EACH = 20  # one of so many is in the sample of the fast tests
SHARDS = 8
NAME = "A sheet of another book"
# openpyxl stops at these as they are
BEYOND_OPENPYXL = (ValueError, TypeError, KeyError)
REFUSALS = (
    "the sheet cannot be copied, because it holds ",
    "a chart of it shows a pivot table",
    "its dates count from ",
    r"cell \w+ holds a picture or a linked data type",
    r"(cell \w+|a chart|a shape|a table|a rule or a link|its name \S+|a link|the name \S+) reads (the|another) ",
)


def pairs() -> list[tuple[Entry, Entry]]:
    """Each workbook of the list with another, far from it in the list."""
    found = [entry for entry in entries() if entry.opened == OPENED]
    return [(entry, found[(7 * place + 101) % len(found)]) for place, entry in enumerate(found)]


def adopted(source: Path, target: Path, out: Path) -> str:
    """Bring the busiest sheet of one workbook into another and check all; returns what became of it, in a word."""
    book, sheet = Workbook.open(target), busiest(Workbook.open(source))
    if sheet is None:
        return "no sheet"
    refused = ""
    try:
        page = book.adopt_sheet(sheet, NAME)
    except TemplateError as error:
        refused = error.what
    if refused:
        assert any(re.match(refusal, refused) for refusal in REFUSALS), refused
        assert book.ledger().entries == Workbook.open(target).ledger().entries
        return "refused"
    tables = {old.name: new.name for old, new in zip(sheet.tables, page.tables, strict=True)}
    book.save(out)
    assert unexplained(target, out, book.ledger()) == []
    assert _new_errors(source, target, out) == []
    assert _lint(out) - _lint(target) <= _lint(source), (source, target)
    try:
        found = unlike(source, sheet.name, out, NAME, tables)
    except BEYOND_OPENPYXL:
        return "unseen"
    assert found == [], (source, target)
    return "adopted"


def _new_errors(source: Path, target: Path, out: Path) -> list[str]:
    """Errors of the schemas that neither workbook had."""
    found = new_errors(target, out)
    if found:
        blank = out.with_name("blank.xlsx")
        openpyxl.Workbook().save(blank)
        known = set(map(_words, new_errors(blank, source)))
        found = [error for error in found if _words(error) not in known]
    return found


def _words(error: str) -> str:
    return re.sub(r"[0-9]+", "0", error.partition(": ")[2])


def _lint(path: Path) -> set[str]:
    return {finding.code for finding in lint(path) if finding.level == "error"}


def _run(chosen: Iterable[tuple[Entry, Entry]], folder: Path, out: Path) -> Counter[str]:
    return Counter(adopted(folder / one.kept_as, folder / other.kept_as, out) for one, other in chosen)


def test_a_sheet_of_every_twentieth_workbook_is_brought_into_another(corpus_folder: Path, tmp_path: Path):
    fates = _run(pairs()[::EACH], corpus_folder, tmp_path / "out.xlsx")
    assert fates["adopted"] > 60
    assert fates["adopted"] > 9 * fates["refused"]


@pytest.mark.thorough
@pytest.mark.parametrize("number", range(SHARDS))
def test_a_sheet_of_every_workbook_is_brought_into_another(corpus_folder: Path, tmp_path: Path, number: int):
    fates = _run(pairs()[number::SHARDS], corpus_folder, tmp_path / "out.xlsx")
    assert fates["adopted"] > 9 * fates["refused"]


@needs_libreoffice
def test_libreoffice_opens_them_all(corpus_folder: Path, tmp_path: Path):
    made: list[Path] = []
    for place, (one, other) in enumerate(pairs()[::60]):
        out = tmp_path / f"{place}.xlsx"
        if adopted(corpus_folder / one.kept_as, corpus_folder / other.kept_as, out) == "adopted":
            made.append(out)
    assert len(made) > 15
    for computed in recalculated(made, tmp_path / "computed"):
        assert NAME in openpyxl.load_workbook(computed, read_only=True).sheetnames
