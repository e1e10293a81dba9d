"""Acceptance tests of the built workbook: what it says, that it lives, and what is told when it cannot be built."""
