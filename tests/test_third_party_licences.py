"""The list of what a user gets beside the package is what the installed packages ask for, with their own licences."""

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest

from excel_scorecard.requirements import canonical, read_requirement, these_surroundings

TOP = Path(__file__).resolve().parent.parent
OURS = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
SYSTEMS = (
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
)
ROW = re.compile(r"^\| ([\w-]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
LISTED = {
    canonical(name): (versions, licence)
    for name, versions, licence, _ in ROW.findall((TOP / "docs" / "third-party-licences.md").read_text("utf-8"))
    if name != "package"
}


def installed(name: str) -> importlib.metadata.Distribution | None:
    try:
        return importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def closure() -> dict[str, str]:
    """All that our package asks for, directly or not, on any system: by name, and who asks."""
    asked: dict[str, str] = {}
    waiting = [("excel_scorecard", read_requirement(line)) for line in OURS]
    while waiting:
        by, needed = waiting.pop()
        applies = any(needed.applies({**these_surroundings(), **system}) for system in SYSTEMS)
        if applies and needed.name not in asked:
            asked[needed.name] = by
            found = installed(needed.name)
            waiting += [(needed.name, read_requirement(line)) for line in (found.requires if found else None) or ()]
    return asked


def test_all_that_is_asked_for_is_listed():
    assert {name: by for name, by in closure().items() if name not in LISTED} == {}


def test_nothing_is_listed_that_is_installed_and_not_asked_for():
    older = {"six", "pytz"}  # their own table says when they come; a development tool may bring them too
    assert {name for name in LISTED if installed(name)} - set(closure()) - older == set()


@pytest.mark.parametrize("line", OURS)
def test_a_range_is_listed_as_the_package_asks_for_it(line: str):
    needed = read_requirement(line)
    versions, _ = LISTED[needed.name]
    assert set(versions.split(",")) == set(needed.versions.split(","))


@pytest.mark.parametrize("name", sorted(LISTED))
def test_a_licence_is_listed_as_the_package_states_it(name: str):
    found = installed(name)
    if found is None:
        pytest.skip(f"{name} is not installed: nothing here asks for it")
    _, licence = LISTED[name]
    metadata = found.metadata
    stated = metadata.get("License-Expression") or metadata.get("License") or ""
    if not stated or "\n" in stated or "Dual" in stated:  # an older version states it in its licence file alone
        pytest.skip(f"{name} {found.version} states no licence in a word")
    assert stated.casefold() in {licence.casefold(), licence.partition("-")[0].casefold()}
