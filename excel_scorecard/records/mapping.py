"""Mapping: which heading of a source is which of our columns, what is fixed, which rows count, how dates are written.

Knows the form of a mapping, and checks one against the schema. Ready-made ones are in annex_a.py and ssd.py, a
project's own in its settings.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from excel_scorecard.project.records_settings import RecordsSettings, TableSettings
from excel_scorecard.records.cells import reader
from excel_scorecard.records.schema import RecordTable, of_the_time
from excel_scorecard.settings_file import Location, Problem, nearest

WHERE = "where: "
"""Begins the name of a column that is read only to choose rows."""


@dataclass(frozen=True)
class TableMapping:
    """How the rows of a source become rows of one record table."""

    table: RecordTable
    columns: Mapping[str, tuple[str, ...]]
    """Our column, and the headings it may have, the preferred first."""
    as_of: date
    since: date | None = None
    fixed: Mapping[str, str] = field(default_factory=dict)
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    only_with: str = ""
    yes_codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dates: tuple[str, ...] = ("DD/MM/YYYY", "YYYY-MM-DD")
    unallocated: tuple[str, ...] = ()
    lacking: Mapping[str, str] = field(default_factory=dict)
    """Our columns that such a source never has, and why."""

    @property
    def wanted(self) -> dict[str, tuple[str, ...]]:
        """All columns that are looked for, with their headings."""
        return {**self.columns, **{f"{WHERE}{heading}": (heading,) for heading in self.where}}

    @property
    def needed(self) -> tuple[str, ...]:
        """Columns without which there are no records: the schema's, but for a key, which can be made of the others."""
        return tuple(c.name for c in self.table.columns if c.is_needed and c.name != self.table.key)


def own_mapping(settings: RecordsSettings, own: TableSettings, table: RecordTable) -> TableMapping:
    """The mapping of a project's own settings for a table. A column that is not named is looked for under our name."""
    table = of_the_time(table, own.of_the_time)
    columns = {c.name: own.columns.get(c.name, (c.name,)) for c in table.columns if c.name not in own.fixed}
    as_of = own.as_of or settings.as_of
    if as_of is None:
        raise AssertionError(table.name)  # the settings' own rules have asked for it
    return TableMapping(
        table,
        columns,
        as_of,
        own.since,
        fixed=dict(own.fixed),
        where=dict(own.where),
        only_with=own.only_with,
        yes_codes=dict(own.yes_codes),
        dates=own.dates or settings.dates,
        unallocated=settings.unallocated,
    )


def mapping_problems(own: TableSettings, table: RecordTable) -> Iterator[Problem]:
    """What is wrong with a table's settings that only the schema knows: columns that there are not."""
    names = [column.name for column in table.columns]
    said: list[tuple[Location, str]] = [
        *((("columns", name), name) for name in own.columns),
        *((("fixed", name), name) for name in own.fixed),
        *((("yes_codes", name), name) for name in own.yes_codes),
        *(((("only_with",), own.only_with),) if own.only_with else ()),
        *((("of_the_time",), name) for name in own.of_the_time),
    ]
    for at, name in said:
        if name not in names:
            what = f"{table.name} have no column '{name}'{nearest(name, names)}"
            yield Problem(what, f"Their columns are {', '.join(names)}.", at)
    for name, value in own.fixed.items():
        if name in names and reader(table.column(name).kind, ("YYYY-MM-DD", "DD/MM/YYYY"), ())(value)[1]:
            what = f"the fixed value of '{name}' is no {table.column(name).kind}"
            yield Problem(what, "Write a day as 2015-09-30, a flag as yes, no or unknown.", ("fixed", name))
        if name in own.columns:
            what = f"'{name}' is both fixed and the name of a column"
            yield Problem(what, "Keep the one that holds.", ("fixed", name))
