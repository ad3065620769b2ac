"""Records laid out as rows: one a record, one a field, one a subfield, in the columns that an adapter names."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.kernels.buffers import cells, from_bools, from_int32, from_int64, texts
from collecdata.readers.marc import options as names
from collecdata.readers.marc.columns import PLACES, chosen, numbered, places, ranks
from collecdata.readers.marc.encoding import NAMES
from collecdata.readers.marc.every import Every
from collecdata.readers.marc.records import Spans, texts_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Bytes, Mask
    from collecdata.readers.marc.options import MarcSet
    from collecdata.readers.marc.records import Records

    Ranks = NDArray[np.integer]

__all__ = ["Views"]

_CONTROL, _PLAIN, _BITS = 10, 1000, 8
_READ = ("intacte", "reparee")
_NOT_SORTED = "[\u0088\u0089\u0098\u009c]"
"""Begin and end of what is not sorted (an article at the head of a title): ISO 6630, and as some recode it."""


class Views:
    """The rows of some records; what several record sets need is made once."""

    def __init__(self, records: Records, ids: Sequence[str], known: pa.Array | None = None) -> None:
        """Take records; `ids`: the columns that may identify each; `known`: what does, where that is said elsewhere."""
        self.records = records
        self._names = tuple(ids)
        self._known = known
        self._controls: dict[str, pa.Array] = {}

    def batch(self, wanted: MarcSet) -> pa.RecordBatch:
        """Lay out one record set: its columns, then where its rows stand."""
        lay = {"notice": self._of_records, "zone": self._of_fields, "sous_zone": self._of_subfields}[wanted.each]
        whole = tuple(dict.fromkeys(names.parts(name)[0] for name in wanted.columns))
        made = lay(wanted.model_copy(update={"columns": whole}))
        found = {name: _part(made, name) for name in (*wanted.names, *PLACES)}
        return pa.RecordBatch.from_arrays(list(found.values()), names=list(found))

    def _of_records(self, wanted: MarcSet) -> dict[str, pa.Array]:
        records, size = self.records, len(self.records)
        made: dict[str, pa.Array] = {}
        keys: dict[str, int] = {}
        tags: dict[str, int] = {}
        for name in wanted.names:
            if name == names.ID:
                made[name] = self._ids
            elif name == names.LECTURE:
                made[name] = chosen(records.repaired.astype(np.int32), _READ)
            elif name == names.CODAGE:
                made[name] = chosen(records.charsets.astype(np.int32), NAMES)
            elif name == names.LEADER:
                made[name] = texts_at(records.text, records.leaders)
            elif "$" in name:
                keys[name] = tags.setdefault(name[:3], len(tags) + 1) << _BITS | ord(name[4])
            else:
                made[name] = self._control(name)
        made |= self._picked(self._tagged(list(tags)), keys, records.field_record, size, wanted.join)
        return made | self._placed(np.arange(size), records.at, None)

    def _of_fields(self, wanted: MarcSet) -> dict[str, pa.Array]:
        records = self.records
        fields = np.flatnonzero(self._taken(wanted))
        of = records.field_record[fields]
        own = {
            names.ID: lambda: self._ids.take(from_int32(of)),
            names.ZONE: lambda: chosen(records.field_tag[fields], self._tags),
            names.INDICATORS: lambda: texts_at(records.text, self._indicators.take(fields)).dictionary_encode(),
            names.RANG: lambda: numbered(self._rank[fields]),
            names.TEXT: lambda: texts_at(records.text, self._outside.take(fields)),
        }
        made = {name: own[name]() for name in wanted.names if name in own}
        row, of_set = np.zeros(len(records.field_tag), np.int32), np.zeros(len(records.field_tag), np.uint16)
        row[fields], of_set[fields] = np.arange(len(fields), dtype=np.int32), 1
        keys = {name: 1 << _BITS | ord(name[1]) for name in wanted.names if name not in own}
        made |= self._picked(of_set, keys, row, len(fields), wanted.join)
        return made | self._placed(of, records.field_at[fields], of)

    def _of_subfields(self, wanted: MarcSet) -> dict[str, pa.Array]:
        records = self.records
        every = Every.of(records, self._outside, self._taken(wanted), leaders=not wanted.zones)
        none = every.field < 0
        tags = np.zeros(len(none), np.int32)
        tags[~none] = records.field_tag[every.field[~none]] + 1
        rank = np.zeros(len(none), np.int64)
        rank[~none] = self._rank[every.field[~none]]
        own = {
            names.ID: lambda: self._ids.take(from_int32(every.record)),
            names.ZONE: lambda: chosen(tags, (names.LEADER, *self._tags)),
            names.INDICATORS: lambda: self._indicator_texts.take(from_int32(np.maximum(every.field, 0), none)),
            names.RANG: lambda: numbered(rank),
            names.SUB_RANG: lambda: numbered(every.rank),
            names.CODE: lambda: self._code_texts.take(from_int32(np.maximum(every.sub, 0), every.sub < 0)),
            names.TEXT: lambda: texts_at(records.text, every.texts),
        }
        made = {name: own[name]() for name in wanted.names}
        of = every.record
        return made | self._placed(of, every.at, of)

    def _placed(self, of: Ranks, at: Ranks, parents: Ranks | None) -> dict[str, pa.Array]:
        """Return where rows stand: those of records `of`, at these places, held by records or by nothing."""
        records = self.records
        if parents is None:
            return places(records.lines, at + np.int64(records.start), np.full(len(of), -1), records.numbers)
        above = records.at + np.int64(records.start)
        return places(records.lines[of], at + np.int64(records.start), above[of], ranks(of, len(records)))

    def _control(self, tag: str) -> pa.Array:
        """Return the text outside of subfields of the first field of this tag."""
        if tag in self._controls:
            return self._controls[tag]
        records = self.records
        fields = np.flatnonzero(records.field_tag == records.tag(tag))
        first = fields[np.flatnonzero(_firsts(records.field_record.take(fields)))]
        found = texts_at(records.text, records.field_heads.take(first), records.field_record[first], len(records))
        self._controls[tag] = found
        return found

    def _tagged(self, tags: Sequence[str]) -> NDArray[np.unsignedinteger]:
        """Return, for each field, the rank of its tag among these, from 1; 0 where it is none of them."""
        records = self.records
        kind: type[np.unsignedinteger] = np.uint16 if len(tags) < 1 << _BITS else np.uint32
        rank: NDArray[np.unsignedinteger] = np.zeros(_PLAIN + len(records.odd_tags) + 1, kind)
        for one, tag in enumerate(tags, 1):
            rank[records.tag(tag)] = one
        rank[-1] = 0
        return rank.take(records.field_tag)

    def _picked(
        self, of: NDArray[np.unsignedinteger], keys: Mapping[str, int], rows: Ranks, size: int, join: Mapping[str, str]
    ) -> dict[str, pa.Array]:
        """Return columns of subfields: the first of each row, or all joined.

        Args:
            of: the rank of the tag of each field, 0 for those that no column takes.
            keys: for each column, the rank of its tag, and in the low byte the code.
            rows: the row of each field.
            size: how many rows.
            join: for the columns that take every occurrence, what is between them.
        """
        if not keys:
            return {}
        records = self.records
        single = [name for name in keys if name not in join]
        columns = [*single, *(name for name in keys if name in join)]
        wanted = np.zeros((int(max(keys.values(), default=0)) >> _BITS) + 1 << _BITS, np.uint16)
        for rank, name in enumerate(columns, 1):
            wanted[keys[name]] = rank
        key = (of << of.dtype.type(_BITS)).take(records.sub_field)
        key |= records.sub_code
        found = wanted.take(key)
        taken = np.flatnonzero(found > 0)
        column, row = found.take(taken).astype(np.int64) - 1, rows.take(records.sub_field.take(taken))
        spans = records.sub_texts.take(taken)
        first = np.flatnonzero(column < len(single)) if join else slice(None)
        place = (column * size + row)[first]
        whole = _plain(texts_at(records.text, spans.take(first), place, len(single) * size))
        made = {name: whole.slice(rank * size, size) for rank, name in enumerate(single)}
        for rank, name in enumerate(columns[len(single) :], len(single)):
            own = np.flatnonzero(column == rank)
            made[name] = self._joined(spans.take(own), row[own], size, join[name])
        return made

    def _joined(self, spans: Spans, rows: Ranks, size: int, sep: str) -> pa.Array:
        count = np.bincount(rows, minlength=size)
        held = np.flatnonzero(count)
        bounds = np.zeros(len(held) + 1, np.int32)
        np.cumsum(count[held], out=bounds[1:])
        parts = _plain(texts_at(self.records.text, spans))
        joined = pc.binary_join(pa.ListArray.from_arrays(from_int32(bounds), parts), texts([sep])[0])
        row = np.zeros(size, np.int32)
        row[held] = np.arange(len(held), dtype=np.int32)
        return joined.take(from_int32(row, count == 0)) if len(held) else texts([None] * size)

    def _taken(self, wanted: MarcSet) -> Mask:
        """Return which fields a record set takes."""
        records = self.records
        known = np.full(_PLAIN + len(records.odd_tags), not wanted.zones, np.bool_)
        for zone in wanted.zones:
            first, last = records.tag(zone[:3]), records.tag(zone[-3:])
            if first >= 0:
                known[first : last + 1] = True
        found: Mask = known.take(records.field_tag)
        return found

    @cached_property
    def _ids(self) -> pa.Array:
        """What identifies each record: the first column that says something, else its number in the file."""
        own = [pc.utf8_trim_whitespace(self._of_records(names.MarcSet(columns=(one,)))[one]) for one in self._names]
        own = own if self._known is None else [pc.fill_null(self._known, texts([""])[0]), *own]
        found = own[0]
        for column in own[1:]:
            if not (empty := _empty(found)).any():
                break
            found = pc.if_else(from_bools(empty), column, found)
        if (empty := _empty(found)).any():
            number = from_int64(self.records.numbers).cast(pa.string())
            placed = pc.binary_join_element_wise(texts(["#"])[0], number, texts([""])[0])
            found = pc.if_else(from_bools(empty), placed, found)
        return pa.DictionaryArray.from_arrays(from_int32(np.arange(len(found))), found)

    @cached_property
    def _rank(self) -> Ranks:
        return ranks(self.records.field_record, len(self.records))

    @cached_property
    def _code_texts(self) -> pa.Array:
        if self.records.sub_codes is None:
            return chosen(self.records.sub_code, [chr(code) for code in range(1 << _BITS)])
        return texts_at(self.records.text, self.records.sub_codes).dictionary_encode()

    @cached_property
    def _tags(self) -> tuple[str, ...]:
        return (*(f"{number:03}" for number in range(_PLAIN)), *self.records.odd_tags)

    @cached_property
    def _indicators(self) -> Spans:
        records = self.records
        held = np.bincount(records.sub_field, minlength=len(records.field_tag)) > 0
        tags, heads = records.field_tag, records.field_heads
        has = np.where(tags < _PLAIN, tags >= _CONTROL, held)
        stops = np.where(has, np.minimum(heads.starts + 2, heads.stops), heads.starts)
        inside = (records.text[np.minimum(stops, len(records.text) - 1)] & 0xC0) == 0x80  # noqa: PLR2004
        return Spans(heads.starts, np.where(inside, heads.stops, stops))

    @cached_property
    def _indicator_texts(self) -> pa.Array:
        return texts_at(self.records.text, self._indicators).dictionary_encode()

    @cached_property
    def _outside(self) -> Spans:
        return Spans(self._indicators.stops, self.records.field_heads.stops)


def _plain(found: pa.Array) -> pa.Array:
    """Return text without the marks around what is not sorted."""
    if not _marked(cells(found).data):
        return found
    return pc.replace_substring_regex(found, pattern=_NOT_SORTED, replacement="")


def _marked(text: Bytes) -> bool:
    """Whether some text has marks around what is not sorted."""
    lead = np.flatnonzero(text[:-1] == 0xC2)  # noqa: PLR2004 - what begins U+0080 to U+00BF
    return bool(len(lead) and np.isin(text.take(lead + 1), (0x88, 0x89, 0x98, 0x9C)).any())


def _empty(column: pa.Array) -> Mask:
    """Return which cells say nothing."""
    found: Mask = cells(column).lengths == 0
    return found


def _part(columns: Mapping[str, pa.Array], name: str) -> pa.Array:
    """Return a column, or the characters of it at some positions."""
    whole, part = names.parts(name)
    column = columns[whole]
    return column if part is None else pc.utf8_slice_codeunits(column, part.start, part.stop)


def _firsts(rows: Ranks) -> Mask:
    """Return which rows are not that of the one before."""
    found = np.ones(len(rows), np.bool_)
    found[1:] = rows[1:] != rows[:-1]
    return found
