"""What is known of a file before its records are read: all that a worker needs, picklable."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CR", "LF", "Dialect", "Kind"]

LF = b"\n"
CR = b"\r"


@dataclass(frozen=True, slots=True)
class Kind:
    """One type of record: those whose cell number `place` (from 0) is one of `marks`."""

    name: str
    place: int
    marks: tuple[bytes, ...]
    dialect: Dialect


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one file is cut into records and cells.

    `eol` is LF (carriage returns before it are part of it), CR, or a separator of records declared by the adapter.
    `columns` are the names of all columns, those that a reader leaves out too; `width` is how many cells a record
    usually has (more than `columns` when records end with a separator), `fewest` how many it has at least. Offsets are
    those of the bytes that the tokeniser sees: after decompression, and after `transcode` when the encoding is not a
    superset of ASCII.
    """

    encoding: str
    delimiter: bytes
    quote: bytes = b'"'
    escape: bytes = b""
    eol: bytes = LF
    transcode: str = ""
    columns: tuple[str, ...] = ()
    width: int = 0
    fewest: int = 0
    header: tuple[bytes, ...] = ()
    """Cells of the header as they stand, to know it when it comes back; empty when there is none."""
    plain: tuple[bool, ...] = ()
    """By column: whether it is mostly unique, and better off without a dictionary."""
    start: int = 0
    """First byte after the preamble and the header."""
    preamble: int = 0
    """Physical lines before `start`."""
    footer: tuple[str, ...] = ()
    max_record: int = 64 << 20
    block: int = 8 << 20
    kinds: tuple[Kind, ...] = ()
    """Types of record, in a file that has several; each has its own columns, and this dialect none."""

    @property
    def ordinary(self) -> bool:
        """Whether the fast tokeniser knows this dialect, escapes apart."""
        return self.eol in (LF, CR) and len(self.delimiter) == 1 and self.delimiter.isascii()
