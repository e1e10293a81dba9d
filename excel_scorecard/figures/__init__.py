"""Figures: the waist, and the reading of files into it. `waist.py` has the rows; the rest reads CSV and Excel files."""

from excel_scorecard.figures.waist import COLUMNS, Figure, Figures, read_figures

__all__ = ["COLUMNS", "Figure", "Figures", "read_figures"]
