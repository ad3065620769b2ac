"""What the norm of its year says of each value: how long it may be, which codes it may hold.

Values are kept as they are: a value too long, or a code unknown that year, is said at its line.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from collecdata.catalogue.dsn import norm
from collecdata.issues import Severity
from collecdata.kernels.buffers import bools, integers, nulls, texts
from collecdata.kernels.distinct import mask_on_distinct
from collecdata.kernels.stream import LINE
from collecdata.readers.dsn.codes import codes

if TYPE_CHECKING:
    import pyarrow as pa

    from collecdata.readers.dsn.codes import Numbers, Places
    from collecdata.readers.dsn.lines import Mask, Odd
    from collecdata.readers.dsn.values import DsnValues
    from collecdata.readers.nested.findings import Findings

__all__ = ["check_codes", "note_odd", "too_long"]

_VENDOR = 600
"""Numbers from here on are those of the software and of the concentrators, not of the norm."""
_CONCENTRATOR = ("S10.G00.95", "S20.G00.96")
_LOT = ("S05.", "S06.", "S95.", "S96.")
"""The envelope that a concentrator puts around several envois."""


def too_long(rubrics: Numbers, sizes: Places, values: DsnValues, version: str) -> Places:
    """Return the cells that are longer than their rubric may be."""
    longest = _longest(version)
    longer = np.flatnonzero(sizes > longest[rubrics])
    kept = [cell for cell in longer.tolist() if values.characters(cell) > longest[rubrics[cell]]]
    return np.array(kept, np.int64)


@lru_cache(maxsize=8)
def _longest(version: str) -> Places:
    known = norm(version).rubrics
    return np.array([known[code].longest if code in known else 1 << 30 for code in codes().rubrics], np.int64)


def check_codes(rows: pa.RecordBatch, version: str, findings: Findings) -> None:
    """Note each cell of the coded rubrics of some rows whose code the norm does not list."""
    known, year = norm(version).rubrics, str(norm(version).year)
    for name in rows.schema.names:
        rubric = known.get(name)
        if rubric is None or not rubric.codes:
            continue
        column = rows.column(name)
        if column.null_count == len(column):
            continue
        bad = mask_on_distinct(column, partial(_others, allowed=_codes_of(version, name)))
        if bad.any():
            lines = integers(rows.column(LINE))
            for row in np.flatnonzero(bad).tolist():
                value = column[row].as_py()
                shown = value if len(value) <= rubric.longest else None
                findings.note(
                    "dsn.code",
                    Severity.WARNING,
                    int(lines[row]),
                    column=name,
                    value=shown,
                    norm=year,
                )


def note_odd(odd: Odd, line: int, findings: Findings) -> None:
    """Note a line that is no rubric of the norm."""
    if not odd.code:
        findings.note("dsn.line", Severity.ERROR, line)
        return
    ours = int(odd.code[-3:]) >= _VENDOR or odd.block in _CONCENTRATOR or odd.block.startswith(_LOT)
    severity = Severity.INFO if ours else Severity.WARNING
    findings.note("dsn.vendor_rubric" if ours else "dsn.unknown_rubric", severity, line, column=odd.code)


@lru_cache(maxsize=2048)
def _codes_of(version: str, rubric: str) -> pa.Array:
    """Return the codes of a rubric, and the empty text, which is none."""
    return texts(("", *norm(version).rubrics[rubric].codes))


def _others(values: pa.Array, allowed: pa.Array) -> Mask:
    """Tell the values that are not allowed."""
    return ~nulls(values) & ~bools(pc.is_in(values, value_set=allowed))
