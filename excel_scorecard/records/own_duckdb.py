"""Own DuckDB: the one inside this program. It counts in a thread of its own while the next query is written.

Its temporary folder is removed when the work is done and, where the machine failed in between, at the next start. It
loads no extension, reads no file but those it is given, and knows no network. Knows ibis. Knows no measure.
"""

import contextlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from excel_scorecard.errors import MachineError

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

_FOLDER: Final = "excel-scorecard-records-"


class OwnDuckDB:
    """A database of ours. Ibis knows its tables by their columns alone: it need not ask what it was just told."""

    def __init__(self, backend: Any) -> None:
        self.backend = backend
        # what is temporary is seen by one connection alone: here nothing is, and all goes when it is closed
        self._counting = backend.con.cursor()
        self._thread = ThreadPoolExecutor(1)
        self._asked: list[Future[list[tuple[Any, ...]]]] = []

    def take(self, table: "pa.Table", name: str) -> "ir.Table":
        """A table of ours."""
        import ibis

        self.backend.con.from_arrow(table).create(name)
        return ibis.table(ibis.Schema.from_pyarrow(table.schema), name)

    def read(self, file: Path, name: str) -> "ir.Table":
        """A Parquet file that it may read."""
        self.backend.con.read_parquet(str(file)).create_view(name)
        return self.backend.table(name)

    def view(self, query: "ir.Table", name: str) -> "ir.Table":
        """A view of a query that others build on, which need not be written out each time again."""
        import ibis

        self.backend.con.execute(f'CREATE VIEW "{name}" AS {self._written(query)}')
        return ibis.table(query.schema(), name)

    def ask(self, query: "ir.Table") -> "Future[list[tuple[Any, ...]]]":
        """The rows of a query's answer, when it has come. One is counted after the other, each with all cores."""
        sql = self._written(query)
        self._asked.append(self._thread.submit(lambda: self._counting.execute(sql).fetchall()))
        return self._asked[-1]

    def _written(self, query: "ir.Table") -> str:
        return str(self.backend.compile(query))

    def close(self) -> None:
        """End what is counted and what waits."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        while not all(answer.done() for answer in self._asked):
            self._counting.interrupt()  # which a query that is about to begin does not hear
            time.sleep(0.01)
        self._counting.close()
        self.backend.disconnect()


@contextlib.contextmanager
def own_duckdb(files: Sequence[Path] = ()) -> Iterator[OwnDuckDB]:
    """A new one, which may read these Parquet files.

    Raises:
        MachineError: there is no room for the temporary folder.

    """
    with _private_folder() as folder:
        database = OwnDuckDB(_connected(folder, files))
        try:
            yield database
        finally:
            database.close()


def _connected(folder: Path, files: Sequence[Path]) -> Any:
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
        # it takes each condition to leave a fifth of a table, and would turn our joins round, which are in good order
        "disabled_optimizers = 'join_order'",
        "lock_configuration = true",
    ):
        backend.con.execute(f"SET {setting}")
    return backend


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
