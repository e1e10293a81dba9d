"""Row figures: what a row of a Monthly or Breakdown table tells, as a figure.

Knows a page as it stands; which figure counts is for others to say.
"""

import re
from datetime import date
from decimal import Decimal

from excel_scorecard.figures import Figure
from excel_scorecard.project import TOTAL, Indicator
from excel_scorecard.revised import Part, Said
from excel_scorecard.values import is_figure
from excel_scorecard.workbook.memory import Held
from excel_scorecard.workbook.officers_copy import OfficersCopy, Page, held

_CODE = re.compile(r"\[([xczuk])\]")
CARRIED = "carried from "


def said_by(page: Page, row: int, table: str) -> Said:
    """What a row of a table says: its parts, and the value where no formula gives it."""
    numerator, denominator = (part_of(held(page.cell(f"{table}_{part}", row))) for part in ("numerator", "denominator"))
    value = held(page.cell(f"{table}_value", row))
    # a value is supplied where no formula gives it
    is_supplied = isinstance(value, Decimal) and page.cell_formula(f"{table}_value", row) is None
    return Said(numerator, denominator, value if is_supplied and isinstance(value, Decimal) else None)


def part_of(cell: Held) -> Part:
    """A part as figures hold it: a whole number where it is one."""
    if isinstance(cell, Decimal) and cell == cell.to_integral_value():
        return int(cell)
    return cell


def figure_of(
    copy: OfficersCopy, page: Page, indicator: Indicator, period: date, area: str, said: Said, row: int
) -> Figure | None:
    """A row as a figure; None where it tells nothing."""
    note, status = (held(page.cell(f"monthly_{role}", row)) if area == TOTAL else None for role in ("note", "status"))
    return figure_told(indicator, period, area, said, status, _note(copy, note))


def figure_told(indicator: Indicator, period: date, area: str, said: Said, status: Held, note: str) -> Figure | None:
    """What a workbook says of a period and an area, as a stored figure; None where it tells nothing."""
    numerator, denominator = (part if is_figure(part) else None for part in (said.numerator, said.denominator))
    if not indicator.is_ratio:
        denominator = None
    is_known = numerator is not None and (denominator is not None or not indicator.is_ratio)
    supplied = said.supplied if not is_known and indicator.is_ratio else None
    codes = [_CODE.fullmatch(part.strip()) for part in (said.numerator, said.denominator) if isinstance(part, str)]
    code = None if is_known or supplied is not None else next((found[1] for found in codes if found), None)
    if numerator is None and denominator is None and supplied is None and code in {None, "x"}:
        return None
    return Figure(
        indicator=indicator.id,
        period=period,
        area=area,
        numerator=numerator,
        denominator=denominator,
        value=None if supplied is None else supplied * indicator.scale,
        code=code,
        source="stored",
        status="provisional" if str(status).casefold() == "provisional" else "final",
        note=note,
    )


def _note(copy: OfficersCopy, note: Held) -> str:
    """Where a figure comes from: the workbook that it was carried from first."""
    own = str(note or "").strip()
    return own if CARRIED in own else "; ".join(words for words in (own, f"{CARRIED}{copy.book.name}") if words)
