"""Makes figures/monthly.csv: three years of a council that does not exist. Nobody and nothing in it is real.

The figures hang together as a real council's would: referrals have seasons, assessments follow referrals, conferences
follow section 47 enquiries, plans grow by conferences, visits are to children with plans. Every run writes the same
bytes: of the random numbers only `random()` is used, which Python keeps the same between its versions. Knows nothing of
the package; the settings that go with these figures are in scorecard.toml.

    python examples/fictional-council/make_figures.py [FILE]
"""

import csv
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from random import Random

SEED = "Northshire, March 2026"
MONTHS = [f"{2023 + (m + 3) // 12}-{(m + 3) % 12 + 1:02}" for m in range(36)]  # April 2023 to March 2026
LAST = len(MONTHS) - 1
# Which of many equally likely councils: chosen so that the twelve pages show every rating and every direction.
DRAWS = {
    "re-referrals": "re-referrals 142",
    "assessments-in-time": "assessments-in-time 16",
    "icpc-in-time": "icpc-in-time 18",
    "high-caseloads": "high-caseloads 4",
}

AREAS = ("EAST", "NWC", "SOUTH", "MASH")
CITY_WIDE = "DCSC"  # the disabled children's service: in every total, in no breakdown
TEAM_TYPES = {"Assessment teams": 0.34, "Safeguarding teams": 0.38, "MASH teams": 0.11, "Children in care teams": 0.17}

REFERRALS_A_MONTH = {"EAST": 212, "NWC": 268, "SOUTH": 181, "MASH": 96, "DCSC": 41}
SOCIAL_WORKERS = {"EAST": 74, "NWC": 88, "SOUTH": 63, "MASH": 41, "DCSC": 19}
PLANS_AT_START = {"EAST": 292, "NWC": 371, "SOUTH": 214, "MASH": 18, "DCSC": 18}
# April is low, June high, August low: the shape of England's published referrals by month.
SEASON = {"04": 0.88, "05": 1.06, "06": 1.09, "07": 1.02, "08": 0.86, "09": 0.97}
SEASON |= {"10": 1.05, "11": 1.08, "12": 0.88, "01": 1.03, "02": 1.00, "03": 1.08}

Figure = tuple[int, int | None]  # numerator, denominator (none for a count)
Series = dict[str, list[Figure]]  # by area, "TOTAL" among them; a figure a month
Path_ = Sequence[tuple[int, float]]  # month number and level; straight lines between


def level(path: Path_, month: int) -> float:
    """Where a straight-line path stands in `month`."""
    before = max((p for p in path if p[0] <= month), default=path[0])
    after = min((p for p in path if p[0] >= month), default=path[-1])
    if after[0] == before[0]:
        return before[1]
    return before[1] + (after[1] - before[1]) * (month - before[0]) / (after[0] - before[0])


def drawing(name: str) -> Random:
    """The chance that one indicator (or the casework) is drawn with: the same numbers on every run."""
    return Random(f"{SEED}: {DRAWS.get(name, name)}")  # noqa: S311 - no secret hangs on it


def wobble(chance: Random) -> float:
    """A chance step: mean 0, standard deviation 1, never beyond 3."""
    return (chance.random() + chance.random() + chance.random() - 1.5) * 2


def around(chance: Random, mean: float, spread: float = 1.0) -> int:
    """A whole number about `mean`, as widely spread as counts of independent cases are (`spread` times that)."""
    return max(0, int(mean + wobble(chance) * spread * sqrt(max(mean, 0.0)) + 0.5))


def part_of(chance: Random, whole: int, share: float, spread: float = 1.0) -> int:
    """How many of `whole` cases meet a standard that a `share` of them meets on average."""
    drawn = whole * share + wobble(chance) * spread * sqrt(max(whole * share * (1 - share), 0.0))
    return min(whole, max(0, int(drawn + 0.5)))


def split(whole: int, shares: Mapping[str, float]) -> dict[str, int]:
    """`whole` divided by `shares` into whole numbers that add up to it (largest remainders)."""
    exact = {name: whole * share / sum(shares.values()) for name, share in shares.items()}
    parts = {name: int(part) for name, part in exact.items()}
    for name in sorted(exact, key=lambda n: parts[n] - exact[n])[: whole - sum(parts.values())]:
        parts[name] += 1
    return parts


@dataclass(frozen=True)
class Casework:
    """What the council's teams had to do, by area and month; the indicators count it."""

    referrals: dict[str, list[int]]
    open_assessments: dict[str, list[int]]
    children_in_need_assessed: dict[str, list[int]]  # assessments completed under section 17
    enquiries_assessed: dict[str, list[int]]  # assessments completed under section 47
    conferences: dict[str, list[int]]
    plans: dict[str, list[int]]
    new_plans: dict[str, list[int]]
    social_workers: dict[str, list[int]]


def casework() -> Casework:
    """Three years of work, each kind following from the one before."""
    chance = drawing("casework")
    growth = [(0, 1.0), (14, 1.05), (LAST, 0.98)]
    referrals = {
        area: [around(chance, usual * SEASON[MONTHS[m][-2:]] * level(growth, m)) for m in range(len(MONTHS))]
        for area, usual in REFERRALS_A_MONTH.items()
    }
    lately = {  # an assessment takes six or seven weeks, so its work follows two months' referrals
        area: [(count[m] + count[max(m - 1, 0)]) / 2 for m in range(len(MONTHS))] for area, count in referrals.items()
    }
    enquiries = {area: [around(chance, 0.34 * mean) for mean in means] for area, means in lately.items()}
    to_conference = {area: [(0, 0.36), (20, 0.40), (LAST, 0.37)] for area in AREAS} | {CITY_WIDE: [(0, 0.14)]}
    conferences = {
        area: [part_of(chance, count, level(to_conference[area], m)) for m, count in enumerate(counts)]
        for area, counts in enquiries.items()
    }
    plans, new_plans = child_protection_plans(chance, conferences)
    return Casework(
        referrals=referrals,
        open_assessments={area: [around(chance, 1.26 * mean, 0.6) for mean in means] for area, means in lately.items()},
        children_in_need_assessed={
            area: [around(chance, 0.84 * mean) for mean in means] for area, means in lately.items()
        },
        enquiries_assessed=enquiries,
        conferences=conferences,
        plans=plans,
        new_plans=new_plans,
        social_workers={
            area: [around(chance, usual * level([(0, 0.96), (LAST, 1.03)], m), 0.15) for m in range(len(MONTHS))]
            for area, usual in SOCIAL_WORKERS.items()
        },
    )


def child_protection_plans(
    chance: Random, conferences: Mapping[str, list[int]]
) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Plans at each month's end, and those begun in the month. The MASH hands half of its plans on each month."""
    standing = dict(PLANS_AT_START)
    plans: dict[str, list[int]] = {area: [] for area in standing}
    begun: dict[str, list[int]] = {area: [] for area in standing}
    leaving = [(0, 0.074), (10, 0.078), (22, 0.081), (LAST, 0.093)]
    for m in range(len(MONTHS)):
        leaving_mash = part_of(chance, standing["MASH"], 0.5)
        handed_on = split(leaving_mash, {"EAST": 3, "NWC": 4, "SOUTH": 2}) | {"MASH": -leaving_mash}
        for area, plans_before in list(standing.items()):
            new = part_of(chance, conferences[area][m], 0.83)
            ended = 0 if area == "MASH" else part_of(chance, plans_before, level(leaving, m))
            standing[area] = plans_before + new - ended + handed_on.get(area, 0)
            plans[area].append(standing[area])
            begun[area].append(new)
    return plans, begun


def shares(
    chance: Random, whole: Mapping[str, list[int]], paths: Mapping[str, Path_], spread: float = 1.0
) -> dict[str, list[Figure]]:
    """Of each area's `whole`, those that meet the standard; the total adds up all areas, the city-wide service too."""
    series: Series = {
        area: [(part_of(chance, count, level(paths[area], m), spread), count) for m, count in enumerate(counts)]
        for area, counts in whole.items()
    }
    return with_total(series)


def with_total(series: Series) -> Series:
    """`series` with TOTAL first, the sum of all areas."""
    months = zip(*series.values(), strict=True)
    total = [(sum(n for n, _ in month), sum(d or 0 for _, d in month)) for month in months]
    return {"TOTAL": [*total], **series}


def rereferrals(work: Casework, chance: Random) -> Series:
    """1: referrals within 12 months of the child's previous one."""
    return shares(chance, work.referrals, {
        "EAST": [(0, 0.275), (12, 0.27), (28, 0.225), (LAST, 0.205)],
        "NWC": [(0, 0.265), (18, 0.28), (29, 0.285), (LAST, 0.265)],
        "SOUTH": [(0, 0.225), (LAST, 0.205)],
        "MASH": [(0, 0.25), (LAST, 0.205)],
        "DCSC": [(0, 0.20), (LAST, 0.20)],
    })  # fmt: skip


def unallocated(work: Casework, chance: Random) -> Series:
    """2: open family assessments without a social worker for more than 7 days (a count, so without denominators)."""
    series = shares(chance, work.open_assessments, {
        "EAST": [(0, 0.035), (10, 0.05), (20, 0.03), (LAST, 0.022)],
        "NWC": [(0, 0.08), (12, 0.13), (22, 0.155), (30, 0.115), (LAST, 0.085)],
        "SOUTH": [(0, 0.018), (LAST, 0.014)],
        "MASH": [(0, 0.03), (10, 0.02), (LAST, 0.008)],
        "DCSC": [(0, 0.04), (LAST, 0.035)],
    }, 0.8)  # fmt: skip
    return counted(series)


def counted(series: Series) -> Series:
    """The numerators alone: a count has no denominator."""
    return {area: [(numerator, None) for numerator, _ in months] for area, months in series.items()}


def assessments_in_time(work: Casework, chance: Random) -> Series:
    """3: of the assessments open at the month's end, those within 45 working days."""
    return shares(chance, work.open_assessments, {
        "EAST": [(0, 0.79), (14, 0.83), (28, 0.91), (LAST, 0.935)],
        "NWC": [(0, 0.86), (14, 0.845), (24, 0.77), (LAST, 0.69)],
        "SOUTH": [(0, 0.92), (LAST, 0.955)],
        "MASH": [(0, 0.90), (LAST, 0.955)],
        "DCSC": [(0, 0.80), (LAST, 0.82)],
    }, 0.7)  # fmt: skip


def seen_at_enquiry(work: Casework, chance: Random) -> Series:
    """6: of the assessments completed under section 47, those at which the child was seen."""
    return shares(chance, work.enquiries_assessed, {
        "EAST": [(0, 0.86), (20, 0.90), (LAST, 0.91)],
        "NWC": [(0, 0.87), (20, 0.86), (29, 0.80), (LAST, 0.69)],
        "SOUTH": [(0, 0.88), (LAST, 0.90)],
        "MASH": [(0, 0.84), (24, 0.89), (LAST, 0.87)],
        "DCSC": [(0, 0.90), (LAST, 0.90)],
    }, 0.7)  # fmt: skip


def seen_at_assessment(work: Casework, chance: Random, enquiries: Series) -> Series:
    """4: the same for all assessments completed: section 17, with the section 47 ones of indicator 6."""
    need = shares(chance, work.children_in_need_assessed, {
        "EAST": [(0, 0.68), (18, 0.75), (LAST, 0.87)],
        "NWC": [(0, 0.70), (18, 0.72), (LAST, 0.80)],
        "SOUTH": [(0, 0.74), (18, 0.80), (LAST, 0.88)],
        "MASH": [(0, 0.70), (LAST, 0.82)],
        "DCSC": [(0, 0.84), (LAST, 0.88)],
    }, 0.7)  # fmt: skip
    return {
        area: [(n + m, (d or 0) + (e or 0)) for (n, d), (m, e) in zip(months, enquiries[area], strict=True)]
        for area, months in need.items()
    }


def enquiries_in_time(chance: Random) -> Series:
    """5: of the section 47 enquiries open at the month's end, those open for less than 15 working days. MASH only."""
    standing = [(0, 168), (12, 181), (22, 150), (30, 104), (LAST, 80)]
    in_time = [(0, 0.56), (10, 0.52), (20, 0.66), (29, 0.82), (LAST, 0.95)]
    total: list[Figure] = []
    for m in range(len(MONTHS)):
        count = around(chance, level(standing, m), 0.6)
        total.append((part_of(chance, count, level(in_time, m), 0.7), count))
    return {"TOTAL": total}


def conferences_in_time(work: Casework, chance: Random) -> Series:
    """7: of the initial conferences held in the month, those within 15 working days of the strategy discussion."""
    return shares(chance, work.conferences, {
        "EAST": [(0, 0.60), (12, 0.66), (24, 0.80), (LAST, 0.92)],
        "NWC": [(0, 0.66), (18, 0.68), (29, 0.70), (LAST, 0.75)],
        "SOUTH": [(0, 0.72), (LAST, 0.88)],
        "MASH": [(0, 0.75), (LAST, 0.88)],
        "DCSC": [(0, 0.85), (LAST, 0.90)],
    }, 0.8)  # fmt: skip


def plans_at_month_end(work: Casework) -> Series:
    """8: children with a plan at the month's end; the MASH's and the city-wide service's in the total alone.

    Without denominators: the rate divides by populations.csv, and those two have no population of their own.
    """
    series = with_total({area: [(count, 0) for count in counts] for area, counts in work.plans.items()})
    return counted({area: series[area] for area in ("TOTAL", "EAST", "NWC", "SOUTH")})


def visits(work: Casework, chance: Random) -> tuple[Series, Series]:
    """9: children with a plan visited at least twice in the month: each counted once, and as the areas count them.

    Due two visits are the children who had their plan all month. A child who moves is counted in the old area and the
    new one, and once in the total: so the areas add up to more than the total.
    """
    paths: Mapping[str, Path_] = {
        "EAST": [(0, 0.64), (20, 0.76), (LAST, 0.83)],
        "NWC": [(0, 0.66), (18, 0.74), (28, 0.73), (LAST, 0.645)],
        "SOUTH": [(0, 0.71), (22, 0.81), (LAST, 0.81)],
        "MASH": [(0, 0.80), (LAST, 0.80)],
        "DCSC": [(0, 0.75), (LAST, 0.78)],
    }
    due = {
        area: [count - part_of(chance, new, 0.5) for count, new in zip(counts, work.new_plans[area], strict=True)]
        for area, counts in work.plans.items()
    }
    moved = [part_of(chance, sum(due[area][m] for area in AREAS), 0.032) for m in range(len(MONTHS))]
    once = shares(chance, due, paths, 0.7)
    twice = {area: list(once[area]) for area in AREAS}
    for m, count in enumerate(moved):
        for area, movers in split(count, {"EAST": 3, "NWC": 4, "SOUTH": 3}).items():
            numerator, denominator = once[area][m]
            twice[area][m] = (numerator + part_of(chance, movers, 0.8), (denominator or 0) + movers)
    return once, {"TOTAL": once["TOTAL"], **twice}


def children_in_care(chance: Random) -> Series:
    """10: children in care at the month's end; the whole council's, placed by one service."""
    path = [(0, 1447), (12, 1468), (24, 1491), (LAST, 1536)]
    return {"TOTAL": [(int(level(path, m) + 5 * wobble(chance) + 0.5), None) for m in range(len(MONTHS))]}


def supervision(work: Casework, chance: Random) -> Series:
    """11: social workers who had supervision in the month; fewer in August and December."""
    holidays = {"08": -0.05, "12": -0.04}
    paths = {
        "EAST": [(0, 0.84), (24, 0.91), (LAST, 0.90)],
        "NWC": [(0, 0.80), (20, 0.86), (30, 0.87), (LAST, 0.78)],
        "SOUTH": [(0, 0.86), (LAST, 0.92)],
        "MASH": [(0, 0.85), (LAST, 0.90)],
        "DCSC": [(0, 0.88), (LAST, 0.90)],
    }
    series: Series = {
        area: [
            (part_of(chance, staff, level(paths[area], m) + holidays.get(MONTHS[m][-2:], 0.0), 0.6), staff)
            for m, staff in enumerate(counts)
        ]
        for area, counts in work.social_workers.items()
    }
    return with_total(series)


def high_caseloads(work: Casework, chance: Random) -> Series:
    """12: of the social workers who hold cases, those with more than 20, by type of team."""
    paths: Mapping[str, Path_] = {
        "Assessment teams": [(0, 0.20), (20, 0.24), (29, 0.32), (LAST, 0.45)],
        "Safeguarding teams": [(0, 0.19), (LAST, 0.21)],
        "MASH teams": [(0, 0.38), (20, 0.30), (LAST, 0.15)],
        "Children in care teams": [(0, 0.12), (LAST, 0.13)],
    }
    staff = [sum(counts) for counts in zip(*work.social_workers.values(), strict=True)]
    holding = [split(part_of(chance, count, 0.92, 0.5), TEAM_TYPES) for count in staff]
    return shares(chance, {team: [month[team] for month in holding] for team in TEAM_TYPES}, paths, 0.6)


def all_series() -> dict[str, Series]:
    """The twelve indicators by id. Each has its own chance, so that a change to one leaves the others as they are."""
    work = casework()
    seen = seen_at_enquiry(work, drawing("seen-at-s47"))
    return {
        "re-referrals": rereferrals(work, drawing("re-referrals")),
        "unallocated": unallocated(work, drawing("unallocated")),
        "assessments-in-time": assessments_in_time(work, drawing("assessments-in-time")),
        "seen-at-assessment": seen_at_assessment(work, drawing("seen-at-assessment"), seen),
        "s47-in-time": enquiries_in_time(drawing("s47-in-time")),
        "seen-at-s47": seen,
        "icpc-in-time": conferences_in_time(work, drawing("icpc-in-time")),
        "cp-plans": plans_at_month_end(work),
        "cp-visits": visits(work, drawing("cp-visits"))[1],
        "children-in-care": children_in_care(drawing("children-in-care")),
        "supervision": supervision(work, drawing("supervision")),
        "high-caseloads": high_caseloads(work, drawing("high-caseloads")),
    }


# What a real year would do to any figures: a return that never came, and a small number that an area would not show.
UNKNOWN: dict[tuple[str, str], tuple[str, Callable[[str], bool], str]] = {
    ("supervision", "2024-08"): ("x", lambda _: True, "The August 2024 supervision return was not collected"),
    ("unallocated", "2026-03"): (
        "c",
        lambda area: area == "SOUTH",
        "The area's return came with this number suppressed",
    ),
}


def rows() -> Iterator[tuple[str, ...]]:
    """The file's rows: indicator, period, area, numerator, denominator, code, status, note."""
    for indicator, series in all_series().items():
        for m, month in enumerate(MONTHS):
            code, hides, why = UNKNOWN.get((indicator, month), ("", lambda _: False, ""))
            status = "provisional" if m == LAST else "final"
            for area, months in series.items():
                if area == CITY_WIDE:
                    continue
                numerator, denominator = months[m]
                if hides(area):
                    yield (indicator, month, area, "", "", code, status, why)
                else:
                    yield (indicator, month, area, str(numerator), _text(denominator), "", status, "")


def _text(denominator: int | None) -> str:
    return "" if denominator is None else str(denominator)


def main(arguments: Sequence[str]) -> None:
    """Write the CSV, beside this script unless a file is named."""
    target = Path(arguments[0]) if arguments else Path(__file__).with_name("figures") / "monthly.csv"
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("indicator", "period", "area", "numerator", "denominator", "code", "status", "note"))
        writer.writerows(rows())


if __name__ == "__main__":
    main(sys.argv[1:])
