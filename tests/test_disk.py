"""Files read and written: whole or not at all, never over what somebody saved meanwhile; what is said if it fails."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from excel_scorecard import disk
from excel_scorecard.disk import NO_FILE, fingerprint, fingerprint_of, read_blob, read_file, write_whole
from excel_scorecard.errors import MachineError, TemplateError, TooLargeToRead, WouldLoseEditsError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that is there, alone in its folder."""
    there = tmp_path / "out" / "book.xlsx"
    there.parent.mkdir()
    there.write_bytes(b"old")
    return there


def is_alone(path: Path) -> bool:
    return [file.name for file in path.parent.iterdir()] == [path.name]


def refusing(*_: object) -> None:
    raise PermissionError(errno.EACCES, "Permission denied")


# Reading.


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path):
    with pytest.raises(TemplateError, match="no such file"):
        read_file(tmp_path / "none.xlsx")
    with pytest.raises(TemplateError, match="a folder"):
        read_file(tmp_path)


def test_a_file_larger_than_any_that_is_read_is_refused_before_it_is_read(tmp_path: Path):
    path = tmp_path / "large.xlsx"
    with path.open("wb") as file:
        file.truncate(disk.MOST_OF_A_FILE + 1)  # a file with a hole, which takes no disk
    with pytest.raises(TooLargeToRead, match="128 MB are not read"):
        read_file(path)
    with pytest.raises(MachineError, match=r"figures.csv.*128 MB are not read"):
        read_blob(path, "figures.csv")


# Writing whole.


def test_a_write_that_fails_leaves_the_old_file_and_no_draft(path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(errno.ENOSPC, "No space left")))
    with pytest.raises(MachineError, match="disk is full"):
        write_whole(path, b"new")
    assert is_alone(path)
    assert path.read_bytes() == b"old"


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path):
    with pytest.raises(MachineError, match="folder does not exist"):
        write_whole(tmp_path / "none" / "book.xlsx", b"new")


def test_a_program_killed_while_it_writes_leaves_the_old_file(path: Path):
    program = (
        "import os, pathlib, sys\n"
        "from excel_scorecard import disk\n"
        "disk.os.fsync = lambda _: os._exit(9)\n"  # killed when the bytes are out and not yet moved
        "disk.write_whole(pathlib.Path(sys.argv[1]), b'new' * 100000)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], check=False)
    assert done.returncode == 9
    assert path.read_bytes() == b"old"


def test_a_draft_never_writes_into_a_link_that_waits_for_it(path: Path, monkeypatch: pytest.MonkeyPatch):
    other = path.parent.parent / "other.txt"
    other.write_bytes(b"not ours")
    monkeypatch.setattr(disk.secrets, "token_hex", lambda _: "known")
    (path.parent / ".book.xlsx.known.part").symlink_to(other)
    with pytest.raises(MachineError):
        write_whole(path, b"new")
    assert other.read_bytes() == b"not ours"


# A file that Excel holds open.


@pytest.fixture
def held_open(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As on Windows: a file that Excel has open is not replaced."""
    monkeypatch.setattr(disk, "_WAITS", (0, 0))
    monkeypatch.setattr(Path, "replace", refusing)
    return path


def owner_file(path: Path, content: bytes) -> Path:
    mark = path.with_name(f"~${path.name}")
    mark.write_bytes(content)
    return mark


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x0cA. N. Other  ".ljust(165), r"\(~\$book.xlsx beside it shows that Excel has it open for A. N. Other\)"),
        (b"\x06Ren\xe9e ".ljust(165), "open for Renée"),
        (b"", r"Excel has it open\)"),
        (b"\x00" + b" " * 164, r"Excel has it open\)"),
        (b"\x05ab\x00cd".ljust(165), r"Excel has it open\)"),  # no name of anybody
        (b"\xff" * 165, "Excel has it open"),
    ],
    ids=["a name", "a name with an accent", "nothing", "spaces", "a control character", "other bytes"],
)
def test_a_file_that_excel_holds_open_is_said_to_be_open_and_for_whom(held_open: Path, content: bytes, words: str):
    mark = owner_file(held_open, content)
    with pytest.raises(MachineError, match=f"open in another program.*{words}") as caught:
        write_whole(held_open, b"new")
    assert caught.value.mend.startswith("Close it there")
    assert held_open.read_bytes() == b"old"
    assert sorted(held_open.parent.iterdir()) == sorted([held_open, mark])


def test_an_owner_file_that_may_not_be_read_is_named_all_the_same(held_open: Path, monkeypatch: pytest.MonkeyPatch):
    mark = owner_file(held_open, b"\x03Ann")
    real = Path.open

    def open_all_but_the_mark(file: Path, mode: str = "r") -> object:
        return refusing() if file == mark else real(file, mode)

    monkeypatch.setattr(Path, "open", open_all_but_the_mark)
    with pytest.raises(MachineError, match=r"~\$book.xlsx beside it shows that Excel has it open\)"):
        write_whole(held_open, b"new")


def test_a_file_held_for_a_moment_is_waited_for(path: Path, monkeypatch: pytest.MonkeyPatch):
    real, tries = Path.replace, []

    def held_once(draft: Path, target: Path) -> object:
        tries.append(draft)
        return refusing() if len(tries) == 1 else real(draft, target)

    monkeypatch.setattr(disk, "_WAITS", (0, 0))
    monkeypatch.setattr(Path, "replace", held_once)
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"


# What somebody saved meanwhile.


def test_a_file_that_is_as_it_was_read_is_replaced(path: Path):
    write_whole(path, b"new", replacing=fingerprint_of(path))
    assert path.read_bytes() == b"new"


def test_a_fingerprint_of_a_file_is_that_of_its_bytes(path: Path):
    assert fingerprint_of(path) == fingerprint(b"old")
    assert fingerprint_of(path.with_name("none")) == NO_FILE


@pytest.mark.parametrize("replacing", [fingerprint(b"older"), NO_FILE], ids=["saved meanwhile", "put there meanwhile"])
def test_a_file_that_somebody_saved_or_put_there_meanwhile_is_left(path: Path, replacing: str):
    with pytest.raises(WouldLoseEditsError, match="by somebody while this ran") as caught:
        write_whole(path, b"new", replacing=replacing)
    assert "run this again" in caught.value.mend
    assert path.read_bytes() == b"old"
    assert is_alone(path)


def test_a_file_may_be_written_in_pieces(path: Path):
    pieces = [b"ol", memoryview(b"xdx")[1:2]]
    write_whole(path, pieces, replacing=NO_FILE)  # which is what is there already
    write_whole(path, [*pieces, b"er"], replacing=fingerprint(pieces))
    assert path.read_bytes() == b"older"


def test_what_is_there_already_as_it_would_be_written_is_nobodys_loss(path: Path):
    write_whole(path, b"old", replacing=NO_FILE)
    assert path.read_bytes() == b"old"
    assert is_alone(path)


def test_a_file_that_was_deleted_meanwhile_is_not_made_again(path: Path):
    known = fingerprint_of(path)
    path.unlink()
    with pytest.raises(WouldLoseEditsError, match="while this ran"):
        write_whole(path, b"new", replacing=known)
    assert list(path.parent.iterdir()) == []


def test_the_file_is_looked_at_after_the_draft_is_made_and_after_each_wait(path: Path, monkeypatch: pytest.MonkeyPatch):
    def saved_while_we_wait(_: float) -> None:
        path.write_bytes(b"an officer's")

    monkeypatch.setattr(disk.time, "sleep", saved_while_we_wait)
    monkeypatch.setattr(Path, "replace", refusing)
    with pytest.raises(WouldLoseEditsError):
        write_whole(path, b"new", replacing=fingerprint_of(path))
    assert path.read_bytes() == b"an officer's"


# A folder that OneDrive or SharePoint keeps in step.


@pytest.fixture
def synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workbook in a folder of OneDrive, with a temporary folder on the same disk."""
    path = tmp_path / "me" / "OneDrive - Northshire Council" / "Scorecards" / "book.xlsx"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"old")
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(disk.tempfile, "tempdir", str(tmp_path / "temporary"))
    return path


@pytest.fixture
def drafts(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders in which a draft is made, in turn."""
    real, folders = disk._make, []

    def noted(draft: Path, data: bytes) -> None:
        folders.append(draft.parent)
        real(draft, data)

    monkeypatch.setattr(disk, "_make", noted)
    return folders


def litter(synced: Path) -> list[Path]:
    return [file for file in synced.parents[3].rglob("*") if file.is_file() and file != synced]


Prepare = Callable[[Path, pytest.MonkeyPatch], None]


def as_it_is(_: Path, __: pytest.MonkeyPatch) -> None:
    return None


def no_temporary_folder(_: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(disk.tempfile, "gettempdir", refusing)


def a_temporary_folder_that_is_synchronised(synced: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(disk.tempfile, "tempdir", str(synced.parent))


def a_temporary_folder_that_is_gone(synced: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(disk.tempfile, "tempdir", str(synced.parents[3] / "gone"))


def folders_on_other_disks(synced: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(disk, "_is_on_the_disk_of", lambda *_: False)


def folders_that_turn_out_to_be_on_another_disk(synced: Path, patch: pytest.MonkeyPatch) -> None:
    real = Path.replace

    def only_beside(draft: Path, target: Path) -> object:
        if draft.parent != target.parent:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), str(draft), None, str(target))
        return real(draft, target)

    patch.setattr(Path, "replace", only_beside)


@pytest.mark.parametrize(
    ("prepare", "places"),
    [
        (as_it_is, ["temporary"]),
        (no_temporary_folder, ["me"]),
        (a_temporary_folder_that_is_synchronised, ["me"]),
        (a_temporary_folder_that_is_gone, ["me"]),
        (folders_on_other_disks, ["Scorecards"]),
        (folders_that_turn_out_to_be_on_another_disk, ["temporary", "me", "Scorecards"]),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_the_draft_of_a_synchronised_file_is_made_outside_where_that_can_be(
    synced: Path, drafts: list[Path], monkeypatch: pytest.MonkeyPatch, prepare: Prepare, places: list[str]
):
    prepare(synced, monkeypatch)
    write_whole(synced, b"new", replacing=fingerprint(b"old"))
    assert [folder.name for folder in drafts] == places
    assert synced.read_bytes() == b"new"
    assert litter(synced) == []


def test_a_folder_that_nobody_synchronises_has_the_draft_beside_the_file(path: Path, drafts: list[Path]):
    write_whole(path, b"new")
    assert drafts == [path.parent]


def test_a_folder_that_leads_to_a_synchronised_one_is_one(synced: Path, tmp_path: Path, drafts: list[Path]):
    (tmp_path / "Documents").symlink_to(synced.parent)  # as OneDrive's backup of Documents does
    write_whole(tmp_path / "Documents" / "book.xlsx", b"new")
    assert [folder.name for folder in drafts] == ["temporary"]
    assert synced.read_bytes() == b"new"


def test_a_synchronised_file_that_is_held_open_is_said_to_be_open_at_once(
    synced: Path, drafts: list[Path], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(disk, "_WAITS", (0,))
    monkeypatch.setattr(Path, "replace", refusing)
    with pytest.raises(MachineError, match="open in another program"):
        write_whole(synced, b"new")
    assert [folder.name for folder in drafts] == ["temporary"]  # elsewhere it would be open too
    assert synced.read_bytes() == b"old"
    assert litter(synced) == []


def test_a_synchronised_file_that_somebody_saved_meanwhile_is_left(synced: Path):
    with pytest.raises(WouldLoseEditsError):
        write_whole(synced, b"new", replacing=fingerprint(b"older"))
    assert synced.read_bytes() == b"old"
    assert litter(synced) == []
