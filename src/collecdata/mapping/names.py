"""Columns by name: the name the adapter uses, another writing of it, or absent; and which columns nothing uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from collecdata.catalogue.language import Adapter, FieldMap, Input, Output

__all__ = ["actual", "residual_columns", "used_names"]


def actual(name: str, columns: Collection[str], reading: Input) -> str | None:
    """Return what a column is called in a file: its name, else the first of its `aliases` that is there, else None."""
    if name in columns:
        return name
    return next((alias for alias in reading.aliases.get(name, ()) if alias in columns), None)


def residual_columns(adapter: Adapter, name: str, columns: tuple[str, ...], record_set: str = "") -> tuple[str, ...]:
    """Return the columns of an input that no output uses, nor ignores by name: they go to `residus`."""
    reading = adapter.inputs[name]
    known: set[str] = set()
    for output in adapter.outputs:
        for used_input, used_set, column in used_names(output):
            if used_input == name and used_set == record_set:
                known.add(column)
            elif used_input == name and "/" in column:
                ancestor, _, inner = column.rpartition("/")
                known.update({inner} if ancestor == record_set else ())
    found = {actual(column, columns, reading) for column in known}
    return tuple(column for column in columns if column not in found)


def used_names(output: Output) -> Iterator[tuple[str, str, str]]:
    """Give (input, record set, column) for every column an output names, those it ignores too."""
    here = (output.from_, output.record_set)
    made = {output.unpivot.name, output.unpivot.value} if output.unpivot else set()
    mentioned = [*output.where, *output.ignore, *(output.unpivot.columns if output.unpivot else ())]
    mentioned += [output.explode.column] if output.explode else []
    for lookup in output.lookup.values():
        mentioned += lookup.on
        yield from ((lookup.from_, lookup.record_set, column) for column in (*lookup.on.values(), *lookup.where))
    for mapping in output.fields.values():
        mentioned += _of_field(mapping)
    for name in mentioned:
        if name in made:
            continue
        yield (*here, name)
        alias, dot, column = name.partition(".")
        if dot and alias in output.lookup:
            yield output.lookup[alias].from_, output.lookup[alias].record_set, column


def _of_field(mapping: FieldMap) -> list[str]:
    names = [mapping.from_] if mapping.from_ is not None else []
    names += [*(mapping.concat or ()), *(mapping.first_of or ()), *(mapping.negative_when or {})]
    for branch in mapping.case or ():
        names += [*branch.when, *_of_field(branch.then)]
    return names
