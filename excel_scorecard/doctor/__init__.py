"""Doctor: what of the things that the package needs is there and what is blocked, on a machine that others look after.

For someone with a locked-down laptop and a ticket to the helpdesk to write. Everything is tried, not guessed: files are
written and replaced, libraries loaded, a small workbook built. Only the standard library is taken for granted, and no
network is used. Leaves nothing behind.
"""

from excel_scorecard.doctor.counting import look_at_counting
from excel_scorecard.doctor.folders import look_at_folders
from excel_scorecard.doctor.line import Line
from excel_scorecard.doctor.software import look_at_libraries, look_at_programs, look_at_python
from excel_scorecard.doctor.trial import look_at_building

__all__ = ["Line", "examine", "verdict"]


def examine() -> tuple[Line, ...]:
    """Look at everything, from the current folder. Never raises for what it finds."""
    return (
        *look_at_python(),
        *look_at_libraries(),
        *look_at_folders(),
        *look_at_building(),
        look_at_counting(),
        *look_at_programs(),
    )


def verdict(lines: tuple[Line, ...]) -> str:
    """The last word: whether a workbook can be built here, and what is in the way."""
    in_the_way = [line.subject for line in lines if line.is_in_the_way]
    if not in_the_way:
        return "Everything that building a scorecard needs is here."
    return f"A scorecard cannot be built here yet: {', '.join(in_the_way)}. Send these lines to your helpdesk."
