"""Officers' looks: colours, formats, widths, filters, rules, frozen panes and paper, set on our pages and cells."""

import copy
from collections.abc import Callable

from lxml import etree

from tests.workbook.excel_package import MAIN, Element, Opened, at, cells_of, child, column_of, insert_in_order, row_of
from tests.workbook.officers_desk import After, Desk, Edit, missing

Stands = Callable[[After], str | None]


# ---- cells -----------------------------------------------------------------------------------------------------------


def fill_our_cell(desk: Desk) -> Edit | None:
    """A coloured cell behind a figure of ours."""
    identity = desk.take("fill")
    if identity is None:
        return None
    colour = f"FF{desk.chance.randrange(16**6):06X}"
    fill = etree.fromstring(
        f'<fill xmlns="{MAIN[1:-1]}"><patternFill patternType="solid"><fgColor rgb="{colour}"/></patternFill></fill>'
    )
    number = desk.book.listed_style("fills", fill)
    slot = desk.chance.choice(("value", "target_text", "average", "commentary", "rating"))
    _restyle(desk, identity, slot, lambda xf: xf.attrib.update({"fillId": str(number), "applyFill": "1"}))

    def stands(after: After) -> str | None:
        fills = child(after.book.tree("xl/styles.xml"), "fills")
        xf = _style_of(after, identity, slot)
        colours = [e.get("rgb") for e in fills[int(xf.get("fillId", "0"))].iter(f"{MAIN}fgColor")]
        return missing(f"{identity}: {slot} is filled with {colours} and not {colour}", unless=colour in colours)

    return Edit(f"coloured {slot} of {identity} {colour}", stands)


def format_our_cell(desk: Desk) -> Edit | None:
    """More decimals for a figure of ours."""
    identity = desk.take("format")
    if identity is None:
        return None
    code = desk.chance.choice(("0.00%", '0.0" approx."', "#,##0.000;[Red]-#,##0.000"))
    formats = child(desk.book.tree("xl/styles.xml"), "numFmts")
    number = max((int(e.get("numFmtId", "0")) for e in formats), default=200) + 1
    formats.append(etree.Element(f"{MAIN}numFmt", numFmtId=str(number), formatCode=code))
    formats.set("count", str(len(formats)))
    slot = desk.chance.choice(("value", "average", "previous"))
    _restyle(desk, identity, slot, lambda xf: xf.attrib.update({"numFmtId": str(number), "applyNumberFormat": "1"}))

    def stands(after: After) -> str | None:
        there = {e.get("numFmtId"): e.get("formatCode", "") for e in child(after.book.tree("xl/styles.xml"), "numFmts")}
        found = there.get(_style_of(after, identity, slot).get("numFmtId"), "built in")
        is_same = found.replace("\\", "").replace('"', "") in (code.replace('"', ""), code.replace("[Red]", "[RED]"))
        return missing(f"{identity}: {slot} has the format {found!r} and not {code!r}", unless=is_same or found == code)

    return Edit(f"gave {slot} of {identity} the format {code!r}", stands)


def _restyle(desk: Desk, identity: str, slot: str, change: Callable[[Element], object]) -> None:
    sheet = desk.pages()[identity]
    cell = desk.book.cell(sheet, desk.book.place(sheet, slot))
    cell.set("s", str(desk.book.styled(int(cell.get("s", "0")), change)))


def _style_of(after: After, identity: str, slot: str) -> Element:
    sheet = after.pages()[identity]
    return after.style(sheet, after.book.place(sheet, slot))


# ---- rules -----------------------------------------------------------------------------------------------------------


def own_conditional_format(desk: Desk) -> Edit | None:
    """A rule of hers on a column of ours."""
    identity = desk.take("rule")
    if identity is None:
        return None
    sheet = desk.pages()[identity]
    cells = desk.book.tree(desk.book.sheet_part(sheet))
    column = desk.column("Monthly", identity, "monthly_numerator")
    limit = desk.chance.randrange(10**6, 10**7)
    look = etree.fromstring(f'<dxf xmlns="{MAIN[1:-1]}"><font><color rgb="FF7030A0"/></font></dxf>')
    number = desk.book.listed_style("dxfs", look)
    rule = etree.Element(f"{MAIN}conditionalFormatting", sqref=f"{column[0]}:{column[-1]}")
    highest = max((int(e.get("priority", "0")) for e in cells.iter(f"{MAIN}cfRule")), default=0)
    inner = etree.SubElement(
        rule, f"{MAIN}cfRule", type="cellIs", dxfId=str(number), priority=str(highest + 1), operator="greaterThan"
    )
    etree.SubElement(inner, f"{MAIN}formula").text = str(limit)
    insert_in_order(cells, rule)

    def stands(after: After) -> str | None:
        there = after.pages().get(identity)
        for rule in [] if there is None else after.book.sheet(there).iter(f"{MAIN}conditionalFormatting"):
            if any(e.text == str(limit) for e in rule.iter(f"{MAIN}formula")):
                look = child(after.book.tree("xl/styles.xml"), "dxfs")[int(rule[0].get("dxfId", "0"))]
                shown = etree.tostring(look).decode()
                covered = _covers(rule.get("sqref", ""), after.column("Monthly", identity, "monthly_numerator"))
                return missing(
                    f"{identity}: her rule looks like {shown} over {rule.get('sqref')}",
                    unless=covered and "7030A0" in shown,
                )
        return f"{identity}: her rule > {limit} is gone"

    return Edit(f"added the rule > {limit} to the numerators of {identity}", stands)


def _covers(sqref: str, cells: list[str]) -> bool:
    """Whether the areas hold all the cells but the newest two, which a refresh may have added."""
    there = {cell for area in sqref.split() for cell in cells_of(area)}
    return set(cells[:-2] if len(cells) > 2 else cells[:1]) <= there


def own_validation(desk: Desk) -> Edit | None:
    """A list to choose from, in a cell of hers on our page, and its message."""
    identity = desk.take("validation")
    if identity is None:
        return None
    sheet, prompt = desk.pages()[identity], desk.marker("Choose")
    cell = desk.free_cell(sheet)
    holder = child(desk.book.sheet(sheet), "dataValidations")
    made = etree.SubElement(
        holder, f"{MAIN}dataValidation", type="list", allowBlank="1", showInputMessage="1", prompt=prompt, sqref=cell
    )
    etree.SubElement(made, f"{MAIN}formula1").text = '"yes,no,don\'t know"'
    holder.set("count", str(len(holder)))

    def stands(after: After) -> str | None:
        there = after.pages().get(identity)
        for rule in [] if there is None else after.book.sheet(there).iter(f"{MAIN}dataValidation"):
            if rule.get("prompt") == prompt:
                return missing(f"{prompt}: its list is gone", unless="know" in (rule.findtext(f"{MAIN}formula1") or ""))
        return f"{identity}: the validation {prompt!r} is gone"

    return Edit(f"added the validation {prompt!r} to {cell} of {sheet}", stands)


# ---- sheets ----------------------------------------------------------------------------------------------------------


def widths_and_heights(desk: Desk) -> Edit | None:
    """A column drawn wider, and a row higher."""
    identity = desk.take("widths")
    if identity is None:
        return None
    sheet = desk.pages()[identity]
    width, height = 20 + desk.chance.randrange(200) / 8, 30 + desk.chance.randrange(60) * 0.75
    slot, column = desk.chance.choice(("definition", "message", "value")), desk.chance.randrange(1, 12)
    row = desk.book.row(sheet, row_of(desk.book.place(sheet, slot)))
    row.attrib.update({"ht": str(height), "customHeight": "1"})
    _widen(desk.book, sheet, column, width)

    def stands(after: After) -> str | None:
        there = after.pages()[identity]
        row = after.book.row(there, row_of(after.book.place(there, slot)))
        widths = [
            float(col.get("width", "0"))
            for col in child(after.book.sheet(there), "cols")
            if int(col.get("min", "0")) <= column <= int(col.get("max", "0"))
        ]
        if abs(float(row.get("ht", "0")) - height) > 0.5:
            return f"{identity}: the row of {slot} is {row.get('ht')} high and not {height}"
        is_there = any(abs(one - width) < 0.6 for one in widths)
        return missing(f"{identity}: column {column} is {widths} wide and not {width}", unless=is_there)

    return Edit(f"made column {column} of {sheet} {width} wide and the row of {slot} {height} high", stands)


def _widen(book: Opened, sheet: str, column: int, width: float) -> None:
    """One column of its own, between those that keep their width."""
    holder = child(book.sheet(sheet), "cols")
    for col in list(holder):
        first, last = int(col.get("min", "0")), int(col.get("max", "0"))
        if first <= column <= last:
            for start, end in ((first, column - 1), (column + 1, last)):
                if start <= end:
                    kept = copy.deepcopy(col)
                    kept.attrib.update({"min": str(start), "max": str(end)})
                    col.addprevious(kept)
            holder.remove(col)
    made = etree.SubElement(holder, f"{MAIN}col", min=str(column), max=str(column), width=str(width), customWidth="1")
    columns = sorted((*holder,), key=lambda col: int(col.get("min", "0")))
    assert made in columns
    holder.extend(columns)


def tab_colour(desk: Desk) -> Edit | None:
    identity = desk.take("tab")
    if identity is None:
        return None
    colour = f"FF{desk.chance.randrange(16**6):06X}"
    properties = child(desk.book.sheet(desk.pages()[identity]), "sheetPr")
    for old in properties.findall(f"{MAIN}tabColor"):
        properties.remove(old)
    properties.insert(0, etree.Element(f"{MAIN}tabColor", rgb=colour))

    def stands(after: After) -> str | None:
        found = [e.get("rgb") for e in after.book.sheet(after.pages()[identity]).iter(f"{MAIN}tabColor")]
        return missing(f"{identity}: the tab is {found} and not {colour}", unless=found == [colour])

    return Edit(f"coloured the tab of {identity} {colour}", stands)


def freeze_panes(desk: Desk) -> Edit | None:
    identity = desk.take("panes")
    if identity is None:
        return None
    row, column = desk.chance.randrange(1, 6), desk.chance.randrange(1, 3)
    view = next(desk.book.sheet(desk.pages()[identity]).iter(f"{MAIN}sheetView"))
    for old in list(view):
        view.remove(old)
    split = {"xSplit": str(column), "ySplit": str(row), "topLeftCell": at(row + 1, column + 1)}
    etree.SubElement(view, f"{MAIN}pane", split, activePane="bottomRight", state="frozen")
    for pane in ("topRight", "bottomLeft", "bottomRight"):
        etree.SubElement(view, f"{MAIN}selection", pane=pane)

    def stands(after: After) -> str | None:
        found = [
            (e.get("xSplit"), e.get("ySplit"), e.get("state"))
            for e in after.book.sheet(after.pages()[identity]).iter(f"{MAIN}pane")
        ]
        return missing(f"{identity}: the panes are {found}", unless=found == [(str(column), str(row), "frozen")])

    return Edit(f"froze {row} rows and {column} columns of {identity}", stands)


def paper(desk: Desk) -> Edit | None:
    """A3 upright, wider margins, and words of hers in the header."""
    identity = desk.take("paper")
    if identity is None:
        return None
    tree, mark = desk.book.sheet(desk.pages()[identity]), desk.marker("Board")
    child(tree, "pageSetup").attrib.update({"paperSize": "8", "orientation": "portrait"})
    child(tree, "pageMargins").set("left", "1.25")
    header = (
        child(child(tree, "headerFooter"), "oddHeader")
        if tree.find(f"{MAIN}headerFooter/{MAIN}oddHeader") is not None
        else None
    )
    if header is None:
        return None
    header.text = f"{header.text or ''}&C{mark} && more"

    def stands(after: After) -> str | None:
        there = after.book.sheet(after.pages()[identity])
        setup, margins = child(there, "pageSetup"), child(there, "pageMargins")
        said = there.findtext(f"{MAIN}headerFooter/{MAIN}oddHeader", "")
        found = (setup.get("paperSize"), setup.get("orientation"), float(margins.get("left", "0")), mark in said)
        is_there = found[:2] == ("8", "portrait") and abs(found[2] - 1.25) < 0.01 and found[3]
        return missing(f"{identity}: its paper is {found}, its header {said!r}", unless=is_there)

    return Edit(f"set A3, margins and the header {mark!r} on {identity}", stands)


# ---- filters ---------------------------------------------------------------------------------------------------------


def filter_summary(desk: Desk) -> Edit | None:
    """The summary's table filtered by a rating: the other rows are hidden."""
    if desk.take("filter", among=["summary"]) is None:
        return None
    sheet = desk.summary()
    _, _, table = next(one for one in desk.book.tables(sheet) if one[2].get("displayName") == "Summary_list")
    header = desk.book.place(sheet, "summary_rating")
    return _filtered(desk, sheet, table, header, "Amber", "the summary")


def filter_months(desk: Desk) -> Edit | None:
    """A Monthly table filtered by status."""
    identity = desk.take("filter")
    if identity is None:
        return None
    sheet, _, table = desk.table("Monthly", identity)
    return _filtered(desk, sheet, table, desk.book.place(sheet, "monthly_status"), "Provisional", identity)


def _filtered(desk: Desk, sheet: str, table: Element, header: str, shown: str, where: str) -> Edit:
    name, area = table.get("displayName", ""), table.get("ref", "")
    automatic = table.find(f"{MAIN}autoFilter")
    if automatic is None:
        automatic = etree.Element(f"{MAIN}autoFilter", ref=area)
        table.insert(0, automatic)
    for old in list(automatic):
        automatic.remove(old)
    first, _, last = area.partition(":")
    place = str(column_of(header) - column_of(first))
    filters = etree.SubElement(etree.SubElement(automatic, f"{MAIN}filterColumn", colId=place), f"{MAIN}filters")
    etree.SubElement(filters, f"{MAIN}filter", val=shown)
    for number in range(row_of(first) + 1, row_of(last) + 1):
        cell = at(number, column_of(header))
        if desk.book.value(sheet, cell) != shown:
            desk.book.row(sheet, number).set("hidden", "1")

    def stands(after: After) -> str | None:
        found = [tree for _, _, tree in after.book.tables() if tree.get("displayName") == name]
        kept = [e.get("val") for tree in found for e in tree.iter(f"{MAIN}filter")]
        return missing(f"the filter of {where} is {kept} and not {shown}", unless=kept == [shown])

    return Edit(f"filtered {name} by {shown}", stands)
