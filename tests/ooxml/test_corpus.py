"""Workbooks that Excel saved, with all that people put into them: what is expected of each stands in corpus.lock.

EXCEL_CORPUS names their folder (corpus.py says how to get it), XSD_DIR that of the schemas.
"""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.cells import Area, address, quoted
from excel_scorecard.ooxml.dependents import stale_caches
from excel_scorecard.ooxml.lint import RULES
from excel_scorecard.ooxml.lint.examined import Examined
from excel_scorecard.ooxml.lost import lose_references
from excel_scorecard.ooxml.package import TYPES_PART, Package
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.ooxml.workbook import Workbook
from tests.ledger import cells_in, unexplained
from tests.libreoffice import needs_libreoffice, recalculated
from tests.ooxml.corpus import CLONE, CLONED, OPENED, Entry, busiest, entries, outcome, wrong
from tests.ooxml.leads_back import leads_back, reached
from tests.ooxml.workbooks import MAIN, changed_parts, opened, tree
from tests.xsd import new_errors

SHARDS = 8  # of all workbooks; two workers share them
EACH = 20  # one of so many is in the sample of the fast tests
NUMBER = 12345.678

Kept = tuple[Entry, Path]

# openpyxl stops at these as they are, so it cannot tell what it makes of a clone
BEYOND_OPENPYXL = {
    "closedxml/TryToLoad__EmptyFill.xlsx",
    "closedxml/TryToLoad__InvalidColors.xlsx",
    "closedxml/TryToLoad__LO__xlsx__formats.xlsx",
}
# of extensions, dates and styles that openpyxl would not keep; here it only reads
READERS_WARN = ("ignore::UserWarning", "ignore::DeprecationWarning", "ignore::FutureWarning")


def shard(number: int) -> list[Entry]:
    return list(entries()[number::SHARDS])


def sample() -> list[Entry]:
    return list(entries()[::EACH])


def kept(chosen: Sequence[Entry], folder: Path) -> Iterator[Kept]:
    """The entries with their files; a file that is missing or another one fails the test."""
    for entry in chosen:
        path = folder / entry.kept_as
        assert path.exists(), f"{path} is missing: see tests/ooxml/corpus.py"
        yield entry, path


def test_the_list_says_what_becomes_of_each_workbook():
    opened_or_not = Counter(entry.opened for entry in entries())
    assert opened_or_not == {
        OPENED: 1418,
        "refused: this is a workbook in ISO strict form": 17,
        "refused: this is a workbook with macros (.xlsm)": 11,
        "refused: this is a template with macros (.xltm)": 2,
        "refused: this is a workbook of a trial version of Excel 2007, whose parts have other names": 1,
    }
    cloned_or_not = Counter(entry.cloned for entry in entries() if entry.opened == OPENED)
    assert cloned_or_not == {
        CLONED: 1333,
        "refused: a pivot table": 75,
        "refused: a form control": 4,
        "refused: an Office add-in": 3,
        "refused: an ActiveX control": 1,
        "refused: a query table": 1,
        "refused: cells mapped to XML": 1,
    }
    assert len(entries()) == len({entry.sha256 for entry in entries()}) == 1449
    assert Counter(Path(entry.path).suffix for entry in entries()) == {
        ".xlsx": 1395,
        ".xltx": 42,
        ".xlsm": 10,
        ".xltm": 2,
    }


def check_outcomes(chosen: Sequence[Entry], folder: Path) -> None:
    """Each is opened or refused as the list says; a refusal has a reason and a cure."""
    for entry, path in kept(chosen, folder):
        assert outcome(path) == (entry.opened, entry.cloned), path
        if entry.opened != OPENED:
            with pytest.raises(TemplateError) as caught:
                Workbook.open(path)
            assert caught.value.mend, path


def check_saved_unchanged(chosen: Sequence[Entry], folder: Path, out: Path) -> None:
    """The same parts in the same order with the same bytes. A template becomes a workbook, which its types say."""
    for entry, path in kept(chosen, folder):
        if entry.opened == OPENED:
            Workbook.open(path).save(out)
            becomes_workbook = {TYPES_PART} if path.suffix == ".xltx" else set()
            assert changed_parts(path, out) == becomes_workbook, path
            order = [name for name in names_in(path) if name != TYPES_PART and not name.endswith("/")]
            assert names_in(out) == [TYPES_PART, *order], path


def names_in(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return archive.namelist()


def check_one_number(chosen: Sequence[Entry], folder: Path, out: Path) -> None:
    """One number set: its sheet differs, and what shows a formula that reads it, and nothing else."""
    for entry, path in kept(chosen, folder):
        if entry.opened != OPENED:
            continue
        book = Workbook.open(path)
        sheet, row, column = set_number(book)
        expected = {sheet.part} | ({TYPES_PART} if path.suffix == ".xltx" else set())
        before = {other.name: caches(other) for other in book.sheets()}
        stale_caches(book)
        expected |= {other.part for other in book.sheets() if caches(other) != before[other.name]}
        book.save(out)
        assert changed_parts(path, out) == expected, path
        assert unexplained(path, out, book.ledger()) == [], path
        was, now = (cells_in(Package.open(file).bytes(sheet.part)) for file in (path, out))
        assert {place for place in was.keys() | now.keys() if was.get(place) != now.get(place)} <= {
            address(row, column)
        }, path
        assert Workbook.open(out).sheet(sheet.name).read(row, column) == NUMBER, path


def caches(sheet: Sheet) -> int:
    return sum(sheet.has_cache(row, column) for row, column, _ in sheet.formula_cells())


def set_number(book: Workbook) -> tuple[Sheet, int, int]:
    """Set the first number that is no formula's; where there is none, a free cell below all others."""
    sheet = next((sheet for sheet in book.sheets() if sheet.used() is not None), book.sheets()[0])
    formulas = sheet.root.iter(f"{MAIN}f")
    arrays = [Area.parse(f.get("ref", "A1")) for f in formulas if f.get("t") in ("array", "dataTable")]
    for row, column, value, formula in sheet.cells():
        if isinstance(value, float) and formula is None and not any((row, column) in area for area in arrays):
            sheet.write(row, column, NUMBER)
            return sheet, row, column
    used = sheet.used()
    lowest = max([used.last_row if used else 0, *(area.last_row for area in sheet.merged)])
    sheet.write(lowest + 1, 1, NUMBER)
    return sheet, lowest + 1, 1


def check_clones(chosen: Sequence[Entry], folder: Path, out: Path) -> None:
    """A copy of the busiest sheet brings no fault and reads nothing of its model; the model may then go."""
    for entry, path in kept(chosen, folder):
        if entry.cloned != CLONED:
            continue
        book = Workbook.open(path)
        model = busiest(book)
        assert model is not None
        book.refresh_charts(book.clone_sheet(model.name, CLONE))
        book.save(out)
        known = findings(path)
        assert new_errors(path, out) == [], path
        assert unexplained(path, out, book.ledger()) == [], path
        assert leads_back(out, CLONE, model.name) == [], path
        owned, modelled = reached(out, CLONE), reached(out, model.name)
        assert sorted(owned.values()) == sorted(modelled.values()), path
        assert {owned[part] for part in owned.keys() & modelled.keys()} <= SHARED, path
        assert children(out, next(iter(owned))) == children(out, next(iter(modelled))), path
        assert findings(out, CLONE, model.name) <= known, path
        delete(book, model.name)
        book.save(out)
        assert new_errors(path, out) == [], path
        assert unexplained(path, out, book.ledger()) == [], path
        new = findings(out, CLONE, model.name) - known
        assert {code for code, _ in new} <= LOST, path


def delete(book: Workbook, name: str) -> None:
    tables = [table.name for sheet in book.sheets() if sheet.name == name for table in sheet.tables]
    leading = book.names.that_follow(name, tables)
    lose_references(book, [name])
    book.delete_sheet(name)
    for word in leading:
        book.names.remove(word)


def check_deletions(chosen: Sequence[Entry], folder: Path, out: Path) -> None:
    """The first sheet goes, or the last, of whatever kind and whatever hangs on it, and nothing is left dangling."""
    for _, path in kept([entry for entry in chosen if entry.opened == OPENED], folder):
        names = Workbook.open(path).sheet_names()
        known = findings(path) if len(names) > 1 else set()
        for name in dict.fromkeys((names[0], names[-1])) if len(names) > 1 else ():
            book = Workbook.open(path)
            if seen(book) == [name]:
                with pytest.raises(TemplateError, match="is the only one that can be seen"):
                    book.delete_sheet(name)
                continue
            delete(book, name)
            book.save(out)
            assert new_errors(path, out) == [], (path, name)
            assert {code for code, _ in findings(out) - known} <= LOST, (path, name)


def seen(book: Workbook) -> list[str | None]:
    elements = book.package.read(book.part).iter(f"{MAIN}sheet")
    return [element.get("name") for element in elements if element.get("state", "visible") == "visible"]


SHARED = {"image", "hdphoto"}  # kinds of parts that two sheets may both lead to


def children(path: Path, part: str) -> list[str]:
    return [str(child.tag) for child in tree(path, part)]


# a chart that read the deleted sheet says #REF!, as in Excel
LOST = {"R-CHART-SHEET"}


def findings(path: Path, clone: str = "", model: str = "") -> set[tuple[str, str]]:
    """What breaks rules on packages and limits (R and L), the clone called by its model's name and without numbers."""
    it = Examined(Package.open(path))
    rules = [rule for rule in RULES if rule.code[0] in "RL"]
    faults = {(rule.code, f"{fault.place} {fault.what}") for rule in rules for fault in rule.check(it)}
    for as_written in (quoted, str) if clone else ():
        faults = {(code, text.replace(as_written(clone), as_written(model))) for code, text in faults}
    return {(code, re.sub(r"[0-9]+", "0", text)) for code, text in faults}


def check_openpyxl(chosen: Sequence[Entry], folder: Path, out: Path) -> None:
    """openpyxl reads a workbook with a clone as it reads the workbook."""
    for entry, path in kept(chosen, folder):
        if entry.cloned == CLONED and entry.kept_as not in BEYOND_OPENPYXL:
            before = opened(path).sheetnames
            cloned(path).save(out)
            assert opened(out).sheetnames == [*before, CLONE], path


def cloned(path: Path) -> Workbook:
    book = Workbook.open(path)
    model = busiest(book)
    assert model is not None
    book.clone_sheet(model.name, CLONE)
    return book


def check_libreoffice(chosen: Sequence[Entry], folder: Path, out: Path) -> None:
    """LibreOffice opens a workbook with a clone, and has all its sheets when it saves it."""
    copies: list[Path] = []
    for entry, path in kept([entry for entry in chosen if entry.cloned == CLONED], folder):
        copies.append(out / f"{entry.sha256[:12]}.xlsx")
        cloned(path).save(copies[-1])
    assert copies
    for copy, other in zip(copies, recalculated(copies, out / "libreoffice"), strict=True):
        assert sheets_in(other) == sheets_in(copy), copy


def sheets_in(path: Path) -> list[str | None]:
    return [element.get("name") for element in tree(path, "xl/workbook.xml").iter(f"{MAIN}sheet")]


@pytest.mark.filterwarnings(*READERS_WARN)
class TestASample:
    """One of so many: see EACH."""

    def test_is_opened_and_cloned_or_refused_as_the_list_says(self, corpus_folder: Path):
        check_outcomes(sample(), corpus_folder)

    def test_saved_unchanged_has_the_same_parts_byte_for_byte(self, corpus_folder: Path, tmp_path: Path):
        check_saved_unchanged(sample(), corpus_folder, tmp_path / "out.xlsx")

    def test_with_one_number_set_differs_where_it_must(self, corpus_folder: Path, tmp_path: Path):
        check_one_number(sample(), corpus_folder, tmp_path / "out.xlsx")

    def test_with_its_busiest_sheet_cloned_has_no_new_fault(self, corpus_folder: Path, tmp_path: Path):
        check_clones(sample(), corpus_folder, tmp_path / "out.xlsx")

    def test_without_its_first_or_last_sheet_has_nothing_dangling(self, corpus_folder: Path, tmp_path: Path):
        check_deletions(sample()[::2], corpus_folder, tmp_path / "out.xlsx")

    def test_with_a_clone_is_read_by_openpyxl(self, corpus_folder: Path, tmp_path: Path):
        check_openpyxl(sample(), corpus_folder, tmp_path / "out.xlsx")

    @needs_libreoffice
    def test_with_a_clone_is_opened_by_libreoffice(self, corpus_folder: Path, tmp_path: Path):
        check_libreoffice(entries()[7::170], corpus_folder, tmp_path)


@pytest.mark.thorough
@pytest.mark.filterwarnings(*READERS_WARN)
@pytest.mark.parametrize("number", range(SHARDS))
class TestEveryWorkbook:
    """All of them, in parts that two workers share."""

    def test_is_opened_and_cloned_or_refused_as_the_list_says(self, corpus_folder: Path, number: int):
        check_outcomes(shard(number), corpus_folder)

    def test_saved_unchanged_has_the_same_parts_byte_for_byte(self, corpus_folder: Path, tmp_path: Path, number: int):
        check_saved_unchanged(shard(number), corpus_folder, tmp_path / "out.xlsx")

    def test_with_one_number_set_differs_where_it_must(self, corpus_folder: Path, tmp_path: Path, number: int):
        check_one_number(shard(number), corpus_folder, tmp_path / "out.xlsx")

    def test_with_its_busiest_sheet_cloned_has_no_new_fault(self, corpus_folder: Path, tmp_path: Path, number: int):
        check_clones(shard(number), corpus_folder, tmp_path / "out.xlsx")

    def test_without_its_first_or_last_sheet_has_nothing_dangling(
        self, corpus_folder: Path, tmp_path: Path, number: int
    ):
        check_deletions(shard(number), corpus_folder, tmp_path / "out.xlsx")

    def test_with_a_clone_is_read_by_openpyxl(self, corpus_folder: Path, tmp_path: Path, number: int):
        check_openpyxl(shard(number), corpus_folder, tmp_path / "out.xlsx")

    @needs_libreoffice
    def test_with_a_clone_is_opened_by_libreoffice(self, corpus_folder: Path, tmp_path: Path, number: int):
        check_libreoffice(shard(number)[::EACH], corpus_folder, tmp_path)


@pytest.mark.thorough
def test_the_corpus_is_the_one_of_the_list(corpus_folder: Path):
    assert wrong(corpus_folder) == []
