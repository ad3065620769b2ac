"""Check digits of identifiers: python-stdnum decides, and what is plainly written is not asked one by one."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np

from collecdata.kernels.buffers import cells

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Cells, Mask

    Rows = NDArray[np.int64]
    Digits = NDArray[np.int64]

__all__ = ["CHECKED", "bad_checksum"]

CHECKED = {
    "siren": "stdnum.fr.siren",
    "siret": "stdnum.fr.siret",
    "nir": "stdnum.fr.nir",
    "iban": "stdnum.iban",
    "isbn": "stdnum.isbn",
    "issn": "stdnum.issn",
    "ean": "stdnum.ean",
}
"""Identifiers that have check digits, and the module that knows them."""

_NIR_WITHOUT_KEY = 13
_FRENCH_IBAN = 27
_LA_POSTE = 356_000_000
"""Establishments of La Poste have another sum than Luhn's."""


def bad_checksum(values: pa.StringArray, kind: str) -> Mask:
    """Return the mask of cells that are not identifiers of that kind (see `CHECKED`); null and empty are not marked.

    A NIR of 13 characters has no key: there is nothing to check.

    Raises:
        ValueError: an unknown kind.
    """
    if kind not in CHECKED:
        raise ValueError(f"no check digits are known for {kind!r}: {', '.join(CHECKED)}")
    seen = cells(values)
    asked = seen.lengths > 0
    bad = np.zeros(len(seen), np.bool_)
    if kind in _PLAIN:
        rows, right = _PLAIN[kind](seen)
        asked[rows] = False
        bad[rows] = ~right
    if kind == "nir":
        asked &= seen.lengths != _NIR_WITHOUT_KEY
    is_valid = import_module(CHECKED[kind]).is_valid
    raw = bytes(seen.data)
    for row in np.flatnonzero(asked).tolist():
        bad[row] = not is_valid(raw[seen.offsets[row] : seen.offsets[row + 1]].decode())
    return bad


def _siren(seen: Cells) -> tuple[Rows, Mask]:
    rows, digits = _digits(seen, 9)
    return rows, _luhn(digits)


def _siret(seen: Cells) -> tuple[Rows, Mask]:
    rows, digits = _digits(seen, 14)
    siren = digits[:, :9]
    usual = _number(siren) != _LA_POSTE
    return rows[usual], (_luhn(digits) & _luhn(siren))[usual]


def _nir(seen: Cells) -> tuple[Rows, Mask]:
    rows, digits = _digits(seen, 15)
    return rows, 97 - _number(digits[:, :13]) % 97 == _number(digits[:, 13:])


def _iban(seen: Cells) -> tuple[Rows, Mask]:
    """French ones: FR, a key of two digits, then bank and branch (digits), account (letters too), key (digits)."""
    rows = np.flatnonzero(seen.lengths == _FRENCH_IBAN)
    signs = seen.data[seen.starts[rows][:, None] + np.arange(_FRENCH_IBAN)].astype(np.int64)
    is_digit = (signs >= ord("0")) & (signs <= ord("9"))
    is_letter = (signs >= ord("A")) & (signs <= ord("Z"))
    plain = (signs[:, :2] == (ord("F"), ord("R"))).all(axis=1) & (is_digit | is_letter)[:, 14:25].all(axis=1)
    plain &= is_digit[:, 2:14].all(axis=1) & is_digit[:, 25:].all(axis=1)
    rows, signs, is_digit = rows[plain], signs[plain], is_digit[plain]
    left = np.zeros(len(rows), np.int64)
    for at in (*range(4, _FRENCH_IBAN), *range(4)):
        digit = is_digit[:, at]
        left = np.where(digit, 10 * left + signs[:, at] - ord("0"), 100 * left + signs[:, at] - ord("A") + 10) % 97
    return rows, left == 1


_PLAIN = {"siren": _siren, "siret": _siret, "nir": _nir, "iban": _iban}
"""For each kind, the cells that are written without anything but what has to be there, and which of them are right."""


def _digits(seen: Cells, width: int) -> tuple[Rows, Digits]:
    """Return the cells that are exactly so many digits: their rows, and a matrix of their digits."""
    rows = np.flatnonzero(seen.lengths == width)
    matrix = seen.data[seen.starts[rows][:, None] + np.arange(width)].astype(np.int64) - ord("0")
    kept = ((matrix >= 0) & (matrix <= 9)).all(axis=1)  # noqa: PLR2004
    return rows[kept], matrix[kept]


def _luhn(digits: Digits) -> Mask:
    """Luhn's sum: every second digit from the right is doubled, its digits added."""
    doubled = digits[:, -2::-2] * 2
    total: Digits = digits[:, ::-2].sum(axis=1) + (doubled - 9 * (doubled > 9)).sum(axis=1)  # noqa: PLR2004
    right: Mask = total % 10 == 0
    return right


def _number(digits: Digits) -> NDArray[np.int64]:
    number: NDArray[np.int64] = digits @ 10 ** np.arange(digits.shape[1] - 1, -1, -1, dtype=np.int64)
    return number
