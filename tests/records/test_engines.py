"""The same figures, byte for byte, from DuckDB, PostgreSQL and Spark, of clean and of dirty records."""

import os
import subprocess
import sys
import tempfile
from dataclasses import astuple
from datetime import date
from pathlib import Path

import pytest

from excel_scorecard.calendar import months_between
from excel_scorecard.errors import MachineError, ProjectError
from excel_scorecard.project import Team
from excel_scorecard.working_days import WorkingCalendar

pytest.importorskip("ibis", reason="records are an extra: pip install '.[records]'")

from engines import postgres, spark
from made_up import AREA_OF, TEAMS, made_up
from test_measures_against_pandas import AREAS, VARIANTS, as_records

from excel_scorecard.records.computing import Wanted, figures_of
from excel_scorecard.records.engine import open_engine

# Spark and its driver leave sockets to the collector, and ask pandas for what it will drop
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

MONTHS = tuple(months_between(date(2019, 11, 1), date(2020, 2, 1)))
ASKED = [Wanted(name, measure, MONTHS, areas=AREAS) for name, (measure, _, _) in VARIANTS.items()]


def figures(engine, *, dirty):
    teams = [Team(name=team, area=AREA_OF[team]) for team in TEAMS]
    teams[0] = teams[0].model_copy(update={"to": date(2019, 12, 15)})
    teams.append(teams[0].model_copy(update={"from_": date(2019, 12, 16), "to": None, "area": "SOUTH"}))
    told, _ = figures_of(ASKED, as_records(made_up(5, 200, dirty=dirty)), teams, WorkingCalendar(), engine)
    return "\n".join(repr(astuple(figure)) for figure in told).encode()


@pytest.fixture(scope="module")
def from_duckdb():
    with open_engine() as engine:
        return {dirty: figures(engine, dirty=dirty) for dirty in (False, True)}


@pytest.fixture(scope="module")
def postgres_url():
    with postgres() as url:
        yield url


@pytest.fixture(scope="module")
def spark_session():
    with spark() as session:
        yield session


def test_clean_and_dirty_records_say_different_things(from_duckdb):
    assert from_duckdb[False] != from_duckdb[True]


@pytest.mark.parametrize("dirty", [False, True], ids=["clean", "dirty"])
def test_postgresql_says_the_same_byte_for_byte(from_duckdb, postgres_url, dirty):
    with open_engine(postgres_url) as engine:
        assert figures(engine, dirty=dirty) == from_duckdb[dirty]


@pytest.mark.parametrize("dirty", [False, True], ids=["clean", "dirty"])
def test_spark_says_the_same_byte_for_byte(from_duckdb, spark_session, dirty):
    with open_engine(spark_session) as engine:
        assert figures(engine, dirty=dirty) == from_duckdb[dirty]


def test_a_session_handed_over_is_left_as_it_was(spark_session):
    before = {table.name for table in spark_session.catalog.listTables()}
    with open_engine(spark_session) as engine:
        engine.take(made_up(5, 200)["workers"], "workers")
    assert {table.name for table in spark_session.catalog.listTables()} == before


def test_a_duckdb_handed_over_says_the_same_and_keeps_nothing_of_ours(from_duckdb):
    import ibis

    backend = ibis.duckdb.connect()
    with open_engine(backend) as engine:
        assert figures(engine, dirty=True) == from_duckdb[True]
    assert backend.list_tables() == []


def test_a_database_keeps_nothing_of_ours(postgres_url):
    with open_engine(postgres_url) as engine:
        engine.take(made_up(5, 200)["workers"], "workers")
    with open_engine(postgres_url) as engine:
        assert engine.backend.list_tables() == []


def test_a_database_that_does_not_answer_is_said_without_its_password():
    with (
        pytest.raises(ProjectError, match="the database does not answer") as error,
        open_engine("postgres://reader:secret-word@127.0.0.1:1/records"),
    ):
        pass
    assert "secret-word" not in str(error.value)


def test_a_query_that_fails_says_so_without_what_is_in_the_records():
    import ibis
    import pyarrow as pa

    with open_engine() as engine:
        table = engine.take(pa.table({"name": ["Planted Name"]}), "names")
        with pytest.raises(MachineError, match="could not be counted there") as error:
            engine.rows(table.select(number=ibis._.name.cast("int64")))
    assert "Planted" not in str(error.value)
    assert error.value.__cause__ is None


def test_what_nobody_waits_for_ends_with_the_engine():
    import pyarrow as pa

    with open_engine() as engine:
        rows = engine.take(pa.table({"a": range(1_000_000)}), "rows")
        pairs = rows.cross_join(rows.select(b="a"))
        hours = pairs.aggregate(sum=(pairs.a * pairs.b % 7).sum())
        answers = [engine.ask(hours), engine.ask(hours)]
    for answer in answers:
        with pytest.raises(MachineError, match="could not be counted there"):
            answer()


def test_duckdb_loads_no_extension_reads_no_file_and_cannot_be_told_to(tmp_path):
    (tmp_path / "other.csv").write_text("a\n1\n")
    with open_engine() as engine:
        for asked in (
            f"FROM read_csv('{tmp_path}/other.csv')", "INSTALL httpfs", "SET enable_external_access = true",
        ):  # fmt: skip
            with pytest.raises(Exception, match=r"(?i)disabled|permission|cannot|locked"):
                engine.backend.con.execute(asked)


def test_the_temporary_folder_is_private_and_gone_afterwards():
    with open_engine() as engine:
        [(folder,)] = engine.backend.con.execute("SELECT current_setting('temp_directory')").fetchall()
        assert Path(folder).is_dir()
        assert Path(folder).stat().st_mode & 0o077 == 0
    assert not Path(folder).exists()


def test_what_a_failed_run_left_is_removed_at_the_next_start():
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    left = Path(tempfile.gettempdir()) / f"excel-scorecard-records-{int(ended.stdout)}-left"
    running = Path(tempfile.gettempdir()) / f"excel-scorecard-records-{os.getppid()}-mine"
    left.mkdir()
    running.mkdir()
    (left / "spilled").write_text("")
    try:
        with open_engine():
            assert not left.exists()
            assert running.exists()
    finally:
        running.rmdir()
