"""Figures: the waist, and the reading of files into it. `waist.py` has the rows; the rest reads CSV and Excel files."""

from excel_scorecard.figures.reader import figures_of_frame, read_figures
from excel_scorecard.figures.waist import COLUMNS, Figure, Figures, Override

__all__ = ["COLUMNS", "Figure", "Figures", "Override", "figures_of_frame", "read_figures"]
