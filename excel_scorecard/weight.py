"""Weight: whether a workbook can be read with openpyxl in the memory and time that a small file is worth. Floor 0.

Looks at the zip's directory and counts tags in what is unpacked, piece by piece; makes nothing of either. The package
editor has its own, larger room (ooxml/room.py).
"""

import io
import re
import zipfile
from typing import Final

MOST_PARTS: Final = 5_000
MOST_UNPACKED_BYTES: Final = 300_000_000
# Measured with openpyxl 3.1: 200,000 tags of cells take a second and 100 MB, or 200 MB where they are no cells at all;
# of styles and names 30,000 do. Four seconds and 400 MB are what figures and settings may take.
MOST_TAGS: Final = 500_000
_OTHER_TAGS: Final = 3  # times as heavy as a sheet's
_PIECE: Final = 1024 * 1024
_LIGHT: Final = re.compile(rb"<(?:\w+:)?(?:worksheet|sst)\b")

_DECLARED: Final = re.compile(rb"""(?:\xef\xbb\xbf)?<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"'>]*)""")
# The packaging convention allows the first two. In the others too a tag begins with the byte of "<".
_ENCODINGS: Final = frozenset({"utf-8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "windows-1252"})


def strange_encoding(content: bytes) -> str:
    """The encoding that a part declares where it is none that a workbook may have; in UTF-7, `<` need not be seen."""
    found = _DECLARED.match(content)
    encoding = found[1].decode("ascii", "replace") if found else ""
    return "" if encoding.lower() in _ENCODINGS else encoding


def too_heavy(content: bytes) -> str:
    """Why a workbook is not read, as `it has 20,000 parts`; empty where it may be.

    Raises: what zipfile raises for a file that is none of its own.
    """
    # each entry of the directory begins so: counted before they are made into objects
    if (parts := content.count(b"PK\x01\x02")) > MOST_PARTS:
        return f"it has {parts:,} parts"
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        unpacked = sum(part.file_size for part in package.infolist())
        if unpacked > MOST_UNPACKED_BYTES:
            return f"it unpacks to {unpacked // 1_000_000:,} MB"
        tags = 0
        for part in package.infolist():
            found = _tags(package, part)
            if found is None:
                return f"its part {part.filename} is written in an encoding that no workbook has"
            tags += found
            if tags > MOST_TAGS:
                return f"it has more than {MOST_TAGS // 2:,} cells, or as much of other things"
    return ""


def _tags(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> int | None:
    """The tags of a part, weighed; none in what is no XML. None for an encoding in which they cannot be counted."""
    with package.open(part) as file:
        piece = file.read(_PIECE)
        if not _may_be_xml(piece):
            return 0
        if strange_encoding(piece):
            return None
        weight = 1 if _LIGHT.search(piece[:4096]) else _OTHER_TAGS
        tags = 0
        while piece:
            tags += weight * (piece.count(b"<") - piece.count(b"</"))
            if tags > MOST_TAGS:
                break
            piece = file.read(_PIECE)
    return tags


def _may_be_xml(piece: bytes) -> bool:
    start = piece[:256].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start[:1] in (b"<", b"") or piece[:2] in (b"\xff\xfe", b"\xfe\xff") or b"<" in piece[:4]
