import io
import os
import zipfile
from pathlib import Path

import pytest

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml import archive
from excel_scorecard.ooxml.archive import Member, archive_in_pieces, read_archive, write_archive
from excel_scorecard.ooxml.package import Package


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        for name, content in members:
            file.writestr(name, content)
    return buffer.getvalue()


def test_zipfile_reads_what_we_write():
    data = write_archive([Member.pack("a.xml", b"first"), Member.pack("folder/ä.xml", b"x" * 5000)])
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None
        assert {name: file.read(name) for name in file.namelist()} == {"a.xml": b"first", "folder/ä.xml": b"x" * 5000}
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_large_file_comes_in_pieces_that_are_not_copied_and_a_small_one_as_one():
    small, large = Member.pack("a.xml", b"first"), Member.pack("b.bin", os.urandom(2**20))
    assert archive_in_pieces([small, small]) == [write_archive([small, small])]
    pieces = archive_in_pieces([small, large, small])
    assert b"".join(pieces) == write_archive([small, large, small])
    assert [piece is large.packed for piece in pieces] == [False, True, False]


def test_a_member_that_is_not_changed_keeps_its_packed_bytes():
    data = zipped(("stored.bin", b"abc" * 100), method=zipfile.ZIP_STORED)
    again = write_archive(read_archive(data, "x").values())
    with zipfile.ZipFile(io.BytesIO(again)) as file:
        assert file.infolist()[0].compress_type == zipfile.ZIP_STORED
        assert file.read("stored.bin") == b"abc" * 100


def test_a_member_written_as_a_stream_with_its_sizes_after_it_is_read():
    class Unseekable(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: object) -> int:
            raise OSError

        def tell(self) -> int:
            raise OSError

    buffer = Unseekable()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.xml", b"streamed")
    members = read_archive(buffer.getvalue(), "x")
    again = write_archive(members.values())
    assert zipfile.ZipFile(io.BytesIO(again)).read("a.xml") == b"streamed"


def test_a_byte_changed_inside_a_part_is_noticed_before_it_is_passed_on(pattern_file: Path):
    data = bytearray(pattern_file.read_bytes())
    with zipfile.ZipFile(pattern_file) as file:
        info = file.getinfo("xl/theme/theme1.xml")
    data[info.header_offset + 30 + len(info.filename) + 40] ^= 0xFF
    package = Package.from_bytes(bytes(data), "book.xlsx")
    with pytest.raises(TemplateError, match=r"book.xlsx: .*damaged.*theme1.xml"):
        package.to_bytes()


def test_a_part_that_unpacks_to_more_than_it_says_is_refused():
    honest = Member.pack("bomb.xml", b"\x00" * 1_000_000)
    liar = Member("bomb.xml", honest.packed, honest.method, 10, honest.crc)
    with pytest.raises(TemplateError, match="checksum"):
        read_archive(write_archive([liar]), "x")["bomb.xml"].content("x")


def test_a_part_of_a_thousandfold_ratio_is_refused():
    with pytest.raises(TemplateError, match="times its size"):
        read_archive(zipped(("xl/a.xml", b" " * 50_000_000)), "x")


def test_too_many_parts_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(archive, "MOST_PARTS", 3)
    with pytest.raises(TemplateError, match="4 parts"):
        read_archive(zipped(*((f"{n}.xml", b"") for n in range(4))), "x")


def test_a_directory_of_more_entries_than_parts_is_refused_before_they_are_made(monkeypatch: pytest.MonkeyPatch):
    data = write_archive([Member.pack("a.xml", b"")])
    start = data.find(b"PK\x01\x02")
    entry = data[start : data.find(b"PK\x05\x06")]
    monkeypatch.setattr(zipfile, "ZipFile", None)
    with pytest.raises(TemplateError, match="20,001 parts"):
        read_archive(data[:start] + entry * 20_001 + data[start + len(entry) :], "x")


def test_a_directory_as_large_as_a_file_is_refused():
    names = [f"{number:03}{'n' * 65_000}.xml" for number in range(260)]
    with pytest.raises(TemplateError, match=r"directory cannot be read .*larger than 16 MB"):
        read_archive(write_archive([Member.pack(name, b"") for name in names]), "x")


def test_too_many_bytes_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(archive, "MOST_BYTES", 10)
    with pytest.raises(TemplateError, match="unpacks to"):
        read_archive(zipped(("a.xml", b"12345678901")), "x")


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "xl/../../evil.xml", "C:/evil.xml"])
def test_a_name_that_leads_out_of_the_file_is_refused(name: str):
    with pytest.raises(TemplateError, match="leads out"):
        read_archive(zipped((name, b"")), "x")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_is_there_twice_is_refused_without_regard_to_case():
    with pytest.raises(TemplateError, match="twice"):
        read_archive(zipped(("xl/a.xml", b"1"), ("XL/A.xml", b"2")), "x")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"Month,Inside\n2015-09,1\n", "not an Excel workbook"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Excel 97-2003"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ],
)
def test_a_file_that_is_no_workbook_is_called_what_it_is(data: bytes, words: str):
    with pytest.raises(TemplateError, match=words):
        read_archive(data, "x")


def test_an_encrypted_workbook_is_told_what_to_do_about_its_label():
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(TemplateError, match="label without encryption"):
        read_archive(data, "x")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
def test_a_workbook_that_was_cut_off_is_called_damaged(pattern_file: Path, share: float):
    data = pattern_file.read_bytes()
    with pytest.raises(TemplateError, match="damaged"):
        Package.from_bytes(data[: int(len(data) * share)], "x")


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path):
    with pytest.raises(TemplateError, match="no such file"):
        Package.open(tmp_path / "none.xlsx")
    with pytest.raises(TemplateError, match="a folder"):
        Package.open(tmp_path)
