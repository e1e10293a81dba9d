"""Command line: one thin command for each public function. On top of everything; nothing imports it.

Results go to standard output, talk and findings to standard error; `--json` gives both to machines.
"""

import argparse
import json
import os
import sys
import traceback
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from excel_scorecard import __version__
from excel_scorecard.errors import Finding, FindingsError, ScorecardError

OUR_FAULT = 5
EXIT_CODES = """exit codes: 0 done; 1 error findings; 2 wrong usage or project; 3 template and data do not fit;
4 would lose human edits; 5 our fault; 6 the machine would not let us (file open, disk full, no LibreOffice)"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    # Windows' console may not know every character of a title
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    given = _parser().parse_args(arguments)
    try:
        code: int = given.run(given)
        sys.stdout.flush()
    except FindingsError as error:
        _tell(given, error.findings, error)
        return error.exit_code
    except ScorecardError as error:
        _tell(given, (), error)
        return error.exit_code
    except BrokenPipeError:
        # whoever read our output has seen enough (`| head`); Python would complain once more on closing it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("Stopped; nothing was written.", file=sys.stderr)
        return OUR_FAULT
    except Exception:  # the last word to a user is never a bare traceback
        traceback.print_exc()
        print(
            f"This is a fault of excel_scorecard {__version__}, not yours. Nothing was written.\n"
            "Please report the lines above.",
            file=sys.stderr,
        )
        return OUR_FAULT
    return code


def _tell(given: argparse.Namespace, findings: Sequence[Finding], error: ScorecardError | None = None) -> None:
    if getattr(given, "json", False):
        report: dict[str, object] = {"findings": [f.as_dict() for f in findings]}
        if error is not None:
            told = getattr(error, "problems", (error,))  # settings tell all that is wrong with them at once
            report["errors"] = [{"what": e.what, "where": e.where, "mend": e.mend} for e in told]
            report["exit_code"] = error.exit_code
        print(json.dumps(report, ensure_ascii=False, indent=2))
        return
    for finding in findings:
        print(f"{finding.level}: {finding}", file=sys.stderr)
    if error is not None and not findings:
        print(error, file=sys.stderr)


# ---- commands --------------------------------------------------------------------------------------------------------


def _build(given: argparse.Namespace) -> int:
    from excel_scorecard.workbook.build import build

    built = build(given.project, month=given.month, output=given.output, overwrite=given.overwrite)
    if given.json:
        report = {
            "path": str(built.path),
            "month": f"{built.scorecard.month:%Y-%m}",
            "counts": built.scorecard.counts_text,
            "findings": [f.as_dict() for f in built.findings],
        }
        print(json.dumps(report, ensure_ascii=False, indent=2))
        return 0
    _tell(given, built.findings)
    count = len(built.scorecard.pages)
    print(f"{built.path}: {count} indicator{'' if count == 1 else 's'}. {built.scorecard.counts_text}.")
    return 0


def _demo(given: argparse.Namespace) -> int:
    from excel_scorecard.brand.shipped import shipped
    from excel_scorecard.errors import MachineError
    from excel_scorecard.workbook.build import build

    try:
        given.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        mend = "Give another folder with --out."
        raise MachineError(f"the folder cannot be made ({error.strerror})", where=str(given.out), mend=mend) from error
    output = given.out / "northshire-scorecard.xlsx"
    built = build(shipped("examples") / "fictional-council", output=output)
    _tell(given, built.findings)
    print(f"{built.path}: the scorecard of a fictional council. {built.scorecard.counts_text}. Open it in Excel.")
    return 0


def _preview(given: argparse.Namespace) -> int:
    from excel_scorecard.preview import preview

    out = given.out or Path(f"{given.file.stem}-pages")
    for page in preview(given.file, out, grey=given.grey):
        print(page)
    return 0


def _template_describe(given: argparse.Namespace) -> int:
    from excel_scorecard.brand.shipped import find_template
    from excel_scorecard.workbook.describe import describe

    print(describe(find_template(str(given.file) if given.file else "standard", Path())))
    return 0


def _schema(given: argparse.Namespace) -> int:  # noqa: ARG001  # all commands have one shape
    from excel_scorecard.project import project_schema

    print(json.dumps(project_schema(), ensure_ascii=False, indent=2))
    return 0


# ---- words -----------------------------------------------------------------------------------------------------------


def _month(text: str) -> date:
    from excel_scorecard.calendar import read_month

    try:
        return read_month(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a month; write it as 2026-03") from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="excel-scorecard",
        description="Fill a council's own branded Excel template with the month's performance scorecard.",
        epilog=f"{EXIT_CODES}\n\nExample:  excel-scorecard demo",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"excel-scorecard {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, run: object, about: str, example: str, under: object = None) -> argparse.ArgumentParser:
        group = under if under is not None else commands
        made: argparse.ArgumentParser = group.add_parser(  # type: ignore[attr-defined]  # argparse's own type is private
            name,
            help=about,
            description=about,
            epilog=f"Example:  excel-scorecard {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        made.set_defaults(run=run)
        return made

    demo = command(
        "demo",
        _demo,
        "Build the scorecard of a fictional council, to see what it looks like",
        "demo --out scorecard-demo",
    )
    demo.add_argument("--out", type=Path, default=Path("scorecard-demo"), metavar="DIR", help="folder for the workbook")

    build = command(
        "build",
        _build,
        "Build the month's workbook from a project's folder",
        "build examples/fictional-council --month 2026-03",
    )
    build.add_argument("project", type=Path, metavar="PROJECT", help="folder with scorecard.toml, or that file")
    build.add_argument(
        "--month",
        type=_month,
        metavar="YYYY-MM",
        help="month to show; default the project's, or the latest in the figures",
    )
    build.add_argument("-o", "--output", type=Path, metavar="FILE", help="workbook to write")
    build.add_argument("--overwrite", action="store_true", help="replace a workbook that was saved since it was built")
    build.add_argument("--json", action="store_true", help="result and findings for machines")

    preview = command(
        "preview",
        _preview,
        "Draw a workbook's pages as pictures, through LibreOffice",
        "preview scorecard-demo/northshire-scorecard.xlsx --out pages",
    )
    preview.add_argument("file", type=Path, metavar="FILE", help="workbook")
    preview.add_argument("--out", type=Path, metavar="DIR", help="folder for the pictures")
    preview.add_argument("--grey", action="store_true", help="as a black-and-white printer would")

    template = command("template", None, "Look into a template", "template describe")
    kinds = template.add_subparsers(title="commands", metavar="COMMAND", required=True)
    described = command(
        "describe",
        _template_describe,
        "Print the names that a template has and lacks",
        "template describe templates/standard.xlsx",
        kinds,
    )
    described.add_argument("file", type=Path, nargs="?", metavar="FILE", help="template; default the stock one")

    command("schema", _schema, "Print the JSON Schema of scorecard.toml", "schema")
    return parser
