"""check: each code found in a workbook that was made wrong in that one way, and in no other; and none in a sound one.

What is wrong is typed into a workbook as built: the fictional council's, with every page written and signed off.
"""

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from excel_scorecard.errors import Finding, TemplateError
from excel_scorecard.workbook.check import check
from excel_scorecard.workbook.check.codes import CODES
from tests.libreoffice import needs_libreoffice
from tests.workbook.agreement import SINGLE
from tests.workbook.checks_page import PAGE, page
from tests.workbook.conftest import Shelf
from tests.workbook.projects import COUNCIL, HOUSING, MARCH, copied, with_numerators, with_setting
from tests.workbook.reading import CHART, MAIN, Book, Place, with_cells, written
from tests.workbook.test_checks_sheet import council_scorecard, filled

FEBRUARY = date(2026, 2, 1)
SIGNED = "A. Head, 9 April"
ANEW = {"signed_off": "A. Head, 10 April"}

Parts = dict[str, bytes]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The council's workbook, with every page written and signed off."""
    scorecard = council_scorecard()
    said = {"commentary": "We look at it each week.", "action": "Teams are told each Monday.", "signed_off": SIGNED}
    pages = [
        replace(p, remarks=p.remarks.model_copy(update={k: v for k, v in said.items() if not getattr(p.remarks, k)}))
        for p in scorecard.pages
    ]
    path = tmp_path_factory.mktemp("sound") / "sound.xlsx"
    return Book(filled(replace(scorecard, pages=tuple(pages)), path))


# ---- what is wrong ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wrong:
    """What somebody does to a page: cells typed by name, values of formulas by name, or the parts of the package.

    `at` is the name of the cell that the finding is told of; None for the sheet as a whole.
    """

    code: str
    indicator: str
    at: str | None
    said: str
    typed: Mapping[str, object] = field(default_factory=dict)
    shown: Mapping[str, object] = field(default_factory=dict)
    parts: Callable[[Parts, Book, str], None] | None = None


def no_value(parts: Parts, book: Book, sheet: str) -> None:
    """The value of the formula in a page's `message` is taken away, as some programs do."""
    cell, tree = _cell(parts, book, sheet, "message")
    cell.remove(cell.find(f"{MAIN}v"))
    parts[book.sheets[sheet]] = etree.tostring(tree)


def lost_cells(parts: Parts, book: Book, sheet: str) -> None:
    """A formula that an officer wrote has lost the cells it read."""
    cell, tree = _cell(parts, book, sheet, "message")
    cell.set("t", "e")
    cell.find(f"{MAIN}f").text = "1+#REF!"
    cell.find(f"{MAIN}v").text = "#REF!"
    parts[book.sheets[sheet]] = etree.tostring(tree)


def lost_chart(parts: Parts, book: Book, sheet: str) -> None:
    part = next(chart for on, chart in book.charts if on == sheet)
    tree = etree.fromstring(parts[part])
    next(tree.iter(f"{CHART}val")).find(f".//{CHART}f").text = "#REF!"
    parts[part] = etree.tostring(tree)


def no_name(name: str) -> Callable[[Parts, Book, str], None]:
    """A name that leads to its cell is deleted."""

    def changed(parts: Parts, book: Book, sheet: str) -> None:
        tree = etree.fromstring(parts["xl/workbook.xml"])
        place = str(list(book.sheets).index(sheet))
        [found] = [
            n for n in tree.iter(f"{MAIN}definedName") if n.get("localSheetId") == place and n.get("name") == name
        ]
        found.getparent().remove(found)
        parts["xl/workbook.xml"] = etree.tostring(tree)

    return changed


def _cell(parts: Parts, book: Book, sheet: str, name: str) -> tuple[etree._Element, etree._Element]:
    tree = etree.fromstring(parts[book.sheets[sheet]])
    [(_, address)] = book.places(sheet, name)
    return next(c for c in tree.iter(f"{MAIN}c") if c.get("r") == address), tree


WRONG = (
    Wrong("C-COMMENTARY", "re-referrals", "commentary", "no commentary is written", {"commentary": None, **ANEW}),
    Wrong(
        "C-COMMENTARY",
        "re-referrals",
        "commentary",
        "no commentary is written",
        {"commentary": "Type here: what happened, and why?", **ANEW},
    ),
    Wrong("C-PROMPT", "unallocated", "commentary", "Draft", {"commentary": "Draft: fewer than last month.", **ANEW}),
    Wrong("C-PROMPT", "unallocated", "action", "not finished", {"action": "Type here: what is done?", **ANEW}),
    Wrong("C-ACTION", "unallocated", "action", "no action is written: Red", {"action": None, **ANEW}),
    Wrong("C-ACTION", "supervision", "action", "no action is written: worsening", {"action": None, **ANEW}),
    Wrong(
        "C-STALE", "re-referrals", "commentary", "23.5%, Amber", shown={"stale": "Read again: written for 23.5%, Amber"}
    ),
    Wrong(
        "C-QUOTES",
        "s47-in-time",
        "commentary",
        "quotes 31.7%, Red, which",
        {
            "commentary": "It was 31.7%, and Red; 94% now, and 12% in Leeds.",
            "monthly_revised": "was 31.7%",
            "written_for": "91%, Red, Mar-26",
            **ANEW,
        },
    ),
    Wrong(
        "C-FIGURE",
        "cp-visits",
        "commentary",
        "says '77%' in '77% of children with a plan were visited at least twice in March'; the sheet says 74% in C11",
        {"commentary": "77% of children with a plan were visited at least twice in March, below the target.", **ANEW},
    ),
    Wrong(
        "C-CLAIM",
        "cp-visits",
        "commentary",
        "says 'We are above the target'; the sheet says 74% in C11, against the target of 80%",
        {"commentary": "We are above the target.", **ANEW},
    ),
    Wrong(
        "C-SILENT",
        "unallocated",
        "commentary",
        "the page is Red",
        {"commentary": "Families are told who to ring.", **ANEW},
    ),
    Wrong("C-UNSIGNED", "cp-plans", "signed_off", "nobody has signed", {"signed_off": "  "}),
    Wrong("C-SIGNED", "cp-plans", "commentary", "changed after 'A. Head, 9 April'", {"commentary": "It has fallen."}),
    Wrong("C-SIGNED", "cp-plans", "action", "the action was changed", {"action": "None is needed."}),
    Wrong(
        "C-CUT", "icpc-in-time", "commentary", "its cell has room for", {"commentary": "Most were held. " * 140, **ANEW}
    ),
    Wrong("C-CUT", "icpc-in-time", "action", "the action takes about", {"action": "Chairs are told. " * 20, **ANEW}),
    Wrong("C-MONTH", "cp-plans", "month", "Shows Feb-26, not Mar-26", shown={"month": 46054}),
    Wrong("C-MONTH", "re-referrals", "breakdown_month", "by area are of Feb-26", {"breakdown_month": FEBRUARY}),
    Wrong(
        "C-WHY",
        "children-in-care",
        "month",
        "No figure for Mar-26, no reason",
        shown={"value": "[x]", "summary_value": "[x]"},
    ),
    Wrong(
        "C-REVIEW",
        "high-caseloads",
        "target_source",
        "overdue: Local; review due Apr-25",
        {"target_source": "Local; review due Apr-25, overdue"},
    ),
    Wrong("C-JUDGEMENT", "high-caseloads", "rating_override", "No reason given", {"rating_override": "Amber"}),
    Wrong(
        "C-DIFFERS", "unallocated", "monthly_numerator", "is 43 here, and 42 in the project", {"monthly_numerator": 43}
    ),
    Wrong(
        "C-CONSISTENT",
        "seen-at-s47",
        "monthly_denominator",
        "should be at most Assessments completed (4 Seen at assessment), ",
        {"monthly_denominator": 2000},
    ),
    Wrong(
        "C-AREAS",
        "unallocated",
        "breakdown_numerator",
        "and the total is 42 in '2 Unallocated'!",
        {"breakdown_numerator": 60},
    ),
    Wrong("C-SIGNAL", "seen-at-s47", "signal", "a figure was changed since", shown={"signal": "Refresh"}),
    Wrong("C-SMALL", "re-referrals", "breakdown_numerator", "numbers from 1 to 4: B37", {"breakdown_numerator": 3}),
    Wrong(
        "C-SMALL-WORDS",
        "re-referrals",
        "commentary",
        "'Two young children'",
        {
            "commentary": "Two young children came back; one in four children did in 2.4 children, and 31 children.",
            **ANEW,
        },
    ),
    Wrong("C-FORMULA", "cp-visits", "value", "value was typed over", {"value": 0.74}),
    Wrong("C-ERROR", "re-referrals", "message", "the formula is broken", parts=lost_cells),
    Wrong("C-ERROR", "re-referrals", None, "a chart reads cells that are gone", parts=lost_chart),
    Wrong("C-NAME", "re-referrals", None, "the name written_for is gone", parts=no_name("written_for")),
    Wrong("C-GONE", "cp-plans", None, "the sheet of cp-plans is gone", {"indicator_id": "plans"}),
    Wrong("C-CACHE", "re-referrals", "message", "shows no value", parts=no_value),
    Wrong("C-CACHE", "cp-visits", "summary_value", "0.75 here, and 0.74 on its page", shown={"summary_value": 0.75}),
)
each_wrong = pytest.mark.parametrize("wrong", WRONG, ids=lambda w: f"{w.code}-{w.at}-{w.indicator}")


def place_of(book: Book, indicator: str, name: str) -> Place:
    """The cell of a slot; of a table's column in the row of the month shown, or of the first area."""
    sheet = book.indicators()[indicator]
    if name.startswith("summary_"):
        ids = [book.cells.get(place) for place in book.column("Summary", "summary_id")]
        return book.column("Summary", name)[ids.index(indicator)]
    if name.startswith("monthly_"):
        return book.month_row(sheet, name, MARCH)
    if name.startswith("breakdown_") and name not in SINGLE:
        return book.column(sheet, name)[0]
    return book.places(sheet, name)[0]


def made_wrong(book: Book, wrong: Wrong, path: Path) -> Path:
    """The workbook with that one thing wrong, as somebody's edit leaves it."""
    cells = {place_of(book, wrong.indicator, name): value for name, value in wrong.typed.items()}
    with_cells(book.path, path, cells)
    parts = dict(Book(path).parts)
    for name, value in wrong.shown.items():
        _show(parts, book, place_of(book, wrong.indicator, name), value)
    if wrong.parts:
        wrong.parts(parts, book, book.indicators()[wrong.indicator])
    return written(path, parts)


def _show(parts: Parts, book: Book, place: Place, value: object) -> None:
    """Let a formula show another value."""
    sheet, address = place
    tree = etree.fromstring(parts[book.sheets[sheet]])
    cell = next(c for c in tree.iter(f"{MAIN}c") if c.get("r") == address)
    cell.attrib.pop("t", None)
    if isinstance(value, str):
        cell.set("t", "str")
    held = cell.find(f"{MAIN}v")
    held = etree.SubElement(cell, f"{MAIN}v") if held is None else held
    held.text = str(value)
    parts[book.sheets[sheet]] = etree.tostring(tree)


def ours(findings: tuple[Finding, ...]) -> set[tuple[str, str, str]]:
    """The findings that are not lint's."""
    return {(f.code, f.place, f.what) for f in findings if f.code in CODES}


@pytest.fixture(scope="module")
def found_in_sound(sound: Book) -> set[tuple[str, str, str]]:
    return ours(check(sound.path, COUNCIL))


@each_wrong
def test_what_is_wrong_is_found_and_nothing_else(
    sound: Book, found_in_sound: set[tuple[str, str, str]], wrong: Wrong, tmp_path: Path
):
    # what is typed over a figure is not the project's figure either: asked of that one code alone
    asked = {"C-DIFFERS", "C-CONSISTENT", "C-AREAS"}
    findings = check(made_wrong(sound, wrong, tmp_path / "sound.xlsx"), COUNCIL if wrong.code in asked else None)
    new = ours(findings) - found_in_sound
    if wrong.code != "C-DIFFERS":
        new = {each for each in new if each[0] != "C-DIFFERS"}
    [(code, place, what)] = new
    assert code == wrong.code
    assert wrong.said in what
    if wrong.at:
        sheet, address = place_of(sound, wrong.indicator, wrong.at)
        assert place in {f"{sheet}!{address}", f"'{sheet}'!{address}"}
    told = next(f for f in findings if f.what == what)
    assert told.level == CODES[code].level
    assert told.mend


def test_every_code_has_a_workbook_that_breaks_it():
    assert {wrong.code for wrong in WRONG} == set(CODES)


def test_nothing_is_found_in_a_sound_workbook_but_small_numbers(found_in_sound: set[tuple[str, str, str]]):
    assert {code for code, _, _ in found_in_sound} == {"C-SMALL"}


def test_concerns_that_are_not_written_or_to_be_read_again_are_told(sound: Book, tmp_path: Path):
    [concerns] = sound.places("Summary", "concerns")
    with_cells(sound.path, tmp_path / "sound.xlsx", {concerns: "Type here: the main areas of concern this month."})
    assert ("C-COMMENTARY", "Summary!A6") in {(f.code, f.place) for f in check(tmp_path / "sound.xlsx")}
    parts = dict(sound.parts)
    _show(parts, sound, sound.places("Summary", "stale")[0], "Read again: written for Feb-26: 3 Red")
    written(tmp_path / "stale.xlsx", parts)
    assert ("C-STALE", "Summary!A6") in {(f.code, f.place) for f in check(tmp_path / "stale.xlsx")}


def test_a_workbook_without_its_memory_is_checked_too(sound: Book, tmp_path: Path):
    parts = {name: content for name, content in sound.parts.items() if not name.startswith("customXml/")}
    for name, content in parts.items():
        if name.endswith(".rels") or name == "[Content_Types].xml":
            parts[name] = re.sub(rb"<(Relationship|Override) [^>]*customXml[^>]*/>", b"", content)
    path = written(tmp_path / "sound.xlsx", parts)
    assert {f.code for f in check(path, COUNCIL)} & set(CODES) == {"C-SMALL"}
    typed = made_wrong(Book(path), Wrong("", "cp-visits", None, "", {"value": 0.74}), tmp_path / "typed.xlsx")
    assert "C-FORMULA" in {f.code for f in check(typed)}


def test_a_project_that_says_something_else_by_now_is_told(sound: Book, tmp_path: Path):
    project = copied(COUNCIL, tmp_path / "council")
    with_numerators(project, MARCH, {"unallocated": "41"})
    told = [f for f in check(sound.path, project) if f.code == "C-DIFFERS"]
    assert [f.what for f in told] == ["the numerator of Mar-26 is 42 here, and 41 in the project"]
    assert [f for f in check(sound.path) if f.code == "C-DIFFERS"] == []


def test_a_workbook_of_another_month_than_the_project_is_set_to_is_told(sound: Book, tmp_path: Path):
    project = copied(COUNCIL, tmp_path / "council")
    with_setting(project, "month", "2026-02-01")
    told = [(f.place, f.what) for f in check(sound.path, project) if f.code == "C-MONTH"]
    assert told == [("Summary!A3", "the workbook shows Mar-26, and the project is set to Feb-26")]


def test_what_lint_finds_for_a_committee_is_told_each_code_in_a_line_or_few(sound: Book, tmp_path: Path):
    narrow = {
        name: re.sub(rb'<pageMargins left="[0-9.]+"', b'<pageMargins left="0.2"', content)
        for name, content in sound.parts.items()
    }
    told = [f for f in check(written(tmp_path / "narrow.xlsx", narrow)) if f.code not in CODES]
    assert [f.code for f in told] == ["P-MARGINS"]
    assert "more of the same" in told[0].what
    assert [f for f in check(sound.path) if f.code not in CODES] == []


@pytest.mark.parametrize("name", ["council", "referrals", "september", "housing", "thirty", "awkward", "designer's"])
def test_a_workbook_as_built_works(shelf: Shelf, name: str):
    asked = {"C-NAME", "C-GONE", "C-FORMULA", "C-MONTH", "C-DIFFERS", "C-STALE", "C-QUOTES", "C-SIGNED", "C-JUDGEMENT"}
    asked |= {"C-ERROR", "C-CACHE"} - ({"C-CACHE"} if name == "designer's" else set())
    found = check(shelf[name].path, shelf.project(name))
    assert [str(f) for f in found if f.code in asked] == []


@needs_libreoffice
@pytest.mark.parametrize("name", ["council", "housing"])
def test_a_workbook_that_libreoffice_has_saved_works(shelf: Shelf, name: str):
    asked = {"C-NAME", "C-GONE", "C-FORMULA", "C-MONTH", "C-DIFFERS", "C-STALE", "C-QUOTES", "C-JUDGEMENT", "C-ERROR"}
    found = check(shelf.recalculated(name).path, shelf.project(name))
    assert [str(f) for f in found if f.code in asked] == []


def test_ratings_in_the_projects_own_words_are_known_without_the_project(shelf: Shelf, tmp_path: Path):
    book = shelf["housing"]
    sheet = book.indicators()["satisfaction"]
    assert book.slot(sheet, "rating") == "Off track"
    path = with_cells(book.path, tmp_path / "housing.xlsx", {book.places(sheet, "action")[0]: None})
    assert "no action is written: Off track" in {f.what for f in check(path)}


# ---- a project, and what is neither ----------------------------------------------------------------------------------


def test_a_sound_project_has_nothing_wrong_but_comparators_that_are_old():
    assert [(f.level, f.code) for f in check(COUNCIL)] == [("warning", "B-OLD")] * 3
    assert check(HOUSING / "scorecard.toml") == check(HOUSING)


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("scorecard.toml", 'unit = "percent"', 'unit = "per cent"', "C-PROJECT"),
        ("commentary/2026-03.toml", "[re-referrals]", "[referrals-again]", "C-PROJECT"),
    ],
)
def test_a_project_that_cannot_be_used_is_told(tmp_path: Path, file: str, old: str, new: str, code: str):
    project = shutil.copytree(COUNCIL, tmp_path / "council")
    text = (project / file).read_text("utf-8")
    (project / file).write_text(text.replace(old, new, 1), "utf-8")
    found = check(project)
    assert {f.code for f in found} == {code}
    assert all(f.level == "error" and f.mend for f in found)


def test_figures_that_are_wrong_are_told_with_their_line(tmp_path: Path):
    project = shutil.copytree(COUNCIL, tmp_path / "council")
    file = next((project / "figures").glob("*.csv"))
    lines = file.read_text("utf-8").splitlines()
    file.write_text("\n".join([*lines, lines[1]]) + "\n", "utf-8")
    assert any(f.level == "error" and f.code.startswith("F-") for f in check(project))


def test_a_workbook_that_is_no_scorecard_is_refused(tmp_path: Path):
    import openpyxl

    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    with pytest.raises(TemplateError, match="no finished scorecard"):
        check(tmp_path / "other.xlsx")


def test_the_page_of_codes_lists_them_all():
    text = PAGE.read_text("utf-8")
    assert page(text) == text, "run python -m tests.workbook.checks_page"
