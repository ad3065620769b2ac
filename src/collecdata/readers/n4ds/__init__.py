"""Yearly social declarations of before the DSN (N4DS): a row for each instance of a set of blocks."""

from collecdata.readers.n4ds.reader import READER

__all__ = ["READER"]
