"""Commands of the officers' month: refresh."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from excel_scorecard.calendar import month_name
from excel_scorecard.cli.talk import Commands, month, print_json, tell

if TYPE_CHECKING:
    from excel_scorecard.workbook.refresh import Refreshed

SHOWN = 12  # changed cells that are printed; --json and --dry-run have all


def add(commands: Commands) -> None:
    """Add refresh."""
    refreshed = commands.add(
        "refresh",
        _refresh,
        "Put new figures, or a new month, into a workbook that officers have edited; their edits stand",
        "refresh scorecard-2026-03.xlsx --project examples/fictional-council --dry-run",
    )
    refreshed.add_argument("workbook", type=Path, metavar="WORKBOOK", help="the officers' workbook")
    refreshed.add_argument(
        "--project", type=Path, default=Path(), metavar="DIR", help="folder of its project; default this folder"
    )
    refreshed.add_argument(
        "--month", type=month, metavar="YYYY-MM", help="month to show; a later one than now moves the workbook on"
    )
    refreshed.add_argument(
        "--corrections",
        choices=("stop", "keep", "replace"),
        default="stop",
        help="figures that officers corrected and the project does not agree with: list them and stop (default), let "
        "them stand, or take the project's",
    )
    refreshed.add_argument("--dry-run", action="store_true", help="say what would change, cell by cell; write nothing")
    refreshed.add_argument(
        "--in-place", action="store_true", help="write over the file even in a OneDrive or SharePoint folder"
    )
    refreshed.add_argument("-o", "--output", type=Path, metavar="FILE", help="another file for the result")
    refreshed.add_argument(
        "--ledger", type=Path, metavar="FILE", help="file for what became of each part of the workbook; .json or text"
    )
    refreshed.add_argument("--json", action="store_true", help="result, changes and findings for machines")


def _refresh(given: argparse.Namespace) -> int:
    from excel_scorecard.workbook.refresh import refresh

    done = refresh(
        given.workbook,
        given.project,
        month=given.month,
        corrections=given.corrections,
        dry_run=given.dry_run,
        in_place=given.in_place,
        output=given.output,
        ledger=given.ledger,
    )
    if given.json:
        report = {
            "path": str(done.path),
            "backup": str(done.backup) if done.backup else None,
            "month": f"{done.scorecard.month:%Y-%m}",
            "counts": done.scorecard.counts_text,
            "written": done.is_written,
            "moved_on": done.is_rolled,
            "ledger": done.ledger.line,
            "changes": [change.as_dict() for change in done.changes],
            "findings": [finding.as_dict() for finding in done.findings],
        }
        print_json(report)
        return 0
    tell(given, done.findings)
    shown = done.changes if given.dry_run else done.changes[:SHOWN]
    for change in shown:
        print(f"  {change}")
    if len(shown) < len(done.changes):
        print(f"  and {len(done.changes) - len(shown)} cells more (--dry-run or --json lists them all)")
    print(_outcome(done, is_trial=given.dry_run))
    print(f"  {done.ledger.line}")
    if done.backup:
        print(f"  As it was: {done.backup}", file=sys.stderr)
    return 0


def _outcome(done: "Refreshed", *, is_trial: bool) -> str:
    """The result in a line."""
    count = len(done.changes)
    cells = f"{count} cell{'' if count == 1 else 's'}"
    if is_trial:
        return f"{done.path}: {cells} would change; nothing was written. {done.scorecard.counts_text}."
    if not done.is_written:
        return f"{done.path}: nothing had to change. {done.scorecard.counts_text}."
    moved = f" It shows {month_name(done.scorecard.month)} now." if done.is_rolled else ""
    return f"{done.path}: {cells} changed.{moved} {done.scorecard.counts_text}."
