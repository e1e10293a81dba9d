"""Large: made workbooks of a wanted file size, by XlsxWriter, from chance with a fixed start.

One has its weight in the sheet that is edited: numbers, texts and formulas. The other has it in pictures and in sheets
that nobody touches. Knows how they are drawn; what is done with them is speed.py's.

    python benchmarks/large.py sheet 5 FILE       about 5 MB in one big sheet
    python benchmarks/large.py pictures 5 FILE    about 5 MB in pictures and other sheets
"""

import random
import struct
import sys
import zlib
from io import BytesIO
from pathlib import Path

import xlsxwriter

EDITED = "Figures"
COLUMNS = 12
MEGABYTE = 1_000_000
ROW_BYTES = 108  # measured: what a row of twelve cells takes in the file, packed
PICTURE_BYTES = 500_000
WORDS = ("repairs", "homes", "children", "visits", "plans", "referrals", "reviews", "schools", "teams", "areas")


def big_sheet(path: Path, megabytes: float) -> None:
    """A sheet of numbers, texts and formulas; the 100 cells are set in it."""
    book = xlsxwriter.Workbook(path, {"in_memory": False})
    _fill(book, EDITED, int(megabytes * MEGABYTE / ROW_BYTES))
    book.close()


def big_rest(path: Path, megabytes: float) -> None:
    """A small sheet to edit; half of the weight in pictures, half in two other sheets."""
    book = xlsxwriter.Workbook(path)
    _fill(book, EDITED, 200)
    rows = int(megabytes * MEGABYTE / 2 / 2 / ROW_BYTES)
    for name in ("Last year", "The year before"):
        _fill(book, name, rows)
    gallery = book.add_worksheet("Pictures")
    chance = random.Random(4)  # noqa: S311  # pictures of noise
    for number in range(int(megabytes * MEGABYTE / 2 / PICTURE_BYTES)):
        gallery.insert_image(number * 20, 0, f"{number}.png", {"image_data": _picture(chance)})
    book.close()


def _fill(book: xlsxwriter.Workbook, name: str, rows: int) -> None:
    chance = random.Random(7)  # noqa: S311  # figures of nobody
    sheet = book.add_worksheet(name)
    percent = book.add_format({"num_format": "0.0%"})
    sheet.write_row(0, 0, [f"Column {number}" for number in range(1, COLUMNS + 1)])
    for row in range(1, rows + 1):
        whole, part = chance.randint(100, 99_999), chance.randint(1, 99)
        texts = [f"{chance.choice(WORDS)} {chance.choice(WORDS)} {chance.randint(1, 9_999)}" for _ in range(3)]
        sheet.write_row(row, 0, [whole, part, chance.random() * 1_000, chance.randint(0, 1), *texts])
        sheet.write_row(row, 7, [chance.randint(0, 500) for _ in range(3)])
        sheet.write_formula(row, 10, f"=A{row + 1}+B{row + 1}", None, whole + part)
        sheet.write_formula(row, 11, f"=B{row + 1}/A{row + 1}", percent, part / whole)


def _picture(chance: random.Random) -> BytesIO:
    """A PNG of noise, which no packing makes smaller."""
    side = int((PICTURE_BYTES / 3) ** 0.5)

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    pixels = b"".join(b"\x00" + chance.randbytes(side * 3) for _ in range(side))
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    return BytesIO(b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(pixels, 1)) + chunk(b"IEND", b""))


MAKERS = {"sheet": big_sheet, "pictures": big_rest}

if __name__ == "__main__":
    MAKERS[sys.argv[1]](Path(sys.argv[3]), float(sys.argv[2]))
