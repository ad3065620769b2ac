"""Compare with one engine: `python -m suite.differ ENGINE OLD NEW OUT ROWS`; OUT gets the ranks that changed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from suite.differ import engines

if __name__ == "__main__":
    engine, old, new, out, rows = sys.argv[1:]
    found = getattr(engines, engine)(Path(old), Path(new), int(rows))
    Path(out).write_text(json.dumps(found), encoding="utf-8")
