"""Archive: the zip that a workbook is. Reads it with limits, writes it so that the same parts give the same bytes.

Knows zip and what other files a workbook may be mistaken for. Knows no content types and no XML (package.py).
A member that is written as it was read keeps its compressed bytes.
"""

import errno
import io
import os
import struct
import time
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from excel_scorecard.errors import MachineError, TemplateError, is_path_too_long, path_too_long
from excel_scorecard.ooxml.unpacking import Packed, Unpacking

MOST_PARTS: Final = 20_000
MOST_BYTES: Final = 512 * 1024 * 1024  # unpacked, all parts together
MOST_RATIO: Final = 300  # unpacked to packed, of one part above a mebibyte; Excel's own stay below 100
_RATIO_FROM: Final = 1024 * 1024
_LEVEL: Final = 6
_LARGE: Final = 256 * 1024  # bytes that are worth a call of their own
_LONG_LEVEL: Final = 5  # of large parts: half a percent longer than level 6, in three fifths of its time (measured)
_MOST_KEPT: Final = 4 * 1024 * 1024  # bytes of an unpacked part that are kept; larger ones are unpacked again
# Seconds. On Windows a virus scanner or OneDrive holds a file for a moment after it was written; Excel holds on longer.
_WAITS: Final = (0.1, 0.2, 0.4)

_OLE_SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
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
_SAVE_AS_XLSX: Final = "Open it in Excel, save it as Excel Workbook (.xlsx), and try again."


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


def read_file(path: Path) -> bytes:
    """The bytes of a file that somebody named.

    Raises:
        TemplateError: there is no such file, or it is a folder.
        MachineError: the machine does not let us read it.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        if is_path_too_long(error, path):
            raise path_too_long(path) from None
        raise TemplateError(
            "there is no such file.", where=str(path), mend="Check the spelling of the name and the folder."
        ) from None
    except IsADirectoryError:
        raise _is_a_folder(path) from None
    except OSError as error:
        if is_path_too_long(error, path):
            raise path_too_long(path) from None
        if _is_folder(path):  # Windows reports a folder as a refused permission
            raise _is_a_folder(path) from None
        raise MachineError(
            f"the file cannot be read ({error.strerror}).",
            where=str(path),
            mend="Close it in other programs and check that you may open it.",
        ) from None


def _is_a_folder(path: Path) -> TemplateError:
    return TemplateError("this is a folder, not a workbook.", where=str(path), mend="Name the .xlsx file in it.")


def read_archive(data: bytes, where: str) -> dict[str, Member]:
    """The members of a zip by name, in their order.

    Args:
        data: the whole file.
        where: the file's name for messages.

    Raises:
        TemplateError: not a zip, damaged, encrypted, or beyond the limits; other kinds of file are named.
    """
    _refuse_other_files(data, where)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            listed = archive.infolist()
            stated = _stated_count(data, len(archive.comment))
    except _UNREADABLE as error:
        raise damaged(where, f"its zip directory cannot be read ({error})") from None
    if stated not in (len(listed), _COUNT_ELSEWHERE):
        raise damaged(where, f"its zip directory has {len(listed)} parts, and says {stated}")
    infos = [info for info in listed if not info.filename.endswith("/")]
    _check_limits(infos, where)
    _check_places(infos, data, where)
    members: dict[str, Member] = {}
    seen: set[str] = set()
    for info in infos:
        _check_name(info.filename, seen, where)
        members[info.filename] = _member(info, data, where)
    return members


def _stated_count(data: bytes, comment: int) -> int:
    """How many members the end of the zip says there are; zipfile reads as many as it finds."""
    end = data.rfind(b"PK\x05\x06", 0, len(data) - comment)
    return int(struct.unpack_from("<H", data, end + 10)[0])


def _refuse_other_files(data: bytes, where: str) -> None:
    if not data:
        raise TemplateError("the file is empty.", where=where, mend="Take a copy that has not been cut off.")
    if data.startswith(_OLE_SIGNATURE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise TemplateError(
                "the workbook is encrypted, by a password or by a sensitivity label.",
                where=where,
                mend="In Excel choose a label without encryption or take the password off, save, and try again.",
            )
        raise TemplateError("this is a workbook of Excel 97-2003 (.xls).", where=where, mend=_SAVE_AS_XLSX)
    if not data.startswith(b"PK") and b"PK\x05\x06" not in data[-70_000:]:
        raise TemplateError(
            "this is not an Excel workbook (.xlsx).",
            where=where,
            mend="Name a file that Excel has saved as Excel Workbook (.xlsx).",
        )


def _check_limits(infos: list[zipfile.ZipInfo], where: str) -> None:
    mend = "It does not look like a workbook that Excel wrote. Take the file from where you trust it."
    if len(infos) > MOST_PARTS:
        raise TemplateError(f"the file has {len(infos):,} parts, more than {MOST_PARTS:,}.", where=where, mend=mend)
    total = sum(info.file_size for info in infos)
    if total > MOST_BYTES:
        raise TemplateError(
            f"the file unpacks to {total / 2**20:,.0f} MB, more than {MOST_BYTES / 2**20:,.0f} MB.",
            where=where,
            mend=mend,
        )
    for info in infos:
        if info.file_size > _RATIO_FROM and info.file_size > MOST_RATIO * max(1, info.compress_size):
            raise TemplateError(
                f"part {info.filename} unpacks to more than {MOST_RATIO} times its size.", where=where, mend=mend
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


def write_whole(path: Path, data: bytes | Sequence[Packed]) -> None:
    """Write `data`, or its pieces, to `path` whole or not at all: beside it first, then moved into its place.

    Raises:
        MachineError: the file is open in another program, the disk is full, or the folder refuses.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with draft.open("wb") as file:
            for piece in (data,) if isinstance(data, bytes) else data:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        _move_into_place(draft, path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise _cannot_write(path, error) from None
    except BaseException:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise


def _move_into_place(draft: Path, path: Path) -> None:
    for wait in _WAITS:
        try:
            draft.replace(path)
        except PermissionError:
            time.sleep(wait)
        else:
            return
    draft.replace(path)


def _is_folder(path: Path) -> bool:
    """Whether it is one as far as can be told: a network drive that is gone fails at this question too."""
    with suppress(OSError):
        return path.is_dir()
    return False


def _is_there(path: Path) -> bool:
    with suppress(OSError):
        return path.exists()
    return False


def _cannot_write(path: Path, error: OSError) -> MachineError:
    if is_path_too_long(error, path):
        return path_too_long(path)
    if _is_folder(path):
        return MachineError("this is a folder, not a file.", where=str(path), mend="Name the .xlsx file to write.")
    if isinstance(error, PermissionError):
        mark = path.with_name(f"~${path.name}")
        who = f" ({mark.name} beside it shows that Excel has it open)" if _is_there(mark) else ""
        return MachineError(
            f"the file may not be written: it is open in another program{who}, or the folder is protected.",
            where=str(path),
            mend="Close it there, or write to another name with -o.",
        )
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return MachineError("the disk is full.", where=str(path), mend="Free some space, or write to another disk.")
    if isinstance(error, FileNotFoundError):
        return MachineError("the folder does not exist.", where=str(path.parent), mend="Make it, or name another.")
    return MachineError(
        f"the file cannot be written ({error.strerror or error}).", where=str(path), mend="Write to another folder."
    )
