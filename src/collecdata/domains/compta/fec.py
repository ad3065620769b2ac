"""The structure of a ledger, as the tax authority's own control looks at it, row by row.

What its program refuses outright is refused where it is met (columns, cells, numbers, dates: reader, mapping and
checks); what it only points at is here, with the weight it gives it, and the two dates that cannot be in that order.

Source: DGFiP, Test-Compta-Demat (public code), lists of alerts and of missing values; arrêté du 29 juillet 2013
(article A. 47 A-1 du livre des procédures fiscales).
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from collecdata.domains.amounts import cents
from collecdata.domains.placed import RowCheck, row_checks
from collecdata.domains.rules import Rules
from collecdata.issues import Severity
from collecdata.kernels.buffers import cells, integers, nulls
from collecdata.kernels.distinct import decode, mask_on_distinct

if TYPE_CHECKING:
    import pyarrow as pa

    from collecdata.kernels.buffers import Mask

__all__ = ["RULES"]

LEDGER = "compta.ecriture"
MISSED = ("journal_code", "journal_libelle", "compte_libelle", "piece_reference", "piece_date", "validation_date")
"""Fields whose absence the control points at; the others it wants are required by the schema."""
DATES = ("ecriture_date", "piece_date", "lettrage_date", "validation_date")
FIRST_DAY, LAST_DAY = ((dt.date(*day) - dt.date(1970, 1, 1)).days for day in ((1900, 1, 1), (2099, 12, 31)))
DIGITS = 3
"""Digits of the chart of accounts that open every account number."""


def _missing(name: str, batch: pa.RecordBatch) -> Mask:
    return nulls(batch.column(name))


def _account_form(batch: pa.RecordBatch) -> Mask:
    return mask_on_distinct(batch.column("compte_numero"), _without_digits)


def _without_digits(values: pa.StringArray) -> Mask:
    """Tell which texts do not begin with three digits."""
    seen = cells(values)
    good = seen.lengths >= DIGITS
    rows = np.flatnonzero(good)
    head = seen.data[seen.starts[rows][:, None] + np.arange(DIGITS)]
    good[rows] = ((head >= ord("0")) & (head <= ord("9"))).all(axis=1)
    return ~good & ~nulls(values)


def _sides(batch: pa.RecordBatch) -> Mask:
    """Tell which rows have an amount on both sides, or on none."""
    debit, credit = cents(batch.column("debit")) != 0, cents(batch.column("credit")) != 0
    same: Mask = debit == credit
    return same


def _far_off(name: str, batch: pa.RecordBatch) -> Mask:
    return mask_on_distinct(batch.column(name), _out_of_time)


def _out_of_time(dates: pa.Date32Array) -> Mask:
    days = integers(dates)
    return ((days < FIRST_DAY) | (days > LAST_DAY)) & ~nulls(dates)


def _later(early: str, late: str, batch: pa.RecordBatch) -> Mask:
    """Tell which rows have `early` after `late`."""
    one, other = decode(batch.column(early)), decode(batch.column(late))
    return (integers(one) > integers(other)) & ~nulls(one) & ~nulls(other)


CHECKS = (
    RowCheck("compta.ledger_missing", "ecriture_numero", (), partial(_missing, "ecriture_numero"), Severity.ERROR),
    *(RowCheck("compta.ledger_missing", name, (), partial(_missing, name)) for name in MISSED),
    RowCheck("compta.account_form", "compte_numero", (), _account_form),
    RowCheck("compta.amount_sides", "debit", ("credit",), _sides),
    *(RowCheck("compta.date_far_off", name, (), partial(_far_off, name)) for name in DATES),
    RowCheck(
        "compta.entry_after_closing",
        "ecriture_date",
        ("date_cloture",),
        partial(_later, "ecriture_date", "date_cloture"),
    ),
    RowCheck(
        "compta.validated_before_entry",
        "validation_date",
        ("ecriture_date",),
        partial(_later, "ecriture_date", "validation_date"),
    ),
)
LABEL = (RowCheck("compta.ledger_missing", "ecriture_libelle", (), partial(_missing, "ecriture_libelle")),)
"""Apart: this field may have been left out of the result as personal, and the other checks do not need it."""

RULES = Rules(
    finish=(
        row_checks("ledger_structure", LEDGER, CHECKS, encoded=True),
        row_checks("ledger_labels", LEDGER, LABEL, encoded=True),
    ),
)
