"""Styles: cell formats like one that is there, with one thing changed. Nothing is reordered, nothing taken away.

Knows the cell formats of styles.xml and their number formats. Colours, fonts and borders are the template's and are
left to it; those of another workbook's sheet are brought by style_adoption.py.
"""

from copy import deepcopy
from typing import Final

from lxml import etree

from excel_scorecard.ooxml import stated
from excel_scorecard.ooxml.ledger import STYLES, Reason
from excel_scorecard.ooxml.markup import STYLES_ORDER, Element, insert_in_order, is_true, main
from excel_scorecard.ooxml.package import Package
from excel_scorecard.ooxml.records import Records

# The number formats that Excel knows by number alone (ECMA-376 part 1, 18.8.30), as far as they are fixed.
BUILT_IN_FORMATS: Final = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "dd/mm/yyyy h:mm", 37: "#,##0;-#,##0", 38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;[Red]-#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 49: "@",
}  # fmt: skip
_FIRST_OWN_FORMAT: Final = 164
_MOST_STYLES: Final = 65_490  # cell formats a workbook can hold (Excel specifications and limits)


class Styles:
    """The cell formats of one package."""

    def __init__(self, package: Package, workbook_part: str) -> None:
        found = package.related(workbook_part, "styles")
        self._package = package
        self.part = found[0] if found else None
        self.formats = Records(package, self.part, "cellXfs", "xf")
        self._prefixed: set[int] | None = None
        self._made: dict[tuple[int, bool | None, str | None, bool | None], int] = {}

    def style_like(
        self,
        style: int,
        *,
        quote_prefix: bool | None = None,
        number_format: str | None = None,
        wrap: bool | None = None,
    ) -> int:
        """The number of a style like `style` with these things changed; None leaves a thing as it is."""
        key = (style, quote_prefix, number_format, wrap)
        if key not in self._made:
            self._made[key] = self._find_or_add(*key)
        return self._made[key]

    @property
    def prefixed(self) -> set[int]:
        """The styles of cells whose text is kept from being read as a formula (`quotePrefix`)."""
        if self._prefixed is None:
            found = enumerate(self.formats)
            self._prefixed = {number for number, style in found if is_true(style.get("quotePrefix"))}
        return self._prefixed

    def number_format(self, style: int) -> str:
        """The number format code of a style, "General" where none is stated."""
        found = self.formats.get(style)
        return "General" if found is None else self.code_of(stated.whole(found, "numFmtId")) or "General"

    def code_of(self, number: int) -> str | None:
        """The code of a number format; None for one that Excel chooses by the reader's own country."""
        own = self.own_formats().get(number)
        return own if own is not None else BUILT_IN_FORMATS.get(number)

    def own_formats(self) -> dict[int, str]:
        """The codes of the number formats that the workbook states, by their numbers."""
        if self.part is None:
            return {}
        found = self._package.read(self.part).iterfind(f"{main('numFmts')}/{main('numFmt')}")
        return {stated.whole(f, "numFmtId"): f.get("formatCode", "") for f in found}

    def _find_or_add(self, style: int, quote_prefix: bool | None, number_format: str | None, wrap: bool | None) -> int:
        model = self.formats.get(style)
        if model is None:
            return style
        wanted = deepcopy(model)
        if quote_prefix is not None and quote_prefix != is_true(wanted.get("quotePrefix")):
            if quote_prefix:
                wanted.set("quotePrefix", "1")
            else:
                del wanted.attrib["quotePrefix"]
        if number_format is not None and number_format != self.number_format(style):
            wanted.set("numFmtId", str(self.number_of(number_format)))
            wanted.set("applyNumberFormat", "1")
        if wrap is not None:
            _set_wrap(wanted, wrap)
        found = self.place(wanted)
        return style if found is None else found

    def place(self, wanted: Element, why: Reason = STYLES) -> int | None:
        """The number of a style that says what `wanted` says, added where there is none.

        Returns: None where the workbook holds as many as one can.
        """
        found = self.formats.find(wanted)
        if found is None and len(self.formats) < _MOST_STYLES:
            found = self.formats.place(wanted, why)
            self._prefixed = None
        return found

    def number_of(self, code: str, why: Reason = STYLES) -> int:
        """The number of a number format, added where there is none of that code."""
        own = self.own_formats()
        for number, built_in in BUILT_IN_FORMATS.items():
            # those two follow the reader's own country
            if built_in == code and number not in (14, 22) and number not in own:
                return number
        for number, present in own.items():
            if present == code:
                return number
        root = self._package.edit(str(self.part), why)
        group = root.find(main("numFmts"))
        if group is None:
            group = etree.Element(main("numFmts"))
            insert_in_order(root, group, STYLES_ORDER)
        number = max([_FIRST_OWN_FORMAT - 1, *own]) + 1
        etree.SubElement(group, main("numFmt"), numFmtId=str(number), formatCode=code)
        group.set("count", str(len(group)))
        return number


def _set_wrap(style: Element, wrap: bool) -> None:
    alignment = style.find(main("alignment"))
    if alignment is None:
        alignment = etree.Element(main("alignment"))
        style.insert(0, alignment)
    alignment.set("wrapText", "1" if wrap else "0")
    style.set("applyAlignment", "1")
