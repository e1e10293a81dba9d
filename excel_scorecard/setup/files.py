"""Files of a new project: all written, each whole, or none of them; and never over one that is there."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from excel_scorecard.disk import NO_FILE, write_whole
from excel_scorecard.errors import MachineError, WouldLoseEditsError


def refuse_to_overwrite(folder: Path, names: Iterable[str]) -> None:
    """Stop where any of the files is in the folder already.

    Raises:
        WouldLoseEditsError: names the files that are there.

    """
    there = [name for name in dict.fromkeys(names) if (folder / name).exists()]
    if there:
        what = f"there {'is' if len(there) == 1 else 'are'} already {' and '.join(there)} in this folder."
        raise WouldLoseEditsError(what, where=str(folder), mend="Give another folder, or move what is there out of it.")


def write_new(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files, by their names from the folder, which is made where it is not there.

    Raises:
        WouldLoseEditsError: one of them is there already; nothing was written.
        MachineError: the folder or a file cannot be written; those that were, are taken away again.

    """
    refuse_to_overwrite(folder, files)
    made: list[Path] = []
    try:
        for name, blob in files.items():
            path = folder / name
            _make_folder(path.parent, made)
            write_whole(path, blob, replacing=NO_FILE)
            made.append(path)
    except BaseException:
        for path in reversed(made):
            with suppress(OSError):
                path.rmdir() if path.is_dir() else path.unlink()
        raise


def _make_folder(folder: Path, made: list[Path]) -> None:
    """Make the folder and those above it that are missing, and add them to what was made."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    try:
        for place in reversed(missing):
            place.mkdir(exist_ok=True)
            made.append(place)
    except OSError as error:
        mend = "Give a folder that you may write to, and look whether the disk is full."
        raise MachineError(f"the folder cannot be made ({error.strerror}).", where=str(folder), mend=mend) from error
