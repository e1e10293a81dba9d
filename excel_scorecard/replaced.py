"""Replaced: a figure that another took the place of, in words: what was corrected, which published figure was kept.

Knows figures and what they stand in place of. Which counts was settled before (figures/precedence.py).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from excel_scorecard.calendar import months_after, period_label
from excel_scorecard.figures import Figure, Figures
from excel_scorecard.project import Indicator
from excel_scorecard.records import Account
from excel_scorecard.revised import in_parts

_WITHHELD = "a number that is not shown"  # of what is suppressed, the list tells no more than the page


@dataclass(frozen=True)
class Replaced:
    """A figure that another took the place of: a correction, or a published figure that was kept. Texts."""

    number: str
    title: str
    period: str
    area: str
    was: str
    now: str
    why: str


def replaced(figures: Figures, shown: Iterable[tuple[Indicator, Sequence[date]]]) -> Iterator[Replaced]:
    """What took the place of another figure.

    Args:
        figures: with what they stand in place of.
        shown: the indicators, each with the last months of the periods that its page shows; others are left out.

    """
    for indicator, months in shown:
        starts = {months_after(month, 1 - indicator.period_months): month for month in months}
        for override in figures.overrides:
            figure = override.figure
            if figure.indicator != indicator.id or figure.period not in starts:
                continue
            yield Replaced(
                number=indicator.number,
                title=indicator.title,
                period=period_label(starts[figure.period], indicator.period_months),
                area=figure.area if figure.basis == "period" else f"{figure.area}, average",
                was=_WITHHELD if figure.code == "c" else _said(indicator, override.instead_of),
                now=_said(indicator, figure),
                why="; ".join(words for words in (override.reason, override.by) if words),
            )


def set_aside(account: Account) -> Iterator[Replaced]:
    """What became of the records that figures were counted from, in the words of the same list."""
    for row in account.rows():
        yield Replaced(
            number="", title=row.title, period=row.period, area=row.area, was=row.was, now=row.now, why=row.why
        )


def _said(indicator: Indicator, figure: Figure | None) -> str:
    """A figure in words: `859 of 1,003 (typed)`, `[x] (computed)`."""
    if figure is None:
        return "no figure"
    unit = "%" if indicator.unit == "percent" else ""
    if figure.code:
        said = f"[{figure.code}]"
    elif figure.numerator is None:
        said = f"{figure.value}{unit}"
    else:
        said = in_parts(figure.numerator, figure.denominator)
    return f"{said} ({figure.source})"
