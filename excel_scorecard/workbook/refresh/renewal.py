"""Renewal: new figures, or a new month, under the officers' edits; all in memory.

Reads what officers did (officers_copy.py, edits.py), settles what stands (merging.py, standing.py), and lets the same
fillers write that a build has (refill_page.py). The file, its backup and its folder are
refreshing.py's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from excel_scorecard.calendar import month_label, month_name
from excel_scorecard.commentary import CONCERNS, Commentary
from excel_scorecard.comparators import with_comparators
from excel_scorecard.errors import Finding, ProjectError
from excel_scorecard.figures import Figures
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.project import Project
from excel_scorecard.revised import Part, Published, Said
from excel_scorecard.scorecard import IndicatorPage, MonthlyScorecard, make_scorecard
from excel_scorecard.trend import MonthRow
from excel_scorecard.workbook.as_built import as_built
from excel_scorecard.workbook.contract import SIGNALS
from excel_scorecard.workbook.drafts import with_drafts
from excel_scorecard.workbook.kept_figures import areas_apart, with_kept
from excel_scorecard.workbook.memory import Cells, Memory
from excel_scorecard.workbook.merging import Merged, said_in, unwritten
from excel_scorecard.workbook.officers_copy import (
    OfficersCopy,
    Page,
    Words,
    held,
    place_of,
    read_copy,
    words_at,
)
from excel_scorecard.workbook.refresh.changes import Change, changes_of
from excel_scorecard.workbook.refresh.page_changes import add_pages, arrange_pages, dropped, mark_dropped
from excel_scorecard.workbook.refresh.refill import refill
from excel_scorecard.workbook.refresh.renewed_texts import Texts, draft_texts, texts_of
from excel_scorecard.workbook.refresh.standing import Corrections, settled, with_own_areas
from excel_scorecard.workbook.remembering import last_said
from excel_scorecard.workbook.row_figures import part_of
from excel_scorecard.workbook.stale import page_said, page_says, read_again, stale, stale_concerns, summary_says


@dataclass(frozen=True)
class Renewed:
    """A workbook that was renewed, not written yet."""

    book: Workbook
    scorecard: MonthlyScorecard
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    is_rolled: bool


def renew(
    copy: OfficersCopy,
    project: Project,
    figures: Figures,
    commentary: Commentary,
    month: date | None,
    corrections: Corrections,
) -> Renewed:
    """Put the project's figures for `month` into a finished workbook, in place.

    Args:
        copy: the officers' workbook as it stands, which is altered.
        project: its project.
        figures: what the project knows.
        commentary: the month's texts in the project.
        month: the month to show, default the one that it shows; a later one rolls it on.
        corrections: what becomes of officers' corrections that the source does not agree with.

    Raises:
        ProjectError: the month is before the workbook's, or the project is another's.
        CorrectionsStandError: see `settled`.
        TemplateError: it is no finished scorecard, or a table cannot grow.

    """
    book = copy.book
    at = month or copy.month
    _check(copy, project, figures, at)
    apart = list(areas_apart(copy, project, figures)) if at == copy.month else []
    figures = with_kept(copy, project, figures)
    project, compared = with_comparators(project, at)
    copy = _with_memory(copy, project)
    names, has_moved = arrange_pages(copy, project)
    if has_moved:
        copy = _recalling(read_copy(book), copy.memory)
    copy, added = add_pages(copy, project, lambda: make_scorecard(project, figures, commentary, at))
    is_rolled = at > copy.month
    texts = texts_of(copy, project, commentary, is_rolled=is_rolled)

    def judged(known: Figures) -> MonthlyScorecard:
        return make_scorecard(
            project,
            known,
            texts.commentary or commentary,
            at,
            published=_published(copy, is_rolled=is_rolled),
            since={id_: min(page.months) for id_, page in copy.pages.items() if page.months},
            last_texts=texts.last,
        )

    plain = judged(figures)
    stands = settled(copy, figures, plain, corrections)
    made = with_drafts(plain if stands.figures is figures else judged(stands.figures))
    scorecard = _of_this_workbook(copy, made, texts, is_rolled=is_rolled)
    draft_texts(texts, copy, scorecard)
    findings = [*compared, *apart, *stands.findings, *texts.findings, *added, *_of_pages(copy, made)]
    findings += _to_read_again(copy, scorecard)
    findings += mark_dropped(dropped(copy, project), book.name, at)
    findings += refill(copy, scorecard, texts, stands, names, is_rolled=is_rolled)
    return Renewed(
        book=book,
        scorecard=scorecard,
        changes=tuple(changes_of(book, _limits(copy))),
        findings=tuple(findings),
        is_rolled=is_rolled,
    )


def _limits(copy: OfficersCopy) -> set[tuple[str, int]]:
    """The columns of process limits and signals, by sheet."""
    tables = ((page.sheet.name, page.layout.tables["Monthly"]) for page in copy.pages.values())
    return {(name, table.sheet_column(role)) for name, table in tables for role in SIGNALS & table.columns.keys()}


def _check(copy: OfficersCopy, project: Project, figures: Figures, at: date) -> None:
    if at < copy.month:
        what = f"the workbook shows {month_name(copy.month)}, and cannot go back to {month_name(at)}."
        mend = "To look at an earlier month, change the month on its first page."
        raise ProjectError(what, where=copy.book.name, mend=mend)
    latest = figures.latest_month(project)
    if at > copy.month and (latest is None or latest < at):
        known = f"the latest are of {month_name(latest)}" if latest else "there are none at all"
        raise ProjectError(
            f"there are no figures for {month_name(at)} yet; {known}.",
            where=str(project.folder),
            mend="Put them into the project's files first (excel-scorecard figures new), or newer extracts in the "
            "place of the old ones: nothing was changed.",
        )
    if not any(indicator.id in copy.pages for indicator in project.indicators):
        have = ", ".join(list(copy.pages)[:3])
        raise ProjectError(
            "the workbook has none of the project's indicators",
            where=f"{copy.book.name}, {project.folder}",
            mend=f"Name the project that it was built from; it has {have}.",
        )


def _with_memory(copy: OfficersCopy, project: Project) -> OfficersCopy:
    """The copy with what it was built with; where that is gone, with what the project would build now."""
    return copy if copy.memory else _recalling(copy, as_built(copy, project, []))


def _recalling(copy: OfficersCopy, memory: Memory | None) -> OfficersCopy:
    if copy.memory is not None or memory is None:
        return copy
    pages = {id_: Page(id_, page.sheet, page.layout, memory.pages.get(id_)) for id_, page in copy.pages.items()}
    return replace(copy, memory=memory, pages=pages, has_forgotten=True)


# ---- figures ---------------------------------------------------------------------------------------------------------


def _published(copy: OfficersCopy, *, is_rolled: bool) -> Published:
    """What the workbook said of each figure: first, in its month; of a new month, last, in the month before."""
    found: dict[tuple[str, date], Said] = {}
    for id_, page in copy.pages.items():
        if page.memory is None:
            continue
        said = last_said(page.memory) if is_rolled else page.memory.first
        found |= {(id_, month): _said(cells) for month, cells in said.items()}
    return found


def _said(cells: Cells) -> Said:
    def part(name: str) -> Part:
        return part_of(cells.get(name))

    supplied = cells.get("supplied")
    return Said(part("numerator"), part("denominator"), supplied if isinstance(supplied, Decimal) else None)


def _of_this_workbook(copy: OfficersCopy, made: MonthlyScorecard, texts: Texts, *, is_rolled: bool) -> MonthlyScorecard:
    """The scorecard's pages that the workbook has, with what their texts were written for."""
    pages: list[IndicatorPage] = []
    for page in made.pages:
        now = copy.pages.get(page.indicator.id)
        if now is None:
            continue
        merges = {} if is_rolled else texts.pages.get(page.indicator.id, {})
        months = _as_marked(now, page) if copy.has_forgotten else page.months
        said = _written_for(now, page, merges)
        pages.append(replace(with_own_areas(now, page), months=months, written_for=said))
    merge = None if is_rolled else texts.concerns
    said = ""
    if merge is not None and (before := copy.words(CONCERNS)) and _stays(before, merge):
        kept = words_at(copy.summary_sheet, copy.summary, "written_for")
        is_older = copy.memory is None or copy.memory.stood.get(CONCERNS, "") == before.text
        said = (kept.text if kept and is_older else "") or _summary_said(copy)
    return replace(made, pages=tuple(pages), written_for=said)


def _written_for(now: Page, page: IndicatorPage, merges: Mapping[str, Merged]) -> str:
    """What the page said when its texts were written; empty where they are written now, for what it says now.

    A text that has stood since the last refresh was written for what it was written for then; one that was retyped
    since, for what the page has shown since; so was one whose reader has cleared the slot.
    """
    there = [slot for slot in ("commentary", "action") if slot in merges]
    # neither a blank nor a draft was written for anything
    texts = [(s, now.words(s)) for s in there if said_in(merges[s].words, *unwritten(now.memory, s))]
    if not texts or any(words is None or not _stays(words, merges[slot]) for slot, words in texts):
        return ""
    kept = now.text("written_for")
    stood = now.memory.stood if now.memory else {}
    is_older = now.memory is None or all(words and stood.get(slot, "") == words.text for slot, words in texts)
    return (kept if is_older else "") or page_said(now, page.indicator)


def _as_marked(now: Page, page: IndicatorPage) -> tuple[MonthRow, ...]:
    """The months with the marks of revision that stand: what was said before nobody remembers but they."""

    def mark(row: MonthRow) -> str:
        place = now.months.get(row.figures.month)
        value = held(now.cell("monthly_revised", place)) if place else None
        return value if isinstance(value, str) else ""

    return tuple(replace(row, revised=mark(row)) for row in page.months)


def _stays(words: Words, merge: Merged) -> bool:
    return words.says_the_same(merge.words)


def _summary_said(copy: OfficersCopy) -> str:
    """What the summary has shown until now, in the words of `stale.summary_says`."""
    counts = words_at(copy.summary_sheet, copy.summary, "counts_text")
    return f"{month_label(copy.month)}: {counts.text}" if counts and counts.text else ""


def _to_read_again(copy: OfficersCopy, scorecard: MonthlyScorecard) -> Iterator[Finding]:
    """The texts that were written for other figures than their page shows from now on."""
    for page in scorecard.pages:
        now = copy.pages[page.indicator.id]
        if said := stale(page):
            what = f"{said[:1].lower()}{said[1:]}; the page says {page_says(page)}"
            yield Finding(
                "warning", copy.book.name, now.place("commentary"), "R-STALE", what, read_again(now.sheet, now.layout)
            )
    if said := stale_concerns(scorecard):
        place = place_of(copy.summary_sheet, copy.summary, CONCERNS)
        what = f"{said[:1].lower()}{said[1:]}; the summary says {summary_says(scorecard)}"
        yield Finding("warning", copy.book.name, place, "R-STALE", what, read_again(copy.summary_sheet, copy.summary))


def _of_pages(copy: OfficersCopy, made: MonthlyScorecard) -> Iterator[Finding]:
    """What became of the pages themselves."""
    wanted = {page.indicator.id: page.indicator for page in made.pages}
    for id_ in copy.missing:
        if id_ in wanted:
            what = f"the sheet of '{wanted[id_].title}' was deleted, and is not made again"
            mend = "To have it again, build a new workbook, with --previous to keep the texts."
            yield Finding("warning", copy.book.name, "the sheets", "R-DELETED", what, mend)
    for finding in copy.broken:
        yield replace(finding, level="warning")
    if copy.has_forgotten:
        what = "the workbook has lost what it was built with: every text in it counts as the officers'"
        mend = "The Document Inspector and some programs take it out; it remembers again from now on."
        yield Finding("warning", copy.book.name, "the file", "R-MEMORY", what, mend)
