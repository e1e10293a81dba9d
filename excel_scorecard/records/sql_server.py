"""SQL Server: a table of ours as a temporary table of one connection there. Written by its documentation; never run.

ibis would make a global one (`##name`), which everybody on the server can read, and whose texts have the collation of
tempdb: joined to a text of a database that has another, SQL Server stops. Knows its SQL. Knows no records.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa


def private_table(backend: Any, name: str, table: "pa.Table") -> "ir.Table":
    """The table in the connection's own temporary tables, under `#name`."""
    import ibis
    import ibis.expr.operations as ops

    make, fill = statements(name, table.schema)
    rows = list(zip(*(column.to_pylist() for column in table.columns), strict=True))
    with backend.begin() as cursor:
        cursor.execute(make)
        if rows:
            cursor.fast_executemany = True
            cursor.executemany(fill, rows)
        backend.con.commit()
    return ops.DatabaseTable(f"#{name}", schema=ibis.memtable(table).schema(), source=backend).to_expr()


def statements(name: str, schema: "pa.Schema") -> tuple[str, str]:
    """The SQL that makes the table, and that which fills in a row."""
    columns = ", ".join(f"[{column.name}] {_kind(column.type)} NULL" for column in schema)
    marks = ", ".join("?" for _ in schema)
    make = f"CREATE TABLE [#{name}] ({columns})"
    return make, f"INSERT INTO [#{name}] VALUES ({marks})"  # noqa: S608  # names of ours alone


def _kind(of: "pa.DataType") -> str:
    import pyarrow as pa

    if pa.types.is_decimal(of):
        return f"DECIMAL({of.precision}, {of.scale})"
    # a text is compared as those of the database are that it is joined to
    text = "NVARCHAR(4000) COLLATE DATABASE_DEFAULT"
    return {"int32": "INT", "int64": "BIGINT", "date32[day]": "DATE"}.get(str(of), text)


def drop(backend: Any, name: str) -> None:
    """Drop a table that `private_table` made."""
    with backend.begin() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS [#{name}]")
        backend.con.commit()
