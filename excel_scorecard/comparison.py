"""Comparison: a figure of other councils as the page shows it, and the line that says all of an indicator's.

Text and formula of the line are made from the same pieces. Where a figure comes from is known to comparators/; on which
cells it stands, to the workbook.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from excel_scorecard.calendar import months_after
from excel_scorecard.comparators.periods import OLD_MONTHS, end_or_none, is_old
from excel_scorecard.project import Indicator
from excel_scorecard.values import rounded
from excel_scorecard.wording import literal, shown, shown_as, shown_formula

OLD = f"older than {OLD_MONTHS} months"
NOT_FOR_PUBLICATION = "not for publication"
PROVISIONAL = "provisional"


@dataclass(frozen=True)
class Comparison:
    """A comparator as the page shows it: `value` as held in cells, or a code text.

    Attributes:
        name: whose figure it is.
        period: as it is written: `2024-25`.
        value: rounded as the indicator is.
        source: where it is published.
        detail: what is to know of it: `median of 10, 2025 list`.
        exact: the value as published, with its own decimals.
        ended: the last month of the period; None where it is no period that is known.
        is_provisional, publishable: as they say.

    """

    name: str
    period: str
    value: Decimal | str
    source: str
    detail: str = ""
    exact: Decimal | str = ""
    ended: date | None = None
    is_provisional: bool = False
    publishable: bool = True

    @property
    def label(self) -> str:
        """Name and period: `England 2014-15`."""
        return " ".join(word for word in (self.name, self.period) if word)

    @property
    def list_version(self) -> str:
        """Which list of neighbours its detail names: `2025 list`; empty where it names none."""
        last = self.detail.rpartition(", ")[2]
        return last if last.endswith(" list") else ""

    def is_old(self, month: date) -> bool:
        """Whether its period ended more than 18 months before the report month."""
        return is_old(self.ended, month)

    def marks(self, month: date) -> tuple[str, ...]:
        """What a reader must know of it, in words: provisional, old, not for publication."""
        said = (
            PROVISIONAL if self.is_provisional else "",
            OLD if self.is_old(month) else "",
            "" if self.publishable else NOT_FOR_PUBLICATION,
        )
        return tuple(filter(None, said))


def comparisons(indicator: Indicator) -> tuple[Comparison, ...]:
    """The indicator's comparators, in their order."""
    return tuple(
        Comparison(
            name=c.name,
            period=c.period,
            value=c.value if isinstance(c.value, str) else rounded(indicator.in_cells(c.value), indicator.places),
            source=c.source,
            detail=c.detail,
            exact=c.value if isinstance(c.value, str) else indicator.in_cells(c.value),
            ended=end_or_none(c.period),
            is_provisional=c.status == "provisional",
            publishable=c.publishable == "yes",
        )
        for c in indicator.comparators
    )


def with_unit(indicator: Indicator, value: Decimal | str) -> str:
    """A comparator's value as the page prints it, or its code."""
    return value if isinstance(value, str) else shown(indicator, value)


def as_published(indicator: Indicator, comparison: Comparison) -> str:
    """The value with the decimals that it was published with, where those are more than the indicator's."""
    exact = comparison.exact
    if not isinstance(exact, Decimal):
        return with_unit(indicator, comparison.value)
    places = max(0, -int(exact.normalize().as_tuple().exponent)) - (2 if indicator.unit == "percent" else 0)
    return shown_as(indicator.unit, max(indicator.decimals, min(places, 4)), exact)


# ---- the line --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Label:
    which: int


@dataclass(frozen=True)
class _Value:
    which: int


@dataclass(frozen=True)
class _Old:
    """The words for an old period, with what stands before and behind them; nothing where it is not old."""

    ended: date
    before: str
    behind: str = ""


Piece = str | _Label | _Value | _Old
Cells = Callable[[str], str]
"""Gives the expression of a slot such as `comparator_one`."""


@dataclass(frozen=True)
class Line:
    """All of an indicator's comparators in a line, in pieces."""

    indicator: Indicator
    comparisons: tuple[Comparison, ...]
    pieces: tuple[Piece, ...]

    def text(self, month: date) -> str:
        """The line in the report month."""
        return "".join(self._said(piece, month) for piece in self.pieces)

    def _said(self, piece: Piece, month: date) -> str:
        match piece:
            case _Label(which):
                return self.comparisons[which].label
            case _Value(which):
                return with_unit(self.indicator, self.comparisons[which].value)
            case _Old(ended, before, behind):
                return f"{before}{OLD}{behind}" if is_old(ended, month) else ""
            case words:
                return words

    def formula(self, names: Sequence[str], month: str, cells: Cells) -> str:
        """The formula of `text`.

        Args:
            names: what the slots of the comparators are called, `one` to `four`.
            month: the expression of the report month.
            cells: the expression of a slot.

        """
        return "&".join(self._formula(piece, names, month, cells) for piece in self.pieces) or '""'

    def _formula(self, piece: Piece, names: Sequence[str], month: str, cells: Cells) -> str:
        match piece:
            case _Label(which):
                return cells(f"comparator_{names[which]}_label")
            case _Value(which):
                value = cells(f"comparator_{names[which]}")
                return f"IF(ISNUMBER({value}),{shown_formula(self.indicator, value)},{value})"
            case _Old(ended, before, behind):
                last = months_after(ended, OLD_MONTHS)
                words = literal(f"{before}{OLD}{behind}")
                return f'IF({month}>DATE({last.year},{last.month},1),{words},"")'
            case words:
                return literal(words)


def line(indicator: Indicator, month: date, fits: Callable[[str], bool]) -> Line:
    """The line of all comparators, in the longest form that `fits`: nothing of it is ever cut.

    `England 2024-25: 22.6%; Statistical neighbours 2024-25 (median of 10, 2025 list): 20.3%`; where that is too long
    `2024-25: England 22.6%, Statistical neighbours (median of 10, 2025 list) 20.3%`; then without what Definitions has
    too, the neighbours' list last; then with fewer of them. What a reader must know (old, provisional, not for
    publication) stays in all forms.
    """
    said = comparisons(indicator)
    forms = [_plain(said, _whole), *(_grouped(said, detail) for detail in (_whole, _of_list, _version, _nothing))]
    for count in range(len(said) - 1, 0, -1):
        rest = f"; {len(said) - count} more on Definitions"
        forms += [[*_grouped(said[:count], detail), rest] for detail in (_version, _nothing)]
    lines = [Line(indicator, said, tuple(form)) for form in forms]
    return next((each for each in lines if fits(each.text(month))), lines[-1])


def one(indicator: Indicator) -> Line:
    """The first comparator alone, as the summary has it."""
    said = comparisons(indicator)
    return Line(indicator, said, tuple(_plain(said[:1], _nothing)))


_Detail = Callable[[Comparison], str]
"""What of a comparator's detail the line says."""


def _whole(each: Comparison) -> str:
    return each.detail


def _of_list(each: Comparison) -> str:
    return each.detail if each.list_version else ""


def _version(each: Comparison) -> str:
    return each.list_version


def _nothing(_: Comparison) -> str:
    return ""


def _plain(said: Sequence[Comparison], detail: _Detail) -> list[Piece]:
    """Each comparator with its own period."""
    pieces: list[Piece] = []
    for which, each in enumerate(said):
        pieces += ["; "] if which else []
        pieces += [_Label(which), *_brackets(each, detail(each), is_dated=True), ": ", _Value(which)]
    return pieces


def _grouped(said: Sequence[Comparison], detail: _Detail) -> list[Piece]:
    """Comparators of one period together, the period said once."""
    pieces: list[Piece] = []
    for period in dict.fromkeys(each.period for each in said):
        group = [(which, each) for which, each in enumerate(said) if each.period == period]
        pieces += ["; "] if pieces else []
        if period:
            ended = group[0][1].ended
            pieces += [period, *([_Old(ended, " (", ")")] if ended else []), ": "]
        for position, (which, each) in enumerate(group):
            pieces += [", "] if position else []
            pieces += [each.name, *_brackets(each, detail(each), is_dated=False), " ", _Value(which)]
    return pieces


def _brackets(each: Comparison, detail: str, *, is_dated: bool) -> Iterator[Piece]:
    """What is to know of a comparator, in brackets; whether it is old where `is_dated`."""
    words = [
        detail,
        PROVISIONAL if each.is_provisional else "",
        "" if each.publishable else NOT_FOR_PUBLICATION,
    ]
    said = "; ".join(filter(None, words))
    if each.ended is None or not is_dated:
        yield from [f" ({said})"] if said else []
    elif said:
        yield from (f" ({said}", _Old(each.ended, "; "), ")")
    else:
        yield _Old(each.ended, " (", ")")
