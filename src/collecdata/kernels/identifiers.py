"""Check digits of identifiers: python-stdnum decides, and what is plainly written is not asked one by one."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np

from collecdata.kernels import book_numbers
from collecdata.kernels.buffers import cells

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Cells, Mask

    Rows = NDArray[np.int64]
    Digits = NDArray[np.uint8]

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
    if not asked.any():
        return bad
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
    siren = digits[:9]
    usual = _number(siren) != _LA_POSTE
    return rows[usual], (_luhn(digits) & _luhn(siren))[usual]


def _nir(seen: Cells) -> tuple[Rows, Mask]:
    rows, digits = _digits(seen, 15)
    return rows, 97 - _number(digits[:13]) % 97 == _number(digits[13:])


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


_PLAIN = {
    "siren": _siren,
    "siret": _siret,
    "nir": _nir,
    "iban": _iban,
    "isbn": book_numbers.isbn,
    "issn": book_numbers.issn,
    "ean": book_numbers.ean,
}
"""For each kind, the cells that are written without anything but what has to be there, and which of them are right."""


def _digits(seen: Cells, width: int) -> tuple[Rows, Digits]:
    """Return the cells that are exactly so many digits: their rows, and their first digits, second digits..."""
    rows = np.flatnonzero(seen.lengths == width)
    if len(rows) == len(seen):  # nothing stands between them
        signs = seen.data.reshape(-1, width)
    else:
        signs = seen.data[seen.starts[rows][:, None] + np.arange(width, dtype=np.int32)]
    digits = np.ascontiguousarray(signs.T) - np.uint8(ord("0"))
    kept = (digits <= 9).all(axis=0)  # noqa: PLR2004
    return (rows, digits) if kept.all() else (rows[kept], digits[:, kept])


_DOUBLED = np.array([0, 2, 4, 6, 8, 1, 3, 5, 7, 9], np.uint8)
"""Twice a digit, its own digits added."""


def _luhn(digits: Digits) -> Mask:
    """Luhn's sum: every second digit from the right is doubled. It fits in a byte up to 28 digits."""
    total = digits[::-2].sum(axis=0, dtype=np.uint8) + _DOUBLED[digits[-2::-2]].sum(axis=0, dtype=np.uint8)
    right: Mask = total % np.uint8(10) == 0
    return right


def _number(digits: Digits) -> NDArray[np.int64]:
    number = np.zeros(digits.shape[1], np.int64)
    for place in digits:
        number = number * 10 + place
    return number
