"""How long do 153 workbooks take? A scorecard for every authority of England, from one reading of official statistics.

    python benchmarks/each.py DIR                 DIR holds the files of the official statistics (OFFICIAL_DATA)
    python benchmarks/each.py DIR --processes 1   without a pool

The project is made for it: referrals by month (file c6) and six yearly indicators (comparators_tidy.csv), as published.
What is timed is the command's own work: the settings, the figures, a workbook for each authority, on disk.
Nothing is asserted: figures are for reading.
"""

import argparse
import csv
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # the checkout is measured, not what happens to be installed

from excel_scorecard.workbook.each import build_each  # noqa: E402

MONTHLY = "c6_children_in_need_referrals_by_month_2013_to_2024.csv"
YEARLY = "comparators_tidy.csv"
MONTHS = (
    "April", "May", "June", "July", "August", "September", "October", "November", "December",
    "January", "February", "March",
)  # fmt: skip
UNITS = {"percent": "percent", "rate_per_10k": "rate", "cases_per_fte": "average"}
LAST_YEAR = 2024

Row = tuple[str, str, str, str, str, str, str]


def main() -> None:
    parser = argparse.ArgumentParser(description="Time a workbook for each authority.")
    parser.add_argument("statistics", type=Path, nargs="?", default=os.environ.get("OFFICIAL_DATA"), metavar="DIR")
    parser.add_argument("--processes", type=int, metavar="N", help="default one a processor")
    parser.add_argument("--months", type=int, default=36, help="months of the trend; default 36")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the workbooks there")
    given = parser.parse_args()
    if given.statistics is None:
        parser.error("name the folder of the official statistics, or set OFFICIAL_DATA")
    with tempfile.TemporaryDirectory() as place:
        project = Path(place) / "england"
        authorities, rows = make_project(Path(given.statistics), project, given.months)
        start, worked = time.perf_counter(), _processor_seconds()
        made = build_each(
            project, axis="authority", folder=given.keep or Path(place) / "out", processes=given.processes
        )
        seconds, worked = time.perf_counter() - start, _processor_seconds() - worked
        size = sum(one.path.stat().st_size for one in made.built) / 2**20
    print(f"Python {platform.python_version()} on {platform.system()}, {os.cpu_count()} cores, load {_load()}")
    print(f"{len(made.built)} of {authorities} workbooks from {rows:,} figures, {given.months} months: {seconds:.1f} s")
    count = max(len(made.built), 1)
    print(f"  {seconds / count:.3f} s a workbook, {worked / count:.3f} s of a processor; {size:.1f} MB in all")
    print(f"  {len(made.failed)} not built")
    for failed in made.failed:
        print(f"  {failed}")


def _processor_seconds() -> float:
    """What this process and the ended ones of the pool have worked; a busy machine takes longer, and works no more."""
    return sum(os.times()[:4])


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def make_project(statistics: Path, folder: Path, months: int) -> tuple[int, int]:
    """A project of all authorities; returns how many they are, and the number of figures."""
    rows = [*_monthly(statistics / MONTHLY), *_yearly(statistics / YEARLY)]
    latest = f"{LAST_YEAR}-03"  # those that have gone in a reorganisation have no figures for it
    authorities = sorted({row[2] for row in rows if row[:2] == ("referrals", latest) and row[2] != "TOTAL"})
    rows = [row for row in rows if row[2] in {"TOTAL", *authorities}]
    indicators = {row[0]: row[6] for row in rows}
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "figures").mkdir(parents=True)
    with (folder / "figures" / "official.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("indicator", "period", "area", "numerator", "denominator", "code"))
        writer.writerows(row[:6] for row in rows)
    (folder / "scorecard.toml").write_text("\n".join(_settings(authorities, indicators, months)), "utf-8")
    return len(authorities), len(rows)


def _settings(authorities: list[str], indicators: dict[str, str], months: int) -> Iterator[str]:
    yield "[scorecard]"
    yield 'organisation = "England"'
    yield f"month = {LAST_YEAR}-03-01"
    yield f"trend_months = {months}"
    for name in authorities:
        yield "[[area]]"
        yield f'name = "{name}"'
        yield 'axis = "authority"'
    for number, (name, unit) in enumerate(indicators.items(), start=1):
        yield "[[indicator]]"
        yield f'id = "{name}"'
        yield f"number = {number}"
        yield f'title = "{name}"'
        yield f'unit = "{unit}"'
        yield 'good = "neither"'
        yield 'breakdown = "authority"'
        if name != "referrals":
            yield 'frequency = "year"'


def _monthly(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["geographic_level"] == "Regional":
                continue
            area = "TOTAL" if row["geographic_level"] == "National" else row["la_name"]
            for month in MONTHS:
                number = MONTHS.index(month)
                year = int(row["time_period"]) - (number < 9)
                period = f"{year}-{(number + 3) % 12 + 1:02}"
                count, code = (row[month], "") if row[month].isdigit() else ("", row[month])
                yield "referrals", period, area, count, "", code, "count"


def _yearly(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            year = int(row["time_period"])
            if row["level"] == "Regional" or row["unit"] not in UNITS or year > LAST_YEAR:
                continue
            if not (row["numerator"] and row["denominator"]):
                continue
            area = "TOTAL" if row["level"] == "National" else row["area"]
            parts = (f"{float(row[name]):.10g}" for name in ("numerator", "denominator"))
            name = row["indicator"].replace("_", "-")
            yield (name, f"{year - 1}-04", area, *parts, "", UNITS[row["unit"]])


if __name__ == "__main__":
    main()
