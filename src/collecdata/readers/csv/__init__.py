"""Delimited text: any separator, encoding and line end, read at the speed of the tokeniser and exactly."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collecdata.readers.csv.options import CsvOptions
    from collecdata.readers.csv.reader import READER, CsvReader

__all__ = ["READER", "CsvOptions", "CsvReader"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    """Load what is asked for: other formats are read with parts of this one, and need no more of it."""
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{'options' if name == 'CsvOptions' else 'reader'}"), name)
