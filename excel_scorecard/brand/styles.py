"""Styles: the stock template's named cell styles, which a designer finds in Excel's gallery and changes for all cells.

XlsxWriter makes none, so they are put into the drawn workbook's styles part: the formats with a mark of their own (the
tint of cells to type in, the size of titles) become cells of that style.
"""

from lxml import etree

from excel_scorecard.brand.look import Brand

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ENTRY, TITLE = "Officer entry", "Page title"


def name_styles(styles: etree._Element, brand: Brand) -> None:
    """Name the styles of cells to type in and of page titles in a styles part."""
    fills = _children(styles, "fills")
    fonts = _children(styles, "fonts")
    tint = f"FF{brand['entry'].lstrip('#').upper()}"
    entry = [i for i, fill in enumerate(fills) if any(c.get("rgb") == tint for c in fill.iter(f"{MAIN}fgColor"))]
    title = [i for i, font in enumerate(fonts) if any(s.get("val") == "18" for s in font.iter(f"{MAIN}sz"))]
    _name(styles, ENTRY, "fillId", entry)
    _name(styles, TITLE, "fontId", title)


def _children(styles: etree._Element, group: str) -> list[etree._Element]:
    found = styles.find(f"{MAIN}{group}")
    return [] if found is None else list(found)


def _name(styles: etree._Element, name: str, mark: str, numbers: list[int]) -> None:
    """Make a named style of the first format whose `mark` is among `numbers`, and give it to all that have the mark."""
    formats = [xf for xf in _children(styles, "cellXfs") if int(xf.get(mark, "0")) in numbers]
    parents, names = styles.find(f"{MAIN}cellStyleXfs"), styles.find(f"{MAIN}cellStyles")
    if not formats or parents is None or names is None:
        return
    number = len(parents)
    parent = etree.SubElement(parents, f"{MAIN}xf")
    for part in ("numFmtId", "fontId", "fillId", "borderId"):
        parent.set(part, formats[0].get(part, "0") if part != "numFmtId" else "0")
    etree.SubElement(names, f"{MAIN}cellStyle", {"name": name, "xfId": str(number)})
    for each in (parents, names):
        each.set("count", str(len(each)))
    for xf in formats:
        xf.set("xfId", str(number))
