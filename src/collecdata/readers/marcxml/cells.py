"""Records in MARCXML kept in a column of a database: laid out as those of a file are, the row of each known."""

from __future__ import annotations

import pyexpat
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.issues import Issue, Severity
from collecdata.kernels.buffers import bools, cells, from_bools, from_int64, integers, nulls, texts
from collecdata.kernels.distinct import decode
from collecdata.kernels.stream import LINE, RANK, Batch
from collecdata.readers.marc.views import Views
from collecdata.readers.marcxml.forms import FORMS, RECORD
from collecdata.readers.marcxml.reader import strange
from collecdata.readers.marcxml.records import records_of
from collecdata.readers.nested.findings import Findings
from collecdata.readers.nested.head import form_of
from collecdata.readers.nested.piece import Piece
from collecdata.readers.nested.rows import tables
from collecdata.readers.nested.shape import Shape
from collecdata.readers.xml.inspect import unread
from collecdata.readers.xml.prolog import Root

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Mask
    from collecdata.readers.marc.options import MarcCells
    from collecdata.readers.marc.records import Records

    Rows = NDArray[np.int64]

__all__ = ["expanded", "sets_of"]

_FORM = FORMS["marcxml"]
_DECLARATION = r"^[\s\x{FEFF}]*(?:<\?xml[^>]*\?>)?"
_OPEN, _CLOSE = b"<collection>", b"</collection>"
_APART = 1 << 20
"""Bytes of the file that one row is thought to take, so that what its record holds has places of its own."""


def sets_of(wanted: Mapping[str, MarcCells], known: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the record sets that the tables of a database give besides their own."""
    return {
        name: one.names
        for table, given in wanted.items()
        if given.column in known.get(table, ())
        for name, one in given.record_sets.items()
    }


def expanded(batch: Batch, wanted: MarcCells) -> Iterator[Batch]:
    """Give the rows of a table whose column holds no record, or one that cannot be read, then the record sets."""
    taken = np.flatnonzero(_asked(batch.data, wanted))
    column = decode(batch.data.column(wanted.column)).take(from_int64(taken))
    text = pc.replace_substring_regex(column, pattern=_DECLARATION, replacement="")
    good, found, issues = _read(text, batch)
    bad = np.setdiff1d(taken, taken[good])
    if len(bad):
        lines = integers(decode(batch.data.column(LINE)))[bad]
        issues = (*issues, _said("marc.cell", batch.source, lines, wanted.column))
    kept = np.ones(batch.data.num_rows, np.bool_)
    kept[taken[good]] = False
    yield replace(batch, data=batch.data.filter(from_bools(kept)), issues=(*batch.issues, *issues))
    if found is None:
        return
    rows = taken[good]
    found.lines = integers(decode(batch.data.column(LINE)))[rows]
    found.numbers = integers(decode(batch.data.column(RANK)))[rows]
    found.start = int(found.numbers[0]) * _APART
    own = decode(batch.data.column(wanted.id)).take(from_int64(rows)) if wanted.id else None
    views = Views(found, ("001",), own)
    for name, one in wanted.record_sets.items():
        yield Batch(batch.source, views.batch(one), name, offset=batch.offset)


def _asked(data: pa.RecordBatch, wanted: MarcCells) -> Mask:
    """Return which rows hold a record, by the other columns."""
    asked = ~nulls(data.column(wanted.column))
    for name, values in wanted.when.items():
        if name in data.schema.names:
            said = pc.is_in(decode(data.column(name)), value_set=texts(values))
            asked &= bools(said)
    return asked


def _read(text: pa.Array, batch: Batch) -> tuple[Rows, Records | None, tuple[Issue, ...]]:
    """Read cells as one document; where one is no record, without it. Return which were read, and what they show."""
    good = np.arange(len(text))
    made = _records(text, batch)
    if made is None:
        good = np.array([rank for rank, cell in enumerate(text.to_pylist()) if _is_record(cell)], np.int64)
        made = _records(text.take(from_int64(good)), batch)
    return (good[:0], None, ()) if made is None else (good, *made)


def _records(text: pa.Array, batch: Batch) -> tuple[Records, tuple[Issue, ...]] | None:
    """Read cells end to end, as one element; None where it is not well formed, or a cell is not one record."""
    seen = cells(text)
    document = b"".join((_OPEN, seen.data.tobytes(), _CLOSE))
    dialect = unread("utf-8", "", Root("collection", "", 0), _FORM.options(len(document)))
    piece, shape = Piece(0, len(document), last=True, data=document), Shape(dialect.rules)
    tree = dialect.parse(piece, memoryview(document), shape)
    if tree.damages or not len(text):
        return None
    findings = Findings(batch.source)
    found: dict[str, Sequence[pa.RecordBatch]] = {}
    issues: list[Issue] = []
    for table in tables(tree, shape, form_of(tree, shape), _no_line, findings):
        name = dialect.rules.sets[table.set].name
        if name not in _FORM.sets:  # the element that they were put in
            continue
        found[name] = [table.rows]
        issues += strange(Batch(batch.source, table.rows, name), _FORM.sets[name][1])
    records = records_of(found, _FORM, np.zeros(0, np.int64))
    cell = np.searchsorted(seen.ends + np.int32(len(_OPEN)), records.at, side="right")
    one_each = len(cell) == len(text) and bool((cell == np.arange(len(text))).all())
    return (records, (*issues, *findings.issues())) if one_each else None


def _no_line(places: Rows) -> Rows:
    return np.zeros(len(places), np.int64)


def _is_record(cell: str) -> bool:
    """Whether a cell is, alone, one record and nothing else."""
    parser, met = pyexpat.ParserCreate("utf-8"), list[str]()
    parser.StartElementHandler = lambda name, _: met.append(name.rpartition(":")[2])
    parser.StartDoctypeDeclHandler = lambda *_: met.append("")
    try:
        parser.Parse(cell.encode(), True)  # noqa: FBT003 - takes it by position only
    except pyexpat.ExpatError:
        return False
    return met[0] == RECORD and met.count(RECORD) == 1


def _said(code: str, source: str, lines: Rows, column: str) -> Issue:
    return Issue(code, Severity.ERROR, column=column, source=source, lines=tuple(lines.tolist()))
