"""Tests of the package editor, a file for each of its files."""
