"""SYLK (`.slk`), the text form of a spreadsheet that report generators write."""

from __future__ import annotations

from collecdata.readers.sylk.reader import READER

__all__ = ["READER"]
