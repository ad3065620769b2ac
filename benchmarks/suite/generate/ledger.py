"""A package of accounting entries, as `convert` writes one; and the same a month later, a row in a thousand changed."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CHANGED_EVERY", "make", "rows"]

TABLE = "compta.ecriture"
BLOCK = 200_000
CHANGED_EVERY = 1_000
"""One row in so many has another amount in the second version."""


def rows(count: int, *, later: bool = False) -> Iterator[pa.RecordBatch]:
    """Give `count` rows, block after block; `later`: the second version, its blocks in another order."""
    from collecdata.api import open_catalogue
    from collecdata.catalogue.arrow import arrow_schema

    schema = arrow_schema(open_catalogue().tables[TABLE])
    starts = list(range(0, count, BLOCK))
    for start in reversed(starts) if later else starts:
        columns = _columns(np.arange(start, min(start + BLOCK, count)), later=later)
        arrays = [
            columns[field.name].cast(field.type)
            if field.name in columns
            else pa.nulls(len(columns["rang"]), field.type)
            for field in schema
        ]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def _columns(place: np.ndarray[tuple[int], np.dtype[np.int64]], *, later: bool) -> dict[str, pa.Array]:
    words = pa.array(["Fournitures scolaires", "Électricité de l'école", "Cantine", "Réfection de la voirie, lot 2"])
    cents = place * 7919 % 10_000_000
    if later:
        cents = np.where(place % CHANGED_EVERY == 0, cents + 1, cents)
    amount = pa.array(cents).cast(pa.decimal128(19, 0))
    exact = pa.Array.from_buffers(pa.decimal128(18, 2), len(place), amount.buffers())
    nothing = pa.nulls(len(place), pa.decimal128(18, 2)).fill_null(0)
    day = pa.array((19_723 + place % 366).astype(np.int32)).cast(pa.date32())
    number = pa.array(place + 1).cast(pa.string())
    same = np.zeros(len(place), np.int64)
    return {
        "siren": pa.array(["123456782"]).take(same),
        "date_cloture": pa.array([20_088], pa.int32()).cast(pa.date32()).take(same),
        "rang": pa.array(place + 1),
        "journal_code": pa.array(["AC", "VE", "BQ"]).take(place % 3),
        "ecriture_numero": number,
        "ecriture_date": day,
        "compte_numero": pa.array(["6067", "60612", "611", "61523"]).take(place % 4),
        "compte_libelle": words.take(place % 4),
        "piece_reference": pc.binary_join_element_wise("F2024", number, "-"),
        "piece_date": day,
        "ecriture_libelle": pc.binary_join_element_wise(words.take(place % 4), number, " n° "),
        "debit": exact,
        "credit": nothing,
        "_source": pa.array(["grand-livre.txt"]).take(same),
        "_ligne": pa.array(place + 2),
    }


def make(folder: Path, count: int, *, later: bool = False) -> None:
    """Write the package."""
    from collecdata.api import open_catalogue
    from collecdata.sinks.draft import WrittenFile
    from collecdata.sinks.package import Provenance, Resource, write_package

    catalogue = open_catalogue()
    path = folder / "compta" / "ecriture.parquet"
    path.parent.mkdir(parents=True)
    writer = None
    for batch in rows(count, later=later):
        writer = writer or pq.ParquetWriter(path, batch.schema, compression="zstd", store_decimal_as_integer=True)
        writer.write_batch(batch)
    if writer:
        writer.close()
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    written = WrittenFile(path, count, path.stat().st_size, sha256)
    write_package(folder, [Resource(catalogue.tables[TABLE], (written,))], Provenance("0"), catalogue.codes)


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]), later=sys.argv[3:] == ["later"])
