"""Taking: of published figures, those that an indicator is compared with: England, a region, neighbours, top quartile.

Knows figures by place and year (releases.py) and the project's settings. Writes no file. Neighbours and other
authorities without a figure are left out, and how many stand is said.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import mean, median
from typing import Final, Literal, NamedTuple

from excel_scorecard.comparators.neighbours import NeighbourList, code_of
from excel_scorecard.comparators.releases import Place, Published, PublishedFigure, half_up
from excel_scorecard.project import Comparing, Indicator
from excel_scorecard.published import LICENCE, Measure
from excel_scorecard.settings_file import nearest

QUARTILE: Final = Decimal("0.25")


class Taken(NamedTuple):
    """A comparator that was taken: a row of comparators.csv."""

    indicator: str
    label: str
    period: str
    value: Decimal | str
    source: str
    status: Literal["final", "provisional"] = "final"
    publishable: Literal["yes", "no"] = "yes"


@dataclass(frozen=True)
class Neighbours:
    """Whose statistical neighbours, by code, and which list says so."""

    codes: tuple[str, ...]
    version: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Wish:
    """What is to be taken for one indicator from one measure of one file."""

    indicator: Indicator
    comparing: Comparing
    neighbours: Neighbours | None


@dataclass(frozen=True)
class Missed:
    """Something that was wanted and could not be taken: what, and how to mend it."""

    what: str
    mend: str


def neighbours_of(comparing: Comparing, lists: Sequence[NeighbourList]) -> Neighbours | Missed:
    """The council's statistical neighbours, from its settings or the list; of several lists the latest."""
    if comparing.neighbour_codes:
        return Neighbours(comparing.neighbour_codes, comparing.neighbour_version)
    if not comparing.authority:
        mend = 'Write authority = "..." under [comparators]: the council, as DfE\'s files name it, or its code.'
        return Missed("whose neighbours to take is not known: the settings name no authority", mend)
    if not lists:
        mend = "Give the list's file as well, or name it as neighbour_list under [comparators]."
        return Missed("there is no list of statistical neighbours", mend)
    known = max(lists, key=lambda each: each.version)
    code = code_of(known, comparing.authority)
    if code is None:
        near = nearest(comparing.authority, known.names.values())
        mend = "Write authority as the list names it, or its code of three digits."
        return Missed(f"the list {known.file} has no authority '{comparing.authority}'{near}", mend)
    return Neighbours(known.neighbours[code], comparing.neighbour_version or known.version, known.names)


def take(wish: Wish, published: Published) -> Iterator[Taken | Missed]:
    """The comparators of an indicator, in the order of the settings, year by year from the latest."""
    for year in sorted(published.years, reverse=True)[: wish.comparing.years]:
        for kind in wish.comparing.take:
            yield from _TAKERS[kind](_Year(wish, published, year))


@dataclass(frozen=True)
class _Year:
    """One year of one measure, for one indicator."""

    wish: Wish
    published: Published
    year: int

    @property
    def figures(self) -> tuple[PublishedFigure, ...]:
        return self.published.years[self.year]

    @property
    def measure(self) -> Measure:
        return self.published.measure

    @property
    def period(self) -> str:
        return self.measure.period(self.year)

    def taken(self, label: str, value: Decimal | str) -> Taken:
        """A row, its source with how the value came about."""
        how = "Worked out from published numbers" if self.measure.is_worked_out else "As published"
        places = ", to one decimal" if self.measure.decimals == 1 else ""
        source = f"{how}{places}: {self.published.release.source(self.published.latest)} ({LICENCE})"
        return Taken(self.wish.indicator.id, label, self.period, value, source)

    def one(self, place: Place | None, missed: Missed, label: str = "") -> Iterator[Taken | Missed]:
        """The figure of a single place."""
        value = next((f.value for f in self.figures if f.place == place), None) if place else None
        if place is None or value is None:
            yield missed
        else:
            yield self.taken(label or place.name, value)

    def missed(self, what: str, mend: str) -> Missed:
        return Missed(f"{self.measure.id} {self.period}: {what}", mend)

    def authority(self) -> Place | None:
        """The council's own authority, by name or by one of its codes."""
        wanted = self.wish.comparing.authority.casefold()
        return next(
            (
                p
                for p, _ in self.figures
                if p.level == "authority" and (p.name.casefold() == wanted or wanted in map(str.casefold, p.codes))
            ),
            None,
        )


def _england(of: _Year) -> Iterator[Taken | Missed]:
    place = next((p for p, _ in of.figures if p.level == "England"), None)
    yield from of.one(place, of.missed("the file has no row for England", "Give the whole file as downloaded."))


def _region(of: _Year) -> Iterator[Taken | Missed]:
    comparing = of.wish.comparing
    authority = of.authority()
    wanted = comparing.region or (authority.region if authority else "")
    if not wanted:
        yield of.missed(
            _no_authority(of), "Write region or authority under [comparators], or leave region out of take."
        )
        return
    regions = [p for p, _ in of.figures if p.level == "region"]
    place = next((p for p in regions if p.name.casefold() == wanted.casefold()), None)
    near = nearest(wanted, [p.name for p in regions])
    mend = f"The regions are {', '.join(p.name for p in regions)}."
    yield from of.one(place, of.missed(f"there is no region '{wanted}'{near}", mend))


def _own(of: _Year) -> Iterator[Taken | Missed]:
    place = of.authority()
    mend = "Write authority as DfE's files name it, or its code."
    label = f"{place.name}, as published" if place else ""
    yield from of.one(place, of.missed(_no_authority(of), mend), label)


def _no_authority(of: _Year) -> str:
    wanted = of.wish.comparing.authority
    names = [p.name for p, _ in of.figures if p.level == "authority"]
    return f"there is no authority '{wanted}'{nearest(wanted, names)}" if wanted else "the settings name no authority"


def _neighbours(of: _Year) -> Iterator[Taken | Missed]:
    group = of.wish.neighbours
    if group is None:
        return  # why is told once, for all indicators
    by_code = {
        code: figure for figure in of.figures if figure.place.level == "authority" for code in figure.place.codes
    }
    found = {figure.place: figure.value for code in group.codes if (figure := by_code.get(code))}
    known = [value for value in found.values() if isinstance(value, Decimal)]
    if left_out := [
        _without(code, by_code.get(code), group) for code in group.codes if not _is_known(by_code.get(code))
    ]:
        what = f"{len(left_out)} of {len(group.codes)} neighbours left out: {', '.join(left_out)}"
        yield of.missed(what, "Nothing is to be done: the page says of how many neighbours the figure is.")
    statistic = of.wish.comparing.neighbours
    average = median if statistic == "median" else mean
    value: Decimal | str = half_up(average(known), of.measure.decimals) if known else "[x]"
    count = f"{len(known)}" if len(known) == len(group.codes) else f"{len(known)} of {len(group.codes)}"
    version = f", {group.version} list" if group.version else ""
    yield of.taken(f"Statistical neighbours ({statistic} of {count}{version})", value)


def _is_known(figure: PublishedFigure | None) -> bool:
    return figure is not None and isinstance(figure.value, Decimal)


def _without(code: str, figure: PublishedFigure | None, group: Neighbours) -> str:
    """A neighbour that has no figure, with what stands in its place."""
    return f"{figure.place.name} {figure.value}" if figure else f"{group.names.get(code, code)} (no row)"


def _top_quartile(of: _Year) -> Iterator[Taken | Missed]:
    good = of.wish.indicator.good
    if good not in {"high", "low"}:
        what = f'there is no top quartile where good = "{good}": no end of the range is the better one'
        yield Missed(what, "Nothing is to be done.")
        return
    known = sorted(f.value for f in of.figures if f.place.level == "authority" and isinstance(f.value, Decimal))
    if not known:
        yield of.missed("no authority has a figure", "Give the whole file as downloaded.")
        return
    value = half_up(quantile(known, 1 - QUARTILE if good == "high" else QUARTILE), of.measure.decimals)
    which = "highest" if good == "high" else "lowest"
    yield of.taken(f"Top quartile ({which} 25% of {len(known)} authorities)", value)


def quantile(ordered: Sequence[Decimal], share: Decimal) -> Decimal:
    """The value below which `share` of the ordered values lie, between two of them in proportion.

    As Excel's QUARTILE.INC and pandas' default.
    """
    at = share * (len(ordered) - 1)
    below = int(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (at - below)


_TAKERS = {
    "england": _england,
    "region": _region,
    "neighbours": _neighbours,
    "top_quartile": _top_quartile,
    "own": _own,
}
