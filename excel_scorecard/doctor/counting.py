"""Counting: whether figures can be counted from child-level records here: the extra's libraries, and a small count."""

import importlib.util
from pathlib import Path

from excel_scorecard.doctor.line import Line
from excel_scorecard.doctor.software import loading, mend_of
from excel_scorecard.doctor.trial import room

SUBJECT = "counting from records"
MODULES = ("ibis", "duckdb", "sqlglot", "pyarrow", "python_calamine")
SETTINGS = """
[scorecard]
organisation = "Trial (made up)"
month = 2026-02-01

[records]
as_of = 2026-02-28

[records.referrals]
file = "referrals.csv"

[[indicator]]
id = "trial"
number = 1
title = "Trial of the machine"
unit = "percent"
good = "low"
measure = "re-referrals"
"""
RECORDS = "child_id,referred\nF1,2026-01-05\nF1,2026-02-03\nF2,2026-02-04\n"
EXPECTED = (1, 2)
_MEANS = "Only figures that are counted from child-level records need it; typed ones do not."


def look_at_counting() -> Line:
    """Count three made-up records in a temporary folder, or say what is in the way."""
    try:
        from excel_scorecard.records.extra import INSTALL
    except ImportError as error:
        return Line(SUBJECT, "missing", f"{error}", _MEANS, "See the lines of the libraries above.", is_needed=False)
    lacking = [module for module in MODULES if importlib.util.find_spec(module) is None]
    if lacking:
        mend = f"{INSTALL}, or from the wheelhouse (docs/install.md)."
        return Line(SUBJECT, "missing", f"{', '.join(lacking)} not installed", _MEANS, mend, is_needed=False)
    for module in MODULES:
        if refused := loading(module):
            found = f"{module} does not load: {refused}"
            return Line(SUBJECT, "blocked", found, _MEANS, mend_of(refused), is_needed=False)
    try:
        counted = _counted()
    except Exception as error:  # whatever stops the count is the answer here
        found = " ".join(f"{type(error).__name__}: {error}".split())
        return Line(SUBJECT, "blocked", found, _MEANS, "Please report this line to us.", is_needed=False)
    if counted != EXPECTED:
        found = f"what was counted is not what was there: {counted}"
        return Line(SUBJECT, "blocked", found, _MEANS, "Please report this line to us.", is_needed=False)
    return Line(SUBJECT, "ok", "three records were read and counted", is_needed=False)


def _counted() -> tuple[object, object]:
    from excel_scorecard.figures import read_figures
    from excel_scorecard.project import read_project

    with room() as place:
        folder = Path(place)
        (folder / "scorecard.toml").write_text(SETTINGS, "utf-8")
        (folder / "referrals.csv").write_text(RECORDS, "utf-8")
        project = read_project(folder)
        month = project.scorecard.month
        figures, _ = read_figures(project)
    figure = figures.find("trial", month) if month else None
    return (figure.numerator, figure.denominator) if figure else (None, None)
