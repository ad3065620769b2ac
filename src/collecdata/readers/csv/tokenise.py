"""Cells of a block by `pyarrow.csv`: all columns binary, nothing inferred, nothing decoded, the lock released."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.csv

from collecdata.kernels.buffers import strings
from collecdata.readers.csv.dialect import CR, LF

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["CANONICAL", "no_cells", "tokenise", "write_row"]

CANONICAL = (b",", b'"')
"""Delimiter and quote of rows that are written anew, when those of the file cannot hold them."""
_BOM = b"\xef\xbb\xbf"
_SLACK = 64
"""The tokeniser wants its block larger than the bytes."""


def tokenise(data: bytes | bytearray | memoryview, width: int, delimiter: bytes, quote: bytes) -> list[pa.BinaryArray]:
    """Cut bytes, which begin and end where a record does, into `width` columns. Empty lines are left out.

    Raises:
        pyarrow.ArrowInvalid: a record has not `width` cells.
    """
    if not len(data):
        return no_cells(width)
    if data[: len(_BOM)] == _BOM:
        data = LF + bytes(data)  # text here, which the tokeniser would take for the mark of a file
    names = [str(place) for place in range(width)]
    table = pyarrow.csv.read_csv(
        pa.BufferReader(pa.py_buffer(data)),
        read_options=pyarrow.csv.ReadOptions(column_names=names, use_threads=False, block_size=len(data) + _SLACK),
        parse_options=pyarrow.csv.ParseOptions(
            delimiter=delimiter.decode("ascii"),
            quote_char=quote.decode("ascii") if quote else False,
            newlines_in_values=True,
        ),
        convert_options=pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.binary()), check_utf8=False),
    )
    return [_whole(column) for column in table.columns]


def no_cells(width: int) -> list[pa.BinaryArray]:
    """Return columns of no rows."""
    return [strings(np.zeros(1, np.int32), b"", kind=pa.binary()) for _ in range(width)]


def write_row(cells: Sequence[bytes], width: int, delimiter: bytes, quote: bytes) -> bytes | None:
    """Write a row that the tokeniser reads back as these cells, then empty ones up to `width`.

    None when there is no quote and a cell needs one.
    """
    padded = [*cells, *[b""] * (width - len(cells))][:width]
    whole = b"".join(padded)
    if quote:
        if quote in whole:
            padded = [cell.replace(quote, quote * 2) for cell in padded]
        return quote + (quote + delimiter + quote).join(padded) + quote + LF
    return None if not whole or any(mark in whole for mark in (delimiter, CR, LF)) else delimiter.join(padded) + LF


def _whole(column: pa.ChunkedArray) -> pa.BinaryArray:
    return column.chunk(0) if column.num_chunks == 1 else pa.concat_arrays(column.chunks)
