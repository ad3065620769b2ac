"""MARCXML."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import pyarrow.compute as pc

from collecdata.kernels.buffers import bools, from_bools, texts
from collecdata.kernels.delimited import holds
from collecdata.writers.marc.rows import LEADER, Record, RecordWriter, is_control, joined, leader_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from collecdata.writers.marc.rows import Places

__all__ = ["MarcXmlWriter"]

_NAMESPACE = "http://www.loc.gov/MARC21/slim"
_CONTROLS = "".join(chr(code) for code in range(32) if chr(code) not in "\t\n\r") + "\ufffe\uffff"


class MarcXmlWriter(RecordWriter):
    """Records in XML, in the namespace of MARCXML. One with a character that XML may not hold is left out."""

    def header(self) -> bytes:
        """Give the declaration and the root."""
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<collection xmlns="{_NAMESPACE}">\n'.encode()

    def footer(self) -> bytes:
        """Give the last record, and the end of the root."""
        return super().footer() + b"</collection>\n"

    def _records(self, record: Record) -> tuple[Sequence[bytes], Mapping[str, Places]]:
        own = record.cells
        bad = np.flatnonzero(holds(own["contenu"], _CONTROLS))
        refused = np.unique(np.searchsorted(record.records, bad, side="right") - 1)
        none = texts([""])[0]
        outside = bools(pc.equal(own["sous_zone_rang"], texts(["0"])[0]))
        text = _escaped(own["contenu"])
        code = pc.replace_substring(_escaped(own["sous_zone"]), pattern='"', replacement="&quot;")
        begin, close, end = (texts([one])[0] for one in ('<subfield code="', '">', "</subfield>"))
        inside = pc.binary_join_element_wise(begin, code, close, text, end, none)
        whole = joined(pc.if_else(from_bools(outside), text, inside), record.fields)
        fields = [
            _field(tag, indicators, one, control=control)
            for tag, indicators, one, control in zip(
                record.first("zone").to_pylist(),
                record.first("indicateurs").to_pylist(),
                whole.to_pylist(),
                is_control(record.first("zone")).tolist(),
                strict=True,
            )
        ]
        bounds = np.append(record.of_record(), len(fields)).tolist()
        left = set(refused.tolist())
        written = [
            ("<record>\n" + "".join(fields[low:high]) + "</record>\n").encode()
            for rank, (low, high) in enumerate(pairwise(bounds))
            if rank not in left
        ]
        return written, {"write.marc_control": refused}


def _field(tag: str, indicators: str, text: str, *, control: bool) -> str:
    if tag == LEADER:
        return f"  <leader>{leader_of(text)}</leader>\n"
    if control:
        return f"  <controlfield tag={quoteattr(tag)}>{text}</controlfield>\n"
    first, second = (escape(one, {'"': "&quot;"}) for one in f"{indicators:2}"[:2])
    return f'  <datafield tag={quoteattr(tag)} ind1="{first}" ind2="{second}">{text}</datafield>\n'


def _escaped(values: pa.Array) -> pa.Array:
    for plain, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#13;")):
        values = pc.replace_substring(values, pattern=plain, replacement=written)
    return values
