"""Fix the layout of a dump: its encoding, its tables and their columns, the pieces it is read in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from collecdata.errors import InputError
from collecdata.issues import Issue, Severity
from collecdata.readers.base import Layout
from collecdata.readers.csv.convert import mostly_unique
from collecdata.readers.csv.encoding import guess_encoding
from collecdata.readers.csv.streams import open_bytes
from collecdata.readers.marcxml.cells import sets_of
from collecdata.readers.rows import unique_names
from collecdata.readers.sqldump.cells import grid_of, widths
from collecdata.readers.sqldump.dialect import Dialect, Table
from collecdata.readers.sqldump.statements import encoding_of
from collecdata.readers.sqldump.survey import chosen, survey

if TYPE_CHECKING:
    from collecdata.readers.source import Source
    from collecdata.readers.sqldump.options import SqlDumpOptions
    from collecdata.readers.sqldump.survey import First, Survey

__all__ = ["begins", "inspect_file"]

_BEGINNING = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s++|--[^\n]*+\n|\#[^\n]*+\n|/\*.*?\*/|;)*+"
    rb"(?:INSERT|REPLACE|CREATE|DROP|SET|LOCK|USE|TRUNCATE|DELETE|ALTER|START|BEGIN|DELIMITER)\s",
    re.DOTALL | re.IGNORECASE,
)
_SAID = {
    "base": re.compile(rb"^-- Host:.*?Database: *(\S+)", re.MULTILINE),
    "server": re.compile(rb"^-- Server version[ \t]+(\S+)", re.MULTILINE),
    "producteur": re.compile(rb"^-- ((?:MySQL|MariaDB) dump \S+|phpMyAdmin SQL Dump|Adminer \S+)", re.MULTILINE),
}
_MYSQLDUMP = b" dump"
_COMPLETED = re.compile(rb"^-- Dump completed(?: on (\d{4}-\d\d-\d\d))?", re.MULTILINE)


def begins(head: bytes) -> bool:
    """Whether these bytes begin as a file of SQL statements."""
    return _BEGINNING.match(head) is not None


def inspect_file(source: Source, options: SqlDumpOptions) -> Layout:
    """Go through a dump and fix its layout.

    Raises:
        InputError: empty, unreadable, or without a table that is to be read.
    """
    head = source.head()
    if not head:
        raise InputError("file.empty", source=source.name)
    found = _surveyed(source, source.path.stat().st_mtime_ns, options.block, options.max_record)
    encoding = options.encoding or encoding_of(head) or guess_encoding([head]).encoding
    tables = {name: _table(name, found, options) for name in {**found.created, **found.named} if options.reads(name)}
    if not tables:
        raise InputError("sqldump.no_table", source=source.name)
    facts = {key: said[1].decode("utf-8", "replace") for key, where in _SAID.items() if (said := where.search(head))}
    completed = _COMPLETED.search(found.tail)
    if completed is not None and completed[1]:
        facts["date"] = completed[1].decode()
    whole = completed is not None or found.damage or not facts.get("producteur", "").encode().count(_MYSQLDUMP)
    issues = [*_not_read(source.name, found, options)]
    if not whole:
        issues.append(Issue("sqldump.no_end", Severity.WARNING, source=source.name))
    columns = {name: table.columns for name, table in tables.items()}
    pieces = chosen(found.pieces, options.reads)
    return Layout(
        reader="sqldump",
        source=source,
        record_sets=columns | sets_of(options.marcxml, columns),
        facts={"encoding": encoding, **facts},
        dialect=Dialect(encoding, tables, pieces, found.damage, found.line, options.marcxml),
        issues=tuple(issues),
    )


@lru_cache(maxsize=2)
def _surveyed(source: Source, modified: int, block: int, max_record: int) -> Survey:  # noqa: ARG001 - part of the key
    """Go through a dump once for all the adapters that ask what it is, and for the conversion that follows."""
    with open_bytes(source, "") as stream:
        return survey(stream, block, max_record)


def _table(name: str, found: Survey, options: SqlDumpOptions) -> Table:
    first = found.firsts.get(name)
    columns = found.created.get(name) or found.named.get(name) or ()
    if not columns:
        width = int(widths(first.rows)[0]) if first is not None else 0
        given = options.columns.get(name, ())
        columns = given if len(given) == width or not first else tuple(f"colonne_{n}" for n in range(1, width + 1))
    columns = unique_names(columns)
    return Table(columns, _plain(first, len(columns)))


def _plain(first: First | None, width: int) -> tuple[bool, ...]:
    """Say which columns are mostly different values, going by the first rows."""
    if first is None:
        return (True,) * width
    chosen = widths(first.rows) == width
    if not np.count_nonzero(chosen):
        return (True,) * width
    grid = grid_of(first.data, first.rows, chosen, width)
    return tuple(mostly_unique(grid.column(place)) for place in range(width))


def _not_read(source: str, found: Survey, options: SqlDumpOptions) -> list[Issue]:
    """Say which tables have rows that are not read, and are not left out by name."""
    return [
        Issue("table.not_read", Severity.WARNING, source=source, params={"table": name, "rows": str(count)})
        for name, count in found.rows.items()
        if not options.reads(name) and not options.ignores(name)
    ]
