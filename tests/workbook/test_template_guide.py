"""The guide docs/templates.md, done step by step on a blank workbook: each step works, and what it says is so."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from excel_scorecard.cli import main
from excel_scorecard.workbook.build import build
from excel_scorecard.workbook.template_check import check_template
from tests.libreoffice import differences, needs_libreoffice, recalculated
from tests.workbook.guide import GUIDE, PICTURES, STEPS, TOP, blocks, guides_project, template_after
from tests.workbook.reading import Book, as_kept, places

MARCH = date(2026, 3, 1)
steps = pytest.mark.parametrize("step", range(len(STEPS) + 1), ids=["the smallest", *(name for name, _ in STEPS)])


class Guided:
    """The guide's project after each step: its folder, and the workbook built there."""

    def __init__(self, folder: Path) -> None:
        self.projects: list[Path] = []
        self.books: list[Book] = []
        for step in range(len(STEPS) + 1):
            project = guides_project(folder / str(step) / "brookshire", one_more=step >= 4)
            template_after(step, project / "mine.xlsx")
            self.projects.append(project)
            self.books.append(Book(build(project, output=folder / f"{step}.xlsx").path))
        self._folder = folder
        self._recalculated: list[Path] = []

    def recalculated(self, step: int) -> Path:
        if not self._recalculated:
            self._recalculated = recalculated([book.path for book in self.books], self._folder / "recalculated")
        return self._recalculated[step]


@pytest.fixture(scope="session")
def guided(tmp_path_factory: pytest.TempPathFactory) -> Guided:
    return Guided(tmp_path_factory.mktemp("guide"))


@steps
def test_the_check_finds_no_error_after_any_step(guided: Guided, step: int):
    project = guided.projects[step]
    found = check_template(project / "mine.xlsx", project).findings
    assert [str(f) for f in found if f.level == "error"] == []


def test_the_check_asks_for_what_the_next_steps_add_and_for_less_each_time(guided: Guided):
    codes = [{f.code for f in check_template(p / "mine.xlsx", p).findings} for p in guided.projects]
    assert codes[0] == {"T-UNFILLED", "T-RATING", "T-PAPER", "T-PRINT"}
    assert "T-RATING" not in codes[2]
    assert codes[-1] == {"T-UNFILLED"}


@needs_libreoffice
@steps
def test_every_cache_is_what_libreoffice_computes(guided: Guided, step: int):
    assert guided.books[step].formulas
    assert differences(guided.books[step].path, guided.recalculated(step)) == []


@steps
def test_every_charts_cache_equals_its_cells(guided: Guided, step: int):
    book = guided.books[step]
    assert bool(book.plotted) == (step > 0)
    for plotted in book.plotted:
        held = [as_kept(book.cells.get(place)) for place in places(plotted.reference)]
        kept = {n: as_kept(float(v)) if plotted.is_number else v for n, v in plotted.kept.items() if v}
        assert kept == {n: value for n, value in enumerate(held) if value is not None}, plotted.reference


def test_the_smallest_template_makes_a_page_of_each_indicator_and_a_row_on_the_summary(guided: Guided):
    book = guided.books[0]
    assert list(book.sheets) == ["Summary", "1 Repairs", "2 Gas checks"]
    assert [book.cells[p] for p in book.column("Summary", "summary_value")] == [0.91, 1.0]
    assert [book.cells[p] for p in book.column("Summary", "summary_title")] == [
        "Repairs done in time",
        "Homes with a valid gas safety check",
    ]
    assert book.slot("1 Repairs", "value") == 0.91
    assert str(book.slot("1 Repairs", "commentary")).startswith("Repairs in time are above the target")
    assert len(book.column("1 Repairs", "monthly_value")) == 6


def test_a_chart_reads_all_months_and_the_latest_point_is_the_months(guided: Guided):
    book = guided.books[1]
    line, latest = (book.column("1 Repairs", role) for role in ("monthly_line", "monthly_latest"))
    read = [places(p.reference) for p in book.plotted if p.sheet == "1 Repairs" and p.kind == "val"]
    assert read == [line, latest]
    assert [book.cells.get(p) for p in latest] == [None] * 5 + [0.91]


def test_ratings_are_words_with_a_rule_on_pages_and_summary(guided: Guided):
    book = guided.books[2]
    assert [book.slot(sheet, "rating") for sheet in book.indicators().values()] == ["Green", "Green"]
    assert [book.cells[p] for p in book.column("Summary", "summary_direction")] == ["Improving", "Improving"]
    text = book.parts[book.sheets["Summary"]].decode()
    assert re.search(r'sqref="C6:C7"', text)


def test_areas_are_on_the_page_and_in_their_table(guided: Guided):
    book = guided.books[3]
    names = [book.cells.get(p) for p in book.places("1 Repairs", "area_names")]
    assert [n for n in names if n] == ["North", "South", "Not in breakdown"]
    assert len(names) == 9
    assert [book.cells.get(p) for p in book.column("1 Repairs", "breakdown_area")] == names[:3]


def test_each_indicator_takes_the_sheet_that_suits_it(guided: Guided):
    book = guided.books[4]
    pages = book.indicators()
    assert (pages["repairs"], "area_names") in book.names
    assert (pages["gas-checks"], "area_names") not in book.names  # percentage_total
    assert (pages["empty-homes"], "monthly_denominator") not in book.names
    assert book.slot(pages["empty-homes"], "value") == 71


def test_a_page_for_many_areas_draws_bars(guided: Guided, tmp_path: Path):
    project = shutil.copytree(guided.projects[4], tmp_path / "brookshire")
    settings, figures = project / "scorecard.toml", project / "figures" / "figures.csv"
    wards = [f"Ward {number}" for number in range(1, 11)]
    areas = "".join(f'[[area]]\nname = "{ward}"\naxis = "ward"\n\n' for ward in wards)
    text = settings.read_text("utf-8").replace("[[indicator]]", f"{areas}[[indicator]]", 1)
    settings.write_text(text.replace('breakdown = "none"', 'breakdown = "ward"'), "utf-8")
    figures.write_text(
        figures.read_text("utf-8")
        + "".join(f"gas-checks,2026-03,{ward},380,{380 + n}\n" for n, ward in enumerate(wards))
    )
    book = Book(build(project, output=tmp_path / "many.xlsx").path)
    sheet = book.indicators()["gas-checks"]
    read = [places(p.reference) for p in book.plotted if p.sheet == sheet and p.kind == "val"]
    assert book.column(sheet, "breakdown_bar") in read
    assert len(book.column(sheet, "breakdown_bar")) == 11


def test_the_finished_summary_says_whose_it_is_and_counts(guided: Guided):
    book = guided.books[-1]
    assert book.slot("Summary", "heading") == "Housing scorecard"
    assert book.slot("Summary", "organisation") == "Brookshire Council (fictional)"
    assert book.slot("Summary", "counts_text") == "0 Red, 1 Amber, 2 Green, 0 without target; 0 worsening"
    assert book.names["Summary", "_xlnm.Print_Area"].endswith("$A$1:$D$8")


# ---- what the guide says ---------------------------------------------------------------------------------------------


def test_the_guide_names_every_name_that_its_steps_give(guided: Guided):
    given = {name for _, name in Book(guided.projects[-1] / "mine.xlsx").names if not name.startswith("_xlnm")}
    assert len(given) > 35
    text = GUIDE.read_text("utf-8")
    assert sorted(name for name in given if f"`{name}`" not in text) == []


def test_every_command_of_the_guide_runs(guided: Guided, tmp_path: Path, monkeypatch, capsys):
    project = shutil.copytree(guided.projects[-1], tmp_path / "brookshire")
    for name in ("brand.toml", "logo.png"):
        shutil.copy(TOP / "templates" / name, tmp_path)
    lines = [line for block in blocks("") for line in block.splitlines() if line.startswith("excel-scorecard")]
    lines += re.findall(r"^ {2}(excel-scorecard .*)$", GUIDE.read_text("utf-8"), re.MULTILINE)
    lines += re.findall(r"`(excel-scorecard [^`]*)`", GUIDE.read_text("utf-8"))
    ran = set()
    for line in dict.fromkeys(lines):
        program, *words = line.split()
        assert program == "excel-scorecard", line
        monkeypatch.chdir(tmp_path if "new" in words else project)
        if "preview" in words:
            assert Path(words[-1]).is_file(), f"{words[-1]} is not what the build made"
            continue
        assert main(words) == 0, capsys.readouterr()
        ran.add(words[0])
    assert ran == {"template", "build"}


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_is_there_and_small(name: str):
    picture = TOP / "docs" / "pictures" / f"{name}.png"
    assert f"pictures/{name}.png" in GUIDE.read_text("utf-8")
    assert 2_000 < picture.stat().st_size < 120_000
