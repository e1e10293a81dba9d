"""Clean: what every query takes for granted of a record table, made true in one place, on every engine alike.

A blank text is missing; a flag that says nothing is unknown; a time of day is cut off; a row without what it needs, or
that ends before it begins, is not counted. Whoever reads files has said so already (quality.py); of tables that lie
in a database nobody has.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from excel_scorecard.records.schema import Column, RecordTable

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd
    import pyarrow as pa

BEGINS_AND_ENDS: Final[Mapping[str, tuple[str, str]]] = {
    "referrals": ("referred", "closed"),
    "assessments": ("started", "authorised"),
    "enquiries": ("started", "ended"),
    "conferences": ("strategy_discussion", "held"),
    "plans": ("started", "ended"),
    "care_episodes": ("started", "ceased"),
    "workers": ("from", "to"),
    "allocations": ("from", "to"),
}
"""Of each record table, the date that cannot lie after the other."""

TYPES: Final = {"id": "string", "text": "string", "flag": "string", "date": "date", "number": "decimal(12, 4)"}
"""By a column's kind, as ibis names it."""

_PLACES: Final = Decimal("0.0001")


def schema_of(table: RecordTable) -> dict[str, str]:
    """The columns of a record table with their types."""
    return {column.name: TYPES[column.kind] for column in table.columns}


def clean(rows: "ir.Table", table: RecordTable) -> "ir.Table":
    """The rows that are counted, with every column of the table, in its type. A column that is not there is missing."""
    kept = rows.select(**{column.name: _value(rows, column) for column in table.columns})
    needed = [kept[column.name].notnull() for column in table.columns if column.is_needed]
    if table.name in BEGINS_AND_ENDS:
        begins, ends = (kept[name] for name in BEGINS_AND_ENDS[table.name])
        needed.append(begins.isnull() | ends.isnull() | (ends >= begins))
    return kept.filter(*needed)


def _value(rows: "ir.Table", column: Column) -> "ir.Value":
    import ibis

    kind = TYPES[column.kind]
    if column.name not in rows.columns:
        value: Any = ibis.null(kind)
    else:
        value = rows[column.name]
        if value.type().copy(nullable=True) != ibis.dtype(kind):
            value = value.cast(kind)
        if kind == "string":
            value = value.nullif("")
    return value.fill_null("unknown") if column.kind == "flag" else value


def arrow_table(frame: "pd.DataFrame | pa.Table", table: RecordTable) -> "pa.Table":
    """A frame's columns of a record table in their types, times of day cut off; whatever pandas made of them."""
    import pyarrow as pa

    if isinstance(frame, pa.Table):
        return frame.select([column.name for column in table.columns if column.name in frame.column_names])
    return pa.table({
        column.name: _arrow(frame[column.name], column) for column in table.columns if column.name in frame.columns
    })  # fmt: skip


def _arrow(values: "pd.Series[Any]", column: Column) -> "pa.Array":
    import pandas as pd
    import pyarrow as pa

    if column.kind == "date":
        if values.dtype == object:
            cut = [value.date() if isinstance(value, datetime) else value for value in values]
            return pa.array([day if isinstance(day, date) else None for day in cut], pa.date32())
        return pa.array(values.to_numpy("datetime64[D]") if values.dtype.kind == "M" else values, pa.date32())
    if column.kind == "number":
        known = [None if pd.isna(value) else Decimal(str(value)).quantize(_PLACES) for value in values]
        return pa.array(known, pa.decimal128(12, 4))
    return pa.array(values, pa.string(), from_pandas=True)
