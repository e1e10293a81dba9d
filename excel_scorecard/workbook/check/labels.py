"""Check, labels: what a workbook prints for Green, Amber and Red: as its project says, or as its pages offer them."""

from collections.abc import Mapping
from typing import Final

from excel_scorecard.ooxml.cells import Area
from excel_scorecard.ooxml.markup import main
from excel_scorecard.project import Project
from excel_scorecard.rating import OVERRIDES
from excel_scorecard.workbook.officers_copy import Page

_VALIDATION: Final = main("dataValidation")


def labels_of(page: Page, project: Project | None) -> Mapping[str, str]:
    """The printed word of each rating that officers may give.

    Without the project they are those of the list from which an officer chooses a rating by judgement.
    """
    if project is not None:
        return {word: project.scorecard.rating_labels.words.get(word, word) for word in OVERRIDES}
    offered = _offered(page)
    return dict(zip(OVERRIDES, offered if len(offered) == len(OVERRIDES) else OVERRIDES, strict=True))


def _offered(page: Page) -> list[str]:
    if not page.layout.has("rating_override"):
        return []
    place = page.layout.slots["rating_override"][0]
    for validation in page.sheet.frame.iter(_VALIDATION):
        listed = validation.findtext(main("formula1"), "")
        if validation.get("type") == "list" and listed.startswith('"') and _covers(validation.get("sqref", ""), place):
            return listed.strip('"').split(",")
    return []


def _covers(ranges: str, place: tuple[int, int]) -> bool:
    try:
        return any(place in Area.parse(text) for text in ranges.split())
    except ValueError:
        return False
