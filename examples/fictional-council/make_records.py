"""Makes this council's records, and a project that counts its figures from them. Nobody in them lives.

    python examples/fictional-council/make_records.py FOLDER [MONTH]

FOLDER becomes the council's project with the extracts of its case system on the last day of MONTH (2026-03 where none
is given): records.toml, records/FICTIONAL-*.csv, and figures/monthly.csv with what the extracts do not tell, which is
the months before and a few figures of others. Every run writes the same bytes.
"""

import csv
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from chain.council import council
from chain.days import LAST_MONTH, last
from chain.extract import Table, tables

HERE = Path(__file__).parent
NOT_COLLECTED = {"supervisions": date(2024, 8, 31)}  # the return of that month never came


def write(folder: Path, month: int = LAST_MONTH) -> None:
    """The project with its records as at the end of `month`, counted from April 2023 as 0."""
    ignored = shutil.ignore_patterns("*.py", "*.md", "__pycache__", "chain", "releases")
    shutil.copytree(HERE, folder, ignore=ignored)
    extracts = {name: _collected(name, table, month) for name, table in tables(council(), month).items()}
    (folder / "records").mkdir()
    for name, table in extracts.items():
        if table:
            with (folder / "records" / f"FICTIONAL-{name}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows([table.headings, *table.rows])
    (folder / "records.toml").write_text(_settings(extracts, last(month)), "utf-8")
    settings = folder / "scorecard.toml"
    shown = f"month = {last(month):%Y-%m}-01"
    settings.write_text(settings.read_text("utf-8").replace("month = 2026-03-01", shown, 1), "utf-8")
    with (HERE / "figures" / "monthly.csv").open(encoding="utf-8", newline="") as file:
        rows = list(_not_counted(csv.DictReader(file), f"{last(month):%Y-%m}"))
    with (folder / "figures" / "monthly.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0]], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _collected(name: str, table: Table, month: int) -> Table | None:
    """The table from the day on from which all of it is there; none where the month itself is not."""
    lost = NOT_COLLECTED.get(name, date.min)
    if lost == last(month):
        return None
    if not table.since <= lost < last(month):
        return table
    at = table.headings.index("supervised")
    since = date(lost.year, lost.month + 1, 1)
    return Table(since, table.headings, [row for row in table.rows if row[at] >= since.isoformat()])


def _settings(extracts: Mapping[str, Table | None], as_of: date) -> str:
    lines = ["# FICTIONAL: nobody in these records lives.", "", f"as_of = {as_of}", 'dates = ["YYYY-MM-DD"]']
    for name, table in extracts.items():
        if table:
            lines += ["", f"[{name}]", f'file = "records/FICTIONAL-{name}.csv"', f"since = {table.since}"]
    return "\n".join([*lines, ""])


def _not_counted(rows: Iterator[Mapping[str, str]], month: str) -> Iterator[dict[str, str]]:
    """The months before, as they were kept; of the month the figures by where children live, and those with a code."""
    for row in rows:
        lives_there = row["indicator"] == "cp-plans" and row["area"] != "TOTAL"
        if row["period"] < month:
            yield {**row, "source": "stored"}
        elif row["period"] == month and (lives_there or row["code"]):
            yield {**row, "source": "typed"}


def main(arguments: Sequence[str]) -> None:
    """Write the project into a new folder."""
    if len(arguments) not in {1, 2} or arguments[0].startswith("-"):
        raise SystemExit(__doc__)
    folder, month = Path(arguments[0]), arguments[1] if len(arguments) == 2 else f"{last(LAST_MONTH):%Y-%m}"
    months = [f"{last(number):%Y-%m}" for number in range(LAST_MONTH + 1)]
    if month not in months:
        raise SystemExit(f"{month} is no month of the example: it has {months[0]} to {months[-1]}.")
    if folder.exists():
        raise SystemExit(f"{folder} is there already: name a new folder.")
    write(folder, months.index(month))


if __name__ == "__main__":
    main(sys.argv[1:])
