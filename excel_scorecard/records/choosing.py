"""Choosing: the measure that an indicator names, as the project fills it in; or what is wrong with it, all at once.

Knows our measures, the record tables and a project's settings. Knows no query.
"""

import inspect
from collections.abc import Iterator, Mapping

from excel_scorecard.errors import ProjectError
from excel_scorecard.project import Indicator, Project
from excel_scorecard.project.measures import OWN_FIELDS, MeasureSettings, given
from excel_scorecard.records.conditions import NOUNS, STILL_ON, During, Elapsed, Is, Open
from excel_scorecard.records.measures import MEASURES, Measure
from excel_scorecard.records.schema import TABLES, RecordTable
from excel_scorecard.settings_file import Problem, SettingsError, nearest, setting_error


def measures_of(project: Project) -> dict[str, Measure]:
    """The measure of each indicator that names one, by the indicator's id.

    Raises:
        SettingsError: an indicator names none that there is, its unit is not what the measure gives, or one of the
            project's own is filled in wrongly.

    """
    problems: list[ProjectError] = []
    chosen: dict[str, Measure] = {}
    own = {settings.id: position for position, settings in enumerate(project.measures)}
    for position, settings in enumerate(project.measures):
        for problem in _problems(settings, project.measures[:position]):
            place = project.place(("measure", position, *problem.at), _called(project, f"measure '{settings.id}'"))
            problems.append(setting_error(problem.what, where=place, mend=problem.mend))
    if problems:
        raise SettingsError(problems)
    for position, indicator in enumerate(project.indicators):
        if not indicator.measure:
            continue
        place = project.place(("indicator", position, "measure"), _called(project, f"indicator '{indicator.id}'"))
        if indicator.measure not in {*MEASURES, *own}:
            known = [*own, *MEASURES]
            what = f"there is no measure '{indicator.measure}'{nearest(indicator.measure, known)}"
            problems.append(setting_error(what, where=place, mend=f"The measures are {', '.join(known)}."))
            continue
        if indicator.measure in own:
            measure = _made(project.measures[own[indicator.measure]], indicator)
        else:
            measure = MEASURES[indicator.measure]()
        chosen[indicator.id] = measure
        problems += [setting_error(p.what, where=place, mend=p.mend) for p in _misfits(indicator, measure)]
    if problems:
        raise SettingsError(problems)
    return chosen


def with_definitions(project: Project) -> Project:
    """The project with the measure's own sentence where an indicator has no definition."""
    measures = {settings.id: settings for settings in project.measures if not list(_problems(settings, ()))}
    indicators = []
    for indicator in project.indicators:
        measure: Measure | None = None
        if not indicator.definition and indicator.measure in measures:
            measure = _made(measures[indicator.measure], indicator)
        elif not indicator.definition and indicator.measure in MEASURES:
            measure = MEASURES[indicator.measure]()
        said = {"definition": measure.sentence(indicator.frequency)} if measure else {}
        indicators.append(indicator.model_copy(update=said) if said else indicator)
    if indicators == list(project.indicators):
        return project
    return project.model_copy(update={"indicators": tuple(indicators)})


def _called(project: Project, what: str) -> str:
    return f"{project.settings_file}, {what}"


def _made(settings: MeasureSettings, indicator: Indicator) -> Measure:
    if settings.like:
        fields = {name: value for name, value in given(settings).items() if name != "like" and value not in {"", None}}
        return MEASURES[settings.like](**fields)
    return own_measure(settings, is_snapshot=indicator.kind == "snapshot")


def own_measure(settings: MeasureSettings, *, is_snapshot: bool) -> Measure:
    """A council's own measure.

    Of a snapshot, those that have begun and not ended by the period's end; else those that ended in the period, or
    that began in it where no end is named. `within` makes the numerator: at most so many days from begin to end.
    """
    begins, ends = settings.from_, settings.to
    still_on = (settings.table, ends) in STILL_ON
    when = Open(start=begins, end=ends, ends_after=still_on) if is_snapshot else During(date=ends or begins)
    hit = None
    if settings.within is not None:
        hit = Elapsed(
            table=settings.table,
            start=begins,
            end=None if is_snapshot else ends,
            number=settings.within,
            counted=settings.days or "working",
        )
    noun = NOUNS[settings.table]
    by_child = settings.count_by == "child_id"
    return Measure(
        id=settings.id,
        table=settings.table,
        when=when,
        where=tuple(Is(column=column, values=values) for column, values in settings.where.items()),
        hit=hit,
        unit=settings.count_by,
        subject=f"children with {noun}" if by_child else "",
        breakdown=settings.breakdown or "team",
    )


def _problems(settings: MeasureSettings, before: tuple[MeasureSettings, ...]) -> Iterator[Problem]:
    written = given(settings)
    if settings.id in MEASURES or settings.id in {other.id for other in before}:
        yield Problem(f"there is a measure '{settings.id}' already", "Give it a name of its own.", ("id",))
    if bool(settings.like) == bool(settings.table):
        mend = f"Write like = one of {', '.join(MEASURES)}; or table = one of {', '.join(TABLES)}."
        yield Problem("a measure is either like one of ours, or counts a table", mend)
    elif settings.like:
        yield from _like_problems(settings.like, written)
    else:
        yield from _own_problems(settings, written)


def _like_problems(like: str, written: Mapping[str, object]) -> Iterator[Problem]:
    if like not in MEASURES:
        what = f"there is no measure '{like}' of ours{nearest(like, MEASURES)}"
        yield Problem(what, f"Ours are {', '.join(MEASURES)}.", ("like",))
        return
    takes = list(inspect.signature(MEASURES[like]).parameters)
    for name in written:
        if name not in {"like", *takes}:
            says = f"It takes {', '.join(takes)}." if takes else "It takes nothing: name it in the indicator as it is."
            yield Problem(f"'{like}' does not take {name}{nearest(name, takes)}", says, (name,))
    if "inclusive" in written and {**_defaults(like), **written}.get("mode") == "visits_in_month":
        what = "inclusive says how the days from a visit on are counted, and visits_in_month counts none"
        yield Problem(what, "Take it out, or set mode = gap_working_days or gap_calendar_days.", ("inclusive",))


def _defaults(like: str) -> dict[str, object]:
    """What a measure of ours takes where nothing is said."""
    return {name: each.default for name, each in inspect.signature(MEASURES[like]).parameters.items()}


def _own_problems(settings: MeasureSettings, written: Mapping[str, object]) -> Iterator[Problem]:
    if settings.table not in TABLES:
        what = f"there is no record table '{settings.table}'{nearest(settings.table, TABLES)}"
        yield Problem(what, f"The record tables are {', '.join(TABLES)}.", ("table",))
        return
    for name in written:
        if name not in {"table", *OWN_FIELDS}:
            yield Problem(f"a measure of your own does not take {name}", f"It takes {', '.join(OWN_FIELDS)}.", (name,))
    table = TABLES[settings.table]
    dates = [column.name for column in table.columns if column.kind == "date"]
    yield from _column_problems(table, "from", settings.from_, dates, "date")
    yield from _column_problems(table, "to", settings.to, dates, "date")
    names = [column.name for column in table.columns if column.kind != "date"]
    for column, values in settings.where.items():
        yield from _column_problems(table, "where", column, names, "column")
        allowed = _allowed(table, column)
        for value in values if allowed else ():
            if value not in allowed:
                what = f"where {column} can never be '{value}'{nearest(value, allowed)}"
                yield Problem(what, f"It is one of {', '.join(allowed)}.", ("where",))
    ids = [column.name for column in table.columns if column.kind == "id"]
    yield from _column_problems(table, "count_by", settings.count_by, ids, "id")
    texts = [column.name for column in table.columns if column.kind == "text"]
    yield from _column_problems(table, "breakdown", settings.breakdown, texts, "text")
    if not settings.from_:
        yield Problem("from is missing", f"Write from = one of {', '.join(dates)}.", ("from",))
    if settings.days and settings.within is None:
        yield Problem(
            "days says what within counts, and there is no within", "Add within, or take days out.", ("days",)
        )


def _allowed(table: RecordTable, column: str) -> tuple[str, ...]:
    found = next((each for each in table.columns if each.name == column), None)
    if found is None:
        return ()
    return found.values or (("yes", "no", "unknown") if found.kind == "flag" else ())


def _column_problems(table: RecordTable, field: str, column: str, names: list[str], kind: str) -> Iterator[Problem]:
    if column and column not in names:
        what = f"{field} '{column}' is no {kind} of the {NOUNS[table.name]}{nearest(column, names)}"
        mend = f"It can be {', '.join(names)}." if names else f"The {NOUNS[table.name]} have none: take {field} out."
        yield Problem(what, mend, (field,))


def _misfits(indicator: Indicator, measure: Measure) -> Iterator[Problem]:
    """An indicator whose unit or kind is not what the measure gives."""
    mend = f"Add to = ... to the measure '{measure.id}'."
    if isinstance(measure.when, Open) and not measure.when.end:
        yield Problem("what is open at the month's end can be told only where the day of its end is known", mend)
        return
    if isinstance(measure.hit, Elapsed) and measure.hit.end == "":
        yield Problem("within counts the days from one date to another, and there is one alone", mend)
        return
    if indicator.unit in {"percent", "average"} and not measure.gives_share:
        what = f"unit is {indicator.unit}, and '{indicator.measure}' gives a number alone"
        yield Problem(what, 'Write unit = "count", or give the measure its within.')
    elif indicator.unit in {"count", "rate"} and measure.gives_share:
        what = f"unit is {indicator.unit}, and '{indicator.measure}' gives a numerator and a denominator"
        wanted = "average" if measure.cases and measure.cases.above is None else "percent"
        yield Problem(what, f'Write unit = "{wanted}".')
