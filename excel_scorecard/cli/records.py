"""Commands for records: those of a fictional council, and the records behind a figure."""

import argparse
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from excel_scorecard.cli.talk import Commands, month, print_json

if TYPE_CHECKING:
    from excel_scorecard.figures import Figure


def add(commands: Commands) -> None:
    """Add fictional, trace and due."""
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

    trace = commands.add(
        "trace",
        _trace,
        "Write the records behind a figure to a file of persons, which has to be deleted",
        "trace examples/fictional-records --indicator assessments-in-time --month 2026-03 --outside --out person-level",
    )
    _add_persons(trace)
    trace.add_argument("--month", type=month, required=True, metavar="YYYY-MM", help="month, or one of the period")
    trace.add_argument("--area", default="TOTAL", metavar="A", help="area of its breakdown; default the total")
    sides = trace.add_mutually_exclusive_group()
    sides.add_argument("--outside", action="store_true", help="those that miss the standard, not those that keep it")
    sides.add_argument("--all", action="store_true", help="both, with a column that tells them apart")
    trace.add_argument("--columns", default="", metavar="A,B", help="columns of the records besides their ids")
    trace.add_argument("--format", choices=("csv", "xlsx"), default="csv", help="default csv")

    due = commands.add(
        "due",
        _due,
        "Write the open cases that will pass a standard in the next days, a sheet a team",
        "due examples/fictional-records --indicator assessments-in-time --within 10 --out person-level",
    )
    _add_persons(due)
    due.add_argument(
        "--within", type=int, default=10, metavar="N", help="days to look ahead, as the standard counts; default 10"
    )


def _add_persons(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "project",
        type=Path,
        nargs="?",
        default=Path(),
        metavar="PROJECT",
        help="folder with the project's settings, or their file; default this folder",
    )
    command.add_argument("--indicator", required=True, metavar="ID", help="id of the indicator")
    command.add_argument(
        "--out", type=Path, metavar="DIR", help="folder for the file; default this one, but never the project's"
    )
    command.add_argument("--keep", type=int, default=30, metavar="DAYS", help="days until it is deleted; default 30")
    command.add_argument("--json", action="store_true", help="result for machines")


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


def _trace(given: argparse.Namespace) -> int:
    from excel_scorecard.records.trace import trace

    told = _told_before_the_records(given.project, given.indicator, given.month, given.area)
    made = trace(
        given.project,
        given.indicator,
        given.month,
        today=_today(),
        area=given.area,
        which="outside" if given.outside else "all" if given.all else "inside",
        columns=tuple(name.strip() for name in given.columns.split(",") if name.strip()),
        out=given.out,
        form=given.format,
        keep_days=given.keep,
    )
    if told is not None and _says_another(told, made.numerator, made.denominator):
        shown = f"{told.numerator}" if told.denominator is None else f"{told.numerator} of {told.denominator}"
        said = shown if told.numerator is not None else f"[{told.code}]" if told.code else f"{told.value}"
        print(f"warning: the page shows {said}, which was {told.source}: that stands before it.", file=sys.stderr)
    if given.json:
        report = {
            "path": str(made.path),
            "rows": made.rows,
            "numerator": str(made.numerator),
            "denominator": None if made.denominator is None else str(made.denominator),
            "delete_by": made.delete_by.isoformat(),
        }
        print_json(report)
        return 0
    figure = f"{made.numerator}" if made.denominator is None else f"{made.numerator} of {made.denominator}"
    print(f"{made.path}: {made.rows} record{'' if made.rows == 1 else 's'}; the records give {figure}.")
    print(
        f"  It is about persons: keep it where only those can open it who may, delete it by {made.delete_by:%d/%m/%Y}."
    )
    return 0


def _told_before_the_records(project: Path, indicator_id: str, month: date, area: str) -> "Figure | None":
    """The figure that is typed, corrected or kept, and stands on the page in place of what the records give."""
    from excel_scorecard.figures import read_figures
    from excel_scorecard.project import read_project

    settings = read_project(project)
    indicator = next((each for each in settings.indicators if each.id == indicator_id), None)
    if indicator is None:
        return None  # said with all that there are, where the records are looked for
    figures, _ = read_figures(settings.model_copy(update={"records": None}), month=month, may_be_none=True)
    period = next(
        (each for each in figures.periods(indicator_id) if _lies_in(month, each, indicator.period_months)), month
    )
    figure = figures.find(indicator_id, period, area)
    is_kept = figure is not None and figure.source == "stored"
    if figure is None or figure.is_blank or (is_kept and settings.scorecard.history != "as-published"):
        return None
    return figure


def _says_another(told: "Figure", numerator: int | Decimal, denominator: int | Decimal | None) -> bool:
    # a count, as a rate, has its population in the figure, and no denominator in the records
    return told.numerator != numerator or (denominator is not None and told.denominator != denominator)


def _lies_in(month: date, period: date, months: int) -> bool:
    return 0 <= (month.year - period.year) * 12 + month.month - period.month < months


def _due(given: argparse.Namespace) -> int:
    from excel_scorecard.records.due import due

    made = due(
        given.project,
        given.indicator,
        today=_today(),
        within=given.within,
        out=given.out,
        keep_days=given.keep,
    )
    cases = made.cases
    if given.json:
        report = {
            "path": str(made.path),
            "as_of": cases.as_of.isoformat(),
            "due": {team: len(rows) for team, rows in cases.by_team.items()},
            "passed": cases.passed,
            "delete_by": made.delete_by.isoformat(),
        }
        print_json(report)
        return 0
    teams = len(cases.by_team)
    print(f"{made.path}: {cases.count} due in {teams} team{'' if teams == 1 else 's'}, {cases.passed} have passed.")
    print(
        f"  It is about persons: keep it where only those can open it who may, delete it by {made.delete_by:%d/%m/%Y}."
    )
    return 0


def _today() -> date:
    return datetime.now().astimezone().date()
