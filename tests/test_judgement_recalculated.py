"""The formulas against the functions: every formula's cache is the function's answer, and LibreOffice computes it anew.

Nothing is left out of the comparison: a formula is compared in every cell that has one, text for text, numbers to 1e-9.
"""

import random
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from excel_scorecard.calendar import last_complete, months_after
from excel_scorecard.judgement import (
    SLOT_FORMULAS,
    MonthFigures,
    column_formula,
    counts,
    counts_formula,
    direction,
    exact_value,
    judge,
    message,
    month_line,
    month_value,
    not_in_breakdown,
    not_in_breakdown_formula,
    rating,
    shortfall,
    slot_formula,
)
from excel_scorecard.values import NO_CELL, is_figure, remainder, rounded
from tests.libreoffice import cells, differences, needs_libreoffice, recalculated
from tests.test_judgement import (
    BAND_CASES,
    BAND_DIRECTION_CASES,
    BAND_SHORTFALL_CASES,
    COUNTS_CASES,
    DIRECTION_CASES,
    EARLIER_MESSAGE_CASES,
    EXACT_CASES,
    LABELLED_COUNTS_CASES,
    MESSAGE_CASES,
    NOT_IN_BREAKDOWN_CASES,
    OTHER_MESSAGE_CASES,
    OVERRIDE_CASES,
    PARTS_OF,
    PERIOD_CASES,
    RATING_CASES,
    RULE,
    RULE_TEXT_CASES,
    SEPTEMBER,
    SHORTFALL_CASES,
    VALUE_CASES,
    cell,
    indicator,
    measured_as,
    unit_of,
)

pytestmark = needs_libreoffice

DAY_ZERO = date(1899, 12, 30)
OFFICERS = ("rating_override", "override_reason")


def written(value):
    """A function's answer, as XlsxWriter takes it; of a date Excel's number, since no cell here has a format."""
    if isinstance(value, date):
        return (value - DAY_ZERO).days
    return float(value) if isinstance(value, Decimal) else "#N/A" if value is None else value


def put(sheet, row, column, value):
    if isinstance(value, date):
        sheet.write_datetime(row, column, value)
    elif value is not None:
        sheet.write(row, column, written(value))


class Row:
    """One row of plain cells: inputs and formulas side by side, each to be found by its slot's or column's name."""

    def __init__(self, sheet, number):
        self.sheet, self.number, self.places = sheet, number, {}

    def _next(self, *names):
        column = len(set(self.places.values()))
        address = xl_rowcol_to_cell(self.number, column, col_abs=True)
        self.places |= dict.fromkeys(names, address)
        return column

    def put(self, *names, value):
        column = self._next(*names)
        put(self.sheet, self.number, column, value)

    def compute(self, *names, formula, cached):
        self.sheet.write_formula(self.number, self._next(*names), f"={formula}", None, written(cached))

    def slot(self, name):
        return self.places.get(name, NO_CELL) if name in OFFICERS else self.places[name]

    def this_row(self, role):
        return self.places[role]

    def column(self, role):
        return self.places[role]  # raises KeyError: a row is no table


def judged_row(row, measured, parts, target, limit, *, upper=None, against=None):
    """One row of everything that needs no table: value, line, rating, shortfall; direction and message if `against`."""
    figures = MonthFigures(SEPTEMBER, *parts)
    value = month_value(measured, figures)
    row.put("monthly_numerator", "numerator", value=parts[0])
    row.put("monthly_denominator", "denominator", value=parts[1])
    row.put("target", value=target)
    row.put("target_upper", value=upper)
    row.put("amber_limit", value=limit)
    row.compute("monthly_value", "value", formula=column_formula("monthly_value", measured, row), cached=value)
    row.compute("line", formula=column_formula("monthly_line", measured, row), cached=month_line(measured, figures))
    exact = exact_value(measured, *parts)
    word = rating(measured, value, target, limit, upper=upper, exact=exact)
    row.compute("rating", formula=slot_formula("rating", measured, row), cached=word)
    short = shortfall(
        measured, rated=word, value=value, target=target, numerator=parts[0], denominator=parts[1], upper=upper
    )
    row.compute("shortfall", formula=slot_formula("shortfall", measured, row), cached=short)
    if against is None:
        return
    average = month_value(measured, MonthFigures(SEPTEMBER, *against))
    row.put("breakdown_numerator", value=against[0])
    row.put("breakdown_denominator", value=against[1])
    row.compute("average", formula=column_formula("breakdown_value", measured, row), cached=average)
    row.put("average_months", value=6)
    row.put("month", value=SEPTEMBER)
    way = direction(measured, value, average, lower=target, upper=upper)
    row.compute("direction", formula=slot_formula("direction", measured, row), cached=way)
    said = message(
        measured, SEPTEMBER, value=value, target=target, target_upper=upper, average=average, average_months=6
    )
    row.compute("message", formula=slot_formula("message", measured, row), cached=said)


def found_by_recalculation(workbook, path, folder):
    """What LibreOffice computes otherwise than the functions did; at most 20 of it."""
    workbook.close()
    [after] = recalculated([path], folder)
    return differences(path, after)[:20]


def new_workbook(path):
    return xlsxwriter.Workbook(path, {"default_date_format": "mmm-yy", "constant_memory": False})


def value_cases(sheet):
    for number, (numerator, denominator, unit, decimals, value) in enumerate(VALUE_CASES):
        row, measured = Row(sheet, number), indicator(unit, decimals=decimals)
        row.put("monthly_numerator", value=cell(numerator))
        row.put("monthly_denominator", value=cell(denominator))
        row.compute("value", formula=column_formula("monthly_value", measured, row), cached=cell(value))


def rating_cases(sheet):
    for number, (value, target, limit, good, word) in enumerate(RATING_CASES):
        row = Row(sheet, number)
        row.put("value", "breakdown_value", value=cell(value))
        row.put("target", "breakdown_target", value=cell(target))
        row.put("target_upper", "breakdown_target_upper", value=None)
        row.put("amber_limit", "breakdown_amber_limit", value=cell(limit))
        row.compute("rating", formula=slot_formula("rating", indicator(good=good), row), cached=word)
        row.compute("area", formula=column_formula("breakdown_rating", indicator(good=good), row), cached=word)


def band_rating_cases(sheet):
    measured = indicator(good="band")
    for number, (value, lower, upper, limit, word) in enumerate(BAND_CASES):
        row = Row(sheet, number)
        row.put("value", "breakdown_value", value=cell(value))
        row.put("target", "breakdown_target", value=cell(lower))
        row.put("target_upper", "breakdown_target_upper", value=cell(upper))
        row.put("amber_limit", "breakdown_amber_limit", value=cell(limit))
        row.compute("rating", formula=slot_formula("rating", measured, row), cached=word)
        row.compute("area", formula=column_formula("breakdown_rating", measured, row), cached=word)


def exact_rating_cases(sheet):
    for number, (numerator, denominator, unit, good, target, limit, as_shown, exactly) in enumerate(EXACT_CASES):
        row, decimals = Row(sheet, number), 1 if unit in {"rate", "average"} else 0
        row.put("numerator", "breakdown_numerator", "monthly_numerator", value=cell(numerator))
        row.put("denominator", "breakdown_denominator", "monthly_denominator", value=cell(denominator))
        row.put("target", "breakdown_target", value=cell(target))
        row.put("target_upper", "breakdown_target_upper", value=None)
        row.put("amber_limit", "breakdown_amber_limit", value=cell(limit))
        value = month_value(
            indicator(unit, decimals=decimals), MonthFigures(SEPTEMBER, cell(numerator), cell(denominator))
        )
        formula = column_formula("monthly_value", indicator(unit, decimals=decimals), row)
        row.compute("value", "breakdown_value", formula=formula, cached=value)
        for rate_on, word in (("shown", as_shown), ("exact", exactly)):
            measured = indicator(unit, good, decimals=decimals, rate_on=rate_on)
            row.compute(rate_on, formula=slot_formula("rating", measured, row), cached=word)
            row.compute(f"area {rate_on}", formula=column_formula("breakdown_rating", measured, row), cached=word)


def override_cases(sheet):
    measured = indicator()
    for number, (rule, override, reason, word, note) in enumerate(OVERRIDE_CASES):
        row = Row(sheet, number)
        row.put("value", value=month_value(measured, MonthFigures(SEPTEMBER, *PARTS_OF[rule])))
        row.put("target", value=Decimal("0.75"))
        row.put("target_upper", value=None)
        row.put("amber_limit", value=Decimal("0.65"))
        row.put("rating_override", value=override or None)
        row.put("override_reason", value=reason or None)
        row.compute("rule_text", formula=slot_formula("rule_text", measured, row), cached=RULE)
        row.compute("rating", formula=slot_formula("rating", measured, row), cached=word)
        row.compute("rating_note", formula=slot_formula("rating_note", measured, row), cached=note)


def rule_text_cases(sheet):
    for number, (settings, target, upper, limit, rule, goal) in enumerate(RULE_TEXT_CASES):
        row, measured = Row(sheet, number), measured_as(settings)
        row.put("target", value="[z]" if target is None else cell(target))
        row.put("target_upper", value=cell(upper))
        row.put("amber_limit", value=cell(limit))
        row.compute("rule", formula=slot_formula("rule_text", measured, row), cached=rule)
        row.compute("goal", formula=slot_formula("target_text", measured, row), cached=goal)


def period_cases(sheet):
    for number, (frequency, month, period, label, due) in enumerate(PERIOD_CASES):
        row, measured = Row(sheet, number), indicator(frequency=frequency)
        row.put("month", value=month)
        row.compute("period", formula=slot_formula("period", measured, row), cached=period)
        row.compute("label", formula=slot_formula("period_label", measured, row), cached=label)
        row.compute("due", formula=slot_formula("next_due", measured, row), cached=due)


def shortfall_cases(sheet):
    for number, (numerator, denominator, target, limit, unit, good, short) in enumerate(SHORTFALL_CASES):
        row, measured = Row(sheet, number), indicator(unit, good, decimals=1 if unit in {"rate", "average"} else 0)
        judged_row(row, measured, (cell(numerator), cell(denominator)), cell(target), cell(limit))
        row.compute("again", formula=slot_formula("shortfall", measured, row), cached=cell(short))


def band_shortfall_cases(sheet):
    for number, (numerator, denominator, lower, upper, unit, short) in enumerate(BAND_SHORTFALL_CASES):
        row, measured = Row(sheet, number), indicator(unit, "band")
        judged_row(row, measured, (cell(numerator), cell(denominator)), cell(lower), None, upper=cell(upper))
        row.compute("again", formula=slot_formula("shortfall", measured, row), cached=cell(short))


def direction_cases(sheet):
    for number, (value, against, good, word) in enumerate(DIRECTION_CASES):
        row = Row(sheet, number)
        row.put("value", value=cell(value))
        row.put("average", "previous", value=cell(against))
        row.put("month", value=SEPTEMBER)
        row.put("average_months", value=2)
        for basis in ("average", "previous"):
            measured = indicator(good=good, direction_against=basis)
            row.compute(f"to {basis}", formula=slot_formula("direction", measured, row), cached=word)


def band_direction_cases(sheet):
    for number, (value, against, lower, upper, word) in enumerate(BAND_DIRECTION_CASES):
        row, measured = Row(sheet, number), indicator(good="band", direction_against="previous")
        row.put("month", value=SEPTEMBER)
        row.put("value", value=cell(value))
        row.put("previous", value=cell(against))
        row.put("target", value=cell(lower))
        row.put("target_upper", value=cell(upper))
        row.compute("direction", formula=slot_formula("direction", measured, row), cached=word)


def other_message_cases(sheet):
    for number, (settings, *figures, sentence) in enumerate(OTHER_MESSAGE_CASES):
        row, measured = Row(sheet, number), measured_as(settings)
        row.put("month", "period", value=SEPTEMBER)
        row.put("next_due", value="")
        row.put("monthly_value", value=1)
        for name, figure in zip(("value", "target", "target_upper", "average"), figures[:4], strict=True):
            row.put(name, value=cell(figure) if figure or name.startswith("target") else "[x]")
        row.put("average_months", value=figures[4])
        row.compute("message", formula=slot_formula("message", measured, row), cached=sentence)


def earlier_message_cases(sheet):
    for number, (settings, value, earlier, sentence) in enumerate(EARLIER_MESSAGE_CASES):
        row, measured = Row(sheet, number), measured_as(settings)
        row.put("month", "period", value=SEPTEMBER)
        row.put("next_due", value="")
        row.put("monthly_value", value=1)
        row.put("value", value=cell(value))
        row.put("target", "target_upper", value=None)
        row.put(measured.direction_against, value=cell(earlier))
        row.compute("message", formula=slot_formula("message", measured, row), cached=sentence)


def message_cases(sheet):
    for number, ((unit, decimals, window, *figures), sentence) in enumerate(MESSAGE_CASES):
        row, measured = Row(sheet, number), indicator(unit, decimals=decimals, window_months=window)
        row.put("month", value=SEPTEMBER)
        for name, figure in zip(("value", "target", "average"), figures[:3], strict=True):
            row.put(name, value=cell(figure) if figure or name == "target" else "[x]")
        row.put("target_upper", value=None)
        row.put("average_months", value=figures[3])
        row.compute("message", formula=slot_formula("message", measured, row), cached=sentence)


def not_in_breakdown_cases(sheet):
    """Case after case downwards, its areas one below the other as in a breakdown."""
    top = 1
    for total, areas, left in NOT_IN_BREAKDOWN_CASES:
        row, end = Row(sheet, top), top + len(areas)
        row.put("numerator", value=cell(total[0]))
        row.put("denominator", value=cell(total[1]))
        for number, parts in enumerate(areas, start=top):
            for column, part in zip((2, 3), parts, strict=True):
                put(sheet, number, column, cell(part))
        denominators = None if unit_of(total, areas) == "count" else f"D{top + 1}:D{end}"
        for column, which, answer in zip((4, 5), ("numerator", "denominator"), left, strict=True):
            formula = not_in_breakdown_formula(which, row, f"C{top + 1}:C{end}", denominators)
            sheet.write_formula(top, column, f"={formula}", None, written(cell(answer)))
        top = end


def counts_cases(sheet):
    top = 0
    for labels, rows, sentence in [*((None, *case) for case in COUNTS_CASES), *LABELLED_COUNTS_CASES]:
        for number, judged in enumerate(rows, start=top):
            sheet.write_row(number, 0, judged)
        end = top + len(rows)
        formula = counts_formula(f"$A${top + 1}:$A${end}", f"$B${top + 1}:$B${end}", labels)
        sheet.write_formula(top, 2, f"={formula}", None, sentence)
        top = end


LISTS_OF_CASES = {
    "values": value_cases,
    "ratings": rating_cases,
    "band ratings": band_rating_cases,
    "exact ratings": exact_rating_cases,
    "overrides": override_cases,
    "rules": rule_text_cases,
    "periods": period_cases,
    "shortfalls": shortfall_cases,
    "band shortfalls": band_shortfall_cases,
    "directions": direction_cases,
    "band directions": band_direction_cases,
    "messages": message_cases,
    "other messages": other_message_cases,
    "earlier messages": earlier_message_cases,
    "not in breakdown": not_in_breakdown_cases,
    "counts": counts_cases,
}


def test_every_case_of_the_specification_is_so_in_a_recalculated_workbook(tmp_path):
    workbook = new_workbook(path := tmp_path / "cases.xlsx")
    for name, cases in LISTS_OF_CASES.items():
        cases(workbook.add_worksheet(name))
    assert found_by_recalculation(workbook, path, tmp_path) == []


# ---- ties -----------------------------------------------------------------------------------------------------------

LARGEST_DENOMINATOR = 1200


def ties(measured):
    """All ratios that lie exactly between two shown values, up to the largest denominator."""
    doubled = 2 * measured.multiplier * 10**measured.places
    for denominator in range(1, LARGEST_DENOMINATOR + 1):
        for numerator in range(1, denominator + 1):
            halves, rest = divmod(doubled * numerator, denominator)
            if rest == 0 and halves % 2 == 1:
                yield numerator, denominator


def tied_indicators(good):
    yield from (indicator("percent", good, decimals=decimals) for decimals in (0, 1, 2))
    yield from (indicator("rate", good, decimals=decimals) for decimals in (0, 1))


def tie_sheet(workbook, measured, sparse):
    sheet = workbook.add_worksheet(f"{measured.unit} {measured.decimals} {measured.good}")
    step = Decimal(1).scaleb(-measured.places)
    tied = list(ties(measured))[::sparse]
    for number, parts in enumerate(tied):
        value = month_value(measured, MonthFigures(SEPTEMBER, *parts))
        # the edge on each side: on the target, a step short of it, on the amber limit, a step short of that
        target = value + step * (number % 4 if measured.good == "high" else -(number % 4))
        limit = target + 2 * step * (-1 if measured.good == "high" else 1)
        against = tied[(number + number % 3 * 2 - 2) % len(tied)]
        judged_row(Row(sheet, number), measured, parts, target, limit, against=against)


def test_all_ratios_that_fall_on_a_tie_are_rounded_and_judged_alike(tmp_path):
    workbook = new_workbook(path := tmp_path / "ties.xlsx")
    for measured in tied_indicators("high"):
        tie_sheet(workbook, measured, sparse=1 if measured.decimals == 0 else 6)
    assert found_by_recalculation(workbook, path, tmp_path) == []


@pytest.mark.thorough
@pytest.mark.parametrize("good", ["high", "low", "neither"])
def test_all_ties_at_all_decimals_and_polarities_are_rounded_and_judged_alike(tmp_path, good):
    workbook = new_workbook(path := tmp_path / "ties.xlsx")
    for measured in tied_indicators(good):
        tie_sheet(workbook, measured, sparse=1)
    assert found_by_recalculation(workbook, path, tmp_path) == []


# ---- targets --------------------------------------------------------------------------------------------------------


def target_sheet(workbook, measured, tolerances):
    """Targets 1 to 100 and their halves; values on target and limit, and a hair's breadth to either side of them."""
    name = f"{measured.unit} {measured.decimals} {measured.good}"
    sheet, number, places = workbook.add_worksheet(name), 0, measured.places
    for halves, within in product(range(2, 201), tolerances):
        target = measured.in_cells(Decimal(halves) / 2)
        far = None if within is None else measured.in_cells(Decimal(within))
        limit = None if far is None else target + far if measured.good == "low" else target - far
        for threshold in (target,) if limit in {None, target} else (target, limit):
            edge = int((threshold * 2 * 10**places).to_integral_value())  # in half steps of what is shown
            edge += 1 - edge % 2  # the tie above, then with the tie below a shown value between them
            for tie in (edge - 2, edge):
                if tie > 0:
                    judged_row(Row(sheet, number), measured, (tie, 2 * 10**places), target, limit)
                    judged_row(Row(sheet, number + 1), measured, (7 * tie - 1, 14 * 10**places), target, limit)
                    number += 2


def test_targets_from_1_to_100_are_judged_alike_on_either_side_of_target_and_limit(tmp_path):
    workbook = new_workbook(path := tmp_path / "targets.xlsx")
    for good in ("high", "low"):
        target_sheet(workbook, indicator("percent", good), (None, 5))
    assert found_by_recalculation(workbook, path, tmp_path) == []


def exact_sheet(workbook, measured, sparse):
    """Ratios at a tie of what is shown, and a hair's breadth to either side, with that very tie as target or limit."""
    sheet, number = workbook.add_worksheet(f"{measured.unit} {measured.decimals} {measured.good}"), 0
    away = (-1 if measured.good == "high" else 1) * 3 * Decimal(1).scaleb(-measured.places)
    for numerator, denominator in list(ties(measured))[::sparse]:
        tie = rounded(Fraction(measured.multiplier * numerator, denominator), measured.places + 1)
        for target, limit in ((tie, None), (tie, tie + away), (tie - away, tie)):
            for parts in ((numerator, denominator), (7 * numerator - 1, 7 * denominator)):
                judged_row(Row(sheet, number), measured, parts, target, limit)
                number += 1


def test_exact_figures_at_a_tie_of_what_is_shown_are_judged_alike(tmp_path):
    workbook = new_workbook(path := tmp_path / "exact.xlsx")
    for good, unit, decimals in (("high", "percent", 0), ("low", "percent", 1), ("low", "rate", 1)):
        exact_sheet(workbook, indicator(unit, good, decimals=decimals, rate_on="exact"), sparse=40)
    assert found_by_recalculation(workbook, path, tmp_path) == []


@pytest.mark.thorough
@pytest.mark.parametrize("unit", ["percent", "rate"])
def test_all_exact_figures_at_a_tie_are_judged_alike(tmp_path, unit):
    workbook = new_workbook(path := tmp_path / "exact.xlsx")
    for good, decimals in product(("high", "low"), (0, 1)):
        exact_sheet(workbook, indicator(unit, good, decimals=decimals, rate_on="exact"), sparse=3)
    assert found_by_recalculation(workbook, path, tmp_path) == []


def band_sheet(workbook, measured, bands):
    """Bands by edges and tolerance; values on each of their four edges, and a step and a tie to either side of them."""
    sheet, number = workbook.add_worksheet(f"{measured.unit} {measured.decimals} {measured.rate_on}"), 0
    scale = 10**measured.places
    for lower, width, within in bands:
        edges = [measured.in_cells(Decimal(edge)) for edge in (lower, lower + width)]
        limit = None if within is None else edges[0] - measured.in_cells(Decimal(within))
        limits = [] if limit is None else [limit, edges[1] + edges[0] - limit]
        steps = sorted({int(edge * scale * 2) + step for edge in (*edges, *limits) for step in (-2, -1, 0, 1, 2)})
        for before, halves in zip([steps[-1], *steps], steps, strict=False):
            if halves >= 0 and before >= 0:
                # direction and message read the slots, which hold edges as shown
                is_shown = all(edge == rounded(edge, measured.places) for edge in edges)
                parts, against = (halves, 2 * scale), (before, 2 * scale) if is_shown else None
                judged_row(Row(sheet, number), measured, parts, edges[0], limit, upper=edges[1], against=against)
                number += 1


def bands_of(edges, widths, tolerances):
    return [(Decimal(lower), Decimal(width), within) for lower, width, within in product(edges, widths, tolerances)]


def test_bands_are_judged_alike_on_either_side_of_their_edges_and_limits(tmp_path):
    workbook = new_workbook(path := tmp_path / "bands.xlsx")
    for rate_on in ("shown", "exact"):
        bands = bands_of(range(3, 90, 9), (0, 5), (None, 3))
        band_sheet(workbook, indicator("percent", "band", rate_on=rate_on), bands)
    band_sheet(workbook, indicator("days", "band", decimals=1), bands_of((0, "1.5", 40), ("0.3", 7), (0, "2.25")))
    assert found_by_recalculation(workbook, path, tmp_path) == []


@pytest.mark.thorough
@pytest.mark.parametrize("rate_on", ["shown", "exact"])
def test_all_bands_are_judged_alike_on_either_side_of_their_edges_and_limits(tmp_path, rate_on):
    workbook = new_workbook(path := tmp_path / "bands.xlsx")
    for unit, decimals in product(("percent", "days"), (0, 1, 2)):
        bands = bands_of(range(1, 90, 4), (0, "0.5", 5), (None, 0, 3, "2.25"))
        band_sheet(workbook, indicator(unit, "band", decimals=decimals, rate_on=rate_on), bands)
    assert found_by_recalculation(workbook, path, tmp_path) == []


@pytest.mark.thorough
@pytest.mark.parametrize("decimals", [0, 1, 2])
@pytest.mark.parametrize("unit", ["percent", "average"])
def test_targets_by_tolerances_decimals_and_polarities_are_judged_alike(tmp_path, unit, decimals):
    workbook = new_workbook(path := tmp_path / "targets.xlsx")
    for good in ("high", "low", "neither"):
        target_sheet(
            workbook, indicator(unit, good, decimals=decimals), (None, 0, Decimal("0.5"), 1, 5, 10, Decimal("12.25"))
        )
    assert found_by_recalculation(workbook, path, tmp_path) == []


# ---- whole sheets, with tables and names ----------------------------------------------------------------------------

MONTHLY = ["Month", "Numerator", "Denominator", "Value", "Target", "Target upper", "Amber limit"]
MONTHLY += ["Remainder", "Line", "Latest", "Target line", "Target upper line"]
BREAKDOWN = ("Area", "Numerator", "Denominator", "Value", "Target", "Target upper", "Amber limit")
BREAKDOWN += ("Remainder", "Rating", "Bar")
HEAD = 2  # the tables' header row, from 0
SLOTS_COLUMN, BREAKDOWN_COLUMN = len(MONTHLY) + 1, len(MONTHLY) + 3


class Sheet:
    """A sheet as the workbook lays it out: columns by table, slots by sheet-local name or, left out, as formulas."""

    def __init__(self, number, measured, left_out, *, areas_have_targets=False, officers=()):
        self.number, self.measured, self.left_out = number, measured, left_out
        self.areas_have_targets = areas_have_targets
        self.officers = officers

    def slot(self, name):
        if name in OFFICERS:
            return name if name in self.officers else NO_CELL
        return f"({slot_formula(name, self.measured, self)})" if name in self.left_out else name

    def _header(self, role):
        table, _, name = role.partition("_")
        if role.startswith(("breakdown_target", "breakdown_amber")) and not self.areas_have_targets:
            raise KeyError(role)
        return f"{table.capitalize()}_{self.number}", name.replace("_", " ").capitalize()

    def column(self, role):
        return "{}[{}]".format(*self._header(role))

    def this_row(self, role):
        return "{}[[#This Row],[{}]]".format(*self._header(role))


def some_parts(rng, measured):
    """A month's parts as councils have them: mostly known, small and large, now and then missing in every way."""
    denominator = rng.choice((rng.randint(0, 12), rng.randint(1, 40), rng.randint(1, 1200), 200, 400))
    numerator = rng.randint(0, denominator) if measured.unit in {"percent", "rate"} else rng.randint(0, 30_000)
    if measured.unit in {"days", "currency"}:
        numerator = Decimal(numerator) / 10 * rng.choice((1, 1, 1, -1 if measured.unit == "currency" else 1))
    broken = rng.random()
    if broken < 0.06:
        numerator = rng.choice((None, "[x]", "[c]"))
    if 0.04 < broken < 0.1:
        denominator = rng.choice((None, "[u]", 0))
    return numerator, denominator if measured.is_ratio else None


def some_months(rng, measured):
    """25 rows or fewer, a month left out now and then, and targets that change."""
    base, length = Decimal(rng.randint(1, 99)), measured.period_months
    scale = 1 if measured.unit == "percent" else 30
    finely = rng.choice((0, 0, Decimal("0.4567")))  # a target with more decimals than are shown
    rows = []
    for step in range(rng.choice((1, 2, 5, 13, 25))):
        numerator, denominator = some_parts(rng, measured)
        supplied = Decimal(rng.randint(1, 9999)).scaleb(-4) * scale if rng.random() < 0.08 else None
        if supplied is not None:
            numerator = denominator = None
        target = None if rng.random() < 0.1 else measured.in_cells((base + finely + step // 12) * scale)
        limit = upper = None
        if target is not None and rng.random() < 0.8:
            limit = target + measured.in_cells(Decimal(5 * scale)) * (1 if measured.good == "low" else -1)
        if target is not None and measured.good == "band":
            upper = target + measured.in_cells(Decimal(7 * scale))
        month = months_after(last_complete(SEPTEMBER, length), -step * length)
        rows.append(MonthFigures(month, numerator, denominator, supplied, target, limit, upper))
    rows = [row for row in rows if rng.random() > 0.03] or rows[:1]
    return rows[::-1]


def some_indicator(rng):
    unit = rng.choice(("percent", "percent", "count", "count", "rate", "average", "days", "currency"))
    frequency = rng.choice(("month", "month", "month", "quarter", "year"))
    return indicator(
        unit,
        rng.choice(("high", "low", "band", "neither")),
        frequency=frequency,
        rate_on=rng.choice(("shown", "shown", "exact")),
        labels=rng.choice(({}, {"Red": 'Off "track"', "No target": "Baseline"})),
        denominator_label=rng.choice(("Total", "")) if unit == "currency" else "Total",
        decimals=rng.choice((0, 0, 1, 2)),
        kind=rng.choice(("flow", "snapshot")),
        window_months=rng.choice((1, 2, 3, 6, 6, 6, 12)) if frequency == "month" else rng.choice((12, 24, 36)),
        direction_against=rng.choice(("average", "average", "previous", "same_period_last_year")),
    )


def monthly_table(sheet, at, months, month):
    """The Monthly table, each formula with the function's answer as its cache."""
    measured = at.measured
    end = HEAD + len(months)
    columns = [{"header": name} for name in MONTHLY]
    sheet.add_table(HEAD, 0, end, len(MONTHLY) - 1, {"name": f"Monthly_{at.number}", "columns": columns})
    for number, row in enumerate(months, start=HEAD + 1):
        value, line = month_value(measured, row), month_line(measured, row)
        known = value if is_figure(value) else None
        entered = (row.month, row.numerator, row.denominator, None, row.target, row.target_upper, row.amber_limit)
        for place, figure in enumerate(entered):
            put(sheet, number, place, figure)
        answers = {
            "monthly_value": value,
            "monthly_remainder": remainder(measured, row.numerator, row.denominator),
            "monthly_line": line,
            "monthly_latest": known if row.month == last_complete(month, measured.period_months) else None,
            "monthly_target_line": row.target,
            "monthly_target_upper_line": row.target_upper,
        }
        if row.supplied is not None:
            put(sheet, number, MONTHLY.index("Value"), answers.pop("monthly_value"))
        for role, answer in answers.items():
            place = MONTHLY.index(at._header(role)[1])
            sheet.write_formula(number, place, f"={column_formula(role, measured, at)}", None, written(answer))


def breakdown_table(sheet, at, said, areas, limits):
    """The Breakdown table with *Not in breakdown* as its last row."""
    measured, first, left = at.measured, BREAKDOWN_COLUMN, HEAD + 1 + len(areas)
    columns = [{"header": name} for name in BREAKDOWN]
    sheet.add_table(
        HEAD, first, left, first + len(BREAKDOWN) - 1, {"name": f"Breakdown_{at.number}", "columns": columns}
    )
    total = (said.numerator, said.denominator if measured.is_ratio else None)
    rest = not_in_breakdown(measured, total, areas)
    ranges = [f"{xl_col_to_name(first + place)}{HEAD + 2}:{xl_col_to_name(first + place)}{left}" for place in (1, 2)]
    for number, parts in enumerate([*areas, rest], start=HEAD + 1):
        for place, which in enumerate(("numerator", "denominator")):
            if number < left:
                put(sheet, number, first + 1 + place, parts[place])
                continue
            formula = not_in_breakdown_formula(
                which, at, ranges[0], ranges[1] if measured.is_ratio else None, is_share=measured.unit == "percent"
            )
            sheet.write_formula(number, first + 1 + place, f"={formula}", None, written(parts[place]))
        value = month_value(measured, MonthFigures(said.month, *parts))
        own = limits
        if not at.areas_have_targets and measured.rate_on == "shown":
            own = (said.target, said.target_upper, said.amber_limit)
        if at.areas_have_targets:
            for place, limit in enumerate(limits, start=first + 4):
                put(sheet, number, place, limit)
        word = rating(measured, value, own[0], own[2], upper=own[1], exact=exact_value(measured, *parts))
        answers = {
            "breakdown_value": value,
            "breakdown_remainder": remainder(measured, *parts),
            "breakdown_rating": measured.label(word),
            "breakdown_bar": value if is_figure(value) else None,
        }
        for role, answer in answers.items():
            place = first + BREAKDOWN.index(at._header(role)[1])
            sheet.write_formula(number, place, f"={column_formula(role, measured, at)}", None, written(answer))


def slot_cells(sheet, at, said, month, *, supplied=None, officers=None):
    """The slots below each other, each by its name; `officers` gives what stands in theirs."""
    name = sheet.get_name()

    def named(row, slot):
        place = xl_rowcol_to_cell(row, SLOTS_COLUMN, row_abs=True, col_abs=True)
        sheet.book.define_name(f"{name}!{slot}", f"={name}!{place}")

    put(sheet, 0, SLOTS_COLUMN, month)
    named(0, "month")
    for row, slot in enumerate(SLOT_FORMULAS, start=1):
        if slot in at.left_out:
            continue
        named(row, slot)
        answer = getattr(said, slot)
        if supplied is not None and slot in {"average", "average_months"}:
            put(sheet, row, SLOTS_COLUMN, answer)
        else:
            formula = slot_formula(slot, at.measured, at)
            sheet.write_formula(row, SLOTS_COLUMN, f"={formula}", None, written(answer))
    for row, (slot, text) in enumerate((officers or {}).items(), start=len(SLOT_FORMULAS) + 1):
        named(row, slot)
        put(sheet, row, SLOTS_COLUMN, text or None)


def indicator_sheet(workbook, rng, number):
    """A sheet of a made-up indicator. Returns its rating and direction."""
    measured = some_indicator(rng)
    months = some_months(rng, measured)
    month = rng.choice((SEPTEMBER, SEPTEMBER, SEPTEMBER, months[len(months) // 2].month, months_after(SEPTEMBER, 1)))
    supplied = Decimal("0.5375") if rng.random() < 0.1 else None
    droppable = [slot for slot in SLOT_FORMULAS if slot not in {"value", "average", "average_months", "rule_text"}]
    left_out = set() if number % 2 else set(rng.sample(droppable, 8))
    if number % 4 == 0 and supplied is None:
        left_out |= {"average", "average_months"}
    override = rng.choice(("", "Green", "Amber", "Red")), rng.choice(("", "Two cases are late", "Why?"))
    officers = (
        None if rng.random() < 0.5 else dict(zip(OFFICERS, (measured.label(override[0]), override[1]), strict=True))
    )
    at = Sheet(number, measured, left_out, areas_have_targets=rng.random() < 0.5, officers=officers or ())
    judgement = {"override": override[0], "override_reason": override[1]} if officers else {}
    said = judge(measured, months, month, supplied_average=supplied, **judgement)
    sheet = workbook.add_worksheet(f"S{number}")
    sheet.book = workbook
    monthly_table(sheet, at, months, month)
    slot_cells(sheet, at, said, month, supplied=supplied, officers=officers)
    row = next((row for row in months if row.month == said.period), None)
    areas = [some_parts(rng, measured) for _ in range(rng.choice((1, 3, 4)))]
    if rng.random() < 0.5 and row and is_figure(row.numerator):
        areas = [(row.numerator // 4, row.denominator // 3 if is_figure(row.denominator) else row.denominator)] * 3
    row = row or MonthFigures(said.period, None, None)
    breakdown_table(sheet, at, said, areas, (row.target, row.target_upper, row.amber_limit))
    return said.rating, said.direction


def scenario_workbook(path, seed, sheets):
    rng, workbook = random.Random(seed), new_workbook(path)  # noqa: S311 (no secret: the same sheets every time)
    judged = [indicator_sheet(workbook, rng, number) for number in range(1, sheets + 1)]
    summary = workbook.add_worksheet("Summary")
    columns = [{"header": "Rating"}, {"header": "Direction"}]
    summary.add_table(0, 0, len(judged), 1, {"name": "Summary", "columns": columns, "data": judged})
    formula = counts_formula("Summary[Rating]", "Summary[Direction]")
    summary.write_formula(0, 3, f"={formula}", None, counts(judged))
    return workbook


def test_whole_sheets_with_gaps_codes_and_changing_targets_say_what_the_functions_say(tmp_path):
    workbook = scenario_workbook(path := tmp_path / "sheets.xlsx", seed=2015, sheets=60)
    assert found_by_recalculation(workbook, path, tmp_path) == []


def test_exact_figures_are_judged_against_the_target_as_the_table_has_it(tmp_path):
    workbook, number = new_workbook(path := tmp_path / "exact.xlsx"), 0
    for good, numerator in product(("high", "low", "band"), (7539, 7540, 7541, 7634, 7635, 7636)):
        measured, number = indicator(good=good, rate_on="exact"), number + 1
        upper = Decimal("0.7635") if good == "band" else None
        limit = Decimal("0.7635" if good == "low" else "0.75395")
        rows = [MonthFigures(SEPTEMBER, numerator, 10000, None, Decimal("0.754"), limit, upper)]
        at, sheet = (
            Sheet(number, measured, {"numerator"} if number % 2 else set()),
            workbook.add_worksheet(f"E{number}"),
        )
        sheet.book = workbook
        monthly_table(sheet, at, rows, SEPTEMBER)
        said = judge(measured, rows, SEPTEMBER)
        slot_cells(sheet, at, said, SEPTEMBER)
        breakdown_table(sheet, at, said, [(numerator, 10000)], (Decimal("0.754"), upper, limit))
    assert found_by_recalculation(workbook, path, tmp_path) == []


def period_sheets(workbook, frequency, rows, *, unit, report_months):
    """A sheet for each report month over one table of quarters or years, ones before the first figure too."""
    window = {"quarter": 12, "year": 36}[frequency]
    measured = indicator(unit, "low", frequency=frequency, window_months=window, decimals=1)
    for month in report_months:
        number = len(workbook.worksheets()) + 1
        left_out = {"period", "next_due"} if number % 3 == 0 else set()
        at, sheet = Sheet(number, measured, left_out), workbook.add_worksheet(f"P{number}")
        sheet.book = workbook
        monthly_table(sheet, at, rows, month)
        slot_cells(sheet, at, judge(measured, rows, month), month)


def test_quarters_and_years_are_right_in_every_report_month(tmp_path):
    workbook = new_workbook(path := tmp_path / "periods.xlsx")
    for unit, parts in (("rate", [(30, 9000), ("[c]", 9000), (33, 9100), (35, 9100), (31, 9100)]),
                        ("currency", [(1204, 30), (1300, None), (900, 40), (1250, 50), (1251, 60)])):  # fmt: skip
        for frequency, length, last in (("quarter", 3, date(2016, 3, 1)), ("year", 12, date(2017, 3, 1))):
            rows = [
                MonthFigures(months_after(last, -step * length), *part, target=Decimal(30))
                for step, part in enumerate(parts)
            ]
            report_months = [months_after(last, -step) for step in range(-2, 14)]
            period_sheets(workbook, frequency, rows, unit=unit, report_months=report_months)
    report_months = [date(2015, 12, 1), date(2016, 1, 1), date(2016, 2, 1), date(2016, 3, 1)]
    for code in ("[x]", "[c]"):
        no_figure = [MonthFigures(date(2015, 12, 1), code, code)]
        period_sheets(workbook, "quarter", no_figure, unit="days", report_months=report_months)
    assert found_by_recalculation(workbook, path, tmp_path) == []


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(6))
def test_hundreds_of_sheets_say_what_the_functions_say(tmp_path, seed):
    workbook = scenario_workbook(path := tmp_path / "sheets.xlsx", seed=seed, sheets=150)
    assert found_by_recalculation(workbook, path, tmp_path) == []


# ---- that these tests can fail --------------------------------------------------------------------------------------


def test_a_wrong_cache_is_found_and_a_right_one_is_not(tmp_path):
    workbook = new_workbook(path := tmp_path / "wrong.xlsx")
    sheet = workbook.add_worksheet("S")
    sheet.write_number("A1", 0.285)
    sheet.write_formula("A2", "=ROUND(A1,2)", None, 0.28)
    sheet.write_formula("A3", '=TEXT(ROUND(A1,2),"0%")', None, "29%")
    sheet.write_formula("A4", "=NA()", None, "#N/A")
    sheet.write_formula("A5", '=IF(A1<1,"[x]",1)', None, 1)
    assert found_by_recalculation(workbook, path, tmp_path) == [
        "S!A2: 0.28 in the file, 0.29 recalculated",
        "S!A5: 1 in the file, '[x]' recalculated",
    ]
    assert cells(path)["S", "A3"] == "29%"
