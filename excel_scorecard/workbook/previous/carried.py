"""Carried: all that an earlier workbook hands on to a build, before the new one is filled and after.

Before: texts, figures and what was said before. After: the memory that the officers' words are theirs, and the list of
what stays behind.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from excel_scorecard.calendar import month_name, months_after
from excel_scorecard.commentary import Commentary
from excel_scorecard.errors import Finding, ProjectError
from excel_scorecard.figures import Figures
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.project import Project
from excel_scorecard.revised import Part, Published, Said
from excel_scorecard.workbook.layout import Layout
from excel_scorecard.workbook.memory import Cells, Held, Memory, PageMemory, recall, remember
from excel_scorecard.workbook.merging import last_texts
from excel_scorecard.workbook.officers_copy import OfficersCopy, of_the_whole, read_copy
from excel_scorecard.workbook.previous.months import carried_months
from excel_scorecard.workbook.previous.own import left_behind
from excel_scorecard.workbook.previous.texts import (
    JUDGEMENT,
    CarriedText,
    Texts,
    carried_texts,
    plain,
)
from excel_scorecard.workbook.rich_words import runs_for


@dataclass(frozen=True)
class Carried:
    """What an earlier workbook hands on.

    Attributes:
        copy: the earlier workbook as it stands.
        commentary: the month's texts: of a workbook of the same month with what officers wrote into it.
        figures: the project's figures, and those that the earlier workbook alone knows.
        published: what it said of each figure.
        last_texts: last month's texts by indicator, `concerns` too.
        texts: the officers' texts that were carried.
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
        """Let a filled workbook remember that the officers' words in it are theirs.

        Returns: what could not be carried, thing by thing.
        """
        new = read_copy(book)
        lost = [finding for text in self.texts if (finding := _put(self.copy, new, text))]
        memory = recall(book)
        if memory is not None:
            remember(book, _as_theirs(memory, self, new))
        return (*lost, *left_behind(self.copy, new))


def read_previous(path: Path, project: Project, figures: Figures, commentary: Commentary, month: date) -> Carried:
    """What the workbook at `path` hands on to one for `month`. Of the same month: texts, sign-offs and overrides too.

    Raises:
        ProjectError: it shows a later month.
        TemplateError: it is no scorecard.
        MachineError: it cannot be opened.

    """
    copy = of_the_whole(read_copy(Workbook.open(path)))
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


def _put(copy: OfficersCopy, new: OfficersCopy, text: CarriedText) -> Finding | None:
    """Put a rating by judgement that does not count, such as one without reason, where it was; the rest is filled in.

    Returns: a finding where the new template has no place for a text.
    """
    place = _place(new, text)
    if place is None:
        what = f"the new template has no place for {text.slot}: '{text.text[:60]}' is not carried"
        mend = "Give the template that slot (excel-scorecard template describe), or move the text yourself."
        return Finding("warning", copy.book.name, text.place, "P-TEXT", what, mend) if text.text else None
    sheet, layout = place
    for row, column in layout.slots[text.slot] if text.slot in JUDGEMENT and text.text else ():
        if sheet.read(row, column) != text.text:
            sheet.write(row, column, text.text)
    return None


def _place(copy: OfficersCopy, text: CarriedText) -> tuple[Sheet, Layout] | None:
    if not text.indicator:
        return (copy.summary_sheet, copy.summary) if copy.summary.has(text.slot) else None
    page = copy.pages.get(text.indicator)
    return (page.sheet, page.layout) if page is not None and page.layout.has(text.slot) else None


def _as_theirs(memory: Memory, carried: Carried, new: OfficersCopy) -> Memory:
    """The memory of a workbook in which the carried texts are a change of what the project's file says."""
    pages = dict(memory.pages)
    for text in carried.texts:
        place = _place(new, text)
        if place is None:
            continue
        if text.indicator:
            pages[text.indicator] = _before(pages[text.indicator], text, *place)
        else:
            memory = _before(memory, text, *place)
    for id_, page in pages.items():
        said = {month: _cells(said) for (of, month), said in carried.published.items() if of == id_}
        pages[id_] = replace(page, first={month: said.get(month, cells) for month, cells in page.first.items()})
    return replace(memory, pages=pages, last_texts=memory.last_texts or carried.last_texts)


_Remembered = TypeVar("_Remembered", Memory, PageMemory)


def _before(memory: _Remembered, text: CarriedText, sheet: Sheet, layout: Layout) -> _Remembered:
    """What is remembered with the project's own text in place of the carried one."""
    runs = {slot: runs for slot, runs in memory.runs.items() if slot != text.slot}
    if any(piece.look for piece in text.before):
        runs[text.slot] = runs_for(sheet, *layout.slots[text.slot][0], text.before)
    before = plain(text.before) or memory.prompts.get(text.slot)
    return replace(memory, slots={**memory.slots, text.slot: before or None}, runs=runs)


def _cells(said: Said) -> Cells:
    return {
        "numerator": _held(said.numerator),
        "denominator": _held(said.denominator),
        "supplied": said.supplied,
    }


def _held(part: Part) -> Held:
    return part if isinstance(part, str) or part is None else Decimal(part)
