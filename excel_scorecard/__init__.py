"""Fills a council's own branded Excel template with the month's performance scorecard."""

__version__ = "0.1.0"
