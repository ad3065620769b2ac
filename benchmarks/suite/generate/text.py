"""Columns of text built whole, from numbers: a generator that takes longer than what it measures is not run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["amount", "digits", "glue", "lines", "pick"]

NO_BREAK = "\u00a0"


def pick(words: Sequence[str], index: Ints) -> pa.Array:
    """Return `words[index]` as an Arrow string array."""
    return pa.array(list(words)).take(pa.array(index))


def glue(*parts: pa.Array | str, between: str = "") -> pa.Array:
    """Join columns and constants, row by row."""
    return pc.binary_join_element_wise(*parts, between)


def digits(values: Ints, width: int) -> pa.Array:
    """Write whole numbers padded with zeros."""
    return pc.utf8_lpad(pc.cast(pa.array(values), pa.string()), width, "0")


def amount(units: Ints, *, scale: int = 2, group: str = "") -> pa.Array:
    """Write `units` of 10^-scale with a decimal comma; `group` stands between thousands (below a milliard)."""
    size = np.abs(units)
    whole, rest = np.divmod(size, 10**scale)
    high, low = np.divmod(whole, 1000)
    millions, thousands = np.divmod(high, 1000)
    text = pc.cast(pa.array(whole), pa.string())
    if group:
        pair = glue(pc.cast(pa.array(high), pa.string()), digits(low, 3), between=group)
        triple = glue(pc.cast(pa.array(millions), pa.string()), digits(thousands, 3), digits(low, 3), between=group)
        text = pc.case_when(pc.make_struct(pa.array(millions > 0), pa.array(high > 0)), triple, pair, text)
    sign = pick(("", "-"), (units < 0).astype(np.int64))
    return glue(sign, text, ",", digits(rest, scale))


def lines(columns: Sequence[pa.Array], between: str = ";") -> bytes:
    """Lay columns out as CSV lines, with CRLF. Cells are quoted by whoever made them."""
    whole = glue(glue(*columns, between=between), "", between="\r\n")
    _, offsets, data = whole.buffers()
    bounds = np.frombuffer(offsets, np.int32)[whole.offset : whole.offset + len(whole) + 1]
    return bytes(memoryview(data)[int(bounds[0]) : int(bounds[-1])])
