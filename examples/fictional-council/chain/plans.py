"""Plans and visits: as many children with a plan at each month's end as the figures say, in their areas, and visited.

A plan has an area at a time: the MASH hands its plans on. While a case is handed over, both areas may hold a record of
the plan, so that each counts the child, and the council counts it once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from make_figures import Figure

from chain.days import LAST_MONTH, drawn_day, first, one_of, shuffled, working_days
from chain.enquiries import Conference
from chain.referrals import Children


@dataclass(eq=False)
class Plan:
    """A child protection plan. `areas` are those that held it, each from a day on."""

    child: str
    started: date
    areas: list[tuple[date, str]]
    ended: date | None = None
    is_handover: bool = False
    """A second record of a plan, held while the case moves."""

    def area(self, day: date) -> str:
        """Whose it is on that day."""
        return next(area for since, area in reversed(self.areas) if since <= day or since == self.started)


@dataclass(frozen=True)
class Visit:
    """A visit to a child with a plan."""

    child: str
    visited: date
    seen: str


@dataclass(frozen=True)
class Protected:
    """What the figures say of children with a plan, by area and month."""

    standing: Mapping[str, Sequence[int]]
    once: Mapping[str, Sequence[Figure]]
    """Visited twice, of those with a plan all month; each child in one area."""
    twice: Mapping[str, Sequence[Figure]]
    """The same as the areas count them: a child who moves in both."""


@dataclass
class Protection:
    """Plans and visits, as they are made month by month."""

    told: Protected
    children: Children
    chance: Random
    plans: list[Plan] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    _current: dict[str, list[Plan]] = field(default_factory=dict)

    def make(self, conferences: Sequence[Conference]) -> None:
        """All of them, since before April 2023."""
        by_month: dict[tuple[str, int], list[Conference]] = {}
        for each in conferences:
            by_month.setdefault((each.area, each.month), []).append(each)
        for area, standing in self.told.standing.items():
            begun = standing[0] - (self.told.once[area][0][1] or 0)
            self._current[area] = [self._old_plan(area) for _ in range(standing[0] - begun + standing[0] // 20)]
            self.plans += self._current[area]
        for month in range(LAST_MONTH + 1):
            self._end_and_move(month)
            for area in self.told.standing:
                self._begin(area, month, by_month.get((area, month), []))
            self._visit(month)

    def _old_plan(self, area: str) -> Plan:
        started = drawn_day(self.chance, -1 - int(self.chance.random() * 13))
        return Plan(self.children.new(area), started, [(started, area)])

    def _begin(self, area: str, month: int, conferences: Sequence[Conference]) -> None:
        """Plans that the month's conferences led to; nobody who has one gets another."""
        to_begin = self.told.standing[area][month] - len(self._current[area])
        held = {plan.child for plans in self._current.values() for plan in plans}
        led = [each for each in conferences if each.held > first(month) and each.child not in held]
        led = led[:to_begin]
        for each in led:
            each.led_to_plan = True
        begun = [(each.child, each.held) for each in led]
        second = first(month) + timedelta(days=1)
        begun += [(self.children.new(area), drawn_day(self.chance, month, second)) for _ in range(to_begin - len(led))]
        for child, day in begun:
            plan = Plan(child, day, [(day, area)])
            self.plans.append(plan)
            self._current[area].append(plan)

    def _end_and_move(self, month: int) -> None:
        """Down to those who had their plan all month: what an area has too many of goes where too few are, or ends."""
        due = {area: figures[month][1] or 0 for area, figures in self.told.once.items()}
        over = {area: shuffled(self.chance, plans)[due[area] :] for area, plans in self._current.items()}
        short = {area: due[area] - len(plans) for area, plans in self._current.items() if due[area] > len(plans)}
        leaving = [plan for area in sorted(over, key=lambda area: area != "MASH") for plan in over[area]]
        for area, count in short.items():
            for _ in range(count):
                plan = leaving.pop(0)
                self._current[plan.areas[-1][1]].remove(plan)
                plan.areas.append((drawn_day(self.chance, month), area))
                self._current[area].append(plan)
        for plan in leaving:
            plan.ended = drawn_day(self.chance, month, max(first(month), plan.started))
            self._current[plan.areas[-1][1]].remove(plan)

    def _visit(self, month: int) -> None:
        visited: dict[str, list[Plan]] = {}
        missed: dict[str, list[Plan]] = {}
        for area, figures in self.told.once.items():
            due = shuffled(self.chance, [plan for plan in self._current[area] if plan.started <= first(month)])
            visited[area], missed[area] = due[: figures[month][0]], due[figures[month][0] :]
        for area, plans in visited.items():
            for plan in plans:
                self._visits(plan, month, 3 if self.chance.random() < 0.25 else 2)
            for plan in missed[area]:  # every child in NWC is visited once, as its commentary says
                self._visits(plan, month, 0 if area != "NWC" and self.chance.random() < 0.2 else 1)
        for area, figures in self.told.twice.items():
            more = [now - then for now, then in zip(figures[month], self.told.once[area][month], strict=True)]
            elsewhere = [name for name in self.told.once if name != area]
            moving = [plan for name in elsewhere for plan in visited[name]]
            still = [plan for name in elsewhere for plan in missed[name]]
            for plan in self._movers(moving, more[0], month) + self._movers(still, more[1] - more[0], month):
                self._hand_over(plan, area, month)

    def _movers(self, plans: Sequence[Plan], count: int, month: int) -> list[Plan]:
        able = [plan for plan in plans if plan.started < first(month - 1)]
        return shuffled(self.chance, able)[:count]

    def _hand_over(self, plan: Plan, area: str, month: int) -> None:
        """A second record from the month before to the month after: of this month alone it covers every day."""
        started = drawn_day(self.chance, month - 1, first(month - 1) + timedelta(days=1))
        ended = drawn_day(self.chance, month + 1)
        self.plans.append(Plan(plan.child, started, [(started, area)], ended, is_handover=True))

    def _visits(self, plan: Plan, month: int, count: int) -> None:
        days = shuffled(self.chance, working_days(month))
        self.visits += [Visit(plan.child, day, "yes") for day in days[:count]]
        if self.chance.random() < 0.08:
            self.visits.append(Visit(plan.child, one_of(self.chance, days[count:]), "no"))
