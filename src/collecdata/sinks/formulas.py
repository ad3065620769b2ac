"""Text that a spreadsheet would run as a formula."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from collecdata.kernels.buffers import bools, texts
from collecdata.kernels.distinct import on_distinct

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["is_formula", "neutralised"]

START = r"^[=+\-@＝＋－＠\t\r\n]"
"""What makes a spreadsheet take a cell for a formula; the wide forms do in some."""
NUMBER = r"^-[0-9]+([.,][0-9]+)?$"
"""A negative number is no formula."""


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might run this text.

    >>> [is_formula(text) for text in ("=1+1", "+33 6", "-12,50", "-A1", "a=b")]
    [True, True, False, True, False]
    """
    return bool(re.match(START, text)) and not re.match(NUMBER, text)


def neutralised(column: pa.Array) -> pa.Array:
    """Put an apostrophe before texts that a spreadsheet might run: it shows them, and runs nothing.

    >>> import pyarrow as pa
    >>> neutralised(pa.array(["=1+1", "-12,50", None])).to_pylist()
    ["'=1+1", '-12,50', None]
    """

    def apostrophe(values: pa.Array) -> pa.Array:
        risky = pc.match_substring_regex(values, pattern=START)
        if not bools(risky).any():
            return values
        risky = pc.and_not(risky, pc.match_substring_regex(values, pattern=NUMBER))
        return pc.if_else(risky, pc.binary_join_element_wise(texts(["'"])[0], values, texts([""])[0]), values)

    return on_distinct(column, apostrophe)
