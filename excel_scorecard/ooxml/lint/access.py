"""Lint, access: whether everybody can read a workbook, screen readers among them.

From the Analysis Function's guidance on spreadsheets and the rules of Microsoft's accessibility checker. A screen
reader itself was not tried.
"""

import re
from collections.abc import Iterator
from typing import Final

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.cells import Area
from excel_scorecard.ooxml.colours import too_faint
from excel_scorecard.ooxml.lint.examined import Cell, Examined, ExaminedSheet, area, whole
from excel_scorecard.ooxml.lint.rule import Fault, rule
from excel_scorecard.ooxml.lint.tables import table_name, tables, text_of
from excel_scorecard.ooxml.looks import Look, Looks
from excel_scorecard.ooxml.markup import RELATIONSHIPS, SHEET_DRAWING, Element, is_true, local_name, main
from excel_scorecard.ooxml.workbook import Workbook

_TITLE: Final = "{http://purl.org/dc/elements/1.1/}title"
_DECORATIVE: Final = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_SHOWN: Final = ("pic", "graphicFrame", "sp", "grpSp")
_PICTURE_FILE = re.compile(r"\S+\.(?:png|jpe?g|gif|bmp|emf|wmf|svg|tiff?)", re.IGNORECASE)
_DEFAULT_SHEET = re.compile(r"(?:Sheet|Chart)\d+", re.IGNORECASE)
_DEFAULT_TABLE = re.compile(r"Table\d+", re.IGNORECASE)
_SAYS_NOTHING: Final = frozenset(("click here", "here", "link", "this link", "more", "read more", "this page"))
_HIDDEN_FORMAT: Final = ";;;"


@rule(
    "A-ALT",
    "every picture, chart and shape says in words what it shows, or is marked as decorative",
    why="A screen reader says nothing of it, or reads out the name of a file.",
    mend="Right-click it, View Alt Text, and say in a sentence what it shows, or mark it as decorative.",
)
def _alt(it: Examined) -> Iterator[Fault]:
    for sheet, _, root in it.of_kind("drawing"):
        for anchor in root.iterchildren("*"):
            for shape in anchor:
                named = next(shape.iter(f"{{{SHEET_DRAWING}}}cNvPr"), None) if local_name(shape) in _SHOWN else None
                if named is None or is_true(named.get("hidden")) or _is_decorative(named):
                    continue
                words = (named.get("descr") or named.get("title") or "").strip()
                has_text = local_name(shape) == "sp" and any(e.text for e in shape.iter("*") if local_name(e) == "t")
                if not words and not has_text:
                    yield Fault(sheet.name, f"{named.get('name', 'a shape')!r} has no alternative text")
                elif _PICTURE_FILE.fullmatch(words):
                    yield Fault(sheet.name, f"the alternative text of {named.get('name')!r} is a file's name, {words}")


def _is_decorative(named: Element) -> bool:
    return any(is_true(e.get("val")) for e in named.iter(_DECORATIVE))


@rule(
    "A-HEADINGS",
    "every table shows its heading row",
    why="A screen reader says the heading of each figure, and without a row of headings it has none to say.",
    mend="Tick Table Design > Header Row.",
)
def _headings(it: Examined) -> Iterator[Fault]:
    for sheet, root, place in tables(it):
        if whole(root, "headerRowCount", 1) == 0:
            yield Fault(sheet.at(str(place)), f"the table {table_name(root)} shows no heading row")


def _is_filled(cell: Cell | None) -> bool:
    return cell is not None and len(cell.element) > 0


@rule(
    "A-BLANK-ROW",
    "no table has a blank row within it",
    why="Who hears a table row by row takes a blank one for its end.",
    mend="Delete the row, or say in it why there is nothing.",
)
def _blank_row(it: Examined) -> Iterator[Fault]:
    for sheet, root, place in tables(it):
        if place is None:
            continue
        filled = {c.row for c in sheet.cells if _is_filled(c) and (c.row, c.column) in place}
        last = max(filled, default=0)  # rows at the end are room for more
        blank = (
            [row for row in range(place.first_row, last) if row not in filled] if last - place.first_row < 1e5 else []
        )
        for row in blank:
            yield Fault(sheet.at(f"{row}:{row}"), f"the row is blank, within the table {table_name(root)}")


@rule(
    "A-MERGED",
    "no cells are merged",
    why="Screen readers lose their place in merged cells, and sorting and filtering do not work.",
    mend="Unmerge them; Format Cells > Alignment > Center Across Selection looks the same.",
)
def _merged(it: Examined) -> Iterator[Fault]:
    for sheet in it.worksheets:
        if sheet.merged:
            count = len(sheet.merged)
            others = f", and in {count - 1} more places" if count > 1 else ""
            yield Fault(sheet.at(str(sheet.merged[0])), f"cells are merged here{others}")


@rule(
    "A-CONTRAST",
    "text stands out from its ground: 4.5 to 1, large text 3 to 1",
    why="Pale text is not seen by many, and by nobody on a grey print (WCAG 2.2, 1.4.3).",
    mend="Make the text darker or its fill paler.",
)
def _contrast(it: Examined) -> Iterator[Fault]:
    try:
        looks = Looks(Workbook(it.package))
        found: dict[int, Look] = {}
        told: set[tuple[str, str]] = set()
        for sheet in it.worksheets:
            painted = [place for owner, _, place in tables(it) if owner is sheet and place is not None]
            for cell in sheet.cells:
                style = whole(cell.element, "s", 0)
                if style is None or not _is_filled(cell):
                    continue
                look = found.setdefault(style, looks.of_style(style))
                # a table's style paints cells that have no fill of their own, in colours that only Excel knows
                is_painted = not look.has_own_fill and any((cell.row, cell.column) in place for place in painted)
                faint = too_faint(look.text, look.fill, look.size, look.is_bold)
                if (
                    faint
                    and not is_painted
                    and look.number_format != _HIDDEN_FORMAT
                    and (sheet.name, faint) not in told
                ):
                    told.add((sheet.name, faint))
                    yield Fault(sheet.cell(cell), f"here, and perhaps in other cells: {faint}")
    except (TemplateError, ValueError):
        return  # the styles cannot be read: R-PART and R-STYLE-LIST say so


@rule(
    "A-RED-ONLY",
    "no number format tells a negative number by its red colour alone",
    why="Without the minus it is a positive number to who does not see red, and on a grey print to everybody.",
    mend="Take a format with a minus or brackets: Format Cells > Number.",
)
def _red_only(it: Examined) -> Iterator[Fault]:
    formats = None if it.styles is None else it.styles.find(main("numFmts"))
    for element in formats if formats is not None else ():
        code = element.get("formatCode") or ""
        pieces = code.split(";")
        negative = re.sub(r"\[[^\]]*\]", "", pieces[1]) if len(pieces) > 1 else "-"
        if "[red]" in pieces[min(1, len(pieces) - 1)].lower() and not re.search(r"[-(\u2212]", negative):
            yield Fault("the styles", f"the number format {code}")


@rule(
    "A-SHEET-NAME",
    "every sheet's name says what is on it",
    why="Sheets are found by their names, and 'Sheet1' says nothing.",
    mend="Double-click the tab and give it a name.",
)
def _sheet_name(it: Examined) -> Iterator[Fault]:
    for sheet in it.sheets:
        if _DEFAULT_SHEET.fullmatch(sheet.name):
            yield Fault(sheet.name, "the sheet has the name that Excel gave it")


@rule(
    "A-TABLE-NAME",
    "every table's name says what is in it",
    why="Screen readers list tables by their names, and 'Table1' says nothing.",
    mend="Rename it: Table Design > Table Name.",
)
def _table_name(it: Examined) -> Iterator[Fault]:
    for sheet, root, _ in tables(it):
        if _DEFAULT_TABLE.fullmatch(table_name(root)):
            yield Fault(sheet.name, f"the table {table_name(root)} has the name that Excel gave it")


@rule(
    "A-TITLE",
    "the document has a title",
    why="Screen readers and search say the title, or a file's name where there is none.",
    mend="File > Info > Title.",
)
def _title(it: Examined) -> Iterator[Fault]:
    parts = [tree for part in it.parts_of("", "core-properties") if (tree := it.tree(part)) is not None]
    if not any((tree.findtext(_TITLE) or "").strip() for tree in parts):
        yield Fault("the workbook", "the document has no title")


@rule(
    "A-BLANK-SHEET",
    "no sheet is blank",
    why="Who listens cannot tell a blank sheet from one that does not load.",
    mend="Delete it.",
)
def _blank_sheet(it: Examined) -> Iterator[Fault]:
    for sheet in it.worksheets:
        is_seen = sheet.element.get("state", "visible") == "visible"
        is_drawn = bool(it.parts_of(sheet.part or "", "drawing"))
        if is_seen and not is_drawn and not any(_is_filled(cell) for cell in sheet.cells):
            yield Fault(sheet.name, "the sheet is blank")


@rule(
    "A-FIRST-CELL",
    "the first cell of each sheet holds its title",
    why="A screen reader begins in A1.",
    mend="Put the sheet's title into A1.",
)
def _first_cell(it: Examined) -> Iterator[Fault]:
    for sheet in it.worksheets:
        first = sheet.by_place.get((1, 1))
        if sheet.element.get("state", "visible") == "visible" and (first is None or not text_of(it, first)):
            yield Fault(sheet.at("A1"), "the cell holds no title")


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
    "A-HIDDEN",
    "nothing is hidden: no sheet, row or column",
    why="Who downloads the file does not know that something is left out, or finds what was not meant to be seen.",
    mend="Show it or delete it.",
)
def _hidden(it: Examined) -> Iterator[Fault]:
    for sheet in it.sheets:
        if sheet.element.get("state", "visible") != "visible":
            yield Fault(sheet.name, "the sheet is hidden")
        for word, path, name in (("row", "sheetData/row", "r"), ("column", "cols/col", "min")):
            hidden = [e.get(name) for e in sheet.all(path) if is_true(e.get("hidden"))]
            if hidden:
                yield Fault(sheet.name, f"{len(hidden)} hidden, the first is {word} {hidden[0]}")


def _links(sheet: ExaminedSheet) -> Iterator[tuple[Element, Area]]:
    for link in sheet.all("hyperlinks/hyperlink"):
        place = area(link.get("ref"))
        if place is not None:
            yield link, place


@rule(
    "A-LINK",
    "every link within the workbook leads to a sheet or name that is there",
    why="A sheet was renamed or deleted; Excel says 'Reference isn't valid'.",
    mend="Right-click the cell, Edit Hyperlink, and choose the place anew.",
)
def _link(it: Examined) -> Iterator[Fault]:
    known = {sheet.name.lower() for sheet in it.sheets}
    for sheet in it.worksheets:
        for link, place in _links(sheet):
            to, mark, _ = (link.get("location") or "").rpartition("!")
            is_outside = link.get(f"{{{RELATIONSHIPS}}}id") is not None or "[" in to
            named = to.strip().removeprefix("#").removeprefix("'").removesuffix("'").replace("''", "'")
            if mark and not is_outside and named.lower() not in known:
                yield Fault(sheet.at(str(place)), f"the link leads to the sheet {named!r}, which is not there")


@rule(
    "A-LINK-TEXT",
    "every link's text says where it leads",
    why="Screen readers list links by their texts; 'click here' and bare addresses say nothing.",
    mend="Write what it leads to: 'Ofsted's guidance on ...'.",
)
def _link_text(it: Examined) -> Iterator[Fault]:
    for sheet in it.worksheets:
        for _, place in _links(sheet):
            cell = sheet.by_place.get((place.first_row, place.first_column))
            text = (text_of(it, cell) or "").strip() if cell else ""
            if text.lower().rstrip(".") in _SAYS_NOTHING or re.match(r"https?://|www\.", text):
                yield Fault(sheet.at(str(place)), f"the text of the link is {text[:60]!r}")


@rule(
    "A-EXTERNAL",
    "no figure comes from another workbook",
    why="It is asked for on opening, cannot be found by others, and shows what it was when last saved.",
    mend="Data > Edit Links > Break Link, or copy the figures in.",
)
def _external(it: Examined) -> Iterator[Fault]:
    for part in it.parts_of(it.book_part, "externalLink"):
        targets = [r.target for r in it.relationships(part)]
        yield Fault("the workbook", f"it reads {', '.join(targets)[:120] or part}")


RULES = (
    _alt,
    _headings,
    _blank_row,
    _merged,
    _contrast,
    _red_only,
    _sheet_name,
    _table_name,
    _title,
    _blank_sheet,
    _first_cell,
    _opens,
    _hidden,
    _link,
    _link_text,
    _external,
)
