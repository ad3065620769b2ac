"""The lines of a piece of a DSN, laid out as records and cells; what is odd in them, and the account of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from collecdata.issues import Severity
from collecdata.kernels.stream import Tally
from collecdata.readers.dsn.codes import UNKNOWN, codes
from collecdata.readers.dsn.conformity import note_odd, too_long
from collecdata.readers.dsn.instances import instances
from collecdata.readers.dsn.lines import PADDING, find_lines
from collecdata.readers.dsn.values import DsnValues
from collecdata.readers.nested.tree import Tree

if TYPE_CHECKING:
    from collecdata.readers.dsn.codes import Places
    from collecdata.readers.dsn.form import Sets
    from collecdata.readers.dsn.instances import Instances
    from collecdata.readers.dsn.lines import Lines, Mask
    from collecdata.readers.dsn.pieces import Piece
    from collecdata.readers.nested.findings import Findings

__all__ = ["ORPHAN", "Page"]

ORPHAN = "dsn.orphan"


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a piece, and of what stands above it: `at` is the byte of each in the file, `numbers` its line.

    `known` are those that are a rubric of the norm.
    """

    piece: Piece
    data: bytearray
    lines: Lines
    at: Places
    numbers: Places
    held: Instances
    known: Places | slice

    @classmethod
    def of(cls, piece: Piece, data: bytearray) -> Page:
        """Find the lines of a piece: `data` has what stands above it, its own bytes, then `PADDING`."""
        lines = find_lines(data, len(data) - PADDING)
        spans = (*piece.above, piece.own)
        sizes = np.cumsum([0, *(span.stop - span.start for span in spans)])
        first = np.searchsorted(lines.starts, sizes)
        counts = np.diff(first)
        shifts = np.array([one.start for one in spans], np.int64) - sizes[:-1]
        numbers = np.array([one.line for one in spans], np.int64) - first[:-1]
        at = lines.starts + np.repeat(shifts, counts)
        return cls(
            piece, data, lines, at, np.arange(len(at)) + np.repeat(numbers, counts), instances(lines.rubrics),
            slice(None) if (lines.rubrics != UNKNOWN).all() else np.flatnonzero(lines.rubrics != UNKNOWN),
        )  # fmt: skip

    def line_of(self, places: Places) -> Places:
        """Return the line of bytes of the file where lines begin."""
        return self.numbers[np.searchsorted(self.at, places)]

    def tree(self, sets: Sets) -> tuple[Tree, DsnValues]:
        """Lay records and cells out flat: instances of blocks, then odd lines, in the order of the file."""
        lines, held, odd, known = self.lines, self.held, self.lines.odd, self.known
        count = len(held.lines)
        spans = np.array([span for one in odd for span in one.spans], np.int64).reshape(-1, 2)
        begins = np.concatenate([lines.values[known], spans[:, 0]])
        values = DsnValues(self.data, begins, np.concatenate([lines.ends[known], spans[:, 1]]))
        starts = self.at[held.lines]
        parents = np.where(held.parents < 0, -1, np.append(starts, -1)[held.parents])
        sizes = np.bincount(held.owners[known], minlength=count).astype(np.int64)
        tree = Tree(
            held.blocks.astype(np.int64), starts, parents, ~held.broken, sizes,
            held.owners[known], sets.leaves[lines.rubrics[known]], self.at[known], values,
        )  # fmt: skip
        return (_with_odd(tree, self, sets) if odd else tree), values

    def note(self, values: DsnValues, findings: Findings) -> None:
        """Note what is odd in the lines of the piece itself."""
        known = self.known
        rubrics, numbers, own = self.lines.rubrics[known], self.numbers[known], self._own[known]
        sizes = self.lines.ends[known] - self.lines.values[known]
        noted = (
            ("dsn.too_long", Severity.WARNING, too_long(rubrics, sizes, values, self.piece.version)),
            ("dsn.windows", Severity.INFO, values.windows),
            ("dsn.unicode", Severity.WARNING, values.unicode),
            (ORPHAN, Severity.ERROR, np.flatnonzero(self._orphans()[known])),
        )
        for code, severity, cells in noted:
            mine = cells[cells < len(rubrics)]
            for cell in mine[own[mine]].tolist():
                findings.note(code, severity, int(numbers[cell]), column=codes().rubrics[rubrics[cell]])
        for one in self.lines.odd:
            if self._is_own(one.line):
                note_odd(one, int(self.numbers[one.line]), findings)

    def tally(self) -> Tally:
        """Account for the lines of the piece itself."""
        own = self._own
        start = sum(span.stop - span.start for span in self.piece.above)
        size = len(self.data) - PADDING
        unended = size > start and self.data[size - 1] != ord("\n")
        physical = self.data.count(b"\n", start, size) + unended  # not by the search that makes the lines
        blank = int(np.count_nonzero(own[self.lines.blanks]))
        rejected = int(np.count_nonzero(own[self.rejected()]))
        return Tally(physical, records=int(np.count_nonzero(own)) - blank - rejected, blank=blank, rejected=rejected)

    def rejected(self) -> Places:
        """Return the lines that are no rubric, then those of instances that nothing holds."""
        illegible = np.array([one.line for one in self.lines.odd if not one.code], np.int64)
        if not self.held.broken.any():
            return illegible
        broken = np.append(self.held.broken, False)[self.held.owners]
        return np.concatenate([illegible, np.flatnonzero(broken & (self.lines.rubrics != UNKNOWN))])

    def _orphans(self) -> Mask:
        """Tell the first lines of instances that nothing holds and something should."""
        alone = np.zeros(len(self.at), np.bool_)
        alone[self.held.lines[self.held.broken & (self.held.parents < 0)]] = True
        return alone

    @property
    def _own(self) -> Mask:
        return self.at >= self.piece.own.start

    def _is_own(self, line: int) -> bool:
        return bool(self.at[line] >= self.piece.own.start)


def _with_odd(tree: Tree, page: Page, sets: Sets) -> Tree:
    """Put the records of odd lines among the others."""
    odd = page.lines.odd
    _, _, numbers = sets.shape
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
        np.concatenate([tree.closed, kinds == sets.other])[order], ordered(tree.sizes, np.ones(len(odd), np.int64)),
        rank[np.concatenate([tree.owners, owners])], np.concatenate([tree.leaves, leaves]).astype(np.int64),
        np.concatenate([tree.places, np.repeat(page.at[lines], [3 if one.code else 1 for one in odd])]), tree.values,
    )  # fmt: skip
