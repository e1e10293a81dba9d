"""Previous: what an earlier workbook hands on to one that is built from another template.

texts.py carries the officers' words, months.py figures and what was said of them; own.py names what stays behind.
carried.py puts them together for the build.
"""

from excel_scorecard.workbook.previous.carried import Carried, read_previous

__all__ = ["Carried", "read_previous"]
