"""One piece of a DSN to batches: a row for each instance of a block."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.issues import Severity
from collecdata.kernels.buffers import from_bools, from_int64, integers, texts
from collecdata.kernels.distinct import decode
from collecdata.kernels.stream import ID, LINE, PARENT, RANK, REASONS, Batch, Tally
from collecdata.readers.dsn.codes import UNKNOWN, codes
from collecdata.readers.dsn.conformity import check_codes, note_odd, too_long
from collecdata.readers.dsn.declarations import BLOCK
from collecdata.readers.dsn.form import DECLARED, SAID
from collecdata.readers.dsn.instances import instances
from collecdata.readers.dsn.lines import PADDING, find_lines
from collecdata.readers.dsn.values import read_values
from collecdata.readers.nested.findings import Findings
from collecdata.readers.nested.rows import tables
from collecdata.readers.nested.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from collecdata.readers.dsn.codes import Numbers, Places
    from collecdata.readers.dsn.form import Sets
    from collecdata.readers.dsn.instances import Instances
    from collecdata.readers.dsn.lines import Lines
    from collecdata.readers.dsn.pieces import Piece
    from collecdata.readers.dsn.values import DsnValues
    from collecdata.readers.nested.rows import Table

__all__ = ["Made", "read_piece"]

ENVOI = "S10.G00.00"
ORPHAN, ILLEGIBLE = "dsn.orphan", "dsn.line"


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
    page = _Page.of(piece, data)
    findings = Findings(source)
    tree, values = page.tree(sets)
    page.note(values, findings)
    shape, form, _ = sets.shape()
    found = tables(tree, shape, form, page.line_of, findings)
    for table in found:
        check_codes(_own(table, piece), piece.version, findings)
    yield from _batches(source, sets, made, piece, found, page, findings)


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines of a piece, and of what stands above it: `at` is the byte of each in the file, `numbers` its line."""

    piece: Piece
    data: bytearray
    lines: Lines
    at: Places
    numbers: Places
    held: Instances

    @classmethod
    def of(cls, piece: Piece, data: bytearray) -> _Page:
        lines = find_lines(data, len(data) - PADDING)
        spans = (*piece.above, piece.own)
        sizes = np.cumsum([0, *(span.stop - span.start for span in spans)])
        span = np.searchsorted(sizes, lines.starts, "right") - 1
        first = np.searchsorted(span, np.arange(len(spans)))
        shifts = np.array([one.start for one in spans], np.int64) - sizes[:-1]
        numbers = np.array([one.line for one in spans], np.int64) - first
        return cls(
            piece, data, lines, lines.starts + shifts[span], np.arange(len(span)) + numbers[span],
            instances(lines.rubrics),
        )  # fmt: skip

    def line_of(self, places: Places) -> Places:
        """Return the line of bytes of the file where lines begin."""
        return self.numbers[np.searchsorted(self.at, places)]

    def tree(self, sets: Sets) -> tuple[Tree, DsnValues]:
        """Lay records and cells out flat: instances of blocks, then odd lines, in the order of the file."""
        lines, held, odd = self.lines, self.held, self.lines.odd
        known = np.flatnonzero(lines.rubrics != UNKNOWN)
        count = len(held.lines)
        added = [text for one in odd for text in _texts(one, self.data)]
        values = read_values(self.data, lines.values[known], lines.ends[known], added)
        _, _, numbers = sets.shape()
        leaf_of = np.array([numbers.get(code, -1) for code in codes().rubrics], np.int64)
        starts = self.at[held.lines]
        parents = np.where(held.parents < 0, -1, np.append(starts, -1)[held.parents])
        sizes = np.bincount(held.owners[known], minlength=count).astype(np.int64)
        tree = Tree(
            held.blocks.astype(np.int64), starts, parents, ~held.broken, sizes,
            held.owners[known], leaf_of[lines.rubrics[known]], self.at[known], values,
        )  # fmt: skip
        return (_with_odd(tree, self, sets) if odd else tree), values

    def note(self, values: DsnValues, findings: Findings) -> None:
        """Note what is odd in the lines of the piece itself."""
        known = np.flatnonzero(self.lines.rubrics != UNKNOWN)
        rubrics = self.lines.rubrics[known]
        sizes = self.lines.ends[known] - self.lines.values[known]
        noted = (
            ("dsn.too_long", Severity.WARNING, too_long(rubrics, sizes, values, self.piece.version)),
            ("dsn.windows", Severity.INFO, values.windows),
            ("dsn.unicode", Severity.WARNING, values.unicode),
            (ORPHAN, Severity.ERROR, np.flatnonzero(self._orphans(known))),
        )
        for code, severity, cells in noted:
            for cell in cells[cells < len(known)].tolist():
                if self._is_own(known[cell]):
                    name = codes().rubrics[rubrics[cell]]
                    findings.note(code, severity, int(self.numbers[known[cell]]), column=name)
        for one in self.lines.odd:
            if self._is_own(one.line):
                note_odd(one, int(self.numbers[one.line]), findings)

    def tally(self) -> Tally:
        """Account for the lines of the piece itself."""
        own = self.at >= self.piece.own.start
        bad = np.append(self.held.broken, False)[self.held.owners] & (self.lines.rubrics != UNKNOWN)
        start = sum(span.stop - span.start for span in self.piece.above)
        size = len(self.data) - PADDING
        unended = size > start and self.data[size - 1] != ord("\n")
        physical = self.data.count(b"\n", start, size) + unended  # not by the search that makes the lines
        illegible = sum(not one.code for one in self.lines.odd if self._is_own(one.line))
        blank = sum(self._is_own(line) for line in self.lines.blanks.tolist())
        rejected = int(np.count_nonzero(bad & own)) + illegible
        return Tally(physical, records=int(np.count_nonzero(own)) - blank - rejected, blank=blank, rejected=rejected)

    def _orphans(self, known: Places) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Tell the first lines of instances that nothing holds and something should."""
        alone = np.zeros(len(self.at), np.bool_)
        alone[self.held.lines[self.held.broken & (self.held.parents < 0)]] = True
        return alone[known]

    def _is_own(self, line: int) -> bool:
        return bool(self.at[line] >= self.piece.own.start)


def _texts(odd: object, data: bytearray) -> tuple[bytes, ...]:
    """Return the cells of an odd line."""
    block, code, start, stop = odd.block, odd.code, odd.start, odd.stop  # type: ignore[attr-defined]
    text = bytes(data[start:stop])
    return (block.encode(), code.encode(), text) if code else (text,)


def _with_odd(tree: Tree, page: _Page, sets: Sets) -> Tree:
    """Put the records of odd lines among the others."""
    odd = page.lines.odd
    _, form, numbers = sets.shape()
    lines = np.array([one.line for one in odd], np.int64)
    kinds = np.array([sets.other if one.code else sets.illegible for one in odd], np.int64)
    holders = page.held.owners[lines]
    parents = np.where(holders < 0, -1, np.append(tree.starts, -1)[holders])
    leaves = [numbers[name] for one in odd for name in sets.filled[sets.other if one.code else sets.illegible]]
    owners = np.repeat(np.arange(len(odd)), [3 if one.code else 1 for one in odd]) + len(tree.sets)
    starts = np.concatenate([tree.starts, page.at[lines]])
    order = np.argsort(starts, kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))

    def ordered(own: Places, others: Places) -> Places:
        return np.concatenate([own, others])[order]

    return Tree(
        ordered(tree.sets, kinds), starts[order], ordered(tree.parents, parents),
        ordered(tree.closed, kinds == sets.other), ordered(tree.sizes, np.ones(len(odd), np.int64)),
        rank[np.concatenate([tree.owners, owners])], np.concatenate([tree.leaves, leaves]).astype(np.int64),
        np.concatenate([tree.places, np.repeat(page.at[lines], [3 if one.code else 1 for one in odd])]), tree.values,
    )  # fmt: skip


def _own(table: Table, piece: Piece) -> pa.RecordBatch:
    """Return the rows that stand in the piece itself."""
    ids = integers(table.rows.column(ID))
    first = int(np.searchsorted(ids, piece.own.start))
    return table.rows.slice(first)


def _batches(
    source: str, sets: Sets, made: Made, piece: Piece, found: list[Table], page: _Page, findings: Findings
) -> Iterator[Batch]:
    """Give what holds the rows of the piece, then its rows, a batch for each record set."""
    columns = sets.columns
    above, own = [], []
    for table in found:
        name = sets.names[table.set]
        first = table.rows.num_rows - _own(table, piece).num_rows
        rows = _whole(table.rows, columns[name], made)
        if first and table.set < sets.other:
            above.append(Batch(source, rows.slice(0, first), name, context=True))
        if first < rows.num_rows:
            own.append((name, table.set, rows.slice(first), table.closed[first:]))
    yield from above
    issues, tally = findings.issues(), page.tally()
    for name, number, rows, closed in own:
        rejects = None
        if not closed.all():
            rejects = _rejects(rows.filter(from_bools(~closed)), ILLEGIBLE if number == sets.illegible else ORPHAN)
            rows = rows.filter(from_bools(closed))
        if piece.individuals and name == sets.names[codes().block("S21.G00.30")]:
            rows = _ranked(rows, piece)
        yield Batch(source, rows, name, issues, rejects, tally=tally)
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
    absent = pa.nulls(rows.num_rows, pa.string())
    places = (LINE, ID, PARENT, RANK)
    arrays = [*(found.get(name, absent) for name in columns), *(found[name] for name in places)]
    return pa.RecordBatch.from_arrays(arrays, names=[*columns, *places])


def _ranked(rows: pa.RecordBatch, piece: Piece) -> pa.RecordBatch:
    """Count the individuals that stand before those of the declaration that the piece begins in."""
    parents = integers(rows.column(PARENT))
    ranks = integers(rows.column(RANK)) + np.where(parents == parents[0], piece.individuals, 0)
    return rows.set_column(rows.schema.get_field_index(RANK), RANK, from_int64(ranks))


def _rejects(rows: pa.RecordBatch, reason: str) -> pa.RecordBatch:
    names = [name for name in rows.schema.names if name not in (ID, PARENT, RANK, LINE)]
    columns = [*(decode(rows.column(name)) for name in names), rows.column(LINE), texts([reason] * rows.num_rows)]
    return pa.RecordBatch.from_arrays(columns, names=[*names, LINE, REASONS])
