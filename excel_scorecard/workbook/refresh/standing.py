"""Settled: which of the officers' edits to figures stand when new ones come, and what the figures are then.

Knows the edits of each page and the project's figures. A correction stands until the source agrees with it; where it
does not, the one who runs the refresh decides. Writes no cell.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from excel_scorecard.calendar import months_after
from excel_scorecard.errors import Finding, FindingsError, WouldLoseEditsError
from excel_scorecard.figures import Figure, Figures
from excel_scorecard.figures.waist import Key
from excel_scorecard.project import TOTAL, Indicator
from excel_scorecard.scorecard import AreaRow, IndicatorPage, MonthlyScorecard
from excel_scorecard.workbook.edits import Edit, edits_of
from excel_scorecard.workbook.memory import Held
from excel_scorecard.workbook.noted import as_held_by_cell
from excel_scorecard.workbook.officers_copy import OfficersCopy, Page, held, month_of
from excel_scorecard.workbook.row_figures import figure_of, said_by

Corrections = Literal["stop", "keep", "replace"]
"""What becomes of a correction that the source does not agree with."""

CORRECTED = "Corrected in the workbook"


class CorrectionsStandError(WouldLoseEditsError, FindingsError):
    """Officers have corrected figures that the project does not agree with; all of them are listed."""

    exit_code = WouldLoseEditsError.exit_code

    def __init__(self, findings: list[Finding]) -> None:
        FindingsError.__init__(self, findings)


@dataclass
class Settled:
    """What stands.

    Attributes:
        figures: the project's, with those that officers corrected or typed in their place.
        cells: by indicator, rows and columns of table cells that are left as they are.
        slots: by indicator, slots and headings that are left as they are.
        deleted: by indicator, months and areas whose row an officer has deleted.
        unsettled: cells that stand and that no value of ours takes account of: what reads them has no value.
        drafted: by indicator, month or area and role: what the project says of a cell that stands.
        typed: by indicator, months that an officer has typed and the project knows nothing of.
        findings: what there is to tell.

    """

    figures: Figures
    cells: dict[str, set[tuple[int, int]]] = field(default_factory=dict)
    slots: dict[str, set[str]] = field(default_factory=dict)
    deleted: dict[str, set[date | str]] = field(default_factory=dict)
    unsettled: dict[str, set[tuple[int, int]]] = field(default_factory=dict)
    drafted: dict[str, dict[tuple[date | str, str], Held | None]] = field(default_factory=dict)
    typed: dict[str, set[date]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def settled(copy: OfficersCopy, figures: Figures, plain: MonthlyScorecard, corrections: Corrections) -> Settled:
    """Which edits stand.

    Args:
        copy: the workbook as the officers have it.
        figures: the project's figures.
        plain: the scorecard as it would be of the project alone.
        corrections: what becomes of those that the project does not agree with.

    Raises:
        CorrectionsStandError: there are such, and `corrections` is "stop".

    """
    settling = _Settling(copy, figures, corrections)
    for page in plain.pages:
        now = copy.pages.get(page.indicator.id)
        if now is not None:
            settling.settle(now, page)
    return settling.done()


class _Settling:
    """The edits of all pages while they are settled one by one."""

    def __init__(self, copy: OfficersCopy, figures: Figures, corrections: Corrections) -> None:
        self._copy = copy
        self._figures = figures
        self._corrections = corrections
        self._found = Settled(figures)
        self._told: dict[Key, Figure] = {}
        self._dropped: set[Key] = set()
        self._open: list[Finding] = []

    def settle(self, now: Page, page: IndicatorPage) -> None:
        """The edits of one page; `page` is what the project says of it."""
        for edit in edits_of(now):
            said = _project_says(edit, page)
            if edit.kind != "formula" and said is not None and said.held == edit.now:
                continue  # the source agrees
            if edit.kind == "words":
                self._leave(now, edit, said)
                if not edit.is_new_row:
                    self._found.findings.append(_words_stand(self._copy, now, edit))
            elif self._stands(now, edit, said):
                self._leave(now, edit, said)
                if edit.kind == "figure":
                    figure = _figure(self._copy, now, page.indicator, edit, self._figures)
                    self._told[figure.key] = figure
                else:
                    self._found.unsettled.setdefault(now.sheet.name, set()).add((edit.row, edit.column))
        _rows_deleted(self._copy, now, page.indicator, self._figures, self._found, self._dropped)

    def _stands(self, now: Page, edit: Edit, said: "_Said | None") -> bool:
        """Whether an edited figure stands; that it differs from the project's is told, or asked."""
        if edit.is_new_row and said is None:
            return True
        if self._corrections == "stop":
            self._open.append(_differs(self._copy, now, edit, said, "error"))
            return False
        self._found.findings.append(_differs(self._copy, now, edit, said, "warning", self._corrections))
        return self._corrections == "keep"

    def _leave(self, now: Page, edit: Edit, said: "_Said | None") -> None:
        """Let a cell be as it is; what the project says of it is known."""
        found = self._found
        if edit.key is None:
            found.slots.setdefault(now.id, set()).add(edit.name)
            if edit.kind == "words":
                found.unsettled.setdefault(now.sheet.name, set()).add((edit.row, edit.column))
            return
        found.cells.setdefault(now.id, set()).add((edit.row, edit.column))
        if edit.kind == "words":
            found.unsettled.setdefault(now.sheet.name, set()).add((edit.row, edit.column))
        if edit.is_new_row and said is None and isinstance(edit.key, date):
            found.typed.setdefault(now.id, set()).add(edit.key)
        elif said is not None and edit.kind != "formula":
            found.drafted.setdefault(now.id, {})[edit.key, edit.name] = said.held

    def done(self) -> Settled:
        """What stands. Raises CorrectionsStandError where there is something to decide."""
        if self._open:
            raise CorrectionsStandError(self._open)
        reasons = {key: figure.note or CORRECTED for key, figure in self._told.items()}
        gone = self._dropped - self._told.keys()
        if self._told or gone:
            self._found.figures = self._figures.with_told(self._told, reasons, gone)
        return self._found


@dataclass(frozen=True)
class _Said:
    held: Held


def _project_says(edit: Edit, page: IndicatorPage) -> _Said | None:
    """What the project says of an edited cell; None where it says nothing of that month or area."""
    if isinstance(edit.key, date):
        row = next((row for row in page.months if row.figures.month == edit.key), None)
        if row is None or (edit.is_new_row and row.code == "x"):
            return None
        figures = row.figures
        values: Mapping[str, object] = {
            "monthly_numerator": figures.numerator, "monthly_denominator": figures.denominator,
            "monthly_value": figures.supplied, "monthly_target": figures.target,
            "monthly_target_upper": figures.target_upper, "monthly_amber_limit": figures.amber_limit,
            "monthly_status": row.status, "monthly_code": row.code or None, "monthly_note": row.note or None,
            "monthly_population_year": row.population.year if row.population else None,
            "monthly_revised": row.revised or None,
        }  # fmt: skip
    elif edit.key is not None:
        area = next((area for area in page.breakdown if area.area == edit.key), None)
        if area is None:
            return None
        values = {
            "breakdown_numerator": area.numerator, "breakdown_denominator": area.denominator,
            "breakdown_value": area.value, "breakdown_target": area.target,
            "breakdown_target_upper": area.target_upper, "breakdown_amber_limit": area.amber_limit,
        }  # fmt: skip
    else:
        return None
    if edit.name not in values:
        return None
    return _Said(as_held_by_cell(values[edit.name]))  # type: ignore[arg-type]  # numbers, texts, None


def _figure(copy: OfficersCopy, page: Page, indicator: Indicator, edit: Edit, figures: Figures) -> Figure:
    """The figure that an edited row now tells."""
    table = edit.name.partition("_")[0]
    if isinstance(edit.key, date):
        period, area = months_after(edit.key, 1 - indicator.period_months), TOTAL
    else:
        shown = page.value("breakdown_month") or page.value("period") or page.value("month")
        last = held(shown)
        period, area = _period_of(copy, last, indicator), str(edit.key)
    said = said_by(page, edit.row, table)
    made = figure_of(copy, page, indicator, period, area, said, edit.row)
    before = figures.find(indicator.id, period, area)
    if made is None:
        made = Figure(indicator.id, period, area, code="x")
    note = held(page.cell("monthly_note", edit.row)) if area == TOTAL else None
    built = None
    if page.memory and isinstance(edit.key, date):
        built = page.memory.months.get(edit.key, {}).get("monthly_note")
    reason = str(note) if note is not None and note != built else CORRECTED
    status = before.status if before else made.status
    return replace(made, source="typed" if edit.is_new_row else "corrected", status=status, note=reason)


def _period_of(copy: OfficersCopy, last: Held, indicator: Indicator) -> date:
    month = month_of(float(last), date1904=copy.book.date1904) if isinstance(last, Decimal) else None
    return months_after(month or copy.month, 1 - indicator.period_months)


def _rows_deleted(
    copy: OfficersCopy, now: Page, indicator: Indicator, figures: Figures, found: Settled, dropped: set[Key]
) -> None:
    """A month or area whose row an officer has taken out stays out, and is not in the averages, as in her workbook."""
    if now.memory is None:
        return
    months = {m for m in now.memory.months if m not in now.months and m != max(now.memory.months)}
    areas = {a for a in now.memory.areas if a not in now.areas and "Breakdown" in now.layout.tables}
    if not months and not areas:
        return
    found.deleted[now.id] = {*months, *areas}
    dropped |= {(indicator.id, months_after(month, 1 - indicator.period_months), TOTAL, "period") for month in months}
    latest = figures.periods(indicator.id)
    dropped |= {(indicator.id, period, area, "period") for area in areas for period in latest}
    words = ", ".join([f"{month:%b-%y}" for month in sorted(months)] + sorted(areas))
    what = f"the rows of {words} were deleted by hand, and stay out"
    mend = "To have them again, build a new workbook, with --previous to keep the texts."
    found.findings.append(Finding("warning", copy.book.name, now.sheet.name, "R-DELETED", what, mend))


def _differs(
    copy: OfficersCopy,
    page: Page,
    edit: Edit,
    said: _Said | None,
    level: Literal["error", "warning"],
    corrections: Corrections = "stop",
) -> Finding:
    is_share = page.text("unit") == "percent" and not edit.name.endswith(("numerator", "denominator"))
    theirs = _words(edit.now, is_share=is_share)
    project = "a formula" if edit.kind == "formula" else _words(said.held, is_share=is_share) if said else "nothing"
    was = f" from {_words(edit.built, is_share=is_share)}"
    if edit.kind == "formula" or edit.built is None or copy.has_forgotten:
        was = ""
    done = {"stop": "", "keep": "; the correction stands", "replace": "; the project's takes its place"}[corrections]
    what = f"{edit.of} was corrected{was} to {theirs}; the project says {project}{done}"
    if copy.has_forgotten:
        what = f"{edit.of} is {theirs}; the project says {project}, and nobody knows who changed it{done}"
    mend = {
        "stop": "Collect it into the project (excel-scorecard collect), or decide with --corrections keep or replace.",
        "keep": "Put it right in the source, or collect it into corrections.csv.",
        "replace": "Nothing, if the project is right; the correction is in the workbook as it was before.",
    }[corrections]
    if edit.kind == "target" and corrections != "replace":
        mend = "Set it in the project's settings, in force from its first day"
        mend += "; or decide with --corrections keep or replace." if corrections == "stop" else "."
    return Finding(level, copy.book.name, edit.place(page), "R-CORRECTED", what, mend)


def _words_stand(copy: OfficersCopy, page: Page, edit: Edit) -> Finding:
    what = f"{edit.of} was retyped, and stands: '{_words(edit.now)[:60]}'"
    mend = "To change it for good, change it in the project's settings."
    return Finding("warning", copy.book.name, edit.place(page), "R-WORDS", what, mend)


def _words(value: Held, *, is_share: bool = False) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return value
    return f"{(value * 100).normalize():f}%" if is_share else f"{value.normalize():,f}"


def with_own_areas(now: Page, page: IndicatorPage) -> IndicatorPage:
    """The page with the areas that officers added to its Breakdown table, as they stand there."""
    if now.memory is None or not page.areas:
        return page
    known = {row.area for row in page.breakdown} | now.memory.areas.keys()
    own = tuple(_area(now, area, row) for area, row in now.areas.items() if area not in known)
    return replace(page, areas=(*page.areas, *own)) if own else page


def _area(now: Page, area: str, row: int) -> AreaRow:
    def number(role: str) -> Decimal | None:
        value = held(now.cell(role, row))
        return value if isinstance(value, Decimal) else None

    def part(role: str) -> Decimal | str | None:
        return held(now.cell(role, row))

    return AreaRow(
        area=area,
        numerator=part("breakdown_numerator"),
        denominator=part("breakdown_denominator"),
        value=part("breakdown_value") or "[x]",
        is_supplied=now.cell_formula("breakdown_value", row) is None,
        target=number("breakdown_target"),
        target_upper=number("breakdown_target_upper"),
        amber_limit=number("breakdown_amber_limit"),
        rating=str(part("breakdown_rating") or ""),
    )
