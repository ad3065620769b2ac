"""Accounting rules: what must balance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from collecdata.domains.rules import Finish, Rules
from collecdata.issues import Issue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["RULES", "balanced_entries"]

LEDGER = "compta.ecriture"
ENTRY = ["siren", "date_cloture", "journal_code", "ecriture_numero"]
"""One entry: its number alone is not enough, real files share numbers between journals."""
DEBIT, CREDIT, LINE = "debit", "credit", "_ligne"


def balanced_entries(tables: Mapping[str, Iterator[pa.RecordBatch]]) -> Iterable[Issue]:
    """Report each entry whose debits and credits differ, with the first line it stands on.

    Only entries that do not balance yet are kept between batches: an entry that is balanced so far is balanced in
    the end if the rest of it is, so memory grows with what is open, not with the file.

    Source: arrêté du 29 juillet 2013 (article A. 47 A-1 du livre des procédures fiscales); double entry.
    """
    is_open: pa.Table | None = None
    for batch in tables[LEDGER]:
        found = _balances(pa.Table.from_batches([batch]))
        is_open = _open(found if is_open is None else _merge(is_open, found))
    if is_open is None or is_open.num_rows == 0:
        return
    is_open = is_open.sort_by(LINE)
    gap = pc.subtract(is_open[DEBIT], is_open[CREDIT]).to_pylist()
    for journal, number, line, difference in zip(
        is_open[ENTRY[2]].to_pylist(), is_open[ENTRY[3]].to_pylist(), is_open[LINE].to_pylist(), gap, strict=True
    ):
        yield Issue(
            "compta.entry_unbalanced",
            table=LEDGER,
            lines=(line,),
            values=(str(number),),
            params={"journal": str(journal), "entry": str(number), "difference": f"{difference:f}"},
        )


def _balances(rows: pa.Table) -> pa.Table:
    sums = rows.group_by(ENTRY).aggregate([(DEBIT, "sum"), (CREDIT, "sum"), (LINE, "min")])
    return sums.rename_columns([*ENTRY, DEBIT, CREDIT, LINE])


def _merge(left: pa.Table, right: pa.Table) -> pa.Table:
    return _balances(pa.concat_tables([left, right], promote_options="permissive"))


def _open(entries: pa.Table) -> pa.Table:
    return entries.filter(pc.not_equal(entries[DEBIT], entries[CREDIT]))


RULES = Rules(
    finish=(Finish("entry_unbalanced", {LEDGER: (*ENTRY, DEBIT, CREDIT, LINE)}, balanced_entries),),
)
