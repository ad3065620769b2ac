"""Lines of pay as three vendors write them, given one sign and one base; what was written stays beside.

What is withheld from the agent is negative, what the employer adds is positive, rates are positive. A base is a base,
even where the software writes it as a number of units. Source: payroll files of three packages, as altair reads them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from collecdata.domains.amounts import unscaled
from collecdata.domains.rules import Derive, Rules
from collecdata.kernels.buffers import decimals, nulls
from collecdata.kernels.distinct import decode, places

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Mask

__all__ = ["DIALECTS", "RULES", "one_sign"]

LINES = "rh.ligne_paie"
DIALECT, FAMILY = "paie_dialecte", "ligne_famille"
AMOUNT, BASE, RATE, NUMBER = MADE = ("ligne_montant", "ligne_base", "ligne_taux", "ligne_nombre")
DIALECTS = NEGATIVE, RATED, POSITIVE, UNKNOWN = ("montant_negatif", "taux_negatif", "tout_positif", "indetermine")
WITHHELD, EMPLOYER = ("deduction", "retenue", "acompte"), ("cotisation",)


def one_sign(lines: pa.RecordBatch) -> dict[str, pa.Array]:
    """Return amount, base, rate and number of units; lines whose dialect is not said are left as they are."""
    dialect = places(lines.column(DIALECT), DIALECTS)
    known = dialect >= 0
    if not known.any():
        return {name: lines.column(name) for name in MADE}
    amount, base, rate, number = (unscaled(lines.column(name)) for name in MADE)
    empty = [nulls(decode(lines.column(name))) for name in MADE]
    is_in = {name: dialect == place for place, name in enumerate(DIALECTS)}
    amount = np.where(_turned(lines, is_in, rate), -amount, amount)
    moved = is_in[POSITIVE] & (base == 0) & (rate != 0) & (number > rate)
    base, number = np.where(moved, number, base), np.where(moved, 0, number)
    rate = np.where(known, np.abs(rate), rate)
    nothing = [
        empty[0],
        *(was & ~moved | known & (value == 0) for was, value in zip(empty[1:], (base, rate, number), strict=True)),
    ]
    return {
        name: decimals(values, 18, decode(lines.column(name)).type.scale, null)
        for name, values, null in zip(MADE, (amount, base, rate, number), nothing, strict=True)
    }


def _turned(lines: pa.RecordBatch, is_in: dict[str, Mask], rate: NDArray[np.int64]) -> Mask:
    """Tell the lines whose amount changes sign.

    Where rates bear the sign, a deduction at a positive rate is one that is given back.
    """
    withheld = places(lines.column(FAMILY), WITHHELD) >= 0
    employer = places(lines.column(FAMILY), EMPLOYER) >= 0
    above = unscaled(lines.column(AMOUNT)) > 0
    turned: Mask = employer & is_in[NEGATIVE] | withheld & (
        is_in[POSITIVE] | (is_in[RATED] & (rate <= 0)) | (is_in[UNKNOWN] & above)
    )
    return turned


RULES = Rules(derive=(Derive(LINES, (DIALECT, FAMILY, *MADE), MADE, one_sign),))
