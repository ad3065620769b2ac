"""Tables looked at whole: their keys and dates alone, and what one says of the rows of another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.kernels.buffers import from_int64, nulls
from collecdata.kernels.distinct import decode
from collecdata.kernels.hashing import hash_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

__all__ = ["Known", "gathered"]


def gathered(batches: Iterator[pa.RecordBatch]) -> pa.RecordBatch | None:
    """Return batches as one, plain; None where there is none."""
    held = list(batches)
    if not held:
        return None
    names = held[0].schema.names
    columns = [pa.concat_arrays([decode(one.column(name)) for one in held]) for name in names]
    return pa.RecordBatch.from_arrays(columns, names)


@dataclass(frozen=True, slots=True)
class Known:
    """What a table says of its keys, each known by a hash: eight bytes and the value a row, however long the keys.

    Two keys taken for one another by accident: odds of rows x rows / 2**64, and a warning for nothing.
    """

    hashes: NDArray[np.uint64]
    values: pa.Array

    @classmethod
    def of(cls, batches: Iterator[pa.RecordBatch], key: str, value: str) -> Known | None:
        """Read a table once; rows that say nothing are left behind. None where none says anything."""
        hashes, values = [], []
        for batch in batches:
            said = decode(batch.column(value))
            rows = np.flatnonzero(~nulls(said))
            hashes.append(hash_rows([batch.column(key)])[rows])
            values.append(said.take(from_int64(rows)))
        if not sum(map(len, hashes)):
            return None
        order = np.argsort(joined := np.concatenate(hashes), kind="stable")
        return cls(joined[order], pa.concat_arrays(values).take(from_int64(order)))

    def __call__(self, keys: pa.Array) -> pa.Array:
        """Return the value of each key, null where there is none; the first of a key that several rows have.

        >>> table = pa.RecordBatch.from_pydict({"key": ["a", "b"], "value": [1, 2]})
        >>> Known.of(iter([table]), "key", "value")(pa.array(["b", "x", None])).to_pylist()
        [2, None, None]
        """
        wanted = hash_rows([keys])
        place = np.minimum(np.searchsorted(self.hashes, wanted), len(self.hashes) - 1)
        return self.values.take(from_int64(place, (self.hashes[place] != wanted) | nulls(keys)))
