"""Twelve indicators by sixty months from records: time and peak memory, at one council's size, ten and a hundred times.

    python benchmarks/records.py            # x1 and x10, beside plain pandas
    python benchmarks/records.py --large    # x100 as well: 3,000,000 referrals a year, ours alone

x1 is 30,000 referrals a year over seven years, with all that follows from them. Records lie in Parquet files, made
before the clock starts. Each contestant runs in a process of its own, from the files to the figures, of the whole
council and of three areas; libraries are imported before. `processor` is what both cores worked in that time: on a busy
machine it is the better measure. Where both run their figures are compared, and must be the same.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [
    str(ROOT),
    str(ROOT / "tests" / "records"),
]  # the checkout is measured, not what happens to be installed

REFERRALS_A_YEAR = 30_000
FIRST, LAST = date(2017, 10, 1), date(2022, 9, 1)
AREAS = ("EAST", "WEST", "SOUTH")


def ours(folder: Path) -> dict[str, Any]:
    import ibis
    import pyarrow  # noqa: F401  # its time is none of the counting's
    from history import always
    from made_up import AREA_OF, AS_OF, TEAMS
    from plain_pandas import TWELVE

    from excel_scorecard.calendar import months_between
    from excel_scorecard.project import Team
    from excel_scorecard.records.computing import Wanted, figures_of
    from excel_scorecard.records.engine import open_engine
    from excel_scorecard.records.measures import MEASURES
    from excel_scorecard.records.tables import Records
    from excel_scorecard.working_days import WorkingCalendar

    _ = ibis.duckdb  # a backend is imported when it is first named
    clock = Clock()
    files = sorted(folder.glob("*.parquet"))
    teams = [Team(name=team, area=AREA_OF[team]) for team in TEAMS]
    said: dict[str, Any] = {}
    with open_engine(files=files) as engine:
        tables = {}
        for file in files:
            table = engine.own.read(file, file.stem)
            tables[file.stem] = Records(always(file.stem), table, AS_OF, file.name, frozenset(table.columns))
        months = tuple(months_between(FIRST, LAST))
        asked = [Wanted(name, MEASURES[name](), months, areas=AREAS) for name in TWELVE]
        for f in figures_of(asked, tables, teams, WorkingCalendar(), engine)[0]:
            said[f"{f.indicator} {f.period} {f.area}"] = [f.numerator, f.denominator]
    return clock.stopped(said)


def plain(folder: Path) -> dict[str, Any]:
    import pandas as pd
    from made_up import AREA_OF
    from plain_pandas import TWELVE, Plain

    from excel_scorecard.calendar import months_between
    from excel_scorecard.records.measures import MEASURES
    from excel_scorecard.working_days import BANK_HOLIDAYS

    clock = Clock()
    frames = {}
    for file in folder.glob("*.parquet"):
        frame = pd.read_parquet(file)
        for column in set(frame.columns) & _DATES:
            frame[column] = pd.to_datetime(frame[column])
        frames[file.stem] = frame
    computing = Plain(frames, months_between(FIRST, LAST), AREA_OF, BANK_HOLIDAYS)
    said: dict[str, Any] = {}
    for name in TWELVE:
        answer = getattr(computing, name.replace("-", "_"))()
        is_share = MEASURES[name]().gives_share
        for month in computing.months:
            for area in ("TOTAL", *AREAS):
                numerator, denominator = answer.get((month, area), (0, 0))
                said[f"{name} {month} {area}"] = [numerator, denominator if is_share else None]
    return clock.stopped(said)


_DATES = {
    "referred", "closed", "started", "authorised", "ended", "strategy_discussion", "held", "visited", "ceased", "from",
    "to", "supervised",
}  # fmt: skip


class Clock:
    """Seconds, processor time and peak memory of this process from the files to the figures, libraries imported."""

    def __init__(self) -> None:
        self.started, self.used = time.perf_counter(), time.process_time()

    def stopped(self, figures: dict[str, Any]) -> dict[str, Any]:
        """What it says now, and the figures."""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return {
            "seconds": time.perf_counter() - self.started,
            "processor": time.process_time() - self.used,
            "megabytes": peak,
            "figures": figures,
        }


def run(name: str, folder: Path) -> dict[str, Any]:
    command = [sys.executable, __file__, "--contestant", name, str(folder)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return dict(json.loads(done.stdout))


def make(folder: Path, times: int) -> int:
    """The records, a Parquet file a table: in a hundred times, ten at a time with ids of their own."""
    code = f"import records; records.write(__import__('pathlib').Path({str(folder)!r}), {times})"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parent)
    import pyarrow.parquet as pq

    return sum(pq.read_metadata(file).num_rows for file in folder.glob("*.parquet"))


def write(folder: Path, times: int) -> None:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq
    from made_up import made_up

    writers: dict[str, Any] = {}
    for part in range(max(times // 10, 1)):
        for name, made in made_up(part, REFERRALS_A_YEAR * min(times, 10)).items():
            table = made
            for at, field in enumerate(table.schema):
                if field.name.endswith("_id"):  # each part is councils of its own
                    own = pc.binary_join_element_wise(str(part), table[field.name], "")
                    table = table.set_column(at, pa.field(field.name, pa.string()), own)
            if name not in writers:
                writers[name] = pq.ParquetWriter(folder / f"{name}.parquet", table.schema)
            writers[name].write_table(table)
    for writer in writers.values():
        writer.close()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--large", action="store_true", help="x100 as well")
    options.add_argument("--times", type=int, action="append", help="sizes instead of 1 and 10")
    options.add_argument("--contestant", nargs=2, help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.contestant:
        name, folder = asked.contestant
        print(json.dumps({"ours": ours, "pandas": plain}[name](Path(folder)), default=str))
        return
    print(f"{os.cpu_count()} cores; Python {sys.version.split()[0]}")
    print(f"{'':<6}{'rows':>12}  {'':<8}{'seconds':>9}{'processor':>11}{'peak MB':>10}")
    for times in asked.times or [1, 10, *([100] if asked.large else [])]:
        with tempfile.TemporaryDirectory() as made:
            rows = make(Path(made), times)
            ran = {name: run(name, Path(made)) for name in (("ours", "pandas") if times <= 10 else ("ours",))}
        for name, result in ran.items():
            size = (f"x{times}", f"{rows:,}") if name == "ours" else ("", "")
            took = f"{result['seconds']:>9.1f}{result['processor']:>11.1f}{result['megabytes']:>10,.0f}"
            print(f"{size[0]:<6}{size[1]:>12}  {name:<8}{took}")
        if "pandas" in ran:
            same = ran["ours"]["figures"] == ran["pandas"]["figures"]
            ratio = ran["pandas"]["seconds"] / ran["ours"]["seconds"]
            says = "the same" if same else "NOT THE SAME"
            print(f"{'':<20}pandas takes {ratio:.1f} times as long; the figures are {says}")


if __name__ == "__main__":
    main()
