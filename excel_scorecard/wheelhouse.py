"""Wheelhouse: a folder of wheels, carried to a machine that reaches no index. Writes their list, with their hashes.

    python -m excel_scorecard.wheelhouse FOLDER

Knows wheels: their names, what each says it needs, their SHA-256. Only the standard library is used. Downloads nothing:
pip fills the folder (docs/install.md). What pip would miss on the other machine is told here, where it can be mended:
pip judges what is needed on Windows alone by the machine that it runs on.
"""

import email
import hashlib
import itertools
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from excel_scorecard.disk import write_whole
from excel_scorecard.errors import Finding, ProjectError, ScorecardError, stop_on_errors
from excel_scorecard.requirements import Requirement, canonical, read_requirement

OURS = "excel-scorecard"
LIST = "requirements.txt"
_PYTHON_OF_A_WHEEL = re.compile(r"^cp3(\d+)$")
_BOTH_MACS = "macosx_universal2"
_WINDOWS = ("nt", "win32", "Windows")
# os_name, sys_platform, platform_system; Linux where nothing else is said
_SYSTEMS = {"win": _WINDOWS, "win32": _WINDOWS, "macosx": ("posix", "darwin", "Darwin")}


@dataclass(frozen=True)
class Wheel:
    """A wheel: its package, what its name says it runs on (`cp311`, `win_amd64`; several in each), what it needs."""

    file: str
    name: str
    version: str
    pythons: tuple[str, ...]
    abi: str
    platforms: tuple[str, ...]
    needs: tuple[Requirement, ...]
    sha256: str


@dataclass(frozen=True)
class Machine:
    """A kind of machine that a wheelhouse is for: `3.11` and `win_amd64`."""

    python: str
    platform: str

    def __str__(self) -> str:
        return f"Python {self.python} on {self.platform}"

    def surroundings(self) -> dict[str, str]:
        """What the markers of requirements ask."""
        system, _, processor = self.platform.partition("_")
        os_name, sys_platform, platform_system = _SYSTEMS.get(system, ("posix", "linux", "Linux"))
        return {
            "os_name": os_name,
            "sys_platform": sys_platform,
            "platform_system": platform_system,
            "platform_machine": "AMD64" if processor == "amd64" else processor,
            "platform_python_implementation": "CPython",
            "implementation_name": "cpython",
            "python_version": self.python,
            "python_full_version": f"{self.python}.0",
            "extra": "",
        }

    def runs(self, wheel: Wheel) -> bool:
        """Whether the wheel can be installed on it."""
        both = {_BOTH_MACS} if self.platform.startswith("macosx") else set()
        return not {self.platform, "any", *both}.isdisjoint(wheel.platforms) and any(
            _is_python_for(tag, wheel.abi, self.python) for tag in wheel.pythons
        )


def _is_python_for(tag: str, abi: str, python: str) -> bool:
    minor = int(python.partition(".")[2])
    named = _PYTHON_OF_A_WHEEL.match(tag)
    if named is None:
        return tag in {"py3", f"py3{minor}"}
    return int(named[1]) == minor or (abi in {"abi3", "none"} and int(named[1]) <= minor)


# ---- reading ---------------------------------------------------------------------------------------------------------


def read_wheels(folder: Path) -> list[Wheel]:
    """The wheels of a folder, by name.

    Raises:
        ProjectError: there is no such folder, or it holds what is no wheel.

    """
    if not folder.is_dir():
        raise ProjectError("there is no such folder", where=str(folder), mend="Let pip fill it first: docs/install.md.")
    sources = sorted(f.name for ending in ("*.tar.gz", "*.zip") for f in folder.glob(ending))
    if sources:
        what = f"{', '.join(sources)} would have to be compiled on the other machine"
        raise ProjectError(what, where=str(folder), mend="Delete it, and download again with --only-binary=:all:.")
    return [_read_wheel(file) for file in sorted(folder.glob("*.whl"))]


def _read_wheel(file: Path) -> Wheel:
    """A wheel, by its name (PEP 427) and its METADATA."""
    try:
        name, version, *_, python, abi, platform = file.stem.split("-")
        with zipfile.ZipFile(file) as archive:
            [told] = [n for n in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", n)]
            metadata = email.message_from_bytes(archive.read(told))
        needs = tuple(map(read_requirement, metadata.get_all("Requires-Dist") or ()))
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
    except (ValueError, zipfile.BadZipFile, OSError) as error:
        mend = "Delete it and download it again."
        raise ProjectError(f"this is not a wheel that can be read ({error})", where=str(file), mend=mend) from error
    platforms = tuple(dict.fromkeys(map(_kind, platform.split("."))))
    return Wheel(file.name, canonical(name), version, tuple(python.split(".")), abi, platforms, needs, digest)


def _kind(platform: str) -> str:
    """`manylinux_2_28_x86_64` is `linux_x86_64`: how old a system may be is for pip to judge, on the machine itself."""
    return re.sub(r"^(?:many|musl)?(linux|macosx)(?:\d+|_\d+_\d+)?_", r"\1_", platform)


def _as_pip_says(platform: str) -> str:
    system, _, processor = platform.partition("_")
    return {"linux": f"manylinux_2_28_{processor}", "macosx": f"macosx_11_0_{processor}"}.get(system, platform)


def machines(wheels: Iterable[Wheel]) -> list[Machine]:
    """The kinds of machine that the wheels were downloaded for, by those that are compiled; never none."""
    compiled = [w for w in wheels if "any" not in w.platforms]
    found = {
        Machine(f"3.{named[1]}", platform)
        for wheel in compiled
        for tag, platform in itertools.product(wheel.pythons, wheel.platforms)
        if platform != _BOTH_MACS and wheel.abi not in {"abi3", "none"} and (named := _PYTHON_OF_A_WHEEL.match(tag))
    }
    return sorted(found, key=str)


# ---- checking --------------------------------------------------------------------------------------------------------


def check(wheels: Sequence[Wheel], folder: str) -> list[Finding]:
    """What would stop an installation from these wheels on the machines they are for."""
    found = list(_twice(wheels, folder))
    for machine in machines(wheels):
        found += _lacking(wheels, machine, folder)
    return found


def _twice(wheels: Sequence[Wheel], folder: str) -> Iterator[Finding]:
    for name, group in itertools.groupby(wheels, key=lambda wheel: wheel.name):
        versions = sorted({wheel.version for wheel in group})
        if len(versions) > 1:
            what = f"{name} is there in the versions {' and '.join(versions)}"
            yield Finding("error", folder, name, "W-TWICE", what, "Keep one; or make the folder anew.")


def _lacking(wheels: Sequence[Wheel], machine: Machine, folder: str) -> Iterator[Finding]:
    """Follow what is needed, from our own wheel on."""
    fitting = {wheel.name: wheel for wheel in wheels if machine.runs(wheel)}
    wanted = [("", Requirement(OURS, "", ""))]
    seen: set[tuple[str, str]] = set()
    while wanted:
        by, needed = wanted.pop()
        if not needed.applies(machine.surroundings()) or (needed.name, needed.versions) in seen:
            continue
        seen.add((needed.name, needed.versions))
        wheel = fitting.get(needed.name)
        if wheel is None or not needed.admits(wheel.version):
            yield _finding(needed, wheel, by, machine, folder)
        else:
            wanted += [(wheel.name, further) for further in wheel.needs]


def _finding(needed: Requirement, wheel: Wheel | None, by: str, machine: Machine, folder: str) -> Finding:
    said = f"{wheel.version} is there" if wheel else "is not there"
    what = f"{needed.name}{needed.versions} {said}{f', and {by} needs it' if by else ''}, for {machine}"
    if needed.name == OURS:
        mend = f"In the folder of its pyproject.toml: python -m pip wheel --no-deps -w {folder} ."
    else:
        where = f"--platform {_as_pip_says(machine.platform)} --python-version {machine.python} -d {folder}"
        mend = f'python -m pip download --no-deps --only-binary=:all: {where} "{needed.name}{needed.versions}"'
    return Finding("error", folder, needed.name, "W-LACKS", what, mend)


# ---- writing ---------------------------------------------------------------------------------------------------------


def write_list(folder: Path) -> list[Wheel]:
    """Write `requirements.txt` into the folder: every wheel with its version and SHA-256, for `--require-hashes`.

    Raises:
        ProjectError: there is no such folder, or no wheel for any machine in it.
        FindingsError: something that the wheels need is not there, or is there twice; nothing is written.
        MachineError: the list cannot be written.

    """
    wheels = read_wheels(folder)
    if not machines(wheels):
        what = "no compiled wheel is there, so it cannot be said for which machine they are"
        raise ProjectError(what, where=str(folder), mend="Let pip fill the folder first: docs/install.md.")
    stop_on_errors(check(wheels, str(folder)))
    write_whole(folder / LIST, _list(wheels).encode("utf-8"))
    return wheels


def _list(wheels: Sequence[Wheel]) -> str:
    lines = [
        f"# Every wheel of this folder with its SHA-256, for {'; '.join(map(str, machines(wheels)))}.",
        "# python -m pip install --no-index --require-hashes --find-links . -r requirements.txt",
    ]
    for (name, version), group in itertools.groupby(wheels, key=lambda wheel: (wheel.name, wheel.version)):
        hashes = sorted({f"--hash=sha256:{wheel.sha256}" for wheel in group})
        lines.append(" \\\n    ".join([f"{name}=={version}", *hashes]))
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Write the list of one folder; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print("usage: python -m excel_scorecard.wheelhouse FOLDER\n\nList its wheels with their hashes.")
        return 0 if arguments[:1] in (["--help"], ["-h"]) else ProjectError.exit_code
    folder = Path(arguments[0])
    try:
        wheels = write_list(folder)
    except ScorecardError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print(f"{folder / LIST}: {len(wheels)} wheels, for {'; '.join(map(str, machines(wheels)))}.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
