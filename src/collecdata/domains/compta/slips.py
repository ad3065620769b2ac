"""Slips (bordereaux): what each declares of its pieces and amounts is what it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from collecdata.domains.amounts import cents, euros
from collecdata.domains.rules import Finish, Rules
from collecdata.issues import Issue, Severity
from collecdata.kernels.buffers import from_int64
from collecdata.kernels.distinct import decode
from collecdata.kernels.equality import row_labels
from collecdata.kernels.stream import LINE, SOURCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    Key = tuple[Any, ...]
    Totals = dict[Key, NDArray[np.int64]]

__all__ = ["RULES", "declared_amounts", "declared_pieces"]

SLIPS, PIECES, ENTRIES = "compta.bordereau", "compta.piece", "compta.ligne_piece"
KEY = (
    "siren", "exercice", "collectivite_code", "budget_code", "sens", "bordereau_type", "bordereau_numero"
)  # fmt: skip
COUNT = "pieces_nombre"
AMOUNTS = {"bordereau_montant_ht": "montant_ht", "bordereau_montant_tva": "montant_tva"}
"""Declared total, and what it is the sum of."""


class _Declared(NamedTuple):
    """What one slip says of itself, and where."""

    key: Key
    field: str
    value: int
    source: str
    line: int


def declared_pieces(tables: Mapping[str, Iterator[pa.RecordBatch]]) -> Iterable[Issue]:
    """Report each slip that declares another number of pieces than it holds.

    Source: PES V2, BlocBordereau/NbrPce.
    """
    found = _totals(tables[PIECES], ())
    for one in _declared(tables[SLIPS], {COUNT: _numbers}):
        count = int(found.get(one.key, _NONE)[0])
        if count != one.value:
            yield _issue("compta.slip_pieces", one, str(one.value), str(count), str(count - one.value))


def declared_amounts(tables: Mapping[str, Iterator[pa.RecordBatch]]) -> Iterable[Issue]:
    """Report each slip that declares other amounts than the sum of its lines, to the cent.

    Source: PES V2, BlocBordereau/MtBordHT (dépense) et MtBordHt (recette), MtBordTVA.
    """
    found = _totals(tables[ENTRIES], tuple(AMOUNTS.values()))
    places = {field: place for place, field in enumerate(AMOUNTS, start=1)}
    for one in _declared(tables[SLIPS], dict.fromkeys(AMOUNTS, cents)):
        total = int(found.get(one.key, _NONE)[places[one.field]])
        if total != one.value:
            yield _issue("compta.slip_amount", one, euros(one.value), euros(total), euros(total - one.value))


_NONE = np.zeros(1 + len(AMOUNTS), np.int64)


def _issue(code: str, one: _Declared, expected: str, found: str, difference: str) -> Issue:
    number = str(one.key[-1])
    return Issue(
        code,
        Severity.WARNING,
        table=SLIPS,
        field=one.field,
        source=one.source,
        lines=(one.line,),
        values=(expected,),
        params={"slip": number, "expected": expected, "found": found, "difference": difference},
    )


def _totals(batches: Iterable[pa.RecordBatch], amounts: Sequence[str]) -> Totals:
    """Count the rows of each slip, and sum their amounts in cents; memory grows with the slips, not the rows."""
    totals: Totals = {}
    for batch in batches:
        labels = row_labels([batch.column(name) for name in KEY])
        _, first, number = np.unique(labels, return_index=True, return_inverse=True)
        sums = np.zeros((len(first), 1 + len(AMOUNTS)), np.int64)
        sums[:, 0] = np.bincount(number, minlength=len(first))
        for place, name in enumerate(amounts, start=1):
            np.add.at(sums[:, place], number, cents(decode(batch.column(name))))
        for place, key in enumerate(_keys(batch, first)):
            totals[key] = totals.get(key, 0) + sums[place]
    return totals


def _declared(
    batches: Iterable[pa.RecordBatch], fields: Mapping[str, Callable[[pa.Array], NDArray[np.int64]]]
) -> Iterator[_Declared]:
    """Give what slips declare, those that say nothing left out."""
    for batch in batches:
        rows = np.arange(batch.num_rows)
        keys = list(_keys(batch, rows))
        sources, lines = (decode(batch.column(name)).to_pylist() for name in (SOURCE, LINE))
        for field, read in fields.items():
            column = decode(batch.column(field))
            values, said = read(column), column.is_valid().to_pylist()
            for row in (row for row in rows.tolist() if said[row]):
                yield _Declared(keys[row], field, int(values[row]), sources[row], lines[row])


def _numbers(column: pa.Array) -> NDArray[np.int64]:
    return np.array([value or 0 for value in column.to_pylist()], np.int64)


def _keys(batch: pa.RecordBatch, rows: NDArray[np.int64]) -> Iterator[Key]:
    taken = batch.select(list(KEY)).take(from_int64(rows))
    return zip(*(decode(column).to_pylist() for column in taken.columns), strict=True)


RULES = Rules(
    finish=(
        Finish("declared_pieces", {SLIPS: (*KEY, COUNT, SOURCE, LINE), PIECES: KEY}, declared_pieces),
        Finish(
            "declared_amounts",
            {SLIPS: (*KEY, *AMOUNTS, SOURCE, LINE), ENTRIES: (*KEY, *AMOUNTS.values())},
            declared_amounts,
        ),
    )
)
