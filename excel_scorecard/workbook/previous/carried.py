"""Carried: all that an earlier workbook hands on to a build, before the new one is filled and after.

Before: texts, figures and what was said before. After: the look of the officers' words, the memory that they are
theirs, and the list of what stays behind.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from excel_scorecard.calendar import month_name, months_after
from excel_scorecard.commentary import Commentary
from excel_scorecard.errors import Finding, ProjectError
from excel_scorecard.figures import Figures
from excel_scorecard.ooxml.rich import Property, Run, cell_font
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.project import Project
from excel_scorecard.revised import Part, Published, Said
from excel_scorecard.workbook.layout import Layout
from excel_scorecard.workbook.memory import Cells, Held, Memory, recall, remember
from excel_scorecard.workbook.officers_copy import OfficersCopy, read_copy
from excel_scorecard.workbook.previous.months import carried_months
from excel_scorecard.workbook.previous.own import left_behind
from excel_scorecard.workbook.previous.texts import CarriedText, Texts, carried_texts, last_texts


@dataclass(frozen=True)
class Carried:
    """What an earlier workbook hands on.

    Attributes:
        copy: the earlier workbook as it stands.
        commentary: the month's texts: of a workbook of the same month with what officers wrote into it.
        figures: the project's figures, and those that the earlier workbook alone knows.
        published: what it said of each figure.
        last_texts: last month's texts by indicator, `concerns` too.
        texts: the officers' texts that were carried, to be given their look.
        findings: what there is to tell of all this.

    """

    copy: OfficersCopy
    commentary: Commentary
    figures: Figures
    published: Published
    last_texts: Mapping[str, str]
    texts: tuple[CarriedText, ...]
    findings: tuple[Finding, ...]

    def finish(self, book: Workbook) -> tuple[Finding, ...]:
        """Give a filled workbook the look of the officers' words, and let it remember that they are theirs.

        Returns: what could not be carried, thing by thing.
        """
        new = read_copy(book)
        lost = [finding for text in self.texts if (finding := _dress(self.copy, new, text))]
        memory = recall(book)
        if memory is not None:
            remember(book, _as_theirs(memory, self))
        return (*lost, *left_behind(self.copy, new))


def read_previous(path: Path, project: Project, figures: Figures, commentary: Commentary, month: date) -> Carried:
    """What the workbook at `path` hands on to one for `month`. Of the same month: texts, sign-offs and overrides too.

    Raises:
        ProjectError: it shows a later month.
        TemplateError: it is no scorecard.
        MachineError: it cannot be opened.

    """
    copy = read_copy(Workbook.open(path))
    if copy.month > month:
        what = f"this workbook shows {month_name(copy.month)}, which is later than {month_name(month)}"
        raise ProjectError(what, where=str(path), mend="Give the workbook of the same month, or of the month before.")
    is_same = copy.month == month
    texts = carried_texts(copy, project, commentary) if is_same else Texts(commentary)
    months = carried_months(copy, project, figures, month)
    last = (copy.memory.last_texts if copy.memory else {}) if is_same else last_texts(copy)
    return Carried(
        copy=copy,
        commentary=texts.commentary,
        figures=figures.with_carried(project, months.figures),
        published=months.said,
        last_texts=last,
        texts=tuple(texts.carried),
        findings=(*_of_itself(copy, month), *texts.findings, *months.findings),
    )


def _of_itself(copy: OfficersCopy, month: date) -> list[Finding]:
    found = []
    if copy.memory is None and copy.month == month:
        what = "this workbook has lost what it was built with: every text in it counts as the officers'"
        mend = "Document Inspector and other programs take it out; nothing needs to be done."
        found.append(Finding("warning", copy.book.name, "the file", "P-MEMORY", what, mend))
    if copy.month < months_after(month, -1):
        before = month_name(months_after(month, -1))
        what = f"this workbook shows {month_name(copy.month)}: its texts stand as last month's"
        found.append(
            Finding("warning", copy.book.name, "the file", "P-MONTH", what, f"Give that of {before}, if there is one.")
        )
    return found


# ---- after the new workbook is filled --------------------------------------------------------------------------------


def _dress(copy: OfficersCopy, new: OfficersCopy, text: CarriedText) -> Finding | None:
    """Put a text with its look into the new workbook's slot; a finding where it has none."""
    place = _place(new, text)
    if place is None:
        what = f"the new template has no place for {text.slot}: '{text.words.text[:60]}' is not carried"
        mend = "Give the template that slot (excel-scorecard template describe), or move the text yourself."
        return Finding("warning", copy.book.name, text.place, "P-TEXT", what, mend) if text.words.text.strip() else None
    sheet, layout = place
    for row, column in layout.slots[text.slot]:
        if text.words.runs:
            font = cell_font(sheet, row, column)
            old = _place(copy, text)
            was = cell_font(old[0], *old[1].slots[text.slot][0]) if old else ()
            sheet.write_rich(row, column, [_in_font(run, dict(was), font) for run in text.words.runs])
        elif text.words.text.strip():
            sheet.write(row, column, text.words.text.strip())
    return None


def _place(copy: OfficersCopy, text: CarriedText) -> tuple[Sheet, Layout] | None:
    if not text.indicator:
        return (copy.summary_sheet, copy.summary) if copy.summary.has(text.slot) else None
    page = copy.pages.get(text.indicator)
    return (page.sheet, page.layout) if page is not None and page.layout.has(text.slot) else None


def _in_font(run: Run, was: Mapping[str, str | None], font: tuple[Property, ...]) -> Run:
    """A run with what set it apart from its old cell, in the new cell's font."""
    apart = {key: value for key, value in run.properties if key not in was or was[key] != value}
    if not apart:
        return Run(run.text)
    kept = tuple((key, value) for key, value in font if key not in apart)
    return Run(run.text, (*apart.items(), *kept))


def _as_theirs(memory: Memory, carried: Carried) -> Memory:
    """The memory of a workbook in which the carried texts are a change of what the project's file says."""
    pages = dict(memory.pages)
    slots = dict(memory.slots)
    for text in carried.texts:
        if not text.indicator:
            slots[text.slot] = text.before or memory.prompts.get(text.slot)
        elif page := pages.get(text.indicator):
            before = text.before or page.prompts.get(text.slot)
            runs = {slot: runs for slot, runs in page.runs.items() if slot != text.slot}
            pages[page.id] = replace(page, slots={**page.slots, text.slot: before}, runs=runs)
    for id_, page in pages.items():
        said = {month: _cells(said) for (of, month), said in carried.published.items() if of == id_}
        pages[id_] = replace(page, first={month: said.get(month, cells) for month, cells in page.first.items()})
    return replace(memory, pages=pages, slots=slots, last_texts=memory.last_texts or carried.last_texts)


def _cells(said: Said) -> Cells:
    return {
        "numerator": _held(said.numerator),
        "denominator": _held(said.denominator),
        "supplied": said.supplied,
    }


def _held(part: Part) -> Held:
    return part if isinstance(part, str) or part is None else Decimal(part)
