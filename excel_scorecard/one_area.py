"""One area: a project and its figures as one of its areas sees them: the area's figures are the total.

An indicator that has no figure by area is left out: the whole council's would pass for the area's. Knows no workbook.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from excel_scorecard.errors import ProjectError
from excel_scorecard.figures import Figures
from excel_scorecard.project import NO_BREAKDOWN, Indicator, Project, Target
from excel_scorecard.settings_file import nearest

AREA_AXIS = "area"
AUTHORITY_AXIS = "authority"


@dataclass(frozen=True)
class OneArea:
    """A project and its figures as one area sees them."""

    project: Project
    figures: Figures
    left_out: tuple[str, ...]
    """Ids of the indicators that are not broken down by it."""


def areas_of_axis(project: Project, axis: str) -> tuple[str, ...]:
    """The areas that a workbook each is made for. A project of authorities may call its axis `area` as well.

    Raises:
        ProjectError: the project has no such areas.

    """
    by_axis: dict[str, list[str]] = {}
    for area in project.areas:
        by_axis.setdefault(area.axis, []).append(area.name)
    wanted = AREA_AXIS if axis == AUTHORITY_AXIS and axis not in by_axis else axis
    if wanted not in by_axis:
        known = ", ".join(by_axis) or "none"
        what = f"the project has no area on the axis '{wanted}'{nearest(wanted, list(by_axis))}"
        mend = f"Its axes are: {known}. Add areas to the settings, or name another axis."
        raise ProjectError(what, where=project.settings_file, mend=mend)
    return tuple(by_axis[wanted])


def one_area(project: Project, figures: Figures, area: str, *, is_authority: bool = False) -> OneArea:
    """The project and the figures of `area` alone.

    Args:
        project: the whole project.
        figures: all that it knows.
        area: one of its areas, on whichever axis.
        is_authority: the area is an authority of its own, not a part of the organisation.

    Raises:
        ProjectError: no indicator is broken down by it.

    """
    kept = [i for i in project.indicators if area in project.areas_of(i)]
    left_out = tuple(indicator.id for indicator in project.indicators if indicator not in kept)
    if not kept:
        mend = f"Give an indicator a breakdown that has '{area}', and figures for it."
        raise ProjectError(f"no indicator has figures for '{area}'", where=project.settings_file, mend=mend)
    whole = project.scorecard
    notes = list(whole.notes)
    if left_out:
        titles = "; ".join(project.indicator(each).title for each in left_out)
        notes.append(f"This scorecard is of {area} alone. Not in it, since there are no figures by area: {titles}.")
    of_area = project.model_copy(
        update={
            "scorecard": whole.model_copy(
                update={
                    "organisation": area if is_authority else f"{area}, {whole.organisation}",
                    "notes": tuple(notes),
                }
            ),
            "indicators": tuple(
                indicator.model_copy(
                    update={
                        "breakdown": NO_BREAKDOWN,
                        "breakdown_note": "",
                        "targets": tuple(_targets(indicator, area)),
                    }
                )
                for indicator in kept
            ),
            "areas": (),
            "populations": (),
            "teams": (),
            "of_area": area,
        }
    )
    # what it has worked out of the whole project's indicators must not come with the copy
    of_area.__dict__.pop("_by_id", None)
    return OneArea(of_area, figures.of_area(of_area, area), left_out)


def _targets(indicator: Indicator, area: str) -> Iterator[Target]:
    """The area's own targets as those for all; before the first of them, the targets for all."""
    own = [target for target in indicator.targets if target.area == area]
    first = min((target.from_ for target in own), default=None)
    for target in indicator.targets:
        if target.area == area:
            yield target.model_copy(update={"area": ""})
        elif not target.area and (first is None or target.from_ < first):
            yield target
