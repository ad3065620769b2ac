"""Cells of a block by `pyarrow.csv`: binary values, nothing inferred, nothing decoded, the lock released."""

from __future__ import annotations

from codecs import BOM_UTF8
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.csv

from collecdata.kernels.buffers import strings
from collecdata.kernels.distinct import encode
from collecdata.readers.csv.dialect import CR, LF

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collecdata.readers.csv.dialect import Dialect

__all__ = ["CANONICAL", "no_cells", "tokenise", "tokenise_block", "write_row"]

CANONICAL = (b",", b'"')
"""Delimiter and quote of rows that are written anew, when those of the file cannot hold them."""
_TOO_LONG = "straddling"
"""What Arrow says of a record longer than a stretch."""
_STRETCH = 1 << 20
"""Bytes that the tokeniser is given at a time: what it makes of them stays in the cache."""
_SLACK = 64
"""It wants its block larger than the bytes."""


def tokenise(
    data: bytes | bytearray | memoryview,
    width: int,
    delimiter: bytes,
    quote: bytes,
    plain: Sequence[bool] = (),
    *,
    blank_lines: bool = True,
) -> list[pa.Array]:
    """Cut bytes, which begin and end where a record does, into `width` columns.

    The columns that `plain` says not to leave plain (those beyond it are) become dictionaries of binary values.
    Empty lines are left out; without `blank_lines` they are records of one cell.

    Raises:
        pyarrow.ArrowInvalid: a record has not `width` cells.
    """
    if not len(data):
        return no_cells(width)
    if data[: len(BOM_UTF8)] == BOM_UTF8:
        data = LF + bytes(data)  # text here, which the tokeniser would take for the mark of a file
        blank_lines = True
    names = [str(place) for place in range(width)]
    parse = pyarrow.csv.ParseOptions(
        delimiter=delimiter.decode("ascii"),
        quote_char=quote.decode("ascii") if quote else False,
        newlines_in_values=True,
        ignore_empty_lines=blank_lines,
    )
    try:
        table = _read(data, names, parse, _stretch(data))
    except pa.ArrowInvalid as error:
        if _TOO_LONG not in str(error):
            raise
        table = _read(data, names, parse, len(data) + _SLACK)
    encoded = [*(not one for one in plain), *[False] * width]
    return [_whole(column, encoded=wanted) for column, wanted in zip(table.columns, encoded, strict=False)]


def tokenise_block(
    data: bytes | bytearray | memoryview, dialect: Dialect, *, blank_lines: bool = True
) -> list[pa.Array]:
    """Cut the bytes of a block as its file says; see `tokenise`."""
    return tokenise(data, dialect.width, dialect.delimiter, dialect.quote, dialect.plain, blank_lines=blank_lines)


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


def _read(
    data: bytes | bytearray | memoryview, names: Sequence[str], parse: pyarrow.csv.ParseOptions, size: int
) -> pa.Table:
    return pyarrow.csv.read_csv(
        pa.BufferReader(pa.py_buffer(data)),
        read_options=pyarrow.csv.ReadOptions(column_names=names, use_threads=False, block_size=size),
        parse_options=parse,
        convert_options=pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.binary()), check_utf8=False),
    )


def _stretch(data: bytes | bytearray | memoryview) -> int:
    """Return a size of stretches none of which ends with a carriage return but the last.

    Arrow 26 drops a line feed that begins a stretch after such a one, even where both are text.
    """
    for size in range(_STRETCH, _STRETCH // 2, -1):
        if all(data[after - 1] != CR[0] for after in range(size, len(data), size)):
            return size
    return len(data) + _SLACK


def _whole(column: pa.ChunkedArray, *, encoded: bool) -> pa.Array:
    whole = column.chunk(0) if column.num_chunks == 1 else pa.concat_arrays(column.chunks)
    return encode(whole) if encoded else whole
