"""Statements of process control: a page's signal, the words of each month's row, and the points that are drawn for it.

Reads limits and mean from the table. Whether the limits are right is not looked at here: tests/test_spc.py has that.
"""

import re
from collections.abc import Iterator

from tests.workbook.page_statements import Page, Statement
from tests.workbook.reading import Place

COLUMNS = ("month", "line", "line_before", "signal", "mean", "lower", "upper", "improvement", "concern", "change")
POINTS = {"Improvement": "improvement", "Concern": "concern", "Change": "change"}
WAYS = {("high", "Improvement"): 1, ("high", "Concern"): -1, ("low", "Improvement"): -1, ("low", "Concern"): 1}


def signal_statements(page: Page) -> Iterator[Statement]:
    """What the signals of a page say twice; nothing where its chart is plain."""
    names = [f"monthly_{name}" for name in COLUMNS]
    if (page.sheet, "monthly_change") not in page.seen.book.names or not page.text("signal"):
        return
    columns = [page.seen.book.column(page.sheet, name) for name in names]
    rows = [dict(zip(COLUMNS, cells, strict=True)) for cells in zip(*columns, strict=True)]
    value = page.seen.value
    shown = next((row for row in rows if value(row["month"]) == page.period), None)
    if shown is not None and page.text("signal") != "Too few":
        word = str(value(shown["signal"])).partition(":")[0]
        yield page.said("the page's signal", "signal", page.text("signal"), word)
    for at, row in enumerate(rows):
        word, _, reason = str(value(row["signal"])).partition(": ")
        drawn = {name for name in POINTS.values() if value(row[name]) != ""}
        yield Statement(
            "the points drawn for a signal", row["signal"], drawn, {POINTS[word]} if word in POINTS else set()
        )
        if reason:
            yield Statement("the reason of a signal", row["signal"], _holds(page, rows[: at + 1], reason), True)
            way = WAYS.get((page.text("good"), word))
            if way and (said := _way(reason)):
                yield Statement("what is better of a signal", row["signal"], said, way)


def _point(page: Page, row: dict[str, Place]) -> float | None:
    """The row's point, in whichever of the two columns that are drawn by turns."""
    found = [page.seen.value(row[name]) for name in ("line", "line_before")]
    return next((each for each in found if isinstance(each, int | float)), None)


def _way(reason: str) -> int:
    """1 where a reason is of high figures, -1 where it is of low ones; 0 where its words do not say."""
    return 1 if re.search(r"above|upper", reason) else -1 if re.search(r"below|lower", reason) else 0


def _holds(page: Page, rows: list[dict[str, Place]], reason: str) -> bool:
    """Whether a reason that is told of the last of these rows is so, as far as this row tells."""
    point = _point(page, rows[-1])
    mean, lower, upper = (page.seen.value(rows[-1][name]) for name in ("mean", "lower", "upper"))
    if point is None or not all(isinstance(each, int | float) for each in (mean, lower, upper)):
        return False
    if "limit" in reason and "near" not in reason:
        return point > upper if "above" in reason else point < lower
    if "near" in reason or "mean" in reason:
        return point > mean if _way(reason) > 0 else point < mean
    return True
