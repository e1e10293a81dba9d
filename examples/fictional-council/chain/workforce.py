"""Workforce: social workers in post, by area and type of team, the cases they hold, and their supervision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from make_figures import Figure

from chain.days import LAST_MONTH, drawn_day, first, last, one_of, shuffled

Place = tuple[str, str]  # an area, or the city-wide service, and a type of team
HUB = ("MASH", "MASH teams")
MANY = 20  # more cases than these are a high caseload


@dataclass(eq=False)
class Post:
    """A social worker's time in one team."""

    worker: str
    place: Place
    since: date
    until: date | None = None
    full_time_equivalent: str = "1"
    is_qualified: bool = True

    def is_held(self, day: date) -> bool:
        """Whether the worker is there on that day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(eq=False)
class Allocation:
    """A child's case with one worker."""

    child: str
    worker: str
    since: date
    until: date | None = None


@dataclass(frozen=True)
class Staff:
    """What the figures say of social workers, by month."""

    supervised: Mapping[str, Sequence[Figure]]
    """By area: those who had supervision, and those in post."""
    caseloads: Mapping[str, Sequence[Figure]]
    """By type of team: those with more than `MANY` cases, and those who hold any."""


@dataclass
class Workforce:
    """Posts, cases and supervision, as they are made month by month."""

    told: Staff
    chance: Random
    posts: list[Post] = field(default_factory=list)
    allocations: list[Allocation] = field(default_factory=list)
    supervisions: list[tuple[str, date]] = field(default_factory=list)
    _current: list[Post] = field(default_factory=list)
    _cases: dict[str, list[Allocation]] = field(default_factory=dict)
    _count: int = 0

    def make(self, started: Mapping[tuple[str, int], Sequence[str]], known: Mapping[str, Sequence[str]]) -> None:
        """All of them.

        Args:
            started: by area and month the children whose assessment began: theirs are the first new cases.
            known: by area the children that are known.

        """
        for place in (("EAST", "Assessment teams"), ("NWC", "Safeguarding teams"), ("SOUTH", "Safeguarding teams")):
            post = self._join(place, drawn_day(self.chance, -20))
            post.is_qualified = False
            self._current.remove(post)
        for month in range(LAST_MONTH + 1):
            self._come_and_go(month)
            self._hold_cases(month, {area: list(started.get((area, month), ())) for area in known}, known)
            self._supervise(month)

    def in_post(self, area: str, day: date) -> list[Post]:
        """Qualified social workers of the area on that day."""
        return [post for post in self.posts if post.place[0] == area and post.is_held(day) and post.is_qualified]

    def _join(self, place: Place, since: date, worker: str = "") -> Post:
        if not worker:
            self._count += 1
            worker = f"W{self._count:06}"
        part_time = {0: "0.6", 1: "0.8"}.get(self._count % 11, "1")
        post = Post(worker, place, since, full_time_equivalent=part_time)
        self.posts.append(post)
        self._current.append(post)
        return post

    def _leave(self, post: Post, month: int) -> Place:
        day = drawn_day(self.chance, month, max(first(month), post.since))
        post.until = max(post.since, min(day, last(month) - timedelta(days=1)))
        self._current.remove(post)
        return post.place

    def _come_and_go(self, month: int) -> None:
        """As many in each area as the figures say, and of each type of team at least those who hold cases."""
        for area, figures in self.told.supervised.items():
            here = shuffled(self.chance, [post for post in self._current if post.place[0] == area])
            wanted = figures[month][1] or 0
            leaving = max(len(here) - wanted, int(self.chance.random() * 2.4) if month else 0)
            for post in here[:leaving]:
                self._leave(post, month)
            for _ in range(wanted - len(here) + leaving):
                since = drawn_day(self.chance, month) if month else drawn_day(self.chance, -1 - self._count % 50)
                self._join((area, self._wanting(area, month)), since)
        self._move_between_teams(month)

    def _spare(self, month: int) -> dict[str, int]:
        """By type of team how many more there are than hold cases."""
        spare = {team_type: -(figures[month][1] or 0) for team_type, figures in self.told.caseloads.items()}
        for post in self._current:
            spare[post.place[1]] += 1
        return spare

    def _wanting(self, area: str, month: int) -> str:
        spare = self._spare(month)
        if area == HUB[0] and spare[HUB[1]] < 2:
            return HUB[1]
        types = [team_type for team_type in spare if team_type != HUB[1]]
        return min(types, key=lambda team_type: spare[team_type])

    def _move_between_teams(self, month: int) -> None:
        while (spare := self._spare(month)) and min(spare.values()) < 0:
            wanting = min(spare, key=lambda team_type: spare[team_type])
            giving = max(spare, key=lambda team_type: spare[team_type])
            areas = {HUB[0]} if HUB[1] in {wanting, giving} else set(self.told.supervised)
            able = [p for p in self._current if p.place[1] == giving and p.place[0] in areas and p.since < first(month)]
            post = one_of(self.chance, able)
            self._leave(post, month)
            moved = self._join((post.place[0], wanting), (post.until or first(month)) + timedelta(days=1), post.worker)
            moved.full_time_equivalent = post.full_time_equivalent

    def _hold_cases(self, month: int, new: dict[str, list[str]], known: Mapping[str, Sequence[str]]) -> None:
        wanted: dict[str, int] = {}
        for team_type, figures in self.told.caseloads.items():
            high, holding = figures[month][0], figures[month][1] or 0
            posts = shuffled(self.chance, [post for post in self._current if post.place[1] == team_type])
            posts.sort(key=lambda post: -len(self._cases.get(post.worker, ())))
            for at, post in enumerate(posts[:holding]):
                held = len(self._cases.get(post.worker, ())) or 8 + int(self.chance.random() * 9)
                held += int(self.chance.random() * 5) - 2
                wanted[post.worker] = min(max(held, MANY + 1), 29) if at < high else min(max(held, 5), MANY)
        area_of = {post.worker: post.place[0] for post in self._current}
        for worker, held in self._cases.items():
            gone = held[: max(0, len(held) - wanted.get(worker, 0))]
            for each in gone:
                day = drawn_day(self.chance, month, max(first(month), each.since))
                each.until = max(each.since, min(day, last(month) - timedelta(days=1)))
            del held[: len(gone)]
        for worker, count in wanted.items():
            self._take_on(worker, count, month, new[area_of[worker]], known[area_of[worker]])

    def _take_on(self, worker: str, count: int, month: int, new: list[str], known: Sequence[str]) -> None:
        held = self._cases.setdefault(worker, [])
        children = {each.child for each in held}
        since = max(post.since for post in self._current if post.worker == worker)
        while len(held) < count:
            child = new.pop(0) if new else one_of(self.chance, known)
            if child not in children:
                children.add(child)
                at = month if month else -1 - int(self.chance.random() * 4)
                held.append(Allocation(child, worker, drawn_day(self.chance, at, max(first(at), since))))
                self.allocations.append(held[-1])

    def _supervise(self, month: int) -> None:
        for area, figures in self.told.supervised.items():
            here = shuffled(self.chance, [post for post in self._current if post.place[0] == area])
            for post in here[: figures[month][0]]:
                for _ in range(2 if self.chance.random() < 0.2 else 1):
                    self.supervisions.append(
                        (post.worker, drawn_day(self.chance, month, max(first(month), post.since)))
                    )
