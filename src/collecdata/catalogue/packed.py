"""Compact lists of the standard: plain CSV, compressed, too long for a code list; each row says the dates it holds for.

They are made by scripts that are kept (`scripts/generate_*.py`) from what their publisher gives.
"""

from __future__ import annotations

from functools import lru_cache

import pyarrow as pa
from pyarrow import csv

from collecdata.catalogue.resources import SCHEMAS, built_in

__all__ = ["packed"]


@lru_cache(maxsize=16)
def packed(name: str, types: tuple[tuple[str, pa.DataType], ...] = ()) -> pa.RecordBatch:
    """Return one list whole.

    Args:
        name: its place under `schemas/`, without the suffix (`compta/plans/comptes`).
        types: of the columns that are not text. An empty cell of text is the empty text; of another type, a null.
    """
    path = built_in().joinpath(SCHEMAS, *name.split("/")).with_suffix(".csv.gz")
    with pa.input_stream(str(path), compression="gzip") as stream:
        header = stream.read(1 << 12).split(b"\n", 1)[0].decode().split(",")
    columns = dict.fromkeys(header, pa.string()) | dict(types)
    read = csv.read_csv(path, convert_options=csv.ConvertOptions(column_types=columns, strings_can_be_null=False))
    return read.combine_chunks().to_batches()[0]
