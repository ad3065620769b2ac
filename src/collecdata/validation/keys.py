"""Values that two rows may not share, in bounded memory: hashed, and, where hashes agree, hashed another way."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.kernels.buffers import nulls
from collecdata.kernels.hashing import hash_rows
from collecdata.kernels.spill import Spill, missing
from collecdata.validation import native

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from collecdata.checks.constraints import Mask

__all__ = ["Confirmation", "Key", "KeyIndex", "orphans"]


_SHOWN = 10_000


class Key(NamedTuple):
    """A key of a table: its rule, and the places of its columns. Rows that are null in every column are left out."""

    rule: str
    places: tuple[int, ...]
    partial: bool = True
    """Whether a key with some nulls, not only nulls, is compared too."""


class KeyIndex:
    """The hashes of one key of one table."""

    def __init__(self, key: Key) -> None:
        self.key = key
        self.empty: list[NDArray[np.int64]] = []
        self.spill = Spill(tempfile.gettempdir())

    def add(self, numbers: NDArray[np.int64], columns: Sequence[pa.Array]) -> None:
        """Add rows: their numbers, and the texts of the key's columns (null: nothing)."""
        null = [nulls(column) for column in columns]
        nothing = np.logical_and.reduce(null)
        if nothing.any():
            self.empty.append(numbers[nothing])
        kept = ~(nothing if self.key.partial else np.logical_or.reduce(null))
        self.spill.add(hash_rows(columns)[kept], numbers[kept])

    def candidates(self) -> NDArray[np.int64]:
        """Return the numbers of the rows that share a hash, in order."""
        found = [one.positions for one in self.spill.candidates()]
        return np.sort(np.concatenate(found)) if found else np.zeros(0, np.int64)

    def close(self) -> None:
        """Remove what was written."""
        self.spill.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Confirmation:
    """The candidates of a key, met again: two hashes of 64 bits that agree are proof enough."""

    def __init__(self, candidates: NDArray[np.int64]) -> None:
        self._candidates = candidates
        self._met: list[tuple[NDArray[np.int64], NDArray[np.uint64], NDArray[np.uint64]]] = []
        self.cells: dict[int, str] = {}
        """What stands in the key of the first of them, to be shown."""

    def wanted(self, numbers: NDArray[np.int64]) -> Mask:
        """Mark the rows of a batch that are candidates."""
        at = np.searchsorted(self._candidates, numbers)
        at[at == len(self._candidates)] = 0
        return np.asarray(self._candidates[at] == numbers)

    def add(self, numbers: NDArray[np.int64], columns: Sequence[pa.Array], raw: Sequence[pa.Array]) -> None:
        """Add candidates: the texts of their keys, and the cells as they stand."""
        reversed_ = [pc.utf8_reverse(column) for column in columns]
        self._met.append((numbers, hash_rows(columns), hash_rows(reversed_)))
        self.show(numbers, raw)

    def show(self, numbers: NDArray[np.int64], raw: Sequence[pa.Array]) -> None:
        """Keep the cells of some rows, while there is room."""
        room = _SHOWN - len(self.cells)
        if room > 0:
            seen = zip(*(native.from_arrow(one.slice(0, room)).to_pylist() for one in raw), strict=True)
            for number, cells in zip(numbers[:room], seen, strict=True):
                self.cells[int(number)] = " | ".join(map(native.shown, cells))

    def repeats(self) -> NDArray[np.int64]:
        """Return the rows whose key an earlier one has, in order."""
        if not self._met:
            return np.zeros(0, np.int64)
        rows, first, second = (np.concatenate(part) for part in zip(*self._met, strict=True))
        order = np.lexsort((rows, second, first))
        same = (first[order][1:] == first[order][:-1]) & (second[order][1:] == second[order][:-1])
        return np.sort(rows[order][1:][same])


def orphans(children: KeyIndex, parents: KeyIndex) -> Iterator[NDArray[np.int64]]:
    """Give the rows whose key no parent has; only hashes are compared (odds of 2**-64 that one is overlooked)."""
    yield from missing(children.spill, parents.spill)
