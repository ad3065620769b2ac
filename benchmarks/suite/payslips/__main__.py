"""Read by one engine in this process, on its own: `python -m suite.payslips ENGINE SOURCE OUT [digest]`.

OUT gets the seconds that reading took and the rows of each record set; with `digest`, a digest of each column instead.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from suite.payslips import engines

if TYPE_CHECKING:
    from collections.abc import Iterator


def cost(pieces: Iterator[tuple[str, engines.Columns]]) -> dict[str, Any]:
    """Read everything and keep nothing."""
    wall, cpu = time.perf_counter(), time.process_time()
    rows: dict[str, int] = {}
    for name, columns in pieces:
        rows[name] = rows.get(name, 0) + len(next(iter(columns.values())))
    return {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "rows": rows}


def digests(pieces: Iterator[tuple[str, engines.Columns]]) -> dict[str, str]:
    """Digest each column: equal where both engines read the same cells."""
    made: dict[str, Any] = {}
    for name, columns in pieces:
        for column, cells in columns.items():
            digest = made.setdefault(f"{name}/{column}", hashlib.sha256())
            digest.update("".join(f"{cell or ''}\n" for cell in cells.to_pylist()).encode())
    return {name: one.hexdigest() for name, one in made.items()}


if __name__ == "__main__":
    engine, source, out, *what = sys.argv[1:]
    read = getattr(engines, engine)(Path(source))
    Path(out).write_text(json.dumps(digests(read) if what else cost(read)), encoding="utf-8")
