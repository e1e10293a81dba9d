"""Diff: two workbooks, or two months, compared: what changed of each indicator, as text, as JSON and as a paragraph.

said.py reads a workbook, differences.py compares two, sentences.py their texts; paragraph.py and printed.py tell it.
"""

from excel_scorecard.workbook.diff.differences import Change, Differences, IndicatorDifferences, diff

__all__ = ["Change", "Differences", "IndicatorDifferences", "diff"]
