"""Records: extracts of a case system, read, checked and counted. schema.py lists the tables and what a column means."""
