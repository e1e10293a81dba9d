"""Engine: what runs the queries. DuckDB inside this program by default; a database by its URL; a session handed over.

Knows ibis. Knows no measure. What DuckDB inside this program may and may not do is own_duckdb.py's.
"""

import contextlib
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from excel_scorecard.errors import MachineError, ProjectError
from excel_scorecard.records import sql_server
from excel_scorecard.records.extra import needs
from excel_scorecard.records.own_duckdb import OwnDuckDB, own_duckdb

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

Rows = list[tuple[Any, ...]]


@dataclass
class Engine:
    """Where the queries run. `backend` is ibis's connection; `name` its kind: duckdb, postgres, pyspark, mssql."""

    backend: Any
    name: str
    made: list[str] = field(default_factory=list)
    """The temporary tables that were made in it; they go when it is closed."""
    own: OwnDuckDB | None = None
    """What it is where it is inside this program."""

    def take(self, table: "pa.Table", called: str) -> "ir.Table":
        """A table of ours as one that the engine's queries can read, until it is closed."""
        name = _new_name(called)
        if self.own:
            return self.own.take(table, name)
        if self.name == "pyspark":
            # a view of the session: nothing is written to its warehouse
            view = self.backend._session.createDataFrame(_rows_of(table), _spark_schema(table))  # noqa: SLF001  # as below
            view.cache().createOrReplaceTempView(name)  # else each query would send it again
            self.made.append(name)
            return self.backend.table(name)
        self.made.append(name)
        if self.name == "mssql":
            return sql_server.private_table(self.backend, name, table)
        return self.backend.create_table(name, table, temp=True)

    def named(self, query: "ir.Table", called: str) -> "ir.Table":
        """A query that others build on. Our own DuckDB has views; elsewhere we leave none."""
        return self.own.view(query, _new_name(called)) if self.own else query

    def rows(self, query: "ir.Table") -> Rows:
        """The rows of a query's answer, in no order that can be relied upon."""
        return self.ask(query)()

    def ask(self, query: "ir.Table") -> Callable[[], Rows]:
        """Hand a query over; what comes back waits for its rows. Whoever has several hands them over first."""
        if self.own:
            waiting = self.own.ask(query)
            return lambda: self._answered(waiting.result)
        rows = self._answered(lambda: _rows_of(self.backend.to_pyarrow(query)))
        return lambda: rows

    def _answered(self, answer: Callable[[], Rows]) -> Rows:
        try:
            return answer()
        except Exception as error:  # each engine has its own errors, and their texts repeat what is in the records
            what = f"the records could not be counted there ({type(error).__name__})."
            mend = "See that there is room in memory and on the disk, and that each column holds what the guide says."
            raise MachineError(what, where=f"the engine {self.name}", mend=mend) from None

    def close(self) -> None:
        """Drop what was made; of a session handed over, nothing else."""
        for name in self.made:
            if self.name == "pyspark":
                catalog = self.backend._session.catalog  # noqa: SLF001  # ibis has no other name for it
                catalog.uncacheTable(name)
                catalog.dropTempView(name)
            elif self.name == "mssql":
                sql_server.drop(self.backend, name)
            else:
                self.backend.drop_table(name, force=True)
        self.made.clear()


@contextlib.contextmanager
def open_engine(target: str | object = "", *, files: Sequence[Path] = ()) -> Iterator[Engine]:
    """The engine for one run.

    Args:
        target: empty for DuckDB inside this program; a URL of a database (postgres://, mssql://); or a connection of
            ibis's or a Spark session, which is left open.
        files: what DuckDB may read besides the tables it is handed: Parquet files.

    Raises:
        ProjectError: the URL leads nowhere, or its driver is not installed.
        MachineError: the extra is not installed, or there is no room for the temporary folder.

    """
    ibis = needs("ibis", "records")
    if target == "":
        with own_duckdb(files) as own:
            yield Engine(own.backend, "duckdb", own=own)
        return
    is_ours = isinstance(target, str)
    engine = Engine(*_connected(ibis, target))
    try:
        yield engine
    finally:
        engine.close()
        if is_ours:
            engine.backend.disconnect()


def _connected(ibis: Any, target: object) -> tuple[Any, str]:
    if isinstance(target, ibis.BaseBackend):
        return target, target.name
    if not isinstance(target, str):
        return ibis.pyspark.connect(target), "pyspark"
    kind = target.split(":", 1)[0]
    try:
        backend = ibis.connect(target)
    except ImportError as error:
        mend = f"Install what speaks to it: pip install 'excel_scorecard[{kind}]'"
        raise ProjectError(f"'{error.name}' is not installed.", where=f"the database ({kind})", mend=mend) from None
    except Exception:  # each driver has its own errors, and their texts repeat the URL with its password
        mend = "See that it runs, and that the address, the name and the password in the environment are right."
        raise ProjectError("the database does not answer.", where=f"the database ({kind})", mend=mend) from None
    return backend, backend.name


def _new_name(called: str) -> str:
    return f"{called}_{uuid.uuid4().hex[:12]}"


def _rows_of(table: "pa.Table") -> Rows:
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


def _spark_schema(table: "pa.Table") -> str:
    import pyarrow as pa

    def kind(of: "pa.DataType") -> str:
        if pa.types.is_decimal(of):
            return f"decimal({of.precision}, {of.scale})"
        return {"int32": "int", "int64": "bigint", "date32[day]": "date"}.get(str(of), "string")

    return ", ".join(f"`{column.name}` {kind(column.type)}" for column in table.schema)
