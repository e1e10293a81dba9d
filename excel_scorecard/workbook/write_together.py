"""Write together: several files, all or none as far as the machine lets us."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from excel_scorecard.disk import fingerprint, fingerprint_of, read_file, write_whole
from excel_scorecard.errors import MachineError, ScorecardError


@dataclass(frozen=True)
class ToWrite:
    """A file to be written; `replacing` is the fingerprint of what was read there, `NO_FILE` for nothing."""

    path: Path
    data: bytes
    replacing: str


def write_together(files: Sequence[ToWrite]) -> None:
    """Write the files one after the other; where one cannot be written, those before it become what they were.

    Raises:
        WouldLoseEditsError: another program has saved one of them meanwhile.
        MachineError: a file is open elsewhere, the disk is full, or the folder refuses.

    """
    for each in files:
        if fingerprint_of(each.path) != each.replacing:  # before the first is touched
            write_whole(each.path, each.data, replacing=each.replacing)
    before = {each.path: read_file(each.path) if each.path.is_file() else None for each in files}
    done: list[ToWrite] = []
    try:
        for each in files:
            _make_folder(each.path.parent)
            write_whole(each.path, each.data, replacing=each.replacing)
            done.append(each)
    except ScorecardError:
        for each in reversed(done):
            _put_back(each, before[each.path])
        raise


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        mend = "Make it, or look whether you may write there."
        raise MachineError(f"the folder cannot be made ({error.strerror}).", where=str(folder), mend=mend) from error


def _put_back(written: ToWrite, content: bytes | None) -> None:
    """What was there before, unless somebody has written over it by now."""
    with suppress(ScorecardError, OSError):  # the first error is the one to tell
        if content is not None:
            write_whole(written.path, content, replacing=fingerprint(written.data))
        elif fingerprint_of(written.path) == fingerprint(written.data):
            written.path.unlink()
