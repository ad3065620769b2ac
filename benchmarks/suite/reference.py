"""The exact answer, from the standard library alone: `csv`, `Decimal`, `date`; and every engine's output against it.

    python -m suite.reference SHAPE SOURCE ENCODING OUT...     # prints, as JSON, what is wrong with each output

Slow on purpose (some 80 000 rows a second): it must not share a line with what it judges.
"""

from __future__ import annotations

import csv
import itertools
import json
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from suite.engines.arrow_types import arrow_schema
from suite.shapes import SHAPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from suite.shapes import Column, Shape

__all__ = ["differences", "parquet_files"]

AT_ONCE = 100_000


def differences(shape: Shape, source: Path, encoding: str, outputs: list[Path]) -> dict[str, str]:
    """Compare outputs to the reference, row by row, in file order; "" where all is equal."""
    rows = {str(out): _Rows(shape, out) for out in outputs}
    for part in _reference(shape, source, encoding):
        for output in rows.values():
            output.compare(part)
    for output in rows.values():
        output.end()
    return {name: output.wrong for name, output in rows.items()}


def parquet_files(out: Path, table: str) -> list[Path]:
    """List what an engine wrote: one file, or the files of one table in order."""
    if out.is_file():
        return [out]
    domain, _, name = table.partition(".")
    alone = out / domain / f"{name}.parquet"
    return [alone] if alone.is_file() else sorted((out / domain / name).rglob("*.parquet"))


class _Rows:
    """The rows of one output, taken as the reference comes."""

    def __init__(self, shape: Shape, out: Path) -> None:
        self.shape = shape
        self.wrong = ""
        self.done = 0
        files = parquet_files(out, shape.table)
        if not files:
            self.wrong = "no output"
        self._batches = itertools.chain.from_iterable(pq.ParquetFile(file).iter_batches(AT_ONCE) for file in files)
        self._left: pa.RecordBatch | None = None

    def take(self, count: int) -> pa.Table | None:
        """Return the next `count` rows, fewer at the end."""
        parts = []
        while count:
            if self._left is None or not self._left.num_rows:
                self._left = next(self._batches, None)
                if self._left is None:
                    break
            parts.append(self._left.slice(0, count))
            self._left = self._left.slice(parts[-1].num_rows)
            count -= parts[-1].num_rows
        return pa.Table.from_batches(parts) if parts else None

    def compare(self, expected: pa.Table) -> None:
        """Compare the next rows; keep the first difference only."""
        if self.wrong:
            return
        found = self.take(expected.num_rows)
        if found is None or found.num_rows != expected.num_rows:
            self.wrong = f"rows missing after {self.done + (found.num_rows if found else 0)}"
            return
        wrong = (self._compare_column(column, expected, found) for column in self.shape.columns)
        self.wrong = next(filter(None, wrong), "")
        self.done += expected.num_rows

    def _compare_column(self, column: Column, expected: pa.Table, found: pa.Table) -> str:
        name = column.name if column.name in found.column_names else column.name.lower()
        if name not in found.column_names:
            return f"no column {column.name}"
        right, given = expected[column.name].combine_chunks(), found[name].combine_chunks()
        try:
            same = given.cast(right.type).equals(right)
        except pa.ArrowInvalid as error:
            return f"{column.name}: {error}"
        if same:
            return ""
        pairs = zip(given.cast(right.type).to_pylist(), right.to_pylist(), strict=True)
        row, (got, wanted) = next((i, pair) for i, pair in enumerate(pairs) if pair[0] != pair[1])
        return f"{column.name}, row {self.done + row + 1}: {got!r} for {wanted!r}"

    def end(self) -> None:
        """Rows beyond the last expected one are wrong too."""
        if not self.wrong and self.take(1) is not None:
            self.wrong = f"rows beyond {self.done}"


def _reference(shape: Shape, source: Path, encoding: str) -> Iterator[pa.Table]:
    schema = arrow_schema(shape)
    with source.open(encoding=encoding, newline="") as lines:
        records = csv.reader(lines, delimiter=";")
        if next(records) != shape.header:
            raise ValueError(f"{source} is not of shape {shape.name}")
        while part := list(itertools.islice(records, AT_ONCE)):
            yield _typed(shape, schema, part)


def _typed(shape: Shape, schema: pa.Schema, records: list[list[str]]) -> pa.Table:
    cells = zip(shape.columns, zip(*records, strict=True), strict=True)
    arrays = [
        pa.array([_value(column, cell) for cell in column_cells], schema.field(column.name).type)
        for column, column_cells in cells
    ]
    return pa.table(arrays, schema=schema)


def _value(column: Column, cell: str) -> str | int | bool | Decimal | date | None:
    if not cell:
        return None
    if column.kind == "decimal":
        return Decimal(cell.replace("\u00a0", "").replace(" ", "").replace(",", "."))
    if column.kind == "date":
        return date(int(cell[6:]), int(cell[3:5]), int(cell[:2]))
    if column.kind == "integer":
        return int(cell)
    return cell == "O" if column.kind == "flag" else cell


if __name__ == "__main__":
    shape_name, file, codec, *outs = sys.argv[1:]
    print(json.dumps(differences(SHAPES[shape_name], Path(file), codec, [Path(out) for out in outs])))
