"""SQL Server's SQL of every measure, kept as golden files. It was written out and parsed; it has not been run.

Written anew by WRITE_GOLDEN=1, read before it is committed.
"""

import os
from pathlib import Path

import pytest

pytest.importorskip("ibis", reason="records are an extra: pip install '.[records]'")

import ibis
import sqlglot
from sqlglot import exp

from excel_scorecard.records.clean import clean, schema_of
from excel_scorecard.records.compiler import TEAMS, Sources, figures_query
from excel_scorecard.records.grid import CALENDAR, SPANS, period_number
from excel_scorecard.records.measures import MEASURES
from excel_scorecard.records.schema import TABLES

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
    from ibis.backends.sql.compilers.mssql import MSSQLCompiler  # ibis.to_sql would ask for the driver

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
