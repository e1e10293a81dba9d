"""Folders: whether files can be written and replaced here, how long a path may be, and who else looks after the folder.

What is a matter of Windows is asked of a PureWindowsPath, so that it can be tested anywhere.
"""

import os
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path, PurePath, PureWindowsPath
from uuid import uuid4

from excel_scorecard.doctor.line import Line
from excel_scorecard.errors import WINDOWS_PATH, is_path_too_long
from excel_scorecard.synced import sync_folders, synced_root

EXCEL_PATH = 218  # letters of folder and name together that Excel opens; more, and it says that there is no such file
ROOM_FOR_A_NAME = 60  # of a workbook and, while it is written, its draft


def look_at_folders() -> list[Line]:
    """The current folder and the temporary one, and the current folder's path."""
    try:
        here = Path.cwd()
    except OSError as error:
        mend = "Change to a folder of your own: cd %USERPROFILE%."
        return [Line("current folder", "blocked", str(error), "The folder is gone, or may not be entered.", mend)]
    return [
        writing("current folder", here, "Ask for a folder that Python may write to, or change to one (cd)."),
        _temporary(),
        length(str(here), is_windows=sys.platform == "win32", are_long_ones_allowed=_are_long_paths_allowed()),
        syncing(PureWindowsPath(here) if sys.platform == "win32" else here, sync_folders(os.environ)),
        network(PureWindowsPath(here), PureWindowsPath(_resolved(here))),
    ]


def _resolved(folder: Path) -> Path:
    with suppress(OSError):
        return folder.resolve()
    return folder


# ---- writing ---------------------------------------------------------------------------------------------------------


def writing(subject: str, folder: Path, mend: str, *, is_needed: bool = True) -> Line:
    """Whether a file can be made in `folder`, replaced in one move, and deleted: so a workbook is written."""
    name = f".excel-scorecard-doctor-{uuid4().hex[:8]}"
    first, second = folder / name, folder / f"{name}.part"
    doing = "written"
    try:
        first.write_bytes(b"old")
        second.write_bytes(b"new")
        doing = "replaced"
        os.replace(second, first)  # noqa: PTH105  # as a workbook is
        if first.read_bytes() != b"new":
            return Line(subject, "blocked", f"{folder}: a file that was replaced has not changed", "", mend, is_needed)
        doing = "deleted"
        first.unlink()
    except OSError as error:
        means = "A workbook is made beside its name and moved into its place; that must be allowed."
        if is_path_too_long(error, second):
            means = "The path is too long for this machine."
        elif doing == "written":
            means += " Windows' own folders and, with Controlled folder access, Documents and Desktop are often closed."
        found = f"{folder}: a file cannot be {doing} ({error.strerror or error})"
        return Line(subject, "blocked", found, means, mend, is_needed)
    finally:
        for left in (first, second):
            with suppress(OSError):
                left.unlink(missing_ok=True)
    return Line(subject, "ok", f"{folder}: files can be written and replaced", is_needed=is_needed)


def _temporary() -> Line:
    subject, mend = "temporary folder", "Set TEMP to a folder that may be written to, or ask the helpdesk for one."
    try:
        folder = Path(tempfile.gettempdir())
    except OSError as error:
        means = "`preview` and the making of a template need it; building does not."
        return Line(subject, "blocked", str(error), means, mend, is_needed=False)
    return writing(subject, folder, mend, is_needed=False)


# ---- length ----------------------------------------------------------------------------------------------------------


def length(folder: str, *, is_windows: bool, are_long_ones_allowed: bool | None) -> Line:
    """How long the folder's path is, and how much room Excel and Windows leave for names below it."""
    room = EXCEL_PATH - len(folder) - 1
    found = f"{len(folder)} letters; Excel opens paths of up to {EXCEL_PATH}, which leaves {max(room, 0)} for a name"
    if is_windows:
        allowed = {True: "long paths are switched on", False: "long paths are switched off", None: ""}
        found += f"; Windows takes {WINDOWS_PATH} ({allowed[are_long_ones_allowed] or 'its setting cannot be read'})"
    if room >= ROOM_FOR_A_NAME:
        return Line("path length", "ok", found, is_needed=False)
    means = "Workbooks built here may get a path that Excel says it cannot find."
    mend = "Work in a shorter folder, as C:\\scorecards, or give a letter to the share (net use S: ...)."
    if is_windows and are_long_ones_allowed is False:
        mend += " The helpdesk can switch long paths on (LongPathsEnabled); Excel's own limit stays."
    return Line("path length", "note", found, means, mend, is_needed=False)


def _are_long_paths_allowed() -> bool | None:
    """Windows' own setting; None elsewhere and where it may not be read."""
    if sys.platform == "win32":
        import winreg

        place = r"SYSTEM\CurrentControlSet\Control\FileSystem"
        with suppress(OSError), winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place) as key:
            return bool(winreg.QueryValueEx(key, "LongPathsEnabled")[0])
    return None


# ---- who else looks after the folder ---------------------------------------------------------------------------------


def syncing(folder: PurePath, synced: Iterable[str]) -> Line:
    """Whether OneDrive or SharePoint keeps a copy of the folder."""
    root = synced_root(folder, synced)
    if root is None:
        return Line(
            "synchronised", "ok", "the folder does not look like one of OneDrive or SharePoint", is_needed=False
        )
    means = (
        "While it uploads, OneDrive holds a workbook for a moment, and a build then says that the file is open; "
        "Excel's AutoSave saves every change there at once."
    )
    mend = "Build into a folder that is not synchronised and copy the workbook, or try again after a moment."
    return Line("synchronised", "note", f"{root} is kept in step by OneDrive", means, mend, is_needed=False)


def network(folder: PureWindowsPath, resolved: PureWindowsPath) -> Line:
    """Whether the folder lies on a share: by its own path, or by a drive letter that stands for one."""
    share = next((path.drive for path in (folder, resolved) if _is_share(path.drive)), None)
    if share is None:
        return Line("network share", "ok", "the folder is not on one", is_needed=False)
    means = (
        "It works while the share is there. The command prompt cannot stand in such a folder and goes to C:\\Windows."
    )
    mend = "Give the whole path, or write: pushd \\\\server\\share\\folder, which lends it a letter."
    if folder.drive == share:
        return Line("network share", "note", str(folder), means, mend, is_needed=False)
    return Line("network share", "ok", f"{folder.drive} stands for {share}", is_needed=False)


def _is_share(drive: str) -> bool:
    # \\?\C: is a drive's own long form, \\?\UNC\server\share a share's
    return drive.startswith("\\\\") and (not drive.startswith("\\\\?\\") or drive.upper().startswith("\\\\?\\UNC\\"))
