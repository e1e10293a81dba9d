"""Software: Python, the libraries in the versions that we ask for, and the programs that draw pages.

A library is loaded, not only looked up: a policy that forbids programs in a user's own folder lets a library be
installed and refuses it when it is used.
"""

import importlib
import importlib.metadata
import platform
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from excel_scorecard import __version__
from excel_scorecard.doctor.line import Line
from excel_scorecard.errors import MachineError
from excel_scorecard.preview import find_libreoffice, find_pdftoppm
from excel_scorecard.requirements import Requirement, read_requirement, these_surroundings

NAME = "excel_scorecard"
PACKAGE = Path(__file__).resolve().parent.parent

OLDEST_PYTHON = (3, 11)  # as pyproject.toml says

# What to load where it is not the package's name with underscores: the part of it that is compiled, if any.
MODULES = {"lxml": "lxml.etree", "pydantic": "pydantic_core"}
# What building a workbook does without: the table for notebooks.
NOT_FOR_BUILDING = {"pandas"}
PATIENCE = 20  # seconds; a virus scanner looks at every program that starts


def look_at_python() -> list[Line]:
    """Python itself, this package, its own command, and what a console can show."""
    running = python(sys.version_info[:2], struct.calcsize("P") * 8, sys.executable)
    return [running, _package(), _command(), console(sys.stdout.encoding or "ascii")]


def python(version: tuple[int, int], bits: int, executable: str) -> Line:
    """Whether the Python that runs is new enough, and of a kind that gives no trouble."""
    found = f"{platform.python_version()}, {bits} bits, {platform.machine()}, {executable}"
    if version < OLDEST_PYTHON:
        oldest = ".".join(map(str, OLDEST_PYTHON))
        mend = f"Ask for Python {oldest} or newer, 64 bits, from python.org; `py -0` lists those that are there."
        return Line("Python", "missing", found, f"The package needs {oldest} or newer.", mend)
    if "WindowsApps" in executable:
        means = "This is the Microsoft Store's Python: it keeps files that it writes to AppData in a place of its own."
        return Line("Python", "note", found, means, "If installing fails, ask for the installer from python.org.")
    if bits == 32:
        means = "Some libraries are no longer made for 32 bits, and pip would have to compile them."
        return Line("Python", "note", found, means, "Ask for the 64-bit Python.")
    return Line("Python", "ok", found)


def _package() -> Line:
    kind = "run from a checkout" if checkout() else "installed"
    return Line(NAME, "ok", f"{__version__}, {kind} in {PACKAGE.parent}")


def _command() -> Line:
    subject = "excel-scorecard command"
    means = "Every command is also: python -m excel_scorecard (on Windows: py -m excel_scorecard)."
    place = shutil.which("excel-scorecard")
    if place is None:
        return Line(subject, "note", "not found on the PATH", means, is_needed=False)
    try:
        subprocess.run([place, "--version"], check=True, capture_output=True, timeout=PATIENCE)  # noqa: S603  # our own
    except (OSError, subprocess.SubprocessError) as error:
        return Line(subject, "blocked", f"{place}: {error}", means, "Write it so, and nothing has to be asked.", False)
    return Line(subject, "ok", place, is_needed=False)


def console(encoding: str) -> Line:
    """What the console can show. What it cannot is told by its number; files are not concerned."""
    try:
        "Ł→€".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        means = "Letters that it lacks are printed as \\u0141. Workbooks and other files are not concerned."
        mend = "Nothing has to be done. To see every letter: set PYTHONUTF8=1 before the command."
        return Line("console", "note", encoding, means, mend, is_needed=False)
    return Line("console", "ok", encoding, is_needed=False)


# ---- libraries -------------------------------------------------------------------------------------------------------


def look_at_libraries() -> list[Line]:
    """Each library that we ask for: whether it is there, in the range, and loads."""
    try:
        needed = our_requirements()
    except (importlib.metadata.PackageNotFoundError, OSError, ImportError, ValueError, KeyError) as error:
        means = "It cannot be said which libraries are needed."
        return [Line("libraries", "missing", str(error), means, f"Install {NAME} again; docs/install.md says how.")]
    return [library(one) for one in needed if one.applies(these_surroundings())]


def checkout() -> Path | None:
    """The pyproject.toml beside the package where it is run from a checkout; None where it is installed."""
    beside = PACKAGE.parent / "pyproject.toml"
    return beside if beside.is_file() and f'name = "{NAME}"' in beside.read_text("utf-8") else None


def our_requirements() -> list[Requirement]:
    """What we need, from the package's own metadata, or from pyproject.toml where it is not installed."""
    beside = checkout()
    if beside:
        import tomllib  # Python 3.10 has none, and is to be told that it is too old

        lines = tomllib.loads(beside.read_text("utf-8"))["project"]["dependencies"]
    else:
        lines = importlib.metadata.requires(NAME) or []
    return [read_requirement(line) for line in lines]


def library(needed: Requirement) -> Line:
    """Whether a library is there, in the versions asked for, and may be loaded."""
    is_needed = needed.name not in NOT_FOR_BUILDING
    means = "No workbook can be built without it." if is_needed else "Only figures as a table in a notebook need it."
    user = "" if sys.prefix != sys.base_prefix else "--user "  # a venv knows no --user
    wanted = f'"{needed.name}{needed.versions}"'
    install = f"{sys.executable} -m pip install {user}{wanted}, or from the wheelhouse (docs/install.md)."
    try:
        version = importlib.metadata.version(needed.name)
    except importlib.metadata.PackageNotFoundError:
        return Line(needed.name, "missing", "not installed", means, install, is_needed)
    found = f"{version} ({needed.versions or 'any version'} is asked for)"
    if not needed.admits(version):
        means = "It is not the version that we have tested. Another program may have asked for it."
        mend = "Install into a folder of its own: python -m venv (docs/install.md)."
        return Line(needed.name, "missing", found, means, mend, is_needed)
    refused = loading(MODULES.get(needed.name, needed.name.replace("-", "_")))
    if refused is None:
        return Line(needed.name, "ok", found, is_needed=is_needed)
    return Line(needed.name, "blocked", f"{found}, but it does not load: {refused}", means, mend_of(refused), is_needed)


def loading(module: str) -> str | None:
    """Load a module; why it was refused, or None. Whatever a library raises when it is loaded is an answer here."""
    try:
        importlib.import_module(module)
    except Exception as error:  # see above
        return " ".join(str(error).split()) or type(error).__name__
    return None


def mend_of(refused: str) -> str:
    """What to do where a library may not be loaded, by what it said."""
    if "specified module could not be found" in refused:
        return "Ask for the Microsoft Visual C++ Redistributable (x64), which the library is built on."
    if "DLL load failed" in refused or "policy" in refused.lower():
        where = sys.prefix
        return f"Ask the helpdesk to allow libraries (.pyd, .dll) in {where} in AppLocker or App Control."
    return "Install it again; docs/install.md says how."


# ---- programs --------------------------------------------------------------------------------------------------------


def look_at_programs() -> list[Line]:
    """Whether other programs may be started, and those that draw pages: all for `preview` only."""
    return [
        _starting(),
        _program("LibreOffice", find_libreoffice),
        _program("pdftoppm", find_pdftoppm),
    ]


_FOR_PREVIEW = "Only `preview` needs it: building, and the workbook in Excel, do not."


def _starting() -> Line:
    subject = "starting programs"
    try:
        subprocess.run(
            [sys.executable, "-I", "-S", "-c", ""], check=True, capture_output=True, timeout=PATIENCE
        )  # ourselves
    except (OSError, subprocess.SubprocessError) as error:
        mend = "Ask the helpdesk whether Python may start programs; or print the workbook in Excel."
        return Line(subject, "blocked", str(error), _FOR_PREVIEW, mend, is_needed=False)
    return Line(subject, "ok", "Python may start another program", is_needed=False)


def _program(name: str, find: Callable[[], Path]) -> Line:
    try:
        return Line(name, "ok", str(find()), is_needed=False)
    except MachineError as error:
        return Line(name, "missing", "not found", _FOR_PREVIEW, error.mend, is_needed=False)
