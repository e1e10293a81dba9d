"""Commands that look at any workbook, at the machine, and at what settings may say."""

import argparse
from pathlib import Path

from excel_scorecard.cli.talk import Commands, files, print_json
from excel_scorecard.errors import FindingsError, MachineError


def add(commands: Commands) -> None:
    """Add preview, lint, doctor and schema."""
    preview = commands.add(
        "preview",
        _preview,
        "Draw a workbook's pages as pictures, through LibreOffice",
        "preview scorecard-demo/northshire-scorecard.xlsx --out pages",
    )
    preview.add_argument("file", type=Path, metavar="FILE", help="workbook")
    preview.add_argument("--out", type=Path, metavar="DIR", help="folder for the pictures")
    preview.add_argument("--grey", action="store_true", help="as a black-and-white printer would")

    linted = commands.add(
        "lint",
        _lint,
        "List what Excel would repair in any workbook, which limits it breaks, and how it reads and prints",
        "lint templates/standard.xlsx --profile committee",
    )
    linted.add_argument("files", type=Path, nargs="*", metavar="FILE", help="workbook")
    linted.add_argument(
        "--profile",
        choices=("working", "committee", "plain"),
        default="working",
        help="an officer's file, a printed paper, or a file published for everybody; default working",
    )
    linted.add_argument("--json", action="store_true", help="findings for machines")
    linted.add_argument("--explain", metavar="CODE", help="what a rule asks, and why")
    doctor = commands.add(
        "doctor",
        _doctor,
        "Say what is there and what is blocked on this machine, in words for a helpdesk",
        "doctor",
    )
    doctor.add_argument("--json", action="store_true", help="the lines for machines")

    commands.add("schema", _schema, "Print the JSON Schema of scorecard.toml", "schema")


def _preview(given: argparse.Namespace) -> int:
    from excel_scorecard.preview import preview

    out = given.out or Path(f"{given.file.stem}-pages")
    for page in preview(given.file, out, grey=given.grey):
        print(page)
    return 0


def _lint(given: argparse.Namespace) -> int:
    from excel_scorecard.errors import ProjectError
    from excel_scorecard.ooxml.lint import RULES, explained, lint

    if given.explain is not None:
        words = explained(given.explain)
        if words is None:
            mend = f"The rules are {', '.join(rule.code for rule in RULES)}."
            raise ProjectError(f"there is no rule {given.explain}.", where="lint --explain", mend=mend)
        print(words)
        return 0
    if not given.files:
        mend = "Write `excel-scorecard lint FILE`, or `excel-scorecard lint --explain CODE`."
        raise ProjectError("name a workbook.", where="lint", mend=mend)
    findings = [finding for file in files(given.files) for finding in lint(file, given.profile)]
    errors = sum(1 for finding in findings if finding.level == "error")
    code = FindingsError.exit_code if errors else 0
    if given.json:
        print_json({"findings": [f.as_dict() for f in findings], "exit_code": code})
        return code
    for finding in findings:
        print(f"{finding.level}: {finding}")
    print(f"{len(files(given.files))} read: errors {errors}, warnings {len(findings) - errors}.")
    return code


def _doctor(given: argparse.Namespace) -> int:
    from excel_scorecard.doctor import examine, verdict

    lines = examine()
    code = MachineError.exit_code if any(line.is_in_the_way for line in lines) else 0
    if given.json:
        print_json({"lines": [line.as_dict() for line in lines], "verdict": verdict(lines), "exit_code": code})
        return code
    print("\n".join(map(str, lines)), f"\n{verdict(lines)}", sep="\n")
    return code


def _schema(given: argparse.Namespace) -> int:  # noqa: ARG001  # all commands have one shape
    from excel_scorecard.project import project_schema

    print_json(project_schema())
    return 0
