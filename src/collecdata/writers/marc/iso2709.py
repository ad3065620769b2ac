"""ISO 2709: what the next library system imports."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from collecdata.kernels.buffers import bools, cells, from_bools, texts
from collecdata.kernels.prefixed import charset
from collecdata.writers.marc.rows import LEADER, Record, RecordWriter, is_control, joined, leader_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from collecdata.kernels.buffers import Mask
    from collecdata.writers.marc.added import Added
    from collecdata.writers.marc.rows import Places

__all__ = ["Iso2709Writer"]

_FIELD, _SUBFIELD, _RECORD = "\x1e", "\x1f", b"\x1d"
_LONGEST_FIELD, _LONGEST_RECORD = 9_999, 99_999
_SIZE = 24


class Iso2709Writer(RecordWriter):
    """Records in UTF-8 or in ISO 5426. One that the format cannot hold (too long) or the set write is left out."""

    def __init__(self, columns: Sequence[str], *, encoding: str = "utf-8", added: Added | None = None) -> None:
        """Prepare. Raises `LookupError` for an encoding that is neither."""
        super().__init__(columns, added)
        if encoding not in ("utf-8", "iso5426"):
            raise LookupError(f"unknown encoding: {encoding}")
        self._latin = charset(encoding) if encoding != "utf-8" else None

    def _records(self, record: Record) -> tuple[Sequence[bytes], Mapping[str, Places]]:
        tags = record.first("zone")
        raw = [self._bytes(text) for text in self._fields(record, tags).to_pylist()]
        bad = np.fromiter((one is None for one in raw), np.bool_, len(raw))
        sizes = np.fromiter((len(one or b"") for one in raw), np.int64, len(raw))
        leader = bools(pc.equal(tags, texts([LEADER])[0]))
        sizes[leader] = 0
        names = tags.to_pylist()
        written: list[bytes] = []
        long: list[int] = []
        lacking: list[int] = []
        bounds = np.append(record.of_record(), len(raw)).tolist()
        for rank, (low, high) in enumerate(pairwise(bounds)):
            own = [place for place in range(low, high) if not leader[place]]
            if bad[low:high].any():
                lacking.append(rank)
            elif (made := _record(_leader(raw, low, leader), [(names[one], raw[one] or b"") for one in own])) is None:
                long.append(rank)
            else:
                written.append(made)
        faults = {"write.marc_long": long, "write.marc_encoding": lacking}
        return written, {code: np.array(ranks, np.int64) for code, ranks in faults.items()}

    def _fields(self, record: Record, tags: pa.Array) -> pa.Array:
        """Return the text of each field: indicators, then subfields, each behind its mark."""
        own = record.cells
        none, mark = texts([""])[0], texts([_SUBFIELD])[0]
        outside = bools(pc.equal(own["sous_zone_rang"], texts(["0"])[0]))
        marks = pc.if_else(from_bools(outside), none, mark)
        text = joined(pc.binary_join_element_wise(marks, own["sous_zone"], own["contenu"], none), record.fields)
        size = np.diff(np.append(record.fields, len(outside)))
        control = is_control(tags) | ((size == 1) & outside[record.fields] & _bare(record))
        padded = pc.utf8_rpad(record.first("indicateurs"), 2)
        return pc.binary_join_element_wise(pc.if_else(from_bools(control), none, padded), text, none)

    def _bytes(self, text: str) -> bytes | None:
        return text.encode() if self._latin is None else self._latin.encode(text)


def _bare(record: Record) -> Mask:
    """Return which fields have no indicators."""
    found: Mask = cells(record.first("indicateurs")).lengths == 0
    return found


def _leader(raw: Sequence[bytes | None], first: int, leader: Mask) -> str:
    return leader_of((raw[first] or b"").decode("utf-8", "replace") if leader[first] else "")


def _record(leader: str, fields: Sequence[tuple[str, bytes]]) -> bytes | None:
    """Write a record; None where a length has no room."""
    directory: list[bytes] = []
    at = 0
    for tag, text in fields:
        size = len(text) + 1
        if size > _LONGEST_FIELD or at > _LONGEST_RECORD:
            return None
        directory.append(b"%3s%04d%05d" % (tag.encode()[:3], size, at))
        at += size
    base = _SIZE + sum(map(len, directory)) + 1
    total = base + at + 1
    if total > _LONGEST_RECORD:
        return None
    head = f"{total:05}{leader[5:12]}{base:05}{leader[17:]}".encode()
    return b"".join((head, *directory, b"\x1e", *(text + b"\x1e" for _, text in fields), _RECORD))
