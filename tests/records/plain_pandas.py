"""The twelve indicators in plain pandas, month by month, written from their definitions and from nothing else.

What an analyst would write: a loop over months, a filter, a groupby. It shares no line with the product; where the two
agree on thousands of random records, both read the definition alike.
"""

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd

Answer = dict[tuple[date, str], tuple[object, object]]
"""By month and area (TOTAL for all): numerator and denominator."""


class Plain:
    """Frames of records, with a team's area beside it; months; bank holidays."""

    def __init__(self, frames: dict[str, pd.DataFrame], months: list[date], areas: dict[str, str], holidays) -> None:
        self.months = months
        self.holidays = np.array(sorted(holidays), dtype="datetime64[D]")
        self.frames = {name: frame.copy() for name, frame in frames.items()}
        for frame in self.frames.values():
            for column in frame.columns:
                if pd.api.types.is_datetime64_any_dtype(frame[column]):
                    frame[column] = frame[column].dt.normalize()
            if "team" in frame:
                frame["area"] = frame["team"].map(areas)

    def kept(self, name: str, start: str, end: str) -> pd.DataFrame:
        """The rows that do not end before they begin."""
        frame = self.frames[name]
        return frame[frame[start].isna() | frame[end].isna() | (frame[end] >= frame[start])]

    def work(self, start: pd.Series, end) -> pd.Series:
        """Working days from the day after each start to the end."""
        if isinstance(end, pd.Timestamp):
            end = pd.Series(end, start.index)
        known = start.notna() & end.notna()
        first = start[known].to_numpy().astype("datetime64[D]") + 1
        last = end[known].to_numpy().astype("datetime64[D]") + 1
        counts = pd.Series(np.nan, start.index)
        counts[known] = np.busday_count(first, last, holidays=self.holidays)
        return counts

    def each_month(self, of_month: Callable[[pd.Timestamp, pd.Timestamp], pd.DataFrame], unit: str | None, parts=None):
        """The answer from each month's rows: what is counted, with `hit` where there is a numerator of its own."""
        parts = parts or self.parts
        answer: Answer = {}
        for month in self.months:
            first = pd.Timestamp(month)
            rows = of_month(first, first + pd.offsets.MonthEnd(0))
            answer[month, "TOTAL"] = parts(rows, unit)
            for area, own in rows.groupby("area"):
                answer[month, str(area)] = parts(own, unit)
        return answer

    @staticmethod
    def parts(rows: pd.DataFrame, unit: str | None) -> tuple[object, object]:
        if unit is None:
            return int(rows["hit"].sum()) if "hit" in rows else len(rows), len(rows)
        counted = rows[unit].nunique()
        return rows.loc[rows["hit"], unit].nunique() if "hit" in rows else counted, counted

    @staticmethod
    def open_at(rows: pd.DataFrame, start: str, end: str, last: pd.Timestamp) -> pd.DataFrame:
        return rows[(rows[start] <= last) & (rows[end].isna() | (rows[end] > last))]

    def re_referrals(self) -> Answer:
        rows = self.kept("referrals", "referred", "closed")
        days = rows[["child_id", "referred"]].drop_duplicates().sort_values(["child_id", "referred"])
        days["earlier"] = days.groupby("child_id")["referred"].shift()
        rows = rows.merge(days, on=["child_id", "referred"])
        rows["hit"] = rows["earlier"] >= rows["referred"] - pd.DateOffset(years=1)
        return self.each_month(lambda first, last: rows[rows["referred"].between(first, last)], None)

    def unallocated(self) -> Answer:
        rows = self.kept("assessments", "started", "authorised")
        rows = rows[rows["worker_id"].isna()]

        def of_month(_first, last):
            are_open = self.open_at(rows, "started", "authorised", last)
            return are_open[(last - are_open["started"]).dt.days > 7]

        return self.each_month(of_month, None)

    def unallocated_by_allocations(self) -> Answer:
        rows, held = self.kept("assessments", "started", "authorised"), self.kept("allocations", "from", "to")

        def of_month(_first, last):
            are_open = self.open_at(rows, "started", "authorised", last)
            are_open = are_open[(last - are_open["started"]).dt.days > 7]
            now = held[(held["from"] <= last) & (held["to"].isna() | (held["to"] >= last))]
            return are_open[~are_open["child_id"].isin(now["child_id"])]

        return self.each_month(of_month, None)

    def assessments_in_time(self) -> Answer:
        rows = self.kept("assessments", "started", "authorised")

        def of_month(_first, last):
            are_open = self.open_at(rows, "started", "authorised", last)
            return are_open.assign(hit=self.work(are_open["started"], last) <= 45)

        return self.each_month(of_month, None)

    def seen_at_assessment(self) -> Answer:
        rows = self.kept("assessments", "started", "authorised")
        rows = rows.assign(hit=rows["seen"] == "yes")
        return self.each_month(lambda first, last: rows[rows["authorised"].between(first, last)], None)

    def s47_in_time(self) -> Answer:
        rows = self.kept("enquiries", "started", "ended")

        def of_month(_first, last):
            are_open = self.open_at(rows, "started", "ended", last)
            return are_open.assign(hit=self.work(are_open["started"], last) <= 15)

        return self.each_month(of_month, None)

    def seen_at_s47(self) -> Answer:
        rows = self.kept("assessments", "started", "authorised")
        enquiries = self.kept("enquiries", "started", "ended")[["child_id", "started", "ended"]]
        enquiries = enquiries.rename(columns={"started": "started_s47", "ended": "ended_s47"})
        pairs = rows.dropna(subset=["authorised"]).merge(enquiries, on="child_id")
        ran = pairs["started_s47"] <= pairs["authorised"]
        ran &= pairs["ended_s47"].isna() | (pairs["ended_s47"] >= pairs["started"])
        rows = rows[rows["assessment_id"].isin(pairs.loc[ran, "assessment_id"])]
        rows = rows.assign(hit=rows["seen"] == "yes")
        return self.each_month(lambda first, last: rows[rows["authorised"].between(first, last)], None)

    def icpc_in_time(self) -> Answer:
        rows = self.kept("conferences", "strategy_discussion", "held")
        rows = rows[rows["transfer_in"] != "yes"]
        rows = rows.assign(hit=self.work(rows["strategy_discussion"], rows["held"]) <= 15)
        return self.each_month(lambda first, last: rows[rows["held"].between(first, last)], None)

    def cp_plans(self) -> Answer:
        rows = self.kept("plans", "started", "ended")
        rows = rows[rows["other_authority"] != "yes"]
        return self.each_month(lambda _first, last: self.open_at(rows, "started", "ended", last), "child_id")

    def cp_visits(self) -> Answer:
        plans = self.kept("plans", "started", "ended")
        plans = plans[plans["other_authority"] != "yes"]
        visits = self.frames["visits"]
        visits = visits[visits["seen"] == "yes"]

        def of_month(first, last):
            due = self.open_at(plans, "started", "ended", last)
            due = due[due["started"] <= first]
            days = visits[visits["visited"].between(first, last)].groupby("child_id")["visited"].nunique()
            return due.assign(hit=due["child_id"].map(days).fillna(0) >= 2)

        return self.each_month(of_month, "child_id")

    def visits_by_gap(self, number: int, *, working: bool) -> Answer:
        plans = self.kept("plans", "started", "ended")
        plans = plans[plans["other_authority"] != "yes"]
        visits = self.frames["visits"]
        visits = visits[visits["seen"] == "yes"]

        def of_month(_first, last):
            due = self.open_at(plans, "started", "ended", last)
            until = visits[visits["visited"] <= last].groupby("child_id")["visited"].max()
            latest = pd.Series(until.reindex(due["child_id"]).to_numpy(), due.index)
            latest = latest.where(latest > due["started"], due["started"])
            passed = self.work(latest, last) if working else (last - latest).dt.days
            return due.assign(hit=passed <= number)

        return self.each_month(of_month, "child_id")

    def children_in_care(self) -> Answer:
        rows = self.kept("care_episodes", "started", "ceased")
        rows = rows[rows["short_breaks"] != "yes"]
        return self.each_month(lambda _first, last: self.open_at(rows, "started", "ceased", last), "child_id")

    def in_post(self, last: pd.Timestamp) -> pd.DataFrame:
        rows = self.kept("workers", "from", "to")
        return rows[(rows["qualified"] != "no") & (rows["from"] <= last) & (rows["to"].isna() | (rows["to"] >= last))]

    def supervision(self) -> Answer:
        meetings = self.frames["supervisions"]

        def of_month(first, last):
            had = meetings.loc[meetings["supervised"].between(first, last), "worker_id"]
            staff = self.in_post(last)
            return staff.assign(hit=staff["worker_id"].isin(had))

        return self.each_month(of_month, "worker_id")

    def with_cases(self, _first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
        held = self.kept("allocations", "from", "to")
        held = held[(held["from"] <= last) & (held["to"].isna() | (held["to"] >= last))]
        cases = held.groupby("worker_id")["child_id"].nunique().rename("cases")
        return self.in_post(last).merge(cases, left_on="worker_id", right_index=True)

    def caseload(self) -> Answer:
        def parts(rows, _unit):
            each = rows.drop_duplicates("worker_id")
            return int(each["cases"].sum()), len(each)

        return self.each_month(self.with_cases, "worker_id", parts)

    def caseload_fte(self) -> Answer:
        def parts(rows, _unit):
            each = rows.drop_duplicates("worker_id")
            return int(each["cases"].sum()), sum(rows["full_time_equivalent"])

        return self.each_month(self.with_cases, "worker_id", parts)

    def high_caseload(self, above: int = 20) -> Answer:
        def parts(rows, _unit):
            each = rows.drop_duplicates("worker_id")
            return int((each["cases"] > above).sum()), len(each)

        return self.each_month(self.with_cases, "worker_id", parts)


TWELVE = (
    "re-referrals", "unallocated", "assessments-in-time", "seen-at-assessment", "s47-in-time", "seen-at-s47",
    "icpc-in-time", "cp-plans", "cp-visits", "children-in-care", "supervision", "caseload",
)  # fmt: skip
