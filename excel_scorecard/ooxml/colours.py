"""Colours: what a colour of a workbook comes to on the screen, theme, tint and index resolved; and contrast.

Knows the theme's palette and Excel's own. What is coloured is looks.py's. A colour is `#RRGGBB`.
"""

import colorsys
import math
import re
from typing import Final

from excel_scorecard.ooxml import stated
from excel_scorecard.ooxml.markup import DRAWING, Element, local_name, main
from excel_scorecard.ooxml.package import Package

BLACK: Final = "#000000"
WHITE: Final = "#FFFFFF"

# A colour's number in a theme counts the light and dark pairs the other way round than the theme lists them.
_THEME_ORDER: Final = (
    *("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink"),
    "folHlink",
)
_OFFICE_THEME: Final = (
    *("FFFFFF", "000000", "EEECE1", "1F497D", "4F81BD", "C0504D", "9BBB59", "8064A2", "4BACC6", "F79646"),
    *("0000FF", "800080"),
)
# The colours that a workbook means by number where it states no palette (ECMA-376 part 1, 18.8.27).
_INDEXED: Final = """
000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF 000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF
800000 008000 000080 808000 800080 008080 C0C0C0 808080 9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF
000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF 00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99
3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 003366 339966 003300 333300 993300 993366 333399 333333
"""
_SYSTEM: Final = {64: BLACK, 65: WHITE}  # the text and the ground of a window
# WCAG 2.2, 1.4.3 at level AA; large is 18 points, or 14 bold.
LEAST, LEAST_LARGE = 4.5, 3.0
LARGE, LARGE_BOLD = 18.0, 14.0


class Palette:
    """The colours that the elements of one package speak of."""

    def __init__(self, package: Package, workbook_part: str) -> None:
        themes, styles = (package.related(workbook_part, kind) for kind in ("theme", "styles"))
        self._theme = _theme_colours(package.read(themes[0])) if themes else _OFFICE_THEME
        path = f"{main('colors')}/{main('indexedColors')}/{main('rgbColor')}"
        own = package.read(styles[0]).iterfind(path) if styles else ()
        self._indexed = tuple(e.get("rgb", "00000000")[-6:] for e in own)
        self._indexed = self._indexed or tuple(_INDEXED.split())

    def colour(self, element: Element | None, automatic: str | None = None) -> str | None:
        """The colour that a `color`, `fgColor` or `bgColor` element means; `automatic` where it leaves it to Excel.

        None where it means nothing that can be told.
        """
        if element is None:
            return automatic
        base = self._base(element)
        if base is None:
            return automatic
        return tinted(base, stated.number(element, "tint"))

    def of_theme(self, slot: str) -> str | None:
        """The colour that the theme has under a name, `accent1`; None where it has none."""
        return f"#{self._theme[_THEME_ORDER.index(slot)]}" if slot in _THEME_ORDER else None

    def _base(self, element: Element) -> str | None:
        rgb = element.get("rgb", "")
        theme, indexed = element.get("theme"), element.get("indexed")
        if re.fullmatch(r"(?:[0-9A-Fa-f]{2})?[0-9A-Fa-f]{6}", rgb):
            return f"#{rgb[-6:].upper()}"
        if theme is not None and 0 <= (slot := stated.whole(element, "theme")) < len(self._theme):
            return f"#{self._theme[slot]}"
        if indexed is not None:
            slot = stated.whole(element, "indexed")
            if slot not in _SYSTEM and 0 <= slot < len(self._indexed):
                return f"#{self._indexed[slot].upper()}"
        return None


def _theme_colours(theme: Element) -> tuple[str, ...]:
    scheme = next(theme.iter(f"{{{DRAWING}}}clrScheme"), None)
    found = dict(zip(_THEME_ORDER, _OFFICE_THEME, strict=True))
    for slot in scheme.iterchildren("*") if scheme is not None else ():
        for colour in slot.iterchildren("*"):
            value = colour.get("lastClr", "") or colour.get("val", "")
            if re.fullmatch(r"[0-9A-Fa-f]{6}", value):
                found[local_name(slot)] = value.upper()
    return tuple(found[name] for name in _THEME_ORDER)


def tinted(colour: str, tint: float) -> str:
    """A colour made lighter (tint up to 1) or darker (down to -1), as Excel does it: by its lightness."""
    if not tint:
        return colour
    red, green, blue = _channels(colour)
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "#" + "".join(f"{round(c * 255):02X}" for c in colorsys.hls_to_rgb(hue, min(1.0, light), saturation))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def least_contrast(size: float | None, is_bold: bool | None) -> float:
    """The contrast ratio that text of this size (points) needs."""
    points = size or 0
    return LEAST_LARGE if points >= LARGE or (is_bold and points >= LARGE_BOLD) else LEAST


def too_faint(text: str | None, fill: str | None, size: float | None, is_bold: bool | None) -> str | None:
    """What is wrong with text of this colour, size (points) and weight on that fill; None where it can be read."""
    if text is None or fill is None:
        return None
    ratio, least = contrast(text, fill), least_contrast(size, is_bold)
    if ratio >= least:
        return None
    shown = math.floor(ratio * 10) / 10  # 4.49 is not 4.5
    return f"{text} on {fill} has a contrast of {shown:.1f}:1, and {least:g}:1 is needed"
