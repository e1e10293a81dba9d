"""Fill, an indicator's sheet: the clone of a pattern gets its figures, formulas with their caches, and its tables.

Only named slots and owned table columns are written; their look is the template's. Which sheets there are, and the
lists, are fill.py's and fill_lists.py's.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from decimal import Decimal

from excel_scorecard.commentary import Styled
from excel_scorecard.judgement import SLOT_FORMULAS, column_formula, not_in_breakdown_formula
from excel_scorecard.ooxml.cells import Area, Input, address
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.ooxml.table import Table
from excel_scorecard.scorecard import AreaRow, IndicatorPage
from excel_scorecard.signals import possible, signal_of
from excel_scorecard.spc import Point
from excel_scorecard.trend import MonthRow
from excel_scorecard.workbook.contract import COMPARATORS, PATTERN_SLOTS
from excel_scorecard.workbook.drafts import page_draft
from excel_scorecard.workbook.edits import HEADING
from excel_scorecard.workbook.fill_charts import dress_charts
from excel_scorecard.workbook.layout import Layout, SheetCells, TableLayout
from excel_scorecard.workbook.noted import Noted, constants_of
from excel_scorecard.workbook.officers_copy import held
from excel_scorecard.workbook.page import (
    BREAKDOWN_SLOTS,
    FOLLOWED,
    PAGE_RULES,
    SIGNAL_SLOTS,
    WHOLE_PAGE_RULES,
    PageInline,
    SummaryCells,
    constants,
    followed,
    officers_words,
    organisation_line,
    page_formula,
    population_note,
    population_note_formula,
    shown_period,
    signal_cell,
    trend_title,
    trend_title_formula,
)
from excel_scorecard.workbook.page_rows import area_cells, recent_cells, too_many
from excel_scorecard.workbook.rich_words import write_words

Cell = tuple[Input, str | None]  # a cached value, and the formula that gives it

NOTHING: Cell = (None, None)

AREA_RANGES = tuple(slot.name for slot in PATTERN_SLOTS if slot.kind == "range" and slot.name.startswith("area_"))
RECENT_RANGES = tuple(slot.name for slot in PATTERN_SLOTS if slot.kind == "range" and slot.name.startswith("recent_"))
SUPPLIED = frozenset({"average", "average_months", "numerator_average", "denominator_average"})
HEADERS = {"numerator": "numerator_label", "denominator": "denominator_label", "value": "value_label"}


class PageFiller:
    """One indicator's sheet while it is filled: its layout, its page and how its formulas speak of things."""

    def __init__(
        self, sheet: Sheet, layout: Layout, page: IndicatorPage, summary: SummaryCells, tables: dict[str, Table]
    ) -> None:
        self.sheet = sheet
        self.layout = layout
        self.page = page
        self.indicator = page.indicator
        self.summary = summary
        self.tables = tables
        self.axis = page.indicator.breakdown if page.areas else ""
        self.noted = Noted()
        self._retitle()
        self._make_room()
        inline = PageInline(page, summary, self.axis)
        self.cells = SheetCells(layout, tables, inline)
        inline.cells = self.cells

    def fill(self) -> None:
        """Slots, tables, rows by area, charts."""
        self._slots()
        self._monthly()
        self._breakdown()
        self._area_rows()
        self._recent_rows()
        self._dress()

    def _dress(self) -> None:
        dress_charts(self.sheet, self.layout, self.tables, self.page)

    # -- slots -------------------------------------------------------------------------------------------------------

    def _slots(self) -> None:
        fixed = constants(self.page, self.axis)
        for slot in PATTERN_SLOTS:
            if slot.kind == "range" or not self.layout.has(slot.name):
                continue
            if slot.owner == "officers":
                self._officers(slot.name)
            else:
                self._say(slot.name, self._content(slot.name, fixed))

    def _say(self, name: str, cell: Cell) -> None:
        """Write what a slot of the builder's holds."""
        for place in self.layout.slots[name]:
            self.sheet.write(*place, *cell)
        self.noted.slot(name, cell)

    def _content(self, name: str, fixed: dict[str, str | Decimal | int]) -> Cell:
        """What a slot of the builder's holds: its value, and its formula if it has one; None for nothing."""
        page = self.page
        if not page.areas and name in BREAKDOWN_SLOTS:
            return NOTHING
        if name == "month":
            return page.judgement.month, self.summary.expression("month")
        if name == "breakdown_month":
            return page.judgement.period, None
        if name == "population_note":
            return self._population_note()
        if name == "organisation":
            return organisation_line(self.summary)
        if name in FOLLOWED:
            return followed(self.summary, name)
        if name in WHOLE_PAGE_RULES:
            return self._of_whole_page(name)
        if name in SIGNAL_SLOTS:
            return signal_cell(name, page, self.cells)
        if page.supplied_average is not None and name in SUPPLIED:
            return getattr(page.judgement, name), None
        if name in SLOT_FORMULAS:
            return getattr(page.judgement, name), page_formula(name, page, self.cells)
        if name in PAGE_RULES and (name != "status" or "monthly_status" in self.layout.tables["Monthly"].columns):
            text, formula = PAGE_RULES[name]
            return text(page), formula(self.indicator, self.cells)
        constant = fixed.get(name)
        return NOTHING if constant == "" else (constant, None)

    def _of_whole_page(self, name: str) -> Cell:
        if name == "trend_title":
            has_signals = "monthly_signal" in self.layout.tables["Monthly"].columns
            return trend_title(self.page, has_signals=has_signals), trend_title_formula(self.page, self.cells)
        said, of_page = WHOLE_PAGE_RULES[name]
        return said(self.page), of_page(self.page, self.cells)

    def _population_note(self) -> Cell:
        text = population_note(self.page)
        with suppress(KeyError):
            return text, population_note_formula(self.page, self.cells)
        return text or None, None

    def _officers(self, name: str) -> None:
        """An officers' slot is set once; without their words a draft, or the template's own prompt, stands there."""
        place = self.layout.slots[name][0]
        prompt = held(self.sheet.read(*place))
        self.noted.prompts[name] = prompt if isinstance(prompt, str) else ""
        styled = officers_words(self.page, name)
        if not styled and (draft := page_draft(self.page, name)):
            styled = (Styled(draft),)
            self.noted.drafts[name] = draft
        if styled:
            for row, column in self.layout.slots[name]:
                write_words(self.sheet, row, column, styled)
        self.noted.slots[name] = held(self.sheet.read(*place))
        if runs := self.sheet.rich(*place):
            self.noted.runs[name] = runs

    # -- tables ------------------------------------------------------------------------------------------------------

    def _retitle(self) -> None:
        """Heads of the tables in the indicator's own words."""
        heads = {
            f"{role}_{part}": getattr(self.indicator, label)
            for role in ("monthly", "breakdown")
            for part, label in HEADERS.items()
        }
        if self.axis:
            heads["breakdown_area"] = self.axis[:1].upper() + self.axis[1:]
        if not self.indicator.is_ratio:
            heads["monthly_numerator"] = heads["breakdown_numerator"] = self.indicator.numerator_label
        for role, layout in self.layout.tables.items():
            said = {index: heads[column] for column, index in layout.columns.items() if heads.get(column)}
            self._retitle_columns(role, {index: table_heading(text) for index, text in said.items()})

    def _retitle_columns(self, role: str, titles: Mapping[int, str]) -> None:
        given = self.tables[role].retitle_columns(titles)
        columns = {index: column for column, index in self.layout.tables[role].columns.items()}
        self.noted.slots.update({f"{HEADING}{columns[index]}": text for index, text in given.items()})

    def _make_room(self) -> None:
        """As many rows as there are months and areas; slots below a table that grows are elsewhere then."""
        rows = {"Monthly": len(self.page.months), "Breakdown": max(1, len(self.page.breakdown))}
        for role, table in self.tables.items():
            if role in rows:
                self.layout = self.layout.after(table.resize(rows[role]))

    def _formulas(self, table: TableLayout, rules: frozenset[str]) -> dict[str, str]:
        """The formulas of a table's columns, of those that the template has all that they read from."""
        formulas: dict[str, str] = {}
        for role in sorted(rules & table.columns.keys()):
            # a column that reads one which the template lacks holds figures, without a formula
            with suppress(KeyError):
                formulas[role] = column_formula(role, self.indicator, self.cells)
        return formulas

    def _calculated(self, role: str, index: int, formula: str) -> None:
        """Set the formula that Excel puts into a column's new rows."""
        self.tables[role].set_calculated_formula(index, formula)

    def _row_numbers(self, role: str, rows: int) -> Sequence[int]:
        """The sheet's rows into which those of a table go."""
        first = self.tables[role].body.first_row
        return range(first, first + rows)

    def _write_rows(self, layout: TableLayout, rows: Sequence[Mapping[str, Cell]]) -> None:
        columns = [(role, layout.sheet_column(role)) for role in layout.columns]
        for number, said in zip(self._row_numbers(layout.role, len(rows)), rows, strict=True):
            for role, column in columns:
                self._put(role, number, column, said.get(role, NOTHING))

    def _put(self, role: str, row: int, column: int, cell: Cell) -> None:  # noqa: ARG002  # who fills again asks
        """Write a cell of a table."""
        self.sheet.write(row, column, *cell)

    def _monthly(self) -> None:
        layout = self.layout.tables["Monthly"]
        formulas = self._formulas(layout, MONTHLY_RULES)
        for which, _ in zip(COMPARATORS, self.page.comparisons, strict=False):
            role = f"monthly_comparator_{which}_line"
            cell = self.cells.slot(f"comparator_{which}")
            if role in layout.columns:
                formulas[role] = f"IF(ISNUMBER({cell}),{cell},NA())"
        # by month: an officer may have taken one out of the table
        points = {point.month: point for point in self.page.control.points} if self.page.control else {}
        rows = [
            self._month_cells(row, formulas) | self._signal_cells(row, points.get(row.figures.month), formulas)
            for row in self.page.months
        ]
        # a month that an officer types under the last one gets these by itself
        latest_limit = rows[-1]["monthly_amber_limit"][1]
        calculated = formulas | ({"monthly_amber_limit": latest_limit} if latest_limit else {})
        for role in calculated.keys() & layout.columns.keys():
            self._calculated("Monthly", layout.columns[role], calculated[role])
        self._write_rows(layout, rows)
        self.noted.months.update(
            {row.figures.month: constants_of(said, layout) for row, said in zip(self.page.months, rows, strict=True)}
        )

    def _month_cells(self, row: MonthRow, formulas: dict[str, str]) -> dict[str, Cell]:
        """The cells of one month; a plot column without a point is not among them, and stays truly blank."""
        figures, target = row.figures, row.figures.target
        said: dict[str, Cell] = {
            "monthly_month": (figures.month, None),
            "monthly_numerator": (figures.numerator, None),
            "monthly_denominator": (figures.denominator, None),
            "monthly_value": (row.value, None if row.is_supplied else formulas.get("monthly_value")),
            "monthly_target": (target, None),
            "monthly_target_upper": (figures.target_upper, None),
            "monthly_population_year": (row.population.year if row.population else None, None),
            "monthly_amber_limit": (figures.amber_limit, self._amber_formula(row)),
            "monthly_code": (row.code or None, None),
            "monthly_status": (row.status, None),
            "monthly_revised": (row.revised or None, None),
            "monthly_note": (row.note or None, None),
        }
        if row.point is not None:
            # a template without a column for what lies before a change draws one line
            is_before = row.line_before is not None and "monthly_line_before" in self.layout.tables["Monthly"].columns
            said["monthly_line_before" if is_before else "monthly_line"] = (row.point, formulas.get("monthly_line"))
            if figures.month == self.page.judgement.period:
                said["monthly_latest"] = (row.value, formulas.get("monthly_latest"))
        if target is not None:
            said["monthly_target_line"] = (target, formulas.get("monthly_target_line"))
        if figures.target_upper is not None:
            said["monthly_target_upper_line"] = (figures.target_upper, formulas.get("monthly_target_upper_line"))
        for which, comparison in zip(COMPARATORS, self.page.comparisons, strict=False):
            # a year's figure is no line among process limits, which are of months
            if isinstance(comparison.value, Decimal) and self.page.control is None:
                role = f"monthly_comparator_{which}_line"
                said[role] = (comparison.value, formulas.get(role))
        return said

    def _signal_cells(self, row: MonthRow, point: Point | None, formulas: dict[str, str]) -> dict[str, Cell]:
        """The cells of one month's signal and its limits; none where the chart is plain."""
        if point is None or self.page.control is None:
            return {}
        indicator = self.indicator
        said: dict[str, Cell] = {"monthly_signal": (signal_of(indicator, self.page.control, point) or None, None)}
        if point.mean is not None and point.lower is not None and point.upper is not None:
            said["monthly_mean"] = (point.mean, None)
            said["monthly_lower"] = (possible(indicator, point.lower), None)
            said["monthly_upper"] = (possible(indicator, point.upper), None)
        if point.rule:
            role = f"monthly_{point.variation.lower()}"
            said[role] = (row.point, formulas.get(role))
        return said

    def _amber_formula(self, row: MonthRow) -> str | None:
        """A limit that is so far from the target follows it; a limit of its own is a number."""
        if (
            row.target is None
            or row.target.amber_within is None
            or "monthly_target" not in self.layout.tables["Monthly"].columns
        ):
            return None
        target = self.cells.this_row("monthly_target")
        within = self.indicator.in_cells(row.target.amber_within)
        sign = "+" if self.indicator.good == "low" else "-"
        return f'IF(ISNUMBER({target}),{target}{sign}{within.normalize():f},"")'

    def _breakdown(self) -> None:
        layout = self.layout.tables.get("Breakdown")
        if layout is None:
            return
        table = self.tables["Breakdown"]
        formulas = self._formulas(layout, BREAKDOWN_RULES)
        for role in {"breakdown_value", "breakdown_rating"} & formulas.keys():
            self._calculated("Breakdown", layout.columns[role], formulas[role])
        rows = [self._area_table_cells(row, formulas, table) for row in self.page.breakdown]
        self._write_rows(layout, rows or [{}])
        self.noted.areas.update(
            {row.area: constants_of(said, layout) for row, said in zip(self.page.breakdown, rows, strict=True)}
        )

    def _area_table_cells(self, row: AreaRow, formulas: dict[str, str], table: Table) -> dict[str, Cell]:
        is_rest = row is self.page.rest
        leaves_nothing = is_rest and self.page.leaves_nothing
        said: dict[str, Cell] = {
            "breakdown_area": (row.area, None),
            "breakdown_numerator": (row.numerator, self._rest_formula("numerator", table) if is_rest else None),
            "breakdown_value": (row.value, None if row.is_supplied else formulas.get("breakdown_value")),
            "breakdown_label": self._bar_label(row, is_rest=is_rest),
            "breakdown_target": (row.target, None),
            "breakdown_target_upper": (row.target_upper, None),
            "breakdown_amber_limit": (row.amber_limit, None),
        }
        if not is_rest:
            said["breakdown_rating"] = (row.rating, formulas.get("breakdown_rating"))
        if self.indicator.is_ratio:
            formula = self._rest_formula("denominator", table) if is_rest else None
            said["breakdown_denominator"] = (row.denominator, formula)
        if isinstance(row.value, Decimal) and not leaves_nothing:
            bar = formulas.get("breakdown_bar")
            said["breakdown_rest" if is_rest else "breakdown_bar"] = (row.value, bar)
        return said

    def _bar_label(self, row: AreaRow, *, is_rest: bool) -> Cell:
        """The bar's name: with the symbol where there is no bar; nothing where nothing is left over."""
        area, value = self.cells.this_row("breakdown_area"), self.cells.this_row("breakdown_value")
        formula = f'IF(ISTEXT({value}),{area}&" "&{value},{area})'
        label = f"{row.area} {row.value}" if isinstance(row.value, str) else row.area
        if not is_rest:
            return label, formula
        parts = [self.cells.this_row("breakdown_numerator")]
        if self.indicator.is_ratio:
            parts.append(self.cells.this_row("breakdown_denominator"))
        nothing = ",".join(f"ISNUMBER({part}),{part}=0" for part in parts)
        return "" if self.page.leaves_nothing else label, f'IF(AND({nothing}),"",{formula})'

    def _rest_formula(self, which: str, table: Table) -> str:
        """What is not in the breakdown, for the month that the breakdown is of."""
        layout, body = self.layout.tables["Breakdown"], table.body
        last = body.last_row - 1

        def areas(role: str) -> str:
            column = layout.sheet_column(role)
            return str(Area(body.first_row, column, last, column))

        denominators = areas("breakdown_denominator") if self.indicator.is_ratio else None
        is_share = self.indicator.unit == "percent"
        left = not_in_breakdown_formula(
            which, self.cells, areas("breakdown_numerator"), denominators, is_share=is_share
        )
        if not self.layout.has("breakdown_month"):
            return left
        period = shown_period(self.indicator, self.cells)
        return f'IF({period}={self.cells.slot("breakdown_month")},{left},"[x]")'

    # -- rows by area, charts ----------------------------------------------------------------------------------------

    def _area_rows(self) -> None:
        if "Breakdown" not in self.layout.tables:
            return
        rows = self.page.breakdown
        names = self.layout.slots.get("area_names", ())
        if len(rows) > len(names):
            self._rows({})
            if names:
                self.sheet.write(*names[0], too_many(len(self.page.areas)))
            return
        said = {
            position: area_cells(self.page, position, address(*place), self.cells)
            for position, place in enumerate(names, 1)
        }
        self._rows(said)

    def _recent_rows(self) -> None:
        months = self.layout.slots.get("recent_months", ())
        said = {
            position: recent_cells(self.page, position, address(*place), self.cells)
            for position, place in enumerate(months, 1)
        }
        self._rows(said, RECENT_RANGES)

    def _rows(self, said: Mapping[int, Mapping[str, Cell]], ranges: tuple[str, ...] = AREA_RANGES) -> None:
        """Write the page's rows, `said` by position from 1; what is not said is blank."""
        for name in ranges:
            for position, place in enumerate(self.layout.slots.get(name, ()), 1):
                self.sheet.write(*place, *said.get(position, {}).get(name, NOTHING))


MONTHLY_RULES = frozenset(
    {
        "monthly_value",
        "monthly_line",
        "monthly_latest",
        "monthly_target_line",
        "monthly_target_upper_line",
        "monthly_improvement",
        "monthly_concern",
        "monthly_change",
    }
)
BREAKDOWN_RULES = frozenset({"breakdown_value", "breakdown_rating", "breakdown_bar"})


def table_heading(label: str) -> str:
    """A label as a table's heading. LibreOffice 7.4 finds no column whose heading begins or ends with an apostrophe."""
    label = f"‘{label[1:]}" if label.startswith("'") else label
    return f"{label[:-1]}’" if label.endswith("'") else label
