"""Archive: the zip that a workbook is. Reads it with limits, writes it so that the same parts give the same bytes.

Knows zip and what other files a workbook may be mistaken for. Knows no content types and no XML (package.py).
A member that is written as it was read keeps its compressed bytes.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from excel_scorecard.compound import is_compound, what_it_is
from excel_scorecard.errors import TemplateError
from excel_scorecard.ooxml.unpacking import Packed, Unpacking

MOST_PARTS: Final = 20_000
MOST_BYTES: Final = 512 * 1024 * 1024  # unpacked, all parts together
MOST_RATIO: Final = 300  # unpacked to packed, of one part above a mebibyte; Excel's own stay below 100
_RATIO_FROM: Final = 1024 * 1024
_MOST_DIRECTORY: Final = 16 * 1024 * 1024  # 800 bytes for each of so many parts; Excel's own take about 80
_LEVEL: Final = 6
_LARGE: Final = 256 * 1024  # bytes that are worth a call of their own
_LONG_LEVEL: Final = 5  # of large parts: half a percent longer than level 6, in three fifths of its time (measured)
_MOST_KEPT: Final = 4 * 1024 * 1024  # bytes of an unpacked part that are kept; larger ones are unpacked again

# What zipfile raises for a directory that is none.
_UNREADABLE: Final = (
    zipfile.BadZipFile,
    struct.error,
    ValueError,
    LookupError,
    ArithmeticError,
    EOFError,
    RuntimeError,
)
_COUNT_ELSEWHERE: Final = 0xFFFF  # the count stands in the record of zip64
_FIRST_DAY: Final = 0x0021  # 1 January 1980 in the zip format's own form
_NOT_EXCELS: Final = "It does not look like a workbook that Excel wrote. Take the file from where you trust it."


@dataclass(slots=True)
class Member:
    """One member of the zip: its name, and its bytes packed as they lie (`method` 0 stored, 8 deflated)."""

    name: str
    packed: Packed
    method: int
    size: int
    crc: int
    unpacked: bytes | None = None
    is_verified: bool = False

    @classmethod
    def pack(cls, name: str, content: bytes) -> "Member":
        """A member from its content, deflated."""
        packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed = packer.compress(content) + packer.flush()
        return cls(name, packed, zipfile.ZIP_DEFLATED, len(content), zlib.crc32(content), content, is_verified=True)

    @classmethod
    def pack_pieces(cls, name: str, pieces: Iterable[bytes]) -> "Member":
        """The same from content that comes in pieces, which need not be in memory together."""
        packer = zlib.compressobj(_LONG_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed = io.BytesIO()
        size = crc = 0
        for piece in pieces:
            size += len(piece)
            crc = zlib.crc32(piece, crc)
            packed.write(packer.compress(piece))
        packed.write(packer.flush())
        return cls(name, packed.getvalue(), zipfile.ZIP_DEFLATED, size, crc, is_verified=True)

    def content(self, where: str) -> bytes:
        """The bytes unpacked, their length and checksum verified; kept for the next time unless they are many.

        Raises:
            TemplateError: the bytes are not what the zip says they are.
        """
        if self.unpacked is not None:
            return self.unpacked
        content = b"".join(self.unpacking(where).pieces())
        if len(content) <= _MOST_KEPT:
            self.unpacked = content
        return content

    def verify(self, where: str) -> None:
        """Unpack the bytes without keeping them, and compare length and checksum; once is enough.

        Raises:
            TemplateError: the bytes are not what the zip says they are.
        """
        if not self.is_verified:
            for _ in self.unpacking(where).pieces():
                pass

    def unpacking(self, where: str) -> Unpacking:
        """The bytes unpacked piece by piece, which raises a TemplateError at the end as `verify` does."""

        def check(size: int, crc: int) -> None:
            if size != self.size or crc != self.crc:
                raise damaged(where, f"part {self.name} does not match its checksum")
            self.is_verified = True

        return Unpacking(self.packed, self.size, check, is_deflated=self.method != zipfile.ZIP_STORED)


def damaged(where: str, what: str) -> TemplateError:
    """The error for a file that was a workbook once."""
    return TemplateError(
        f"the file is damaged: {what}.",
        where=where,
        mend="Take an undamaged copy, or open it in Excel, let Excel repair it, save it and try again.",
    )


def read_archive(data: bytes, where: str) -> dict[str, Member]:
    """The members of a zip by name, in their order.

    Args:
        data: the whole file.
        where: the file's name for messages.

    Raises:
        TemplateError: not a zip, damaged, encrypted, or beyond the limits; other kinds of file are named.
    """
    _refuse_other_files(data, where)
    # each entry of the directory begins so: counted before they are made into objects
    _check_count(data.count(b"PK\x01\x02"), where)
    try:
        with zipfile.ZipFile(_Sparing(data)) as archive:
            listed = archive.infolist()
            stated = _stated_count(data, len(archive.comment))
    except _UNREADABLE as error:
        raise damaged(where, f"its zip directory cannot be read ({error})") from None
    if stated not in (len(listed), _COUNT_ELSEWHERE):
        raise damaged(where, f"its zip directory has {len(listed)} parts, and says {stated}")
    infos = [info for info in listed if not info.filename.endswith("/")]
    _check_sizes(infos, where)
    _check_places(infos, data, where)
    members: dict[str, Member] = {}
    seen: set[str] = set()
    for info in infos:
        _check_name(info.filename, seen, where)
        members[info.filename] = _member(info, data, where)
    return members


class _Sparing(io.BytesIO):
    """A file of which zipfile reads little at once: a directory as large as the file would take many times its size."""

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(_MOST_DIRECTORY + 1 if size is None or size < 0 else min(size, _MOST_DIRECTORY + 1))
        if len(found) > _MOST_DIRECTORY:
            raise zipfile.BadZipFile(f"it is larger than {_MOST_DIRECTORY // 2**20} MB")
        return found


def _stated_count(data: bytes, comment: int) -> int:
    """How many members the end of the zip says there are; zipfile reads as many as it finds."""
    end = data.rfind(b"PK\x05\x06", 0, len(data) - comment)
    return int(struct.unpack_from("<H", data, end + 10)[0])


def _refuse_other_files(data: bytes, where: str) -> None:
    if not data:
        raise TemplateError("the file is empty.", where=where, mend="Take a copy that has not been cut off.")
    if is_compound(data):
        what, mend = what_it_is(data)
        raise TemplateError(what, where=where, mend=mend)
    if not data.startswith(b"PK") and b"PK\x05\x06" not in data[-70_000:]:
        raise TemplateError(
            "this is not an Excel workbook (.xlsx).",
            where=where,
            mend="Name a file that Excel has saved as Excel Workbook (.xlsx).",
        )


def _check_count(parts: int, where: str) -> None:
    if parts > MOST_PARTS:
        raise TemplateError(f"the file has {parts:,} parts, more than {MOST_PARTS:,}.", where=where, mend=_NOT_EXCELS)


def _check_sizes(infos: list[zipfile.ZipInfo], where: str) -> None:
    total = sum(info.file_size for info in infos)
    if total > MOST_BYTES:
        raise TemplateError(
            f"the file unpacks to {total / 2**20:,.0f} MB, more than {MOST_BYTES / 2**20:,.0f} MB.",
            where=where,
            mend=_NOT_EXCELS,
        )
    for info in infos:
        if info.file_size > _RATIO_FROM and info.file_size > MOST_RATIO * max(1, info.compress_size):
            raise TemplateError(
                f"part {info.filename} unpacks to more than {MOST_RATIO} times its size.", where=where, mend=_NOT_EXCELS
            )


def _check_name(name: str, seen: set[str], where: str) -> None:
    lowered = name.lower()
    if not name or not name.isprintable():
        raise damaged(where, f"a part has the name {name!r}, which no part can have")
    if lowered in seen:
        raise damaged(where, f"it holds {name} twice")
    seen.add(lowered)
    if name.startswith("/") or "\\" in name or ":" in name or any(piece in ("..", ".") for piece in name.split("/")):
        raise damaged(where, f"a part has the name {name!r}, which leads out of the file")


def _check_places(infos: list[zipfile.ZipInfo], data: bytes, where: str) -> None:
    """Each part must lie where the directory says, under its own name, and share no byte with another."""
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        header = data[info.header_offset : info.header_offset + 30] if info.header_offset >= 0 else b""
        if len(header) < 30 or not header.startswith(b"PK\x03\x04"):
            raise damaged(where, f"part {info.filename} is not where the zip says")
        if info.header_offset < end:
            raise damaged(where, f"part {info.filename} lies upon another part")
        start = _start(info, data)
        name = data[info.header_offset + 30 : start]
        if not name.startswith(info.orig_filename.encode("utf-8" if info.flag_bits & 0x800 else "cp437", "replace")):
            raise damaged(where, f"part {info.filename} has another name where it lies")
        end = start + info.compress_size


def _start(info: zipfile.ZipInfo, data: bytes) -> int:
    """Where the packed bytes begin: the header's name and extra field need not be as long as the directory's."""
    name_length, extra_length = struct.unpack("<HH", data[info.header_offset + 26 : info.header_offset + 30])
    return int(info.header_offset + 30 + name_length + extra_length)


def _member(info: zipfile.ZipInfo, data: bytes, where: str) -> Member:
    if info.flag_bits & 0x1:
        raise TemplateError(
            "the zip is encrypted with a password.", where=where, mend="Save the workbook without that encryption."
        )
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise damaged(where, f"part {info.filename} is packed in a way that no workbook uses")
    start = _start(info, data)
    packed = memoryview(data)[start : start + info.compress_size]  # the file's bytes are in memory once
    if len(packed) < info.compress_size:
        raise damaged(where, f"part {info.filename} is cut off")
    return Member(info.filename, packed, info.compress_type, info.file_size, info.CRC)


def write_archive(members: Iterable[Member]) -> bytes:
    """The zip of these members in this order, all dated 1 January 1980: the same members give the same bytes."""
    return b"".join(_archive_pieces(members))


def archive_in_pieces(members: Iterable[Member]) -> list[Packed]:
    """The same in pieces, one unless the file is large: it need not be in memory twice."""
    pieces: list[Packed] = []
    small: list[Packed] = []
    size = 0
    for piece in _archive_pieces(members):
        if len(piece) >= _LARGE:
            pieces += (b"".join(small), piece)
            small, size = [], 0
            continue
        small.append(piece)
        size += len(piece)
        if size >= _LARGE:
            pieces.append(b"".join(small))
            small, size = [], 0
    return [*pieces, b"".join(small)]


def _archive_pieces(members: Iterable[Member]) -> Iterator[Packed]:
    directory: list[bytes] = []
    offset = count = 0
    for member in members:
        name = member.name.encode("utf-8")
        flags = 0 if member.name.isascii() else 0x800  # the name is UTF-8
        fields = struct.pack(
            "<HHHHHIIIHH",
            20,
            flags,
            member.method,
            0,
            _FIRST_DAY,
            member.crc,
            len(member.packed),
            member.size,
            len(name),
            0,
        )
        yield from (b"PK\x03\x04", fields, name, member.packed)
        # made by "version 2.0, MS-DOS": no permissions to carry
        directory += (b"PK\x01\x02\x14\x00", fields, struct.pack("<HHHII", 0, 0, 0, 0, offset), name)
        offset += 30 + len(name) + len(member.packed)
        count += 1
    size = sum(len(piece) for piece in directory)
    yield from directory
    yield b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, size, offset, 0)
