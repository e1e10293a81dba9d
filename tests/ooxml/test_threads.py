"""Threaded comments and sheet views of Microsoft 365 stay behind when a sheet is copied, and it is said."""

import re
from pathlib import Path

import pytest

from excel_scorecard.ooxml.insertion import insert_rows
from excel_scorecard.ooxml.row_map import RowMap
from excel_scorecard.ooxml.threads import left_behind
from excel_scorecard.ooxml.workbook import Workbook
from tests.ledger import unexplained
from tests.ooxml.leads_back import reached
from tests.ooxml.workbooks import MAIN, changed_parts, opened, parts, rewritten, tree
from tests.xsd import new_errors

PATTERN = "Pattern's own"
FIRST, SECOND, REPLY = (f"{{0000000{n}-0000-0000-0000-00000000000{n}}}" for n in (1, 2, 3))
PERSON = "{AAAAAAAA-0000-0000-0000-000000000000}"
NAMESPACE = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
MICROSOFT = "http://schemas.microsoft.com/office"
RELS, TYPES = "xl/worksheets/_rels/sheet2.xml.rels", "[Content_Types].xml"
SHEET = "xl/worksheets/sheet2.xml"


def add(content: dict[str, bytes], rels: str, part: str, kind: str, type_: str, data: str) -> None:
    content[part] = data.encode()
    link = f'<Relationship Id="rId{len(content)}" Type="{MICROSOFT}/{kind}" Target="/{part}"/></Relationships>'
    content[rels] = content[rels].replace(b"</Relationships>", link.encode())
    stated = f'<Override PartName="/{part}" ContentType="application/vnd.ms-excel.{type_}+xml"/></Types>'
    content[TYPES] = content[TYPES].replace(b"</Types>", stated.encode())


def with_threads(content: dict[str, bytes]) -> None:
    """Two threads on C1 and D1, one answered, as Excel writes them; the note on A1 stays a note."""
    threads = "".join(
        f'<threadedComment ref="{ref}" dT="2026-01-05T10:00:00.00" personId="{PERSON}" id="{own}"{parent}>'
        "<text>Ask the team</text></threadedComment>"
        for ref, own, parent in (("C1", FIRST, ""), ("C1", REPLY, f' parentId="{FIRST}"'), ("D1", SECOND, ""))
    )
    root = f'<ThreadedComments xmlns="{NAMESPACE}">{threads}</ThreadedComments>'
    part = "xl/threadedComments/threadedComment1.xml"
    add(content, RELS, part, "2017/10/relationships/threadedComment", "threadedcomments", root)
    person = f'<personList xmlns="{NAMESPACE}"><person displayName="A" id="{PERSON}" userId="a" providerId="None"/>'
    book = "xl/_rels/workbook.xml.rels"
    persons = "xl/persons/person.xml"
    add(content, book, persons, "2017/10/relationships/person", "person", f"{person}</personList>")

    placeholders = "".join(
        f'<comment ref="{ref}" authorId="{author}" shapeId="0"><text><t>[Threaded comment]</t></text></comment>'
        for ref, author in (("C1", 1), ("D1", 0))
    )
    notes = content["xl/comments1.xml"].decode()
    notes = notes.replace("<author></author>", "<author/>")
    notes = notes.replace("<author/>", f"<author>tc={SECOND}</author><author>tc={FIRST}</author><author>A</author>")
    notes = notes.replace('authorId="0"', 'authorId="2"').replace("</commentList>", f"{placeholders}</commentList>")
    content["xl/comments1.xml"] = notes.encode()
    vml = content["xl/drawings/vmlDrawing1.vml"]
    [shape] = re.findall(rb"<v:shape .*?</v:shape>", vml, re.DOTALL)
    assert b"_x0000_s1025" in shape
    more = b"".join(
        re.sub(rb"<x:Column>\d+<", b"<x:Column>%d<" % column, shape).replace(b"_x0000_s1025", b"_x0000_s%d" % number)
        for column, number in ((2, 1026), (3, 1027))
    )
    # VML as Excel writes it is not always XML: a line end in a shape's text is left open
    content["xl/drawings/vmlDrawing1.vml"] = vml.replace(b"</xml>", b"<br>" + more + b"</xml>")


def without_note(content: dict[str, bytes]) -> None:
    """The same without the ordinary note: nothing of notes is left in a copy."""
    with_threads(content)
    content["xl/comments1.xml"] = re.sub(rb'<comment ref="A1".*?</comment>', b"", content["xl/comments1.xml"])
    vml = content["xl/drawings/vmlDrawing1.vml"]
    content["xl/drawings/vmlDrawing1.vml"] = re.sub(rb"<v:shape .*?</v:shape>", b"", vml, count=1, flags=re.DOTALL)


@pytest.fixture
def threaded(pattern_file: Path, tmp_path: Path) -> Path:
    return rewritten(pattern_file, tmp_path / "threaded.xlsx", with_threads)


def clone_of(path: Path, out: Path) -> Workbook:
    book = Workbook.open(path)
    book.clone_sheet(PATTERN, "Copy")
    book.save(out)
    assert new_errors(path, out) == []
    return book


def test_it_is_said_how_many_threads_a_clone_has_not(threaded: Path, tmp_path: Path):
    book = clone_of(threaded, tmp_path / "out.xlsx")
    assert book.left_behind == {"Copy": ("2 threaded comments",)}
    assert left_behind(book.package, SHEET) == ("2 threaded comments",)
    book.delete_sheet("Copy")
    assert book.left_behind == {}


def test_a_clone_of_a_sheet_without_any_leaves_nothing_behind(pattern_file: Path, tmp_path: Path):
    assert clone_of(pattern_file, tmp_path / "out.xlsx").left_behind == {}


def test_a_note_beside_the_threads_comes_along_alone(threaded: Path, tmp_path: Path):
    clone_of(threaded, tmp_path / "out.xlsx")
    found = reached(tmp_path / "out.xlsx", "Copy")
    assert "threadedComment" not in found.values()
    [comments] = [part for part, kind in found.items() if kind == "comments"]
    root = tree(tmp_path / "out.xlsx", comments)
    assert [author.text for author in root.iter(f"{MAIN}author")] == ["A"]
    assert [(note.get("ref"), note.get("authorId")) for note in root.iter(f"{MAIN}comment")] == [("A1", "0")]
    vml = parts(tmp_path / "out.xlsx")[next(p for p, k in found.items() if k == "vmlDrawing" and "legacy" not in p)]
    assert re.findall(rb"<x:Row>(\d+)<.*?<x:Column>(\d+)<", vml, re.DOTALL) == [(b"0", b"0")]
    assert b"<br>" in vml
    assert opened(tmp_path / "out.xlsx")["Copy"]["A1"].comment.text == "A note"


def test_where_all_notes_are_threads_nothing_of_notes_is_left(pattern_file: Path, tmp_path: Path):
    clone_of(rewritten(pattern_file, tmp_path / "in.xlsx", without_note), tmp_path / "out.xlsx")
    found = reached(tmp_path / "out.xlsx", "Copy")
    assert "comments" not in found.values()
    sheet = tree(tmp_path / "out.xlsx", next(iter(found)))
    assert sheet.find(f"{MAIN}legacyDrawing") is None
    assert sheet.find(f"{MAIN}legacyDrawingHF") is not None  # the header's picture is no note
    assert list(found.values()).count("vmlDrawing") == 1


def test_the_model_keeps_its_threads_byte_for_byte(threaded: Path, tmp_path: Path):
    clone_of(threaded, tmp_path / "out.xlsx")
    changed = changed_parts(threaded, tmp_path / "out.xlsx") & parts(threaded).keys()
    assert not {part for part in changed if "omment" in part or "vml" in part or "person" in part}


def test_a_sheet_that_goes_takes_its_threads_and_leaves_the_persons(threaded: Path, tmp_path: Path):
    book = clone_of(threaded, tmp_path / "both.xlsx")
    book.delete_sheet(PATTERN)
    book.save(tmp_path / "out.xlsx")
    assert new_errors(threaded, tmp_path / "out.xlsx") == []
    left = parts(tmp_path / "out.xlsx")
    assert "xl/persons/person.xml" in left
    assert not [part for part in left if "threadedComment" in part]


def test_a_note_that_a_thread_left_long_ago_is_a_note(threaded: Path, tmp_path: Path):
    """Programs that know no threads drop them and keep their placeholders."""

    def drop(content: dict[str, bytes]) -> None:
        content[RELS] = re.sub(rb"<Relationship [^>]*threadedComment[^>]*/>", b"", content[RELS])
        del content["xl/threadedComments/threadedComment1.xml"]
        content[TYPES] = re.sub(rb"<Override [^>]*threadedComment[^>]*/>", b"", content[TYPES])

    book = clone_of(rewritten(threaded, tmp_path / "in.xlsx", drop), tmp_path / "out.xlsx")
    assert book.left_behind == {}
    found = reached(tmp_path / "out.xlsx", "Copy")
    [comments] = [part for part, kind in found.items() if kind == "comments"]
    assert len(list(tree(tmp_path / "out.xlsx", comments).iter(f"{MAIN}comment"))) == 3


def test_sheet_views_stay_with_their_sheet(pattern_file: Path, tmp_path: Path):
    views = f"{MICROSOFT}/spreadsheetml/2019/namedsheetviews"
    root = f'<namedSheetViews xmlns="{views}"><namedSheetView name="Mine" id="{FIRST}"/></namedSheetViews>'
    part = "xl/namedSheetViews/namedSheetView1.xml"

    def put(content: dict[str, bytes]) -> None:
        add(content, RELS, part, "2019/04/relationships/namedSheetView", "namedsheetviews", root)

    book = clone_of(rewritten(pattern_file, tmp_path / "in.xlsx", put), tmp_path / "out.xlsx")
    assert book.left_behind == {"Copy": ("1 sheet view",)}
    assert "namedSheetView" not in reached(tmp_path / "out.xlsx", "Copy").values()


def test_threads_with_their_placeholders_and_shapes_move_with_rows_that_are_put_in_above(
    threaded: Path, tmp_path: Path
):
    book = Workbook.open(threaded)
    insert_rows(book.sheet(PATTERN), RowMap(PATTERN, 1, 3, sheets=tuple(book.sheet_names())))
    book.save(tmp_path / "out.xlsx")
    threads = tree(tmp_path / "out.xlsx", "xl/threadedComments/threadedComment1.xml")
    assert [thread.get("ref") for thread in threads] == ["C4", "C4", "D4"]
    notes = tree(tmp_path / "out.xlsx", "xl/comments1.xml").iter(f"{MAIN}comment")
    assert [note.get("ref") for note in notes] == ["A4", "C4", "D4"]
    rows = re.findall(rb"<x:Row>(\d+)</x:Row>", parts(tmp_path / "out.xlsx")["xl/drawings/vmlDrawing1.vml"])
    assert rows == [b"3", b"3", b"3"]
    assert unexplained(threaded, tmp_path / "out.xlsx", book.ledger()) == []
