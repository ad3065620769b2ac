"""Spreadsheets (.xls, .xlsx, .ods) as text: what an export in text of the same sheet would hold."""

from __future__ import annotations

from collecdata.readers.excel.reader import READER

__all__ = ["READER"]
