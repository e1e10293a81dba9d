"""Looks: how the text of a cell is shown: its colour, its ground, its size; of cell styles and of conditional formats.

Reads styles.xml and a sheet's rules; judges nothing and changes nothing (styles.py does).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from excel_scorecard.ooxml import stated
from excel_scorecard.ooxml.cells import Area
from excel_scorecard.ooxml.colours import BLACK, WHITE, Palette
from excel_scorecard.ooxml.markup import MAIN, X14, XM, Element, is_true, local_name, main

if TYPE_CHECKING:
    from excel_scorecard.ooxml.sheet import Sheet
    from excel_scorecard.ooxml.workbook import Workbook

STANDARD_SIZE: Final = 11.0  # points, where a font states none
_UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Look:
    """How text is shown. Colours are `#RRGGBB`.

    A cell style's `text` and `fill` are what is seen: black on white where nothing is stated, None for a pattern or a
    gradient, whose colour cannot be told. A conditional format's are None where it leaves the cell's own, its `fill`
    also where it has one that cannot be told.
    """

    text: str | None
    fill: str | None
    size: float | None
    is_bold: bool | None
    number_format: str | None
    has_own_fill: bool = False
    is_locked: bool = True
    font: str = ""
    is_wrapped: bool = False
    is_turned: bool = False
    has_quote_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A conditional format: where it holds, what it asks (`kind`, `asks`: formulas and texts), how it then looks."""

    areas: tuple[Area, ...]
    kind: str
    asks: tuple[str, ...]
    look: Look | None
    is_silent: bool = False  # a data bar or an icon in place of the value, not beside it

    def covers(self, row: int, column: int) -> bool:
        """Whether it looks at that cell."""
        return any((row, column) in area for area in self.areas)


class Looks:
    """The looks of one workbook, read when first asked for."""

    def __init__(self, workbook: "Workbook") -> None:
        self._workbook = workbook
        self._known: dict[int, Look] = {}

    @cached_property
    def _palette(self) -> Palette:
        return Palette(self._workbook.package, self._workbook.part)

    @cached_property
    def _styles(self) -> Element | None:
        found = self._workbook.package.related(self._workbook.part, "styles")
        return self._workbook.package.read(found[0]) if found else None

    def _group(self, name: str) -> list[Element]:
        found = None if self._styles is None else self._styles.find(main(name))
        return [] if found is None else [child for child in found if isinstance(child.tag, str)]

    @cached_property
    def _fonts(self) -> list[Element]:
        return self._group("fonts")

    @cached_property
    def _fills(self) -> list[Element]:
        return self._group("fills")

    @cached_property
    def _formats(self) -> list[Element]:
        return self._group("cellXfs")

    @cached_property
    def _differential(self) -> list[Element]:
        return self._group("dxfs")

    def of_style(self, style: int) -> Look:
        """The look of cells of a style, without conditional formats and the styles of tables."""
        if style not in self._known:
            self._known[style] = self._read_style(style)
        return self._known[style]

    def _read_style(self, style: int) -> Look:
        formats = self._formats
        if not 0 <= style < len(formats):
            return Look(BLACK, WHITE, STANDARD_SIZE, False, "General")
        xf = formats[style]
        font, fill = (
            group[number] if 0 <= (number := stated.whole(xf, key)) < len(group) else None
            for group, key in ((self._fonts, "fontId"), (self._fills, "fillId"))
        )
        shown = self._fill(fill, is_differential=False)
        protection, alignment = xf.find(main("protection")), xf.find(main("alignment"))
        turned = None if alignment is None else alignment.get("textRotation")
        return Look(
            text=self._palette.colour(None if font is None else font.find(main("color")), BLACK),
            fill=None if shown == _UNKNOWN else shown or WHITE,
            size=_size(font) or STANDARD_SIZE,
            is_bold=bool(_bold(font)),
            number_format=self._workbook.styles.number_format(style),
            has_own_fill=shown is not None,
            is_locked=protection is None or protection.get("locked") is None or is_true(protection.get("locked")),
            font=_font_name(font),
            is_wrapped=alignment is not None and is_true(alignment.get("wrapText")),
            is_turned=turned not in (None, "", "0"),
            has_quote_prefix=is_true(xf.get("quotePrefix")),
        )

    def of_cell(self, sheet: "Sheet", row: int, column: int) -> Look:
        """The look of a cell by its own style."""
        return self.of_style(sheet.style(row, column))

    def _fill(self, fill: Element | None, *, is_differential: bool) -> str | None:
        """The fill's colour; None for none, `_UNKNOWN` where it cannot be told."""
        if fill is None:
            return None
        pattern = fill.find(main("patternFill"))
        if pattern is None:
            return _UNKNOWN if len(fill) else None
        kind = pattern.get("patternType", "solid" if is_differential else "none")
        if kind == "none":
            return None
        if kind != "solid":
            return _UNKNOWN
        # a conditional format's plain fill is its background colour, a cell style's its foreground (Excel's own way)
        names = ("bgColor", "fgColor") if is_differential else ("fgColor",)
        found = next((e for name in names if (e := pattern.find(main(name))) is not None), None)
        return self._palette.colour(found, _UNKNOWN)

    def _of_differential(self, dxf: Element) -> Look:
        font, code = dxf.find(main("font")), dxf.find(main("numFmt"))
        shown = self._fill(dxf.find(main("fill")), is_differential=True)
        return Look(
            text=self._palette.colour(None if font is None else font.find(main("color"))),
            fill=None if shown == _UNKNOWN else shown,
            size=_size(font),
            is_bold=_bold(font),
            number_format=None if code is None else code.get("formatCode"),
            has_own_fill=shown is not None,
        )

    def rules(self, sheet: "Sheet") -> list[Rule]:
        """A sheet's conditional formats, those of Excel 2010's extension too, in the file's order."""
        return self.rules_of(sheet.frame)

    def rules_of(self, root: Element) -> list[Rule]:
        """The same of a worksheet element."""
        found: list[Rule] = []
        for group in root.iter(main("conditionalFormatting")):
            areas = stated.areas(group.get("sqref", ""), group)
            for rule in group.iterfind(main("cfRule")):
                number = rule.get("dxfId")
                dxfs = self._differential
                dxf = (
                    dxfs[place]
                    if number is not None and 0 <= (place := stated.whole(rule, "dxfId")) < len(dxfs)
                    else None
                )
                found.append(self._rule(areas, rule, dxf))
        for group in root.iter(f"{{{X14}}}conditionalFormatting"):
            areas = stated.areas(group.findtext(f"{{{XM}}}sqref", ""), group)
            found += [self._rule(areas, r, r.find(f"{{{X14}}}dxf")) for r in group.iterfind(f"{{{X14}}}cfRule")]
        return found

    def _rule(self, areas: tuple[Area, ...], rule: Element, dxf: Element | None) -> Rule:
        asks = [e.text or "" for e in rule if e.tag in (f"{{{MAIN}}}formula", f"{{{XM}}}f")]
        asks += [text] if (text := rule.get("text")) else []
        look = None if dxf is None else self._of_differential(dxf)
        drawn = next((e for e in rule if local_name(e) in ("iconSet", "dataBar")), None)
        is_silent = drawn is not None and drawn.get("showValue", "1") in ("0", "false")
        return Rule(areas, rule.get("type", ""), tuple(asks), look, is_silent)


def _size(font: Element | None) -> float | None:
    found = None if font is None else font.find(main("sz"))
    return None if found is None else stated.number(found, "val", STANDARD_SIZE)


def _font_name(font: Element | None) -> str:
    found = None if font is None else font.find(main("name"))
    return "" if found is None else found.get("val", "")


def _bold(font: Element | None) -> bool | None:
    found = None if font is None else font.find(main("b"))
    return None if found is None else is_true(found.get("val", "1"))
