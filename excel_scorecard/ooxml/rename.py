"""Rename: what speaks of a sheet that gets another name says the new one, and means what it meant.

Knows which parts of a package speak of sheets. Values that are kept stay: nothing is another value. Text is text: what
`INDIRECT` is given does not follow, as in Excel. The list of sheets is workbook.py's.
"""

import re
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, unescape

from excel_scorecard.ooxml.cells import quoted
from excel_scorecard.ooxml.ledger import RENAMED, RENAMED_IN_SHAPES
from excel_scorecard.ooxml.markup import Element, chart
from excel_scorecard.ooxml.mentions import mentions, name_of_sheet
from excel_scorecard.ooxml.renaming import Renaming

if TYPE_CHECKING:
    from excel_scorecard.ooxml.package import Package
    from excel_scorecard.ooxml.sheet import Sheet
    from excel_scorecard.ooxml.workbook import Workbook

# Words in the content types of parts, other than worksheets, that can speak of a sheet.
_SPEAKING: Final = ("drawing", "chart", "table", "pivotcachedefinition", "controlproperties", "connections")
_IN_VML: Final = re.compile(rb"(<x:Fmla\w+>)([^<]*)(</x:Fmla\w+>)")
_OF_A_PIVOT: Final = re.compile(r"(\[[^\]]*\])(.+)(![^!]*)")
_SIGNS: Final = (b"!", b"sheet=")  # one of them stands wherever a sheet is named


def follow_sheet(workbook: "Workbook", old: str, new: str) -> None:
    """Let formulas, rules, links, sparklines, names, tables, charts, shapes, controls and pivots follow a sheet."""
    package = workbook.package
    renaming = Renaming(old, new, {}, frozenset())
    for sheet in workbook.sheets():
        _in_sheet(sheet, renaming, old, new)
    for part in package.names():
        kind = (package.content_type(part) or "").lower()
        if part.lower().endswith(".vml"):
            _in_vml(package, part, renaming)
        elif kind.endswith("xml") and any(word in kind for word in _SPEAKING):
            content = package.bytes(part)
            if any(sign in content for sign in _SIGNS) and _say(package.read(part), renaming, old, new):
                package.edit(part, RENAMED)
        if kind.endswith("xml") and not part.lower().endswith(".rels"):
            _in_links(package, part, renaming)
    workbook.names.rename_sheet(old, new, renaming.formula)


def _in_sheet(sheet: "Sheet", renaming: Renaming, old: str, new: str) -> None:
    if sheet.may_mention(old):
        sheet.rewrite_all_formulas(renaming.formula)
    if _say(sheet.frame, renaming, old, new):
        sheet.edit_frame(RENAMED)


def _say(root: Element, renaming: Renaming, old: str, new: str) -> bool:
    """Change what a part says of the sheet, but in cells; returns whether anything did."""
    changed = False
    for mention in mentions(root):
        if not mention.is_in_a_cell and (text := renaming.formula(mention.text)) != mention.text:
            mention.say(text)
            changed = True
    for element in name_of_sheet(root, old):
        element.set("sheet", new)
        changed = True
    for name in root.iter(chart("name")):
        changed |= _in_pivot_chart(name, old, new)
    return changed


def _in_pivot_chart(name: Element, old: str, new: str) -> bool:
    """A chart of a pivot table says where that stands, without quotes: `[Book.xlsx]Sheet 1!PivotTable1`."""
    parent, place = name.getparent(), _OF_A_PIVOT.fullmatch(name.text or "")
    if place is None or parent is None or parent.tag != chart("pivotSource"):
        return False
    if place[2].lower() not in (old.lower(), quoted(old).lower()):
        return False
    name.text = place[1] + (new if place[2][0] != "'" else quoted(new)) + place[3]
    return True


def _in_links(package: "Package", part: str, renaming: Renaming) -> None:
    for relationship in package.relationships(part):
        target = renaming.target(relationship.target)
        if target is not None and target != relationship.target:
            package.redirect(part, relationship.id, target, RENAMED)


def _in_vml(package: "Package", part: str, renaming: Renaming) -> None:
    """Form controls say in VML too which cells they fill."""

    def said(match: re.Match[bytes]) -> bytes:
        text = unescape(match[2].decode("utf-8", "surrogateescape"))
        new = renaming.formula(text)
        return match[0] if new == text else match[1] + escape(new).encode("utf-8", "surrogateescape") + match[3]

    content = package.bytes(part)
    new = _IN_VML.sub(said, content)
    if new != content:
        package.replace(part, new, RENAMED_IN_SHAPES)
