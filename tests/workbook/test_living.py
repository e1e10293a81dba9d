"""The workbook lives: a figure, a target or the month typed in Excel, recalculated by LibreOffice, is a new build.

Whole workbooks are compared, cell by cell. Left out of a comparison, each for the reason beside it, are the cells in
LEFT_OUT; the list may only get shorter.
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest

from excel_scorecard.workbook.build import build
from tests.libreoffice import needs_libreoffice
from tests.workbook.agreement import cells_named, disagreements, read_again, slots_of, typed_into
from tests.workbook.projects import COUNCIL, MARCH, copied, with_numerators, with_setting, with_target
from tests.workbook.reading import Book, Place, same

pytestmark = needs_libreoffice

DECEMBER = date(2025, 12, 1)

# percent with low good and one decimal; count with low good; percent with high good; with [x] in a month
NUMERATORS = {"re-referrals": "201", "unallocated": "24", "assessments-in-time": "846", "supervision": "240"}
TARGETS = {"re-referrals": 20.5, "unallocated": 20, "assessments-in-time": 80, "supervision": 95.5}
UNKNOWN = {"re-referrals": "[x]", "unallocated": "[c]", "cp-visits": "[x]"}
PERCENT = {"re-referrals", "assessments-in-time", "supervision"}

LEFT_OUT: dict[str, tuple[str, ...]] = {
    # An area's own target is a figure of its row, typed there; only the project's target is for all of them.
    "target": ("breakdown_target", "breakdown_amber_limit", "breakdown_rating"),
    # The breakdown is of the month that it was built for, and says so: tested below.
    # Limits and signals are of the months that it was built with: test_signals.py.
    "month": ("breakdown_month", "breakdown_title", "signal", "signal_text", "trend_title"),
    # A gap's plot cells are blank when built; where a figure is taken out they are #N/A until the next build.
    # A table's heading, such as "Average of 4 months", is a text in Excel.
    "unknown": ("monthly_line", "monthly_latest", "monthly_code", "breakdown_rest", "summary_average"),
}


@dataclass(frozen=True)
class Change:
    """What somebody types into the workbook; `month` is the month shown afterwards."""

    numerators: dict[str, str]
    targets: dict[str, float]
    month: date = MARCH


CHANGES = {
    "figures": Change(NUMERATORS, {}),
    "targets": Change({}, TARGETS),
    "month": Change({}, {}, DECEMBER),
    "all three": Change(NUMERATORS, TARGETS, DECEMBER),
    "unknown": Change(UNKNOWN, {}),
}


UNREAD = "figures, and nobody has read the texts again"


@dataclass(frozen=True)
class Living:
    """Workbooks with a change typed in, recalculated, and built anew from the changed figures."""

    built: Book
    recalculated: dict[str, Book]
    anew: dict[str, Book]


@pytest.fixture(scope="module")
def living(tmp_path_factory: pytest.TempPathFactory) -> Living:
    folder = tmp_path_factory.mktemp("living")
    project = council_of_all_months(folder / "project")
    built = Book(build(project, output=folder / "built.xlsx").path)
    anew = {name: Book(built_anew(folder / f"{name} anew", change)) for name, change in CHANGES.items()}
    cells = {name: cells_of(built, change) for name, change in CHANGES.items()}
    # a new build takes its texts to be written for its figures; here they have been read again
    read = {name: typed | read_again(anew[name]) for name, typed in cells.items()}
    typed = typed_into(built, read | {UNREAD: cells["figures"]}, folder)
    return Living(built, typed, anew)


def council_of_all_months(folder: Path) -> Path:
    """The fictional council with all its months on every page, so that another month shows the same ones."""
    project = copied(COUNCIL, folder)
    with_setting(project, "trend_months", 60)
    march = project / "commentary" / "2026-03.toml"
    (project / "commentary" / "2025-12.toml").write_bytes(march.read_bytes())
    return project


def cells_of(book: Book, change: Change) -> dict[Place, object]:
    """The cells that somebody types into: only inputs."""
    sheets = book.indicators()
    typed: dict[Place, object] = {}
    for indicator, figure in change.numerators.items():
        place = book.month_row(sheets[indicator], "monthly_numerator", change.month)
        typed[place] = figure if figure.startswith("[") else int(figure)
    for indicator, target in change.targets.items():
        place = book.month_row(sheets[indicator], "monthly_target", change.month)
        typed[place] = target / 100 if indicator in PERCENT else target
    if change.month != MARCH:
        typed[book.places("Summary", "month")[0]] = change.month
    return typed


def built_anew(folder: Path, change: Change) -> Path:
    """The month built from a project that says the same."""
    project = council_of_all_months(folder)
    with_numerators(project, change.month, change.numerators)
    for indicator, target in change.targets.items():
        with_target(project, indicator, change.month, target)
    return build(project, month=change.month, output=folder / "anew.xlsx").path


def left_out(book: Book, *reasons: str) -> set[Place]:
    """The cells of slots and columns that a comparison leaves out."""
    return cells_named(book, [name for reason in reasons for name in LEFT_OUT[reason]])


@pytest.mark.parametrize(("change", "reasons"), [("figures", ()), ("targets", ("target",)), ("unknown", ("unknown",))])
def test_a_change_typed_in_excel_makes_every_cell_what_a_new_build_makes(
    living: Living, change: str, reasons: tuple[str, ...]
):
    typed, anew = living.recalculated[change], living.anew[change]
    assert list(disagreements(typed, anew, left_out(anew, *reasons))) == []


@pytest.mark.parametrize("change", ["month", "all three"])
def test_another_month_makes_every_slot_what_a_new_build_makes(living: Living, change: str):
    typed, anew = living.recalculated[change], living.anew[change]
    slots = slots_of(anew, anew.indicators().values()) - left_out(anew, "month")
    assert len(slots) > 30 * len(anew.indicators())
    assert list(disagreements(typed, anew, within=slots)) == []


@pytest.mark.parametrize("change", list(CHANGES))
@pytest.mark.parametrize("sheet", ["Summary", "Commentary", "Checks"])
def test_the_lists_follow_every_change(living: Living, change: str, sheet: str):
    typed, anew = living.recalculated[change], living.anew[change]
    elsewhere = {place for place in {*typed.cells, *anew.cells} if place[0] != sheet}
    headings = left_out(anew, "unknown") if change == "unknown" else set()
    assert list(disagreements(typed, anew, elsewhere | headings)) == []


@pytest.mark.parametrize(
    ("change", "slot", "expected"),
    [
        ("figures", "value", NUMERATORS), ("figures", "average", ["re-referrals", "unallocated", "supervision"]),
        ("figures", "rating", ["unallocated"]), ("figures", "direction", ["assessments-in-time"]),
        ("figures", "message", NUMERATORS), ("targets", "target", TARGETS), ("targets", "rule_text", TARGETS),
        ("targets", "rating", ["assessments-in-time"]), ("targets", "message", TARGETS),
        ("unknown", "rating", UNKNOWN), ("unknown", "direction", UNKNOWN),
    ],
)  # fmt: skip
def test_a_change_really_changes_what_it_should(living: Living, change: str, slot: str, expected: list[str]):
    before, after = living.built, living.recalculated[change]
    sheets = before.indicators()
    changed = {
        i for i, sheet in sheets.items() if not same(before.slot(sheet, slot), typed_slot(living, after, sheet, slot))
    }
    assert set(expected) <= changed
    assert changed <= set(CHANGES[change].numerators) | set(CHANGES[change].targets)


def typed_slot(living: Living, book: Book, sheet: str, slot: str) -> object:
    return book.cells.get(living.built.places(sheet, slot)[0])


@pytest.mark.parametrize("change", ["figures", "targets", "month", "all three", "unknown"])
def test_the_counts_follow(living: Living, change: str):
    [place] = living.built.places("Summary", "counts_text")
    assert living.recalculated[change].cells[place] != living.built.cells[place]


def test_an_unknown_figure_is_never_zero(living: Living):
    for indicator, code in UNKNOWN.items():
        sheet = living.built.indicators()[indicator]
        assert typed_slot(living, living.recalculated["unknown"], sheet, "value") == code
        assert typed_slot(living, living.recalculated["unknown"], sheet, "rating") == "No data"


# ---- texts that were written for other figures -----------------------------------------------------------------------


def test_a_text_that_was_written_for_other_figures_is_to_be_read_again(living: Living):
    book, sheets = living.recalculated[UNREAD], living.built.indicators()
    said = {indicator: typed_slot(living, book, sheet, "stale") for indicator, sheet in sheets.items()}
    assert {indicator: text for indicator, text in said.items() if text} == {
        "re-referrals": "Read again: written for 22.4%, Amber, Mar-26",
        "unallocated": "Read again: written for 42, Red, Mar-26",
        "assessments-in-time": "Read again: written for 86%, Amber, Mar-26",
        # of supervision nothing is written: there is nothing to read again
    }


def test_what_is_to_be_read_again_is_listed_and_counted(living: Living):
    book, built = living.recalculated[UNREAD], living.built
    for sheet, role in (("Commentary", "commentary_stale"), ("Checks", "checks_stale")):
        texts = [book.cells.get(place) for place in built.column(sheet, role)]
        assert sum(bool(text) for text in texts if "Mar-26:" not in str(text)) == 3
    before, after = (built.slot("Checks", "checks_text"), book.cells[built.places("Checks", "checks_text")[0]])
    assert before == "15 things to do on 12 pages"
    assert int(str(after).split()[0]) > 15


def test_the_concerns_are_to_be_read_again_when_the_counts_change(living: Living):
    book, [place] = living.recalculated[UNREAD], living.built.places("Summary", "stale")
    counts = living.built.slot("Summary", "counts_text")
    assert counts != typed_slot(living, book, "Summary", "counts_text")
    assert book.cells[place] == f"Read again: written for Mar-26: {counts}"


# ---- the breakdown keeps its month -----------------------------------------------------------------------------------


def test_the_breakdowns_title_names_its_own_month_when_another_is_shown(living: Living):
    sheet = living.built.indicators()["assessments-in-time"]
    book = living.recalculated["month"]
    assert typed_slot(living, book, sheet, "month") == datetime(2025, 12, 1)  # noqa: DTZ001  # as openpyxl reads
    assert typed_slot(living, book, sheet, "breakdown_title") == living.built.slot(sheet, "breakdown_title")
    assert str(typed_slot(living, book, sheet, "breakdown_title")).endswith("Mar-26")


def test_what_is_not_in_the_breakdown_is_unknown_when_another_month_is_shown(living: Living):
    sheet = living.built.indicators()["assessments-in-time"]
    book = living.recalculated["month"]
    last = living.built.column(sheet, "breakdown_numerator")[-1]
    assert living.built.cells[living.built.column(sheet, "breakdown_area")[-1]] == "Not in breakdown"
    assert isinstance(living.built.cells[last], int | float)
    assert book.cells[last] == "[x]"


def test_the_areas_figures_stay_those_of_their_month(living: Living):
    sheet = living.built.indicators()["assessments-in-time"]
    areas = living.built.column(sheet, "breakdown_value")[:-1]
    assert [living.recalculated["month"].cells[p] for p in areas] == [living.built.cells[p] for p in areas]
