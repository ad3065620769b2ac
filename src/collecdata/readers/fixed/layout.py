"""The head of a file of fixed widths: its encoding, its line ends, and whether it is of the layout declared."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from collecdata.errors import InputError
from collecdata.readers.base import Layout
from collecdata.readers.csv.encoding import guess_encoding, has_mark
from collecdata.readers.fixed.block import Piece, read_block
from collecdata.readers.fixed.options import is_single_byte
from collecdata.readers.magic import LABELS, kind_of_head
from collecdata.readers.source import HEAD

if TYPE_CHECKING:
    import pyarrow as pa

    from collecdata.readers.fixed.options import FixedOptions, RecordSet
    from collecdata.readers.source import Source

__all__ = ["Dialect", "Kind", "Place", "inspect_file"]

_LINE_ENDS = {b"\n": "LF", b"\r\n": "CRLF", b"\r": "CR", b"": "none"}
_KINDS = frozenset({"text", "binary"})


class Place(NamedTuple):
    """Where a field stands: positions in characters, from 0; `stop` None: the end of the line.

    Within them, a field may follow a mark (`after`) and end before one (the first of `until` that is there).
    """

    name: str
    first: int
    stop: int | None
    after: str = ""
    until: tuple[str, ...] = ()

    def cut(self, text: str) -> str:
        """Return the field of one record, blanks included.

        >>> Place("prenoms", 0, 20, "*", ("/",)).cut("LE GOFF*MARIE ANNE/  ")
        'MARIE ANNE'
        """
        zone = text[self.first : self.stop]
        if self.after:
            zone = zone.partition(self.after)[2]
        mark = next((one for one in self.until if one in zone), None)
        return zone if mark is None else zone.partition(mark)[0]


@dataclass(frozen=True, slots=True)
class Kind:
    """One type of record."""

    name: str
    fields: tuple[Place, ...]
    length: int
    """Characters that a record must have."""
    end: int
    """Characters that it may have."""
    mark: tuple[int, int, tuple[str, ...]] | None
    """First and last position of what tells this type, and its values; None: records of no other type."""
    plain: tuple[bool, ...] = ()
    """For each field, whether a dictionary would cost more than it saves."""

    @property
    def open(self) -> bool:
        """Whether its last field goes to the end of the line."""
        return any(place.stop is None for place in self.fields)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is cut into records, and these into fields."""

    encoding: str
    eol: bytes
    """Last byte of a line end; empty when records follow one another."""
    start: int
    """Byte of the first record."""
    skipped: int
    """Lines above it."""
    length: int
    """Bytes of a record, when there are no line ends."""
    kinds: tuple[Kind, ...]
    pad: bool
    cut: bool
    """Whether what stands after the last field does not count."""
    block: int
    fallback: str = ""
    """Encoding of the lines that are not UTF-8; none: their cells cannot be decoded."""
    drop_controls: bool = False

    @property
    def width(self) -> int:
        """Characters of a line that are looked at."""
        ends = [kind.end for kind in self.kinds] + [kind.mark[1] for kind in self.kinds if kind.mark]
        return max(*ends, 1)

    @property
    def multibyte(self) -> bool:
        """Whether a character may be several bytes."""
        return self.encoding == "utf-8"


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
