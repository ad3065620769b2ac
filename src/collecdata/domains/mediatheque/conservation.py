"""Readers kept longer than they may be: how many, for the data protection officer; never who.

Source: CNIL, délibération n° 99-27 du 22 avril 1999 (norme simplifiée n° 9, gestion des prêts de livres), without
legal force since the GDPR and still what libraries go by. What is known of a reader is kept while they take part, and
one year after the end of the last loan; what is known of a loan, to the end of the fourth month after the return.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from collecdata.domains.rules import Finish, Rules
from collecdata.issues import Issue, Severity
from collecdata.kernels.buffers import integers, nulls
from collecdata.kernels.distinct import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["RULES"]

READER, LOAN = "mediatheque.lecteur", "mediatheque.pret"
_YEAR, _FOUR_MONTHS = 365, 122
"""Days after which, counted from the most recent date of the table: the day of the export, or near it."""
_NEVER = np.iinfo(np.int32).min


def _latest(batch: pa.RecordBatch, names: tuple[str, ...]) -> NDArray[np.int64]:
    """Return the latest of some dates of each row, in days; `_NEVER` where none is known."""
    columns = [decode(batch.column(name)) for name in names]
    days = [np.where(nulls(column), _NEVER, integers(column)) for column in columns]
    latest: NDArray[np.int64] = np.max(np.stack(days), axis=0).astype(np.int64)
    return latest


def _kept(table: str, code: str, names: tuple[str, ...], limit: int, who: str = "") -> Finish:
    """Count the rows whose latest date is more than `limit` days before the latest of the table.

    Only rows that have a value in `who` count, if given: a loan without its reader is nobody's.
    """
    wanted = (*names, who) if who else names

    def apply(tables: Mapping[str, Iterator[pa.RecordBatch]]) -> Iterable[Issue]:
        found = [np.zeros(0, np.int64)]
        for batch in tables[table]:
            days = _latest(batch, names)
            found.append(days[~nulls(batch.column(who))] if who else days)
        days = np.concatenate(found)
        known = days[days > _NEVER]
        if not len(known):
            return
        last = int(known.max())
        count = int((known < last - limit).sum())
        if count:
            day = (dt.date(1970, 1, 1) + dt.timedelta(last)).isoformat()
            yield Issue(code, Severity.WARNING, table=table, params={"count": str(count), "day": day})

    return Finish(code, {table: wanted}, apply)


RULES = Rules(
    finish=(
        _kept(
            READER,
            "mediatheque.readers_kept",
            ("inscription_date", "expiration_date", "activite_derniere_date"),
            _YEAR,
        ),
        _kept(LOAN, "mediatheque.loans_kept", ("rendu_date",), _FOUR_MONTHS, who="id_lecteur"),
    )
)
