"""Preview: a workbook's pages as pictures, through LibreOffice and poppler. Reads any workbook; knows no scorecard."""

import glob
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from excel_scorecard.disk import write_whole
from excel_scorecard.errors import MachineError, TemplateError

# Where LibreOffice lies on Windows and macOS when it is not on the PATH.
USUAL_PLACES = (
    Path("C:/Program Files/LibreOffice/program/soffice.exe"),
    Path("C:/Program Files (x86)/LibreOffice/program/soffice.exe"),
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
)
PATIENCE = 300  # seconds


def preview(workbook: Path, out: Path, *, dots_per_inch: int = 110, grey: bool = False) -> list[Path]:
    """Draw every printed page of `workbook` as `<name>-01.png` and so on in the folder `out`.

    The PDF they are drawn from is left beside them. `grey` shows what a black-and-white printer would. Pictures of an
    earlier time go when all new ones are drawn: a preview that fails leaves them.

    Raises:
        TemplateError: LibreOffice cannot open the workbook.
        MachineError: LibreOffice or pdftoppm is not installed, or takes longer than five minutes.

    """
    if not workbook.is_file():
        raise TemplateError("there is no such file", where=str(workbook), mend="Give the path of a workbook.")
    drawer = find_pdftoppm()
    find_libreoffice()  # said before a folder is made
    _make_folder(out)
    with tempfile.TemporaryDirectory() as desk:
        pdf = print_to_pdf(workbook, Path(desk))
        pages = _drawn(drawer, pdf, dots_per_inch=dots_per_inch, grey=grey)
        # all of them are there now: the old ones may go
        write_whole(out / pdf.name, pdf.read_bytes())
        for page in pages:
            write_whole(out / page.name, page.read_bytes())
        names = {page.name for page in pages}
    for old in out.glob(_pictures(workbook.stem)):
        if old.name not in names:
            old.unlink()
    return sorted(out / name for name in names)


def _pictures(stem: str) -> str:
    """What the pictures of a workbook's pages are called, as a pattern."""
    return f"{glob.escape(stem)}-[0-9]*.png"  # a name may have [brackets] of its own


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        mend = "Give another folder with --out."
        raise MachineError(f"the folder cannot be made ({error.strerror})", where=str(out), mend=mend) from error


def _drawn(drawer: Path, pdf: Path, *, dots_per_inch: int, grey: bool) -> list[Path]:
    """The pages of a PDF, drawn beside it."""
    command = [
        str(drawer),
        "-png",
        "-r",
        str(dots_per_inch),
        *(["-gray"] if grey else []),
        str(pdf),
        str(pdf.with_suffix("")),
    ]
    done = _run(command, "pdftoppm")
    if done.returncode != 0:
        what = f"pdftoppm cannot draw this: {done.stderr.strip()}"
        raise MachineError(what, where=str(pdf), mend="Open the workbook in Excel, and print it to PDF there.")
    return sorted(pdf.parent.glob(_pictures(pdf.stem)))


def print_to_pdf(workbook: Path, out: Path) -> Path:
    """Print `workbook` to a PDF of its name in the folder `out`. Raises as `preview`."""
    office = find_libreoffice()
    # a profile of its own: a running LibreOffice would take the work and never answer
    with tempfile.TemporaryDirectory() as profile:
        command = [
            str(office), f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore",
            "--convert-to", "pdf", "--outdir", str(out), str(workbook),
        ]  # fmt: skip
        done = _run(command, "LibreOffice")
    pdf = out / f"{workbook.stem}.pdf"
    if not pdf.is_file():
        raise TemplateError(
            f"LibreOffice cannot print this: {done.stderr.strip() or done.stdout.strip()}",
            where=str(workbook),
            mend="Open it in Excel and save it as Excel Workbook (.xlsx).",
        )
    return pdf


def _run(command: list[str], name: str) -> subprocess.CompletedProcess[str]:
    surroundings = {**os.environ, "LC_ALL": "C.UTF-8"}
    try:
        return subprocess.run(  # noqa: S603  # a program we looked up
            command,
            check=False,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=PATIENCE,
            env=surroundings,
        )
    except subprocess.TimeoutExpired as error:
        what = f"{name} did not answer in five minutes"
        raise MachineError(what, where="preview", mend=f"Close {name} and try again.") from error
    except OSError as error:
        what = f"{name} may not be started ({error.strerror or error})"
        mend = f"Ask your helpdesk to allow {command[0]}; or print the workbook to PDF in Excel."
        raise MachineError(what, where="preview", mend=mend) from error


def find_pdftoppm() -> Path:
    """The program that draws a PDF's pages. Raises MachineError where there is none."""
    found = shutil.which("pdftoppm")
    if found is None:
        mend = "Install poppler (poppler-utils on Debian); or print the workbook to PDF in Excel."
        raise MachineError("pdftoppm is not installed", where="preview", mend=mend)
    return Path(found)


def find_libreoffice() -> Path:
    """The program. Raises MachineError where there is none."""
    for name in ("soffice", "libreoffice"):
        found = shutil.which(name)
        if found:
            return Path(found)
    for place in USUAL_PLACES:
        if place.is_file():
            return place
    mend = "Install LibreOffice (libreoffice-calc on Debian); or print the workbook in Excel."
    raise MachineError("LibreOffice is not installed", where="preview", mend=mend)
