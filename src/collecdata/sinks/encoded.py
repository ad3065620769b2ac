"""Batches, their columns dictionaries or not, made fit for Parquet."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from collecdata.kernels.buffers import integers
from collecdata.kernels.distinct import decode, encode, from_int32, from_int64, is_encoded, nulls

__all__ = ["TEXT", "as_dictionary", "as_plain", "merged", "mostly_repeated", "worth_dictionary"]

TEXT = pa.dictionary(pa.int32(), pa.string())
SAMPLE = 1 << 15
"""Rows that tell whether values repeat."""
FEW = 8
"""Rows that each value of a dictionary page stands for at least. Where each stands for three (the lines of an entry),
plain pages take half the time, and zstd makes them smaller."""


def worth_dictionary(batches: list[pa.RecordBatch], name: str) -> bool:
    """Say whether a column is to have dictionary pages: most rows come as dictionaries, and their values are few."""
    encoded = [column for batch in batches if is_encoded(column := batch.column(name))]
    rows: int = sum(batch.num_rows for batch in batches)
    if 2 * sum(map(len, encoded)) <= rows:
        return False
    if FEW * sum(len(column.dictionary) for column in encoded) <= rows:
        return True
    return FEW * len(pa.chunked_array([column.dictionary for column in encoded]).unique()) <= rows


def mostly_repeated(batches: list[pa.RecordBatch], name: str) -> bool:
    """Say whether the first values of a column are few, wherever batches end."""
    left, chunks = SAMPLE, []
    for batch in batches:
        chunks.append(decode(batch.column(name).slice(0, left)))
        left -= len(chunks[-1])
        if not left:
            break
    sample = pa.chunked_array(chunks, pa.string())
    return FEW * len(sample.unique()) <= len(sample)


def merged(batches: list[pa.RecordBatch]) -> pa.RecordBatch:
    """Make one batch of many small ones; a column that comes both ways is plain."""
    columns = []
    for name in batches[0].schema.names:
        chunks = [batch.column(name) for batch in batches]
        alike = all(is_encoded(chunk) for chunk in chunks)
        columns.append(pa.concat_arrays(chunks if alike else [decode(chunk) for chunk in chunks]))
    return pa.RecordBatch.from_arrays(columns, names=batches[0].schema.names)


def as_plain(chunks: list[pa.Array], kind: pa.DataType) -> pa.ChunkedArray:
    """Join chunks, dictionaries or not, as plain values."""
    return pa.chunked_array([decode(chunk) for chunk in chunks], kind)


def as_dictionary(chunks: list[pa.Array]) -> pa.ChunkedArray:
    """Join chunks of text, dictionaries or not, as one dictionary that holds what the rows hold, each value once."""
    if all(chunk.null_count == len(chunk) for chunk in chunks):
        return pa.chunked_array([pa.nulls(sum(map(len, chunks)), TEXT)])
    column = _each_once(pa.chunked_array([encode(chunk) for chunk in chunks], TEXT).unify_dictionaries())
    return _without_unused(column) if column.null_count else column


def _each_once(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Make rows of the same value point at the same entry: a code list gives several codes one meaning.

    Arrow 26 makes room in the file for the entries that repeat another, and fills it with whatever its memory holds.
    """
    values = column.chunk(0).dictionary
    found = values.dictionary_encode()
    if len(found.dictionary) == len(values) or values.null_count:
        return column
    moved = integers(found.indices)
    return pa.chunked_array([_moved(chunk, moved, found.dictionary) for chunk in column.chunks], TEXT)


def _without_unused(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Drop the values that no row has any more: what was made null stands nowhere in the file."""
    values = column.chunk(0).dictionary
    used = np.zeros(len(values), np.bool_)
    for chunk in column.chunks:
        used[integers(chunk.indices)[~nulls(chunk.indices)]] = True
    if used.all():
        return column
    kept = np.flatnonzero(used)
    moved = np.zeros(len(values), np.int32)
    moved[kept] = np.arange(len(kept), dtype=np.int32)
    values = values.take(from_int64(kept))
    return pa.chunked_array([_moved(chunk, moved, values) for chunk in column.chunks], TEXT)


def _moved(chunk: pa.DictionaryArray, moved: np.ndarray, values: pa.Array) -> pa.DictionaryArray:
    null = nulls(chunk.indices)
    positions = moved[np.where(null, 0, integers(chunk.indices))] if len(values) else np.zeros(len(chunk), np.int32)
    return pa.DictionaryArray.from_arrays(from_int32(positions, null), values)
