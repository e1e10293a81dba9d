"""Dirt: what an extract of a real case system has wrong with it, put into fictional tables on purpose, and counted.

Shares are made up. Of each kind there is at least one row where a table has enough of them to be worth it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from excel_scorecard.records.fictional.days import Texts, Writing
from excel_scorecard.records.fictional.extract import Council
from excel_scorecard.records.fictional.world import Table
from excel_scorecard.records.schema import TABLES

# Of the rows of a table.
SHARES: Final[Mapping[str, float]] = {
    "trailing space": 0.004,
    "yes and no in other words": 0.15,
    "missing date": 0.002,
    "end before start": 0.001,
    "date in the future": 0.0005,
    "row there twice": 0.002,
}
_LEAST_ROWS = 20
_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "yes": ("Yes", "Y", "YES", "1", "a) Yes", "a. Yes"),
    "no": ("No", "N", "NO", "0", "b) No", "b. No"),
    "unknown": ("Unknown", "c) Unknown"),
}
# The first day and the last of a table's row; a table without the last has none that could come before it.
_BEGIN_AND_END: Final = {
    "referrals": ("referred", "closed"),
    "assessments": ("started", "authorised"),
    "enquiries": ("started", "ended"),
    "conferences": ("held", ""),
    "plans": ("started", "ended"),
    "visits": ("visited", ""),
    "care_episodes": ("started", "ceased"),
    "workers": ("from", "to"),
    "allocations": ("from", "to"),
    "supervisions": ("supervised", ""),
}


@dataclass(frozen=True)
class Dirt:
    """How many rows of a table have something wrong, by what."""

    table: str
    what: str
    rows: int


def with_dirt(chance: np.random.Generator, council: Council, writing: Writing) -> tuple[dict[str, Table], list[Dirt]]:
    """The council's tables with dirt in them, and the account of it; the council's own stay clean."""
    tables: dict[str, Table] = {}
    account: list[Dirt] = []
    for name, table in council.tables.items():
        dirty = {column: texts.copy() for column, texts in table.items()}
        counts = _soil(chance, name, dirty, council, writing)
        rows = _chosen(chance, len(next(iter(dirty.values()))), "row there twice")
        tables[name] = {column: _twice(texts, rows) for column, texts in dirty.items()}
        counts["row there twice"] = len(rows)
        account += [Dirt(name, what, count) for what, count in counts.items() if count]
    return tables, account


def _soil(chance: np.random.Generator, name: str, table: Table, council: Council, writing: Writing) -> dict[str, int]:
    """Put dirt into the cells; no row has two dates wrong."""
    begin, end = _BEGIN_AND_END[name]
    count = len(table[begin])
    counts = {}
    # one order for all that is done to dates, so that what is told to be there is there
    order = chance.permutation(count)
    if end:
        ended = order[table[end][order] != ""]
        wrong = ended[: _number(len(ended), count, "end before start")]
        earlier = chance.integers(1, 40, len(wrong))
        days = table[begin][wrong].astype("datetime64[D]").astype(np.int64)
        table[end][wrong] = writing.written(days - earlier)
        counts["end before start"] = len(wrong)
        order = order[~np.isin(order, wrong)]
    wrong = order[: _number(len(order), count, "date in the future")]
    table[end or begin][wrong] = writing.written(council.as_of + chance.integers(30, 366, len(wrong)))
    counts["date in the future"] = len(wrong)
    rest = order[len(wrong) :]
    wrong = rest[: _number(len(rest), count, "missing date")]
    table[begin][wrong] = ""
    counts["missing date"] = len(wrong)

    flags = [column.name for column in TABLES[name].columns if column.kind == "flag" and column.name in table]
    if flags:
        rows = _chosen(chance, count, "yes and no in other words")
        for column in flags:
            texts = table[column]
            for word, others in _WORDS.items():
                there = rows[texts[rows] == word]
                texts[there] = chance.choice(np.array(others, dtype=object), len(there))
        counts["yes and no in other words"] = len(rows)
    rows = _chosen(chance, count, "trailing space")
    spaced = "child_id" if "child_id" in table else "worker_id"
    table[spaced][rows] = table[spaced][rows] + chance.choice(np.array([" ", "  ", "\xa0"], dtype=object), len(rows))
    counts["trailing space"] = len(rows)
    return counts


def _number(able: int, rows: int, what: str) -> int:
    if rows < _LEAST_ROWS:
        return 0
    return min(able, max(1, round(rows * SHARES[what])))


def _chosen(chance: np.random.Generator, rows: int, what: str) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    return np.sort(chance.choice(rows, size=_number(rows, rows, what), replace=False)).astype(np.int64)


def _twice(texts: Texts, rows: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> Texts:
    times = np.ones(len(texts), dtype=np.int64)
    times[rows] = 2
    return np.repeat(texts, times)
