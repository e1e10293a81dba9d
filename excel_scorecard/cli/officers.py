"""Commands of the officers' month: split, collect, refresh, check, diff."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from excel_scorecard.calendar import month_label, month_name
from excel_scorecard.cli.talk import Commands, files, month, print_json, tell
from excel_scorecard.errors import FindingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from excel_scorecard.workbook.collect.said_figures import FigureSaid
    from excel_scorecard.workbook.refresh import Refreshed
    from excel_scorecard.workbook.refresh.changes import Change

CONCERNS_IN_WORDS = "the main areas of concern"
SHOWN = 12  # changed cells that are printed; --json and --dry-run have all


def add(commands: Commands) -> None:
    """Add split, collect, refresh, check and diff."""
    _add_split(commands)
    _add_collect(commands)
    _add_refresh(commands)
    _add_check(commands)
    _add_diff(commands)


def _project_option(made: argparse.ArgumentParser, about: str) -> None:
    made.add_argument("--project", type=Path, metavar="DIR", help=about)


# ---- split and collect -----------------------------------------------------------------------------------------------


def _add_split(commands: Commands) -> None:
    made = commands.add(
        "split",
        _split,
        "Make one small workbook for every owner, to write into and send back",
        "split scorecard-2026-03.xlsx --by owner --out parts",
    )
    made.add_argument("workbook", type=Path, metavar="WORKBOOK", help="the month's workbook; it stays as it is")
    made.add_argument("--by", choices=("owner",), default="owner", help="what the pages are divided by; default owner")
    made.add_argument("--out", type=Path, metavar="DIR", help="folder for the parts; default the workbook's")
    made.add_argument("--json", action="store_true", help="result and findings for machines")


def _split(given: argparse.Namespace) -> int:
    from excel_scorecard.workbook.split import split

    done = split(given.workbook, by=given.by, out=given.out)
    if given.json:
        parts = [{"owner": p.owner, "path": str(p.path), "indicators": list(p.indicators)} for p in done.parts]
        print_json({"parts": parts, "findings": [finding.as_dict() for finding in done.findings]})
        return 0
    tell(given, done.findings)
    for part in done.parts:
        count = len(part.indicators)
        print(f"{part.path}: {part.owner or 'no owner'}, {count} indicator{'' if count == 1 else 's'}")
    back = (given.out or given.workbook.parent) / f"{given.workbook.stem}-*.xlsx"
    print(f'Send each to its owner. When they are back there: excel-scorecard collect "{back}" --project DIR')
    return 0


def _add_collect(commands: Commands) -> None:
    made = commands.add(
        "collect",
        _collect,
        "Read back what officers wrote and corrected, from one workbook or several copies, into the project",
        "collect scorecard-2026-03.xlsx --project examples/fictional-council",
    )
    made.add_argument("workbooks", type=Path, nargs="+", metavar="WORKBOOK", help="workbook, or copies of one")
    made.add_argument(
        "--project", type=Path, default=Path(), metavar="DIR", help="folder of their project; default this folder"
    )
    made.add_argument("--into", type=Path, metavar="MASTER", help="workbook into which the merge is written too")
    made.add_argument(
        "--replace-texts",
        action="store_true",
        help="let the workbook's text take the place of one that the project's file has come to say meanwhile",
    )
    made.add_argument("--dry-run", action="store_true", help="say what would be collected; write nothing")
    made.add_argument("--json", action="store_true", help="result and findings for machines")


def _collect(given: argparse.Namespace) -> int:
    from excel_scorecard.workbook.collect import collect

    done = collect(
        files(given.workbooks), given.project, into=given.into, replace_texts=given.replace_texts, dry_run=given.dry_run
    )
    if given.json:
        report = {
            "month": f"{done.month:%Y-%m}",
            "workbooks": list(done.workbooks),
            "texts": [{"of": t.of, "slot": t.slot, "text": t.text, "from": t.file} for t in done.texts],
            "figures": [_figure(figure) for figure in done.figures],
            "files": [str(path) for path in done.files],
            "findings": [finding.as_dict() for finding in done.findings],
        }
        print_json(report)
        return 0
    tell(given, done.findings)
    for text in done.texts:
        line = " ".join(text.text.split())
        what = CONCERNS_IN_WORDS if text.of == text.slot else f"{text.of}, {text.slot.replace('_', ' ')}"
        print(f"  {what}: {line[:70]}{'...' if len(line) > 70 else ''}")
    for figure in done.figures:
        print("  {of}, {area} {period}: {part} {was} -> {now} ({from})".format(**_figure(figure)))
    counts = (
        f"From {', '.join(done.workbooks)}: {_count(len(done.texts), 'text')} and {_count(len(done.figures), 'figure')}"
    )
    if given.dry_run:
        print(f"{counts} would be collected; nothing was written.")
    elif done.files:
        print(f"{counts} collected into {', '.join(str(path) for path in done.files)}.")
        if given.into in done.files:
            print(f"To work out what hangs on them: excel-scorecard refresh {given.into} --project {given.project}")
    else:
        print("The project says all of it already; nothing was written.")
    return 0


def _figure(figure: "FigureSaid") -> dict[str, str]:
    return {
        "of": figure.of,
        "area": figure.area,
        "period": month_label(figure.last),
        "part": figure.part,
        "was": figure.was or "nothing",
        "now": figure.text or "nothing",
        "from": figure.file,
    }


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


# ---- check and diff --------------------------------------------------------------------------------------------------


def _add_check(commands: Commands) -> None:
    made = commands.add(
        "check",
        _check,
        "List what is still to do before a workbook is sent round, or what is wrong with a project",
        "check scorecard-2026-03.xlsx --project examples/fictional-council",
    )
    made.add_argument("target", type=Path, metavar="WORKBOOK|PROJECT", help="workbook, or a project's folder")
    _project_option(made, "the workbook's project: its figures are compared too")
    made.add_argument("--json", action="store_true", help="findings for machines")


def _check(given: argparse.Namespace) -> int:
    from excel_scorecard.workbook.check import check

    findings = check(given.target, given.project)
    errors = sum(finding.level == "error" for finding in findings)
    code = FindingsError.exit_code if errors else 0
    if given.json:
        print_json({"findings": [finding.as_dict() for finding in findings], "exit_code": code})
        return code
    for finding in findings:
        print(f"{finding.level}: {finding}")
    rest = len(findings) - errors
    print(f"{given.target}: {errors} to mend, {rest} to look at." if findings else f"{given.target}: all clear.")
    return code


def _add_diff(commands: Commands) -> None:
    made = commands.add(
        "diff",
        _diff,
        "Say what changed between two workbooks or two months, with a paragraph for the cover report",
        "diff scorecard-2026-02.xlsx scorecard-2026-03.xlsx",
    )
    made.add_argument("before", type=Path, metavar="A", help="the earlier workbook")
    made.add_argument("after", type=Path, metavar="B", help="the later one")
    made.add_argument("--paragraph", action="store_true", help="only the paragraph for the cover report")
    made.add_argument("--json", action="store_true", help="all differences for machines")


def _diff(given: argparse.Namespace) -> int:
    from excel_scorecard.workbook.diff import diff

    found = diff(given.before, given.after)
    if given.json:
        print_json(found.as_dict())
    else:
        print(found.paragraph if given.paragraph else found.text())
    return 0


# ---- refresh ---------------------------------------------------------------------------------------------------------


def _add_refresh(commands: Commands) -> None:
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
    _print_changes(done.changes, whole=given.dry_run)
    print(_outcome(done, is_trial=given.dry_run))
    print(f"  {done.ledger.line}")
    if done.path != given.workbook and given.output is None:
        print(
            f"  The folder is kept in step with a server, so {given.workbook.name} was not written over. Use this file "
            "from now on; or write over it with --in-place when nobody has it open.",
            file=sys.stderr,
        )
    if done.backup:
        print(f"  As it was: {done.backup}", file=sys.stderr)
    return 0


def _print_changes(changes: "Sequence[Change]", *, whole: bool) -> None:
    """What changed, sheet by sheet: what the cells say in full, what follows by itself in a line."""
    told = [change for change in changes if change.kind not in {"computed", "limits"}]
    shown = told if whole else told[:SHOWN]
    for change in shown:
        print(f"  {change}")
    if len(shown) < len(told):
        print(f"  and {_count(len(told) - len(shown), 'cell')} more (--dry-run or --json lists them all)")
    if pages := {change.sheet for change in changes if change.kind == "limits"}:
        print(f"  and the process limits of {_count(len(pages), 'page')}, worked out anew")
    if computed := sum(change.kind == "computed" for change in changes):
        print(f"  and {_count(computed, 'formula')} that had no value: they have one again")


def _outcome(done: "Refreshed", *, is_trial: bool) -> str:
    """The result in a line."""
    count = sum(change.kind != "limits" for change in done.changes)
    cells = f"{count} cell{'' if count == 1 else 's'}"
    if is_trial:
        return f"{done.path}: {cells} would change; nothing was written. {done.scorecard.counts_text}."
    if done.is_written and not count:
        return f"{done.path}: no cell changed; what the workbook remembers of them is up to date."
    if not done.is_written:
        return f"{done.path}: nothing had to change. {done.scorecard.counts_text}."
    moved = f" It shows {month_name(done.scorecard.month)} now." if done.is_rolled else ""
    return f"{done.path}: {cells} changed.{moved} {done.scorecard.counts_text}."
