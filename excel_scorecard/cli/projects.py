"""Commands that make a project, its figures and its workbook."""

import argparse
import sys
from pathlib import Path

from excel_scorecard.cli.talk import Commands, month, print_json, tell
from excel_scorecard.errors import MachineError


def add(commands: Commands) -> None:
    """Add demo, init, build and figures."""
    demo = commands.add(
        "demo",
        _demo,
        "Build the scorecard of a fictional council, to see what it looks like",
        "demo --out scorecard-demo",
    )
    demo.add_argument("--out", type=Path, default=Path("scorecard-demo"), metavar="DIR", help="folder for the workbook")

    init = commands.add(
        "init",
        _init,
        "Make a new project to fill in, or turn a project of text files into a workbook and back",
        "init our-scorecard",
    )
    init.add_argument("folder", type=Path, nargs="?", metavar="DIR", help="folder for the new project")
    init.add_argument("--toml", action="store_true", help="text files instead of scorecard.xlsx")
    init.add_argument("--convert", type=Path, metavar="PROJECT", help="project to write the other way, beside it")
    init.add_argument("--out", type=Path, metavar="DIR", help="folder for the converted project")
    init.add_argument(
        "--records",
        action="store_true",
        help="records.toml to fill in as well, for figures that are counted; into a project that is there, it alone",
    )

    build = commands.add(
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
        type=month,
        metavar="YYYY-MM",
        help="month to show; default the project's, or the latest in the figures",
    )
    build.add_argument("-o", "--output", type=Path, metavar="FILE", help="workbook to write")
    build.add_argument(
        "--previous", type=Path, metavar="LAST", help="workbook whose texts, months and revisions a new one takes over"
    )
    build.add_argument("--overwrite", action="store_true", help="replace a workbook that was saved since it was built")
    build.add_argument(
        "--ledger", type=Path, metavar="FILE", help="file for what became of each part of the template; .json or text"
    )
    build.add_argument(
        "--each",
        metavar="AXIS",
        help="a workbook for each area, authority, or area of another axis; -o is their folder then",
    )
    build.add_argument("--processes", type=int, metavar="N", help="of --each, how many build at once; default all")
    build.add_argument("--json", action="store_true", help="result and findings for machines")

    sheets = commands.under(
        "figures", "Type a month's figures, and keep those that were published", "figures new --help"
    )
    new = sheets.add(
        "new",
        _figures_new,
        "Make a workbook with a blank row for every figure to be typed for a month, the last one beside it",
        "figures new examples/fictional-council --month 2026-04 -o april.xlsx",
    )
    _project(into=new)
    new.add_argument("--month", type=month, metavar="YYYY-MM", required=True, help="month to type figures for")
    new.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help="workbook to write; default figures/YYYY-MM.xlsx in the project",
    )
    new.add_argument("--json", action="store_true", help="result and findings for machines")
    keep = sheets.add(
        "keep",
        _figures_keep,
        "Keep a month's figures as they were published, in the project's history",
        "figures keep examples/fictional-council --month 2026-03",
    )
    _project(into=keep)
    keep.add_argument("--month", type=month, metavar="YYYY-MM", required=True, help="month that was published")
    keep.add_argument("--json", action="store_true", help="result and findings for machines")


def _project(*, into: argparse.ArgumentParser) -> None:
    into.add_argument(
        "project",
        type=Path,
        nargs="?",
        default=Path(),
        metavar="PROJECT",
        help="folder with the project's settings, or their file; default this folder",
    )


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
    tell(given, built.findings)
    print(f"{built.path}: the scorecard of a fictional council. {built.scorecard.counts_text}. Open it in Excel.")
    return 0


def _init(given: argparse.Namespace) -> int:
    from excel_scorecard.errors import ProjectError
    from excel_scorecard.setup import convert, start

    if (given.folder is None) == (given.convert is None):
        mend = "Write `excel-scorecard init DIR`, or `excel-scorecard init --convert PROJECT`."
        raise ProjectError("give a folder for a new project, or a project to convert.", where="init", mend=mend)
    if given.convert is not None and given.records:
        mend = "Convert first, then write `excel-scorecard init DIR --records`."
        raise ProjectError("a project is converted with the records that it has.", where="init", mend=mend)
    if given.convert is None:
        if not (given.records and _is_project(given.folder)):
            started = start(given.folder, as_text=given.toml)
            print(f"{started.folder}: a new project, with {', '.join(started.files)}.", *started.next_steps, sep="\n")
        if given.records:
            from excel_scorecard.records.starter import write_starter

            print(f"{write_starter(given.folder)}: where the records lie, to be filled in; docs/records.md says how.")
        return 0
    converted = convert(given.convert, given.out)
    print(f"{converted.folder}: the same project. The old one is as it was; keep the one that you want to work in.")
    for what in converted.left_behind:
        print(f"Not carried over: {what}.", file=sys.stderr)
    return 0


def _is_project(folder: Path) -> bool:
    from excel_scorecard.project import SETTINGS_BOOK, SETTINGS_FILE

    return any((folder / name).is_file() for name in (SETTINGS_BOOK, SETTINGS_FILE))


def _build(given: argparse.Namespace) -> int:
    from excel_scorecard.workbook.build import build

    if given.each is not None:
        return _build_each(given)
    built = build(
        given.project,
        month=given.month,
        output=given.output,
        overwrite=given.overwrite,
        ledger=given.ledger,
        previous=given.previous,
    )
    if given.json:
        report = {
            "path": str(built.path),
            "month": f"{built.scorecard.month:%Y-%m}",
            "counts": built.scorecard.counts_text,
            "ledger": built.ledger.line,
            "findings": [f.as_dict() for f in built.findings],
            **({"records": built.account.as_dict()} if built.account and built.account.lines() else {}),
        }
        print_json(report)
        return 0
    tell(given, built.findings)
    count = len(built.scorecard.pages)
    print(f"{built.path}: {count} indicator{'' if count == 1 else 's'}. {built.scorecard.counts_text}.")
    print(f"  {built.ledger.line}")
    for line in built.account.lines() if built.account else ():
        print(f"  {line}")
    return 0


def _build_each(given: argparse.Namespace) -> int:
    from excel_scorecard.errors import FindingsError, ProjectError
    from excel_scorecard.workbook.each import build_each

    for word, value in (("--previous", given.previous), ("--ledger", given.ledger)):
        if value is not None:
            raise ProjectError(f"{word} is of one workbook.", where="build --each", mend=f"Leave {word} out.")
    if given.processes is not None and given.processes < 1:
        raise ProjectError("there must be a process.", where="build --processes", mend="Write 1 or more.")
    made = build_each(
        given.project,
        axis=given.each,
        month=given.month,
        folder=given.output,
        overwrite=given.overwrite,
        processes=given.processes,
        progress=_progress,
    )
    code = FindingsError.exit_code if made.failed else 0
    findings = [*made.findings, *(finding for one in made.built for finding in one.findings)]
    if given.json:
        report = {
            "path": str(made.folder),
            "month": f"{made.month:%Y-%m}",
            "built": [
                {"area": one.area, "path": str(one.path), "counts": one.counts_text, "left_out": list(one.left_out)}
                for one in made.built
            ],
            "failed": [
                {"area": one.area, "path": str(one.path), "what": one.what, "where": one.where, "mend": one.mend}
                for one in made.failed
            ],
            **({"records": made.account.as_dict()} if made.account and made.account.lines() else {}),
            "findings": [f.as_dict() for f in findings],
            "exit_code": code,
        }
        print_json(report)
        return code
    tell(given, findings)
    for left_out in dict.fromkeys(one.left_out for one in made.built if one.left_out):
        whose = [one.area for one in made.built if one.left_out == left_out]
        print(f"not in the workbook of {', '.join(whose)}: {', '.join(left_out)} (no figures by area)", file=sys.stderr)
    for failed in made.failed:
        print(failed, file=sys.stderr)
    count = len(made.built)
    said = f"{made.folder}: {count} workbook{'' if count == 1 else 's'} for {made.month:%Y-%m}"
    print(f"{said}, {len(made.failed)} not built." if made.failed else f"{said}.")
    for line in made.account.lines() if made.account else ():
        print(f"  {line}")
    return code


def _progress(done: int, count: int, area: str) -> None:
    """One line that is written over on a screen; in a file a line for every tenth."""
    if sys.stderr.isatty():
        print(f"\r{done} of {count}: {area[:40]:40}", end="\n" if done == count else "", file=sys.stderr, flush=True)
    elif done % 10 == 0 or done == count:
        print(f"{done} of {count} done", file=sys.stderr, flush=True)


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
        print_json(report)
        return 0
    tell(given, made.findings)
    for reason in made.left_out:
        print(f"not in it: {reason}", file=sys.stderr)
    print(
        f"{made.path}: {made.rows} figure{'' if made.rows == 1 else 's'} to type. Fill it in Excel, save it, and build."
    )
    return 0


def _figures_keep(given: argparse.Namespace) -> int:
    from excel_scorecard.figures.keep import keep_figures
    from excel_scorecard.project import read_project

    kept = keep_figures(read_project(given.project), given.month)
    if given.json:
        report = {"path": str(kept.path), "rows": kept.rows, "findings": [f.as_dict() for f in kept.findings]}
        print_json(report)
        return 0
    tell(given, kept.findings)
    print(f"{kept.path}: {kept.rows:,} figure{'' if kept.rows == 1 else 's'} kept.")
    return 0
