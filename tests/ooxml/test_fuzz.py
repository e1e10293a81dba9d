"""Broken files by the hundred: they are used, or refused in words; nothing else comes out of them.

Templates, figures, settings and CSV files are broken by seeds (mutations.py), and small workbooks are made up by
Hypothesis (made_packages.py). FUZZ_CASES sets how many templates (300 if not set), and the others in proportion; the
thorough run has 20,000. They are shared out among the processes that run the tests. FUZZ_SEED names the first seed, so
that a case that failed is run again alone: FUZZ_SEED=<its seed> FUZZ_CASES=1.
"""

import gc
import os
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import hypothesis
import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from excel_scorecard.errors import ScorecardError
from excel_scorecard.figures.files import read_tables
from excel_scorecard.ooxml.lint import lint
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.project.book import read_settings_book
from excel_scorecard.workbook.layout import survey
from excel_scorecard.workbook.template_check import check_template
from tests.ooxml.made_packages import MADE
from tests.ooxml.mutations import broken, bytes_changed, unpacked
from tests.setup_book import new_project

STOCK = Path(__file__).resolve().parents[2] / "templates" / "standard.xlsx"
LONGEST = 5.0  # seconds a case, of this process: what else the machine does is no fault of the case
MOST_MEMORY = 500 * 2**20
SHARES = 8
SHARED = pytest.mark.parametrize("share", range(SHARES))
CASES, FIRST = int(os.environ.get("FUZZ_CASES", "300")), int(os.environ.get("FUZZ_SEED", "1"))


Use = Callable[[bytes, Path], None]


def used_as_a_template(data: bytes, folder: Path) -> None:
    """All that a template goes through: linted, checked, a sheet copied, a cell written, saved, opened again."""
    path, out = folder / "broken.xlsx", folder / "out.xlsx"
    path.write_bytes(data)
    if any(not (finding.what and finding.mend) for finding in lint(path)):
        raise AssertionError("a finding without words")
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
    start, before = time.process_time(), highest_memory()
    try:
        use(data, folder)
    except ScorecardError as error:
        if not (error.what and error.where and error.mend):
            return f"a refusal without words: {error}"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    if (took := time.process_time() - start) > LONGEST:
        return f"took {took:.1f} s"
    more = highest_memory() - before
    return f"took {more / 2**20:,.0f} MB" if more > MOST_MEMORY else None


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
        if wrong := failure(use, case.data, folder):
            found.append(f"FUZZ_SEED={seed} ({name}, {case.done}): {wrong}")
        if seed % 50 == 0:
            gc.collect()
    return found


@pytest.fixture
def sources(pattern_file: Path) -> list[Path]:
    return [*[pattern_file] * 7, STOCK]  # the stock template takes ten times as long


def shared(share: int, cases: int) -> range:
    """The seeds of one share."""
    first = FIRST + share * cases // SHARES
    return range(first, FIRST + (share + 1) * cases // SHARES)


@SHARED
def test_a_broken_workbook_is_used_or_refused_in_words(share: int, sources: list[Path], tmp_path: Path):
    assert "\n".join(failures(sources, shared(share, CASES), tmp_path)) == ""


@pytest.mark.thorough
@SHARED
def test_twenty_thousand_broken_workbooks_are_used_or_refused_in_words(share: int, sources: list[Path], tmp_path: Path):
    assert "\n".join(failures(sources, shared(share, 20_000), tmp_path)) == ""


# The same cases always; one that fails is not made smaller, which takes minutes.
ALWAYS_THE_SAME = settings(database=None, deadline=None, phases=[Phase.generate], suppress_health_check=[*HealthCheck])


def try_made_up(kind: str, share: int, cases: int, folder: Path) -> None:
    @hypothesis.seed(FIRST * SHARES + share)
    @settings(ALWAYS_THE_SAME, max_examples=max(1, cases // SHARES))
    @given(MADE[kind])
    def is_used_or_refused(data: bytes) -> None:
        assert failure(used_as_a_template, data, folder) is None

    is_used_or_refused()


@SHARED
@pytest.mark.parametrize("kind", MADE)
def test_a_made_up_workbook_is_used_or_refused_in_words(kind: str, share: int, tmp_path: Path):
    try_made_up(kind, share, CASES // 8, tmp_path)


@pytest.mark.thorough
@SHARED
@pytest.mark.parametrize("kind", MADE)
def test_ten_thousand_made_up_workbooks_are_used_or_refused_in_words(kind: str, share: int, tmp_path: Path):
    try_made_up(kind, share, 5_000, tmp_path)


def test_what_is_made_up_is_used_often_enough_and_not_always(tmp_path: Path):
    used: list[bool] = []

    @hypothesis.seed(1)
    @settings(ALWAYS_THE_SAME, max_examples=50)
    @given(MADE["workbooks"])
    def is_used(data: bytes) -> None:
        try:
            used_as_a_template(data, tmp_path)
        except ScorecardError:
            used.append(False)
        else:
            used.append(True)

    is_used()
    assert len(used) / 5 < sum(used) < len(used)


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


@SHARED
def test_a_broken_figures_workbook_is_read_or_refused_in_words(share: int, figures_file: Path, tmp_path: Path):
    assert "\n".join(failures([figures_file], shared(share, CASES // 2), tmp_path, used_as_figures)) == ""


@pytest.fixture(scope="session")
def settings_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_project(tmp_path_factory.mktemp("settings") / "new") / "scorecard.xlsx"


def test_a_broken_csv_file_is_read_or_refused_in_words(tmp_path: Path):
    rows = "indicator,month,numerator,denominator\n" + 'icpc-in-time,2026-01,"1,024",40\n' * 5
    for seed in range(FIRST, FIRST + CASES):
        data, done = bytes_changed(rows.encode("utf-8-sig" if seed % 2 else "utf-16"), seed)
        assert failure(used_as_figures, data, tmp_path) is None, f"FUZZ_SEED={seed} ({done})"


@SHARED
def test_a_broken_settings_workbook_is_read_or_refused_in_words(share: int, settings_file: Path, tmp_path: Path):
    seeds = shared(share, CASES // 5)  # reading one takes as long as a tenth of a second
    assert "\n".join(failures([settings_file], seeds, tmp_path, used_as_settings)) == ""


def test_a_case_is_the_same_whenever_it_is_made(pattern_file: Path):
    data = pattern_file.read_bytes()
    assert [broken(data, unpacked(data), seed) for seed in range(40)] == [
        broken(data, unpacked(data), seed) for seed in range(40)
    ]
