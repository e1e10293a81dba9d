"""Rivals: openpyxl and XlsxWriter doing the builder's work, each as its users would.

Both get a plan (plan.py) with every formula, cached value and style worked out before the clock starts.

openpyxl loads the stock template, copies its pattern sheet for each indicator, and writes the cells that the builder
writes; what `copy_worksheet` leaves behind (conditional formats, names, tables, charts, headers) is put back by hand,
the charts as copies of what it has read of the pattern's. It cannot keep: the cached value of any formula, the values
in the charts, what it does not read of a chart, alt text, sparklines, and the logo (without Pillow; with it the picture
is stored again for each sheet).

XlsxWriter reads no template: it draws the whole workbook with all cells, styles, cached values, tables, charts, rules,
names, links and sparklines. It cannot keep: anything that a council has designed in Excel. Its charts are
simpler than the template's here, and the tables' calculated columns are left out.
"""

import copy
import warnings
from pathlib import Path
from typing import Any

from plan import ChartPlan, Plan, SheetPlan, TablePlan


def fill_with_openpyxl(template: Path, plan: Plan, output: Path) -> None:
    """Load the template, copy and fill the patterns, save."""
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl cannot keep sparklines and says so
        book = openpyxl.load_workbook(template)
    patterns = [name for name in book.sheetnames if name not in _lists(plan)]
    for place, sheet in enumerate(plan.sheets):
        made: Any
        if sheet.pattern:
            made = _copied(book, sheet)
            book.move_sheet(made, place - book.index(made))
        else:
            made = book[sheet.name]
        _write(made, sheet)
        for table in sheet.tables:
            there = made.tables.get(table.name)
            if there is None:
                made.add_table(_openpyxl_table(table))
                continue
            there.ref = table.area
            if there.autoFilter is not None:
                there.autoFilter.ref = table.area
    for name in patterns:
        del book[name]
    book.active = 0
    book.save(output)


def _lists(plan: Plan) -> set[str]:
    return {sheet.name for sheet in plan.sheets if sheet.pattern is None}


def _copied(book: Any, plan: SheetPlan) -> Any:
    from openpyxl.workbook.defined_name import DefinedName

    source = book[plan.pattern]
    made = book.copy_worksheet(source)
    made.title = plan.name
    for group in source.conditional_formatting:
        for rule in group.rules:
            made.conditional_formatting.add(str(group.sqref), rule)
    for name, reference in plan.names:
        made.defined_names[name] = DefinedName(name, attr_text=reference)
    made.oddHeader, made.oddFooter = copy.copy(source.oddHeader), copy.copy(source.oddFooter)
    if plan.print_area:
        made.print_area = plan.print_area.rpartition("!")[2]
    for drawn, chart in zip(source._charts, plan.charts, strict=True):  # noqa: SLF001  # openpyxl has no other word for them
        made.add_chart(_repointed(drawn, chart), chart.anchor)
    return made


def _write(made: Any, plan: SheetPlan) -> None:
    styles = {cell.column: made.cell(cell.row, cell.column) for cell in reversed(plan.cells) if cell.is_written}
    for cell in plan.cells:
        if not cell.is_written:
            continue
        target = made.cell(cell.row, cell.column)
        if not target.has_style:  # a row that the table has grown by
            target._style = copy.copy(styles[cell.column]._style)  # noqa: SLF001  # openpyxl's own way to copy a style fast
        target.value = f"={cell.formula}" if cell.formula else cell.value
    if plan.pattern is None:
        for place, link in plan.links:
            made[place].hyperlink = f"#{link}"
    for row, height in plan.heights:
        made.row_dimensions[row].height = height


def _openpyxl_table(plan: TablePlan) -> Any:
    from openpyxl.worksheet.table import Table, TableColumn, TableFormula

    table = Table(displayName=plan.name, ref=plan.area)
    for number, (name, formula) in enumerate(plan.columns, 1):
        column = TableColumn(id=number, name=name)
        if formula:
            column.calculatedColumnFormula = TableFormula(attr_text=formula)
        table.tableColumns.append(column)
    return table


def _repointed(source: Any, plan: ChartPlan) -> Any:
    """A copy of a chart as openpyxl has read it, with the clone's references; the kept values are no longer true."""
    chart = copy.deepcopy(source)
    if plan.title and chart.title is not None:
        chart.title.tx.strRef.f, chart.title.tx.strRef.strCache = plan.title, None
    series = [one for part in chart._charts for one in part.series]  # noqa: SLF001  # a chart of several kinds
    for one, (name, categories, values) in zip(series, plan.series, strict=True):
        one.val.numRef.f, one.val.numRef.numCache = values, None
        if name and one.tx is not None:
            one.tx.strRef.f, one.tx.strRef.strCache = name, None
        if categories and one.cat is not None and one.cat.strRef is not None:
            one.cat.strRef.f, one.cat.strRef.strCache = categories, None
        elif categories and one.cat is not None:
            one.cat.numRef.f, one.cat.numRef.numCache = categories, None
    return chart


def draw_with_xlsxwriter(plan: Plan, logo: Path, output: Path) -> None:
    """Draw the same workbook from nothing."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(output))
    formats = [book.add_format(dict(style)) for style in plan.styles]
    rules = {rule.style: book.add_format(dict(rule.style)) for sheet in plan.sheets for rule in sheet.rules}
    for sheet in plan.sheets:
        _draw(book, book.add_worksheet(sheet.name), sheet, formats, rules, logo)
    book.close()


def _draw(book: Any, sheet: Any, plan: SheetPlan, formats: list[Any], rules: dict[Any, Any], logo: Path) -> None:
    _lay_out(sheet, plan)
    for table in plan.tables:
        sheet.add_table(table.area, {"name": table.name, "columns": [{"header": name} for name, _ in table.columns]})
    for place, link in plan.links:
        sheet.write_url(place, f"internal:{link}")  # first: it writes a text into the cell
    _draw_cells(sheet, plan, formats)
    for rule in plan.rules:
        look = _rule(rule.kind, rule.formula, rule.text, rules[rule.style])
        sheet.conditional_format(rule.area.partition(" ")[0], look | {"multi_range": rule.area})
    for place, cells in plan.sparklines:
        sheet.add_sparkline(place, {"range": cells})
    for name, reference in plan.names:
        book.define_name(f"'{plan.name}'!{name}", f"={reference}")
    for chart in plan.charts:
        sheet.insert_chart(chart.anchor, _xlsxwriter_chart(book, chart))
    sheet.insert_image("J1", str(logo))


def _lay_out(sheet: Any, plan: SheetPlan) -> None:
    for column, width in plan.widths:
        sheet.set_column(column - 1, column - 1, width)
    for row, height in plan.heights:
        sheet.set_row(row - 1, height)
    for area in plan.merges:
        sheet.merge_range(area, "")
    if plan.print_area:
        sheet.print_area(plan.print_area.rpartition("!")[2].replace("$", ""))
    if plan.print_titles:
        first, _, last = plan.print_titles.rpartition("!")[2].replace("$", "").partition(":")
        sheet.repeat_rows(int(first) - 1, int(last) - 1)
    sheet.set_header(f"&C{plan.header}")
    sheet.set_footer(f"&C{plan.footer}")
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _draw_cells(sheet: Any, plan: SheetPlan, formats: list[Any]) -> None:
    for cell in plan.cells:
        row, column, style, value = cell.row - 1, cell.column - 1, formats[cell.style], cell.value
        if cell.formula:
            sheet.write_formula(row, column, f"={cell.formula}", style, "" if value is None else value)
        elif isinstance(value, str):
            sheet.write_string(row, column, value, style)
        elif value is None:
            sheet.write_blank(row, column, None, style)
        else:
            sheet.write_number(row, column, value, style)


def _rule(kind: str, formula: str, text: str, look: Any) -> dict[str, Any]:
    if kind == "cellIs":
        return {"type": "cell", "criteria": "equal to", "value": formula, "format": look}
    if kind in ("beginsWith", "containsText"):
        criteria = "begins with" if kind == "beginsWith" else "containing"
        return {"type": "text", "criteria": criteria, "value": text, "format": look}
    return {"type": "formula", "criteria": f"={formula}", "format": look}


def _xlsxwriter_chart(book: Any, plan: ChartPlan) -> Any:
    chart = book.add_chart({"type": "bar" if plan.is_bar else "line"})
    if plan.title:
        chart.set_title({"name": f"={plan.title}"})
    for name, categories, values in plan.series:
        series = {"values": f"={values}"}
        if name:
            series["name"] = f"={name}"
        if categories:
            series["categories"] = f"={categories}"
        chart.add_series(series)
    return chart
