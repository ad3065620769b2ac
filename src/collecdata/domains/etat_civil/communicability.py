"""Which acts anybody may read, on a given day.

Source: code du patrimoine, art. L. 213-1 (at once) and L. 213-2, I, 4°, e (registers of births and marriages: 75 years
from their closing). The closing of a register is its last act; marginal notes do not count (DAF/DPACI/RES/2009/018).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.domains.rules import Publish, Rules
from collecdata.issues import Issue
from collecdata.kernels.buffers import bools, from_bools, integers, nulls, texts
from collecdata.kernels.distinct import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from collecdata.domains.rules import Publication
    from collecdata.kernels.buffers import Mask

__all__ = ["ACTS", "AT_ONCE", "DELAY", "RULES", "communicable"]

ACTS, REGISTERS = "etat_civil.acte", "etat_civil.registre"
ARTICLE = "L. 213-2, I, 4°, e"
DELAY = 75
"""Years from the closing of the register, for every kind of act that is not communicable at once."""
AT_ONCE = ("deces", "enfant_sans_vie", "sepulture", "publication")
"""Kinds of act that anybody may read at once: the register of deaths, and what is posted at the town hall's door."""
_READ = ("siren", "id_registre", "acte_nature", "acte_date_edtf", "fait_date_edtf")
_CLOSING = ("siren", "id_registre", "registre_cloture_date")
_YEAR = 10_000
_END_OF_YEAR = 1231
_UNKNOWN = 9999 * _YEAR
_NEVER = "9000"


def communicable(acts: pa.RecordBatch, closings: pa.RecordBatch, asked: Publication) -> Mask:
    """Tell which acts anybody may read on the day of publication.

    Args:
        acts: siren, id_registre, acte_nature, acte_date_edtf, fait_date_edtf.
        closings: the registers: siren, id_registre, registre_cloture_date.
        asked: with `registre_annuel`, an act whose register's closing is unknown is of a register closed on 31
            December of its year; without, it is not communicable.
    """
    at_once = bools(pc.is_in(decode(acts.column("acte_nature")), value_set=texts(AT_ONCE)))
    closed = _closed(acts, closings)
    if asked.registre_annuel:
        closed = np.where(closed == _UNKNOWN, _year(acts) * _YEAR + _END_OF_YEAR, closed)
    today = int(asked.today.strftime("%Y%m%d"))
    may: Mask = at_once | (closed + DELAY * _YEAR <= today)
    return may


def _closed(acts: pa.RecordBatch, closings: pa.RecordBatch) -> NDArray[np.int64]:
    """Return the closing of each act's register, written AAAAMMJJ."""
    known, wanted = (_joined(batch.column("siren"), batch.column("id_registre")) for batch in (closings, acts))
    days = decode(closings.column("registre_cloture_date"))
    never = texts([str(_UNKNOWN)])[0]
    written = pc.coalesce(pc.strftime(days, format="%Y%m%d"), never).cast(pa.int64())
    place = pc.index_in(wanted, value_set=known)
    found = np.append(integers(written), _UNKNOWN)
    return found[np.where(nulls(place), -1, integers(place))].astype(np.int64)


def _joined(sirens: pa.Array, names: pa.Array) -> pa.StringArray:
    return pc.binary_join_element_wise(decode(sirens), decode(names), texts(["\x1f"])[0])


def _year(acts: pa.RecordBatch) -> NDArray[np.int64]:
    """Return the year of each act, else of what it is of; one far ahead where neither is known."""
    written = pc.coalesce(decode(acts.column("acte_date_edtf")), decode(acts.column("fait_date_edtf")))
    years = pc.utf8_slice_codeunits(written, 0, 4)
    digits = pc.match_substring_regex(years, pattern="^[0-9]{4}$")
    told = pc.coalesce(pc.if_else(digits, years, texts([_NEVER])[0]), texts([_NEVER])[0])
    return integers(told.cast(pa.int64())).astype(np.int64)


def refused(tables: Mapping[str, Iterator[pa.RecordBatch]], asked: Publication) -> Iterable[Issue]:
    """Tell how many acts that nobody may read yet would be published, by kind."""
    registers = list(tables.get(REGISTERS, ()))
    kinds: dict[str, int] = {}
    for batch in tables[ACTS]:
        may = communicable(batch, _together(registers), asked)
        for kind in decode(batch.column("acte_nature")).filter(from_bools(~may)).to_pylist():
            kinds[kind] = kinds.get(kind, 0) + 1
    for kind, count in kinds.items():
        params = {"kind": kind, "article": ARTICLE, "years": str(DELAY)}
        yield Issue("etat_civil.not_communicable", table=ACTS, field="acte_nature", count=count, params=params)


def _together(registers: list[pa.RecordBatch]) -> pa.RecordBatch:
    kinds = (pa.string(), pa.string(), pa.date32())
    if not registers:
        return pa.RecordBatch.from_arrays([pa.nulls(0, kind) for kind in kinds], names=list(_CLOSING))
    columns = [pa.concat_arrays([decode(batch.column(name)) for batch in registers]) for name in _CLOSING]
    return pa.RecordBatch.from_arrays(columns, names=list(_CLOSING))


RULES = Rules(publish=(Publish("communicability", ACTS, {ACTS: _READ, REGISTERS: _CLOSING}, refused),))
