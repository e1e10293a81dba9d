"""The sheet in which a month's figures are typed: what it asks for, what it lets in and marks, and that it is read."""

import json
import shutil
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from excel_scorecard.cli import main
from excel_scorecard.errors import FindingsError, ProjectError, WouldLoseEditsError
from excel_scorecard.figures import new, read_figures
from excel_scorecard.figures.new import NewFigures, new_figures
from excel_scorecard.project import read_project
from tests import libreoffice
from tests.figures_folder import HEADER, Folder, an_indicator, said

COUNCIL = Path(__file__).resolve().parent.parent / "examples" / "fictional-council"
MARCH = date(2026, 3, 1)
FEBRUARY = date(2026, 2, 1)
FIRST = 4  # the first row to type into


def a_folder(path: Path, *indicators: dict[str, object], figures: str = "") -> Folder:
    folder = Folder(path, list(indicators) or [an_indicator("icpc", "percent", numerator_label="No. inside")])
    if figures:
        folder.put("figures/a.csv", figures)
    return folder


def asked(folder: Folder, month: date = MARCH) -> list[tuple[object, ...]]:
    """What the sheet asks for: indicator, area, period."""
    made = new_figures(folder.project, month)
    return [tuple(row[header] for header in ("Indicator", "Area", "Period")) for row in rows(made)]


def sheet(made: NewFigures) -> Worksheet:
    return openpyxl.load_workbook(made.path).active


def rows(made: NewFigures) -> list[dict[str, object]]:
    lines = list(sheet(made).iter_rows(min_row=3, values_only=True))
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def typed(made: NewFigures, cells: dict[str, object]) -> None:
    """As an officer fills the sheet and saves it."""
    book = openpyxl.load_workbook(made.path)
    for address, value in cells.items():
        book.active[address] = value
    book.save(made.path)


# What it asks for


def test_there_is_a_row_for_every_indicator_and_area_the_total_first(tmp_path):
    folder = a_folder(tmp_path, an_indicator("icpc", "percent"), an_indicator("plans", "count", breakdown="none"))
    assert asked(folder) == [
        ("icpc", "TOTAL", "Mar-26"),
        ("icpc", "EAST", "Mar-26"),
        ("icpc", "SOUTH", "Mar-26"),
        ("plans", "TOTAL", "Mar-26"),
    ]


QUARTERLY = an_indicator("voids", "count", frequency="quarter", breakdown="none")
YEARLY = an_indicator("survey", "count", frequency="year", breakdown="none")
MONTHLY = an_indicator("plans", "count", breakdown="none")


@pytest.mark.parametrize(
    ("month", "periods"),
    [
        ("2026-02", ["Feb-26"]),
        ("2025-12", ["Dec-25", "Quarter to Dec-25"]),
        ("2026-03", ["Mar-26", "Quarter to Mar-26", "Year to Mar-26"]),
    ],
)
def test_quarters_and_years_are_asked_for_in_the_month_they_end_with(tmp_path, month, periods):
    folder = a_folder(tmp_path, MONTHLY, QUARTERLY, YEARLY)
    assert [period for _, _, period in asked(folder, date.fromisoformat(f"{month}-01"))] == periods


def test_why_an_indicator_is_not_asked_for_is_said(tmp_path):
    in_care = an_indicator("in-care", "count", measure="children-in-care", kind="snapshot")
    plans = an_indicator("cp-plans", "rate", measure="cp-plans", kind="snapshot", breakdown="locality")
    folder = a_folder(tmp_path, MONTHLY, QUARTERLY, in_care, plans)
    folder.settings["area"].append({"name": "HILL", "axis": "locality"})
    assert {(indicator, area) for indicator, area, _ in asked(folder, FEBRUARY)} >= {
        ("in-care", "TOTAL"), ("cp-plans", "TOTAL"), ("cp-plans", "HILL"),
    }  # fmt: skip
    # with records they are counted, but not by where children live
    folder.settings["records"] = {"as_of": date(2026, 2, 28), "plans": {"file": "plans.csv"}}
    folder.put("plans.csv", "child_id,started\nF1,2026-02-03\n")
    made = new_figures(folder.project, FEBRUARY, tmp_path / "counted.xlsx")
    assert made.left_out == (
        "'voids' has its next quarter to Mar-26",
        "'in-care' is computed",
        "'cp-plans' is computed (TOTAL)",
    )
    assert {(row["Indicator"], row["Area"]) for row in rows(made)} >= {("cp-plans", "HILL")}
    assert ("cp-plans", "TOTAL") not in {(row["Indicator"], row["Area"]) for row in rows(made)}


def test_what_was_typed_elsewhere_is_not_asked_for_again(tmp_path):
    folder = a_folder(tmp_path, figures=HEADER + "icpc,2026-03,,70,102\n")
    made = new_figures(folder.project, MARCH)
    assert [row["Area"] for row in rows(made)] == ["EAST", "SOUTH"]
    assert made.left_out == ("'icpc' has its figure for Mar-26 already (TOTAL)",)


def test_a_stored_or_blank_figure_is_asked_for(tmp_path):
    folder = a_folder(tmp_path, figures=HEADER + "icpc,2026-03,EAST,,\n")
    folder.put("history/2026-03/a.csv", HEADER + "icpc,2026-03,,70,102\n")
    assert len(asked(folder)) == 3


def test_a_project_without_any_figures_gets_its_first_sheet(tmp_path):
    made = new_figures(a_folder(tmp_path).project, MARCH)
    assert (made.path, made.rows) == (tmp_path / "figures" / "2026-03.xlsx", 3)


def test_the_last_figure_stands_beside(tmp_path):
    folder = a_folder(
        tmp_path,
        figures=HEADER + "icpc,2025-12,,60,100\nicpc,2026-02,,70,140\nicpc,2026-01,EAST,20,25\nicpc,2026-02,SOUTH,c,\n",
    )
    beside = [
        [row[f"Last {what}"] for what in ("period", "numerator", "denominator", "value")]
        for row in rows(new_figures(folder.project, MARCH))
    ]
    assert beside == [["Feb-26", 70, 140, 0.5], ["Jan-26", 20, 25, 0.8], ["Feb-26", "[c]", "[c]", "[c]"]]


def test_what_to_type_is_in_the_indicators_own_words(tmp_path):
    made = new_figures(a_folder(tmp_path).project, MARCH)
    assert rows(made)[0]["What to type"] == "No. inside, out of: Total"


# What comes of it


def test_a_filled_sheet_is_read(tmp_path):
    folder = a_folder(tmp_path, figures=HEADER + "icpc,2026-02,,70,140\n")
    made = new_figures(folder.project, MARCH)
    typed(made, {"F4": 71, "G4": 140, "H5": 0.54, "I6": "c", "J6": "under five"})
    figures, found = folder.read()
    march = [f for f in figures.rows if f.period == MARCH]
    assert [(f.area, f.numerator, f.denominator, f.value, f.code, f.note) for f in march] == [
        ("TOTAL", 71, 140, None, None, ""),
        ("EAST", None, None, 54, None, ""),
        ("SOUTH", None, None, None, "c", "under five"),
    ]
    assert said(found) == []


def test_a_sheet_that_is_not_filled_yet_changes_nothing(tmp_path):
    folder = a_folder(tmp_path, figures=HEADER + "icpc,2026-02,,70,140\n")
    new_figures(folder.project, MARCH)
    figures, found = folder.read()
    assert figures.latest_month(folder.project) == date(2026, 2, 1)
    assert said(found) == []


def test_quarters_and_years_are_read_back_as_they_were_asked_for(tmp_path):
    folder = a_folder(tmp_path, MONTHLY, QUARTERLY, YEARLY)
    typed(new_figures(folder.project, MARCH), {"F4": 1, "F5": 2, "F6": 3})
    assert [(f"{f.period:%Y-%m}", f.numerator) for f in folder.read()[0].rows] == [
        ("2026-03", 1),
        ("2026-01", 2),
        ("2025-04", 3),
    ]


def test_a_rates_population_is_shown_and_is_not_typed(tmp_path):
    folder = a_folder(tmp_path, an_indicator("plans", "rate", breakdown="none"))
    folder.put("populations.csv", "area,year,population\nTOTAL,2025,138040\n")
    made = new_figures(folder.project, MARCH)
    assert sheet(made)["G4"].number_format.endswith(';"138,040"')
    assert rows(made)[0]["What to type"] == "Number, out of: Population, mid-2025 (shown)"
    assert folder.read()[0].rows[0].is_blank
    typed(made, {"F4": 595})
    folder.put("populations.csv", "area,year,population\nTOTAL,2025,139000\n")  # revised
    assert folder.read()[0].rows[0].denominator == 139000


def test_texts_of_the_project_are_text_whatever_they_begin_with(tmp_path):
    folder = a_folder(tmp_path, an_indicator("icpc", "percent", short="=1+1", numerator_label="=HYPERLINK(1)"))
    folder.settings["area"] = [{"name": "=EAST"}]
    folder.settings["scorecard"]["organisation"] = "=cmd & Sons (fictional)"
    made = sheet(new_figures(folder.project, MARCH))
    formulas = {cell.coordinate for line in made.iter_rows() for cell in line if cell.data_type == "f"}
    assert formulas == {"O4", "O5"}  # the change on the last figure, which is ours


def test_the_same_figures_give_the_same_file(tmp_path):
    folder = a_folder(tmp_path)
    one, two = (new_figures(folder.project, MARCH, tmp_path / name) for name in ("one.xlsx", "two.xlsx"))
    assert one.path.read_bytes() == two.path.read_bytes()


def test_the_councils_next_month_is_typed_and_built(tmp_path, capsys):
    project = tmp_path / "council"
    shutil.copytree(COUNCIL, project)
    settings = (project / "scorecard.toml").read_text("utf-8")
    (project / "scorecard.toml").write_text(
        settings.replace('figures = ["figures/*.csv"]', 'figures = ["figures/*.csv", "figures/*.xlsx"]'), "utf-8"
    )
    assert main(["figures", "new", str(project), "--month", "2026-04"]) == 0
    made = project / "figures" / "2026-04.xlsx"
    assert capsys.readouterr().out == f"{made}: 51 figures to type. Fill it in Excel, save it, and build.\n"
    book = openpyxl.load_workbook(made)
    for row in book.active.iter_rows(min_row=FIRST):
        line = {header.value: cell for header, cell in zip(book.active[FIRST - 1], row, strict=True)}
        for part in ("Numerator", "Denominator"):
            last = line[f"Last {part.lower()}"].value
            if isinstance(last, int | float):
                line[part].value = last
            elif last and part == "Numerator":
                line["Code"].value = last.strip("[]")
    book.save(made)
    assert main(["build", str(project), "--month", "2026-04", "-o", str(tmp_path / "april.xlsx")]) == 0
    capsys.readouterr()
    shown = libreoffice.cells(tmp_path / "april.xlsx")
    assert datetime(2026, 4, 1) in {value for (name, _), value in shown.items() if name == "Summary"}  # noqa: DTZ001
    figures, _ = read_figures(read_project(project))
    april, march = (figures.find("cp-plans", date(2026, month, 1)) for month in (4, 3))
    assert (april.numerator, april.source) == (march.numerator, "typed")


# What it lets in, and marks


def conditional_formula(made: NewFigures, column: str) -> str:
    [found] = [
        rule.formula[0]
        for area, rules in sheet(made).conditional_formatting._cf_rules.items()
        if str(area.sqref).startswith(f"{column}{FIRST}")
        for rule in rules
    ]
    return found


def allowed_formula(made: NewFigures, address: str) -> str:
    [found] = [v.formula1 for v in sheet(made).data_validations.dataValidation if address in str(v.sqref).split()]
    return found


# typed numerator, denominator and value beside 100 of 200; allowed and marked of each; the change
ENTRIES = [
    (101, 200, None, (True, True, None), (False, False, False), 0.01),
    (151, 200, None, (True, True, None), (True, False, False), 0.51),
    (150, 200, None, (True, True, None), (False, False, False), 0.5),
    (49, 99, None, (True, True, None), (True, True, False), -0.51),
    (201, 200, None, (False, False, None), (True, False, False), 1.01),
    (-1, 200, None, (False, True, None), (True, False, False), -1.01),
    ("x", None, None, (False, None, None), (False, False, False), ""),
    (None, None, 0.8, (None, None, True), (False, False, True), 0.6),
    (None, None, 54, (None, None, False), (False, False, True), 107),
    (None, None, None, (None, None, None), (False, False, False), ""),
]


@libreoffice.needs_libreoffice
def test_entries_are_allowed_and_marked_as_they_are_typed(tmp_path):
    folder = a_folder(
        tmp_path, an_indicator("icpc", "percent", breakdown="none"), figures=HEADER + "icpc,2026-02,,100,200\n"
    )
    made = new_figures(folder.project, MARCH)
    asks = [f"{column}{FIRST}" for column in "FGH"]
    rules = [allowed_formula(made, address) for address in asks] + [
        conditional_formula(made, column) for column in "FGH"
    ]
    paths = []
    for number, (numerator, denominator, value, *_) in enumerate(ENTRIES):
        book = openpyxl.load_workbook(made.path)
        for address, entry in zip(asks, (numerator, denominator, value), strict=True):
            book.active[address] = entry
        for place, rule in enumerate(rules):
            book.active[f"R{FIRST + place}"] = f"={rule.removeprefix('=')}"
        paths.append(tmp_path / f"{number}.xlsx")
        book.save(paths[-1])
    for path, (*entries, allowed, marked, change) in zip(
        libreoffice.recalculated(paths, tmp_path / "recalculated"), ENTRIES, strict=True
    ):
        after = openpyxl.load_workbook(path, data_only=True).active
        found = [after[f"R{FIRST + place}"].value for place in range(6)]
        assert [a for a, entry in zip(found[:3], entries, strict=True) if entry is not None] == [
            a for a in allowed if a is not None
        ]
        assert tuple(found[3:]) == marked
        assert (after[f"O{FIRST}"].value or "") == (pytest.approx(change) if change else "")


def test_a_count_has_neither_denominator_nor_value_to_type(tmp_path):
    made = new_figures(a_folder(tmp_path, MONTHLY).project, MARCH)
    assert [allowed_formula(made, f"{column}4").endswith(",FALSE)") for column in "FGH"] == [False, True, True]


def test_the_page_is_a4_across_and_its_heads_stay(tmp_path):
    page = sheet(new_figures(a_folder(tmp_path).project, MARCH))
    assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "landscape")
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.page_setup.fitToHeight == 0  # as many pages as it takes, one across
    assert (page.freeze_panes, page.print_title_rows) == ("D4", "$3:$3")


# When it is not made


def test_a_file_that_is_there_is_never_overwritten(tmp_path, capsys):
    project = tmp_path / "council"
    shutil.copytree(COUNCIL, project)
    file = project / "figures" / "2026-04.xlsx"
    file.write_bytes(b"half filled")
    assert main(["figures", "new", str(project), "--month", "2026-04"]) == 2
    assert file.read_bytes() == b"half filled"
    assert "Go on filling it; or give another name with -o" in capsys.readouterr().err


def test_a_sheet_that_somebody_puts_there_while_it_is_drawn_is_left(tmp_path, monkeypatch):
    folder = a_folder(tmp_path)
    file = tmp_path / "figures" / "2026-03.xlsx"

    def put_there(*_: object) -> bytes:
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(b"half filled")
        return b"blank"

    monkeypatch.setattr(new, "draw", put_there)
    with pytest.raises(WouldLoseEditsError, match="put here by somebody while this ran"):
        new_figures(folder.project, MARCH)
    assert file.read_bytes() == b"half filled"


def test_a_month_without_anything_to_type_makes_no_file(tmp_path):
    folder = a_folder(tmp_path, MONTHLY, figures=HEADER + "plans,2026-03,,5,\n")
    with pytest.raises(ProjectError, match="nothing to type for Mar-26: 'plans' has its figure for Mar-26 already"):
        new_figures(folder.project, MARCH)
    assert not (tmp_path / "figures" / "2026-03.xlsx").exists()


def test_wrong_figures_are_told_before_a_sheet_is_made(tmp_path):
    folder = a_folder(tmp_path, figures=HEADER + "icpc,2026-02,,700,140\n")
    with pytest.raises(FindingsError):
        new_figures(folder.project, MARCH)
    assert not (tmp_path / "figures" / "2026-03.xlsx").exists()


def test_a_sheet_that_the_project_would_not_read_is_told(tmp_path):
    folder = a_folder(tmp_path)
    assert [f.code for f in new_figures(folder.project, MARCH).findings if f.code != "F-NONE"] == []
    elsewhere = new_figures(folder.project, MARCH, tmp_path / "march.xlsx")
    assert [f.code for f in elsewhere.findings if f.code == "F-UNREAD"] == ["F-UNREAD"]


def test_a_name_that_is_no_workbooks_is_refused(tmp_path):
    with pytest.raises(ProjectError, match="the sheet is an Excel workbook"):
        new_figures(a_folder(tmp_path).project, MARCH, tmp_path / "march.csv")


def test_machines_are_told_the_same(tmp_path, capsys):
    out = tmp_path / "april.xlsx"
    assert main(["figures", "new", str(COUNCIL), "--month", "2026-04", "-o", str(out), "--json"]) == 0
    said_ = json.loads(capsys.readouterr().out)
    assert (said_["path"], said_["rows"], said_["left_out"]) == (str(out), 51, [])
    assert [finding["code"] for finding in said_["findings"]] == ["F-UNREAD"]
