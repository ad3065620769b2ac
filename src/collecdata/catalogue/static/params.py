"""Parameters that are used are declared, and the other way round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collecdata.catalogue import references
from collecdata.catalogue.adapter import ADAPTER, EXPORT
from collecdata.catalogue.export_language import Export, placeholders
from collecdata.catalogue.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collecdata.catalogue.language import Adapter
    from collecdata.catalogue.static.context import Context
    from collecdata.errors import AdapterError

__all__ = ["param_declared", "param_kind", "param_used"]


def _ways(context: Context) -> Iterator[tuple[str, Adapter | Export]]:
    if context.folder.adapter:
        yield ADAPTER, context.folder.adapter
    if context.folder.export:
        yield EXPORT, context.folder.export


def param_declared(context: Context) -> Iterator[AdapterError]:
    """Every parameter used is declared (`adapter.param_undeclared`)."""
    for file, model in _ways(context):
        for loc, name, _ in references.params(model):
            if name not in model.params:
                close = nearest(name, model.params)
                yield context.problem("adapter.param_undeclared", loc, file, value=name, nearest=close)


def param_used(context: Context) -> Iterator[AdapterError]:
    """Every parameter declared is used (`adapter.param_unused`)."""
    for file, model in _ways(context):
        used = {name for _, name, _ in references.params(model)}
        if isinstance(model, Export):
            used |= {name for one in model.files for name in placeholders(one.name)}
        for name in model.params:
            if name not in used:
                yield context.problem("adapter.param_unused", ("params", name), file, value=name)


def param_kind(context: Context) -> Iterator[AdapterError]:
    """A parameter used as a table is declared as one, and only then (`adapter.param_kind`)."""
    for file, model in _ways(context):
        for loc, name, as_table in references.params(model):
            declared = model.params.get(name)
            if declared and (declared.type == "table") != as_table:
                yield context.problem("adapter.param_kind", loc, file, value=name, type=declared.type)
