"""Check digits of what is published: ISBN, ISSN, EAN, however the blanks and dashes in them are placed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from collecdata.kernels.buffers import Cells, running

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Mask

    Rows = NDArray[np.int64]
    Digits = NDArray[np.uint8]

__all__ = ["ean", "isbn", "issn"]

_BLANK, _DASH = ord(" "), ord("-")
_TEN = 10
"""What an X stands for, as a last digit."""


def isbn(seen: Cells) -> tuple[Rows, Mask]:
    """Return the cells that are ten digits (the last may be X) or thirteen, and which are right."""
    bare = _bare(seen)
    old, ten = _digits(bare, 10, last_x=True)
    new, thirteen = _digits(bare, 13)
    book = (thirteen[0] == 9) & (thirteen[1] == 7) & (thirteen[2] >= 8)  # noqa: PLR2004 - 978 and 979
    return np.concatenate((old, new)), np.concatenate((_weighted(ten, range(1, 11), 11), book & _is_ean(thirteen)))


def issn(seen: Cells) -> tuple[Rows, Mask]:
    """Return the cells that are eight digits (the last may be X), and which are right."""
    rows, digits = _digits(_bare(seen), 8, last_x=True)
    return rows, _weighted(digits, range(8, 0, -1), 11)


def ean(seen: Cells) -> tuple[Rows, Mask]:
    """Return the cells that are eight digits or thirteen, and which are right."""
    bare = _bare(seen)
    found = [_digits(bare, width) for width in (8, 13)]
    return np.concatenate([rows for rows, _ in found]), np.concatenate([_is_ean(digits) for _, digits in found])


def _bare(seen: Cells) -> Cells:
    """Return cells without blanks and dashes."""
    kept = (seen.data != _BLANK) & (seen.data != _DASH)
    if kept.all():
        return seen
    return Cells(running(kept)[seen.offsets], seen.data[kept], seen.null)


def _digits(bare: Cells, width: int, *, last_x: bool = False) -> tuple[Rows, Digits]:
    """Return the cells that are exactly so many digits: their rows, and their first digits, second digits..."""
    rows = np.flatnonzero(bare.lengths == width)
    if not len(rows):
        return rows, np.zeros((width, 0), np.uint8)
    if len(rows) == len(bare):  # nothing stands between them
        signs = np.ascontiguousarray(bare.data.reshape(-1, width).T)
    else:
        view = np.ndarray((len(bare.data) - width + 1,), f"V{width}", bare.data, strides=(1,))
        signs = np.ascontiguousarray(view[bare.starts[rows]].view(np.uint8).reshape(-1, width).T)
    digits = signs - np.uint8(ord("0"))
    if last_x:
        digits[-1] = np.where((signs[-1] | 0x20) == ord("x"), _TEN, np.where(digits[-1] == _TEN, 0xFF, digits[-1]))
    kept = digits[:-1].max(axis=0) < _TEN
    kept &= digits[-1] < _TEN + last_x
    return (rows, digits) if kept.all() else (rows[kept], digits[:, kept])


def _is_ean(digits: Digits) -> Mask:
    return _weighted(digits, [3 if (len(digits) - rank) % 2 == 0 else 1 for rank in range(len(digits))], 10)


def _weighted(digits: Digits, weights: Sequence[int], modulus: int) -> Mask:
    """Whether the sum of the digits, each so many times, is a multiple."""
    total = np.zeros(digits.shape[1], np.uint16)
    for digit, weight in zip(digits, weights, strict=True):
        total += digit * np.uint16(weight)
    right: Mask = total % np.uint16(modulus) == 0
    return right
