"""Every place of every issue, streamed to Parquet: the report keeps the first ones, this keeps all."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from collecdata.kernels.buffers import from_int32, from_int64, texts
from collecdata.sinks.parquet import ParquetSink

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from collecdata.issues import Issue
    from collecdata.sinks.draft import WrittenFile

__all__ = ["SCHEMA", "AnomaliesSink"]

SLICE = 65_536
"""Places that wait as Python objects."""

Place = tuple[str, str, str, str, str, str, int | None, str | None, int]
"""One row: code, severity, table, field, column, file, line, raw value, how many it stands for."""

SCHEMA = pa.schema(
    [
        ("code", pa.string()),
        ("severite", pa.string()),
        ("table", pa.string()),
        ("champ", pa.string()),
        ("colonne", pa.string()),
        ("source", pa.string()),
        ("ligne", pa.int64()),
        ("valeur", pa.string()),
        ("nombre", pa.int64()),
    ]
)
"""One row a place: `ligne` and `valeur` as they stand in the input. An issue without places (a whole column or file),
or with more places than it names, has one row without `ligne`: `nombre` is how many it stands for, and sums to the
exact count."""


class AnomaliesSink:
    """The anomalies of a run. `write` is what an `IssueLog` streams to."""

    def __init__(self, path: Path, metadata: Mapping[str, str] | None = None) -> None:
        """Open the temporary file.

        Raises:
            UsageError: the folder or the file cannot be written.
        """
        self._sink = ParquetSink(path, SCHEMA, metadata)
        self._places: list[Place] = []

    def write(self, issue: Issue) -> None:
        """Append every place of an issue.

        Raises:
            UsageError: the disk is full.
        """
        words = (issue.code, str(issue.severity), issue.table, issue.field, issue.column, issue.source)
        for line, value in zip_longest(issue.lines, issue.values[: len(issue.lines)]):
            self._append((*words, line, value, 1))
        unnamed = issue.count - len(issue.lines)
        if unnamed > 0:
            value = issue.values[0] if issue.values and not issue.lines else None
            self._append((*words, None, value, unnamed))

    def copy(self, path: Path) -> None:
        """Append all the places of another file of anomalies.

        Raises:
            UsageError: the disk is full.
        """
        self._flush()
        with pq.ParquetFile(path, pre_buffer=False) as file:
            for batch in file.iter_batches(SLICE):
                self._sink.write(batch)

    def close(self) -> WrittenFile:
        """Finish; the file keeps its temporary name until `commit`.

        Raises:
            UsageError: the disk is full.
        """
        self._flush()
        return self._sink.close()

    def commit(self) -> WrittenFile:
        """Close, and give the file its name.

        Raises:
            UsageError: the disk is full.
        """
        self.close()
        return self._sink.commit()

    def abort(self) -> None:
        """Give up: nothing of it stays on the disk."""
        self._places.clear()
        self._sink.abort()

    def _append(self, place: Place) -> None:
        self._places.append(place)
        if len(self._places) == SLICE:
            self._flush()

    def _flush(self) -> None:
        if self._places:
            *words, lines, values, counts = zip(*self._places, strict=True)
            columns = list(map(_encoded, words))
            self._sink.write(
                pa.RecordBatch.from_arrays(
                    [*columns, _integers(lines), texts(values), _integers(counts)], names=SCHEMA.names
                )
            )
            self._places.clear()


def _encoded(words: Sequence[str]) -> pa.DictionaryArray:
    """Make a dictionary of words, few of which are different; an empty one is null."""
    distinct = list(dict.fromkeys(filter(None, words)))
    places = {"": -1} | {word: place for place, word in enumerate(distinct)}
    at = np.fromiter(map(places.__getitem__, words), np.int32, len(words))
    return pa.DictionaryArray.from_arrays(from_int32(at, at < 0), texts(distinct), safe=False)


def _integers(values: Sequence[int | None]) -> pa.Array:
    null = np.fromiter((value is None for value in values), np.bool_, len(values))
    return from_int64(np.fromiter((value or 0 for value in values), np.int64, len(values)), null)
