"""Trial balances: each account's closing balance follows from its movements, and a whole budget balances.

Source: DGFiP, balances comptables des collectivités (data.economie.gouv.fr); the formula holds on every real row read.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from collecdata.domains.amounts import cents, euros
from collecdata.domains.placed import RowCheck, row_checks
from collecdata.domains.rules import Finish, Rules
from collecdata.issues import Issue, Severity
from collecdata.kernels.buffers import nulls
from collecdata.kernels.equality import row_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa

    from collecdata.domains.amounts import Cents
    from collecdata.kernels.buffers import Mask

__all__ = ["RULES", "balanced_budgets"]

BALANCE = "compta.balance"
BUDGET = ("siren", "exercice", "periode", "budget_siret", "budget_code")
MOVEMENTS = (
    ("entree_debit", "entree_credit"),
    ("budgetaire_net_debit", "budgetaire_net_credit"),
    ("non_budgetaire_debit", "non_budgetaire_credit"),
)
"""What makes the closing balance; order operations are part of the budgetary ones already."""
OPENING, CLOSING = MOVEMENTS[0], ("solde_debiteur", "solde_crediteur")
SIDES = ("débit", "crédit")


def _closing(side: int, batch: pa.RecordBatch) -> Mask:
    """Tell which rows do not have the closing balance that their movements make; none where an amount is missing."""
    made: Cents = np.zeros(batch.num_rows, np.int64)
    for debit, credit in MOVEMENTS:
        made += cents(batch.column(debit)) - cents(batch.column(credit))
    known = ~np.logical_or.reduce([nulls(batch.column(name)) for pair in (*MOVEMENTS, CLOSING) for name in pair])
    bad: Mask = (cents(batch.column(CLOSING[side])) != np.maximum(0, -made if side else made)) & known
    return bad


def balanced_budgets(tables: Mapping[str, Iterator[pa.RecordBatch]]) -> Iterable[Issue]:
    """Report each budget whose opening, or closing, debits and credits differ: an extract does, a whole one does not.

    Memory grows with the number of budgets.
    """
    totals: dict[tuple[Any, ...], Cents] = {}
    for batch in tables[BALANCE]:
        for key, amounts in _totals(batch):
            totals[key] = totals.get(key, np.zeros(4, np.int64)) + amounts
    for (_, year, period, siret, code), amounts in totals.items():
        for name, (debit, credit) in (("entree_debit", amounts[:2]), ("solde_debiteur", amounts[2:])):
            if debit != credit:
                params = {"budget": f"{siret} {code or ''}".strip(), "year": str(year), "period": str(period)}
                params |= {"debit": euros(int(debit)), "credit": euros(int(credit))}
                yield Issue("compta.balance_unequal", Severity.WARNING, table=BALANCE, field=name, params=params)


def _totals(batch: pa.RecordBatch) -> Iterator[tuple[tuple[Any, ...], Cents]]:
    """Give each budget of a batch with its opening and closing sums, debit and credit."""
    labels = row_labels([batch.column(name) for name in BUDGET])
    _, first, budget = np.unique(labels, return_index=True, return_inverse=True)
    sums = np.zeros((len(first), 4), np.int64)
    for place, name in enumerate((*OPENING, *CLOSING)):
        np.add.at(sums[:, place], budget, cents(batch.column(name)))
    for number, row in enumerate(first.tolist()):
        yield tuple(batch.column(name)[row].as_py() for name in BUDGET), sums[number]


def _closing_check(side: int) -> RowCheck:
    columns = tuple(name for pair in (*MOVEMENTS, CLOSING) for name in pair)
    return RowCheck(
        "compta.balance_closing",
        CLOSING[side],
        columns,
        partial(_closing, side),
        Severity.ERROR,
        {"side": SIDES[side]},
    )


RULES = Rules(
    finish=(
        row_checks("balance_closing", BALANCE, tuple(_closing_check(side) for side in (0, 1))),
        Finish("balance_unequal", {BALANCE: (*BUDGET, *OPENING, *CLOSING)}, balanced_budgets),
    ),
)
