"""A refresh never leaves half a file: whatever fails on the way, the officers' workbook is as it was, or new and whole.

Every call of the machine that a refresh makes while it writes is let fail, one after another; so is the work on the
package, in many places; and the process is killed while it writes.
"""

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from excel_scorecard import disk
from excel_scorecard.errors import ScorecardError
from excel_scorecard.ooxml.package import Package
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.ooxml.table import Table
from excel_scorecard.workbook.refresh import Refreshed, refresh
from tests.ooxml.test_never_half import FailingOnce
from tests.workbook.excel_package import Opened
from tests.workbook.excel_save import saved_as_excel
from tests.workbook.officers import edited
from tests.workbook.officers_projects import with_late_records
from tests.workbook.officers_round import Shelf

REAL_OPEN = Path.open
WRITES = ("fsync", "replace", "unlink")


@dataclass(frozen=True)
class Officers:
    """A workbook that officers have edited, alone in its folder, with a project whose figures came late."""

    workbook: Path
    project: Path
    before: bytes
    after: bytes

    def put_back(self) -> None:
        for file in self.workbook.parent.iterdir():
            file.unlink()
        self.workbook.write_bytes(self.before)

    def is_untouched(self) -> bool:
        return self._files() == [self.workbook.name] and self.workbook.read_bytes() == self.before

    def is_whole(self) -> bool:
        """As it was, or new with the old one beside it."""
        if self.workbook.read_bytes() != self.after:
            return self.is_untouched()
        backups = [file for file in self.workbook.parent.iterdir() if "before refresh" in file.name]
        return [file.read_bytes() for file in backups] == [self.before] and len(self._files()) == 2

    def _files(self) -> list[str]:
        return sorted(file.name for file in self.workbook.parent.iterdir() if file.suffix != ".txt")

    def refreshed(self, **options: object) -> Refreshed:
        return refresh(self.workbook, self.project, corrections="keep", **options)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Officers:
    folder = tmp_path_factory.mktemp("never half")
    project, built = Shelf(folder / "built")["small"]
    workbook = folder / "officers" / "scorecard.xlsx"
    workbook.parent.mkdir()
    book = Opened(built)
    edited(book, Random(3), 6)  # noqa: S311  nothing is kept secret by it
    saved_as_excel(book.write(workbook), workbook, 3)
    with_late_records(project, Random(3))  # noqa: S311
    it = Officers(workbook, project, workbook.read_bytes(), b"")
    it.refreshed()
    it = Officers(workbook, project, it.before, workbook.read_bytes())
    assert it.after != it.before
    return it


@pytest.fixture
def officers(made: Officers) -> Officers:
    made.put_back()
    return made


class Writing(FailingOnce):
    """Counts the calls that write alone: what is read may be read as often as it likes."""

    def opened(self, path: Path, mode: str = "r", *given: object, **named: object) -> object:
        if "x" in mode:
            return super().opened(path, mode)
        return REAL_OPEN(path, mode, *given, **named)  # type: ignore[call-overload]  # as it was called


def let_fail(
    officers: Officers, calls: Writing, monkeypatch: pytest.MonkeyPatch, **options: object
) -> Exception | None:
    with monkeypatch.context() as patch:
        patch.setattr(disk, "_WAITS", (0, 0))
        patch.setattr(Path, "open", lambda file, *given, **named: calls.opened(file, *given, **named))  # noqa: PLW0108  bound to its path
        for name in WRITES:
            patch.setattr(os, name, calls.around(name, getattr(os, name)))
        try:
            officers.refreshed(**options)
        except Exception as error:  # any: the file is what is looked at
            return error
    return None


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from there on"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EIO], ids=errno.errorcode.get)
def test_any_call_that_writes_may_fail(officers: Officers, monkeypatch: pytest.MonkeyPatch, code: int, lasting: bool):
    ledger = officers.workbook.with_name("ledger.txt")
    number, made = 0, 1
    while number < made:
        officers.put_back()
        calls = Writing(number, code, lasting=lasting)
        error = let_fail(officers, calls, monkeypatch, ledger=ledger)
        failed = calls.made[number] if number < len(calls.made) else "none"
        assert officers.workbook.read_bytes() in (officers.before, officers.after), failed
        assert error is None or isinstance(error, ScorecardError), (failed, error)
        if not lasting:  # nothing can be taken away where every call fails
            assert officers.is_whole(), (failed, sorted(officers.workbook.parent.iterdir()))
        number, made = number + 1, len(calls.made)
    assert number > 10


PLACES: list[tuple[type, str]] = [
    (Sheet, "write"), (Sheet, "formula"), (Table, "resize"), (Package, "read"), (Package, "to_pieces"),
]  # fmt: skip


@pytest.mark.parametrize("kind", [RuntimeError, KeyboardInterrupt])
@pytest.mark.parametrize(("place", "name"), PLACES, ids=str)
def test_work_on_the_package_may_stop_anywhere(
    officers: Officers, monkeypatch: pytest.MonkeyPatch, place: type, name: str, kind: type[BaseException]
):
    count = counted(officers, monkeypatch, place, name)
    assert count > 0
    officers.put_back()
    for number in sorted({0, count // 3, count - 1}):
        with monkeypatch.context() as patch:
            patch.setattr(place, name, stopping(getattr(place, name), number, kind))
            with pytest.raises(kind):
                officers.refreshed()
        assert officers.is_untouched(), number


def stopping(call: Callable[..., object], number: int, kind: type[BaseException]) -> Callable[..., object]:
    made = 0

    def stopped(*given: object, **named: object) -> object:
        nonlocal made
        made += 1
        if made > number:
            raise kind("stopped on the way")
        return call(*given, **named)

    return stopped


def counted(officers: Officers, monkeypatch: pytest.MonkeyPatch, place: type, name: str) -> int:
    """How often a refresh calls it."""
    made: list[int] = []
    call = getattr(place, name)
    with monkeypatch.context() as patch:
        patch.setattr(place, name, lambda *given, **named: (made.append(1), call(*given, **named))[1])
        officers.refreshed()
    return len(made)


@pytest.mark.parametrize("name", ["fsync", "replace"])
@pytest.mark.parametrize("number", [1, 2])
def test_an_interruption_while_it_writes_leaves_the_workbook_whole(
    officers: Officers, monkeypatch: pytest.MonkeyPatch, name: str, number: int
):
    """Ctrl+C, as the backup or the workbook is written."""
    with monkeypatch.context() as patch:
        patch.setattr(os, name, stopping(getattr(os, name), number - 1, KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            officers.refreshed()
    assert officers.is_untouched()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system knows no SIGKILL")
@pytest.mark.parametrize("number", [1, 2])
def test_a_refresh_that_is_killed_while_it_writes_leaves_the_workbook(officers: Officers, number: int):
    program = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from excel_scorecard.workbook.refresh import refresh\n"
        "calls, sync = [], os.fsync\n"
        "def killed(file):\n"
        "    calls.append(file)\n"
        "    if len(calls) == int(sys.argv[3]):\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"  # the bytes are out, and not yet in place
        "    sync(file)\n"
        "os.fsync = killed\n"
        "refresh(Path(sys.argv[1]), Path(sys.argv[2]), corrections='keep')\n"
    )
    command = [sys.executable, "-c", program, str(officers.workbook), str(officers.project), str(number)]
    assert subprocess.run(command, check=False, capture_output=True).returncode == -signal.SIGKILL
    assert officers.workbook.read_bytes() == officers.before


def test_what_an_officer_saves_while_it_runs_is_left_as_she_saved_it(
    officers: Officers, monkeypatch: pytest.MonkeyPatch
):
    pieces = Package.to_pieces

    def saved_by_her(*given: object, **named: object) -> object:
        officers.workbook.write_bytes(b"with her commentary")
        return pieces(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Package, "to_pieces", saved_by_her)
    with pytest.raises(ScorecardError, match="saved by somebody while this ran"):
        officers.refreshed()
    files = [(file.name, file.read_bytes()) for file in officers.workbook.parent.iterdir()]
    assert files == [(officers.workbook.name, b"with her commentary")]
