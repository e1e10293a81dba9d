"""Renewal: new figures, or a new month, under the officers' edits; all in memory.

Reads what officers did (officers_copy.py, edits.py), settles what stands (merging.py, standing.py), and lets the same
fillers write that a build has (refill_page.py). The file, its backup and its folder are refresh.py's.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal

from excel_scorecard.calendar import month_label, month_name
from excel_scorecard.commentary import CONCERNS, Commentary, Styled
from excel_scorecard.errors import Finding, ProjectError
from excel_scorecard.figures import Figures
from excel_scorecard.ooxml.cells import address, quoted
from excel_scorecard.ooxml.dependents import stale_caches
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.project import Project
from excel_scorecard.revised import Part, Published, Said
from excel_scorecard.scorecard import IndicatorPage, MonthlyScorecard, make_scorecard
from excel_scorecard.wording import shown
from excel_scorecard.workbook.as_built import as_built
from excel_scorecard.workbook.fill import (
    fill_all_lists,
    running_heads,
    running_texts,
    settle_caches,
    stale_finding,
    summary_cells,
)
from excel_scorecard.workbook.fill_lists import FilledPage
from excel_scorecard.workbook.fill_summary import fit_concerns
from excel_scorecard.workbook.layout import Layout, read_layout
from excel_scorecard.workbook.memory import Cells, Memory, PageMemory, remember
from excel_scorecard.workbook.merging import Merged, as_slots, merged, remarks_of, said_in
from excel_scorecard.workbook.officers_copy import (
    OFFICERS_SLOTS,
    OfficersCopy,
    Page,
    Words,
    held,
    place_of,
    read_copy,
    words_at,
)
from excel_scorecard.workbook.page import SummaryCells
from excel_scorecard.workbook.page_changes import add_pages, arrange_pages, dropped, mark_dropped
from excel_scorecard.workbook.refill_page import PageRefiller, Stands, put_words
from excel_scorecard.workbook.remembering import page_memory, scorecard_memory
from excel_scorecard.workbook.rich_words import runs_for
from excel_scorecard.workbook.row_figures import part_of
from excel_scorecard.workbook.standing import Corrections, Standing, standing, with_own_areas
from excel_scorecard.workbook.standings import standings_of

SHORT = 70  # characters of a text in a list of changes


@dataclass(frozen=True)
class Change:
    """A cell that holds something else now: `'3 Assessments'!C45`, in words what it held and holds."""

    place: str
    was: str
    now: str

    def __str__(self) -> str:
        return f"{self.place}: {_short(self.was)} -> {_short(self.now)}"

    def as_dict(self) -> dict[str, str]:
        """The same keys for `--json`."""
        return asdict(self)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHORT else f"{line[: SHORT - 3]}..."


@dataclass(frozen=True)
class Renewed:
    """A workbook that was renewed, not written yet."""

    book: Workbook
    scorecard: MonthlyScorecard
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    is_rolled: bool


@dataclass
class _Texts:
    """What became of the officers' texts: by indicator and slot, and of the summary."""

    pages: dict[str, dict[str, Merged]] = field(default_factory=dict)
    drafted: dict[str, dict[str, Words]] = field(default_factory=dict)
    concerns: Merged | None = None
    drafted_concerns: Words | None = None
    commentary: Commentary | None = None
    last: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def renew(
    book: Workbook,
    project: Project,
    figures: Figures,
    commentary: Commentary,
    month: date | None,
    corrections: Corrections,
) -> Renewed:
    """Put the project's figures for `month` into a finished workbook, in place.

    Args:
        book: the officers' workbook, which is altered.
        project: its project.
        figures: what the project knows.
        commentary: the month's texts in the project.
        month: the month to show, default the one that it shows; a later one rolls it on.
        corrections: what becomes of officers' corrections that the source does not agree with.

    Raises:
        ProjectError: the month is before the workbook's, or the project is another's.
        CorrectionsStandError: see `standing`.
        TemplateError: it is no finished scorecard, or a table cannot grow.

    """
    copy = read_copy(book)
    at = month or copy.month
    _check(copy, project, at)
    copy = _with_memory(copy, project)
    names = arrange_pages(copy, project)
    now = _recalling(read_copy(book), copy.memory)
    copy, added = add_pages(now, make_scorecard(project, figures, commentary, at))
    is_rolled = at > copy.month
    texts = _texts(copy, project, commentary, is_rolled=is_rolled)
    remarks = texts.commentary or commentary
    since = {id_: min(page.months) for id_, page in copy.pages.items() if page.months}
    published = _published(copy, is_rolled=is_rolled)
    plain = make_scorecard(project, figures, remarks, at, since=since)
    stands = standing(copy, figures, plain, corrections)
    made = make_scorecard(project, stands.figures, remarks, at, published=published, since=since, last_texts=texts.last)
    scorecard = _of_this_workbook(copy, made, texts, is_rolled=is_rolled)
    findings = [*stands.findings, *texts.findings, *added, *_of_pages(copy, made)]
    findings += mark_dropped(dropped(copy, project), book.name, at)
    _fill(copy, scorecard, texts, stands, findings, names, is_rolled=is_rolled)
    return Renewed(
        book=book,
        scorecard=scorecard,
        changes=tuple(_changes(book)),
        findings=tuple(findings),
        is_rolled=is_rolled,
    )


def _check(copy: OfficersCopy, project: Project, at: date) -> None:
    if at < copy.month:
        what = f"the workbook shows {month_name(copy.month)}, and cannot go back to {month_name(at)}"
        mend = "To look at an earlier month, change the month on its first page."
        raise ProjectError(what, where=copy.book.name, mend=mend)
    if not any(indicator.id in copy.pages for indicator in project.indicators):
        known = ", ".join(list(copy.pages)[:3])
        raise ProjectError(
            "the workbook has none of the project's indicators",
            where=f"{copy.book.name}, {project.folder}",
            mend=f"Name the project that it was built from; it has {known}.",
        )


def _with_memory(copy: OfficersCopy, project: Project) -> OfficersCopy:
    """The copy with what it was built with; where that is gone, with what the project would build now."""
    return copy if copy.memory else _recalling(copy, as_built(copy, project, []))


def _recalling(copy: OfficersCopy, memory: Memory | None) -> OfficersCopy:
    if copy.memory is not None or memory is None:
        return copy
    pages = {id_: Page(id_, page.sheet, page.layout, memory.pages.get(id_)) for id_, page in copy.pages.items()}
    return replace(copy, memory=memory, pages=pages, has_forgotten=True)


# ---- texts -----------------------------------------------------------------------------------------------------------


def _texts(copy: OfficersCopy, project: Project, commentary: Commentary, *, is_rolled: bool) -> _Texts:
    """The three-way merge of every text of the officers'; in a new month, what was said moves to last month's."""
    found = _Texts()
    remarks = dict(commentary.texts)
    for indicator in project.indicators:
        page = copy.pages.get(indicator.id)
        if page is None:
            continue
        own = as_slots(indicator.labels, commentary.of(indicator.id))
        merges: dict[str, Merged] = {}
        drafts: dict[str, Words] = {}
        for slot in OFFICERS_SLOTS:
            now = page.words(slot)
            if now is None:
                continue
            draft = _words(page.sheet, page.layout, slot, own[slot], commentary.of(indicator.id).runs(slot))
            prompt = page.memory.prompts.get(slot, "") if page.memory else ""
            merges[slot] = _merged(now, _built(page.memory, slot), draft, prompt, is_rolled=is_rolled)
            drafts[slot] = draft if draft.text else Words(prompt)
            if merges[slot].differs:
                found.findings.append(_differs(copy, page.place(slot), slot))
        found.pages[indicator.id], found.drafted[indicator.id] = merges, drafts
        said = {s: said_in(m.words, page.memory.prompts.get(s, "") if page.memory else "") for s, m in merges.items()}
        remarks[indicator.id] = remarks_of(own | said, indicator.labels)
    concerns = _concerns(copy, commentary, found, is_rolled=is_rolled)
    found.last = _last_texts(copy, is_rolled=is_rolled)
    found.commentary = commentary.model_copy(update={"texts": remarks, "concerns": concerns, "concerns_marks": ()})
    return found


def _merged(now: Words, built: Words | None, draft: Words, prompt: str, *, is_rolled: bool) -> Merged:
    if is_rolled:
        return Merged(draft if draft.text else Words(prompt), is_theirs=False)
    return merged(now, built, draft, prompt)


def _words(sheet: Sheet, layout: Layout, slot: str, text: str, styled: Sequence[Styled]) -> Words:
    """A text of the project with its look, in the font of its cell."""
    if not any(piece.look for piece in styled) or not layout.has(slot):
        return Words(text)
    return Words(text, runs_for(sheet, *layout.slots[slot][0], styled))


def _built(memory: Memory | PageMemory | None, slot: str) -> Words | None:
    """The words that a slot was built with; None where nobody knows."""
    if memory is None:
        return None
    text = memory.slots.get(slot)
    return Words(text if isinstance(text, str) else "", memory.runs.get(slot))


def _concerns(copy: OfficersCopy, commentary: Commentary, found: _Texts, *, is_rolled: bool) -> str:
    now = copy.words(CONCERNS)
    if now is None:
        return commentary.concerns
    sheet, layout = copy.summary_sheet, copy.summary
    draft = _words(sheet, layout, CONCERNS, commentary.concerns, commentary.concern_runs)
    prompt = copy.memory.prompts.get(CONCERNS, "") if copy.memory else ""
    found.concerns = _merged(now, _built(copy.memory, CONCERNS), draft, prompt, is_rolled=is_rolled)
    found.drafted_concerns = draft if draft.text else Words(prompt)
    if found.concerns.differs:
        found.findings.append(_differs(copy, place_of(sheet, layout, CONCERNS), CONCERNS))
    return said_in(found.concerns.words, prompt)


def _differs(copy: OfficersCopy, place: str, slot: str) -> Finding:
    what = f"the {slot.replace('_', ' ')} was retyped, and stands; the project's file says something else by now"
    mend = "Read both: what stands in the workbook is collected into the file with `excel-scorecard collect`."
    return Finding("warning", copy.book.name, place, "R-TEXT", what, mend)


def _last_texts(copy: OfficersCopy, *, is_rolled: bool) -> dict[str, str]:
    """Last month's words: of a new month, what stands now, commentary and action; else what was last month's before."""
    if not is_rolled:
        return _kept_last_texts(copy)
    texts: dict[str, str] = {}
    for id_, page in copy.pages.items():
        prompts = page.memory.prompts if page.memory else {}
        said = {
            slot: said_in(words, prompts.get(slot, ""))
            for slot in ("commentary", "action")
            if (words := page.words(slot)) is not None
        }
        lines = [said.get("commentary", ""), f"Action: {said['action']}" if said.get("action") else ""]
        texts[id_] = "\n".join(line for line in lines if line)
    if words := copy.words(CONCERNS):
        texts[CONCERNS] = said_in(words, copy.memory.prompts.get(CONCERNS, "") if copy.memory else "")
    return {key: text for key, text in texts.items() if text}


def _kept_last_texts(copy: OfficersCopy) -> dict[str, str]:
    """What stands as last month's: as the list shows it, an officer's edit too; else as it was remembered."""
    texts = dict(copy.memory.last_texts) if copy.memory else {}
    layout = copy.lists.get("Commentary")
    if layout is None or "commentary_last_month" not in layout.tables["Commentary"].columns:
        return texts
    sheet, column = copy.book.sheet(layout.sheet), layout.tables["Commentary"].sheet_column("commentary_last_month")
    for row, id_ in copy.list_rows("Commentary"):
        text = held(sheet.read(row, column))
        if id_ is not None:
            texts[id_] = text if isinstance(text, str) else ""
    return {key: text for key, text in texts.items() if text}


# ---- figures ---------------------------------------------------------------------------------------------------------


def _published(copy: OfficersCopy, *, is_rolled: bool) -> Published:
    """What the workbook said of each figure: first, in its month; of a new month, last, in the month before."""
    found: dict[tuple[str, date], Said] = {}
    for id_, page in copy.pages.items():
        if page.memory is None:
            continue
        for month, cells in page.memory.first.items():
            found[id_, month] = _said(cells)
        for month in page.months if is_rolled else ():
            if month in page.memory.months:
                last = page.memory.months[month]
                found[id_, month] = _said({name.removeprefix("monthly_"): value for name, value in last.items()})
    return found


def _said(cells: Cells) -> Said:
    def part(name: str) -> Part:
        return part_of(cells.get(name))

    supplied = cells.get("supplied", cells.get("value"))
    return Said(part("numerator"), part("denominator"), supplied if isinstance(supplied, Decimal) else None)


def _of_this_workbook(
    copy: OfficersCopy, made: MonthlyScorecard, texts: _Texts, *, is_rolled: bool
) -> MonthlyScorecard:
    """The scorecard's pages that the workbook has, with what their texts were written for."""
    pages: list[IndicatorPage] = []
    for page in made.pages:
        now = copy.pages.get(page.indicator.id)
        if now is None:
            continue
        merges = {} if is_rolled else texts.pages.get(page.indicator.id, {})
        pages.append(replace(with_own_areas(now, page), written_for=_written_for(now, page, merges)))
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
    texts = [(slot, now.words(slot)) for slot in ("commentary", "action") if slot in merges]
    if not merges or any(words is None or not _stays(words, merges[slot]) for slot, words in texts):
        return ""
    stood = now.memory.stood if now.memory else {}
    is_older = now.memory is None or all(words and stood.get(slot, "") == words.text for slot, words in texts)
    return (now.text("written_for") if is_older else "") or _page_said(now, page)


def _stays(words: Words, merge: Merged) -> bool:
    return words.says_the_same(merge.words)


def _page_said(now: Page, page: IndicatorPage) -> str:
    """What the page has shown until now, in the words of `stale.page_says`."""
    value, rating, period = now.value("value"), now.text("rating"), now.text("period_label")
    said = held(value)
    if not rating or not period or said is None:
        return ""
    figure = shown(page.indicator, said) if isinstance(said, Decimal) else said
    return f"{figure}, {rating}, {period}"


def _summary_said(copy: OfficersCopy) -> str:
    """What the summary has shown until now, in the words of `stale.summary_says`."""
    counts = words_at(copy.summary_sheet, copy.summary, "counts_text")
    return f"{month_label(copy.month)}: {counts.text}" if counts and counts.text else ""


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


# ---- the workbook ----------------------------------------------------------------------------------------------------


def _fill(
    copy: OfficersCopy,
    scorecard: MonthlyScorecard,
    texts: _Texts,
    stands: Standing,
    findings: list[Finding],
    names: Mapping[str, str],
    *,
    is_rolled: bool,
) -> None:
    book, first_page = copy.book, copy.summary_sheet
    cells = summary_cells(copy.summary, scorecard)
    before = running_texts(first_page, copy.summary)
    standings = standings_of(copy)
    filled: list[FilledPage] = []
    remembered: dict[str, PageMemory] = {}
    for page in scorecard.pages:
        now = copy.pages.get(page.indicator.id)
        if now is None:
            continue
        refiller = _refill(now, page, cells, texts, stands)
        filled.append(FilledPage(now.sheet.name, refiller.layout, refiller.page, refiller.tables["Monthly"].body))
        name = names.get(page.indicator.id, now.sheet.name)
        remembered[page.indicator.id] = _page_memory(refiller, now, name, is_rolled=is_rolled)
    for id_, now in copy.pages.items():
        if id_ not in remembered and now.memory is not None:
            remembered[id_] = now.memory  # the project has it no longer; its sheet stays
    if texts.concerns is not None and not texts.concerns.is_theirs:
        for place in copy.summary.slots[CONCERNS]:
            put_words(first_page, *place, texts.concerns.words)
        if is_rolled:
            fit_concerns(first_page, copy.summary, texts.concerns.words.text)
    layouts = [copy.summary, *(layout for role, layout in copy.lists.items())]
    fill_all_lists(book, layouts, copy.summary, scorecard, cells, filled, standings)
    running_heads(book, before, cells.texts)
    stale = settle_caches(book)
    if stands.unsettled:
        stale = stale_caches(book, stands.unsettled)
        book.ask_for_recalculation(asked=bool(stale))
    if stale:
        findings.append(stale_finding(book, stale))
    if is_rolled:
        title = f"{cells.texts['heading']}, {month_name(scorecard.month)}"
        book.set_properties(title=title)
    summary = read_layout(book, first_page)
    prompts = copy.memory.prompts if copy.memory else {}
    tables = {role: layout.tables[role].name for role, layout in copy.lists.items()}
    tables["Summary"] = copy.summary.tables["Summary"].name
    memory = scorecard_memory(scorecard, remembered, first_page, summary, prompts, tables)
    drafted = texts.drafted_concerns
    if drafted is not None:
        runs = {CONCERNS: drafted.runs} if drafted.runs else {}
        memory = replace(memory, slots={**memory.slots, CONCERNS: held(drafted.text)}, runs=runs)
    remember(book, replace(memory, last_texts=texts.last))


def _refill(now: Page, page: IndicatorPage, cells: SummaryCells, texts: _Texts, stands: Standing) -> PageRefiller:
    merges = texts.pages.get(now.id, {})
    slots = set(stands.slots.get(now.id, ()))
    refiller = PageRefiller(
        now,
        page,
        cells,
        Stands(
            slots=slots,
            cells=stands.cells.get(now.id, set()) | _own_area_cells(now),
            words={slot: merge.words for slot, merge in merges.items() if not merge.is_theirs},
            drafted=texts.drafted.get(now.id, {}),
            deleted=stands.deleted.get(now.id, ()),
        ),
    )
    refiller.fill()
    return refiller


def _own_area_cells(now: Page) -> set[tuple[int, int]]:
    """The cells of areas that officers added."""
    if now.memory is None:
        return set()
    rows = [row for area, row in now.areas.items() if area not in now.memory.areas]
    return {(row, column) for row in rows for column in now.layout.tables["Breakdown"].area.columns}


def _page_memory(refiller: PageRefiller, now: Page, name: str, *, is_rolled: bool) -> PageMemory:
    """What the page is built with from now on; what it said first stays said."""
    made = page_memory(refiller)
    first = dict(made.first)
    if now.memory is not None and not is_rolled:
        first |= {month: cells for month, cells in now.memory.first.items() if month in first}
    return replace(made, first=first, sheet=name)


def _changes(book: Workbook) -> Iterator[Change]:
    """The cells that hold something else than when the workbook was opened."""
    for sheet in book.sheets():
        for (row, column), was in sorted(sheet.altered.items()):
            value, formula = sheet.read(row, column), sheet.formula(row, column)
            if (value, formula) != (was.value, was.formula):
                before, after = _in_words(was.value, was.formula), _in_words(value, formula)
                if before == after or was.value == value:
                    before, after = f"={was.formula}" if was.formula else before, f"={formula}" if formula else after
                yield Change(f"{quoted(sheet.name)}!{address(row, column)}", before, after)


def _in_words(value: object, formula: str | None) -> str:
    if value is None:
        return "to be computed" if formula else "blank"
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value)
