"""Raw cells to the columns of a stream: UTF-8, distinct values decoded once each, what cannot be decoded null."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.issues import Severity
from collecdata.kernels.buffers import from_int64
from collecdata.kernels.distinct import encode, parse_on_distinct
from collecdata.kernels.stream import LINE
from collecdata.kernels.text import escape, transcode
from collecdata.readers.rows import kept

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collecdata.readers.csv.cells import Cells
    from collecdata.readers.csv.dialect import Dialect
    from collecdata.readers.csv.findings import Findings

__all__ = ["SAMPLE", "convert", "mostly_unique"]

SAMPLE = 4096
"""Rows that decide whether a column is worth a dictionary."""


def convert(raw: Cells, findings: Findings) -> pa.RecordBatch:
    """Decode the columns of a block. Each is a dictionary or not as the dialect says, in every block alike."""
    dialect = findings.dialect
    spoilt: dict[int, list[int]] = {}
    for line, place in raw.spoilt:
        spoilt.setdefault(place, []).append(int(np.searchsorted(raw.lines, line)))
    places = kept(dialect.columns)
    arrays = [_column(raw, place, spoilt.get(place, ()), findings) for place in places]
    names = [dialect.columns[place] for place in places]
    return pa.RecordBatch.from_arrays([*arrays, from_int64(raw.lines)], names=[*names, LINE])


def mostly_unique(column: pa.BinaryArray) -> bool:
    """Whether a dictionary would cost more than it saves: more than three in ten of the first cells are distinct.

    What each of the three lines of an accounting entry says again is such a column.
    """
    sample = column.slice(0, SAMPLE)
    return len(sample.unique()) * 10 > len(sample) * 3


def _column(raw: Cells, place: int, spoilt: Sequence[int], findings: Findings) -> pa.Array:
    dialect: Dialect = findings.dialect
    column = raw.columns[place]
    if spoilt:
        gone = np.zeros(len(column), np.bool_)
        gone[np.array(spoilt)] = True
        column = column.take(from_int64(np.arange(len(column)), gone))
    encoded = column if dialect.plain[place] else encode(column)
    decoded, bad = parse_on_distinct(encoded, lambda values: transcode(values, dialect.encoding))
    for row in np.flatnonzero(bad).tolist() if bad.any() else ():
        cell = escape(column[row].as_py(), dialect.encoding)
        line = int(raw.lines[row])
        findings.note("encoding.undecodable", Severity.ERROR, line, column=dialect.columns[place], value=cell)
    return decoded
