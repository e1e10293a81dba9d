"""What officers get wrong in scorecard.xlsx. Each mistake is met by words that name the cell and mend it: done as told,
it reads.
"""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl.workbook.workbook import Workbook

from excel_scorecard.errors import Finding, FindingsError, ProjectError
from excel_scorecard.figures import read_figures
from excel_scorecard.project import read_project
from tests.setup_book import new_project, put, put_setting, read, typed

Change = Callable[[Workbook], Any]


class Deed(NamedTuple):
    """What an officer does to the workbook, and what puts it right."""

    change: Change
    mending: Change


class Mistake(NamedTuple):
    """A mistake, the place that is named, words of what is said and of how it is mended, and the deed."""

    name: str
    place: str
    what: str
    mend: str
    deed: Deed


def cell(sheet: str, entry: int, header: str, wrong: object, right: object) -> Deed:
    """A wrong value in a cell, and the right one."""
    return Deed(
        lambda book: put(book, sheet, entry, header, wrong),
        lambda book: put(book, sheet, entry, header, right),
    )


def setting(name: str, wrong: object, right: object) -> Deed:
    """A wrong value beside a setting's name, and the right one."""
    return Deed(lambda book: put_setting(book, name, wrong), lambda book: put_setting(book, name, right))


def renamed(sheet: str, name: str) -> Deed:
    """A sheet under another name."""

    def change(book: Workbook) -> None:
        book[sheet].title = name

    def mending(book: Workbook) -> None:
        book[name].title = sheet

    return Deed(change, mending)


def in_cell(sheet: str, at: str, wrong: object, right: object) -> Deed:
    """A wrong value at an address, and the right one."""

    def change(book: Workbook) -> None:
        book[sheet][at] = wrong

    def mending(book: Workbook) -> None:
        book[sheet][at] = right

    return Deed(change, mending)


def shown_as(sheet: str, at: str, wrong: object, number_format: str, right: object) -> Deed:
    """A value with a number format of its own, and the right one without."""

    def change(book: Workbook) -> None:
        book[sheet][at] = wrong
        book[sheet][at].number_format = number_format

    def mending(book: Workbook) -> None:
        book[sheet][at] = right
        book[sheet][at].number_format = "General"

    return Deed(change, mending)


def same(*cells: tuple[str, int, str], wrong: object, right: object) -> Deed:
    """One wrong value in several cells, and the right one."""

    def put_all(book: Workbook, value: object) -> None:
        for at in cells:
            put(book, *at, value)

    return Deed(lambda book: put_all(book, wrong), lambda book: put_all(book, right))


def row(sheet: str, at: int, cells: dict[str, object]) -> Deed:
    """A row too many, and none."""

    def change(book: Workbook) -> None:
        for header, value in cells.items():
            put(book, sheet, at, header, value)

    def mending(book: Workbook) -> None:
        for header in cells:
            put(book, sheet, at, header, None)

    return Deed(change, mending)


def rule(header: str, wrong: object, right: object) -> Deed:
    """A rule that holds unallocated cases against visits, with one thing wrong, and with that put right."""
    whole: dict[str, object] = {"Left": "visits-in-time", "Is": "at most", "Right": "unallocated"}
    good = cell("Consistency", 0, header, wrong, right)
    return Deed(lambda book: (row("Consistency", 0, whole).change(book), good.change(book)), good.mending)


def merged(sheet: str, cells: str, right: dict[str, object]) -> Deed:
    """Merged cells; unmerged and filled."""

    def mending(book: Workbook) -> None:
        book[sheet].unmerge_cells(cells)
        for at, value in right.items():
            book[sheet][at] = value

    return Deed(lambda book: book[sheet].merge_cells(cells), mending)


def without_headings(sheet: str, line: int) -> Deed:
    """The row of headings deleted, and typed again."""
    kept: list[object] = []

    def change(book: Workbook) -> None:
        kept[:] = [each.value for each in book[sheet][line]]
        book[sheet].delete_rows(line)

    def mending(book: Workbook) -> None:
        book[sheet].insert_rows(line)
        for at, value in enumerate(kept, start=1):
            book[sheet].cell(line, at).value = value

    return Deed(change, mending)


def without_populations(indicator: str) -> Deed:
    """The populations deleted, though one indicator is a rate; and typed again."""
    people = {"East": 41200, "West": 38700}

    def change(book: Workbook) -> None:
        for entry in range(3):
            if book["Indicators"][f"A{7 + entry}"].value == indicator:
                put(book, "Indicators", entry, "Unit", "rate")
        for entry in range(2):
            for header in ("Population of", "Year", "Population", "Which population", "Source"):
                put(book, "Areas and populations", entry, header, None)

    def mending(book: Workbook) -> None:
        for entry, (area, number) in enumerate(people.items()):
            for header, value in {"Population of": area, "Year": 2024, "Population": number}.items():
                put(book, "Areas and populations", entry, header, value)

    return Deed(change, mending)


# fmt: off
SETTINGS_MISTAKES = [
    Mistake("a target for an indicator that is not there", "Targets!A7",
            "there is no indicator 'unalocated' - did you mean 'unallocated'?",
            "Choose an id from the list",
            cell("Targets", 1, "Indicator", "unalocated", "unallocated")),
    Mistake("a target for no indicator", "Targets!A7",
            "the row names no indicator",
            "Choose an id from the list",
            cell("Targets", 1, "Indicator", None, "unallocated")),
    Mistake("a percentage typed as a fraction", "Targets!C6",
            "Target 0.86 can be 86% or 0.86%",
            "Type 86 for 86%",
            shown_as("Targets", "C6", 0.86, "General", 86)),
    Mistake("a percentage above 100", "Targets!C6",
            "Target 115 is not a percentage between 0 and 100",
            "Unit = count if it is a number of cases",
            shown_as("Targets", "C6", 115, "General", "85%")),
    Mistake("a per cent sign where a number is wanted", "Targets!C7",
            "Target 12% is a percentage, and the indicator's unit is count",
            "in the indicator's unit, count",
            shown_as("Targets", "C7", 0.12, "0%", 12)),
    Mistake("words where a number is wanted", "Targets!C7",
            "Target 'about 12' is not a number",
            "Type the number alone",
            cell("Targets", 1, "Target", "about 12", "12")),
    Mistake("two targets from one day", "Targets!B9",
            "two targets start on 01/04/2024",
            "give the later one a day of its own",
            cell("Targets", 3, "From", date(2024, 4, 1), date(2025, 10, 1))),
    Mistake("a target without its first day", "Targets!B6",
            "From is blank, and is needed",
            "First day on which the target holds",
            cell("Targets", 0, "From", None, date(2024, 4, 1))),
    Mistake("a first day that is none", "Targets!B6",
            "From is no date: 'spring 2024' is not a month",
            "Type a day, 01/04/2025, or a month, Apr 2025",
            cell("Targets", 0, "From", "spring 2024", "April 2024")),
    Mistake("a target that is not given", "Targets!C6",
            "Target is blank, and is needed",
            "The target, in the indicator's unit as people write it",
            cell("Targets", 0, "Target", None, "85")),
    Mistake("a target of an area that is misspelt", "Targets!H6",
            "the target's area 'Eastt' is not in the indicator's breakdown - did you mean 'East'?",
            "Its areas are East, West",
            cell("Targets", 0, "Area", "Eastt", "East")),
    Mistake("an amber limit on the good side", "Targets!E6",
            "Amber within and Amber limit are both given",
            "Keep the one that you mean",
            cell("Targets", 0, "Amber limit", "95%", None)),
    Mistake("a unit in other words", "Indicators!D7",
            "Unit \"percentage\" is not known - did you mean 'percent'?",
            "Write one of percent, count, rate",
            cell("Indicators", 0, "Unit", "percentage", "Percent")),
    Mistake("good in other words", "Indicators!E7",
            'Good "up" is not known',
            "Write one of high, low, band, neither",
            cell("Indicators", 0, "Good", "up", "HIGH ")),
    Mistake("decimals in words", "Indicators!O7",
            "Decimals 'one' is not a whole number",
            "Type it with digits",
            cell("Indicators", 0, "Decimals", "one", "1")),
    Mistake("too many decimals", "Indicators!O7",
            "Decimals 7 is more than 4",
            "Write 4 or less. Decimals: Decimals shown",
            cell("Indicators", 0, "Decimals", 7, 1)),
    Mistake("an id with spaces", "Indicators!A8",
            'Id "Unallocated cases" cannot be used',
            "Write it in small letters, digits and hyphens: unallocated-cases",
            same(("Indicators", 1, "Id"), ("Targets", 1, "Indicator"), ("Commentary", 2, "Indicator"),
                 wrong="Unallocated cases", right="unallocated-cases")),
    Mistake("an id that is there twice", "Indicators!A10",
            "two indicators have the id 'unallocated'",
            "Give each indicator an id of its own",
            row("Indicators", 3, {"Id": "unallocated", "Number": 4, "Title": "Open", "Unit": "count", "Good": "low"})),
    Mistake("a number that is there twice", "Indicators!B8",
            "two indicators have the number '1'",
            "Give each indicator a number of its own",
            cell("Indicators", 1, "Number", "1", "2")),
    Mistake("a number that Excel took for a day", "Indicators!B8",
            "Number has become the date 07/01/2026",
            "Format the cell as Text",
            cell("Indicators", 1, "Number", date(2026, 1, 7), "7-1")),
    Mistake("an id that is left blank in the middle", "Indicators!A8",
            "Id is blank, and is needed",
            "Its lasting name",
            cell("Indicators", 1, "Id", None, "unallocated")),
    Mistake("an axis that no area stands on", "Indicators!X7",
            "there is no area on the axis 'team type'",
            "add an area on that axis",
            cell("Indicators", 0, "Breakdown", "team type", "area")),
    Mistake("per for a percentage", "Indicators!P7",
            'Per belongs to unit "rate"',
            "Take per out",
            cell("Indicators", 0, "Per", 1000, None)),
    Mistake("merged cells", "Indicators!D7:D8",
            "the cells D7:D8 are merged",
            "Unmerge them",
            merged("Indicators", "D7:D8", {"D8": "count"})),
    Mistake("a heading of the trade's", "Indicators!E5",
            "there is no column 'Polarity' - did you mean 'Good'?",
            "Head it Good",
            in_cell("Indicators", "E5", "Polarity", "Good")),
    Mistake("a heading misspelt", "Indicators!F5",
            "there is no column 'Defnition' - did you mean 'Definition'?",
            "Head it Definition",
            in_cell("Indicators", "F5", "Defnition", "definition")),
    Mistake("a needed column without a heading", "Indicators!A5",
            "the column 'Title' is not there",
            "Its title on the page",
            in_cell("Indicators", "C5", None, "TITLE")),
    Mistake("two columns with one heading", "Indicators!G5",
            "two columns are headed 'Title'",
            "Keep one",
            in_cell("Indicators", "G5", "Title", "Short")),
    Mistake("the row of headings deleted", "Indicators!A4",
            "the row of headings is not there",
            "Type it again above the entries: Id, Number, Title",
            without_headings("Indicators", 5)),
    Mistake("a sheet under another name", "Targets 2026!A1",
            "there is no sheet 'Targets', and 'Targets 2026' looks like it",
            "Name the sheet Targets again",
            renamed("Targets", "Targets 2026")),
    Mistake("a sheet under a name of its own", "What we want!A1",
            "there is no sheet 'Targets', and 'What we want' looks like it",
            "Name the sheet Targets again",
            renamed("Targets", "What we want")),
    Mistake("the sheet of indicators under another name", "KPIs!A1",
            "there is no sheet 'Indicators', and 'KPIs' looks like it",
            "Name the sheet Indicators again",
            renamed("Indicators", "KPIs")),
    Mistake("the sheet of figures under another name", "Numbers!A1",
            "there is no sheet 'Figures', and 'Numbers' looks like it",
            "Name the sheet Figures again",
            renamed("Figures", "Numbers")),
    Mistake("the sheet of texts under another name", "Comments!A1",
            "there is no sheet 'Commentary', and 'Comments' looks like it",
            "Name the sheet Commentary again",
            renamed("Commentary", "Comments")),
    Mistake("an area that is there twice", "Areas and populations!A7",
            "the area 'east' is there twice",
            "Keep one",
            cell("Areas and populations", 1, "Area", "EAST", "West")),
    Mistake("a total typed under the areas", "Areas and populations!A8",
            "'Total' cannot be an area",
            "figures for the whole council have the area TOTAL",
            row("Areas and populations", 2, {"Area": "Total"})),
    Mistake("people in words", "Areas and populations!E6",
            "Population '41 thousand' is not a whole number",
            "Type it with digits",
            cell("Areas and populations", 0, "Population", "41 thousand", "41,200")),
    Mistake("a financial year for a mid-year", "Areas and populations!D6",
            "Year '2024-25' is not a whole number",
            "Type it with digits alone. The year of the mid-year estimate",
            cell("Areas and populations", 0, "Year", "2024-25", 2024)),
    Mistake("a comparator with its sign in words", "Comparators!D6",
            '"about 21" is not a number',
            "or one of x, c, z",
            cell("Comparators", 0, "Value", "about 21", "21%")),
    Mistake("a comparator as a fraction", "Comparators!D6",
            "Value 0.21 can be 21% or 0.21%",
            "Type 21 for 21%",
            shown_as("Comparators", "D6", 0.21, "General", 21)),
    Mistake("a comparator for nobody in particular", "Comparators!G6",
            'Publishable "perhaps" is not known',
            "Write one of yes, no",
            cell("Comparators", 0, "Publishable", "perhaps", "no")),
    Mistake("a comparator of another status", "Comparators!F6",
            'Status "draft" is not known',
            "Write one of final, provisional",
            cell("Comparators", 0, "Status", "draft", "provisional")),
    Mistake("a published measure that is misspelt", "Indicators!AE7",
            "Published \"rereferals\" is no published measure - did you mean 'rereferrals'?",
            "The measures are rereferrals",
            cell("Indicators", 0, "Published", "rereferals", "rereferrals")),
    Mistake("a published measure in another unit", "Indicators!AE7",
            "Published 'cp-plans-rate' is a rate per 10,000, and the indicator's unit is percent",
            "or write one of rereferrals",
            cell("Indicators", 0, "Published", "cp-plans-rate", "rereferrals")),
    Mistake("neighbours by another statistic", "Settings!B29",
            'Neighbours "mode" is not known',
            "Write one of median, mean",
            setting("Neighbours", "mode", "median")),
    Mistake("something to take that is not published", "Settings!B33",
            'Compare with "counties" is not known',
            "Write one of england, region, neighbours",
            setting("Compare with", "counties", "england")),
    Mistake("a change that says nothing", "Changes!C6",
            "Note is blank, and is needed",
            "What is otherwise from then on",
            row("Changes", 0, {"Indicator": "unallocated", "Changed from": "04/2025"})),
    Mistake("a break that is neither yes nor no", "Changes!D6",
            'Break "perhaps" is not known',
            "Write one of yes, no",
            row("Changes", 0,
                {"Indicator": "unallocated", "Changed from": "04/2025", "Note": "x", "Break": "perhaps"})),
    Mistake("limits begun anew without a reason", "Changes!G7",
            "Reason is blank, and is needed",
            "limits are never begun anew without a reason",
            row("Changes", 1, {"Limits of": "unallocated", "Anew from": "04/2025"})),
    Mistake("a team in an area that is not there", "Teams!B6",
            "the team's area 'Eastt' is not an area on the axis 'area' - did you mean 'East'?",
            "Its areas are East, West",
            row("Teams", 0, {"Team": "Duty", "Area": "Eastt"})),
    Mistake("a rule for an indicator that is misspelt", "Consistency!D6",
            "there is no indicator 'unalocated' - did you mean 'unallocated'?",
            "Write the id of an indicator",
            rule("Right", "unalocated", "unallocated")),
    Mistake("a rule of an indicator against itself", "Consistency!D6",
            "the numerator of 'visits-in-time' is held against itself",
            "Name another indicator, or the other part of it",
            rule("Right", "visits-in-time", "unallocated")),
    Mistake("a rule in other words", "Consistency!C6",
            'Is "less than" is not known',
            "Write one of at most, equal to, at least",
            rule("Is", "less than", "At most")),
    Mistake("a rule of a count's denominator", "Consistency!E6",
            "'unallocated' is a count, and has no denominator",
            "Write numerator, or leave it out",
            rule("Right part", "denominator", None)),
    Mistake("a tolerance in words", "Consistency!F6",
            'Tolerance "a few" is no tolerance',
            "such as 5%",
            rule("Tolerance", "a few", "5%")),
    Mistake("a rule for an area that is misspelt", "Consistency!G6",
            "'Eastt' is no area of both 'visits-in-time' and 'unallocated' - did you mean 'East'?",
            "Areas of both are East, West",
            rule("Area", "Eastt", "EAST")),
    Mistake("no organisation", "Settings!B5",
            "Organisation is blank, and is needed",
            "Whose scorecard it is",
            setting("Organisation", None, "Northshire")),
    Mistake("a report month that is none", "Settings!B10",
            "Month is no date: 'last month' is not a month",
            "Type a day, 01/04/2025, or a month, Apr 2025",
            setting("Month", "last month", "Mar 2026")),
    Mistake("drafts that are neither wanted nor not", "Settings!B16",
            'Drafts "perhaps" is neither true nor false',
            "in a workbook yes or no",
            setting("Drafts", "perhaps", "no")),
    Mistake("a template that is not there", "Settings!B11",
            "there is no template 'corporate.xlsx'",
            "Type standard, or a file's name",
            setting("Template", "corporate.xlsx", "standard")),
    Mistake("a setting under a name that is misspelt", "Settings!A8",
            "there is no setting 'Agenda itm' - did you mean 'Agenda item'?",
            "Type the setting's name in the first column",
            in_cell("Settings", "A8", "Agenda itm", "agenda_item")),
    Mistake("a formula that Excel has not calculated", "Targets!C6",
            "Target is a formula whose result was not saved",
            "let it calculate, and save it",
            cell("Targets", 0, "Target", "=0.8+0.05", 0.85)),
    Mistake("a formula that lost what it read", "Targets!C6",
            "Target is the error #REF!",
            "type what is meant over it",
            cell("Targets", 0, "Target", "#REF!", 0.85)),
    Mistake("TRUE where a number is wanted", "Targets!C7",
            "Target is TRUE, which is no number",
            "type the number once more",
            cell("Targets", 1, "Target", True, 12)),
    Mistake("a rating by judgement without its reason", "Commentary!G7",
            "Rating override is given without Override reason",
            "both: the rating, and why",
            Deed(lambda b: put(b, "Commentary", 1, "Rating override", "Red"),
                 lambda b: put(b, "Commentary", 1, "Override reason", "The late visits are the most urgent."))),
    Mistake("a rating by judgement in another colour", "Commentary!F7",
            'Rating override "yellow" is not known',
            "Write one of Green, Amber, Red",
            Deed(lambda b: (put(b, "Commentary", 1, "Rating override", "yellow"),
                            put(b, "Commentary", 1, "Override reason", "The late visits are the most urgent.")),
                 lambda b: put(b, "Commentary", 1, "Rating override", "amber"))),
    Mistake("a text for an indicator that is misspelt", "Commentary!B8",
            "there is no indicator 'unalloc' - did you mean 'unallocated'?",
            "It is called by the indicator's id",
            cell("Commentary", 2, "Indicator", "unalloc", "unallocated")),
    Mistake("a text without its month", "Commentary!A8",
            "the row names no month",
            "Type any day of the month",
            cell("Commentary", 2, "Month", None, "2026-03")),
    Mistake("a month that is no month", "Commentary!A8",
            "Month is no date: 'Marhc 26' is not a month",
            "Type a day, 01/04/2025, or a month, Apr 2025",
            cell("Commentary", 2, "Month", "Marhc 26", "March 26")),
    Mistake("two texts for one indicator and month", "Commentary!B8",
            "'visits-in-time' has a text for March 2026 in two places: scorecard.xlsx : Commentary!B7 and ",
            "Keep one of the two",
            cell("Commentary", 2, "Indicator", "visits-in-time", "unallocated")),
    Mistake("an action for the concerns", "Commentary!D6",
            "the concerns have only a text, and here is something under Action",
            "Move it to the row of an indicator",
            cell("Commentary", 0, "Action", "Recruit.", None)),
]
# fmt: on


@pytest.fixture(scope="module")
def new_book(tmp_path_factory) -> Path:
    return new_project(tmp_path_factory.mktemp("new")) / "scorecard.xlsx"


@pytest.fixture
def folder(tmp_path: Path, new_book: Path) -> Path:
    shutil.copy(new_book, tmp_path)
    return tmp_path


def told(folder: Path) -> ProjectError:
    with pytest.raises(ProjectError) as caught:
        read(folder)
    return caught.value


@pytest.mark.parametrize("mistake", SETTINGS_MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_is_told_with_its_cell_and_is_mended_as_told(folder, mistake):
    typed(folder, mistake.deed.change)
    error = told(folder)
    assert error.where == f"scorecard.xlsx : {mistake.place}"
    assert mistake.what in error.what
    assert mistake.mend in error.mend
    assert error.exit_code == 2
    typed(folder, mistake.deed.mending)
    read(folder)


# fmt: off
FIGURES_MISTAKES = [
    Mistake("an area that is misspelt", "Figures!C7",
            "'Eastt' is not an area of indicator 'visits-in-time', and is set aside - did you mean 'East'?",
            "Its areas are East, West",
            cell("Figures", 1, "Area", "Eastt", "east ")),
    Mistake("a figure for an indicator that is not there", "Figures!A7",
            "the indicator 'visits-in-tim' is not in scorecard.xlsx - did you mean 'visits-in-time'?",
            "Write the id of an indicator",
            cell("Figures", 1, "Indicator", "visits-in-tim", "visits-in-time")),
    Mistake("words for a number that is not known", "Figures!D7",
            "numerator 'n/a' cannot be read as a number",
            "x for not available",
            cell("Figures", 1, "Numerator", "n/a", "[x]")),
    Mistake("a dash for a number that is not known", "Figures!D7",
            "numerator '-' cannot be read as a number",
            "x for not available",
            cell("Figures", 1, "Numerator", "-", "x")),
    Mistake("a numerator above its denominator", "Figures!D7",
            "numerator 54 is above denominator 51",
            "changed places",
            cell("Figures", 1, "Numerator", 54, 41)),
    Mistake("a number below nought", "Figures!D7",
            "numerator -4 is below 0",
            "Write the number that was counted, or x",
            cell("Figures", 1, "Numerator", -4, 41)),
    Mistake("the same figure twice", "Figures!A123",
            "'visits-in-time', Mar-25, East is there twice",
            "Keep one of the two",
            row("Figures", 117, {"Indicator": "visits-in-time", "Period": "Mar-25", "Area": "East", "Numerator": 41,
                                 "Denominator": 51})),
    Mistake("a total typed under the areas", "Figures!A123",
            "'visits-in-time', Mar-26, TOTAL is there twice",
            "Keep one of the two",
            row("Figures", 117, {"Indicator": "visits-in-time", "Period": "Mar-26", "Area": "Total", "Numerator": 84,
                                 "Denominator": 98})),
    Mistake("a month that is no month", "Figures!B7",
            "'Marhc 2025' is not a month",
            "Write the month as",
            cell("Figures", 1, "Period", "Marhc 2025", "March 2025")),
    Mistake("a day that is none", "Figures!B7",
            "'31/04/2025' is not a day of the calendar",
            "Write the month as",
            cell("Figures", 1, "Period", "31/04/2025", "30/03/2025")),
    Mistake("a percentage typed as a fraction", "Figures!A123",
            "value 0.86 of 'visits-in-time' lies between 0 and 1",
            "Write 54 or 54% for 54 per cent",
            row("Figures", 117, {"Indicator": "visits-in-time", "Period": "Feb-25", "Area": "East", "Value": 0.86})),
    Mistake("a formula that Excel has not calculated", "Figures!D7",
            "the numerator is a formula whose result was not saved",
            "let it calculate, and save it",
            cell("Figures", 1, "Numerator", "=40+1", 41)),
    Mistake("a formula that lost what it read", "Figures!D7",
            "the numerator is the error #REF!",
            "Mend the formula",
            cell("Figures", 1, "Numerator", "#REF!", 41)),
    Mistake("merged cells", "Figures!A8",
            "the row names no indicator",
            "Write the id of an indicator",
            merged("Figures", "A7:A8", {"A8": "visits-in-time"})),
    Mistake("the heading of the periods renamed", "Figures!A4",
            "there is no column for the month",
            "Head the columns indicator, period",
            in_cell("Figures", "B4", "When", "Month")),
    Mistake("a rate without its population", "Figures!A45",
            "'unallocated' has neither a denominator nor a population",
            "Add area, year and population",
            without_populations("unallocated")),
]
# fmt: on


# The sheet Figures is read by the reader of figures, with places of its own.


def found_in_figures(folder: Path) -> tuple[Finding, ...]:
    try:
        return read_figures(read_project(folder))[1]
    except FindingsError as error:
        return error.findings


@pytest.mark.parametrize("mistake", FIGURES_MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_among_the_figures_is_told_with_its_cell_and_is_mended_as_told(folder, mistake):
    typed(folder, mistake.deed.change)
    told = [f for f in found_in_figures(folder) if (f.file, f.place) == ("scorecard.xlsx", mistake.place)]
    assert len(told) == 1
    assert mistake.what in told[0].what
    assert mistake.mend in told[0].mend
    typed(folder, mistake.deed.mending)
    assert not any(f.place == mistake.place for f in found_in_figures(folder))


def test_there_are_more_than_twenty_five_mistakes():
    assert len(SETTINGS_MISTAKES) + len(FIGURES_MISTAKES) > 25
