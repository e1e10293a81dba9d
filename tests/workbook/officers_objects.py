"""Officers' objects: pictures, text boxes, notes and threaded comments, on our pages and on sheets of their own."""

import struct
import zlib

from lxml import etree

from tests.workbook.excel_package import (
    ART_NS,
    DRAWING,
    DRAWING_NS,
    MAIN,
    OFFICE,
    OFFICE_NS,
    Element,
    Opened,
    child,
    column_of,
    insert_in_order,
    row_of,
)
from tests.workbook.officers_desk import After, Desk, Edit, missing

DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
THREADS_TYPE = "application/vnd.ms-excel.threadedcomments+xml"
PERSONS_TYPE = "application/vnd.ms-excel.person+xml"
THREADS_NS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
THREADED = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
PERSONS = "http://schemas.microsoft.com/office/2017/10/relationships/person"
NOTE_BOX = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    '</o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/></v:shapetype><v:shape id="_x0000_s1025" '
    'type="#_x0000_t202" style="visibility:hidden"><v:fill color2="#ffffe1"/><x:ClientData ObjectType="Note">'
    "<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape></xml>"
)
PERSON = "{5E8A2B1C-0D3F-4A6B-9C7D-112233445566}"


def picture(desk: Desk) -> Edit | None:
    """A picture on one of our pages."""
    identity = desk.take("picture")
    if identity is None:
        return None
    sheet, alt = desk.pages()[identity], desk.marker("Photo")
    content = png(desk.chance.randrange(256))
    media = desk.book.free_part("xl/media/image{}.png")
    desk.book.parts[media] = content
    desk.book.default_type("png", "image/png")
    part = _drawing(desk.book, sheet)
    relation = desk.book.relate(part, "image", media)
    body = (
        f'<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="{_free_id(desk.book, part)}" name="Picture" descr="{alt}"/>'
        f'<xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/>'
        '</a:stretch></xdr:blipFill><xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic>'
    )
    _anchor(desk, sheet, part, body)

    def stands(after: After) -> str | None:
        there = after.pages().get(identity)
        for drawing in [] if there is None else after.book.related(after.book.sheet_part(there), "drawing"):
            for shape in after.book.tree(drawing.target).iter(f"{DRAWING}pic"):
                if any(e.get("descr") == alt for e in shape.iter(f"{DRAWING}cNvPr")):
                    [embedded] = [e.get(f"{OFFICE}embed", "") for e in shape.iter("{*}blip")]
                    kept = after.book.parts.get(after.book.target(drawing.target, embedded))
                    return missing(f"the picture {alt!r} shows something else", unless=kept == content)
        return f"{identity}: the picture {alt!r} is gone"

    return Edit(f"put the picture {alt!r} on {sheet}", stands)


def text_box(desk: Desk) -> Edit | None:
    """A text box on one of our pages."""
    identity = desk.take("text box")
    if identity is None:
        return None
    sheet, mark = desk.pages()[identity], desk.marker("Ask & <never> guess")
    part = _drawing(desk.book, sheet)
    body = (
        f'<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="{_free_id(desk.book, part)}" name="TextBox" '
        'descr="Hint"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></xdr:spPr>"
        '<xdr:txBody><a:bodyPr wrap="square"/><a:lstStyle/><a:p><a:r><a:rPr lang="en-GB" sz="1000" b="1"/><a:t/></a:r>'
        "</a:p></xdr:txBody></xdr:sp>"
    )
    made = _anchor(desk, sheet, part, body)
    next(made.iter("{*}t")).text = mark

    def stands(after: After) -> str | None:
        there = after.pages().get(identity)
        for drawing in [] if there is None else after.book.related(after.book.sheet_part(there), "drawing"):
            for shape in after.book.tree(drawing.target).iter(f"{DRAWING}sp"):
                if mark in "".join(e.text or "" for e in shape.iter("{*}t")):
                    return missing(f"{mark!r} is not bold", unless=any(e.get("b") == "1" for e in shape.iter("{*}rPr")))
        return f"{identity}: the text box {mark!r} is gone"

    return Edit(f"put the text box {mark!r} on {sheet}", stands)


def threaded_comment(desk: Desk) -> Edit | None:
    """A comment and an answer on a figure of ours, with the note that older programs show."""
    identity = desk.take("thread")
    if identity is None:
        return None
    sheet, mark = desk.pages()[identity], desk.marker("Is this right?")
    slot = desk.chance.choice(("value", "commentary", "rating"))
    place = desk.book.place(sheet, slot)
    ids = [f"{{{desk.chance.getrandbits(32):08X}-0000-4000-8000-{n:012X}}}" for n in (1, 2)]
    _person(desk.book)
    _threads(desk.book, sheet, place, ids, (mark, f"{mark} Yes & no"))
    _note(desk.book, sheet, place, ids[0], mark)

    def stands(after: After) -> str | None:
        there = after.pages().get(identity)
        if there is None:
            return f"the page of {identity} is gone"
        found = [
            (e.get("ref"), "".join(t.text or "" for t in e.iter("{*}text")))
            for one in after.book.related(after.book.sheet_part(there), "threadedComment")
            for e in after.book.tree(one.target).iter(f"{{{THREADS_NS}}}threadedComment")
        ]
        now = after.book.place(there, slot)
        wanted = [(now, mark), (now, f"{mark} Yes & no")]
        return missing(
            f"{identity}: the threads are {found} and not {wanted}", unless=[f for f in found if mark in f[1]] == wanted
        )

    return Edit(f"commented on {slot} of {sheet}: {mark!r}", stands)


def png(shade: int) -> bytes:
    """A picture of two by two points."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = b"".join(b"\0" + bytes([shade, 0, 0]) * 2 for _ in range(2))
    header = struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def _drawing(book: Opened, sheet: str) -> str:
    part = book.sheet_part(sheet)
    there = book.related(part, "drawing")
    if there:
        return there[0].target
    made = book.free_part("xl/drawings/drawing{}.xml")
    book.add(made, b"", DRAWING_TYPE)
    book.put_tree(made, etree.Element(f"{DRAWING}wsDr", nsmap={"xdr": DRAWING_NS, "a": ART_NS}))
    element = etree.Element(f"{MAIN}drawing")
    element.set(f"{OFFICE}id", book.relate(part, "drawing", made))
    insert_in_order(book.tree(part), element)
    return made


def _free_id(book: Opened, part: str) -> int:
    return max((int(e.get("id", "0")) for e in book.tree(part).iter("{*}cNvPr")), default=1) + 1


def _anchor(desk: Desk, sheet: str, part: str, body: str) -> Element:
    row, column = desk.chance.randrange(40), desk.book.extent(sheet)[1] + desk.chance.randrange(2, 6)
    anchor = etree.fromstring(
        f'<xdr:twoCellAnchor xmlns:xdr="{DRAWING_NS}" xmlns:a="{ART_NS}" xmlns:r="{OFFICE_NS}" editAs="oneCell">'
        f"<xdr:from><xdr:col>{column}</xdr:col><xdr:colOff>9525</xdr:colOff><xdr:row>{row}</xdr:row>"
        f"<xdr:rowOff>9525</xdr:rowOff></xdr:from><xdr:to><xdr:col>{column + 2}</xdr:col><xdr:colOff>9525</xdr:colOff>"
        f"<xdr:row>{row + 4}</xdr:row><xdr:rowOff>9525</xdr:rowOff></xdr:to>{body}<xdr:clientData/>"
        "</xdr:twoCellAnchor>"
    )
    desk.book.tree(part).append(anchor)
    return anchor


def _person(book: Opened) -> None:
    if book.related("xl/workbook.xml", "person"):
        return
    people = (
        f'<personList xmlns="{THREADS_NS}"><person displayName="A. Officer" id="{PERSON}" userId="a.officer" '
        'providerId="None"/></personList>'
    )
    book.add("xl/persons/person.xml", people.encode(), PERSONS_TYPE)
    book.relate("xl/workbook.xml", PERSONS, "xl/persons/person.xml")


def _threads(book: Opened, sheet: str, place: str, ids: list[str], texts: tuple[str, str]) -> None:
    part = book.sheet_part(sheet)
    there = book.related(part, "threadedComment")
    if there:
        root = book.tree(there[0].target)
    else:
        made = book.free_part("xl/threadedComments/threadedComment{}.xml")
        book.add(made, b"", THREADS_TYPE)
        root = etree.Element(f"{{{THREADS_NS}}}ThreadedComments", nsmap={None: THREADS_NS})
        book.put_tree(made, root)
        book.relate(part, THREADED, made)
    for number, (identity, text) in enumerate(zip(ids, texts, strict=True)):
        given = {"ref": place, "dT": f"2026-04-1{number}T10:00:00.00", "personId": PERSON, "id": identity}
        comment = etree.SubElement(root, f"{{{THREADS_NS}}}threadedComment", given)
        if number:
            comment.set("parentId", ids[0])
        etree.SubElement(comment, f"{{{THREADS_NS}}}text").text = text


def _note(book: Opened, sheet: str, place: str, identity: str, text: str) -> None:
    """The note that stands for a thread, and its box, which is old markup."""
    part = book.sheet_part(sheet)
    if book.related(part, "comments"):
        return  # a page has one thread here
    made = book.free_part("xl/comments{}.xml")
    root = etree.fromstring(
        f'<comments xmlns="{MAIN[1:-1]}"><authors><author>tc={identity}</author></authors><commentList>'
        f'<comment ref="{place}" authorId="0"><text><t/></text></comment></commentList></comments>'
    )
    next(root.iter(f"{MAIN}t")).text = f"[Threaded comment]\n\nComment:\n    {text}"
    book.add(made, b"", COMMENTS_TYPE)
    book.put_tree(made, root)
    book.relate(part, "comments", made)
    row, column = row_of(place) - 1, column_of(place) - 1
    vml = book.free_part("xl/drawings/vmlDrawing{}.vml")
    book.default_type("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")
    anchor = f"{column + 1}, 15, {row}, 2, {column + 3}, 15, {row + 4}, 4"
    book.parts[vml] = NOTE_BOX.format(anchor=anchor, row=row, column=column).encode()
    element = etree.Element(f"{MAIN}legacyDrawing")
    element.set(f"{OFFICE}id", book.relate(part, "vmlDrawing", vml))
    insert_in_order(child(book.tree(part), "sheetData").getparent(), element)
