"""What a catalogue should hold: check digits, years that can be, titles that were read in the right character set."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from collecdata.domains.placed import RowCheck, like, row_checks
from collecdata.domains.rules import Rules
from collecdata.kernels.buffers import bools, from_bools, integers, nulls, texts
from collecdata.kernels.distinct import decode
from collecdata.kernels.identifiers import bad_checksum

if TYPE_CHECKING:
    import pyarrow as pa

    from collecdata.kernels.buffers import Mask

__all__ = ["RESIDUE", "RULES"]

_FIRST_BOOK, _LAST_YEAR = 1400, 2100
_RESIDUE = r"[Ââ]e|[Áá][ae]|oáu\b|[Ãã][aeiou][b-df-hj-np-rt-z]|[Èè][ei]|[Ðð]c"
"""Diacritics of ISO 5426 read as letters of Latin-1, before the letter that they were on: `bâebâe` for `bébé`.

`são`, `mães` and `áudio` are words: a circumflex counts before another letter than s, and `áu` in `où` alone.
"""
RESIDUE = like("mediatheque.iso5426_residue", "titre", _RESIDUE)


def _wrong_number(kind: str, batch: pa.RecordBatch) -> Mask:
    """Return which numbers of this kind have a wrong check digit; those that the record itself says wrong are not."""
    asked = bools(pc.equal(decode(batch.column("identifiant_nature")), texts([kind])[0]))
    asked &= ~bools(decode(batch.column("est_errone")))
    found = np.zeros(batch.num_rows, np.bool_)
    rows = np.flatnonzero(asked)
    if len(rows):
        found[rows] = bad_checksum(decode(batch.column("identifiant")).filter(from_bools(asked)), kind)
    return found


def _impossible_year(batch: pa.RecordBatch) -> Mask:
    column = decode(batch.column("publication_annee"))
    years = integers(column)
    found: Mask = ((years < _FIRST_BOOK) | (years > _LAST_YEAR)) & ~nulls(column)
    return found


RULES = Rules(
    finish=(
        row_checks(
            "mediatheque.identifiants",
            "mediatheque.notice_identifiant",
            tuple(
                RowCheck(
                    "mediatheque.check_digit",
                    "identifiant",
                    ("identifiant_nature", "est_errone"),
                    partial(_wrong_number, kind),
                    params={"kind": kind.upper()},
                )
                for kind in ("isbn", "issn", "ean")
            ),
        ),
        row_checks(
            "mediatheque.notices",
            "mediatheque.notice",
            (
                RowCheck("mediatheque.year", "publication_annee", (), _impossible_year),
                RESIDUE,
            ),
        ),
    )
)
