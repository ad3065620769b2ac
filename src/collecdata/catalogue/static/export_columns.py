"""The way out, column by column: codes that all have a writing, ways of writing that fit what is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collecdata.catalogue.adapter import EXPORT
from collecdata.catalogue.nearest import nearest
from collecdata.catalogue.references import written
from collecdata.catalogue.static.context import TEMPORAL, permitted
from collecdata.catalogue.static.patterns import KINDS, extract_faults, refused
from collecdata.kernels.dateformat import check_format

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from collecdata.catalogue.export_language import ExportColumn
    from collecdata.catalogue.located import Loc
    from collecdata.catalogue.static.context import Context
    from collecdata.catalogue.steps import Where
    from collecdata.catalogue.table import Field
    from collecdata.errors import AdapterError

__all__ = [
    "export_companions", "export_conditions", "export_counts", "export_dates", "export_extracts", "export_maps",
    "export_steps", "export_whole",
]  # fmt: skip

TYPES = {"date": TEMPORAL, "decimal": ("number",), "true": ("boolean",), "false": ("boolean",)}
"""Types of field that a way of writing is for."""
OWN = ("from", "concat", "first_of")
NEEDED = {
    "sep": ("concat",),
    "at_least": ("count",),
    "extract": OWN,
    "letter_case": OWN,
    "otherwise": ("map",),
    "align": ("width",),
    "fill": ("width",),
    "truncate": ("width", "length"),
    "map": (*OWN, "const", "param"),
    "date": OWN,
    "decimal": OWN,
    "true": (*OWN, "first_in"),
    "false": (*OWN, "first_in"),
}
"""Keys that mean nothing without one of others beside them."""
OF_THE_CELL = ("count", "width", "length", "align", "fill", "truncate", "required")
"""Keys of a whole column, that a branch of it may not have."""


def _columns(context: Context) -> Iterator[tuple[Loc, ExportColumn, Field | None]]:
    """Give every column and branch with the one field it comes from, when there is one and it exists."""
    for loc, file in context.files():
        tables = context.tables_of(file)
        for where, column in written(file, loc):
            alias, _, name = (column.from_ or "").rpartition(".")
            table = tables.get(alias)
            yield where, column, table.field(name) if table and name in table else None


def export_maps(context: Context) -> Iterator[AdapterError]:
    """Maps know only codes that exist (`adapter.value_unknown`), and all of them (`adapter.export_map`)."""
    for loc, column, field in _columns(context):
        values = permitted(context, field) if field else None
        entries = _entries(context, column)
        if field is None or values is None or entries is None:
            continue
        for code in entries:
            if code not in values:
                close, shown = nearest(code, values), field.vocabulaire or ", ".join(values)
                yield context.problem(
                    "adapter.value_unknown", (*loc, "map", code), EXPORT,
                    value=code, field=field.name, valid=shown, nearest=close,
                )  # fmt: skip
        missing = [code for code in values if code not in entries]
        if missing and column.otherwise is None:
            yield context.problem(
                "adapter.export_map", (*loc, "map"), EXPORT, field=field.name, missing=", ".join(missing)
            )


def _entries(context: Context, column: ExportColumn) -> Mapping[str, str] | None:
    if isinstance(column.map, str):
        return context.folder.reverse_codes[column.map]
    return column.map if isinstance(column.map, dict) else None


def export_steps(context: Context) -> Iterator[AdapterError]:
    """A way of writing is asked of a field it is for (`adapter.step_type`)."""
    for loc, column, field in _columns(context):
        for key, types in TYPES.items():
            fits = field is None or field.type in types or (key == "date" and _partial(field))
            if field and getattr(column, key) is not None and not fits:
                yield context.problem(
                    "adapter.step_type", (*loc, key), EXPORT,
                    key=key, field=field.name, type=field.type, expected=", ".join(types),
                )  # fmt: skip


def export_companions(context: Context) -> Iterator[AdapterError]:
    """No key stands without what gives it a meaning (`adapter.key_alone`)."""
    for loc, column, _ in _columns(context):
        given = {
            field.alias or name for name, field in type(column).model_fields.items() if name in column.model_fields_set
        }
        for key, needed in NEEDED.items():
            if key in given and not given & set(needed):
                yield context.problem("adapter.key_alone", (*loc, key), EXPORT, key=key, needed=", ".join(needed))


def export_whole(context: Context) -> Iterator[AdapterError]:
    """What is said of a whole column is not said in a branch of it (`adapter.key_alone`)."""
    for loc, column, _ in _columns(context):
        if "case" in loc:
            for key in OF_THE_CELL:
                if key in column.model_fields_set:
                    yield context.problem("adapter.key_alone", (*loc, key), EXPORT, key=key, needed="case")


def export_counts(context: Context) -> Iterator[AdapterError]:
    """One column counts, by others of the file, in a format of lines (`adapter.export_count`)."""
    for loc, file in context.files():
        counting = [name for name, column in file.columns.items() if column.count]
        for rank, name in enumerate(counting):
            by = set(file.columns[name].count or ())
            if rank or file.writer not in ("csv", "fixed") or name in by or not by <= file.columns.keys():
                yield context.problem("adapter.export_count", (*loc, "columns", name, "count"), EXPORT, column=name)


def export_extracts(context: Context) -> Iterator[AdapterError]:
    """`extract` compiles (`adapter.regex`) and has exactly one group (`adapter.regex_groups`)."""
    for loc, column, _ in _columns(context):
        if column.extract is not None:
            for code, params in extract_faults(column.extract):
                yield context.problem(code, (*loc, "extract"), EXPORT, **params)


def _partial(field: Field) -> bool:
    """Tell whether a field is the EDTF text of a date that may lack a part, which is written as dates are."""
    return field.date_partielle is not None and field.name.endswith("_edtf")


def export_dates(context: Context) -> Iterator[AdapterError]:
    """Date formats are of the kind the kernels write (`adapter.date_format`)."""
    for loc, column, field in _columns(context):
        kind = None if field is None else "date" if _partial(field) else KINDS.get(field.type)
        if column.date is not None and (reason := check_format(column.date, kind)):
            yield context.problem("adapter.date_format", (*loc, "date"), EXPORT, value=column.date, reason=reason)


def export_conditions(context: Context) -> Iterator[AdapterError]:
    """`matches` compiles in RE2 (`adapter.regex`)."""
    for loc, where in _wheres(context):
        for name, condition in where.items():
            if condition.matches is not None and (reason := refused(condition.matches)):
                yield context.problem("adapter.regex", (*loc, name, "matches"), EXPORT, reason=reason)


def _wheres(context: Context) -> Iterator[tuple[Loc, Where]]:
    for loc, file in context.files():
        yield (*loc, "where"), file.where
    for loc, column, _ in _columns(context):
        for rank, case in enumerate(column.case or ()):
            yield (*loc, "case", rank, "when"), case.when
