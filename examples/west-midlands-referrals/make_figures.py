"""Makes figures/referrals.csv from the official file: the West Midlands' referrals by month, as published.

The Department for Education publishes a row an authority and year, with the months April to March across; here is a row
an authority and month. Numbers and symbols are carried over as they stand: none is added up, rounded or filled in. The
year 2013 is April 2012 to March 2013. Knows nothing of the package; the settings are in scorecard.toml.

    python make_figures.py c6_children_in_need_referrals_by_month_2013_to_2024.csv [FILE]
"""

import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

WEST_MIDLANDS = "E12000005"
SPRING_TO_WINTER = ("April", "May", "June", "July", "August", "September", "October", "November", "December")
NEW_YEAR = ("January", "February", "March")
NUMBER_OF_MONTH = {name: number for number, name in enumerate((*NEW_YEAR, *SPRING_TO_WINTER), start=1)}


def rows(official: Path) -> Iterator[tuple[str, str, str, str, str]]:
    """The CSV's rows (indicator, period, area, numerator, code): the region, then its authorities by name; by month.

    Raises:
        ValueError: a year or an authority is missing or there twice, so it is not the file that this was written for.

    """
    with official.open(encoding="utf-8-sig", newline="") as file:
        published = [row for row in csv.DictReader(file) if row["region_code"] == WEST_MIDLANDS]
    areas = sorted({area(row) for row in published}, key=lambda name: (name != "TOTAL", name))
    years = sorted({int(row["time_period"]) for row in published})
    of = {(area(row), int(row["time_period"])): row for row in published}
    if not published or len(of) != len(published) or len(of) != len(areas) * len(years):
        raise ValueError(f"{official} does not hold one row for each authority of the West Midlands and each year.")
    for name in areas:
        for year in years:
            for month in (*SPRING_TO_WINTER, *NEW_YEAR):
                figure = of[name, year][month]
                number, symbol = (figure, "") if figure.isdigit() else ("", figure)
                yield ("referrals", period(year, month), name, number, symbol)


def area(row: Mapping[str, str]) -> str:
    """The authority's name as published; the region's row is the total."""
    return "TOTAL" if row["geographic_level"] == "Regional" else row["la_name"]


def period(reporting_year: int, month: str) -> str:
    """`2012-04` for April of the reporting year 2013, which ends in March 2013."""
    year = reporting_year if month in NEW_YEAR else reporting_year - 1
    return f"{year}-{NUMBER_OF_MONTH[month]:02}"


def main(arguments: Sequence[str]) -> None:
    """Write the CSV from the official file, beside this script unless a second file is named."""
    if not arguments:
        raise SystemExit("Name the official file: c6_children_in_need_referrals_by_month_2013_to_2024.csv")
    target = Path(arguments[1]) if len(arguments) > 1 else Path(__file__).with_name("figures") / "referrals.csv"
    made = list(rows(Path(arguments[0])))
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("indicator", "period", "area", "numerator", "code"))
        writer.writerows(made)


if __name__ == "__main__":
    main(sys.argv[1:])
