"""Delete: the parts that go with a sheet: all that nothing else in the package leads to.

Knows relationships. What refers to the sheet by its name is lost.py's, the list of sheets workbook.py's.
"""

from collections.abc import Mapping
from typing import Final

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.ledger import deleted
from excel_scorecard.ooxml.markup import local_name
from excel_scorecard.ooxml.package import Package

# Parts of the whole workbook that name sheets and tables by number: without them Excel offers a repair.
_FILTERS: Final = {"slicerCache": "a slicer", "timelineCache": "a timeline"}


def reached(package: Package, start: str) -> set[str]:
    """All parts that relationships lead to from a part (`""`: from the package itself), and the part itself."""
    found = {start}
    waiting = [start]
    while waiting:
        for relationship in package.relationships(waiting.pop()):
            if relationship.part is not None and relationship.part not in found:
                found.add(relationship.part)
                waiting.append(relationship.part)
    return found


def check_deletion(package: Package, part: str | None, sheet_id: str, where: str) -> None:
    """Raise TemplateError where a slicer or timeline of the workbook filters what stands on the sheet."""
    tables = {package.read(table).get("id", "") for table in package.related(part, "table")} if part else set()
    for relationship in package.relationships(package.main_part()):
        what = _FILTERS.get(relationship.kind)
        if what is None or relationship.part is None:
            continue
        for element in package.read(relationship.part).iter("*"):
            by_sheet = local_name(element) == "pivotTable" and element.get("tabId") == sheet_id
            if by_sheet or (local_name(element) == "tableSlicerCache" and element.get("tableId") in tables):
                raise TemplateError(
                    f"the sheet cannot be deleted, because {what} filters a table on it.",
                    where=where,
                    mend=f"In Excel delete {what}, or the sheet itself, and save the workbook.",
                )


def remove_sheet_parts(package: Package, workbook_part: str, sheets: Mapping[str, str]) -> None:
    """Take away the relationships to sheets (their names by id), and every part that nothing leads to without them."""
    part_of = {r.id: r.part for r in package.relationships(workbook_part) if r.id in sheets and r.part is not None}
    why = {found: deleted(sheets[i]) for i, part in part_of.items() for found in reached(package, part)}
    for identifier in sheets:
        if identifier:
            package.remove_relationship(workbook_part, identifier)
    for gone in sorted(why.keys() - reached(package, "")):
        package.remove(gone, why[gone])
