"""Corrections file: corrections.csv with rows added or put right, and every other line as it was, to the byte.

Knows the file's form: its encoding, delimiter, line ends, headings and own columns. What is corrected is the caller's.
"""

import codecs
import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Final

from excel_scorecard.delimited import delimiter_of
from excel_scorecard.disk import read_blob
from excel_scorecard.errors import ProjectError, stop_on_errors
from excel_scorecard.figures.corrections import CORRECTIONS_FILE, ROLES, Correction, read_corrections
from excel_scorecard.figures.layout import PARTS, plain_header
from excel_scorecard.figures.waist import Key
from excel_scorecard.project import TOTAL, Project
from excel_scorecard.setup.text_files import harmless

COLUMNS: Final = ("indicator", "period", "area", *PARTS, "code", "reason", "by", "on")


@dataclass(frozen=True)
class NewCorrection:
    """A correction to be written: `figures` by part (and `code`), as people write them; a part not said stays.

    `period` is any month of it, as the file is to name it. A reason already given may stay: `keeps_reason`.
    """

    key: Key
    period: str
    figures: Mapping[str, str]
    reason: str
    by: str = ""
    on: date | None = None
    keeps_reason: bool = False


def with_corrections(project: Project, new: Sequence[NewCorrection]) -> bytes:
    """The project's corrections.csv with these corrections; a file that is not there yet is a new one.

    A figure that has a row already gets its numbers, reason, name and day in that row; what else stands in it stays.

    Raises:
        FindingsError: something in the file is wrong.
        ProjectError: the file has its months across, so that a row is not one figure.
        MachineError: the file cannot be opened.

    """
    path = project.folder / CORRECTIONS_FILE
    if not path.is_file():
        lines = [_line(COLUMNS, ",", "\r\n")]
        lines += [_line([_cells(each).get(name, "") for name in COLUMNS], ",", "\r\n") for each in new]
        return codecs.BOM_UTF8 + "".join(lines).encode()
    corrections, findings = read_corrections(project)
    stop_on_errors(findings)
    blob = read_blob(path, CORRECTIONS_FILE)
    return _File(blob, corrections).changed(new)


class _File:
    """The file as records, each with its text as it stands."""

    def __init__(self, blob: bytes, corrections: Iterable[Correction]) -> None:
        text, self._encoding, self._mark = _text_of(blob)
        self._delimiter = delimiter_of(text)
        lines = list(io.StringIO(text, newline=""))
        self._end = _end_of(lines[0]) if lines and _end_of(lines[0]) else "\n"
        self._cells: list[list[str]] = []
        self._texts: list[str] = []
        self._by_line: dict[int, int] = {}  # the number of a record, by the line that it begins in, counted from 1
        reader, start = csv.reader(lines, delimiter=self._delimiter), 0
        for cells in reader:
            self._by_line[start + 1] = len(self._cells)
            self._cells.append(cells)
            self._texts.append("".join(lines[start : reader.line_num]))
            start = reader.line_num
        self._told = {each.told.figure.key: each.told for each in corrections}

    def changed(self, new: Sequence[NewCorrection]) -> bytes:
        """The file's bytes with the corrections in it."""
        if any(told.layout.is_wide for told in self._told.values()):
            mend = f"Write the file with a row a figure: {','.join(COLUMNS)}; then collect again."
            raise ProjectError(
                "its months stand across, so that no row is of one figure.", where=CORRECTIONS_FILE, mend=mend
            )
        names = self._headed(new)
        for each in new:
            told = self._told.get(each.key)
            if told is None:
                cells = _cells(each)
                self._add([cells.get(name, "") if name else "" for name in names])
            else:
                self._put(self._by_line[told.row.line], names, each)
        text = "".join(self._texts)
        try:
            return self._mark + text.encode(self._encoding)
        except UnicodeEncodeError:  # Windows' old western letters lack one that is needed now
            return codecs.BOM_UTF8 + text.encode()

    def _headed(self, new: Sequence[NewCorrection]) -> list[str]:
        """What each column says; those that are needed and lacking are headed behind the others."""
        number = next((n for n, cells in enumerate(self._cells) if "indicator" in map(_role, cells)), None)
        if number is None:
            mend = f"Write {','.join(COLUMNS)} into its first line."
            raise ProjectError("no column is headed indicator.", where=CORRECTIONS_FILE, mend=mend)
        names = [_role(cell) for cell in self._cells[number]]
        lacking = [name for name in dict.fromkeys(n for each in new for n in _needed(each)) if name not in names]
        if lacking:
            self._write(number, [*self._cells[number], *lacking])
        return [*names, *lacking]

    def _put(self, number: int, names: Sequence[str], new: NewCorrection) -> None:
        cells = _cells(new)
        row = [*self._cells[number], *[""] * (len(names) - len(self._cells[number]))]
        said = {name: cells.get(name, "") for name in (*PARTS, "code") if name in new.figures or _displaces(new, name)}
        said |= {name: cells[name] for name in ("reason", "by", "on") if name in cells}
        if new.keeps_reason:
            said.pop("reason", None)
        row = [said.get(name, cell) for name, cell in zip_longest(names, row, fillvalue="")]
        if row[: len(self._cells[number])] != self._cells[number] or any(row[len(self._cells[number]) :]):
            self._write(number, row)

    def _write(self, number: int, row: list[str]) -> None:
        self._cells[number] = row
        self._texts[number] = _line(row, self._delimiter, _end_of(self._texts[number]))

    def _add(self, row: list[str]) -> None:
        if self._texts and not _end_of(self._texts[-1]):
            self._texts[-1] += self._end
        self._cells.append(row)
        self._texts.append(_line(row, self._delimiter, self._end))


def _displaces(new: NewCorrection, name: str) -> bool:
    """Whether what stands in a row under `name` gives way: a value or code stands alone, and parts do without them."""
    if "value" in new.figures or "code" in new.figures:
        return True
    return name in ("value", "code")


def _needed(new: NewCorrection) -> list[str]:
    return [*new.figures, "reason", *(["area"] if new.key[2] != TOTAL else [])]


def _cells(new: NewCorrection) -> dict[str, str]:
    indicator, _, area, _ = new.key
    cells = {"indicator": indicator, "period": new.period, "area": area, **new.figures, "reason": new.reason}
    cells |= {"by": new.by} if new.by else {}
    cells |= {"on": f"{new.on:%d/%m/%Y}"} if new.on else {}
    return {name: harmless(text) for name, text in cells.items()}


def _line(cells: Sequence[str], delimiter: str, end: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerow(cells)
    return out.getvalue()


def _end_of(text: str) -> str:
    """The line end that a text has at its end; nothing where it has none."""
    return text[len(text.rstrip("\r\n")) :]


def _role(header: str) -> str:
    return ROLES.get(plain_header(header), "")


def _text_of(blob: bytes) -> tuple[str, str, bytes]:
    """The file's text, its encoding, and the byte order mark before it."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if blob.startswith(mark):
            return blob[len(mark) :].decode(encoding), encoding, mark
    try:
        return blob.decode(), "utf-8", b""
    except UnicodeDecodeError:
        return blob.decode("cp1252"), "cp1252", b""
