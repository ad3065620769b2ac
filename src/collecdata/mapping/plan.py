"""One output of an adapter compiled against the columns of one file: frozen steps that travel between processes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from collecdata.catalogue.arrow import arrow_schema
from collecdata.catalogue.language import ParamMap
from collecdata.catalogue.references import branches
from collecdata.issues import Issue, Severity
from collecdata.mapping.ancestors import ancestor_key
from collecdata.mapping.children import HELD
from collecdata.mapping.fields import Compiler, FieldPlan, Given
from collecdata.mapping.frame import PLACES
from collecdata.mapping.lookup import SidePlan
from collecdata.mapping.rows import ExplodePlan, UnpivotPlan
from collecdata.mapping.scope import Scope
from collecdata.mapping.sources import Column
from collecdata.mapping.text import Nulls
from collecdata.mapping.values import Leaf
from collecdata.mapping.where import compile_where

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from collecdata.catalogue.adapter import AdapterFolder
    from collecdata.catalogue.catalogue import Catalogue
    from collecdata.catalogue.language import Dedupe, Explode, Input, Output, Unpivot
    from collecdata.catalogue.table import Table
    from collecdata.mapping.where import Conditions

__all__ = ["LookupPlan", "OutputPlan", "compile_output", "told_otherwise"]

FACT_ABSENT = "fact.absent"


@dataclass(frozen=True, slots=True)
class LookupPlan:
    """One lookup: the columns of the key here (none for what the row holds), and what to load there.

    `drop`: the rows that it finds are filtered, and nothing is brought.
    """

    here: tuple[Leaf, ...]
    there: SidePlan
    drop: bool = False


@dataclass(frozen=True, slots=True)
class OutputPlan:
    """What one output does to each batch of one file. Picklable.

    `schema` is that of what `run_output` gives, each column plain or dictionary. `ancestors` are the record sets to
    load (`Ancestor.load`) beside each batch of a nested input, `lookups` the sides to load once (`Side.load`).
    `used` are the columns of the file that the output reads. `issues` are what is wrong before any row.
    """

    table: str
    input: str
    record_set: str
    schema: pa.Schema
    where: Conditions
    lookups: tuple[LookupPlan, ...]
    ancestors: tuple[SidePlan, ...]
    unpivot: UnpivotPlan | None
    explode: ExplodePlan | None
    fields: tuple[FieldPlan, ...]
    dedupe: Dedupe | None
    used: tuple[str, ...]
    issues: tuple[Issue, ...]
    said: tuple[str, ...] = ()
    """Fields that hang on what the run says, or on what is known of the file, besides its rows."""

    @property
    def where_climbs(self) -> bool:
        """Whether rows are chosen by their ancestors (`where` comes before any lookup, so nothing else is beside)."""
        return any(test.column.kind == "side" for test in self.where)

    @property
    def labels(self) -> dict[str, str]:
        """The columns that each field is read from, as an issue names them."""
        return {field.name: field.value.label for field in self.fields}


def compile_output(
    folder: AdapterFolder,
    output: Output,
    input: Input,  # noqa: A002 - what the language calls it
    columns: tuple[str, ...] | Mapping[str, tuple[str, ...]],
    table: Table,
    catalogue: Catalogue,
    params: Mapping[str, str | Mapping[str, str]],
    facts: Mapping[str, str],
) -> OutputPlan:
    """Compile an output.

    Args:
        folder: the adapter, already checked against the catalogue.
        output: one of its outputs.
        input: the input that it reads.
        columns: those of the record set in this file; or those of each record set, when others may be ancestors.
        table: the table it feeds.
        catalogue: where the code lists are.
        params: what the run gives, by name; a table parameter is a mapping.
        facts: what is known of the file.
    """
    nested = not isinstance(columns, tuple)
    scope = _scope(folder, output, input, columns)
    issues: list[Issue] = []
    where = compile_where(output.where, scope.resolve)
    here = {
        alias: () if lookup.on == HELD else tuple(_key(name, scope) for name in lookup.on)
        for alias, lookup in output.lookup.items()
    }
    unpivot = _unpivot(output.unpivot, scope) if output.unpivot else None
    explode = _explode(output.explode, scope) if output.explode else None
    compiler = Compiler(folder, scope, table, catalogue, Given(params, facts), issues)
    fields = tuple(compiler.fields(output.fields))
    return OutputPlan(
        table=table.id,
        input=output.from_,
        record_set=output.record_set,
        schema=arrow_schema(table),
        where=where,
        lookups=tuple(
            LookupPlan(here[alias], _side(alias, scope), lookup.drop) for alias, lookup in output.lookup.items()
        ),
        ancestors=_ancestors(scope) if nested else (),
        unpivot=unpivot,
        explode=explode,
        fields=fields,
        dedupe=output.dedupe,
        used=tuple(scope.used),
        issues=(*issues, *scope.issues()),
        said=_said_by_run(output),
    )


def _said_by_run(output: Output) -> tuple[str, ...]:
    return tuple(
        name
        for name, given in output.fields.items()
        if any(
            one.param is not None or one.fact is not None or isinstance(one.map, ParamMap)
            for _, one in branches(given, ())
        )
    )


def told_otherwise(
    plan: OutputPlan,
    folder: AdapterFolder,
    output: Output,
    input: Input,  # noqa: A002
    columns: tuple[str, ...] | Mapping[str, tuple[str, ...]],
    table: Table,
    catalogue: Catalogue,
    given: Given,
) -> OutputPlan:
    """Return what `compile_output` would, from the plan of another file of the same columns (another town's, say).

    Only the fields that hang on what is `given` are compiled again.
    """
    if not plan.said:
        return plan
    scope = _scope(folder, output, input, columns)
    scope.made.update([output.unpivot.name, output.unpivot.value] if output.unpivot else ())
    scope.made.update([output.explode.column] if output.explode else ())
    issues: list[Issue] = []
    compiler = Compiler(folder, scope, table, catalogue, given, issues)
    fresh = {field.name: field for field in compiler.fields(output.fields, plan.said)}
    issues += (issue for issue in plan.issues if issue.code != FACT_ABSENT)
    return replace(plan, fields=tuple(fresh.get(one.name, one) for one in plan.fields), issues=tuple(issues))


def _scope(
    folder: AdapterFolder,
    output: Output,
    input: Input,  # noqa: A002
    columns: tuple[str, ...] | Mapping[str, tuple[str, ...]],
) -> Scope:
    """Say what the names of an output mean in a file of these columns."""
    inputs = folder.adapter.inputs if folder.adapter else {}
    if isinstance(columns, tuple):
        return Scope(output, input, columns, {}, inputs)
    others = {name: (*one, *PLACES) for name, one in columns.items() if name != output.record_set}
    return Scope(output, input, (*columns[output.record_set], *PLACES), others, inputs)


def _key(name: str, scope: Scope) -> Leaf:
    return Leaf(Column(scope.resolve(name)), (Nulls.of(scope.reading.null),))


def _side(alias: str, scope: Scope) -> SidePlan:
    lookup = scope.output.lookup[alias]
    return SidePlan(
        alias,
        lookup.from_,
        lookup.record_set,
        tuple(lookup.on.values()),
        tuple(scope.side_columns.get(alias, ())),
        lookup.where,
        scope.inputs[lookup.from_],
    )


def _ancestors(scope: Scope) -> tuple[SidePlan, ...]:
    """Return every other record set, with the columns read of it, if any is read: the way up goes through them."""
    wanted = {name: scope.side_columns.get(ancestor_key(name), {}) for name in scope.ancestors}
    if not any(wanted.values()):
        return ()
    return tuple(
        SidePlan(ancestor_key(name), scope.output.from_, name, (), tuple(columns), {}, scope.reading)
        for name, columns in wanted.items()
    )


def _unpivot(unpivot: Unpivot, scope: Scope) -> UnpivotPlan:
    severity = Severity.WARNING if scope.any_present(unpivot.columns) else Severity.ERROR
    columns = tuple(scope.resolve(name, severity=severity) for name in unpivot.columns)
    beside = tuple(tuple(map(scope.resolve, unpivot.beside.get(name, ()))) for name in unpivot.columns)
    scope.made.update((unpivot.name, unpivot.value))
    return UnpivotPlan(columns, unpivot.columns, unpivot.name, unpivot.value, unpivot.drop_empty, beside, unpivot.drop)


def _explode(explode: Explode, scope: Scope) -> ExplodePlan:
    column = scope.resolve(explode.column)
    scope.made.add(explode.column)
    return ExplodePlan(column, explode.column, explode.sep)
