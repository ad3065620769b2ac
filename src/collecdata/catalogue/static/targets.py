"""What the outputs aim at exists, and each row they make has what its table requires."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collecdata.catalogue.nearest import nearest
from collecdata.catalogue.static.context import target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collecdata.catalogue.language import Output
    from collecdata.catalogue.located import Loc
    from collecdata.catalogue.static.context import Context
    from collecdata.catalogue.table import Table
    from collecdata.errors import AdapterError

__all__ = ["dedupe_keys", "field_exists", "input_exists", "required_produced", "table_exists"]


def table_exists(context: Context) -> Iterator[AdapterError]:
    """Every output aims at a table of the catalogue (`adapter.table_unknown`)."""
    for loc, output in context.outputs():
        if context.table(output.table) is None:
            close = nearest(output.table, context.catalogue.tables)
            yield context.problem("adapter.table_unknown", (*loc, "table"), value=output.table, nearest=close)


def field_exists(context: Context) -> Iterator[AdapterError]:
    """Every field exists in its table, or keeps the source's code of one that does (`adapter.field_unknown`)."""
    for loc, output in context.outputs():
        table = context.table(output.table)
        for name in output.fields:
            if table and target(table, name) is None:
                close = nearest(name, [field.name for field in table.fields])
                yield context.problem(
                    "adapter.field_unknown", (*loc, "fields", name), value=name, table=output.table, nearest=close
                )


def required_produced(context: Context) -> Iterator[AdapterError]:
    """Every required field is mapped, or made by a domain rule or a partial date (`adapter.required_missing`)."""
    for loc, output in context.outputs():
        table = context.table(output.table)
        if table is None:
            continue
        made = _made(context, output, table)
        for field in table.fields:
            if field.required and field.name not in made:
                yield context.problem(
                    "adapter.required_missing", (*loc, "fields"), field=field.name, table=output.table
                )


def _made(context: Context, output: Output, table: Table) -> set[str]:
    mapped = set(output.fields)
    groups = {field.date_partielle for field in table.fields if field.name in mapped and field.date_partielle}
    dates = {field.name for field in table.fields if field.date_partielle in groups}
    if context.derived is None:
        return mapped | dates | {field.name for field in table.fields if field.derive}
    return mapped | dates | context.derived.get(output.table, frozenset())


def input_exists(context: Context) -> Iterator[AdapterError]:
    """Outputs and lookups read declared inputs (`adapter.input_unknown`)."""
    inputs = context.folder.adapter.inputs if context.folder.adapter else {}
    for loc, output in context.outputs():
        used = [((*loc, "from"), output.from_)]
        used += [((*loc, "lookup", alias, "from"), lookup.from_) for alias, lookup in output.lookup.items()]
        for where, name in used:
            if name not in inputs:
                yield context.problem("adapter.input_unknown", where, value=name, nearest=nearest(name, inputs))


def dedupe_keys(context: Context) -> Iterator[AdapterError]:
    """The key and order of `dedupe` are fields that the output maps (`adapter.dedupe_key`)."""
    for loc, output in context.outputs():
        if output.dedupe is None:
            continue
        said: list[tuple[Loc, str]] = [(("key", rank), name) for rank, name in enumerate(output.dedupe.key)]
        said += [(("by",), output.dedupe.by)] if output.dedupe.by else []
        for where, name in said:
            if name not in output.fields:
                close = nearest(name, output.fields)
                yield context.problem("adapter.dedupe_key", (*loc, "dedupe", *where), value=name, nearest=close)
