"""The formats we read, by name; a format's code is imported when it is first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

from collecdata.errors import InputError
from collecdata.readers.magic import begins_dsn, kind_of, kind_of_head

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collecdata.readers.base import Reader
    from collecdata.readers.source import Source

__all__ = ["READERS", "guess", "may_read"]


class _Format(NamedTuple):
    """Where the `READER` of a format is, and what kinds of file (see `magic`) it may be found in."""

    module: str
    kinds: frozenset[str]


_FORMATS = {
    "csv": _Format("collecdata.readers.csv.reader", frozenset({"text"})),
    "database": _Format("collecdata.readers.database", frozenset({"sqlite", "empty"})),
    "dsn": _Format("collecdata.readers.dsn", frozenset({"text"})),
    "excel": _Format("collecdata.readers.excel", frozenset({"xls", "xlsx", "ods", "protected"})),
    "fixed": _Format("collecdata.readers.fixed", frozenset({"text", "binary"})),
    "json": _Format("collecdata.readers.json", frozenset({"text"})),
    "marc": _Format("collecdata.readers.marc", frozenset({"text", "binary"})),
    "n4ds": _Format("collecdata.readers.n4ds", frozenset({"text"})),
    "sqldump": _Format("collecdata.readers.sqldump", frozenset({"text", "binary"})),
    "marcxml": _Format("collecdata.readers.marcxml", frozenset({"xml", "text"})),
    "properties": _Format("collecdata.readers.properties", frozenset({"xml", "text"})),
    "sylk": _Format("collecdata.readers.sylk", frozenset({"sylk"})),
    "xml": _Format("collecdata.readers.xml", frozenset({"xml", "text"})),
}
_CONTAINERS = ("zip", "ole")


class _Readers(Mapping[str, "Reader"]):
    """Readers by name, imported when looked up."""

    def __getitem__(self, name: str) -> Reader:
        return cast("Reader", import_module(_FORMATS[name].module).READER)

    def __iter__(self) -> Iterator[str]:
        return iter(_FORMATS)

    def __len__(self) -> int:
        return len(_FORMATS)


READERS: Mapping[str, Reader] = _Readers()
"""Every reader, by the name that adapters use; `KeyError` for another name."""


def may_read(head: bytes) -> frozenset[str]:
    """Name the readers that a file which begins so may be for; none is imported, no container is opened.

    What begins as a social declaration is nothing else: to try it as delimited text costs more than to read it.
    """
    if begins_dsn(head):
        return frozenset({"dsn"})
    kind = kind_of_head(head)
    return frozenset(name for name, form in _FORMATS.items() if kind in _CONTAINERS or kind in form.kinds)


def guess(source: Source) -> tuple[str, ...]:
    """Name the readers that a file may be for, by its content; nothing when none is, or the file cannot be read."""
    try:
        head = source.head()
        kind = kind_of(source, head)
    except InputError:
        return ()
    return tuple(name for name in READERS if kind in _FORMATS[name].kinds and READERS[name].fits(source, head))
