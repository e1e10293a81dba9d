"""docs/measures.md: each measure stands there with its sentence, each setting, and its examples are settings."""

import inspect
import re
import tomllib
from pathlib import Path

import pytest

from excel_scorecard.project import make_project
from excel_scorecard.project.measures import OWN_FIELDS, MeasureSettings
from excel_scorecard.records.choosing import measures_of, with_definitions
from excel_scorecard.records.measures import MEASURES

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "measures.md").read_text("utf-8")


@pytest.mark.parametrize("name", MEASURES)
def test_each_measure_stands_there_with_its_sentence(name):
    assert f"| `{name}` | {MEASURES[name]().sentence()} |" in GUIDE


@pytest.mark.parametrize("name", MEASURES)
def test_each_setting_of_a_measure_stands_there_and_is_a_setting(name):
    for parameter in inspect.signature(MEASURES[name]).parameters:
        assert f"`{parameter}`" in GUIDE
        assert parameter in MeasureSettings.model_fields


def test_each_field_of_a_measure_of_ones_own_stands_there():
    assert [field for field in ("table", *OWN_FIELDS) if f"`{field}`" not in GUIDE] == []


def examples():
    blocks = re.findall(r"```toml\n(\[\[measure\]\].*?)```\n\n> (.*?)\n", GUIDE, re.DOTALL)
    return [(tomllib.loads(settings)["measure"][0], sentence) for settings, sentence in blocks]


def test_there_are_two_examples():
    assert len(examples()) == 2


@pytest.mark.parametrize(("settings", "sentence"), examples())
def test_its_examples_say_what_stands_below_them(settings, sentence):
    indicator = {"id": "one", "number": 1, "title": "One", "unit": "percent", "good": "high", "measure": settings["id"]}
    project = make_project(
        {"scorecard": {"organisation": "A"}, "measure": [settings], "indicator": [indicator]}, Path()
    )
    assert measures_of(project)
    assert with_definitions(project).indicators[0].definition == sentence


ANOTHER = {
    "number": 3,
    "above": 25,
    "per": "fte",
    "by": "allocations",
    "state": "completed",
    "mode": "gap_working_days",
}


@pytest.mark.parametrize("name", MEASURES)
def test_whatever_is_set_otherwise_is_said_otherwise(name):
    # visits are told by the day of the last one, or counted in the month: whether that day counts is said of the first
    usual = {"mode": "gap_working_days"} if name == "cp-visits" else {}
    for parameter, given in inspect.signature(MEASURES[name]).parameters.items():
        if isinstance(given.default, bool):
            other = not given.default
        else:
            other = ("Duty",) if isinstance(given.default, tuple) else ANOTHER[parameter]
        before = {} if parameter == "mode" else usual
        changed = MEASURES[name](**before | {parameter: other}).sentence()
        assert changed != MEASURES[name](**before).sentence(), parameter
