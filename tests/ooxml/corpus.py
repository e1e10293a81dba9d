"""The corpus: workbooks that Excel saved, and what is expected of each. The list is corpus.lock, beside this file.

None of them is part of the project. To get them, clone the repositories that the list names and copy each file into one
folder, under the name that `Entry.kept_as` gives: the path below the repository's base, `__` for `/`, `_` for a space.
Then `python -m tests.ooxml.corpus FOLDER` says whether all are there and unchanged, and EXCEL_CORPUS=FOLDER lets the
tests run on them. With `--write` the list is written anew with what happens now: look at the difference before you
keep it.
"""

import argparse
import hashlib
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.ooxml.workbook import Workbook

LOCK: Final = Path(__file__).with_name("corpus.lock")
CLONE: Final = "A clone's copy & more"
OPENED, CLONED, NOTHING = "opened", "cloned", "-"
_HEADING: Final = "# sha256\trepository\tpath\tmay be opened\tits sheet with the most relationships may be cloned\n"
_BASES: Final = {  # folder: repository, the base of its paths
    "closedxml": ("ClosedXML/ClosedXML", "ClosedXML.Tests/Resource/"),
    "open-xml-sdk": (
        "dotnet/Open-XML-SDK",
        "test/DocumentFormat.OpenXml.Tests.Assets/assets/TestDataStorage/",
    ),
    "xlsxwriter": ("jmcnamara/XlsxWriter", "xlsxwriter/test/comparison/xlsx_files/"),
}
_ENDINGS: Final = (".xlsx", ".xltx", ".xlsm", ".xltm")
_CANNOT: Final = "the sheet cannot be copied, because it holds "


@dataclass(frozen=True, slots=True)
class Entry:
    """One workbook of the list. `opened` and `cloned` say what is expected: it works, or the refusal's words."""

    sha256: str
    repository: str
    path: str
    opened: str
    cloned: str

    @property
    def kept_as(self) -> str:
        """Its name in the corpus's folder."""
        folder, base = next((f, base) for f, (repository, base) in _BASES.items() if repository == self.repository)
        return f"{folder}/{self.path.removeprefix(base).replace('/', '__').replace(' ', '_')}"


@cache
def entries() -> tuple[Entry, ...]:
    """All workbooks of the list, in its order."""
    lines = LOCK.read_text("utf-8").splitlines()
    return tuple(Entry(*line.split("\t")) for line in lines if line and not line.startswith("#"))


def busiest(book: Workbook) -> Sheet | None:
    """The worksheet with the most relationships, the first of several; None where the workbook has no worksheet."""
    return max(book.sheets(), key=lambda sheet: len(book.package.relationships(sheet.part)), default=None)


def outcome(path: Path) -> tuple[str, str]:
    """What happens to a workbook now: when it is opened, and when its busiest sheet is cloned."""
    try:
        book = Workbook.open(path)
    except TemplateError as error:
        return f"{'' if 'damaged' in error.what else 'refused: '}{error.what.rstrip('.')}", NOTHING
    sheet = busiest(book)
    if sheet is None:
        return OPENED, "refused: no worksheet"
    try:
        book.clone_sheet(sheet.name, CLONE)
    except TemplateError as error:
        return OPENED, f"refused: {error.what.removeprefix(_CANNOT).rstrip('.')}"
    return OPENED, CLONED


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def wrong(folder: Path) -> list[str]:
    """Which workbooks of the list are not in the folder, or are others."""
    found = {entry.kept_as: folder / entry.kept_as for entry in entries()}
    missing = [f"{name} is missing" for name, path in found.items() if not path.exists()]
    others = [
        f"{entry.kept_as} is not the file of the list"
        for entry in entries()
        if found[entry.kept_as].exists() and _sha256(found[entry.kept_as]) != entry.sha256
    ]
    return missing + others


def _listed(folder: Path) -> list[Entry]:
    known = {entry.kept_as: entry.path for entry in entries()} if LOCK.exists() else {}
    listed: list[Entry] = []
    for name, (repository, base) in _BASES.items():
        for path in sorted((folder / name).iterdir()):
            if path.suffix in _ENDINGS:
                kept_as = f"{name}/{path.name}"
                upstream = known.get(kept_as, base + path.name.replace("__", "/"))
                listed.append(Entry(_sha256(path), repository, upstream, *outcome(path)))
    return sorted(listed, key=lambda entry: (entry.repository, entry.path))


def _main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.ooxml.corpus", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true", help="write corpus.lock anew")
    asked = parser.parse_args()
    if asked.write:
        lines = ("\t".join((e.sha256, e.repository, e.path, e.opened, e.cloned)) for e in _listed(asked.folder))
        LOCK.write_text(_HEADING + "".join(f"{line}\n" for line in lines), "utf-8", newline="\n")
    faults = wrong(asked.folder)
    print("\n".join(faults) or f"all {len(entries())} workbooks are there")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(_main())
