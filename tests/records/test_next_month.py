"""The next month: new extracts come, and what only the last ones could tell stays in the workbook.

An extract tells of its own day alone whose worker and team a case has. March's extracts know nothing of the assessments
that waited for a worker in February, nor of any area then.
"""

import shutil
from datetime import date
from pathlib import Path

import pytest

from excel_scorecard.errors import ProjectError
from excel_scorecard.figures import read_figures
from excel_scorecard.figures.keep import keep_figures
from excel_scorecard.project import read_project
from excel_scorecard.workbook.build import build
from excel_scorecard.workbook.check import check
from excel_scorecard.workbook.refresh.refreshing import refresh
from excel_scorecard.workbook.refresh.standing import CorrectionsStandError
from tests.workbook.reading import Book, parts, written

COUNCIL = Path(__file__).resolve().parents[2] / "examples" / "fictional-council"
FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)
FEBRUARY_AT = 34  # months after April 2023
ONE_DAY_ALONE = ("unallocated", "s47-in-time")  # told of the extract's own day: by worker, and of the hub's team alone


@pytest.fixture(scope="module")
def february(council_with_records, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("february") / "council"
    council_with_records(folder, FEBRUARY_AT)
    return folder


@pytest.fixture(scope="module")
def built(february, tmp_path_factory) -> Path:
    return build(february, output=tmp_path_factory.mktemp("built") / "scorecard.xlsx").path


@pytest.fixture
def workbook(built, tmp_path) -> Path:
    return Path(shutil.copy(built, tmp_path / "scorecard.xlsx"))


@pytest.fixture
def later(february, council_with_records, tmp_path) -> Path:
    """February's project whose extracts were taken anew at the end of March; nobody has typed what February was."""
    council_with_records(tmp_path / "march")
    folder = Path(shutil.copytree(february, tmp_path / "later"))
    shutil.rmtree(folder / "records")
    shutil.copytree(tmp_path / "march" / "records", folder / "records")
    shutil.copyfile(tmp_path / "march" / "records.toml", folder / "records.toml")
    return folder


def month_rows(path: Path, indicator: str) -> dict[object, tuple[object, ...]]:
    book = Book(path)
    sheet = book.indicators()[indicator]
    parts_ = ("numerator",) if indicator == "unallocated" else ("numerator", "denominator")
    roles = [f"monthly_{role}" for role in ("month", *parts_, "code", "revised", "note")]
    columns = [[book.cells.get(place) for place in book.column(sheet, role)] for role in roles]
    return {month: row for month, *row in zip(*columns, strict=True)}


@pytest.mark.parametrize("indicator", ONE_DAY_ALONE)
def test_a_month_that_the_new_extracts_cannot_tell_stays_as_it_was(workbook, later, indicator):
    before = month_rows(workbook, indicator)
    refresh(workbook, later, month=MARCH)
    after = month_rows(workbook, indicator)
    assert len(after) == len(before) + 1
    assert {month: row for month, row in after.items() if month in before} == before
    assert None not in {numerator for numerator, *_ in after.values()}


def test_three_months_of_extracts_give_the_pages_that_typed_figures_give(council_with_records, tmp_path):
    """As an officer does: each month new extracts in the place of the old ones, and a refresh. Nothing is typed."""
    project = tmp_path / "project"
    council_with_records(project, FEBRUARY_AT - 2)
    workbook = build(project, output=tmp_path / "scorecard.xlsx").path
    for at, month in enumerate((date(2026, 1, 1), FEBRUARY, MARCH), FEBRUARY_AT - 1):
        council_with_records(tmp_path / f"{at}", at)
        shutil.rmtree(project / "records")
        shutil.copytree(tmp_path / f"{at}" / "records", project / "records")
        shutil.copyfile(tmp_path / f"{at}" / "records.toml", project / "records.toml")
        refresh(workbook, project, month=month)
    counted, typed = Book(workbook), Book(build(COUNCIL, output=tmp_path / "typed.xlsx").path)
    assert counted.indicators().keys() == typed.indicators().keys()
    for indicator, sheet in typed.indicators().items():
        for slot in ("value", "average", "rating", "direction"):
            assert counted.slot(counted.indicators()[indicator], slot) == typed.slot(sheet, slot), (indicator, slot)
        for part in ("month", "numerator", "denominator"):
            role = f"monthly_{part}"
            if (sheet, role) in typed.names or part != "denominator":
                assert column(counted, indicator, role)[3:] == column(typed, indicator, role), (indicator, part)


def column(book: Book, indicator: str, role: str) -> list[object]:
    return [book.cells.get(place) for place in book.column(book.indicators()[indicator], role)]


@pytest.fixture
def days_later(council_with_records, tmp_path) -> Path:
    """February's extracts as if they had been taken on 5 March."""
    council_with_records(tmp_path / "late", FEBRUARY_AT)
    file = tmp_path / "late" / "records.toml"
    file.write_text(file.read_text("utf-8").replace("as_of = 2026-02-28", "as_of = 2026-03-05"), "utf-8")
    return tmp_path / "late"


def test_extracts_that_were_taken_days_later_say_what_they_cannot_tell_and_what_to_do(days_later):
    figures, findings = read_figures(read_project(days_later), month=FEBRUARY)
    (late,) = [finding for finding in findings if finding.code == "R-LATE"]
    assert "taken 5 days after it had ended" in late.what
    assert "set taken_within = 5" in late.mend
    assert figures.find("re-referrals", FEBRUARY, "EAST").is_untold


def test_they_tell_all_of_it_where_the_council_finds_that_near_enough(days_later, february):
    file = days_later / "records.toml"
    file.write_text(f"taken_within = 5\n{file.read_text('utf-8')}", "utf-8")
    figures, findings = read_figures(read_project(days_later), month=FEBRUARY)
    assert findings == ()
    assert figures.find("re-referrals", FEBRUARY, "EAST").numerator == 26


def test_the_areas_stay_when_the_same_month_is_refreshed_from_later_extracts(workbook, later):
    done = refresh(workbook, later)
    told = [change for change in done.changes if not change.place.startswith("'Data quality'!")]
    # an indicator's figures are provisional by its settings, the stored ones before the extracts' three months final
    assert [(change.was, change.now) for change in told] == [("Provisional", "Final")]
    assert "R-AREAS" not in {each.code for each in done.findings}
    assert ("as of 28/02/2026", "as of 31/03/2026") in {(change.was, change.now) for change in done.changes}


def test_a_month_that_no_extract_tells_yet_is_not_rolled_on_to(workbook, february):
    before = workbook.read_bytes()
    with pytest.raises(ProjectError, match="no figures for March 2026 yet; the latest are of February 2026"):
        refresh(workbook, february, month=MARCH)
    assert workbook.read_bytes() == before


def test_areas_that_stand_beside_a_total_that_has_changed_are_told(workbook, later):
    file = later / "records" / "FICTIONAL-conferences.csv"
    lines = file.read_text("utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if ",2026-02-1" in line and ",no," in line)
    lines.insert(at, "C999999,F999999,2026-02-02,2026-02-12,no,yes,EAST Safeguarding")  # it was entered late
    file.write_text("\n".join(lines) + "\n", "utf-8")
    (told,) = [each for each in refresh(workbook, later).findings if each.code == "R-AREAS"]
    assert "'icpc-in-time' has changed" in told.what


def test_the_next_refresh_keeps_it_too_and_check_finds_no_difference(workbook, later):
    refresh(workbook, later, month=MARCH)
    again = refresh(workbook, later)
    assert again.changes == ()
    assert [each for each in check(workbook, later) if each.code == "C-DIFFERS"] == []


def test_a_new_workbook_has_it_from_the_last_one(built, later, tmp_path):
    new = build(later, month=MARCH, output=tmp_path / "march.xlsx", previous=built).path
    for indicator in ONE_DAY_ALONE:
        before, after = month_rows(built, indicator), month_rows(new, indicator)
        shared = before.keys() & after.keys()
        assert len(shared) == 24
        assert {month: after[month][:-1] for month in shared} == {month: before[month][:-1] for month in shared}


def test_a_new_workbook_has_it_from_the_figures_that_were_kept(february, built, later, tmp_path):
    shutil.copytree(february, tmp_path / "published")
    kept = keep_figures(read_project(tmp_path / "published"), FEBRUARY)
    (later / "history" / "2026-02").mkdir(parents=True)
    shutil.copyfile(kept.path, later / "history" / "2026-02" / kept.path.name)
    new = build(later, month=MARCH, output=tmp_path / "march.xlsx").path
    for indicator in ONE_DAY_ALONE:
        before, after = month_rows(built, indicator), month_rows(new, indicator)
        shared = before.keys() & after.keys()
        assert {month: after[month][:-1] for month in shared} == {month: before[month][:-1] for month in shared}
    assert read_figures(read_project(later))[0].find("re-referrals", FEBRUARY, "EAST").source == "stored"


def test_a_workbook_that_has_forgotten_what_it_was_built_with_keeps_what_it_shows(workbook, later):
    content = parts(workbook)
    (part,) = [name for name, blob in content.items() if b"<memory" in blob]
    written(workbook, content | {part: b"<forgotten/>"})
    before = month_rows(workbook, "unallocated")
    refresh(workbook, later, month=MARCH, corrections="replace")  # of its areas nobody knows who changed them
    after = month_rows(workbook, "unallocated")
    assert {month: after[month][0] for month in before} == {month: row[0] for month, row in before.items()}


def test_what_an_officer_typed_over_such_a_figure_is_still_asked_about(workbook, later):
    book = Book(workbook)
    sheet = book.indicators()["unallocated"]
    place = book.column(sheet, "monthly_numerator")[-1]
    _type(workbook, sheet, place[1], book.cells[place], 40)
    with pytest.raises(CorrectionsStandError, match="corrected from 43 to 40; the project says 43"):
        refresh(workbook, later, month=MARCH)


def _type(path: Path, sheet: str, address: str, old: object, new: int) -> None:
    part = Book(path).sheets[sheet]
    content = parts(path)
    start = content[part].index(f'r="{address}"'.encode())
    end = content[part].index(b"</c>", start)
    cell = content[part][start:end].replace(f"<v>{old}</v>".encode(), f"<v>{new}</v>".encode())
    content[part] = content[part][:start] + cell + content[part][end:]
    written(path, content)
