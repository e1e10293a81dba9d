"""Checking: the rows of one record table read from its sources, each kept, or set aside by the first rule it breaks.

Knows the rules among a row's columns and among rows. How a cell is read is in cells.py, how a rule is told in
quality.py.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from excel_scorecard.delimited import tidy
from excel_scorecard.records import cells
from excel_scorecard.records.headings import Matched
from excel_scorecard.records.mapping import WHERE, TableMapping
from excel_scorecard.records.quality import (
    AFTER_AS_OF,
    ENDS_FIRST,
    LATER_END,
    MISSING,
    SAME_KEY,
    SAME_ROW,
    SHIFTED,
    UNKNOWN_TEAM,
    Broken,
    TableAccount,
)
from excel_scorecard.records.schema import RecordTable
from excel_scorecard.records.sources import Source
from excel_scorecard.records.tables import LINE, Records

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    Cells = np.ndarray[Any, Any]

Areas = Mapping[str, str]
"""The area of each team that the project knows, by the team's name in small letters; '' for none."""

_ORDER: Final = (
    ("referred", "closed"),
    ("started", "authorised"),
    ("started", "ended"),
    ("started", "ceased"),
    ("strategy_discussion", "held"),
    ("from", "to"),
)


@dataclass
class _Part:
    """The rows of one source, and what is known of each."""

    source: str
    lines: "Cells"
    columns: "dict[str, Cells]"
    headings: Mapping[str, str]
    read: int
    others: int
    aside: "Cells"
    """Rows that are set aside."""
    broken: list[tuple[str, str, "Cells", bool]] = field(default_factory=list)
    """Column, rule, the rows that break it, and whether they are set aside for it."""

    def tell(self, column: str, rule: str, rows: "Cells") -> None:
        if (rows := rows & ~self.aside).any():
            self.broken.append((column, rule, rows, False))

    def set_aside(self, column: str, rule: str, rows: "Cells") -> None:
        if (rows := rows & ~self.aside).any():
            self.broken.append((column, rule, rows, True))
            self.aside = self.aside | rows


def checked(
    mapping: TableMapping, found: Iterable[tuple[Source, Matched]], areas: Areas
) -> tuple[Records, TableAccount]:
    """The records of a table that may be counted, and the account of all that were read.

    Args:
        mapping: which column is which.
        found: the sources, each with where its columns stand.
        areas: the areas of the project's teams; empty where it knows no teams.

    """
    parts = [_part(mapping, source, where) for source, where in found]
    for part in parts:
        _check_rows(mapping, part, areas)
    frame = _frame(mapping, parts)
    present = frozenset(mapping.fixed) | {
        name for part in parts for name in part.headings if not name.startswith(WHERE)
    }
    _set_duplicates_aside(mapping.table, parts, frame, present)
    import numpy as np

    kept = frame[~np.concatenate([part.aside for part in parts])].reset_index(drop=True)
    sources = tuple(dict.fromkeys(part.source for part in parts))
    records = Records(mapping.table, kept, mapping.as_of, ", ".join(sources), present, mapping.since)
    account = TableAccount(
        mapping.table.name,
        sources,
        mapping.as_of,
        mapping.since,
        read=sum(part.read for part in parts),
        kept=len(kept),
        others=sum(part.others for part in parts),
        matched={
            name: heading for part in parts for name, heading in part.headings.items() if not name.startswith(WHERE)
        },
        lacking=_lacking(mapping, present),
        broken=tuple(each for part in parts for each in _told(mapping.table, part, areas)),
    )
    return records, account


def _lacking(mapping: TableMapping, present: frozenset[str]) -> dict[str, str]:
    names = (c.name for c in mapping.table.columns if c.name not in present and c.name != mapping.table.key)
    return {name: mapping.lacking.get(name, "The source has no such column.") for name in names}


# ---- reading of one source -------------------------------------------------------------------------------------------


def _part(mapping: TableMapping, source: Source, where: Matched) -> _Part:
    import numpy as np

    names = list(where.positions)
    taken = source.take(where.row, [where.positions[name] for name in names])
    held = dict(zip(names, taken.columns, strict=True))
    lines = np.array(taken.lines, dtype=np.int64)
    chosen = np.ones(len(lines), dtype=bool)
    for heading, values in mapping.where.items():
        chosen &= _where(held.pop(f"{WHERE}{heading}"), values)
    kinds = {column.name: column.kind for column in mapping.table.columns}
    forms = mapping.dates
    meant: dict[str, Cells] = {}
    rules: dict[str, Cells] = {}
    for name, column in held.items():
        meant[name], rules[name] = cells.read_column(
            column, cells.reader(kinds[name], forms, mapping.yes_codes.get(name, ()))
        )
        if kinds[name] == "date" and (rules[name] == cells.FOREIGN_DATE).any():
            _doubt_ambiguous(column, forms, meant[name], rules[name])
    for name, value in mapping.fixed.items():
        said, _ = cells.reader(kinds[name], forms, mapping.yes_codes.get(name, ()))(value)
        meant[name] = np.full(len(lines), said, dtype=object)
    if mapping.only_with in meant:
        is_such = np.array([value is not None for value in meant[mapping.only_with]], dtype=bool)
        chosen &= is_such | (rules.get(mapping.only_with, np.full(len(lines), "")) != "")
    if "worker_id" in held and mapping.unallocated:
        meant["worker_id"] = _without_tokens(meant["worker_id"], mapping.unallocated)
    read = len(lines)
    if not chosen.all():
        lines = lines[chosen]
        meant = {name: column[chosen] for name, column in meant.items()}
        rules = {name: column[chosen] for name, column in rules.items()}
    part = _Part(source.shown, lines, meant, where.headings, read, read - len(lines), np.zeros(len(lines), dtype=bool))
    if taken.shifted:
        part.set_aside("", SHIFTED, np.isin(lines, list(taken.shifted)))
    _tell_cells(mapping, part, rules, kinds)
    return part


def _where(column: Sequence[Any], values: tuple[str, ...]) -> "Cells":
    import numpy as np

    said, _ = cells.read_column(column, lambda cell: (cells.is_one_of(cells.text_of(cell) or "", values), ""))
    return np.array([each is True for each in said], dtype=bool)


def _without_tokens(column: "Cells", tokens: tuple[str, ...]) -> "Cells":
    plain = {tidy(token).casefold() for token in tokens}
    return cells.read_column(column, lambda worker: (None if worker.casefold() in plain else worker, ""))[0]


def _doubt_ambiguous(column: Sequence[Any], forms: Sequence[str], meant: "Cells", rules: "Cells") -> None:
    """Where more dates of a column have the month first than the day, one that can be read both ways is not read."""
    import numpy as np

    foreign = int((rules == cells.FOREIGN_DATE).sum())
    if foreign <= sum(cells.is_stated_way_alone(cell, forms) for cell in column):
        return
    doubtful = np.array([cells.is_either_way(cell, forms) for cell in column], dtype=bool)
    meant[doubtful], rules[doubtful] = None, cells.AMBIGUOUS_DATE


def _tell_cells(mapping: TableMapping, part: _Part, rules: "Mapping[str, Cells]", kinds: Mapping[str, str]) -> None:
    """What single cells say of their rows. A date or an id that cannot be read may be any: its row cannot count."""
    for name in (*mapping.needed, *(name for name in rules if name not in mapping.needed)):
        column = rules.get(name)
        if column is None:
            continue
        for rule in sorted({str(rule) for rule in set(column.tolist())} - {""}):
            tell = part.set_aside if kinds[name] in {"date", "id"} else part.tell
            tell(name, rule, column == rule)


# ---- rules among columns ---------------------------------------------------------------------------------------------


def _is_blank(column: "Cells") -> "Cells":
    import pandas as pd

    return pd.isna(column)


def _days(column: "Cells") -> "Cells":
    import numpy as np

    return column.astype("datetime64[D]") if len(column) else np.array([], dtype="datetime64[D]")


def _check_rows(mapping: TableMapping, part: _Part, areas: Areas) -> None:
    import numpy as np

    key = mapping.table.key
    needed = (*mapping.needed, *((key,) if key in part.columns else ()))
    for name in needed:
        part.set_aside(name, MISSING, _is_blank(part.columns[name]))
    days = {
        c.name: _days(part.columns[c.name])
        for c in mapping.table.columns
        if c.kind == "date" and c.name in part.columns
    }
    for first, last in _ORDER:
        if first in days and last in days:
            part.set_aside(last, ENDS_FIRST, days[last] < days[first])
    as_of = np.datetime64(mapping.as_of, "D")
    for name, column in days.items():
        tell: Callable[[str, str, Cells], None] = part.set_aside if name in mapping.needed else part.tell
        tell(name, AFTER_AS_OF if name in mapping.needed else LATER_END, column > as_of)
    if areas and "team" in part.columns:
        teams = part.columns["team"]
        known = cells.read_column(teams, lambda team: (team.casefold() in areas, ""))[0]
        part.tell("team", UNKNOWN_TEAM, np.array([each is False for each in known], dtype=bool))


def _frame(mapping: TableMapping, parts: Sequence[_Part]) -> "pd.DataFrame":
    import numpy as np
    import pandas as pd

    table = mapping.table
    columns = {}
    for column in table.columns:
        held = [part.columns.get(column.name, np.full(len(part.lines), None, dtype=object)) for part in parts]
        columns[column.name] = pd.Series(np.concatenate(held), dtype=object)
    columns[LINE] = pd.Series(np.concatenate([part.lines for part in parts]))
    frame = pd.DataFrame(columns)
    if not any(table.key in part.columns for part in parts):
        frame[table.key] = made_key(frame, mapping)
    return frame


def made_key(frame: "pd.DataFrame", mapping: TableMapping) -> "pd.Series":
    """What names a row where the source has no id for it: the child or worker and the day, and the team of a post."""
    import pandas as pd

    names = [*mapping.needed, *(["team"] if mapping.table.name == "workers" else [])]
    held = [[str(value) for value in frame[name]] for name in names]
    return pd.Series([" ".join(said) for said in zip(*held, strict=True)], dtype=object, index=frame.index)


def _set_duplicates_aside(
    table: RecordTable, parts: Sequence[_Part], frame: "pd.DataFrame", present: frozenset[str]
) -> None:
    import numpy as np

    rest = frame[~np.concatenate([part.aside for part in parts])]
    again = rest.duplicated(table.key)
    if not again.any():
        return
    same = rest.duplicated([table.key, *sorted(present - {table.key})])
    masks = []
    for rows in (same, again & ~same):
        mask = np.zeros(len(frame), dtype=bool)
        mask[rest.index[rows]] = True
        masks.append(mask)
    start = 0
    for part in parts:
        here = slice(start, start + len(part.lines))
        part.set_aside("", SAME_ROW, masks[0][here])
        part.set_aside("", SAME_KEY, masks[1][here])
        start += len(part.lines)


def _told(table: RecordTable, part: _Part, areas: Areas) -> Iterable[Broken]:
    for column, rule, broken, sets_aside in part.broken:
        rows = broken if sets_aside else broken & ~part.aside  # what another rule set aside later is not kept
        if not rows.any():
            continue
        by_area: dict[str, int] = {}
        if areas and "team" in part.columns:
            for team in part.columns["team"][rows]:
                area = areas.get(team.casefold(), "") if team else ""
                by_area[area] = by_area.get(area, 0) + 1
        lines = tuple(int(line) for line in part.lines[rows])
        heading = part.headings.get(column, column)
        yield Broken(table.name, part.source, heading, rule, lines, sets_aside, tuple(sorted(by_area.items())))


def area_of_teams(teams: Iterable[Any], as_of: date) -> dict[str, str]:
    """The area of each team of the project on a day, by its name in small letters."""
    return {
        team.name.casefold(): team.area for team in teams if (team.from_ or date.min) <= as_of <= (team.to or date.max)
    }
