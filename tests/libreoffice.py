"""LibreOffice, for tests: a workbook recalculated by a program we did not write, and its pages as pictures.

Knows zip, XML and the two programs. Knows nothing of the package under test, so that a fault there cannot hide itself.
"""

import atexit
import os
import shutil
import subprocess
import tempfile
import warnings
import zipfile
from functools import lru_cache
from pathlib import Path

import pytest
from lxml import etree

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
REQUIRED = os.environ.get("REQUIRE_LIBREOFFICE") == "1"
MISSING = "LibreOffice is not installed"

# where it is required the test runs, and fails in its first call
needs_libreoffice = pytest.mark.skipif(SOFFICE is None and not REQUIRED, reason=MISSING)

SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TOLERANCE = 1e-9  # LibreOffice saves numbers with 15 digits
SECONDS = 300
XLSX = "xlsx:Calc MS Excel 2007 XML"

Value = object  # a number, a text, a bool or a date, as openpyxl reads it


def recalculated(paths: list[Path], folder: Path) -> list[Path]:
    """Copies of the workbooks as LibreOffice computes them, in `folder`, in the order of `paths`.

    Their caches are taken out first: LibreOffice believes the caches of a file that says it is Excel's.
    """
    bare, out = folder / "bare", folder / "recalculated"
    bare.mkdir(parents=True, exist_ok=True)
    copies = [bare / f"{number:03d}-{path.name}" for number, path in enumerate(paths)]
    for path, copy in zip(paths, copies, strict=True):
        _without_caches(path, copy)
    return converted(copies, out, XLSX, ".xlsx")


def pages(path: Path, folder: Path, *, dots_per_inch: int = 80) -> list[Path]:
    """The workbook's printed pages as PNG files in `folder`, in order. The caches stay: this is what a reader sees."""
    document = as_pdf(path, folder)
    picture = folder / path.stem
    subprocess.run(["pdftoppm", "-r", str(dots_per_inch), "-png", str(document), str(picture)], check=True)
    return sorted(folder.glob(f"{path.stem}-*.png"))


def as_pdf(path: Path, folder: Path) -> Path:
    """The workbook as it prints, in `folder`."""
    [document] = converted([path], folder, "pdf", ".pdf")
    return document


def cells(path: Path) -> dict[tuple[str, str], Value]:
    """Every cell that has a value, by (sheet, address); of a formula the cached value, errors as "#N/A"."""
    return {place: value for place, (value, _) in _read(path, data_only=True).items()}


def differences(original: Path, other: Path) -> list[str]:
    """The original's formula cells whose cache is not what the other workbook holds there, in words."""
    formulas = [place for place, (_, kind) in _read(original, data_only=False).items() if kind == "f"]
    before, after = cells(original), cells(other)
    return [
        f"{sheet}!{address}: {before.get((sheet, address))!r} in the file, {after.get((sheet, address))!r} recalculated"
        for sheet, address in formulas
        if not _is_same(before.get((sheet, address), ""), after.get((sheet, address), ""))
    ]


def _is_same(one: Value, other: Value) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= TOLERANCE * max(1.0, abs(one))
    return one == other


def _read(path: Path, *, data_only: bool) -> dict[tuple[str, str], tuple[Value, str]]:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of extensions that it does not read
        workbook = openpyxl.load_workbook(path, read_only=True, data_only=data_only)
        read: dict[tuple[str, str], tuple[Value, str]] = {}
        for sheet in workbook.worksheets:
            sheet.reset_dimensions()
            for row in sheet.iter_rows():
                read |= {(sheet.title, c.coordinate): (c.value, c.data_type) for c in row if c.value is not None}
        workbook.close()
    return read


def _without_caches(path: Path, copy: Path) -> None:
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            blob = source.read(name)
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                blob = _stripped(blob)
            target.writestr(name, blob)


def _stripped(blob: bytes) -> bytes:
    sheet = etree.fromstring(blob)
    for cell in sheet.iter(f"{SPREADSHEET}c"):
        value = cell.find(f"{SPREADSHEET}v")
        if value is not None and cell.find(f"{SPREADSHEET}f") is not None:
            cell.remove(value)
            cell.attrib.pop("t", "")
    return etree.tostring(sheet, xml_declaration=True, encoding="UTF-8", standalone=True)


def converted(paths: list[Path], folder: Path, form: str, suffix: str) -> list[Path]:
    """The files as LibreOffice saves them in another form, in `folder`, in one call. The caches stay."""
    if SOFFICE is None:
        pytest.fail(f"{MISSING}, and REQUIRE_LIBREOFFICE=1 says that it should be")
    folder.mkdir(parents=True, exist_ok=True)
    profile = f"-env:UserInstallation={_profile().as_uri()}"
    command = [SOFFICE, profile, "--headless", "--norestore", "--convert-to", form, "--outdir", str(folder)]
    done = subprocess.run(
        [*command, *map(str, paths)],
        check=False,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        stdin=subprocess.DEVNULL,
    )
    made = [folder / f"{path.stem}{suffix}" for path in paths]
    missing = [path.name for path in made if not path.exists()]
    assert not missing, f"LibreOffice did not make {missing}: {done.stdout} {done.stderr}"
    return made


@lru_cache(maxsize=1)
def _profile() -> Path:
    """A profile of this process alone: two LibreOffices in one profile stop each other."""
    folder = Path(tempfile.mkdtemp(prefix="libreoffice-profile-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
