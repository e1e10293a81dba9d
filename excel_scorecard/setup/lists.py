"""Lists: the drop-downs of scorecard.xlsx. Choices come from the models, ids and areas from what is typed elsewhere.

The lists of ids and areas are names in the workbook that grow with what is typed; two of them have an entry more
(TOTAL, concerns) and stand on a hidden sheet.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from excel_scorecard.commentary import CONCERNS
from excel_scorecard.project import NO_BREAKDOWN, TOTAL
from excel_scorecard.project.sheets import AREAS_SHEET, INDICATORS_SHEET
from excel_scorecard.settings_book import Column, Sheet

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

LISTS_SHEET = "Lists"
LONGEST = 200
"""Entries that a list can have."""

_NAMES: Mapping[str, str] = {
    "indicators": "indicator_ids",
    "indicators and concerns": "indicator_ids_and_concerns",
    "areas": "area_names",
    "areas and total": "area_names_and_total",
    "axes": "axis_names",
    "team types": "area_names",
}
_USUAL_AXES = ("area", "team type")
_LIMITS = {
    "year": (1990, 2100),
    "decimals": (0, 4),
    "trend_months": (1, 400),
    "window_months": (1, 60),
    "years": (1, 20),
}


def validate(sheet: "Worksheet", column: Column, first: int, last: int, at: int) -> None:
    """Give the cells of a column a drop-down, or the check that its kind of setting allows."""
    title = column.header[:32]
    rule: dict[str, Any]
    if column.choices:
        rule = {"validate": "list", "source": list(column.choices), "error_message": "Choose one from the list."}
    elif column.list:
        said = "This is not on the list yet. Keep it all the same?"
        # a warning and no stop: ids and areas may be typed before the sheet that they are listed on
        rule = {"validate": "list", "source": f"={_NAMES[column.list]}", "error_type": "warning", "error_message": said}
    elif column.kind == "whole":
        least, most = _LIMITS.get(column.key, (1, 1_000_000_000))
        said = f"Type a whole number from {least:,} to {most:,}."
        rule = {"validate": "integer", "criteria": "between", "minimum": least, "maximum": most, "error_message": said}
    elif column.kind == "number":
        said = "Type a number, such as 75 or 75%."
        rule = {"validate": "decimal", "criteria": "between", "minimum": -1e15, "maximum": 1e15, "error_message": said}
    else:
        return
    sheet.data_validation(first, at, last, at, {"error_title": title, **rule})


def define_lists(book: "Workbook", settings: Mapping[str, Any], first_entry_row: Callable[[Sheet], int]) -> None:
    """Add the hidden sheet of lists, and the names that the drop-downs go by."""
    ids = _cells(INDICATORS_SHEET, first_entry_row(INDICATORS_SHEET))
    areas = _cells(AREAS_SHEET, first_entry_row(AREAS_SHEET))
    book.define_name("indicator_ids", f"={_filled(*ids)}")
    book.define_name("area_names", f"={_filled(*areas)}")
    sheet = book.add_worksheet(LISTS_SHEET)
    sheet.hide()
    known_ids = [str(indicator["id"]) for indicator in settings.get("indicator", [])]
    known_areas = [str(area["name"]) for area in settings.get("area", [])]
    axes = dict.fromkeys([*(str(a.get("axis", "area")) for a in settings.get("area", [])), *_USUAL_AXES, NO_BREAKDOWN])
    _write_list(book, sheet, 0, "indicator_ids_and_concerns", CONCERNS, ids, known_ids)
    _write_list(book, sheet, 1, "area_names_and_total", TOTAL, areas, known_areas)
    sheet.write_string(0, 2, "axis_names")
    for row, axis in enumerate(axes, start=1):
        sheet.write_string(row, 2, axis)
    book.define_name("axis_names", f"={LISTS_SHEET}!$C$2:$C${len(axes) + 1}")


def _cells(sheet: Sheet, first: int) -> tuple[str, int]:
    """The sheet's quoted name, and the row, counted from 1, of the first entry in column A."""
    return f"'{sheet.name}'", first + 1


def _filled(sheet: str, first: int) -> str:
    """The cells of column A from the first to the last that is filled: a list with blanks would let anything pass."""
    whole = f"{sheet}!$A${first}:$A${first + LONGEST - 1}"
    return f"{sheet}!$A${first}:INDEX({whole},MAX(1,COUNTA({whole})))"


def _write_list(
    book: "Workbook", sheet: "Worksheet", at: int, name: str, head: str, cells: tuple[str, int], known: list[str]
) -> None:
    source, first = cells
    letter = "AB"[at]
    sheet.write_string(0, at, name)
    sheet.write_string(1, at, head)
    for step in range(LONGEST):
        cell = f"{source}!$A${first + step}"
        sheet.write_formula(step + 2, at, f'=IF({cell}="","",{cell})', None, known[step] if step < len(known) else "")
    whole = f"{source}!$A${first}:$A${first + LONGEST - 1}"
    all_of_it = f"{LISTS_SHEET}!${letter}$2:${letter}${LONGEST + 2}"
    book.define_name(name, f"={LISTS_SHEET}!${letter}$2:INDEX({all_of_it},1+COUNTA({whole}))")
