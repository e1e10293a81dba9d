"""Broken files by the hundred: they are used, or refused in words; nothing else comes out of them.

FUZZ_CASES sets how many (300 if not set); the thorough run has 20,000. FUZZ_SEED names the first seed, so that a case
that failed is run again alone: FUZZ_SEED=<its seed> FUZZ_CASES=1.
"""

import gc
import os
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from excel_scorecard.errors import ScorecardError
from excel_scorecard.figures.files import read_tables
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.project.book import read_settings_book
from excel_scorecard.workbook.layout import survey
from excel_scorecard.workbook.template_check import check_template
from tests.ooxml.mutations import broken, bytes_changed, unpacked
from tests.setup_book import new_project

STOCK = Path(__file__).resolve().parents[2] / "templates" / "standard.xlsx"
LONGEST = 5.0  # seconds a case
MOST_MEMORY = 500 * 2**20
CASES, FIRST = int(os.environ.get("FUZZ_CASES", "300")), int(os.environ.get("FUZZ_SEED", "1"))


Use = Callable[[bytes, Path], None]


def used_as_a_template(data: bytes, folder: Path) -> None:
    """All that a template goes through: opened, checked, a sheet copied, a cell written, saved, opened again."""
    path, out = folder / "broken.xlsx", folder / "out.xlsx"
    path.write_bytes(data)
    book = Workbook.open(path)
    for sheet in book.sheets():
        survey(book, sheet)
    check_template(path)
    clone = book.clone_sheet(book.sheet_names()[-1], "A copy")
    clone.write(3, 2, "=text")
    clone.write(4, 2, 1.5)
    book.refresh_charts(clone)
    book.save(out)
    again = Workbook.open(out)
    for sheet in again.sheets():
        list(sheet.cells())


def failure(use: Use, data: bytes, folder: Path) -> str | None:
    """What came out that must not; None where the file was used or refused in words."""
    start = time.perf_counter()
    try:
        use(data, folder)
    except ScorecardError as error:
        if not (error.what and error.where and error.mend):
            return f"a refusal without words: {error}"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    took = time.perf_counter() - start
    return f"took {took:.1f} s" if took > LONGEST else None


def highest_memory() -> int:
    """Bytes that this process has needed at most so far; Windows does not say."""
    if sys.platform == "win32":
        return 0
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def used_as_figures(data: bytes, folder: Path) -> None:
    """Read as figures: as a workbook where it begins like one, else as CSV."""
    path = folder / ("figures.xlsx" if data.startswith(b"PK") else "figures.csv")
    path.write_bytes(data)
    tables, findings = read_tables(path, path.name)
    for table in tables:
        for row in table.rows:
            table.place(row.line, len(row.cells), "numerator")
    for finding in findings:
        if not (finding.what and finding.mend):
            raise AssertionError(finding)


def used_as_settings(data: bytes, folder: Path) -> None:
    """Read as the workbook that holds a project's settings."""
    path = folder / "scorecard.xlsx"
    path.write_bytes(data)
    read_settings_book(path, path.name)


def failures(sources: list[Path], seeds: range, folder: Path, use: Use = used_as_a_template) -> list[str]:
    originals = [(path.name, path.read_bytes(), unpacked(path.read_bytes())) for path in sources]
    folder.mkdir(exist_ok=True)
    found: list[str] = []
    for seed in seeds:
        name, data, parts = originals[seed % len(originals)]
        case = broken(data, parts, seed)
        before = highest_memory()
        wrong = failure(use, case.data, folder)
        more = highest_memory() - before
        if more > MOST_MEMORY:
            wrong = f"took {more / 2**20:,.0f} MB"
        if wrong:
            found.append(f"FUZZ_SEED={seed} ({name}, {case.done}): {wrong}")
        if seed % 50 == 0:
            gc.collect()
    return found


@pytest.fixture
def sources(pattern_file: Path) -> list[Path]:
    return [pattern_file, pattern_file, pattern_file, STOCK]  # the stock template takes five times as long


def test_a_broken_workbook_is_used_or_refused_in_words(sources: list[Path], tmp_path: Path):
    assert "\n".join(failures(sources, range(FIRST, FIRST + CASES), tmp_path)) == ""


@pytest.mark.thorough
def test_twenty_thousand_broken_workbooks_are_used_or_refused_in_words(sources: list[Path], tmp_path: Path):
    assert "\n".join(failures(sources, range(FIRST, FIRST + 20_000), tmp_path)) == ""


@pytest.fixture(scope="session")
def figures_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["indicator", "month", "numerator", "denominator", "value"])
    for month in range(1, 13):
        sheet.append(["icpc-in-time", date(2026, month, 1), month, 40, "=C2/D2"])
    sheet["E2"].number_format = "0%"
    path = tmp_path_factory.mktemp("figures") / "figures.xlsx"
    book.save(path)
    return path


def test_a_broken_figures_workbook_is_read_or_refused_in_words(figures_file: Path, tmp_path: Path):
    assert "\n".join(failures([figures_file], range(FIRST, FIRST + CASES), tmp_path, used_as_figures)) == ""


def test_a_broken_csv_file_is_read_or_refused_in_words(tmp_path: Path):
    rows = "indicator,month,numerator,denominator\n" + 'icpc-in-time,2026-01,"1,024",40\n' * 5
    for seed in range(FIRST, FIRST + CASES):
        data, done = bytes_changed(rows.encode("utf-8-sig" if seed % 2 else "utf-16"), seed)
        assert failure(used_as_figures, data, tmp_path) is None, f"FUZZ_SEED={seed} ({done})"


def test_a_broken_settings_workbook_is_read_or_refused_in_words(tmp_path: Path):
    source = new_project(tmp_path / "new") / "scorecard.xlsx"
    seeds = range(FIRST, FIRST + max(1, CASES // 5))  # reading one takes as long as a tenth of a second
    assert "\n".join(failures([source], seeds, tmp_path, used_as_settings)) == ""


def test_a_case_is_the_same_whenever_it_is_made(pattern_file: Path):
    data = pattern_file.read_bytes()
    assert [broken(data, unpacked(data), seed) for seed in range(40)] == [
        broken(data, unpacked(data), seed) for seed in range(40)
    ]
