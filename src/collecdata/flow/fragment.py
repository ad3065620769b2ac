"""What one lot came to, as data: the report, the totals and the package are made of it, and a resumed run reads it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from collecdata.flow.totals import ROWS
from collecdata.issues import Issue  # noqa: TC001 - pydantic reads annotations
from collecdata.report import model  # noqa: TC001

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from collecdata.flow.totals import Expected

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


def totals_of(fragments: Iterable[Fragment], expected: Collection[Expected]) -> dict[Expected, Decimal]:
    """Sum what was written of each total that is declared."""
    totals = {(one.table, one.field, one.siren): Decimal(0) for one in expected}
    for table in (table for fragment in (fragments if totals else ()) for table in fragment.tables):
        for name, value in [(ROWS, Decimal(table.rows)), *((one.field, one.value) for one in table.sums)]:
            for siren in dict.fromkeys((table.siren, "")):
                if (key := (table.table, name, siren)) in totals:
                    totals[key] += value
    return {one: totals[one.table, one.field, one.siren] for one in expected}
