"""One piece of a N4DS to batches: a row for each instance of the blocks that the adapter names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.issues import Severity
from collecdata.kernels.buffers import integers, texts
from collecdata.kernels.distinct import decode
from collecdata.kernels.stream import ID, LINE, PARENT, RANK, REASONS, Batch, Tally
from collecdata.readers.dsn.values import DsnValues
from collecdata.readers.n4ds.lines import BLOCK, PADDING, find_lines
from collecdata.readers.n4ds.rows import rows
from collecdata.readers.n4ds.survey import AGENT
from collecdata.readers.nested.findings import Findings
from collecdata.readers.nested.rows import tables
from collecdata.readers.nested.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collecdata.readers.dsn.pieces import Piece
    from collecdata.readers.n4ds.form import Form
    from collecdata.readers.n4ds.lines import Lines, Mask, Places
    from collecdata.readers.n4ds.rows import Rows
    from collecdata.readers.nested.rows import Table

__all__ = ["read_piece"]

ILLEGIBLE, ORPHAN = "n4ds.line", "n4ds.orphan"
_PLACES = (ID, PARENT, RANK, LINE)


def read_piece(source: str, form: Form, piece: Piece, data: bytearray) -> Iterator[Batch]:
    """Read one piece.

    Args:
        source: name of the file.
        form: its record sets.
        piece: where it stands.
        data: the bytes of what stands above it, then its own, then `PADDING`.
    """
    lines = find_lines(data, len(data) - PADDING)
    at, numbers = _places(lines, piece)
    own = at >= piece.own.start
    found = rows(lines, form.sets)
    findings = Findings(source)
    tree = _tree(lines, found, at, form, data)
    _note(lines, found, form, own, numbers, findings)
    shape, laid, _ = form.layout
    agents = form.sets.of_block.get(AGENT, -1)
    before = {piece.above[-1].start: {agents: piece.individuals}} if piece.individuals else {}
    made = tables(tree, shape, laid, lambda wanted: numbers[np.searchsorted(at, wanted)], findings, before)
    yield from _batches(source, form, piece, made, findings, _tally(lines, own, piece, data))


def _places(lines: Lines, piece: Piece) -> tuple[Places, Places]:
    """Return the byte of the file where each line begins, and its number."""
    spans = (*piece.above, piece.own)
    sizes = np.cumsum([0, *(span.stop - span.start for span in spans)])
    first = np.searchsorted(lines.starts, sizes)
    counts = np.diff(first)
    shifts = np.array([span.start for span in spans], np.int64) - sizes[:-1]
    firsts = np.array([span.line for span in spans], np.int64) - first[:-1]
    return lines.starts + np.repeat(shifts, counts), np.arange(len(lines.starts)) + np.repeat(firsts, counts)


def _tree(lines: Lines, found: Rows, at: Places, form: Form, data: bytearray) -> Tree:
    """Lay rows and cells out flat; each line that no row takes is a row of its own."""
    _, _, leaves = form.layout
    taken = np.flatnonzero(found.owners >= 0)
    left = np.flatnonzero((found.owners < 0) & ~lines.blank)
    of_code = np.array([leaves.get(code, -1) for code in lines.codes], np.int64)
    alone: list[tuple[int, int, int, int]] = []
    for rank, line in enumerate(left.tolist()):
        start, rubric = int(lines.starts[line]), int(lines.rubrics[line])
        spans = {"ligne": (start, int(lines.stops[line]))}
        if rubric >= 0:
            head = int(lines.values[line]) - 2
            code = head - len(lines.codes[rubric])
            spans = {"bloc": (code, code + BLOCK), "rubrique": (code, head)}
            spans["valeur"] = (int(lines.values[line]), int(lines.ends[line]))
        alone += [(rank, leaves[name], low, high) for name, (low, high) in spans.items()]
    extra = np.array(alone, np.int64).reshape(-1, 4)
    order = np.argsort(np.concatenate([found.lines, left]), kind="stable")
    rank_of = np.empty(len(order), np.int64)
    rank_of[order] = np.arange(len(order))
    starts = np.concatenate([at[found.lines], at[left]])
    holders = np.concatenate([found.parents, found.above[left]])
    owners = np.concatenate([found.owners[taken], extra[:, 0] + len(found.lines)])
    kinds = np.where(lines.rubrics[left] >= 0, form.other, form.other + 1)
    values = DsnValues(
        data, np.concatenate([lines.values[taken], extra[:, 2]]), np.concatenate([lines.ends[taken], extra[:, 3]])
    )
    return Tree(
        np.concatenate([found.sets, kinds])[order], starts[order],
        np.where(holders < 0, -1, np.append(starts, -1)[holders])[order],
        np.ones(len(order), np.bool_), np.bincount(owners, minlength=len(order)).astype(np.int64)[order],
        rank_of[owners], np.concatenate([of_code[lines.rubrics[taken]] if len(taken) else taken, extra[:, 1]]),
        np.concatenate([at[taken], at[left][extra[:, 0]]]), values,
    )  # fmt: skip


def _note(lines: Lines, found: Rows, form: Form, own: Mask, numbers: Places, findings: Findings) -> None:
    """Note the lines that are no rubric, and those of a block whose holder is not there."""
    for line in np.flatnonzero((found.owners < 0) & own & ~lines.blank).tolist():
        rubric = int(lines.rubrics[line])
        if rubric < 0:
            findings.note(ILLEGIBLE, Severity.ERROR, int(numbers[line]))
        elif lines.codes[rubric][:BLOCK] in form.sets.of_block:
            findings.note(ORPHAN, Severity.ERROR, int(numbers[line]), column=lines.codes[rubric])


def _tally(lines: Lines, own: Mask, piece: Piece, data: bytearray) -> Tally:
    """Account for the lines of the piece itself."""
    start = sum(span.stop - span.start for span in piece.above)
    size = len(data) - PADDING
    unended = size > start and data[size - 1] != ord("\n")
    physical = data.count(b"\n", start, size) + unended  # not by the search that makes the lines
    blank = int(np.count_nonzero(own & lines.blank))
    rejected = int(np.count_nonzero(own & (lines.rubrics < 0) & ~lines.blank))
    return Tally(physical, records=int(np.count_nonzero(own)) - blank - rejected, blank=blank, rejected=rejected)


def _batches(
    source: str, form: Form, piece: Piece, made: list[Table], findings: Findings, tally: Tally
) -> Iterator[Batch]:
    """Give what holds the rows of the piece, then its rows, a batch for each record set."""
    names = tuple(form.columns)
    own: list[tuple[int, pa.RecordBatch]] = []
    for table in made:
        first = int(np.searchsorted(integers(table.rows.column(ID)), piece.own.start))
        if first and table.set < form.other:
            yield Batch(source, table.rows.slice(0, first), names[table.set], context=True)
        if first < table.rows.num_rows:
            own.append((table.set, table.rows.slice(first)))
    issues = findings.issues()
    for number, whole in own or [(form.other, _none(form))]:
        illegible = number > form.other
        rejects = _rejects(whole) if illegible else None
        yield Batch(source, whole.slice(0, 0) if illegible else whole, names[number], issues, rejects, tally=tally)
        issues, tally = (), Tally()


def _none(form: Form) -> pa.RecordBatch:
    """Return no row of the rubrics of other blocks: what is to say of a piece without rows is said with it."""
    columns = tuple(form.columns.values())[form.other]
    arrays = [*(texts([]) for _ in columns), *(pa.array([], pa.int64()) for _ in _PLACES)]
    return pa.RecordBatch.from_arrays(arrays, names=[*columns, *_PLACES])


def _rejects(whole: pa.RecordBatch) -> pa.RecordBatch:
    names = [name for name in whole.schema.names if name not in _PLACES]
    columns = [*(decode(whole.column(name)) for name in names), whole.column(LINE)]
    return pa.RecordBatch.from_arrays([*columns, texts([ILLEGIBLE] * whole.num_rows)], names=[*names, LINE, REASONS])
