"""The scorecard: what joins project, figures and judgement into the month's pages."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from excel_scorecard.commentary import Commentary
from excel_scorecard.errors import ProjectError
from excel_scorecard.figures import Figure, Figures
from excel_scorecard.project import Project, make_project
from excel_scorecard.scorecard import IndicatorPage, make_scorecard

SEPTEMBER = date(2015, 9, 1)


def project(**indicator: object) -> Project:
    """A project of one percentage, "ongoing", over EAST and NWC."""
    settings = {
        "scorecard": {"organisation": "Northshire (fictional)", "trend_months": 3},
        "area": [{"name": "EAST"}, {"name": "NWC"}],
        "indicator": [
            {"id": "ongoing", "number": 3, "title": "In time", "unit": "percent", "good": "high", "window_months": 2}
            | indicator
        ],
    }
    return make_project(settings, Path())


def figure(month: date = SEPTEMBER, numerator: object = 859, denominator: object = 1003, **more: object) -> Figure:
    return Figure(
        **({"indicator": "ongoing", "period": month, "numerator": numerator, "denominator": denominator} | more)
    )


def page(of: Project, *figures: Figure, month: date = SEPTEMBER) -> IndicatorPage:
    return make_scorecard(of, Figures(figures), Commentary(month=month), month).pages[0]


def test_the_trend_begins_with_the_first_figure_and_has_a_row_for_a_month_without_one():
    made = page(project(), figure(date(2015, 7, 1)), figure())
    assert [row.figures.month for row in made.months] == [date(2015, 7, 1), date(2015, 8, 1), SEPTEMBER]
    assert (made.months[1].figures.numerator, made.months[1].value, made.months[1].line) == ("[x]", "[x]", None)


def test_the_trend_is_no_longer_than_the_project_asks_for():
    made = page(project(), *(figure(date(2015, month, 1)) for month in range(1, 10)))
    assert len(made.months) == 3


def test_a_code_stands_in_the_cells_whose_figures_are_not_known():
    made = page(project(), figure(numerator=None, code="c"))
    assert (made.months[-1].figures.numerator, made.months[-1].figures.denominator) == ("[c]", 1003)
    assert made.judgement.value == "[c]"


def test_a_value_without_parts_is_printed_as_supplied():
    made = page(project(), figure(numerator=529, denominator=None, value=Decimal(54)))
    assert made.judgement.value == Decimal("0.54")
    assert made.months[-1].is_supplied
    assert made.months[-1].note == "As supplied"


def test_an_average_can_be_supplied():
    made = page(project(), figure(), figure(basis="average", numerator=None, denominator=None, value=Decimal(86)))
    assert made.judgement.average == Decimal("0.86")
    assert made.judgement.average_heading == "2-month av. (as supplied)"


def test_an_average_that_is_supplied_with_its_parts_shows_them():
    judged = page(project(), figure(), figure(basis="average", numerator=1169, denominator=1364)).judgement
    assert (judged.numerator_average, judged.remainder_average, judged.denominator_average) == (1169, 195, 1364)
    assert (judged.average, judged.average_heading) == (Decimal("0.86"), "2-month av. (as supplied)")


def test_a_supplied_average_without_one_part_says_so_for_that_part():
    supplied = figure(basis="average", numerator=66, denominator=None, value=Decimal(47))
    judged = page(project(), figure(), supplied).judgement
    assert (judged.numerator_average, judged.denominator_average, judged.average) == (66, "[x]", Decimal("0.47"))


def test_a_code_in_place_of_an_average_stands_even_where_months_are_known():
    judged = page(project(), figure(), figure(basis="average", numerator=None, denominator=None, code="x")).judgement
    assert (judged.average, judged.average_heading) == ("[x]", "2-month average")
    assert judged.direction == "No data"


def page_of_areas(east: tuple[int, int], nwc: tuple[int, int]) -> IndicatorPage:
    """A page of 859 in 1,003 with (numerator, denominator) of its two areas."""
    areas = {"EAST": east, "NWC": nwc}
    return page(project(), figure(), *(figure(area=a, numerator=n, denominator=d) for a, (n, d) in areas.items()))


def test_what_is_not_in_the_breakdown_is_the_total_less_the_areas():
    made = page_of_areas((163, 175), (300, 400))
    assert made.rest is not None
    assert (made.rest.numerator, made.rest.denominator, made.rest.value) == (396, 428, Decimal("0.93"))
    assert not made.leaves_nothing


def test_areas_that_add_up_leave_nothing():
    assert page_of_areas((163, 175), (696, 828)).leaves_nothing


def test_an_area_is_rated_against_its_own_target():
    targets = [{"from": date(2015, 4, 1), "target": 90}, {"from": date(2015, 4, 1), "target": 70, "area": "NWC"}]
    made = page(
        project(target=targets),
        figure(),
        figure(area="EAST", numerator=80, denominator=100),
        figure(area="NWC", numerator=80, denominator=100),
    )
    assert [area.rating for area in made.areas] == ["Red", "Green"]


@pytest.mark.parametrize(
    ("good", "target", "words"),
    [
        ("high", {"target": 90, "amber_within": 5}, "Green: 90% or more. Amber: 85% or more. Red: below 85%."),
        ("low", {"target": 20, "amber_limit": 25}, "Green: 20% or less. Amber: 25% or less. Red: above 25%."),
        ("high", {"target": 90}, "Green: 90% or more. Red: below 90%."),
        ("high", None, "No target is set: not rated."),
        ("neither", None, "For information: not rated."),
    ],
)
def test_the_rating_rule_is_said_in_words(good, target, words):
    targets = [{"from": date(2015, 4, 1)} | target] if target else []
    assert page(project(good=good, target=targets), figure()).judgement.rule_text == words


def test_a_targets_source_is_said_with_its_review():
    target = {
        "from": date(2015, 4, 1),
        "target": 90,
        "source": "local, agreed by the board",
        "review": date(2016, 4, 1),
    }
    assert page(project(target=[target]), figure()).target_source == "Local, agreed by the board; review Apr-16"


@pytest.mark.parametrize(
    ("review", "said"),
    [
        (date(2015, 8, 31), "Local; review due Aug-15, overdue"),
        (date(2015, 9, 1), "Local; review Sep-15"),
        (date(2015, 9, 30), "Local; review Sep-15"),
    ],
)
def test_a_review_that_was_due_before_the_report_month_is_said_to_be_overdue(review, said):
    target = {"from": date(2015, 4, 1), "target": 75, "source": "local", "review": review}
    assert page(project(target=[target]), figure()).target_source == said


def test_a_month_before_all_figures_is_an_error_that_names_the_latest():
    with pytest.raises(ProjectError, match="The latest month in the figures is 2015-09"):
        page(project(), figure(), month=date(2014, 1, 1))
