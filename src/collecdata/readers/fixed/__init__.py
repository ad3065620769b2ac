"""Records of fixed widths: fields stand at positions counted in characters."""

from __future__ import annotations

from collecdata.readers.fixed.options import FixedOptions
from collecdata.readers.fixed.reader import READER, FixedReader

__all__ = ["READER", "FixedOptions", "FixedReader"]
