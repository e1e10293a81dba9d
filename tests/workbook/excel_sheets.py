"""Sheets moved, renamed, copied, deleted and added, with all that Excel takes along, and no more.

What Excel leaves behind is left behind: a hyperlink's place keeps the old name of a renamed sheet.
"""

import copy
import posixpath
import re

from lxml import etree

from tests.workbook.excel_formulas import formulas_of_sheet, rewrite, with_sheet, with_tables
from tests.workbook.excel_package import (
    CHART,
    MAIN,
    MAIN_NS,
    OFFICE,
    OFFICE_NS,
    Element,
    Opened,
    child,
    emptied,
    rels_of,
)

WORKSHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
OWNED = ("drawing", "table", "comments", "vmlDrawing", "threadedComment", "printerSettings", "chart",
         "chartStyle", "chartColorStyle", "chartUserShapes")  # fmt: skip
UID = re.compile(r"\{http://schemas\.microsoft\.com/office/spreadsheetml/\d+/revision\d*\}uid")


def move_sheet(book: Opened, name: str, position: int) -> None:
    """Drag a sheet's tab to a place, counted from 0."""
    before = book.sheet_names()
    holder = child(book.workbook, "sheets")
    element = holder[before.index(name)]
    holder.remove(element)
    holder.insert(position, element)
    _reindex(book, before)


def rename_sheet(book: Opened, old: str, new: str) -> None:
    """Formulas, names and charts follow; hyperlinks do not."""
    next(e for e in book.sheet_elements() if e.get("name") == old).set("name", new)
    rewrite(book, lambda _, formula: with_sheet(formula, old, new))


def delete_sheet(book: Opened, name: str) -> None:
    """The sheet and all that is its own. Formulas that read it read `#REF!`, and say so."""
    before = book.sheet_names()
    part = book.sheet_part(name)
    tables: dict[str, str | None] = {tree.get("displayName", ""): None for _, _, tree in book.tables(name)}
    element = next(e for e in book.sheet_elements() if e.get("name") == name)
    book.unrelate("xl/workbook.xml", element.get(f"{OFFICE}id", ""))
    _drop_with_owned(book, part)
    child(book.workbook, "sheets").remove(element)
    place = str(before.index(name))
    for defined in book.defined_names():
        if defined.get("localSheetId") == place:
            child(book.workbook, "definedNames").remove(defined)
    _reindex(book, before)
    rewrite(book, lambda _, formula: with_tables(with_sheet(formula, name, None), tables))
    for _, _, tree in book.sheets():
        for cell in tree.iter(f"{MAIN}c"):
            formula = cell.find(f"{MAIN}f")
            if formula is not None and "#REF!" in (formula.text or ""):
                _say_error(cell)


def copy_sheet(book: Opened, name: str, position: int) -> str:
    """Move or Copy, Create a copy. Returns the copy's name.

    Its tables get other names, its own names and charts speak of it; formulas that name the sheet itself still do.
    """
    new = next(f"{name[:26]} ({n})" for n in range(2, 99) if f"{name[:26]} ({n})" not in book.sheet_names())
    before = book.sheet_names()
    source = book.sheet_part(name)
    tables: dict[str, str | None] = {}
    part = _copied_part(book, source, tables)
    tree = book.tree(part)
    for element in tree.iter(etree.Element):
        for attribute in [a for a in element.attrib if UID.fullmatch(str(a))]:
            del element.attrib[attribute]
    for view in tree.iter(f"{MAIN}sheetView"):
        view.attrib.pop("tabSelected", None)
    for formula in formulas_of_sheet(tree):
        formula.text = with_tables(formula.text or "", tables)
    for spark in tree.iter("{http://schemas.microsoft.com/office/excel/2006/main}f"):
        spark.text = with_sheet(spark.text or "", name, new)
    _add_sheet_element(book, new, part, position)
    local = str(before.index(name))
    copies = [copy.deepcopy(e) for e in book.defined_names() if e.get("localSheetId") == local]
    _reindex(book, before)
    for defined in copies:
        defined.set("localSheetId", str(position))
        defined.text = with_tables(with_sheet(defined.text or "", name, new), tables)
        child(book.workbook, "definedNames").append(defined)
    for _, _, table in book.tables(new):
        for formula in table.iter(f"{MAIN}calculatedColumnFormula", f"{MAIN}totalsRowFormula"):
            formula.text = with_tables(formula.text or "", tables)
    for _, chart in book.charts(new):
        for element in book.tree(chart).iter(f"{CHART}f"):
            element.text = with_tables(with_sheet(element.text or "", name, new), tables)
    return new


def add_sheet(book: Opened, name: str, position: int) -> None:
    """A new, empty sheet."""
    before = book.sheet_names()
    part = book.free_part("xl/worksheets/sheet{}.xml")
    root = etree.Element(f"{MAIN}worksheet", nsmap={None: MAIN_NS, "r": OFFICE_NS})
    for tag in ("sheetViews", "sheetFormatPr", "sheetData"):
        etree.SubElement(root, f"{MAIN}{tag}")
    etree.SubElement(root[0], f"{MAIN}sheetView", workbookViewId="0")
    root[1].set("defaultRowHeight", "15")
    margins = {"left": "0.7", "right": "0.7", "top": "0.75", "bottom": "0.75", "header": "0.3", "footer": "0.3"}
    etree.SubElement(root, f"{MAIN}pageMargins", margins)
    book.add(part, b"", WORKSHEET_TYPE)
    book.put_tree(part, root)
    _add_sheet_element(book, name, part, position)
    _reindex(book, before)


def _add_sheet_element(book: Opened, name: str, part: str, position: int) -> None:
    highest = max(int(e.get("sheetId", "0")) for e in book.sheet_elements())
    element = etree.Element(f"{MAIN}sheet", {"name": name, "sheetId": str(highest + 1)})
    element.set(f"{OFFICE}id", book.relate("xl/workbook.xml", "worksheet", part))
    child(book.workbook, "sheets").insert(position, element)


def _reindex(book: Opened, before: list[str]) -> None:
    """Local names and the open tab count sheets by place."""
    now = book.sheet_names()
    for defined in book.defined_names():
        local = defined.get("localSheetId")
        if local is not None:
            defined.set("localSheetId", str(now.index(before[int(local)])))
    for view in book.workbook.iter(f"{MAIN}workbookView"):
        for name in ("activeTab", "firstSheet"):
            open_sheet = before[int(view.get(name, "0"))]
            if view.get(name) is not None:
                view.set(name, str(now.index(open_sheet) if open_sheet in now else 0))


def _copied_part(book: Opened, part: str, tables: dict[str, str | None]) -> str:
    """A copy of a part with copies of what it owns; what it shares it leads to as well."""
    stem, extension = posixpath.splitext(part)
    made = book.free_part(re.sub(r"\d+$", "", stem) + "{}" + extension)
    kind = book.content_type(part)
    content = book.to_parts()[part] if part in book.parts else b""
    if kind:
        book.add(made, content, kind)
    else:
        book.parts[made] = content
    if "/tables/" in made:
        _rename_table(book, book.tree(made), tables)
    if rels_of(part) in book.parts:
        rels: Element = copy.deepcopy(book.tree(rels_of(part)))
        for element, one in zip(rels, book.related(part), strict=True):
            if not one.is_outside and one.kind in OWNED:
                place = _copied_part(book, one.target, tables)
                element.set("Target", posixpath.relpath(place, posixpath.dirname(made)))
        book.put_tree(rels_of(made), rels)
    return made


def _rename_table(book: Opened, table: Element, tables: dict[str, str | None]) -> None:
    """Excel puts a number behind the name of a copied table."""
    others = [tree for _, _, tree in book.tables()]
    number = max(int(tree.get("id", "0")) for tree in others) + 1 + len(tables)
    old = table.get("displayName", "")
    tables[old] = f"{old}{number}"
    table.set("id", str(number))
    for name in ("name", "displayName"):
        table.set(name, f"{old}{number}")
    for element in table.iter(etree.Element):
        for attribute in [a for a in element.attrib if UID.fullmatch(str(a))]:
            del element.attrib[attribute]


def _drop_with_owned(book: Opened, part: str) -> None:
    for one in book.related(part):
        if not one.is_outside and one.kind in OWNED and one.target in book.parts:
            _drop_with_owned(book, one.target)
    book.drop(part)


def _say_error(cell: Element) -> None:
    formula = copy.deepcopy(cell.find(f"{MAIN}f"))
    emptied(cell)
    if formula is not None:
        cell.append(formula)
    cell.set("t", "e")
    etree.SubElement(cell, f"{MAIN}v").text = "#REF!"
