"""One piece of a DSN to batches: a row for each instance of a block."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.kernels.buffers import from_bools, from_int64, integers, texts
from collecdata.kernels.distinct import decode
from collecdata.kernels.stream import ID, LINE, PARENT, RANK, REASONS, Batch, Tally
from collecdata.readers.dsn.codes import codes
from collecdata.readers.dsn.conformity import check_codes
from collecdata.readers.dsn.declarations import BLOCK
from collecdata.readers.dsn.form import DECLARED, SAID
from collecdata.readers.dsn.page import ORPHAN, Page
from collecdata.readers.dsn.survey import INDIVIDUAL
from collecdata.readers.nested.findings import Findings
from collecdata.readers.nested.rows import tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from collecdata.readers.dsn.form import Sets
    from collecdata.readers.dsn.pieces import Piece
    from collecdata.readers.nested.rows import Table

__all__ = ["Made", "read_page", "read_piece"]

ILLEGIBLE = "dsn.line"
_ENCODED = pa.dictionary(pa.int32(), pa.string())
"""What a column that a file has not is: what is done to the values of a dictionary costs nothing then."""


@dataclass(frozen=True, slots=True)
class Made:
    """What is known of a file as a whole: what S90 says of each envoi, what each declaration is, by first byte."""

    envois: Mapping[int, tuple[str, ...]]
    declarations: Mapping[int, tuple[str, ...]]


def read_piece(source: str, sets: Sets, made: Made, piece: Piece, data: bytearray) -> Iterator[Batch]:
    """Read one piece.

    Args:
        source: name of the file.
        sets: its record sets.
        made: what is known of the file as a whole.
        piece: where it stands.
        data: the bytes of what stands above it, then its own, then `PADDING`.
    """
    yield from read_page(source, sets, made, Page.of(piece, data), Findings(source))


def read_page(source: str, sets: Sets, made: Made, page: Page, findings: Findings) -> Iterator[Batch]:
    """Read a piece whose lines are found; what is odd goes to `findings`, and is given with the first batch."""
    tree, values = page.tree(sets)
    page.note(values, findings)
    shape, form, _ = sets.shape
    found = tables(tree, shape, form, page.line_of, findings)
    for table in found:
        check_codes(table.rows.slice(_first_own(table, page.piece)), page.piece.version, findings)
    yield from _batches(source, sets, made, found, page, findings)


def _first_own(table: Table, piece: Piece) -> int:
    """Return the first row that stands in the piece itself."""
    return int(np.searchsorted(integers(table.rows.column(ID)), piece.own.start)) if piece.above else 0


def _batches(
    source: str, sets: Sets, made: Made, found: list[Table], page: Page, findings: Findings
) -> Iterator[Batch]:
    """Give what holds the rows of the piece, then its rows, a batch for each record set."""
    columns, piece = sets.columns, page.piece
    above, own = [], []
    for table in found:
        name = sets.names[table.set]
        first = _first_own(table, piece)
        rows = _whole(table.rows, columns[name], made)
        if first and table.set < sets.other:
            above.append(Batch(source, rows.slice(0, first), name, context=True))
        if first < rows.num_rows:
            own.append((name, table.set, rows.slice(first), table.closed[first:]))
    yield from above
    issues, tally = findings.issues(), page.tally()
    for name, number, every, closed in own:
        rows, rejects = every, None
        if not closed.all():
            rejects = _rejects(every.filter(from_bools(~closed)), ILLEGIBLE if number == sets.illegible else ORPHAN)
            rows = every.filter(from_bools(closed))
        yield Batch(source, _ranked(rows, number, piece), name, issues, rejects, tally=tally)
        issues, tally = (), Tally()
    if issues or tally != Tally():
        nothing = pa.RecordBatch.from_arrays(
            [texts([]), *[from_int64(np.zeros(0, np.int64))] * 4],
            names=[columns[sets.names[-1]][0], LINE, ID, PARENT, RANK],
        )
        yield Batch(source, nothing, sets.names[-1], issues, tally=tally)


def _whole(rows: pa.RecordBatch, columns: tuple[str, ...], made: Made) -> pa.RecordBatch:
    """Give rows every column of their record set: those the file has, those that are made, the others null."""
    found = dict(zip(rows.schema.names, rows.columns, strict=True))
    for names, told in ((DECLARED, made.envois), (SAID, made.declarations)):
        if names[0] in columns:
            ids = integers(rows.column(ID)).tolist()
            for place, name in enumerate(names):
                found[name] = texts(told[one][place] or None if one in told else None for one in ids)
    absent = pa.nulls(rows.num_rows, _ENCODED)
    places = (LINE, ID, PARENT, RANK)
    arrays = [*(found.get(name, absent) for name in columns), *(found[name] for name in places)]
    return pa.RecordBatch.from_arrays(arrays, names=[*columns, *places])


def _ranked(rows: pa.RecordBatch, number: int, piece: Piece) -> pa.RecordBatch:
    """Count what stands before the piece in the envoi, or in the declaration, that it begins in."""
    before = {BLOCK: piece.declarations, INDIVIDUAL: piece.individuals}
    count = next((count for block, count in before.items() if codes().block(block) == number), 0)
    if not count or not rows.num_rows:
        return rows
    parents = integers(rows.column(PARENT))
    holder = parents[0] if number == codes().block(INDIVIDUAL) else piece.above[0].start
    ranks = integers(rows.column(RANK)) + np.where(parents == holder, count, 0)
    return rows.set_column(rows.schema.get_field_index(RANK), RANK, from_int64(ranks))


def _rejects(rows: pa.RecordBatch, reason: str) -> pa.RecordBatch:
    names = [name for name in rows.schema.names if name not in (ID, PARENT, RANK, LINE)]
    columns = [*(decode(rows.column(name)) for name in names), rows.column(LINE), texts([reason] * rows.num_rows)]
    return pa.RecordBatch.from_arrays(columns, names=[*names, LINE, REASONS])
