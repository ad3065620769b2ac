"""Codes of communes, held against the code officiel géographique on the day of what they place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.catalogue.cog import FIRST_DAY, FOREVER, cog
from collecdata.domains.placed import RowCheck, placed
from collecdata.domains.rules import Finish, Rules
from collecdata.domains.whole import gathered
from collecdata.kernels.buffers import bools, from_int64, integers, nulls
from collecdata.kernels.distinct import decode, mask_on_distinct
from collecdata.kernels.stream import LINE, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from collecdata.issues import Issue
    from collecdata.kernels.buffers import Mask

__all__ = ["RULES", "checks"]

AT_ONCE = 1 << 16
"""Rows in doubt that are looked into together: each look costs as much as the code officiel is long."""
NOWHERE = "^(00000|[0-9]{2}990)$"
"""Codes of no place: not known, and « commune fictive » of a department (matchID, laurentkoka/insee_data)."""


def checks(code: str, day: str, *, since: bool = False) -> tuple[RowCheck, ...]:
    """Return what is checked of one field of code, and the field of the day that it is of.

    A code of four characters that is one with a leading zero lost it in a spreadsheet: that is said, and no more.
    With `since`, a code in force on a later day will do, and so will one that says that the place is not known: the
    INSEE writes codes as they are when it records a death, maybe long after the birth.
    """

    def short(batch: pa.RecordBatch) -> Mask:
        return cog().without_zero(batch.column(code))

    def unknown(batch: pa.RecordBatch) -> Mask:
        codes = batch.column(code)
        bad = ~nulls(codes) & ~cog().known(codes)
        if since and bad.any():
            bad &= ~mask_on_distinct(codes, lambda values: bools(pc.match_substring_regex(values, pattern=NOWHERE)))
        return bad & ~short(batch) if bad.any() else bad

    def out_of_date(batch: pa.RecordBatch) -> Mask:
        codes, days = batch.column(code), _days(batch.column(day))
        return cog().known(codes) & ~cog().in_force(codes, days, np.full_like(days, FOREVER) if since else days)

    return (
        RowCheck("etat_civil.code_zero", code, (), short),
        RowCheck("etat_civil.code_unknown", code, (), unknown),
        RowCheck("etat_civil.code_out_of_date", code, (day,), out_of_date),
    )


def _days(column: pa.Array) -> NDArray[np.int64]:
    """Return days since 1970; one of which nothing is said where there is none."""
    days = decode(column).cast(pa.int32())
    return np.where(nulls(days), FIRST_DAY - 1, integers(days)).astype(np.int64)


def codes_of(name: str, table: str, fields: Mapping[str, str], *, since: bool = False) -> Finish:
    """Make the rule of the fields of code of a table, each with the field of its day (see `checks`).

    Most codes are in force still, and were on their day: that is seen in one table, the others alone are looked into.
    """
    own = {code: checks(code, day, since=since) for code, day in fields.items()}

    def looked_into(code: str, waiting: list[pa.RecordBatch]) -> Iterable[Issue]:
        part = gathered(iter(waiting))
        waiting.clear()
        for check in own[code] if part is not None else ():
            yield from placed(check.code, part, np.flatnonzero(check.bad(part)), table, code, check.severity)

    def apply(tables: Mapping[str, Iterator[pa.RecordBatch]]) -> Iterable[Issue]:
        doubtful: dict[str, list[pa.RecordBatch]] = {code: [] for code in fields}
        for batch in tables[table]:
            for code, day in fields.items():
                rows = np.flatnonzero(~cog().lasts(batch.column(code), _days(batch.column(day))))
                doubtful[code] += [batch.take(from_int64(rows))] if len(rows) else []
                if sum(one.num_rows for one in doubtful[code]) >= AT_ONCE:
                    yield from looked_into(code, doubtful[code])
        for code, waiting in doubtful.items():
            yield from looked_into(code, waiting)

    return Finish(name, {table: (*dict.fromkeys([*fields, *fields.values()]), SOURCE, LINE)}, apply)


RULES = Rules(
    finish=(
        codes_of("communes_actes", "etat_civil.acte", {"fait_commune_code": "fait_date"}),
        codes_of("communes_personnes", "etat_civil.personne", {"naissance_commune_code": "naissance_date"}),
        codes_of(
            "communes_deces",
            "etat_civil.deces_insee",
            {"defunt_naissance_lieu_code": "defunt_naissance_date", "deces_lieu_code": "deces_date"},
            since=True,
        ),
    )
)
