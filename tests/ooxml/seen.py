"""Seen: what openpyxl sees of one sheet, told so that it can be held against the same sheet in another workbook.

Knows openpyxl alone, so that a fault of the package under test cannot hide itself. A colour is told as it is on the
screen, whether it stands in the file as a number, by the theme or outright: two workbooks may say it differently.
"""

import colorsys
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import openpyxl
from lxml import etree
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.cell.rich_text import CellRichText
from openpyxl.styles import Side
from openpyxl.styles.colors import COLOR_INDEX, Color
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.header_footer import HeaderFooterItem

_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
# of a workbook without a theme, as Excel 2007 draws it
_OFFICE: Final = (
    "FFFFFF", "000000", "EEECE1", "1F497D", "4F81BD", "C0504D", "9BBB59", "8064A2", "4BACC6", "F79646",
    "0000FF", "800080",
)  # fmt: skip
_ORDER: Final = (
    "lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink",
)  # fmt: skip
# of a font, what no one sees: the theme's font by which it goes, and what a program may leave out
_UNSEEN: Final = frozenset(("scheme", "charset", "family"))


@dataclass(frozen=True)
class Seen:
    """A sheet: its cells by address, and all else by what it is."""

    cells: dict[str, object]
    rest: dict[str, object]


def unlike(there: Path, name: str, here: Path, new: str, tables: Mapping[str, str] | None = None) -> list[str]:
    """What openpyxl sees of a sheet otherwise in two workbooks; blank cells of the second alone are nothing.

    `tables` has what its tables are called in the second, by their names in the first.
    """
    one, two = Opened(there).sheet(name), Opened(here).sheet(new)
    names = (name, new)
    own = {called: table for table, called in (tables or {}).items() if called != table}
    found = [
        f"{cell}: {seen} is {two.cells.get(cell)}"
        for cell, seen in one.cells.items()
        if _bare(seen, names) != _bare(two.cells.get(cell), names, own)
    ]
    more = two.cells.keys() - one.cells.keys()
    found += [f"{cell} is new" for cell in more if _value_of(two.cells[cell]) is not None]
    return found + [
        f"{what}: {seen} is {two.rest[what]}"
        for what, seen in one.rest.items()
        if _bare(seen, names) != _bare(two.rest[what], names, own)
    ]


def _value_of(cell: object) -> object:
    return cell[0] if isinstance(cell, tuple) and len(cell) > 4 else None


def _bare(seen: object, names: tuple[str, str], tables: Mapping[str, str] | None = None) -> str:
    """What is seen, in text, without the two names of its sheet, and with its tables' other names."""
    text = repr(seen)
    for called, table in (tables or {}).items():
        text = text.replace(f"{called}[", f"{table}[")
    for written in (*(name.replace("'", "''") for name in names), *names):
        for prefix in (f"'{written}'!", f"{written}!"):
            text = text.replace(repr(prefix)[1:-1], "").replace(prefix, "")
    return text.replace("'", "").replace('"', "")


class Opened:
    """A workbook as openpyxl reads it, its formulas."""

    def __init__(self, path: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions that it does not read
            self.book = openpyxl.load_workbook(path, rich_text=True)
        self._theme = _theme(self.book.loaded_theme)
        own = getattr(self.book, "_colors", None)
        self._indexed = tuple(own or COLOR_INDEX)

    def sheet(self, name: str) -> Seen:
        """What is seen of a worksheet."""
        sheet = self.book[name]
        # as they were read: a note in the last cell of a sheet makes seventeen thousand million of them else
        there = [cell for _, cell in sorted(sheet._cells.items())]
        cells = {c.coordinate: self._cell(c) for c in there if c.value is not None or c.has_style}
        rules = [
            (str(area.sqref), rule.type, tuple(rule.formula), rule.priority, self._told(rule.dxf), self._rest(rule))
            for area in sheet.conditional_formatting
            for rule in area.rules
        ]
        rest: dict[str, object] = {
            "merged": sorted(map(str, sheet.merged_cells.ranges)),
            "rules": rules,
            "validations": [self._told(found) for found in sheet.data_validations.dataValidation],
            "widths": {k: (d.width, d.hidden, d.min, d.max) for k, d in sheet.column_dimensions.items()},
            "heights": {k: (d.height, d.hidden) for k, d in sheet.row_dimensions.items() if d.height or d.hidden},
            "links": {c.coordinate: (c.hyperlink.target, c.hyperlink.location)
                      for c in there if isinstance(c, Cell) and c.hyperlink},
            "notes": {c.coordinate: (c.comment.text, c.comment.author)
                      for c in there if isinstance(c, Cell) and c.comment},
            "tables": [(t.ref, t.headerRowCount, t.totalsRowCount, self._told(t.tableStyleInfo),
                        [(c.name, self._told(c.calculatedColumnFormula)) for c in t.tableColumns])
                       for t in sheet.tables.values()],
            "printed": (sheet.print_area, sheet.print_title_rows, sheet.print_title_cols,
                        self._told(sheet.page_setup), self._told(sheet.HeaderFooter)),
            "tab": self._colour(sheet.sheet_properties.tabColor),
            "drawn": (len(sheet._charts), len(sheet._images)),
        }  # fmt: skip
        return Seen(cells, rest)

    def _rest(self, rule: Any) -> object:
        return (rule.operator, rule.text, rule.stopIfTrue, self._told(rule.colorScale), self._told(rule.dataBar))

    def _cell(self, cell: Any) -> object:
        if isinstance(cell, MergedCell):  # covered: of its looks openpyxl knows the lines, and mixes up their colours
            sides = (cell.border.left, cell.border.right, cell.border.top, cell.border.bottom)
            return tuple(None if side is None else side.style for side in sides)
        value = cell.value
        if isinstance(value, ArrayFormula | DataTableFormula):
            value = (value.ref, getattr(value, "text", None))
        elif isinstance(value, CellRichText):
            value = [(*self._told(piece.font), piece.text) if hasattr(piece, "font") else piece for piece in value]
        looks = (cell.font, cell.fill, cell.border, cell.alignment, cell.protection)
        return (value, cell.number_format, cell.quotePrefix, *map(self._told, looks))

    def _told(self, thing: Any) -> Any:
        """All that an object of openpyxl says, in tuples."""
        if isinstance(thing, Color):
            return self._colour(thing)
        if isinstance(thing, HeaderFooterItem):
            return tuple(
                (part.text, part.font, part.size, part.color) for part in (thing.left, thing.center, thing.right)
            )
        if isinstance(thing, Side) and thing.style is None:
            return None  # a line that is not drawn has no colour
        if isinstance(thing, MultiCellRange):
            return str(thing)
        if isinstance(thing, list | tuple):
            return tuple(map(self._told, thing))
        names = (*getattr(thing, "__elements__", ()), *getattr(thing, "__attrs__", ()))
        if not names:
            return thing
        said = ((name, self._told(getattr(thing, name, None))) for name in dict.fromkeys(names) if name not in _UNSEEN)
        return (
            type(thing).__name__,
            *((n, v) for n, v in said if v not in (None, False, (), 0) and n not in ("id", "numFmtId")),
        )

    def _colour(self, colour: Color | None) -> object:
        if colour is None:
            return None
        base: str | None = None
        if colour.type == "theme":
            base = self._theme[colour.theme] if colour.theme < len(self._theme) else None
        elif colour.type == "rgb":
            base = str(colour.rgb)[-6:]
        elif colour.type == "indexed" and colour.indexed < 64:
            base = str(self._indexed[colour.indexed])[-6:]
        if base is None or not re.fullmatch("[0-9A-Fa-f]{6}", base):
            return (colour.type, colour.value)
        return _tinted(base.upper(), colour.tint or 0)


def _tinted(colour: str, tint: float) -> str:
    if not tint:
        return colour
    hue, light, full = colorsys.rgb_to_hls(*(int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "".join(f"{round(c * 255):02X}" for c in colorsys.hls_to_rgb(hue, min(light, 1), full))


def _theme(content: bytes | None) -> tuple[str, ...]:
    if content is None:
        return _OFFICE
    scheme = next(etree.fromstring(content).iter(f"{_DRAWING}clrScheme"))
    found = {etree.QName(slot).localname: slot[0].get("lastClr") or slot[0].get("val") for slot in scheme}
    return tuple(str(found[name]) for name in _ORDER)
