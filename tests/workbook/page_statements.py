"""Statements of a page: what an indicator's sheet says twice: number, rating, direction, sentence, chart, rule, areas.

Everything is worked out here, from what is printed; nothing is asked of the package under test. What other sheets say
of the page is statements.py's.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from tests.workbook.as_seen import Seen, as_printed, plotted_latest
from tests.workbook.reading import Place, as_kept, places, same

RATINGS = ("Green", "Amber", "Red", "No target", "No data")
JUDGED = " (judgement)"
NUMBER = r"-?£?[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?%?"
ARROWS = {"Improving": "▲", "Up": "▲", "Worsening": "▼", "Down": "▼", "No change": "►", "No data": ""}


@dataclass(frozen=True)
class Statement:
    """What one place says, and what it should say beside another."""

    of: str
    place: Place
    says: object
    should: object

    @property
    def is_so(self) -> bool:
        return same(self.says, self.should)

    def __str__(self) -> str:
        return f"{self.place[0]}!{self.place[1]}, {self.of}: {self.says!r}, and should be {self.should!r}"


def number(text: str) -> Decimal:
    """A printed number as a number: `£1,400,000`, `86%`."""
    return Decimal(re.sub("[£,%]", "", text))


def label(value: object) -> str:
    """A month as it is printed."""
    return f"{value:%b-%y}" if isinstance(value, datetime) else str(value)


class Page:
    """An indicator's page as it is read."""

    def __init__(self, seen: Seen, id_: str, sheet: str, words: tuple[str, ...]) -> None:
        self.seen, self.id, self.sheet = seen, id_, sheet
        self.meaning = dict(zip(words, RATINGS, strict=True))

    def at(self, name: str) -> Place:
        return self.seen.slot(self.sheet, name)

    def value(self, name: str) -> object:
        return self.seen.value(self.at(name))

    def text(self, name: str) -> str:
        return str(self.value(name))

    def shown(self, name: str) -> str:
        return self.seen.shown(self.at(name))

    def known(self, name: str) -> bool:
        return isinstance(self.value(name), int | float)

    @property
    def rating(self) -> str:
        """What the printed rating means, without the mark of a judgement."""
        word = self.text("rating").removesuffix(JUDGED)
        return self.meaning.get(word, word)

    @property
    def period(self) -> object:
        return self.value("period")

    def row(self, role: str) -> Place | None:
        """The cell of a Monthly column in the row of the period shown."""
        months = [self.seen.value(place) for place in self.seen.book.column(self.sheet, "monthly_month")]
        return self.seen.book.column(self.sheet, role)[months.index(self.period)] if self.period in months else None

    def in_month(self, month: str) -> object:
        """The value of the month that is printed so; `[x]` where there is no row of it."""
        column = self.seen.book.column(self.sheet, "monthly_month")
        found = [place for place in column if label(self.seen.value(place)) == month]
        values = self.seen.book.column(self.sheet, "monthly_value")
        return self.seen.value(values[column.index(found[0])]) if found else "[x]"

    @property
    def has_areas(self) -> bool:
        return (self.sheet, "breakdown_area") in self.seen.book.names and self.value("breakdown_month") != ""

    def said(self, of: str, name: str, says: object, should: object) -> Statement:
        return Statement(of, self.at(name), says, should)

    def statements(self) -> Iterator[Statement]:
        yield from self._figure()
        yield from self._chart()
        yield from self._rating()
        yield from self._direction()
        yield from self._sentence()
        yield from self._areas()

    # -- figure, target, period --------------------------------------------------------------------------------------

    def _figure(self) -> Iterator[Statement]:
        row = self.row("monthly_value")
        yield self.said(
            "the page's value is the table's", "value", self.value("value"), self.seen.value(row) if row else "[x]"
        )
        printed = label(self.period)
        yield self.said("the period's label", "period_label", self.text("period_label").split(" to ")[-1], printed)
        months = re.findall(r"[A-Z][a-z]{2}-[0-9]{2}", self.text("trend_title"))
        yield self.said("the trend's last period", "trend_title", months[-1] if months else "", printed)
        edges = [self.shown(name) for name in ("target", "target_upper") if self.known(name)]
        target = " to ".join(edges) if edges and self.text("good") != "neither" else "No target"
        yield self.said("the target in words", "target_text", self.text("target_text"), target)
        heading = self.text("average_heading")
        if re.fullmatch(r"Average of .*|One .* only", heading):
            words = re.search("[0-9]+", heading)
            yield self.said(
                "how many periods", "average_months", self.value("average_months"), int(words[0]) if words else 1
            )

    # -- chart --------------------------------------------------------------------------------------------------------

    def _chart(self) -> Iterator[Statement]:
        column = self.seen.book.column(self.sheet, "monthly_latest")
        row, value = self.row("monthly_latest"), self.value("value")
        wanted = {column.index(row): as_kept(value)} if row and self.known("value") else {}
        held = {n: as_kept(self.seen.value(place)) for n, place in enumerate(column) if self.seen.value(place) != ""}
        yield Statement("the highlighted point's cells", column[0], held, wanted)
        for form, points in plotted_latest(self.seen.book, self.sheet):
            kept = {n: as_kept(float(each)) for n, each in points.items() if each}
            yield Statement("the highlighted point of the chart", column[0], kept, wanted)
            if self.known("value"):
                yield self.said("its label as the number", "value", as_printed(value, form), self.shown("value"))
        line = self.row("monthly_line")
        if line and self.known("value"):
            places_ = int(str(self.value("places")))
            drawn = self.seen.value(line)
            near = isinstance(drawn, int | float) and abs(drawn - value) <= 0.5000001 * 10**-places_
            yield Statement("the line runs through the figure", line, near, True)

    # -- rating -------------------------------------------------------------------------------------------------------

    def _rating(self) -> Iterator[Statement]:
        printed, rule = self.text("rating"), self.text("rule_text")
        note, by_rule = self.text("rating_note"), self.by_rule()
        if printed.endswith(JUDGED):
            said = re.search(r"By the rule: (.+)\.$", note)
            yield self.said(
                "the rule's rating beside a judgement", "rating_note", said and self.meaning.get(said[1]), by_rule
            )
            yield self.said("whose rating it is", "rating_note", note.startswith("By judgement: "), True)
        else:
            yield self.said("the rating by its rule in words", "rating", self.rating, by_rule)
            yield self.said("the rule under the rating", "rating_note", note, rule)
        short = self.value("shortfall")
        wanted = {"Green": "0", "Amber": "above 0", "Red": "above 0", "No target": "[z]"}.get(by_rule or "", "[x]")
        kind = ("0" if short == 0 else "above 0") if isinstance(short, int | float) else short
        yield self.said("the distance from the target", "shortfall", kind, wanted)
        if by_rule in {"Amber", "Red"} and self.text("unit") != "percent":
            apart = (self._apart("target") or "").split(" ")[0]
            yield self.said("the distance as the sentence has it", "message", apart, self.shown("shortfall"))

    def by_rule(self) -> str | None:
        """The rating that the rule in words gives the printed number."""
        if not self.known("value"):
            return self.text("next_due") if "No figure is due yet" in self.text("message") else "No data"
        rule = self.text("rule_text").removesuffix(" Rated on the exact figure.")
        if "not rated" in rule:
            return "No target"
        value = number(self.shown("value"))
        if rule != self.text("rule_text"):  # the figure before it is rounded, which only its parts tell
            line = self.row("monthly_line")
            exact = self.seen.value(line) if line else None
            value = Decimal(f"{exact:.12g}") * (100 if self.text("unit") == "percent" else 1)
        for clause in rule.rstrip(".").split(". "):
            word, _, condition = clause.rpartition(": ")
            if self._holds(condition, value):
                return self.meaning.get(word)
        return None

    @staticmethod
    def _holds(condition: str, value: Decimal) -> bool:
        numbers = [number(each) for each in re.findall(NUMBER, re.sub(r" per [0-9,]+", "", condition))]
        if condition.endswith("or more"):
            return value >= numbers[0]
        if condition.endswith("or less"):
            return value <= numbers[0]
        if " or above " in condition:
            return value < numbers[0] or value > numbers[1]
        if condition.startswith(("below ", "above ")):
            return value < numbers[0] if condition.startswith("below") else value > numbers[0]
        return numbers[0] <= value <= numbers[1]

    # -- direction ----------------------------------------------------------------------------------------------------

    def _direction(self) -> Iterator[Statement]:
        yield self.said("the direction by its basis", "direction", self.text("direction"), self._by_basis())
        arrow = self.seen.arrow(self.at("direction"))
        yield self.said("the direction's arrow", "direction", arrow, ARROWS[self.text("direction")])

    @property
    def _against(self) -> object:
        """What the direction compares with, by its words: an average, or the figure of a month."""
        if self.text("direction_basis").startswith("definition changed"):
            return "[x]"
        month = re.search(r"[A-Z][a-z]{2}-[0-9]{2}$", self.text("direction_basis"))
        return self.in_month(month[0]) if month else self.value("average")

    def _by_basis(self) -> str:
        basis = self.text("direction_basis")
        if basis.endswith("only"):
            return "No data"
        value, against, good = self.value("value"), self._against, self.text("good")
        if not (isinstance(value, int | float) and isinstance(against, int | float)):
            return "No data"
        if same(value, against):
            return "No change"
        way = "Up" if value > against else "Down"
        if good == "band" and self.known("target") and self.known("target_upper"):
            now, then = self._outside(value), self._outside(against)
            return way if same(now, then) else "Improving" if now < then else "Worsening"
        if good in {"band", "neither"}:
            return way
        return "Improving" if (way == "Up") == (good == "high") else "Worsening"

    @property
    def way(self) -> str:
        """Whether the figure is above or below what the direction compares with; empty where neither can be said."""
        against = self._against
        value = self.value("value")
        if not (isinstance(value, int | float) and isinstance(against, int | float)) or same(value, against):
            return ""
        return "above" if value > against else "below"

    def _outside(self, value: float) -> float:
        lower, upper = (float(str(self.value(name))) for name in ("target", "target_upper"))
        return max(lower - value, value - upper, 0.0)

    # -- the sentence -------------------------------------------------------------------------------------------------

    def _sentence(self) -> Iterator[Statement]:
        message = self.text("message")
        if not self.known("value"):
            due = self.text("next_due")
            none = f"No figure for {self._period_words()} {self.text('value')}."
            should = f"No figure is due yet. {due}." if self.text("rating") == due and due else none
            yield self.said("the sentence of no figure", "message", message, should)
            return
        yield self.said("the sentence's number", "message", re.match(NUMBER, message)[0], self.shown("value"))
        yield self.said("its period", "message", f" in {self._period_words()}" in message, True)
        has_target = self.text("target_text") != "No target"
        yield self.said("whether it speaks of a target", "message", "the target of" in message, has_target)
        if has_target:
            said = re.search(rf"the target of ({NUMBER}(?: to {NUMBER})?)", message)
            yield self.said("the sentence's target", "message", said and said[1], self.text("target_text"))
            yield self.said("above or below the target", "message", self._apart("target"), self.distance("target"))
        yield from self._against_basis(message)

    def _against_basis(self, message: str) -> Iterator[Statement]:
        """What the sentence says beside what the direction compares with: an average, or the figure of a period."""
        then = re.search(
            rf"({NUMBER}) ?(?:points? )?(above|below) (?:the \w+ to )?(\w{{3}}-\d\d) \(({NUMBER})\)\.$", message
        )
        level = re.search(rf"level with (?:the \w+ to )?(\w{{3}}-\d\d) \(({NUMBER})\)\.$", message)
        if "average" not in self.text("direction_basis") and "only" not in self.text("direction_basis"):
            known = isinstance(self._against, int | float)
            yield self.said("whether it speaks of the period before", "message", bool(then or level), known)
            month, figure = (then or level).groups()[-2:] if then or level else ("", "")
            if known:
                yield self.said("the period it compares with", "message", self.text("direction_basis")[-6:], month)
                side = then[2] if then else ""
                yield self.said("above or below the period before", "message", side, self.way)
                yield self.said(
                    "the figure it compares with",
                    "message",
                    figure,
                    as_printed(self._against, self.seen.number_format(self.at("value"))),
                )
            return
        average = re.search(rf"average of (?:[0-9]+ \w+ \()?({NUMBER})\)?\.$", message)
        is_one = self.value("average_months") == 1
        yield self.said(
            "whether it speaks of an average", "message", bool(average), self.known("average") and not is_one
        )
        if average:
            yield self.said("the sentence's average", "message", average[1], self.shown("average"))
            yield self.said("above or below the average", "message", self._apart("average"), self.distance("average"))

    def _period_words(self) -> str:
        printed = self.text("period_label")
        return printed if " to " not in printed else f"the {printed[:1].lower()}{printed[1:]}"

    def _apart(self, what: str) -> str | None:
        """How far the sentence says that the figure is from its target or average: `4 above`, `level`."""
        pattern = rf"({NUMBER})(?: points?)? (above|below) the (?:[\w-]+ )*{what}"
        if found := re.search(pattern, self.text("message")):
            return f"{found[1]} {found[2]}"
        return "level" if re.search(rf"(?:on|within|level with) the (?:[\w-]+ )*{what}", self.text("message")) else None

    def distance(self, what: str) -> str:
        """The same from the cells."""
        value, other = number(self.shown("value")), number(self.shown(what))
        if what == "target" and self.text("good") == "band":
            other = sorted((other, value, number(self.shown("target_upper"))))[1]
        if value == other:
            return "level"
        pounds = "£" if self.text("unit") == "currency" else ""
        return f"{pounds}{abs(value - other):,} {'above' if value > other else 'below'}"

    # -- areas --------------------------------------------------------------------------------------------------------

    def _areas(self) -> Iterator[Statement]:
        if not self.has_areas:
            return
        yield self.said("the period of the areas", "breakdown_month", self.value("breakdown_month"), self.period)
        values: dict[str, Place] = {}
        for row in self._breakdown():
            values[str(self.seen.value(row["area"]))] = row["value"]
            drawn = [self.seen.value(row[bar]) for bar in ("bar", "rest") if self.seen.value(row[bar]) != ""]
            if drawn:
                yield Statement("an area's bar", row["bar"], drawn, [self.seen.value(row["value"])])
            is_area = self.seen.value(row["rest"]) == "" and self.seen.value(row["rating"]) != ""
            if is_area and "exact figure" not in self.text("rule_text"):
                word = str(self.seen.value(row["rating"]))
                yield Statement(
                    "an area's rating by its target", row["rating"], self.meaning.get(word), self._rated(row)
                )
        if (self.sheet, "area_names") not in self.seen.book.names:
            return
        names, shown = (places(self.seen.book.names[self.sheet, f"area_{name}"]) for name in ("names", "values"))
        for name, cell in zip(names, shown, strict=True):
            area = str(self.seen.value(name))
            if area in values:
                yield Statement("an area on the page", cell, self.seen.shown(cell), self.seen.shown(values[area]))

    def _breakdown(self) -> Iterator[dict[str, Place]]:
        """The rows of the Breakdown table by their columns."""
        names = ("area", "value", "target", "target_upper", "amber_limit", "rating", "bar", "rest")
        columns = [self.seen.book.column(self.sheet, f"breakdown_{name}") for name in names]
        for cells in zip(*columns, strict=True):
            yield dict(zip(names, cells, strict=True))

    def _rated(self, row: Mapping[str, Place]) -> str:
        """An area's rating from its row: what is printed against the target as it would be printed."""
        value, lower, upper, limit = (
            self._rounded(self.seen.value(row[name])) for name in ("value", "target", "target_upper", "amber_limit")
        )
        good = self.text("good")
        if value is None:
            return "No data"
        if lower is None or good == "neither" or (good == "band" and upper is None):
            return "No target"
        if good == "band":
            beyond = max(lower - value, value - upper)
        else:
            beyond = value - lower if good == "low" else lower - value
        if beyond <= 0:
            return "Green"
        return "Amber" if limit is not None and beyond <= abs(lower - limit) else "Red"

    def _rounded(self, value: object) -> Decimal | None:
        if not isinstance(value, int | float):
            return None
        return Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-int(str(self.value("places")))), ROUND_HALF_UP)
