"""Quality: the account of what was read: how many records, how many were kept, which were set aside, by which rule.

It names file, line, column and rule and never a value: a record is about a child. Knows no file and no workbook.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from excel_scorecard.errors import Finding
from excel_scorecard.records import cells

MISSING: Final = "missing"
SHIFTED: Final = "shifted-row"
SAME_ROW: Final = "same-row"
SAME_KEY: Final = "same-key"
ENDS_FIRST: Final = "ends-before-start"
AFTER_AS_OF: Final = "after-as-of"
LATER_END: Final = "ends-after-as-of"
UNKNOWN_TEAM: Final = "unknown-team"

RULES: Final[Mapping[str, tuple[str, str]]] = {
    MISSING: ("a column that every record needs is blank", "Fill it in the case system."),
    SHIFTED: ("the row has more cells than there are headings", "Put a text with the delimiter in quotation marks."),
    SAME_ROW: ("the row is there twice", "Nothing is lost: it counts once."),
    SAME_KEY: ("a second record of the same id says something else", "Keep the right one; the first was counted."),
    ENDS_FIRST: ("it ends before it begins", "Mend the one of the two dates that is wrong."),
    AFTER_AS_OF: ("it is dated after the day of the extract", "Mend the date, or as_of in the settings."),
    LATER_END: ("it ends after the day of the extract", "It counts as open on that day; mend the date if it is wrong."),
    UNKNOWN_TEAM: ("the team is not among the project's teams", "Add the team with its area, or mend its name."),
    cells.UNREADABLE_DATE: ("this is no date in the stated form", "Mend it, or state its form under dates."),
    cells.FOREIGN_DATE: ("this date has its month before its day", "Mend it, or state its form under dates."),
    cells.AMBIGUOUS_DATE: (
        "this date can be read both ways, and most others of the column have the month first",
        "State the form under dates.",
    ),
    cells.ROUNDED_ID: (
        "this id is a number of more than 15 digits, which Excel has rounded",
        "Export the column as text.",
    ),
    cells.UNKNOWN_VALUE: ("this is not a known word for yes, no or unknown", "It counts as unknown; mend the word."),
    cells.UNREADABLE_NUMBER: ("this is no number", "It counts as blank; write it with digits."),
    cells.ERROR_VALUE: ("a formula has failed in this cell", "Mend the formula in the extract."),
}  # fmt: skip
"""What each rule says of a row that breaks it, and how to mend that."""

_LINES_TOLD: Final = 10


@dataclass(frozen=True)
class Broken:
    """Rows of one source that break one rule in one column."""

    table: str
    source: str
    column: str
    """The heading, or our name where there is none; empty for the row as a whole."""
    rule: str
    lines: tuple[int, ...]
    sets_aside: bool
    areas: tuple[tuple[str, int], ...] = ()
    """How many of them are of which area, by the team now; '' for a team of no area. Empty where none is known."""

    @property
    def place(self) -> str:
        """`lines 3, 17 and 812 more, column Date of referral`."""
        told = ", ".join(map(str, self.lines[:_LINES_TOLD]))
        more = f" and {len(self.lines) - _LINES_TOLD:,} more" if len(self.lines) > _LINES_TOLD else ""
        where = f"{'line' if len(self.lines) == 1 else 'lines'} {told}{more}"
        return f"{where}, column {self.column}" if self.column else where

    def finding(self) -> Finding:
        """As one line among other findings."""
        what, mend = RULES[self.rule]
        done = f"{len(self.lines):,} set aside" if self.sets_aside else f"{len(self.lines):,} told, and kept"
        code = f"E-{self.rule.upper()}"
        return Finding("warning", self.source, self.place, code, f"{self.table}: {what} ({done})", mend)


@dataclass(frozen=True)
class TableAccount:
    """What became of the records of one table."""

    table: str
    sources: tuple[str, ...]
    as_of: date
    since: date | None
    read: int
    """Rows that are not blank, below the heading."""
    kept: int
    others: int
    """Rows that are no record of this table by the settings: another role, no conference."""
    matched: Mapping[str, str]
    """Our column, and the heading it was read under."""
    lacking: Mapping[str, str]
    """Our column that is not there, and why."""
    broken: tuple[Broken, ...] = ()

    @property
    def set_aside(self) -> int:
        """Records that are not counted."""
        return self.read - self.others - self.kept

    def sentence(self) -> str:
        """`referrals: 1,003 read, 998 kept, 5 set aside (missing 3, same-row 2)`."""
        by_rule: dict[str, int] = {}
        for each in self.broken:
            if each.sets_aside:
                by_rule[each.rule] = by_rule.get(each.rule, 0) + len(each.lines)
        why = ", ".join(f"{rule} {count:,}" for rule, count in by_rule.items())
        said = f"{self.table}: {self.read:,} read, {self.kept:,} kept, {self.set_aside:,} set aside"
        said += f" ({why})" if why else ""
        return f"{said}, {self.others:,} of another kind" if self.others else said


@dataclass(frozen=True)
class Lacking:
    """A table that could not be had, and why: what is counted from it is `[x]` with this reason."""

    table: str
    why: str


@dataclass(frozen=True)
class AccountRow:
    """A row of the account, in the words of the sheet Data quality."""

    title: str
    period: str
    area: str
    was: str
    now: str
    why: str


@dataclass(frozen=True)
class Account:
    """The account of all records of a project."""

    tables: tuple[TableAccount, ...] = ()
    lacking: tuple[Lacking, ...] = ()
    told: tuple[Finding, ...] = field(default=())
    """What was found of files and sheets as a whole."""
    counted_in: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The indicators that read each table, by the table's name: what is set aside there changes them."""

    def table(self, name: str) -> TableAccount | None:
        """The account of one table, None where it was not read."""
        return next((each for each in self.tables if each.table == name), None)

    def why_not(self, table: str, column: str = "") -> str:
        """Why a table, or a column of it, cannot be had; empty where it can."""
        if missing := next((each.why for each in self.lacking if each.table == table), ""):
            return missing
        account = self.table(table)
        return account.lacking.get(column, "") if account and column else ""

    def findings(self) -> tuple[Finding, ...]:
        """All that was found, as warnings: a line a source, column and rule."""
        return (*self.told, *(each.finding() for table in self.tables for each in table.broken))

    def lines(self) -> tuple[str, ...]:
        """The last lines of a build: a sentence a table, and what could not be had."""
        said = [table.sentence() for table in self.tables]
        return (*said, *(f"{each.table}: not read; {each.why}" for each in self.lacking))

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "tables": [_table_dict(table) for table in self.tables],
            "lacking": [{"table": each.table, "why": each.why} for each in self.lacking],
            "counted_in": {table: list(indicators) for table, indicators in self.counted_in.items()},
        }

    def rows(self) -> tuple[AccountRow, ...]:
        """The rows for the sheet Data quality."""
        rows: list[AccountRow] = []
        for table in self.tables:
            rows.append(_whole_row(table, self._counted_in(table.table)))
            rows += [row for each in table.broken for row in _broken_rows(each, f"{table.as_of:%d/%m/%Y}")]
            rows += [
                AccountRow(_title(table.table), "", "", f"{column} is not there", "[x]", why)
                for column, why in table.lacking.items()
            ]
        rows += [
            AccountRow(
                _title(each.table), "", "", "not read", "[x]", each.why + self._counted_in(each.table, "Wanted for")
            )
            for each in self.lacking
        ]
        return tuple(rows)

    def _counted_in(self, table: str, word: str = "Counted in") -> str:
        indicators = ", ".join(self.counted_in.get(table, ()))
        return f" {word} {indicators}." if indicators else ""


def _title(table: str) -> str:
    return f"Records: {table.replace('_', ' ')}"


def _whole_row(table: TableAccount, counted_in: str) -> AccountRow:
    why = f"Read from {', '.join(table.sources)}.{counted_in}"
    others = f", {table.others:,} of another kind" if table.others else ""
    as_of = f"as of {table.as_of:%d/%m/%Y}"
    return AccountRow(
        _title(table.table), as_of, "TOTAL", f"{table.read:,} read{others}",
        f"{table.kept:,} kept, {table.set_aside:,} set aside", why,
    )  # fmt: skip


def _broken_rows(broken: Broken, as_of: str) -> Iterable[AccountRow]:
    what, mend = RULES[broken.rule]
    done = "set aside" if broken.sets_aside else "kept"
    column = f", column {broken.column}" if broken.column else ""
    why = f"{what[0].upper()}{what[1:]}{column} ({broken.source}). {mend}"
    for area, count in broken.areas or (("TOTAL", len(broken.lines)),):
        named = area or "Not in breakdown"
        rows = f"{count:,} row{'' if count == 1 else 's'}"
        yield AccountRow(_title(broken.table), f"as of {as_of}", named, rows, done, why)


def _table_dict(table: TableAccount) -> dict[str, Any]:
    return {
        "table": table.table,
        "sources": list(table.sources),
        "as_of": table.as_of.isoformat(),
        "since": table.since.isoformat() if table.since else None,
        "read": table.read,
        "kept": table.kept,
        "set_aside": table.set_aside,
        "of_another_kind": table.others,
        "matched": dict(table.matched),
        "lacking": dict(table.lacking),
        "broken": [
            {
                "rule": each.rule,
                "source": each.source,
                "column": each.column,
                "rows": len(each.lines),
                "lines": list(each.lines[:_LINES_TOLD]),
                "set_aside": each.sets_aside,
                "areas": {area or "Not in breakdown": count for area, count in each.areas},
            }
            for each in table.broken
        ],
    }
