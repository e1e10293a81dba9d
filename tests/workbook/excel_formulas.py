"""Formulas as Excel rewrites them: every place in a package where one stands, and the references in it.

A reference is what one formula token says: a sheet or none, and cells, a name or `#REF!`. Texts in quotes and columns
of tables are left alone. Knows no rows that move and no sheets that go: who calls says what becomes of a reference.
"""

import re
from collections.abc import Callable, Iterator

from lxml import etree
from openpyxl.utils import column_index_from_string, get_column_letter

from tests.workbook.excel_package import CHART, MAIN, Element, Opened, quoted

# a text, a sheet's name with its mark or none, and behind it cells or whole rows or columns
TOKEN = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")
    |(?P<table>(?<![\w.\]'])(?P<name>[A-Za-z_\\][\w.]*)?\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\])
    |(?:(?P<sheet>'(?:[^']|'')+'|(?<![\w.'\]])[A-Za-z_][\w.]*)!)
        (?P<beyond>\#REF!|\$?[A-Za-z_\\$][\w.$]*(?::\$?[A-Z]{1,3}\$?[0-9]+|:\$?[A-Z]{1,3})?|\$?[0-9]+:\$?[0-9]+)
    |(?<![\w.$!\]'])(?P<here>\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6}(?::\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6})?
        |\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?[1-9][0-9]*:\$?[1-9][0-9]*)(?![\w.(!\[])
    """,
    re.VERBOSE,
)
AREA = re.compile(r"(\$?)([A-Z]{1,3})(\$?)([0-9]+)(?::(\$?)([A-Z]{1,3})(\$?)([0-9]+))?")
ROWS = re.compile(r"(\$?)([0-9]+):(\$?)([0-9]+)")

Box = tuple[int, int, int, int]  # first row, first column, last row, last column
Change = Callable[[str, Box], Box | None]
"""What becomes of cells on a sheet: others, or None where they are gone."""


def unquoted(sheet: str) -> str:
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet


def with_cells(formula: str, home: str, change: Change) -> str:
    """The formula, which stands on the sheet `home`, with other cells in its references."""

    def replaced(found: re.Match[str]) -> str:
        if found["here"]:
            return area_with(found["here"], lambda box: change(home, box))
        if found["sheet"] and (AREA.fullmatch(found["beyond"]) or ROWS.fullmatch(found["beyond"])):
            sheet = unquoted(found["sheet"])
            return f"{found['sheet']}!{area_with(found['beyond'], lambda box: change(sheet, box))}"
        return found[0]

    return TOKEN.sub(replaced, formula)


def area_with(area: str, change: Callable[[Box], Box | None]) -> str:
    """`$A$1:B2` with other cells, its dollars kept; `#REF!` where they are gone."""
    rows = ROWS.fullmatch(area)
    if rows:
        box = change((int(rows[2]), 1, int(rows[4]), 16384))
        return "#REF!" if box is None else f"{rows[1]}{box[0]}:{rows[3]}{box[2]}"
    found = AREA.fullmatch(area)
    if found is None:  # whole columns
        return area
    top, left = int(found[4]), column_index_from_string(found[2])
    bottom, right = (int(found[8]), column_index_from_string(found[6])) if found[6] else (top, left)
    box = change((top, left, bottom, right))
    if box is None:
        return "#REF!"
    first = f"{found[1]}{get_column_letter(box[1])}{found[3]}{box[0]}"
    return f"{first}:{found[5]}{get_column_letter(box[3])}{found[7]}{box[2]}" if found[6] else first


def with_sheet(formula: str, old: str, new: str | None) -> str:
    """The formula after a sheet got another name, or was deleted (None)."""

    def replaced(found: re.Match[str]) -> str:
        if not found["sheet"] or unquoted(found["sheet"]).casefold() != old.casefold():
            return found[0]
        return f"#REF!{found['beyond']}" if new is None else f"{quoted(new)}!{found['beyond']}"

    return TOKEN.sub(replaced, formula)


def with_tables(formula: str, renamed: dict[str, str | None]) -> str:
    """The formula after tables got other names, or are gone (None)."""

    def replaced(found: re.Match[str]) -> str:
        if not found["table"] or found["name"] not in renamed:
            return found[0]
        new = renamed[found["name"]]
        return "#REF!" if new is None else new + found["table"][len(found["name"]) :]

    return TOKEN.sub(replaced, formula)


def formula_places(book: Opened) -> Iterator[tuple[str, Element]]:
    """(home sheet, element) of every element whose text is a formula; "" is home to names of the whole workbook."""
    for name, _, tree in book.sheets():
        yield from ((name, element) for element in formulas_of_sheet(tree))
    for sheet, _, tree in book.tables():
        yield from ((sheet, e) for e in tree.iter(f"{MAIN}calculatedColumnFormula", f"{MAIN}totalsRowFormula"))
    yield from (("", element) for element in book.defined_names())
    for sheet, part in book.charts():
        yield from ((sheet, element) for element in book.tree(part).iter(f"{CHART}f"))


def formulas_of_sheet(tree: Element) -> Iterator[Element]:
    """Of cells, conditional formats, validations and sparklines; those of extensions too."""
    for element in tree.iter(f"{MAIN}f", f"{MAIN}formula", f"{MAIN}formula1", f"{MAIN}formula2", "{*}f"):
        if element.text and etree.QName(element).localname != "sqref":
            yield element


def rewrite(book: Opened, change: Callable[[str, str], str]) -> None:
    """Pass every formula, with the sheet that it stands on, through `change`."""
    for home, element in formula_places(book):
        if element.text:
            element.text = change(home, element.text)
    for sheet in book.sheet_names():
        for drawing in book.related(book.sheet_part(sheet), "drawing"):
            for element in book.tree(drawing.target).iter("{*}sp"):
                if element.get("textlink"):
                    element.set("textlink", change(sheet, element.get("textlink", "")))
