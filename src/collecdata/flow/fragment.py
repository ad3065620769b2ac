"""What one lot came to, as data: the report, the totals and the package are made of it, and a resumed run reads it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from collecdata.flow.totals import ROWS
from collecdata.issues import Issue  # noqa: TC001 - pydantic reads annotations
from collecdata.report import model  # noqa: TC001

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Fragment", "PartFile", "totals_of"]


class PartFile(BaseModel):
    """The file of one table, relative to the package; a lot that has several files of it has one in the end."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    table: str
    path: str
    rows: int
    bytes: int
    sha256: str
    columns: tuple[str, ...]


class Fragment(BaseModel):
    """One lot: its part of the report, its files, its issues (one that could not be converted has nothing else)."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    siren: str
    parameters: dict[str, str] = {}
    inputs: tuple[model.InputFile, ...] = ()
    blocks: tuple[model.Block, ...] = ()
    tables: tuple[model.TableWritten, ...] = ()
    not_carried: tuple[model.NotCarried, ...] = ()
    files: tuple[PartFile, ...] = ()
    issues: tuple[Issue, ...] = ()


def totals_of(fragments: Iterable[Fragment]) -> dict[tuple[str, str, str], Decimal]:
    """Sum what was written: (table, field or `lignes`, siren; "" for all) to total."""
    totals: dict[tuple[str, str, str], Decimal] = {}
    for table in (table for fragment in fragments for table in fragment.tables):
        for name, value in [(ROWS, Decimal(table.rows)), *((one.field, one.value) for one in table.sums)]:
            for siren in dict.fromkeys((table.siren, "")):
                key = table.table, name, siren
                totals[key] = totals.get(key, Decimal(0)) + value
    return totals
