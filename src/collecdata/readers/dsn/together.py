"""Several small files read as one: the lines of a DSN are found and laid out at the same cost for hundreds of files.

The files are put one behind the other. Each begins with the head of an envoi, which nothing holds: no block of a file
can be held by one of the file before. Where one does not begin so to the byte, each is read on its own.
"""

from __future__ import annotations

from bisect import bisect_right
from codecs import BOM_UTF8
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from collecdata.kernels.buffers import from_int64, integers, nulls
from collecdata.kernels.stream import ID, PARENT, RANK, Tally
from collecdata.readers.base import Joined
from collecdata.readers.dsn.codes import codes
from collecdata.readers.dsn.lines import PADDING
from collecdata.readers.dsn.page import Page
from collecdata.readers.dsn.pieces import Piece, Span
from collecdata.readers.dsn.reading import Made, read_page
from collecdata.readers.dsn.survey import ENVOI
from collecdata.readers.nested.findings import Findings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from collecdata.issues import Issue, Severity
    from collecdata.readers.base import Split
    from collecdata.readers.dsn.codes import Places
    from collecdata.readers.dsn.form import Sets
    from collecdata.readers.dsn.inspect import DsnDialect

__all__ = ["alike", "join"]

_LF = b"\n"


def alike(one: DsnDialect, other: DsnDialect) -> bool:
    """Whether two files are of one piece each, of the same norm, their columns all dictionaries."""
    return one.alone and other.alone and one.pieces[0].version == other.pieces[0].version


def join(splits: Sequence[Split]) -> Joined | None:
    """Read whole files together; None where one of them has to be read on its own."""
    files = [split.layout.source.path.read_bytes() for split in splits]
    if any(len(file) != split.stop or file.startswith(BOM_UTF8) for file, split in zip(files, splits, strict=True)):
        return None
    unended = [not file.endswith(_LF) for file in files]
    ended = chain.from_iterable((file, _LF if cut else b"") for file, cut in zip(files, unended, strict=True))
    data = bytearray().join((*ended, bytes(PADDING)))
    bases = np.cumsum([0, *(len(file) + cut for file, cut in zip(files, unended, strict=True))])[:-1]
    piece: Piece = splits[0].layout.dialect.pieces[0]
    page = Page.of(Piece(Span(0, len(data) - PADDING, 1), version=piece.version), data)
    firsts = np.searchsorted(page.lines.starts, bases)
    if not np.isin(firsts, page.held.lines[page.held.blocks == codes().block(ENVOI)]).all():
        return None
    dialects: list[DsnDialect] = [split.layout.dialect for split in splits]
    findings = _Findings("", firsts)
    found = read_page("", _sets(dialects), _made(dialects, bases.tolist()), page, findings)
    batches = tuple(replace(batch, data=_ranked(batch.data, bases)) for batch in found)
    physical = [file.count(_LF) + cut for file, cut in zip(files, unended, strict=True)]
    return Joined(batches, firsts + 1, firsts, bases, tuple(_tallies(page, firsts, physical)))


def _sets(dialects: Sequence[DsnDialect]) -> Sets:
    """Return the record sets of several files: every column that one of them has."""
    if len({dialect.sets for dialect in dialects}) == 1:
        return dialects[0].sets
    found = [set(chain.from_iterable(names)) for names in zip(*(one.sets.filled for one in dialects), strict=True)]
    return dialects[0].sets.holding(found)


def _made(dialects: Sequence[DsnDialect], bases: Sequence[int]) -> Made:
    """Put what is known of each file together, at the bytes where it is now."""
    placed = list(zip(dialects, bases, strict=True))
    envois = {base + at: told for one, base in placed for at, told in one.made.envois.items()}
    return Made(envois, {base + at: told for one, base in placed for at, told in one.made.declarations.items()})


def _ranked(rows: pa.RecordBatch, bases: Places) -> pa.RecordBatch:
    """Count what nothing holds, that is the envois, anew in each file."""
    alone = nulls(rows.column(PARENT))
    if not alone.any():
        return rows
    of = np.searchsorted(bases, integers(rows.column(ID))[alone], side="right")
    ranks = integers(rows.column(RANK)).copy()
    ranks[alone] = np.arange(len(of)) - np.searchsorted(of, of) + 1
    return rows.set_column(rows.schema.get_field_index(RANK), RANK, from_int64(ranks))


def _tallies(page: Page, firsts: Places, physical: Sequence[int]) -> Iterator[Tally]:
    """Account for the lines of each file."""
    lines = np.diff(firsts, append=len(page.lines.starts)).tolist()

    def each(places: Places) -> list[int]:
        counted: list[int] = np.bincount(np.searchsorted(firsts, places, "right") - 1, minlength=len(firsts)).tolist()
        return counted

    for raw, seen, blank, rejected in zip(physical, lines, each(page.lines.blanks), each(page.rejected()), strict=True):
        yield Tally(raw, records=seen - blank - rejected, blank=blank, rejected=rejected)


class _Findings(Findings):
    """Gathered file by file: what is said of each comes in the order in which it would be said of that file alone."""

    __slots__ = ("_ends", "_files")

    def __init__(self, source: str, firsts: Places) -> None:
        super().__init__(source)
        self._ends = firsts.tolist()
        self._files = [Findings(source) for _ in self._ends]

    def note(
        self, code: str, severity: Severity, line: int, *, column: str = "", value: str | None = None, **params: str
    ) -> None:
        """See `Findings`; the line is that of all the files, from 1."""
        file = self._files[bisect_right(self._ends, line - 1) - 1]
        file.note(code, severity, line, column=column, value=value, **params)

    def issues(self) -> tuple[Issue, ...]:
        """Return the issues of each file."""
        return tuple(issue for file in self._files for issue in file.issues())
