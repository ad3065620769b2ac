"""Rows with the same key, among more rows than memory holds.

Hashes and positions are dealt into partitions by the top bits of the hash, on disk once there are many, and each
partition is sorted alone: 100 million rows with distinct keys take 200 MB of memory and 1.6 GB of disk.

Equal hashes are candidates: the caller fetches these rows and compares them (`kernels.equality`). A key shared by very
many rows puts them all in one partition: drop what repeats inside a batch (`equality.repeated`) before adding it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]
    Positions = NDArray[np.int64]
    Records = NDArray[np.void]

__all__ = ["Candidates", "Spill", "missing", "together"]

_RECORD = np.dtype([("hash", "<u8"), ("position", "<i8")])
_WITH_CONTENT = np.dtype([*_RECORD.descr, ("content", "<u8")])
_WAITING = 1 << 20
"""Rows kept in memory (16 MB) before they are dealt to the files of the partitions."""
_MOST = 256
_FEW = 1 << 12
"""Rows that are not worth cutting into partitions: each costs some numpy calls, however few rows it has."""

_ENOUGH = 1 << 15
"""Rows of partitions looked at together."""


class Candidates(NamedTuple):
    """Rows whose hash is met more than once, by hash then position: their positions, and the group of each from 0."""

    positions: Positions
    groups: NDArray[np.int64]


class Spill:
    """Hashes and positions of rows, in a folder of its own inside `directory`, removed by `close`.

    >>> with Spill(tempfile.gettempdir()) as spill:
    ...     spill.add(np.array([7, 9, 7], np.uint64), np.array([0, 1, 2]))
    ...     [group.tolist() for group in spill.duplicates()]
    [[0, 2]]
    """

    def __init__(
        self, directory: str | Path, partitions: int = 64, in_memory: int = _WAITING, *, contents: bool = False
    ) -> None:
        """Prepare an empty one; no file is written before there are `in_memory` rows.

        With `contents`, a record has a second hash, of what the row holds besides its key (`kernels.pairing`).

        Raises:
            ValueError: `partitions` is not a power of two from 2 to 256.
        """
        if partitions not in {1 << bits for bits in range(1, 9)}:
            raise ValueError(f"partitions must be a power of two from 2 to {_MOST}, not {partitions}")
        self.partitions = partitions
        self._record = _WITH_CONTENT if contents else _RECORD
        self._directory = Path(directory)
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._in_memory = in_memory
        self._waiting: list[Records] = []
        self._waiting_rows = 0

    def add(self, hashes: Hashes, positions: Positions, contents: Hashes | None = None) -> None:
        """Add rows; a position stands for one row of the whole, in any order."""
        records = np.empty(len(hashes), self._record)
        records["hash"], records["position"] = hashes, positions
        if contents is not None:
            records["content"] = contents
        self._waiting.append(records)
        self._waiting_rows += len(records)
        if self._waiting_rows >= self._in_memory:
            self._deal()

    def candidates(self) -> Iterator[Candidates]:
        """Yield the rows whose hash is met more than once, some partitions at a time."""
        for records in [self.whole()] if self.few else _gathered(self.read()):
            hashes = records["hash"]
            order = np.argsort(hashes)
            hashes = hashes[order]
            repeats = hashes[1:] == hashes[:-1]
            if not repeats.any():
                continue
            shared = np.zeros(len(hashes), np.bool_)
            shared[1:] |= repeats
            shared[:-1] |= repeats
            hashes, positions = hashes[shared], records["position"][order[shared]]
            order = np.lexsort((positions, hashes))
            hashes = hashes[order]
            groups = np.cumsum(np.append(False, hashes[1:] != hashes[:-1]))
            yield Candidates(positions[order], groups)

    def duplicates(self) -> Iterator[Positions]:
        """Yield the positions, in order, of each group of rows that share a hash."""
        for positions, groups in self.candidates():
            yield from np.split(positions, np.flatnonzero(np.diff(groups)) + 1)

    @property
    def few(self) -> bool:
        """Whether all the rows are in memory, and so few that they may be taken at once."""
        return self._folder is None and self._waiting_rows <= _FEW

    def whole(self) -> Records:
        """Return all the records that are in memory."""
        return np.concatenate(self._waiting) if self._waiting else np.empty(0, self._record)

    def read(self) -> Iterator[Records]:
        """Yield the records of each partition, fields `hash`, `position` (and `content`), in no order."""
        waiting, bounds = self._by_partition()
        for partition in range(self.partitions):
            in_memory = waiting[bounds[partition] : bounds[partition + 1]]
            file = self._file(partition)
            stored = np.fromfile(file, self._record) if file and file.exists() else in_memory[:0]
            yield np.concatenate([stored, in_memory]) if len(stored) else in_memory

    def close(self) -> None:
        """Forget everything and remove the files."""
        self._waiting, self._waiting_rows = [], 0
        if self._folder:
            self._folder.cleanup()
            self._folder = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _deal(self) -> None:
        """Write what waits to the files of the partitions."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="spill-", dir=self._directory)
        records, bounds = self._by_partition()
        for partition in np.flatnonzero(np.diff(bounds)).tolist():
            with Path(self._folder.name, f"{partition:03d}").open("ab") as file:
                records[bounds[partition] : bounds[partition + 1]].tofile(file)
        self._waiting, self._waiting_rows = [], 0

    def _by_partition(self) -> tuple[Records, NDArray[np.int64]]:
        """Return what waits, partition after partition, and where each begins and ends."""
        records = self.whole()
        partition = (records["hash"] >> np.uint64(65 - self.partitions.bit_length())).astype(np.uint8)
        bounds = np.zeros(self.partitions + 1, np.int64)
        np.cumsum(np.bincount(partition, minlength=self.partitions), out=bounds[1:])
        return records[np.argsort(partition, kind="stable")], bounds

    def _file(self, partition: int) -> Path | None:
        return Path(self._folder.name, f"{partition:03d}") if self._folder else None


def _gathered(partitions: Iterable[Records]) -> Iterator[Records]:
    """Put small partitions together: who looks at candidates pays for each time, however few there are."""
    held: list[Records] = []
    rows = 0
    for records in partitions:
        if held and rows + len(records) > _ENOUGH:
            yield np.concatenate(held)
            held, rows = [], 0
        held.append(records)
        rows += len(records)
    if held:
        yield np.concatenate(held)


def together(left: Spill, right: Spill) -> Iterator[tuple[Records, Records]]:
    """Yield the records of both whose hashes may meet: partition by partition, or all at once where there are few.

    Raises:
        ValueError: they do not have the same number of partitions.
    """
    if left.partitions != right.partitions:
        raise ValueError(f"{left.partitions} partitions against {right.partitions}")
    if left.few and right.few:
        yield left.whole(), right.whole()
    else:
        yield from zip(left.read(), right.read(), strict=True)


def missing(child: Spill, parent: Spill) -> Iterator[Positions]:
    """Yield the positions of `child` whose hash is not in `parent`, ordered inside each partition.

    A hash that is absent is proof; that one is there by accident has odds of rows x rows / 2**64.

    Raises:
        ValueError: they do not have the same number of partitions.
    """
    for children, parents in together(child, parent):
        known = np.unique(parents["hash"])
        order = np.argsort(children["hash"])
        sought = children["hash"][order]
        at = np.searchsorted(known, sought)
        absent = at == len(known)
        absent[~absent] = known[at[~absent]] != sought[~absent]
        if absent.any():
            yield np.sort(children["position"][order[absent]])
