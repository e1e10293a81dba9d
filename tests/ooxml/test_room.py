"""How much memory a workbook may take: reckoned from the bytes of its parts, and refused before it is taken."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from excel_scorecard.errors import TemplateError, TooLargeToRead
from excel_scorecard.ooxml import package, room
from excel_scorecard.ooxml.package import Package
from excel_scorecard.ooxml.room import Room
from excel_scorecard.ooxml.workbook import Workbook
from tests.ooxml.workbooks import parts, rewritten

SHEET = "xl/worksheets/sheet1.xml"
ROW = b"<row r='7'><c r='A7' s='1'><v>12.25</v></c><c r='B7' s='1'><v>0.5</v></c><c r='C7' t='s'><v>3</v></c></row>"
SHAPES = {
    "rows of cells": (ROW, 40_000),
    "elements and nothing else": (b"<a/>", 400_000),
    "elements with a blank between": (b"<a/> ", 400_000),
    "attributes": (b"<a b='' c='' d='' e='' f='' g='' h='' i=''/>", 60_000),
    "declared namespaces": (b"<a xmlns:a='u' xmlns:b='v' xmlns:c='w'/>", 100_000),
    "comments": (b"<!---->", 400_000),
    "long texts": (b"<a>" + b"words " * 100_000 + b"</a>", 60),
    "values": (b"<a b='" + b"words " * 100_000 + b"'/>", 60),
}
MEASURED = """
import gc, sys
from lxml import etree
from excel_scorecard.ooxml.markup import parse
from excel_scorecard.ooxml.room import Room

def memory():
    return int(open("/proc/self/statm").read().split()[1]) * 4096

piece, times = eval(sys.stdin.read())
content = b"<a>" + piece * times + b"</a>"
parse(b"<a/>")
room = Room("book.xlsx", 0)
before = memory()
tree = parse(content)
took = memory() - before
room.for_tree("a part", content)
print(took + len(content), room._total)
"""


def lightly_packed(source: Path, target: Path, changed: dict[str, bytes]) -> Path:
    """A copy with other parts, packed so lightly that no part is refused for its ratio."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in (parts(source) | changed).items():
            archive.writestr(name, content)
    return target


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells the memory of the moment")
@pytest.mark.parametrize("shape", SHAPES)
def test_a_tree_takes_no_more_than_was_reckoned_from_its_bytes(shape: str):
    done = subprocess.run(
        [sys.executable, "-c", MEASURED], input=repr(SHAPES[shape]), check=True, capture_output=True, text=True
    )
    took, reckoned = map(int, done.stdout.split())
    assert took < reckoned * 1.1  # a tenth for what the allocator keeps


def test_a_part_with_more_elements_than_a_tree_may_have_is_refused_before_one_is_made(
    pattern_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    many = b"<x>" + b"<a/>" * 1_600_000 + b"</x>"  # six megabytes; a thirtieth of one in the file
    path = lightly_packed(pattern_file, tmp_path / "many.xlsx", {SHEET: many})
    opened = Package.open(path)
    monkeypatch.setattr(package, "parse", None)
    with pytest.raises(TooLargeToRead, match=r"part xl/worksheets/sheet1.xml has 1,600,001 elements.*380 MB") as caught:
        opened.read(SHEET)
    assert "Ctrl+End" in caught.value.mend


def test_parts_that_are_small_each_are_refused_together(pattern_file: Path, tmp_path: Path):
    some = b"<x>" + b"<a/>" * 400_000 + b"</x>"
    names = [f"xl/part{number}.xml" for number in range(5)]
    path = lightly_packed(pattern_file, tmp_path / "many.xlsx", dict.fromkeys(names, some))
    opened = Package.open(path)
    for name in names[:3]:
        opened.read(name)
    with pytest.raises(TooLargeToRead, match="with what is read already"):
        opened.read(names[3])
    assert opened.read(names[0]) is not None  # what was read stays


def test_a_part_larger_than_is_read_at_once_is_refused_before_it_is_unpacked(
    pattern_file: Path, monkeypatch: pytest.MonkeyPatch
):
    opened = Package.open(pattern_file)
    monkeypatch.setattr(room, "MOST_AT_ONCE", 1_000)
    monkeypatch.setattr(package.Member, "content", None)
    with pytest.raises(TooLargeToRead, match=r"part xl/theme/theme1.xml has 0 MB, more than 0 MB"):
        opened.bytes("xl/theme/theme1.xml")


def test_room_is_taken_once_for_a_part():
    left = Room("book.xlsx", 0)
    for _ in range(100):
        left.for_bytes("xl/media/large.emf", 40_000_000)
    for number in range(8):
        left.for_bytes(f"xl/media/{number}.emf", 40_000_000)
    with pytest.raises(TooLargeToRead):
        left.for_bytes("xl/media/9.emf", 40_000_000)


def test_a_copy_has_the_room_that_is_left_while_both_are_open(pattern_file: Path, tmp_path: Path):
    some = b"<x>" + b"<a/>" * 800_000 + b"</x>"
    one = Package.open(lightly_packed(pattern_file, tmp_path / "many.xlsx", {SHEET: some}))
    assert one.copy().read(SHEET) is not None
    one.read(SHEET)
    with pytest.raises(TooLargeToRead, match="with what is read already"):
        one.copy().read(SHEET)


def test_a_part_in_an_encoding_that_hides_its_tags_is_refused(pattern_file: Path, tmp_path: Path):
    hidden = b"<?xml version='1.0'  encoding='UTF-7'?>+ADw-a+AD4APA-b/+AD4APA-/a+AD4-"
    path = rewritten(pattern_file, tmp_path / "hidden.xlsx", lambda found: found.update({SHEET: hidden}))
    with pytest.raises(TemplateError, match=r"sheet1.xml is written in 'UTF-7', which no workbook is"):
        Package.open(path).read(SHEET)


@pytest.mark.parametrize("encoding", ["utf-8", "UTF-8", "utf-16", "us-ascii", "iso-8859-1"])
def test_a_part_in_an_encoding_that_other_programs_use_is_read(encoding: str, pattern_file: Path, tmp_path: Path):
    plain = f"<?xml version='1.0' encoding='{encoding}'?><a><b/></a>".encode(encoding)
    path = rewritten(pattern_file, tmp_path / "plain.xlsx", lambda found: found.update({SHEET: plain}))
    assert len(Package.open(path).read(SHEET)) == 1


def test_a_workbook_with_more_sheets_than_are_looked_through_is_refused(pattern_file: Path, tmp_path: Path):
    def change(found: dict[str, bytes]) -> None:
        many = b"".join(b'<sheet name="s%d" sheetId="%d" r:id="x%d"/>' % (n, n + 9, n) for n in range(1000))
        found["xl/workbook.xml"] = found["xl/workbook.xml"].replace(b"</sheets>", many + b"</sheets>")

    with pytest.raises(TooLargeToRead, match="1,002 sheets; more than 1,000"):
        Workbook.open(rewritten(pattern_file, tmp_path / "many.xlsx", change))


def test_the_shipped_templates_take_a_fraction_of_the_room(pattern_file: Path):
    for path in (Path(__file__).resolve().parents[2] / "templates").glob("*.xlsx"):
        opened = Package.open(path)
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith((".xml", ".rels")):
                    opened.read(name)
        assert opened._room._total < room.MOST_ROOM / 5
