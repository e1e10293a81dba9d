"""The drafts, by example: what a page's figures are, and the sentences that they give. The table specifies them."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import pytest

from excel_scorecard.calendar import month_name
from excel_scorecard.narrative import MOST_SENTENCES, concerns, draft, ranked
from excel_scorecard.revised import in_parts
from excel_scorecard.scorecard import IndicatorPage
from excel_scorecard.signals import signal_text
from excel_scorecard.values import is_figure
from excel_scorecard.wording import shown
from excel_scorecard.workbook.contract import COMMENTARY_ROOM, DRAFT
from tests.narrative_pages import MARCH, TARGET, page, random_page, scorecard

SIX = [(80, 100)] * 6
LOW = TARGET | {"target": 10, "amber_within": 5}
BAND = {"from": date(2020, 4, 1), "lower": 30, "upper": 40}
ENGLAND = {"label": "England", "period": "2024-25", "value": Decimal("79.7")}
NEIGHBOURS = {"label": "Statistical neighbours", "period": "2024-25", "value": Decimal("84.2")}


class Case(NamedTuple):
    """What a page has, and what its draft says."""

    name: str
    given: dict[str, object]
    said: str


CASES = (
    # ---- the level against the target --------------------------------------------------------------------------------
    Case(
        "short of a target",
        {"months": [*SIX, (86, 100)], "target": [TARGET]},
        "In March 2026 the figure was 86% (86 of 100), 4 points below the target of 90% (Amber); with 4 more it would "
        "have been met. It was 5 points above the six-month average of 81%.",
    ),
    Case(
        "one case short",
        {"months": [*SIX, (89, 100)], "target": [TARGET]},
        "In March 2026 the figure was 89% (89 of 100), 1 point below the target of 90% (Amber); with 1 more it would "
        "have been met. It was 7 points above the six-month average of 82%.",
    ),
    Case(
        "on a target, as at the end of the month",
        {"months": [*SIX, (90, 100)], "target": [TARGET], "kind": "snapshot"},
        "At the end of March 2026 the figure was 90% (90 of 100), on the target of 90% (Green). "
        "It was 8 points above the six-month average of 82%.",
    ),
    Case(
        "over a target that should not be passed",
        {"months": [(10, 50), (15, 50)], "good": "low", "target": [LOW]},
        "In March 2026 the figure was 30% (15 of 50), 20 points above the target of 10% (Red); with 10 fewer it would "
        "have been met. It was 5 points above the average of 2 months (25%).",
    ),
    Case(
        "outside a band",
        {"months": [(10, 50), (10, 50)], "good": "band", "target": [BAND]},
        "In March 2026 the figure was 20% (10 of 50), 10 points below the target of 30% to 40% (Red); with 5 more it "
        "would have been met. It was level with the average of 2 months (20%).",
    ),
    Case(
        "within a band",
        {"months": [(16, 50), (16, 50)], "good": "band", "target": [BAND]},
        "In March 2026 the figure was 32% (16 of 50), within the target of 30% to 40% (Green). "
        "It was level with the average of 2 months (32%).",
    ),
    Case(
        "rated on the exact figure, which the shown one hides",
        {"months": [(896, 1000), (896, 1000)], "target": [TARGET], "rate_on": "exact"},
        "In March 2026 the figure was 90% (896 of 1,000), on the target of 90% as shown, and short of it on the exact "
        "figure (Amber); with 4 more it would have been met. It was level with the average of 2 months (90%).",
    ),
    Case(
        "without a target",
        {"months": [(80, 100), (81, 100)]},
        "In March 2026 the figure was 81% (81 of 100); no target is set. "
        "It was level with the average of 2 months (81%).",
    ),
    Case(
        "for information, neither way good",
        {"months": [1520, 1538], "unit": "count", "good": "neither", "kind": "snapshot"},
        "At the end of March 2026 the number was 1,538. It was 9 above the average of 2 months (1,529).",
    ),
    Case(
        "by judgement",
        {"months": [*SIX, (86, 100)], "target": [TARGET],
         "remarks": {"rating_override": "Red", "override_reason": "The records are late."}},
        "In March 2026 the figure was 86% (86 of 100), 4 points below the target of 90% (Red by judgement, Amber by "
        "the rule); with 4 more it would have been met. It was 5 points above the six-month average of 81%.",
    ),
    # ---- units and periods -------------------------------------------------------------------------------------------
    Case(
        "days",
        {"months": [(700, 25), (1160, 40)], "unit": "days", "good": "low", "target": [LOW | {"target": 28}]},
        "In March 2026 the figure was 29 days, 1 day above the target of 28 days (Amber). "
        "It was level with the average of 2 months (29 days).",
    ),
    Case(
        "money",
        {"months": [1388000, 1384151], "unit": "currency", "good": "low", "kind": "snapshot",
         "target": [LOW | {"target": 1400000}]},
        "At the end of March 2026 the amount was £1,384,151, £15,849 below the target of £1,400,000 (Green). "
        "It was £1,925 below the average of 2 months (£1,386,076).",
    ),
    Case(
        "a rate by quarter",
        {"months": [(990, 250000), (1000, 250000)], "unit": "rate", "good": "neither", "frequency": "quarter"},
        "In the quarter to March 2026 the rate was 40.0 per 10,000 (1,000 of 250,000). "
        "It was 0.2 above the average of 2 quarters (39.8 per 10,000).",
    ),
    Case(
        "a year",
        {"months": [(70, 100), (72, 100)], "frequency": "year", "direction_against": "previous"},
        "In the year to March 2026 the figure was 72% (72 of 100); no target is set. "
        "It was 2 points above the year to March 2025 (70%).",
    ),
    # ---- movement ----------------------------------------------------------------------------------------------------
    Case(
        "the first month of a new council",
        {"months": [(80, 100)], "target": [TARGET | {"target": 75}]},
        "In March 2026 the figure was 80% (80 of 100), 5 points above the target of 75% (Green). "
        "No earlier figure is known to compare it with.",
    ),
    Case(
        "beside the month before, of which there is no figure",
        {"months": [(80, 100), "x", (80, 100)], "direction_against": "previous"},
        "In March 2026 the figure was 80% (80 of 100); no target is set. "
        "There is no figure for February 2026 to compare it with.",
    ),
    Case(
        "a year ago, and the lowest",
        {"months": [*[(80, 100)] * 12, (70, 100)]},
        "In March 2026 the figure was 70% (70 of 100); no target is set. It was 8 points below the six-month average "
        "of 78% and 10 points below March 2025 (80%), and the lowest of the months shown.",
    ),
    Case(
        "as far from both",
        {"months": [*[(80, 100)] * 12, (80, 100)]},
        "In March 2026 the figure was 80% (80 of 100); no target is set. "
        "It was level with both the six-month average of 80% and March 2025 (80%).",
    ),
    Case(
        "an average that was supplied",
        {"months": [(86, 100)], "average": (None, None, 84)},
        "In March 2026 the figure was 86% (86 of 100); no target is set. "
        "It was 2 points above the six-month average of 84%.",
    ),
    Case(
        "by process limits within ordinary variation",
        {"months": [(80, 100), (84, 100), (79, 100), (82, 100), (85, 100), (80, 100), (81, 100)] * 2, "chart": "spc"},
        "In March 2026 the figure was 81% (81 of 100); no target is set. It was 1 point below the six-month average of "
        "82% and 3 points below March 2025 (84%); it is within ordinary variation.",
    ),
    Case(
        "a signal of improvement",
        {"months": [*[(80, 100), (82, 100)] * 4, *[(85, 100), (86, 100)] * 4], "chart": "spc"},
        "In March 2026 the figure was 86% (86 of 100); no target is set. It was level with the six-month average of "
        "86% and 4 points above March 2025 (82%). The latest figures show more than ordinary variation, a sign of "
        "improvement: 8 months in a row above the mean.",
    ),
    Case(
        "a signal of concern, though it is above the average",
        {"months": [*[(90, 100), (92, 100)] * 4, *[(83, 100), (84, 100)] * 3, (85, 100)], "chart": "spc"},
        "In March 2026 the figure was 85% (85 of 100); no target is set. It was 1 point above the six-month average of "
        "84% and 5 points below March 2025 (90%). Even so, the latest figures show more than ordinary variation, a "
        "sign of concern: 7 months in a row below the mean.",
    ),
    Case(
        "on trial limits, of what stays from month to month",
        {"months": [40, 41, 40, 41, 40, 41, 40, 52], "unit": "count", "good": "low", "kind": "snapshot",
         "chart": "spc"},
        "At the end of March 2026 the number was 52; no target is set. It was 10 above the six-month average of 42. "
        "The latest figures show more than ordinary variation, a sign of concern: the number is above the upper limit, "
        "on trial limits; as most of what is counted stays from month to month, this is a reason to look and no more.",
    ),
    Case(
        "another definition since January",
        {"months": [*[(80, 100)] * 10, *[(60, 100)] * 3],
         "change": [{"from": date(2026, 1, 1), "note": "Unborn children are left out."}]},
        "In March 2026 the figure was 60% (60 of 100); no target is set. It was level with the average of 3 months "
        "(60%). It has been counted otherwise since January 2026 (Unborn children are left out), and is not compared "
        "with earlier figures.",
    ),
    Case(
        "another definition since this month",
        {"months": [*[(80, 100)] * 12, (60, 100)], "direction_against": "previous",
         "change": [{"from": date(2026, 3, 1), "note": "Unborn children are left out"}]},
        "In March 2026 the figure was 60% (60 of 100); no target is set. It has been counted otherwise "
        "since March 2026 (Unborn children are left out), and is not compared with earlier figures.",
    ),
    # ---- comparators -------------------------------------------------------------------------------------------------
    Case(
        "better than one, worse than another",
        {"months": [(81, 100), (81, 100)], "decimals": 1, "comparator": [ENGLAND, NEIGHBOURS]},
        "In March 2026 the figure was 81.0% (81 of 100); no target is set. It was level with the average of 2 months "
        "(81.0%). The figure is better than England's 79.7% for 2024-25 and worse than 84.2% (Statistical neighbours, "
        "2024-25).",
    ),
    Case(
        "low is good, worse than both",
        {"months": [(90, 100), (90, 100)], "good": "low", "comparator": [ENGLAND, NEIGHBOURS]},
        "In March 2026 the figure was 90% (90 of 100); no target is set. It was level with the average of 2 months "
        "(90%). The figure is worse than England's 80% for 2024-25 and than 84% (Statistical neighbours, 2024-25).",
    ),
    Case(
        "neither way good",
        {"months": [(90, 100), (90, 100)], "good": "neither", "comparator": [ENGLAND]},
        "In March 2026 the figure was 90% (90 of 100). It was level with the average of 2 months (90%). "
        "The figure is above England's 80% for 2024-25.",
    ),
    Case(
        "a comparator that is not known",
        {"months": [(90, 100), (90, 100)], "comparator": [ENGLAND | {"value": "x"}]},
        "In March 2026 the figure was 90% (90 of 100); no target is set. "
        "It was level with the average of 2 months (90%).",
    ),
    Case(
        "a comparator that may not leave the house",
        {"months": [(90, 100), (90, 100)], "comparator": [ENGLAND | {"publishable": "no"}, NEIGHBOURS]},
        "In March 2026 the figure was 90% (90 of 100); no target is set. It was level with the average of 2 months "
        "(90%). The figure is better than 84% (Statistical neighbours, 2024-25).",
    ),
    # ---- areas -------------------------------------------------------------------------------------------------------
    Case(
        "one area stands apart, and when it is out none of the others does",
        {"months": [(840, 978), (840, 978)],
         "areas": {"EAST": (230, 240), "NWC": (239, 344), "SOUTH": (220, 232), "MASH": (151, 162)}},
        "In March 2026 the figure was 86% (840 of 978); no target is set. It was level with the average of 2 months "
        "(86%). By area, the figure for NWC, 69% (239 of 344), stands clearly below the rest.",
    ),
    Case(
        "on either side",
        {"months": [(300, 600), (300, 600)],
         "areas": {"EAST": (160, 200), "NWC": (40, 200), "SOUTH": (100, 200)}},
        "In March 2026 the figure was 50% (300 of 600); no target is set. It was level with the average of 2 months "
        "(50%). By area, the figure for NWC, 20% (40 of 200), stands clearly below the rest, and that for EAST, 80% "
        "(160 of 200), clearly above it.",
    ),
    Case(
        "a difference that chance would give is not told",
        {"months": [(80, 100), (80, 100)], "areas": {"EAST": (42, 50), "NWC": (38, 50)}},
        "In March 2026 the figure was 80% (80 of 100); no target is set. "
        "It was level with the average of 2 months (80%).",
    ),
    Case(
        "nor an area that the total would seem to lie on the other side of",
        {"months": [(900, 1000), (900, 1000)], "areas": {"EAST": (465, 500), "NWC": (240, 300), "SOUTH": (195, 200)}},
        "In March 2026 the figure was 90% (900 of 1,000); no target is set. It was level with the average of 2 months "
        "(90%). By area, the figure for NWC, 80% (240 of 300), stands clearly below the rest.",
    ),
    Case(
        "an area of few cases is named as such",
        {"months": [(405, 500), (405, 500)], "areas": {"EAST": (400, 480), "NWC": (5, 20)}},
        "In March 2026 the figure was 81% (405 of 500); no target is set. It was level with the average of 2 months "
        "(81%). By area, the figure for NWC, 25% (only 5 of 20), stands clearly below the rest.",
    ),
    Case(
        "an area of very few cases is not named",
        {"months": [(400, 489), (400, 489)], "areas": {"EAST": (400, 480), "NWC": (0, 9)}},
        "In March 2026 the figure was 82% (400 of 489); no target is set. "
        "It was level with the average of 2 months (82%).",
    ),
    Case(
        "of a count, the area that has most of it",
        {"months": [44, 42], "unit": "count", "good": "low", "areas": {"EAST": 6, "NWC": 31, "SOUTH": 5}},
        "In March 2026 the number was 42; no target is set. It was 1 below the average of 2 months (43). "
        "More than half, 31 of 42, are in NWC.",
    ),
    Case(
        "an area without a figure",
        {"months": [44, 42], "unit": "count", "good": "low", "areas": {"EAST": 20, "NWC": 20, "SOUTH": "c"}},
        "In March 2026 the number was 42; no target is set. It was 1 below the average of 2 months (43). "
        "There is no figure for SOUTH ([c]).",
    ),
    # ---- what to know beside the figure ------------------------------------------------------------------------------
    Case(
        "few cases",
        {"months": [(12, 17), (12, 17)]},
        "In March 2026 the figure was 71% (12 of 17); no target is set. It was level with the average of 2 months "
        "(71%). The figure rests on only 17 cases: one more or one fewer moves it visibly.",
    ),
    Case(
        "a rate of few events",
        {"months": [(12, 30000), (12, 30000)], "unit": "rate", "good": "neither"},
        "In March 2026 the rate was 4.0 per 10,000 (12 of 30,000). It was level with the average of 2 months (4.0 per "
        "10,000). With only 12 in it, the rate can move a good deal by chance.",
    ),
    Case(
        "a gap in the average",
        {"months": [(80, 100), (80, 100), "x", (80, 100)]},
        "In March 2026 the figure was 80% (80 of 100); no target is set. It was level with the average of 3 months "
        "(80%). The average leaves out February 2026 ([x]), for which there is no figure.",
    ),
    Case(
        "a revision",
        {"months": [(86, 100), (80, 100)], "was": {1: (84, 100)}},
        "In March 2026 the figure was 80% (80 of 100); no target is set. It was 3 points below the average of 2 months "
        "(83%). The figure for February 2026 was revised from 84% to 86%.",
    ),
    Case(
        "a revision, and an earlier one",
        {"months": [(86, 100), (86, 100), (80, 100)], "was": {1: (85, 100), 2: (84, 100)}},
        "In March 2026 the figure was 80% (80 of 100); no target is set. It was 4 points below the average of 3 months "
        "(84%). The figure for February 2026 was revised from 85% to 86%; earlier months were revised too.",
    ),
    Case(
        "at most four sentences, what would mislead first",
        {"months": [(12, 17), (12, 17), "x", (12, 17)], "was": {2: (10, 17)}, "comparator": [ENGLAND]},
        "In March 2026 the figure was 71% (12 of 17); no target is set. It was level with the average of 3 months "
        "(71%). The figure rests on only 17 cases: one more or one fewer moves it visibly. The figure for January 2026 "
        "was revised from 59% to 71%.",
    ),
    Case(
        "a revision of the parts alone is marked on the page, and not told",
        {"months": [(860, 1003), (80, 100)], "was": {1: (858, 1003)}},
        "In March 2026 the figure was 80% (80 of 100); no target is set. It was 5 points below the average of 2 months "
        "(85%).",
    ),
    # ---- no figure ---------------------------------------------------------------------------------------------------
    Case(
        "not available, with the reason",
        {"months": [(80, 100), "x"], "notes": {0: "Not collected"}},
        "No figure is available for March 2026 ([x]). The note to it reads: Not collected. "
        "The latest known figure is 80%, for February 2026.",
    ),
    Case(
        "suppressed",
        {"months": [7, "c"], "unit": "count"},
        "The figure for March 2026 is suppressed ([c]). The latest known number is 7, for February 2026.",
    ),
    Case(
        "nothing to measure",
        {"months": [(3, 4), (0, 0)]},
        "There was nothing to measure in March 2026: the total was 0 ([z]). "
        "The latest known figure is 75%, for February 2026.",
    ),
    Case(
        "unreliable",
        {"months": [7, "u"], "unit": "count"},
        "The figure for March 2026 is withheld as unreliable ([u]). The latest known number is 7, for February 2026.",
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_page_gives_its_draft(case: Case):
    assert draft(page(**case.given)) == case.said


def test_the_same_page_gives_the_same_words():
    made = [draft(random_page(seed)) for seed in range(40)]
    assert [draft(random_page(seed)) for seed in range(40)] == made


# ---- what holds of every draft ---------------------------------------------------------------------------------------

SEEDS = range(1500)
NUMBER = re.compile(r"(?<![\w.,-])-?£?\d[\d,]*(?:\.\d+)?%?")


def test_a_draft_says_improvement_or_concern_only_where_a_rule_has_fired_and_never_significant():
    fired = 0
    for seed in SEEDS:
        made = random_page(seed)
        if not made.control or not made.control.latest or not made.control.latest.rule:
            said = draft(made).casefold()
            assert not re.search(r"improv|worsen|concern|deteriorat|sign of|more than ordinary", said), (
                f"{seed}: {said}"
            )
        else:
            point, said = made.control.latest, draft(made)
            fired += 1
            assert f"a sign of {point.variation.lower()}" in said, f"page {seed}: {said}"
        assert "signific" not in said
    assert fired > 50


def test_every_number_of_a_draft_stands_on_its_page_or_is_the_difference_of_two_that_do():
    for seed in SEEDS:
        made = random_page(seed)
        on_page = {text.strip("%£") for text in _numbers(made)}
        for number in NUMBER.findall(draft(made)):
            assert number.rstrip(",").strip("%£") in on_page, f"page {seed}: {number} in {draft(made)}"


def test_a_draft_is_clean_english_of_two_to_four_sentences_that_prints_whole():
    for seed in SEEDS:
        said = draft(random_page(seed))
        sentences = _sentences(said)
        assert 2 <= len(sentences) <= MOST_SENTENCES, f"page {seed}: {said}"
        assert len(f"{DRAFT} {said}") < COMMENTARY_ROOM / 2, f"page {seed}: {said}"
        assert said == said.strip(), f"page {seed}: {said}"
        assert not re.search(
            r"  | [,;.)]|\.\.|\( |(?<![.,\d])1 (points|days|cases|months)\b|\b(\w+) \2\b|None", said
        ), said
        openings = Counter(" ".join(sentence.split()[:2]) for sentence in sentences)
        assert max(openings.values()) < 4, said


def _sentences(said: str) -> list[str]:
    found = re.split(r"(?<=[.!?]) (?=[A-Z])", said)
    assert all(re.match(r"[A-Z£]", each) and each.endswith(".") for each in found), said
    return found


def _numbers(made: IndicatorPage) -> Iterator[str]:
    """Every number that the page prints, in tables and sentences, and how far its figure is from the others."""
    i, judged = made.indicator, made.judgement
    values = [row.value for row in (*made.months, *made.breakdown)] + [one.value for one in made.comparisons]
    values += [judged.average, judged.target, judged.target_upper, judged.previous, judged.same_period_last_year]
    for value in values:
        if not is_figure(value):
            continue
        yield shown(i, value)
        if is_figure(judged.value):
            gap = abs(judged.value - value)
            yield f"{gap * 100:.{i.decimals}f}" if i.unit == "percent" else shown(i, gap)
    for row in (*(row.figures for row in made.months), *made.breakdown):
        yield from NUMBER.findall(in_parts(row.numerator, row.denominator))
    for row in made.months:
        yield from NUMBER.findall(f"{row.revised} {month_name(row.figures.month)} {row.note}")
    yield from NUMBER.findall(" ".join(f"{one.label} {one.period}" for one in made.comparisons))
    yield from (str(judged.average_months), f"{i.multiplier:,}", "2024-25", "25")
    yield from NUMBER.findall(signal_text(i, made.control))
    for change in i.changes:
        yield from NUMBER.findall(month_name(change.from_))
    if is_figure(judged.shortfall):
        yield f"{judged.shortfall:,.0f}"


# ---- the main areas of concern ---------------------------------------------------------------------------------------

RED = {"months": [*SIX, (80, 100)], "target": [TARGET]}
WORSE = {"months": [*SIX, (70, 100)], "target": [TARGET]}
WORSENING = {"months": [*[(88, 100)] * 6, (86, 100)], "target": [TARGET]}
AMBER = {"months": [*SIX, (86, 100)], "target": [TARGET]}
GREEN = {"months": [*SIX, (95, 100)], "target": [TARGET]}


def test_concerns_are_red_before_amber_and_the_further_from_the_target_the_sooner():
    made = scorecard(
        WORSENING | {"concern": "late visits"},
        RED | {"concern": "timeliness of assessments"},
        GREEN | {"concern": "supervision"},
        WORSE | {"concern": "unallocated work"},
    )
    assert concerns(made) == "Unallocated work; timeliness of assessments; late visits."
    assert [(concern.rank, concern.page.indicator.number, concern.reason) for concern in ranked(made)] == [
        (1, "4", "Red; 20 points below the target of 90%; worsening against the six-month average"),
        (2, "2", "Red; 10 points below the target of 90%"),
        (3, "1", "Amber; 4 points below the target of 90%; worsening against the six-month average"),
    ]


def test_what_is_amber_is_a_concern_where_it_worsens_or_an_area_stands_apart_on_the_wrong_side():
    assert [concern.rank for concern in ranked(scorecard(AMBER))] == []
    apart = AMBER | {"months": [*SIX, (860, 1000)], "areas": {"EAST": (480, 500), "NWC": (380, 500)}}
    assert [(concern.words, concern.reason) for concern in ranked(scorecard(apart | {"concern": "late visits"}))] == [
        ("late visits (NWC)", "Amber; 4 points below the target of 90%; most of all NWC")
    ]


def test_where_process_limits_can_tell_a_signal_and_not_two_figures_makes_what_is_amber_a_concern():
    months = [(88, 100), (92, 100), (87, 100), (90, 100), (93, 100), (88, 100), (89, 100)] * 2
    ordinary = {"months": [*months, (86, 100)], "target": [TARGET], "chart": "spc"}
    assert page(**ordinary).judgement.direction == "Worsening"
    assert ranked(scorecard(ordinary)) == []
    lower = ordinary | {"months": [*months, *[(86, 100), (85, 100)] * 4], "concern": "late visits"}
    assert [concern.reason for concern in ranked(scorecard(lower))] == [
        "Amber; 5 points below the target of 90%; a signal of concern"
    ]
    green = lower | {"target": [TARGET | {"target": 80}]}
    assert [concern.reason for concern in ranked(scorecard(RED, green))] == [
        "Red; 10 points below the target of 90%",
        "Green; 5 points above the target of 80%; a signal of concern",
    ]


def test_the_distance_from_the_target_is_measured_in_widths_of_amber():
    wide = TARGET | {"amber_within": 9}
    made = scorecard(RED | {"target": [wide], "concern": "wide"}, RED | {"concern": "narrow"})
    assert concerns(made) == "Narrow; wide."


def test_a_rating_by_judgement_counts_as_what_it_says():
    judged = GREEN | {"remarks": {"rating_override": "Red", "override_reason": "The records are late."}}
    assert [concern.reason for concern in ranked(scorecard(judged))] == [
        "Red (judgement); 5 points above the target of 90%"
    ]


def test_without_a_concern_it_says_so_and_what_has_no_figure_is_named():
    said = "No indicator is Red or has a signal of concern, and none that is Amber is worsening."
    assert concerns(scorecard(GREEN, AMBER)) == said
    unknown = {"months": [(80, 100), "x"], "target": [TARGET], "concern": "supervision"}
    assert concerns(scorecard(GREEN, unknown)) == f"{said} No figure this month: supervision."


def test_without_any_rating_it_says_that():
    made = scorecard({"months": [(80, 100)]}, {"months": ["x"], "concern": "supervision", "target": [TARGET]})
    assert concerns(made) == (
        "No indicator is rated: none has both a target and a figure. No figure this month: supervision."
    )


def test_without_words_for_it_a_concern_is_listed_by_its_short_title():
    assert concerns(scorecard(RED | {"short": "ICPC in time"})) == "ICPC in time."


def test_of_many_concerns_the_line_names_eight():
    made = scorecard(*[RED | {"concern": f"concern {number}"} for number in range(1, 11)])
    assert concerns(made).endswith("concern 8; and 2 more.")
    assert len(ranked(made)) == 10


def test_a_draft_says_the_rating_and_the_month_of_its_page():
    made = page(months=[*SIX, (86, 100)], target=[TARGET])
    assert made.judgement.month == MARCH
    assert draft(made).startswith(
        "In March 2026 the figure was 86% (86 of 100), 4 points below the target of 90% (Amber)"
    )
