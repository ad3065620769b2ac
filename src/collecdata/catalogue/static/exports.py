"""The way out: fields that exist, codes that all have a writing, widths that are given."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from collecdata.catalogue.adapter import EXPORT
from collecdata.catalogue.export_language import date_placeholders, placeholders
from collecdata.catalogue.nearest import nearest
from collecdata.catalogue.static.context import permitted
from collecdata.catalogue.static.patterns import KINDS, refused
from collecdata.kernels.dateformat import check_format

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from collecdata.catalogue.export_language import ExportColumn, ExportFile
    from collecdata.catalogue.located import Loc
    from collecdata.catalogue.static.context import Context
    from collecdata.catalogue.table import Field
    from collecdata.errors import AdapterError

__all__ = [
    "export_companions", "export_conditions", "export_dates", "export_encoding", "export_fields", "export_maps",
    "export_name_dates", "export_names", "export_steps", "export_tables", "export_widths",
]  # fmt: skip

TYPES = {
    "date": ("date", "datetime", "time"),
    "decimal": ("number",),
    "true": ("boolean",),
    "false": ("boolean",),
}
"""Types of field that a way of writing is for."""


def _files(context: Context) -> Iterator[tuple[Loc, ExportFile]]:
    for rank, file in enumerate(context.folder.export.files if context.folder.export else ()):
        yield ("files", rank), file


def _columns(context: Context) -> Iterator[tuple[Loc, ExportColumn, Field | None]]:
    """Give every column with the one field it comes from, when there is one and it exists."""
    for loc, file in _files(context):
        table = context.table(file.from_)
        for name, column in file.columns.items():
            found = table.field(column.from_) if table and column.from_ is not None and column.from_ in table else None
            yield (*loc, "columns", name), column, found


def export_tables(context: Context) -> Iterator[AdapterError]:
    """Every file comes from a table of the catalogue (`adapter.table_unknown`)."""
    for loc, file in _files(context):
        if context.table(file.from_) is None:
            close = nearest(file.from_, context.catalogue.tables)
            yield context.problem("adapter.table_unknown", (*loc, "from"), EXPORT, value=file.from_, nearest=close)


def export_fields(context: Context) -> Iterator[AdapterError]:
    """Fields read exist in the table (`adapter.field_unknown`)."""
    for loc, file in _files(context):
        table = context.table(file.from_)
        if table is None:
            continue
        names = [field.name for field in table.output_fields]
        for where, name in _fields_read(file, loc):
            if name not in names:
                yield context.problem(
                    "adapter.field_unknown", where, EXPORT, value=name, table=file.from_, nearest=nearest(name, names)
                )


def _fields_read(file: ExportFile, loc: Loc) -> Iterator[tuple[Loc, str]]:
    for key in ("group_by", "sort"):
        for rank, name in enumerate(getattr(file, key)):
            yield (*loc, key, rank), name
    for name in file.where:
        yield (*loc, "where", name), name
    for title, column in file.columns.items():
        inner = (*loc, "columns", title)
        if column.from_ is not None:
            yield (*inner, "from"), column.from_
        for key in ("concat", "first_of"):
            for rank, name in enumerate(getattr(column, key) or ()):
                yield (*inner, key, rank), name


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
            if field and getattr(column, key) is not None and field.type not in types:
                yield context.problem(
                    "adapter.step_type", (*loc, key), EXPORT,
                    key=key, field=field.name, type=field.type, expected=", ".join(types),
                )  # fmt: skip


def export_companions(context: Context) -> Iterator[AdapterError]:
    """`sep` goes with `concat`, `otherwise` with `map`, what fills a width with `width` (`adapter.key_alone`)."""
    pairs = {"sep": "concat", "otherwise": "map", "align": "width", "fill": "width", "truncate": "width"}
    for loc, column, _ in _columns(context):
        for key, needed in pairs.items():
            if key in column.model_fields_set and getattr(column, needed) is None:
                yield context.problem("adapter.key_alone", (*loc, key), EXPORT, key=key, needed=needed)


def export_dates(context: Context) -> Iterator[AdapterError]:
    """Date formats are of the kind the kernels write (`adapter.date_format`)."""
    for loc, column, field in _columns(context):
        kind = KINDS.get(field.type) if field else None
        if column.date is not None and (reason := check_format(column.date, kind)):
            yield context.problem("adapter.date_format", (*loc, "date"), EXPORT, value=column.date, reason=reason)


def export_conditions(context: Context) -> Iterator[AdapterError]:
    """`matches` compiles in RE2 (`adapter.regex`)."""
    for loc, file in _files(context):
        for name, condition in file.where.items():
            if condition.matches is not None and (reason := refused(condition.matches)):
                yield context.problem("adapter.regex", (*loc, "where", name, "matches"), EXPORT, reason=reason)


def export_widths(context: Context) -> Iterator[AdapterError]:
    """Every column of a fixed-width file has its width (`adapter.export_width`)."""
    for loc, file in _files(context):
        for name, column in file.columns.items():
            if file.writer == "fixed" and column.width is None:
                yield context.problem("adapter.export_width", (*loc, "columns", name), EXPORT, column=name)


def export_encoding(context: Context) -> Iterator[AdapterError]:
    """The encoding exists (`adapter.export_encoding`)."""
    for loc, file in _files(context):
        try:
            codecs.lookup(file.options.encoding)
        except LookupError:
            where = (*loc, "options", "encoding")
            yield context.problem("adapter.export_encoding", where, EXPORT, value=file.options.encoding)


def export_names(context: Context) -> Iterator[AdapterError]:
    """Braces of a file's name hold parameters or fields of `group_by` (`adapter.export_name`)."""
    params = context.folder.export.params if context.folder.export else {}
    for loc, file in _files(context):
        valid = (*file.group_by, *params)
        for name in placeholders(file.name):
            if name not in valid:
                close, shown = nearest(name, valid), ", ".join(valid)
                yield context.problem(
                    "adapter.export_name", (*loc, "name"), EXPORT, value=name, valid=shown, nearest=close
                )


def export_name_dates(context: Context) -> Iterator[AdapterError]:
    """Date formats in a file's name are for dates (`adapter.step_type`) and can be written (`adapter.date_format`)."""
    for loc, file in _files(context):
        table, where = context.table(file.from_), (*loc, "name")
        for name, written in date_placeholders(file.name).items():
            field = table.field(name) if table and name in table else None
            if field and field.type not in TYPES["date"]:
                yield context.problem(
                    "adapter.step_type", where, EXPORT,
                    key=written, field=name, type=field.type, expected=", ".join(TYPES["date"]),
                )  # fmt: skip
            elif (reason := check_format(written, "date")) or "[" in written:
                yield context.problem(
                    "adapter.date_format", where, EXPORT, value=written, reason=reason or "a year of four digits"
                )
