"""Check, claims: what a page's commentary and action say of it, held against its cells as they stand.

Reads a page into the facts that the room claims judges by. What once stood on the page and does no longer is
quotations.py's, and is not told twice.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final, cast

from excel_scorecard.claims import Comparator, Contradiction, Facts, Figure, Row, contradictions, silence
from excel_scorecard.claims.facts import Good
from excel_scorecard.errors import Finding
from excel_scorecard.ooxml.cells import CellError, Value, address
from excel_scorecard.project import Project
from excel_scorecard.wording import BY_JUDGEMENT
from excel_scorecard.workbook.check.codes import finding
from excel_scorecard.workbook.check.labels import labels_of
from excel_scorecard.workbook.check.quotations import TEXTS, gone_from
from excel_scorecard.workbook.check.small import COUNTED
from excel_scorecard.workbook.contract import COMPARATORS, DRAFT, PROMPT
from excel_scorecard.workbook.officers_copy import OfficersCopy, Page, month_of

_CODES: Final = {"figure": "C-FIGURE", "claim": "C-CLAIM", "silence": "C-SILENT"}
_LABELS: Final = ("numerator_label", "remainder_label", "denominator_label", "value_label")
_REST: Final = "not in breakdown"
_PERIODS: Final = {"Quarter": 3, "Year": 12}


def check_claims(copy: OfficersCopy, project: Project | None) -> Iterator[Finding]:
    """The texts that their page contradicts, and the commentaries that pass over a Red."""
    for page in copy.pages.values():
        facts = facts_of(page, labels_of(page, project), date1904=copy.book.date1904)
        if facts is None:
            continue
        gone = gone_from(page, project)
        for slot in TEXTS:
            text = page.text(slot)
            if not text.strip() or text.lstrip().startswith(PROMPT):
                continue
            found = contradictions(text, facts, is_plan=slot == "action")
            told = [each for each in found if not _is_told(each, gone.get(slot, []))]
            is_draft = text.lstrip().startswith(DRAFT)  # its claims are asked; what it passes over may yet be written
            if slot == "commentary" and not is_draft and (passed_over := silence(text, facts)):
                told.append(passed_over)
            for each in told:
                yield finding(_CODES[each.kind], copy.book.name, page.place(slot), _what(slot, each))


def _what(slot: str, each: Contradiction) -> str:
    if each.kind == "silence":
        return f"the page is {each.said}, and the {slot} names neither the shortfall nor a cause nor an action"
    quoted = f"'{each.words}'" if each.kind == "claim" else f"'{each.quoted}' in '{each.words}'"
    return f"the {slot} says {quoted}; the sheet says {each.said}"


def _is_told(each: Contradiction, gone: list[str]) -> bool:
    """Whether a figure, month or rating in it is one that once stood on the sheet."""
    share = re.sub(r"\s?per ?cent", "%", each.quoted.replace(" %", "%"))
    return any(word == share or re.search(rf"(?<!\w){re.escape(word)}(?!\w)", each.words) for word in gone)


# ---- a page as facts -------------------------------------------------------------------------------------------------


def facts_of(page: Page, labels: Mapping[str, str], *, date1904: bool = False) -> Facts | None:
    """What a page says; None where it does not say of what unit or period it is."""
    unit, good = page.text("unit"), page.text("good")
    month = month_of(page.value("period") if page.layout.has("period") else page.value("month"), date1904=date1904)
    if unit not in COUNTED or good not in {"high", "low", "band", "neither"} or month is None:
        return None
    read = _Reader(page, unit)
    places = page.value("places")
    rating = page.text("rating")
    by_rule = re.search(r"By the rule: (.+)\.$", page.text("rating_note"))
    keys = {printed: key for key, printed in labels.items()}
    is_judged = rating.endswith(BY_JUDGEMENT)
    heading = re.match(r"(\d+)-", page.text("average_heading"))
    average_months = page.value("average_months")
    return Facts(
        title=page.text("title") or page.text("heading"),
        organisation=page.text("organisation"),
        labels=tuple(page.text(slot) for slot in _LABELS),
        unit=unit,
        decimals=max(0, int(places) - (2 if unit == "percent" else 0)) if isinstance(places, int | float) else 0,
        good=cast("Good", good),
        month=month,
        period_months=_PERIODS.get(page.text("period_label").partition(" ")[0], 1),
        now=Row(read.slot("value"), read.slot("numerator", parts=True), read.slot("denominator", parts=True)),
        average=read.slot("average") if average_months != 1 else None,
        average_months=int(heading[1])
        if heading
        else int(average_months)
        if isinstance(average_months, int | float)
        else 0,
        last_year=read.slot("same_period_last_year"),
        year_to_date=read.slot("year_to_date"),
        target=read.slot("target"),
        target_upper=read.slot("target_upper"),
        limit=read.slot("amber_limit"),
        rating=keys.get(by_rule[1] if is_judged and by_rule else rating.removesuffix(BY_JUDGEMENT), ""),
        judged=keys.get(rating.removesuffix(BY_JUDGEMENT), "") if is_judged else "",
        rating_place=read.place("rating"),
        rating_words=dict(labels),
        direction=page.text("direction"),
        signal=page.text("signal"),
        months={each: read.row("monthly", row) for each, row in page.months.items()},
        areas=read.areas(keys, is_now=month_of(page.value("breakdown_month"), date1904=date1904) in {month, None}),
        comparators=tuple(read.comparators()),
    )


class _Reader:
    """Reads a page's figures as they are printed: 84 for 84%."""

    def __init__(self, page: Page, unit: str) -> None:
        self._page = page
        self._scale = 100 if unit == "percent" else 1

    def place(self, slot: str) -> str:
        return address(*self._page.layout.slots[slot][0]) if self._page.layout.has(slot) else ""

    def slot(self, slot: str, *, parts: bool = False) -> Figure | None:
        return self._figure(self._page.value(slot), self.place(slot), parts=parts)

    def row(self, table: str, row: int, keys: Mapping[str, str] | None = None) -> Row:
        value, numerator, denominator = (
            self._figure(self._page.cell(role, row), address(row, column), parts=part != "value")
            if (column := self._page.column(role := f"{table}_{part}"))
            else None
            for part in ("value", "numerator", "denominator")
        )
        rating = self._page.cell(f"{table}_rating", row) if keys else None
        return Row(value, numerator, denominator, keys.get(rating, "") if keys and isinstance(rating, str) else "")

    def areas(self, keys: Mapping[str, str], *, is_now: bool) -> dict[str, Row]:
        """The areas' rows. Of areas of another period their names alone, so that no figure is told of them."""
        named = {area: row for area, row in self._page.areas.items() if area.strip().casefold() != _REST}
        return {area: self.row("breakdown", row, keys) if is_now else Row() for area, row in named.items()}

    def comparators(self) -> Iterator[Comparator]:
        for which in COMPARATORS:
            figure = self.slot(f"comparator_{which}")
            label = self._page.text(f"comparator_{which}_label")
            if figure is not None and label:
                yield Comparator(label, self._page.text(f"comparator_{which}_period"), figure)

    def _figure(self, value: Value, place: str, *, parts: bool) -> Figure | None:
        if isinstance(value, bool | str | CellError) or not isinstance(value, int | float):
            return None
        # fifteen digits are what Excel shows: 0.86 * 100 is 86.0 then, and not a little less
        return Figure(Decimal(f"{value:.15g}") * (1 if parts else self._scale), place)
