"""Database: a table, a view or a query as a source of records. Only read from.

Knows URLs, the sign-on and what SQL may be run. A user and a password come from the environment; without them the
machine's own sign-on is used. Nothing that a driver says is repeated: it may name the server's secrets or a record.
"""

import os
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from excel_scorecard.errors import MachineError, ProjectError, ScorecardError
from excel_scorecard.project.records_settings import RecordsSettings
from excel_scorecard.records.extra import needs
from excel_scorecard.records.sources import Source, Taken, of_columns

_FILES: Final = {".duckdb": "duckdb", ".ddb": "duckdb", ".sqlite": "sqlite", ".sqlite3": "sqlite", ".db": "sqlite"}
_SCHEMES: Final = {
    "duckdb": "duckdb",
    "sqlite": "sqlite",
    "postgres": "postgres",
    "postgresql": "postgres",
    "mssql": "mssql",
    "sqlserver": "mssql",
}
_DIALECTS: Final = {"mssql": "tsql"}
# no extension is fetched or loaded, and SQL reaches no file but the database
_DUCKDB: Final = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "enable_external_access": "false",
}


class Database:
    """A connection that only reads."""

    def __init__(self, connection: Any, shown: str) -> None:
        self._connection = connection
        self.shown = shown

    @classmethod
    def connect(cls, settings: RecordsSettings, folder: Path, where: str) -> "Database":
        """The database of the settings; `where` is how they are called in errors.

        Raises:
            ProjectError: the settings name no database that can be read.
            MachineError: it does not answer, or what reads it is not installed.

        """
        ibis = needs("ibis", where)
        url = settings.database
        kind = _kind(url, where)
        if kind in {"duckdb", "sqlite"}:
            file = folder / url.removeprefix(f"{kind}://")
            if not file.is_file():
                raise ProjectError("there is no such database file.", where=where, mend="Check the path and the name.")
            return cls(_guarded(lambda: _open_file(ibis, kind, file), "cannot be opened", where), file.name)
        user, password = _secret(settings.user_from, where), _secret(settings.password_from, where)
        parts = urlsplit(url)
        options = dict(parse_qsl(parts.query))
        name = parts.path.strip("/") or None
        if kind == "postgres":
            options.setdefault("options", "-c default_transaction_read_only=on")
            port = parts.port or 5432
        else:
            options.setdefault("ApplicationIntent", "ReadOnly")
            port = parts.port or 1433
        made = _guarded(
            lambda: getattr(ibis, kind).connect(
                host=parts.hostname, port=port, database=name, user=user, password=password, **options
            ),
            "does not let us in",
            where,
        )
        return cls(made, f"database {name or parts.hostname}")

    def close(self) -> None:
        """End the connection."""
        _guarded(self._connection.disconnect, "cannot be closed", self.shown)

    def relations(self) -> list[str]:
        """The names of its tables and views."""
        return list(_guarded(self._connection.list_tables, "does not list its tables", self.shown))

    def relation(self, name: str) -> Source:
        """A table or view, by its name or `schema.name`."""
        schema, _, relation = name.rpartition(".")
        found = _guarded(
            lambda: self._connection.table(relation, database=schema or None), f"has no relation {name}", self.shown
        )
        return self._source(found, name)

    def query(self, sql: str, shown: str) -> Source:
        """What one SELECT gives; `shown` is how it is called.

        Raises:
            ProjectError: it is more than one statement, or does something else than select.

        """
        check_select(sql, getattr(self._connection, "name", ""), shown)
        return self._source(_guarded(lambda: self._connection.sql(sql), f"does not run {shown}", self.shown), shown)

    def _source(self, relation: Any, shown: str) -> Source:
        names = tuple(map(str, relation.columns))

        def take(_heading: int, positions: Sequence[int]) -> Taken:
            def read() -> list[list[Any]]:
                wanted = {f"c{at}": readable(relation[names[at]]) for at in positions}
                table = relation.select(**wanted).to_pyarrow()
                return [table.column(f"c{at}").to_pylist() for at in positions]

            columns: list[list[Any]] = _guarded(read, f"does not give {shown}", self.shown)
            return of_columns(columns)

        return Source(self.shown, shown, (names,), take)


def _kind(url: str, where: str) -> str:
    scheme, mark, _ = url.partition("://")
    kind = _SCHEMES.get(scheme.casefold()) if mark else _FILES.get(Path(url).suffix.casefold())
    if kind is None:
        what = "this is no database that records are read from."
        mend = "Write mssql://server/database, postgres://server/database, or the path of a .duckdb or .sqlite file."
        raise ProjectError(what, where=where, mend=mend)
    return kind


def _open_file(ibis: Any, kind: str, file: Path) -> Any:
    if kind == "duckdb":
        return ibis.duckdb.connect(file, read_only=True, **_DUCKDB)
    connection = ibis.sqlite.connect(file)
    connection.con.execute("PRAGMA query_only = ON")
    return connection


def _secret(variable: str, where: str) -> str | None:
    if not variable:
        return None
    if variable not in os.environ:
        what = f"the environment variable {variable} is not set."
        raise ProjectError(what, where=where, mend="Set it for the account that runs this, and try again.")
    return os.environ[variable]


def readable(column: Any) -> Any:
    """A column as it is read: a day as a day, a float as it is, all else as text. Of a time only its day is read.

    SQL Server gives six digits of a float that it is asked to make a text of, and ids lie there as floats.
    """
    kind = column.type()
    if kind.is_timestamp():
        return column.date()
    is_as_it_is = kind.is_date() or kind.is_string() or kind.is_floating()
    return column if is_as_it_is else column.cast("string")


def check_select(sql: str, dialect: str, where: str) -> None:
    """Let nothing pass but one statement that selects.

    Raises:
        ProjectError: it is something else.

    """
    sqlglot = needs("sqlglot", where)
    what = ""
    try:
        said = [each for each in sqlglot.parse(sql, read=_DIALECTS.get(dialect, dialect) or None) if each is not None]
        exp = sqlglot.exp
        writes = (exp.Insert, exp.Update, exp.Delete, exp.Merge, exp.Create, exp.Drop, exp.Alter, exp.Command, exp.Into)
        if len(said) != 1 or not isinstance(said[0], exp.Query):
            what = "this is not one SELECT."
        elif said[0].find(*writes):
            what = "this query writes; records are only read."
    except Exception as error:  # sqlglot quotes the query; the settings are the place to look at it
        what = f"this query cannot be understood ({type(error).__name__})."
    if what:
        raise ProjectError(what, where=where, mend="Write one SELECT, or make a view of it and name that as relation.")


def _guarded(call: Callable[[], Any], what: str, where: str) -> Any:
    """What a driver gives, or our error: its own words may hold the sign-on or a record."""
    missing = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what will change in libraries that are not ours
            return call()
    except ScorecardError:
        raise
    except Exception as error:
        kind, missing = type(error).__name__, isinstance(error, ImportError)
    if missing:
        mend = 'Install the driver: pip install "ibis-framework[mssql]" for SQL Server, [postgres] for PostgreSQL.'
        raise MachineError("the driver of this database is not installed.", where=where, mend=mend)
    mend = "Check the names, the sign-on and the right to read; whoever keeps the database sees the attempt in its log."
    raise MachineError(f"the database {what} ({kind}).", where=where, mend=mend)
