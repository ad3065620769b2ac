"""What a catalogue should hold: check digits, years that can be, titles that were read in the right character set."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from collecdata.domains.placed import RowCheck, like, placed, row_checks
from collecdata.domains.rules import Finish, Rules
from collecdata.issues import Severity
from collecdata.kernels.buffers import bools, from_bools, from_int64, integers, nulls, texts
from collecdata.kernels.distinct import decode
from collecdata.kernels.hashing import hash_rows
from collecdata.kernels.identifiers import bad_checksum
from collecdata.kernels.stream import LINE, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from collecdata.issues import Issue
    from collecdata.kernels.buffers import Mask

    Rows = NDArray[np.intp]
    Hashes = NDArray[np.uint64]

__all__ = ["RESIDUE", "RULES"]

RECORD, IDENTIFIER = "mediatheque.notice", "mediatheque.notice_identifiant"
RECORD_KEY = ("siren", "id_notice")
KINDS = ("isbn", "issn", "ean")
_FIRST_BOOK, _LAST_YEAR = 1400, 2100
_RESIDUE = r"[Ââ]e|[Áá][ae]|oáu\b|[Ãã][aeiou][b-df-hj-np-rt-z]|[Èè][ei]|[Ðð]c"
"""Diacritics of ISO 5426 read as letters of Latin-1, before the letter that they were on: `bâebâe` for `bébé`.

`são`, `mães` and `áudio` are words: a circumflex counts before another letter than s, and `áu` in `où` alone.
"""
RESIDUE = like("mediatheque.iso5426_residue", "titre", _RESIDUE)


def _wrong_number(kind: str, batch: pa.RecordBatch) -> Rows:
    """Return the numbers of this kind whose check digit is wrong; those that the record itself says wrong are not."""
    asked = bools(pc.equal(decode(batch.column("identifiant_nature")), texts([kind])[0]))
    asked &= ~bools(decode(batch.column("est_errone")))
    rows = np.flatnonzero(asked)
    if not len(rows):
        return rows
    return rows[bad_checksum(decode(batch.column("identifiant")).filter(from_bools(asked)), kind)]


def _wrong_identifiers(tables: Mapping[str, Iterator[pa.RecordBatch]]) -> Iterable[Issue]:
    """Say which numbers have a wrong check digit, but those that stand in their record too, of which that is said."""
    already: Hashes | None = None
    for batch in tables[IDENTIFIER]:
        for kind in KINDS:
            rows = _wrong_number(kind, batch)
            if len(rows):
                already = _wrong_in_records(tables[RECORD]) if already is None else already
                rows = rows[~np.isin(_hashes(batch, rows, "identifiant"), already)]
            if len(rows):
                params = {"kind": kind.upper()}
                code = "mediatheque.check_digit"
                yield from placed(code, batch, rows, IDENTIFIER, "identifiant", Severity.WARNING, params)


def _wrong_in_records(records: Iterator[pa.RecordBatch]) -> Hashes:
    """Return the wrong numbers that records bear, each with its record."""
    found = [np.zeros(0, np.uint64)]
    for batch in records:
        for kind in KINDS:
            rows = np.flatnonzero(bad_checksum(decode(batch.column(kind)), kind))
            if len(rows):
                found.append(_hashes(batch, rows, kind))
    return np.concatenate(found)


def _hashes(batch: pa.RecordBatch, rows: Rows, field: str) -> Hashes:
    taken = batch.select([*RECORD_KEY, field]).take(from_int64(rows))
    return hash_rows([decode(column) for column in taken.columns])


def _impossible_year(batch: pa.RecordBatch) -> Mask:
    column = decode(batch.column("publication_annee"))
    years = integers(column)
    found: Mask = ((years < _FIRST_BOOK) | (years > _LAST_YEAR)) & ~nulls(column)
    return found


RULES = Rules(
    finish=(
        Finish(
            "mediatheque.identifiants",
            {
                IDENTIFIER: (*RECORD_KEY, "identifiant_nature", "identifiant", "est_errone", SOURCE, LINE),
                RECORD: (*RECORD_KEY, *KINDS),
            },
            _wrong_identifiers,
        ),
        row_checks(
            "mediatheque.notices",
            RECORD,
            (
                RowCheck("mediatheque.year", "publication_annee", (), _impossible_year),
                RESIDUE,
            ),
        ),
    )
)
