"""Fill: the council's template becomes the month's workbook, part by part.

For each indicator a pattern sheet is cloned and filled (fill_page.py), then the lists (fill_lists.py); the patterns go.
What nobody named is left as the designer made it. Knows the contract; judges nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from excel_scorecard.calendar import month_name
from excel_scorecard.commentary import CONCERNS, Styled, runs
from excel_scorecard.errors import Finding, FindingsError, TemplateError
from excel_scorecard.ooxml.cells import quoted
from excel_scorecard.ooxml.dependents import stale_caches
from excel_scorecard.ooxml.lost import lose_references
from excel_scorecard.ooxml.sheet import Sheet
from excel_scorecard.ooxml.workbook import Workbook, sheet_name
from excel_scorecard.scorecard import IndicatorPage, MonthlyScorecard
from excel_scorecard.wording import BY_JUDGEMENT
from excel_scorecard.workbook.contract import pattern_names
from excel_scorecard.workbook.drafts import concerns_draft, with_drafts
from excel_scorecard.workbook.fill_checks import fill_checks
from excel_scorecard.workbook.fill_lists import (
    FilledPage,
    fill_commentary,
    fill_definitions,
    fill_notes,
    fill_quality,
)
from excel_scorecard.workbook.fill_page import PageFiller
from excel_scorecard.workbook.fill_summary import fill_summary, fit_concerns
from excel_scorecard.workbook.layout import Layout, check_pattern, check_summary, read_layout
from excel_scorecard.workbook.list_rows import Standings
from excel_scorecard.workbook.memory import PageMemory, remember
from excel_scorecard.workbook.officers_copy import SUMMARY_OFFICERS_SLOTS, monthly_name
from excel_scorecard.workbook.page import FOLLOWED, SummaryCells, followed, summary_texts
from excel_scorecard.workbook.remembering import page_memory, scorecard_memory
from excel_scorecard.workbook.rich_words import write_words

FOLLOWED_BY_SUMMARY = ("organisation", "heading", "month", "agenda_item", "marking")


@dataclass(frozen=True)
class Filled:
    """The filled workbook and what there is to tell about it."""

    workbook: Workbook
    findings: tuple[Finding, ...]


def fill(template: Workbook, scorecard: MonthlyScorecard) -> Filled:
    """The month's workbook from an opened template, which is filled in place: give a copy to use it again.

    Raises:
        TemplateError: the template lacks a summary, a pattern sheet, a required slot or table; or a table cannot grow.
        FindingsError: everything that it lacks, where that is more than one thing.

    """
    book, scorecard = template, with_drafts(scorecard)
    sheets = _Sheets(book)
    summary = sheets.summary()
    chosen = [pattern_for(book, page, sheets.patterns, sheets.names) for page in scorecard.pages]
    findings = check_summary(book, summary)
    for name in dict.fromkeys(chosen):
        is_ratio = any(p.indicator.is_ratio for p, c in zip(scorecard.pages, chosen, strict=True) if c == name)
        findings += check_pattern(book, sheets.layout(name), is_ratio=is_ratio)
    if any(f.level == "error" for f in findings):
        raise UnfitTemplateError(findings)

    _rename_ratings(book, scorecard)
    for name in summary.shared_names:
        # `Summary!month` finds a name of the sheet's own alone (LibreOffice 7.4: #NAME? for one of the workbook)
        book.names.set(name, str(book.names.find(name)), sheet=summary.sheet)
    cells = summary_cells(summary, scorecard)
    first_page = book.sheet(summary.sheet)
    before = running_texts(first_page, summary)
    prompts = {name: before_of(first_page, summary, name) for name in SUMMARY_OFFICERS_SLOTS}
    position = min(book.sheet_names().index(name) for name in sheets.patterns)
    pages: list[FilledPage] = []
    remembered: dict[str, PageMemory] = {}
    for page, pattern in zip(scorecard.pages, chosen, strict=True):
        filled, filler = _indicator_sheet(book, sheets.layout(pattern), page, cells, position + len(pages))
        pages.append(filled)
        remembered[page.indicator.id] = page_memory(filler)
    drafts = {} if scorecard.concerns or not scorecard.draft else {CONCERNS: concerns_draft(scorecard)}
    concerns = runs(scorecard.concerns, scorecard.concerns_marks) or tuple(map(Styled, drafts.values()))
    if concerns and summary.has("concerns"):
        for place in summary.slots["concerns"]:
            write_words(first_page, *place, concerns)
        fit_concerns(first_page, summary, "".join(piece.text for piece in concerns))
    standings = Standings()
    fill_all_lists(book, sheets.others(), summary, scorecard, cells, pages, standings)
    lost = lose_references(book, sheets.patterns)
    if lost:
        findings.append(lost_finding(book, lost))
    findings += _left_behind_findings(book, pages)
    leading = _names_into(book, sheets.patterns)
    book.delete_sheets(sheets.patterns)
    for name in leading:
        book.names.remove(name)
    running_heads(book, before, cells.texts)
    stale = settle_caches(book)
    book.ask_for_recalculation(asked=bool(stale))
    if stale:
        findings.append(stale_finding(book, stale))
    book.show_first(summary.sheet)
    _properties(book, scorecard)
    lists = {role: table.name for layout in sheets.others() for role, table in layout.tables.items()}
    now = read_layout(book, first_page)  # a list that grows moves what is below it
    remember(book, scorecard_memory(scorecard, remembered, first_page, now, prompts, drafts, lists, standings.filled))
    return Filled(workbook=book, findings=tuple(findings))


def settle_caches(book: Workbook) -> list[str]:
    """Take away values that may be wrong, let charts keep what cells hold; returns the cells without a value."""
    stale = stale_caches(book)
    for sheet in book.sheets():
        book.refresh_charts(sheet)
    for chart_sheet in book.chart_sheets():
        book.refresh_charts(chart_sheet)
    return stale


def summary_cells(summary: Layout, scorecard: MonthlyScorecard) -> SummaryCells:
    """How the indicators' sheets speak of the summary."""
    expressions = {
        name: f"{quoted(summary.sheet)}!{summary.expression(name)}" for name in FOLLOWED_BY_SUMMARY if summary.has(name)
    }
    return SummaryCells(expressions=expressions, texts=summary_texts(scorecard))


class UnfitTemplateError(TemplateError, FindingsError):
    """The template lacks what the builder cannot do without; all of it is listed."""

    exit_code = TemplateError.exit_code

    def __init__(self, findings: list[Finding]) -> None:
        FindingsError.__init__(self, findings)


class _Sheets:
    """The template's sheets: which are patterns, and where things stand on each, read when it is asked for."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._layouts: dict[str, Layout] = {}
        self.names = tuple(sheet.name for sheet in book.sheets())
        self.patterns = [name for name in self.names if self._is_pattern(name)]

    def _is_pattern(self, name: str) -> bool:
        # a stock template has many patterns, of which a project needs a few: those are known by a name alone
        if "indicator_id" in self._book.names.local_names(name):
            return True
        return self.layout(name).is_pattern

    def layout(self, name: str) -> Layout:
        """Where things stand on a sheet."""
        if name not in self._layouts:
            self._layouts[name] = read_layout(self._book, self._book.sheet(name))
        return self._layouts[name]

    def others(self) -> list[Layout]:
        """The layouts of the sheets that are no patterns."""
        return [self.layout(name) for name in self.names if name not in self.patterns]

    def summary(self) -> Layout:
        """The first sheet with a Summary table; a pattern is none."""
        found = [layout for layout in self.others() if layout.is_summary]
        if not found:
            mend = "On the summary sheet insert a table and call it Summary (excel-scorecard template describe)."
            raise TemplateError("no table whose name begins with Summary", where=self._book.name, mend=mend)
        return found[0]


def pattern_for(book: Workbook, page: IndicatorPage, patterns: Sequence[str], sheets: Iterable[str]) -> str:
    """The pattern sheet that an indicator's page is cloned from; `sheets` are the names of all sheets.

    Raises:
        TemplateError: the template has none that suits it.

    """
    i = page.indicator
    wanted = pattern_names(i.pattern, len(page.areas))
    by_name = {name.casefold(): name for name in patterns}
    for name in wanted:
        if name.casefold() in by_name:
            return by_name[name.casefold()]
    if i.pattern.casefold() in {name.casefold() for name in sheets}:
        what = f"the sheet '{i.pattern}' is no pattern: it has no slot indicator_id"
        mend = "Select the cell for the indicator's id and write indicator_id into the Name Box."
        raise TemplateError(what, where=f"{book.name}, {i.pattern}", mend=mend)
    what = f"no pattern sheet '{wanted[-1]}' for the indicator '{i.id}' (unit {i.unit})"
    have = ", ".join(patterns) or "none"
    raise TemplateError(what, where=book.name, mend=f"Add a sheet of that name; pattern sheets there: {have}.")


def running_texts(sheet: Sheet, summary: Layout) -> dict[str, str]:
    """What the summary says of whose it is, as headers and footers may repeat it."""
    return {name: before_of(sheet, summary, name) for name in FOLLOWED}


def before_of(sheet: Sheet, layout: Layout, slot: str) -> str:
    """The text that stands in a slot before it is filled; empty where there is none."""
    value = sheet.read(*layout.slots[slot][0]) if layout.has(slot) else None
    return value if isinstance(value, str) else ""


def _indicator_sheet(
    book: Workbook, layout: Layout, page: IndicatorPage, cells: SummaryCells, position: int
) -> tuple[FilledPage, PageFiller]:
    indicator = page.indicator
    name = sheet_name(f"{indicator.number} {indicator.short}", book.sheet_names())
    renamed = {table.name: monthly_name(indicator.id, role) for role, table in layout.tables.items()}
    sheet = book.clone_sheet(layout.sheet, name, tables=renamed, position=position)
    tables = {role: sheet.table(renamed[table.name]) for role, table in layout.tables.items()}
    filler = PageFiller(sheet, layout, page, cells, tables)
    filler.fill()
    filled = FilledPage(sheet=name, layout=filler.layout, page=page, months=tables["Monthly"].body)
    return filled, filler


def _names_into(book: Workbook, patterns: list[str]) -> set[str]:
    """Names of the whole workbook that lead into a pattern or its tables, and so would lead nowhere without it."""
    found: set[str] = set()
    for pattern in patterns:
        found |= book.names.that_follow(pattern, [table.name for table in book.sheet(pattern).tables])
    return found


def _rename_ratings(book: Workbook, scorecard: MonthlyScorecard) -> None:
    """Where the project prints other words, the template's conditional formats and drop-downs look for those."""
    words = {rating: word for rating, word in scorecard.labels.items() if word != rating}
    words |= {rating + BY_JUDGEMENT: word + BY_JUDGEMENT for rating, word in words.items()}
    for sheet in book.sheets() if words else ():
        sheet.replace_in_rules(words)


def fill_all_lists(
    book: Workbook,
    layouts: Sequence[Layout],
    summary: Layout,
    scorecard: MonthlyScorecard,
    cells: SummaryCells,
    pages: Sequence[FilledPage],
    standings: Standings,
) -> None:
    """Fill the lists, the summary's last; `layouts` are those of the sheets that are no indicator's."""
    # what is below a list moves down as it grows: a list is filled last on its sheet, and the summary's last of all
    for layout in layouts:
        if layout is summary:
            continue
        sheet = book.sheet(layout.sheet)
        for name in FOLLOWED_BY_SUMMARY:
            for place in layout.slots.get(name, ()):
                if name == "month":
                    sheet.write(*place, scorecard.month, cells.expressions.get(name))
                else:
                    sheet.write(*place, *followed(cells, name))
        if "Commentary" in layout.tables:
            fill_commentary(sheet, layout, summary, scorecard, pages, standings)
        elif "Definitions" in layout.tables:
            fill_definitions(sheet, layout, pages, standings)
        elif "Notes" in layout.tables:
            fill_notes(sheet, layout, scorecard, standings)
        elif "Quality" in layout.tables:
            fill_quality(sheet, layout, scorecard, standings)
    fill_summary(book.sheet(summary.sheet), summary, scorecard, cells.texts, pages, standings)
    # it reads all the others, and where things stand on the summary now
    filled = read_layout(book, book.sheet(summary.sheet))
    for layout in layouts:
        if "Checks" in layout.tables:
            fill_checks(book, read_layout(book, book.sheet(layout.sheet)), filled, pages, standings)


def running_heads(book: Workbook, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """A header or footer that repeats the template's organisation or marking follows the cell it repeats."""
    for sheet in book.sheets():
        for name in FOLLOWED:
            if before[name] and before[name] != after[name]:
                sheet.replace_in_header_footer(before[name], after[name])


def stale_finding(book: Workbook, stale: list[str]) -> Finding:
    """What is told of formulas that have no value until a program works them out."""
    shown = ", ".join(stale[:5]) + (f" and {len(stale) - 5} more" if len(stale) > 5 else "")
    return Finding(
        level="warning",
        file=book.name,
        place=stale[0],
        code="T-FORMULA",
        what=f"formulas of the template's own read cells that were filled: {shown}",
        mend="Excel works them out when it opens the workbook; previews and phones show them empty until then.",
    )


def lost_finding(book: Workbook, lost: list[str]) -> Finding:
    """What is told of those that read a pattern sheet, which is not in the finished workbook."""
    shown = ", ".join(lost[:5]) + (f" and {len(lost) - 5} more" if len(lost) > 5 else "")
    return Finding(
        level="warning",
        file=book.name,
        place=lost[0],
        code="T-REFERENCE",
        what=f"these read a pattern sheet, which is not in the finished workbook, and become #REF!: {shown}",
        mend="Let them read the summary's table, which has a row for each indicator.",
    )


def _left_behind_findings(book: Workbook, pages: Sequence[FilledPage]) -> list[Finding]:
    """What the copies of a pattern have not, said once for each pattern."""
    left = {page.layout.sheet: book.left_behind[page.sheet] for page in pages if page.sheet in book.left_behind}
    return [left_behind_finding(book, pattern, what) for pattern, what in left.items()]


def left_behind_finding(book: Workbook, pattern: str, left: Sequence[str]) -> Finding:
    """What is told of threaded comments and the like, which stay behind when a pattern sheet is copied."""
    return Finding(
        level="warning",
        file=book.name,
        place=quoted(pattern),
        code="T-LEFT",
        what=f"the pages made from the pattern sheet {pattern} do not have its {' and '.join(left)}",
        mend="Where readers should see it, write a note instead (Review > Notes > New Note); else it may stay.",
    )


def _properties(book: Workbook, scorecard: MonthlyScorecard) -> None:
    texts = summary_texts(scorecard)
    book.set_properties(
        title=f"{texts['heading']}, {month_name(scorecard.month)}",
        creator=texts["organisation"],
        subject="Performance scorecard",
        description=texts["marking"],
        keywords="performance; scorecard",
        category="Scorecard",
        status="Working copy",
        # the scorecard's date, not the clock's: the same input gives the same bytes
        created=scorecard.month,
        modified=scorecard.month,
    )
