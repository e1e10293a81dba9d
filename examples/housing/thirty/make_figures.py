"""Makes figures/figures.csv: two years of thirty indicators of a housing service that does not exist.

Each is a straight line from one level to another with chance about it; what belongs together (the repairs of a month,
the homes of the council) has the same size. Every run writes the same bytes: of the random numbers only `random()` is
used, which Python keeps the same between its versions. Knows nothing of the package; its settings: scorecard.toml.

    python examples/housing/thirty/make_figures.py [FILE]
"""

import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from random import Random

SEED = "Northshire homes, thirty indicators"
MONTHS = [f"{2024 + (m + 2) // 12}-{(m + 2) % 12 + 1:02}" for m in range(24)]  # March 2024 to February 2026
QUARTERS = ["Q4 2023-24", *(f"Q{q} 2024-25" for q in (1, 2, 3, 4)), *(f"Q{q} 2025-26" for q in (1, 2, 3))]
YEARS = ["2022-23", "2023-24", "2024-25"]
AREAS = {"North": 0.327, "Riverside": 0.268, "Hill": 0.204, "Old Town": 0.158}  # the rest is supported housing


@dataclass(frozen=True)
class Share:
    """A part of a whole: `size` cases a period, of which a share from `first` to `last` meets the standard."""

    size: float
    first: float
    last: float
    spread: float = 1.0  # of the share's chance; 0.5 is calmer than chance alone
    steady: bool = False  # homes do not come and go by chance, as cases do

    def figure(self, chance: Random, place: float, size: float, shift: float) -> tuple[int, int]:
        """Numerator and denominator, at `place` of the way from first to last."""
        usual = self.size * size
        whole = int(usual + 0.5) if self.steady else max(1, _near(chance, usual, 0.6 * sqrt(usual)))
        share = min(1.0, self.first + (self.last - self.first) * place + shift)
        drawn = whole * share + _step(chance) * self.spread * sqrt(max(0.0, whole * share * (1 - share)))
        return min(whole, max(0, int(drawn + 0.5))), whole


@dataclass(frozen=True)
class Mean:
    """An average: `size` cases a period, that come to `first` each in the beginning and `last` in the end."""

    size: float
    first: float
    last: float
    spread: float = 0.05
    steady: bool = False

    def figure(self, chance: Random, place: float, size: float, shift: float) -> tuple[int, int]:
        """Numerator and denominator, at `place` of the way from first to last."""
        usual = self.size * size
        cases = int(usual + 0.5) if self.steady else max(1, _near(chance, usual, 0.6 * sqrt(usual)))
        mean = (self.first + (self.last - self.first) * place) * (1 + shift + self.spread * _step(chance))
        return int(cases * mean + 0.5), cases


@dataclass(frozen=True)
class Count:
    """A count, or an amount in pounds; `spread` of its size."""

    first: float
    last: float
    spread: float = 0.05

    def figure(self, chance: Random, place: float, size: float, shift: float) -> tuple[int, None]:
        """The number, at `place` of the way from first to last."""
        level = (self.first + (self.last - self.first) * place) * size
        return max(0, _near(chance, level, self.spread * level + shift)), None


def by_area(*shifts: float) -> dict[str, float]:
    """By how much each area differs, in their order."""
    return dict(zip(AREAS, shifts, strict=True))


# Kind, periods, and by how much each area differs (none: no areas).
Made = tuple[Share | Mean | Count, Sequence[str], Mapping[str, float]]
TABLE: dict[str, Made] = {
    "repairs-in-time": (Share(1_950, 0.915, 0.936), MONTHS, by_area(0.0, 0.02, -0.07, 0.01)),
    "emergencies": (Share(260, 0.965, 0.978), MONTHS, {}),
    "first-time": (Share(1_950, 0.80, 0.77), MONTHS, {}),
    "repair-cost": (Mean(5_600, 147, 169, 0.01), QUARTERS, {}),
    "days-to-repair": (Mean(1_690, 13.2, 11.4, 0.03), MONTHS, {}),
    "gas-safety": (Share(8_240, 0.9986, 0.9993, 0.6, steady=True), MONTHS, by_area(0.0003, 0.0005, -0.0012, 0.0003)),
    "fire-actions": (Count(61, 17, 0.08), MONTHS, {}),
    "damp": (Share(118, 0.72, 0.91), MONTHS, {}),
    "lifts": (Mean(34, 1.6, 1.9, 0.06, steady=True), QUARTERS, {}),
    "decent-homes": (Share(8_990, 0.941, 0.968, 0.2, steady=True), YEARS, {}),
    "days-to-re-let": (Mean(50, 33.0, 27.6, 0.03), MONTHS, by_area(-0.08, -0.06, 0.34, -0.15)),
    "empty-homes": (Share(8_990, 0.0145, 0.0118, 0.4, steady=True), MONTHS, {}),
    "rent-collected": (Share(3_760_000, 0.969, 0.978, 9.0, steady=True), MONTHS, {}),
    "rent-arrears": (Count(1_420_000, 1_385_000, 0.012), MONTHS, {}),
    "let-to-homeless": (Share(50, 0.44, 0.58), MONTHS, {}),
    "presentations": (Count(88, 114, 0.08), MONTHS, {}),
    "prevented": (Share(74, 0.56, 0.50), MONTHS, {}),
    "bed-and-breakfast": (Count(3.2, 6.8, 0.3), MONTHS, {}),
    "temporary-homes": (Count(212, 268, 0.02), MONTHS, {}),
    "nightly-cost": (Mean(7_300, 47.5, 58.9, 0.015), MONTHS, {}),
    "satisfaction": (Share(645, 0.735, 0.685), QUARTERS, {}),
    "complaints-in-time": (Share(86, 0.84, 0.93), MONTHS, {}),
    "complaints": (Count(248, 262, 0.05), QUARTERS, {}),
    "antisocial": (Share(57, 0.71, 0.74), MONTHS, {}),
    "sickness": (Mean(312, 0.86, 0.74, 0.06, steady=True), MONTHS, {}),
    "calls": (Share(9_400, 0.66, 0.79), MONTHS, {}),
    "apprentices": (Count(9, 14, 0.03), MONTHS, {}),
    "right-to-buy": (Count(11, 7, 0.2), QUARTERS, {}),
    "new-homes": (Count(31, 52, 0.05), YEARS, {}),
}  # fmt: skip
# Codes in place of a figure, with their reasons.
UNKNOWN = {
    ("calls", "2026-02"): ("x", "The telephone system was changed in February; its report is to come"),
    ("damp", "2024-08"): ("x", "The surveyors' list of August 2024 was lost"),
}
NOT_YET = ("estates", "Q3 2025-26", "TOTAL", "", "", "x", "final", "The first inspections are of January to March 2026")


def _step(chance: Random) -> float:
    """A chance step: mean 0, standard deviation 1, never beyond 3."""
    return (chance.random() + chance.random() + chance.random() - 1.5) * 2


def _near(chance: Random, mean: float, spread: float) -> int:
    return int(mean + spread * _step(chance) + 0.5)


def series(indicator: str, made: Made) -> dict[str, list[tuple[int, int | None]]]:
    """By area, TOTAL first: a figure a period. Supported housing is in the total alone."""
    kind, periods, areas = made
    chance = Random(f"{SEED}: {indicator}")  # noqa: S311 - no secret hangs on it
    last = len(periods) - 1
    if not areas:
        return {"TOTAL": [kind.figure(chance, p / last, 1.0, 0.0) for p in range(len(periods))]}
    shares = {**AREAS, "Supported": 1 - sum(AREAS.values())}
    parts = {
        area: [kind.figure(chance, p / last, share, areas.get(area, 0.0)) for p in range(len(periods))]
        for area, share in shares.items()
    }
    total = [
        (sum(numerator for numerator, _ in figures), sum(denominator or 0 for _, denominator in figures))
        for figures in zip(*parts.values(), strict=True)
    ]
    return {"TOTAL": total, **{area: parts[area] for area in AREAS}}


def rows() -> Iterator[tuple[str, ...]]:
    """The file's rows: indicator, period, area, numerator, denominator, code, status, note."""
    for indicator, made in TABLE.items():
        periods = made[1]
        for area, figures in series(indicator, made).items():
            for period, (numerator, denominator) in zip(periods, figures, strict=True):
                status = "provisional" if period == periods[-1] else "final"
                code, note = UNKNOWN.get((indicator, period), ("", ""))
                parts = ("", "") if code else (str(numerator), "" if denominator is None else str(denominator))
                yield (indicator, period, area, *parts, code, status, note)
    yield NOT_YET


def main(arguments: Sequence[str]) -> None:
    """Write the CSV, beside this script unless a file is named."""
    target = Path(arguments[0]) if arguments else Path(__file__).with_name("figures") / "figures.csv"
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("indicator", "period", "area", "numerator", "denominator", "code", "status", "note"))
        writer.writerows(rows())


if __name__ == "__main__":
    main(sys.argv[1:])
