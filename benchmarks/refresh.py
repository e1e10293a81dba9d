"""How fast is a refresh? Ours, from the officers' file to the refreshed one, against openpyxl loading and saving it.

    python benchmarks/refresh.py            nine rounds: a few minutes
    python benchmarks/refresh.py --quick    three rounds

Two workbooks of the fictional council, twelve indicators by 25 months, edited as officers edit (tests/workbook):
1. as it is, with some of an officer's edits;
2. with 200 sheets of the officers' own added, each of 200 rows by 10 columns of figures and texts, and a formula on
   each tenth that reads one of ours.

Ours reads the project, its figures and commentary, judges, merges, writes the figures and the caches, and saves;
openpyxl loads the workbook and saves it, which is the least that a tool on top of it has to do, and what it cannot keep
is counted in docs/fidelity.md. A third line is the least of ours: the project read and judged, the parts that change
read, parsed and written again by lxml and zlib, with not one cell looked at. The contestants run in turn, each round in
another order, and medians are compared. Nothing is asserted: figures are for reading.
"""

import argparse
import shutil
import sys
import tempfile
import warnings
import zlib
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from random import Random
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # the checkout is measured, not what happens to be installed

from build import _alternate, _machine, _print_ratios  # noqa: E402
from lxml import etree  # noqa: E402
from plan import count_contents  # noqa: E402

from excel_scorecard.commentary.reading import read_commentary  # noqa: E402
from excel_scorecard.figures.reader import read_figures  # noqa: E402
from excel_scorecard.project.reading import read_project  # noqa: E402
from excel_scorecard.scorecard import make_scorecard  # noqa: E402
from excel_scorecard.workbook.build import build  # noqa: E402
from excel_scorecard.workbook.refresh import refresh  # noqa: E402
from tests.workbook.excel_package import MAIN, Opened, at, child  # noqa: E402
from tests.workbook.excel_save import saved_as_excel  # noqa: E402
from tests.workbook.excel_sheets import add_sheet  # noqa: E402
from tests.workbook.officers import edited  # noqa: E402
from tests.workbook.officers_projects import with_late_records  # noqa: E402
from tests.workbook.projects import COUNCIL, copied  # noqa: E402

OURS, RIVAL, LEAST = "refresh, ours", "openpyxl, load and save", "the least of ours"
MONTH = date(2026, 3, 1)
SHEETS, ROWS, COLUMNS = 200, 200, 10
EDITS, SEED = 8, 7


def main() -> None:
    parser = argparse.ArgumentParser(description="Time a refresh against openpyxl loading and saving.")
    parser.add_argument("--rounds", type=int, default=9, metavar="N", help="rounds; default 9")
    parser.add_argument("--quick", action="store_true", help="three rounds")
    given = parser.parse_args()
    rounds = 3 if given.quick else given.rounds
    print(_machine())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project = copied(COUNCIL, folder / "project")
        built = build(project, output=folder / "built.xlsx", month=MONTH).path
        with_late_records(project, Random(SEED))  # noqa: S311  # not for secrets
        plain = _saved(_edited(built), folder / "plain.xlsx")
        _compare(f"Twelve indicators, {EDITS} edits", plain, project, rounds, folder)
        book = _edited(built)
        for number in range(SHEETS):
            _add_own_sheet(book, number)
        large = _saved(book, folder / "large.xlsx")
        _compare(f"The same with {SHEETS} sheets of the officers' own", large, project, rounds, folder)


def _edited(built: Path) -> Opened:
    book = Opened(built)
    edited(book, Random(SEED), EDITS)  # noqa: S311
    return book


def _saved(book: Opened, path: Path) -> Path:
    return saved_as_excel(book.write(path), path, SEED)


def _add_own_sheet(book: Opened, number: int) -> None:
    """Figures, and a text in the last column; on each tenth sheet a formula that reads one of ours."""
    name, chance = f"Own {number + 1}", Random(number)  # noqa: S311
    add_sheet(book, name, len(book.sheet_names()))
    rows = child(book.sheet(name), "sheetData")
    for row in range(1, ROWS + 1):
        line = etree.SubElement(rows, f"{MAIN}row", r=str(row))
        for column in range(1, COLUMNS):
            cell = etree.SubElement(line, f"{MAIN}c", r=at(row, column))
            etree.SubElement(cell, f"{MAIN}v").text = str(round(chance.random() * 1000, 2))
        cell = etree.SubElement(line, f"{MAIN}c", r=at(row, COLUMNS), t="inlineStr")
        etree.SubElement(etree.SubElement(cell, f"{MAIN}is"), f"{MAIN}t").text = f"Row {row} of {name}"
    if number % 10 == 0:
        book.write_formula(name, at(1, COLUMNS + 2), "Summary!month", 46082.0)


def _compare(title: str, workbook: Path, project: Path, rounds: int, folder: Path) -> None:
    copy, output = folder / "copy.xlsx", folder / "output.xlsx"
    print(f"\n{title}: {workbook.stat().st_size / 1e6:.1f} MB, medians of {rounds} runs in turn")
    told: dict[str, int] = {}
    parts: set[str] = set()

    def ours() -> None:
        shutil.copy(workbook, copy)
        done = refresh(copy, project, corrections="keep", output=output)
        told["cells changed"], told["findings"] = len(done.changes), len(done.findings)
        told["parts untouched"] = sum(entry.fate == "same" for entry in done.ledger.entries)
        told["parts"] = len(done.ledger.entries)
        parts.update(entry.part for entry in done.ledger.entries if entry.fate != "same")
        output.unlink()

    ours()  # tells which parts change
    contestants = {
        OURS: ours,
        RIVAL: _openpyxl(workbook, folder / "rival.xlsx"),
        LEAST: _least(workbook, project, parts),
    }
    _print_ratios(_alternate(rounds, contestants), OURS)
    print("  " + ", ".join(f"{word} {count:,}" for word, count in told.items()))
    _print_kept(workbook, folder / "rival.xlsx", project, folder)


def _openpyxl(workbook: Path, output: Path) -> Callable[[], None]:
    def load_and_save() -> None:
        import openpyxl

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what it cannot keep, it says
            openpyxl.load_workbook(workbook).save(output)

    return load_and_save


def _least(workbook: Path, project: Path, parts: Iterable[str]) -> Callable[[], None]:
    def read_and_write() -> None:
        settings = read_project(project)
        figures, _ = read_figures(settings, month=MONTH)
        make_scorecard(settings, figures, read_commentary(settings, MONTH), MONTH)
        with ZipFile(workbook) as archive:
            there = set(archive.namelist())
            for part in there.intersection(parts):
                written = etree.tostring(etree.fromstring(archive.read(part)))
                packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
                packer.compress(written)
                packer.flush()

    return read_and_write


def _print_kept(workbook: Path, rival: Path, project: Path, folder: Path) -> None:
    """What each file holds of what the officers' file held."""
    mine = folder / "kept.xlsx"
    refresh(workbook, project, corrections="keep", output=mine)
    files = {"before": workbook, OURS: mine, RIVAL: rival}
    counts = {name: count_contents(path.read_bytes()) for name, path in files.items()}
    mine.unlink()
    width = max(len(word) for word in counts["before"])
    print(f"  {'':{width}}" + "".join(f"{name:>26}" for name in counts))
    for word in counts["before"]:
        print(f"  {word:{width}}" + "".join(f"{count[word]:>26,}" for count in counts.values()))


if __name__ == "__main__":
    main()
