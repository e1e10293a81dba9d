"""Ranges: what a sheet lays over cells without being in them: conditional formats, validations, ignored errors.

Knows how such ranges follow a table that grows or shrinks. What the rules mean is the template's.
"""

from collections.abc import Callable

from excel_scorecard.ooxml import stated
from excel_scorecard.ooxml.cells import Area
from excel_scorecard.ooxml.formulas import mapped
from excel_scorecard.ooxml.markup import XM, Element, local_name, main

_WITH_RANGE = tuple(
    main(name) for name in ("conditionalFormatting", "dataValidation", "ignoredError", "protectedRange")
)
_FORMULAS = tuple(main(name) for name in ("formula", "formula1", "formula2"))


def extended(area: Area, old: Area, new: Area) -> Area:
    """`area` with its last row moved, if it lies in the columns of `old` and ends where `old` ends."""
    if area.last_row != old.last_row or not (
        old.first_column <= area.first_column and area.last_column <= old.last_column
    ):
        return area
    return Area(min(area.first_row, new.last_row), area.first_column, new.last_row, area.last_column)


def follows(area: Area, old: Area, new: Area) -> Area:
    """The same for a reference: only one that covers the rows of `old` from the first, or from the heading above it."""
    return extended(area, old, new) if old.first_row - 1 <= area.first_row <= old.first_row else area


def follow_in_formula(
    formula: str, own_sheet: str | None, sheet: str, old: Area, new: Area, *, single: bool = False
) -> str:
    """A formula whose ranges over all rows of `old` on `sheet` cover all rows of `new`.

    Args:
        formula: as it stands in the file.
        own_sheet: the sheet the formula stands on, None for one of the workbook or a chart.
        sheet: the sheet whose rows have become more or fewer.
        old: those rows before, in their columns.
        new: the same now.
        single: whether the one cell of a table with one row counts as a range: in charts, but not in formulas, which
            may well mean that cell.
    """
    if str(old.last_row) not in formula:
        return formula  # most formulas, told without taking them apart

    def change(named: str | None, area: Area, is_range: bool) -> Area:
        on = named if named is not None else own_sheet
        if on is None or on.lower() != sheet.lower() or not (is_range or single):
            return area
        return follows(area, old, new)

    return mapped(formula, change)


def _extended_list(text: str, old: Area, new: Area, element: Element) -> str:
    return " ".join(str(extended(area, old, new)) for area in stated.areas(text, element))


def extend(root: Element, edit: Callable[[], Element], sheet: str, old: Area, new: Area) -> None:
    """Let ranges that end at the last row of `old`, in its columns, end at that of `new`; also those of extensions.

    Formulas of rules and the data of sparklines that cover all rows of `old` follow too.
    """
    for element in root.iter(*_WITH_RANGE):
        text = element.get("sqref", "")
        if (changed := _extended_list(text, old, new, element)) != text:
            edit()
            element.set("sqref", changed)
    for element in root.iter(*_FORMULAS):
        _rewrite(element, edit, sheet, old, new)
    for element in root.iter(f"{{{XM}}}sqref"):
        parent = element.getparent()
        if parent is None or local_name(parent) == "sparkline":
            continue  # a sparkline stands in its own cell
        text = element.text or ""
        if (changed := _extended_list(text, old, new, element)) != text:
            edit()
            element.text = changed
    for element in root.iter(f"{{{XM}}}f"):
        parent = element.getparent()
        _rewrite(element, edit, sheet, old, new, single=parent is not None and local_name(parent) == "sparkline")


def _rewrite(
    formula: Element, edit: Callable[[], Element], sheet: str, old: Area, new: Area, *, single: bool = False
) -> None:
    text = formula.text or ""
    if (changed := follow_in_formula(text, sheet, sheet, old, new, single=single)) != text:
        edit()
        formula.text = changed
