"""Canonical tables to a folder of Parquet files: a part for each lot and each group of splits, finished one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collecdata.sinks.parquet import ParquetSink

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pyarrow as pa

    from collecdata.sinks.draft import WrittenFile

__all__ = ["PartsSink", "part_name"]


def part_name(lot: str, number: int) -> str:
    """Name a part so that names sort as rows do.

    >>> part_name("213500010", 3)
    'part-213500010-00003.parquet'
    """
    return f"part-{lot or 'lot'}-{number:05d}.parquet"


class PartsSink:
    """The parts of one lot in one table's folder. `cut` finishes a part: what it returns goes into the manifest."""

    def __init__(
        self,
        folder: Path,
        schema: pa.Schema,
        metadata: Mapping[str, str] | None = None,
        *,
        lot: str = "",
        first: int = 0,
    ) -> None:
        """Nothing is opened before the first row.

        Args:
            folder: of the table.
            schema: columns in order, of plain types.
            metadata: key-value pairs of each part.
            lot: collectivity of the rows, part of the names.
            first: number of the first part (after those of an interrupted run).
        """
        self.folder = folder
        self.lot = lot
        self.number = first
        self.files: tuple[WrittenFile, ...] = ()
        self._schema = schema
        self._metadata = metadata
        self._part: ParquetSink | None = None

    def write(self, batch: pa.RecordBatch) -> None:
        """Append rows to the part in hand.

        Raises:
            UsageError: the disk is full, or the folder cannot be written.
        """
        if self._part is None:
            path = self.folder / part_name(self.lot, self.number)
            self._part = ParquetSink(path, self._schema, self._metadata)
        self._part.write(batch)

    def cut(self, metadata: Mapping[str, str] | None = None) -> WrittenFile | None:
        """Finish the part in hand and give it its name; None when it has no rows (its number is spent all the same).

        Raises:
            UsageError: the disk is full.
        """
        part, self._part = self._part, None
        self.number += 1
        if part is None:
            return None
        part.close(metadata)
        written = part.commit()
        self.files += (written,)
        return written

    def abort(self) -> None:
        """Give up the part in hand; finished parts stay."""
        if self._part is not None:
            self._part.abort()
            self._part = None
