"""The way out on the bench: canonical tables written by hand in, the files that a product imports out."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from collecdata.catalogue.arrow import arrow_schema
from collecdata.catalogue.value import parse
from collecdata.flow.exporting import Exported, to_product
from collecdata.kernels.stream import LINE, SOURCE
from collecdata.sinks.parquet import ParquetSink
from collecdata.sinks.stored import Package, Stored
from collecdata.testing import goldens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from collecdata.catalogue.adapter import AdapterFolder
    from collecdata.catalogue.catalogue import Catalogue
    from collecdata.catalogue.table import Table
    from collecdata.flow.params import Given

__all__ = ["export_cases", "written"]

INPUT, EXPECTED = "input", "expected"


def export_cases(folder: Path) -> list[Path]:
    """List the cases of the way out of an adapter."""
    return sorted(path.parent for path in (folder / "exports").glob(f"*/{INPUT}") if path.is_dir())


def written(
    case: Path, folder: AdapterFolder, catalogue: Catalogue, params: Mapping[str, Given], scratch: Path, size: int = 0
) -> dict[str, bytes]:
    """Write the tables of a case, `size` rows at a time (0: as usual); return the files and `anomalies.csv`."""
    tables = {path.stem: _stored(catalogue.tables[path.stem], path, scratch, size) for path in _inputs(case)}
    out = scratch / "sortie"
    done = Exported(folder.id)
    to_product(Package(scratch, tables, {}), folder, out, params, catalogue, done)
    files = {one.path.relative_to(out).as_posix(): one.path.read_bytes() for one in done.files}
    return {**files, goldens.ISSUES: goldens.issues_as_csv(done.issues).encode()}


def _inputs(case: Path) -> list[Path]:
    return sorted((case / INPUT).glob("*.csv"))


@dataclass(frozen=True, slots=True)
class _Slow(Stored):
    """A table read a few rows at a time."""

    size: int = 0

    def batches(self, columns: Sequence[str] = (), size: int = 0, *, encoded: bool = False) -> Iterator[pa.RecordBatch]:
        """Read the rows in order, as many at a time as the case is tried with."""
        yield from super(_Slow, self).batches(columns, size or self.size, encoded=encoded)


def _stored(table: Table, path: Path, scratch: Path, size: int) -> Stored:
    """Make a stored table of a CSV (`;`, values as Table Schema writes them); rows say the file and its lines."""
    fields = {field.name: field for field in table.output_fields}
    schema = arrow_schema(table)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    columns = {
        name: [parse(field, row[name]) if row.get(name) else None for row in rows]
        for name, field in fields.items()
        if name not in (SOURCE, LINE)
    }
    columns |= {SOURCE: [path.name] * len(rows), LINE: list(range(2, len(rows) + 2))}
    target = scratch / f"{table.id}.parquet"
    sink = ParquetSink(target, schema, {})
    sink.write(pa.RecordBatch.from_pydict({name: columns[name] for name in schema.names}, schema))
    sink.close()
    sink.commit()
    stored = Stored(table.id, table.title, (target,), {"fields": [{"name": name} for name in schema.names]})
    return _Slow(stored.id, stored.title, stored.files, stored.schema, size) if size else stored
