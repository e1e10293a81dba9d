"""Commands for records: those of a fictional council, and the records behind a figure."""

import argparse
from datetime import date
from pathlib import Path

from excel_scorecard.cli.talk import Commands, month, print_json


def add(commands: Commands) -> None:
    """Add fictional."""
    fictional = commands.add(
        "fictional",
        _fictional,
        "Write the records of a council that does not exist, from referral to care, to try everything with",
        "fictional --children 20000 --months 24 --seed 1 --out fictional-records",
    )
    fictional.add_argument(
        "--children", type=int, default=60_000, metavar="N", help="people aged 0 to 17 who live there; default 60000"
    )
    fictional.add_argument("--months", type=int, default=36, metavar="M", help="months to tell of; default 36")
    fictional.add_argument(
        "--seed", type=int, default=1, metavar="S", help="another number, another council; default 1"
    )
    fictional.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the files")
    fictional.add_argument("--last", type=month, metavar="YYYY-MM", help="last month; default 2026-03")
    fictional.add_argument(
        "--as-of", type=day, metavar="YYYY-MM-DD", help="day of the extract; default a week after the last month"
    )
    fictional.add_argument(
        "--format",
        choices=("plain", "ssd", "annex-a"),
        action="append",
        help="only this form, may be given twice; default all three",
    )
    fictional.add_argument("--clean", action="store_true", help="nothing wrong in the files")
    fictional.add_argument("--json", action="store_true", help="result for machines")


def day(text: str) -> date:
    """A day of the command line, `2026-04-07`."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2026-04-07") from error


def _fictional(given: argparse.Namespace) -> int:
    from excel_scorecard.records.fictional import FORMATS, LAST_MONTH, fictional

    made = fictional(
        given.children,
        given.months,
        given.seed,
        given.out,
        last=given.last or LAST_MONTH,
        as_of=given.as_of,
        is_clean=given.clean,
        formats=tuple(given.format or FORMATS),
    )
    if given.json:
        dirt = [{"table": each.table, "what": each.what, "rows": each.rows} for each in made.dirt]
        print_json({"path": str(made.folder), "as_of": made.as_of.isoformat(), "rows": made.rows, "dirt": dirt})
        return 0
    told = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in made.rows.items())
    print(f"{made.folder}: FICTIONAL records as at {made.as_of:%d/%m/%Y}: {told}.")
    if made.dirt:
        wrong = sum(each.rows for each in made.dirt)
        print(f"  {wrong:,} rows have something wrong on purpose; FICTIONAL-dirt-put-in.csv says what.")
    return 0
