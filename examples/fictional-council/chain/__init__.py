"""Chain: children of a council that does not exist, from referral to care, whose records count to its figures.

The figures are drawn first (make_figures.py), and then the records that they would have been counted from: so a page
may tell whatever story it should show, and every number on it has records behind it. Each file makes one kind of
record for all 36 months; extract.py shows them as they stood on a day. Nobody in them lives.
"""
