"""Command line: one thin command for each public function. On top of everything; nothing imports it.

Results go to standard output, talk and findings to standard error; `--json` gives both to machines.
"""

import argparse
import json
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from excel_scorecard import __version__
from excel_scorecard.errors import (
    Finding,
    FindingsError,
    MachineError,
    ScorecardError,
    is_path_too_long,
    path_too_long,
)

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
    except OSError as error:  # what no room below has put into words
        refused = _refused(error)
        _tell(given, (), refused)
        return refused.exit_code
    except KeyboardInterrupt:
        print("Stopped; nothing was written.", file=sys.stderr)
        return OUR_FAULT
    except Exception as error:  # the last word to a user is never a bare traceback
        if isinstance(error, ImportError) and not (error.name or "").startswith("excel_scorecard"):
            refused = _not_loaded(error)
            _tell(given, (), refused)
            return refused.exit_code
        traceback.print_exc()
        print(
            f"This is a fault of excel_scorecard {__version__}, not yours. Nothing was written.\n"
            "Please report the lines above.",
            file=sys.stderr,
        )
        return OUR_FAULT
    return code


def _refused(error: OSError) -> MachineError:
    place = Path(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes) else None
    if place is not None and is_path_too_long(error, place):
        return path_too_long(place)
    mend = "Close the file in other programs, check that you may use it, or run `python -m excel_scorecard doctor`."
    return MachineError(
        f"the machine refused ({error.strerror or error})", where=str(place or "this machine"), mend=mend
    )


def _not_loaded(error: ImportError) -> MachineError:
    mend = "Run `python -m excel_scorecard doctor`: it says which, and what to ask your helpdesk."
    return MachineError(f"a library is missing or may not be loaded ({error})", where=sys.executable, mend=mend)


def _print_json(report: object) -> None:
    # on a console or in a file that is not UTF-8, only ASCII is certain to stay JSON
    is_unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(report, ensure_ascii=not is_unicode, indent=2))


def _tell(given: argparse.Namespace, findings: Sequence[Finding], error: ScorecardError | None = None) -> None:
    if getattr(given, "json", False):
        report: dict[str, object] = {"findings": [f.as_dict() for f in findings]}
        if error is not None:
            told = getattr(error, "problems", (error,))  # settings tell all that is wrong with them at once
            report["errors"] = [{"what": e.what, "where": e.where, "mend": e.mend} for e in told]
            report["exit_code"] = error.exit_code
        _print_json(report)
        return
    for finding in findings:
        print(f"{finding.level}: {finding}", file=sys.stderr)
    if error is not None and not findings:
        print(error, file=sys.stderr)


# ---- commands --------------------------------------------------------------------------------------------------------


def _build(given: argparse.Namespace) -> int:
    from excel_scorecard.workbook.build import build

    built = build(given.project, month=given.month, output=given.output, overwrite=given.overwrite, ledger=given.ledger)
    if given.json:
        report = {
            "path": str(built.path),
            "month": f"{built.scorecard.month:%Y-%m}",
            "counts": built.scorecard.counts_text,
            "ledger": built.ledger.line,
            "findings": [f.as_dict() for f in built.findings],
        }
        _print_json(report)
        return 0
    _tell(given, built.findings)
    count = len(built.scorecard.pages)
    print(f"{built.path}: {count} indicator{'' if count == 1 else 's'}. {built.scorecard.counts_text}.")
    print(f"  {built.ledger.line}")
    return 0


def _figures_new(given: argparse.Namespace) -> int:
    from excel_scorecard.figures.new import new_figures
    from excel_scorecard.project import read_project

    made = new_figures(read_project(given.project), given.month, given.output)
    if given.json:
        report = {
            "path": str(made.path),
            "rows": made.rows,
            "left_out": list(made.left_out),
            "findings": [f.as_dict() for f in made.findings],
        }
        _print_json(report)
        return 0
    _tell(given, made.findings)
    for reason in made.left_out:
        print(f"not in it: {reason}", file=sys.stderr)
    print(
        f"{made.path}: {made.rows} figure{'' if made.rows == 1 else 's'} to type. Fill it in Excel, save it, and build."
    )
    return 0


def _demo(given: argparse.Namespace) -> int:
    from excel_scorecard.brand.shipped import shipped
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


def _init(given: argparse.Namespace) -> int:
    from excel_scorecard.errors import ProjectError
    from excel_scorecard.setup import convert, start

    if (given.folder is None) == (given.convert is None):
        mend = "Write `excel-scorecard init DIR`, or `excel-scorecard init --convert PROJECT`."
        raise ProjectError("give a folder for a new project, or a project to convert.", where="init", mend=mend)
    if given.convert is None:
        started = start(given.folder, as_text=given.toml)
        print(f"{started.folder}: a new project, with {', '.join(started.files)}.", *started.next_steps, sep="\n")
        return 0
    converted = convert(given.convert, given.out)
    print(f"{converted.folder}: the same project. The old one is as it was; keep the one that you want to work in.")
    for what in converted.left_behind:
        print(f"Not carried over: {what}.", file=sys.stderr)
    return 0


def _preview(given: argparse.Namespace) -> int:
    from excel_scorecard.preview import preview

    out = given.out or Path(f"{given.file.stem}-pages")
    for page in preview(given.file, out, grey=given.grey):
        print(page)
    return 0


def _template_new(given: argparse.Namespace) -> int:
    from excel_scorecard.brand.own import new_template

    findings = new_template(given.brand, given.output, overwrite=given.overwrite)
    _tell(given, findings)
    print(f"{given.output}: the stock template in the look of {given.brand}. Open it in Excel and make it yours.")
    return 0


def _template_check(given: argparse.Namespace) -> int:
    from excel_scorecard.brand.shipped import find_template
    from excel_scorecard.workbook.template_check import check_template, counts

    checked = check_template(find_template(str(given.file) if given.file else "standard", Path()), given.project)
    code = FindingsError.exit_code if any(f.level == "error" for f in checked.findings) else 0
    if given.json:
        report = {"has": checked.has, "findings": [f.as_dict() for f in checked.findings]}
        _print_json(report)
        return code
    for line in checked.has:
        print(f"has: {line}")
    for finding in checked.findings:
        print(f"{finding.level}: {finding}")
    print(counts(checked.findings))
    return code


def _template_describe(given: argparse.Namespace) -> int:
    from excel_scorecard.brand.shipped import find_template
    from excel_scorecard.workbook.describe import describe

    print(describe(find_template(str(given.file) if given.file else "standard", Path())))
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
    findings = [finding for file in given.files for finding in lint(file, given.profile)]
    errors = sum(1 for finding in findings if finding.level == "error")
    code = FindingsError.exit_code if errors else 0
    if given.json:
        _print_json({"findings": [f.as_dict() for f in findings], "exit_code": code})
        return code
    for finding in findings:
        print(f"{finding.level}: {finding}")
    print(f"{len(given.files)} read: errors {errors}, warnings {len(findings) - errors}.")
    return code


def _schema(given: argparse.Namespace) -> int:  # noqa: ARG001  # all commands have one shape
    from excel_scorecard.project import project_schema

    _print_json(project_schema())
    return 0


def _doctor(given: argparse.Namespace) -> int:
    from excel_scorecard.doctor import examine, verdict

    lines = examine()
    code = MachineError.exit_code if any(line.is_in_the_way for line in lines) else 0
    if given.json:
        _print_json({"lines": [line.as_dict() for line in lines], "verdict": verdict(lines), "exit_code": code})
        return code
    print("\n".join(map(str, lines)), f"\n{verdict(lines)}", sep="\n")
    return code


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

    init = command(
        "init",
        _init,
        "Make a new project to fill in, or turn a project of text files into a workbook and back",
        "init our-scorecard",
    )
    init.add_argument("folder", type=Path, nargs="?", metavar="DIR", help="folder for the new project")
    init.add_argument("--toml", action="store_true", help="text files instead of scorecard.xlsx")
    init.add_argument("--convert", type=Path, metavar="PROJECT", help="project to write the other way, beside it")
    init.add_argument("--out", type=Path, metavar="DIR", help="folder for the converted project")

    build = command(
        "build",
        _build,
        "Build the month's workbook from a project's folder",
        "build examples/fictional-council --month 2026-03",
    )
    build.add_argument(
        "project",
        type=Path,
        nargs="?",
        default=Path(),
        metavar="PROJECT",
        help="folder with scorecard.xlsx or scorecard.toml, or that file; default this folder",
    )
    build.add_argument(
        "--month",
        type=_month,
        metavar="YYYY-MM",
        help="month to show; default the project's, or the latest in the figures",
    )
    build.add_argument("-o", "--output", type=Path, metavar="FILE", help="workbook to write")
    build.add_argument("--overwrite", action="store_true", help="replace a workbook that was saved since it was built")
    build.add_argument(
        "--ledger", type=Path, metavar="FILE", help="file for what became of each part of the template; .json or text"
    )
    build.add_argument("--json", action="store_true", help="result and findings for machines")

    figures = command("figures", None, "Type a month's figures", "figures new --help")
    sheets = figures.add_subparsers(title="commands", metavar="COMMAND", required=True)
    new = command(
        "new",
        _figures_new,
        "Make a workbook with a blank row for every figure to be typed for a month, the last one beside it",
        "figures new examples/fictional-council --month 2026-04 -o april.xlsx",
        sheets,
    )
    new.add_argument(
        "project",
        type=Path,
        nargs="?",
        default=Path(),
        metavar="PROJECT",
        help="folder with the project's settings, or their file; default this folder",
    )
    new.add_argument("--month", type=_month, metavar="YYYY-MM", required=True, help="month to type figures for")
    new.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help="workbook to write; default figures/YYYY-MM.xlsx in the project",
    )
    new.add_argument("--json", action="store_true", help="result and findings for machines")

    preview = command(
        "preview",
        _preview,
        "Draw a workbook's pages as pictures, through LibreOffice",
        "preview scorecard-demo/northshire-scorecard.xlsx --out pages",
    )
    preview.add_argument("file", type=Path, metavar="FILE", help="workbook")
    preview.add_argument("--out", type=Path, metavar="DIR", help="folder for the pictures")
    preview.add_argument("--grey", action="store_true", help="as a black-and-white printer would")

    template = command("template", None, "Make a template, look into it, check it", "template describe")
    kinds = template.add_subparsers(title="commands", metavar="COMMAND", required=True)
    new = command(
        "new",
        _template_new,
        "Make the stock template in a council's own colours, font and logo",
        "template new --brand templates/brand.toml -o mine.xlsx",
        kinds,
    )
    new.add_argument("--brand", type=Path, required=True, metavar="FILE", help="brand.toml: colours, font, logo")
    new.add_argument(
        "-o", "--output", type=Path, default=Path("template.xlsx"), metavar="FILE", help="template to write"
    )
    new.add_argument("--overwrite", action="store_true", help="replace a file that is there")
    checked = command(
        "check",
        _template_check,
        "List what a template has wrong, with sheet, cell and how to mend it",
        "template check templates/standard.xlsx --project examples/fictional-council",
        kinds,
    )
    checked.add_argument("file", type=Path, nargs="?", metavar="FILE", help="template; default the stock one")
    checked.add_argument("--project", type=Path, metavar="DIR", help="fill this project on trial, in memory")
    checked.add_argument("--json", action="store_true", help="findings for machines")
    described = command(
        "describe",
        _template_describe,
        "Print the names that a template has and lacks",
        "template describe templates/standard.xlsx",
        kinds,
    )
    described.add_argument("file", type=Path, nargs="?", metavar="FILE", help="template; default the stock one")

    _lint_options(command)
    doctor = command(
        "doctor",
        _doctor,
        "Say what is there and what is blocked on this machine, in words for a helpdesk",
        "doctor",
    )
    doctor.add_argument("--json", action="store_true", help="the lines for machines")

    command("schema", _schema, "Print the JSON Schema of scorecard.toml", "schema")
    return parser


def _lint_options(command: Callable[..., argparse.ArgumentParser]) -> None:
    linted = command(
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
