"""What an adapter refers to, and where it does: fields with their branches, columns, parameters, code tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collecdata.catalogue.language import Adapter, FieldMap, ParamMap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collecdata.catalogue.export_language import Export
    from collecdata.catalogue.language import Output, Where
    from collecdata.catalogue.located import Loc

__all__ = [
    "branches", "columns_of_field", "columns_of_output", "columns_of_where", "columns_read_first", "fields",
    "map_files", "params",
]  # fmt: skip


def branches(given: FieldMap, loc: Loc) -> Iterator[tuple[Loc, FieldMap]]:
    """Give a field's mapping, then those of its `case` branches, at any depth."""
    yield loc, given
    for rank, case in enumerate(given.case or ()):
        yield from branches(case.then, (*loc, "case", rank, "then"))


def fields(output: Output, loc: Loc) -> Iterator[tuple[str, Loc, FieldMap]]:
    """Give every mapping of an output with the field that it makes."""
    for name, given in output.fields.items():
        for where, one in branches(given, (*loc, "fields", name)):
            yield name, where, one


def columns_of_where(where: Where, loc: Loc) -> Iterator[tuple[Loc, str]]:
    """Give the columns that conditions test."""
    for column in where:
        yield (*loc, column), column


def columns_of_field(given: FieldMap, loc: Loc) -> Iterator[tuple[Loc, str]]:
    """Give the columns that one mapping reads, those of its branches left to `branches`."""
    if given.from_ is not None:
        yield (*loc, "from"), given.from_
    for key in ("concat", "first_of"):
        for rank, column in enumerate(getattr(given, key) or ()):
            yield (*loc, key, rank), column
    for rank, case in enumerate(given.case or ()):
        yield from columns_of_where(case.when, (*loc, "case", rank, "when"))
    yield from columns_of_where(given.negative_when or {}, (*loc, "negative_when"))


def columns_of_output(output: Output, loc: Loc) -> Iterator[tuple[Loc, str]]:
    """Give every column that an output names, `ignore` apart: of its input, its lookups, or made by `unpivot`."""
    yield from columns_read_first(output, loc)
    if output.explode:
        yield (*loc, "explode", "column"), output.explode.column
    for _, where, given in fields(output, loc):
        yield from columns_of_field(given, where)


def columns_read_first(output: Output, loc: Loc) -> Iterator[tuple[Loc, str]]:
    """Give the columns that an output reads before `unpivot` makes any."""
    yield from columns_of_where(output.where, (*loc, "where"))
    for alias, lookup in output.lookup.items():
        for column in lookup.on:
            yield (*loc, "lookup", alias, "on", column), column
    for rank, column in enumerate(output.unpivot.columns if output.unpivot else ()):
        yield (*loc, "unpivot", "columns", rank), column


def map_files(model: Adapter | Export) -> Iterator[tuple[Loc, str]]:
    """Give every CSV that a `map` names."""
    if isinstance(model, Adapter):
        for rank, output in enumerate(model.outputs):
            for _, loc, given in fields(output, ("outputs", rank)):
                if isinstance(given.map, str):
                    yield (*loc, "map"), given.map
        return
    for rank, file in enumerate(model.files):
        for name, column in file.columns.items():
            if isinstance(column.map, str):
                yield ("files", rank, "columns", name, "map"), column.map


def params(model: Adapter | Export) -> Iterator[tuple[Loc, str, bool]]:
    """Give every parameter used, and whether it is used as a table."""
    if isinstance(model, Adapter):
        for rank, output in enumerate(model.outputs):
            for _, loc, given in fields(output, ("outputs", rank)):
                yield from _params_of(given.param, given.map, loc)
        return
    for rank, file in enumerate(model.files):
        for name, column in file.columns.items():
            yield from _params_of(column.param, column.map, ("files", rank, "columns", name))


def _params_of(param: str | None, mapped: object, loc: Loc) -> Iterator[tuple[Loc, str, bool]]:
    if param is not None:
        yield (*loc, "param"), param, False
    if isinstance(mapped, ParamMap):
        yield (*loc, "map", "param"), mapped.param, True
