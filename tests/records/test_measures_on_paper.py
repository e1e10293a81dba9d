"""Worked cases: what each measure counts, followed by hand. All is of September 2015 where nothing else is said."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest

pytest.importorskip("ibis", reason="records are an extra: pip install '.[records]'")

from on_paper import SEPTEMBER, answer, by_period, compute, records

from excel_scorecard.calendar import months_between
from excel_scorecard.project import Team
from excel_scorecard.records.measures import MEASURES
from excel_scorecard.working_days import WorkingCalendar

AUGUST = date(2015, 8, 1)
MONDAY = date(2015, 8, 17)


def d(day, month, year=2015):
    return date(year, month, day)


def referral(child, day, **others):
    return {"child_id": child, "referred": day, **others}


def assessment(child, started, authorised=None, **others):
    return {"child_id": child, "started": started, "authorised": authorised, **others}


def conference(discussed, held, **others):
    return {"child_id": "a", "strategy_discussion": discussed, "held": held, **others}


def plan(child, started, ended=None, **others):
    return {"child_id": child, "started": started, "ended": ended, **others}


def visit(child, day, seen="yes"):
    return {"child_id": child, "visited": day, "seen": seen}


def post(worker, begun, ended=None, **others):
    return {"worker_id": worker, "from": begun, "to": ended, "qualified": "yes", **others}


def case(child, worker, begun, ended=None):
    return {"child_id": child, "worker_id": worker, "from": begun, "to": ended}


# ------------------------------------------------------------------------------------------------------ 1 re-referrals


@pytest.mark.parametrize(
    ("earlier", "later", "counts"),
    [
        (d(15, 9, 2014), d(15, 9), 1),  # twelve months to the day
        (d(14, 9, 2014), d(15, 9), 0),
        (d(14, 9), d(15, 9), 1),
        (d(15, 9), d(15, 9), 0),  # entered twice on one day: neither came before the other
    ],
)
def test_a_re_referral_follows_an_earlier_one_by_at_most_twelve_months(earlier, later, counts):
    rows = records("referrals", referral("a", earlier), referral("a", later))
    numerator, _ = answer("re-referrals", rows)
    assert numerator == counts


def test_of_a_leap_day_the_twelve_months_begin_on_28_february():
    february = date(2016, 2, 1)
    for earlier, counts in ((d(28, 2), 1), (d(27, 2), 0)):
        rows = records("referrals", referral("a", earlier), referral("a", d(29, 2, 2016)), as_of=d(29, 2, 2016))
        assert by_period("re-referrals", rows, periods=[february])[february] == (counts, 1)


def test_two_on_one_day_after_an_earlier_one_are_both_re_referrals():
    rows = records("referrals", referral("a", d(1, 3)), referral("a", d(15, 9)), referral("a", d(15, 9)))
    assert answer("re-referrals", rows) == (2, 2)


def test_a_backdated_referral_changes_the_months_that_it_concerns_and_no_other():
    months = months_between(d(1, 7), SEPTEMBER)
    known = [referral("a", d(10, 9)), referral("b", d(3, 7))]
    before = by_period("re-referrals", records("referrals", *known), periods=months)
    late = [*known, referral("a", d(5, 8))]  # entered in October, of August
    after = by_period("re-referrals", records("referrals", *late), periods=months)
    assert before == {d(1, 7): (0, 1), AUGUST: (0, 0), SEPTEMBER: (0, 1)}
    assert after == {d(1, 7): (0, 1), AUGUST: (0, 1), SEPTEMBER: (1, 1)}


# ------------------------------------------------------------------------------------------------------- 2 unallocated


def test_an_assessment_open_for_more_than_seven_days_without_a_worker_is_unallocated():
    rows = records(
        "assessments",
        assessment("a", d(22, 9)),  # 8 days
        assessment("b", d(23, 9)),  # 7 days
        assessment("c", d(1, 9), worker_id="w"),
        assessment("d", d(1, 9), worker_id="Duty"),
        assessment("e", d(1, 9), d(29, 9)),
    )
    assert answer("unallocated", rows) == (1, None)
    assert answer(MEASURES["unallocated"](nobody=("Duty",)), rows) == (2, None)


def test_by_the_history_of_allocations_a_child_is_unallocated_while_nobody_has_it():
    rows = records("assessments", assessment("a", d(1, 7)), assessment("b", d(1, 7)))
    held = records("allocations", case("a", "w", d(1, 8), d(31, 8)), case("b", "w", d(1, 9)))
    months = months_between(d(1, 7), SEPTEMBER)
    said = by_period(MEASURES["unallocated"](by="allocations"), rows, held, periods=months)
    assert said == {d(1, 7): (2, None), AUGUST: (1, None), SEPTEMBER: (1, None)}


# --------------------------------------------------------------------------------------------- 3 and 5 open and in time


def test_an_open_assessment_of_3_august_is_41_working_days_old_at_the_end_of_september():
    # 31 August is a bank holiday
    rows = records("assessments", assessment("a", d(3, 8)))
    for number, counts in ((41, 1), (40, 0)):
        assert answer(MEASURES["assessments-in-time"](number=number), rows) == (counts, 1)


def test_a_closure_of_the_council_is_a_day_less():
    rows = records("assessments", assessment("a", d(3, 8)))
    closed = WorkingCalendar(frozenset({d(28, 8)}))
    assert answer(MEASURES["assessments-in-time"](number=40), rows, calendar=closed) == (1, 1)


def test_where_the_start_is_day_1_an_assessment_is_a_day_older():
    rows = records("assessments", assessment("a", d(3, 8)))
    inclusive = WorkingCalendar(start_day=1)
    assert answer(MEASURES["assessments-in-time"](number=41), rows, calendar=inclusive) == (0, 1)


def test_a_start_at_the_weekend_counts_as_the_friday_before():
    rows = records("enquiries", {"child_id": "a", "started": d(5, 9)}, {"child_id": "b", "started": d(4, 9)})
    for number, counts in ((18, 2), (17, 0)):
        assert answer(MEASURES["s47-in-time"](number=number), rows) == (counts, 2)


def test_the_limit_itself_counts_or_does_not():
    rows = records("enquiries", {"child_id": "a", "started": d(9, 9)})  # 15 working days to 30 September
    assert answer("s47-in-time", rows) == (1, 1)
    assert answer(MEASURES["s47-in-time"](inclusive=False), rows) == (0, 1)


def test_what_ends_on_the_months_last_day_is_not_open_at_its_end():
    rows = records(
        "assessments",
        assessment("a", d(1, 9), d(30, 9)),
        assessment("b", d(30, 9)),
        assessment("c", d(1, 9), d(1, 10)),
        as_of=d(31, 10),
    )
    assert answer("assessments-in-time", rows) == (2, 2)


def test_a_record_that_ends_before_it_begins_is_counted_nowhere():
    rows = records("assessments", assessment("a", d(20, 9), d(10, 9), seen="yes"))
    assert answer("seen-at-assessment", rows) == (0, 0)
    assert answer("assessments-in-time", rows) == (0, 0)


def test_completed_assessments_are_another_measure_than_open_ones():
    rows = records("assessments", assessment("a", d(29, 6), d(1, 9)), assessment("b", d(26, 6), d(1, 9)))
    # 45 and 46 working days: 31 August is none
    assert answer(MEASURES["assessments-in-time"](state="completed"), rows) == (1, 2)


def test_a_measure_confined_to_the_mash_counts_its_teams_alone():
    rows = records(
        "enquiries", {"child_id": "a", "started": d(28, 9), "team": "mash  1"},
        {"child_id": "b", "started": d(28, 9), "team": "East"},
    )  # fmt: skip
    teams = [Team(name="MASH 1", area="MASH"), Team(name="East", area="EAST")]
    assert answer(MEASURES["s47-in-time"](only=("MASH",)), rows, teams=teams) == (1, 1)


# -------------------------------------------------------------------------------------------------------- 4 and 6 seen


def test_a_child_of_whom_nobody_knows_counts_as_not_seen_or_is_left_out():
    rows = records(
        "assessments",
        assessment("a", d(1, 8), d(1, 9), seen="yes"),
        assessment("b", d(1, 8), d(30, 9), seen="no"),
        assessment("c", d(1, 8), d(2, 9), seen="unknown"),
        assessment("d", d(1, 8), d(2, 9)),
        assessment("e", d(1, 8), d(31, 8), seen="yes"),
    )
    assert answer("seen-at-assessment", rows) == (1, 4)
    assert answer(MEASURES["seen-at-assessment"](unknown=False), rows) == (1, 2)


@pytest.mark.parametrize(
    ("started", "ended", "counts"),
    [
        (d(1, 7), d(31, 7), 0),
        (d(1, 7), d(3, 8), 1),  # it ended on the day on which the assessment began
        (d(20, 8), None, 1),
        (d(4, 9), None, 1),  # it began on the day on which the assessment was completed
        (d(5, 9), None, 0),
    ],
)
def test_an_assessment_under_section_47_is_one_during_which_an_enquiry_ran(started, ended, counts):
    rows = records("assessments", assessment("a", d(3, 8), d(4, 9), seen="yes"))
    enquiries = records("enquiries", {"child_id": "a", "started": started, "ended": ended})
    assert answer("seen-at-s47", rows, enquiries) == (counts, counts)


def test_two_enquiries_about_a_child_are_one_assessment():
    rows = records("assessments", assessment("a", d(3, 8), d(4, 9), seen="no"))
    enquiries = records("enquiries", *({"child_id": "a", "started": day} for day in (d(4, 8), d(5, 8))))
    assert answer("seen-at-s47", rows, enquiries) == (0, 1)


# ------------------------------------------------------------------------------------------------------- 7 conferences


def test_a_conference_is_in_time_on_the_fifteenth_working_day_after_the_strategy_discussion():
    in_time, late = conference(MONDAY, d(8, 9)), conference(MONDAY, d(9, 9))
    assert answer("icpc-in-time", records("conferences", in_time)) == (1, 1)
    assert answer("icpc-in-time", records("conferences", late)) == (0, 1)
    inclusive = WorkingCalendar(start_day=1)
    assert answer("icpc-in-time", records("conferences", in_time), calendar=inclusive) == (0, 1)


def test_a_transfer_in_is_left_out_unless_it_is_asked_for():
    rows = records("conferences", conference(MONDAY, d(1, 9), transfer_in="yes"), conference(MONDAY, d(1, 9)))
    assert answer("icpc-in-time", rows) == (1, 1)
    assert answer(MEASURES["icpc-in-time"](transfers=True), rows) == (2, 2)


def test_a_conference_without_its_strategy_discussion_is_not_in_time_and_a_reversed_one_not_counted():
    rows = records("conferences", conference(None, d(1, 9)), conference(d(2, 9), d(1, 9)))
    assert answer("icpc-in-time", rows) == (0, 1)


def test_a_time_of_day_is_cut_off():
    rows = records(
        "conferences", conference(datetime.combine(MONDAY, time(23, 59)), datetime.combine(d(8, 9), time(9, 30)))
    )
    assert answer("icpc-in-time", rows) == (1, 1)


# --------------------------------------------------------------------------------------------- 8 and 10 children, once


def test_a_child_with_two_plans_in_two_areas_counts_in_each_and_once_in_the_total():
    rows = records("plans", plan("a", d(1, 5), team="East"), plan("a", d(1, 6), team="West"), plan("b", d(1, 7)))
    teams = [Team(name="East", area="EAST"), Team(name="West", area="WEST")]
    said = answer("cp-plans", rows, areas=("EAST", "WEST"), teams=teams)
    assert said == {"TOTAL": (2, None), "EAST": (1, None), "WEST": (1, None)}


def test_another_authoritys_plan_is_left_out():
    rows = records("plans", plan("a", d(1, 5), other_authority="yes"), plan("b", d(1, 5), other_authority="unknown"))
    assert answer("cp-plans", rows) == (1, None)


def test_a_child_in_care_since_before_the_bank_holidays_are_known_is_counted():
    rows = records("care_episodes", {"child_id": "a", "started": d(1, 2, 2003)})
    assert answer("children-in-care", rows) == (1, None)


def test_short_breaks_are_no_care_unless_they_are_asked_for():
    rows = records("care_episodes", {"child_id": "a", "started": d(1, 2), "short_breaks": "yes"})
    assert answer("children-in-care", rows) == (0, None)
    assert answer(MEASURES["children-in-care"](short_breaks=True), rows) == (1, None)


def test_a_team_that_changed_its_area_counts_for_the_area_of_the_day():
    teams = [
        Team(name="Team 1", area="EAST", to=d(31, 8)), Team(name="Team 1", area="WEST", **{"from": d(1, 9)}),
    ]  # fmt: skip
    rows = records("workers", post("w", d(1, 1), team="Team 1"))
    figures, _ = compute("supervision", rows, areas=("EAST", "WEST"), teams=teams, periods=[AUGUST, SEPTEMBER])
    said = {(f.period, f.area): f.denominator for f in figures if f.area != "TOTAL"}
    assert said == {(AUGUST, "EAST"): 1, (AUGUST, "WEST"): 0, (SEPTEMBER, "EAST"): 0, (SEPTEMBER, "WEST"): 1}


def test_what_a_team_took_over_that_is_younger_than_it_counts_for_its_area():
    # the record's team is that of the extract's day
    teams = [Team(name="Team 1", area="EAST", to=d(14, 9)), Team(name="Team One", area="EAST", **{"from": d(15, 9)})]
    rows = records("referrals", {"child_id": "a", "referred": d(3, 9), "team": "Team One"})
    assert answer("re-referrals", rows, areas=("EAST",), teams=teams) == {"TOTAL": (0, 1), "EAST": (0, 1)}


# ------------------------------------------------------------------------------------------------------------ 9 visits


def test_a_child_visited_on_two_days_of_the_month_is_visited_twice():
    plans = records("plans", *(plan(child, d(1, 9)) for child in "abcd"))
    visits = records(
        "visits",
        visit("a", d(1, 9)), visit("a", d(30, 9)),
        visit("b", d(7, 9)), visit("b", d(7, 9)),  # twice on one day
        visit("c", d(7, 9)), visit("c", d(8, 9), seen="no"),
        visit("d", d(31, 8)), visit("d", d(7, 9)),
    )  # fmt: skip
    assert answer("cp-visits", plans, visits) == (1, 4)
    assert answer(MEASURES["cp-visits"](seen_only=False), plans, visits) == (2, 4)


def test_a_plan_that_began_in_the_month_or_ended_in_it_is_not_due_two_visits():
    plans = records("plans", plan("a", d(2, 9)), plan("b", d(1, 5), d(30, 9)), plan("c", d(1, 5)))
    assert answer("cp-visits", plans) == (0, 1)


def test_by_the_gap_the_latest_visit_lies_at_most_ten_working_days_before_the_months_end():
    plans = records("plans", *(plan(child, d(1, 5)) for child in "abc"), plan("d", d(20, 9)))
    visits = records("visits", visit("a", d(16, 9)), visit("b", d(15, 9)), visit("c", d(1, 6)), visit("c", d(30, 9)))
    gap = MEASURES["cp-visits"](mode="gap_working_days")
    assert answer(gap, plans, visits) == (3, 4)  # a and c; d's plan is not ten days old
    assert answer(MEASURES["cp-visits"](mode="gap_working_days", inclusive=True), plans, visits) == (2, 4)


def test_by_the_gap_in_calendar_days_an_earlier_months_visit_counts_too():
    plans = records("plans", plan("a", d(1, 5)), plan("b", d(1, 5)))
    visits = records("visits", visit("a", d(19, 8)), visit("b", d(18, 8)))
    assert answer(MEASURES["cp-visits"](mode="gap_calendar_days", number=42), plans, visits) == (1, 2)


# -------------------------------------------------------------------------------------------------- 11 and 12 workers


def test_a_worker_who_left_in_the_month_needs_no_supervision_and_one_who_leaves_on_its_last_day_does():
    workers = records("workers", post("a", d(1, 1)), post("b", d(1, 1), d(29, 9)), post("c", d(1, 1), d(30, 9)))
    held = records("supervisions", *({"worker_id": each, "supervised": d(9, 9)} for each in "ab"))
    assert answer("supervision", workers, held) == (1, 2)


def test_the_unqualified_are_left_out_unless_they_are_asked_for():
    workers = records("workers", post("a", d(1, 1)), post("b", d(1, 1)) | {"qualified": "no"})
    assert answer("supervision", workers) == (0, 1)
    assert answer(MEASURES["supervision"](qualified=False), workers) == (0, 2)


def test_a_caseload_is_children_by_workers_who_hold_a_case():
    workers = records("workers", post("a", d(1, 1)), post("b", d(1, 1)), post("c", d(1, 1)))
    held = records(
        "allocations",
        case("x", "a", d(1, 8)), case("x", "a", d(1, 9)), case("y", "a", d(1, 9)),  # x twice, still one child
        case("y", "b", d(1, 9)), case("z", "b", d(1, 8), d(29, 9)),
    )  # fmt: skip
    assert answer("caseload", workers, held) == (3, 2)
    assert answer(MEASURES["high-caseload"](above=1), workers, held) == (1, 2)


def test_the_cases_of_a_worker_who_left_count_for_nobody():
    workers = records("workers", post("a", d(1, 1), d(15, 9)), post("b", d(1, 1)))
    held = records("allocations", case("x", "a", d(1, 8)), case("y", "b", d(1, 8)))
    assert answer("caseload", workers, held) == (1, 1)


def test_per_full_time_equivalent_the_posts_of_a_worker_add_up():
    halves = [post("a", d(1, 1), full_time_equivalent=Decimal("0.5"), team=team) for team in ("East", "West")]
    workers = records("workers", *halves, post("b", d(1, 1), full_time_equivalent=Decimal("0.8"), team="West"))
    held = records("allocations", case("x", "a", d(1, 8)), case("y", "b", d(1, 8)))
    teams = [Team(name="East", area="EAST"), Team(name="West", area="WEST")]
    said = answer(MEASURES["caseload"](per="fte"), workers, held, areas=("EAST", "WEST"), teams=teams)
    assert said == {"TOTAL": (2, Decimal("1.8")), "EAST": (1, Decimal("0.5")), "WEST": (2, Decimal("1.3"))}


# ------------------------------------------------------------------------------------------------- quarters and years


def test_a_quarter_is_counted_as_a_whole():
    rows = records("referrals", *(referral(child, d(15, month)) for child, month in (("a", 7), ("a", 9), ("b", 6))))
    assert by_period("re-referrals", rows, periods=[d(1, 7)], months=3) == {d(1, 7): (1, 2)}


def test_a_snapshot_of_a_year_is_of_its_last_day():
    rows = records("plans", plan("a", d(1, 5, 2014), d(30, 3)), plan("b", d(1, 5, 2014), d(1, 4)))
    assert by_period("cp-plans", rows, periods=[d(1, 4, 2014)], months=12) == {d(1, 4, 2014): (1, None)}
