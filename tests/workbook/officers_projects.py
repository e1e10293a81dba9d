"""Projects for officers: examples made small, with their figures changed as late records change them."""

import csv
import re
from datetime import date
from pathlib import Path
from random import Random

from tests.workbook.projects import COUNCIL, HOUSING, MARCH, Row, copied, with_figures, with_setting, with_signals

SMALL = ("re-referrals", "unallocated", "s47-in-time", "cp-plans")  # shares and counts, with areas and without, a rate
HOUSES = ("days-to-re-let", "repair-cost", "repairs-in-time", "homelessness")  # averages, money, quarters


def small_council(folder: Path) -> Path:
    """Four indicators of the fictional council, fourteen months of each."""
    project = copied(COUNCIL, folder)
    with_only(project, SMALL)
    with_setting(project, "trend_months", 14)
    return project


def small_with_limits(folder: Path) -> Path:
    """The same with process limits, a definition that changed and limits begun anew.

    All months stand in the trend: a workbook that has moved on has then as many as one that is built anew.
    """
    project = with_signals(small_council(folder))
    with_setting(project, "trend_months", 60)
    return project


def small_housing(folder: Path) -> Path:
    """Four indicators of the housing service."""
    project = copied(HOUSING, folder)
    with_only(project, HOUSES)
    return project


def with_only(project: Path, identities: tuple[str, ...]) -> None:
    """Leave out all other indicators, with their figures and what is said of them."""
    file = project / "scorecard.toml"
    head, *indicators = file.read_text("utf-8").split("[[indicator]]\n")
    kept = [text for text in indicators if (found := re.search(r'(?m)^id = "(.*)"', text)) and found[1] in identities]
    file.write_text(head + "".join(f"[[indicator]]\n{text}" for text in kept), "utf-8")
    with_figures(project, lambda row: row if row["indicator"] in identities else None)
    for said in (project / "commentary").iterdir():
        head, *sections = re.split(r"(?m)^(?=\[)", said.read_text("utf-8"))
        left = [text for text in sections if text[1 : text.index("]")] in identities]
        said.write_text(head + "".join(left), "utf-8")


def with_late_records(project: Path, chance: Random, last: date = MARCH) -> list[str]:
    """Numerators of some recent months and areas are a few higher or lower. Returns what changed, in words."""
    recent = {f"{(last.year * 12 + last.month - 1 - n) // 12}-{(last.month - 1 - n) % 12 + 1:02d}" for n in range(4)}
    said: list[str] = []

    def late(row: Row) -> Row:
        if row["period"] not in recent or not re.fullmatch("[0-9]+", row["numerator"]) or chance.random() > 0.4:
            return row
        was, of = int(row["numerator"]), row["denominator"]
        now = max(0, was + chance.choice((-2, -1, 1, 2)))
        if of and re.fullmatch("[0-9]+", of) and now > int(of) >= was:
            now = was - 1
        said.append(f"{row['indicator']} {row['period']} {row['area']}: {was} became {now}")
        return row | {"numerator": str(now)}

    with_figures(project, late)
    return said


def with_next_month(project: Path, chance: Random, last: date = MARCH) -> date:
    """Figures for the month after the last, near the last ones, and what they say no more."""
    following = date(last.year + last.month // 12, last.month % 12 + 1, 1)
    for file in (project / "figures").glob("*.csv"):
        rows = list(csv.DictReader(file.read_text("utf-8").splitlines()))
        made = []
        for row in rows:
            if row["period"] == f"{last:%Y-%m}":
                numerator = row["numerator"]
                if re.fullmatch("[0-9]+", numerator):
                    numerator = str(max(0, int(numerator) - chance.randrange(3)))
                made.append(row | {"period": f"{following:%Y-%m}", "numerator": numerator})
        with file.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows + made)
    return following
