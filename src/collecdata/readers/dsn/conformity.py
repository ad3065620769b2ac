"""What the norm of its year says of each value: how long it may be, which codes it may hold.

Values are kept as they are: a value too long, or a code unknown that year, is said at its line.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from collecdata.catalogue.dsn import norm
from collecdata.issues import Severity
from collecdata.kernels.buffers import integers
from collecdata.kernels.distinct import decode, is_encoded
from collecdata.kernels.stream import LINE
from collecdata.readers.dsn.codes import codes

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    import pyarrow as pa

    from collecdata.readers.dsn.codes import Numbers, Places
    from collecdata.readers.dsn.lines import Odd
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
        values = column.dictionary if is_encoded(column) else column.unique()
        wrong = {value for value in values.to_pylist() if value and value not in rubric.codes}
        if wrong:
            _note_codes(rows, name, wrong, rubric.longest, year, findings)


def _note_codes(
    rows: pa.RecordBatch, name: str, wrong: AbstractSet[str], longest: int, year: str, findings: Findings
) -> None:
    """Note each cell of a rubric that is one of these; those too long are not shown."""
    values, lines = decode(rows.column(name)).to_pylist(), integers(rows.column(LINE)).tolist()
    for value, line in zip(values, lines, strict=True):
        if value in wrong:
            shown = value if len(value) <= longest else None
            findings.note("dsn.code", Severity.WARNING, line, column=name, value=shown, norm=year)


def note_odd(odd: Odd, line: int, findings: Findings) -> None:
    """Note a line that is no rubric of the norm."""
    if not odd.code:
        findings.note("dsn.line", Severity.ERROR, line)
        return
    ours = int(odd.code[-3:]) >= _VENDOR or odd.block in _CONCENTRATOR or odd.block.startswith(_LOT)
    severity = Severity.INFO if ours else Severity.WARNING
    findings.note("dsn.vendor_rubric" if ours else "dsn.unknown_rubric", severity, line, column=odd.code)
