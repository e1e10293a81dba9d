"""Contract: the names by which a template and the builder know each other. The only list of them.

A slot is a defined name of a sheet; a table's role is the start of its name; a column's role is a name on its header
cell. Knows no workbook: reading a template by this contract is layout.py, filling it is fill.py.
"""

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "number", "formula", "range"]
Owner = Literal["builder", "officers"]

# Four letters and no digit: never mistaken for a cell's address, in Excel or in LibreOffice.
NAME = re.compile(r"^[a-z][a-z_]{3,}$")


@dataclass(frozen=True)
class Slot:
    """A named cell. `kind` says what the builder writes there; an officers' slot is set once, then theirs."""

    name: str
    kind: Kind
    content: str
    owner: Owner = "builder"
    required: bool = False
    expected: bool = False  # the page says too little without it: told in a build's findings


@dataclass(frozen=True)
class Column:
    """A column of a table, known by the name `role` on its header cell."""

    role: str
    content: str
    kind: Kind = "text"
    required: bool = False
    plot: bool = False  # read by a chart: never holds text, and a missing point is a truly blank cell


PROMPT = "Type here:"
"""How a commentary begins that nobody has written yet."""

DRAFT = "Draft:"
"""How a text begins that nobody has made their own yet."""

COMMENTARY_ROOM = 1500
"""Characters of commentary that print whole on the stock template's page."""

WORKING_COPY = "Working copy: small numbers not suppressed, not for publication"

COMPARATORS = ("one", "two", "three", "four")

PATTERN_SLOTS: tuple[Slot, ...] = (
    Slot("indicator_id", "text", "the indicator's id in the project", required=True),
    Slot("heading", "text", "number and title, as the page's first line", expected=True),
    Slot("number", "text", "the indicator's number"),
    Slot("title", "text", "the indicator's title"),
    Slot("definition", "text", "what is measured", expected=True),
    Slot("unit", "text", "percent, count, rate, average, days or currency"),
    Slot("good", "text", "high, low, band or neither"),
    Slot("places", "number", "decimals of the value as the cell holds it (86% is 0.86: 2)"),
    Slot("rule_text", "formula", "the rating rule in words, of the month's target", expected=True),
    Slot("target_source", "text", "who set the target, and when it is reviewed"),
    Slot("numerator_label", "text", "such as No. inside"),
    Slot("remainder_label", "text", "such as No. outside"),
    Slot("denominator_label", "text", "such as Total"),
    Slot("value_label", "text", "such as % inside; the trend's name in the legend", expected=True),
    Slot("population_note", "formula", "the population a rate is of, with its year"),
    Slot("area_heading", "text", "what the breakdown is by"),
    Slot("breakdown_note", "text", "what the breakdown leaves out"),
    Slot("owner", "text", "whose indicator it is"),
    Slot("status", "formula", "Provisional or Final figures, of the month"),
    Slot("organisation", "formula", "follows the summary's"),
    Slot("agenda_item", "formula", "follows the summary's"),
    Slot("marking", "formula", "follows the summary's"),
    Slot("month", "formula", "follows the summary's", expected=True),
    Slot("period", "formula", "last month of the period shown: of a quarter or year, the latest that is complete"),
    Slot("period_label", "formula", "the period shown in words: Sep-15, Quarter to Sep-15, Year to Mar-15"),
    Slot("next_due", "formula", "Next: Mar-26, of a quarter or year in months when none is due"),
    Slot("numerator", "formula", "of the month"),
    Slot("remainder", "formula", "denominator less numerator"),
    Slot("denominator", "formula", "of the month"),
    Slot("value", "formula", "of the month, rounded as shown", required=True),
    Slot("average_heading", "formula", "6-month average, or of how many months", expected=True),
    Slot("average_months", "formula", "months in the average"),
    Slot("numerator_average", "formula", "mean of the window's numerators"),
    Slot("remainder_average", "formula", "the difference of the two others"),
    Slot("denominator_average", "formula", "mean of the window's denominators"),
    Slot("average", "formula", "the window's value, rounded as shown", expected=True),
    Slot("previous", "formula", "the value one period before"),
    Slot("same_period_last_year", "formula", "the value twelve months before"),
    Slot("year_to_date", "formula", "the value since April"),
    Slot("target", "formula", "of the month, from the Monthly table; of a band its lower edge", expected=True),
    Slot("target_upper", "formula", "of a band, its upper edge"),
    Slot("target_text", "formula", "the target as the page prints it: 90%, 15% to 20%"),
    Slot("amber_limit", "formula", "of the month, from the Monthly table"),
    Slot("rating", "formula", "Green, Amber, Red, No target or No data; Red (judgement)", expected=True),
    Slot("rating_note", "formula", "the rating rule in words; of a rating by judgement, its reason"),
    Slot("direction", "formula", "Improving, Worsening, No change, Up, Down or No data", expected=True),
    Slot("direction_basis", "formula", "what the direction is against", expected=True),
    Slot("shortfall", "formula", "cases (or units) short of the target"),
    Slot("shortfall_label", "text", "such as Short of target: No. inside"),
    Slot(
        "signal", "formula", "what process control says: Ordinary, Improvement, Concern, Change, Too few; may be empty"
    ),
    Slot("signal_label", "text", "what stands over the signal; empty where the chart is plain"),
    Slot("signal_text", "formula", "the process limits, the signal's reason and what the limits say of the target"),
    Slot("message", "formula", "the charts' figures in one sentence", expected=True),
    Slot("trend_title", "formula", "title of the trend chart"),
    Slot("breakdown_title", "formula", "title of the chart by area"),
    Slot("breakdown_month", "number", "the month that the breakdown is of"),
    Slot("characters_used", "formula", "length of the commentary, or To write"),
    Slot("last_month_text", "text", "last month's commentary, to be read beside this month's"),
    Slot("written_for", "text", "the figure, rating and period that the commentary and action were written for"),
    Slot("stale", "formula", "that they are to be read again, where the page says something else by now"),
    *(
        slot
        for which in COMPARATORS
        for slot in (
            Slot(f"comparator_{which}", "number", f"comparator {which}: a value or [x]"),
            Slot(f"comparator_{which}_label", "text", f"comparator {which}: its name and period"),
            Slot(f"comparator_{which}_period", "text", f"comparator {which}: its period alone"),
        )
    ),
    Slot("comparators_text", "formula", "all comparators in a line: England 2014-15: 82%; ..."),
    Slot("area_names", "range", "the page's rows by area: as many rows as the range has"),
    Slot("area_numerators", "range", "likewise"),
    Slot("area_remainders", "range", "likewise"),
    Slot("area_denominators", "range", "likewise"),
    Slot("area_values", "range", "likewise"),
    Slot("recent_months", "range", "the page's latest months, where there is no breakdown"),
    Slot("recent_numerators", "range", "likewise"),
    Slot("recent_remainders", "range", "likewise"),
    Slot("recent_denominators", "range", "likewise"),
    Slot("recent_values", "range", "likewise"),
    Slot("recent_values_last_year", "range", "the values twelve months before them"),
    Slot("commentary", "text", "the officers' words", owner="officers", required=True),
    Slot("action", "text", "what is done, by whom, by when", owner="officers"),
    Slot("signed_off", "text", "who agreed the text, and when", owner="officers"),
    Slot("rating_override", "text", "Green, Amber or Red by judgement, in place of the rule's", owner="officers"),
    Slot("override_reason", "text", "why the rating is by judgement", owner="officers"),
)

MONTHLY: tuple[Column, ...] = (
    Column("monthly_month", "the month, as the date of its first day", "number", required=True),
    Column("monthly_numerator", "number, or [x] and the like", "number", required=True),
    Column("monthly_denominator", "number, or [x] and the like", "number"),
    Column("monthly_value", "rounded as shown", "formula", required=True),
    Column("monthly_target", "number or blank: the one truth of the target; of a band its lower edge", "number"),
    Column("monthly_target_upper", "of a band, its upper edge: number or blank", "number"),
    Column("monthly_amber_limit", "number or blank", "formula"),
    Column("monthly_population_year", "of a rate, the year of its population", "number"),
    Column("monthly_code", "x, c, z, u or k"),
    Column("monthly_status", "Provisional or Final"),
    Column("monthly_revised", "what a published figure was that has changed: was 84%"),
    Column("monthly_note", "such as: as supplied"),
    Column("monthly_line", "the trend, unrounded", "formula", plot=True),
    Column("monthly_line_before", "the trend before a changed definition", "formula", plot=True),
    Column("monthly_latest", "the month's point", "formula", plot=True),
    Column("monthly_target_line", "the target", "formula", plot=True),
    Column("monthly_target_upper_line", "a band's upper edge", "formula", plot=True),
    *(Column(f"monthly_comparator_{w}_line", f"comparator {w}", "formula", plot=True) for w in COMPARATORS),
    Column("monthly_signal", "what process control says: Ordinary, or Concern: 8 months in a row above the mean"),
    Column(
        "monthly_mean",
        "the mean that the process limits lie around; blank where the chart is plain",
        "number",
        plot=True,
    ),
    Column("monthly_lower", "the lower process limit; likewise", "number", plot=True),
    Column("monthly_upper", "the upper process limit; likewise", "number", plot=True),
    Column("monthly_improvement", "points that are more than ordinary variation, for the better", "formula", plot=True),
    Column("monthly_concern", "likewise, for the worse", "formula", plot=True),
    Column("monthly_change", "likewise, where neither way is good", "formula", plot=True),
)

BREAKDOWN: tuple[Column, ...] = (
    Column("breakdown_area", "an area, then Not in breakdown", required=True),
    Column("breakdown_numerator", "number, or [x] and the like", "number", required=True),
    Column("breakdown_denominator", "number, or [x] and the like", "number"),
    Column("breakdown_value", "rounded as shown", "formula", required=True),
    Column("breakdown_target", "the area's target, number or blank", "number"),
    Column("breakdown_target_upper", "of a band, its upper edge: number or blank", "number"),
    Column("breakdown_amber_limit", "number or blank", "number"),
    Column("breakdown_rating", "the area's rating", "formula"),
    Column("breakdown_label", "the bar's name; blank where nothing is left over", "formula"),
    Column("breakdown_bar", "the areas' bars", "formula", plot=True),
    Column("breakdown_rest", "the bar of what is not in the breakdown", "formula", plot=True),
)

SUMMARY_SLOTS: tuple[Slot, ...] = (
    Slot("organisation", "text", "whose scorecard it is", expected=True),
    Slot("heading", "text", "the scorecard's title", expected=True),
    Slot("month", "number", "the month that every sheet shows: officers may change it", required=True),
    Slot("agenda_item", "text", "the service, and the agenda item of the meeting"),
    Slot("marking", "text", "working copy, fictional and the like", expected=True),
    Slot("counts_text", "formula", "how many are Red, Amber, Green", expected=True),
    Slot("concerns", "text", "the main areas of concern", owner="officers", expected=True),
    Slot("written_for", "text", "the month and counts that the main areas of concern were written for"),
    Slot("stale", "formula", "that they are to be read again, where the summary says something else by now"),
    Slot("revised_text", "formula", "how many figures have changed since they were last published"),
    Slot("checks_text", "formula", "how many things are to do before the workbook is sent round"),
)

SUMMARY: tuple[Column, ...] = (
    Column("summary_number", "the indicator's number"),
    Column("summary_title", "its title, a link to its sheet"),
    Column("summary_subheading", "a group's name in a row above its indicators; may share the title's heading"),
    Column("summary_group", "the group's name in each indicator's own row"),
    Column("summary_value", "the sheet's value", "formula", required=True),
    Column("summary_average", "the sheet's average", "formula"),
    Column("summary_target", "the sheet's target", "formula"),
    Column("summary_rating", "the sheet's rating", "formula", required=True),
    Column("summary_direction", "the sheet's direction", "formula"),
    Column("summary_comparator", "comparator one, with its name", "formula"),
    Column("summary_trend", "a sparkline of the last thirteen periods"),
    Column("summary_id", "the indicator's id"),
    Column("summary_unit", "its unit: conditional formats read it"),
    Column("summary_places", "its decimals: conditional formats read them", "number"),
    Column("summary_revised", "how many of the sheet's figures have changed since last published", "formula"),
)

COMMENTARY: tuple[Column, ...] = (
    Column("commentary_number", "the indicator's number"),
    Column("commentary_title", "its title, a link to its sheet"),
    Column("commentary_owner", "whose it is"),
    Column("commentary_rating", "the sheet's rating", "formula"),
    Column("commentary_direction", "the sheet's direction", "formula"),
    Column("commentary_length", "how much is written", "formula"),
    Column("commentary_signed_off", "the sheet's sign-off", "formula"),
    Column("commentary_stale", "that the text is to be read again", "formula"),
    Column("commentary_concern", "its place among the main areas of concern, and why"),
    Column("commentary_draft", "this month's draft, beside what the officers have written"),
    Column("commentary_last_month", "last month's commentary"),
)

CHECKS: tuple[Column, ...] = (
    Column("checks_number", "the indicator's number"),
    Column("checks_title", "its title, a link to its sheet; in a row before, the summary's main areas of concern"),
    Column("checks_owner", "whose it is"),
    Column("checks_commentary", "not written, prompt or draft left in, too long to print whole", "formula"),
    Column("checks_action", "none for Red or Worsening, prompt or draft left in", "formula"),
    Column("checks_stale", "written for other figures than the sheet now shows", "formula"),
    Column("checks_figure", "another month than the summary's, no figure, [x] without a reason", "formula"),
    Column("checks_judgement", "a rating by judgement without its reason, or a reason alone", "formula"),
    Column("checks_signed_off", "not signed off", "formula"),
    Column("checks_todo", "how many of these there are to do", "formula"),
)

DEFINITIONS: tuple[Column, ...] = (
    Column("definitions_number", "the indicator's number"),
    Column("definitions_title", "its title"),
    Column("definitions_definition", "what is measured"),
    Column("definitions_measured", "numerator and denominator, unit and kind"),
    Column("definitions_rule", "the rating rule in words"),
    Column("definitions_direction", "the direction's rule and the average's, in words"),
    Column("definitions_target_source", "who set the target, and when it is reviewed"),
    Column("definitions_comparators", "comparators with their source"),
    Column("definitions_owner", "whose it is"),
)

NOTES: tuple[Column, ...] = (Column("notes_note", "a note of the project: sources, licences"),)

QUALITY: tuple[Column, ...] = (
    Column("quality_number", "the indicator's number"),
    Column("quality_title", "its title"),
    Column("quality_period", "the period"),
    Column("quality_area", "the area, or TOTAL"),
    Column("quality_was", "the figure that was set aside, and where it came from"),
    Column("quality_now", "the figure that is used"),
    Column("quality_why", "why, and by whom"),
)

SIGNALS = frozenset(
    f"monthly_{end}" for end in ("signal", "mean", "lower", "upper", "improvement", "concern", "change")
)
"""Columns that all move with one figure: process limits and the signals of each month."""

MAY_SHARE = frozenset({"summary_subheading"})
"""Columns whose name may stand on another's heading: a row has something for one of them alone."""

TABLES: dict[str, tuple[Column, ...]] = {
    "Monthly": MONTHLY,
    "Breakdown": BREAKDOWN,
    "Summary": SUMMARY,
    "Commentary": COMMENTARY,
    "Checks": CHECKS,
    "Definitions": DEFINITIONS,
    "Notes": NOTES,
    "Quality": QUALITY,
}
"""Table roles: a table plays the role that its name begins with."""

MANY_AREAS = 8
"""With more areas than this, a pattern's `_many` sibling is taken where the template has one."""


def pattern_names(pattern: str, areas: int) -> tuple[str, ...]:
    """Pattern sheets that suit an indicator, the best first: the sibling made for its breakdown, then the plain one.

    `pattern` is the project's word for it; `areas` how many areas the breakdown has, 0 for none.
    """
    sibling = f"{pattern}_total" if not areas else f"{pattern}_many" if areas > MANY_AREAS else pattern
    return tuple(dict.fromkeys((sibling, pattern)))
