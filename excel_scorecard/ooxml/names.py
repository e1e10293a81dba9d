"""Names: the defined names of a workbook, its own and each sheet's.

Knows that `localSheetId` is a sheet's position, so that every insertion, move and deletion re-indexes it, and that
Excel keeps names sorted. What a reference's cells hold is workbook.py's.
"""

import re
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from copy import deepcopy
from itertools import chain
from typing import Final

from lxml import etree

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml import stated
from excel_scorecard.ooxml.cells import Area
from excel_scorecard.ooxml.formulas import references, renamed, tokens
from excel_scorecard.ooxml.ledger import NAMES
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


class _Name:
    """One name: its element, and beside it what is asked for often. A workbook of fifty sheets has thousands."""

    __slots__ = ("element", "lowered", "text", "text_lowered")

    def __init__(self, element: Element) -> None:
        self.element = element
        self.lowered = element.get("name", "").lower()
        self.text = element.text or ""
        self.text_lowered = self.text.lower()

    def refer_to(self, text: str) -> None:
        self.element.text = self.text = text
        self.text_lowered = text.lower()


class Names:
    """The defined names of one package. Names match without case.

    A name knows its sheet's position in the file alone: here it is kept with its sheet, and `finish` writes the
    positions, once for all the sheets that came, moved and went.
    """

    def __init__(self, package: Package, workbook_part: str, sheet_names: Callable[[], list[str]]) -> None:
        self._package = package
        self._part = workbook_part
        self._sheet_names = sheet_names
        self.changed: set[tuple[str | None, str]] = set()  # (sheet or None, lower name) set or removed here
        self._by_sheet: dict[str | None, list[_Name]] | None = None  # by sheet in lower case; None: the workbook's own
        self._strays: list[_Name] = []  # of a sheet that is not there, which happens in real files: carried along
        self._is_finished = True

    def _group(self) -> Element | None:
        return self._package.read(self._part).find(_NAMES)

    def _sheets(self) -> dict[str | None, list[_Name]]:
        if self._by_sheet is None:
            order = [name.lower() for name in self._sheet_names()]
            self._by_sheet = {None: [], **{sheet: [] for sheet in order}}
            group = self._group()
            for element in () if group is None else group.iterchildren(_NAME):
                local = element.get("localSheetId")
                if local is None:
                    self._by_sheet[None].append(_Name(element))
                elif 0 <= (position := stated.whole(element, "localSheetId")) < len(order):
                    self._by_sheet[order[position]].append(_Name(element))
                else:
                    self._strays.append(_Name(element))
        return self._by_sheet

    def _all(self) -> Iterator[_Name]:
        by_sheet = self._sheets()
        return chain(self._strays, *by_sheet.values())

    def _of(self, sheet: str | None) -> list[_Name]:
        known = self._sheets().get(None if sheet is None else sheet.lower())
        if known is not None:  # a sheet that goes takes its entry with it
            return known
        if sheet is not None and sheet.lower() not in {name.lower() for name in self._sheet_names()}:
            raise TemplateError(
                f"there is no sheet {sheet!r}.",
                where=self._package.name,
                mend="Check the sheet's name in the workbook.",
            )
        return self._sheets().setdefault(None if sheet is None else sheet.lower(), [])

    def local_names(self, sheet: str) -> dict[str, str]:
        """The names of one sheet, in lower case, with their references as written."""
        return {name.lowered: name.text for name in self._of(sheet)}

    def global_names(self) -> dict[str, str]:
        """The names of the whole workbook, in lower case, with their references as written."""
        return {name.lowered: name.text for name in self._of(None)}

    def find(self, name: str, sheet: str | None = None) -> str | None:
        """What a name stands for, read from `sheet`: the sheet's own name first, then the workbook's."""
        lowered = name.lower()
        if sheet is not None and lowered in (local := self.local_names(sheet)):
            return local[lowered]
        return self.global_names().get(lowered)

    def all_names(self) -> list[tuple[str, str | None, str]]:
        """Every name as (name, its sheet or None, reference), in the file's order."""
        self.finish()
        sheets = self._sheet_names()
        found: list[tuple[str, str | None, str]] = []
        group = self._group()
        for element in () if group is None else group.iterchildren(_NAME):
            local = element.get("localSheetId")
            position = -1 if local is None else stated.whole(element, "localSheetId")
            sheet = sheets[position] if 0 <= position < len(sheets) else None
            found.append((element.get("name", ""), sheet, element.text or ""))
        return found

    def words(self) -> set[str]:
        """All names, in lower case."""
        return {name.lowered for name in self._all()}

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
        names, text = self._of(sheet), reference.removeprefix("=")
        if any(known.lowered == name.lower() and known.text == text for known in names):
            return
        self.changed.add((sheet, name.lower()))
        self._package.edit(self._part, NAMES)
        for known in names:
            if known.lowered == name.lower():
                known.refer_to(text)
                return
        element = etree.SubElement(self._made_group(), _NAME, name=name)
        element.text = text
        names.append(_Name(element))
        self._is_finished = False

    def remove(self, name: str, sheet: str | None = None) -> None:
        """Remove a name; nothing happens where there is none."""
        names = self._of(sheet)
        self._take_out([known for known in names if known.lowered == name.lower()])
        names[:] = [known for known in names if known.lowered != name.lower()]
        self.changed.add((sheet, name.lower()))

    def _take_out(self, unwanted: list[_Name]) -> None:
        group = self._group()
        if not unwanted or group is None:
            return
        root = self._package.edit(self._part, NAMES)
        for name in unwanted:
            group.remove(name.element)
        if len(group) == 0:
            root.remove(group)  # an empty group is against the schema

    def that_follow(self, sheet: str, tables: Iterable[str]) -> frozenset[str]:
        """The workbook's names that lead into a sheet or its tables, in lower case: a copy gets them as its own."""
        lowered = {table.lower() for table in tables}
        return frozenset(name.lowered for name in self._of(None) if _leads_into(name.text, sheet, lowered))

    def clone(self, source: str, clone: str, tables: Mapping[str, str]) -> None:
        """Give the sheet `clone` what names `source` has, and what names of the workbook lead into it or its tables.

        The second is Excel's own way of copying a sheet: the copy's formulas then find the copy's cells.
        """
        sheets = {source: clone}
        self.take(self.models(source, tables).values(), clone, lambda text: renamed(text, sheets, tables))

    def models(self, source: str, tables: Iterable[str]) -> dict[str, Element]:
        """What a copy of a sheet has as its own, by name in lower case: the sheet's names, and what leads into it."""
        following = self.that_follow(source, tables)
        # what Excel names itself, such as a print area, is a sheet's own or nothing
        leading = [n for n in self._of(None) if n.lowered in following and not n.lowered.startswith("_xlnm.")]
        return {name.lowered: name.element for name in (*leading, *self._of(source))}

    def model(self, name: str) -> Element:
        """One of the workbook's own names, as an element to be copied."""
        return next(known.element for known in self._of(None) if known.lowered == name.lower())

    def take(self, models: Collection[Element], sheet: str | None, rewrite: Callable[[str], str]) -> None:
        """Give a sheet, or the workbook, names like these, their references passed through `rewrite`."""
        if not models:
            return
        group = self._made_group()
        twins = [_Name(deepcopy(model)) for model in models]
        for twin in twins:
            twin.element.tail = None
            twin.refer_to(rewrite(twin.text))
        group.extend(twin.element for twin in twins)
        self._of(sheet).extend(twins)
        self._is_finished = False

    def _made_group(self) -> Element:
        """The group of names, which will be written; made where there is none."""
        root = self._package.edit(self._part, NAMES)
        group = root.find(_NAMES)
        if group is None:
            group = etree.Element(_NAMES)
            insert_in_order(root, group, WORKBOOK_ORDER)
        return group

    def drop_sheet(self, sheet: str) -> None:
        """Remove the names of a sheet that goes."""
        self._take_out(self._sheets().pop(sheet.lower(), []))

    def rename_sheet(self, old: str, new: str, rewrite: Callable[[str], str]) -> None:
        """Let a sheet's names be those of its new name, and pass the references that speak of it through `rewrite`."""
        self._by_sheet = {new.lower() if k == old.lower() else k: names for k, names in self._sheets().items()}
        self.changed = {(new if s is not None and s.lower() == old.lower() else s, n) for s, n in self.changed}
        self.change(rewrite, mentioning=old.replace("'", "''"))

    def follow_sheets(self) -> None:
        """Tell that sheets have another position now."""
        self._is_finished = False

    def finish(self) -> None:
        """Write the sheets' positions, and sort as Excel does."""
        if self._is_finished:
            return
        self._is_finished = True
        by_sheet, group = self._sheets(), self._group()
        if group is None:
            return
        self._package.edit(self._part, NAMES)
        for position, sheet in enumerate(self._sheet_names()):
            for name in by_sheet.get(sheet.lower(), ()):
                name.element.set("localSheetId", str(position))
        ordered = sorted((name.element for name in self._all()), key=_place)
        if ordered != list(group.iterchildren(_NAME)):
            group.extend(ordered)

    def change(self, rewrite: Callable[[str], str], *, mentioning: str) -> None:
        """Pass the references that hold the text `mentioning` (without case) through `rewrite`."""
        lowered = mentioning.lower()
        for name in self._all():
            if lowered in name.text_lowered and (new := rewrite(name.text)) != name.text:
                self._package.edit(self._part, NAMES)
                name.refer_to(new)

    def change_of(self, sheet: str, rewrite: Callable[[str], str]) -> list[str]:
        """Pass the references of a sheet's own names through `rewrite`; returns those that changed, in lower case."""
        changed: list[str] = []
        for name in self._of(sheet):
            if (new := rewrite(name.text)) != name.text:
                self._package.edit(self._part, NAMES)
                name.refer_to(new)
                self.changed.add((sheet, name.lowered))
                changed.append(name.lowered)
        return changed


def _leads_into(reference: str, sheet: str, tables: Container[str]) -> bool:
    return any(
        r.sheet.lower() == sheet.lower() if r.sheet is not None else r.text.partition("[")[0].lower() in tables
        for r in references(reference)
    )


def _place(element: Element) -> tuple[str, int]:
    # Excel writes them by name without case, built-in names without their prefix, the workbook's before the sheets'.
    return element.get("name", "").lower().removeprefix("_xlnm."), stated.whole(element, "localSheetId", -1)
