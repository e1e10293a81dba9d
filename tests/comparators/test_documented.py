"""The page docs/comparators.md: every measure, code and setting of comparators is on it, with its file and period."""

import re
from pathlib import Path

import pytest

from excel_scorecard.project import Comparing
from excel_scorecard.published import MEASURES, RELEASES, misfit

TOP = Path(__file__).resolve().parents[2]
PAGE = (TOP / "docs" / "comparators.md").read_text("utf-8")


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda each: each.id)
def test_a_measure_is_on_the_page_in_its_own_words(measure):
    [row] = [line for line in PAGE.splitlines() if line.startswith(f"| `{measure.id}` |")]
    assert measure.words.lower() in row.lower()
    assert ("worked out" in row) == measure.is_worked_out


@pytest.mark.parametrize("name", list(Comparing.model_fields))
def test_a_setting_is_on_the_page(name):
    assert f"`{name}`" in PAGE or f"\n   {name} = " in PAGE or f"`{name} = " in PAGE


def test_every_code_is_on_the_page():
    sources = "".join(path.read_text("utf-8") for path in (TOP / "excel_scorecard" / "comparators").glob("*.py"))
    codes = set(re.findall(r'"(B-[A-Z][A-Z-]+)"', sources)) | {"B-STATUS", "B-PUBLISHABLE", "B-NEGATIVE"}
    assert {code for code in codes if f"`{code}`" not in PAGE} == set()


def test_the_page_carries_the_attribution():
    assert "public sector information licensed under the Open Government" in " ".join(PAGE.split())


def test_every_measure_is_of_a_release_and_fits_an_indicator_of_its_unit():
    for measure in MEASURES.values():
        assert measure.release in RELEASES
        assert bool(measure.value) != bool(measure.parts)
        assert misfit(measure.id, measure.unit, 10_000) is None
        assert misfit(measure.id, "days", None) is not None
        assert len(measure.id) <= 25


def test_a_rate_per_another_number_does_not_fit():
    what, mend = misfit("cp-plans-rate", "rate", 1000) or ("", "")
    assert "the indicator's rate is per 1,000" in what
    assert "per = 10000" in mend
