"""Things that an officer adds to a built workbook besides words, put in by hand as Excel has them in the file."""

from copy import deepcopy
from pathlib import Path

from lxml import etree
from openpyxl.utils import get_column_letter

from tests.workbook.excel_package import ART, DRAWING, MAIN_NS, OFFICE_NS, Opened, column_of, row_of
from tests.workbook.excel_sheets import add_sheet, copy_sheet

NOTES = f"""<comments xmlns="{MAIN_NS}"><authors><author>Her</author><author>tc={{1}}</author></authors><commentList>
<comment ref="B3" authorId="0"><text><r><t xml:space="preserve">Ring </t></r><r><t>EAST</t></r></text></comment>
<comment ref="C3" authorId="1"><text><t>[Threaded comment]</t></text></comment></commentList></comments>"""
THREADS = """<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">
<threadedComment ref="C3" id="{1}" personId="{2}"><text>Is this right?</text></threadedComment>
<threadedComment ref="C3" id="{3}" parentId="{1}" personId="{2}"><text>Yes.</text></threadedComment>
</ThreadedComments>"""
NOTES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
THREADS_TYPE = "application/vnd.ms-excel.threadedcomments+xml"
THREADS_KIND = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"


def with_own_things(path: Path, target: Path, page: str) -> Path:
    """The workbook with a sheet, a copy of `page`, and on the page what an officer may put there."""
    book = Opened(path)
    add_sheet(book, "My workings", 0)
    copy_sheet(book, page, 3)
    _drawn(book, page)
    _comments(book, page)
    _column_and_cell(book, page)
    next(book.sheet(page).iter("{*}col")).set("width", "40")
    return book.write(target)


def _drawn(book: Opened, page: str) -> None:
    """A text box, and a picture like one that is there."""
    [part] = [related.target for related in book.related(book.sheet_part(page), "drawing")]
    drawing = book.tree(part)
    model = next(anchor for anchor in drawing if anchor.find(f"{DRAWING}pic") is not None)
    picture, box = deepcopy(model), deepcopy(model)
    name = next(picture.iter(f"{DRAWING}cNvPr"))
    name.set("name", "Photo 9")
    name.set("id", "98")
    name.set("descr", "The new reception in NWC")
    shape = etree.Element(f"{DRAWING}sp", macro="", textlink="")
    outer = etree.SubElement(shape, f"{DRAWING}nvSpPr")
    etree.SubElement(outer, f"{DRAWING}cNvPr", id="99", name="TextBox 9")
    etree.SubElement(outer, f"{DRAWING}cNvSpPr", txBox="1")
    text = etree.SubElement(shape, f"{DRAWING}txBody")
    etree.SubElement(text, f"{ART}bodyPr")
    run = etree.SubElement(etree.SubElement(text, f"{ART}p"), f"{ART}r")
    etree.SubElement(run, f"{ART}t").text = "NWC is short of three posts"
    old = box.find(f"{DRAWING}pic")
    assert old is not None
    box.replace(old, shape)
    drawing.extend((picture, box))


def _comments(book: Opened, page: str) -> None:
    """A note, and a threaded comment with a reply and the note that stands for it in older programs."""
    part = book.sheet_part(page)
    book.add("xl/comments9.xml", NOTES.encode(), NOTES_TYPE)
    book.relate(part, f"{OFFICE_NS}/comments", "xl/comments9.xml")
    book.add("xl/threadedComments/threads9.xml", THREADS.encode(), THREADS_TYPE)
    book.relate(part, THREADS_KIND, "xl/threadedComments/threads9.xml")


def _column_and_cell(book: Opened, page: str) -> None:
    """A column of her own at the end of the Monthly table, and a remark beside it."""
    table = next(table for _, _, table in book.tables(page) if "Monthly" in table.get("displayName", ""))
    first, last = table.get("ref", "").split(":")
    new = column_of(last) + 1
    columns = table.find("{*}tableColumns")
    assert columns is not None
    column = deepcopy(columns[-1])
    for child in list(column):
        column.remove(child)
    column.set("id", "99")
    column.set("name", "My check")
    columns.append(column)
    columns.set("count", str(len(columns)))
    wider = f"{first}:{get_column_letter(new)}{row_of(last)}"
    for element in (table, *table.iterfind("{*}autoFilter")):
        element.set("ref", wider)
    book.type(page, f"{get_column_letter(new)}{row_of(first)}", "My check")
    book.type(page, f"{get_column_letter(new + 2)}{row_of(first)}", "Ask NWC about March")
