"""Records: a council's child-level extracts as checked tables, and the account of what was read.

Knows files, databases and the extracts' forms. Knows no figures: measures count the tables. It is the extra [records].
"""

from excel_scorecard.records.quality import Account
from excel_scorecard.records.reading import RecordsRead, read_records
from excel_scorecard.records.tables import Records

__all__ = ["Account", "Records", "RecordsRead", "read_records"]
