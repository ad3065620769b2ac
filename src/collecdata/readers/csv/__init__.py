"""Delimited text: any separator, encoding and line end, read at the speed of the tokeniser and exactly."""

from __future__ import annotations

from collecdata.readers.csv.options import CsvOptions
from collecdata.readers.csv.reader import READER, CsvReader

__all__ = ["READER", "CsvOptions", "CsvReader"]
