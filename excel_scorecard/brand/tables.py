"""Tables: the Breakdown and Monthly tables under and beside the page, and the columns of each. Nothing stands below."""

from excel_scorecard.brand.canvas import Canvas, Column
from excel_scorecard.brand.grid import MONTHLY_COLUMN, SERIES_NAMES, TABLE_HEAD, TABLE_NOTE, TABLE_TITLE
from excel_scorecard.brand.units import Unit


def draw_breakdown(canvas: Canvas, unit: Unit) -> None:
    """The figures by area, under the page, with the month that they are of."""
    canvas.say(TABLE_TITLE, 0, "Figures by area", "section")
    canvas.say(TABLE_NOTE, 0, "The month of these figures", "quiet")
    canvas.slot("breakdown_month", TABLE_NOTE, 1, "entry_month")
    canvas.table("Breakdown", table_name("Breakdown", canvas), TABLE_HEAD, 0, breakdown_columns(unit))
    canvas.sheet.set_row(TABLE_HEAD, 27)


def draw_monthly(canvas: Canvas, unit: Unit) -> None:
    """The figures by month, right of the page's tables; the names of series that no cell of the page gives."""
    canvas.say(TABLE_TITLE, MONTHLY_COLUMN, "Monthly figures", "section")
    note = "Correct a figure, or add a month under the last; the summary's month chooses what every page shows."
    canvas.say(TABLE_NOTE, MONTHLY_COLUMN, note, "quiet")
    canvas.table("Monthly", table_name("Monthly", canvas), TABLE_HEAD, MONTHLY_COLUMN, monthly_columns(unit))
    canvas.sheet.set_row(TABLE_HEAD, 27)
    for series, name in SERIES.items():
        _, column = canvas.place(f"monthly_{series}")
        canvas.say(SERIES_NAMES, column, name, "quiet_right")
        canvas.mark(f"name of {series}", SERIES_NAMES, column)


def table_name(role: str, canvas: Canvas) -> str:
    """A pattern's table. Two underscores: a clone's is called by its indicator's id, and one may be called `rate`."""
    return f"{role}__{canvas.name}"


def breakdown_columns(unit: Unit) -> tuple[Column, ...]:
    """The Breakdown table's."""
    parts = (
        Column("numerator", "Numerator", f"entry_{unit.parts}"),
        Column("denominator", "Denominator", "entry_number"),
    )
    return (
        Column("area", "Area", "table"),
        *parts[: 2 if unit.is_ratio else 1],
        Column("value", "Value", f"table_{unit.kind}"),
        Column("label", "Bar label", "table_indent"),
        Column("target", "Target", f"entry_{unit.kind}"),
        Column("target_upper", "Target, up to", f"entry_{unit.kind}"),
        Column("amber_limit", "Amber limit", f"entry_{unit.kind}"),
        Column("rating", "Rating", "row_rating"),
        Column("bar", "Bar", "plot"),
        Column("rest", "Rest", "plot"),
    )


def monthly_columns(unit: Unit) -> tuple[Column, ...]:
    """The Monthly table's: what is typed, what is said of it, then what charts read."""
    parts = (
        Column("numerator", "Numerator", f"entry_{unit.parts}"),
        Column("denominator", "Denominator", "entry_number"),
    )
    population = (Column("population_year", "Population of", "table_year"),) if unit.has_population else ()
    return (
        Column("month", "Month", "entry_month"),
        *parts[: 2 if unit.is_ratio else 1],
        Column("value", "Value", f"table_{unit.kind}"),
        Column("target", "Target", f"entry_{unit.kind}"),
        Column("target_upper", "Target, up to", f"entry_{unit.kind}"),
        Column("amber_limit", "Amber limit", f"entry_{unit.kind}"),
        *population,
        Column("code", "Code", "table_indent"),
        Column("status", "Status", "table_indent"),
        Column("revised", "Revised", "table_indent"),
        Column("note", "Note", "table_indent"),
        *(Column(name, header, "plot") for name, header in PLOTTED),
        Column("signal", "Signal", "table_indent"),
        *(Column(name, header, "plot") for name, header in LIMITS),
    )


SERIES = {
    "line_before": "Before",
    "target_line": "Target",
    "target_upper_line": "Target, up to",
    "latest": "Latest",
    "mean": "Mean",
    "lower": "Lower limit",
    "upper": "Mean and limits",
    "improvement": "Improvement",
    "concern": "Concern",
    "change": "Change",
}
"""What the legend calls a line that no cell of the page names. Mean and limits are one entry."""

PLOTTED = (
    ("line", "Line"),
    ("line_before", "Line before"),
    ("latest", "Latest"),
    ("target_line", "Target line"),
    ("target_upper_line", "Target line, up to"),
    ("comparator_one_line", "Comparator one"),
    ("comparator_two_line", "Comparator two"),
    ("comparator_three_line", "Comparator three"),
    ("comparator_four_line", "Comparator four"),
)
LIMITS = (
    ("mean", "Mean"),
    ("lower", "Lower limit"),
    ("upper", "Upper limit"),
    ("improvement", "Improvement"),
    ("concern", "Concern"),
    ("change", "Change"),
)
