"""Trial: what the package brings with it, and a small workbook built and read back from beginning to end."""

import tempfile
import warnings
from pathlib import Path

from excel_scorecard.brand.shipped import find_template, shipped
from excel_scorecard.doctor.line import Line
from excel_scorecard.errors import ScorecardError

SETTINGS = """
[scorecard]
organisation = "Trial (made up)"

[[indicator]]
id = "trial"
number = 1
title = "Trial of the machine"
unit = "percent"
good = "high"

[[indicator.target]]
from = 2026-01-01
target = 50
amber_within = 10
"""
FIGURES = "indicator,period,area,numerator,denominator\ntrial,2026-01,TOTAL,1,4\ntrial,2026-02,TOTAL,3,4\n"
EXPECTED = {"numerator": 3, "denominator": 4, "value": 0.75, "rating": "Green"}

AGAIN = "Install the package again from an undamaged copy (docs/install.md)."


def look_at_building() -> list[Line]:
    """The stock template and the examples, and a workbook of one indicator."""
    template, examples = find_template("standard", Path()), shipped("examples")
    return [
        _brought("stock template", template, "A project with a template of its own can be built without it."),
        _brought("examples", examples / "fictional-council", "Only `demo` needs them."),
        building(),
    ]


def _brought(subject: str, place: Path, means: str) -> Line:
    if place.exists():
        return Line(subject, "ok", str(place), is_needed=False)
    return Line(subject, "missing", str(place), means, AGAIN, is_needed=False)


def building() -> Line:
    """Build a workbook of one made-up indicator in a temporary folder, or else in the current one, and read it back."""
    subject = "building a workbook"
    means = "This is what the package is for."
    try:
        wrong = _wrong()
    except ImportError as error:
        return Line(subject, "blocked", f"{error}", means, "See the lines of the libraries above.")
    except ScorecardError as error:
        return Line(subject, "blocked", f"{error.where}: {error.what}", means, error.mend)
    except OSError as error:
        return Line(subject, "blocked", f"{error}", means, "See the lines of the folders above.")
    except Exception as error:  # whatever stops a build is the answer here
        return Line(subject, "blocked", f"{type(error).__name__}: {error}", means, "Please report this line to us.")
    if wrong:
        return Line(subject, "blocked", f"what was read back is not what was written: {wrong}", means, AGAIN)
    return Line(subject, "ok", "one indicator was built, read back, and is right")


def _wrong() -> dict[str, object]:
    """What the built workbook says otherwise than it should."""
    from excel_scorecard.workbook.build import build

    with room() as place:
        folder = Path(place)
        (folder / "figures").mkdir()
        (folder / "scorecard.toml").write_text(SETTINGS, "utf-8")
        (folder / "figures" / "figures.csv").write_text(FIGURES, "utf-8")
        built = build(folder, output=folder / "trial.xlsx")
        said = _read_back(built.path)
    return {name: said.get(name) for name, value in EXPECTED.items() if said.get(name) != value}


def room() -> tempfile.TemporaryDirectory[str]:
    """A temporary folder, or one in the current folder where there is none."""
    try:
        return tempfile.TemporaryDirectory(prefix="excel-scorecard-doctor-")
    except OSError:
        return tempfile.TemporaryDirectory(prefix=".excel-scorecard-doctor-", dir=Path.cwd())


def _read_back(workbook: Path) -> dict[str, object]:
    """The named cells of the indicator's sheet, by a library that did not write them."""
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of extensions that it would lose on saving; nothing is saved
        book = openpyxl.load_workbook(workbook, data_only=True)
    said: dict[str, object] = {}
    for sheet in book.worksheets:
        if "indicator_id" in sheet.defined_names:
            for name in EXPECTED:
                [(_, place)] = sheet.defined_names[name].destinations
                said[name] = sheet[place.replace("$", "")].value
    book.close()
    return said
