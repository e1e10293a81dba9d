"""Claims: an officer's text held against what its page says. Text and facts in, contradictions out.

Knows no workbook. When in doubt it says nothing: an officer told of three mistakes that are none reads no
fourth.
"""

from excel_scorecard.claims.facts import Comparator, Facts, Figure, Row
from excel_scorecard.claims.judging import contradictions, silence
from excel_scorecard.claims.verdicts import Contradiction

__all__ = ["Comparator", "Contradiction", "Facts", "Figure", "Row", "contradictions", "silence"]
