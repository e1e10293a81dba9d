"""Tests of comparators, a file for each of its files."""
