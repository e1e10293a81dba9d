"""Quarters, years, bands, money, rates and ratings by judgement live: typed in Excel and recalculated, as built anew.

Whole workbooks are compared, cell by cell. Left out of a comparison, each for the reason beside it, are the cells in
LEFT_OUT; the list may only get shorter.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import pytest

from excel_scorecard.workbook.build import build
from tests.libreoffice import needs_libreoffice
from tests.workbook.agreement import cells_named, disagreements, read_again, slots_of, typed_into
from tests.workbook.projects import (
    HOUSING,
    THIRTY,
    Row,
    copied,
    with_figures,
    with_goal,
    with_remarks,
    with_setting,
)
from tests.workbook.reading import Book, Place, same

pytestmark = needs_libreoffice

FEBRUARY = date(2026, 2, 1)
DECEMBER = date(2025, 12, 1)
MARCH = date(2026, 3, 1)
# A period as the figures name it: the row of the Monthly table that it stands in.
ROWS = {
    "2026-02": FEBRUARY,
    "2025-02": date(2025, 2, 1),
    "Q3 2025-26": DECEMBER,
    "Q3 2024-25": date(2024, 12, 1),
    "2024-25": date(2025, 3, 1),
}

LEFT_OUT: dict[str, tuple[str, ...]] = {
    # The breakdown is of the period that it was built for, and says so: test_living.py.
    "month": ("breakdown_month", "breakdown_title"),
    # Of a period without a row nothing is known, its target neither; only on such sheets, and in their summary's rows.
    # With a row typed for each: test_new_month.py.
    "no row": (
        "target", "target_upper", "target_text", "amber_limit", "rule_text", "rating_note", "status", "recent_months",
        "recent_numerators", "recent_remainders", "recent_denominators", "recent_values", "recent_values_last_year",
        "summary_target", "summary_trend",
    ),
    # What was typed and does not hold, and what the page says of it; a project cannot say so.
    "no reason": (
        *("rating_override", "override_reason", "rating_note"),
        *("checks_judgement", "checks_todo", "checks_text"),
    ),
    # A gap's plot cells are blank when built; where a figure is taken out they are #N/A until the next build.
    "unknown": ("monthly_line", "monthly_latest", "monthly_code", "breakdown_bar", "breakdown_rest"),
}  # fmt: skip

Key = tuple[str, str, str]  # indicator, period, area
Parts = tuple[int | str | None, int | None]  # numerator, denominator; None: stays as it is


@dataclass(frozen=True)
class Change:
    """What somebody types into the workbook; `month` is the one shown afterwards."""

    figures: Mapping[Key, Parts] = field(default_factory=dict)
    bands: Mapping[str, tuple[float, float]] = field(default_factory=dict)  # lower and upper edge, of the period shown
    judged: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # rating's own name, reason; or nothing
    month: date = FEBRUARY


HOUSING_CHANGES = {
    "figures": Change({
        ("satisfaction", "Q3 2025-26", "TOTAL"): (495, 655),
        ("satisfaction", "Q3 2025-26", "North"): (190, 220),
        ("satisfaction", "Q3 2024-25", "TOTAL"): (401, None),
        ("repair-cost", "Q3 2025-26", "TOTAL"): (960_000, 5_900),
        ("repair-cost", "Q3 2025-26", "Hill"): (None, 1_201),
        ("days-to-re-let", "2026-02", "TOTAL"): (1_800, 57),
        ("days-to-re-let", "2026-02", "Hill"): (399, 12),
        ("rent-arrears", "2026-02", "TOTAL"): (1_470_001, None),
        ("rent-arrears", "2026-02", "Riverside"): (365_001, None),
        ("homelessness", "2025-02", "TOTAL"): (130, None),
    }),
    "band": Change(bands={"repair-cost": (150, 171.5)}),
    "December": Change(month=DECEMBER),
    "March": Change(month=MARCH),
    "judged": Change(judged={
        "satisfaction": ("Amber", "The sample was small"),
        "rent-arrears": ("Red", "A debt of £90,000 is in dispute!"),
        "homelessness": ("Red", "It has doubled."),
        "repairs-in-time": ("", ""),
    }),
    "cleared": Change(judged={"repairs-in-time": ("", "")}),
    "unknown": Change({
        ("satisfaction", "Q3 2025-26", "TOTAL"): ("[x]", None),
        ("rent-arrears", "2026-02", "TOTAL"): ("[c]", None),
        ("repairs-in-time", "2026-02", "Hill"): ("[x]", None),
        ("repair-cost", "Q3 2024-25", "TOTAL"): ("[x]", None),
    }),
}  # fmt: skip

# Of 9,000 homes 99.5% is the exact limit of Amber, and all of them the exact target: one home fewer is another rating
# for the same 99.5% or 100.0% on the page.
TIES = {
    "TOTAL": (8_955, 9_000),
    "North": (1_990, 2_000),
    "Riverside": (1_989, 2_000),
    "Hill": (2_000, 2_000),
    "Old Town": (1_999, 2_000),
}
THIRTY_CHANGES = {
    "figures": Change({
        ("presentations", "2026-02", "TOTAL"): (131, None),
        ("complaints", "Q3 2025-26", "TOTAL"): (219, None),
        ("new-homes", "2024-25", "TOTAL"): (39, None),
    } | {("gas-safety", "2026-02", area): parts for area, parts in TIES.items()}),
    "a home fewer": Change({("gas-safety", "2026-02", "TOTAL"): (8_954, 9_000)}),
    "March a year ago": Change(month=date(2025, 3, 1)),
}  # fmt: skip
EXAMPLES = {"housing": (HOUSING, HOUSING_CHANGES), "thirty": (THIRTY, THIRTY_CHANGES)}
ALL = [(example, change) for example, (_, changes) in EXAMPLES.items() for change in changes]
NEEDS_REASON = "A rating by judgement needs its reason: until then the rule holds."


class Living:
    """An example's workbook, with each change typed in and recalculated, and built anew when it is asked for."""

    def __init__(self, example: Path, changes: Mapping[str, Change], folder: Path) -> None:
        self.example, self.changes, self.folder = example, changes, folder
        self.built = Book(build(self._project("project", Change()), output=folder / "built.xlsx").path)
        self._anew: dict[str, Book] = {}
        # a new build takes its texts to be written for its figures; here they have been read again
        cells = {name: cells_of(self.built, change) | read_again(self.anew(name)) for name, change in changes.items()}
        if example == HOUSING:
            cells["without a reason"] = without_a_reason(self.built) | read_again(self.anew("cleared"))
        self.typed = typed_into(self.built, cells, folder)

    def anew(self, name: str) -> Book:
        if name not in self._anew:
            change = self.changes[name]
            path = self.folder / f"{name} anew.xlsx"
            self._anew[name] = Book(build(self._project(name, change), month=change.month, output=path).path)
        return self._anew[name]

    def _project(self, name: str, change: Change) -> Path:
        """The example with all its periods on every page, so that another month shows the same ones, and the change."""
        project = copied(self.example, self.folder / f"project {name}")
        with_setting(project, "trend_months", 60)
        for month in {DECEMBER, MARCH, *(c.month for c in self.changes.values())} - {FEBRUARY}:
            remarks = project / "commentary" / "2026-02.toml"
            (project / "commentary" / f"{month:%Y-%m}.toml").write_bytes(remarks.read_bytes())
        with_figures(project, saying(change))
        for indicator, (lower, upper) in change.bands.items():
            with_goal(project, indicator, DECEMBER, {"lower": lower, "upper": upper})
        for indicator, (word, reason) in change.judged.items():
            with_remarks(project, FEBRUARY, indicator, {"rating_override": word, "override_reason": reason})
        return project


def saying(change: Change) -> Callable[[Row], Row]:
    """How a row of figures says the change."""

    def said(row: Row) -> Row:
        parts = change.figures.get((row["indicator"], row["period"], row["area"]), (None, None))
        named = zip(("numerator", "denominator"), parts, strict=True)
        return row | {part: str(figure) for part, figure in named if figure is not None}

    return said


def cells_of(book: Book, change: Change) -> dict[Place, object]:
    """The cells that somebody types into."""
    sheets = book.indicators()
    typed: dict[Place, object] = {}
    for (indicator, period, area), parts in change.figures.items():
        for part, figure in zip(("numerator", "denominator"), parts, strict=True):
            if figure is not None:
                typed[figure_cell(book, sheets[indicator], part, period, area)] = figure
    for indicator, edges in change.bands.items():
        sheet = sheets[indicator]
        for name, edge in zip(("target", "target_upper"), edges, strict=True):
            typed[book.month_row(sheet, f"monthly_{name}", DECEMBER)] = edge
            # an area's target is a figure of its own row
            typed |= dict.fromkeys(book.column(sheet, f"breakdown_{name}")[:-1], edge)
        typed |= dict.fromkeys(book.column(sheet, "breakdown_amber_limit")[:-1], edges[0] - 10)
    words = {"Green": "On track", "Amber": "Close", "Red": "Off track"}
    for indicator, (word, reason) in change.judged.items():
        typed[book.places(sheets[indicator], "rating_override")[0]] = words.get(word)
        typed[book.places(sheets[indicator], "override_reason")[0]] = reason or None
    if change.month != FEBRUARY:
        typed[book.places("Summary", "month")[0]] = change.month
    return typed


def figure_cell(book: Book, sheet: str, part: str, period: str, area: str) -> Place:
    if area == "TOTAL":
        return book.month_row(sheet, f"monthly_{part}", ROWS[period])
    areas = [book.cells[place] for place in book.column(sheet, "breakdown_area")]
    return book.column(sheet, f"breakdown_{part}")[areas.index(area)]


def without_a_reason(book: Book) -> dict[Place, object]:
    """A rating by judgement typed where there is none, and the reason of another cleared; a blank is no reason."""
    sheets = book.indicators()
    return {
        book.places(sheets["satisfaction"], "rating_override")[0]: "On track",
        book.places(sheets["satisfaction"], "override_reason")[0]: "  ",
        book.places(sheets["repairs-in-time"], "override_reason")[0]: None,
    }


@pytest.fixture(scope="module")
def living(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Living]:
    folder = tmp_path_factory.mktemp("living periods")
    made = {}
    for name, (example, changes) in EXAMPLES.items():
        (folder / name).mkdir()
        made[name] = Living(example, changes, folder / name)
    return made


def left_out(book: Book, *reasons: str) -> set[Place]:
    return cells_named(book, [name for reason in reasons for name in LEFT_OUT[reason]])


def left_out_without_row(typed: Book, anew: Book) -> set[Place]:
    """What is left out of the sheets that have no row of the period that they show; of recent periods the first."""
    found: set[Place] = set()
    for indicator, sheet in anew.indicators().items():
        shown = typed.cells[anew.places(sheet, "period")[0]]
        if shown in {typed.cells[place] for place in typed.column(sheet, "monthly_month")}:
            continue
        ids = [anew.cells.get(place) for place in anew.column("Summary", "summary_id")]
        for name in LEFT_OUT["no row"]:
            if name.startswith("summary_"):
                found.add(anew.column("Summary", name)[ids.index(indicator)])
            elif (sheet, name) in anew.names:
                found.add(anew.places(sheet, name)[0])
    return found


# ---- the same as a new build -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("example", "change", "reasons"),
    [
        ("housing", "figures", ()), ("housing", "band", ()), ("housing", "judged", ()),
        ("housing", "cleared", ()),
        ("housing", "unknown", ("unknown",)), ("thirty", "figures", ()), ("thirty", "a home fewer", ()),
    ],
)  # fmt: skip
def test_a_change_typed_in_excel_makes_every_cell_what_a_new_build_makes(living, example, change, reasons):
    typed, anew = living[example].typed[change], living[example].anew(change)
    assert list(disagreements(typed, anew, left_out(anew, *reasons))) == []


@pytest.mark.parametrize(
    ("example", "change"), [("housing", "December"), ("housing", "March"), ("thirty", "March a year ago")]
)
def test_another_month_makes_every_slot_what_a_new_build_makes(living, example, change):
    typed, anew = living[example].typed[change], living[example].anew(change)
    slots = slots_of(anew, anew.indicators().values()) - left_out(anew, "month") - left_out_without_row(typed, anew)
    assert len(slots) > 30 * len(anew.indicators())
    assert list(disagreements(typed, anew, within=slots)) == []


def test_the_sheets_of_quarters_agree_in_every_cell_in_another_month_of_the_same_quarter(living):
    typed, anew = living["housing"].typed["December"], living["housing"].anew("December")
    sheets = {anew.indicators()[indicator] for indicator in ("repair-cost", "satisfaction")}
    within = {place for place in {*typed.cells, *anew.cells} if place[0] in sheets}
    assert len(within) > 500
    assert list(disagreements(typed, anew, within=within)) == []


@pytest.mark.parametrize(("example", "change"), ALL)
@pytest.mark.parametrize("sheet", ["Summary", "Commentary", "Checks"])
def test_the_lists_follow_every_change(living, example, change, sheet):
    typed, anew = living[example].typed[change], living[example].anew(change)
    within = {place for place in {*typed.cells, *anew.cells} if place[0] == sheet}
    assert list(disagreements(typed, anew, left_out_without_row(typed, anew), within)) == []


# ---- what each change does -------------------------------------------------------------------------------------------


def slot(living: Living, change: str, indicator: str, name: str) -> object:
    """A slot of the workbook with the change typed in; "built" is the workbook before."""
    book = living.built if change == "built" else living.typed[change]
    return book.cells.get(living.built.places(living.built.indicators()[indicator], name)[0])


def summary_rating(living: Living, change: str, indicator: str) -> object:
    ids = [living.built.cells.get(place) for place in living.built.column("Summary", "summary_id")]
    return living.typed[change].cells.get(living.built.column("Summary", "summary_rating")[ids.index(indicator)])


def counts(living: Living, change: str) -> object:
    return living.typed[change].cells[living.built.places("Summary", "counts_text")[0]]


@pytest.mark.parametrize(
    ("example", "change", "indicator", "name", "before", "after"),
    [
        ("housing", "figures", "satisfaction", "value", 0.68, 0.76),
        ("housing", "figures", "satisfaction", "rating", "Off track", "On track"),
        ("housing", "figures", "satisfaction", "direction", "Worsening", "Improving"),
        ("housing", "figures", "repair-cost", "value", 169.67, 162.71),
        ("housing", "figures", "repair-cost", "rating", "Close", "On track"),
        ("housing", "figures", "rent-arrears", "rating", "On track", "Off track"),
        ("housing", "figures", "rent-arrears", "shortfall", 0, 70_001),
        ("housing", "figures", "homelessness", "direction", "Up", "Down"),
        ("housing", "band", "repair-cost", "target_text", "£140.00 to £165.00", "£150.00 to £171.50"),
        ("housing", "band", "repair-cost", "rating", "Close", "On track"),
        ("housing", "band", "repair-cost", "amber_limit", 130, 140),
        ("housing", "unknown", "satisfaction", "value", 0.68, "[x]"),
        ("housing", "unknown", "satisfaction", "rating", "Off track", "To come"),
        ("housing", "unknown", "rent-arrears", "value", 1_384_151, "[c]"),
        ("housing", "unknown", "repair-cost", "same_period_last_year", 154.7, "[x]"),
        ("thirty", "figures", "presentations", "value", 1.78, 2.14),
        ("thirty", "figures", "complaints", "value", 29.3, 24.4),
        ("thirty", "figures", "complaints", "rating", "Close", "On track"),
        ("thirty", "figures", "new-homes", "rating", "On track", "Off track"),
    ],
)  # fmt: skip
def test_a_change_does_what_it_should(living, example, change, indicator, name, before, after):
    assert same(slot(living[example], "built", indicator, name), before)
    assert same(slot(living[example], change, indicator, name), after)


@pytest.mark.parametrize(
    ("change", "period", "due", "label"),
    [
        ("built", DECEMBER, "Next: Mar-26", "Quarter to Dec-25"), ("December", DECEMBER, None, "Quarter to Dec-25"),
        ("March", MARCH, None, "Quarter to Mar-26"),
    ],
)  # fmt: skip
def test_a_quarter_moves_with_the_month_and_says_when_the_next_is_due(living, change, period, due, label):
    for indicator in ("repair-cost", "satisfaction"):
        said = [slot(living["housing"], change, indicator, name) for name in ("period", "next_due", "period_label")]
        assert said == [datetime(period.year, period.month, 1), due, label]  # noqa: DTZ001  # as openpyxl reads


def test_a_year_says_when_the_next_is_due_unless_it_ends_with_the_month(living):
    names = ("period_label", "next_due", "value")
    assert [slot(living["thirty"], "built", "new-homes", n) for n in names] == ["Year to Mar-25", "Next: Mar-26", 52]
    changed = [slot(living["thirty"], "March a year ago", "new-homes", n) for n in names]
    assert changed == ["Year to Mar-25", None, 52]


def test_what_was_not_due_is_to_come_once_its_period_has_ended(living):
    assert slot(living["thirty"], "built", "estates", "rating") == "Next: Mar-26"
    assert slot(living["thirty"], "March a year ago", "estates", "rating") == "To come"


def test_one_home_fewer_is_another_rating_for_the_same_percentage(living):
    for change, rating in (("figures", "Close"), ("a home fewer", "Off track")):
        assert slot(living["thirty"], change, "gas-safety", "value") == 0.995
        assert slot(living["thirty"], change, "gas-safety", "rating") == rating
    book = living["thirty"].typed["figures"]
    sheet = living["thirty"].built.indicators()["gas-safety"]
    rows = [
        tuple(
            book.cells.get(living["thirty"].built.column(sheet, f"breakdown_{name}")[n]) for name in ("value", "rating")
        )
        for n in range(4)
    ]
    assert rows == [(0.995, "Close"), (0.995, "Off track"), (1, "On track"), (1, "Close")]


# ---- ratings by judgement --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("indicator", "rating", "note"),
    [
        ("satisfaction", "Close (judgement)", "By judgement: The sample was small. By the rule: Off track."),
        (
            "rent-arrears",
            "Off track (judgement)",
            "By judgement: A debt of £90,000 is in dispute! By the rule: On track.",
        ),
        ("homelessness", "Off track (judgement)", "By judgement: It has doubled. By the rule: No target."),
    ],
)
def test_a_rating_typed_with_its_reason_holds(living, indicator, rating, note):
    assert slot(living["housing"], "judged", indicator, "rating") == rating
    assert slot(living["housing"], "judged", indicator, "rating_note") == note
    assert summary_rating(living["housing"], "judged", indicator) == rating


def test_a_rating_by_judgement_leaves_the_shortfall_that_of_the_figures(living):
    for indicator in ("satisfaction", "rent-arrears"):
        before, after = (slot(living["housing"], change, indicator, "shortfall") for change in ("built", "judged"))
        assert before == after


def test_a_rating_by_judgement_that_is_cleared_gives_the_rules_back(living):
    assert slot(living["housing"], "built", "repairs-in-time", "rating") == "Close (judgement)"
    assert slot(living["housing"], "judged", "repairs-in-time", "rating") == "On track"
    note = slot(living["housing"], "judged", "repairs-in-time", "rating_note")
    assert note == slot(living["housing"], "judged", "repairs-in-time", "rule_text")


@pytest.mark.parametrize(("indicator", "rule"), [("satisfaction", "Off track"), ("repairs-in-time", "On track")])
def test_a_rating_typed_without_a_reason_does_not_hold_and_the_page_says_so(living, indicator, rule):
    assert slot(living["housing"], "without a reason", indicator, "rating") == rule
    assert slot(living["housing"], "without a reason", indicator, "rating_note") == NEEDS_REASON
    assert summary_rating(living["housing"], "without a reason", indicator) == rule


def test_a_rating_typed_without_a_reason_changes_no_other_cell(living):
    typed, anew = living["housing"].typed["without a reason"], living["housing"].anew("cleared")
    assert list(disagreements(typed, anew, left_out(anew, "no reason"))) == []


def test_the_counts_follow_judgement(living):
    assert counts(living["housing"], "judged") == "2 Off track, 3 Close, 1 On track, 0 without target; 2 worsening"
    without = "1 Off track, 2 Close, 2 On track, 1 without target; 2 worsening"
    assert counts(living["housing"], "without a reason") == without
