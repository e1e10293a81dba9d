"""What packages say they need of others: read, compared and judged as pip does, without pip."""

import importlib.metadata
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.markers import Marker
from packaging.requirements import Requirement as PipsRequirement
from packaging.specifiers import SpecifierSet

from excel_scorecard.requirements import Requirement, canonical, read_requirement, these_surroundings

TOP = Path(__file__).resolve().parent.parent
OURS = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
INSTALLED = sorted(
    {line for found in importlib.metadata.distributions() for line in found.requires or () if " @ " not in line}
)
WINDOWS = {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "python_version": "3.11"}

numbers = st.lists(st.integers(0, 12), min_size=1, max_size=4).map(lambda n: ".".join(map(str, n)))
versions = st.builds(
    "{}{}".format, numbers, st.sampled_from(["", "", "a1", "b2", "rc1", ".post1", ".dev3", "rc1.dev2"])
)
clauses = st.builds("{}{}".format, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), versions)
stars = st.builds("{}{}.*".format, st.sampled_from(["==", "!="]), numbers)
compatible = st.lists(st.integers(0, 12), min_size=2, max_size=4).map(lambda n: "~=" + ".".join(map(str, n)))


@given(st.lists(clauses | stars | compatible, max_size=3).map(",".join), versions)
def test_a_version_is_in_a_range_where_pip_says_so(written: str, version: str):
    assert Requirement("x", written, "").admits(version) == SpecifierSet(written).contains(version, prereleases=True)


@pytest.mark.parametrize("line", OURS)
def test_each_of_our_own_requirements_admits_what_is_installed(line: str):
    needed = read_requirement(line)
    assert needed.versions, f"{line} has no range"
    assert needed.admits(importlib.metadata.version(needed.name))


@pytest.mark.parametrize("line", INSTALLED)
def test_a_requirement_of_a_real_package_is_read_as_pip_reads_it(line: str):
    read, pips = read_requirement(line), PipsRequirement(line)
    assert read.name == canonical(pips.name)
    assert set(filter(None, read.versions.split(","))) == {str(clause) for clause in pips.specifier}
    for surroundings in (these_surroundings(), {**these_surroundings(), **WINDOWS}):
        assert read.applies(surroundings) == (pips.marker is None or pips.marker.evaluate(surroundings))


@pytest.mark.parametrize(
    ("marker", "is_needed"),
    [
        ('sys_platform == "win32"', True),
        ('sys_platform == "linux" or platform_system == "Windows"', True),
        ('python_version < "3.9"', False),  # as versions: as text 3.11 would be less than 3.9
        ('(python_version >= "3.10" and os_name == "nt") and extra == "records"', False),
        ('"win" in sys_platform', True),
        ("'win' not in sys_platform", False),
    ],
)
def test_a_marker_is_judged_for_a_machine_that_is_not_this_one(marker: str, *, is_needed: bool):
    surroundings = {**these_surroundings(), **WINDOWS}
    assert read_requirement(f"tzdata; {marker}").applies(surroundings) is is_needed
    assert Marker(marker).evaluate(surroundings) is is_needed


@pytest.mark.parametrize("line", ["", "; sys_platform == 'win32'", "<5"])
def test_what_is_no_requirement_is_refused(line: str):
    with pytest.raises(ValueError, match="not a requirement"):
        read_requirement(line)


@pytest.mark.parametrize("written", ["===1.0", ">=one", "5"])
def test_a_range_of_another_form_is_refused_and_not_guessed(written: str):
    with pytest.raises(ValueError, match="not a"):
        Requirement("x", written, "").admits("1.0")
