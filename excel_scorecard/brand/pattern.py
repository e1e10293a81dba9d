"""Pattern: the indicator's page (A4 landscape, one page) and the tables under and beside it.

A pattern sheet is cloned for each indicator. Nothing on the printed page grows: the Breakdown and Monthly tables stand
side by side under it with nothing below them. Three layouts a unit: a few areas, many areas, no breakdown.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from excel_scorecard.brand.charts import Plotted, bar_chart, trend_chart
from excel_scorecard.brand.furniture import arrow_cells, insert_logo, rate_cells, running_heads
from excel_scorecard.brand.grid import (
    ACTION,
    BOXES,
    COMMENTARY,
    COMMENTARY_HEAD,
    DEFINITION,
    DIRECTION,
    FIGURES,
    FIRST_ROW,
    HEAD,
    HEIGHTS,
    KEYS,
    LABELS,
    LAST_CHART,
    LAST_COLUMN,
    LINE,
    MESSAGE,
    MONTHLY_COLUMN,
    ROWS_SHOWN,
    RULE,
    SERIES_NAMES,
    TABLE_HEAD,
    TABLE_NOTE,
    TABLE_TITLE,
    TITLE,
    WIDTHS,
    Box,
    pixels,
)
from excel_scorecard.brand.look import Brand, Formats
from excel_scorecard.brand.rows import AREA_ROWS, RECENT_COUNTS, RECENT_ROWS, Column, breakdown_columns, monthly_columns
from excel_scorecard.workbook.contract import COMMENTARY_ROOM, COMPARATORS, MONTHLY, PROMPT

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet


@dataclass(frozen=True)
class Pattern:
    """One pattern sheet: its name, whether it shows percentages, and which breakdown it has room for."""

    name: str
    percent: bool
    areas: str  # few, many, total


PATTERNS = tuple(
    Pattern(f"{name}{suffix}", name == "percentage", areas)
    for name in ("percentage", "count")
    for suffix, areas in (("", "few"), ("_many", "many"), ("_total", "total"))
)


class PatternSheet:
    """One pattern sheet as it is drawn; holds the worksheet and the names given so far."""

    def __init__(self, book: "Workbook", brand: Brand, formats: Formats, pattern: Pattern) -> None:
        self.book, self.brand, self.formats, self.pattern = book, brand, formats, pattern
        self.sheet: Worksheet = book.add_worksheet(pattern.name)
        self.unit = "percent" if pattern.percent else "number"
        self.monthly: dict[str, int] = {}  # column name -> its place on the sheet, 0-based
        self.breakdown: dict[str, int] = {}
        self.setting_rows: dict[str, int] = {}

    def draw(self) -> None:
        """Everything: page, tables, charts, rules, print set-up."""
        self._grid()
        self._head_of_page()
        self._figures()
        if self.pattern.areas == "few" and self.pattern.percent:
            self._rows_beside(AREA_ROWS, "area_heading")
        elif self.pattern.areas == "total":
            self._rows_beside(RECENT_ROWS if self.pattern.percent else RECENT_COUNTS, "")
        self._words()
        self._settings()
        self._breakdown_table()
        self._monthly_table()
        self._charts()
        self._rules()
        self._print()

    # -- cells -------------------------------------------------------------------------------------------------------

    def _slot(self, name: str, row: int, column: int, look: str) -> None:
        """A named cell; a name given twice names both cells."""
        self.sheet.write_blank(row, column, None, self.formats[look])
        self._name(name, [(row, column, row, column)])

    def _name(self, name: str, areas: list[tuple[int, int, int, int]]) -> None:
        from xlsxwriter.utility import xl_range_abs

        reference = ",".join(f"{self.pattern.name}!{xl_range_abs(*area)}" for area in areas)
        self.book.define_name(f"{self.pattern.name}!{name}", f"={reference}")

    def _merged(self, name: str, row: int, first: int, last: int, look: str, text: str = "") -> None:
        self.sheet.merge_range(row, first, row, last, text, self.formats[look])
        self._name(name, [(row, first, row, first)])

    def _say(self, row: int, column: int, text: str, look: str) -> None:
        self.sheet.write_string(row, column, text, self.formats[look])

    # -- the page ----------------------------------------------------------------------------------------------------

    def _grid(self) -> None:
        sheet = self.sheet
        sheet.hide_gridlines(2)
        sheet.set_default_row(LINE)
        for column, width in WIDTHS.items():
            sheet.set_column(f"{column}:{column}", width)
        sheet.set_column(MONTHLY_COLUMN + 1, MONTHLY_COLUMN + len(MONTHLY) - 1, 13)
        for row, height in HEIGHTS.items():
            sheet.set_row(row, height)

    def _head_of_page(self) -> None:
        self._merged("heading", TITLE, 0, LAST_COLUMN - 1, "title_merged")
        if self.brand.logo is not None:
            insert_logo(self.sheet, self.brand, TITLE, LAST_COLUMN, right_edge=int(WIDTHS["I"] * 7 + 5))
        self._merged("definition", DEFINITION, 0, LAST_COLUMN, "definition")
        for column, label in ((0, "RATING"), (1, "TARGET"), (5, "DIRECTION")):
            self._say(LABELS, column, label, "label")
        self._slot("rating", KEYS, 0, "rating")
        self._slot("target", KEYS, 1, f"key_{self.unit}")
        self.sheet.merge_range(LABELS, 2, KEYS, 4, "", self.formats["quiet_wrap"])
        self._name("target_source", [(LABELS, 2, LABELS, 2)])
        self._slot("direction", KEYS, DIRECTION, "key")
        self._slot("direction_basis", KEYS, 7, "quiet")

    def _figures(self) -> None:
        """The small table on the left: the month beside its average, then comparators and the shortfall."""
        unit = self.unit
        self._slot("status", HEAD, 0, "head")
        self._slot("average_heading", HEAD, 1, "head_right")
        self._slot("month", HEAD, 2, "head_month")
        lines: list[tuple[str, str | None, str | None, str]]
        if self.pattern.percent:
            lines = [
                ("numerator_label", "numerator_average", "numerator", "page_number"),
                ("remainder_label", "remainder_average", "remainder", "page_number"),
                ("denominator_label", "denominator_average", "denominator", "page_number"),
                ("value_label", "average", "value", "page_percent_bold"),
            ]
        else:
            lines = [
                ("value_label", "average", "value", "page_number_bold"),
                ("The month before", None, "previous", "page_number"),
                ("The same month last year", None, "same_period_last_year", "page_number"),
            ]
        short = "Cases short of the target" if self.pattern.percent else "Away from the target by"
        lines.append((short, None, "shortfall", "page_number"))
        self.shortfall_row = FIRST_ROW + len(lines) - 1
        lines += [(f"comparator_{c}_label", None, f"comparator_{c}", f"page_{unit}") for c in COMPARATORS]
        few_rows = self.pattern.percent and self.pattern.areas != "many"
        for row, (label, average, value, look) in enumerate(lines, FIRST_ROW):
            for column in (0, 1, 2):
                self.sheet.write_blank(row, column, None, self.formats["page" if column == 0 else look])
            if " " in label:
                self._say(row, 0, label, "page")
            elif few_rows and label in AREA_HEADS:
                self._name(label, [(row, 0, row, 0), (HEAD, AREA_HEADS[label], HEAD, AREA_HEADS[label])])
            else:
                self._slot(label, row, 0, "page_bold" if look.endswith("bold") else "page")
            for name, column in ((average, 1), (value, 2)):
                if name:
                    self._slot(name, row, column, look)
        self.value_label_row = FIRST_ROW + (3 if self.pattern.percent else 0)
        self.comparator_row = self.shortfall_row + 1
        self.last_line = FIRST_ROW + len(lines) - 1
        self._slot("rule_text", RULE, 0, "quiet")

    def _rows_beside(self, columns: tuple[tuple[str, int, str, str], ...], heading: str) -> None:
        """Rows on the right of the page that read a table: the areas, or the latest months where there are none."""
        last = FIRST_ROW + ROWS_SHOWN - 1
        for column in range(4, LAST_COLUMN + 1):
            self.sheet.write_blank(HEAD, column, None, self.formats["head_right"])
            for row in range(FIRST_ROW, last + 1):
                self.sheet.write_blank(row, column, None, self.formats["page"])
        for name, column, look, head in columns:
            if head or column > 4:
                self._say(HEAD, column, head, "head" if column == 4 else "head_right")
            for row in range(FIRST_ROW, last + 1):
                self.sheet.write_blank(row, column, None, self.formats[look])
            self._name(name, [(FIRST_ROW, column, last, column)])
        if heading:
            self._slot(heading, HEAD, 4, "head")

    def _rules_under_rows(self) -> None:
        """No hairline under a row that says nothing. First of all rules: LibreOffice applies one rule to a cell."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        line = self.formats.rule(bottom=1, bottom_color="#FFFFFF")
        blocks = [(0, 2, self.last_line)]
        if self.pattern.areas == "total" or (self.pattern.areas == "few" and self.pattern.percent):
            blocks.append((4, LAST_COLUMN, FIRST_ROW + ROWS_SHOWN - 1))
        for first, last, bottom in blocks:
            said = f'{xl_rowcol_to_cell(FIRST_ROW, first, col_abs=True)}=""'
            self.sheet.conditional_format(
                FIRST_ROW, first, bottom, last, {"type": "formula", "criteria": said, "format": line}
            )

    def _words(self) -> None:
        if self.pattern.areas != "total":
            row = LAST_CHART if self.pattern.areas == "many" else RULE
            self._slot("breakdown_note", row, 4, "quiet")
        self._slot("message", MESSAGE, 0, "message")
        self._say(COMMENTARY_HEAD, 0, "Commentary", "section")
        self._say(COMMENTARY_HEAD, 3, "Owner", "quiet_right")
        self._slot("owner", COMMENTARY_HEAD, 4, "quiet_indent")
        self._slot("characters_used", COMMENTARY_HEAD, LAST_COLUMN, "quiet_right")
        prompt = f"{PROMPT} what happened, and why? What is being done, and what should we see next?"
        self._merged("commentary", COMMENTARY, 0, LAST_COLUMN, "entry_long", prompt)
        self._say(ACTION, 0, "Action: what, who, by when", "quiet")
        self._merged("action", ACTION, 1, 5, "entry_text")
        self._say(ACTION, 6, "Signed off", "quiet_right")
        self._merged("signed_off", ACTION, 7, LAST_COLUMN, "entry_text")

    def _settings(self) -> None:
        """What the page's formulas and rules read, right of the page."""
        column = MONTHLY_COLUMN
        self._say(0, column, "Settings: from the project", "section")
        settings = [
            "indicator_id",
            "number",
            "title",
            "unit",
            "good",
            "places",
            "organisation",
            "marking",
            "agenda_item",
            "population_note",
            "trend_title",
            "breakdown_title",
            "average_months",
            "amber_limit",
            "year_to_date",
        ]
        if self.pattern.percent:
            settings += ["previous", "same_period_last_year"]
        else:
            settings += ["numerator_label"]
        rows = (row for row in range(1, ACTION) if HEIGHTS.get(row, LINE) >= FIGURES)  # none in the page's spacing
        for row, name in zip(rows, settings, strict=False):
            self.setting_rows[name] = row
            self._say(row, column, name.replace("_", " "), "quiet")
            self._slot(name, row, column + 1, "table_percent" if name in PERCENTS and self.pattern.percent else "table")

    # -- the tables --------------------------------------------------------------------------------------------------

    def _breakdown_table(self) -> None:
        if self.pattern.areas == "total":
            return
        self._say(TABLE_TITLE, 0, "Figures by area", "section")
        self._say(TABLE_NOTE, 0, "The month of these figures", "quiet")
        self._slot("breakdown_month", TABLE_NOTE, 1, "entry_month")
        self.breakdown = self._table("Breakdown", 0, breakdown_columns(self.unit))

    def _monthly_table(self) -> None:
        self._say(TABLE_TITLE, MONTHLY_COLUMN, "Monthly figures", "section")
        note = "Correct a figure, or add a month under the last; the summary's month chooses what every page shows."
        self._say(TABLE_NOTE, MONTHLY_COLUMN, note, "quiet")
        self.monthly = self._table("Monthly", MONTHLY_COLUMN, monthly_columns(self.unit))
        self._say(SERIES_NAMES, self.monthly["target_line"], "Target", "quiet_right")
        self._say(SERIES_NAMES, self.monthly["latest"], "Latest", "quiet_right")

    def _table(self, role: str, left: int, columns: tuple[Column, ...]) -> dict[str, int]:
        """A table of one empty row; returns each column's place on the sheet (0-based)."""
        places = {column.name: place for place, column in enumerate(columns, left)}
        heads = [
            {"header": c.header, "header_format": self.formats[c.head], "format": self.formats[c.look]} for c in columns
        ]
        options = {
            "name": f"{role}_{self.pattern.name}",
            "style": None,
            "autofilter": False,
            "columns": heads,
            "description": f"{role} figures",
        }
        self.sheet.add_table(TABLE_HEAD, left, TABLE_HEAD + 1, left + len(columns) - 1, options)
        for column in columns:
            place = places[column.name]
            self._name(f"{role.lower()}_{column.name}", [(TABLE_HEAD, place, TABLE_HEAD, place)])
            self.sheet.write_blank(TABLE_HEAD + 1, place, None, self.formats[column.look])
        self.sheet.set_row(TABLE_HEAD, 27)
        return places

    # -- charts ------------------------------------------------------------------------------------------------------

    def _charts(self) -> None:
        name = self.pattern.name
        body = (TABLE_HEAD + 1, TABLE_HEAD + 1)
        brand = self.brand

        def cell(row: int, column: int) -> str:
            from xlsxwriter.utility import xl_rowcol_to_cell

            return f"{name}!{xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)}"

        trend_box, bar_box = BOXES[self.pattern.percent, self.pattern.areas]
        dashes = (
            (
                "target_line",
                cell(SERIES_NAMES, self.monthly["target_line"]),
                {"color": brand["target"], "width": 1.5, "dash_type": "dash"},
            ),
            (
                "comparator_one_line",
                cell(self.comparator_row, 0),
                {"color": brand["comparator_one"], "width": 1.25, "dash_type": "round_dot"},
            ),
            (
                "comparator_two_line",
                cell(self.comparator_row + 1, 0),
                {"color": brand["comparator_two"], "width": 1.25, "dash_type": "long_dash_dot"},
            ),
        )
        trend = trend_chart(
            self.book,
            brand,
            sheet=name,
            body=body,
            month_column=self.monthly["month"],
            line=Plotted(self.monthly["line"], cell(self.value_label_row, 0)),
            latest=Plotted(self.monthly["latest"], cell(SERIES_NAMES, self.monthly["latest"])),
            others=tuple((Plotted(self.monthly[column], label), look) for column, label, look in dashes),
            title=cell(self.setting_rows["trend_title"], MONTHLY_COLUMN + 1),
            percent=self.pattern.percent,
            size=pixels(trend_box),
        )
        self._insert(trend, trend_box, "Line chart of the indicator by month with its target and comparators")
        if bar_box is None:
            return
        bars = bar_chart(
            self.book,
            brand,
            sheet=name,
            body=body,
            label_column=self.breakdown["label"],
            areas=Plotted(self.breakdown["bar"], cell(self.value_label_row, 0)),
            rest=Plotted(self.breakdown["rest"], cell(TABLE_HEAD, self.breakdown["rest"])),
            title=cell(self.setting_rows["breakdown_title"], MONTHLY_COLUMN + 1),
            percent=self.pattern.percent,
            size=pixels(bar_box),
            # LibreOffice leaves every other name out as soon as one of many must be wrapped
            label_width=200 if self.pattern.areas == "many" else 128,
        )
        self._insert(bars, bar_box, "Bar chart of the indicator by area")

    def _insert(self, chart: Any, box: Box, alt: str) -> None:
        row, column, _, _ = box
        self.sheet.insert_chart(
            row, column, chart, {"description": alt, "object_position": 1, "x_offset": 0, "y_offset": 1}
        )

    # -- conditional formats, validation, print ----------------------------------------------------------------------

    def _rules(self) -> None:
        sheet, rule = self.sheet, self.formats.rule
        self._rules_under_rows()
        rate_cells(sheet, self.brand, self.formats, KEYS, 0, KEYS)
        arrow_cells(sheet, self.formats, KEYS, DIRECTION, KEYS)
        hidden = rule(num_format=";;;", bottom=1, bottom_color="#FFFFFF")
        without = {"type": "formula", "criteria": 'OR(rating="No target",rating="No data")', "format": hidden}
        sheet.conditional_format(self.shortfall_row, 0, self.shortfall_row, 2, without)
        quiet = rule(font_color=self.brand["quiet"], italic=True)
        prompt = {"type": "text", "criteria": "begins with", "value": PROMPT, "format": quiet}
        sheet.conditional_format(COMMENTARY, 0, COMMENTARY, 0, prompt)
        full = {
            "type": "text",
            "criteria": "containing",
            "value": "will print cut",
            "format": rule(font_color=self.brand["concern"], bold=True),
        }
        sheet.conditional_format(COMMENTARY_HEAD, LAST_COLUMN, COMMENTARY_HEAD, LAST_COLUMN, full)
        table = [self.monthly[c] for c in ("value", "target", "amber_limit")]
        areas: list[tuple[int, int, int, int]] = []
        if self.pattern.areas != "total":
            table += [self.breakdown[c] for c in ("value", "target", "amber_limit")]
            place = self.breakdown["rating"]
            rate_cells(sheet, self.brand, self.formats, TABLE_HEAD + 1, place, TABLE_HEAD + 1)
        if self.pattern.percent:
            areas = [(self.value_label_row, 1, self.value_label_row, 2), (self.comparator_row, 2, self.last_line, 2)]
            areas += [(KEYS, 1, KEYS, 1), (FIRST_ROW, 8, RULE - 1, 8)]
            decimals = {3: "0.0%", 4: "0.00%"}
        else:
            areas = [(FIRST_ROW, 1, self.last_line, 2), (KEYS, 1, KEYS, 1)]
            decimals = {1: "#,##0.0", 2: "#,##0.00"}
        areas += [(TABLE_HEAD + 1, column, TABLE_HEAD + 1, column) for column in table]
        for places, code in decimals.items():
            shown = {"type": "formula", "criteria": f"places={places}", "format": rule(num_format=code)}
            for area in areas:
                sheet.conditional_format(*area, shown)
        self._validate()

    def _validate(self) -> None:
        """A figure is a number or a code in brackets; a numerator above its denominator is asked about."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        row = TABLE_HEAD + 1
        advice = {
            "validate": "custom",
            "error_type": "warning",
            "error_title": "Please look again",
            "error_message": FIGURE_ADVICE,
        }
        for places in (self.monthly, self.breakdown):
            for name in ("numerator", "denominator"):
                if name not in places:
                    continue
                here = xl_rowcol_to_cell(row, places[name])
                check = f"ISNUMBER({here}),{here}>=0"
                if name == "numerator" and "denominator" in places:
                    there = xl_rowcol_to_cell(row, places["denominator"])
                    check += f",OR(NOT(ISNUMBER({there})),{here}<={there})"
                rule = {"value": f'=OR(LEFT({here},1)="[",AND({check}))'}
                self.sheet.data_validation(row, places[name], row, places[name], advice | rule)
        room = f"Room for {COMMENTARY_ROOM:,} characters. It is yours: new figures never overwrite it."
        prompt = {"validate": "any", "input_title": "Commentary", "input_message": room}
        self.sheet.data_validation(COMMENTARY, 0, COMMENTARY, 0, prompt)

    def _print(self) -> None:
        sheet = self.sheet
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.4)
        sheet.print_area(0, 0, ACTION, LAST_COLUMN)
        sheet.fit_to_pages(1, 1)
        sheet.center_horizontally()
        running_heads(sheet, self.brand)


FIGURE_ADVICE = (
    "A figure is a number of 0 or more, not above its total, or a code such as [x] (not available) or [c] (suppressed)."
)
AREA_HEADS = {"numerator_label": 5, "remainder_label": 6, "denominator_label": 7, "value_label": 8}
PERCENTS = {"amber_limit", "year_to_date", "previous", "same_period_last_year"}
