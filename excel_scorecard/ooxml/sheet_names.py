"""Sheet names: what Excel takes for one, a legal one made from any text, and how many a workbook may have.

Knows the rules alone; which names a workbook has is told by the caller.
"""

import re
import zlib
from collections.abc import Iterable
from typing import Final

from excel_scorecard.errors import TooLargeToRead
from excel_scorecard.ooxml.markup import Element, main

LONGEST_SHEET_NAME: Final = 31  # UTF-16 units (Excel specifications and limits)
MOST_SHEETS: Final = 1_000  # each is looked up among all of them; the most that was seen in a workbook is 28
_FORBIDDEN = re.compile(r"[:\\/?*\[\]\x00-\x1f]")
_KEPT_BY_EXCEL: Final = "history"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def sheet_name(text: str, taken: Iterable[str]) -> str:
    """A legal sheet name from any text, the same for the same text, and none of `taken` (compared without case).

    A text that is too long is cut; one that is cut or would collide ends in a mark made from the whole text.
    """
    lowered = {name.lower() for name in taken}
    whole = re.sub(r"\s+", " ", _FORBIDDEN.sub(" ", text)).strip(" '")
    if not whole or whole.lower() == _KEPT_BY_EXCEL:
        whole = f"{whole} sheet".strip()
    if _units(whole) <= LONGEST_SHEET_NAME and whole.lower() not in lowered:
        return whole
    attempt = 0
    while True:
        seed = text if attempt == 0 else f"{text}{attempt}"
        mark = f"{zlib.crc32(seed.encode('utf-8', 'surrogatepass')) & 0xFFFF:04x}"
        name = whole
        while _units(name) > LONGEST_SHEET_NAME - len(mark) - 1:
            name = name[:-1]
        name = f"{name.rstrip(chr(39) + ' ')} {mark}"
        if name.lower() not in lowered:
            return name
        attempt += 1


def why_refused(name: str, taken: Iterable[str]) -> str:
    """Why Excel would not take `name` for a new sheet beside those `taken`; empty where it would."""
    if not name or _units(name) > LONGEST_SHEET_NAME:
        return f"it must have 1 to {LONGEST_SHEET_NAME} characters"
    if _FORBIDDEN.search(name) or name[0] == "'" or name[-1] == "'" or name.lower() == _KEPT_BY_EXCEL:
        return "Excel does not take : \\ / ? * [ ], an apostrophe at either end, or History"
    if name.lower() in {other.lower() for other in taken}:
        return "there is one of that name"
    return ""


def check_count(book: Element, where: str) -> None:
    """Raise TooLargeToRead where a workbook lists more sheets than are read."""
    count = sum(1 for _ in book.iterfind(f"{main('sheets')}/{main('sheet')}"))
    if count > MOST_SHEETS:
        what = f"the workbook has {count:,} sheets; more than {MOST_SHEETS:,} are not read."
        raise TooLargeToRead(what, where=where, mend="Split it into workbooks of fewer sheets.")
