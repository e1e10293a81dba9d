"""Talk: how every command speaks to people and to machines, and how it takes its place in the list of commands."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from excel_scorecard.errors import Finding, ScorecardError

Run = Callable[[argparse.Namespace], int]


class Commands:
    """The list of commands, or of those under one of them, while it is made."""

    def __init__(self, group: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
        self._group = group

    def add(self, name: str, run: Run | None, about: str, example: str) -> argparse.ArgumentParser:
        """A command with what it is about and one example; its options are the caller's to add."""
        made = self._group.add_parser(
            name,
            help=about,
            description=about,
            epilog=f"Example:  excel-scorecard {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        made.set_defaults(run=run)
        return made

    def under(self, name: str, about: str, example: str) -> "Commands":
        """A command that has commands of its own."""
        made = self.add(name, None, about, example)
        return Commands(made.add_subparsers(title="commands", metavar="COMMAND", required=True))


def print_json(report: object) -> None:
    """A result for machines, on standard output."""
    # on a console or in a file that is not UTF-8, only ASCII is certain to stay JSON
    is_unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(report, ensure_ascii=not is_unicode, indent=2))


def tell(given: argparse.Namespace, findings: Sequence[Finding], error: ScorecardError | None = None) -> None:
    """Findings, or the one error that there is, on standard error; for machines all of it as JSON."""
    if getattr(given, "json", False):
        report: dict[str, object] = {"findings": [f.as_dict() for f in findings]}
        if error is not None:
            told = getattr(error, "problems", (error,))  # settings tell all that is wrong with them at once
            report["errors"] = [{"what": e.what, "where": e.where, "mend": e.mend} for e in told]
            report["exit_code"] = error.exit_code
        print_json(report)
        return
    for finding in findings:
        print(f"{finding.level}: {finding}", file=sys.stderr)
    if error is not None and not findings:
        print(error, file=sys.stderr)


def files(given: Sequence[Path]) -> list[Path]:
    """The files that were named. Windows leaves it to a program to find what `parts/*.xlsx` stands for."""
    found: list[Path] = []
    for path in given:
        is_pattern = not path.exists() and any(mark in path.name for mark in "*?")
        matching = sorted(path.parent.glob(path.name)) if is_pattern else []
        # what Excel lays beside an open workbook is none
        found += [each for each in matching if not each.name.startswith("~$")] or [path]
    return list(dict.fromkeys(found))


def month(text: str) -> date:
    """A month of the command line, `2026-03`, as its first day."""
    from excel_scorecard.calendar import read_month

    try:
        return read_month(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a month; write it as 2026-03") from error
