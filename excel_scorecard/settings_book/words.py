"""Words of a settings workbook: what a model says of its settings, said with the headings that officers see."""

import re
from collections.abc import Iterable

from excel_scorecard.errors import ProjectError
from excel_scorecard.settings_book.layout import Column

_LACKING = re.compile(r"'(\w+)' is (?:missing|empty)\.?")
_DAY = re.compile(r"\b([0-9]{4})-([0-9]{2})-([0-9]{2})\b")


def in_sheet_words(problem: ProjectError, columns: Iterable[Column]) -> ProjectError:
    """The same problem, with headings for names: `Amber within`, not `amber_within`; and as it is mended in a cell.

    Where several columns have one name, the first is meant.
    """
    by_key = {column.key: column for column in reversed(tuple(columns))}
    if (lacking := _LACKING.fullmatch(problem.what)) and (column := by_key.get(lacking[1])):
        return ProjectError(f"{column.header} is blank, and is needed.", where=problem.where, mend=f"{column.help}.")
    what = _with_headings(problem.what, by_key)
    mend = _with_headings(problem.mend, by_key).replace('"', "").replace(" without quotation marks", "")
    mend = mend.replace(" = ...", "").replace("left out:", "left blank:")
    return ProjectError(_DAY.sub(r"\3/\2/\1", what), where=problem.where, mend=mend)


def _with_headings(text: str, by_key: dict[str, Column]) -> str:
    first, _, rest = text.partition(" ")
    if (key := first.removesuffix(":")) in by_key:
        text = f"{by_key[key].header}{':' if first.endswith(':') else ''} {rest}"
    text = re.sub(r"(?<=\. )([a-z_]+): ", lambda m: f"{by_key[m[1]].header if m[1] in by_key else m[1]}: ", text)
    text = re.sub(r"\b([a-z_]+) = ", lambda m: f"{by_key[m[1]].header if m[1] in by_key else m[1]} = ", text)
    text = re.sub(r'= "([^"]*)"', r"= \1", text)
    return re.sub(r"\b[a-z]+(?:_[a-z]+)+\b", lambda m: by_key[m[0]].header if m[0] in by_key else m[0], text)
