"""One block to batches: each line a record of one type, blank, or rejected whole."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.issues import Issue, Severity
from collecdata.kernels.buffers import bools, from_int64, texts
from collecdata.kernels.stream import LINE, REASONS, SURPLUS, Batch, Tally
from collecdata.kernels.text import escape
from collecdata.readers.fixed.columns import CONTROLS, Records, read_fields
from collecdata.readers.fixed.lines import BLANK, as_text, find_lines, make_grid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collecdata.kernels.buffers import Mask
    from collecdata.readers.fixed.dialect import Dialect, Kind
    from collecdata.readers.fixed.lines import Grid, Lines, Positions

__all__ = ["Piece", "read_block"]

_CTRL_Z = b"\x1a"
_CONTROLS = re.compile(CONTROLS)
_FILLING = b" \t\0\r\n\x1a"
"""What a line that holds nothing may hold, and the end of one that is too long."""
_FILLED = np.ones(256, np.bool_)
_FILLED[list(_FILLING)] = False
SHORT, LONG, UNKNOWN = "fixed.too_short", "fixed.too_long", "fixed.unknown_record"


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole lines of a file; `cut`: but perhaps the last, what follows it cannot be read."""

    data: bytes
    first_line: int
    cut: bool = False


def read_block(source: str, dialect: Dialect, piece: Piece) -> Iterator[Batch]:
    """Read one block: a batch for each type of record, and one without type if some lines are of none."""
    lines = find_lines(piece.data, dialect.eol, dialect.length)
    grid = make_grid(
        lines,
        dialect.width,
        multibyte=dialect.multibyte,
        controls=dialect.drop_controls,
        fallback=dialect.fallback,
    )
    blank = _blank_lines(lines)
    free = np.ones(len(grid.lengths), np.bool_)
    free[blank] = False
    tally = Tally(physical=lines.physical, blank=len(blank))
    issues = (
        *_about_blanks(source, lines, piece.first_line, blank),
        *_about_odd_lines(source, dialect, grid, piece.first_line),
    )
    sheet = _Sheet(source, dialect, piece, lines, grid)
    for kind in _by_mark(dialect):
        chosen = np.flatnonzero(free & _of_kind(kind, grid))
        free[chosen] = False
        yield sheet.batch(kind, chosen, tally, issues)
        tally, issues = Tally(), ()
    if free.any():
        yield sheet.unknown(np.flatnonzero(free))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What all types of one block share."""

    source: str
    dialect: Dialect
    piece: Piece
    lines: Lines
    grid: Grid

    def batch(self, kind: Kind, chosen: Positions, tally: Tally, issues: tuple[Issue, ...]) -> Batch:
        """Read the lines of one type: those of the right length are records, the others are rejected."""
        reasons = self._misfits(kind, chosen)
        kept = np.setdiff1d(chosen, np.fromiter(reasons, np.int64, len(reasons))) if reasons else chosen
        records = Records(self.source, self.lines, self.grid, kept, self.piece.first_line)
        columns, found = read_fields(records, kind, self.dialect)
        names = [place.name for place in kind.fields]
        return Batch(
            self.source,
            pa.RecordBatch.from_arrays([*columns, from_int64(records.numbers)], names=[*names, LINE]),
            kind.name,
            (*issues, *self._about_rejects(reasons, kind.length), *found),
            self._rejects(kind, reasons),
            tally=tally + Tally(records=len(kept), rejected=len(reasons)),
        )

    def unknown(self, chosen: Positions) -> Batch:
        """Reject lines that are of no type."""
        nothing = replace(self.dialect.kinds[0], name="", fields=(), length=0, end=0)
        reasons = dict.fromkeys(chosen.tolist(), UNKNOWN)
        return Batch(
            self.source,
            pa.RecordBatch.from_arrays([from_int64(np.zeros(0, np.int64))], names=[LINE]),
            issues=self._about_rejects(reasons, 0),
            rejects=self._rejects(nothing, reasons),
            tally=Tally(rejected=len(chosen)),
        )

    def _misfits(self, kind: Kind, chosen: Positions) -> dict[int, str]:
        """Return the lines that are too short, or too long by more than blanks, in order."""
        lengths = self.grid.lengths[chosen]
        reasons: dict[int, str] = {}
        short = lengths < kind.length
        if self.dialect.pad:  # a line cut by the end of what can be read is not one that lost its blanks
            short &= self.piece.cut & (chosen == len(self.grid.lengths) - 1)
        reasons |= dict.fromkeys(chosen[short].tolist(), SHORT)
        if not kind.open and not self.dialect.cut:
            reasons |= dict.fromkeys(self._beyond(chosen[lengths > kind.end], kind.end), LONG)
        return dict(sorted(reasons.items()))

    def _beyond(self, longer: Positions, length: int) -> list[int]:
        """Return which of these longer lines have something else than blanks after `length` characters."""
        if not len(longer):
            return []
        bounds, tails = self.lines.tails(longer, length)
        filled = longer[np.logical_or.reduceat(_FILLED[tails], bounds[:-1])].tolist()
        # In lines of multibyte text, bytes after the first `length` may belong to characters before.
        texts_of = self.grid.texts
        return [line for line in filled if line not in texts_of or texts_of[line][length:].strip(_FILLING.decode())]

    def _rejects(self, kind: Kind, reasons: dict[int, str]) -> pa.RecordBatch | None:
        if not reasons:
            return None
        whole = [self._text(line) for line in reasons]
        columns = {place.name: texts(self._shown(place.cut(text)) for text in whole) for place in kind.fields}
        columns[SURPLUS] = texts("" if kind.open else self._shown(text[kind.end :]) for text in whole)
        columns[LINE] = from_int64(np.fromiter(reasons, np.int64, len(reasons)) + self.piece.first_line)
        columns[REASONS] = texts(reasons.values())
        return pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))

    def _about_rejects(self, reasons: dict[int, str], length: int) -> tuple[Issue, ...]:
        found = []
        for code in (SHORT, LONG, UNKNOWN):
            lines = tuple(line + self.piece.first_line for line, reason in reasons.items() if reason == code)
            if lines:
                params = {"length": str(length)} if length else {}
                found.append(Issue(code, Severity.ERROR, source=self.source, lines=lines, params=params))
        return tuple(found)

    def _text(self, line: int) -> str:
        """Return a line as characters, bytes that are none as lone surrogates."""
        if line in self.grid.texts:
            return self.grid.texts[line]
        return self.lines.raw(line).decode(self.dialect.encoding, "surrogateescape")

    def _shown(self, text: str) -> str:
        return escape(text.encode(self.dialect.encoding, "surrogateescape"), self.dialect.encoding)


def _by_mark(dialect: Dialect) -> list[Kind]:
    """Return the types that have a mark, then the one that takes what is left."""
    return sorted(dialect.kinds, key=lambda kind: kind.mark is None)


def _of_kind(kind: Kind, grid: Grid) -> Mask:
    """Tell which lines have the mark of a type; the blanks that fill it out may be missing from a short line."""
    if kind.mark is None:
        return np.ones(len(grid.lengths), np.bool_)
    first, stop, values = kind.mark
    wanted = texts(value.rstrip() for value in values)
    (zone,) = grid.cut((first, stop))
    return bools(pc.is_in(pc.ascii_rtrim_whitespace(as_text(zone)), value_set=wanted))


def _blank_lines(lines: Lines) -> Positions:
    """Return the lines that hold nothing. Few lines begin with a blank: only those are looked at whole."""
    if not len(lines.starts):
        return np.zeros(0, np.int64)
    seen = np.frombuffer(lines.data, np.uint8)
    maybe = np.flatnonzero((seen[np.minimum(lines.starts, len(seen) - 1)] <= BLANK) | (lines.starts == lines.stops))
    bounds, bytes_of = lines.tails(maybe, 0)
    filled = np.concatenate([np.zeros(1, np.int64), np.cumsum(_FILLED[bytes_of])])
    held: Positions = filled[bounds[1:]] - filled[bounds[:-1]]
    empty: Positions = maybe[held == 0]
    return empty


def _about_odd_lines(source: str, dialect: Dialect, grid: Grid, first_line: int) -> tuple[Issue, ...]:
    """Tell which lines are read in another encoding, and which held control characters."""
    found = []
    if grid.fallen:
        lines = tuple(line + first_line for line in grid.fallen)
        params = {"encoding": dialect.fallback}
        found.append(Issue("fixed.fallback", Severity.INFO, source=source, lines=lines, params=params))
    if dialect.drop_controls:
        held = tuple(line + first_line for line, text in grid.texts.items() if _CONTROLS.search(text))
        if held:
            found.append(Issue("fixed.controls", Severity.INFO, source=source, lines=held))
    return tuple(found)


def _about_blanks(source: str, lines: Lines, first_line: int, blank: Positions) -> tuple[Issue, ...]:
    found = []
    marks = {line for line in blank.tolist() if _CTRL_Z in lines.raw(line)}
    for code, places in (("fixed.ctrl_z", marks), ("fixed.blank_line", set(blank.tolist()) - marks)):
        if places:
            numbers = tuple(place + first_line for place in sorted(places))
            found.append(Issue(code, Severity.INFO, source=source, lines=numbers))
    return tuple(found)
