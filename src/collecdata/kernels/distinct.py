"""The only way to use that a column is dictionary-encoded: work on its values, once each.

A column is a plain array or `dictionary<int32, T>` of any T. Values of a dictionary need not be unique, nor all be
used by a row.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.kernels.buffers import bools, fixed, from_bools, from_int32, from_int64, integers, limbs, nulls, offsets
from collecdata.kernels.even import as_cells, as_numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Mask

__all__ = [
    "bools", "decode", "encode", "fixed", "from_bools", "from_int32", "from_int64", "is_encoded", "mask_on_distinct",
    "nulls", "offsets", "on_distinct", "parse_on_distinct", "places", "spread", "total",
]  # fmt: skip


def on_distinct(column: pa.Array, op: Callable[[pa.Array], pa.Array]) -> pa.Array:
    """Apply `op`, which keeps the length, to the values of a column.

    A dictionary column stays one. Values that `op` makes null leave the dictionary and their rows become null
    (neither Parquet nor `unify_dictionaries` takes a null inside a dictionary); otherwise the indices are the same.
    """
    if not is_encoded(column):
        return op(column)
    values = op(column.dictionary)
    if not values.null_count:
        return pa.DictionaryArray.from_arrays(column.indices, values, safe=False)  # the same indices: checked already
    return _without_null_values(column.indices, values)


def mask_on_distinct(column: pa.Array, op: Callable[[pa.Array], Mask]) -> Mask:
    """Return a row mask computed on the values; rows are looked for only if some value is marked.

    `op` sees null values of a plain column; null rows of a dictionary column are never marked.
    """
    values = column.dictionary if is_encoded(column) else column
    return spread(column, op(values))


def parse_on_distinct(
    column: pa.Array, op: Callable[[pa.Array], tuple[pa.Array, Mask | None]]
) -> tuple[pa.Array, Mask]:
    """Apply an `op` that also says which values are bad; return the new column and the row mask of the bad ones."""
    marks: list[Mask | None] = []

    def keep_marks(values: pa.Array) -> pa.Array:
        parsed, bad = op(values)
        marks.append(bad)
        return parsed

    parsed = on_distinct(column, keep_marks)
    return parsed, spread(column, marks[0])


def spread(column: pa.Array, marked: Mask | None) -> Mask:
    """Bring a mask of a column's values (None: no value) to its rows."""
    if marked is None:
        return np.zeros(len(column), np.bool_)
    if not is_encoded(column):
        return marked
    if not marked.any():
        return np.zeros(len(column), np.bool_)
    null = nulls(column.indices)
    rows: Mask = marked[np.where(null, 0, integers(column.indices))]
    return rows & ~null


def is_encoded(column: pa.Array) -> bool:
    """Say whether a column is a dictionary."""
    return isinstance(column, pa.DictionaryArray)


def decode(column: pa.Array) -> pa.Array:
    """Return the column as a plain array."""
    if not is_encoded(column):
        return column
    kind = column.type.value_type
    fixed_width = pa.types.is_primitive(kind) or pa.types.is_decimal128(kind)
    words = _WORDS.get(kind.bit_width) if fixed_width else None
    if words is None or column.dictionary.null_count or not len(column.dictionary):
        return column.dictionary.take(column.indices)
    return _gathered(column, words)


_WORDS: dict[int, np.dtype[Any]] = {
    16: np.dtype(np.int16),
    32: np.dtype(np.int32),
    64: np.dtype(np.int64),
    128: np.dtype(np.complex128),
}
"""For each width of a value in bits, a number of that width: what it means does not matter, it is only copied."""


def _gathered(column: pa.DictionaryArray, words: np.dtype[Any]) -> pa.Array:
    """Copy values of fixed width to the rows: Arrow's `take` costs four times as much."""
    values, indices = column.dictionary, column.indices
    memory = np.frombuffer(values.buffers()[1], words)[values.offset : values.offset + len(values)]
    found = memory.take(integers(indices), mode="clip")  # what a null row points at is any number
    null = nulls(indices) if indices.null_count else None
    return fixed(values.type, found, null)


def total(column: pa.Array) -> Decimal | None:
    """Sum a `decimal128` column of at most 18 digits, exactly; None where all is null.

    >>> total(pa.array([Decimal("1.10"), None, Decimal("1.10")]).dictionary_encode())
    Decimal('2.20')
    """
    if column.null_count == len(column):
        return None
    if is_encoded(column):
        present = integers(column.indices)
        if column.indices.null_count:
            present = present[~nulls(column.indices)]
        times = np.bincount(present, minlength=len(column.dictionary))
        unscaled = limbs(column.dictionary)[:, 0]
        if not column.dictionary.null_count and int(np.abs(unscaled).max()) * len(column) <= np.iinfo(np.int64).max:
            return Decimal(int(times @ unscaled)).scaleb(-column.type.value_type.scale)
    found: Decimal | None = pc.sum(decode(column)).as_py()
    return found


def encode(column: pa.Array) -> pa.DictionaryArray:
    """Return the column as a dictionary, its values in the order they are first met.

    What an export says of a person or an account it says again on each of their rows: where cells are mostly like the
    one above, which is cheap to see, only the others are hashed. It takes a quarter of the time. Cells of the same few
    bytes (dates, codes, none at all) are compared, and hashed, as numbers: half of what is left.

    >>> encode(pa.array(["a", "a", "b", "a"])).indices.to_pylist()
    [0, 0, 1, 0]
    """
    if is_encoded(column):
        return column
    if column.null_count or column.type not in (pa.string(), pa.binary()):
        return column.dictionary_encode()
    numbers = as_numbers(column)
    if numbers is None and not _repeats(column.slice(0, _SAMPLE)):
        return column.dictionary_encode()
    differs = _differs(column) if numbers is None else numbers[1:] != numbers[:-1]
    runs = 2 * int(np.count_nonzero(differs)) < len(column)
    heads = np.append(0, np.flatnonzero(differs) + 1) if runs else None
    if numbers is None:
        encoded = (column if heads is None else column.take(from_int64(heads))).dictionary_encode()
    else:
        encoded = from_int64(numbers if heads is None else numbers[heads]).dictionary_encode()
        values = as_cells(encoded.dictionary, like=column)
        encoded = pa.DictionaryArray.from_arrays(encoded.indices, values, safe=False)
    return encoded if heads is None else _repeated(encoded, heads, len(column))


def _repeated(encoded: pa.DictionaryArray, heads: NDArray[np.int64], count: int) -> pa.DictionaryArray:
    """Repeat cells, each up to where the next one begins, to make `count` rows."""
    room = pa.allocate_buffer(4 * count)  # rows wait in Arrow's memory: in numpy's they leave holes behind
    np.frombuffer(room, np.int32)[:] = (
        np.repeat(integers(encoded.indices), np.diff(heads, append=count)) if len(heads) > 1 else 0
    )
    places = pa.Array.from_buffers(pa.int32(), count, [None, room])
    return pa.DictionaryArray.from_arrays(places, encoded.dictionary, safe=False)


_SAMPLE = 4096
"""Rows that decide whether cells are mostly like the one above."""


def _repeats(column: pa.Array) -> bool:
    return len(column) > 1 and 2 * int(np.count_nonzero(_differs(column))) < len(column)


def _differs(column: pa.Array) -> Mask:
    """Tell of each cell but the first whether it is another than the one above; there is no null."""
    return bools(pc.not_equal(column.slice(1), column.slice(0, len(column) - 1)))


def places(column: pa.Array, words: Sequence[str]) -> NDArray[np.int64]:
    """Return the place of each cell of a text column among some words, -1 where it is none of them or null.

    >>> places(pa.array(["b", None, "c", "a"]), ("a", "b")).tolist()
    [1, -1, -1, 0]
    """
    encoded = encode(column)
    known = {word: place for place, word in enumerate(words)}
    found = np.array([*(known.get(word, -1) for word in encoded.dictionary.to_pylist()), -1], np.int64)
    return found[np.where(nulls(encoded.indices), len(found) - 1, integers(encoded.indices))]


def _without_null_values(indices: pa.Array, values: pa.Array) -> pa.DictionaryArray:
    """Move nulls from the values of a dictionary to its indices."""
    gone = np.append(nulls(values), True)  # the last is where rows that are null already point
    moved = np.cumsum(~gone, dtype=np.int32) - np.int32(1)
    moved[gone] = 0
    places = integers(indices)
    if indices.null_count:
        places = np.where(nulls(indices), len(values), places)
    kept = values.take(from_int64(np.flatnonzero(~gone)))
    return pa.DictionaryArray.from_arrays(from_int32(moved.take(places), gone.take(places)), kept, safe=False)
