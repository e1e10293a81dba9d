"""Makes figures/monthly.csv and figures/quarterly.csv: 30 months of a housing service that does not exist.

The figures hang together as a real landlord's would: repairs follow the weather, a quarter's costs are of that
quarter's repairs, arrears rise at Christmas. Every run writes the same bytes: of the random numbers only `random()` is
used, which Python keeps the same between its versions. Knows nothing of the package; its settings: scorecard.toml.

    python examples/housing/make_figures.py [FOLDER]
"""

import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from math import sqrt
from pathlib import Path
from random import Random

SEED = "Northshire homes, February 2026"
# July 2023 to February 2026. The scorecard's months begin in September; its first quarter needs the two before.
MONTHS = [f"{2023 + (m + 6) // 12}-{(m + 6) % 12 + 1:02}" for m in range(32)]
FIRST, LAST = 2, len(MONTHS) - 1
QUARTERS = [MONTHS[m : m + 3] for m in range(0, LAST - 1, 3)]  # whole ones: July to September 2023 and so on

AREAS = ("North", "Riverside", "Hill", "Old Town")
ACROSS = "Supported"  # supported housing stands in all areas: in every total, in no breakdown
HOMES = {"North": 2_940, "Riverside": 2_410, "Hill": 1_830, "Old Town": 1_420, "Supported": 390}
WINTER = {"11": 1.08, "12": 1.02, "01": 1.19, "02": 1.12, "06": 0.92, "07": 0.90, "08": 0.87}

Figure = tuple[int, int | None]  # numerator, denominator (none for a count or an amount)
Series = dict[str, list[Figure]]  # by area; a figure a month or a quarter
Path_ = Sequence[tuple[int, float]]  # month number and level; straight lines between


def level(path: Path_, month: float) -> float:
    """Where a straight-line path stands in `month`."""
    before = max((p for p in path if p[0] <= month), default=path[0])
    after = min((p for p in path if p[0] >= month), default=path[-1])
    if after[0] == before[0]:
        return before[1]
    return before[1] + (after[1] - before[1]) * (month - before[0]) / (after[0] - before[0])


def drawing(name: str) -> Random:
    """The chance that one indicator is drawn with: the same numbers on every run."""
    return Random(f"{SEED}: {name}")  # noqa: S311 - no secret hangs on it


def wobble(chance: Random) -> float:
    """A chance step: mean 0, standard deviation 1, never beyond 3."""
    return (chance.random() + chance.random() + chance.random() - 1.5) * 2


def around(chance: Random, mean: float, spread: float = 1.0) -> int:
    """A whole number about `mean`, as widely spread as counts of independent cases are (`spread` times that)."""
    return max(1, int(mean + wobble(chance) * spread * sqrt(mean) + 0.5))


def part_of(chance: Random, whole: int, share: float, spread: float = 1.0) -> int:
    """How many of `whole` cases meet a standard that a `share` of them meets on average."""
    drawn = whole * share + wobble(chance) * spread * sqrt(whole * share * (1 - share))
    return min(whole, max(0, int(drawn + 0.5)))


def with_total(series: Series) -> Series:
    """`series` with TOTAL first, the sum of all areas, supported housing among them."""
    total: list[Figure] = []
    for figures in zip(*series.values(), strict=True):
        parts = [denominator for _, denominator in figures]
        total.append((sum(numerator for numerator, _ in figures), None if None in parts else sum(map(int_of, parts))))
    return {"TOTAL": total, **series}


def int_of(part: int | None) -> int:
    """A part that is known."""
    return part or 0


def days_to_re_let() -> Series:
    """1: days that the homes re-let in the month had stood empty, and how many homes they were."""
    chance = drawing("days-to-re-let")
    homes = {"North": 15.0, "Riverside": 12.0, "Hill": 9.5, "Old Town": 7.5, "Supported": 4.0}
    days: Mapping[str, Path_] = {
        "North": [(0, 36), (14, 33), (LAST, 25)],
        "Riverside": [(0, 34), (LAST, 27)],
        "Hill": [(0, 39), (12, 37), (22, 38), (LAST, 41)],
        "Old Town": [(0, 31), (LAST, 24)],
        "Supported": [(0, 42), (LAST, 33)],
    }
    series: Series = {area: [] for area in HOMES}
    for m in range(len(MONTHS)):
        for area, usual in homes.items():
            let = around(chance, usual, 0.7)
            stood = let * level(days[area], m) + wobble(chance) * 6 * sqrt(let)
            series[area].append((int(stood + 0.5), let))
    return with_total(series)


def rent_arrears() -> Series:
    """2: what current tenants owe at the month's end in pounds; more after Christmas, less after March's free weeks."""
    chance = drawing("rent-arrears")
    season = {"12": 1.03, "01": 1.05, "02": 1.02, "03": 0.97, "04": 0.98}
    owed_a_home: Mapping[str, Path_] = {
        "North": [(0, 148), (16, 171), (LAST, 152)],
        "Riverside": [(0, 139), (16, 158), (LAST, 137)],
        "Hill": [(0, 172), (16, 196), (LAST, 201)],
        "Old Town": [(0, 118), (LAST, 121)],
        "Supported": [(0, 92), (LAST, 88)],
    }
    return with_total({
        area: [
            (int(HOMES[area] * level(path, m) * season.get(MONTHS[m][-2:], 1.0) * (1 + 0.008 * wobble(chance))), None)
            for m in range(len(MONTHS))
        ]
        for area, path in owed_a_home.items()
    })  # fmt: skip


def repairs() -> dict[str, list[int]]:
    """Repairs completed, by area and month: about one a home and five months, more in winter."""
    chance = drawing("repairs")
    return {
        area: [around(chance, 0.205 * homes * WINTER.get(month[-2:], 1.0)) for month in MONTHS]
        for area, homes in HOMES.items()
    }


def repairs_in_time(done: Mapping[str, list[int]]) -> Series:
    """4: of the repairs completed in the month, those by the day that the tenant was told."""
    chance = drawing("repairs-in-time")
    paths: Mapping[str, Path_] = {
        "North": [(0, 0.88), (18, 0.92), (LAST, 0.945)],
        "Riverside": [(0, 0.90), (LAST, 0.955)],
        "Hill": [(0, 0.86), (LAST, 0.885)],
        "Old Town": [(0, 0.91), (LAST, 0.95)],
        "Supported": [(0, 0.93), (LAST, 0.96)],
    }
    return with_total({
        area: [(part_of(chance, count, level(paths[area], m), 1.1), count) for m, count in enumerate(counts)]
        for area, counts in done.items()
    })  # fmt: skip


def repair_cost(done: Mapping[str, list[int]]) -> Series:
    """3: what the quarter's repairs cost, in pounds, and how many they were."""
    chance = drawing("repair-cost")
    pounds: Mapping[str, Path_] = {
        "North": [(0, 141), (20, 156), (LAST, 173)],
        "Riverside": [(0, 138), (20, 150), (LAST, 164)],
        "Hill": [(0, 152), (20, 171), (LAST, 198)],
        "Old Town": [(0, 147), (20, 158), (LAST, 169)],
        "Supported": [(0, 162), (LAST, 181)],
    }
    series: Series = {}
    for area, counts in done.items():
        series[area] = []
        for q in range(len(QUARTERS)):
            count = sum(counts[3 * q : 3 * q + 3])
            average = level(pounds[area], 3 * q + 1) + 2.2 * wobble(chance)
            series[area].append((int(count * average + 0.5), count))
    return with_total(series)


def homelessness() -> Series:
    """5: households that came to the council as homeless or threatened with homelessness."""
    chance = drawing("homelessness")
    season = {"12": 0.78, "01": 1.24, "02": 1.04, "08": 0.95, "09": 1.06}
    path = [(0, 86), (14, 96), (LAST, 112)]
    counts = [around(chance, level(path, m) * season.get(month[-2:], 1.0), 0.7) for m, month in enumerate(MONTHS)]
    return {"TOTAL": [(count, None) for count in counts]}


def satisfaction() -> Series:
    """6: of the tenants asked by telephone in the quarter, those satisfied with the service overall."""
    chance = drawing("satisfaction")
    paths: Mapping[str, Path_] = {
        "North": [(0, 0.74), (16, 0.73), (LAST, 0.70)],
        "Riverside": [(0, 0.76), (LAST, 0.74)],
        "Hill": [(0, 0.69), (16, 0.66), (LAST, 0.57)],
        "Old Town": [(0, 0.77), (LAST, 0.75)],
        "Supported": [(0, 0.82), (LAST, 0.80)],
    }
    series: Series = {}
    for area, homes in HOMES.items():
        asked = [around(chance, homes / 14, 0.4) for _ in QUARTERS]
        series[area] = [
            (part_of(chance, count, level(paths[area], 3 * q + 1), 0.8), count) for q, count in enumerate(asked)
        ]
    return with_total(series)


def quarter_name(months: Sequence[str]) -> str:
    """`Q3 2025-26`, as officers write it, for October to December 2025."""
    year, month = int(months[0][:4]), int(months[0][-2:])
    starts = year if month >= 4 else year - 1
    return f"Q{(month - 4) % 12 // 3 + 1} {starts}-{(starts + 1) % 100:02}"


# What a real quarter would lack: an area's answers that are known to be in the total, and not yet how many.
UNKNOWN = {("satisfaction", "Q3 2025-26", "Old Town"): ("x", "Answers not yet sorted by area: in the total alone")}


def rows(series: Mapping[str, Series], periods: Sequence[str], first: int) -> Iterator[tuple[str, ...]]:
    """A file's rows: indicator, period, area, numerator, denominator, code, status, note."""
    for indicator, by_area in series.items():
        for place, period in enumerate(periods):
            if place < first:
                continue
            status = "provisional" if place == len(periods) - 1 else "final"
            for area, figures in by_area.items():
                if area == ACROSS:
                    continue
                numerator, denominator = figures[place]
                code, note = UNKNOWN.get((indicator, period, area), ("", ""))
                parts = ("", "") if code else (str(numerator), "" if denominator is None else str(denominator))
                yield (indicator, period, area, *parts, code, status, note)


def main(arguments: Sequence[str]) -> None:
    """Write the two files, beside this script unless a folder is named."""
    folder = Path(arguments[0]) if arguments else Path(__file__).with_name("figures")
    done = repairs()
    monthly = {
        "days-to-re-let": days_to_re_let(),
        "rent-arrears": rent_arrears(),
        "repairs-in-time": repairs_in_time(done),
        "homelessness": homelessness(),
    }
    quarterly = {"repair-cost": repair_cost(done), "satisfaction": satisfaction()}
    files = {
        "monthly.csv": rows(monthly, MONTHS, FIRST),
        "quarterly.csv": rows(quarterly, [quarter_name(months) for months in QUARTERS], 0),
    }
    for name, made in files.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("indicator", "period", "area", "numerator", "denominator", "code", "status", "note"))
            writer.writerows(made)


if __name__ == "__main__":
    main(sys.argv[1:])
