"""Opening: a settings workbook read with openpyxl, or what kind of file it is in truth, in plain words.

Only reads. Other kinds of file that Excel opens too (.xls, .xlsb, .ods, with a password) are named for what they are.
"""

import io
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from excel_scorecard.compound import is_compound, what_it_is
from excel_scorecard.disk import read_blob
from excel_scorecard.errors import ProjectError
from excel_scorecard.weight import too_heavy

_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"

_SAVE_AS = "Open it in Excel and save it as Excel Workbook (.xlsx)"


@dataclass(frozen=True)
class Book:
    """A workbook: its sheets with the values that were saved, and with the formulas; called `shown` in errors."""

    shown: str
    values: Any
    formulas: Any


def open_book(path: Path, shown: str) -> Book:
    """The workbook in a file, called `shown` in errors.

    Raises:
        ProjectError: it is no workbook that can be read; says what it is.
        MachineError: the file cannot be opened.

    """
    blob = read_blob(path, shown)
    if problem := _other_kind(blob):
        raise ProjectError(problem[0], where=shown, mend=problem[1])
    try:
        has_formulas = _has_formulas(blob)
        values = _opened(blob, data_only=True)
        return Book(shown, values, _opened(blob, data_only=False) if has_formulas else values)
    except Exception as error:  # openpyxl says a broken file with whatever its parts fail with
        what = f"this workbook cannot be read ({type(error).__name__})."
        raise ProjectError(what, where=shown, mend=f"{_SAVE_AS} under a new name.") from error


def _other_kind(blob: bytes) -> tuple[str, str] | None:
    if is_compound(blob):
        return what_it_is(blob)
    try:
        if heavy := too_heavy(blob):
            what = f"this workbook is too large for settings: {heavy}."
            return what, "Take out the sheets that hold something else, and clear rows that only look empty."
        with zipfile.ZipFile(io.BytesIO(blob)) as package:
            names = set(package.namelist())
            workbook = package.read("xl/workbook.xml") if "xl/workbook.xml" in names else b""
    except Exception:  # zipfile says a broken directory with whatever it stumbles over
        return "this is not an Excel workbook.", f"{_SAVE_AS}; or write a new one with `excel-scorecard init`."
    if "xl/workbook.bin" in names:
        return "this is a binary workbook (.xlsb).", f"{_SAVE_AS}."
    if "content.xml" in names:
        return "this is a workbook of LibreOffice (.ods).", "Save it as Excel 2007-365 (.xlsx)."
    if not workbook:
        return "this is not an Excel workbook.", f"{_SAVE_AS}; or write a new one with `excel-scorecard init`."
    if _STRICT in workbook:
        return "this is a Strict Open XML workbook.", f"{_SAVE_AS}, not as Strict Open XML."
    return None


def _has_formulas(blob: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(blob)) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        # any tag called f, also with a prefix; formulas of validations are formula1 and lie elsewhere
        return any(
            mark in text for text in map(package.read, sheets) for mark in (b"<f>", b"<f ", b"<f/", b":f>", b":f ")
        )


def _opened(blob: bytes, *, data_only: bool) -> Any:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of what it would lose on saving; we never save with it
        return load_workbook(io.BytesIO(blob), data_only=data_only, keep_links=False)
