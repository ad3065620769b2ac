"""What an adapter refers to, and where it does: fields with their branches, columns, parameters, code tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collecdata.catalogue.language import Adapter, FieldMap, ParamMap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from collecdata.catalogue.export_language import Export, ExportColumn, ExportFile
    from collecdata.catalogue.language import Output
    from collecdata.catalogue.located import Loc

__all__ = [
    "branches", "columns_of_field", "columns_of_output", "columns_of_where", "columns_read_first", "fields",
    "fields_written", "files_of", "map_files", "params", "written",
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


def columns_of_where(where: Iterable[str], loc: Loc) -> Iterator[tuple[Loc, str]]:
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
    if output.unpivot is None:
        return
    for rank, column in enumerate(output.unpivot.columns):
        yield (*loc, "unpivot", "columns", rank), column
    for name, columns in output.unpivot.beside.items():
        for rank, column in enumerate(columns):
            yield (*loc, "unpivot", "beside", name, rank), column


def files_of(export: Export) -> Iterator[tuple[Loc, ExportFile]]:
    """Give the files of a way out, each followed by the zones added to its records, as files of their own."""
    for rank, file in enumerate(export.files):
        yield ("files", rank), file
        for place, zone in enumerate(file.zones):
            yield ("files", rank, "zones", place), zone.rows


def map_files(model: Adapter | Export) -> Iterator[tuple[Loc, str]]:
    """Give every CSV that a `map` names."""
    if isinstance(model, Adapter):
        for rank, output in enumerate(model.outputs):
            for _, loc, given in fields(output, ("outputs", rank)):
                if isinstance(given.map, str):
                    yield (*loc, "map"), given.map
        return
    for at, file in files_of(model):
        for loc, column in written(file, at):
            if isinstance(column.map, str):
                yield (*loc, "map"), column.map


def params(model: Adapter | Export) -> Iterator[tuple[Loc, str, bool]]:
    """Give every parameter used, and whether it is used as a table."""
    if isinstance(model, Adapter):
        for rank, output in enumerate(model.outputs):
            for _, loc, given in fields(output, ("outputs", rank)):
                yield from _params_of(given.param, given.map, loc)
        return
    for at, file in files_of(model):
        for loc, column in written(file, at):
            yield from _params_of(column.param, column.map, loc)
            if column.at_least is not None:
                yield (*loc, "at_least"), column.at_least, False


def _params_of(param: str | None, mapped: object, loc: Loc) -> Iterator[tuple[Loc, str, bool]]:
    if param is not None:
        yield (*loc, "param"), param, False
    if isinstance(mapped, ParamMap):
        yield (*loc, "map", "param"), mapped.param, True


def written(file: ExportFile, loc: Loc) -> Iterator[tuple[Loc, ExportColumn]]:
    """Give every column of a file of the way out, and the branches of its `case`, at any depth."""

    def with_branches(column: ExportColumn, at: Loc) -> Iterator[tuple[Loc, ExportColumn]]:
        yield at, column
        for rank, case in enumerate(column.case or ()):
            yield from with_branches(case.then, (*at, "case", rank, "then"))

    for name, column in file.columns.items():
        yield from with_branches(column, (*loc, "columns", name))


def fields_written(file: ExportFile, loc: Loc) -> Iterator[tuple[Loc, str]]:
    """Give every field that a file of the way out reads, of its table or (`alias.champ`) of a lookup."""
    for key in ("group_by", "sort"):
        yield from _listed(getattr(file, key), (*loc, key))
    yield from columns_of_where(file.where, (*loc, "where"))
    for alias, lookup in file.lookup.items():
        yield from columns_of_where(lookup.on, (*loc, "lookup", alias, "on"))
    for element, names in (file.xml.repeat if file.xml else {}).items():
        yield from _listed(names, (*loc, "xml", "repeat", element))
    for at, column in written(file, loc):
        if column.from_ is not None:
            yield (*at, "from"), column.from_
        for key in ("concat", "first_of", "first_in"):
            yield from _listed(getattr(column, key) or (), (*at, key))
        for rank, case in enumerate(column.case or ()):
            yield from columns_of_where(case.when, (*at, "case", rank, "when"))


def _listed(names: Iterable[str], loc: Loc) -> Iterator[tuple[Loc, str]]:
    for rank, name in enumerate(names):
        yield (*loc, rank), name
