"""Corrections, history, and which figure counts where several sources tell one."""

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excel_scorecard.errors import FindingsError
from excel_scorecard.figures import Figure, Override, figures_of_frame
from tests.figures_folder import HEADER, Folder, an_indicator, said

AUGUST, SEPTEMBER = date(2015, 8, 1), date(2015, 9, 1)
SOURCED = "indicator,period,numerator,denominator,source\n"
CORRECTIONS = "indicator,period,area,numerator,denominator,value,code,reason,by,on\n"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(
        tmp_path,
        [an_indicator("icpc", "percent"), an_indicator("plans", "count"), an_indicator("calls", "rate")],
    )


def numbers(figure: Figure | None) -> tuple[object, object, object]:
    assert figure is not None
    return figure.numerator, figure.denominator, figure.source


# Precedence


def test_a_typed_figure_counts_before_a_computed_one_and_is_listed(folder):
    text = SOURCED + "icpc,2015-09,70,102,computed\nicpc,2015-09,71,102,typed\n"
    figures, _ = folder.read({"figures/a.csv": text})
    assert numbers(figures.find("icpc", SEPTEMBER)) == (71, 102, "typed")
    [override] = figures.overrides
    assert override.figure == figures.find("icpc", SEPTEMBER)
    assert numbers(override.instead_of) == (70, 102, "computed")
    assert override.reason == "Typed figures come before computed ones"


ORDERS = [
    ("as-known", ["stored", "computed", "typed", "corrected"]),
    ("as-published", ["computed", "stored", "typed", "corrected"]),
]


@pytest.mark.parametrize(("history", "weakest_first"), ORDERS)
def test_each_source_counts_before_the_weaker_ones(folder, history, weakest_first):
    folder.settings["scorecard"]["history"] = history
    text = SOURCED
    for number, source in enumerate(weakest_first, start=1):
        text += f"icpc,2015-09,{number},102,{source}\n"
        figures, _ = folder.read({"figures/a.csv": text})
        assert numbers(figures.find("icpc", SEPTEMBER)) == (number, 102, source)
        assert len(figures.overrides) == number - 1


def test_a_figure_that_says_the_same_is_no_override(folder):
    figures, _ = folder.read({"figures/a.csv": SOURCED + "icpc,2015-09,70,102,computed\nicpc,2015-09,70,102,typed\n"})
    assert figures.find("icpc", SEPTEMBER).source == "typed"
    assert figures.overrides == ()


def test_a_blank_figure_overrides_nothing_and_a_code_does(folder):
    text = SOURCED + "icpc,2015-08,70,102,computed\nicpc,2015-08,,,typed\nicpc,2015-09,70,102,computed\n"
    figures, _ = folder.read({"figures/a.csv": text + "icpc,2015-09,x,,typed\n"})
    assert figures.find("icpc", AUGUST).numerator == 70
    assert figures.find("icpc", SEPTEMBER).code == "x"
    assert [override.figure.period for override in figures.overrides] == [SEPTEMBER]


def test_the_same_source_twice_is_still_an_error(folder):
    text = SOURCED + "icpc,2015-09,70,102,typed\nicpc,2015-09,70,102,computed\nicpc,2015-09,71,102,computed\n"
    [found] = folder.wrong({"figures/a.csv": text})
    assert (found.place, found.code) == ("line 4, column indicator", "F-DUPLICATE")


def test_a_row_that_waits_to_be_filled_is_no_second_figure(folder):
    filled, waiting = HEADER + "icpc,2015-09,,70,102\n", HEADER + "icpc,2015-09,,,\n"
    for files in ({"a": filled, "b": waiting}, {"a": waiting, "b": filled}):
        figures, _ = folder.read({f"figures/{name}.csv": text for name, text in files.items()})
        assert [f.numerator for f in figures.rows] == [70]


def test_overrides_are_in_the_order_of_the_figures(folder):
    text = (
        SOURCED
        + "plans,2015-09,1,,computed\nplans,2015-09,2,,typed\nicpc,2015-09,1,9,computed\nicpc,2015-09,2,9,typed\n"
    )
    figures, _ = folder.read({"figures/a.csv": text})
    assert [override.figure.indicator for override in figures.overrides] == ["icpc", "plans"]


def test_the_sources_of_a_frame_have_the_same_precedence(folder):
    figures, _ = folder.read({"figures/a.csv": SOURCED + "icpc,2015-09,70,102,computed\nicpc,2015-09,71,102,typed\n"})
    import pandas as pd

    displaced = pd.DataFrame(
        [{"indicator": "icpc", "period": "2015-09", "numerator": 70, "denominator": 102, "source": "computed"}]
    )
    again = figures_of_frame(pd.concat([displaced, figures.frame()[list(displaced.columns)]]), folder.project)
    assert numbers(again.find("icpc", SEPTEMBER)) == (71, 102, "typed")
    assert len(again.overrides) == 1


# Corrections


def test_a_correction_counts_before_everything_with_its_reason(folder):
    corrections = CORRECTIONS + "icpc,Sep-15,,71,103,,,one came late,A. Officer (fictional),05/10/2015\n"
    figures, found = folder.read({"figures/a.csv": HEADER + "icpc,2015-09,,70,102\n", "corrections.csv": corrections})
    figure = figures.find("icpc", SEPTEMBER)
    assert numbers(figure) == (71, 103, "corrected")
    assert (figure.note, figure.as_of) == ("one came late", date(2015, 10, 5))
    before = Figure("icpc", SEPTEMBER, numerator=70, denominator=102)
    assert figures.overrides == (Override(figure, before, "one came late", "A. Officer (fictional)"),)
    assert said(found) == []


CORRECTED = [  # numerator, denominator, value and code of the correction; of the figure then
    ("71,,,", (71, 102, None, None)),
    (",104,,", (70, 104, None, None)),
    (",,54%,", (None, None, 54, None)),
    (",,,c", (None, None, None, "c")),
    ("x,,,", (None, None, None, "x")),
]


@pytest.mark.parametrize(("cells", "becomes"), CORRECTED)
def test_a_correction_of_one_part_leaves_the_other_and_a_value_or_code_stands_alone(folder, cells, becomes):
    corrections = CORRECTIONS + f"icpc,Sep-15,,{cells},looked again,,\n"
    figures, _ = folder.read({"figures/a.csv": HEADER + "icpc,2015-09,,70,102\n", "corrections.csv": corrections})
    f = figures.find("icpc", SEPTEMBER)
    assert (f.numerator, f.denominator, f.value, f.code) == becomes


def test_a_correction_may_give_a_figure_that_nothing_else_gives(folder):
    corrections = CORRECTIONS + "icpc,Sep-15,EAST,20,25,,,counted by hand,,\n"
    figures, _ = folder.read({"figures/a.csv": HEADER + "icpc,2015-09,,70,102\n", "corrections.csv": corrections})
    assert figures.overrides == (Override(figures.find("icpc", SEPTEMBER, "EAST"), None, "counted by hand"),)


def test_a_corrected_rate_divides_by_its_population(folder):
    folder.put("populations.csv", "area,year,population\nTOTAL,2014,1000\n")
    corrections = CORRECTIONS + "calls,Sep-15,,8,,,,recounted,,\n"
    figures, _ = folder.read({"figures/a.csv": HEADER + "calls,2015-09,,7,\n", "corrections.csv": corrections})
    assert numbers(figures.find("calls", SEPTEMBER)) == (8, 1000, "corrected")
    assert figures.overrides[0].figure.denominator == figures.overrides[0].instead_of.denominator == 1000


def test_a_correction_keeps_the_status_of_what_it_corrects(folder):
    text = "indicator,period,numerator,status\nplans,2015-09,5,provisional\n"
    corrections = CORRECTIONS + "plans,Sep-15,,6,,,,recounted,,\n"
    figures, _ = folder.read({"figures/a.csv": text, "corrections.csv": corrections})
    assert figures.find("plans", SEPTEMBER).status == "provisional"


def test_a_correction_that_the_source_agrees_with_by_now_is_told_and_changes_nothing(folder):
    corrections = CORRECTIONS + "icpc,Sep-15,,71,,,,one came late,,\n"
    figures, found = folder.read({"figures/a.csv": HEADER + "icpc,2015-09,,71,102\n", "corrections.csv": corrections})
    assert said(found) == [("corrections.csv", "line 2, column indicator", "C-AGREES")]
    assert found[0].level == "warning"
    assert "now agrees with the source, and can be taken out" in found[0].what
    assert (figures.find("icpc", SEPTEMBER).source, figures.overrides) == ("typed", ())


WRONG_CORRECTIONS = [
    ("icpc,Sep-15,,71,,,,,,", "line 2, column reason", "C-REASON"),
    ("icpc,Sep-15,,,,,,because,,", "line 2, column indicator", "C-BLANK"),
    ("icpcs,Sep-15,,71,,,,because,,", "line 2, column indicator", "F-INDICATOR"),
    ("icpc,Sep-15,EAS,71,,,,because,,", "line 2, column area", "F-AREA"),
    ("icpc,Septober,,71,,,,because,,", "line 2, column period", "F-PERIOD"),
    ("icpc,Sep-15,,many,,,,because,,", "line 2, column numerator", "F-NUMBER"),
    ("icpc,Sep-15,,103,,,,because,,", "line 2, column indicator", "F-ABOVE"),
    ("icpc,Sep-15,,71,,,,because,,tomorrow", "line 2, column on", "F-PERIOD"),
]


@pytest.mark.parametrize(("line", "place", "code"), WRONG_CORRECTIONS)
def test_a_correction_that_cannot_be_is_an_error_at_its_line(folder, line, place, code):
    folder.put("corrections.csv", CORRECTIONS + line + "\n")
    [found] = folder.wrong({"figures/a.csv": HEADER + "icpc,2015-09,,70,102\n"})
    assert (found.file, found.place, found.code) == ("corrections.csv", place, code)


def test_a_corrections_file_with_a_header_alone_corrects_nothing(folder):
    figures, _ = folder.read({"figures/a.csv": HEADER + "icpc,2015-09,,70,102\n", "corrections.csv": CORRECTIONS})
    assert figures.overrides == ()


def test_a_correction_stands_in_place_of_each_source_that_says_otherwise(folder):
    folder.put("corrections.csv", CORRECTIONS + "icpc,Sep-15,,71,102,,,one came late,,\n")
    folder.put("history/2015-09/icpc.csv", HEADER + "icpc,2015-09,,69,102\n")
    text = SOURCED + "icpc,2015-09,70,102,typed\nicpc,2015-09,71,102,computed\n"
    figures, _ = folder.read({"figures/a.csv": text})
    assert [(o.instead_of.numerator, o.instead_of.source, o.reason) for o in figures.overrides] == [
        (70, "typed", "one came late"),
        (69, "stored", "one came late"),
    ]


# History


def test_what_was_published_stands_where_nothing_else_is_known(folder):
    folder.put("history/2015-08/icpc.csv", HEADER + "icpc,2015-08,,60,100\n")
    figures, _ = folder.read({"figures/a.csv": HEADER + "icpc,2015-09,,70,102\n"})
    assert numbers(figures.find("icpc", AUGUST)) == (60, 100, "stored")


def test_history_alone_is_enough(folder):
    figures, _ = folder.read({"history/2015-08/icpc.csv": HEADER + "icpc,2015-08,,60,100\n"})
    assert len(figures) == 1


@pytest.mark.parametrize(("history", "numerator"), [("as-known", 61), ("as-published", 60)])
def test_a_project_says_whether_months_are_as_known_now_or_as_published(folder, history, numerator):
    folder.settings["scorecard"]["history"] = history
    folder.put("history/2015-08/icpc.csv", HEADER + "icpc,2015-08,,60,100\n")
    figures, _ = folder.read({"figures/a.csv": SOURCED + "icpc,2015-08,61,100,computed\n"})
    assert figures.find("icpc", AUGUST).numerator == numerator
    assert len(figures.overrides) == 1


def test_the_latest_publication_counts_and_none_after_the_report_month(folder):
    for published, numerator in (("2015-08", 60), ("2015-10", 62), ("2015-09", 61)):
        folder.put(f"history/{published}/icpc.csv", HEADER + f"icpc,2015-08,,{numerator},100\n")
    assert folder.read()[0].find("icpc", AUGUST).numerator == 62
    assert folder.read(month=SEPTEMBER)[0].find("icpc", AUGUST).numerator == 61
    folder.settings["scorecard"]["month"] = AUGUST
    assert folder.read()[0].find("icpc", AUGUST).numerator == 60


def test_a_publications_source_column_does_not_matter(folder):
    figures, _ = folder.read({"history/2015-08/a.csv": SOURCED + "icpc,2015-08,60,100,typed\n"})
    assert figures.rows[0].source == "stored"


def test_an_indicator_that_is_no_more_is_set_aside_with_a_warning(folder):
    files = {"history/2015-08/a.csv": HEADER + "old,2015-08,,60,100\nicpc,2015-08,,60,100\n"}
    figures, found = folder.read(files)
    assert said(found) == [("history/2015-08/a.csv", "line 2, column indicator", "F-INDICATOR")]
    assert len(figures) == 1


def test_a_folder_that_is_called_by_no_month_is_told(folder):
    files = {"history/old/a.csv": HEADER, "figures/a.csv": HEADER + "icpc,2015-09,,70,102\n"}
    assert said(folder.read(files)[1]) == [("history/old", "the folder", "F-HISTORY")]


def test_two_folders_of_one_month_are_an_error(folder):
    folder.put("history/2015-08/a.csv", HEADER + "icpc,2015-08,,60,100\n")
    [found] = folder.wrong({"history/Aug-15/a.csv": HEADER + "icpc,2015-08,,61,100\n"})
    assert (found.code, found.what) == ("F-HISTORY", "there are two folders for Aug-15")


def test_the_published_workbook_may_lie_with_its_figures(folder):
    import io

    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["Indicator", "Rating", "Direction"])
    saved = io.BytesIO()
    book.save(saved)
    folder.put("history/2015-08/scorecard.xlsx", saved.getvalue())
    figures, found = folder.read({"history/2015-08/a.csv": HEADER + "icpc,2015-08,,60,100\n"})
    assert len(figures) == 1
    assert {finding.level for finding in found} == {"warning"}


# Whatever is in a file, the answer is figures or findings

WORDS = [
    "icpc",
    "calls",
    "TOTAL",
    "EAST",
    "Sep-15",
    "2014",
    "2015-09",
    "70",
    "1,068",
    "x",
    "54%",
    "-3",
    "1e9",
    "",
    "late",
    "Example: icpc",
]
LINES = st.lists(st.lists(st.sampled_from(WORDS), max_size=10).map(",".join), max_size=6)


@given(corrections=LINES, populations=LINES, published=LINES, noise=st.binary(max_size=60))
@settings(max_examples=150, deadline=None)
def test_no_corrections_populations_or_history_bring_the_reader_down(corrections, populations, published, noise):
    with tempfile.TemporaryDirectory() as path:
        folder = Folder(Path(path), [an_indicator("icpc", "percent"), an_indicator("calls", "rate")])
        folder.put("figures/a.csv", HEADER + "icpc,2015-09,,70,102\ncalls,2015-09,,7,\n")
        folder.put("corrections.csv", "\n".join([CORRECTIONS.strip(), *corrections]).encode() + noise)
        folder.put("populations.csv", "\n".join(["area,year,population,name", *populations]))
        folder.put("history/2015-09/a.csv", "\n".join([HEADER.strip(), *published]))
        try:
            figures, found = folder.read()
        except FindingsError:
            return
        assert all(figures.find(*override.figure.key) == override.figure for override in figures.overrides)
        assert {finding.level for finding in found} <= {"warning"}
