"""Records and cells to columns: one table a record set, every cell in its place, or said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.issues import Severity
from collecdata.kernels.buffers import from_int32, from_int64, texts
from collecdata.kernels.distinct import is_encoded
from collecdata.kernels.order import ranks
from collecdata.kernels.stream import ID, LINE, PARENT, RANK
from collecdata.readers.nested.naming import full_name
from collecdata.readers.nested.tree import Encoded, Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from collecdata.readers.nested.columns import Columns
    from collecdata.readers.nested.findings import Findings
    from collecdata.readers.nested.shape import Shape
    from collecdata.readers.nested.tree import Indices, Mask, Tree

__all__ = ["Before", "Form", "Lines", "Table", "tables"]

Lines = Callable[["Indices"], "Indices"]
"""The physical line of each of these bytes of the file."""
Before = Mapping[int, Mapping[int, int]]
"""Records already met, by the first byte of the one that holds them, then by record set."""


@dataclass(frozen=True, slots=True)
class Form:
    """What rows of one file look like. Picklable.

    `plain` says, by record set and column, which are better off without a dictionary.
    """

    columns: Columns
    plain: tuple[tuple[bool, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one record set, in file order, and which of them are whole."""

    set: int
    rows: pa.RecordBatch
    closed: Mask


def tables(
    tree: Tree,
    shape: Shape,
    form: Form,
    lines: Lines,
    findings: Findings,
    before: Before | None = None,
    known: Indices | None = None,
) -> list[Table]:
    """Lay the cells of a tree out: a table for each record set that has rows.

    Of a cell that comes again in the same record the first is kept, and the others noted (`cell.repeated`), unless
    the adapter joins them. A cell of no known column is noted (`column.late`). `before` counts the records that those
    open where a piece begins already held; nothing is noted of records that begin at the bytes `known`: what is wrong
    with them is said where they are whole.
    """
    grid = _Grid.of(tree, shape, form)
    found = np.flatnonzero(grid.counts).tolist()
    joined = _joined(grid, tree, shape)
    told = np.isin(tree.starts, known)[tree.owners] if known is not None else np.zeros(len(tree.owners), np.bool_)
    columns, bad = _columns(grid, tree, found)
    _note_undecodable(grid, tree, bad, told, lines, findings)
    _note_late(grid, tree, shape, told, lines, findings)
    _note_repeated(grid, tree, told, lines, findings, set(joined))
    _note_remarks(tree, shape, set(tree.places[told].tolist()), lines, findings)
    at_line = lines(tree.starts)
    return [
        _table(grid, tree, number, texts, joined, at_line, before or {})
        for number, texts in zip(found, columns, strict=True)
    ]


@dataclass(slots=True)
class _Grid:
    """All the columns of all the record sets end to end: `cells` has, for each slot, the cell that goes there, or -1.

    `order` has the records of each set one after the other; `slots` is the slot of each cell, -1 where it has no
    column; `extra` the cells whose slot another has.
    """

    form: Form
    shape: Shape
    counts: Indices
    bases: Indices
    order: Indices
    cells: Indices
    slots: Indices
    extra: Indices

    @classmethod
    def of(cls, tree: Tree, shape: Shape, form: Form) -> _Grid:
        widths = np.array([len(names) for names in form.columns.names], np.int64)
        counts = np.bincount(tree.sets, minlength=len(widths)).astype(np.int64)
        bases = np.concatenate([[0], np.cumsum(counts * widths)])
        order = np.argsort(tree.sets.astype(np.int16), kind="stable")  # so small a type is sorted by its digits
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order)) - np.repeat(np.cumsum(counts) - counts, counts)
        set_of = np.array([leaf.record_set for leaf in shape.leaves], np.int64)
        column_of = np.array(
            [form.columns.place(leaf, shape.rules.column_of(*leaf)) for leaf in shape.leaves], np.int64
        )
        start_of = np.where(column_of < 0, -1, bases[set_of] + column_of * counts[set_of]) if len(set_of) else set_of
        first = start_of[tree.leaves]
        slots: Indices = first + rank[tree.owners]
        late = first < 0
        if late.any():
            slots[late] = -1
        cells = np.full(int(bases[-1]), -1, np.int64)
        known = np.flatnonzero(slots >= 0) if late.any() else np.arange(len(slots))
        filled = slots[known] if late.any() else slots
        cells[filled] = known
        extra = known[:0]
        if np.count_nonzero(cells >= 0) < len(known):
            cells[filled[::-1]] = known[::-1]  # of cells of one slot the first is written last
            extra = known[cells[filled] != known]
        return cls(form, shape, counts, bases, order, cells, slots, extra)

    def rows(self, number: int) -> Indices:
        """Return the records of a set."""
        stop = int(self.counts[: number + 1].sum())
        return self.order[stop - int(self.counts[number]) : stop]

    def spans(self, number: int) -> list[Span]:
        """Return where the columns of a record set are among all."""
        count, base = int(self.counts[number]), int(self.bases[number])
        plain = self.form.plain[number]
        return [Span(base + place * count, base + (place + 1) * count, one) for place, one in enumerate(plain)]

    def column(self, slot: int) -> tuple[int, int]:
        """Return the record set and the column of a slot."""
        number = int(np.searchsorted(self.bases, slot, side="right")) - 1
        return number, int((slot - self.bases[number]) // self.counts[number])

    def name(self, slot: int) -> str:
        """Return the name of the column of a slot."""
        number, place = self.column(slot)
        return self.form.columns.names[number][place]


def _table(
    grid: _Grid,
    tree: Tree,
    number: int,
    columns: list[pa.Array],
    joined: dict[tuple[int, int], pa.Array],
    lines: Indices,
    before: Before,
) -> Table:
    names = grid.form.columns.names[number]
    rows = grid.rows(number)
    for (of, place), column in joined.items():
        if of == number:
            columns[place] = column if grid.form.plain[number][place] else column.dictionary_encode()
    above = tree.parents[rows]
    rank = ranks(above)
    for holder, met in before.items():
        rank[above == holder] += met.get(number, 0)
    arrays = [*columns, from_int64(lines[rows]), from_int64(tree.starts[rows]), from_int64(above, above < 0)]
    names = (*names, LINE, ID, PARENT, RANK)
    return Table(number, pa.RecordBatch.from_arrays([*arrays, from_int64(rank)], names=names), tree.closed[rows])


def _columns(grid: _Grid, tree: Tree, found: list[int]) -> tuple[list[list[pa.Array]], Indices]:
    """Make the columns of text of some record sets, dictionaries or not; also return the slots that are no text."""
    values = tree.values
    if isinstance(values, Encoded):
        made = list(values.columns(grid.cells, [grid.spans(number) for number in found]))
        bad = [places + int(grid.bases[number]) for (_, places), number in zip(made, found, strict=True)]
        return [columns for columns, _ in made], np.concatenate([np.zeros(0, np.int64), *bad])
    text, wrong = values.take(grid.cells)
    return [[_alone(column) for column in _cut(grid, number, text)] for number in found], np.flatnonzero(wrong)


def _alone(column: pa.Array) -> pa.Array:
    """Copy what has no dictionary: rows that wait to be written hold on to nothing else of their piece."""
    return column if is_encoded(column) else pa.concat_arrays([column, column.slice(0, 0)])


def _cut(grid: _Grid, number: int, cells: pa.Array) -> list[pa.Array]:
    """Cut the columns of a record set out of all the slots."""
    found = []
    for start, stop, plain in grid.spans(number):
        column = cells.slice(start, stop - start)
        found.append(column if plain else column.dictionary_encode())
    return found


def _joined(grid: _Grid, tree: Tree, shape: Shape) -> dict[tuple[int, int], pa.Array]:
    """Make the columns whose repeated cells the adapter joins, where some are."""
    made = {}
    for where in dict.fromkeys(map(grid.column, grid.slots[grid.extra].tolist())):
        number, place = where
        mark = shape.rules.sets[number].join.get(grid.form.columns.names[number][place])
        if mark is not None:
            made[where] = _join(grid, tree, number, place, mark)
    return made


def _join(grid: _Grid, tree: Tree, number: int, place: int, mark: str) -> pa.Array:
    count = int(grid.counts[number])
    low = int(grid.bases[number]) + place * count
    mine = np.flatnonzero((grid.slots >= low) & (grid.slots < low + count))
    mine = mine[np.argsort(grid.slots[mine], kind="stable")]
    text, _ = tree.values.take(mine)
    shares: NDArray[np.int64] = np.bincount(grid.slots[mine] - low, minlength=count)
    bounds = np.concatenate([[0], np.cumsum(shares)])
    lists = pa.ListArray.from_arrays(from_int32(bounds), text)
    whole = pc.binary_join(lists, texts((mark,))[0])
    return whole.take(from_int64(np.arange(count), shares == 0))


def _note_undecodable(grid: _Grid, tree: Tree, slots: Indices, told: Mask, lines: Lines, findings: Findings) -> None:
    for slot in slots.tolist():
        cell = int(grid.cells[slot])
        if told[cell]:
            continue
        line = int(lines(tree.places[[cell]])[0])
        value = tree.values.raw(cell)
        findings.note("encoding.undecodable", Severity.ERROR, line, column=grid.name(slot), value=value)


def _note_late(grid: _Grid, tree: Tree, shape: Shape, told: Mask, lines: Lines, findings: Findings) -> None:
    cells = np.flatnonzero((grid.slots < 0) & ~told)
    for cell, line in zip(cells.tolist(), lines(tree.places[cells]).tolist(), strict=True):
        leaf = shape.leaves[int(tree.leaves[cell])]
        name = full_name(leaf, shape.rules.separator)
        where = shape.rules.sets[leaf.record_set].name
        findings.note("column.late", Severity.ERROR, line, column=name, value=tree.values.raw(cell), record_set=where)


def _note_repeated(
    grid: _Grid, tree: Tree, told: Mask, lines: Lines, findings: Findings, joined: set[tuple[int, int]]
) -> None:
    cells = grid.extra[~told[grid.extra]]
    for cell, line in zip(cells.tolist(), lines(tree.places[cells]).tolist(), strict=True):
        number, place = grid.column(int(grid.slots[cell]))
        if (number, place) not in joined:
            name = grid.form.columns.names[number][place]
            where = grid.shape.rules.sets[number].name
            findings.note(
                "cell.repeated", Severity.ERROR, line, column=name, value=tree.values.raw(cell), record_set=where
            )


def _note_remarks(tree: Tree, shape: Shape, told: set[int], lines: Lines, findings: Findings) -> None:
    for remark in tree.remarks:
        if remark.at in told:
            continue
        line = int(lines(np.array([remark.at]))[0])
        name = full_name(shape.leaves[remark.leaf], shape.rules.separator)
        findings.note(remark.code, Severity.WARNING, line, column=name, reason=remark.reason)
