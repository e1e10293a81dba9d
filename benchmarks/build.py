"""How fast is a build? Ours against openpyxl at the same work and XlsxWriter from scratch; a batch; a cold start.

    python benchmarks/build.py            nine rounds, 153 workbooks: some minutes
    python benchmarks/build.py --quick    three rounds, ten workbooks

What is timed:
1. Filling twelve indicators by 36 months (examples/fictional-council), from the template on disk to the workbook on
   disk. Project, figures and judgement are ready before; the rivals' formulas, values and styles too (plan.py), while
   ours writes its formulas within its time. What each rival does, and what it loses: rivals.py.
2. The batch: a workbook for each of 153 authorities from one opened template, judgement, filling and saving.
3. The cold build: `python -m excel_scorecard build` in a new process, against `python -c "import pandas"`.

The contestants run in turn, one round after another, each round in another order, and medians are compared: a machine
that is busy for a while is busy for all. Nothing is asserted: figures are for reading.
"""

import argparse
import gc
import importlib.metadata
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # the checkout is measured, not what happens to be installed

from plan import count_contents, make_plan  # noqa: E402
from rivals import draw_with_xlsxwriter, fill_with_openpyxl  # noqa: E402

from excel_scorecard.commentary import Commentary, read_commentary  # noqa: E402
from excel_scorecard.figures import Figures, read_figures  # noqa: E402
from excel_scorecard.ooxml.workbook import Workbook  # noqa: E402
from excel_scorecard.project import Project, read_project  # noqa: E402
from excel_scorecard.scorecard import MonthlyScorecard, make_scorecard  # noqa: E402
from excel_scorecard.workbook.build import report_month  # noqa: E402
from excel_scorecard.workbook.contract import pattern_names  # noqa: E402
from excel_scorecard.workbook.fill import fill  # noqa: E402

EXAMPLE = ROOT / "examples" / "fictional-council"
TEMPLATE = ROOT / "templates" / "standard.xlsx"
LOGO = ROOT / "templates" / "logo.png"
MONTHS = 36
AUTHORITIES = 153  # those with children's services in England
OURS = "ours, part by part"


def main() -> None:
    parser = argparse.ArgumentParser(description="Time a build against its rivals.")
    parser.add_argument("--pairs", type=int, default=9, metavar="N", help="rounds; default 9")
    parser.add_argument("--workbooks", type=int, default=AUTHORITIES, metavar="N", help=f"default {AUTHORITIES}")
    parser.add_argument("--quick", action="store_true", help="three rounds and ten workbooks")
    given = parser.parse_args()
    rounds, workbooks = (3, 10) if given.quick else (given.pairs, given.workbooks)
    print(_machine())
    with tempfile.TemporaryDirectory() as folder:
        _compare_filling(rounds, Path(folder))
        _time_batch(workbooks, Path(folder))
        _compare_cold_start(rounds, Path(folder))


def _machine() -> str:
    libraries = ("lxml", "openpyxl", "XlsxWriter", "pandas")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in libraries)
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return f"Python {platform.python_version()} on {machine}; {versions}"


# ---- filling ---------------------------------------------------------------------------------------------------------


def _project() -> tuple[Project, Figures, Commentary, date]:
    project = read_project(EXAMPLE)
    settings = project.scorecard.model_copy(update={"trend_months": MONTHS})
    project = project.model_copy(update={"scorecard": settings})
    figures, _ = read_figures(project)
    month = report_month(project, figures)
    return project, figures, read_commentary(project, month), month


def _compare_filling(rounds: int, folder: Path) -> None:
    project, figures, commentary, month = _project()
    scorecard = make_scorecard(project, figures, commentary, month)
    plan = make_plan(fill(Workbook.open(TEMPLATE), scorecard).workbook, _patterns(scorecard))
    outputs = {name: folder / f"{number}.xlsx" for number, name in enumerate((OURS, "openpyxl", "XlsxWriter"))}

    def ours() -> None:
        fill(Workbook.open(TEMPLATE), scorecard).workbook.save(outputs[OURS])

    taken = _alternate(
        rounds,
        {
            OURS: ours,
            "openpyxl": lambda: fill_with_openpyxl(TEMPLATE, plan, outputs["openpyxl"]),
            "XlsxWriter": lambda: draw_with_xlsxwriter(plan, LOGO, outputs["XlsxWriter"]),
        },
    )
    print(f"\nFilling {len(scorecard.pages)} indicators by {MONTHS} months, medians of {rounds} runs in turn")
    _print_ratios(taken, OURS)
    print("\nWhat the files hold")
    counts = {name: count_contents(path.read_bytes()) for name, path in outputs.items()}
    width = max(len(word) for word in counts[OURS])
    print(f"  {'':{width}}" + "".join(f"{name:>20}" for name in counts))
    for word in counts[OURS]:
        print(f"  {word:{width}}" + "".join(f"{count[word]:>20,}" for count in counts.values()))


def _patterns(scorecard: MonthlyScorecard) -> dict[str, str]:
    """The pattern sheet of each indicator's sheet, told as the builder tells it."""
    book = Workbook.open(TEMPLATE)
    there = {name.casefold(): name for name in book.sheet_names()}
    found: dict[str, str] = {}
    for page in scorecard.pages:
        names = pattern_names(page.indicator.pattern, len(page.areas))
        pattern = next(there[name.casefold()] for name in names if name.casefold() in there)
        found[f"{page.indicator.number} {page.indicator.short}"] = pattern
    return found


def _alternate(rounds: int, contestants: dict[str, Callable[[], None]]) -> dict[str, list[float]]:
    """Seconds of each contestant, round by round. A round before the first warms caches and is not counted."""
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(-1, rounds):
        names = list(contestants)
        for name in names[number % len(names) :] + names[: number % len(names)]:
            gc.collect()
            start = time.perf_counter()
            contestants[name]()
            if number >= 0:
                taken[name].append(time.perf_counter() - start)
    return taken


def _print_ratios(taken: dict[str, list[float]], base: str) -> None:
    """Medians, each as a multiple of `base`; and how far the single rounds' ratios lie apart."""
    middle = statistics.median(taken[base])
    width = max(len(name) for name in taken)
    print(f"  {'':{width}}  seconds    ratio   single rounds")
    for name, seconds in taken.items():
        ratios = [mine / other for mine, other in zip(seconds, taken[base], strict=True)]
        spread = "" if name == base else f"   {min(ratios):.2f} to {max(ratios):.2f}"
        median = statistics.median(seconds)
        print(f"  {name:{width}}  {median:7.3f}  {median / middle:6.2f}x{spread}")


# ---- batch -----------------------------------------------------------------------------------------------------------


def _time_batch(workbooks: int, folder: Path) -> None:
    project, figures, commentary, month = _project()
    start = time.perf_counter()
    template = Workbook.open(TEMPLATE)
    for number in range(1, workbooks + 1):
        settings = project.scorecard.model_copy(update={"organisation": f"Authority {number} (fictional)"})
        scorecard = make_scorecard(project.model_copy(update={"scorecard": settings}), figures, commentary, month)
        fill(template.copy(), scorecard).workbook.save(folder / f"authority-{number}.xlsx")
    seconds = time.perf_counter() - start
    print(
        f"\n{workbooks} workbooks of {len(project.indicators)} indicators by {MONTHS} months, from one opened template"
    )
    print(f"  {seconds:.1f} seconds in all, {seconds / workbooks:.3f} a workbook")


# ---- cold start ------------------------------------------------------------------------------------------------------


def _compare_cold_start(rounds: int, folder: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    def run(*arguments: str) -> None:
        command = [sys.executable, *arguments]
        subprocess.run(command, env=environment, cwd=folder, check=True, capture_output=True)

    build = ("-m", "excel_scorecard", "build", str(EXAMPLE), "--overwrite", "-o", "cold.xlsx")
    taken = _alternate(
        rounds,
        {
            'python -c "import pandas"': lambda: run("-c", "import pandas"),
            "excel_scorecard build": lambda: run(*build),
        },
    )
    print(f"\nCold build of {EXAMPLE.name}, a new process each time, medians of {rounds} runs in turn")
    _print_ratios(taken, 'python -c "import pandas"')


if __name__ == "__main__":
    main()
