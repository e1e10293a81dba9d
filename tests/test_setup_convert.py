"""A project as text files and as a workbook is the same project: whatever can be set comes through both ways."""

import sys
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from excel_scorecard.changes import Change, Rebase
from excel_scorecard.commentary import Remarks, read_commentary
from excel_scorecard.comparator import Comparator
from excel_scorecard.errors import ProjectError, WouldLoseEditsError
from excel_scorecard.indicator import Indicator, Target
from excel_scorecard.project import Area, Consistency, Population, Project, Scorecard, Team, read_project
from excel_scorecard.project.comparing import Comparing
from excel_scorecard.project.model import RatingLabels
from excel_scorecard.published import MEASURES
from excel_scorecard.setup import convert, start
from excel_scorecard.setup.text_files import commentary_toml, figures_csv, read_figures_csv, settings_toml
from tests.setup_book import MARCH, new_project, put, typed

convert_room = sys.modules["excel_scorecard.setup.convert"]  # the package gives its function under that name

# ---- Any project -----------------------------------------------------------------------------------------------------

LETTERS = st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff")
# fmt: off
ODD = [
    "=1+1", "'=1+1", "'quoted", '""', '"', '"""', "75%", "007", "1e5", "TRUE", "2024-04-01", "Mar-26", "#REF!", "+44",
    "a\n\nb", "Łódź 🎉", "x" * 2000, "-", "@x", "{=A1}", "http://example.org", "[x]", "\u00a0 x \u00a0", "a\\b\"c",
]
# fmt: on
TEXT = st.one_of(st.sampled_from(ODD), st.text(st.one_of(LETTERS, st.just("\n")), max_size=40))
FILLED = TEXT.filter(
    lambda text: text.replace("\ufeff", "").strip() and not text.strip().casefold().startswith("example:")
)
IDS = st.lists(
    st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True), min_size=1, max_size=3, unique=True
)
DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))
MONTHS = DAYS.map(lambda day: day.replace(day=1))
AXES = ["area", "team type", "ward"]


def numbers(least: str, most: str) -> st.SearchStrategy[Decimal | int]:
    """Numbers as they are typed, and some with more digits than Excel holds."""
    whole = st.integers(int(Decimal(least)), int(Decimal(most)))
    few = st.decimals(least, most, places=2)
    many = st.decimals(least, most, places=18)
    return st.one_of(whole, few, many)


@st.composite
def some(draw: st.DrawFn, **settings: st.SearchStrategy[Any]) -> dict[str, Any]:
    """Some of the settings, each drawn by its own strategy."""
    return {key: draw(value) for key, value in settings.items() if draw(st.booleans())}


@st.composite
def targets(draw: st.DrawFn, indicator: dict[str, Any], areas: list[str]) -> list[dict[str, Any]]:
    value = values(indicator)
    days = draw(st.lists(st.tuples(DAYS, st.sampled_from(["", *areas])), max_size=3, unique=True))
    made = []
    for day, area in days:
        target: dict[str, Any] = {"from": day} | ({"area": area} if area else {})
        low, high = sorted((draw(value), draw(value)))
        if indicator["good"] == "band":
            target |= {"lower": low, "upper": high} | draw(some(amber_within=numbers("0", "20")))
        elif indicator["good"] == "neither":
            target |= {"target": low}
        elif draw(st.booleans()):
            target |= {"target": low} | draw(some(amber_within=numbers("0", "20")))
        else:
            near, far = (low, high) if indicator["good"] == "low" else (high, low)
            target |= {"target": near, "amber_limit": far}
        made.append(target | draw(some(source=TEXT, review=DAYS)))
    return made


def values(indicator: dict[str, Any]) -> st.SearchStrategy[Decimal | int]:
    if indicator["unit"] == "percent":
        return st.one_of(st.just(0), numbers("1", "100"), *([numbers("0", "1")] if indicator.get("decimals") else []))
    return numbers("-100000" if indicator["unit"] == "currency" else "0", "900")


@st.composite
def indicators(draw: st.DrawFn, identifier: str, number: int, axes: dict[str, list[str]]) -> dict[str, Any]:
    unit = draw(st.sampled_from(["percent", "count", "rate", "average", "days", "currency"]))
    frequency = draw(st.sampled_from(["month", "quarter", "year"]))
    step = {"month": 1, "quarter": 3, "year": 12}[frequency]
    good = draw(st.sampled_from(["high", "low", "band", "neither"]))
    breakdown = draw(st.sampled_from([*axes, "none"]))
    texts = [key for key, info in Indicator.model_fields.items() if info.annotation is str]
    apart = {"id", "number", "title", "unit", "population", "breakdown", "published"}
    own = {key: TEXT for key in texts if key not in apart}
    made = {
        "id": identifier, "number": draw(st.sampled_from([number, f"{number}", f"{number}a", f"{number}-1"])),
        "title": draw(FILLED), "unit": unit, "good": good, "frequency": frequency, "breakdown": breakdown,
    }  # fmt: skip
    made |= draw(
        some(
            **own,
            decimals=st.integers(0, 4),
            rate_on=st.sampled_from(["shown", "exact"]),
            kind=st.sampled_from(["flow", "snapshot"]),
            area_cases=st.sampled_from(["once", "several"]),
            status=st.sampled_from(["final", "provisional"]),
            chart=st.sampled_from(["plain", "spc"]),
            window_months=st.integers(1, 60 // step).map(lambda count: count * step),
            direction_against=st.sampled_from(["average", "previous", "same_period_last_year"]),
        )
    )
    if unit == "rate":
        made |= draw(some(per=st.integers(1000, 100_000), population=TEXT))
    if fitting := [each.id for each in MEASURES.values() if each.unit == unit and made.get("per", 10_000) == 10_000]:
        made |= draw(some(published=st.sampled_from(fitting)))
    if made_targets := draw(targets(made, axes.get(breakdown, []))):
        made["target"] = made_targets
    for section, words in (("change", {"note": FILLED}), ("rebase", {"reason": FILLED})):
        years = draw(st.lists(st.integers(2001, 2030), max_size=2, unique=True))
        if starts := [date(year, 4, 1) for year in years]:
            said = [{"from": start} | {key: draw(words_of) for key, words_of in words.items()} for start in starts]
            maybe = some(**({"break": st.sampled_from(["yes", "no"])} if section == "change" else {}))
            made[section] = [one | draw(maybe) for one in said]
    comparator = some(
        period=TEXT,
        source=TEXT,
        status=st.sampled_from(["final", "provisional"]),
        publishable=st.sampled_from(["yes", "no"]),
    )
    count = draw(st.integers(0, 4))
    value = st.one_of(values(made), st.sampled_from(["x", "[c]", "[z]", "low"]))
    if count:
        made["comparator"] = [{"label": draw(FILLED), "value": draw(value), **draw(comparator)} for _ in range(count)]
    return made


@st.composite
def rules(draw: st.DrawFn, indicators: list[dict[str, Any]], axes: dict[str, list[str]]) -> list[dict[str, Any]]:
    """Rules between indicators of one frequency; of one area only where both are broken down alike."""
    made = []
    for _ in range(draw(st.integers(0, 2))):
        left, right = draw(st.sampled_from(indicators)), draw(st.sampled_from(indicators))
        if left is right or left["frequency"] != right["frequency"]:
            continue
        both = axes.get(left["breakdown"], []) if left["breakdown"] == right["breakdown"] else []
        rule = {"left": left["id"], "is": draw(st.sampled_from(["at most", "equal to", "at least"]))}
        rule |= {"right": right["id"], "left_part": "numerator"}
        rule |= draw(some(tolerance=st.sampled_from([5, "5%", Decimal("0.25"), "2.5 %"]), note=TEXT))
        made.append(rule | draw(some(area=st.sampled_from(["TOTAL", *both]))))
    return made


@st.composite
def projects(draw: st.DrawFn) -> dict[str, Any]:
    names = draw(st.lists(FILLED.map(str.strip), max_size=4, unique_by=str.casefold))
    names = [name for name in names if name.casefold() not in {"total", "not in breakdown"}]
    areas = [{"name": name, **draw(some(axis=st.sampled_from(AXES)))} for name in names]
    axes: dict[str, list[str]] = {}
    for area in areas:
        axes.setdefault(area.get("axis", "area"), []).append(area["name"])
    short = FILLED.map(lambda word: word.replace(",", ";")[:40]).filter(str.strip)
    words = draw(st.lists(short, min_size=3, max_size=3, unique_by=lambda word: word.strip().casefold()))
    reserved = {"green", "amber", "red", "no target", "no data"}
    labels = dict(zip(("Green", "Red", "No target"), words, strict=True))
    if reserved & {word.strip().casefold() for word in words}:
        labels = {}
    scorecard = {"organisation": draw(FILLED)} | draw(
        some(
            heading=FILLED, service=TEXT, agenda_item=TEXT, marking=TEXT, month=MONTHS, populations=TEXT,
            trend_months=st.integers(1, 400), history=st.sampled_from(["as-known", "as-published"]),
            drafts=st.booleans(),
            notes=st.lists(TEXT, max_size=4),
            figures=st.lists(st.sampled_from(["a/*.csv", "b c.xlsx", "**/*.csv"]), min_size=1),
            rating_labels=st.just(labels),
        )
    )  # fmt: skip
    team = some(
        **{"from": st.dates(date(2000, 1, 1), date(2009, 1, 1)), "to": st.dates(date(2010, 1, 1), date(2030, 1, 1))},
        **({"area": st.sampled_from(axes["area"])} if "area" in axes else {}),
        **({"team_type": st.sampled_from(axes["team type"])} if "team type" in axes else {}),
    )
    population = some(area=st.sampled_from(["TOTAL", *names]), name=TEXT, source=TEXT)
    years = st.fixed_dictionaries({"year": st.integers(1990, 2100), "population": st.integers(1, 10**8)})
    teams = [{"name": f"{name} {at}", **draw(team)} for at, name in enumerate(draw(st.lists(FILLED, max_size=2)))]
    ids = draw(IDS)
    measured = [draw(indicators(each, number, axes)) for number, each in enumerate(ids, start=1)]
    return {
        "scorecard": scorecard,
        "comparators": draw(COMPARING),
        "area": areas,
        "population": [{**draw(population), **draw(years)} for _ in range(draw(st.integers(0, 3)))],
        "team": teams,
        "indicator": measured,
        "consistency": draw(rules(measured, axes)),
    }


COMPARING = some(
    authority=TEXT,
    region=TEXT,
    neighbours=st.sampled_from(["median", "mean"]),
    neighbour_codes=st.lists(st.sampled_from(["892", "352"]), min_size=1, max_size=2),
    neighbour_version=TEXT,
    take=st.lists(st.sampled_from(["england", "region", "neighbours", "top_quartile", "own"]), min_size=1, max_size=3),
    years=st.integers(1, 20),
    files=st.lists(st.sampled_from(["comparators.csv", "a/*.csv"]), min_size=1, max_size=2),
)


@st.composite
def texts(draw: st.DrawFn, ids: list[str]) -> dict[str, Any]:
    made: dict[str, Any] = draw(some(concerns=FILLED))
    for each in ids:
        remarks = draw(some(commentary=FILLED, action=TEXT, signed_off=TEXT))
        if draw(st.booleans()):
            remarks |= {
                "rating_override": draw(st.sampled_from(["Green", "Amber", "Red"])),
                "override_reason": draw(FILLED),
            }
        made[each] = remarks
    return made


def kept(project: Project) -> dict[str, Any]:
    """All that is set, with what is filled in where nothing is said."""
    return project.model_dump(by_alias=True)


@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_a_project_is_the_same_after_both_ways(data):
    written = data.draw(projects())
    remarks = data.draw(texts([indicator["id"] for indicator in written["indicator"]]))
    with tempfile.TemporaryDirectory() as name:
        first, book, last = (Path(name) / each for each in ("first", "book", "last"))
        (first / "commentary").mkdir(parents=True)
        (first / "scorecard.toml").write_text(settings_toml(written), "utf-8", newline="")
        (first / "commentary" / "2026-03.toml").write_text(commentary_toml(remarks), "utf-8", newline="")
        original, said = read_project(first), read_commentary(read_project(first), MARCH)
        convert(first, book)
        typed_in = read_project(book)
        assert typed_in.settings_file == "scorecard.xlsx"
        assert kept(typed_in) == kept(original)
        assert spoken(read_commentary(typed_in, MARCH)) == spoken(said)
        convert(book, last)
        again = read_project(last)
        assert kept(again) == kept(original)
        assert spoken(read_commentary(again, MARCH)) == spoken(said)


def spoken(commentary: Any) -> tuple[str, dict[str, Remarks]]:
    """The texts; an indicator of which nothing is said counts as not there."""
    return commentary.concerns, {key: remarks for key, remarks in commentary.texts.items() if remarks != Remarks()}


MODELS = [
    Scorecard, RatingLabels, Comparing, Area, Population, Team, Indicator, Target, Comparator, Change, Rebase,
    Consistency,
]  # fmt: skip


def test_every_setting_of_the_models_has_a_cell():
    from excel_scorecard.project.sheets import SETTINGS, SHEETS

    keys = {column.key for sheet in SHEETS for column in sheet.columns} | {column.key for column in SETTINGS}
    sections = {"rating_labels", "target", "comparator", "change", "rebase", "labels"}
    lacking = {info.alias or name for model in MODELS for name, info in model.model_fields.items()} - keys - sections
    assert lacking == set()


# ---- Figures ---------------------------------------------------------------------------------------------------------

FIGURES = [
    {"indicator": "visits-in-time", "period": "2026-01", "area": "TOTAL", "numerator": "1200", "denominator": "1400"},
    {"indicator": "visits-in-time", "period": "Q3 2025-26", "area": "", "value": "86%", "status": "provisional"},
    {"indicator": "visits-in-time", "period": "2025-26", "value": "85.75", "note": "as supplied, =1+1\nsecond line"},
    {"indicator": "visits-in-time", "period": "31/12/2025", "area": "East", "code": "x", "note": "=HYPERLINK(1)"},
    {"indicator": "unallocated", "period": "soon", "numerator": "n/a", "denominator": "1,234", "note": "'- so it was"},
    {"indicator": "unallocated", "period": "2026-02", "numerator": "-7.125", "note": '""'},
]


def as_typed(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Without blank cells, and months as `2026-01`, however they are written."""
    months = {"Jan-26": "2026-01", "Feb-26": "2026-02"}
    return [
        {key: months.get(value, value) for key, value in row.items() if value != ""} for row in rows
    ]  # a month in a cell comes back as Excel shows it


def test_figures_go_into_the_sheet_and_come_back(tmp_path):
    project = tmp_path / "text"
    start(project, as_text=True)
    (project / "figures" / "figures.csv").write_text(figures_csv(FIGURES), "utf-8")
    convert(project, tmp_path / "book")
    assert not (tmp_path / "book" / "figures" / "figures.csv").exists()
    sheet = load_workbook(tmp_path / "book" / "scorecard.xlsx")["Figures"]
    assert (sheet["D6"].value, sheet["B6"].is_date, sheet["F7"].value, sheet["F7"].number_format) == (
        1200,
        True,
        0.86,
        "0%",
    )
    assert sheet["I9"].data_type == "s"
    convert(tmp_path / "book", tmp_path / "again")
    text = (tmp_path / "again" / "figures" / "figures.csv").read_text("utf-8")
    assert as_typed(read_figures_csv(text) or []) == as_typed(FIGURES)


def test_a_figures_file_holds_nothing_that_excel_takes_for_a_formula():
    text = figures_csv([{"indicator": "=1+1", "numerator": "-5", "note": "@x", "value": "-2.5%"}])
    assert text.splitlines()[1] == "'=1+1,,,-5,,-2.5%,,,'@x"


def test_a_figures_file_of_other_columns_stays_a_file(tmp_path):
    project = tmp_path / "text"
    start(project, as_text=True)
    (project / "figures" / "figures.csv").write_text("indicator,area,Jan-26\nunallocated,TOTAL,4\n", "utf-8")
    convert(project, tmp_path / "book")
    assert (tmp_path / "book" / "figures" / "figures.csv").read_text("utf-8").startswith("indicator,area,Jan-26")


# ---- What happens to the files ---------------------------------------------------------------------------------------


def test_the_new_project_lies_beside_the_old_one_which_stays_as_it_was(tmp_path):
    project = new_project(tmp_path / "council")
    before = (project / "scorecard.xlsx").read_bytes()
    converted = convert(project)
    assert converted.folder == tmp_path / "council-as-text"
    assert sorted(path.relative_to(converted.folder).as_posix() for path in converted.folder.rglob("*.*")) == [
        "commentary/2026-03.toml",
        "figures/figures.csv",
        "scorecard.toml",
    ]
    assert (project / "scorecard.xlsx").read_bytes() == before
    assert convert(converted.folder).folder == tmp_path / "council-as-text-as-excel"


def test_the_projects_other_files_go_with_it(tmp_path):
    project = new_project(tmp_path / "council")
    (project / "figures").mkdir()
    (project / "figures" / "2026-02.csv").write_text("indicator,period,area,numerator\n")
    (project / "figures" / "figures.csv").write_text("its own")
    (project / "our template.xlsx").write_bytes(b"template")
    (project / "~$scorecard.xlsx").write_bytes(b"held open by Excel")
    made = convert(project).folder
    assert (made / "our template.xlsx").read_bytes() == b"template"
    assert (made / "figures" / "figures.csv").read_text() == "its own"
    assert (made / "figures" / "figures-of-the-workbook.csv").is_file()
    assert not (made / "~$scorecard.xlsx").exists()


def test_what_has_no_place_in_the_other_form_is_told(tmp_path):
    project = new_project(tmp_path / "council")
    typed(project, lambda book: book.create_sheet("My notes"))
    assert convert(project).left_behind == ("the sheet 'My notes', which is your own",)
    start(tmp_path / "text", as_text=True)
    assert convert(tmp_path / "text").left_behind == ("the comments (#) in scorecard.toml",)


def test_nothing_is_written_over(tmp_path):
    project = new_project(tmp_path / "council")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(WouldLoseEditsError, match="there is something here already"):
        convert(project, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_in_onedrive_a_project_is_written_elsewhere_and_moved_there_whole(tmp_path, monkeypatch):
    council = new_project(tmp_path / "OneDrive" / "council")
    seen = []
    write_new = convert_room.write_new

    def looked_at(folder: Path, files: dict[str, bytes]) -> None:
        write_new(folder, files)
        seen.append(sorted(path.name for path in council.parent.iterdir()))

    monkeypatch.setattr(convert_room, "write_new", looked_at)
    made = convert(council).folder
    assert seen == [["council"]]
    assert sorted(path.name for path in council.parent.iterdir()) == ["council", made.name]


def test_the_new_project_cannot_lie_within_the_old_one(tmp_path):
    project = new_project(tmp_path / "council")
    with pytest.raises(ProjectError, match="would lie within the old one"):
        convert(project, project / "text")


def test_a_project_with_something_wrong_is_not_converted(tmp_path):
    project = new_project(tmp_path / "council")
    typed(project, lambda book: put(book, "Commentary", 1, "Rating override", "Red"))
    with pytest.raises(ProjectError, match="given without Override reason"):
        convert(project)
    assert [path.name for path in tmp_path.iterdir()] == ["council"]


@pytest.mark.parametrize(
    ("text", "words"),
    [("x" * 32_768, "32,768 characters, and a cell holds 32,767"), ("a\x07b", r"control character U\+0007")],
)
def test_a_text_that_no_cell_holds_is_told(tmp_path, text, words):
    start(tmp_path / "text", as_text=True)
    file = tmp_path / "text" / "scorecard.toml"
    service = text.replace("\x07", "\\u0007")
    file.write_text(file.read_text("utf-8").replace("Children's services", service), "utf-8")
    with pytest.raises(ProjectError, match=words) as caught:
        convert(tmp_path / "text")
    assert caught.value.where == "Settings, Service"


def test_a_name_that_begins_like_an_example_is_told(tmp_path):
    start(tmp_path / "text", as_text=True)
    file = tmp_path / "text" / "scorecard.toml"
    file.write_text(file.read_text("utf-8").replace('name = "East"', 'name = "Example: East"'), "utf-8")
    with pytest.raises(ProjectError, match="begins with 'Example:', and such rows of the workbook are not read"):
        convert(tmp_path / "text")


def test_the_examples_of_the_package_go_both_ways(tmp_path):
    example = Path(__file__).parent.parent / "examples" / "fictional-council"
    convert(example, tmp_path / "book")
    convert(tmp_path / "book", tmp_path / "text")
    assert kept(read_project(tmp_path / "text")) == kept(read_project(example))
    assert read_commentary(read_project(tmp_path / "text"), MARCH) == read_commentary(read_project(example), MARCH)
    assert (tmp_path / "text" / "figures" / "monthly.csv").read_bytes() == (
        example / "figures" / "monthly.csv"
    ).read_bytes()
