"""Rows of any canonical table: every type, its extremes, null and empty text, whatever its fields allow."""

from __future__ import annotations

import hashlib
from itertools import islice
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from collecdata.catalogue.arrow import arrow_schema
from collecdata.catalogue.value import faults, parse
from collecdata.sinks.draft import WrittenFile
from collecdata.sinks.package import Provenance, Resource, write_package

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from collecdata.catalogue.catalogue import Catalogue
    from collecdata.catalogue.codes import CodeList
    from collecdata.catalogue.table import Field, Table

ROWS = 23
TEXTS = (
    'L\'« été », "ça" \\ va ;\n\tà Nœuds-lès-Ÿ 🏛',
    "",
    "  espaces  ",
    "NULL",
    "\\N",
    "e\u0301 décomposé",
    "E",
    "É",
    "00012",
    "1945-06",
    "19XX",
    "x" * 4000,
)
INTEGERS = ("0", "-1", "1", "9", "2025", "32767", str(2**62), str(-(2**62)))
DATES = ("1789-07-14", "0001-01-01", "2024-02-29", "9999-12-31")
PLAIN: Mapping[str, Sequence[str]] = {
    "string": TEXTS,
    "integer": INTEGERS,
    "year": ("0", "1789", "1945", "2025", "9999"),
    "boolean": ("true", "false"),
    "date": DATES,
    "datetime": ("2024-02-29T23:59:59", "1789-07-14T00:00:00", "2024-01-01T00:00:00.000001", "2024-01-01T12:00:00.5"),
    "time": ("00:00:00", "23:59:59"),
}


def package(folder: Path, domain: str, catalogue: Catalogue, *, digits: int = 18) -> Path:
    """Write a package of all the tables of a domain; amounts have up to so many digits."""
    resources = []
    for table in catalogue.domains[domain].tables.values():
        rows = list(islice(rows_of(table, catalogue.codes, digits), ROWS))
        path = folder / domain / f"{table.name}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.Table.from_pylist(rows, schema=arrow_schema(table)), path)
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        resources.append(Resource(table, (WrittenFile(path, len(rows), path.stat().st_size, sha256),)))
    write_package(folder, resources, Provenance("0", schemas={domain: "0"}), catalogue.codes)
    return folder


def rows_of(table: Table, codes: Mapping[str, CodeList], digits: int) -> Iterator[dict[str, Any]]:
    """Give rows with distinct keys; each field goes through all that it may hold, nulls included."""
    single = {field.name for field in table.fields if field.constraints.unique}
    keys = [table.primary_key, *((name,) for name in single)]
    indexed = {*single, *table.primary_key, *(name for key in table.foreign_keys for name in key.fields)}
    values = {one.name: list(_values(one, codes, digits, key=one.name in indexed)) for one in table.fields}
    met: set[tuple[Any, ...]] = set()
    for turn in range(20 * ROWS):
        row = {
            name: held[(turn * (1 + place % 5) + turn // len(held)) % len(held)]
            for place, (name, held) in enumerate(values.items())
        }
        found = {(key, *(row[name] for name in key)) for key in keys}
        if not found & met:
            met |= found
            companions = {f"{f.name}_source": (None, "", "B 12")[turn % 3] for f in table.fields if f.vocabulaire}
            yield {**row, **companions, "_source": f"export {turn % 2}.csv", "_ligne": turn + 2}


def _values(field: Field, codes: Mapping[str, CodeList], digits: int, *, key: bool) -> Iterator[Any]:
    listed = list(codes[field.vocabulaire].values)[:7] if field.vocabulaire else None
    pool = [field.example, *(listed or field.constraints.enum or _plain(field, digits))]
    if key and field.type == "string" and not listed:
        pool = [field.example, *(f"{prefix}{n:02d}" for n in range(30) for prefix in ("É clé ", ""))]
    for text in dict.fromkeys(pool):
        if not list(faults(field, text, listed)):
            yield parse(field, text)
    if not field.required:
        yield None


def _plain(field: Field, digits: int) -> Sequence[str]:
    if field.type != "number":
        return PLAIN[field.type]
    scale = field.decimales or 0
    units = ("0", "1", "-1", "9" * digits, "-" + "9" * digits, "1" + "0" * (digits - 1))
    return [_scaled(one, scale) for one in units]


def _scaled(units: str, scale: int) -> str:
    sign, figures = ("-", units[1:]) if units[0] == "-" else ("", units)
    figures = figures.rjust(scale + 1, "0")
    return f"{sign}{figures[:-scale]}.{figures[-scale:]}" if scale else f"{sign}{figures}"
