"""SQL Server's SQL of every measure, kept as golden files. It was written out and parsed; it has not been run.

Written anew by WRITE_GOLDEN=1, read before it is committed. Then run by hand through Microsoft's own parser, which is
stricter than the grammar here (docs/development.md): this one lets a comparison stand as a value.
"""

import os
from pathlib import Path

import pytest

pytest.importorskip("ibis", reason="records are an extra: pip install '.[records]'")

import ibis
import pyarrow as pa
import sqlglot
from ibis.backends.sql.compilers.mssql import MSSQLCompiler  # ibis.to_sql would ask for the driver
from sqlglot import exp

from excel_scorecard.records.clean import clean, schema_of
from excel_scorecard.records.compiler import TEAMS, Sources, figures_query
from excel_scorecard.records.database import readable
from excel_scorecard.records.grid import CALENDAR, SPANS, period_number
from excel_scorecard.records.measures import MEASURES
from excel_scorecard.records.schema import TABLES
from excel_scorecard.records.sql_server import statements

GOLDEN = Path(__file__).parent / "golden" / "sql-server"
VARIANTS = {name: measure() for name, measure in MEASURES.items()} | {
    "unallocated-by-allocations": MEASURES["unallocated"](by="allocations", nobody=("Duty",)),
    "cp-visits-in-six-weeks": MEASURES["cp-visits"](mode="gap_calendar_days", number=42),
    "caseload-per-fte": MEASURES["caseload"](per="fte"),
}


def query(measure):
    """The query over tables that lie nowhere: of September 2015 to August 2020."""
    from datetime import date

    first, last = period_number(date(2015, 9, 1), 1), period_number(date(2020, 8, 1), 1)
    tables = {name: clean(ibis.table(schema_of(table), name=name), table) for name, table in TABLES.items()}
    grid = [ibis.table(dict(types), name=name) for name, types in (("calendar", CALENDAR), ("spans", SPANS))]
    return figures_query(measure, Sources(tables, *grid, first, last), ibis.table(TEAMS, name="teams"))


def written_for_sql_server(measure):
    return MSSQLCompiler().to_sqlglot(query(measure)).sql("tsql", pretty=True) + "\n"


@pytest.mark.parametrize("name", VARIANTS)
def test_the_sql_is_what_it_was(name):
    path = GOLDEN / f"{name}.sql"
    written = written_for_sql_server(VARIANTS[name])
    if os.environ.get("WRITE_GOLDEN") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written, encoding="utf-8")
    assert written == path.read_text(encoding="utf-8")


def test_there_is_a_golden_file_for_each_and_no_other():
    assert {path.stem for path in GOLDEN.glob("*.sql")} == set(VARIANTS)


@pytest.mark.parametrize("name", VARIANTS)
def test_no_query_reckons_with_dates_or_groups_by_a_literal(name):
    tree = sqlglot.parse_one(written_for_sql_server(VARIANTS[name]), dialect="tsql")
    reckoning = (exp.DateAdd, exp.DateDiff, exp.DateSub, exp.DateTrunc, exp.Extract, exp.TsOrDsAdd, exp.TsOrDsDiff)
    assert not list(tree.find_all(*reckoning))
    for group in tree.find_all(exp.Group):
        assert all(isinstance(key, exp.Column) for key in group.expressions)


@pytest.mark.parametrize("name", VARIANTS)
def test_every_join_has_an_equal_pair_of_columns(name):
    tree = sqlglot.parse_one(written_for_sql_server(VARIANTS[name]), dialect="tsql")
    for join in tree.find_all(exp.Join):
        assert join.args["on"].find(exp.EQ), join.sql("tsql")


def test_a_table_of_ours_is_the_connections_own_and_compares_as_the_database_does():
    schema = pa.schema({
        "team_": pa.string(), "period": pa.int32(), "day": pa.date32(), "posts": pa.decimal128(12, 4),
    })  # fmt: skip
    make, fill = statements("teams_1", schema)
    assert make == (
        "CREATE TABLE [#teams_1] ([team_] NVARCHAR(4000) COLLATE DATABASE_DEFAULT NULL, [period] INT NULL, "
        "[day] DATE NULL, [posts] DECIMAL(12, 4) NULL)"
    )
    assert fill == "INSERT INTO [#teams_1] VALUES (?, ?, ?, ?)"


def test_an_id_that_the_database_holds_as_a_float_is_read_as_one():
    # as text SQL Server would give six digits of it
    relation = ibis.table({"person": "float64", "worker": "int64", "day": "timestamp"}, name="people")
    asked = relation.select(**{name: readable(relation[name]) for name in relation.columns})
    written = MSSQLCompiler().to_sqlglot(asked).sql("tsql")
    assert "[t0].[person]," in written
    assert "CAST([t0].[worker] AS VARCHAR(max))" in written
    assert "CAST([t0].[day] AS DATE)" in written


def is_understood(sql):
    """Whether a grammar that had no part in the writing takes all of it for SQL Server's language."""
    sqlfluff = pytest.importorskip("sqlfluff.core", reason="pip install 'sqlfluff>=4.5,<5'")
    parsed = sqlfluff.Linter(config=sqlfluff.FluffConfig(overrides={"dialect": "tsql"})).parse_string(sql)
    return not parsed.violations and "unparsable" not in parsed.tree.type_set()


@pytest.mark.parametrize("name", VARIANTS)
def test_a_grammar_that_is_not_the_writers_understands_all_of_it(name):
    assert is_understood((GOLDEN / f"{name}.sql").read_text(encoding="utf-8"))


def test_that_grammar_knows_other_databases_words_from_sql_servers():
    assert not is_understood("SELECT a FROM t LIMIT 5\n")
    assert not is_understood("SELECT `a` FROM t LEFT SEMI JOIN u ON t.b = u.b\n")
