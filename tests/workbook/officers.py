"""Edits as officers make them: all of them, and an officer who makes some at random.

What each does is in the officers_*.py beside this one; how it is done to the package is in excel_*.py.
"""

import random
from collections.abc import Callable

from tests.workbook.excel_package import Opened
from tests.workbook.officers_desk import Desk, Edit
from tests.workbook.officers_figures import correct_area, correct_month
from tests.workbook.officers_formulas import own_formula
from tests.workbook.officers_looks import (
    fill_our_cell,
    filter_months,
    filter_summary,
    format_our_cell,
    freeze_panes,
    own_conditional_format,
    own_validation,
    paper,
    tab_colour,
    widths_and_heights,
)
from tests.workbook.officers_months import own_column, sort_months, type_month
from tests.workbook.officers_objects import picture, text_box, threaded_comment
from tests.workbook.officers_sheets import (
    add_own_sheet,
    copy_a_page,
    cut_slot,
    delete_a_list,
    delete_a_page,
    delete_blank_row,
    insert_rows_on_page,
    move_a_sheet,
    rename_a_sheet,
)
from tests.workbook.officers_words import (
    embolden,
    override_rating,
    retype_commentary,
    sign_off,
    type_action,
    type_concerns,
)

MakeEdit = Callable[[Desk], Edit | None]
"""Does something to the workbook on the desk, and says what; None where there was nothing to do it to."""

EDITS: tuple[MakeEdit, ...] = (
    retype_commentary, embolden, type_action, sign_off, override_rating, type_concerns,
    insert_rows_on_page, delete_blank_row, move_a_sheet, rename_a_sheet, copy_a_page, delete_a_list, delete_a_page,
    add_own_sheet, cut_slot,
    picture, text_box, threaded_comment,
    fill_our_cell, format_our_cell, own_conditional_format, own_validation, widths_and_heights, tab_colour,
    freeze_panes, paper, filter_summary, filter_months,
    correct_month, correct_area, sort_months, type_month, own_column, own_formula,
)  # fmt: skip


def edited(
    book: Opened,
    chance: random.Random,
    count: int,
    *,
    will_roll: bool = False,
    is_inspected: bool = False,
    taken: set[tuple[str, str]] | None = None,
) -> list[Edit]:
    """Make `count` edits, each another one, in random order; caches of her formulas are as Excel works them out.

    `taken` is what she has touched before, and gets what she touches now.
    """
    desk = Desk(book, chance, will_roll=will_roll)
    desk.taken = desk.taken if taken is None else taken
    choice = [edit for edit in EDITS if not (is_inspected and edit in (correct_month, correct_area))]
    made: list[Edit] = []
    for make in chance.sample(choice, len(choice)):
        if len(made) == count:
            break
        edit = make(desk)
        if edit is not None:
            made.append(edit)
    for edit in made:
        edit.settle(book)
    return made
