"""Settings book: settings typed into a workbook, as plain entries with the cell that each stands in.

Knows workbooks, headings and how officers fill cells. Knows no single setting: the models do, and `layout` takes the
columns from them.
"""

from excel_scorecard.settings_book.layout import EXAMPLE, YES_OR_NO, Block, Column, Sheet, columns_of
from excel_scorecard.settings_book.opening import Book, open_book
from excel_scorecard.settings_book.reader import Entry, SheetRead, find_sheet, read_sheet

__all__ = [
    "EXAMPLE",
    "YES_OR_NO",
    "Block",
    "Book",
    "Column",
    "Entry",
    "Sheet",
    "SheetRead",
    "columns_of",
    "find_sheet",
    "open_book",
    "read_sheet",
]
