"""Levels: how grave each rule is, and for whom. The one table of it.

Profiles: `working`, an officer's own file; `committee`, a paper that councillors print; `plain`, a file that is
published for everybody to read and use, screen readers among them. What is not told to one is None there.
"""

from typing import Final, Literal

from excel_scorecard.errors import Level

Profile = Literal["working", "committee", "plain"]
PROFILES: Final[tuple[Profile, ...]] = ("working", "committee", "plain")

_E: Final[Level] = "error"
_W: Final[Level] = "warning"

# code: working, committee, plain. A rule that is not named here is an error for everybody.
LEVELS: Final[dict[str, tuple[Level | None, Level | None, Level | None]]] = {
    "R-TYPE-OF-NOTHING": (_W, _W, _W),
    "R-ORPHAN": (_W, _W, _W),
    "R-NAME-BROKEN": (_W, _W, _E),
    "R-SHAPE-ID": (_W, _W, _W),
    "R-CHART-SHEET": (_W, _E, _E),
    "L-LINES": (_W, _W, _W),
    "L-FORMATS": (_W, _W, _W),
    "A-ALT": (_W, _E, _E),
    "A-HEADINGS": (_W, _W, _E),
    "A-BLANK-ROW": (None, _W, _E),
    "A-MERGED": (None, None, _W),
    "A-CONTRAST": (_W, _W, _E),
    "A-RED-ONLY": (_W, _W, _E),
    "A-SHEET-NAME": (None, _W, _W),
    "A-TABLE-NAME": (None, None, _W),
    "A-TITLE": (None, _W, _E),
    "A-BLANK-SHEET": (_W, _W, _E),
    "A-FIRST-CELL": (None, None, _E),
    "A-OPENS": (_W, _W, _E),
    "A-HIDDEN": (None, None, _W),
    "A-LINK": (_W, _W, _E),
    "A-LINK-TEXT": (None, _W, _E),
    "A-EXTERNAL": (_W, _W, _E),
    "P-PAPER": (None, _W, None),
    "P-FIT": (None, _W, None),
    "P-AREA": (None, _W, None),
    "P-MARGINS": (None, _W, None),
    "P-DATE": (None, _W, None),
    "P-GRIDLINES": (None, _W, None),
    "R-RELS-OF-NOTHING": (_W, _W, _W),
}


def level(code: str, profile: Profile) -> Level | None:
    """The level of a rule for a profile; None where it is not told."""
    return LEVELS.get(code, (_E, _E, _E))[PROFILES.index(profile)]
