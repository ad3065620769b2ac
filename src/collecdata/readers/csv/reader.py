"""The reader `csv`: delimited text, cut into pieces that any worker reads alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from collecdata.issues import Severity
from collecdata.kernels.stream import Batch
from collecdata.readers.base import Split
from collecdata.readers.buffers import borrowed
from collecdata.readers.csv.block import read_cells
from collecdata.readers.csv.cells import Block
from collecdata.readers.csv.convert import convert
from collecdata.readers.csv.encoding import over_ascii_head
from collecdata.readers.csv.findings import Findings
from collecdata.readers.csv.inspect import inspect_file
from collecdata.readers.csv.kinds import parts
from collecdata.readers.csv.options import CsvOptions
from collecdata.readers.csv.records import Grammar
from collecdata.readers.csv.split import pieces
from collecdata.readers.csv.streams import open_bytes
from collecdata.readers.magic import kind_of_head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pydantic import BaseModel

    from collecdata.readers.base import Layout
    from collecdata.readers.csv.cells import Cells
    from collecdata.readers.csv.dialect import Dialect
    from collecdata.readers.csv.kinds import Part
    from collecdata.readers.csv.split import Piece
    from collecdata.readers.source import Source

__all__ = ["READER", "CsvReader"]

_CHUNK = 1 << 20


class CsvReader:
    """Delimited text of any dialect. Without state: all that is known of a file is in its layout."""

    name = "csv"
    options: type[BaseModel] = CsvOptions

    def fits(self, source: Source, head: bytes) -> bool:  # noqa: ARG002 - of the protocol
        """Whether these bytes are text, and not mark-up."""
        return kind_of_head(over_ascii_head(head)) == "text"

    def inspect(self, source: Source, options: BaseModel) -> Layout:
        """Fix encoding, dialect, columns; see `inspect_file`. Raises `InputError`."""
        return inspect_file(source, CsvOptions.model_validate(options.model_dump()))

    def splits(self, layout: Layout, observe: Callable[[memoryview], object]) -> Iterator[Split]:
        """Cut the file where records end. What is compressed, or not over ASCII, is one split, read as a stream."""
        dialect: Dialect = layout.dialect
        if layout.source.plain and not dialect.transcode:
            with open_bytes(layout.source, "", observe) as stream:
                for index, (piece, _, _) in enumerate(pieces(stream, dialect)):
                    yield Split(layout, index, piece.start, piece.stop, piece.first_line, piece)
            return
        yield Split(layout, 0)
        _observe_all(layout.source, observe)

    def read(self, split: Split) -> Iterator[Batch]:
        """Read one split: one batch, or as many as a stream has blocks."""
        layout = split.layout
        dialect: Dialect = layout.dialect
        if split.stop is not None:
            yield from _read_piece(layout, split.detail, split.stop - split.start)
            return
        with open_bytes(layout.source, dialect.transcode) as stream:
            for piece, data, low in pieces(stream, dialect):
                size = 0 if piece.oversized else piece.stop - piece.start
                yield from _batches(layout, piece, data[low : low + size], size)


READER = CsvReader()


def _observe_all(source: Source, observe: Callable[[memoryview], object]) -> None:
    room = bytearray(_CHUNK)
    with source.path.open("rb", buffering=0) as stream:
        while count := stream.readinto(room):
            observe(memoryview(room)[:count])


def _read_piece(layout: Layout, piece: Piece, size: int) -> Iterator[Batch]:
    if piece.oversized:
        yield from _batches(layout, piece, bytearray(), 0)
        return
    with borrowed(size) as data, layout.source.path.open("rb", buffering=0) as stream:
        stream.seek(piece.start)
        filled, view = 0, memoryview(data)[:size]
        while filled < size and (count := stream.readinto(view[filled:])):
            filled += count
        yield from _batches(layout, piece, data, filled)


def _batches(layout: Layout, piece: Piece, data: bytearray, size: int) -> Iterator[Batch]:
    """Read one piece, `data` up to `size`, to a batch, or to one for each type of record."""
    dialect: Dialect = layout.dialect
    findings = Findings(layout.source.name, replace(dialect, kinds=()))
    block = _block(dialect, piece, data, size)
    if dialect.kinds:
        for part in parts(dialect, block) if block.stop else ():
            yield _part(layout.source.name, part)
        block = replace(block, stop=0)
    raw = read_cells(Grammar(dialect), block, findings)
    _account(piece, block, size, findings)
    if piece.start == dialect.start:
        findings.count(physical=dialect.preamble, preamble=dialect.preamble)
    yield _batch(findings, raw)


def _part(source: str, part: Part) -> Batch:
    """Read the records of one type."""
    findings = Findings(source, part.dialect)
    read = _batch(findings, read_cells(Grammar(part.dialect), part.block, findings))
    return replace(
        read,
        data=part.data(read.data),
        record_set=part.kind.name if part.kind else "",
        issues=tuple(map(part.issue, read.issues)),
        rejects=None if read.rejects is None else part.data(read.rejects),
    )


def _batch(findings: Findings, raw: Cells) -> Batch:
    columns = convert(raw, findings)
    return Batch(
        source=findings.source,
        data=columns,
        issues=findings.issues(),
        rejects=findings.rejects(),
        tally=findings.tally(),
    )


def _block(dialect: Dialect, piece: Piece, data: bytearray, size: int) -> Block:
    """See a piece as records, the end-of-file mark of old systems left out."""
    stop, lines = size, piece.lines
    if piece.mark >= 0:
        stop = piece.mark - piece.start
        lines = data.count(dialect.eol, 0, stop) + (stop > 0 and not data.endswith(dialect.eol, 0, stop))
    footer = max(0, piece.footer - piece.start) if piece.footer >= 0 else -1
    return Block(
        data, stop, piece.first_line, lines,
        regular=piece.regular, footer=footer, last=piece.last, cut_short=bool(piece.truncated),
    )  # fmt: skip


def _account(piece: Piece, block: Block, size: int, findings: Findings) -> None:
    """Account for the lines of a piece that are not in its block."""
    findings.count(physical=piece.lines)
    if piece.oversized:
        length = str(piece.stop - piece.start)
        findings.note("csv.record_too_long", Severity.ERROR, piece.first_line, size=length)
        findings.reject(piece.first_line, "csv.record_too_long", ())
        findings.count(rejected=piece.lines)
        return
    after = piece.first_line + block.lines
    if piece.mark >= 0:
        findings.note("csv.ctrl_z", Severity.INFO, after - (block.lines == piece.lines))
        findings.count(blank=piece.lines - block.lines)
    if piece.truncated and (not size or block.data.endswith(findings.dialect.eol, 0, size)):
        findings.note("csv.truncated", Severity.ERROR, after, reason=piece.truncated)
