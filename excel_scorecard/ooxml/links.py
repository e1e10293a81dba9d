"""Links: a sheet's hyperlinks, and its sparklines (small charts that lie in a cell and read another place).

Knows where a link may lead: a place in the workbook, or an http(s) or mailto address, nothing else.
"""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from lxml import etree

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.cells import Area, address, row_and_column
from excel_scorecard.ooxml.ledger import LINKS, SPARKLINES
from excel_scorecard.ooxml.markup import (
    RELATIONSHIPS,
    WORKSHEET_ORDER,
    X14,
    XM,
    Element,
    insert_in_order,
    main,
    writable,
)

if TYPE_CHECKING:
    from excel_scorecard.ooxml.sheet import Sheet

_GROUP, _LINK = main("hyperlinks"), main("hyperlink")
_ID = f"{{{RELATIONSHIPS}}}id"
_ADDRESS = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)
_OTHER_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!:)")
_LONGEST_ADDRESS = 2079  # Excel specifications and limits


def hyperlinks(sheet: "Sheet") -> dict[str, str]:
    """Where the links of a sheet lead, by the cells they lie on."""
    targets = {r.id: r.target for r in sheet.workbook.package.relationships(sheet.part) if r.kind == "hyperlink"}
    found: dict[str, str] = {}
    for link in sheet.frame.iterfind(f"{_GROUP}/{_LINK}"):
        found[link.get("ref", "")] = link.get("location") or targets.get(link.get(_ID, ""), "")
    return found


def set_hyperlink(sheet: "Sheet", cell: str, location: str, tooltip: str, display: str) -> None:
    """Let a cell lead somewhere; a link that lies on exactly this cell is replaced.

    Raises:
        TemplateError: the address is of a kind that data may not lead to (file, javascript...), or too long.
    """
    is_outside = bool(_ADDRESS.fullmatch(location))
    if (not is_outside and _OTHER_ADDRESS.match(location) and "!" not in location) or len(location) > _LONGEST_ADDRESS:
        raise TemplateError(
            f"a link cannot lead to {location[:60]!r}.",
            where=f"{sheet.workbook.name}, {sheet.name}!{cell}",
            mend="Use an address with https://, http:// or mailto:, or a place in the workbook.",
        )
    wanted = {"ref": cell, "location": location.removeprefix("#")}
    wanted |= {"tooltip": writable(tooltip)[:255]} if tooltip else {}
    wanted |= {"display": writable(display)} if display else {}
    there = [link for link in sheet.frame.iterfind(f"{_GROUP}/{_LINK}") if link.get("ref") == cell]
    if not is_outside and len(there) == 1 and _says(there[0], wanted):
        return
    remove_hyperlink(sheet, cell)
    root = sheet.edit_frame(LINKS)
    group = root.find(_GROUP)
    if group is None:
        group = etree.Element(_GROUP)
        insert_in_order(root, group, WORKSHEET_ORDER)
    link = etree.SubElement(group, _LINK, ref=cell)
    if is_outside:
        kind = f"{RELATIONSHIPS}/hyperlink"
        link.set(_ID, sheet.workbook.package.add_relationship(sheet.part, kind, location, external=True))
    else:
        link.set("location", location.removeprefix("#"))
    if tooltip:
        link.set("tooltip", writable(tooltip)[:255])
    if display:
        link.set("display", writable(display))


def _says(link: Element, wanted: Mapping[str, str]) -> bool:
    """Whether a link is as it should be; what nobody asked for, such as an identifier, is not looked at."""
    return link.get(_ID) is None and all(link.get(name) == text for name, text in wanted.items())


def remove_hyperlink(sheet: "Sheet", cell: str) -> None:
    """Take away the link that lies on exactly this cell."""
    group = sheet.frame.find(_GROUP)
    for link in group.findall(_LINK) if group is not None else ():
        if group is not None and link.get("ref") == cell:
            root = sheet.edit_frame(LINKS)
            group.remove(link)
            relationship = link.get(_ID)
            if relationship and not any(other.get(_ID) == relationship for other in group):
                sheet.workbook.package.remove_relationship(sheet.part, relationship)
            if not len(group):
                root.remove(group)  # an empty group is against the schema
                return


def sparkline_groups(root: Element) -> list[Element]:
    """The groups of sparklines of a worksheet, in order."""
    return list(root.iter(f"{{{X14}}}sparklineGroup"))


def set_sparklines(sheet: "Sheet", group: int, sparklines: Sequence[tuple[str, str]]) -> None:
    """Replace the sparklines of a group by these: (cell, reference of the data). An empty group is taken away."""
    now = sparkline_groups(sheet.frame)[group].iter(f"{{{X14}}}sparkline")
    if sparklines and [(s.findtext(f"{{{XM}}}sqref"), s.findtext(f"{{{XM}}}f")) for s in now] == list(sparklines):
        return
    root = sheet.edit_frame(SPARKLINES)
    element = sparkline_groups(root)[group]
    holder = element.find(f"{{{X14}}}sparklines")
    if holder is None:
        holder = etree.SubElement(element, f"{{{X14}}}sparklines")
    for child in list(holder):
        holder.remove(child)
    for cell, data in sparklines:
        sparkline = etree.SubElement(holder, f"{{{X14}}}sparkline")
        etree.SubElement(sparkline, f"{{{XM}}}f").text = data
        etree.SubElement(sparkline, f"{{{XM}}}sqref").text = cell
    if not sparklines:
        _remove_upwards(element)


def move_with_rows(sheet: "Sheet", area: Area, moves: Mapping[int, int]) -> None:
    """Let links and sparklines that lie in an area go with its rows; `moves` has each row that stays, and where.

    Those of the other rows are taken away.
    """
    links = {link.get("ref", ""): link for link in sheet.frame.iterfind(f"{_GROUP}/{_LINK}")}
    inside = {ref: link for ref, link in links.items() if ref and _is_in(Area.parse(ref), area)}
    for ref in inside:
        if Area.parse(ref).first_row not in moves:
            remove_hyperlink(sheet, ref)
    for ref, link in inside.items():
        place = Area.parse(ref)
        row = moves.get(place.first_row, place.first_row)
        if row != place.first_row:
            sheet.edit_frame(LINKS)
            link.set("ref", str(Area(row, place.first_column, row, place.last_column)))
    for number in reversed(range(len(sparkline_groups(sheet.frame)))):
        lines: list[tuple[str, str]] = []
        for sparkline in sparkline_groups(sheet.frame)[number].iter(f"{{{X14}}}sparkline"):
            cell, data = sparkline.findtext(f"{{{XM}}}sqref") or "", sparkline.findtext(f"{{{XM}}}f") or ""
            row, column = row_and_column(cell)
            if (row, column) not in area:
                lines.append((cell, data))
            elif row in moves:
                lines.append((address(moves[row], column), data))
        set_sparklines(sheet, number, lines)


def _is_in(place: Area, area: Area) -> bool:
    return place.height == 1 and (place.first_row, place.first_column) in area


def _remove_upwards(element: Element) -> None:
    """Remove an element, and each parent that is empty without it, as far as the sheet itself."""
    parent = element.getparent()
    if parent is None:
        return
    parent.remove(element)
    if len(parent) == 0 and parent.getparent() is not None:
        _remove_upwards(parent)
