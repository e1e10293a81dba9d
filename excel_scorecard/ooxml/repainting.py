"""Repainting: what a theme or a palette means in one workbook, said outright for another where it would mean otherwise.

Knows theme colours, colours by number and theme fonts, in cells' looks and in drawings. Where both workbooks have one
theme, as two from one template have, nothing is touched: the sheet then follows the theme as all others do. What takes
its colours from the theme without saying so, such as a chart's series that nobody has coloured, takes those of the
workbook in which it stands.
"""

from typing import TYPE_CHECKING, Final, cast

from excel_scorecard.ooxml.colours import Palette
from excel_scorecard.ooxml.markup import DRAWING, Element, drop, main

if TYPE_CHECKING:
    from excel_scorecard.ooxml.workbook import Workbook

_SCHEME_COLOUR, _PLAIN_COLOUR = f"{{{DRAWING}}}schemeClr", f"{{{DRAWING}}}srgbClr"
_TYPEFACES: Final = tuple(f"{{{DRAWING}}}{name}" for name in ("latin", "ea", "cs"))
# What drawings call four of the theme's colours, by the mapping that every workbook has.
_MAPPED: Final = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
_FONT_KINDS: Final = {"mj": "majorFont", "mn": "minorFont"}
_SCRIPTS: Final = {"lt": "latin", "ea": "ea", "cs": "cs"}


class Repainting:
    """The colours and fonts of one workbook for another."""

    def __init__(self, source: "Workbook", target: "Workbook") -> None:
        self._old = Palette(source.package, source.part)
        self._new = Palette(target.package, target.part)
        self._fonts = _theme_fonts(source)
        self._has_other_fonts = self._fonts != _theme_fonts(target)

    def repaint(self, element: Element) -> None:
        """Say outright what a look, a rule or a text of a sheet leaves to the theme or the palette."""
        for coloured in cast("list[Element]", element.xpath("descendant-or-self::*[@theme or @indexed]")):
            colour = self._old.colour(coloured)
            if colour is not None and colour != self._new.colour(coloured):
                drop(coloured, "theme", "indexed", "tint", "auto")
                coloured.set("rgb", f"FF{colour[1:]}")
        if self._has_other_fonts:
            for scheme in list(element.iter(main("scheme"))):  # beside it stands the font's name
                parent = scheme.getparent()
                if parent is not None:
                    parent.remove(scheme)

    def repaint_drawing(self, root: Element) -> None:
        """The same for a drawing, a chart or a diagram."""
        for colour in list(root.iter(_SCHEME_COLOUR)):
            slot = _MAPPED.get(colour.get("val", ""), colour.get("val", ""))
            meant = self._old.of_theme(slot)
            if meant is not None and meant != self._new.of_theme(slot):
                colour.tag = _PLAIN_COLOUR
                colour.set("val", meant[1:])
        for face in root.iter(*_TYPEFACES) if self._has_other_fonts else ():
            named = self._fonts.get(face.get("typeface", ""))
            if named:
                face.set("typeface", named)


def _theme_fonts(workbook: "Workbook") -> dict[str, str]:
    """The fonts of the theme, by what drawings call them: `+mn-lt`."""
    themes = workbook.package.related(workbook.part, "theme")
    root = workbook.package.read(themes[0]) if themes else None
    found: dict[str, str] = {}
    for kind, group in _FONT_KINDS.items() if root is not None else ():
        fonts = None if root is None else root.find(f".//{{{DRAWING}}}{group}")
        for script, name in _SCRIPTS.items() if fonts is not None else ():
            font = None if fonts is None else fonts.find(f"{{{DRAWING}}}{name}")
            found[f"+{kind}-{script}"] = "" if font is None else font.get("typeface", "")
    return found
