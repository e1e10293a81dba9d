"""Small projects for the tests of comparators: a folder with settings, and files beside it."""

from pathlib import Path

HEADER = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,"
    "new_la_code,la_name,category,referral_count,rereferral_count,rereferral_percent"
)
INDICATOR = """
[[indicator]]
id = "re-referrals"
number = 1
title = "Re-referrals within 12 months"
unit = "percent"
decimals = 1
good = "low"
published = "rereferrals"
"""
SETTINGS = '[scorecard]\norganisation = "Anyton (fictional)"\n'
COLUMNS = "indicator,label,period,value,source,status,publishable"


def project(folder: Path, indicators: str = INDICATOR, comparing: str = "") -> Path:
    """A project of one indicator in `folder`, with figures for March 2025 and 2026."""
    (folder / "figures").mkdir(parents=True, exist_ok=True)
    (folder / "scorecard.toml").write_text(f"{SETTINGS}\n[comparators]\n{comparing}\n{indicators}", "utf-8")
    rows = "".join(f"re-referrals,{year}-{month:02d},44,200\n" for year in (2025, 2026) for month in (1, 2, 3))
    (folder / "figures" / "figures.csv").write_text(f"indicator,period,numerator,denominator\n{rows}", "utf-8")
    return folder


def release(folder: Path, *places: tuple[str, str, str, str], year: int = 2025, name: str = "release.csv") -> Path:
    """A file of referrals: level, code, name and percentage of each place."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [HEADER]
    for level, code, place, value in places:
        region = place if level == "Regional" else "Northland" if level == "Local authority" else ""
        authority = place if level == "Local authority" else ""
        rows.append(f"{year},Reporting year,{level},E92,England,E12,{region},{code},E0{code},{authority},R,9,2,{value}")
    (folder / name).write_text("\n".join(rows) + "\n", "utf-8-sig")
    return folder / name


ENGLAND = ("National", "", "England", "22.6")
NORTHLAND = ("Regional", "", "Northland", "20.1")
AUTHORITIES = tuple(("Local authority", f"80{n}", f"Town {n}", f"{20 + n}.5") for n in range(1, 10))


def neighbour_list(folder: Path, name: str = "neighbours 2027.csv") -> Path:
    """A list in which Town 1 to Town 9, and two that publish nothing, are each other's neighbours."""
    numbers = range(1, 11)
    header = "old_la_code,la_name,region_ind,region_name," + ",".join(f"SN_{n},SN_{n}P" for n in numbers)
    codes = [f"80{n}" for n in range(1, 10)] + ["811", "812"]
    others = {code: ",".join(f"{other},Close " for other in codes if other != code) for code in codes}
    rows = [f"{code},Town {int(code) - 800},1,Northland,{said}" for code, said in others.items()]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("\n".join([header, *rows]) + "\n", "utf-8-sig")
    return folder / name


def comparators(folder: Path, *rows: str, header: str = COLUMNS, name: str = "comparators.csv") -> Path:
    """The project's own file of comparators."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return folder / name
