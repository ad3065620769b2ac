"""A small adapter made of dicts, run on a small batch made of lists."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from collecdata.catalogue.adapter import AdapterFolder
from collecdata.catalogue.code_table import CodeTable
from collecdata.catalogue.codes import Code, CodeList
from collecdata.catalogue.language import Adapter
from collecdata.catalogue.table import Constraints, Field, Table
from collecdata.kernels.stream import LINE, Batch
from collecdata.mapping.lookup import Side
from collecdata.mapping.plan import OutputPlan, compile_output
from collecdata.mapping.run import Mapped, run_output

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from collecdata.issues import Issue

SENS = CodeList("sens", "t", (Code("debit", "Débit"), Code("credit", "Crédit"), Code("inconnu", "Inconnu")))
TABLE = Table(
    "cible",
    "t",
    fields=(
        Field("texte", "string"),
        Field("autre", "string"),
        Field("obligatoire", "string", constraints=Constraints(required=True)),
        Field("sens", "string", vocabulaire="t.sens"),
        Field("nombre", "integer"),
        Field("annee", "year"),
        Field("montant", "number", decimales=2),
        Field("jour", "date"),
        Field("instant", "datetime"),
        Field("heure", "time"),
        Field("vrai", "boolean"),
    ),
)


def batch_of(
    columns: Mapping[str, Sequence[str | None]],
    *,
    encoded: bool = False,
    first_line: int = 2,
    record_set: str = "",
    numbers: Mapping[str, Sequence[int | None]] | None = None,
    source: str = "export.csv",
) -> Batch:
    """A batch of text columns, plain or all dictionary; lines follow one another from `first_line`."""
    arrays = {name: pa.array(cells, pa.string()) for name, cells in columns.items()}
    if encoded:
        arrays = {name: column.dictionary_encode() for name, column in arrays.items()}
    length = len(next(iter(arrays.values())))
    arrays |= {name: pa.array(cells, pa.int64()) for name, cells in (numbers or {}).items()}
    arrays[LINE] = pa.array(np.arange(first_line, first_line + length), pa.int64())
    return Batch(source, pa.record_batch(arrays), record_set)


@dataclasses.dataclass
class Bench:
    """One output of one adapter, its table and what the run gives."""

    fields: Mapping[str, Any]
    output: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    reading: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    inputs: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    declared: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    facts: Mapping[str, str] = dataclasses.field(default_factory=dict)
    tables: Mapping[str, Mapping[str, str]] = dataclasses.field(default_factory=dict)
    table: Table = TABLE

    @property
    def adapter(self) -> Adapter:
        return Adapter.model_validate(
            {
                "adapter": "1",
                "id": "essai",
                "version": "1.0.0",
                "title": "Essai",
                "evidence": "draft",
                "sources": ["tests"],
                "params": self.declared,
                "inputs": {"principal": {"reader": "csv", **self.reading}, **self.inputs},
                "outputs": [{"table": self.table.id, "from": "principal", "fields": self.fields, **self.output}],
            }
        )

    @property
    def folder(self) -> AdapterFolder:
        tables = {path: CodeTable(path, dict(values)) for path, values in self.tables.items()}
        return AdapterFolder(Path("essai"), self.adapter, tables=tables)

    def plan(self, columns: tuple[str, ...] | Mapping[str, tuple[str, ...]]) -> OutputPlan:
        folder = self.folder
        catalogue: Any = SimpleNamespace(codes={"t.sens": SENS})
        output = folder.adapter.outputs[0]
        reading = folder.adapter.inputs["principal"]
        return compile_output(folder, output, reading, columns, self.table, catalogue, self.params, self.facts)

    def run(self, batch: Batch, sides: Mapping[str, Sequence[Batch]] | None = None) -> Mapped:
        plan = self.plan(tuple(name for name in batch.data.schema.names if not name.startswith("_")))
        loaded = {one.there.name: Side.load((sides or {})[one.there.name], one.there) for one in plan.lookups}
        return run_output(plan, batch, loaded)

    def column(self, name: str, batch: Batch) -> list[Any]:
        return cells(self.run(batch), name)

    def issues(self, batch: Batch) -> list[Issue]:
        return list(self.run(batch).issues)


def cells(mapped: Mapped, name: str) -> list[Any]:
    return mapped.data.column(name).to_pylist()


def one(field: Mapping[str, Any] | str, target: str = "texte", **options: Any) -> Bench:
    """A bench whose only field is `target`."""
    return Bench({target: field}, **options)
