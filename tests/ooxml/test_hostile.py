"""Files made to do harm, or damaged beyond what Excel repairs: each is refused in words that say what is wrong."""

import io
import re
import struct
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from excel_scorecard.errors import ScorecardError, TemplateError
from excel_scorecard.ooxml.archive import Member, read_archive, write_archive
from excel_scorecard.ooxml.lint import lint
from excel_scorecard.ooxml.owned import owned_parts, why_not_copied
from excel_scorecard.ooxml.package import Package
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.workbook.layout import survey
from tests.ooxml.workbooks import parts, rewritten, substituted

SHEET = "xl/worksheets/sheet2.xml"
WORKBOOK = "xl/workbook.xml"
OWN = "Pattern's own"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def everything_read(path: Path) -> Workbook:
    book = Workbook.open(path)
    for sheet in book.sheets():
        list(sheet.cells())
        survey(book, sheet)
        _ = sheet.merged, [table.body for table in sheet.tables], [chart.kinds for chart in sheet.charts]
    return book


def refused(path: Path, words: str, use: Callable[[Path], object] = everything_read) -> None:
    with pytest.raises(TemplateError, match=words) as caught:
        use(path)
    assert caught.value.mend
    assert caught.value.where.startswith(path.name)


def compound(*streams: str) -> bytes:
    """A file in OLE's form with streams of those names in its directory, as far as anybody looks at it."""
    entries = b"".join(name.encode("utf-16-le").ljust(64, b"\0") + bytes(64) for name in ("Root Entry", *streams))
    return OLE + bytes(504) + entries


# The zip.


def directory_changed(data: bytes, place: int, form: str, value: int) -> bytes:
    """The zip with one field of its first directory entry changed."""
    at = data.find(b"PK\x01\x02")
    changed = bytearray(data)
    struct.pack_into(form, changed, at + place, value)
    return bytes(changed)


@pytest.mark.parametrize(
    ("field", "place", "form", "value", "words"),
    [
        ("flags say encrypted", 8, "<H", 1, "encrypted"),
        ("an unknown way of packing", 10, "<H", 99, "packed in a way"),
        ("a wrong checksum", 16, "<I", 1, "checksum"),
        ("a packed size beyond the file", 20, "<I", 10_000_000, "lies upon|cut off|directory"),
        ("a packed size of nothing", 20, "<I", 0, "checksum|times its size"),
        ("an unpacked size of one byte", 24, "<I", 1, "checksum"),
        ("an unpacked size of 4 GB", 24, "<I", 0xFFFFFFFE, "unpacks to"),
        ("a place beyond the file", 42, "<I", 0x7FFFFFF0, "not where|directory"),
        ("a place inside another part", 42, "<I", 7, "not where|directory"),
    ],
)
def test_a_lying_directory_is_noticed(
    field: str, place: int, form: str, value: int, words: str, pattern_file: Path, tmp_path: Path
):
    path = tmp_path / "lies.xlsx"
    path.write_bytes(directory_changed(pattern_file.read_bytes(), place, form, value))
    refused(path, words, lambda file: Package.open(file).to_bytes())


def test_two_parts_that_lie_upon_each_other_are_refused():
    data = write_archive([Member.pack("a.xml", b"one" * 50), Member.pack("b.xml", b"two" * 50)])
    second = data.rfind(b"PK\x01\x02")
    changed = bytearray(data)
    struct.pack_into("<I", changed, second + 42, 0)  # both begin at the first byte
    with pytest.raises(TemplateError, match="lies upon another"):
        read_archive(bytes(changed), "x")


def test_a_part_that_has_another_name_where_it_lies_is_refused():
    data = write_archive([Member.pack("a.xml", b"one")])
    with pytest.raises(TemplateError, match="another name where it lies"):
        read_archive(data.replace(b"a.xml", b"b.xml", 1), "x")


@pytest.mark.parametrize("name", ["a\x01.xml", "a\nb.xml"])
def test_a_name_with_control_characters_is_refused(name: str):
    with pytest.raises(TemplateError, match="no part can have"):
        read_archive(write_archive([Member.pack(name, b"")]), "x")


def test_a_part_without_a_name_is_refused():
    with pytest.raises(TemplateError, match="damaged"):
        read_archive(write_archive([Member.pack("", b"")]), "x")


@pytest.mark.parametrize(("at", "value"), [(8, 0), (8, 65_535), (10, 1), (10, 65_535), (12, 0), (12, 1), (16, 9)])
def test_an_end_of_the_zip_that_miscounts_is_refused_or_harmless(
    at: int, value: int, pattern_file: Path, tmp_path: Path
):
    data = bytearray(pattern_file.read_bytes())
    struct.pack_into("<H", data, data.rfind(b"PK\x05\x06") + at, value)
    with suppress(TemplateError):
        assert set(read_archive(bytes(data), "x")) == set(parts(pattern_file))


def test_a_workbook_cut_off_at_any_byte_of_its_end_is_called_damaged(pattern_file: Path):
    data = pattern_file.read_bytes()
    start = data.find(b"PK\x01\x02")
    for length in (*range(1, 40), *range(start - 40, len(data), 7)):
        with pytest.raises(TemplateError):
            Package.from_bytes(data[:length], "x")


def test_a_zip64_workbook_is_read(pattern_file: Path, tmp_path: Path):
    path = tmp_path / "zip64.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts(pattern_file).items():
            with archive.open(name, "w", force_zip64=True) as file:
                file.write(content)
    everything_read(path).save(tmp_path / "out.xlsx")
    assert parts(tmp_path / "out.xlsx") == parts(pattern_file)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\0" * 4000, "not an Excel workbook"),
        (b"PK", "damaged"),
        (b"PK\x05\x06" + b"\0" * 18, "no list of content types"),
        (b"<html><table></table></html>", "not an Excel workbook"),
        (compound("EncryptedPackage", "DRMEncryptedDataSpace", "DRMEncryptedTransform"), "by a sensitivity label"),
        (compound("Workbook", "\tDRMContent"), "by a sensitivity label"),
        (compound("EncryptedPackage", "EncryptionInfo", "StrongEncryptionDataSpace"), "with a password"),
        (compound("EncryptedPackage"), "by a password or by a sensitivity label"),
        (compound("Workbook"), r"97-2003 \(\.xls\)"),
        (OLE + b"\0" * 4000, r"97-2003 \(\.xls\)"),
    ],
    ids=[
        *("nothing", "zeros", "two letters", "an empty zip", "a web page called .xlsx", "labelled", "a labelled .xls"),
        *("locked with a password", "encrypted in another way", ".xls", "the beginning of an .xls"),
    ],
)
def test_a_file_of_another_kind_is_called_what_it_is(content: bytes, words: str, tmp_path: Path):
    path = tmp_path / "file.xlsx"
    path.write_bytes(content)
    refused(path, words)


# The XML of parts.


def test_broken_xml_in_any_part_names_the_part(pattern_file: Path, tmp_path: Path):
    for name in [part for part in parts(pattern_file) if part.endswith((".xml", ".rels"))]:
        path = rewritten(
            pattern_file, tmp_path / "broken.xlsx", lambda found, name=name: found.update({name: b"<a><b>"})
        )
        refused(path, re.escape(name), lambda file, name=name: Package.open(file).read(name))


def test_xml_a_hundred_thousand_deep_is_refused(pattern_file: Path, tmp_path: Path):
    deep = b"<a>" * 100_000 + b"</a>" * 100_000
    refused(
        rewritten(pattern_file, tmp_path / "deep.xlsx", lambda found: found.update({SHEET: deep})),
        "cannot be read as XML",
    )


def test_a_text_of_twenty_megabytes_is_refused_and_one_of_a_hundred_kilobytes_is_not(
    pattern_file: Path, tmp_path: Path
):
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    long = b'<worksheet xmlns="' + main + b'"><sheetData/><x a="%s"/></worksheet>'
    words = bytes(97 + n * n % 26 for n in range(100_000))
    fine = rewritten(pattern_file, tmp_path / "fine.xlsx", lambda found: found.update({SHEET: long % words}))
    Package.open(fine).read(SHEET)
    over = rewritten(pattern_file, tmp_path / "long.xlsx", lambda found: found.update({SHEET: long % (words * 200)}))
    refused(over, "cannot be read as XML|times its size")


@pytest.mark.parametrize(
    "declared",
    [
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd">',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "https://example.org/x">]>',
        b'<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]>',
        b'<!DOCTYPE a PUBLIC "-//x" "https://example.org/x.dtd">',
    ],
)
def test_a_part_that_declares_a_document_type_is_refused(declared: bytes, pattern_file: Path, tmp_path: Path):
    def change(found: dict[str, bytes]) -> None:
        head, mark, rest = found[SHEET].partition(b"<worksheet")
        found[SHEET] = head + declared.replace(b"DOCTYPE a", b"DOCTYPE worksheet") + mark + rest

    refused(rewritten(pattern_file, tmp_path / "typed.xlsx", change), "document type")


def test_comments_and_instructions_between_elements_are_passed_over(pattern_file: Path, tmp_path: Path):
    # one between cell formats brought the whole program down: libxml2's canonical form of a lone comment
    def change(found: dict[str, bytes]) -> None:
        for name, content in found.items():
            if name.endswith((".xml", ".rels")):
                head, mark, rest = content.partition(b"?>")
                found[name] = head + mark + rest.replace(b"><", b"><!-- words --><?do it?><")

    book = everything_read(rewritten(pattern_file, tmp_path / "commented.xlsx", change))
    clone = book.clone_sheet(OWN, "A copy")
    clone.write(1, 1, "=text")
    book.save(tmp_path / "out.xlsx")
    assert Workbook.open(tmp_path / "out.xlsx").sheet("A copy").read(1, 1) == "=text"


# What the parts state.


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('r="B6"', 'r="A0"', r"part xl/worksheets/sheet2.xml says 'A0'.* no cell of a sheet"),
        ('r="B6"', 'r="XFE1"', "'XFE1'.* no cell of a sheet"),
        ('r="B6"', 'r="A6"', "row 6 has a cell twice"),
        ('<row r="6"', '<row r="-6"', "'-6'.* no whole number from 1"),
        ('<row r="6"', '<row r="5"', "row 5 is there twice"),
        ('<row r="6"', '<row r="9999999"', "row 9999999 is below the last"),
        ("<v>0.25</v>", "<v>1e999</v>", r"'1e999' \(v|'1e999' \(c of cell D6"),
        ("<v>0.25</v>", "<v>NaN</v>", "'NaN'.* no number"),
        ("<v>0.25</v>", "<v>1_000</v>", "'1_000'.* no number"),
        ('t="s"><v>', 't="s"><v>999999', "shared text number 999999.*not there"),
        ('t="s"><v>', 't="s"><v>-', "no whole number"),
        ('<mergeCell ref="A2:D2"', '<mergeCell ref="A0:D2"', "no area of cells"),
    ],
)
def test_a_cell_that_cannot_be_is_told_with_its_part(
    old: str, new: str, words: str, pattern_file: Path, tmp_path: Path
):
    refused(substituted(pattern_file, tmp_path / "cell.xlsx", SHEET, old, new), words)


def test_rows_out_of_order_are_read_by_their_numbers(pattern_file: Path, tmp_path: Path):
    def change(found: dict[str, bytes]) -> None:
        text = found[SHEET]
        start, end = text.index(b'<row r="6"'), text.index(b'<row r="7"')
        last = text.index(b"</row>", end) + 6
        found[SHEET] = text[:start] + text[end:last] + text[start:end] + text[last:]

    book = everything_read(rewritten(pattern_file, tmp_path / "order.xlsx", change))
    assert [book.sheet(OWN).read(row, 2) for row in (6, 7)] == [1.0, 3.0]


def test_a_style_that_is_not_there_is_read_as_general(pattern_file: Path, tmp_path: Path):
    path = substituted(pattern_file, tmp_path / "style.xlsx", SHEET, '<c r="B6"', '<c r="B6" s="4000"')
    book = everything_read(path)
    assert book.styles.number_format(book.sheet(OWN).style(6, 2)) == "General"


@pytest.mark.parametrize(
    ("part", "old", "new", "words"),
    [
        (WORKBOOK, 'name="Summary"', 'name="PATTERN\'S OWN"', "two of its sheets have the same name"),
        (WORKBOOK, 'r:id="rId2"', 'r:id="rId1"', "two of its sheets have the same part"),
        (WORKBOOK, "<sheet ", "<leaf ", "lists no sheets"),
        (WORKBOOK, "<workbook ", "<xorkbook ", "cannot be read as XML"),
        ("xl/tables/table1.xml", 'ref="A5:D7"', 'ref="A5:E7"', "lists 4 columns and lies on A5:E7"),
        ("xl/tables/table1.xml", 'ref="A5:D7"', 'ref="A0"', "no area of cells"),
        ("xl/tables/table1.xml", 'displayName="Monthly"', 'displayName=""', None),
        ("xl/tables/table1.xml", 'totalsRowShown="0"', 'totalsRowCount="9"', "which is not the same"),
    ],
)
def test_a_workbook_or_table_at_odds_with_itself_is_refused(
    part: str, old: str, new: str, words: str | None, pattern_file: Path, tmp_path: Path
):
    path = substituted(pattern_file, tmp_path / "odds.xlsx", part, old, new)
    if words is None:
        assert everything_read(path).tables().keys() == {"Monthly"}  # its other name serves
    else:
        refused(path, words)


def test_a_name_of_a_sheet_before_the_first_belongs_to_none_and_is_carried_along(pattern_file: Path, tmp_path: Path):
    path = substituted(
        pattern_file, tmp_path / "n.xlsx", WORKBOOK, 'name="value" localSheetId="1"', 'name="value" localSheetId="-1"'
    )
    book = everything_read(path)
    assert "value" not in book.names.local_names(OWN)
    book.sheet(OWN).write(1, 1, "x")
    book.save(tmp_path / "out.xlsx")
    assert b'localSheetId="-1"' in parts(tmp_path / "out.xlsx")[WORKBOOK]


def test_names_that_stand_for_each_other_lead_to_nothing(book: Workbook):
    book.names.set("one", "two")
    book.names.set("two", "three")
    book.names.set("three", "one")
    assert book.values("one", OWN) == []


def test_a_slot_named_over_a_whole_sheet_is_a_finding_and_not_a_full_memory(book: Workbook):
    book.names.set("value", f"'{OWN.replace(chr(39), chr(39) * 2)}'!$A:$XFD", OWN)
    layout, found = survey(book, book.sheet(OWN))
    assert not layout.has("value")
    assert [(f.code, "more than 10,000 cells" in f.what) for f in found] == [("T-NAME", True)]


def test_a_chart_over_a_whole_sheet_is_read_as_far_as_the_sheet_is_used(book: Workbook):
    values = book.values(f"'{OWN.replace(chr(39), chr(39) * 2)}'!$A$1:$XFD$1048576")
    used = book.sheet(OWN).used()
    assert used
    assert (len(values), len(values[0])) == (used.last_row, used.last_column)


def test_a_reference_to_more_cells_than_can_be_read_is_refused(book: Workbook):
    sheet = book.sheet("Summary")
    sheet.write(1_048_576, 16_384, 1)
    with pytest.raises(TemplateError, match="reads all of"):
        book.values("Summary!$A:$XFD")


# Parts that point at each other.


def test_a_drawing_of_notes_that_owns_itself_is_refused_when_copied(pattern_file: Path, tmp_path: Path):
    def change(found: dict[str, bytes]) -> None:
        found["xl/drawings/_rels/vmlDrawing2.vml.rels"] = found["xl/worksheets/_rels/sheet2.xml.rels"]

    path = rewritten(pattern_file, tmp_path / "cycle.xlsx", change)
    refused(path, "own each other", lambda file: Workbook.open(file).clone_sheet(OWN, "A copy"))


def test_parts_that_own_each_other_are_refused_when_copied_and_removed_once(pattern_file: Path, tmp_path: Path):
    rels = "xl/charts/_rels/chart1.xml.rels"
    back = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" '
        b'Target="../drawings/drawing1.xml"/></Relationships>'
    )
    path = rewritten(pattern_file, tmp_path / "cycle.xlsx", lambda found: found.update({rels: back}))
    book = everything_read(path)
    assert "own each other" in (why_not_copied(book.package, SHEET) or "")
    owned = owned_parts(book.package, SHEET)
    assert len(owned) == len(set(owned))
    with pytest.raises(TemplateError, match="own each other"):
        book.clone_sheet(OWN, "A copy")
    book.delete_sheet(OWN)
    book.save(tmp_path / "out.xlsx")


def test_a_table_that_its_sheet_does_not_list_is_told_when_the_sheet_is_copied(pattern_file: Path, tmp_path: Path):
    path = substituted(pattern_file, tmp_path / "stray.xlsx", SHEET, "<tablePart ", "<tablePort ")
    refused(path, "hangs on a sheet that does not list it", lambda file: Workbook.open(file).clone_sheet(OWN, "A copy"))


def test_two_relationships_of_one_id_are_told_when_the_sheet_is_copied(pattern_file: Path, tmp_path: Path):
    again = '<Relationship Id="rId1" Type="urn:x/hyperlink" Target="#A1" TargetMode="External"/></Relationships>'
    rels = "xl/worksheets/_rels/sheet2.xml.rels"
    path = substituted(pattern_file, tmp_path / "ids.xlsx", rels, "</Relationships>", again)
    refused(path, "two things under one id", lambda file: Workbook.open(file).clone_sheet(OWN, "A copy"))


def test_relationships_without_their_part_are_not_given_to_a_new_one(pattern_file: Path, tmp_path: Path):
    stray = "xl/worksheets/_rels/sheet3.xml.rels"
    path = rewritten(pattern_file, tmp_path / "stray.xlsx", lambda found: found.update({stray: b"<x/>"}))
    book = Workbook.open(path)
    assert book.clone_sheet(OWN, "A copy").part == "xl/worksheets/sheet4.xml"


def test_a_table_listed_twice_is_refused(pattern_file: Path, tmp_path: Path):
    listed = re.search(rb'<tablePart r:id="(rId[0-9]+)"', parts(pattern_file)[SHEET])
    assert listed
    again = f"{listed[0].decode()}/></tableParts>"
    path = substituted(pattern_file, tmp_path / "twice.xlsx", SHEET, "</tableParts>", again)
    refused(path, "two of its tables are one")


def test_each_part_missing_in_turn_is_refused_or_done_without(pattern_file: Path, tmp_path: Path):
    for name in parts(pattern_file):
        path = rewritten(pattern_file, tmp_path / "less.xlsx", lambda found, name=name: found.pop(name))
        with suppress(ScorecardError):
            book = everything_read(path)
            book.clone_sheet(OWN, "A copy")
            book.save(tmp_path / "out.xlsx")


def test_a_comment_in_the_zip_and_bytes_before_it_do_no_harm(pattern_file: Path, tmp_path: Path):
    path = tmp_path / "comment.xlsx"
    buffer = io.BytesIO(pattern_file.read_bytes())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.comment = b"made by hand"
    path.write_bytes(b"before it" + buffer.getvalue())
    everything_read(path).save(tmp_path / "out.xlsx")
    assert parts(tmp_path / "out.xlsx") == parts(pattern_file)


KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("application/vnd.ms-excel.sheet.macroEnabled.main+xml", r"with macros \(\.xlsm\)"),
        ("application/vnd.ms-excel.template.macroEnabled.main+xml", r"with macros \(\.xltm\)"),
        ("application/vnd.ms-excel.addin.macroEnabled.main+xml", r"an add-in \(\.xlam\)"),
        ("application/vnd.ms-excel.sheet.binary.macroEnabled.main", r"binary workbook \(\.xlsb\)"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "not an Excel workbook"),
    ],
)
def test_a_workbook_of_another_kind_is_named_by_its_ending(kind: str, words: str, pattern_file: Path, tmp_path: Path):
    refused(substituted(pattern_file, tmp_path / "kind.xlsx", "[Content_Types].xml", KINDS, kind), words)


def test_an_opendocument_file_and_a_strict_workbook_are_named(pattern_file: Path, tmp_path: Path):
    opened = b"application/vnd.oasis.opendocument.spreadsheet"
    refused(rewritten(pattern_file, tmp_path / "a.ods", lambda found: found.update({"mimetype": opened})), r"\(\.ods\)")
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    refused(substituted(pattern_file, tmp_path / "strict.xlsx", WORKBOOK, main, strict), "ISO strict")


# What takes long without need. Each of these took minutes, or would have taken hours.


def more(part: str, before: bytes, content: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(found: dict[str, bytes]) -> None:
        assert before in found[part]
        found[part] = found[part].replace(before, content + before, 1)

    return change


@pytest.mark.parametrize(
    ("part", "before", "content"),
    [
        (SHEET, b"</sheetData>", b"<row r='99'><c r='A99'><f>" + b"'" * 200_000 + b"</f></c></row>"),
        (SHEET, b"</sheetData>", b"<row r='99'><c r='A99'><f>" + b"(" * 200_000 + b"</f></c></row>"),
        (SHEET, b"</sheetData>", b"<row r='99'><c r='A99'><f>" + b"a(" * 100_000 + b"</f></c></row>"),
        (WORKBOOK, b"</definedNames>", b"<definedName name='z'>" + b"'" * 200_000 + b"</definedName>"),
        ("xl/drawings/vmlDrawing1.vml", b"</xml>", b"<v:shape " * 100_000),
        ("xl/drawings/vmlDrawing1.vml", b"</xml>", b"<o:idmap " * 100_000),
    ],
    ids=["apostrophes", "brackets", "functions in functions", "apostrophes in a name", "shapes", "maps of shapes"],
)
def test_what_could_be_read_over_and_over_is_read_once(
    part: str, before: bytes, content: bytes, pattern_file: Path, tmp_path: Path
):
    path = rewritten(pattern_file, tmp_path / "slow.xlsx", more(part, before, content))
    start = time.process_time()
    assert lint(path)
    with suppress(TemplateError):
        everything_read(path).clone_sheet(OWN, "A copy")
    assert time.process_time() - start < 5  # the limit of a fuzz case
