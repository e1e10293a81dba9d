"""Views: the tab that a workbook opens on and the first in its row of tabs, as sheets come, move and go.

Knows bookViews of workbook.xml, and tabSelected of the sheets. The sheets' own order is workbook.py's.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from lxml import etree

from excel_scorecard.ooxml import stated
from excel_scorecard.ooxml.ledger import VIEW
from excel_scorecard.ooxml.markup import WORKBOOK_ORDER, Element, drop, insert_in_order, is_true, main
from excel_scorecard.ooxml.package import Package
from excel_scorecard.ooxml.sheet import Sheet


def follow_sheets(package: Package, part: str, moved: Mapping[int, int]) -> None:
    """Let the windows show the tabs that they showed: `moved` gives a sheet's new place by its old one."""
    for view in package.read(part).iter(main("workbookView")):
        for name in ("activeTab", "firstSheet"):
            new = str(moved.get(stated.whole(view, name), 0))
            if view.get(name, "0") != new:
                package.edit(part, VIEW)
                view.set(name, new)


def shown_instead(before: Sequence[Element], now: Sequence[Element], gone: Collection[Element]) -> dict[int, int]:
    """For the place of each sheet that is gone, that of the one shown instead: the next, else the last before."""
    seen = [before.index(e) for e in now if e.get("state", "visible") == "visible"]
    return {
        place: now.index(before[next((other for other in seen if other > place), seen[-1])])
        for place in map(before.index, gone)
    }


def open_on(package: Package, part: str, position: int, name: str, sheets: Iterable[Sheet]) -> None:
    """Open the workbook on the sheet of this name, at this place, and on no other: only one tab is selected."""
    root = package.edit(part, VIEW)
    views = root.find(main("bookViews"))
    if views is None:
        views = etree.Element(main("bookViews"))
        insert_in_order(root, views, WORKBOOK_ORDER)
    if not len(views):
        etree.SubElement(views, main("workbookView"))
    for view in views:
        view.set("activeTab", str(position))
        drop(view, "firstSheet")
    for sheet in sheets:
        is_shown = sheet.name == name
        for sheet_view in sheet.frame.iter(main("sheetView")):
            if is_shown != is_true(sheet_view.get("tabSelected")):
                sheet.edit_frame(VIEW)
                drop(sheet_view, "tabSelected")
                if is_shown:
                    sheet_view.set("tabSelected", "1")
