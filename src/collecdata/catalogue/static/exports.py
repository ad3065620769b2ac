"""The way out, file by file: tables and fields that exist, names, widths, an encoding, elements."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from collecdata.catalogue import xml_tree
from collecdata.catalogue.adapter import EXPORT
from collecdata.catalogue.export_language import date_placeholders, placeholders
from collecdata.catalogue.nearest import nearest
from collecdata.catalogue.references import columns_of_where, fields_written
from collecdata.catalogue.static.context import TEMPORAL, permitted
from collecdata.kernels.dateformat import check_format

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collecdata.catalogue.static.context import Context
    from collecdata.errors import AdapterError

__all__ = [
    "export_encoding", "export_fields", "export_lookup_values", "export_lookups", "export_name_dates", "export_names",
    "export_own_fields", "export_replaced", "export_tables", "export_widths", "export_xml", "export_zones",
]  # fmt: skip


def export_tables(context: Context) -> Iterator[AdapterError]:
    """Every file, and every lookup, comes from a table of the catalogue (`adapter.table_unknown`)."""
    for loc, file in context.files():
        sought = {(*loc, "from"): file.from_}
        sought |= {(*loc, "lookup", alias, "from"): lookup.from_ for alias, lookup in file.lookup.items()}
        for where, name in sought.items():
            if context.table(name) is None:
                close = nearest(name, context.catalogue.tables)
                yield context.problem("adapter.table_unknown", where, EXPORT, value=name, nearest=close)


def export_fields(context: Context) -> Iterator[AdapterError]:
    """Fields read exist in the table, or in the one a lookup brings (`adapter.field_unknown`)."""
    for loc, file in context.files():
        tables = context.tables_of(file)
        if not all(tables.values()):
            continue
        names = [
            f"{alias}.{field.name}" if alias else field.name
            for alias, table in tables.items()
            for field in (table.output_fields if table else ())
        ]
        for where, name in fields_written(file, loc):
            if name not in names:
                yield context.problem(
                    "adapter.field_unknown", where, EXPORT, value=name, table=file.from_, nearest=nearest(name, names)
                )


def export_own_fields(context: Context) -> Iterator[AdapterError]:
    """`where`, `sort`, `last_of`, `group_by` look at own fields: lookups come after (`adapter.lookup_order`)."""
    for loc, file in context.files():
        first = [
            ((*loc, key, rank), name)
            for key in ("group_by", "sort", "last_of")
            for rank, name in enumerate(getattr(file, key))
        ]
        for where, name in (*first, *columns_of_where(file.where, (*loc, "where"))):
            if "." in name:
                yield context.problem("adapter.lookup_order", where, EXPORT, column=name, value=name.partition(".")[0])


def export_lookups(context: Context) -> Iterator[AdapterError]:
    """A lookup finds one row: it goes by the whole primary key (`adapter.export_lookup_key`).

    It is used (`adapter.lookup_unused`), and after those it goes by (`adapter.lookup_order`).
    """
    for loc, file in context.files():
        used = {name.partition(".")[0] for _, name in fields_written(file, loc) if "." in name}
        before: set[str] = set()
        for alias, lookup in file.lookup.items():
            where = (*loc, "lookup", alias)
            table = context.table(lookup.from_)
            if table and sorted(lookup.key) != sorted(table.primary_key):
                yield context.problem(
                    "adapter.export_lookup_key", (*where, "on"), EXPORT,
                    table=lookup.from_, expected=", ".join(table.primary_key),
                )  # fmt: skip
            for name in lookup.on:
                other = name.partition(".")[0]
                if "." in name and other in file.lookup and other not in before:
                    yield context.problem(
                        "adapter.lookup_order", (*where, "on", name), EXPORT, column=name, value=other
                    )
            if alias not in used:
                yield context.problem("adapter.lookup_unused", where, EXPORT, value=alias)
            before.add(alias)


def export_lookup_values(context: Context) -> Iterator[AdapterError]:
    """What `where` fixes are fields of the other table (`adapter.field_unknown`), with values they may have.

    A code that its list does not have is `adapter.value_unknown`.
    """
    for loc, file in context.files():
        for alias, lookup in file.lookup.items():
            table = context.table(lookup.from_)
            for name, value in lookup.where.items() if table else ():
                where = (*loc, "lookup", alias, "where", name)
                field = table.field(name) if table and name in table else None
                values = permitted(context, field) if field else None
                if table and field is None:
                    close = nearest(name, [one.name for one in table.output_fields])
                    yield context.problem(
                        "adapter.field_unknown", where, EXPORT, value=name, table=table.id, nearest=close
                    )
                elif field and values is not None and value not in values:
                    close, shown = nearest(value, values), field.vocabulaire or ", ".join(values)
                    yield context.problem(
                        "adapter.value_unknown", where, EXPORT, value=value, field=name, valid=shown, nearest=close
                    )


def export_replaced(context: Context) -> Iterator[AdapterError]:
    """Only delimited text has texts replaced (`adapter.key_alone`)."""
    for loc, file in context.files():
        if file.options.replace and file.writer != "csv":
            where = (*loc, "options", "replace")
            yield context.problem("adapter.key_alone", where, EXPORT, key="replace", needed="writer: csv")


def export_widths(context: Context) -> Iterator[AdapterError]:
    """Every column of a fixed-width file has its width (`adapter.export_width`)."""
    for loc, file in context.files():
        for name, column in file.columns.items():
            if file.writer == "fixed" and column.width is None:
                yield context.problem("adapter.export_width", (*loc, "columns", name), EXPORT, column=name)


def export_xml(context: Context) -> Iterator[AdapterError]:
    """An XML file says its shape, and only such a file does (`adapter.missing_key`, `adapter.key_alone`).

    Names are names of XML with declared prefixes (`adapter.xml_name`), and nothing would stand after a repeated
    element, or hold both a value and others (`adapter.xml_order`).
    """
    for loc, file in context.files():
        if file.writer != "xml" and file.xml is not None:
            yield context.problem("adapter.key_alone", (*loc, "xml"), EXPORT, key="xml", needed="writer: xml")
        elif file.writer == "xml" and file.xml is None:
            yield context.problem("adapter.missing_key", loc, EXPORT, key="xml")
        elif file.xml is not None:
            for where, code, value in xml_tree.faults(file.xml, file.columns):
                yield context.problem(code, (*loc, *where), EXPORT, value=value)


def export_zones(context: Context) -> Iterator[AdapterError]:
    """Only records of libraries are given zones (`adapter.key_alone`)."""
    for loc, file in context.files():
        if file.zones and file.writer not in ("iso2709", "marcxml"):
            yield context.problem("adapter.key_alone", (*loc, "zones"), EXPORT, key="zones", needed="writer: iso2709")


def export_encoding(context: Context) -> Iterator[AdapterError]:
    """The encoding exists (`adapter.export_encoding`)."""
    for loc, file in context.files():
        if file.writer == "iso2709" and file.options.encoding == "iso5426":  # a set of libraries, no codec of Python
            continue
        try:
            codecs.lookup(file.options.encoding)
        except LookupError:
            where = (*loc, "options", "encoding")
            yield context.problem("adapter.export_encoding", where, EXPORT, value=file.options.encoding)


def export_names(context: Context) -> Iterator[AdapterError]:
    """Braces of a file's name hold parameters or fields of `group_by` (`adapter.export_name`).

    The name stays in the folder that is written to (`adapter.export_path`).
    """
    params = context.folder.export.params if context.folder.export else {}
    for loc, file in context.files():
        valid = (*file.group_by, *params)
        if "\\" in file.name or any(not part.strip(". ") for part in file.name.split("/")):
            yield context.problem("adapter.export_path", (*loc, "name"), EXPORT, value=file.name)
        for name in placeholders(file.name):
            if name not in valid:
                close, shown = nearest(name, valid), ", ".join(valid)
                yield context.problem(
                    "adapter.export_name", (*loc, "name"), EXPORT, value=name, valid=shown, nearest=close
                )


def export_name_dates(context: Context) -> Iterator[AdapterError]:
    """Date formats in a file's name are for dates (`adapter.step_type`) and can be written (`adapter.date_format`)."""
    for loc, file in context.files():
        table, where = context.table(file.from_), (*loc, "name")
        for name, form in date_placeholders(file.name).items():
            field = table.field(name) if table and name in table else None
            if field and field.type not in TEMPORAL:
                yield context.problem(
                    "adapter.step_type", where, EXPORT,
                    key=form, field=name, type=field.type, expected=", ".join(TEMPORAL),
                )  # fmt: skip
            elif (reason := check_format(form, "date")) or "[" in form:
                yield context.problem(
                    "adapter.date_format", where, EXPORT, value=form, reason=reason or "a year of four digits"
                )
