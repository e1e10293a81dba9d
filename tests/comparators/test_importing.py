"""Importing: downloaded files become rows of comparators.csv; what is read, what is not, and why is told."""

import csv
from pathlib import Path

import pytest

from excel_scorecard.cli.main import main
from excel_scorecard.comparators import COLUMNS, Imported, import_comparators
from excel_scorecard.errors import FindingsError, ProjectError
from tests.comparators.official import C1, C4, CLA, CSWW, D1, LIST_2025, official
from tests.comparators.projects import (
    AUTHORITIES,
    ENGLAND,
    INDICATOR,
    NORTHLAND,
    comparators,
    neighbour_list,
    project,
    release,
)
from tests.comparators.projects import (
    COLUMNS as HEADER,
)

COMPARING = 'authority = "Town 1"\ntake = ["england", "region", "neighbours", "top_quartile"]'


def rows(folder: Path, name: str = "comparators.csv") -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def imported(tmp_path: Path, comparing: str = COMPARING) -> Imported:
    files = [release(tmp_path / "downloads", ENGLAND, NORTHLAND, *AUTHORITIES), neighbour_list(tmp_path / "downloads")]
    return import_comparators(project(tmp_path / "ours", comparing=comparing), files)


def test_an_import_writes_the_rows_in_the_settings_order(tmp_path):
    done = imported(tmp_path)
    assert done.path == tmp_path / "ours" / "comparators.csv"
    assert (done.added, done.replaced, len(done.rows)) == (4, 0, 4)
    found = rows(tmp_path / "ours")
    assert tuple(found[0]) == COLUMNS
    assert [(row["label"], row["period"], row["value"]) for row in found] == [
        ("England", "2024-25", "22.6"),
        ("Northland", "2024-25", "20.1"),
        ("Statistical neighbours (median of 8 of 10, 2027 list)", "2024-25", "26.0"),
        ("Top quartile (lowest 25% of 9 authorities)", "2024-25", "23.5"),
    ]
    assert {row["indicator"] for row in found} == {"re-referrals"}
    assert {(row["status"], row["publishable"]) for row in found} == {("final", "yes")}


def test_neighbours_without_a_figure_are_told(tmp_path):
    told = [f for f in imported(tmp_path).findings if f.code == "B-LEFT-OUT"]
    what = "rereferrals 2024-25: 2 of 10 neighbours left out: Town 11 (no row), Town 12 (no row)"
    assert [f.what for f in told] == [what]


def test_a_second_import_of_the_same_changes_no_byte(tmp_path):
    before = imported(tmp_path).path.read_bytes()
    again = imported(tmp_path)
    assert (again.added, again.replaced) == (0, 4)
    assert again.path.read_bytes() == before


def test_rows_of_other_origin_stay_as_they_are_and_the_same_row_is_replaced(tmp_path):
    ours = project(tmp_path / "ours", comparing='take = ["england"]')
    mine = 're-referrals,"Regional group, \'A\'",2024-25,  19.9 ,"shared, in confidence",provisional,no'
    comparators(
        ours, mine, "re-referrals,England (old),2024/25,99,typed,final,yes", "re-referrals,England,2023-24,22.4,,,"
    )
    done = import_comparators(ours, [release(tmp_path, ENGLAND)])
    assert (done.added, done.replaced) == (0, 1)
    text = done.path.read_text("utf-8-sig")
    assert text.splitlines()[0] == HEADER
    assert text.splitlines()[1] == mine
    assert text.splitlines()[3] == "re-referrals,England,2023-24,22.4,,,"
    assert rows(ours)[1]["label"] == "England"
    assert rows(ours)[1]["value"] == "22.6"


def test_a_file_with_semicolons_and_columns_of_its_own_keeps_both(tmp_path):
    ours = project(tmp_path / "ours", comparing='take = ["england"]')
    header = "label;indicator;period;value;source;status;publishable;checked by"
    comparators(ours, "Group;re-referrals;2024-25;19,9;;;;Ann", header=header.replace(",", ";"))
    with pytest.raises(FindingsError, match="19,9"):
        import_comparators(ours, [release(tmp_path, ENGLAND)])
    comparators(ours, "Group;re-referrals;2024-25;19.9;;;;Ann", header=header)
    import_comparators(ours, [release(tmp_path, ENGLAND)])
    lines = (ours / "comparators.csv").read_text("utf-8-sig").splitlines()
    assert lines[:2] == [header, "Group;re-referrals;2024-25;19.9;;;;Ann"]
    assert lines[2].startswith("England;re-referrals;2024-25;22.6;")


def test_of_two_releases_the_later_one_counts_where_both_have_a_year(tmp_path):
    ours = project(tmp_path / "ours", comparing='take = ["england"]')
    earlier = release(tmp_path, ("National", "", "England", "22.0"), year=2024, name="a.csv")
    later = release(tmp_path, ENGLAND, name="b.csv")
    text = later.read_text("utf-8-sig")
    revised = text.splitlines()[1].replace("2025,", "2024,").replace(",22.6", ",22.4")
    later.write_text(f"{text}{revised}\n", "utf-8-sig")
    for files in ([earlier, later], [later, earlier]):
        import_comparators(ours, files)
        assert [(r["period"], r["value"]) for r in rows(ours)] == [("2024-25", "22.6"), ("2023-24", "22.4")]


def test_a_code_is_written_as_a_code(tmp_path):
    ours = project(tmp_path / "ours", comparing='take = ["england"]')
    import_comparators(ours, [release(tmp_path, ("National", "", "England", "u"))])
    assert rows(ours)[0]["value"] == "u"


def test_a_file_that_is_none_of_those_is_told_and_the_others_are_read(tmp_path):
    ours = project(tmp_path / "ours", comparing='take = ["england"]')
    other = tmp_path / "budget.csv"
    other.write_text("cost centre,amount\nA,1\n", "utf-8")
    done = import_comparators(ours, [other, release(tmp_path, ENGLAND)])
    [finding] = [f for f in done.findings if f.code == "B-FILE"]
    assert finding.level == "warning"
    assert "its columns are cost centre, amount" in finding.what
    assert done.added == 1


def test_nothing_is_written_where_a_file_cannot_be_used(tmp_path):
    ours = project(tmp_path / "ours", comparing='take = ["england"]')
    wrong = tmp_path / "cut.csv"
    wrong.write_text("time_period,rereferral_count,referral_count\n2025,1,2\n", "utf-8")
    with pytest.raises(FindingsError) as caught:
        import_comparators(ours, [release(tmp_path, ENGLAND), wrong])
    assert caught.value.findings[0].code == "B-COLUMN"
    assert not (ours / "comparators.csv").exists()


def test_nothing_is_written_where_the_own_file_is_wrong(tmp_path):
    ours = project(tmp_path / "ours", comparing='take = ["england"]')
    path = comparators(ours, "re-referrals,England,soon,22.6,,,")
    before = path.read_bytes()
    with pytest.raises(FindingsError, match="'soon' is no period"):
        import_comparators(ours, [release(tmp_path, ENGLAND)])
    assert path.read_bytes() == before


REFUSED = [
    ("", INDICATOR.replace('published = "rereferrals"\n', ""), "no indicator says which published measure"),
    ('neighbour_list = "list.csv"', INDICATOR, "there is no list of neighbours 'list.csv'"),
    ('files = ["regional/*.csv"]', INDICATOR, "an import writes comparators.csv"),
    ('files = ["own.xlsx"]', INDICATOR, "an import writes a CSV file"),
]


@pytest.mark.parametrize(("comparing", "indicator", "what"), REFUSED)
def test_settings_that_allow_no_import_are_refused(tmp_path, comparing, indicator, what):
    ours = project(tmp_path / "ours", indicator, comparing)
    with pytest.raises(ProjectError, match=what.replace(".", r"\.")) as caught:
        import_comparators(ours, [release(tmp_path, ENGLAND)])
    assert caught.value.mend


def test_files_of_other_measures_alone_give_nothing_to_write(tmp_path):
    indicator = INDICATOR.replace("rereferrals", "cp-plans-repeat")
    ours = project(tmp_path / "ours", indicator, 'take = ["england"]')
    with pytest.raises(ProjectError, match=r"nothing could be taken: release\.csv: referrals and re-referrals"):
        import_comparators(ours, [release(tmp_path, ENGLAND)])


@pytest.mark.parametrize("name", ["gone.csv", "."])
def test_a_file_that_is_not_there_is_named(tmp_path, name):
    with pytest.raises(ProjectError, match=r"there is no such file|this is a folder"):
        import_comparators(project(tmp_path / "ours"), [tmp_path / name])


def test_the_files_that_a_pattern_gives_are_written_where_the_settings_say(tmp_path):
    ours = project(tmp_path / "ours", comparing='take = ["england"]\nfiles = ["typed/*.csv", "published.csv"]')
    done = import_comparators(ours, [release(tmp_path, ENGLAND)])
    assert done.path == ours / "published.csv"


def test_the_real_files_give_four_measures_at_once(tmp_path):
    measures = {
        "re-referrals": ("rereferrals", "percent", "low", ""),
        "icpc": ("icpcs-in-15-days", "percent", "high", ""),
        "plans": ("cp-plans-rate", "rate", "neither", ""),
        "looked-after": ("looked-after-rate", "rate", "neither", ""),
        "caseload": ("caseload", "average", "low", ""),
    }
    indicators = "".join(
        f'[[indicator]]\nid = "{id_}"\nnumber = "{id_}"\ntitle = "{id_}"\nunit = "{unit}"\ngood = "{good}"\n'
        f'published = "{measure}"\n'
        for id_, (measure, unit, good, _) in measures.items()
    )
    ours = project(tmp_path / "ours", indicators, 'authority = "Birmingham"\nyears = 1')
    files = [official(name) for name in (C1, C4, D1, CLA, CSWW, LIST_2025)]
    done = import_comparators(ours, files)
    assert [(row.indicator, row.period, str(row.value)) for row in done.rows if row.label == "England"] == [
        ("re-referrals", "2024-25", "22.6"),
        ("icpc", "2023-24", "79.7"),
        ("plans", "31 March 2024", "41.6"),
        ("looked-after", "31 March 2025", "67"),
        ("caseload", "30 September 2025", "15.2"),
    ]
    assert len(done.rows) == 15
    assert done.without == ()


# ---- the command


def test_the_command_says_what_was_read_and_written(tmp_path, capsys):
    ours = project(tmp_path / "ours", comparing='take = ["england"]')
    path = release(tmp_path, ENGLAND)
    assert main(["comparators", "import", str(path), "--project", str(ours)]) == 0
    said = capsys.readouterr()
    assert "release.csv: referrals and re-referrals, to 2025; rereferrals" in said.out
    assert f"{ours / 'comparators.csv'}: 1 figure added, 0 replaced, for 1 indicator." in said.out


def test_the_command_gives_the_same_as_json(tmp_path, capsys):
    import json

    ours = project(tmp_path / "ours", comparing='take = ["england"]')
    path = release(tmp_path, ENGLAND)
    assert main(["comparators", "import", str(path), "--project", str(ours), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["added"] == 1
    assert report["rows"][0]["value"] == "22.6"
    assert report["findings"] == []


def test_the_command_ends_with_2_where_nothing_can_be_imported(tmp_path, capsys):
    ours = project(tmp_path / "ours", INDICATOR.replace('published = "rereferrals"\n', ""))
    assert main(["comparators", "import", str(release(tmp_path, ENGLAND)), "--project", str(ours)]) == 2
    assert "no indicator says which published measure" in capsys.readouterr().err
