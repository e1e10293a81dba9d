from pathlib import Path

import pytest
from lxml import etree

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.package import Package
from tests.ooxml.workbooks import changed_parts, parts, rewritten, substituted

THEME = "xl/theme/theme1.xml"


def test_a_workbook_saved_unchanged_has_the_same_parts_byte_for_byte(pattern_file: Path, tmp_path: Path):
    Package.open(pattern_file).save(tmp_path / "same.xlsx")
    assert changed_parts(pattern_file, tmp_path / "same.xlsx") == set()


def test_reading_a_part_does_not_change_it(pattern_file: Path, tmp_path: Path):
    package = Package.open(pattern_file)
    for name in package.names():
        if name.endswith((".xml", ".rels")):
            package.read(name)
    package.save(tmp_path / "same.xlsx")
    assert changed_parts(pattern_file, tmp_path / "same.xlsx") == set()


def test_only_an_edited_part_changes(pattern_file: Path, tmp_path: Path):
    package = Package.open(pattern_file)
    package.edit(THEME).set("name", "Council")
    package.save(tmp_path / "edited.xlsx")
    assert changed_parts(pattern_file, tmp_path / "edited.xlsx") == {THEME}
    assert parts(tmp_path / "edited.xlsx")[THEME].startswith(
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<a:theme'
    )


def test_content_types_come_first_wherever_they_were(pattern_file: Path, tmp_path: Path):
    def move_to_the_end(content: dict[str, bytes]) -> None:
        content["[Content_Types].xml"] = content.pop("[Content_Types].xml")

    moved = rewritten(pattern_file, tmp_path / "moved.xlsx", move_to_the_end)
    Package.open(moved).save(tmp_path / "saved.xlsx")
    assert next(iter(parts(tmp_path / "saved.xlsx"))) == "[Content_Types].xml"


def test_the_same_edits_give_the_same_bytes(pattern_file: Path):
    def edited() -> bytes:
        package = Package.open(pattern_file)
        package.add("xl/media/image9.png", b"picture", "image/png")
        package.edit(THEME).set("name", "Council")
        return package.to_bytes()

    assert edited() == edited()


def test_a_copy_knows_the_edits_and_is_independent(pattern_file: Path):
    package = Package.open(pattern_file)
    package.edit(THEME).set("name", "First")
    copy = package.copy()
    copy.edit(THEME).set("name", "Second")
    assert b'name="First"' in package.bytes(THEME)
    assert b'name="Second"' in copy.bytes(THEME)


def test_an_added_part_states_its_type_unless_its_extension_does(pattern_file: Path):
    package = Package.open(pattern_file)
    package.add("xl/media/image9.png", b"picture", "image/png")
    package.add("xl/extra.xml", b"<a/>", "application/x-extra")
    types = package.bytes("[Content_Types].xml")
    assert b"image9" not in types
    assert b'<Override PartName="/xl/extra.xml" ContentType="application/x-extra"/>' in types


def test_a_removed_part_takes_its_type_and_its_relationships_with_it(pattern_file: Path):
    package = Package.open(pattern_file)
    package.remove("xl/drawings/drawing1.xml")
    assert b"drawing1.xml" not in package.bytes("[Content_Types].xml")
    assert not package.has("xl/drawings/_rels/drawing1.xml.rels")


def test_part_names_match_without_case(pattern_file: Path):
    package = Package.open(pattern_file)
    assert package.has("XL/WORKBOOK.XML")
    assert package.content_type("/xl/Workbook.xml".lstrip("/")) == package.content_type("xl/workbook.xml")
    assert package.read("xl/Theme/Theme1.xml") is package.read(THEME)


def test_a_free_name_is_one_that_no_part_has(pattern_file: Path):
    package = Package.open(pattern_file)
    name = package.free_name("xl/worksheets/sheet1.xml")
    assert name == "xl/worksheets/sheet3.xml"
    package.add(name, b"<a/>", "application/x")
    assert package.free_name("xl/worksheets/sheet1.xml") == "xl/worksheets/sheet4.xml"


def test_relationships_are_resolved_whether_absolute_relative_outside_or_dangling(pattern_file: Path, tmp_path: Path):
    def by_hand(content: dict[str, bytes]) -> None:
        content["xl/_rels/workbook.xml.rels"] = content["xl/_rels/workbook.xml.rels"].replace(
            b"</Relationships>",
            b'<Relationship Id="a" Type="x/theme" Target="/xl/theme/theme1.xml"/>'
            b'<Relationship Id="b" Type="x/theme" Target="../xl/theme/../theme/theme1.xml"/>'
            b'<Relationship Id="c" Type="x/gone" Target="nowhere.xml"/>'
            b'<Relationship Id="d" Type="x/hyperlink" Target="https://example.org/" TargetMode="External"/>'
            b'<Relationship Id="e" Type="x/hyperlink" Target="#Summary!A1"/></Relationships>',
        )

    package = Package.open(rewritten(pattern_file, tmp_path / "links.xlsx", by_hand))
    found = {r.id: (r.part, r.external) for r in package.relationships("xl/workbook.xml")}
    assert [found[i] for i in "abcde"] == [(THEME, False), (THEME, False), (None, False), (None, True), (None, False)]


def test_a_new_relationship_gets_an_id_of_its_own_and_a_relative_target(pattern_file: Path):
    package = Package.open(pattern_file)
    ids = {r.id for r in package.relationships("xl/worksheets/sheet2.xml")}
    new = package.add_relationship("xl/worksheets/sheet2.xml", "x/table", "xl/tables/table1.xml")
    assert new not in ids
    assert package.relationships("xl/worksheets/sheet2.xml")[-1].target == "../tables/table1.xml"


def test_relationships_of_a_part_that_has_none_yet_are_made(pattern_file: Path):
    package = Package.open(pattern_file)
    package.add_relationship("xl/worksheets/sheet1.xml", "x/table", "xl/tables/table1.xml")
    again = Package.from_bytes(package.to_bytes(), "again.xlsx")
    assert again.related("xl/worksheets/sheet1.xml", "table") == ["xl/tables/table1.xml"]


def test_a_part_that_is_no_xml_is_named(pattern_file: Path, tmp_path: Path):
    broken = rewritten(pattern_file, tmp_path / "b.xlsx", lambda content: content.update({THEME: b"<a><b></a>"}))
    with pytest.raises(TemplateError, match=r"b\.xlsx: .*damaged: part xl/theme/theme1.xml cannot be read as XML"):
        Package.open(broken).read(THEME)


def test_entities_are_never_resolved(pattern_file: Path, tmp_path: Path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    bomb = f'<!DOCTYPE a [<!ENTITY e SYSTEM "file://{secret}">]><a>&e;</a>'.encode()
    path = rewritten(pattern_file, tmp_path / "bomb.xlsx", lambda content: content.update({THEME: bomb}))
    with pytest.raises(TemplateError, match="document type"):
        Package.open(path).read(THEME)


def with_type(content_type: str, source: Path, target: Path) -> Path:
    usual = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return substituted(source, target, "[Content_Types].xml", usual, content_type)


@pytest.mark.parametrize(
    ("content_type", "words"),
    [
        ("application/vnd.ms-excel.sheet.macroEnabled.main+xml", "macros"),
        ("application/vnd.ms-excel.sheet.binary.macroEnabled.main", "xlsb"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "not an Excel workbook"),
    ],
)
def test_other_office_files_are_named(content_type: str, words: str, pattern_file: Path, tmp_path: Path):
    with pytest.raises(TemplateError, match=words):
        Package.open(with_type(content_type, pattern_file, tmp_path / "other.xlsx"))


def test_an_excel_template_is_read_and_saved_as_a_workbook(pattern_file: Path, tmp_path: Path):
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"
    Package.open(with_type(kind, pattern_file, tmp_path / "t.xltx")).save(tmp_path / "t.xlsx")
    types = etree.fromstring(parts(tmp_path / "t.xlsx")["[Content_Types].xml"])
    [found] = [e.get("ContentType") for e in types if e.get("PartName") == "/xl/workbook.xml"]
    assert found == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def test_a_strict_workbook_is_told_how_to_be_saved(pattern_file: Path, tmp_path: Path):
    usual = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    path = substituted(pattern_file, tmp_path / "strict.xlsx", "xl/workbook.xml", usual, strict)
    with pytest.raises(TemplateError, match=r"ISO strict(.|\n)*Excel Workbook \(\.xlsx\)"):
        Package.open(path)


def test_an_opendocument_file_and_a_plain_zip_are_named(pattern_file: Path, tmp_path: Path):
    def ods(content: dict[str, bytes]) -> None:
        content["mimetype"] = b"application/vnd.oasis.opendocument.spreadsheet"

    with pytest.raises(TemplateError, match=r"\.ods"):
        Package.open(rewritten(pattern_file, tmp_path / "a.ods", ods))
    with pytest.raises(TemplateError, match="content types"):
        Package.open(rewritten(pattern_file, tmp_path / "b.zip", lambda c: c.pop("[Content_Types].xml") and None))


def test_a_workbook_without_its_workbook_part_is_damaged(pattern_file: Path, tmp_path: Path):
    path = rewritten(pattern_file, tmp_path / "none.xlsx", lambda content: content.pop("xl/workbook.xml") and None)
    with pytest.raises(TemplateError, match="workbook part is missing"):
        Package.open(path)
