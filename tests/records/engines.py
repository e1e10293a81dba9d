"""Other engines for the tests: PostgreSQL started in a temporary folder, and Spark inside this process.

Where one is not installed its tests skip and say why; with REQUIRE_ENGINES=1 that is a failure.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

REQUIRED = os.environ.get("REQUIRE_ENGINES") == "1"


def absent(what: str) -> None:
    if REQUIRED:
        pytest.fail(f"{what}, and REQUIRE_ENGINES=1 says that it should be")
    pytest.skip(what)


def postgres_programs() -> Path | None:
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: int(place.parent.name))
    found = shutil.which("initdb")
    return Path(found).parent if found else (places[-1] if places else None)


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """The URL of an empty PostgreSQL of ours, stopped and removed afterwards."""
    programs = postgres_programs()
    if programs is None or not (programs / "initdb").is_file():
        absent("PostgreSQL is not installed")
    if importlib.util.find_spec("psycopg") is None:
        absent("psycopg is not installed")
    # it refuses to run as root
    user = "postgres" if os.geteuid() == 0 else None
    if user and user not in {entry.pw_name for entry in pwd.getpwall()}:
        user = "nobody"
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        if user:
            shutil.chown(folder, user)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        place = Path(folder) / "data"

        def run(*command: str) -> None:
            done = subprocess.run(
                command, user=user, cwd=folder, env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr

        control = (str(programs / "pg_ctl"), "-D", str(place), "-w")
        run(str(programs / "initdb"), "-D", str(place), "-U", "reader", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        run(*control, "-l", f"{folder}/log", "-o", options, "start")
        try:
            yield f"postgres://reader@127.0.0.1:{port}/postgres"
        finally:
            run(*control, "-m", "immediate", "stop")


@contextlib.contextmanager
def spark() -> Iterator[object]:
    """A local Spark session, stopped afterwards."""
    if importlib.util.find_spec("pyspark") is None:
        absent("PySpark is not installed")
    if shutil.which("java") is None:
        absent("there is no Java to run Spark")
    from pyspark.sql import SparkSession

    with tempfile.TemporaryDirectory(prefix="spark-") as folder:
        builder = SparkSession.builder.master("local[1]").appName("tests")
        settings = {
            "spark.ui.enabled": "false",
            "spark.sql.shuffle.partitions": "1",
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.sql.warehouse.dir": folder,
            "spark.local.dir": folder,
            "spark.sql.session.timeZone": "UTC",
            # so few records are read sooner than code for them is compiled
            "spark.sql.codegen.wholeStage": "false",
            "spark.sql.codegen.factoryMode": "NO_CODEGEN",
            "spark.sql.adaptive.enabled": "false",
        }
        for name, value in settings.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        try:
            yield session
        finally:
            session.stop()
