"""Workbooks that Excel saved, with all that people put into them.

EXCEL_CORPUS names their folder, XSD_DIR that of the schemas.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.workbook import Workbook
from tests.ooxml.workbooks import changed_parts, opened
from tests.xsd import new_errors

CLONE = "A clone's copy & more"


def opened_here(paths: list[Path]) -> Iterator[tuple[Path, Workbook]]:
    """Those that we do not refuse; a refusal has a reason and a cure, anything else fails the test."""
    for path in paths:
        try:
            yield path, Workbook.open(path)
        except TemplateError as error:
            if not error.mend:
                pytest.fail(f"{path}: a refusal without a cure")


def cloned(paths: list[Path], folder: Path) -> int:
    """Clone the first sheet of each, then delete the original; the schemas must find nothing new. Returns how many."""
    count = 0
    for path, book in opened_here(paths):
        source = book.sheets()[0].name
        try:
            sheet = book.clone_sheet(source, CLONE)
        except TemplateError as error:
            if "cannot be copied, because it holds" not in error.what:
                pytest.fail(f"{path}: {error}")
            continue
        book.refresh_charts(sheet)
        out = folder / "out.xlsx"
        book.save(out)
        assert new_errors(path, out) == [], path
        assert CLONE in opened_if_they_could(path, out), path
        book.delete_sheet(source)
        book.save(out)
        assert new_errors(path, out) == [], path
        count += 1
    return count


def opened_if_they_could(before: Path, after: Path) -> list[str]:
    """The sheets of `after` as openpyxl reads them, where it could read what it was made from."""
    try:
        opened(before)
    except Exception:  # some files are beyond openpyxl as Excel wrote them
        return [CLONE]
    return opened(after).sheetnames


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning", "ignore::FutureWarning")
class TestTheCorpus:
    def test_a_sample_saved_unchanged_has_the_same_parts_byte_for_byte(self, corpus: list[Path], tmp_path: Path):
        count = 0
        for path, book in opened_here(corpus[::5]):
            book.save(tmp_path / "out.xlsx")
            assert changed_parts(path, tmp_path / "out.xlsx") == set(), path
            count += 1
        assert count > len(corpus[::5]) * 0.9

    def test_a_clone_of_a_samples_first_sheet_brings_no_new_error(self, corpus: list[Path], tmp_path: Path):
        assert cloned(corpus[7::50], tmp_path) > len(corpus[7::50]) * 0.8

    @pytest.mark.thorough
    def test_a_clone_of_every_first_sheet_brings_no_new_error(self, corpus: list[Path], tmp_path: Path):
        assert cloned(corpus, tmp_path) > len(corpus) * 0.9
