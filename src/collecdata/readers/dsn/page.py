"""The lines of a piece of a DSN, laid out as records and cells; what is odd in them, and the account of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from collecdata.issues import Severity
from collecdata.kernels.stream import Tally
from collecdata.kernels.words import words_at
from collecdata.readers.csv.scan import count_byte
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
_LF = 0x0A


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a piece, and of what stands above it: `at` is the byte of each in the file.

    `firsts` is the first line here of each stretch of the file, `shifts` what makes its line in the file of a line
    here; the last stretch is the piece itself. `known` are the lines that are a rubric of the norm.
    """

    piece: Piece
    data: bytearray
    lines: Lines
    at: Places
    firsts: Places
    shifts: Places
    held: Instances
    known: Places | slice

    @classmethod
    def of(cls, piece: Piece, data: bytearray) -> Page:
        """Find the lines of a piece: `data` has what stands above it, its own bytes, then `PADDING`."""
        lines = find_lines(data, len(data) - PADDING)
        spans = (*piece.above, piece.own)
        sizes = np.cumsum([0, *(span.stop - span.start for span in spans)])
        first = np.searchsorted(lines.starts, sizes)
        at = np.empty_like(lines.starts)
        for low, high, size, span in zip(first, first[1:], sizes, spans, strict=False):
            np.add(lines.starts[low:high], span.start - size, out=at[low:high])
        return cls(
            piece, data, lines, at, first[:-1], np.array([one.line for one in spans], np.int64) - first[:-1],
            instances(lines.rubrics),
            np.flatnonzero(lines.rubrics != UNKNOWN) if lines.odd or len(lines.blanks) else slice(None),
        )  # fmt: skip

    def line_of(self, places: Places) -> Places:
        """Return the line of bytes of the file where lines begin."""
        return self._numbers(np.searchsorted(self.at, places))

    def _numbers(self, lines: Places) -> Places:
        """Return the lines of the file that lines here are."""
        return lines + self.shifts[np.searchsorted(self.firsts, lines, side="right") - 1]

    def tree(self, sets: Sets) -> tuple[Tree, DsnValues]:
        """Lay records and cells out flat: instances of blocks, then odd lines, in the order of the file."""
        lines, held, odd, known = self.lines, self.held, self.lines.odd, self.known
        count = len(held.lines)
        spans = np.array([span for one in odd for span in one.spans], np.int64).reshape(-1, 2)
        begins, ends = lines.values[known], lines.ends[known]
        words = lines.words[known]
        if odd:
            begins, ends = np.concatenate([begins, spans[:, 0]]), np.concatenate([ends, spans[:, 1]])
            words = np.concatenate([words, words_at(self.data, spans[:, 0])])
        values = DsnValues(self.data, begins, ends, words)
        starts = self.at[held.lines]
        parents = np.where(held.parents < 0, -1, np.append(starts, -1)[held.parents])
        owners, rubrics = held.owners[known], lines.rubrics[known]
        every = isinstance(known, slice)
        sizes = np.diff(held.lines, append=len(owners)) if every else np.bincount(owners, minlength=count)
        tree = Tree(
            held.blocks.astype(np.int64), starts, parents, ~held.broken, sizes,
            owners, sets.leaves.take(rubrics), self.at[known], values,
        )  # fmt: skip
        return (_with_odd(tree, self, sets) if odd else tree), values

    def note(self, values: DsnValues, findings: Findings) -> None:
        """Note what is odd in the lines of the piece itself."""
        known = self.known
        rubrics, lines = self.lines.rubrics[known], np.arange(len(self.at))[known]
        sizes = self.lines.ends[known] - self.lines.values[known]
        noted = (
            ("dsn.too_long", Severity.WARNING, too_long(rubrics, sizes, values, self.piece.version)),
            ("dsn.windows", Severity.INFO, values.windows),
            ("dsn.unicode", Severity.WARNING, values.unicode),
            (ORPHAN, Severity.ERROR, np.flatnonzero(self._orphans()[known])),
        )
        for code, severity, cells in noted:
            mine = cells[cells < len(rubrics)]
            mine = mine[lines[mine] >= self._first]
            for cell, line in zip(mine.tolist(), self._numbers(lines[mine]).tolist(), strict=True):
                findings.note(code, severity, line, column=codes().rubrics[rubrics[cell]])
        for one in self.lines.odd:
            if one.line >= self._first:
                note_odd(one, one.line + int(self.shifts[-1]), findings)

    def tally(self) -> Tally:
        """Account for the lines of the piece itself."""
        start = sum(span.stop - span.start for span in self.piece.above)
        size = len(self.data) - PADDING
        unended = size > start and self.data[size - 1] != _LF
        physical = count_byte(self.data, _LF, start, size) + unended  # not by the search that makes the lines
        blank = int(np.count_nonzero(self.lines.blanks >= self._first))
        rejected = int(np.count_nonzero(self.rejected() >= self._first))
        records = len(self.at) - self._first - blank - rejected
        return Tally(physical, records=records, blank=blank, rejected=rejected)

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
    def _first(self) -> int:
        """The first line of the piece itself."""
        return int(self.firsts[-1])


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
