"""Codes: what a check asks of a workbook before it is sent round, with how grave it is and how it is mended.

The only list of them: findings, the page docs/checks.md and the tests read it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from excel_scorecard.errors import Finding, Level
from excel_scorecard.workbook.contract import DRAFT, PROMPT

SMALL: Final = 5
"""A count of people below this, and above nought, may let somebody be recognised."""


@dataclass(frozen=True)
class Code:
    """One thing that is asked: `about` says what holds in a workbook that can go out."""

    code: str
    level: Level
    about: str
    mend: str


_CODES = (
    Code(
        "C-COMMENTARY",
        "error",
        "every page has its commentary, and the summary its main areas of concern",
        "Write it; or say in a sentence why there is nothing to say.",
    ),
    Code(
        "C-PROMPT",
        "error",
        f"no text holds the template's prompt ({PROMPT}) or the mark of a draft ({DRAFT})",
        "Take the words of the prompt out, or make the draft your own.",
    ),
    Code(
        "C-ACTION",
        "error",
        "every indicator that is Red or Worsening has its action",
        "Write what is done, by whom and by when.",
    ),
    Code(
        "C-STALE",
        "error",
        "every text was written, or read again, for what its page now shows",
        "Read it again; where it still holds, clear the cell named written_for on the right of its page.",
    ),
    Code(
        "C-QUOTES",
        "warning",
        "no text quotes a figure, month or rating that is no longer on its sheet",
        "Read the sentence again beside the figures of its page.",
    ),
    Code(
        "C-FIGURE",
        "warning",
        "no text gives a figure of the indicator's that its sheet shows otherwise",
        "Correct the figure, or say what else it is of.",
    ),
    Code(
        "C-CLAIM",
        "warning",
        "no text says better or worse, above or below, highest or Red of what its sheet shows otherwise",
        "Read the sentence beside the figures of its page; say since when, or against what, it holds.",
    ),
    Code(
        "C-SILENT",
        "warning",
        "no commentary passes over that its page is Red: it names the shortfall, a cause or an action",
        "Say in a sentence how far it is from its target, why, or what is done.",
    ),
    Code(
        "C-UNSIGNED",
        "error",
        "every page is signed off",
        "Let the owner write name and day into the cell Signed off.",
    ),
    Code(
        "C-SIGNED",
        "error",
        "no text was changed after it was signed off",
        "Let the owner read it again and sign it off anew.",
    ),
    Code(
        "C-CUT",
        "warning",
        "every text of the officers' prints whole",
        "Shorten it, or give its cell more room.",
    ),
    Code(
        "C-MONTH",
        "error",
        "the workbook shows the project's month, every page the summary's, and the figures by area the page's",
        "Undo what was typed into the cell; or refresh the workbook for the month that it is to show.",
    ),
    Code(
        "C-WHY",
        "error",
        "every figure of the period that is [x] has its reason in the month's note",
        "Write the reason into the Note column of the Monthly table, in the period's row.",
    ),
    Code(
        "C-REVIEW",
        "warning",
        "no target's review was due before the month that is shown",
        "Enter the target that was agreed, or the day of its next review, into the project; then refresh.",
    ),
    Code(
        "C-JUDGEMENT",
        "error",
        "every rating by judgement has its reason, and every reason its rating",
        "Give both, or clear both: the rule's rating holds until then.",
    ),
    Code(
        "C-DIFFERS",
        "error",
        "every figure is that of the project",
        "Refresh the workbook, or collect the correction into the project.",
    ),
    Code(
        "C-CONSISTENT",
        "warning",
        "figures of different indicators fit each other, as the project's rules say",
        "Mend the figure that is wrong; where both are right, say why in a note, or give the rule a tolerance.",
    ),
    Code(
        "C-AREAS",
        "warning",
        "the areas together have no more than their total",
        'Mend the figure that is wrong; where a case may be in several areas, set area_cases = "several".',
    ),
    Code(
        "C-SIGNAL",
        "error",
        "every signal and process limit was worked out of the figures that its page shows",
        "Refresh the workbook: excel-scorecard refresh WORKBOOK --project DIR.",
    ),
    Code(
        "C-SMALL",
        "warning",
        f"no count of people, and none that can be worked out of two others, is from 1 to {SMALL - 1}",
        "Suppress it with [c], and another figure with it where the two could be told from their total.",
    ),
    Code(
        "C-SMALL-WORDS",
        "warning",
        f"no text tells of 1 to {SMALL - 1} children",
        "Say it without the number: a few children.",
    ),
    Code(
        "C-FORMULA",
        "error",
        "every formula of the builder's is still one",
        "Undo what was typed over it (Ctrl+Z); to correct a figure, type it into the page's tables below.",
    ),
    Code(
        "C-ERROR",
        "error",
        "no formula is broken, and no chart reads cells that are gone",
        "Undo what took its cells away, or write the formula anew.",
    ),
    Code(
        "C-NAME",
        "error",
        "every name by which the program finds its cells leads to them",
        "Formulas > Name Manager: let it refer to its cell again.",
    ),
    Code(
        "C-GONE",
        "error",
        "every indicator that it was built with has its sheet",
        "Bring the sheet back from an earlier copy; or take the indicator out of the project and refresh.",
    ),
    Code(
        "C-CACHE",
        "error",
        "every formula shows a value, and the summary's those of the pages",
        "Open it in Excel, press Ctrl+Alt+F9 and save it.",
    ),
)
CODES: Mapping[str, Code] = MappingProxyType({each.code: each for each in _CODES})


def finding(code: str, file: str, place: str, what: str) -> Finding:
    """A finding of that code."""
    return Finding(CODES[code].level, file, place, code, what, CODES[code].mend)
