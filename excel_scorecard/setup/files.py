"""Files of a new project: written whole or not at all, and never over one that is there."""

from collections.abc import Iterable, Mapping
from pathlib import Path

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
        MachineError: the folder or a file cannot be written.

    """
    refuse_to_overwrite(folder, files)
    for name, blob in files.items():
        path = folder / name
        draft = path.with_name(f"{path.name}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(blob)
            draft.replace(path)
        except OSError as error:
            draft.unlink(missing_ok=True)
            mend = "Give a folder that you may write to, and look whether the disk is full."
            raise MachineError(f"the file cannot be written ({error.strerror}).", where=str(path), mend=mend) from error
