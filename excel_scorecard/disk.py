"""Disk: a file's bytes, or an error in plain words. Knows nothing of what is in it."""

from pathlib import Path

from excel_scorecard.errors import MachineError, is_path_too_long, path_too_long


def read_blob(path: Path, shown: str) -> bytes:
    """The bytes of a file, called `shown` in errors.

    Raises:
        MachineError: it cannot be opened.

    """
    try:
        return path.read_bytes()
    except OSError as error:
        if is_path_too_long(error, path):
            raise path_too_long(path) from error
        raise MachineError(
            f"the file cannot be opened ({error.strerror}).",
            where=shown,
            mend="Close it in other programs, and check that you may read it.",
        ) from error
