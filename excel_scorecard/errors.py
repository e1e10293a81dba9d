"""Errors and findings: what is wrong, where, and how to mend it. Floor 0: knows nothing else of the package.

An error stops the work and nothing is written. A finding is one line of a list: errors among them stop, warnings are
told.
"""

import errno
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import ClassVar, Final, Literal

WINDOWS_PATH: Final = 259  # letters: MAX_PATH is 260 with the one that ends it
_NO_SUCH_FOLDER: Final = 3  # ERROR_PATH_NOT_FOUND: what Windows also says of a path over its length
_NAME_TOO_LONG: Final = 206  # ERROR_FILENAME_EXCED_RANGE


class ScorecardError(Exception):
    """Base of all our errors: what is wrong, where, and how to mend it. One exit code a branch."""

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, *, where: str, mend: str) -> None:
        super().__init__(f"{where}: {what}\n  {mend}")
        self.what = what
        self.where = where
        self.mend = mend

    def __reduce__(self) -> tuple[object, ...]:
        # its keywords would be lost on the way from another process, and the whole pool of them breaks
        return type(self).__new__, (type(self),), {**vars(self), "args": self.args}


class ProjectError(ScorecardError):
    """The project's settings cannot be used, or the command was called wrongly."""

    exit_code = 2


class TemplateError(ScorecardError):
    """A workbook cannot be read, or template and project do not fit each other."""

    exit_code = 3


class TooLargeToRead(TemplateError):  # noqa: N818  # what it says is the word for it
    """A workbook, or a part of one, that would take more memory than this program allows itself."""


class WouldLoseEditsError(ScorecardError):
    """Going on would overwrite what an officer did to a workbook."""

    exit_code = 4


class MachineError(ScorecardError):
    """The machine would not let us: a file held open, a full disk, a program that is not installed."""

    exit_code = 6


def is_path_too_long(error: OSError, path: Path) -> bool:
    """Whether the machine refused `path` for its length. Windows often calls such a path one that is not there."""
    code = getattr(error, "winerror", None)
    if code == _NO_SUCH_FOLDER:
        return len(os.path.abspath(path)) > WINDOWS_PATH  # noqa: PTH100  # resolve() would ask the disk
    return code == _NAME_TOO_LONG or error.errno == errno.ENAMETOOLONG


def path_too_long(path: Path) -> MachineError:
    """The error for a path that the machine refused for its length."""
    letters = len(os.path.abspath(path))  # noqa: PTH100  # resolve() would ask the disk
    return MachineError(
        f"the path is too long: {letters} letters. Windows takes {WINDOWS_PATH}, and a name within it 255.",
        where=str(path),
        mend="Move the folder nearer to the drive's root, or give shorter names; `doctor` says how much room there is.",
    )


Level = Literal["error", "warning"]


@dataclass(frozen=True)
class Finding:
    """One thing found in a file. Printed as `file : place : CODE : what : how to mend`.

    `place` is a line and column, or `sheet!cell`; `code` is one capital and a short name (`F-DUPLICATE`).
    """

    level: Level
    file: str
    place: str
    code: str
    what: str
    mend: str

    def __str__(self) -> str:
        return " : ".join((self.file, self.place, self.code, self.what, self.mend))

    def as_dict(self) -> dict[str, str]:
        """The same keys as the printed line, for `--json`."""
        return asdict(self)


class FindingsError(ScorecardError):
    """Error findings in what was read: all of them at once, so that they can be mended in one go."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        wrong = [f for f in self.findings if f.level == "error"]
        first = wrong[0]
        super().__init__(first.what, where=f"{first.file}, {first.place}", mend=first.mend)
        self.args = ("\n".join(str(f) for f in wrong),)


def stop_on_errors(findings: Iterable[Finding]) -> None:
    """Raise FindingsError if any finding is an error; warnings pass."""
    found = tuple(findings)
    if any(f.level == "error" for f in found):
        raise FindingsError(found)
