"""Unpacked: a workbook that is a zip, looked through before calamine lays its sheets out.

calamine makes a cell of every place as far as a sheet's last one, and leaves a formula's error blank, as if nothing
stood there. Both are seen here: what would fill the memory is refused, and an error becomes its own word (`#REF!`).
Knows the parts of XLSX and ODS by their bytes; those of XLSB are binary_sheet.py's.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Final

from excel_scorecard.records.binary_sheet import walked

# A council's list has a hundred thousand rows. A file that says more than this is an accident or an attack.
MOST_CELLS: Final = 60_000_000
MOST_UNPACKED_BYTES: Final = 1_500_000_000

_PIECE: Final = 1 << 20
_FAR_COLUMN: Final = re.compile(rb'r="([A-Z]{2,3})\d')
_ROW: Final = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d+)"')
# rows of LibreOffice that stand for many, with what is in them; those it fills up a sheet with are blank
_REPEATED: Final = re.compile(rb'number-rows-repeated="(\d+)"[^>]*>(.{0,4000}?)</table:table-row>', re.DOTALL)
_CELL: Final = re.compile(rb"<table:table-cell\b([^>]*)")
_CELLS: Final = re.compile(rb'number-columns-repeated="(\d+)"')

# an error's cell, and the same as a text: in Excel's form, and in LibreOffice's, where the empty value hides the word
_EXCEL_ERROR: Final = re.compile(rb"(<(?:\w+:)?c\b[^>]*?\st=[\"'])e([\"'])"), rb"\1str\2"
_OTHER_ERROR: Final = re.compile(rb'office:string-value=""(\s+calcext:value-type="error")'), rb"\1"
_MAY_BE_EXCEL_ERROR: Final = (b't="e"', b"t='e'")
_MAY_BE_OTHER_ERROR: Final = (b'calcext:value-type="error"',)


class TooLargeError(Exception):
    """A workbook that would fill the memory; its text says how."""


def looked_through(blob: bytes) -> bytes:
    """The workbook in which calamine sees all that there is; `blob` itself where it does already.

    Raises:
        TooLargeError: it unpacks to too much, or a sheet reaches over too many cells.
        Exception: whatever zipfile stumbles over where the zip is broken.

    """
    changed: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(blob)) as package:
        parts = package.infolist()
        if sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
            raise TooLargeError(f"it unpacks to more than {MOST_UNPACKED_BYTES // 1_000_000:,} MB")
        for part in parts:
            content = _changed(package, part)
            if content is not None:
                changed[part.filename] = content
        return _with(package, changed) if changed else blob


def _changed(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes | None:
    """What the part must become to be seen whole; None where it is."""
    is_sheet = part.filename.startswith("xl/worksheets/")
    if is_sheet and part.filename.endswith(".bin"):
        content = package.read(part)
        sheet = walked(content)
        _stop_beyond(sheet.rows * sheet.columns)
        return sheet.content if sheet.content is not content else None
    if is_sheet and part.filename.endswith(".xml"):
        looked = _Looked(_MAY_BE_EXCEL_ERROR)
        _stop_beyond(_laid_out(looked.through(package, part)))
        pattern, text = _EXCEL_ERROR
    elif part.filename == "content.xml":
        looked = _Looked(_MAY_BE_OTHER_ERROR)
        _stop_beyond(_repeated(looked.through(package, part)))
        pattern, text = _OTHER_ERROR
    else:
        return None
    return pattern.sub(text, package.read(part)) if looked.is_found else None


def _stop_beyond(cells: int) -> None:
    if cells > MOST_CELLS:
        raise TooLargeError(f"a sheet of it reaches over more than {MOST_CELLS:,} cells")


def _with(package: zipfile.ZipFile, changed: dict[str, bytes]) -> bytes:
    blob = io.BytesIO()
    with zipfile.ZipFile(blob, "w") as new:
        for part in package.infolist():
            new.writestr(part.filename, changed.get(part.filename) or package.read(part))
    return blob.getvalue()


class _Looked:
    """A part taken piece by piece, and whether one of these words was in it."""

    def __init__(self, words: tuple[bytes, ...]) -> None:
        self.words = words
        self.is_found = False

    def through(self, package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
        with package.open(part) as file:
            last = b""
            while piece := file.read(_PIECE):
                piece = last + piece
                self.is_found = self.is_found or any(word in piece for word in self.words)
                yield piece
                last = piece[-64:]  # a tag may lie over the border


def _laid_out(pieces: Iterator[bytes]) -> int:
    row, columns = 1, 26
    for piece in pieces:
        row = max(row, *map(int, _ROW.findall(piece)), 1)
        for letters in set(_FAR_COLUMN.findall(piece)):
            number = 0
            for letter in letters:
                number = number * 26 + letter - 64
            columns = max(columns, number)
    return row * columns


def _repeated(pieces: Iterator[bytes]) -> int:
    cells = 0
    for piece in pieces:
        cells += _filled(piece)
        cells += sum(int(rows) * _filled(within) for rows, within in _REPEATED.findall(piece))
    return cells


def _filled(piece: bytes) -> int:
    """How many cells with a value there are, each as often as it stands for others."""
    cells = 0
    for attributes in _CELL.findall(piece):
        if b"office:value" in attributes:
            times = _CELLS.search(attributes)
            cells += int(times[1]) if times else 1
    return cells
