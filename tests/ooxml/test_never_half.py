"""Never half a file: whatever call of the machine fails while a workbook is saved, the old file is whole or replaced.

Every call of `os` and `io` that a save makes is let fail once, one after another, as a full disk, a refused permission,
an input error and a move to another disk: in an ordinary folder, and in OneDrive's, where the draft lies elsewhere.
"""

import errno
import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from excel_scorecard import disk
from excel_scorecard.disk import fingerprint
from excel_scorecard.errors import MachineError
from excel_scorecard.ooxml.workbook import Workbook

OLD = b"the old file"
WORDS = {
    errno.ENOSPC: "disk is full",
    errno.EDQUOT: "disk is full",
    errno.EACCES: "open in another program",
    errno.EIO: "",
    errno.EXDEV: "",
}


class FailingOnce:
    """Stands before the calls of a save, counts them, and lets the one of a number fail, or all of them from there."""

    def __init__(self, number: int, code: int, *, lasting: bool) -> None:
        self.number, self.code, self.lasting = number, code, lasting
        self.made: list[str] = []

    def before(self, name: str) -> None:
        self.made.append(name)
        here = len(self.made) - 1
        if here == self.number or (self.lasting and here > self.number >= 0):
            raise OSError(self.code, os.strerror(self.code))

    def around(self, name: str, call: Callable[..., object]) -> Callable[..., object]:
        def failing(*given: object, **named: object) -> object:
            self.before(name)
            return call(*given, **named)

        return failing

    def opened(self, path: Path, mode: str) -> "FailingFile":
        self.before(f"open {mode}")
        return FailingFile(REAL_OPEN(path, mode), self)


class FailingFile:
    """A file whose write, flush and close are calls too."""

    def __init__(self, file: io.BufferedWriter, calls: FailingOnce) -> None:
        self._file, self._calls = file, calls

    def __enter__(self) -> "FailingFile":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._calls.before("close")

    def write(self, data: bytes) -> int:
        self._file.write(data[: len(data) // 2])  # what a full disk leaves
        self._file.flush()
        self._calls.before("write")
        return self._file.write(data[len(data) // 2 :])

    def flush(self) -> None:
        self._calls.before("flush")
        self._file.flush()

    def fileno(self) -> int:
        return self._file.fileno()

    def readable(self) -> bool:
        return self._file.readable()

    def readinto(self, buffer: bytearray) -> int:
        self._calls.before("read")
        return self._file.readinto(buffer)  # type: ignore[attr-defined]  # a file opened to be read has it


REAL_OPEN = io.open


def saved(book: Workbook, path: Path, monkeypatch: pytest.MonkeyPatch, calls: FailingOnce) -> MachineError | None:
    with monkeypatch.context() as patch:
        patch.setattr(disk, "_WAITS", (0, 0))
        patch.setattr(Path, "open", lambda file, mode: calls.opened(file, mode))  # noqa: PLW0108  bound to its path
        for name in ("fsync", "replace", "stat", "lstat", "unlink"):
            patch.setattr(os, name, calls.around(name, getattr(os, name)))
        try:
            book.save(path, replacing=fingerprint(OLD))
        except MachineError as error:
            return error
    return None


@pytest.mark.parametrize("place", ["ordinary", "OneDrive"])
@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from there on"])
@pytest.mark.parametrize("code", WORDS, ids=errno.errorcode.get)
def test_any_call_of_a_save_may_fail_and_no_half_file_is_left(
    code: int, lasting: bool, place: str, book: Workbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    new = book.to_bytes()
    number, made = 0, 1
    while number < made:
        folder = tmp_path / f"{number}" / place
        folder.mkdir(parents=True)
        temporary = tmp_path / f"temporary {number}"
        temporary.mkdir()
        monkeypatch.setattr(disk.tempfile, "tempdir", str(temporary))
        path = folder / "book.xlsx"
        path.write_bytes(OLD)
        calls = FailingOnce(number, code, lasting=lasting)
        error = saved(book, path, monkeypatch, calls)
        failed = calls.made[number] if number < len(calls.made) else "none"
        if error is None:
            assert path.read_bytes() == new, failed
        else:
            assert path.read_bytes() == OLD, failed
            assert WORDS[code] in str(error), failed
            assert error.mend, failed
        litter = [file.name for room in (folder, folder.parent, temporary) for file in room.glob(".*.part")]
        if not (lasting and error):  # nothing can be taken away where every call fails
            assert litter == [], failed
        number, made = number + 1, len(calls.made)
    assert number > 4


def test_a_save_makes_the_calls_that_are_let_fail(book: Workbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "book.xlsx"
    path.write_bytes(OLD)
    calls = FailingOnce(-1, errno.EIO, lasting=False)
    assert saved(book, path, monkeypatch, calls) is None
    written = [name for name in calls.made if name not in ("stat", "lstat")]
    assert written[:8] == ["open xb", "write", "flush", "fsync", "close", "open rb", "read", "read"]
    assert "replace" in written


def test_a_draft_elsewhere_that_cannot_be_moved_is_made_beside(
    book: Workbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(disk.tempfile, "tempdir", str(temporary))
    path = tmp_path / "OneDrive" / "book.xlsx"
    path.parent.mkdir()
    path.write_bytes(OLD)
    calls = FailingOnce(-1, errno.EXDEV, lasting=False)
    real = os.replace

    def only_beside(draft: Path, target: Path) -> None:
        if draft.parent != target.parent:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        real(draft, target)

    monkeypatch.setattr(os, "replace", only_beside)
    assert saved(book, path, monkeypatch, calls) is None
    assert calls.made.count("open xb") == 3  # in the temporary folder, above OneDrive, beside
    assert path.read_bytes() == book.to_bytes()
    assert list(tmp_path.rglob(".*.part")) == []


def test_a_read_only_folder_is_said(book: Workbook, read_only: Path):
    with pytest.raises(MachineError, match="folder is protected"):
        book.save(read_only / "book.xlsx")
    assert list(read_only.iterdir()) == []


def test_a_workbook_in_the_place_of_a_folder_is_said(book: Workbook, tmp_path: Path):
    with pytest.raises(MachineError, match="a folder, not a file"):
        book.save(tmp_path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_full_disk_is_said(monkeypatch: pytest.MonkeyPatch, book: Workbook, tmp_path: Path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(OLD)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", lambda _, mode: REAL_OPEN("/dev/full", mode.replace("x", "w")))
        with pytest.raises(MachineError, match="disk is full"):
            book.save(path)
    assert path.read_bytes() == OLD
    assert [file.name for file in tmp_path.iterdir()] == ["book.xlsx"]
