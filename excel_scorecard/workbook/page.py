"""Page: what stands in an indicator sheet's slots beyond judgement's own: each rule's text and its formula together.

Judgement gives value, rating, direction and the message; here are titles, comparators and what follows the summary. The
page's rows by area are page_rows.py's. Writes nothing: fill_page.py does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from excel_scorecard.calendar import month_label, period_label
from excel_scorecard.changes import Change
from excel_scorecard.commentary import MARKED, Styled, joined
from excel_scorecard.judgement import SLOT_FORMULAS, Cells, slot_formula
from excel_scorecard.ooxml.strings import escaped, unescaped
from excel_scorecard.project import Indicator
from excel_scorecard.scorecard import IndicatorPage, MonthlyScorecard
from excel_scorecard.signals import (
    TOO_FEW,
    checksum,
    reason,
    reason_formula,
    signal,
    signal_formula,
    signal_label,
    signal_text,
    signal_text_formula,
)
from excel_scorecard.values import threshold
from excel_scorecard.wording import literal
from excel_scorecard.workbook.compared import comparators_text, comparators_text_formula
from excel_scorecard.workbook.contract import COMMENTARY_ROOM, COMPARATORS, DRAFT, MANY_AREAS, PROMPT, WORKING_COPY
from excel_scorecard.workbook.fit import shortened
from excel_scorecard.workbook.stale import is_unwritten, stale, stale_formula, written_for

Cell = tuple[Any, str | None]
"""What a cell holds: its cached value, and the formula that gives it."""


@dataclass(frozen=True)
class SummaryCells:
    """How an indicator's sheet speaks of the summary's slots, and what stands in them."""

    expressions: Mapping[str, str]
    texts: Mapping[str, str]

    def expression(self, slot: str) -> str:
        """A reference such as `Summary!month`; the text itself where the template's summary lacks the slot."""
        return self.expressions.get(slot) or literal(self.texts.get(slot, ""))


def constants(page: IndicatorPage, axis: str) -> dict[str, str | Decimal | int]:
    """Slots that come from the project and do not change with the month."""
    i = page.indicator
    found: dict[str, str | Decimal | int] = {
        "indicator_id": i.id,
        "heading": page.heading,
        "number": i.number,
        "title": i.title,
        "definition": definition(page),
        "unit": i.unit,
        "good": i.good,
        "places": i.places,
        "target_source": page.target_source,
        "numerator_label": i.numerator_label,
        "remainder_label": i.remainder_label,
        "denominator_label": i.denominator_label,
        "value_label": i.value_label,
        "shortfall_label": shortfall_label(i),
        "breakdown_note": i.breakdown_note,
        "area_heading": axis[:1].upper() + axis[1:],
        "owner": i.owner,
        "signal_label": signal_label(page.control),
        "status": page.status,
        "last_month_text": page.last_month_text,
        "written_for": written_for(page),
    }
    for which, comparison in zip(COMPARATORS, page.comparisons, strict=False):
        found[f"comparator_{which}"] = comparison.value
        found[f"comparator_{which}_label"] = comparison.label
        found[f"comparator_{which}_period"] = comparison.period
    return found


def definition(page: IndicatorPage) -> str:
    """What is counted, and how it was changed last: `... From Aug-25: counted from the referral.`."""
    changes = [change for change in page.indicator.changes if change.from_ <= page.judgement.period]
    last = max(changes, key=lambda change: change.from_, default=None)
    return " ".join(words for words in (page.indicator.definition, changed(last) if last else "") if words)


def changed(change: Change) -> str:
    """A change in words: `From Aug-25: counted from the referral; not comparable with before.`."""
    after = "; not comparable with before" if change.breaks else ""
    return f"From {month_label(change.from_)}: {change.note.rstrip('.')}{after}."


def all_changes(indicator: Indicator) -> str:
    """Every change of the definition, and of the process limits, the earliest first; for Definitions."""
    said = [(change.from_, changed(change)) for change in indicator.changes]
    for rebase in indicator.rebases if indicator.chart == "spc" else ():
        words = f"Process limits anew from {month_label(rebase.from_)}: {rebase.reason.rstrip('.')}."
        said.append((rebase.from_, words))
    return " ".join(words for _, words in sorted(said))


def shortfall_label(indicator: Indicator) -> str:
    """What the shortfall is of: `Short of target: No. inside`; in the indicator's own unit, `Short of target by`."""
    where = {"high": "Short of", "low": "Over"}.get(indicator.good, "Away from")
    return f"{where} target: {indicator.numerator_label}" if indicator.unit == "percent" else f"{where} target by"


def officers_texts(page: IndicatorPage) -> dict[str, str]:
    """What the officers have said, by slot; a rating by judgement in the project's own word for it."""
    remarks = page.remarks
    return {
        "commentary": remarks.commentary,
        "action": remarks.action,
        "signed_off": remarks.signed_off,
        "rating_override": page.indicator.label(remarks.rating_override) if remarks.rating_override else "",
        "override_reason": remarks.override_reason,
    }


def officers_words(page: IndicatorPage, slot: str) -> tuple[Styled, ...]:
    """The text of an officers' slot in pieces of one look each; none where they have said nothing."""
    return page.remarks.runs(slot) if slot in MARKED else joined([Styled(officers_texts(page)[slot])])


# ---- rules: the text in the cell, and the formula that says the same ------------------------------------------------


def shown_period(indicator: Indicator, cells: Cells) -> str:
    """The last month of the period that the page shows, as an expression; of monthly figures the month itself."""
    return cells.slot("month" if indicator.period_months == 1 else "period")


def _periods(indicator: Indicator) -> str:
    return "" if indicator.period_months == 1 else f" by {indicator.frequency}"


def trend_title(page: IndicatorPage, *, has_signals: bool = True) -> str:
    """Title of the trend chart: `% inside, Sep-13 to Sep-15`, and the signal's reason where there is room for it.

    One month alone is named once. Without the table's column of signals there is none.
    """
    first, last = page.months[0].figures.month, page.judgement.period
    months = month_label(last) if first == last else f"{month_label(first)} to {month_label(last)}"
    title = f"{page.indicator.value_label}{_periods(page.indicator)}, {months}"
    latest = page.control.latest if page.control and has_signals else None
    why = reason(page.indicator, latest) if latest else ""
    return f"{title}: {why}" if why and len(title) + len(why) <= _title_room(page) else title


TITLE_ROOM, NARROW_TITLE_ROOM = 66, 42
"""Characters of a trend's title and its signal's reason: with more the title stands alone."""


def _title_room(page: IndicatorPage) -> int:
    """The trend is narrow beside the bars of many areas."""
    return NARROW_TITLE_ROOM if len(page.areas) > MANY_AREAS else TITLE_ROOM


def trend_title_formula(page: IndicatorPage, cells: Cells) -> str:
    """The formula of `trend_title`."""
    indicator = page.indicator
    last, first = shown_period(indicator, cells), f"MIN({cells.column('monthly_month')})"
    earlier = f'IF({first}<{last},TEXT({first},"mmm-yy")&" to ","")'
    title = f'{cells.slot("value_label")}&"{_periods(indicator)}, "&{earlier}&TEXT({last},"mmm-yy")'
    if indicator.chart != "spc":
        return title
    try:
        why = reason_formula(indicator, cells)
    except KeyError:
        return title
    room = f'AND({why}<>"",LEN({title})+LEN({why})<={_title_room(page)})'
    return f'{title}&IF({room},": "&{why},"")'


def breakdown_title(page: IndicatorPage) -> str:
    """Title of the chart by area: `% inside by area, Sep-15`."""
    i = page.indicator
    period = period_label(page.judgement.period, i.period_months)
    return f"{i.value_label} by {i.breakdown}, {period[:1].lower() + period[1:] if i.period_months > 1 else period}"


def breakdown_title_formula(indicator: Indicator, cells: Cells) -> str:
    """The formula of `breakdown_title`: it names the period of the breakdown's own figures."""
    word = period_label(FIRST, indicator.period_months).removesuffix(month_label(FIRST)).lower()
    by = literal(f" by {indicator.breakdown}, {word}")
    return f'{cells.slot("value_label")}&{by}&TEXT({cells.slot("breakdown_month")},"mmm-yy")'


FIRST = date(2000, 1, 1)  # any month: only the words before it are wanted


def signal_cell(name: str, page: IndicatorPage, cells: Cells) -> Cell:
    """What the slot `signal` or `signal_text` holds: the text, and the formula that follows the month; or nothing.

    Without the table's column of signals there is the text alone.
    """
    indicator, control = page.indicator, page.control
    if control is None:
        return None, None
    known = checksum([row.figures for row in page.months])
    day = f"DATE({page.judgement.period.year},{page.judgement.period.month},1)"
    try:
        if name == "signal":
            return signal(indicator, control), signal_formula(indicator, cells, known, TOO_FEW, day)
        text = signal_text(indicator, control)
        return text, signal_text_formula(indicator, cells, known, text, day)
    except KeyError:
        return (signal if name == "signal" else signal_text)(indicator, control) or None, None


SIGNAL_SLOTS = frozenset({"signal", "signal_text"})


POPULATION_ROOM = 215.0
"""Points that words of a population may take beside "Mid-2014 estimate": the small table is about 300 wide."""


def population_note(page: IndicatorPage) -> str:
    """Whose population a rate divides by: `Mid-2014 estimate: ONS`; of other units, the project's note."""
    said = page.population
    if said is None:
        return shortened(page.indicator.population_note, POPULATION_ROOM)
    return f"Mid-{said.year} estimate{_of_population(page)}"


def population_words(page: IndicatorPage) -> str:
    """All that is to say of the population or denominator: its source, the project's note."""
    source = page.population.source if page.population else ""
    return "; ".join(text for text in (source, page.indicator.population_note) if text)


def _of_population(page: IndicatorPage) -> str:
    """What the page has room for: Definitions has the whole of it."""
    words = population_words(page)
    return shortened(f": {words}", POPULATION_ROOM) if words else ""


def population_note_formula(page: IndicatorPage, cells: Cells) -> str:
    """The formula of `population_note`: the year is the period's. Raises KeyError where there is no column of it."""
    if page.population is None:
        return literal(population_note(page))
    found = f"MATCH({shown_period(page.indicator, cells)},{cells.column('monthly_month')},0)"
    year = f"INDEX({cells.column('monthly_population_year')},{found})"
    return f'IFERROR(IF({year}="","","Mid-"&{year}&" estimate")&{literal(_of_population(page))},"")'


def summary_texts(scorecard: MonthlyScorecard) -> dict[str, str]:
    """The words of the summary that are the project's, by slot."""
    settings = scorecard.project.scorecard
    texts = {
        "organisation": settings.organisation,
        "heading": settings.heading,
        "agenda_item": " · ".join(words for words in (settings.service, settings.agenda_item) if words),
        "marking": " · ".join(words for words in (settings.marking, WORKING_COPY) if words),
    }
    return {name: as_held(text) for name, text in texts.items()}


def as_held(text: str) -> str:
    """A text as a cell holds it: control characters are gone."""
    return unescaped(escaped(text))


def units(text: str) -> int:
    """How long Excel says that a text is: a character beyond the first 65,536, such as most emoji, counts twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def characters_used(page: IndicatorPage) -> str:
    """How much commentary is written: `612 of 1,500 characters`, or `To write`."""
    text = as_held(page.remarks.commentary)
    length = units(text)
    if not length or is_unwritten(text):
        return "To write"
    cut = ": will print cut" if length > COMMENTARY_ROOM else ""
    return f"{length:,} of {COMMENTARY_ROOM:,} characters{cut}"


def characters_used_formula(_: Indicator, cells: Cells) -> str:
    """The formula of `characters_used`."""
    text = cells.slot("commentary")
    empty = f'OR(LEN({text})=0,LEFT({text},{len(PROMPT)})="{PROMPT}",LEFT(TRIM({text}),{len(DRAFT)})="{DRAFT}")'
    room = f'" of {COMMENTARY_ROOM:,} characters"&IF(LEN({text})>{COMMENTARY_ROOM},": will print cut","")'
    return f'IF({empty},"To write",TEXT(LEN({text}),"#,##0")&{room})'


def status_formula(indicator: Indicator, cells: Cells) -> str:
    """The formula of the page's `status`. Raises KeyError where the Monthly table has no column of it.

    Of a row that an officer typed without a status it says nothing.
    """
    of_month = f"MATCH({shown_period(indicator, cells)},{cells.column('monthly_month')},0)"
    found = f"INDEX({cells.column('monthly_status')},{of_month})"
    return f'IFERROR(IF({found}="","",{found}&" figures"),"")'


def page_formula(name: str, page: IndicatorPage, cells: Cells) -> str:
    """A slot's formula; of a target or limit that has no column in the template, by the months from which each held.

    Without the second a rating would be worked out as if there were no target.
    """
    if name in THRESHOLDS:
        try:
            cells.column(f"monthly_{name}")
        except KeyError:
            return _stated(name, page, cells.slot("month"))
    return slot_formula(name, page.indicator, cells)


THRESHOLDS = ("target", "amber_limit")


def _stated(name: str, page: IndicatorPage, month: str) -> str:
    formula = last = '"[z]"'
    for row in page.months:
        value = threshold(page.indicator, getattr(row.figures, name))
        text = f'"{value}"' if isinstance(value, str) else f"{value.normalize():f}"
        if text != last:
            at = row.figures.month
            formula, last = f"IF({month}>=DATE({at.year},{at.month},1),{text},{formula})", text
    return formula


PageRule = tuple[Callable[[IndicatorPage], str], Callable[[Indicator, Cells], str]]

PAGE_RULES: Mapping[str, PageRule] = MappingProxyType({
    "breakdown_title": (breakdown_title, breakdown_title_formula),
    "characters_used": (characters_used, characters_used_formula),
    "stale": (stale, stale_formula),
    "status": (lambda page: page.status, status_formula),
})  # fmt: skip

WHOLE_PAGE_RULES: Mapping[str, tuple[Callable[[IndicatorPage], str], Callable[[IndicatorPage, Cells], str]]] = (
    MappingProxyType({
        "trend_title": (trend_title, trend_title_formula),
        "comparators_text": (comparators_text, comparators_text_formula),
    })
)  # fmt: skip
"""Rules whose formula needs more of the page than its indicator."""

BREAKDOWN_SLOTS = frozenset({"breakdown_title", "breakdown_month", "breakdown_note", "area_heading"})
"""Slots that stay empty on the page of an indicator without a breakdown."""


class PageInline:
    """Formulas and constants for slots that a template has no cell for."""

    def __init__(self, page: IndicatorPage, summary: SummaryCells, axis: str) -> None:
        self._page = page
        self._summary = summary
        self._constants = constants(page, axis)
        self.cells: Cells | None = None

    def __call__(self, name: str) -> str:
        """The slot's expression, without a leading `=`."""
        if name == "month" or name in FOLLOWED:
            return self._summary.expression(name)
        assert self.cells is not None  # noqa: S101  # set by whoever made the pair
        if name == "breakdown_month":
            return shown_period(self._page.indicator, self.cells)
        if name == "population_note":
            return population_note_formula(self._page, self.cells)
        if name in WHOLE_PAGE_RULES:
            return WHOLE_PAGE_RULES[name][1](self._page, self.cells)
        if name in SIGNAL_SLOTS:
            text, formula = signal_cell(name, self._page, self.cells)
            return formula or literal(text or "")
        if name in SLOT_FORMULAS:
            return page_formula(name, self._page, self.cells)
        if name in PAGE_RULES:
            return PAGE_RULES[name][1](self._page.indicator, self.cells)
        constant = self._constants.get(name, officers_texts(self._page).get(name, ""))
        return literal(constant) if isinstance(constant, str) else str(constant)


FOLLOWED = ("organisation", "marking", "agenda_item")
"""Slots of a page that repeat the summary's."""


def followed(summary: SummaryCells, slot: str) -> tuple[str, str]:
    """A text that repeats the summary's, and its formula. A reference to a blank cell alone would show 0."""
    cell = summary.expression(slot)
    return summary.texts.get(slot, ""), f'IF({cell}="","",{cell})'


def organisation_line(summary: SummaryCells) -> tuple[str, str]:
    """Organisation and agenda item in one line, and its formula."""
    organisation, item = summary.texts.get("organisation", ""), summary.texts.get("agenda_item", "")
    text = " · ".join(words for words in (organisation, item) if words)
    cell = summary.expression("agenda_item")
    return text, f'{summary.expression("organisation")}&IF({cell}="",""," · "&{cell})'
