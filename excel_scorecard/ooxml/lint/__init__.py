"""Lint: what Excel would repair in a workbook, which limits it breaks, and how well it reads and prints.

For any workbook: knows packages and no scorecard. Each family of rules has a module; this runs them all.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from excel_scorecard.errors import Finding, TemplateError
from excel_scorecard.ooxml.lint import (
    beside,
    book,
    cells,
    comments,
    data,
    drawings,
    functions,
    layout,
    legible,
    limits,
    links,
    opening,
    package,
    pages,
    paper,
    properties,
    sheets,
    tables,
    texts,
)
from excel_scorecard.ooxml.lint.examined import Examined
from excel_scorecard.ooxml.lint.levels import PROFILES, Profile, level
from excel_scorecard.ooxml.lint.rule import Fault, Rule
from excel_scorecard.ooxml.package import Package

__all__ = ["MOST_OF_ONE", "PROFILES", "REFUSED", "RULES", "Profile", "Rule", "explained", "lint"]

_FAMILIES: Final = (
    *(package, book, sheets, cells, tables, drawings, comments, functions, opening),
    *(limits, texts, links, layout, beside, legible, properties, data, paper, pages),
)
_FIRST: Final = "RLADP"  # the order of the families of codes
RULES: Final[tuple[Rule, ...]] = tuple(
    sorted((rule for family in _FAMILIES for rule in family.RULES), key=lambda rule: _FIRST.index(rule.code[0]))
)
REFUSED: Final = "R-REFUSED"
# Bytes of trees: every rule goes over every cell, which took 6 s for 324,000 cells of 340 MB; this keeps it below 5.
MOST_ROOM: Final = 230 * 1000 * 1000
MOST_OF_ONE: Final = 20  # findings of one rule in a file that are told; the rest are counted


def lint(path: Path, profile: Profile = "working") -> tuple[Finding, ...]:
    """What is wrong with a workbook, in the order of the rules.

    Args:
        path: an .xlsx or .xltx file. One that is no such file, or that cannot be opened, is one finding.
        profile: whom it is for; see levels.py.

    Returns: findings; of one rule at most `MOST_OF_ONE` and a last one with the count of the others.

    Raises:
        MachineError: the machine does not let us read it.
    """
    try:
        it = Examined(Package.open(path, most=MOST_ROOM))
    except TemplateError as error:
        return (Finding("error", path.name, "the file", REFUSED, error.what.rstrip("."), error.mend),)
    return tuple(_findings(it, path.name, profile))


def explained(code: str) -> str | None:
    """What a rule asks, why, and how to mend what breaks it; None where there is no such rule."""
    if code.upper() == REFUSED:
        return (
            f"{REFUSED}: the file is a workbook that can be opened.\nIt is another kind of file, has a password or "
            "macros, or is damaged so that nothing in it can be looked at.\nThe finding says which, and how to mend it."
        )
    return next((str(rule) for rule in RULES if rule.code == code.upper()), None)


def _findings(it: Examined, name: str, profile: Profile) -> Iterator[Finding]:
    for rule in RULES:
        grave = level(rule.code, profile)
        if grave is None:
            continue
        faults: Iterator[Fault] = iter(dict.fromkeys(rule.check(it)))
        for fault in islice(faults, MOST_OF_ONE):
            yield Finding(grave, name, fault.place, rule.code, fault.what, rule.mend)
        others = sum(1 for _ in faults)
        if others:
            yield Finding(grave, name, "elsewhere", rule.code, f"{others:,} more of the same", rule.mend)
