"""Budget documents: what is voted balances, section by section."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from collecdata.domains.amounts import cents, euros
from collecdata.domains.rules import Finish, Rules
from collecdata.issues import Issue, Severity
from collecdata.kernels.distinct import decode, places
from collecdata.kernels.equality import row_labels
from collecdata.kernels.stream import LINE, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["RULES", "balanced_votes"]

LINES = "compta.ligne_budgetaire"
DOCUMENT = ("siren", "id_document_budgetaire")
SECTION, SIDE = "section", "sens"
SECTIONS, SIDES = ("fonctionnement", "investissement"), ("depense", "recette")
COLUMNS = (("montant_prevu", "montant_rar_precedent"), ("montant_credits_ouverts",))
"""What is voted, in either of two sets of columns: producers fill one or the other."""


@dataclass(slots=True)
class _Document:
    """One document: where it begins, and its sums in cents by set of columns, section and side."""

    source: str
    line: int
    sums: NDArray[np.int64]
    filled: NDArray[np.bool_]

    def gap(self) -> tuple[int, NDArray[np.int64]] | None:
        """Return the set of columns nearest to balance and its gaps by section; None if one balances.

        A set of columns that holds no amount balances nothing; None too where none holds any.
        """
        gaps = self.sums[:, :, 0] - self.sums[:, :, 1]
        used = np.flatnonzero(self.filled)
        if not len(used) or (gaps[used] == 0).all(axis=1).any():
            return None
        best = int(used[np.abs(gaps[used]).sum(axis=1).argmin()])
        return best, gaps[best]


def balanced_votes(tables: Mapping[str, Iterator[pa.RecordBatch]]) -> Iterable[Issue]:
    """Report each section of a budget document whose expenses and revenue differ, as voted.

    Memory grows with the number of documents, not of lines. A section voted with a surplus is lawful: a warning.

    Source: code général des collectivités territoriales, art. L. 1612-4 (équilibre), L. 1612-6 et L. 1612-7 (excédent).
    """
    documents: dict[tuple[str, str], _Document] = {}
    for batch in tables[LINES]:
        _add(batch, documents)
    for key, document in documents.items():
        found = document.gap()
        if found is None:
            continue
        best, gaps = found
        for place in np.flatnonzero(gaps).tolist():
            expense, revenue = (euros(int(amount)) for amount in document.sums[best, place])
            params = {"document": key[1], "section": SECTIONS[place], "columns": " + ".join(COLUMNS[best])}
            params |= {"depense": expense, "recette": revenue, "difference": euros(int(gaps[place]))}
            yield Issue(
                "compta.budget_unbalanced",
                Severity.WARNING,
                table=LINES,
                field=COLUMNS[best][0],
                source=document.source,
                lines=(document.line,),
                values=(key[1],),
                params=params,
            )


def _add(lines: pa.RecordBatch, documents: dict[tuple[str, str], _Document]) -> None:
    """Add the lines of a batch to their documents."""
    labels = row_labels([lines.column(name) for name in DOCUMENT])
    _, first, number = np.unique(labels, return_index=True, return_inverse=True)
    section, side = places(lines.column(SECTION), SECTIONS), places(lines.column(SIDE), SIDES)
    known = (section >= 0) & (side >= 0)
    cell = (number * len(SECTIONS) + section) * len(SIDES) + side
    sums = np.zeros((len(first), len(COLUMNS), len(SECTIONS), len(SIDES)), np.int64)
    filled = np.zeros((len(first), len(COLUMNS)), np.bool_)
    for place, names in enumerate(COLUMNS):
        flat = np.zeros(len(first) * len(SECTIONS) * len(SIDES), np.int64)
        for name in names:
            amounts = cents(decode(lines.column(name)))
            np.add.at(flat, cell[known], amounts[known])
            filled[number[amounts != 0], place] = True
        sums[:, place] = flat.reshape(sums[:, place].shape)
    for place, row in enumerate(first.tolist()):
        siren, document, source = (str(lines.column(name)[row].as_py()) for name in (*DOCUMENT, SOURCE))
        before = documents.get((siren, document))
        if before is None:
            line = int(lines.column(LINE)[row].as_py())
            documents[siren, document] = _Document(source, line, sums[place], filled[place])
        else:
            before.sums += sums[place]
            before.filled |= filled[place]


RULES = Rules(
    finish=(
        Finish(
            "balanced_votes",
            {LINES: (*DOCUMENT, SECTION, SIDE, *(name for names in COLUMNS for name in names), SOURCE, LINE)},
            balanced_votes,
        ),
    )
)
