"""Setup: a new project for a council to fill in, as a workbook or as text files, and one turned into the other.

Knows settings, and the sheets of scorecard.xlsx as project/ and commentary.py declare them. Reads no figure: what is
typed on the sheet Figures is carried over as it was typed.
"""

from excel_scorecard.setup.convert import Converted, convert
from excel_scorecard.setup.starter import Started, start

__all__ = ["Converted", "Started", "convert", "start"]
