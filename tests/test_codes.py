"""Codes of findings: each means one thing, wherever it is told."""

import re
from collections import defaultdict
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "excel_scorecard"
CODE = re.compile(r'"([A-Z]-[A-Z][A-Z-]+)"')
SHARED = {"workbook"}  # its rooms are told apart; other rooms are one each
ASKS_FOR_LINTS = {"workbook/check"}


def room(module: Path) -> str:
    first, *rest = module.relative_to(PACKAGE).parts
    return f"{first}/{rest[0]}" if first in SHARED and len(rest) > 1 else first


def test_no_code_is_told_by_two_rooms():
    rooms: dict[str, set[str]] = defaultdict(set)
    for module in PACKAGE.rglob("*.py"):
        for code in CODE.findall(module.read_text("utf-8")):
            rooms[code].add(room(module))
    twice = {code: found - ASKS_FOR_LINTS if "ooxml" in found else found for code, found in rooms.items()}
    assert {code: found for code, found in twice.items() if len(found) > 1} == {}
