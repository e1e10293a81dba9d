"""Collect: what officers have written into their copies of the workbook goes back into the project's files.

collecting.py goes through them; said.py and said_figures.py read a copy, agreement.py merges several, to_commentary.py
and to_corrections.py make the project's files, into.py the master.
"""

from excel_scorecard.workbook.collect.agreement import ConflictError
from excel_scorecard.workbook.collect.collecting import Collected, collect

__all__ = ["Collected", "ConflictError", "collect"]
