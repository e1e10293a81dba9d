"""Officers' figures: a month's or an area's corrected in the workbook, and the same said in a project."""

import csv
from datetime import date, timedelta
from pathlib import Path

from tests.workbook.officers_desk import After, Desk, Edit, missing

ZERO = date(1899, 12, 30)  # the day that Excel counts from
COLUMNS = ("indicator", "period", "area", "numerator", "denominator", "reason", "by", "on")


def month_of(serial: float) -> date:
    return ZERO + timedelta(days=int(serial))


def serial_of(month: date) -> float:
    return float((month - ZERO).days)


def correct_month(desk: Desk) -> Edit | None:
    """Another numerator in one of the last months."""
    identity = desk.take("correction")
    if identity is None:
        return None
    sheet, months = desk.pages()[identity], desk.column("Monthly", identity, "monthly_month")
    serials = sorted(v for cell in months if isinstance(v := desk.book.value(sheet, cell), float))
    month = desk.chance.choice(serials[-5:])
    place = desk.month_cell(identity, "monthly_numerator", month)
    was = None if place is None else desk.book.value(sheet, place)
    if place is None or not isinstance(was, float):
        return None
    now = was + desk.chance.choice((-1.0, 1.0)) if was > 1 else was + 1
    now = was - 1 if _is_over(desk, identity, month, now) else now
    desk.book.type(sheet, place, now)

    def stands(after: After) -> str | None:
        there = after.month_cell(identity, "monthly_numerator", month)
        found = None if there is None else after.text(after.pages()[identity], there)
        return missing(f"{identity}: {month_of(month)} is {found} and not {now}, as corrected", unless=found == now)

    return Edit(
        f"corrected the numerator of {identity} in {month_of(month):%Y-%m} from {was:g} to {now:g}",
        stands,
        in_project=lambda project: with_correction(project, identity, month_of(month), "TOTAL", now),
    )


def _is_over(desk: Desk, identity: str, month: float, numerator: float) -> bool:
    sheet = desk.pages()[identity]
    if desk.book.local(sheet, "monthly_denominator") is None:
        return False
    place = desk.month_cell(identity, "monthly_denominator", month)
    of = None if place is None else desk.book.value(sheet, place)
    return isinstance(of, float) and numerator > of


def correct_area(desk: Desk) -> Edit | None:
    """Another numerator of an area, in the month that the breakdown is of."""
    if desk.will_roll:
        return None  # the breakdown is of another month then
    identity = desk.take("correction")
    if identity is None or desk.book.local(desk.pages()[identity], "breakdown_area") is None:
        return None
    sheet = desk.pages()[identity]
    names = desk.column("Breakdown", identity, "breakdown_area")
    numerators = desk.column("Breakdown", identity, "breakdown_numerator")
    choice = [
        (str(desk.book.value(sheet, name)), cell, value)
        for name, cell in zip(names[:-1], numerators[:-1], strict=True)
        if isinstance(value := desk.book.value(sheet, cell), float) and value > 3
    ]
    shown = desk.book.value(sheet, desk.book.place(sheet, "breakdown_month"))
    if not choice or not isinstance(shown, float):
        return None
    area, place, was = desk.chance.choice(choice)
    desk.book.type(sheet, place, was - 1)

    def stands(after: After) -> str | None:
        there = after.pages()[identity]
        rows = zip(after.column("Breakdown", identity, "breakdown_area"),
                   after.column("Breakdown", identity, "breakdown_numerator"), strict=True)  # fmt: skip
        found = {str(after.text(there, name)): after.text(there, cell) for name, cell in rows}
        return missing(f"{identity}, {area}: {found.get(area)} and not {was - 1}", unless=found.get(area) == was - 1)

    return Edit(
        f"corrected {area} of {identity} from {was:g} to {was - 1:g}",
        stands,
        in_project=lambda project: with_correction(project, identity, month_of(shown), area, was - 1),
    )


def with_correction(project: Path, identity: str, month: date, area: str, numerator: float) -> None:
    """Say in a project what an officer corrected in her workbook."""
    file = project / "corrections.csv"
    rows = list(csv.DictReader(file.read_text("utf-8").splitlines())) if file.exists() else []
    denominator = ""
    for figures in sorted((project / "figures").glob("*.csv")):
        for row in csv.DictReader(figures.read_text("utf-8").splitlines()):
            if (row["indicator"], row["period"], row["area"]) == (identity, f"{month:%Y-%m}", area):
                denominator = row["denominator"]
    made = (identity, f"{month:%Y-%m}", area, f"{numerator:g}", denominator, "recounted", "A. Officer", "2026-04-14")
    rows.append(dict(zip(COLUMNS, made, strict=True)))
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
