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
    "R-RELS-OF-NOTHING": (_W, _W, _W),
    "R-ORPHAN": (_W, _W, _W),
    "R-NAME-BROKEN": (_W, _W, _E),
    "R-SHAPE-ID": (_W, _W, _W),
    "R-CHART-SHEET": (_W, _E, _E),
    "R-ACTIVE": (_W, _W, _W),
    "R-NOTE-ORDER": (_W, _W, _W),
    "R-THREAD-NOTE": (_W, _W, _W),
    "L-LINES": (_W, _W, _W),
    "L-READ": (_W, _W, _W),
    "L-FORMATS": (_W, _W, _W),
    "L-ESCAPE": (_W, _W, _W),
    "L-SPACE": (_W, _W, _W),
    "L-INJECTION": (_W, _W, _W),
    "L-SCHEME": (_W, _W, _W),
    "A-OPENS": (_W, _W, _E),
    "A-CURSOR": (None, _W, _E),
    "A-HIDDEN": (None, None, _W),
    "A-FREEZE": (None, None, _W),
    "A-LOCKED": (_W, _W, _W),
    "A-PASSWORD": (None, None, _W),
    "A-LINK": (_W, _W, _E),
    "A-LINK-TEXT": (None, _W, _E),
    "A-LINK-FILE": (None, _W, _W),
    "A-EXTERNAL": (_W, _W, _E),
    "A-CONNECTION": (_W, _W, _E),
    "A-ACTIVE": (_W, _W, _E),
    "A-HEADINGS": (_W, _W, _E),
    "A-BLANK-ROW": (None, _W, _E),
    "A-BLANK-COLUMN": (None, None, _W),
    "A-MERGED": (None, None, _W),
    "A-SHEET-NAME": (None, _W, _W),
    "A-TABLE-NAME": (None, None, _W),
    "A-BLANK-SHEET": (_W, _W, _E),
    "A-FIRST-CELL": (None, None, _E),
    "A-TITLE-STYLE": (None, None, _W),
    "A-STARTS": (None, None, _W),
    "A-GAP": (None, None, _W),
    "A-TABLES": (None, None, _W),
    "A-NOTE-MARK": (None, None, _W),
    "A-ALT": (_W, _E, _E),
    "A-ALT-LONG": (None, _W, _W),
    "A-CHART-DATA": (None, _W, _W),
    "A-HEADER-ONLY": (None, _W, _E),
    "A-TEXT-BOX": (None, _W, _E),
    "A-CONTRAST": (_W, _W, _E),
    "A-RULE-CONTRAST": (_W, _W, _E),
    "A-COLOUR-ONLY": (_W, _E, _E),
    "A-RED-ONLY": (_W, _W, _E),
    "A-FONT-SIZE": (None, _W, _W),
    "A-SERIF": (None, _W, _W),
    "A-CUT-OFF": (_W, _W, _W),
    "A-TITLE": (None, _W, _E),
    "A-AUTHOR": (None, _W, _E),
    "A-LANGUAGE": (None, None, _W),
    "D-CORE": (None, _W, None),
    "D-DATES": (None, _W, _W),
    "D-TEXT-NUMBER": (_W, _W, _W),
    "D-TEXT-DATE": (_W, _W, _W),
    "D-OLD-DATE": (_W, _W, _W),
    "D-CODES": (None, _W, _E),
    "P-PAPER": (None, _W, None),
    "P-FIT": (None, _W, None),
    "P-MARGINS": (None, _W, None),
    "P-DATE": (None, _W, None),
    "P-GRIDLINES": (None, _W, None),
    "P-CENTRED": (None, _W, None),
    "P-PAGE-NUMBER": (None, _W, None),
    "P-CODE": (_W, _W, _W),
    "P-FIXED": (None, _W, None),
    "P-HELPERS": (None, _W, None),
    "P-AREA": (None, _W, None),
    "P-SCALE": (None, _W, None),
    "P-POINTS": (None, _W, None),
    "P-TITLES": (None, _W, None),
    "P-BREAK": (None, _W, None),
}


def level(code: str, profile: Profile) -> Level | None:
    """The level of a rule for a profile; None where it is not told."""
    return LEVELS.get(code, (_E, _E, _E))[PROFILES.index(profile)]
