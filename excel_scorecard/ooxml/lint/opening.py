"""Lint, opening: what one meets who opens the workbook: which sheet, which cell, what is hidden, frozen, locked."""

from collections.abc import Iterator
from typing import Final

from excel_scorecard.ooxml.lint.examined import Examined
from excel_scorecard.ooxml.lint.grid import whole
from excel_scorecard.ooxml.lint.rule import Fault, rule
from excel_scorecard.ooxml.markup import Element, is_true, main

_THE_BOOK: Final = "the workbook"
_SECRETS: Final = ("password", "hashValue", "workbookPassword", "workbookHashValue", "reservationPassword")
_FROZEN: Final = ("frozen", "frozenSplit")


def _views(it: Examined) -> list[Element]:
    return [] if it.book is None else it.book.findall(f"{main('bookViews')}/{main('workbookView')}")


@rule(
    "R-ACTIVE",
    "the sheet that opens is one that can be seen",
    why="Excel opens another one, and what is typed may go into the hidden sheet too.",
    mend="Click the tab of the first sheet and save; or let the program that made the file state another activeTab.",
)
def _active(it: Examined) -> Iterator[Fault]:
    for view in _views(it):
        number = whole(view, "activeTab", 0)
        if number is not None and 0 <= number < len(it.sheets) and not it.sheets[number].is_seen:
            yield Fault(it.sheets[number].name, "the workbook opens with this sheet, which is hidden")


@rule(
    "A-OPENS",
    "the workbook opens with one sheet selected",
    why="With several selected, what is typed into one goes into all of them, and nobody sees it.",
    mend="Right-click a tab, Ungroup Sheets, and save.",
)
def _opens(it: Examined) -> Iterator[Fault]:
    chosen = [s.name for s in it.sheets if any(is_true(v.get("tabSelected")) for v in s.all("sheetViews/sheetView"))]
    if len(chosen) > 1:
        yield Fault(chosen[0], f"{len(chosen)} sheets are selected: {', '.join(chosen[:4])}")


@rule(
    "A-CURSOR",
    "the workbook opens at cell A1 of its first sheet",
    why="A screen reader begins where the cursor stands; elsewhere who listens has missed the title.",
    mend="Press Ctrl+Home on each sheet, click the first tab, and save.",
)
def _cursor(it: Examined) -> Iterator[Fault]:
    first = next((number for number, sheet in enumerate(it.sheets) if sheet.is_seen), None)
    if first is None:
        return
    opens = next((whole(view, "activeTab", 0) for view in _views(it)), 0)
    if opens is not None and opens != first and 0 <= opens < len(it.sheets):
        yield Fault(
            it.sheets[opens].name, f"the workbook opens with this sheet, and the first is {it.sheets[first].name}"
        )
    for view in it.sheets[first].all("sheetViews/sheetView"):
        # without frozen panes there is one selection, and none means A1; a split view keeps one a pane
        cells = {e.get("activeCell", "A1") for e in view.iterfind(main("selection"))} or {"A1"}
        if "A1" not in cells:
            yield Fault(it.sheets[first].at(min(cells)), "the cursor stands here, not in A1")
        elif view.get("topLeftCell", "A1") != "A1":
            yield Fault(it.sheets[first].at(view.get("topLeftCell", "")), "the sheet opens here, not at A1")


@rule(
    "A-HIDDEN",
    "nothing is hidden: no sheet, row or column",
    why="Who downloads the file does not know that something is left out, or finds what was not meant to be seen.",
    mend="Show it or delete it.",
)
def _hidden(it: Examined) -> Iterator[Fault]:
    for sheet in it.sheets:
        if not sheet.is_seen:
            yield Fault(sheet.name, "the sheet is hidden")
        for word, path, name in (("row", "sheetData/row", "r"), ("column", "cols/col", "min")):
            hidden = [e.get(name) for e in sheet.all(path) if is_true(e.get("hidden"))]
            if hidden:
                yield Fault(sheet.name, f"{len(hidden)} hidden, the first is {word} {hidden[0]}")


@rule(
    "A-FREEZE",
    "no rows or columns are frozen",
    why="With the text made large, frozen rows fill the window and nothing else can be reached.",
    mend="View > Freeze Panes > Unfreeze Panes.",
)
def _freeze(it: Examined) -> Iterator[Fault]:
    for sheet in it.sheets:
        if sheet.is_seen and any(p.get("state") in _FROZEN for p in sheet.all("sheetViews/sheetView/pane")):
            yield Fault(sheet.name, "rows or columns are frozen")


@rule(
    "A-LOCKED",
    "locked cells can be selected",
    why="A screen reader reads the cell that is selected: what cannot be selected cannot be read.",
    mend="Review > Unprotect Sheet, then Protect Sheet with 'Select locked cells' ticked. Protection itself is fine.",
)
def _locked(it: Examined) -> Iterator[Fault]:
    for sheet in it.worksheets:
        found = sheet.find("sheetProtection")
        if found is not None and is_true(found.get("sheet")) and is_true(found.get("selectLockedCells")):
            yield Fault(sheet.name, "its locked cells cannot be selected")


@rule(
    "A-PASSWORD",
    "nothing is locked with a password",
    why="Who needs other colours, wider columns or larger text cannot make them.",
    mend="Take the password away: Review > Unprotect Sheet, Protect Workbook. Without one, protection is fine.",
)
def _password(it: Examined) -> Iterator[Fault]:
    for sheet in it.sheets:
        if any(_has_password(e) for name in ("sheetProtection", "protectedRanges") for e in sheet.all(name)):
            yield Fault(sheet.name, "the sheet is locked with a password")
    for name in ("workbookProtection", "fileSharing"):
        found = None if it.book is None else it.book.find(main(name))
        if found is not None and _has_password(found):
            yield Fault(_THE_BOOK, f"it is locked with a password (<{name}>)")


def _has_password(element: Element) -> bool:
    return any(e.get(name) for e in (element, *element.iterchildren("*")) for name in _SECRETS)


RULES = (_active, _opens, _cursor, _hidden, _freeze, _locked, _password)
