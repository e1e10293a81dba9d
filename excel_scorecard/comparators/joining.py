"""Joining: the project with what each indicator is compared with in a month: the settings' own, then the file's.

Knows which of a file's rows a month shows and what is told of them. How they are shown is comparison.py's.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from excel_scorecard.calendar import month_label
from excel_scorecard.comparator import Comparator
from excel_scorecard.comparators.own_file import Kept, read_comparators
from excel_scorecard.comparators.periods import OLD_MONTHS, end_or_none, is_old, months_ago
from excel_scorecard.errors import Finding, stop_on_errors
from excel_scorecard.project import Indicator, Project

MOST = 4  # comparators have a place on a page


def with_comparators(project: Project, month: date) -> tuple[Project, tuple[Finding, ...]]:
    """The project whose indicators have what they are compared with in the report month, and the warnings.

    The settings' comparators come first, all of them. Of the file's, each label's latest that had ended by the report
    month follows, where the settings have none of that label; at most four in all.

    Raises:
        FindingsError: something in a file of comparators is wrong.
        MachineError: a file cannot be opened.

    """
    kept, findings = read_comparators(project)
    stop_on_errors(findings)
    by_indicator: dict[str, list[Kept]] = {}
    for row in kept:
        by_indicator.setdefault(row.indicator, []).append(row)
    joined = []
    for indicator in project.indicators:
        rows = list(_latest(indicator, by_indicator.get(indicator.id, ()), month))
        room = max(0, MOST - len(indicator.comparators))
        findings += _told(project, indicator, rows, by_indicator.get(indicator.id, ()), room, month)
        comparators = (*indicator.comparators, *(row.comparator for row in rows[:room]))
        joined.append(indicator.model_copy(update={"comparators": comparators}))
    made = project.model_copy(update={"indicators": tuple(joined)})
    made.__dict__.pop("_by_id", None)  # the copy would keep the look-up of the old indicators
    return made, tuple(findings)


def _latest(indicator: Indicator, rows: Iterable[Kept], month: date) -> Iterator[Kept]:
    """Of each label that the settings lack, the row of the latest period that had ended by the month."""
    in_settings = {comparator.name.casefold() for comparator in indicator.comparators}
    latest: dict[str, Kept] = {}
    for row in rows:
        name = row.comparator.name.casefold()
        if row.ended > month or name in in_settings:
            continue
        if name not in latest or latest[name].ended < row.ended:
            latest[name] = row  # keeps the place of the label's first row
    yield from latest.values()


def _told(
    project: Project, indicator: Indicator, rows: Sequence[Kept], all_rows: Sequence[Kept], room: int, month: date
) -> Iterator[Finding]:
    for row in rows[room:]:
        what = f"'{indicator.id}' has no place for {row.comparator.label}: a page has {MOST} comparators"
        mend = "Take one out of the settings or the file, or let the import take fewer (take under [comparators])."
        yield Finding("warning", row.file, row.place, "B-FOUR", what, mend)
    yield from _superseded(project, indicator, all_rows, month)
    yield from _old(project, indicator, rows[:room], month)


def _superseded(project: Project, indicator: Indicator, rows: Sequence[Kept], month: date) -> Iterator[Finding]:
    """Where the settings' latest of a label is older than the file's, the settings hold, and it is told."""
    for position, comparator in enumerate(indicator.comparators):
        ended = end_or_none(comparator.period)
        same = [c for c in indicator.comparators if c.name.casefold() == comparator.name.casefold()]
        if ended is None or any((end_or_none(c.period) or ended) > ended for c in same):
            continue
        later = [
            r for r in rows if r.comparator.name.casefold() == comparator.name.casefold() and ended < r.ended <= month
        ]
        if later:
            newest = max(later, key=lambda row: row.ended)
            said = f"{newest.file} has {newest.comparator.name} {newest.comparator.period}"
            what = f"the settings' {_called(comparator)} is shown for '{indicator.id}', and {said}"
            mend = "Take the older one out of the settings, and the file's is shown."
            yield Finding("warning", project.settings_file, _place(project, indicator, position), "B-LATER", what, mend)


def _old(project: Project, indicator: Indicator, rows: Sequence[Kept], month: date) -> Iterator[Finding]:
    """What is older than 18 months, a finding an indicator."""
    old = [(c, end, "", "") for c in indicator.comparators if is_old(end := end_or_none(c.period), month)]
    old += [(row.comparator, row.ended, row.file, row.place) for row in rows if is_old(row.ended, month)]
    if not old:
        return
    said = ", ".join(f"{_called(c)} ({months_ago(end, month)} months)" for c, end, _, _ in old if end is not None)
    file, place = old[0][2:]
    if not file:
        file, place = project.settings_file, _place(project, indicator, indicator.comparators.index(old[0][0]))
    what = f"'{indicator.id}' is compared with figures older than {OLD_MONTHS} months in {month_label(month)}: {said}"
    mend = "Import the latest release; if there is none, leave it: the page says that they are old."
    yield Finding("warning", file, place, "B-OLD", what, mend)


def _called(comparator: Comparator) -> str:
    return " ".join(filter(None, (comparator.name, comparator.period)))


def _place(project: Project, indicator: Indicator, position: int) -> str:
    at = [known.id for known in project.indicators].index(indicator.id)
    otherwise = f"indicator '{indicator.id}', comparator '{indicator.comparators[position].label}'"
    return project.place(("indicator", at, "comparator", position), otherwise)
