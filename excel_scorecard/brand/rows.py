"""Rows: the columns of an indicator's tables and of the rows beside its page, with their look. No places."""

from typing import NamedTuple


class Column(NamedTuple):
    """A table's column: the end of its role's name, its heading as the template has it, and its cells' look."""

    name: str
    header: str
    look: str

    @property
    def head(self) -> str:
        """The heading's look: over words left, over figures right."""
        return "head" if self.look in {"table", "entry_month"} else "head_right"


def breakdown_columns(unit: str) -> tuple[Column, ...]:
    """The Breakdown table's; `unit` is percent or number."""
    columns = (
        Column("area", "Area", "table"),
        Column("numerator", "Numerator", "entry_number"),
        Column("denominator", "Denominator", "entry_number"),
        Column("value", "Value", f"table_{unit}"),
        Column("label", "Bar label", "table"),
        Column("target", "Target", f"entry_{unit}"),
        Column("amber_limit", "Amber limit", f"entry_{unit}"),
        Column("rating", "Rating", "row_rating"),
        Column("bar", "Bar", "plot"),
        Column("rest", "Rest", "plot"),
    )
    return _without_denominator(columns, unit)


def monthly_columns(unit: str) -> tuple[Column, ...]:
    """The Monthly table's; `unit` is percent or number."""
    columns = (
        Column("month", "Month", "entry_month"),
        Column("numerator", "Numerator", "entry_number"),
        Column("denominator", "Denominator", "entry_number"),
        Column("value", "Value", f"table_{unit}"),
        Column("target", "Target", f"entry_{unit}"),
        Column("amber_limit", "Amber limit", f"entry_{unit}"),
        Column("code", "Code", "table"),
        Column("status", "Status", "table"),
        Column("revised", "Revised", "table"),
        Column("note", "Note", "table"),
        Column("line", "Line", "plot"),
        Column("latest", "Latest", "plot"),
        Column("target_line", "Target line", "plot"),
        Column("comparator_one_line", "Comparator one", "plot"),
        Column("comparator_two_line", "Comparator two", "plot"),
    )
    return _without_denominator(columns, unit)


def _without_denominator(columns: tuple[Column, ...], unit: str) -> tuple[Column, ...]:
    return tuple(c for c in columns if unit == "percent" or c.name != "denominator")


AREA_ROWS = (  # slot, column, look, heading where no slot gives it
    ("area_names", 4, "page", ""),
    ("area_numerators", 5, "page_number", ""),
    ("area_remainders", 6, "page_number", ""),
    ("area_denominators", 7, "page_number", ""),
    ("area_values", 8, "page_percent_bold", ""),
)
RECENT_ROWS = (
    ("recent_months", 4, "page_month", "Month"),
    ("recent_numerators", 5, "page_number", ""),
    ("recent_remainders", 6, "page_number", ""),
    ("recent_denominators", 7, "page_number", ""),
    ("recent_values", 8, "page_percent_bold", ""),
)
RECENT_COUNTS = (
    ("recent_months", 4, "page_month", "Month"),
    ("recent_values", 6, "page_number_bold", "Number"),
    ("recent_values_last_year", 8, "page_number", "A year before"),
)
