"""Engines: one edit of a workbook by each program: open, set numbers in cells of one sheet, save.

Each is used as its documentation says, at its best: openpyxl keeps links to other workbooks (its default) and reads
rich text as such; excelize is asked for nothing in particular. LibreOffice opens and saves, and sets nothing: that is
what happens to a workbook that an officer opens there. XlsxWriter is not here: it cannot read a workbook.
Knows how each is called. What is compared is kept.py's, what is timed speed.py's.
"""

import importlib.metadata
import importlib.util
import re
import shutil
import subprocess
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

OURS = "ours"
BATCH = 40  # workbooks in one call of LibreOffice: its start takes longer than most of them
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@dataclass(frozen=True)
class Edit:
    """Numbers for cells of one sheet: (row, column, number), rows and columns counted from 1."""

    sheet: str
    cells: tuple[tuple[int, int, float], ...]


def edit_with_ours(source: Path, target: Path, edit: Edit) -> None:
    from excel_scorecard.ooxml.workbook import Workbook

    book = Workbook.open(source)
    sheet = book.sheet(edit.sheet)
    for row, column, number in edit.cells:
        sheet.write(row, column, number)
    book.save(target)


def edit_with_openpyxl(source: Path, target: Path, edit: Edit) -> None:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says of some things that it will lose them
        book = openpyxl.load_workbook(source, rich_text=True)
    sheet = book[edit.sheet]
    for row, column, number in edit.cells:
        sheet.cell(row, column, number)
    book.save(target)


def edit_with_excelize(source: Path, target: Path, edit: Edit) -> None:
    import excelize

    book = excelize.open_file(str(source))
    for row, column, number in edit.cells:
        place = excelize.coordinates_to_cell_name(column, row)
        book.set_cell_value(edit.sheet, place, number)
    book.save_as(str(target))
    book.close()


def engines() -> dict[str, Callable[[Path, Path, Edit], None]]:
    """Those that edit a cell, by the name that the tables give them; a rival that is not installed is left out."""
    found = {OURS: edit_with_ours, "openpyxl": edit_with_openpyxl}
    if importlib.util.find_spec("excelize"):
        found["excelize"] = edit_with_excelize
    return found


def versions() -> dict[str, str]:
    """Each engine's version."""
    libraries = {"lxml": "lxml", "openpyxl": "openpyxl", "Pillow": "PIL", "excelize": "excelize"}
    found = {name: importlib.metadata.version(name) for name, own in libraries.items() if importlib.util.find_spec(own)}
    if SOFFICE:
        said = subprocess.run([SOFFICE, "--version"], capture_output=True, text=True, check=False, timeout=60).stdout
        found["LibreOffice"] = next(iter(re.findall(r"\d+(?:\.\d+)+", said)), "")
    return found


def save_with_libreoffice(sources: Sequence[Path], folder: Path) -> list[Path | None]:
    """Copies as LibreOffice saves them, in the order of `sources`; None where it made none.

    Each source must have a file name of its own. A batch that fails is tried again file by file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for start in range(0, len(sources), BATCH):
        _convert(sources[start : start + BATCH], folder, seconds=180)
    found = []
    for source in sources:
        made = folder / f"{source.stem}.xlsx"
        if not made.exists():
            _convert([source], folder, seconds=60)
        found.append(made if made.exists() else None)
    return found


def _convert(sources: Sequence[Path], folder: Path, *, seconds: int) -> None:
    profile = (folder / "profile").absolute().as_uri()  # two LibreOffices in one profile stop each other
    command = [str(SOFFICE), f"-env:UserInstallation={profile}", "--headless", "--norestore"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder), *map(str, sources)]
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:  # one that hangs takes its batch with it, and the others are tried alone
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the script that starts LibreOffice together with what it started, which is its own group."""
    import os
    import signal

    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
