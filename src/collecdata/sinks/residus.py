"""Source columns that nothing uses: kept as they were, beside what was converted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from collecdata.kernels.stream import LINE, SOURCE
from collecdata.sinks.parquet import ParquetSink

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["residus_sink"]


def residus_sink(path: Path, columns: Sequence[str], metadata: Mapping[str, str] | None = None) -> ParquetSink:
    """Open the file of some columns of one input: all of them text, then `_source` and `_ligne`.

    Raises:
        UsageError: the folder or the file cannot be written.
    """
    schema = pa.schema([*((name, pa.string()) for name in (*columns, SOURCE)), (LINE, pa.int64())])
    return ParquetSink(path, schema, metadata)
