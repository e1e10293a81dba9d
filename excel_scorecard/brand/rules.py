"""Rules: conditional formats and validation of an indicator's page. What stands where is the canvas's.

Of rules that overlap the one that must win comes first: LibreOffice 7.4 applies only the first to a cell.
"""

from typing import Any

from excel_scorecard.brand.canvas import Box, Canvas
from excel_scorecard.brand.furniture import BY_JUDGEMENT, arrow_cells, rate_cells
from excel_scorecard.brand.grid import BESIDE, FIRST_ROW, LAST_COLUMN
from excel_scorecard.brand.settings import REASON_ROOM
from excel_scorecard.brand.units import CODES, Unit
from excel_scorecard.workbook.contract import COMMENTARY_ROOM, DRAFT, PROMPT

VALUES = (
    "value", "average", "previous", "same_period_last_year", "year_to_date", "area_values", "recent_values",
    "recent_values_last_year", "target", "target_upper", "amber_limit", "comparator_one", "comparator_two",
    "comparator_three", "comparator_four",
)  # fmt: skip
VALUE_COLUMNS = ("value", "target", "target_upper", "amber_limit")
PARTS = (
    "numerator", "numerator_average", "denominator", "denominator_average", "area_numerators", "area_denominators",
    "recent_numerators", "recent_denominators",
)  # fmt: skip
PART_COLUMNS = ("numerator", "denominator")


def draw_rules(canvas: Canvas, unit: Unit) -> None:
    """All rules of the page."""
    _no_hairlines_under_nothing(canvas, unit)
    for row, column in (canvas.place("rating"), *_rating_column(canvas)):
        rate_cells(canvas.sheet, canvas.brand, canvas.formats, row, column, row)
    row, column = canvas.place("direction")
    arrow_cells(canvas.sheet, canvas.formats, row, column, row)
    _words(canvas)
    _revised(canvas)
    _decimals(canvas, unit)
    _validate_figures(canvas, unit)
    _validate_words(canvas)


def _rating_column(canvas: Canvas) -> list[tuple[int, int]]:
    return _under_heads(canvas, "breakdown", ("rating",))


def _under_heads(canvas: Canvas, table: str, columns: tuple[str, ...]) -> list[tuple[int, int]]:
    """The first cells under the heads of a table's columns, of those that it has."""
    places = [canvas.place(f"{table}_{column}") for column in columns if canvas.has(f"{table}_{column}")]
    return [(row + 1, column) for row, column in places]


def _no_hairlines_under_nothing(canvas: Canvas, unit: Unit) -> None:
    """A row that says nothing has no hairline; nor has a shortfall that there is not, with its words."""
    rule, sheet = canvas.formats.rule, canvas.sheet
    short = canvas.place("shortfall")
    hidden = rule(num_format=";;;", bottom=1, bottom_color="#FFFFFF")
    without = {"type": "formula", "criteria": f"NOT(ISNUMBER({_address(*short, absolute=True)}))", "format": hidden}
    sheet.conditional_format(short[0], 0, short[0], 2, without)
    line = rule(bottom=1, bottom_color="#FFFFFF")
    blocks: list[Box] = [(FIRST_ROW, 0, FIRST_ROW + len(unit.lines) - 1, 2)]
    beside = [canvas.box(rows) for rows in ("area_names", "recent_months") if canvas.has(rows)]
    blocks += [(FIRST_ROW, BESIDE, last_row, LAST_COLUMN) for _, _, last_row, _ in beside]
    for box in blocks:
        said = f'{_address(box[0], box[1], column=True)}=""'
        sheet.conditional_format(*box, {"type": "formula", "criteria": said, "format": line})


def _words(canvas: Canvas) -> None:
    """A prompt and a draft are quiet; a commentary that is too long says so loudly."""
    rule, brand = canvas.formats.rule, canvas.brand
    looks = (
        ("commentary", "begins with", PROMPT, rule(font_color=brand["quiet"], italic=True)),
        ("commentary", "begins with", DRAFT, rule(font_color=brand["quiet"], italic=True)),
        ("characters_used", "containing", "will print cut", rule(font_color=brand["concern"], bold=True)),
    )
    for name, criteria, value, look in looks:
        found = {"type": "text", "criteria": criteria, "value": value, "format": look}
        canvas.sheet.conditional_format(*canvas.box(name), found)
    for word, colour in (("Improvement", "improvement"), ("Concern", "concern")):
        equal = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": rule(font_color=brand[colour])}
        canvas.sheet.conditional_format(*canvas.box("signal"), equal)
    loud = rule(font_color=brand["concern"], bold=True)
    canvas.sheet.conditional_format(*canvas.box("stale"), {"type": "no_blanks", "format": loud})


def _revised(canvas: Canvas) -> None:
    """A month whose figure has changed since it was last published stands out, with what the figure was.

    Not the value itself: LibreOffice 7.4 would then forget its decimals.
    """
    was, month = _under_heads(canvas, "monthly", ("revised", "month"))
    said = f'{_address(*was, column=True)}<>""'
    look = canvas.formats.rule(font_color=canvas.brand["brand"], bold=True)
    for row, column in (was, month):
        canvas.sheet.conditional_format(row, column, row, column, {"type": "formula", "criteria": said, "format": look})


def _decimals(canvas: Canvas, unit: Unit) -> None:
    """Values have the indicator's decimals; a numerator or denominator with a fraction shows one, others none."""
    boxes = [canvas.box(name) for name in VALUES if canvas.has(name)]
    if not unit.has_remainder:
        boxes.append(canvas.box("shortfall"))
    for table in ("monthly", "breakdown"):
        boxes += [(row, column, row, column) for row, column in _under_heads(canvas, table, VALUE_COLUMNS)]
    _, *others = CODES[unit.kind].items()
    for places, code in others:
        shown = {"type": "formula", "criteria": f"places={places}", "format": canvas.formats.rule(num_format=code)}
        canvas.sheet.conditional_format(*boxes[0], shown | {"multi_range": " ".join(_range(box) for box in boxes)})
    if not unit.has_fractions:
        return
    parts = [canvas.box(name) for name in PARTS if canvas.has(name)]
    for table in ("monthly", "breakdown"):
        parts += [(row, column, row, column) for row, column in _under_heads(canvas, table, PART_COLUMNS)]
    look = canvas.formats.rule(num_format=CODES[unit.parts][1])
    for box in parts:
        cell = _address(box[0], box[1])
        whole = {"type": "formula", "criteria": f"{cell}<>INT({cell})", "format": look}
        canvas.sheet.conditional_format(*box, whole)


def _validate_figures(canvas: Canvas, unit: Unit) -> None:
    """A figure is a number or a code in brackets; a percentage's numerator above its denominator is asked about."""
    least = "" if unit.parts == "money" else " of 0 or more"
    most = ", not above its total," if unit.has_remainder else ""
    said = f"A figure is a number{least}{most} or a code such as [x] (not available) or [c] (suppressed)."
    advice = {
        "validate": "custom",
        "error_type": "warning",
        "error_title": "Please look again",
        "error_message": said,
    }
    for table in ("monthly", "breakdown"):
        places = _under_heads(canvas, table, PART_COLUMNS)
        cells = [_address(*place) for place in places]
        for place, here, is_numerator in zip(places, cells, (True, False), strict=False):
            checks = [f"ISNUMBER({here})"]
            if unit.parts != "money" or not is_numerator:
                checks.append(f"{here}>=0")
            if unit.has_remainder and is_numerator:
                checks.append(f"OR(NOT(ISNUMBER({cells[1]})),{here}<={cells[1]})")
            rule = {"value": f'=OR(LEFT({here},1)="[",AND({",".join(checks)}))'}
            canvas.sheet.data_validation(*place, *place, advice | rule)


def _validate_words(canvas: Canvas) -> None:
    """What an officer is told in the cells that are theirs."""
    room = (
        f"Room for {COMMENTARY_ROOM:,} characters. What you write is yours: new figures never overwrite it. "
        "A draft is from the figures alone: say why, and what is done; then take out its mark."
    )
    judged = "Empty: the rule's rating holds. A rating by judgement needs its reason, in the cell below."
    reason = f"Why the rule's rating would mislead, in {REASON_ROOM} characters. It prints under the figures."
    kept = "What the commentary and action were written for. Read them again; where they still hold, clear this cell."
    prompts: dict[str, dict[str, Any]] = {
        "written_for": {"validate": "any", "input_title": "Written for", "input_message": kept},
        "commentary": {"validate": "any", "input_title": "Commentary", "input_message": room},
        "rating_override": {
            "validate": "list",
            "source": list(BY_JUDGEMENT),
            "input_title": "Rating by judgement",
            "input_message": judged,
            "error_title": "Not a rating",
            "error_message": "Choose from the list, or clear the cell: then the rule's rating holds.",
        },
        "override_reason": {
            "validate": "length",
            "criteria": "<=",
            "value": REASON_ROOM,
            "input_title": "Reason",
            "input_message": reason,
            "error_type": "warning",
            "error_title": "Will print cut",
            "error_message": f"There is room for {REASON_ROOM} characters on the page.",
        },
    }
    for name, prompt in prompts.items():
        canvas.sheet.data_validation(*canvas.box(name), prompt)


def _address(row: int, column_number: int, *, absolute: bool = False, column: bool = False) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(row, column_number, row_abs=absolute, col_abs=absolute or column))


def _range(box: Box) -> str:
    from xlsxwriter.utility import xl_range

    return str(xl_range(*box))
