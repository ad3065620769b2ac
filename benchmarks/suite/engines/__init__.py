"""One module an engine, each with one function `convert(job)`: the same file to the same typed, zstd Parquet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from suite.shapes import SHAPES, Shape

__all__ = ["BULK", "ENGINES", "OURS", "ROWWISE", "Job"]

ENGINES = {
    "collecdata": "every promise on: row and line of origin, hashes, checks, keys, report",
    "collecdata-bare": "the core alone: split, tokenise, convert, write",
    "duckdb": "types given to the reader, decimal comma and date format too",
    "polars": "lazy, streaming; cp1252 decoded by its eager reader",
    "pyarrow": "open_csv with column types, compute functions for the rest",
    "csv-pydantic": "csv.DictReader, one pydantic model a row",
    "frictionless": "row_stream under a Table Schema",
}
OURS = ("collecdata", "collecdata-bare")
BULK = ("collecdata", "collecdata-bare", "duckdb", "polars", "pyarrow")
ROWWISE = ("collecdata", "csv-pydantic", "frictionless")


@dataclass(frozen=True, slots=True)
class Job:
    """One conversion: `source` (in `encoding`: utf8 or cp1252) to the file or folder `out`, on `threads` cores."""

    shape: Shape
    source: Path
    encoding: str
    out: Path
    threads: int

    @classmethod
    def of(cls, words: list[str]) -> Job:
        """Rebuild from a command line: SHAPE SOURCE ENCODING OUT THREADS."""
        shape, source, encoding, out, threads = words
        return cls(SHAPES[shape], Path(source), encoding, Path(out), int(threads))

    @property
    def words(self) -> list[str]:
        """Return the command line `of` reads."""
        return [self.shape.name, str(self.source), self.encoding, str(self.out), str(self.threads)]
