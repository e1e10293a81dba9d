"""Neighbours: the lists of statistical neighbours, each authority's ten and the list's version.

Knows the two forms in which the lists are published, by their columns. The version is the year in the file's name, or
the one in which the form was published.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from excel_scorecard.comparators.releases import columns_of
from excel_scorecard.errors import Finding
from excel_scorecard.figures.files import Table
from excel_scorecard.settings_file import nearest

NEIGHBOURS: Final = 10


@dataclass(frozen=True)
class _Form:
    """How a list is laid out: headings of code and name, the neighbours' headings before their number."""

    version: str
    code: str
    name: str
    neighbour: str


# plain headings: without case, underscores and hyphens
_FORMS = (
    _Form("2025", "old la code", "la name", "sn "),
    _Form("2021", "la num", "la name", "sn"),
)
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")


@dataclass(frozen=True)
class NeighbourList:
    """A list of statistical neighbours: by code, an authority's name and the codes of its neighbours, nearest first."""

    file: str
    version: str
    names: Mapping[str, str]
    neighbours: Mapping[str, tuple[str, ...]]


def read_neighbours(table: Table) -> tuple[NeighbourList | None, list[Finding]]:
    """The list in a file; None where the file is no such list."""
    columns = columns_of(table.rows[0])
    numbers = range(1, NEIGHBOURS + 1)
    form = next(
        (f for f in _FORMS if {f.code, f.name, *(f"{f.neighbour}{n}" for n in numbers)} <= columns.keys()), None
    )
    if form is None:
        return None, []
    names: dict[str, str] = {}
    neighbours: dict[str, tuple[str, ...]] = {}
    findings: list[Finding] = []
    for row in table.rows[1:]:
        cells = [str(cell).strip() for cell in row.cells]
        said = dict(zip(columns, (cells[at] if at < len(cells) else "" for at in columns.values()), strict=True))
        code, found = said[form.code], tuple(said[f"{form.neighbour}{n}"] for n in numbers)
        if not code.isdigit():
            continue  # a note under the list
        if not all(found):
            what = f"{said[form.name]} has {sum(map(bool, found))} neighbours, and not {NEIGHBOURS}"
            mend = "Give the list as it was published."
            findings.append(Finding("warning", table.file, f"line {row.line}", "B-NEIGHBOURS", what, mend))
        names[code], neighbours[code] = said[form.name], tuple(filter(None, found))
    in_name = _YEAR.search(table.file)
    return NeighbourList(table.file, in_name[1] if in_name else form.version, names, neighbours), findings


def code_of(known: NeighbourList, authority: str) -> str | None:
    """The code of an authority by its name or code; None where the list lacks it."""
    if authority in known.neighbours:
        return authority
    by_name = {name.casefold(): code for code, name in known.names.items()}
    return by_name.get(authority.casefold())


def near_authority(known: NeighbourList, authority: str) -> str:
    """` - did you mean 'Birmingham'?`, or nothing."""
    return nearest(authority, known.names.values())
