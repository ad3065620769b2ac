"""Items: a barcode is that of one, and a book that has none is worth a look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.domains.placed import placed
from collecdata.domains.rules import Finish, Rules
from collecdata.issues import Issue, Severity
from collecdata.kernels.buffers import bools, from_bools, integers, nulls, texts
from collecdata.kernels.distinct import decode
from collecdata.kernels.hashing import hash_rows
from collecdata.kernels.stream import LINE, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from collecdata.kernels.buffers import Mask

__all__ = ["RULES"]

ITEM, RECORD = "mediatheque.exemplaire", "mediatheque.notice"
_BOOK = "monographie"


def _barcode_twice(tables: Mapping[str, Iterator[pa.RecordBatch]]) -> Iterable[Issue]:
    """Say which items have the barcode of another: a loan could not tell them apart."""
    found = [batch.filter(from_bools(~nulls(batch.column("code_barres")))) for batch in tables[ITEM]]
    codes = pa.chunked_array([decode(batch.column("code_barres")) for batch in found], pa.string()).combine_chunks()
    ranks = integers(codes.dictionary_encode().indices)
    twice = np.bincount(ranks)[ranks] > 1 if len(ranks) else np.zeros(0, np.bool_)
    done = 0
    for batch in found:
        rows = np.flatnonzero(twice[done : done + batch.num_rows])
        done += batch.num_rows
        if len(rows):
            yield from placed("mediatheque.barcode_twice", batch, rows, ITEM, "code_barres", Severity.WARNING)


def _without_item(tables: Mapping[str, Iterator[pa.RecordBatch]]) -> Iterable[Issue]:
    """Count the books that no item is of; where there are no items at all, they are elsewhere: nothing is said."""
    none = [np.zeros(0, np.uint64)]
    held = np.concatenate([*none, *(hash_rows([decode(batch.column("id_notice"))]) for batch in tables[ITEM])])
    if not len(held):
        return
    books = [hash_rows([decode(batch.column("id_notice"))])[_books(batch)] for batch in tables[RECORD]]
    count = int((~np.isin(np.concatenate([*none, *books]), held)).sum())
    if count:
        yield Issue("mediatheque.record_without_item", Severity.INFO, table=RECORD, params={"count": str(count)})


def _books(batch: pa.RecordBatch) -> Mask:
    return bools(pc.equal(decode(batch.column("niveau_bibliographique")), texts([_BOOK])[0]))


RULES = Rules(
    finish=(
        Finish("codes_barres_uniques", {ITEM: ("code_barres", SOURCE, LINE)}, _barcode_twice),
        Finish(
            "notices_sans_exemplaire",
            {ITEM: ("id_notice",), RECORD: ("id_notice", "niveau_bibliographique")},
            _without_item,
        ),
    )
)
