"""Clone: a sheet copied within its workbook, with all that it owns, its references turned to itself.

Knows what a copy needs to stand beside its model. The parts are copied by copying.py; which they are is owned.py's.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from excel_scorecard.ooxml.copying import Copier, become_one_of_many, table_names
from excel_scorecard.ooxml.ledger import SHEETS, copied
from excel_scorecard.ooxml.owned import refuse
from excel_scorecard.ooxml.renaming import Renaming
from excel_scorecard.ooxml.threads import left_behind

if TYPE_CHECKING:
    from excel_scorecard.ooxml.sheet import Sheet
    from excel_scorecard.ooxml.workbook import Workbook


def clone_sheet(
    workbook: "Workbook", source: "Sheet", name: str, tables: Mapping[str, str]
) -> tuple[str, tuple[str, ...]]:
    """Copy a sheet's part and all it owns; references to the sheet and its tables become the copy's.

    Args:
        workbook: where the copy goes.
        source: its sheet to copy.
        name: the new sheet's name, which the caller has checked.
        tables: new names for tables by old ones; a table that is not named gets `<old>_<number>`.

    Returns: the new worksheet part, which the caller lists in the workbook, and in words what did not come along (see
        `threads.left_behind`).

    Raises:
        TemplateError: the sheet holds something that cannot be copied, which is named, or a table name is taken.
    """
    where = f"{workbook.name}, {source.name}"
    refuse(workbook.package, source.part, where)
    names = table_names(workbook, source, tables, where)
    renaming = Renaming(source.name, name, names, workbook.names.that_follow(source.name, names))
    part = Copier(source, workbook, renaming, names, copied(name, source.name)).copy(source.part)
    become_one_of_many(workbook.package.edit(part, SHEETS), source.name, name)
    workbook.strings.count_uses(source.shared_string_uses())
    return part, left_behind(workbook.package, source.part)
