"""Disk: a file read, or written whole or not at all, or an error in plain words. Floor 0: knows nothing of its content.

A file is made under another name and moved into its place in one step. Where OneDrive or SharePoint keeps the folder
in step, the draft is made outside it, so that nothing but the finished file is ever uploaded.
"""

import errno
import hashlib
import os
import secrets
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from excel_scorecard.errors import (
    MachineError,
    TemplateError,
    TooLargeToRead,
    WouldLoseEditsError,
    is_path_too_long,
    path_too_long,
)
from excel_scorecard.synced import synced_root_on_this_machine

Content = bytes | Sequence[bytes | memoryview]
"""What a file will hold: its bytes, or pieces of them, which need not be in memory a second time."""

# Bytes of a file that is read whole. Its parts are unpacked beside it, and all must stay below half a gigabyte.
MOST_OF_A_FILE: Final = 128 * 2**20
NO_FILE: Final = ""
"""The fingerprint of a file that is not there."""

# Seconds. On Windows a virus scanner or OneDrive holds a file for a moment after it was written; Excel holds on longer.
_WAITS: Final = (0.1, 0.2, 0.4)
# Excel writes into ~$book.xlsx the length of the user's name in one byte, then the name, padded to 54.
_LONGEST_USER: Final = 54


# ---- reading ---------------------------------------------------------------------------------------------------------


def read_blob(path: Path, shown: str) -> bytes:
    """The bytes of a file of the project, called `shown` in errors.

    Raises:
        MachineError: it cannot be opened, or is larger than anything that is read.

    """
    try:
        return _bytes_of(path)
    except _TooManyError as error:
        raise MachineError(error.what, where=shown, mend=error.mend) from None
    except OSError as error:
        if is_path_too_long(error, path):
            raise path_too_long(path) from error
        raise MachineError(
            f"the file cannot be opened ({error.strerror}).",
            where=shown,
            mend="Close it in other programs, and check that you may read it.",
        ) from error


def read_file(path: Path) -> bytes:
    """The bytes of a workbook or picture that somebody named.

    Raises:
        TemplateError: there is no such file, it is a folder, or it is larger than anything that is read.
        MachineError: the machine does not let us read it.

    """
    try:
        return _bytes_of(path)
    except _TooManyError as error:
        raise TooLargeToRead(error.what, where=str(path), mend=error.mend) from None
    except FileNotFoundError as error:
        if is_path_too_long(error, path):
            raise path_too_long(path) from None
        raise TemplateError(
            "there is no such file.", where=str(path), mend="Check the spelling of the name and the folder."
        ) from None
    except IsADirectoryError:
        raise _is_a_folder(path) from None
    except OSError as error:
        if is_path_too_long(error, path):
            raise path_too_long(path) from None
        if _is_folder(path):  # Windows reports a folder as a refused permission
            raise _is_a_folder(path) from None
        raise MachineError(
            f"the file cannot be read ({error.strerror}).",
            where=str(path),
            mend="Close it in other programs and check that you may open it.",
        ) from None


class _TooManyError(Exception):
    """More bytes than are read."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.what = f"the file has {size / 2**20:,.0f} MB; more than {MOST_OF_A_FILE / 2**20:,.0f} MB are not read."
        self.mend = "Take out what does not belong in it, such as large pictures and sheets of raw data."


def _bytes_of(path: Path) -> bytes:
    size = path.stat().st_size
    if size > MOST_OF_A_FILE:
        raise _TooManyError(size)
    return path.read_bytes()


def _is_a_folder(path: Path) -> TemplateError:
    return TemplateError("this is a folder, not a workbook.", where=str(path), mend="Name the .xlsx file in it.")


def fingerprint(content: Content) -> str:
    """What tells one state of a file from another: the SHA-256 of its bytes."""
    digest = hashlib.sha256()
    for piece in _pieces(content):
        digest.update(piece)
    return digest.hexdigest()


def fingerprint_of(path: Path) -> str:
    """The fingerprint of the file at `path` as it is now; `NO_FILE` where there is none.

    Raises:
        MachineError: it is there and cannot be read.

    """
    try:
        return _fingerprint_now(path)
    except OSError as error:
        raise _cannot_write(path, error) from None


def _fingerprint_now(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return NO_FILE


# ---- writing ---------------------------------------------------------------------------------------------------------


def write_whole(path: Path, data: Content, *, replacing: str | None = None) -> None:
    """Write `data` to `path` whole or not at all.

    Args:
        path: the file, which is replaced where it is there.
        data: what it will hold, whole or in pieces.
        replacing: the fingerprint of what the caller knows to be at `path`, `NO_FILE` for nothing. The file is looked
            at once more just before it is replaced; None replaces whatever there is.

    Raises:
        WouldLoseEditsError: another file is at `path` than `replacing` says: somebody has saved it meanwhile.
        MachineError: the file is open in another program, the disk is full, or the folder refuses.

    """
    folders = [*folders_outside(path), path.parent]
    try:
        for folder in folders:
            if _is_written_from(folder, path, data, replacing, is_last=folder is folders[-1]):
                return
    except OSError as error:
        raise _cannot_write(path, error) from None


def folders_outside(path: Path) -> list[Path]:
    """Where the draft of a file in a synchronised folder may be made, best first; none for a folder that is not one.

    A file moves in one step only within one disk.
    """
    root = synced_root_on_this_machine(path.parent)
    if root is None:
        return []
    found: list[Path] = []
    with suppress(OSError):
        found.append(Path(tempfile.gettempdir()))
    found.append(root.parent)
    return [folder for folder in found if not folder.is_relative_to(root) and _is_on_the_disk_of(path.parent, folder)]


def _is_on_the_disk_of(one: Path, other: Path) -> bool:
    with suppress(OSError):
        return one.stat().st_dev == other.stat().st_dev
    return False


def _is_written_from(folder: Path, path: Path, data: Content, replacing: str | None, *, is_last: bool) -> bool:
    """Whether the file was written by way of a draft in `folder`; if it was not, nothing has changed.

    Raises: what the machine says, where another folder would not help or there is none (`is_last`).
    """
    draft = folder / f".{path.name}.{secrets.token_hex(4)}.part"
    try:
        try:
            _make(draft, data)
        except OSError:
            if is_last:
                raise
            return False
        try:
            _move_into_place(draft, path, data, replacing)
        except OSError as error:
            if is_last or error.errno != errno.EXDEV:  # another disk after all
                raise
            return False
        return True
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _pieces(data: Content) -> Sequence[bytes | memoryview]:
    return (data,) if isinstance(data, bytes) else data


def _make(draft: Path, data: Content) -> None:
    with draft.open("xb") as file:  # never a file or a link that is there already
        for piece in _pieces(data):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _move_into_place(draft: Path, path: Path, data: Content, replacing: str | None) -> None:
    for wait in _WAITS:
        try:
            _move(draft, path, data, replacing)
        except PermissionError:
            time.sleep(wait)
        else:
            return
    _move(draft, path, data, replacing)


def _move(draft: Path, path: Path, data: Content, replacing: str | None) -> None:
    if replacing is not None:
        now = _fingerprint_now(path)
        # two builds at once write the same: neither takes anything from the other
        if now != replacing and now != fingerprint(data):
            raise _was_saved_meanwhile(path, replacing)
    draft.replace(path)


def _was_saved_meanwhile(path: Path, replacing: str) -> WouldLoseEditsError:
    done = "put here" if replacing == NO_FILE else "saved"
    return WouldLoseEditsError(
        f"the file was {done} by somebody while this ran; it is left as they {done.split(' ', maxsplit=1)[0]} it.",
        where=str(path),
        mend="Look at what is in it now. Then run this again, or write to another name with -o.",
    )


# ---- what went wrong -------------------------------------------------------------------------------------------------


def _is_folder(path: Path) -> bool:
    """Whether it is one as far as can be told: a network drive that is gone fails at this question too."""
    with suppress(OSError):
        return path.is_dir()
    return False


def in_use(path: Path) -> None:
    """Raise MachineError where Excel has the file open: what is written now would be lost when it saves."""
    mark = _who_has_it_open(path)
    if mark:
        raise MachineError(
            f"the workbook is open{mark}.",
            where=str(path),
            mend=f"Close it there. If it is not open, Excel has left ~${path.name} behind: delete that file.",
        )


def _who_has_it_open(path: Path) -> str:
    """What the owner file says that Excel lays beside a workbook while it is open; empty where there is none."""
    mark = path.with_name(f"~${path.name}")
    try:
        if not mark.exists():
            return ""
        with mark.open("rb") as file:
            start = file.read(1 + _LONGEST_USER)
    except OSError:  # it is there, and its program keeps it to itself
        start = b""
    user = start[1 : 1 + start[0]].decode("cp1252", "replace").strip() if start else ""
    by = f" for {user}" if user.isprintable() and user and "\ufffd" not in user else ""
    return f" ({mark.name} beside it shows that Excel has it open{by})"


def _cannot_write(path: Path, error: OSError) -> MachineError:
    if is_path_too_long(error, path):
        return path_too_long(path)
    if _is_folder(path):
        return MachineError("this is a folder, not a file.", where=str(path), mend="Name the file to write.")
    if isinstance(error, PermissionError):
        return MachineError(
            f"the file may not be written: it is open in another program{_who_has_it_open(path)}, "
            "or the folder is protected.",
            where=str(path),
            mend="Close it there, or write to another name with -o.",
        )
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return MachineError("the disk is full.", where=str(path), mend="Free some space, or write to another disk.")
    if isinstance(error, FileNotFoundError):
        return MachineError("the folder does not exist.", where=str(path.parent), mend="Make it, or name another.")
    return MachineError(
        f"the file cannot be written ({error.strerror or error}).", where=str(path), mend="Write to another folder."
    )
