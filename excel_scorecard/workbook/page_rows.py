"""Page rows: the rows on an indicator's page that repeat a table: areas, or the latest periods where there are none.

Each cell has its cached value and the formula that says the same. Writes nothing: fill_page.py does.
"""

from excel_scorecard.calendar import months_after
from excel_scorecard.judgement import Cells, remainder, remainder_formula
from excel_scorecard.scorecard import IndicatorPage
from excel_scorecard.workbook.page import Cell, shown_period


def too_many(areas: int) -> str:
    """What the page says where it has no room for a row an area."""
    return f"{areas} areas: see the chart, and the table under this page"


def area_cells(page: IndicatorPage, position: int, name_cell: str, cells: Cells) -> dict[str, Cell]:
    """One of the page's rows by area: for each range slot the cached value and the formula.

    `position` counts from 1 and may lie past the breakdown's end; `name_cell` is the row's cell with the area's name.
    """
    indicator, rows = page.indicator, page.breakdown
    row = rows[position - 1] if position <= len(rows) else None
    is_rest = row is not None and row is page.rest
    nothing = row is None or (is_rest and page.leaves_nothing)
    area = cells.column("breakdown_area")

    def column(role: str) -> str:
        return f"INDEX({cells.column(role)},{position})"

    name = column("breakdown_area")
    if row is None:
        name = f'IF({name}="","",{name})'  # a table without areas has one blank row, which would read as 0
    if is_rest:
        parts = ["breakdown_numerator", "breakdown_denominator"][: 2 if indicator.is_ratio else 1]
        left = ",".join(f"ISNUMBER({column(part)}),{column(part)}=0" for part in parts)
        name = f'IF(AND({left}),"",{name})'
    said: dict[str, Cell] = {
        "area_names": ("" if row is None or nothing else row.area, f'IF(ROWS({area})<{position},"",{name})')
    }
    n = column("breakdown_numerator")
    figures: dict[str, Cell] = {
        "area_numerators": (row.numerator if row else "", n),
        "area_values": (row.value if row else "", column("breakdown_value")),
    }
    if indicator.is_ratio:
        d = column("breakdown_denominator")
        left_over = remainder(indicator, row.numerator, row.denominator) if row else ""
        figures["area_denominators"] = (row.denominator if row else "", d)
        figures["area_remainders"] = (left_over, remainder_formula(indicator, n, d))
    for slot, (value, expression) in figures.items():
        said[slot] = ("" if nothing else value, f'IF({name_cell}="","",{expression})')
    return said


def recent_cells(page: IndicatorPage, position: int, month_cell: str, cells: Cells) -> dict[str, Cell]:
    """One of the page's rows by month, the latest first: for each range slot the cached value and the formula.

    `position` counts from 1, the period shown; `month_cell` is the row's cell with the period's last month.
    """
    indicator, length = page.indicator, page.indicator.period_months
    at = months_after(page.judgement.period, (1 - position) * length)
    rows = {row.figures.month: row for row in page.months}
    row, before = rows.get(at), rows.get(months_after(at, -12))
    months = cells.column("monthly_month")
    last = shown_period(indicator, cells)
    month = f"EDATE({last},{(1 - position) * length})" if position > 1 else last

    def found(role: str, of: str, missing: str) -> str:
        return f'IFERROR(INDEX({cells.column(role)},MATCH({of},{months},0)),"{missing}")'

    said: dict[str, Cell] = {
        "recent_months": (at if row else "", f'IF(ISNUMBER(MATCH({month},{months},0)),{month},"")')
    }
    n = found("monthly_numerator", month_cell, "[x]")
    figures: dict[str, Cell] = {
        "recent_numerators": (row.figures.numerator if row else "", n),
        "recent_values": (row.value if row else "", found("monthly_value", month_cell, "[x]")),
        "recent_values_last_year": (
            before.value if before else "[x]",
            found("monthly_value", f"EDATE({month_cell},-12)", "[x]"),
        ),
    }
    if indicator.is_ratio:
        d = found("monthly_denominator", month_cell, "[x]")
        left = remainder(indicator, row.figures.numerator, row.figures.denominator) if row else ""
        figures["recent_denominators"] = (row.figures.denominator if row else "", d)
        figures["recent_remainders"] = (left, remainder_formula(indicator, n, d))
    for slot, (value, expression) in figures.items():
        said[slot] = (value if row else "", f'IF({month_cell}="","",{expression})')
    return said
