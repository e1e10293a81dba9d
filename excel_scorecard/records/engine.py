"""Engine: what runs the queries. DuckDB inside this program by default; a database by its URL; a session handed over.

DuckDB gets a private temporary folder, removed when the work is done and, where the machine failed in between, at the
next start; it loads no extension, reads no file but those it is given, and knows no network. It counts in a thread of
its own: the next query is written in the meantime. Knows ibis. Knows no measure.
"""

import contextlib
import os
import shutil
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from excel_scorecard.errors import MachineError, ProjectError
from excel_scorecard.records.extra import needs

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

_FOLDER: Final = "excel-scorecard-records-"

Rows = list[tuple[Any, ...]]


@dataclass
class Engine:
    """Where the queries run. `backend` is ibis's connection; `name` its kind: duckdb, postgres, pyspark, mssql."""

    backend: Any
    name: str
    made: list[str] = field(default_factory=list)
    """The temporary tables that were made in it; they go when it is closed."""
    aside: "_Aside | None" = None
    """The thread in which our own DuckDB counts."""

    def take(self, table: "pa.Table", called: str) -> "ir.Table":
        """A table of ours as one that the engine's queries can read, until it is closed."""
        name = f"{called}_{uuid.uuid4().hex[:12]}"
        if self.name == "pyspark":
            # a view of the session: nothing is written to its warehouse
            view = self.backend._session.createDataFrame(_rows_of(table), _spark_schema(table))  # noqa: SLF001  # as below
            view.cache().createOrReplaceTempView(name)  # else each query would send it again
            self.made.append(name)
            return self.backend.table(name)
        # a temporary table is seen by one connection alone, and in a database of our own all are
        made = self.backend.create_table(name, table, temp=self.aside is None)
        self.made.append(name)
        return made

    def read(self, file: Path) -> "ir.Table":
        """A Parquet file that our own DuckDB may read, as a table."""
        name = f"{file.stem}_{uuid.uuid4().hex[:12]}"
        self.backend.con.read_parquet(str(file)).create_view(name)
        return self.backend.table(name)

    def named(self, query: "ir.Table", called: str) -> "ir.Table":
        """A query that others build on. DuckDB gets a view of it, which ibis need not write out each time again."""
        if self.name != "duckdb":
            return query
        return self.backend.create_view(f"{called}_{uuid.uuid4().hex[:12]}", query)

    def rows(self, query: "ir.Table") -> Rows:
        """The rows of a query's answer, in no order that can be relied upon."""
        return self.ask(query)()

    def ask(self, query: "ir.Table") -> Callable[[], Rows]:
        """Hand a query over; what comes back waits for its rows. Whoever has several hands them over first."""
        if self.aside is None:
            rows = self._answered(lambda: _rows_of(self.backend.to_pyarrow(query)))
            return lambda: rows
        waiting = self.aside.run(self.backend.compile(query))
        return lambda: self._answered(waiting.result)

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
            else:
                self.backend.drop_table(name, force=True)
        self.made.clear()


class _Aside:
    """A thread with a connection of its own to our DuckDB: one query after the other, each with all its cores."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._thread = ThreadPoolExecutor(1)

    def run(self, sql: str) -> "Future[Rows]":
        return self._thread.submit(lambda: self._connection.execute(sql).fetchall())

    def stop(self) -> None:
        """End what runs, and what waits."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._connection.interrupt()
        self._thread.shutdown()
        self._connection.close()


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
        with _private_folder() as folder:
            backend = _duckdb(folder, files)
            aside = _Aside(backend.con.cursor())
            try:
                yield Engine(backend, "duckdb", aside=aside)
            finally:
                aside.stop()
                backend.disconnect()
        return
    is_ours = isinstance(target, str)
    engine = Engine(*_connected(ibis, target))
    try:
        yield engine
    finally:
        engine.close()
        if is_ours:
            engine.backend.disconnect()


def _duckdb(folder: Path, files: Sequence[Path]) -> Any:
    import ibis

    backend = ibis.duckdb.connect(
        ":memory:",
        temp_directory=str(folder),
        autoinstall_known_extensions=False,
        autoload_known_extensions=False,
        preserve_insertion_order=False,
    )
    allowed = [str(path.resolve()) for path in files]
    backend.con.execute("SET allowed_paths = $paths", {"paths": allowed})
    for setting in (
        "enable_external_access = false",
        "allow_community_extensions = false",
        "lock_configuration = true",
    ):
        backend.con.execute(f"SET {setting}")
    return backend


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


@contextlib.contextmanager
def _private_folder() -> Iterator[Path]:
    """A folder that no other user can read, removed afterwards; and those that a failed run left."""
    _remove_left_over()
    try:
        folder = Path(tempfile.mkdtemp(prefix=f"{_FOLDER}{os.getpid()}-"))
    except OSError as error:
        mend = "Make room, or say where else: the variable TMPDIR (on Windows TEMP)."
        what = f"no temporary folder can be made ({error.strerror})."
        raise MachineError(what, where=tempfile.gettempdir(), mend=mend) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _remove_left_over() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*"):
        number = folder.name.removeprefix(_FOLDER).split("-")[0]
        if number.isdigit() and not _runs(int(number), folder):
            shutil.rmtree(folder, ignore_errors=True)


_DAY = 24 * 60 * 60  # seconds


def _runs(process: int, folder: Path) -> bool:
    if process == os.getpid():
        return True
    if sys.platform == "win32":  # signal 0 would end it there; no run takes a day
        with contextlib.suppress(OSError):
            return time.time() - folder.stat().st_mtime < _DAY
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _rows_of(table: "pa.Table") -> Rows:
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


def _spark_schema(table: "pa.Table") -> str:
    import pyarrow as pa

    def kind(of: "pa.DataType") -> str:
        if pa.types.is_decimal(of):
            return f"decimal({of.precision}, {of.scale})"
        return {"int32": "int", "int64": "bigint", "date32[day]": "date"}.get(str(of), "string")

    return ", ".join(f"`{column.name}` {kind(column.type)}" for column in table.schema)
