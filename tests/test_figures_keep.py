"""Keeping a month's figures: what was published is in the project's history, and no later source takes it away."""

import csv
from datetime import date

import pytest

from excel_scorecard.cli import main
from excel_scorecard.errors import ProjectError
from excel_scorecard.figures.keep import keep_figures
from tests.figures_folder import HEADER, Folder, an_indicator

AUGUST, SEPTEMBER = date(2015, 8, 1), date(2015, 9, 1)
FIGURES = f"""{HEADER}icpc,2015-08,TOTAL,54,100
icpc,2015-08,EAST,30,60
icpc,2015-09,TOTAL,55,100
voids,2015-07,TOTAL,12,
"""


@pytest.fixture
def folder(tmp_path) -> Folder:
    voids = an_indicator("voids", "count", frequency="quarter", breakdown="none")
    made = Folder(tmp_path, [an_indicator("icpc", "percent"), voids])
    made.put("figures/a.csv", FIGURES)
    return made


def kept_rows(folder: Folder, month: str) -> list[tuple[str, ...]]:
    with (folder.path / "history" / month / "figures.csv").open(encoding="utf-8-sig", newline="") as file:
        return [
            (row["indicator"], row["period"], row["area"], row["numerator"], row["denominator"])
            for row in csv.DictReader(file)
        ]


def test_what_was_said_by_then_is_kept(folder):
    assert keep_figures(folder.project, AUGUST).rows == 2
    assert kept_rows(folder, "2015-08") == [
        ("icpc", "2015-08", "TOTAL", "54", "100"),
        ("icpc", "2015-08", "EAST", "30", "60"),
    ]


def test_a_later_month_keeps_what_is_new_or_was_said_otherwise(folder):
    keep_figures(folder.project, AUGUST)
    folder.put("figures/a.csv", FIGURES.replace("EAST,30,60", "EAST,31,60"))
    assert keep_figures(folder.project, SEPTEMBER).rows == 3
    assert kept_rows(folder, "2015-09") == [
        ("icpc", "2015-08", "EAST", "31", "60"),
        ("icpc", "2015-09", "TOTAL", "55", "100"),
        ("voids", "2015-07", "TOTAL", "12", ""),  # the quarter ends with September
    ]


def test_figures_whose_file_has_gone_are_told_as_they_were_kept(folder):
    before, _ = folder.read()
    keep_figures(folder.project, SEPTEMBER)
    (folder.path / "figures" / "a.csv").write_text(f"{HEADER}icpc,2015-10,TOTAL,56,100\n", "utf-8")
    after, _ = folder.read()
    for figure in before.rows:
        again = after.find(*figure.key)
        assert (again.numerator, again.denominator, again.source) == (figure.numerator, figure.denominator, "stored")


def test_nothing_that_was_kept_is_written_over(folder):
    keep_figures(folder.project, SEPTEMBER)
    content = (folder.path / "history" / "2015-09" / "figures.csv").read_bytes()
    with pytest.raises(ProjectError, match="September 2015 are kept already"):
        keep_figures(folder.project, SEPTEMBER)
    assert (folder.path / "history" / "2015-09" / "figures.csv").read_bytes() == content


def test_a_month_without_a_figure_leaves_no_folder(folder):
    with pytest.raises(ProjectError, match="no figure of November 2015"):
        keep_figures(folder.project, date(2015, 11, 1))
    assert not (folder.path / "history").exists()


def test_a_note_that_looks_like_a_formula_is_text_in_the_file(folder):
    folder.put("figures/b.csv", "indicator,period,area,code,note\nicpc,2015-09,EAST,x,=1+1\n")
    keep_figures(folder.project, SEPTEMBER)
    assert ",'=1+1" in (folder.path / "history" / "2015-09" / "figures.csv").read_text("utf-8-sig")


def test_the_command_says_where_they_lie_and_how_many(tmp_path, capsys):
    folder = tmp_path / "project"
    (folder / "figures").mkdir(parents=True)
    (folder / "figures" / "a.csv").write_text(f"{HEADER}icpc,2015-09,TOTAL,55,100\n")
    (folder / "scorecard.toml").write_text(
        '[scorecard]\norganisation = "Northshire (fictional)"\n\n[[indicator]]\nid = "icpc"\nnumber = 1\n'
        'title = "CP conferences"\nunit = "percent"\ngood = "high"\n'
    )
    assert main(["figures", "keep", str(folder), "--month", "2015-09"]) == 0
    assert capsys.readouterr().out == f"{folder / 'history' / '2015-09' / 'figures.csv'}: 1 figure kept.\n"
