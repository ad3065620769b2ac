"""Payslips whose lines do not make the gross that they print.

Source: convention cadre nationale de dématérialisation des états de paye, 2008 (the lines before the deductions).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from collecdata.domains.amounts import unscaled
from collecdata.domains.placed import placed
from collecdata.domains.rules import Finish, Rules
from collecdata.issues import Severity
from collecdata.kernels.buffers import nulls
from collecdata.kernels.distinct import decode, places
from collecdata.kernels.hashing import hash_rows
from collecdata.kernels.stream import LINE, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from collecdata.issues import Issue

__all__ = ["RULES", "TOLERANCE", "lines_make_gross"]

PAYSLIPS, LINES = "rh.bulletin", "rh.ligne_paie"
KEY, GROSS, FAMILY, AMOUNT = ("siren", "id_bulletin"), "brut", "ligne_famille", "ligne_montant"
EARNINGS = (
    "traitement_brut", "indemnite_residence", "supplement_familial", "avantage_nature", "indemnite",
    "remuneration_diverse", "rappel",
)  # fmt: skip
"""Families whose lines make the gross."""
TOLERANCE = 100
"""Cents by which rounding may part the two: some software rounds each line."""


def lines_make_gross(tables: Mapping[str, Iterator[pa.RecordBatch]]) -> Iterable[Issue]:
    """Report the payslips whose earnings and gross differ by more than `TOLERANCE`; one without lines is not judged.

    Memory grows with the number of payslips, 16 bytes each.
    """
    keys, sums = _sums(tables[LINES])
    for batch in tables[PAYSLIPS]:
        hashes = hash_rows([batch.column(name) for name in KEY])
        at = np.minimum(np.searchsorted(keys, hashes), max(len(keys) - 1, 0))
        found = keys[at] == hashes if len(keys) else np.zeros(len(hashes), np.bool_)
        gap = np.abs(sums[at] - unscaled(batch.column(GROSS))) if len(keys) else np.zeros(len(hashes), np.int64)
        bad = found & ~nulls(decode(batch.column(GROSS))) & (gap > TOLERANCE)
        if bad.any():
            yield from placed("rh.gross_differs", batch, np.flatnonzero(bad), PAYSLIPS, "id_bulletin", Severity.WARNING)


def _sums(lines: Iterator[pa.RecordBatch]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the hash of each payslip that has lines, sorted, and the cents its earnings make."""
    parts: list[tuple[NDArray[np.uint64], NDArray[np.int64]]] = []
    for batch in lines:
        hashes = hash_rows([batch.column(name) for name in KEY])
        earned = np.where(places(batch.column(FAMILY), EARNINGS) >= 0, unscaled(batch.column(AMOUNT)), 0)
        parts.append(_by_key(hashes, earned))
    if not parts:
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    hashes, earned = (np.concatenate(part) for part in zip(*parts, strict=True))
    return _by_key(hashes, earned)


def _by_key(hashes: NDArray[np.uint64], amounts: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    keys, place = np.unique(hashes, return_inverse=True)
    sums = np.zeros(len(keys), np.int64)
    np.add.at(sums, place, amounts)
    return keys, sums


RULES = Rules(
    finish=(
        Finish(
            "lines_make_gross",
            {LINES: (*KEY, FAMILY, AMOUNT), PAYSLIPS: (*KEY, GROSS, SOURCE, LINE)},
            lines_make_gross,
        ),
    )
)
