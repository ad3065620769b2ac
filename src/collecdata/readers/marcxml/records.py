"""The elements of a piece of XML made into records, as those of ISO 2709 are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.kernels.buffers import cells, from_int64, integers, nulls, texts
from collecdata.kernels.distinct import decode
from collecdata.kernels.stream import ID, LINE, PARENT, RANK
from collecdata.readers.marc.encoding import UTF8
from collecdata.readers.marc.records import Records, Spans
from collecdata.readers.marcxml.forms import FIELDS, RECORD, SUBFIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from collecdata.readers.marcxml.forms import Form

__all__ = ["records_of"]

_NO_TAG = "???"
"""The tag of a field that has none: it cannot be left out."""


class _Text:
    """The text of some columns end to end."""

    def __init__(self) -> None:
        self._parts: list[NDArray[np.uint8]] = []
        self._size = 0

    def add(self, column: pa.Array) -> Spans:
        """Add a column; return where its cells are."""
        seen = cells(decode(column))
        start = np.int32(self._size)
        self._parts.append(seen.data)
        self._size += len(seen.data)
        return Spans(seen.starts + start, seen.ends + start)

    def whole(self) -> NDArray[np.uint8]:
        """Return all of it."""
        return np.concatenate([*self._parts, np.zeros(1, np.uint8)])


def records_of(found: Mapping[str, Sequence[pa.RecordBatch]], form: Form, broken: NDArray[np.int64]) -> Records:
    """Make records of the rows of each record set; `broken` are the elements that are not whole."""
    text = _Text()
    rows = _sorted(found, RECORD, form)
    at, fields, subs = integers(rows.column(ID)), _fields(found, form), _sorted(found, SUBFIELDS, form)
    field_at, field_of = _held(fields, at)
    fields = fields.take(from_int64(np.flatnonzero(field_of >= 0)))
    field_at, field_of = field_at[field_of >= 0], field_of[field_of >= 0]
    sub_at, sub_of = _held(subs, field_at)
    subs = subs.take(from_int64(np.flatnonzero(sub_of >= 0)))
    tags, odd = _tags(fields.column("tag"))
    codes, values = text.add(subs.column(form.code)), text.add(subs.column("#text"))
    leaders, heads, whole = text.add(_leaders(rows, form)), text.add(fields.column("head")), text.whole()
    return Records(
        leaders=leaders,
        field_heads=heads,
        text=whole,
        start=0,
        at=at,
        numbers=integers(rows.column(RANK)),
        lines=integers(rows.column(LINE)),
        repaired=np.isin(at, broken),
        charsets=np.full(len(at), UTF8, np.int8),
        field_record=field_of.astype(np.int32),
        field_at=field_at,
        field_tag=tags,
        sub_field=sub_of[sub_of >= 0].astype(np.int32),
        sub_at=sub_at[sub_of >= 0],
        sub_code=np.where(codes.stops - codes.starts == 1, whole[codes.starts], 0).astype(np.uint8),
        sub_codes=codes,
        sub_texts=values,
        odd_tags=odd,
    )


def _sorted(found: Mapping[str, Sequence[pa.RecordBatch]], name: str, form: Form) -> pa.RecordBatch:
    """Return the rows of a record set in the order of the file."""
    wanted = (*form.sets[name][1], LINE, ID, PARENT, RANK)
    parts = [_plain(part, wanted) for part in found.get(name, ())]
    if not parts:
        kinds = [pa.string() if name not in (LINE, ID, PARENT, RANK) else pa.int64() for name in wanted]
        return pa.RecordBatch.from_arrays([pa.nulls(0, kind) for kind in kinds], names=list(wanted))
    if len(parts) == 1:
        return parts[0]
    columns = [pa.concat_arrays([part.column(place) for part in parts]) for place in range(len(wanted))]
    whole = pa.RecordBatch.from_arrays(columns, names=list(wanted))
    return whole.take(from_int64(np.argsort(integers(whole.column(ID)), kind="stable")))


def _plain(part: pa.RecordBatch, wanted: Sequence[str]) -> pa.RecordBatch:
    rows = part.num_rows
    columns = [decode(part.column(one)) if one in part.schema.names else pa.nulls(rows, pa.string()) for one in wanted]
    return pa.RecordBatch.from_arrays(columns, names=list(wanted))


def _fields(found: Mapping[str, Sequence[pa.RecordBatch]], form: Form) -> pa.RecordBatch:
    """Return the fields of both kinds, each with its tag and the text before any subfield."""
    made = []
    for name in FIELDS:
        if name not in form.sets:
            continue
        rows = _sorted(found, name, form)
        parts = [rows.column(one) for one in form.indicators if one in rows.schema.names]
        head = _joined([*parts, rows.column("#text")])
        columns = [rows.column(form.tag), head, rows.column(ID), rows.column(PARENT)]
        made.append(pa.RecordBatch.from_arrays(columns, names=["tag", "head", ID, PARENT]))
    whole = pa.Table.from_batches(made).combine_chunks().to_batches()
    rows = whole[0] if whole else made[0]
    return rows.take(from_int64(np.argsort(integers(rows.column(ID)), kind="stable")))


def _joined(parts: Sequence[pa.Array]) -> pa.Array:
    """Put cells end to end, nothing for those that are not there."""
    empty = texts([""])[0]
    return pc.binary_join_element_wise(*(pc.fill_null(decode(part), empty) for part in parts), empty)


def _leaders(rows: pa.RecordBatch, form: Form) -> pa.Array:
    """Return leaders; those in pieces (status, type, level, hierarchy, encoding, description) are put together."""
    if len(form.leader) == 1:
        return rows.column(form.leader[0])
    blank = texts([" "])[0]
    pieces = [pc.replace_substring(pc.fill_null(decode(rows.column(name)), blank), "*", " ") for name in form.leader]
    pieces = [pc.utf8_slice_codeunits(pc.utf8_rpad(piece, 1), 0, 1) for piece in pieces]
    fixed = [texts([one])[0] for one in ("00000", " 2200000", " 450 ")]
    return pc.binary_join_element_wise(fixed[0], *pieces[:4], fixed[1], *pieces[4:], fixed[2], texts([""])[0])


def _held(rows: pa.RecordBatch, above: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where rows are, and the rank of what holds each (-1: nothing that is kept)."""
    parents = integers(rows.column(PARENT))
    if not len(above):
        return integers(rows.column(ID)), np.full(len(parents), -1, np.int64)
    rank = np.minimum(np.searchsorted(above, parents), len(above) - 1)
    return integers(rows.column(ID)), np.where(above[rank] == parents, rank, -1)


def _tags(column: pa.Array) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    """Return tags as numbers, and those that are not."""
    filled = pc.fill_null(column, texts([_NO_TAG])[0]) if nulls(column).any() else column
    encoded = filled.dictionary_encode()
    odd: list[str] = []
    numbers = np.zeros(len(encoded.dictionary) + 1, np.int32)
    for rank, tag in enumerate(encoded.dictionary.to_pylist()):
        if len(tag) == 3 and tag.isascii() and tag.isdigit():  # noqa: PLR2004
            numbers[rank] = int(tag)
        else:
            numbers[rank] = 1000 + len(odd)
            odd.append(tag)
    return numbers[integers(encoded.indices)], tuple(odd)
