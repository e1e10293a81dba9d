"""Officers' months: a Monthly table sorted, a month typed under it, a column of their own at its right."""

import re
from datetime import timedelta

from lxml import etree

from tests.workbook.excel_package import CHART, MAIN, Element, Opened, at, child, column_of, number, quoted, row_of
from tests.workbook.officers_desk import After, Desk, Edit, missing
from tests.workbook.officers_figures import month_of, serial_of


def sort_months(desk: Desk) -> Edit | None:
    """The latest month first."""
    identity = desk.take("months")
    if identity is None:
        return None
    sheet, _, table = desk.table("Monthly", identity)
    first, last = table.get("ref", "").split(":")
    top, bottom, left, right = row_of(first) + 1, row_of(last), column_of(first), column_of(last)
    columns = range(left, right + 1)
    rows = {
        number: [cell for cell in desk.book.row(sheet, number) if column_of(cell.get("r", "")) in columns]
        for number in range(top, bottom + 1)
    }
    for cell in (cell for cells in rows.values() for cell in cells):
        cell.getparent().remove(cell)  # type: ignore[union-attr]  # it lies in a row
    for row, cells in rows.items():
        for cell in cells:
            place = at(top + bottom - row, column_of(cell.get("r", "")))
            there = desk.book.cell(sheet, place)
            cell.set("r", place)
            there.getparent().replace(there, cell)  # type: ignore[union-attr]
    _reverse_caches(desk.book, sheet, top, bottom)
    for old in table.findall(f"{MAIN}sortState"):
        table.remove(old)
    month = column_of(desk.book.place(sheet, "monthly_month"))
    state = etree.Element(f"{MAIN}sortState", ref=f"{at(top, left)}:{at(bottom, right)}")
    etree.SubElement(state, f"{MAIN}sortCondition", descending="1", ref=f"{at(top, month)}:{at(bottom, month)}")
    automatic = table.find(f"{MAIN}autoFilter")
    table.insert(0 if automatic is None else 1, state)
    months = [desk.book.value(sheet, cell) for cell in desk.column("Monthly", identity, "monthly_month")]

    def stands(after: After) -> str | None:
        there = after.pages()[identity]
        found = [after.text(there, cell) for cell in after.column("Monthly", identity, "monthly_month")]
        hers = [one for one in found if one in months]
        is_hers = hers == [month for month in months if month in hers] and len(hers) >= len(months) - 1
        return missing(f"{identity}: the months are no longer the latest first: {found}", unless=is_hers)

    return Edit(f"sorted the months of {identity}, the latest first", stands)


def _reverse_caches(book: Opened, sheet: str, top: int, bottom: int) -> None:
    """What charts keep of the sorted columns."""
    for _, part in book.charts():
        for element in book.tree(part).iter(f"{CHART}numRef", f"{CHART}strRef"):
            reference = element.findtext(f"{CHART}f", "").replace("$", "")
            if not re.fullmatch(rf"{re.escape(quoted(sheet))}!(?P<at>[A-Z]+){top}:(?P=at){bottom}", reference):
                continue
            for cache in element.iter(f"{CHART}numCache", f"{CHART}strCache"):
                points = cache.findall(f"{CHART}pt")
                for point in reversed(points):
                    point.set("idx", str(bottom - top - int(point.get("idx", "0"))))
                    cache.append(point)


def type_month(desk: Desk) -> Edit | None:
    """The next month typed under the Monthly table, which grows by a row."""
    identity = desk.take("months")
    if identity is None or desk.will_roll:
        return None
    sheet, _, table = desk.table("Monthly", identity)
    first, last = table.get("ref", "").split(":")
    row, left, right = row_of(last) + 1, column_of(first), column_of(last)
    unit = desk.book.value(sheet, desk.book.place(sheet, "unit"))
    is_free = all(desk.book.value(sheet, at(row, column)) is None for column in range(left, right + 1))
    if unit not in ("percent", "count") or not is_free or table.get("totalsRowCount", "0") != "0":
        return None
    month = desk.book.value(sheet, at(row - 1, column_of(desk.book.place(sheet, "monthly_month"))))
    assert isinstance(month, float)
    following = serial_of((month_of(month) + timedelta(days=32)).replace(day=1))
    numerator, denominator = float(desk.chance.randrange(100, 200)), float(desk.chance.randrange(211, 300, 2))
    typed: dict[str, float] = {"monthly_month": following, "monthly_numerator": numerator}
    if unit == "percent":
        typed["monthly_denominator"] = denominator
    _grow_by_a_row(desk.book, sheet, table)
    _fill_row(desk, sheet, table, row, typed, numerator / denominator if unit == "percent" else numerator)

    def stands(after: After) -> str | None:
        there = after.month_cell(identity, "monthly_numerator", following)
        found = None if there is None else after.text(after.pages()[identity], there)
        return missing(f"{identity}: the month {month_of(following)} is {found}", unless=found == numerator)

    return Edit(f"typed {month_of(following):%Y-%m} under the months of {identity}: {numerator:g}", stands)


def _grow_by_a_row(book: Opened, sheet: str, table: Element) -> None:
    """What Excel takes along when a row is typed under a table: filter, rules, validations and charts."""
    first, last = table.get("ref", "").split(":")
    top, bottom = row_of(first) + 1, row_of(last)
    columns = range(column_of(first), column_of(last) + 1)
    for element in table.iter(f"{MAIN}table", f"{MAIN}autoFilter"):
        element.set("ref", f"{first}:{at(bottom + 1, columns[-1])}")

    def grown(area: str) -> str:
        start, _, end = area.replace("$", "").partition(":")
        is_column = (end or start).endswith(str(bottom)) and row_of(start) == top and column_of(start) in columns
        return f"{start}:{at(bottom + 1, column_of(end or start))}" if is_column else area

    for element in book.sheet(sheet).iter(f"{MAIN}conditionalFormatting", f"{MAIN}dataValidation"):
        element.set("sqref", " ".join(grown(area) for area in element.get("sqref", "").split()))
    for _, part in book.charts():
        for element in book.tree(part).iter(f"{CHART}numRef", f"{CHART}strRef"):
            reference = child_text(element)
            if reference.rpartition("!")[0] == quoted(sheet):
                area = reference.rpartition("!")[2]
                if grown(area) != area:
                    letters = re.findall("[A-Z]+", area)
                    text = f"{quoted(sheet)}!${letters[0]}${top}:${letters[-1]}${bottom + 1}"
                    element.find(f"{CHART}f").text = text  # type: ignore[union-attr]
                    for count in element.iter(f"{CHART}ptCount"):
                        count.set("val", str(bottom + 2 - top))


def child_text(element: Element) -> str:
    return element.findtext(f"{CHART}f", "")


def _fill_row(desk: Desk, sheet: str, table: Element, row: int, typed: dict[str, float], value: float) -> None:
    """The new row: what was typed, and what Excel works out in calculated columns."""
    book, position = desk.book, desk.book.sheet_names().index(sheet)
    roles = {
        column_of(book.place(sheet, name)): name
        for e in book.defined_names()
        if (name := e.get("name", "")).startswith("monthly_") and e.get("localSheetId") == str(position)
    }
    places = int(float(str(book.value(sheet, book.place(sheet, "places")) or 0)))
    worked = {"monthly_value": round(value + 1e-12, places), "monthly_line": value}
    left = column_of(table.get("ref", "").partition(":")[0])
    for column, element in enumerate(child(table, "tableColumns"), left):
        above, role = book.find(sheet, at(row - 1, column)), roles.get(column, "")
        cell = book.cell(sheet, at(row, column))
        if above is not None and above.get("s"):
            cell.set("s", above.get("s", ""))
        formula = element.findtext(f"{MAIN}calculatedColumnFormula")
        if role in typed:
            book.type(sheet, at(row, column), typed[role])
        elif formula:
            book.write_formula(sheet, at(row, column), formula, worked.get(role, 0.0))
            if role not in worked:  # no target, no point of the latest month: #N/A, or nothing
                kept = "" if role == "monthly_amber_limit" else "#N/A"
                _keep(cell, kept, desk, sheet, row, column)
    chart_points(book, sheet, row)


def _keep(cell: Element, kept: str, desk: Desk, sheet: str, row: int, column: int) -> None:
    above = desk.book.value(sheet, at(row - 1, column))
    formula = cell.findtext(f"{MAIN}f", "")
    if "comparator" in formula and isinstance(above, float):
        child_value(cell).text = number(above)
        return
    cell.set("t", "str" if kept == "" else "e")
    child_value(cell).text = kept


def child_value(cell: Element) -> Element:
    found = cell.find(f"{MAIN}v")
    assert found is not None
    return found


def chart_points(book: Opened, sheet: str, row: int) -> None:
    """What charts keep of a new last row."""
    for _, part in book.charts():
        for element in book.tree(part).iter(f"{CHART}numRef"):
            where, _, area = child_text(element).replace("$", "").rpartition("!")
            first, _, last = area.partition(":")
            if where != quoted(sheet) or not last.endswith(str(row)) or row_of(last) != row:
                continue
            value = book.value(sheet, last)
            for cache in element.iter(f"{CHART}numCache"):
                if isinstance(value, float) or value == "#N/A":
                    point = etree.SubElement(cache, f"{CHART}pt", idx=str(row - row_of(first)))
                    etree.SubElement(point, f"{CHART}v").text = number(value) if isinstance(value, float) else value


def own_column(desk: Desk) -> Edit | None:
    """A column of hers at the right of the Monthly table, typed or worked out."""
    identity = desk.take("column")
    if identity is None:
        return None
    sheet, _, table = desk.table("Monthly", identity)
    first, last = table.get("ref", "").split(":")
    column, rows = column_of(last) + 1, range(row_of(first) + 1, row_of(last) + 1)
    if any(desk.book.value(sheet, at(row, column)) is not None for row in range(rows[0] - 1, rows[-1] + 1)):
        return None
    heading = f"{desk.chance.choice(('Our note', 'Officer’s [own] #1', 'Check & see'))} {desk.chance.randrange(1000)}"
    holder = child(table, "tableColumns")
    highest = max(int(e.get("id", "0")) for e in holder)
    made = etree.SubElement(holder, f"{MAIN}tableColumn", id=str(highest + 1), name=heading)
    holder.set("count", str(len(holder)))
    for element in table.iter(f"{MAIN}table", f"{MAIN}autoFilter"):
        element.set("ref", f"{first}:{at(rows[-1], column)}")
    desk.book.type(sheet, at(rows[0] - 1, column), heading)
    months = desk.column("Monthly", identity, "monthly_month")
    said: dict[object, float | str] = {}
    formula = f"MONTH({table.get('displayName')}[[#This Row],[{desk.heading(identity, 'monthly_month')}]])"
    is_worked_out = desk.chance.random() < 0.5
    if is_worked_out:
        etree.SubElement(made, f"{MAIN}calculatedColumnFormula").text = formula
    for row, place in zip(rows, months, strict=True):
        month = desk.book.value(sheet, place)
        if is_worked_out and isinstance(month, float):
            said[month] = float(month_of(month).month)
            desk.book.write_formula(sheet, at(row, column), formula, said[month])
        elif desk.chance.random() < 0.3:
            said[month] = f"{month_of(float(str(month))):%b}: looked at"
            desk.book.type(sheet, at(row, column), said[month])

    def stands(after: After) -> str | None:
        there, _, table = after.table("Monthly", identity)
        first = table.get("ref", "").partition(":")[0]
        headings = [e.get("name") for e in child(table, "tableColumns")]
        if heading not in headings:
            return f"{identity}: the column {heading!r} is gone from {headings}"
        place = column_of(first) + headings.index(heading)
        months = after.column("Monthly", identity, "monthly_month")
        found = {after.text(there, cell): after.text(there, at(row_of(cell), place)) for cell in months}
        lost = {month: text for month, text in said.items() if month in found and found[month] not in (text, None)}
        if not (is_worked_out and after.asks_for_recalculation):
            lost |= {month: text for month, text in said.items() if month in found and found[month] is None}
        return missing(f"{identity}: her column {heading!r} lost {lost}", unless=not lost)

    return Edit(f"added the column {heading!r} to the months of {identity}", stands)
