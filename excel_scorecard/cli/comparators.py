"""Commands of comparators: figures of other councils taken from official statistics."""

import argparse
import sys
from pathlib import Path

from excel_scorecard.cli.talk import Commands, files, print_json, tell


def add(commands: Commands) -> None:
    """Add comparators import."""
    of = commands.under("comparators", "Take figures of other councils to compare with", "comparators import --help")
    made = of.add(
        "import",
        _import,
        "Take England, the region and statistical neighbours from official statistics into comparators.csv",
        "comparators import examples/fictional-council/releases/*.csv --project examples/fictional-council",
    )
    made.add_argument(
        "files",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="release as downloaded (CSV), or the list of statistical neighbours",
    )
    made.add_argument(
        "--project", type=Path, default=Path(), metavar="DIR", help="folder with the project's settings, or their file"
    )
    made.add_argument("--json", action="store_true", help="result and findings for machines")


def _import(given: argparse.Namespace) -> int:
    from excel_scorecard.comparators import import_comparators

    done = import_comparators(given.project, files(given.files))
    if given.json:
        report = {
            "path": str(done.path),
            "added": done.added,
            "replaced": done.replaced,
            "rows": [{key: str(value) for key, value in row._asdict().items()} for row in done.rows],
            "read": list(done.read),
            "without": list(done.without),
            "findings": [f.as_dict() for f in done.findings],
        }
        print_json(report)
        return 0
    tell(given, done.findings)
    for said in done.read:
        print(f"  {said}")
    for said in done.without:
        print(f"not found in any file: {said}", file=sys.stderr)
    indicators = len({row.indicator for row in done.rows})
    counted = f"{indicators} indicator{'' if indicators == 1 else 's'}"
    figures = f"{done.added} figure{'' if done.added == 1 else 's'}"
    print(f"{done.path}: {figures} added, {done.replaced} replaced, for {counted}.")
    return 0
