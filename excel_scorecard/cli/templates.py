"""Commands for whoever designs the template."""

import argparse
from pathlib import Path

from excel_scorecard.cli.talk import Commands, print_json, tell
from excel_scorecard.errors import FindingsError


def add(commands: Commands) -> None:
    """Add template new, check and describe."""
    kinds = commands.under("template", "Make a template, look into it, check it", "template describe")
    new = kinds.add(
        "new",
        _template_new,
        "Make the stock template in a council's own colours, font and logo",
        "template new --brand templates/brand.toml -o mine.xlsx",
    )
    new.add_argument("--brand", type=Path, required=True, metavar="FILE", help="brand.toml: colours, font, logo")
    new.add_argument(
        "-o", "--output", type=Path, default=Path("template.xlsx"), metavar="FILE", help="template to write"
    )
    new.add_argument("--overwrite", action="store_true", help="replace a file that is there")
    checked = kinds.add(
        "check",
        _template_check,
        "List what a template has wrong, with sheet, cell and how to mend it",
        "template check templates/standard.xlsx --project examples/fictional-council",
    )
    checked.add_argument("file", type=Path, nargs="?", metavar="FILE", help="template; default the stock one")
    checked.add_argument("--project", type=Path, metavar="DIR", help="fill this project on trial, in memory")
    checked.add_argument("--json", action="store_true", help="findings for machines")
    described = kinds.add(
        "describe",
        _template_describe,
        "Print the names that a template has and lacks",
        "template describe templates/standard.xlsx",
    )
    described.add_argument("file", type=Path, nargs="?", metavar="FILE", help="template; default the stock one")


def _template_new(given: argparse.Namespace) -> int:
    from excel_scorecard.brand.own import new_template

    findings = new_template(given.brand, given.output, overwrite=given.overwrite)
    tell(given, findings)
    print(f"{given.output}: the stock template in the look of {given.brand}. Open it in Excel and make it yours.")
    return 0


def _template_check(given: argparse.Namespace) -> int:
    from excel_scorecard.brand.shipped import find_template
    from excel_scorecard.workbook.template_check import check_template, counts

    checked = check_template(find_template(str(given.file) if given.file else "standard", Path()), given.project)
    code = FindingsError.exit_code if any(f.level == "error" for f in checked.findings) else 0
    if given.json:
        report = {"has": checked.has, "findings": [f.as_dict() for f in checked.findings]}
        print_json(report)
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
