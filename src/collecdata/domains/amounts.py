"""Amounts in whole cents: what sums are made of, exactly."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from collecdata.kernels.buffers import limbs, nulls
from collecdata.kernels.distinct import decode

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    Cents = NDArray[np.int64]

__all__ = ["CENT", "cents", "euros", "unscaled"]

CENT = Decimal("0.01")


def unscaled(column: pa.Array) -> Cents:
    """Return the amounts of a decimal column of at most 18 digits as whole numbers of its last decimal, 0 where null.

    >>> import pyarrow as pa
    >>> unscaled(pa.array([Decimal("11.1000"), None], pa.decimal128(18, 4))).tolist()
    [111000, 0]
    """
    plain = decode(column)
    amounts = limbs(plain)[:, 0]
    return np.where(nulls(plain), 0, amounts) if plain.null_count else amounts


def cents(column: pa.Decimal128Array) -> Cents:
    """Return the amounts of a plain `decimal128(18, 2)` column, 0 where null: 18 digits always fit in 64 bits.

    >>> import pyarrow as pa
    >>> cents(pa.array([Decimal("1.50"), None], pa.decimal128(18, 2))).tolist()
    [150, 0]
    """
    return unscaled(column)


def euros(amount: int) -> str:
    """Write cents in euros.

    >>> euros(-5), euros(123456)
    ('-0.05', '1234.56')
    """
    return f"{amount * CENT:f}"
