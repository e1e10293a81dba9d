"""How fast is judging? 153 authorities by twelve indicators by 60 months, on one core.

    python benchmarks/judging.py            all of it: half a minute
    python benchmarks/judging.py --quick    ten authorities

What is timed, after the figures lie in memory: `make_scorecard` of each authority, which judges twelve indicators with
60 rows of a trend each (value, target, average, direction, rating, every sentence), and what is drafted of it. Beside
it every one of the 60 months judged as if it were the report month, as when a whole history is looked at anew.

The figures are made up, by a seed; targets and rules are those of examples/fictional-council, without its areas.
Nothing is asserted: figures are for reading.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # the checkout is measured, not what happens to be installed

from excel_scorecard.calendar import months_after  # noqa: E402
from excel_scorecard.commentary import read_commentary  # noqa: E402
from excel_scorecard.figures import Figure, Figures  # noqa: E402
from excel_scorecard.judgement import judge  # noqa: E402
from excel_scorecard.narrative import draft  # noqa: E402
from excel_scorecard.project import NO_BREAKDOWN, Project, read_project  # noqa: E402
from excel_scorecard.scorecard import MonthlyScorecard, make_scorecard  # noqa: E402

EXAMPLE = ROOT / "examples" / "fictional-council"
MONTH = date(2026, 3, 1)
MONTHS = 60
AUTHORITIES = 153  # those with children's services in England
WANTED = 10  # seconds, for judging and drafting


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the judging of many authorities.")
    parser.add_argument("--authorities", type=int, default=AUTHORITIES, metavar="N", help=f"default {AUTHORITIES}")
    parser.add_argument("--quick", action="store_true", help="ten authorities")
    given = parser.parse_args()
    count = 10 if given.quick else given.authorities
    project = _project()
    told = read_commentary(project, MONTH)
    authorities = [_figures(project, number) for number in range(count)]
    print(f"{count} authorities, {len(project.indicators)} indicators, {MONTHS} months")
    start = time.process_time()
    scorecards = [make_scorecard(project, figures, told, MONTH) for figures in authorities]
    judged = time.process_time()
    characters = sum(len(text) for scorecard in scorecards for text in _drafted(scorecard))
    drafted = time.process_time()
    rows = sum(len(page.months) for scorecard in scorecards for page in scorecard.pages)
    print(f"  judged   {judged - start:6.2f} s  {rows:,} rows")
    print(f"  drafted  {drafted - judged:6.2f} s  {characters:,} characters")
    print(f"  together {drafted - start:6.2f} s  wanted: under {WANTED} s for {AUTHORITIES}")
    _every_month(scorecards)


def _project() -> Project:
    """The example's indicators, without areas, with process limits over a trend of 60 months."""
    project = read_project(EXAMPLE)
    indicators = tuple(i.model_copy(update={"breakdown": NO_BREAKDOWN, "chart": "spc"}) for i in project.indicators)
    settings = project.scorecard.model_copy(update={"trend_months": MONTHS})
    return project.model_copy(update={"indicators": indicators, "scorecard": settings})


def _figures(project: Project, number: int) -> Figures:
    """An authority's figures: 60 months of each indicator, a month without now and then."""
    rng = random.Random(number)  # noqa: S311  # no secret: the same figures every time
    rows = []
    for indicator in project.indicators:
        level, size = rng.uniform(0.4, 0.95), rng.choice((40, 160, 900))
        for step in range(MONTHS):
            month = months_after(MONTH, step + 1 - MONTHS)
            if rng.random() < 0.02:
                rows.append(Figure(indicator.id, month, code="x"))
                continue
            denominator = rng.randint(size, 2 * size) * (100 if indicator.unit == "rate" else 1)
            numerator = min(denominator, round(denominator * min(1.0, rng.gauss(level, 0.05))))
            if indicator.unit == "rate":
                numerator = round(denominator * level / 150)
            rows.append(
                Figure(
                    indicator.id, month, numerator=numerator, denominator=denominator if indicator.is_ratio else None
                )
            )
    return Figures(rows)


def _drafted(scorecard: MonthlyScorecard) -> Iterator[str]:
    """What is drafted from a scorecard."""
    for page in scorecard.pages:
        yield draft(page)


def _every_month(scorecards: list[MonthlyScorecard]) -> None:
    """Every month of every trend judged as the report month, from the rows as they lie there."""
    start, judged = time.process_time(), 0
    for scorecard in scorecards:
        for page in scorecard.pages:
            rows = [row.figures for row in page.months]
            for row in rows:
                judge(page.indicator, rows, row.month)
            judged += len(rows)
    taken = time.process_time() - start
    print(f"Every month as the report month: {taken:.2f} s for {judged:,} judgements")


if __name__ == "__main__":
    main()
