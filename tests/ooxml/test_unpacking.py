import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as some

from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml import unpacking
from excel_scorecard.ooxml.archive import Member


def _member(content: bytes, *, stored: bool = False) -> Member:
    return Member("a.xml", content, 0, len(content), zlib.crc32(content)) if stored else Member.pack("a.xml", content)


@given(some.binary(max_size=3000), some.integers(1, 500), some.integers(1, 100), some.data(), some.booleans())
def test_any_stretch_is_what_it_is_in_the_whole(
    content: bytes, piece: int, step: int, data: some.DataObject, stored: bool
):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unpacking, "PIECE", piece)
        patch.setattr(unpacking, "_STEP", step)
        read = _member(content, stored=stored).unpacking("x")
        assert b"".join(read.pieces()) == content
        start = data.draw(some.integers(0, len(content)))
        end = data.draw(some.integers(start, len(content)))
        assert read.stretch(start, end) == content[start:end]


@given(some.lists(some.binary(max_size=200)))
def test_what_is_packed_in_pieces_is_what_is_unpacked(pieces: list[bytes]):
    member = Member.pack_pieces("a.xml", pieces)
    assert member.content("x") == b"".join(pieces)
    Member("a.xml", member.packed, member.method, member.size, member.crc).verify("x")


def test_a_byte_at_a_time_is_enough(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(unpacking, "_STEP", 1)  # the first bytes unpack to nothing
    content = bytes(range(256)) * 20
    assert b"".join(_member(content).unpacking("x").pieces()) == content


def test_a_stretch_that_ends_where_its_packed_bytes_do_is_whole():
    content = b"a" * 5_000_000  # its packed bytes are read long before all are unpacked
    assert b"".join(_member(content).unpacking("x").pieces()) == content


@pytest.mark.parametrize(("size", "crc"), [(1, 0), (-1, 0), (0, 1)], ids=["too long", "too short", "another"])
def test_a_part_that_is_not_what_the_zip_says_is_found_while_it_is_unpacked(size: int, crc: int):
    whole = Member.pack("a.xml", b"content" * 100_000)
    lying = Member("a.xml", whole.packed, whole.method, whole.size + size, whole.crc ^ crc)
    with pytest.raises(TemplateError, match=r"part a\.xml does not match its checksum"):
        lying.verify("x.xlsx")
    with pytest.raises(TemplateError, match=r"part a\.xml does not match its checksum"):
        lying.content("x.xlsx")


def test_a_bomb_that_lies_about_its_size_is_not_unpacked_to_its_end():
    whole = Member.pack("a.xml", b"\0" * 20_000_000)
    lying = Member("a.xml", whole.packed, whole.method, 10, whole.crc)
    unpacked: list[int] = []
    with pytest.raises(TemplateError, match="checksum"):
        unpacked.extend(len(piece) for piece in lying.unpacking("x").pieces())
    assert sum(unpacked) <= unpacking.PIECE
