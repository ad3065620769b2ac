"""The head of a file of fixed widths: its encoding, its line ends, and whether it is of the layout declared."""

from __future__ import annotations

import codecs
from dataclasses import replace
from typing import TYPE_CHECKING

from collecdata.errors import InputError
from collecdata.readers.base import Layout
from collecdata.readers.csv.encoding import guess_encoding, has_mark
from collecdata.readers.fixed.block import Piece, read_block
from collecdata.readers.fixed.dialect import Dialect, Kind, Place
from collecdata.readers.fixed.options import is_single_byte
from collecdata.readers.magic import LABELS, kind_of_head
from collecdata.readers.source import HEAD

if TYPE_CHECKING:
    import pyarrow as pa

    from collecdata.readers.fixed.options import FixedOptions, RecordSet
    from collecdata.readers.source import Source

__all__ = ["inspect_file"]

_LINE_ENDS = {b"\n": "LF", b"\r\n": "CRLF", b"\r": "CR", b"": "none"}
_KINDS = frozenset({"text", "binary"})


def inspect_file(source: Source, options: FixedOptions) -> Layout:
    """Fix the layout of a file.

    Raises:
        InputError: empty, not text, of an encoding whose positions cannot be counted, of another layout.
    """
    head = source.head()
    if not head:
        raise InputError("file.empty", source=source.name)
    if (kind := kind_of_head(head)) not in _KINDS:
        raise InputError("fixed.not_text", source=source.name, kind=LABELS[kind])
    encoding = options.encoding
    if encoding is None or (options.lines and has_mark(head)):  # a mark is stronger than what is said
        encoding = guess_encoding([head]).encoding
    if encoding != "utf-8" and not is_single_byte(encoding):
        raise InputError("fixed.encoding", source=source.name, encoding=encoding)
    line_end = _line_end(head) if options.lines else b""
    eol = line_end[-1:]
    start = len(codecs.BOM_UTF8) if encoding == "utf-8" and head.startswith(codecs.BOM_UTF8) else 0
    for _ in range(options.skip_lines):
        start = head.index(eol, start) + 1 if eol in head[start:] else len(head)
    kinds = tuple(_kind(name, one, options.record_length) for name, one in options.sets.items())
    length = max(kind.length if options.lines else kind.end for kind in kinds)
    dialect = Dialect(
        encoding,
        eol,
        start,
        options.skip_lines,
        length,
        kinds,
        options.short == "pad",
        options.long == "cut",
        options.block,
        options.fallback or "",
        options.controls == "drop",
    )
    return Layout(
        reader="fixed",
        source=source,
        record_sets={kind.name: tuple(place.name for place in kind.fields) for kind in kinds},
        facts={"encoding": encoding, "line_end": _LINE_ENDS[line_end], "record_length": str(length)},
        dialect=_tried(dialect, source, head),
    )


def _tried(dialect: Dialect, source: Source, head: bytes) -> Dialect:
    """Read the first records: choose which columns are dictionaries, or see that the file is of another layout."""
    sample = head[dialect.start :]
    if len(head) == HEAD:
        whole = sample.rfind(dialect.eol) + 1 if dialect.eol else len(sample) - len(sample) % dialect.length
        sample = sample[: whole or None]
    batches = list(read_block(source.name, dialect, Piece(sample, 1)))
    read, rejected = (sum(getattr(batch.tally, name) for batch in batches) for name in ("records", "rejected"))
    if rejected > read:
        raise InputError("fixed.layout", source=source.name, rejected=rejected, length=dialect.length)
    plain = {batch.record_set: tuple(map(_mostly_unique, batch.data.columns[:-1])) for batch in batches}
    return replace(dialect, kinds=tuple(replace(kind, plain=plain[kind.name]) for kind in dialect.kinds))


def _mostly_unique(column: pa.Array) -> bool:
    return len(column.unique()) * 2 > len(column)


def _kind(name: str, declared: RecordSet, length: int | None) -> Kind:
    when = declared.when
    mark = None
    if when is not None:
        texts = tuple(text.ljust(when.width) for text in when.equals)
        mark = (when.start - 1, when.start - 1 + when.width, texts)
    fields = tuple(
        Place(field, place.start - 1, place.stop, place.after or "", place.until)
        for field, place in declared.fields.items()
    )
    return Kind(name, fields, length or declared.end, max(length or 0, declared.end), mark)


def _line_end(head: bytes) -> bytes:
    if b"\n" in head:
        return b"\r\n" if b"\r\n" in head else b"\n"
    return b"\r" if b"\r" in head.rstrip(b"\x1a") else b"\n"
