"""Joining: which comparators an indicator has in a month, of its settings and of the file, and what is told of them."""

from datetime import date

from excel_scorecard.comparators import with_comparators
from excel_scorecard.project import read_project
from tests.comparators.projects import INDICATOR, comparators, project

MARCH = date(2026, 3, 1)
ENGLAND = '[[indicator.comparator]]\nlabel = "England"\nperiod = "{period}"\nvalue = {value}\n'


def joined(tmp_path, *rows: str, settings: str = "", month: date = MARCH):
    ours = project(tmp_path, INDICATOR + settings)
    if rows:
        comparators(ours, *rows)
    made, findings = with_comparators(read_project(ours), month)
    return [(c.label, c.period, str(c.value)) for c in made.indicators[0].comparators], findings


def test_the_files_rows_follow_the_settings(tmp_path):
    shown, _ = joined(
        tmp_path,
        "re-referrals,Neighbours,2024-25,21.3,,,",
        settings=ENGLAND.format(period="2024-25", value="22.6"),
    )
    assert shown == [("England", "2024-25", "22.6"), ("Neighbours", "2024-25", "21.3")]


def test_of_one_label_the_latest_period_that_had_ended_is_shown(tmp_path):
    rows = [f"re-referrals,England,{year}-{year - 1999:02d},{year - 2000}.5,,," for year in (2022, 2023, 2024, 2025)]
    assert joined(tmp_path, *rows)[0] == [("England", "2025-26", "25.5")]
    assert joined(tmp_path, *rows, month=date(2026, 2, 1))[0] == [("England", "2024-25", "24.5")]
    assert joined(tmp_path, *rows, month=date(2022, 1, 1))[0] == []


def test_both_years_are_shown_where_the_settings_want_both(tmp_path):
    settings = ENGLAND.format(period="2024-25", value="22.6") + ENGLAND.format(period="2023-24", value="22.4")
    shown, _ = joined(tmp_path, "re-referrals,England,2022-23,22.4,,,", settings=settings)
    assert [period for _, period, _ in shown] == ["2024-25", "2023-24"]


def test_where_the_file_has_a_later_figure_than_the_settings_it_is_told(tmp_path):
    settings = ENGLAND.format(period="2023-24", value="22.4")
    shown, findings = joined(tmp_path, "re-referrals,England,2024-25,22.6,,,", settings=settings)
    assert shown == [("England", "2023-24", "22.4")]
    [later] = [f for f in findings if f.code == "B-LATER"]
    assert (later.level, later.file) == ("warning", "scorecard.toml")
    assert "comparators.csv has England 2024-25" in later.what


def test_a_fifth_has_no_place_and_is_told(tmp_path):
    rows = [f"re-referrals,Council {n},2024-25,2{n},,," for n in range(1, 6)]
    shown, findings = joined(tmp_path, *rows)
    assert [label for label, _, _ in shown] == ["Council 1", "Council 2", "Council 3", "Council 4"]
    [four] = [f for f in findings if f.code == "B-FOUR"]
    assert (four.place, four.level) == ("line 6, column label", "warning")
    assert "Council 5" in four.what


def test_a_figure_older_than_18_months_is_told_with_its_age(tmp_path):
    _, findings = joined(tmp_path, "re-referrals,England,2023-24,22.4,,,", "re-referrals,Neighbours,2024-25,21.3,,,")
    [old] = [f for f in findings if f.code == "B-OLD"]
    assert (old.file, old.place) == ("comparators.csv", "line 2, column label")
    assert old.what.endswith("in Mar-26: England 2023-24 (24 months)")


def test_an_old_figure_of_the_settings_is_told_at_its_place(tmp_path):
    _, [old] = joined(tmp_path, settings=ENGLAND.format(period="2023-24", value="22.4"))
    assert old.file == "scorecard.toml"
    assert old.place == "indicator 're-referrals', comparator 'England'"


def test_a_period_in_the_settings_that_is_none_is_never_old(tmp_path):
    shown, findings = joined(tmp_path, settings=ENGLAND.format(period="before the merger", value="22.4"))
    assert shown == [("England", "before the merger", "22.4")]
    assert findings == ()


def test_the_joined_project_finds_its_own_indicators(tmp_path):
    ours = read_project(project(tmp_path))
    assert ours.indicator("re-referrals").comparators == ()
    comparators(tmp_path, "re-referrals,England,2024-25,22.6,,,")
    made, _ = with_comparators(ours, MARCH)
    assert len(made.indicator("re-referrals").comparators) == 1
