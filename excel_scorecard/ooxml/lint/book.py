"""Lint, book: the list of sheets, and the defined names."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from excel_scorecard.ooxml.formulas import references
from excel_scorecard.ooxml.lint.examined import Examined
from excel_scorecard.ooxml.lint.grid import area, whole
from excel_scorecard.ooxml.lint.rule import Fault, rule
from excel_scorecard.ooxml.markup import Element, main
from excel_scorecard.ooxml.names import is_legal_name
from excel_scorecard.ooxml.sheet_names import why_refused

_THE_BOOK: Final = "the workbook"
_MANAGER: Final = "Mend or delete it: Formulas > Name Manager."
_ON_OWN_SHEET: Final = frozenset(("_xlnm.print_area", "_xlnm.print_titles", "_xlnm._filterdatabase"))


@rule(
    "R-SHEET-NAME",
    "every sheet has a name that Excel takes, and no other sheet has it",
    why="Excel offers a repair and calls the sheet Recovered_Sheet1; formulas that name it break.",
    mend="Give it 1 to 31 characters, none of : \\ / ? * [ ], and no apostrophe at an end.",
)
def _sheet_name(it: Examined) -> Iterator[Fault]:
    taken: list[str] = []
    for sheet in it.sheets:
        what = why_refused(sheet.name, taken)
        if what:
            yield Fault(sheet.name or _THE_BOOK, f"a sheet cannot be called {sheet.name!r}: {what}")
        taken.append(sheet.name)


@rule(
    "R-SHEET-ID",
    "every sheet has an id of its own and a part that holds it",
    why="Excel cannot tell the sheets apart, or finds nothing to show, and calls the file damaged.",
    mend="Save the workbook again with the program that made it.",
)
def _sheet_id(it: Examined) -> Iterator[Fault]:
    for name in ("sheetId", "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"):
        for value, count in Counter(sheet.element.get(name) for sheet in it.sheets).items():
            if count > 1:
                yield Fault(_THE_BOOK, f"{count} sheets have the {name.rpartition('}')[2]} {value}")
    for sheet in it.sheets:
        if sheet.part is None:
            yield Fault(sheet.name, "the sheet has no part: there is nothing to show")
        if (whole(sheet.element, "sheetId") or 0) < 1:
            yield Fault(sheet.name, f"the sheet has the id {sheet.element.get('sheetId')!r}")


@rule(
    "R-VISIBLE",
    "at least one sheet can be seen, and the one that opens is there",
    why="Excel does not open a workbook in which every sheet is hidden.",
    mend="Show a sheet: set its state to visible.",
)
def _visible(it: Examined) -> Iterator[Fault]:
    if not any(sheet.element.get("state", "visible") == "visible" for sheet in it.sheets):
        yield Fault(_THE_BOOK, "no sheet can be seen")
    if it.book is None:
        return
    for view in it.book.iterfind(f"{main('bookViews')}/{main('workbookView')}"):
        for name in ("activeTab", "firstSheet"):
            number = whole(view, name, 0)
            if number is None or not 0 <= number < max(1, len(it.sheets)):
                yield Fault(_THE_BOOK, f"{name} is {view.get(name)}, and there are {len(it.sheets)} sheets")


def _names(it: Examined) -> list[Element]:
    return [] if it.book is None else it.book.findall(f"{main('definedNames')}/{main('definedName')}")


@rule(
    "R-NAME",
    "every defined name is one that Excel takes, once for its sheet or for the workbook",
    why="Excel offers a repair and renames or drops the name; formulas that use it give #NAME?.",
    mend=_MANAGER,
)
def _name(it: Examined) -> Iterator[Fault]:
    seen: set[tuple[str, str | None]] = set()
    for element in _names(it):
        word, local = element.get("name", ""), element.get("localSheetId")
        # more than the last row of a sheet is no cell, though it looks like one
        if not is_legal_name(word) and not (re.fullmatch(r"[A-Za-z]{1,3}[0-9]+", word) and area(word) is None):
            yield Fault(_THE_BOOK, f"{word!r} cannot be a name in Excel")
        if (word.lower(), local) in seen:
            yield Fault(_THE_BOOK, f"the name {word} is there twice")
        seen.add((word.lower(), local))
        number = whole(element, "localSheetId", 0)
        if local is not None and (number is None or not 0 <= number < len(it.sheets)):
            yield Fault(_THE_BOOK, f"the name {word} is of sheet {local}, counted from 0, of {len(it.sheets)}")


@rule(
    "R-NAME-EMPTY",
    "every defined name refers to something",
    why="Excel offers a repair and drops the name.",
    mend=_MANAGER,
)
def _name_empty(it: Examined) -> Iterator[Fault]:
    for element in _names(it):
        if not (element.text or "").strip():
            yield Fault(_THE_BOOK, f"the name {element.get('name')} refers to nothing")


@rule(
    "R-NAME-SHEET",
    "every defined name refers to sheets that are there",
    why="Excel cannot find the sheet, and offers a repair or asks for a file.",
    mend=_MANAGER,
)
def _name_sheet(it: Examined) -> Iterator[Fault]:
    known = {sheet.name.lower() for sheet in it.sheets}
    for element in _names(it):
        for found in references(element.text or ""):
            for sheet in (found.sheet, found.last_sheet):
                if sheet and "[" not in sheet and sheet.lower() not in known:
                    yield Fault(_THE_BOOK, f"the name {element.get('name')} refers to the sheet {sheet!r}, not there")


@rule(
    "R-PRINT-NAME",
    "print areas, print titles and filters lie on the sheet that they are of",
    why="Excel offers a repair and drops the print settings.",
    mend="Set the print area anew: Page Layout > Print Area.",
)
def _print_name(it: Examined) -> Iterator[Fault]:
    for element in _names(it):
        number = whole(element, "localSheetId")
        if element.get("name", "").lower() not in _ON_OWN_SHEET or number is None:
            continue
        own = it.sheets[number].name if 0 <= number < len(it.sheets) else None
        for found in references(element.text or ""):
            if own is not None and found.sheet is not None and found.sheet.lower() != own.lower():
                yield Fault(own, f"its {element.get('name', '')[6:]} lies on the sheet {found.sheet!r}")


@rule(
    "R-NAME-BROKEN",
    "no defined name has lost its cells",
    why="The cells were deleted and the name was left with #REF!. What uses it gives an error.",
    mend=_MANAGER,
)
def _name_broken(it: Examined) -> Iterator[Fault]:
    for element in _names(it):
        if "#REF!" in (element.text or ""):
            yield Fault(_THE_BOOK, f"the name {element.get('name')} refers to {(element.text or '')[:60]}")


RULES = (_sheet_name, _sheet_id, _visible, _name, _name_empty, _name_sheet, _print_name, _name_broken)
