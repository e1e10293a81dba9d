"""Database: a table, a view or a query as a source, read and never written, without a secret in any file."""

import sqlite3
from datetime import date
from types import SimpleNamespace

import pytest

from excel_scorecard.errors import MachineError, ProjectError
from excel_scorecard.records import read_records
from excel_scorecard.records.database import Database, check_select
from tests.records.engines import postgres
from tests.records.record_folder import RecordFolder

duckdb = pytest.importorskip("duckdb")
pytest.importorskip("ibis")

CREATE = """
create table referrals (
    referral_id bigint, child_id varchar, referred date, closed timestamp, no_further_action boolean
);
insert into referrals values (1, 'C1', '2015-08-03', null, false), (2, 'C2', '2015-08-04', '2015-09-01 10:00', true);
create view open_referrals as select * from referrals where closed is null;
"""


@pytest.fixture
def held(council: RecordFolder) -> RecordFolder:
    with duckdb.connect(str(council.path / "council.duckdb")) as made:
        made.execute(CREATE)
    council.records["database"] = "council.duckdb"
    return council


def test_a_table_is_read_with_ids_as_text_and_times_as_days(held: RecordFolder):
    frame = held.read("referrals", {"relation": "referrals"}).tables["referrals"].frame.sort_values("referral_id")
    assert frame[["referral_id", "child_id", "referred", "closed", "no_further_action"]].values.tolist() == [
        ["1", "C1", date(2015, 8, 3), None, "no"], ["2", "C2", date(2015, 8, 4), date(2015, 9, 1), "yes"],
    ]  # fmt: skip


def test_ids_that_lie_there_as_floats_are_whole_numbers_as_text(held: RecordFolder):
    query = "select referral_id::double + 1234567890 as referral_id, child_id, referred from referrals"
    frame = held.read("referrals", {"query": query}).tables["referrals"].frame
    assert sorted(frame["referral_id"]) == ["1234567891", "1234567892"]


def test_a_view_and_a_query_are_read_too(held: RecordFolder):
    assert len(held.read("referrals", {"relation": "main.open_referrals"}).tables["referrals"].frame) == 1
    query = "with late as (select * from referrals where closed is not null) select * from late"
    assert len(held.read("referrals", {"query": query}).tables["referrals"].frame) == 1


def test_only_the_columns_that_are_wanted_are_fetched(held: RecordFolder):
    settings = {"relation": "referrals", "columns": {"closed": "closed"}, "where": {"child_id": ["C2"]}}
    assert held.read("referrals", settings).tables["referrals"].frame["child_id"].tolist() == ["C2"]


@pytest.mark.parametrize(
    "query",
    [
        "drop table referrals", "delete from referrals", "select 1; delete from referrals",
        "select * into x from referrals", "create table x as select 1", "update referrals set child_id = 'x'",
        "with x as (delete from referrals returning *) select * from x", "attach 'other.db'", "selec * from",
    ],
)  # fmt: skip
def test_a_query_that_does_more_than_select_is_refused(held: RecordFolder, query: str):
    with pytest.raises(ProjectError) as caught:
        held.read("referrals", {"query": query})
    assert query not in str(caught.value)
    with duckdb.connect(str(held.path / "council.duckdb")) as there:
        assert there.execute("select count(*) from referrals").fetchone() == (2,)


def test_sql_servers_own_sql_is_understood():
    check_select("SELECT TOP 5 [Client ID] FROM dbo.[vw Referrals] WITH (NOLOCK)", "mssql", "query")


def test_a_file_outside_the_database_cannot_be_read_by_a_query(held: RecordFolder):
    held.put("secret.csv", "a\n1\n")
    with pytest.raises(MachineError, match="does not"):
        held.read("referrals", {"query": f"select * from read_csv('{held.path / 'secret.csv'}')"})  # noqa: S608  # ours


def test_a_database_of_sqlite_is_read_and_cannot_be_written(council: RecordFolder):
    made = sqlite3.connect(council.path / "council.sqlite")
    made.execute("create table supervisions (worker_id integer, supervised text)")
    made.execute("insert into supervisions values (7, '03/09/2015')")
    made.commit()
    made.close()
    council.records["database"] = "council.sqlite"
    read = council.read("supervisions", {"relation": "supervisions"})
    assert read.tables["supervisions"].frame[["worker_id", "supervised"]].values.tolist() == [["7", date(2015, 9, 3)]]
    database = Database.connect(council.project.records, council.path, "settings")
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        database._connection.con.execute("delete from supervisions")
    database.close()


def test_the_standard_safeguarding_dataset_is_found_in_a_database(council: RecordFolder):
    with duckdb.connect(str(council.path / "ssd.duckdb")) as made:
        made.execute("create table SSD_CP_VISITS (cppv_cp_visit_id int, cppv_person_id int, cppv_cp_visit_date date)")
        made.execute("insert into ssd_cp_visits values (1, 2, '2015-09-01')")
    council.records |= {"database": "ssd.duckdb", "format": "ssd"}
    assert read_records(council.project).tables["visits"].frame["child_id"].tolist() == ["2"]


def test_a_session_that_is_handed_over_is_read_and_left_open(held: RecordFolder):
    import ibis

    session = ibis.duckdb.connect(held.path / "council.duckdb", read_only=True)
    held.records |= {"database": "postgres://elsewhere/nothing", "referrals": {"relation": "referrals"}}
    assert len(read_records(held.project, connection=session).tables["referrals"].frame) == 2
    assert session.con.execute("select 1").fetchone() == (1,)
    session.disconnect()


def test_a_relation_that_is_not_there_is_told(held: RecordFolder):
    with pytest.raises(MachineError, match="has no relation nothing"):
        held.read("referrals", {"relation": "nothing"})


@pytest.mark.parametrize(
    "url",
    ["postgres://officer:hunter2@server/db", "mssql://officer@server/db", "postgres://server/db?password=hunter2",
     "mssql://server/db?UID=officer;PWD=hunter2", "postgres://server/db?user=officer"],
)  # fmt: skip
def test_a_user_or_a_password_in_the_settings_is_refused_and_not_repeated(council: RecordFolder, url: str):
    council.records["database"] = url
    with pytest.raises(ProjectError, match="a user or a password stands in the settings") as caught:
        council.project  # noqa: B018  # making it is what fails
    assert "hunter2" not in str(caught.value)
    assert "officer" not in str(caught.value)


def test_a_secret_comes_from_the_environment_and_is_never_told(council: RecordFolder, monkeypatch: pytest.MonkeyPatch):
    council.records |= {
        "database": "postgres://localhost:1/db",
        "user_from": "OUR_USER",
        "password_from": "OUR_PASSWORD",
    }
    with pytest.raises(ProjectError, match="the environment variable OUR_USER is not set"):
        council.read("referrals", {"relation": "referrals"})
    monkeypatch.setenv("OUR_USER", "officer-name")
    monkeypatch.setenv("OUR_PASSWORD", "hunter2")
    seen: dict[str, object] = {}

    def connect(**given: object) -> None:
        seen.update(given)
        raise RuntimeError(f"could not connect: {given}")

    monkeypatch.setattr("ibis.postgres.connect", connect)
    with pytest.raises(MachineError, match=r"does not let us in \(RuntimeError\)") as caught:
        council.read("referrals", {"relation": "referrals"})
    assert (seen["user"], seen["password"], seen["port"]) == ("officer-name", "hunter2", 1)
    assert seen["options"] == "-c default_transaction_read_only=on"
    assert "hunter2" not in repr(caught.value)
    assert caught.value.__context__ is None


def test_without_user_and_password_the_machines_own_sign_on_is_used(
    council: RecordFolder, monkeypatch: pytest.MonkeyPatch
):
    council.records["database"] = "mssql://server/Council?driver=ODBC+Driver+18+for+SQL+Server"
    seen: dict[str, object] = {}

    def connect(**given: object) -> None:
        seen.update(given)
        raise RuntimeError

    # the driver of SQL Server is on few machines
    monkeypatch.setitem(__import__("ibis").__dict__, "mssql", SimpleNamespace(connect=connect))
    with pytest.raises(MachineError):
        council.read("referrals", {"relation": "referrals"})
    assert seen == {
        "host": "server", "port": 1433, "database": "Council", "user": None, "password": None,
        "driver": "ODBC Driver 18 for SQL Server", "ApplicationIntent": "ReadOnly",
    }  # fmt: skip


def test_a_table_of_postgresql_is_read_and_cannot_be_written(council: RecordFolder, monkeypatch: pytest.MonkeyPatch):
    with postgres() as url:
        import psycopg

        with psycopg.connect(url, autocommit=True) as made:
            made.execute(CREATE.replace("bigint", "numeric(12, 0)"))
        council.records |= {"database": url.replace("reader@", ""), "user_from": "OUR_USER"}
        monkeypatch.setenv("OUR_USER", "reader")
        read = council.read("referrals", {"relation": "public.referrals"})
        frame = read.tables["referrals"].frame.sort_values("referral_id")
        assert frame[["referral_id", "child_id", "referred", "closed", "no_further_action"]].values.tolist() == [
            ["1", "C1", date(2015, 8, 3), None, "no"], ["2", "C2", date(2015, 8, 4), date(2015, 9, 1), "yes"],
        ]  # fmt: skip
        database = Database.connect(council.project.records, council.path, "settings")
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            database._connection.con.execute("delete from referrals")
        database._connection.con.rollback()
        database.close()
