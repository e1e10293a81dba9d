"""Names: the defined names of a workbook, its own and each sheet's.

Knows that `localSheetId` is a sheet's position, so that every insertion, move and deletion re-indexes it, and that
Excel keeps names sorted. What a reference's cells hold is workbook.py's.
"""

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Final

from lxml import etree

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.cells import Area
from excel_scorecard.ooxml.formulas import references, renamed, tokens
from excel_scorecard.ooxml.markup import WORKBOOK_ORDER, Element, insert_in_order, main
from excel_scorecard.ooxml.package import Package

_NAME, _NAMES = main("definedName"), main("definedNames")
_LEGAL = re.compile(r"(?:[^\W\d]|\\)[\w.\\?]{0,254}")
_ADDRESS_LIKE: Final = re.compile(r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*([Cc][0-9]*)?|[Cc][0-9]*|TRUE|FALSE", re.IGNORECASE)


def is_legal_name(name: str) -> bool:
    """Whether Excel takes this for a name of a cell, area or table: a word, and no cell address."""
    return name.startswith("_xlnm.") or bool(_LEGAL.fullmatch(name) and not _ADDRESS_LIKE.fullmatch(name))


def area_of(reference: str) -> tuple[str, tuple[Area, ...]] | None:
    """The sheet and areas of a plain reference, `'3 A'!$B$2` or a union on one sheet.

    Returns: None where it is anything else: a formula, `#REF!`, another workbook, areas on several sheets.
    """
    text = reference.removeprefix("=")
    if any(kind not in ("sheet", "area") and piece not in (",", " ", "(", ")") for kind, piece in tokens(text)):
        return None
    found = references(text)
    sheets = {r.sheet for r in found}
    if len(sheets) != 1 or None in sheets or any(r.area is None or r.last_sheet or r.kind != "area" for r in found):
        return None
    return str(sheets.pop()), tuple(r.area for r in found if r.area is not None)


class Names:
    """The defined names of one package. Names match without case."""

    def __init__(self, package: Package, workbook_part: str, sheet_names: Callable[[], list[str]]) -> None:
        self._package = package
        self._part = workbook_part
        self._sheet_names = sheet_names
        self.changed: set[tuple[str | None, str]] = set()  # (sheet or None, lower name) set or removed here
        self._known: list[Element] | None = None  # kept in step with the group: a workbook may have thousands
        self._is_sorted = True

    def _group(self) -> Element | None:
        return self._package.read(self._part).find(_NAMES)

    def _elements(self) -> list[Element]:
        if self._known is None:
            group = self._group()
            self._known = [] if group is None else [e for e in group if e.tag == _NAME]
        return self._known

    def _in_order(self) -> list[Element]:
        self.finish()
        return self._elements()

    def finish(self) -> None:
        """Sort the names as Excel does: once, when they are read or saved, not for each that comes."""
        group = self._group()
        if not self._is_sorted and group is not None:
            ordered = sorted(self._elements(), key=_place)
            if ordered != self._known:
                self._known = ordered
                group[:] = ordered
        self._is_sorted = True

    def _position(self, sheet: str) -> int:
        for position, name in enumerate(self._sheet_names()):
            if name.lower() == sheet.lower():
                return position
        raise TemplateError(
            f"there is no sheet {sheet!r}.", where=self._package.name, mend="Check the sheet's name in the workbook."
        )

    def local_names(self, sheet: str) -> dict[str, str]:
        """The names of one sheet, in lower case, with their references as written."""
        local = str(self._position(sheet))
        return {e.get("name", "").lower(): e.text or "" for e in self._in_order() if e.get("localSheetId") == local}

    def global_names(self) -> dict[str, str]:
        """The names of the whole workbook, in lower case, with their references as written."""
        return {e.get("name", "").lower(): e.text or "" for e in self._in_order() if e.get("localSheetId") is None}

    def find(self, name: str, sheet: str | None = None) -> str | None:
        """What a name stands for, read from `sheet`: the sheet's own name first, then the workbook's."""
        lowered = name.lower()
        if sheet is not None and lowered in (local := self.local_names(sheet)):
            return local[lowered]
        return self.global_names().get(lowered)

    def all_names(self) -> list[tuple[str, str | None, str]]:
        """Every name as (name, its sheet or None, reference), in the file's order."""
        sheets = self._sheet_names()
        found: list[tuple[str, str | None, str]] = []
        for element in self._in_order():
            local = element.get("localSheetId")
            sheet = sheets[int(local)] if local is not None and int(local) < len(sheets) else None
            found.append((element.get("name", ""), sheet, element.text or ""))
        return found

    def words(self) -> set[str]:
        """All names, in lower case."""
        return {element.get("name", "").lower() for element in self._elements()}

    def set(self, name: str, reference: str, sheet: str | None = None) -> None:
        """Add a name, or give the one that is there a new reference (its other properties stay).

        Raises:
            TemplateError: Excel would not take the name.
        """
        if not is_legal_name(name):
            raise TemplateError(
                f"{name!r} cannot be a name in Excel.",
                where=self._package.name,
                mend="Begin with a letter, use letters, digits and underscores, nothing like a cell address (Q1).",
            )
        local = None if sheet is None else str(self._position(sheet))
        self.changed.add((sheet, name.lower()))
        root = self._package.edit(self._part)
        for element in self._elements():
            if element.get("localSheetId") == local and element.get("name", "").lower() == name.lower():
                element.text = reference.removeprefix("=")
                return
        group = root.find(_NAMES)
        if group is None:
            group = etree.Element(_NAMES)
            insert_in_order(root, group, WORKBOOK_ORDER)
        element = etree.SubElement(group, _NAME, name=name)
        if local is not None:
            element.set("localSheetId", local)
        element.text = reference.removeprefix("=")
        self._elements().append(element)
        self._is_sorted = False

    def remove(self, name: str, sheet: str | None = None) -> None:
        """Remove a name; nothing happens where there is none."""
        local = None if sheet is None else str(self._position(sheet))
        self._drop(lambda e: e.get("localSheetId") == local and e.get("name", "").lower() == name.lower())
        self.changed.add((sheet, name.lower()))

    def _drop(self, is_unwanted: Callable[[Element], bool]) -> None:
        unwanted = [e for e in self._elements() if is_unwanted(e)]
        if not unwanted:
            return
        root = self._package.edit(self._part)
        gone = set(unwanted)
        self._known = [e for e in self._elements() if e not in gone]
        for element in unwanted:
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
        group = root.find(_NAMES)
        if group is not None and len(group) == 0:
            root.remove(group)  # an empty group is against the schema

    def clone(self, source: str, clone: str, tables: Mapping[str, str]) -> None:
        """Give the sheet `clone` what names `source` has, and what names of the workbook lead into `source`.

        The second is Excel's own way of copying a sheet: the copy's formulas then find the copy's cells.
        """
        source_position, position = str(self._position(source)), str(self._position(clone))
        sheets = {source: clone}
        new: dict[str, Element] = {}
        for element in self._elements():
            name, local = element.get("name", "").lower(), element.get("localSheetId")
            if local == source_position or (local is None and _leads_into(element.text or "", source)):
                if local is None and name in new:
                    continue
                twin = deepcopy(element)
                twin.set("localSheetId", position)
                twin.text = renamed(element.text or "", sheets, tables)
                new[name] = twin
        if not new:
            return
        group = self._package.edit(self._part).find(_NAMES)
        if group is not None:
            group.extend(new.values())
            self._elements().extend(new.values())
            self._is_sorted = False

    def drop_sheet(self, position: int) -> None:
        """Remove the names of the sheet at `position`."""
        self._drop(lambda e: e.get("localSheetId") == str(position))

    def reindex(self, moved: Mapping[int, int]) -> None:
        """Follow the sheets from old positions to new ones."""
        places = {str(old): str(new) for old, new in moved.items() if old != new}
        followers = [e for e in self._elements() if e.get("localSheetId") in places]
        if not followers:
            return
        self._package.edit(self._part)
        for element in followers:
            element.set("localSheetId", places[element.get("localSheetId", "")])
        self._is_sorted = False

    def change(self, rewrite: Callable[[str], str], *, mentioning: str) -> None:
        """Pass the references that hold the text `mentioning` (without case) through `rewrite`."""
        lowered = mentioning.lower()
        for element in self._elements():
            text = element.text or ""
            if lowered in text.lower() and (new := rewrite(text)) != text:
                self._package.edit(self._part)
                element.text = new


def _leads_into(reference: str, sheet: str) -> bool:
    return any(r.sheet is not None and r.sheet.lower() == sheet.lower() for r in references(reference))


def _place(element: Element) -> tuple[str, int]:
    # Excel writes them by name without case, built-in names without their prefix, the workbook's before the sheets'.
    return element.get("name", "").lower().removeprefix("_xlnm."), int(element.get("localSheetId", "-1"))
